//! A briefing of some topics that link to each other, and the ways in which its files change.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Path -> text.
pub(crate) type Files = BTreeMap<String, String>;

/// A topic's file.
pub(crate) fn topic(title: &str, words: &str) -> String {
    format!("+++\ntitle = \"{title}\"\ndescription = \"Of {title}.\"\n+++\n{words}\n")
}

/// A briefing with this many topics.
pub(crate) fn briefing(topics: usize) -> Files {
    let mut files = Files::new();
    let config = "base_url = \"https://example.org/lindhaven/\"\ntitle = \"Lindhaven\"\n";
    files.insert("briefing.toml".into(), config.into());
    files.insert("static/notes/plan.txt".into(), "0123456789".into());
    for n in 0..topics {
        let words = format!("The quay is beside [[quay-{}]] and the Ferries call there.", (n + 1) % topics);
        files.insert(format!("content/topics/quay-{n}.md"), topic(&format!("Quay {n}"), &words));
    }
    files.insert("content/topics/ferries.md".into(), topic("Ferries", "The ferries are full."));
    files
}

/// Makes a folder hold these files instead of those that it held; what is the same is not touched.
pub(crate) fn sync_files(folder: &Path, before: &Files, files: &Files) {
    for path in before.keys().filter(|path| !files.contains_key(*path)) {
        fs::remove_file(folder.join(path)).unwrap();
    }
    for (path, text) in files.iter().filter(|(path, text)| before.get(*path) != Some(text)) {
        write(folder, path, text);
    }
}

pub(crate) fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
