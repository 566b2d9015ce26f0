//! Tests: what a folder holds after builds upon builds, beside foreign files, links and meddling.

use super::*;
use crate::model::Bytes;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;

pub(super) fn tree(files: &[(&str, &str)]) -> OutputTree {
    let file = |&(path, text): &(&str, &str)| (path.to_owned(), Bytes::from(text.as_bytes()));
    files.iter().map(file).collect()
}

/// All files of a folder but briefing's own, with their text.
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
fn writes_only_what_changed() {
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
fn touches_nothing_when_nothing_changed() {
    let dir = tempfile::tempdir().unwrap();
    let tree = tree(&[("a.html", "1"), ("b/c.html", "2")]);
    plain(&tree, dir.path()).unwrap();
    let stamp = || fs::metadata(dir.path().join(manifest::FILE_NAME)).unwrap().modified().unwrap();
    let before = stamp();
    std::thread::sleep(Duration::from_millis(20));
    assert_eq!(plain(&tree, dir.path()).unwrap().unchanged, 2);
    assert_eq!(stamp(), before);
}

#[test]
fn repairs_a_file_changed_behind_its_back() {
    let dir = tempfile::tempdir().unwrap();
    let tree = tree(&[("a.html", "right"), ("b.html", "right")]);
    plain(&tree, dir.path()).unwrap();
    fs::write(dir.path().join("a.html"), "wrong").unwrap();
    fs::remove_file(dir.path().join("b.html")).unwrap();
    plain(&tree, dir.path()).unwrap();
    assert_eq!(files_in(dir.path()), texts(&tree));
}

#[test]
fn refuses_a_folder_that_is_not_ours_and_leaves_no_trace() {
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
fn takes_a_folder_that_holds_only_its_gitignore() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(".gitignore"), "*\n").unwrap();
    plain(&tree(&[("index.html", "1")]), dir.path()).unwrap();
    plain(&OutputTree::default(), dir.path()).unwrap();
    assert_eq!(fs::read_to_string(dir.path().join(".gitignore")).unwrap(), "*\n");
}

