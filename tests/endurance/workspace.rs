//! Workspace of topics that link to each other.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Files: path -> text.
pub(crate) type Files = BTreeMap<String, String>;

/// Returns the source of a topic.
pub(crate) fn topic(title: &str, text: &str) -> String {
    format!("+++\ntitle = \"{title}\"\ndescription = \"Of {title}.\"\n+++\n{text}\n")
}

/// Creates a workspace with `topics` numbered topics.
pub(crate) fn briefing(topics: usize) -> Files {
    let mut files = Files::new();
    let config = "base_url = \"https://example.org/lindhaven/\"\ntitle = \"Lindhaven\"\n";
    files.insert("briefing.toml".into(), config.into());
    files.insert("static/notes/plan.txt".into(), "0123456789".into());
    for n in 0..topics {
        let text = format!("The quay is beside [[quay-{}]] and the Ferries call there.", (n + 1) % topics);
        files.insert(format!("content/topics/quay-{n}.md"), topic(&format!("Quay {n}"), &text));
    }
    files.insert("content/topics/ferries.md".into(), topic("Ferries", "The ferries are full."));
    files
}

/// Replaces the files of a folder. Unchanged files are not written.
pub(crate) fn sync_files(folder: &Path, previous: &Files, files: &Files) {
    for path in previous.keys().filter(|path| !files.contains_key(*path)) {
        fs::remove_file(folder.join(path)).unwrap();
    }
    for (path, text) in files.iter().filter(|(path, text)| previous.get(*path) != Some(text)) {
        write(folder, path, text);
    }
}

pub(crate) fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
