//! Serves the preview's scripts and styles, which are embedded in the program.

use super::response::{self, FileResponse};
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request};
use axum::http::{Response, StatusCode};

/// Embedded files: name, content.
const FILES: [(&str, &str); 13] = [
    ("connection.js", include_str!("../client/connection.js")),
    ("idiomorph.js", include_str!("../client/idiomorph/idiomorph.js")),
    ("main.js", include_str!("../client/main.js")),
    ("morph.js", include_str!("../client/morph.js")),
    ("overlay.js", include_str!("../client/overlay.js")),
    ("panel.js", include_str!("../client/panel.js")),
    ("preview.css", include_str!("../client/preview.css")),
    ("session.js", include_str!("../client/session.js")),
    ("source.js", include_str!("../client/source.js")),
    ("styles.js", include_str!("../client/styles.js")),
    ("surface.js", include_str!("../client/surface.js")),
    ("text.js", include_str!("../client/text.js")),
    ("update.js", include_str!("../client/update.js")),
];

/// Responds with an embedded file.
pub(super) async fn file(Path(name): Path<String>, request: Request) -> Response<Body> {
    match FILES.iter().find(|(known, _)| *known == name) {
        Some((_, text)) => {
            FileResponse::new(&name, Bytes::from_static(text.as_bytes())).respond(request.method(), request.headers())
        }
        None => response::text(StatusCode::NOT_FOUND, "there is no such file"),
    }
}
