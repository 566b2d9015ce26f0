//! Returns the current diagnostics and the state of a page: present, moved or gone.

use super::guard::{TOKEN_HEADER, check_session, single_value};
use super::page::{RouteMatch, match_route, strip_base_path, url_path};
use super::{AppState, path, response};
use crate::serve::diagnostics_json;
use crate::serve::preview::{LastGoodBuild, Preview};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use serde_json::{Value, json};

/// Responds for the page whose path is the query, such as `page=/events/x/`.
pub(super) async fn state(State(app): State<AppState>, request: Request) -> Response<Body> {
    let token = single_value(request.headers(), &TOKEN_HEADER);
    if let Err(status) = check_session(request.headers(), token, &app.handle.token) {
        return response::text(status, "only pages of this preview may send requests");
    }
    let page_query = request.uri().query().and_then(|query| query.strip_prefix("page="));
    let preview = app.handle.wait_until_built().await;
    let mut state = diagnostics_json::state_json(&preview);
    state["page"] = page_query
        .and_then(|page_query| path::decode(page_query).ok())
        .map_or(Value::Null, |path| page_json(&preview, &path));
    response::json(&state)
}

fn page_json(preview: &Preview, path: &str) -> Value {
    let Some(last_good) = &preview.last_good else { return Value::Null };
    match match_route(last_good, path) {
        RouteMatch::File(file) => {
            let record = current_record_json(preview, last_good, &file);
            json!({ "is": "here", "record": record })
        }
        RouteMatch::Redirect(target) => json!({ "is": "moved", "to": target }),
        RouteMatch::NotFound => match moved_to(last_good, path) {
            Some(target) => json!({ "is": "moved", "to": target }),
            None => json!({ "is": "gone", "home": last_good.base_path }),
        },
    }
}

/// Returns the latest build's data of the record that a page shows.
fn current_record_json(preview: &Preview, last_good: &LastGoodBuild, file: &str) -> Option<Value> {
    let page = last_good.compiled.pages.pages.iter().find(|page| *page.file == *file)?;
    diagnostics_json::record_json(preview.latest.as_deref()?, last_good.compiled.site.record(page.record?))
}

/// Returns the current URL path of a moved page, also if it was served below a former base path.
fn moved_to(last_good: &LastGoodBuild, path: &str) -> Option<String> {
    let file =
        |rest: &str| if rest.is_empty() || rest.ends_with('/') { format!("{rest}index.html") } else { rest.into() };
    let current = strip_base_path(&last_good.base_path, path).and_then(|rest| last_good.moved(&file(rest)));
    let target = current.map(str::to_owned).or_else(|| {
        let rest = last_good.former_base_paths.iter().find_map(|base_path| strip_base_path(base_path, path))?;
        let file = file(rest);
        last_good.moved(&file).map(str::to_owned).or_else(|| last_good.file(&file).is_some().then_some(file))
    });
    target.map(|target| url_path(last_good, &target))
}
