//! Tells a page what was found, and what has become of it: whether it is still there, or where it went.

use super::guard::{TOKEN_HEADER, check_session, single_value};
use super::page::{RouteMatch, match_route, strip_base_path, url_path};
use super::{AppState, path, response};
use crate::serve::diagnostics_json;
use crate::serve::preview::{LastGoodBuild, Preview};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use serde_json::{Value, json};

/// Answers for the page whose path is the query: `page=/events/x/`.
pub(super) async fn state(State(ground): State<AppState>, request: Request) -> Response<Body> {
    let token = single_value(request.headers(), &TOKEN_HEADER);
    if let Err(status) = check_session(request.headers(), token, &ground.handle.token) {
        return response::text(status, "only pages of this preview may ask");
    }
    let asked = request.uri().query().and_then(|query| query.strip_prefix("page="));
    let preview = ground.handle.wait_until_built().await;
    let mut state = diagnostics_json::state_json(&preview);
    state["page"] =
        asked.and_then(|asked| path::decode(asked).ok()).map_or(Value::Null, |path| page_json(&preview, &path));
    response::json(&state)
}

fn page_json(preview: &Preview, path: &str) -> Value {
    let Some(good) = &preview.last_good else { return Value::Null };
    match match_route(good, path) {
        RouteMatch::File(file) => {
            let record = current_record_json(preview, good, &file);
            json!({ "is": "here", "record": record })
        }
        RouteMatch::Redirect(to) => json!({ "is": "moved", "to": to }),
        RouteMatch::NotFound => match moved_to(good, path) {
            Some(to) => json!({ "is": "moved", "to": to }),
            None => json!({ "is": "gone", "home": good.base_path }),
        },
    }
}

/// What the latest attempt says of the record that a page shows.
fn current_record_json(preview: &Preview, good: &LastGoodBuild, file: &str) -> Option<Value> {
    let page = good.compiled.pages.pages.iter().find(|page| *page.file == *file)?;
    diagnostics_json::record_json(preview.latest.as_deref()?, good.compiled.site.record(page.record?))
}

/// The address of a page that had this path before, also under an earlier base path.
fn moved_to(good: &LastGoodBuild, path: &str) -> Option<String> {
    let file =
        |rest: &str| if rest.is_empty() || rest.ends_with('/') { format!("{rest}index.html") } else { rest.into() };
    let here = strip_base_path(&good.base_path, path).and_then(|rest| good.moved(&file(rest)));
    let to = here.map(str::to_owned).or_else(|| {
        let rest = good.former_base_paths.iter().find_map(|base_path| strip_base_path(base_path, path))?;
        let file = file(rest);
        good.moved(&file).map(str::to_owned).or_else(|| good.file(&file).is_some().then_some(file))
    });
    to.map(|to| url_path(good, &to))
}
