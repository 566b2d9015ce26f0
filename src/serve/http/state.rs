//! Tells a page what was found, and what has become of it: whether it is still there, or where it went.

use super::guard::{TOKEN_HEADER, check_session, single};
use super::page::{Found, address, find, under};
use super::{Ground, answer, path};
use crate::serve::findings;
use crate::serve::preview::{Good, Preview};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use serde_json::{Value, json};

/// Answers for the page whose path is the query: `page=/events/x/`.
pub(super) async fn state(State(ground): State<Ground>, request: Request) -> Response<Body> {
    let token = single(request.headers(), &TOKEN_HEADER);
    if let Err(status) = check_session(request.headers(), token, &ground.stage.token) {
        return answer::plain(status, "only pages of this preview may ask");
    }
    let asked = request.uri().query().and_then(|query| query.strip_prefix("page="));
    let preview = ground.stage.ready().await;
    let mut state = findings::all(&preview);
    state["page"] = asked.and_then(|asked| path::decode(asked).ok()).map_or(Value::Null, |path| page(&preview, &path));
    answer::json(&state)
}

fn page(preview: &Preview, path: &str) -> Value {
    let Some(good) = &preview.good else { return Value::Null };
    match find(good, path) {
        Found::File(file) => {
            let record = record(preview, good, &file);
            json!({ "is": "here", "record": record })
        }
        Found::Elsewhere(to) => json!({ "is": "moved", "to": to }),
        Found::Nothing => match moved(good, path) {
            Some(to) => json!({ "is": "moved", "to": to }),
            None => json!({ "is": "gone", "home": good.base_path }),
        },
    }
}

/// What the latest attempt says of the record that a page shows.
fn record(preview: &Preview, good: &Good, file: &str) -> Option<Value> {
    let page = good.compiled.pages.pages.iter().find(|page| *page.file == *file)?;
    findings::of_record(preview.latest.as_deref()?, good.compiled.site.record(page.record?))
}

/// The address of a page that had this path before, also under an earlier base path.
fn moved(good: &Good, path: &str) -> Option<String> {
    let file =
        |rest: &str| if rest.is_empty() || rest.ends_with('/') { format!("{rest}index.html") } else { rest.into() };
    let here = under(&good.base_path, path).and_then(|rest| good.moved(&file(rest)));
    let to = here.map(str::to_owned).or_else(|| {
        let rest = good.former_base_paths.iter().find_map(|base_path| under(base_path, path))?;
        let file = file(rest);
        good.moved(&file).map(str::to_owned).or_else(|| good.file(&file).is_some().then_some(file))
    });
    to.map(|to| address(good, &to))
}
