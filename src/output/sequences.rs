//! Tests: content of the output directory after sequences of builds, with foreign files, links and manual changes.

use super::*;
use crate::model::Bytes;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;

pub(super) fn tree(files: &[(&str, &str)]) -> OutputTree {
    let file = |&(path, text): &(&str, &str)| (path.to_owned(), Bytes::from(text.as_bytes()));
    files.iter().map(file).collect()
}

/// Reads all files of a directory as text, without briefing's own files.
pub(super) fn files_in(dir: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(dir).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
    {
        let path = entry.path().strip_prefix(dir).unwrap().to_str().unwrap().replace('\\', "/");
        if !path.starts_with(path::RESERVED_PREFIX) {
            files.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
    files
}

fn texts(tree: &OutputTree) -> BTreeMap<String, String> {
    tree.in_memory().map(|(path, bytes)| (path.to_owned(), String::from_utf8(bytes.to_vec()).unwrap())).collect()
}

fn plain(tree: &OutputTree, dir: &Path) -> Result<WriteSummary, WriteError> {
    write(tree, dir, WriteOptions::default())
}

fn forced(tree: &OutputTree, dir: &Path) -> Result<WriteSummary, WriteError> {
    write(tree, dir, WriteOptions { force: true, ..WriteOptions::default() })
}

#[test]
fn writes_only_changed_files() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("deep/public");
    let first = plain(&tree(&[("a.html", "1"), ("b/c.html", "2"), ("d.css", "3")]), &out).unwrap();
    assert_eq!((first.created, first.changed, first.unchanged, first.deleted, first.bytes), (3, 0, 0, 0, 3));
    let kept = fs::metadata(out.join("d.css")).unwrap().modified().unwrap();
    let manifest = fs::read(out.join(manifest::FILE_NAME)).unwrap();

    let next = plain(&tree(&[("a.html", "11"), ("d.css", "3"), ("e/f.txt", "4")]), &out).unwrap();
    assert_eq!((next.created, next.changed, next.unchanged, next.deleted, next.bytes), (1, 1, 1, 1, 3));
    assert_eq!(fs::metadata(out.join("d.css")).unwrap().modified().unwrap(), kept);
    assert!(!out.join("b").exists());
    assert_ne!(fs::read(out.join(manifest::FILE_NAME)).unwrap(), manifest);
    assert!(is_complete(&out));
}

#[test]
fn writes_no_file_without_changes() {
    let dir = tempfile::tempdir().unwrap();
    let tree = tree(&[("a.html", "1"), ("b/c.html", "2")]);
    plain(&tree, dir.path()).unwrap();
    let modified = || fs::metadata(dir.path().join(manifest::FILE_NAME)).unwrap().modified().unwrap();
    let before = modified();
    std::thread::sleep(Duration::from_millis(20));
    assert_eq!(plain(&tree, dir.path()).unwrap().unchanged, 2);
    assert_eq!(modified(), before);
}

#[test]
fn repairs_files_modified_outside_of_builds() {
    let dir = tempfile::tempdir().unwrap();
    let tree = tree(&[("a.html", "right"), ("b.html", "right")]);
    plain(&tree, dir.path()).unwrap();
    fs::write(dir.path().join("a.html"), "wrong").unwrap();
    fs::remove_file(dir.path().join("b.html")).unwrap();
    plain(&tree, dir.path()).unwrap();
    assert_eq!(files_in(dir.path()), texts(&tree));
}

#[test]
fn refuses_a_foreign_directory_without_changing_it() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("thesis.txt"), "mine").unwrap();
    let tree = tree(&[("index.html", "1")]);
    assert!(matches!(plain(&tree, dir.path()), Err(WriteError::ForeignDirectory { .. })));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);

    forced(&tree, dir.path()).unwrap();
    plain(&OutputTree::default(), dir.path()).unwrap();
    assert_eq!(files_in(dir.path()), BTreeMap::from([("thesis.txt".to_owned(), "mine".to_owned())]));
}

#[test]
fn accepts_a_directory_with_only_a_gitignore() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(".gitignore"), "*\n").unwrap();
    plain(&tree(&[("index.html", "1")]), dir.path()).unwrap();
    plain(&OutputTree::default(), dir.path()).unwrap();
    assert_eq!(fs::read_to_string(dir.path().join(".gitignore")).unwrap(), "*\n");
}

