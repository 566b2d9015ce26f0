//! Opens the author's editor at a block or a diagnostic. A request names a record and a line, or a diagnostic's number;
//! the path is looked up in the preview and never taken from the request.

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

/// Size limit of the request body.
const MAX_BODY_BYTES: usize = 4096;

/// Time limit for receiving the request body.
const BODY_TIMEOUT: Duration = Duration::from_secs(5);

/// Request body: the location to open.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum OpenTarget {
    Block { record: String, line: usize },
    Finding { generation: u64, finding: usize },
}

/// Responds with `{ "opened": true }`, or with the reason and a command to run.
pub(super) async fn open(State(app): State<AppState>, request: Request) -> Response<Body> {
    let handle = &app.handle;
    let token = single_value(request.headers(), &TOKEN_HEADER);
    if let Err(status) = check_session(request.headers(), token, &handle.token) {
        return response::text(status, "only pages of this preview may open files");
    }
    let body = tokio::time::timeout(BODY_TIMEOUT, to_bytes(request.into_body(), MAX_BODY_BYTES)).await;
    let Ok(Ok(body)) = body else { return response::text(StatusCode::PAYLOAD_TOO_LARGE, "the request is too large") };
    let Ok(target) = serde_json::from_slice::<OpenTarget>(&body) else {
        return response::text(StatusCode::BAD_REQUEST, "the request is malformed");
    };
    let preview = handle.wait_until_built().await;
    let Some((path, line)) = source_location(&preview, &target) else {
        return response::text(StatusCode::NOT_FOUND, "there is no such source position");
    };
    let action = editor::action(handle.editor.as_deref(), &handle.root.join(&path), line);
    response::json(&match action {
        EditorAction::Run(command) => match editor::spawn(&command) {
            Ok(()) => json!({ "opened": true }),
            Err(error) => json!({
                "opened": false,
                "say": format!("Failed to start the editor: {error}"),
                "command": editor::shell_joined(&command),
            }),
        },
        EditorAction::Type(command) => json!({
            "opened": false,
            "say": "This editor needs a terminal. Run:",
            "command": editor::shell_joined(&command),
        }),
        EditorAction::Unknown => json!({
            "opened": false,
            "say": format!("{path}, line {line}. To open files from the preview, set BRIEFING_EDITOR, for example:"),
            "command": "export BRIEFING_EDITOR='code -g {file}:{line}'",
        }),
    })
}

/// Returns the path relative to the root and the line, or `None` if the target does not exist.
fn source_location(preview: &Preview, target: &OpenTarget) -> Option<(String, usize)> {
    match target {
        OpenTarget::Block { record, line } => {
            // The page may belong to the last good build, while the record is missing from the latest one.
            let last_good = preview.last_good.as_ref().map(|last_good| &last_good.compiled);
            let builds = preview.latest.iter().chain(last_good);
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
    let last_line = file.position(file.text.len()).line;
    (1..=last_line).contains(&line).then(|| (file.path.to_string(), line))
}
