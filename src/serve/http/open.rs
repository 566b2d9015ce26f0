//! Opens the writer's editor at a block or a finding. A request names a record and a line, or a finding's number; the path
//! comes from the preview's own table.

use super::guard::{TOKEN_HEADER, check_session, single_value};
use super::{AppState, response};
use crate::compile::Compiled;
use crate::serve::diagnostics_json;
use crate::serve::editor::{self, EditorAction};
use crate::serve::preview::Preview;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode};
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;

/// So large may the request's body be.
const MAX_BODY_BYTES: usize = 4096;

/// So long may it take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(5);

/// What is to be opened.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum OpenTarget {
    Block { record: String, line: usize },
    Finding { generation: u64, finding: usize },
}

/// Answers `{ "opened": true }`, or says why not.
pub(super) async fn open(State(ground): State<AppState>, request: Request) -> Response<Body> {
    let stage = &ground.handle;
    let token = single_value(request.headers(), &TOKEN_HEADER);
    if let Err(status) = check_session(request.headers(), token, &stage.token) {
        return response::text(status, "only pages of this preview may open files");
    }
    let body = tokio::time::timeout(BODY_TIMEOUT, to_bytes(request.into_body(), MAX_BODY_BYTES)).await;
    let Ok(Ok(body)) = body else { return response::text(StatusCode::PAYLOAD_TOO_LARGE, "the request is too large") };
    let Ok(wanted) = serde_json::from_slice::<OpenTarget>(&body) else {
        return response::text(StatusCode::BAD_REQUEST, "the request is malformed");
    };
    let preview = stage.wait_until_built().await;
    let Some((path, line)) = source_location(&preview, &wanted) else {
        return response::text(StatusCode::NOT_FOUND, "there is no such place");
    };
    let plan = editor::action(stage.editor.as_deref(), &stage.root.join(&path), line);
    response::json(&match plan {
        EditorAction::Run(words) => match editor::spawn(&words) {
            Ok(()) => json!({ "opened": true }),
            Err(error) => json!({
                "opened": false,
                "say": format!("The editor did not start: {error}"),
                "command": editor::shell_joined(&words),
            }),
        },
        EditorAction::Type(words) => json!({
            "opened": false,
            "say": "This editor needs a terminal. Type there:",
            "command": editor::shell_joined(&words),
        }),
        EditorAction::Unknown => json!({
            "opened": false,
            "say": format!("{path}, line {line}. To open it from here, set BRIEFING_EDITOR, such as:"),
            "command": "export BRIEFING_EDITOR='code -g {file}:{line}'",
        }),
    })
}

/// The file, by its path from the root, and the line in it.
fn source_location(preview: &Preview, wanted: &OpenTarget) -> Option<(String, usize)> {
    match wanted {
        OpenTarget::Block { record, line } => {
            // What a page says may be of the last good build, while the record is gone from the latest.
            let good = preview.last_good.as_ref().map(|good| &good.compiled);
            let builds = preview.latest.iter().chain(good);
            builds.into_iter().find_map(|compiled| record_location(compiled, record, *line))
        }
        OpenTarget::Finding { generation, finding } => {
            let latest = preview.latest.as_deref().filter(|_| *generation == preview.generation)?;
            diagnostics_json::location(latest, *finding)
        }
    }
}

fn record_location(compiled: &Compiled, key: &str, line: usize) -> Option<(String, usize)> {
    let record = compiled.site.records.iter().find(|record| record.key() == key)?;
    let file = compiled.sources.get(record.file);
    let last = file.position(file.text.len()).line;
    (1..=last).contains(&line).then(|| (file.path.to_string(), line))
}
