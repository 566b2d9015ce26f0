//! Tests that articles which a citation style cannot print are reported by every compilation, however much of it is
//! reused, and that their pages are complete.

use super::session::Session;
use crate::cite::UNPRINTABLE_TITLE;
use crate::compile::{CompileOptions, Compiled};
use crate::load::Inputs;
use std::collections::BTreeMap;

fn article(title: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\ndescription = \"D.\"\ndate = \"2031\"\noutlet = \"Courier\"\nauthors = [{{ name = \"Ann \
         Brook\", family = \"Brook\" }}]\n+++\nA summary.\n"
    )
}

fn page(title: &str, body: &str) -> String {
    format!("+++\ntitle = \"{title}\"\ndescription = \"D.\"\n+++\n{body}\n")
}

fn compile(session: &mut Session, files: &BTreeMap<&str, String>) -> Compiled {
    let files = files.iter().map(|(path, text)| ((*path).into(), text.as_bytes().into())).collect();
    session.compile(&Inputs { files, refused: Vec::new() }, &CompileOptions::default())
}

/// Returns the articles that are reported, each with its style.
fn reported(compiled: &Compiled) -> Vec<String> {
    let all = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.rule.code == "unprintable-reference");
    all.map(|diagnostic| diagnostic.message.clone()).collect()
}

fn html(compiled: &Compiled, path: &str) -> String {
    String::from_utf8(compiled.tree.bytes(path).unwrap().to_vec()).unwrap()
}

#[test]
fn every_compilation_reports_unprintable_articles() {
    let mut files = BTreeMap::from([
        (
            "briefing.toml",
            "base_url = \"https://x.example/\"\ntitle = \"T\"\n[citations]\nstyle = \"apa\"\n".to_owned(),
        ),
        ("content/articles/cited.md", article(UNPRINTABLE_TITLE)),
        ("content/articles/listed.md", article(UNPRINTABLE_TITLE)),
        ("content/articles/fine.md", article("Fine")),
        ("content/pages/about.md", page("About", "So it is [@cited; @fine].")),
        ("content/pages/other.md", page("Other", "Nothing is cited.")),
    ]);
    let expected = ["cited", "listed"]
        .map(|id| format!("the citation style `apa` cannot print `{id}`, which gets a plain reference"));
    let mut session = Session::default();
    for (path, text) in [
        ("content/pages/other.md", page("Other", "Nothing is cited at all.")),
        ("content/pages/other.md", page("Another", "With another title.")),
        ("content/articles/fine.md", article("Quite fine")),
        ("content/pages/about.md", page("About", "It is so [@cited].")),
    ] {
        let compiled = compile(&mut session, &files);
        assert_eq!(reported(&compiled), expected);
        let references = html(&compiled, "about/index.html");
        let references = references.replace("<cite>", "").replace("</cite>", "");
        assert!(references.contains("id=\"ref-cited\"") && references.contains(">Unprintable</a>"), "{references}");
        files.insert(path, text);
    }
    files.insert("content/articles/cited.md", article("Printable"));
    assert_eq!(reported(&compile(&mut session, &files)), expected[1..]);
}
