//! Tests that the pages of a long timeline follow every edit: each compilation of a session equals a clean one.

use super::session::Session;
use crate::compile::{CompileOptions, Compiled};
use crate::load::Inputs;
use std::collections::BTreeMap;

type Files = BTreeMap<String, String>;

fn event(title: &str, date: &str, more: &str) -> String {
    format!("+++\ntitle = \"{title}\"\ndescription = \"D.\"\ndate = \"{date}\"\n{more}+++\nText.\n")
}

fn compile(session: &mut Session, files: &Files) -> Compiled {
    let files = files.iter().map(|(path, text)| (path.as_str().into(), text.as_bytes().into())).collect();
    session.compile(&Inputs { files, refused: Vec::new() }, &CompileOptions::default())
}

/// Returns the pages of the timeline by path.
fn pages(compiled: &Compiled) -> BTreeMap<String, String> {
    let paths = compiled.tree.paths().filter(|path| path.starts_with("timeline/"));
    let page = |path: &str| String::from_utf8(compiled.tree.bytes(path).unwrap().to_vec()).unwrap();
    paths.map(|path| (path.to_owned(), page(path))).collect()
}

#[test]
fn pages_of_a_long_timeline_follow_every_edit() {
    let mut files =
        Files::from([("briefing.toml".to_owned(), "base_url = \"https://x.example/\"\ntitle = \"T\"\n".to_owned())]);
    for at in 0..120 {
        let (month, day) = (1 + at % 6, 1 + at % 28);
        files.insert(format!("content/events/a{at}.md"), event("A", &format!("2030-{month:02}-{day:02}"), ""));
        files.insert(format!("content/events/b{at}.md"), event("B", &format!("2031-{month:02}-{day:02}"), ""));
    }
    files.insert("content/events/between.md".into(), event("Between", "2031-01-01", ""));
    let mut session = Session::default();
    compile(&mut session, &files);
    // The first event of 2031 becomes the last of 2030, so that the order of all stays the same; and back.
    let edits = [
        ("between", event("Between", "2030-12-31", "")),
        ("between", event("Between", "2030-12-31", "turning_point = true\n")),
        ("b7", event("B", "2031-02-08", "turning_point = true\n")),
        ("between", event("Between", "2031-01-01", "")),
        ("new", event("New", "2032-01-01", "")),
    ];
    for (id, text) in edits {
        files.insert(format!("content/events/{id}.md"), text);
        let found = pages(&compile(&mut session, &files));
        let expected = pages(&compile(&mut Session::default(), &files));
        assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
        for (path, html) in &found {
            assert!(*html == expected[path], "{path} after an edit of `{id}`");
        }
    }
}
