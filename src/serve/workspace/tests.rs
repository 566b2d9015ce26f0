//! Tests on the real file system; each scan gets the exact set of changed paths.

use super::*;
use proptest::prelude::*;
use std::fs;
use std::path::Component;
use tempfile::TempDir;

struct WorkspaceFixture {
    dir: TempDir,
    root: PathBuf,
    workspace: Workspace,
}

impl WorkspaceFixture {
    fn new() -> WorkspaceFixture {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap().join("briefing");
        for (path, text) in [
            ("briefing/briefing.toml", "title = 'x'"),
            ("briefing/content/topics/a.md", "one"),
            ("briefing/content/topics/b.md", "another"),
            ("briefing/content/events/c.md", "one"),
            ("elsewhere/secret.md", "secret"),
        ] {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let workspace = Workspace::read(root.clone(), String::new()).unwrap();
        WorkspaceFixture { dir, root, workspace }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).unwrap();
    }

    /// Scans changed paths. Returns the changed files, and whether only these paths were scanned.
    fn rescan(&mut self, paths: &[&str]) -> (Vec<String>, bool) {
        let (paths, could_scan_partially): (BTreeSet<PathBuf>, _) =
            (paths.iter().map(|path| self.path(path)).collect(), self.can_scan_partially());
        let changed = self.workspace.rescan(&ChangedPaths::Paths(paths)).unwrap();
        self.assert_up_to_date();
        (changed, could_scan_partially && !self.workspace.is_fully_scanned())
    }

    fn can_scan_partially(&self) -> bool {
        !self.workspace.has_links
    }

    /// Asserts that the state equals that of a fresh scan.
    fn assert_up_to_date(&self) {
        let read = walk::read_root(&self.root, "").unwrap();
        assert_eq!(self.workspace.inputs.files, read.files);
        assert_eq!(self.workspace.inputs.refused, read.refused);
    }
}

#[test]
fn rereads_changed_paths_and_keeps_other_allocations() {
    let mut fixture = WorkspaceFixture::new();
    let address = |fixture: &WorkspaceFixture, path: &str| fixture.workspace.inputs.files[path].as_ptr();
    let (a, b) = (address(&fixture, "content/topics/a.md"), address(&fixture, "content/topics/b.md"));
    fixture.write("content/topics/a.md", "two");
    assert_eq!(
        fixture.rescan(&["content/topics/a.md", "content/topics/b.md"]),
        (vec!["content/topics/a.md".into()], true)
    );
    assert!(address(&fixture, "content/topics/a.md") != a && address(&fixture, "content/topics/b.md") == b);
    let a = address(&fixture, "content/topics/a.md");
    assert!(
        fixture.workspace.rescan(&ChangedPaths::Everything).unwrap().is_empty() && fixture.workspace.is_fully_scanned()
    );
    assert!(address(&fixture, "content/topics/a.md") == a && address(&fixture, "content/topics/b.md") == b);
}

#[test]
fn ignores_paths_that_are_not_inputs() {
    let mut fixture = WorkspaceFixture::new();
    let paths = ["content/topics/a.md~", "content/topics/.#a.md", "content/.git/x.md", "content/topics/4913"];
    fixture.write(paths[0], "a backup");
    fixture.write("content/topics/b.md", "not reported");
    let paths = paths.map(|path| fixture.path(path)).into();
    assert_eq!(fixture.workspace.rescan(&ChangedPaths::Paths(paths)).unwrap(), Vec::<String>::new());
    assert_eq!(&*fixture.workspace.inputs.files["content/topics/b.md"], b"another", "only a full scan finds it");
    assert!(fixture.workspace.is_fully_scanned(), "no input changed, so no full scan is needed");
}

#[test]
fn full_scan_finds_unreported_changes() {
    let mut fixture = WorkspaceFixture::new();
    fixture.write("content/topics/a.md", "two");
    fixture.write("content/topics/b.md", "not reported");
    let paths = ChangedPaths::Paths([fixture.path("content/topics/a.md")].into());
    assert_eq!(fixture.workspace.rescan(&paths).unwrap(), ["content/topics/a.md"]);
    assert!(!fixture.workspace.is_fully_scanned());
    assert_eq!(fixture.workspace.rescan(&ChangedPaths::Everything).unwrap(), ["content/topics/b.md"]);
    assert!(fixture.workspace.is_fully_scanned());
    fixture.assert_up_to_date();
}

