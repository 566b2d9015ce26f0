//! Failing servers: checks end in time, and no link is reported as dead.

use super::server::{Reply, Request, TestServer, reply_with};
use super::{check, link};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

fn failing(request: &Request, _before: usize) -> Reply {
    match request.path.as_str() {
        "/slow" => Reply::Delayed(Duration::from_secs(20), Vec::new()),
        "/dripping" => Reply::Dripping,
        "/headers" => {
            let header = format!("X: {}\r\n", "x".repeat(1000)).repeat(300);
            Reply::Bytes(format!("HTTP/1.1 200 OK\r\n{header}\r\n").into_bytes())
        }
        "/nonsense" => Reply::Bytes(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec()),
        "/nothing" => Reply::HangUp,
        "/drops-heads" if request.method == "HEAD" => Reply::HangUp,
        "/endless" => Reply::Endless(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".to_vec()),
        _ => reply_with(request, "200 OK", &[], ""),
    }
}

#[test]
fn failing_servers_leave_links_unchecked_in_time() {
    let server = TestServer::start(failing);
    let paths = ["/slow", "/dripping", "/headers", "/nonsense", "/nothing", "/drops-heads", "/endless", "/endless2#x"];
    let start = Instant::now();
    let checked = check(&paths.map(|path| link(&server, path)), "timeout = \"1s\"\nper_host = 16");
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    let diagnostics = checked.codes_and_reasons();
    assert_eq!(diagnostics[..2], ["unchecked-link no response within 1 s", "unchecked-link no response within 1 s"]);
    assert_eq!(diagnostics.len(), 5, "{diagnostics:?}");
    assert!(diagnostics.iter().all(|line| line.starts_with("unchecked-link ")), "{diagnostics:?}");
    assert_eq!((checked.summary.unchecked, checked.summary.dead, checked.summary.no_network), (5, 0, false));
}

#[test]
fn refused_connection_leaves_host_unchecked() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let lines: Vec<String> = (0..30).map(|n| format!("[x](http://{free}/{n})")).collect();
    let start = Instant::now();
    let checked = check(&lines, "");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert_eq!(checked.codes_and_reasons(), ["unchecked-link the host refused the connection"; 30]);
}

#[test]
fn insecure_connection_leaves_link_unchecked() {
    for address in [plain_server(), secure_server()] {
        let diagnostics = check(&[format!("[x]({address}/)")], "").codes_and_reasons();
        assert_eq!(diagnostics.len(), 1);
        assert!(diagnostics[0].starts_with("unchecked-link the TLS connection failed: "), "{diagnostics:?}");
    }
}

/// Starts a server without TLS. Returns its `https` address.
fn plain_server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
            let _ = stream.read(&mut [0; 4096]);
        }
    });
    address
}

/// Starts a TLS server with a self-signed certificate. Returns its address.
fn secure_server() -> String {
    let rcgen::CertifiedKey { cert, signing_key } =
        rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
            while connection.is_handshaking() && connection.complete_io(&mut stream).is_ok() {}
        }
    });
    address
}

#[test]
fn unknown_host_is_dead_if_network_works() {
    let server = TestServer::start(failing);
    let lines =
        ["[x](http://nowhere.invalid/a)".to_owned(), "[x](http://nowhere.invalid/b)".to_owned(), link(&server, "/")];
    let checked = check(&lines, "");
    assert_eq!(checked.codes_and_reasons(), ["dead-external-link  does not exist"; 2]);
    assert!(
        checked.diagnostics[0]
            .contains("`http://nowhere.invalid/a` is dead: the host `nowhere.invalid` does not exist")
    );
}

#[test]
fn no_link_is_dead_without_network() {
    let checked = check(&["[x](http://nowhere.invalid/a) [y](http://nowhere-else.invalid/)".to_owned()], "");
    assert_eq!(checked.diagnostics, Vec::<String>::new());
    assert!(checked.summary.no_network);
    assert_eq!((checked.summary.addresses, checked.summary.dead, checked.summary.unchecked), (2, 0, 0));
}

#[test]
fn reports_invalid_url_without_request() {
    let checked = check(&["<https://[>".to_owned()], "");
    assert_eq!(checked.diagnostics.len(), 1);
    assert!(
        checked.diagnostics[0].contains("dead-external-link]: `https://[` is not a valid web address"),
        "{:?}",
        checked.diagnostics
    );
    assert!(!checked.summary.no_network);
}
