//! Serves the preview over HTTP. Requests are untrusted: any page in the browser can send them.
//!
//! 1. `listen` accepts connections within limits.
//! 2. `guard` checks that requests name this server; routes that act or subscribe also need the session token.
//! 3. `path` decodes paths strictly; `page` looks them up in the output, never on disk, and injects the preview's
//!    script.
//! 4. `response` and `range` build file responses.
//! 5. `events` notifies pages of new builds, `state` returns diagnostics, `text` the numbered text of an article, `open`
//!    starts the editor; `client` serves the scripts.

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
mod text;

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

/// Shared state of the request handlers.
#[derive(Clone)]
struct AppState {
    handle: Arc<PreviewHandle>,
    hosts: Arc<AllowedHosts>,
}

/// Creates the router of the preview.
pub(super) fn router(handle: Arc<PreviewHandle>, hosts: AllowedHosts) -> Router {
    let app = AppState { handle, hosts: Arc::new(hosts) };
    Router::new()
        .route("/_briefing/client/{name}", get(client::file))
        .route("/_briefing/events", get(events::events))
        .route("/_briefing/state", get(state::state))
        .route("/_briefing/text", get(text::text))
        .route("/_briefing/open", post(open::open))
        .fallback(page::page)
        .layer(middleware::from_fn_with_state(app.clone(), check_request))
        .with_state(app)
}

/// Middleware: rejects requests for other hosts and adds security headers to every response.
async fn check_request(State(app): State<AppState>, request: Request, next: Next) -> Response<Body> {
    let response = match guard::check_host(request.uri(), request.headers(), &app.hosts) {
        Ok(()) => next.run(request).await,
        Err(status) if status == StatusCode::FORBIDDEN => {
            response::text(status, "unknown host name; allow it with `--allowed-host NAME`")
        }
        Err(status) => response::text(status, "the request has no valid `Host`"),
    };
    response::with_security_headers(response)
}