#[test]
fn reports_rename_as_removal_and_addition() {
    let mut fixture = WorkspaceFixture::new();
    fs::rename(fixture.path("content/topics/a.md"), fixture.path("content/topics/d.md")).unwrap();
    let expected = ["content/topics/a.md", "content/topics/d.md"];
    assert_eq!(fixture.rescan(&expected), (expected.map(str::to_owned).into(), true));
    fs::rename(fixture.path("content/topics/d.md"), fixture.path("content/topics/a.md")).unwrap();
    // Both halves of the rename, reported one after the other.
    let from = ChangedPaths::Paths([fixture.path(expected[1])].into());
    assert_eq!(fixture.workspace.rescan(&from).unwrap(), &expected[1..]);
    assert_eq!(fixture.rescan(&expected[..1]), (vec![expected[0].to_owned()], true));
}

#[test]
fn scans_everything_when_file_became_folder() {
    let mut fixture = WorkspaceFixture::new();
    fs::remove_file(fixture.path("content/topics/a.md")).unwrap();
    fs::create_dir(fixture.path("content/topics/a.md")).unwrap();
    fixture.write("content/topics/a.md/x.md", "one");
    let changed = ["content/topics/a.md", "content/topics/a.md/x.md"].map(str::to_owned);
    assert_eq!(fixture.rescan(&["content/topics/a.md"]), (changed.to_vec(), false));
    fs::remove_dir_all(fixture.path("content/topics/a.md")).unwrap();
    assert_eq!(fixture.rescan(&["content/topics/a.md"]), (changed[1..].to_vec(), false));
}

#[test]
fn scans_everything_for_possible_aliases() {
    let mut fixture = WorkspaceFixture::new();
    fs::create_dir(fixture.path("content/actors")).unwrap();
    for path in ["content/actors/new.md", "content/topics/A.MD", "content/topics/\u{e9}.md"] {
        fixture.write(path, "one");
        assert_eq!(fixture.rescan(&[path]), (vec![path.to_owned()], false), "{path}");
    }
    fs::remove_file(fixture.path("briefing.toml")).unwrap();
    assert!(fixture.workspace.rescan(&ChangedPaths::Paths([fixture.path("briefing.toml")].into())).is_err());
}

#[cfg(unix)]
#[test]
fn scans_everything_when_file_became_link() {
    use std::os::unix::fs::symlink;
    let mut fixture = WorkspaceFixture::new();
    let path = fixture.path("content/topics/a.md");
    for target in
        [fixture.path("content/topics/b.md"), fixture.dir.path().join("elsewhere/secret.md"), "/nowhere".into()]
    {
        fs::remove_file(&path).unwrap();
        symlink(target, &path).unwrap();
        assert_eq!(fixture.rescan(&["content/topics/a.md"]), (vec!["content/topics/a.md".to_owned()], false));
        assert!(fixture.workspace.has_links);
    }
    fixture.write("content/topics/b.md", "two");
    assert_eq!(fixture.rescan(&["content/topics/b.md"]), (vec!["content/topics/b.md".to_owned()], false));
}

#[cfg(unix)]
#[test]
fn updates_rejected_files() {
    let mut fixture = WorkspaceFixture::new();
    let path = fixture.path("content/topics/a.md");
    fs::remove_file(&path).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    assert_eq!(fixture.rescan(&["content/topics/a.md"]), (vec!["content/topics/a.md".to_owned()], true));
    fs::remove_file(&path).unwrap();
    fs::File::create(&path).unwrap().set_len((16 << 20) + 1).unwrap();
    assert_eq!(fixture.rescan(&["content/topics/a.md"]).0, ["content/topics/a.md"]);
    assert_eq!(fixture.workspace.inputs.refused.len(), 1);
    fixture.write("content/topics/a.md", "small again");
    assert_eq!(fixture.rescan(&["content/topics/a.md"]).0, ["content/topics/a.md"]);
    assert!(fixture.workspace.inputs.refused.is_empty());
}