#[test]
fn overwrites_a_foreign_file_only_with_force() {
    let dir = tempfile::tempdir().unwrap();
    plain(&tree(&[("index.html", "1")]), dir.path()).unwrap();
    fs::write(dir.path().join("CNAME"), "mine").unwrap();
    let next = tree(&[("index.html", "2"), ("CNAME", "theirs")]);
    assert!(matches!(plain(&next, dir.path()), Err(WriteError::Foreign { path }) if path.ends_with("CNAME")));
    assert_eq!(fs::read_to_string(dir.path().join("index.html")).unwrap(), "1");
    forced(&next, dir.path()).unwrap();
    assert_eq!(files_in(dir.path()), texts(&next));
}

#[test]
fn deletes_nothing_without_a_readable_manifest() {
    for garbage in ["", "{", "\u{0}\u{1}", "[]", r#"{"version":1,"state":"complete"}"#] {
        let dir = tempfile::tempdir().unwrap();
        plain(&tree(&[("a.html", "1"), ("old.html", "1")]), dir.path()).unwrap();
        fs::write(dir.path().join(manifest::FILE_NAME), garbage).unwrap();
        assert!(!is_complete(dir.path()));
        plain(&tree(&[("a.html", "2")]), dir.path()).unwrap();
        let expected = tree(&[("a.html", "2"), ("old.html", "1")]);
        assert_eq!(files_in(dir.path()), texts(&expected));
        assert!(is_complete(dir.path()));
    }
}

#[test]
fn ignores_manifest_paths_outside_the_directory() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    plain(&tree(&[("a.html", "1")]), &out).unwrap();
    fs::write(dir.path().join("precious"), "mine").unwrap();
    let absolute = dir.path().join("precious").to_str().unwrap().to_owned();
    let digest = format!(r#"{{"size":4,"blake3":"{}"}}"#, "0".repeat(64));
    let hostile = format!(
        r#"{{"version":1,"state":"complete","files":{{"../precious":{digest},"{absolute}":{digest},"x/../../precious":{digest}}}}}"#
    );
    fs::write(out.join(manifest::FILE_NAME), hostile).unwrap();
    plain(&tree(&[("a.html", "1")]), &out).unwrap();
    assert!(dir.path().join("precious").exists());
}

#[test]
fn swaps_files_and_directories() {
    let dir = tempfile::tempdir().unwrap();
    let flat = tree(&[("a", "file"), ("b/c/d.html", "deep"), ("b/e", "x")]);
    let deep = tree(&[("a/b/c.html", "deep"), ("b", "file")]);
    for tree in [&flat, &deep, &flat] {
        plain(tree, dir.path()).unwrap();
        assert_eq!(files_in(dir.path()), texts(tree));
    }
}

#[test]
fn keeps_foreign_files_that_block_the_output() {
    let dir = tempfile::tempdir().unwrap();
    plain(&tree(&[("b/c.html", "1")]), dir.path()).unwrap();
    fs::write(dir.path().join("b/mine"), "mine").unwrap();
    fs::write(dir.path().join("file"), "mine").unwrap();
    for wanted in [tree(&[("b", "file")]), tree(&[("file/x.html", "1")])] {
        assert!(matches!(forced(&wanted, dir.path()), Err(WriteError::Blocked { .. })));
    }
    assert_eq!(files_in(dir.path()).len(), 3);
}

#[test]
fn handles_a_change_of_letter_case() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["About/index.html", "about/index.html", "ABOUT/index.html"] {
        let tree = tree(&[(name, "same")]);
        plain(&tree, dir.path()).unwrap();
        assert_eq!(files_in(dir.path()), texts(&tree));
    }
}

#[test]
fn completes_an_interrupted_build() {
    let dir = tempfile::tempdir().unwrap();
    let (old, new) = (tree(&[("a.html", "1"), ("gone/x.html", "1")]), tree(&[("a.html", "2"), ("new/y.html", "2")]));
    plain(&old, dir.path()).unwrap();
    let owned = OutputManifest::complete(&old).files;
    let output = OutputDir::open(dir.path()).unwrap();
    OutputManifest::complete(&new).in_progress(owned).save(&output).unwrap();
    output.create_dir("new").unwrap();
    output.write_atomic("new/y.html", b"2").unwrap();
    for path in ["a.html", "new/y.html"] {
        let temporary = output.disk_path(path).with_file_name(output_dir::temporary_name(path));
        fs::write(temporary, "half").unwrap();
    }
    assert!(!is_complete(dir.path()));

    let third = tree(&[("a.html", "3")]);
    plain(&third, dir.path()).unwrap();
    assert_eq!(files_in(dir.path()), texts(&third));
    assert!(!dir.path().join("new").exists() && !dir.path().join("gone").exists());
    assert!(is_complete(dir.path()));
}