#[test]
fn overwrites_a_foreign_file_only_when_forced() {
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
fn ignores_manifest_paths_that_lead_outside() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    plain(&tree(&[("a.html", "1")]), &out).unwrap();
    fs::write(dir.path().join("precious"), "mine").unwrap();
    let absolute = dir.path().join("precious").to_str().unwrap().to_owned();
    let stamp = format!(r#"{{"size":4,"blake3":"{}"}}"#, "0".repeat(64));
    let hostile = format!(
        r#"{{"version":1,"state":"complete","files":{{"../precious":{stamp},"{absolute}":{stamp},"x/../../precious":{stamp}}}}}"#
    );
    fs::write(out.join(manifest::FILE_NAME), hostile).unwrap();
    plain(&tree(&[("a.html", "1")]), &out).unwrap();
    assert!(dir.path().join("precious").exists());
}

#[test]
fn lets_files_and_folders_change_places() {
    let dir = tempfile::tempdir().unwrap();
    let flat = tree(&[("a", "file"), ("b/c/d.html", "deep"), ("b/e", "x")]);
    let deep = tree(&[("a/b/c.html", "deep"), ("b", "file")]);
    for tree in [&flat, &deep, &flat] {
        plain(tree, dir.path()).unwrap();
        assert_eq!(files_in(dir.path()), texts(tree));
    }
}

#[test]
fn keeps_foreign_files_that_stand_in_the_way() {
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
fn follows_a_change_of_letter_case() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["About/index.html", "about/index.html", "ABOUT/index.html"] {
        let tree = tree(&[(name, "same")]);
        plain(&tree, dir.path()).unwrap();
        assert_eq!(files_in(dir.path()), texts(&tree));
    }
}

#[test]
fn completes_a_build_that_was_interrupted() {
    let dir = tempfile::tempdir().unwrap();
    let (old, new) = (tree(&[("a.html", "1"), ("gone/x.html", "1")]), tree(&[("a.html", "2"), ("new/y.html", "2")]));
    plain(&old, dir.path()).unwrap();
    let ours = OutputManifest::complete(&old).files;
    let folder = OutputDir::open(dir.path()).unwrap();
    OutputManifest::complete(&new).in_progress(ours).save(&folder).unwrap();
    folder.create_dir("new").unwrap();
    folder.write_atomic("new/y.html", b"2").unwrap();
    for left in ["a.html", "new/y.html"] {
        let beside = folder.disk_path(left).with_file_name(output_dir::temporary_name(left));
        fs::write(beside, "half").unwrap();
    }
    assert!(!is_complete(dir.path()));

    let third = tree(&[("a.html", "3")]);
    plain(&third, dir.path()).unwrap();
    assert_eq!(files_in(dir.path()), texts(&third));
    assert!(!dir.path().join("new").exists() && !dir.path().join("gone").exists());
    assert!(is_complete(dir.path()));
}

#[test]
fn keeps_a_foreign_file_that_an_interrupted_build_did_not_reach() {
    let dir = tempfile::tempdir().unwrap();
    let folder = OutputDir::open(dir.path()).unwrap();
    OutputManifest::complete(&tree(&[("notes.html", "ours")])).in_progress(BTreeMap::new()).save(&folder).unwrap();
    fs::write(dir.path().join("notes.html"), "mine").unwrap();
    plain(&tree(&[("index.html", "1")]), dir.path()).unwrap();
    assert_eq!(fs::read_to_string(dir.path().join("notes.html")).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn follows_no_link() {
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
fn reports_a_path_before_anything_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("public");
    let error = plain(&tree(&[("../escape.html", "1")]), &out).unwrap_err();
    assert_eq!(error.to_string(), "output path `../escape.html` has a dot segment");
    assert!(!out.exists());
}

fn any_tree() -> impl Strategy<Value = OutputTree> {
    let name = prop::sample::select(vec!["a", "b", "A", "é", "e\u{301}", "x.html", "y.css", "atom.xml"]);
    let path = prop::collection::vec(name, 1..4).prop_map(|names| names.join("/"));
    prop::collection::btree_map(path, "[01]{0,2}", 0..8).prop_map(|mut files| {
        let paths: Vec<String> = files.keys().cloned().collect();
        files.retain(|path, _| !path::ancestors(path).any(|folder| paths.iter().any(|other| other == folder)));
        files.into_iter().map(|(path, text)| (path, Bytes::from(text.as_bytes()))).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn holds_the_last_tree_and_every_foreign_file(trees in prop::collection::vec((any_tree(), any::<bool>()), 1..6)) {
        let dir = tempfile::tempdir().unwrap();
        plain(&OutputTree::default(), dir.path()).unwrap();
        fs::create_dir_all(dir.path().join("mine/deep")).unwrap();
        let foreign = [("CNAME", "1"), ("mine/index.html", "2"), ("mine/deep/a", "3")];
        for (path, text) in foreign {
            fs::write(dir.path().join(path), text).unwrap();
        }
        let mut known = OutputSnapshot::default();
        for (tree, remembers) in &trees {
            let standing = remembers.then(|| std::mem::take(&mut known).verify(dir.path()));
            known = write(tree, dir.path(), WriteOptions { unmodified: standing.as_ref(), ..WriteOptions::default() }).unwrap().snapshot;
            let mut expected = texts(tree);
            expected.extend(foreign.map(|(path, text)| (path.to_owned(), text.to_owned())));
            prop_assert_eq!(files_in(dir.path()), expected);
        }
        plain(&OutputTree::default(), dir.path()).unwrap();
        let folders = walkdir::WalkDir::new(dir.path()).into_iter().filter(|e| e.as_ref().unwrap().file_type().is_dir());
        prop_assert_eq!(folders.count(), 3);
    }
}