/// Paths from a small set of names, so that operations collide.
fn any_path() -> impl Strategy<Value = String> {
    let folder = prop::sample::select(vec!["content", "content/topics", "content/topics/n", "static", "themes/t"]);
    let name = prop::sample::select(vec!["a.md", "b.md", "A.md", "n", "n.md~", ".hidden", "x"]);
    (folder, name).prop_map(|(folder, name)| format!("{folder}/{name}"))
}

#[derive(Clone, Debug)]
enum FileOperation {
    Write(String, usize),
    Rename(String, String),
    Remove(String),
    MakeFolder(String),
    #[cfg(unix)]
    Link(String, String),
    WriteOwn(bool, usize),
}

fn any_operation() -> impl Strategy<Value = FileOperation> {
    let text = 0..3_usize;
    let operations = prop_oneof![
        6 => (any_path(), text.clone()).prop_map(|(path, text)| FileOperation::Write(path, text)),
        3 => (any_path(), any_path()).prop_map(|(from, to)| FileOperation::Rename(from, to)),
        2 => any_path().prop_map(FileOperation::Remove),
        1 => any_path().prop_map(FileOperation::MakeFolder),
        1 => (any::<bool>(), text).prop_map(|(lock, text)| FileOperation::WriteOwn(lock, text)),
    ];
    #[cfg(unix)]
    let operations =
        prop_oneof![12 => operations, 1 => (any_path(), any_path()).prop_map(|(at, to)| FileOperation::Link(at, to))];
    operations
}

impl WorkspaceFixture {
    /// Applies an operation if possible. Returns the paths that a watcher would report.
    fn run(&self, operation: &FileOperation) -> Vec<PathBuf> {
        match operation {
            FileOperation::Write(path, text) => {
                let path = self.path(path);
                let created = self.make_folders(&path);
                let _ = fs::write(&path, ["one", "two", ""][*text]);
                // Writing through a link changes its target.
                let target = path.canonicalize().ok();
                created.into_iter().chain(target).chain([path]).collect()
            }
            FileOperation::Rename(from, to) => {
                let (from, to) = (self.path(from), self.path(to));
                let _ = fs::rename(&from, &to);
                vec![from, to]
            }
            FileOperation::Remove(path) => {
                let path = self.path(path);
                let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path));
                vec![path]
            }
            FileOperation::MakeFolder(path) => self.make_folders(&self.path(path).join("x")),
            #[cfg(unix)]
            FileOperation::Link(at, to) => {
                let at = self.path(at);
                let _ = std::os::unix::fs::symlink(self.path(to), &at);
                vec![at]
            }
            FileOperation::WriteOwn(lock, text) => {
                let path = self.path(if *lock { "evidence.lock" } else { "briefing.toml" });
                fs::write(&path, ["one", "two", ""][*text]).unwrap();
                vec![path]
            }
        }
    }

    /// Creates the missing ancestors of a path. Returns them.
    fn make_folders(&self, path: &Path) -> Vec<PathBuf> {
        let ancestors = path.ancestors().skip(1).take_while(|folder| *folder != self.root);
        let missing: Vec<PathBuf> = ancestors.filter(|folder| !folder.exists()).map(Path::to_owned).collect();
        let _ = path.parent().map(fs::create_dir_all);
        assert!(path.components().all(|part| part != Component::ParentDir));
        missing
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn partial_scans_equal_full_scans(
        steps in prop::collection::vec(prop::collection::vec(any_operation(), 1..4), 1..20),
    ) {
        let mut fixture = WorkspaceFixture::new();
        for operations in steps {
            let paths: BTreeSet<PathBuf> = operations.iter().flat_map(|operation| fixture.run(operation)).collect();
            let previous = fixture.workspace.inputs.clone();
            let changed = fixture.workspace.rescan(&ChangedPaths::Paths(paths)).unwrap();
            fixture.assert_up_to_date();
            let current = &fixture.workspace.inputs;
            let paths: BTreeSet<&str> = previous.files.keys().chain(current.files.keys()).map(|path| &**path).collect();
            let different = paths.into_iter().filter(|path| previous.files.get(*path) != current.files.get(*path));
            let mut different: BTreeSet<String> = different.map(str::to_owned).collect();
            different.extend(changed_entries(&previous.refused, &current.refused));
            prop_assert_eq!(changed, different.into_iter().collect::<Vec<_>>());
        }
    }
}
