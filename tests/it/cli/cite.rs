//! `briefing cite` and `briefing show`.

use super::harness::TestBriefing;
use serde_json::Value;

const FERRY: &str = "Full ferries\n\nBy Ada Brook\n\n\
    The council said on Monday that “fourteen” ferries – no more – are not enough for the harbour of the town.\n\n\
    Nobody knows how the other half of the town is to reach the market before it closes in the evening.\n";
const TRAM: &str =
    "A tram\n\nThe board of the tram says that forty trams are not enough for the harbour of the town.\n";

fn briefing() -> TestBriefing {
    let briefing = TestBriefing::empty();
    briefing.write("briefing.toml", "base_url = \"https://example.org/\"\n");
    for (id, text) in [("ferry-2031", Some(FERRY)), ("tram-2031", Some(TRAM)), ("quiet-2031", None)] {
        let record = format!("+++\ntitle = \"Of {id}\"\ndescription = \"About it.\"\ndraft = true\n+++\nSummary.\n");
        briefing.write(&format!("content/articles/{id}/index.md"), &record);
        if let Some(text) = text {
            briefing.write(&format!("content/articles/{id}/article.txt"), text);
        }
    }
    briefing
        .write("content/topics/tolls.md", "+++\ntitle = \"Tolls\"\ndescription = \"What it costs.\"\n+++\nWords.\n");
    briefing
}

const UNSEARCHED: &str = "1 article was not searched because its text is not available.\n";

#[test]
fn prints_the_citation_of_words_in_any_typography() {
    let briefing = briefing();
    let expected = "\"that 'fourteen' ferries - no more - are\" [@ferry-2031, ¶1]\n";
    briefing.run(&["cite", "“that \"fourteen\" ferries - no more - are”"]).assert_result(0, expected, UNSEARCHED);
    briefing.run(&["cite", "fourteen", "…", "harbour"]).assert_result(
        0,
        "\"fourteen … harbour\" [@ferry-2031, ¶1]\n",
        UNSEARCHED,
    );
    let everywhere = "\"the harbour of the town\" [@ferry-2031, ¶1]\n\"the harbour of the town\" [@tram-2031, ¶1]\n";
    briefing.run(&["cite", "the harbour of the town"]).assert_result(0, everywhere, UNSEARCHED);
    briefing.run(&["cite", "the harbour of the town", "--article", "@tram-2031"]).assert_result(
        0,
        "\"the harbour of the town\" [@tram-2031, ¶1]\n",
        "",
    );
}

#[test]
fn prints_citations_that_the_check_accepts() {
    let briefing = briefing();
    let cited = briefing.run(&["cite", "that “fourteen” ferries – no more – are"]).out;
    briefing.write("content/topics/tolls.md", &format!("+++\ntitle = \"Tolls\"\ndescription = \"x\"\n+++\n{cited}"));
    let listed = briefing.run(&["list", "quotations"]).out;
    assert!(listed.contains("found ¶1") && listed.lines().count() == 1, "{listed}");
}

#[test]
fn prints_near_matches_with_their_differences() {
    let briefing = briefing();
    let nearest = [
        "\"says that forty trams are not enough for the harbour\" [@tram-2031, ¶1]",
        "    [-said-]{+says+} that forty trams are not enough for the harbour",
    ];
    let result = briefing.run(&["cite", "said that forty trams are not enough for the harbour"]);
    result.assert_exit(0);
    assert!(result.err.starts_with("No text has exactly these words. The nearest ones:\n"), "{}", result.err);
    assert_eq!(result.out.lines().take(2).collect::<Vec<_>>(), nearest);
}

#[test]
fn fails_if_no_text_has_similar_words() {
    let briefing = briefing();
    let help =
        "error: no text has these words or similar ones\nhelp: print the text of an article with `briefing show ID`\n";
    briefing.run(&["cite", "snow fell on the old lighthouse"]).assert_result(1, "", &format!("{UNSEARCHED}{help}"));
    let result = briefing.run(&["cite", "snow fell on the old lighthouse", "--format", "json"]);
    assert_eq!((result.code, result.out.as_str()), (Some(1), "[]\n"));
    briefing.run(&["cite", "…"]).assert_result(
        2,
        "",
        "error: there are no words to find\nhelp: give the words: `briefing cite \"so it is\"`\n",
    );
}

#[test]
fn prints_matches_as_json() {
    let briefing = briefing();
    let read = |words: &str| -> Value {
        let result = briefing.run(&["cite", words, "--format", "json"]);
        assert_eq!(result.err, "");
        serde_json::from_str(&result.out).unwrap()
    };
    let exact = &read("no more")[0];
    assert_eq!(
        (&exact["article"], &exact["passage"], &exact["exact"]),
        (&"ferry-2031".into(), &"¶1".into(), &true.into())
    );
    assert_eq!(exact["citation"], "\"no more\" [@ferry-2031, ¶1]");
    let near = &read("half of the city is to reach")[0];
    assert_eq!((&near["exact"], &near["words"]), (&false.into(), &"half of the town is to reach".into()));
    assert_eq!(near["difference"], "half of the [-city-]{+town+} is to reach");
}

#[test]
fn reports_unknown_ids_and_missing_texts() {
    let briefing = briefing();
    let unknown = "error: there is no article `fery-2031`\nhelp: did you mean `ferry-2031`?\n";
    briefing.run(&["show", "fery-2031"]).assert_result(2, "", unknown);
    briefing.run(&["cite", "no more", "--article", "fery-2031"]).assert_result(2, "", unknown);
    briefing.run(&["show", "tolls"]).assert_result(
        2,
        "",
        "error: `tolls` is the id of a record of the kind topic, not of an article\n\
         help: list the articles with `briefing list articles`\n",
    );
    let missing = "error: the text of `quiet-2031` is not available\n\
                   help: save it as `content/articles/quiet-2031/article.txt`, or import it\n";
    briefing.run(&["show", "quiet-2031"]).assert_result(1, "", missing);
    briefing.run(&["cite", "no more", "--article", "quiet-2031"]).assert_result(1, "", missing);
}

#[test]
fn shows_the_numbered_passages_of_a_text() {
    let briefing = briefing();
    let result = briefing.run(&["show", "articles/ferry-2031"]);
    let lines: Vec<&str> = result.assert_exit(0).out.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines[0], "Of ferry-2031 (content/articles/ferry-2031/article.txt)");
    assert!(lines[1].starts_with("byline  By Ada Brook"), "{lines:?}");
    assert!(lines[2].starts_with("¶1      The council said"), "{lines:?}");
    assert!(lines[3].starts_with("¶2      Nobody knows"), "{lines:?}");
    let json: Value = serde_json::from_str(&briefing.run(&["show", "ferry-2031", "--format", "json"]).out).unwrap();
    assert_eq!(json["passages"][2]["citation"], "[@ferry-2031, ¶2]");
    assert_eq!(json["sha256"].as_str().map(str::len), Some(64));
}

#[test]
fn the_built_site_has_neither_the_text_nor_its_panel() {
    let briefing = briefing();
    briefing.run(&["build", "--drafts"]).assert_exit(0);
    for (path, bytes) in briefing.files("public") {
        let text = String::from_utf8_lossy(&bytes);
        for private in ["_briefing/", "Nobody knows how the other half"] {
            assert!(!text.contains(private), "{path}: {private}");
        }
    }
}
