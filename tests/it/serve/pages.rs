//! Responses of the preview server.

use super::harness::{TestPreview, record};

#[test]
fn shows_the_site_under_its_base_path() {
    let preview = TestPreview::new();
    let page = preview.get("/lindhaven/topics/ferries/");
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(page.text().contains("The ferries are full."));
    for (path, target) in [
        ("/", "/lindhaven/"),
        ("/lindhaven", "/lindhaven/"),
        ("/lindhaven/topics/ferries", "/lindhaven/topics/ferries/"),
    ] {
        let response = preview.get(path);
        assert_eq!((response.status, response.header("location")), (307, target), "{path}");
    }
    assert_eq!(preview.get("/lindhaven/atom.xml").status, 200);
    assert_eq!(preview.get("/topics/ferries/").status, 404, "nothing is outside of the base path");
}

#[test]
fn pages_equal_built_ones_except_for_the_script() {
    let preview = TestPreview::new();
    let page = preview.get("/lindhaven/topics/ferries/").text();
    let start = page.find("<script type=\"module\" src=\"/_briefing/client/main.js\"").unwrap();
    let end = start + page[start..].find("</script>").unwrap() + "</script>".len();
    assert!(page[start..end].contains("data-record=\"topic/ferries@en\" data-line=\"2\""), "{}", &page[start..end]);
    let without = format!("{}{}", &page[..start], &page[end..]);
    let inputs = briefing::load::walk::read_root(preview.dir.path(), "").unwrap();
    let options = briefing::compile::CompileOptions { source_positions: true, ..Default::default() };
    let built = briefing::compile::compile(&inputs, &options);
    assert!(without.as_bytes() == &**built.tree.bytes("topics/ferries/index.html").unwrap());
    let style = built.tree.paths().find(|path| path.starts_with("styles.")).unwrap();
    assert!(preview.get(&format!("/lindhaven/{style}")).body == **built.tree.bytes(style).unwrap());
}

#[test]
fn serves_the_sites_404_page() {
    let preview = TestPreview::new();
    for path in ["/lindhaven/no/such/page", "/lindhaven/topics/ferries/index.html/", "/elsewhere"] {
        let page = preview.get(path);
        assert_eq!(page.status, 404, "{path}");
        assert!(page.text().contains("/_briefing/client/main.js"), "it comes back by itself when the page does");
    }
}

#[test]
fn responds_304_to_unchanged_pages() {
    let preview = TestPreview::new();
    let first = preview.get("/lindhaven/");
    assert_eq!(first.header("cache-control"), "no-cache");
    let tag = format!("If-None-Match: {}", first.header("etag"));
    assert_eq!(preview.request("GET", "/lindhaven/", &[&tag]).status, 304);
    preview.write("content/topics/bridge.md", &record("Bridge", "It is planned."));
    preview.wait_until(|preview| preview.request("GET", "/lindhaven/topics/", &[&tag]).text().contains("Bridge"));
}

#[test]
fn answers_head_and_ranges() {
    let preview = TestPreview::new();
    let path = "/lindhaven/notes/plan.txt";
    let head = preview.request("HEAD", path, &[]);
    assert_eq!((head.status, head.header("content-length")), (200, "10"));
    let part = preview.request("GET", path, &["Range: bytes=2-4"]);
    assert_eq!((part.status, part.text().as_str(), part.header("content-range")), (206, "234", "bytes 2-4/10"));
    assert_eq!(preview.request("GET", path, &["Range: bytes=99-"]).status, 416);
    for range in ["bytes=5-2", "bytes=", "bytes=0-1,4-5", "bytes=-", "lines=1", "bytes=99999999999999999999-1"] {
        let whole = preview.request("GET", path, &[&format!("Range: {range}")]);
        assert_eq!((whole.status, whole.text().as_str()), (200, "0123456789"), "{range}");
    }
}

#[test]
fn follows_changed_base_path() {
    let preview = TestPreview::new();
    preview.write("briefing.toml", "base_url = \"https://example.org/\"\n");
    preview.wait_until(|preview| preview.get("/topics/ferries/").status == 200);
    assert_eq!(preview.state_from("/", "/lindhaven/topics/ferries/")["page"]["to"], "/topics/ferries/");
}

#[test]
fn shows_drafts_on_request() {
    let preview = TestPreview::with(|options| options.compile.load.drafts = true);
    preview.write(
        "content/topics/bridge.md",
        &record("Bridge", "It is planned.").replacen("+++\n", "+++\ndraft = true\n", 1),
    );
    preview.wait_for("/lindhaven/topics/bridge/", "It is planned.");
}
