//! Serves output files: pages with the preview's script injected, and the site's 404 page for missing paths.

use super::AppState;
use super::path::{self, InvalidPath};
use super::response::{self, FileResponse};
use crate::export::is_page;
use crate::model::percent::encode_request_path;
use crate::serve::inject::{ScriptContext, inject};
use crate::serve::preview::LastGoodBuild;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{Method, Response, StatusCode};
use std::sync::Arc;

/// Placeholder until the first good build. The overlay shows the errors.
const NOT_BUILT_PAGE: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
    content=\"width=device-width\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
    style-src 'self'; script-src 'self'; connect-src 'self'\"><title>Not built yet</title></head><body><main>\
    <h1>Not built yet</h1><p>The briefing has errors. The page loads automatically when they are fixed.</p></main>\
    </body></html>";

/// Result of routing a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RouteMatch {
    /// A file of the output.
    File(String),
    /// Redirect to another path of this server.
    Redirect(String),
    /// No file matches.
    NotFound,
}

/// Handles every request outside of `/_briefing/`.
pub(super) async fn page(State(app): State<AppState>, request: Request) -> Response<Body> {
    let method = request.method();
    if method != Method::GET && method != Method::HEAD {
        return response::method_not_allowed("GET, HEAD");
    }
    let path = match path::decode(request.uri().path()) {
        Ok(path) => path,
        Err(InvalidPath::TooLong) => return response::text(StatusCode::URI_TOO_LONG, "the path is too long"),
        Err(InvalidPath::Malformed) => return response::text(StatusCode::BAD_REQUEST, "the path is malformed"),
    };
    let preview = app.handle.wait_until_built().await;
    let token = &app.handle.token;
    let Some(last_good) = &preview.last_good else {
        let page = inject(NOT_BUILT_PAGE, &ScriptContext { token, record: None });
        let file = FileResponse { status: StatusCode::SERVICE_UNAVAILABLE, ..FileResponse::new("a.html", page.into()) };
        return file.respond(method, request.headers());
    };
    let (status, name) = match match_route(last_good, &path) {
        RouteMatch::Redirect(path) => return response::redirect(&path),
        RouteMatch::File(name) => (StatusCode::OK, name),
        RouteMatch::NotFound => (StatusCode::NOT_FOUND, "404.html".to_owned()),
    };
    match file_response(last_good, &name, token) {
        Some(file) => FileResponse { status, ..file }.respond(method, request.headers()),
        None => response::text(StatusCode::NOT_FOUND, "there is no such page"),
    }
}

/// Routes a decoded path.
pub(super) fn match_route(last_good: &LastGoodBuild, path: &str) -> RouteMatch {
    let Some(name) = strip_base_path(&last_good.base_path, path) else {
        let is_base_path = path == "/" || format!("{path}/") == decoded_base_path(&last_good.base_path);
        return if is_base_path { RouteMatch::Redirect(last_good.base_path.clone()) } else { RouteMatch::NotFound };
    };
    if name.is_empty() || name.ends_with('/') {
        let index = format!("{name}index.html");
        return if last_good.file(&index).is_some() { RouteMatch::File(index) } else { RouteMatch::NotFound };
    }
    if last_good.file(name).is_some() {
        return RouteMatch::File(name.to_owned());
    }
    match last_good.file(&format!("{name}/index.html")) {
        Some(_) => RouteMatch::Redirect(url_path(last_good, &format!("{name}/index.html"))),
        None => RouteMatch::NotFound,
    }
}

/// Returns the percent-encoded URL path of an output file; for `index.html` that of its folder.
pub(in crate::serve) fn url_path(last_good: &LastGoodBuild, file: &str) -> String {
    let name = file.strip_suffix("index.html").filter(|parent| parent.is_empty() || parent.ends_with('/'));
    format!("{}{}", last_good.base_path, encode_request_path(name.unwrap_or(file)))
}

/// Strips the base path from a decoded path.
pub(super) fn strip_base_path<'p>(base_path: &str, path: &'p str) -> Option<&'p str> {
    path.strip_prefix(&decoded_base_path(base_path))
}

fn decoded_base_path(base_path: &str) -> String {
    path::decode(base_path).unwrap_or_else(|_| base_path.to_owned())
}

fn file_response(last_good: &LastGoodBuild, name: &str, token: &str) -> Option<FileResponse> {
    let bytes = last_good.file(name)?;
    let body = match std::str::from_utf8(bytes) {
        Ok(html) if is_page(name) => {
            let record = page_record(last_good, name);
            inject(html, &ScriptContext { token, record }).into()
        }
        _ => Bytes::from_owner(Arc::clone(bytes)),
    };
    Some(FileResponse::new(name, body))
}

/// Returns the key of the record that a page shows, and the line of its title.
fn page_record(last_good: &LastGoodBuild, name: &str) -> Option<(String, usize)> {
    let compiled = &last_good.compiled;
    let page = compiled.pages.pages.iter().find(|page| *page.file == *name)?;
    let record = compiled.site.record(page.record?);
    let line = compiled.sources.get(record.file).position(record.title.span.start as usize).line;
    Some((record.key(), line))
}
