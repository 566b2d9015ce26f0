//! Attacks on the preview server. Loopback is no protection: any page in the browser can send requests to it.

use super::client::read_response;
use super::harness::TestPreview;
use crate::repetitions::repetitions;
use std::io::Write;
use std::net::TcpStream;

fn with_host(preview: &TestPreview, hosts: &[&str]) -> u16 {
    let lines: String = hosts.iter().flat_map(|host| ["Host: ", host, "\r\n"]).collect();
    preview.raw(format!("GET /lindhaven/ HTTP/1.1\r\n{lines}Connection: close\r\n\r\n")).status
}

#[test]
fn answers_to_own_host_names_only() {
    let preview = TestPreview::with(|options| options.allowed_hosts = vec!["writer.local".into()]);
    for host in ["localhost", "localhost:1", "127.0.0.1:1111", "[::1]:1111", "writer.local", "WRITER.local:8080"] {
        assert_eq!(with_host(&preview, &[host]), 200, "{host}");
    }
    for host in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "localhost.",
        "0.0.0.0",
        "127.0.0.2",
        "[::2]",
        "localhost@evil.example",
        "evil.example:1111",
        "writer.local.evil.example",
    ] {
        assert_eq!(with_host(&preview, &[host]), 403, "{host}");
    }
    for hosts in
        [&[][..], &[""], &["localhost", "localhost"], &["localhost", "evil.example"], &["localhost:"], &["a b"]]
    {
        assert!(matches!(with_host(&preview, hosts), 400 | 403), "{hosts:?}");
    }
    let absolute = "GET http://localhost/lindhaven/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assert_eq!(preview.raw(absolute).status, 400);
    assert_eq!(preview.raw("GET /lindhaven/ HTTP/1.0\r\n\r\n").status, 400);
    let forwarded = ["X-Forwarded-Host: localhost"];
    let request = format!("GET / HTTP/1.1\r\nHost: evil.example\r\n{}\r\nConnection: close\r\n\r\n", forwarded[0]);
    assert_eq!(preview.raw(request).status, 403);
}

#[test]
fn paths_cannot_escape_the_output() {
    let preview = TestPreview::new();
    preview.write("../secret.txt", "secret");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc", preview.path("public")).unwrap();
    let long = format!("/lindhaven/{}", "a".repeat(64 << 10));
    let paths = [
        "/../../etc/passwd",
        "//etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/%252e%252e/etc/passwd",
        "/%c0%ae%c0%ae/etc/passwd",
        "/lindhaven/%00",
        "/lindhaven/index.html%00.txt",
        "/%zz",
        "/%ff",
        "/%",
        "/..\\..\\x",
        "/..%5c..%5cx",
        "/lindhaven/topics\\",
        "/lindhaven/index.html::$DATA",
        "/CON",
        "/lindhaven/CON",
        &long,
        "/lindhaven-evil/index.html",
        "/lindhavenindex.html",
        "/lindhaven/../secret.txt",
        "/lindhaven/./index.html",
        "/lindhaven//index.html",
        "/lindhaven/public/passwd",
        "/public/passwd",
        "/content/topics/ferries.md",
        "/lindhaven/content/topics/ferries.md",
        "/briefing.toml",
        "/lindhaven/briefing.toml",
        "/.git/config",
        "/lindhaven/topics%2fferries/",
        "/_briefing/client/../../Cargo.toml",
        "/_briefing/client/%2e%2e%2fmod.rs",
        "/_briefing/",
        "/_briefing/client/",
        "*",
        "lindhaven/",
        "/lindhaven/topics/ferries/.",
        "/lindhaven/topics/..",
    ];
    for path in paths {
        let response = preview.get(path);
        assert!((400..500).contains(&response.status), "{path}: {}", response.status);
        let text = response.text();
        assert!(!text.contains("root:") && !text.contains("secret") && !text.contains("base_url"), "{path}");
    }
    assert_eq!(preview.get("/lindhaven/").status, 200);
}

#[test]
fn allows_get_and_head_only() {
    let preview = TestPreview::new();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "PROPFIND", "BREW"] {
        for path in ["/lindhaven/", "/_briefing/events", "/_briefing/state", "/_briefing/client/main.js"] {
            let response = preview.request(method, path, &["Content-Length: 0"]);
            assert!(matches!(response.status, 400 | 405), "{method} {path}: {}", response.status);
            if response.status == 405 {
                assert!(response.header("allow").contains("GET"), "{method} {path}");
            }
        }
    }
    assert_eq!(preview.get("/_briefing/open").status, 405);
}

#[test]
fn ignores_queries() {
    let preview = TestPreview::new();
    let plain = preview.get("/lindhaven/topics/ferries/");
    for query in ["?", "?x=1", "?path=/etc/passwd", "?token=x&record=y", "?%00", "?%zz"] {
        let response = preview.get(&format!("/lindhaven/topics/ferries/{query}"));
        assert_eq!((response.status, response.body == plain.body), (200, true), "{query}");
    }
    let redirect = preview.get("/lindhaven/topics/ferries?//evil.example");
    assert_eq!(redirect.header("location"), "/lindhaven/topics/ferries/");
}

