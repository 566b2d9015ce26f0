//! Builds file responses: content type, entity tag, conditional and range requests, `HEAD`.

use super::guard::single_value;
use super::range::{self, RangeRequest};
use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_RANGES, ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE,
    LOCATION, RANGE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use std::fmt::Display;

/// Headers of every response: prevent other sites from reading, framing or sniffing it.
const SECURITY_HEADERS: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "SAMEORIGIN"),
    ("referrer-policy", "same-origin"),
];

/// Response with the content of a file.
pub(super) struct FileResponse {
    pub(super) status: StatusCode,
    pub(super) content_type: String,
    pub(super) bytes: Bytes,
}

impl FileResponse {
    /// Creates a response for an output file; its name determines the content type.
    pub(super) fn new(name: &str, bytes: Bytes) -> FileResponse {
        FileResponse { status: StatusCode::OK, content_type: content_type(name), bytes }
    }

    /// Builds the HTTP response. `no-cache` makes browsers revalidate on each request.
    pub(super) fn respond(self, method: &Method, headers: &HeaderMap) -> Response<Body> {
        if self.status != StatusCode::OK {
            return self.full(method);
        }
        let tag = format!("\"{}\"", &blake3::hash(&self.bytes).to_hex()[..24]);
        let if_range = single_value(headers, &IF_RANGE);
        let mut response = if matches_etag(headers, &tag) {
            empty(StatusCode::NOT_MODIFIED)
        } else {
            let range = single_value(headers, &RANGE).filter(|_| if_range.is_none_or(|wanted| wanted == tag));
            match range::parse(range.filter(|_| method == Method::GET), self.bytes.len()) {
                RangeRequest::Whole => self.full(method),
                RangeRequest::Part(part) => self.partial(&part),
                RangeRequest::Unsatisfiable => {
                    let mut response = text(
                        StatusCode::RANGE_NOT_SATISFIABLE,
                        "the requested range is not \
                                                                                satisfiable",
                    );
                    set_header(&mut response, CONTENT_RANGE, format!("bytes */{}", self.bytes.len()));
                    response
                }
            }
        };
        set_header(&mut response, ETAG, tag);
        set_header(&mut response, CACHE_CONTROL, "no-cache");
        set_header(&mut response, ACCEPT_RANGES, "bytes");
        response
    }

    fn full(self, method: &Method) -> Response<Body> {
        let length = self.bytes.len();
        let body = if method == Method::HEAD { Body::empty() } else { Body::from(self.bytes) };
        with_body(self.status, &self.content_type, length, body)
    }

    fn partial(self, part: &std::ops::RangeInclusive<usize>) -> Response<Body> {
        let length = self.bytes.len();
        let bytes = self.bytes.slice(part.clone());
        let mut response = with_body(StatusCode::PARTIAL_CONTENT, &self.content_type, bytes.len(), Body::from(bytes));
        set_header(&mut response, CONTENT_RANGE, format!("bytes {}-{}/{length}", part.start(), part.end()));
        response
    }
}

/// Builds a plain-text response.
pub(super) fn text(status: StatusCode, message: &str) -> Response<Body> {
    let message = format!("{message}\n");
    with_body(status, "text/plain; charset=utf-8", message.len(), Body::from(message))
}

/// Builds a JSON response.
pub(super) fn json(value: &serde_json::Value) -> Response<Body> {
    let text = value.to_string();
    with_body(StatusCode::OK, "application/json", text.len(), Body::from(text))
}

/// Builds a response without a body.
pub(super) fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// Builds a redirect to another path of this server.
pub(super) fn redirect(path: &str) -> Response<Body> {
    let mut response = empty(StatusCode::TEMPORARY_REDIRECT);
    set_header(&mut response, LOCATION, path);
    response
}

/// Builds a `405 Method Not Allowed` response that lists the allowed methods.
pub(super) fn method_not_allowed(methods: &str) -> Response<Body> {
    let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD are supported");
    set_header(&mut response, ALLOW, methods);
    response
}

/// Adds the security headers, and `no-store` unless the response has a cache policy.
pub(super) fn with_security_headers(mut response: Response<Body>) -> Response<Body> {
    for (name, value) in SECURITY_HEADERS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn with_body(status: StatusCode, content_type: &str, length: usize, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    set_header(&mut response, CONTENT_TYPE, content_type);
    set_header(&mut response, CONTENT_LENGTH, length);
    response
}

/// Sets a header; a value that is not valid in a header is dropped.
fn set_header(response: &mut Response<Body>, name: HeaderName, value: impl Display) {
    if let Ok(value) = HeaderValue::from_str(&value.to_string()) {
        response.headers_mut().insert(name, value);
    }
}

fn matches_etag(headers: &HeaderMap, tag: &str) -> bool {
    let tags = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = tags.flat_map(|tags| tags.split(',')).map(|value| value.trim().trim_start_matches("W/"));
    tags.any(|value| value == tag || value == "*")
}

/// Returns the content type for a file name; text is declared as UTF-8.
fn content_type(name: &str) -> String {
    let guess = mime_guess::from_path(name).first_or_octet_stream();
    let is_text = guess.type_() == "text" || matches!(guess.subtype().as_str(), "javascript" | "xml");
    let charset = if is_text { "; charset=utf-8" } else { "" };
    format!("{}{charset}", guess.essence_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(method: &Method, pairs: &[(HeaderName, &str)]) -> Response<Body> {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        FileResponse::new("a.html", Bytes::from_static(b"0123456789")).respond(method, &headers)
    }

    fn header<'r>(response: &'r Response<Body>, name: &HeaderName) -> Option<&'r str> {
        response.headers().get(name).map(|value| value.to_str().unwrap())
    }

    #[test]
    fn responds_304_to_matching_tag() {
        let first = answer(&Method::GET, &[]);
        let tag = header(&first, &ETAG).unwrap().to_owned();
        assert_eq!((first.status().as_u16(), header(&first, &CONTENT_LENGTH)), (200, Some("10")));
        for tags in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            assert_eq!(answer(&Method::GET, &[(IF_NONE_MATCH, &tags)]).status(), 304, "{tags}");
        }
        assert_eq!(answer(&Method::GET, &[(IF_NONE_MATCH, "\"x\"")]).status(), 200);
    }

    #[test]
    fn responds_206_to_range() {
        let part = answer(&Method::GET, &[(RANGE, "bytes=2-4")]);
        assert_eq!((part.status().as_u16(), header(&part, &CONTENT_RANGE)), (206, Some("bytes 2-4/10")));
        assert_eq!(answer(&Method::GET, &[(RANGE, "bytes=99-")]).status(), 416);
        assert_eq!(answer(&Method::GET, &[(RANGE, "bytes=2-4"), (IF_RANGE, "\"old\"")]).status(), 200);
        assert_eq!(answer(&Method::HEAD, &[(RANGE, "bytes=2-4")]).status(), 200);
    }

    #[test]
    fn guesses_content_types() {
        for (name, expected) in [
            ("index.html", "text/html; charset=utf-8"),
            ("styles.0123.css", "text/css; charset=utf-8"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("atom.xml", "text/xml; charset=utf-8"),
            ("feed.json", "application/json"),
            ("a.svg", "image/svg+xml"),
            ("timeline.ics", "text/calendar; charset=utf-8"),
            ("fonts/a.woff2", "font/woff2"),
            ("CNAME", "application/octet-stream"),
        ] {
            assert_eq!(content_type(name), expected, "{name}");
        }
    }
}
