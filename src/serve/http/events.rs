//! Notifies pages of new builds by server-sent events. Background tabs share one connection, because browsers limit the
//! connections per server.

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

/// Interval of keep-alive messages, by which the server detects closed connections.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Responds with an event stream: the current preview, then each new one. A slow reader skips previews and gets the
/// latest.
pub(super) async fn events(State(app): State<AppState>, request: Request) -> Response<Body> {
    let token = request.uri().query().and_then(|query| query.strip_prefix("token="));
    if let Err(status) = check_session(request.headers(), token, &app.handle.token) {
        return response::text(status, "only pages of this preview may subscribe");
    }
    let previews = app.handle.subscribe();
    let stream = stream::unfold((previews, true), |(mut previews, is_first)| async move {
        if is_first {
            previews.wait_for(|preview| preview.generation > 0).await.ok()?;
        } else {
            previews.changed().await.ok()?;
        }
        let preview = previews.borrow_and_update().clone();
        Some((Ok::<_, Infallible>(event(&preview, is_first)), (previews, false)))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response()
}

/// Creates the event of a build. The navigation target is sent only when the build happens, not to pages that connect
/// later.
fn event(preview: &Preview, is_first: bool) -> Event {
    let count = |severity| preview.latest.as_ref().map_or(0, |compiled| compiled.diagnostics.count(severity));
    let navigate = preview.navigate.as_ref().filter(|_| !is_first);
    let data = json!({
        "generation": preview.generation,
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
        "navigate": navigate.map(|target| json!({ "page": target.page, "record": target.record, "line": target.line })),
    });
    Event::default().event("build").data(data.to_string())
}
