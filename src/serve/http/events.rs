//! Tells pages of new builds by server-sent events. Pages in the background share one connection, so that browsers, which
//! allow few to a server, are not kept waiting.

use super::guard::check_session;
use super::{AppState, response};
use crate::diagnose::Severity;
use crate::serve::preview::Preview;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream;
use serde_json::json;
use std::convert::Infallible;
use std::time::Duration;

/// A sign of life this often, so that the server notices who has gone.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Answers with a stream: what is shown now, then each preview that follows. A reader that is slow misses what was shown
/// meanwhile, and is told the newest.
pub(super) async fn events(State(ground): State<AppState>, request: Request) -> Response<Body> {
    let token = request.uri().query().and_then(|query| query.strip_prefix("token="));
    if let Err(status) = check_session(request.headers(), token, &ground.handle.token) {
        return response::text(status, "only pages of this preview may listen");
    }
    let previews = ground.handle.subscribe();
    let told = stream::unfold((previews, true), |(mut previews, is_first)| async move {
        if is_first {
            previews.wait_for(|preview| preview.generation > 0).await.ok()?;
        } else {
            previews.changed().await.ok()?;
        }
        let preview = previews.borrow_and_update().clone();
        Some((Ok::<_, Infallible>(event(&preview, is_first)), (previews, false)))
    });
    Sse::new(told).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

/// What pages must know to decide whether to look. Where to go is told once, when it happens.
fn event(preview: &Preview, is_first: bool) -> Event {
    let count = |severity| preview.latest.as_ref().map_or(0, |compiled| compiled.diagnostics.count(severity));
    let navigate = preview.navigate.as_ref().filter(|_| !is_first);
    let data = json!({
        "generation": preview.generation,
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
        "navigate": navigate.map(|to| json!({ "page": to.page, "record": to.record, "line": to.line })),
    });
    Event::default().event("build").data(data.to_string())
}
