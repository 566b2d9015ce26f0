//! Returns the numbered text of the article that a page shows, also if the text is not published: the preview runs on
//! the author's machine. Only pages of the session get it.

use super::guard::{TOKEN_HEADER, check_session, single_value};
use super::page::{RouteMatch, match_route};
use super::{AppState, path, response};
use crate::serve::article_text;
use crate::serve::preview::Preview;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode};
use serde_json::Value;

/// Responds for the page whose path is the query, such as `page=/articles/x/`.
pub(super) async fn text(State(app): State<AppState>, request: Request) -> Response<Body> {
    let token = single_value(request.headers(), &TOKEN_HEADER);
    if let Err(status) = check_session(request.headers(), token, &app.handle.token) {
        return response::text(status, "only pages of this preview may read texts");
    }
    let page_query = request.uri().query().and_then(|query| query.strip_prefix("page="));
    let preview = app.handle.wait_until_built().await;
    let text =
        page_query.and_then(|page_query| path::decode(page_query).ok()).and_then(|path| page_text(&preview, &path));
    text.map_or_else(|| response::text(StatusCode::NOT_FOUND, "there is no text"), |text| response::json(&text))
}

/// Returns the text of the latest build, because passages are cited as they are numbered there.
fn page_text(preview: &Preview, path: &str) -> Option<Value> {
    let last_good = preview.last_good.as_ref()?;
    let RouteMatch::File(file) = match_route(last_good, path) else { return None };
    let page = last_good.compiled.pages.pages.iter().find(|page| *page.file == *file)?;
    article_text::text_json(preview.latest.as_deref()?, last_good.compiled.site.record(page.record?))
}
