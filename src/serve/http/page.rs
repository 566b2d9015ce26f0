//! Answers with files of the output: pages with the preview's script in them, the site's own page for what is not there.

use super::Ground;
use super::answer::{self, File};
use super::path::{self, BadPath};
use crate::emit::is_page;
use crate::serve::inject::{About, inject};
use crate::serve::preview::Good;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{Method, Response, StatusCode};
use std::sync::Arc;

/// What is shown while nothing could be built yet. The overlay says why.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
    content=\"width=device-width\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
    style-src 'self'; script-src 'self'; connect-src 'self'\"><title>Not built yet</title></head><body><main>\
    <h1>Not built yet</h1><p>The briefing has mistakes. The page comes by itself when they are put right.</p></main>\
    </body></html>";

/// What a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A file of the output.
    File(String),
    /// Another path of this server.
    Elsewhere(String),
    /// Nothing.
    Nothing,
}

/// Answers every request that is not for the preview itself.
pub(super) async fn page(State(ground): State<Ground>, request: Request) -> Response<Body> {
    let method = request.method();
    if method != Method::GET && method != Method::HEAD {
        return answer::only("GET, HEAD");
    }
    let path = match path::decode(request.uri().path()) {
        Ok(path) => path,
        Err(BadPath::TooLong) => return answer::plain(StatusCode::URI_TOO_LONG, "the path is too long"),
        Err(BadPath::Malformed) => return answer::plain(StatusCode::BAD_REQUEST, "the path is malformed"),
    };
    let preview = ground.stage.ready().await;
    let token = &ground.stage.token;
    let Some(good) = &preview.good else {
        let page = inject(NOT_BUILT, &About { token, record: None });
        let file = File { status: StatusCode::SERVICE_UNAVAILABLE, ..File::named("a.html", page.into()) };
        return file.answer(method, request.headers());
    };
    let (status, name) = match find(good, &path) {
        Found::Elsewhere(path) => return answer::redirect(&path),
        Found::File(name) => (StatusCode::OK, name),
        Found::Nothing => (StatusCode::NOT_FOUND, "404.html".to_owned()),
    };
    match file(good, &name, token) {
        Some(file) => File { status, ..file }.answer(method, request.headers()),
        None => answer::plain(StatusCode::NOT_FOUND, "there is no such page"),
    }
}

/// Finds what a decoded path leads to.
pub(super) fn find(good: &Good, path: &str) -> Found {
    let Some(name) = under(&good.base_path, path) else {
        let is_near = path == "/" || format!("{path}/") == decoded(&good.base_path);
        return if is_near { Found::Elsewhere(good.base_path.clone()) } else { Found::Nothing };
    };
    if name.is_empty() || name.ends_with('/') {
        let index = format!("{name}index.html");
        return if good.file(&index).is_some() { Found::File(index) } else { Found::Nothing };
    }
    if good.file(name).is_some() {
        return Found::File(name.to_owned());
    }
    match good.file(&format!("{name}/index.html")) {
        Some(_) => Found::Elsewhere(address(good, &format!("{name}/index.html"))),
        None => Found::Nothing,
    }
}

/// The path of a file on this server, encoded; a folder's for its `index.html`.
pub(in crate::serve) fn address(good: &Good, file: &str) -> String {
    let name = file.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
    format!("{}{}", good.base_path, path::encode(name.unwrap_or(file)))
}

/// The part of a decoded path below the base path.
pub(super) fn under<'p>(base_path: &str, path: &'p str) -> Option<&'p str> {
    path.strip_prefix(&decoded(base_path))
}

fn decoded(base_path: &str) -> String {
    path::decode(base_path).unwrap_or_else(|_| base_path.to_owned())
}

fn file(good: &Good, name: &str, token: &str) -> Option<File> {
    let bytes = good.file(name)?;
    let body = match std::str::from_utf8(bytes) {
        Ok(html) if is_page(name) => {
            let record = record_of(good, name);
            inject(html, &About { token, record }).into()
        }
        _ => Bytes::from_owner(Arc::clone(bytes)),
    };
    Some(File::named(name, body))
}

/// The key of the record that a page shows, and the line of its title.
fn record_of(good: &Good, name: &str) -> Option<(String, usize)> {
    let compiled = &good.compiled;
    let page = compiled.pages.pages.iter().find(|page| *page.file == *name)?;
    let record = compiled.site.record(page.record?);
    let line = compiled.sources.get(record.file).position(record.title.span.start as usize).line;
    Some((record.key(), line))
}