#[test]
fn redirects_stay_on_this_server() {
    let preview = TestPreview::new();
    for path in ["//evil.example/..", "//evil.example", "/%2fevil.example", "/\\evil.example", "/%09/evil.example"] {
        let response = preview.get(path);
        assert!(
            (400..500).contains(&response.status) && response.header("location").is_empty(),
            "{path}: {response:?}"
        );
    }
}

#[test]
fn every_response_denies_other_sites() {
    let preview = TestPreview::new();
    let host = format!("Host: {}", preview.address);
    let requests = [
        format!("GET /lindhaven/ HTTP/1.1\r\n{host}\r\nOrigin: http://evil.example\r\n"),
        format!("GET /lindhaven/none HTTP/1.1\r\n{host}\r\n"),
        format!("GET /_briefing/client/main.js HTTP/1.1\r\n{host}\r\n"),
        format!("GET /_briefing/events HTTP/1.1\r\n{host}\r\n"),
        format!(
            "OPTIONS /_briefing/open HTTP/1.1\r\n{host}\r\nOrigin: http://evil.example\r\n\
                 Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x-briefing-token\r\n"
        ),
        "GET / HTTP/1.1\r\nHost: evil.example\r\n".to_owned(),
        format!("GET / HTTP/1.1\r\n{host}\r\n"),
    ];
    for request in requests {
        let response = preview.raw(format!("{request}Connection: close\r\n\r\n"));
        assert_eq!(response.header("cross-origin-resource-policy"), "same-origin", "{request}");
        assert_eq!(response.header("x-content-type-options"), "nosniff", "{request}");
        assert_eq!(response.header("x-frame-options"), "SAMEORIGIN", "{request}");
        assert!(matches!(response.header("cache-control"), "no-cache" | "no-store"), "{request}");
        let cors = response.headers.keys().find(|name| name.starts_with("access-control"));
        assert_eq!(cors, None, "{request}");
    }
}

#[test]
fn events_and_actions_need_token_and_origin() {
    let preview = TestPreview::new();
    let (token, own_origin) = (preview.token(), format!("Origin: http://{}", preview.address));
    let port = preview.address.port();
    let other_port = format!("Origin: http://127.0.0.1:{}", port.wrapping_add(1));
    let other_name = format!("Origin: http://localhost:{port}");
    let foreign = ["Origin: http://evil.example", "Origin: null", "Origin: file://", &other_port, &other_name];
    let body = "{\"record\":\"topic/ferries@en\",\"line\":1}";
    let length = format!("Content-Length: {}", body.len());
    let open = |lines: &[&str]| {
        let lines: String = lines.iter().flat_map(|line| [*line, "\r\n"]).collect();
        let host = preview.address;
        let head =
            format!("POST /_briefing/open HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{length}\r\n{lines}\r\n");
        preview.raw(format!("{head}{body}")).status
    };
    let secret = format!("X-Briefing-Token: {token}");
    let wrong = format!("X-Briefing-Token: {}", "0".repeat(token.len()));
    let (secret, wrong, own_origin) = (secret.as_str(), wrong.as_str(), own_origin.as_str());
    assert_eq!(open(&[secret, own_origin]), 200);
    assert_eq!(open(&[secret]), 200);
    for lines in [
        &[][..],
        &[own_origin],
        &[wrong, own_origin],
        &["X-Briefing-Token:", own_origin],
        &[secret, secret, own_origin],
    ] {
        assert_eq!(open(lines), 403, "{lines:?}");
    }
    let (events, state) = (format!("/_briefing/events?token={token}"), "/_briefing/state?page=/lindhaven/");
    for origin in foreign {
        assert_eq!(open(&[secret, origin]), 403, "{origin}");
        assert_eq!(open(&[origin, "X-Forwarded-Host: evil.example"]), 403, "{origin}");
        assert_eq!(preview.request("GET", &events, &[origin]).status, 403, "{origin}");
        assert_eq!(preview.request("GET", state, &[secret, origin]).status, 403, "{origin}");
    }
    for path in ["/_briefing/events", "/_briefing/events?token=", "/_briefing/events?token=x", "/_briefing/events?x"] {
        assert_eq!(preview.request("GET", path, &[own_origin]).status, 403, "{path}");
    }
    assert_eq!(preview.request("GET", state, &[own_origin]).status, 403);
}

