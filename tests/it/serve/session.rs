//! Data for pages of a session: events, diagnostics, moved pages.

use super::client::Events;
use super::harness::{TestPreview, record};

#[test]
fn sends_each_build_to_all_listeners() {
    let preview = TestPreview::new();
    let mut streams: Vec<Events> = (0..3).map(|_| Events::of(&preview)).collect();
    for events in &mut streams {
        assert_eq!(events.next()["generation"], 1, "what is shown now comes first");
    }
    preview.write("content/topics/ferries.md", &record("Ferries", "They are [[nowhere]]."));
    for events in &mut streams {
        let event = events.next();
        assert_eq!((&event["errors"], &event["navigate"]), (&1.into(), &serde_json::Value::Null), "{event}");
    }
}

#[test]
fn sends_page_and_changed_line() {
    let preview = TestPreview::with(|options| options.navigate = true);
    let mut events = Events::of(&preview);
    events.next();
    preview.write("content/topics/ferries.md", &record("Ferries", "The ferries are full.\n\nThey sail at night."));
    let event = loop {
        let event = events.next();
        if !event["navigate"].is_null() {
            break event;
        }
    };
    let expected = serde_json::json!({ "page": "/lindhaven/topics/ferries/", "record": "topic/ferries@en", "line": 6 });
    assert_eq!(event["navigate"], expected);
}

#[test]
fn lists_diagnostics_with_locations() {
    let preview = TestPreview::new();
    preview.write("content/topics/ferries.md", &record("Ferries", "See <b> & [[nowhere]]."));
    preview.wait_until(|preview| preview.state("/lindhaven/")["errors"] == 1);
    let state = preview.state("/lindhaven/topics/ferries/");
    let finding = &state["findings"][0];
    assert_eq!((&finding["path"], &finding["line"]), (&"content/topics/ferries.md".into(), &5.into()));
    assert!(finding["frame"].as_str().unwrap().contains("See <b> & [[nowhere]]."), "{finding}");
    assert_eq!(state["page"]["is"], "here", "the last good page is shown on");
    assert_eq!(state["page"]["record"]["title"], "Ferries");
}

#[test]
fn lists_quotations_of_a_page() {
    let preview = TestPreview::new();
    let article = "+++\ntitle = \"Full ferries\"\nauthors = [{ name = \"Ada Brook\" }]\noutlet = \"Courier\"\ndate = \"2031\"\n\
                   description = \"d\"\n+++\nSummary.\n";
    preview.write("content/articles/ferry-2031/index.md", article);
    preview.write("content/articles/quiet-2031/index.md", &article.replace("Full ferries", "Quiet"));
    let more = "The harbour has had its ferries since the town was built. ".repeat(5);
    preview.write("content/articles/ferry-2031/article.txt", &format!("The ferries are full every day. {more}\n"));
    let words = "They are \"full every day\" [@ferry-2031, ¶1], or \"so it seems\" [@quiet-2031, ¶2].";
    preview.write("content/topics/ferries.md", &record("ferries", words));
    preview.wait_for("/lindhaven/topics/ferries/", "full every day");
    let state = preview.state("/lindhaven/topics/ferries/");
    let quotations = state["page"]["record"]["quotations"].as_array().unwrap();
    let verdicts: Vec<_> = quotations
        .iter()
        .map(|quotation| (quotation["words"].as_str(), quotation["verdict"].as_str(), &quotation["line"]))
        .collect();
    let line = serde_json::json!(5);
    let expected = [(Some("full every day"), Some("found"), &line), (Some("so it seems"), Some("unchecked"), &line)];
    assert_eq!(verdicts, expected);
    let named = serde_json::json!([{ "article": "ferry-2031", "passages": ["¶1"] }]);
    assert_eq!(state["page"]["record"]["named"], named);
}

#[test]
fn lists_missing_translations() {
    let preview = TestPreview::new();
    let config = "base_url = \"https://example.org/lindhaven/\"\n[languages.zh-Hans]\ntitle = \"x\"\n";
    preview.write("briefing.toml", config);
    preview.write("content/topics/tolls.zh-Hans.md", &record("收费", "没有。"));
    preview.wait_until(|preview| preview.get("/lindhaven/zh-Hans/topics/tolls/").status == 200);
    let missing = |page: &str| preview.state(page)["page"]["record"]["untranslated"].clone();
    assert_eq!(missing("/lindhaven/topics/ferries/"), serde_json::json!(["zh-Hans"]));
    assert_eq!(missing("/lindhaven/topics/tolls/"), serde_json::json!([]));
}

#[test]
fn redirects_moved_pages() {
    let preview = TestPreview::new();
    std::fs::rename(preview.path("content/topics/ferries.md"), preview.path("content/topics/boats.md")).unwrap();
    preview.wait_until(|preview| preview.get("/lindhaven/topics/boats/").status == 200);
    let page = |path: &str| preview.state(path)["page"].clone();
    let moved = serde_json::json!({ "is": "moved", "to": "/lindhaven/topics/boats/" });
    assert_eq!(page("/lindhaven/topics/ferries/"), moved);
    std::fs::remove_file(preview.path("content/topics/boats.md")).unwrap();
    preview.wait_until(|preview| preview.get("/lindhaven/topics/boats/").status == 404);
    let gone = serde_json::json!({ "is": "gone", "home": "/lindhaven/" });
    assert_eq!((page("/lindhaven/topics/ferries/"), page("/lindhaven/topics/boats/")), (gone.clone(), gone));
}

#[test]
fn serves_the_numbered_text_of_an_article_to_its_page_only() {
    let preview = TestPreview::new();
    let article = "+++\ntitle = \"Full ferries\"\ndescription = \"d\"\n+++\nSummary.\n";
    preview.write("content/articles/ferry-2031/index.md", article);
    let words = "The ferries are full every day, says the master of the harbour, and every night as well.";
    preview.write("content/articles/ferry-2031/article.txt", &format!("Full ferries\n\n{words}\n"));
    preview.write("content/articles/quiet-2031/index.md", article);
    let (ferry, quiet) = ("/lindhaven/articles/ferry-2031/", "/lindhaven/articles/quiet-2031/");
    preview.wait_until(|preview| {
        preview.get(quiet).status == 200 && preview.state(ferry)["page"]["record"]["text"] == true
    });
    assert_eq!(preview.state(quiet)["page"]["record"]["text"], false);
    let token = format!("X-Briefing-Token: {}", preview.token());
    let text = |page: &str, lines: &[&str]| preview.request("GET", &format!("/_briefing/text?page={page}"), lines);
    let response = text(ferry, &[&token]);
    let expected = serde_json::json!({ "article": "ferry-2031", "passages": [{ "passage": "¶1", "words": words }] });
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&response.body).unwrap(), expected);
    assert_eq!((text(quiet, &[&token]).status, text("/lindhaven/", &[&token]).status), (404, 404));
    for lines in [&[][..], &["X-Briefing-Token: x"], &[&token, "Origin: http://other.example"]] {
        let response = text(ferry, lines);
        assert_eq!(response.status, 403);
        assert!(!response.text().contains(words));
    }
    assert!(!preview.get(ferry).text().contains(words), "the page itself is as it is published");
}
