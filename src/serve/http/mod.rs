//! Serves the preview over HTTP. Every request may come from any page that a browser shows, and is treated so.
//!
//! 1. `listen` takes connections, within limits.
//! 2. `guard` lets in requests that name this server; what acts or listens needs the session's token, too.
//! 3. `path` decodes paths strictly; `page` looks them up in the output, never on the disk, and puts the preview's script in.
//! 4. `answer` and `range` make answers of files.
//! 5. `events` tells pages of new builds, `state` of what was found, `open` opens the editor; `client` are the scripts.

mod client;
mod events;
mod guard;
mod listen;
mod open;
mod page;
mod path;
mod range;
mod response;
mod state;

pub(super) use guard::AllowedHosts;
pub(super) use listen::listen;
pub(super) use page::url_path;

use super::preview_handle::PreviewHandle;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode};
use axum::middleware::{self, Next};
use axum::routing::{get, post};
use std::sync::Arc;

/// What requests are answered with.
#[derive(Clone)]
struct AppState {
    handle: Arc<PreviewHandle>,
    hosts: Arc<AllowedHosts>,
}

/// The routes of the preview.
pub(super) fn router(stage: Arc<PreviewHandle>, hosts: AllowedHosts) -> Router {
    let ground = AppState { handle: stage, hosts: Arc::new(hosts) };
    Router::new()
        .route("/_briefing/client/{name}", get(client::file))
        .route("/_briefing/events", get(events::events))
        .route("/_briefing/state", get(state::state))
        .route("/_briefing/open", post(open::open))
        .fallback(page::page)
        .layer(middleware::from_fn_with_state(ground.clone(), check_request))
        .with_state(ground)
}

/// Refuses what was not meant for this server, and secures every answer.
async fn check_request(State(ground): State<AppState>, request: Request, next: Next) -> Response<Body> {
    let answer = match guard::check_host(request.uri(), request.headers(), &ground.hosts) {
        Ok(()) => next.run(request).await,
        Err(status) if status == StatusCode::FORBIDDEN => {
            response::text(status, "this server does not go by that name; `--allowed-host NAME` makes it do so")
        }
        Err(status) => response::text(status, "the request does not name this server"),
    };
    response::with_security_headers(answer)
}