#[test]
fn keeps_a_foreign_file_at_a_planned_path() {
    let dir = tempfile::tempdir().unwrap();
    let output = OutputDir::open(dir.path()).unwrap();
    OutputManifest::complete(&tree(&[("notes.html", "ours")])).in_progress(BTreeMap::new()).save(&output).unwrap();
    fs::write(dir.path().join("notes.html"), "mine").unwrap();
    plain(&tree(&[("index.html", "1")]), dir.path()).unwrap();
    assert_eq!(fs::read_to_string(dir.path().join("notes.html")).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn follows_no_symbolic_link() {
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().unwrap();
    let (out, outside) = (dir.path().join("public"), dir.path().join("outside"));
    plain(&tree(&[("a/x.html", "1"), ("b.html", "1")]), &out).unwrap();
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("x.html"), "mine").unwrap();
    fs::remove_dir_all(out.join("a")).unwrap();
    symlink(&outside, out.join("a")).unwrap();
    fs::remove_file(out.join("b.html")).unwrap();
    symlink(outside.join("x.html"), out.join("b.html")).unwrap();

    let through_folder = tree(&[("a/x.html", "2")]);
    assert!(matches!(forced(&through_folder, &out), Err(WriteError::Blocked { path }) if path.ends_with("a")));
    plain(&tree(&[("c.html", "3")]), &out).unwrap();
    assert!(out.join("a").is_symlink() && out.join("b.html").is_symlink());
    forced(&tree(&[("b.html", "4")]), &out).unwrap();
    assert!(!out.join("b.html").is_symlink());
    assert_eq!(fs::read_to_string(outside.join("x.html")).unwrap(), "mine");
}

#[test]
fn reports_an_invalid_path_before_writing() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    let error = plain(&tree(&[("../escape.html", "1")]), &out).unwrap_err();
    assert_eq!(error.to_string(), "output path `../escape.html` contains a `.` or `..` segment");
    assert!(!out.exists());
}

fn any_tree() -> impl Strategy<Value = OutputTree> {
    let name = prop::sample::select(vec!["a", "b", "A", "é", "e\u{301}", "x.html", "y.css", "atom.xml"]);
    let path = prop::collection::vec(name, 1..4).prop_map(|names| names.join("/"));
    prop::collection::btree_map(path, "[01]{0,2}", 0..8).prop_map(|mut files| {
        let paths: Vec<String> = files.keys().cloned().collect();
        files.retain(|path, _| !path::ancestors(path).any(|dir| paths.iter().any(|other| other == dir)));
        files.into_iter().map(|(path, text)| (path, Bytes::from(text.as_bytes()))).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn matches_the_last_tree_and_keeps_foreign_files(trees in prop::collection::vec((any_tree(), any::<bool>()), 1..6)) {
        let dir = tempfile::tempdir().unwrap();
        plain(&OutputTree::default(), dir.path()).unwrap();
        fs::create_dir_all(dir.path().join("mine/deep")).unwrap();
        let foreign = [("CNAME", "1"), ("mine/index.html", "2"), ("mine/deep/a", "3")];
        for (path, text) in foreign {
            fs::write(dir.path().join(path), text).unwrap();
        }
        let mut snapshot = OutputSnapshot::default();
        for (tree, uses_snapshot) in &trees {
            let unmodified = uses_snapshot.then(|| std::mem::take(&mut snapshot).verify(dir.path()));
            snapshot = write(tree, dir.path(), WriteOptions { unmodified: unmodified.as_ref(), ..WriteOptions::default() }).unwrap().snapshot;
            let mut expected = texts(tree);
            expected.extend(foreign.map(|(path, text)| (path.to_owned(), text.to_owned())));
            prop_assert_eq!(files_in(dir.path()), expected);
        }
        plain(&OutputTree::default(), dir.path()).unwrap();
        let dirs = walkdir::WalkDir::new(dir.path()).into_iter().filter(|e| e.as_ref().unwrap().file_type().is_dir());
        prop_assert_eq!(dirs.count(), 3);
    }
}
