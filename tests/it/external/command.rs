//! Tests of `check --external`.

use super::server::{Reply, TestServer, reply_with};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

fn briefing(page: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("content/pages")).unwrap();
    fs::write(folder.path().join("briefing.toml"), "base_url = \"https://example.org/\"\n").unwrap();
    let page = format!("+++\ntitle = \"P\"\ndescription = \"What this briefing is.\"\n+++\n{page}\n");
    fs::write(folder.path().join("content/pages/p.md"), page).unwrap();
    folder
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_briefing"));
    command.args(args).current_dir(folder);
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "all_proxy", "https_proxy", "http_proxy", "NO_COLOR"] {
        command.env_remove(name);
    }
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command(folder, args).output().unwrap();
    (status.code(), text(&stdout), text(&stderr))
}

#[test]
fn sends_no_requests_by_default() {
    let server = TestServer::start(|request, _| reply_with(request, "404 Not Found", &[], ""));
    let folder = briefing(&format!("<{}/>", server.address));
    for args in [&["check"][..], &["check", "--external", "--skip-external-links"], &["build"], &["list"]] {
        assert_eq!(run(folder.path(), args).0, Some(0), "{args:?}");
    }
    assert_eq!(server.request_lines(), Vec::<String>::new());
    assert!(!folder.path().join(".briefing/links.json").exists());
}

#[test]
fn reports_dead_link_and_caches_it() {
    let server = TestServer::start(|request, _| reply_with(request, "404 Not Found", &[], ""));
    let folder = briefing(&format!("<{}/>", server.address));
    let (code, out, err) = run(folder.path(), &["check", "--external", "--format", "short"]);
    assert_eq!(
        err,
        format!(
            "content/pages/p.md:5:2: warning[dead-external-link]: `{}/` is dead: 404 Not Found; correct the URL, \
             or link to an archived copy\n",
            server.address
        )
    );
    let summary = "Checked 1 page: 1 warning. 1 external link: 1 dead. Run `briefing explain \
                   dead-external-link` for details.\n";
    assert_eq!((code, out.as_str()), (Some(0), summary));
    let (code, out, _) = run(folder.path(), &["check", "--external", "--warnings-as-errors"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("1 external link (1 cached): 1 dead"), "{out}");
    assert_eq!(server.request_lines().len(), 2);
    let names: Vec<_> =
        fs::read_dir(folder.path().join(".briefing")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["links.json"]);
}

#[test]
fn raises_dead_links_to_errors_if_configured() {
    let server = TestServer::start(|request, _| reply_with(request, "404 Not Found", &[], ""));
    let folder = briefing(&format!("<{}/>", server.address));
    let config = "base_url = \"https://example.org/\"\n[link_checker]\nexternal_level = \"error\"\n";
    fs::write(folder.path().join("briefing.toml"), config).unwrap();
    let (code, out, _) = run(folder.path(), &["check", "--external", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &report["errors"], &report["diagnostics"][0]["severity"]), (Some(1), &1.into(), &"error".into()));
}

#[test]
fn reports_missing_network_once() {
    let folder = briefing("<http://nowhere.invalid/> <http://nowhere-else.invalid/>");
    let (code, out, err) = run(folder.path(), &["check", "--external"]);
    assert_eq!((code, out.as_str()), (Some(3), "Checked 1 page: no problems found.\n"));
    assert!(err.starts_with("error: no network: none of 2 external links could be checked\nhelp: "), "{err}");
    assert_eq!(err.lines().count(), 2);
}

#[test]
fn continues_if_cache_is_not_writable() {
    let server = TestServer::start(|request, _| reply_with(request, "200 OK", &[], ""));
    let folder = briefing(&format!("<{}/>", server.address));
    fs::write(folder.path().join(".briefing"), "a file in the way").unwrap();
    let (code, out, err) = run(folder.path(), &["check", "--external"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("1 external link: all reachable."), "{out}");
    assert!(err.starts_with("Failed to save the link cache .briefing/links.json: "), "{err}");
}

#[cfg(unix)]
#[test]
fn stops_promptly_on_signal() {
    use std::os::unix::process::ExitStatusExt;

    let server = TestServer::start(|_, _| Reply::Delayed(Duration::from_secs(30), Vec::new()));
    let folder = briefing(&format!("<{}/>", server.address));
    let mut child =
        command(folder.path(), &["check", "--external"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while server.request_lines().is_empty() {
        thread::sleep(Duration::from_millis(10));
    }
    // Not `-INT`: background processes of a shell ignore SIGINT.
    Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    // If it waited for the server or a timeout, it would end without a signal.
    let status = child.wait().unwrap();
    assert_eq!(status.signal(), Some(15), "{status}");
}