#[test]
fn opens_known_locations_only() {
    let preview = TestPreview::with(|options| options.editor = Some("/no/such/program {file}:{line}".into()));
    let secret = format!("X-Briefing-Token: {}", preview.token());
    let open = |body: &str| {
        let head = format!("POST /_briefing/open HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", preview.address);
        preview.raw(format!("{head}{secret}\r\nContent-Length: {}\r\n\r\n{body}", body.len()))
    };
    let response = open("{\"record\":\"topic/ferries@en\",\"line\":5}");
    assert_eq!(response.status, 200);
    let response: serde_json::Value = serde_json::from_slice(&response.body).unwrap();
    assert!(response["command"].as_str().unwrap().ends_with("content/topics/ferries.md:5"), "{response}");
    for body in [
        "{\"record\":\"../../etc/passwd\",\"line\":1}",
        "{\"record\":\"/etc/passwd\",\"line\":1}",
        "{\"record\":\"topic/ferries@en\",\"line\":0}",
        "{\"record\":\"topic/ferries@en\",\"line\":999999}",
        "{\"record\":\"topic/ferries@en; touch /tmp/x\",\"line\":1}",
        "{\"generation\":1,\"finding\":99}",
        "{\"generation\":99,\"finding\":0}",
    ] {
        assert_eq!(open(body).status, 404, "{body}");
    }
    for body in [
        "",
        "{}",
        "[]",
        "null",
        "{\"record\":\"topic/ferries@en\",\"line\":-1}",
        "{\"path\":\"/etc/passwd\",\"line\":1}",
        "{\"record\":\"topic/ferries@en\",\"line\":1,\"path\":\"/etc/passwd\"}",
        "{\"record\":1,\"line\":\"x\"}",
        "\u{0}",
    ] {
        assert_eq!(open(body).status, 400, "{body}");
    }
    assert_eq!(open(&format!("{{\"record\":\"{}\",\"line\":1}}", "a".repeat(8192))).status, 413);
}

#[test]
fn survives_malformed_requests() {
    let preview = TestPreview::new();
    let host = format!("Host: {}\r\n", preview.address);
    let requests: Vec<Vec<u8>> = vec![
        b"\r\n\r\n".to_vec(),
        b"\0\0\0\0\r\n\r\n".to_vec(),
        b"GET\r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        format!("GET / HTTP/1.1\r\n{host}X: a\r\n b\r\n\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\n{host}X: \x01\x02\r\n\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\n{host}X-Y\r\n\r\n").into_bytes(),
        format!("GET /a\r\nSet-Cookie: x HTTP/1.1\r\n{host}\r\n").into_bytes(),
        format!("GET /lindhaven/%0d%0aSet-Cookie:%20x HTTP/1.1\r\n{host}\r\n").into_bytes(),
        format!("GET / HTTP/1.1\r\n{host}{}\r\n", "X: y\r\n".repeat(5000)).into_bytes(),
        format!("GET / HTTP/1.1\r\n{host}X: {}\r\n\r\n", "y".repeat(1 << 20)).into_bytes(),
        format!("POST /_briefing/open HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nzz")
            .into_bytes(),
        format!("POST /_briefing/open HTTP/1.1\r\n{host}Content-Length: 18446744073709551616\r\n\r\n").into_bytes(),
    ];
    for request in requests {
        let mut stream = preview.connect();
        let _ = stream.write_all(&request);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let response = read_response(&mut stream);
        assert!(
            response.status == 0 || (400..500).contains(&response.status),
            "{:?}: {response:?}",
            &request[..request.len().min(60)]
        );
        assert!(!response.headers.contains_key("set-cookie"));
    }
    assert_eq!(preview.get("/lindhaven/").status, 200);
}

#[test]
fn survives_random_requests() {
    let requests = repetitions("BRIEFING_FUZZ", 2_000);
    let preview = TestPreview::new();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random_below = move |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % bound as u64).unwrap()
    };
    let model = format!(
        "GET /lindhaven/topics/ferries/?a=%41 HTTP/1.1\r\nHost: {}\r\nRange: bytes=0-9\r\nIf-None-Match: \"a\"\r\nOrigin: null\r\n\r\n",
        preview.address
    );
    let mut stream = preview.connect();
    for _ in 0..requests {
        let mut request = model.clone().into_bytes();
        for _ in 0..=random_below(4) {
            let index = random_below(request.len());
            match random_below(4) {
                0 => request[index] = u8::try_from(random_below(256)).unwrap(),
                1 => drop(request.remove(index)),
                2 => request.insert(index, b"%/.\\\0\r\n:; "[random_below(10)]),
                _ => request.truncate(index.max(10)),
            }
        }
        if stream.write_all(&request).is_err() || random_below(8) == 0 {
            stream = preview.connect();
        }
    }
    assert_eq!(preview.get("/lindhaven/").status, 200);
}

#[test]
fn slow_connections_block_no_others() {
    let preview = TestPreview::new();
    let request = format!("GET /lindhaven/ HTTP/1.1\r\nHost: {}\r\n", preview.address);
    let mut slow: Vec<TcpStream> = (0..200).map(|_| preview.connect()).collect();
    for byte in request.bytes().take(8) {
        for stream in &mut slow {
            stream.write_all(&[byte]).unwrap();
        }
        assert_eq!(preview.get("/lindhaven/").status, 200);
    }
}
