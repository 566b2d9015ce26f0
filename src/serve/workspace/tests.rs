//! Real files on a real disk, each told of by the true set of paths that were touched.

use super::*;
use proptest::prelude::*;
use std::fs;
use std::path::Component;
use tempfile::TempDir;

struct WorkspaceFixture {
    dir: TempDir,
    root: PathBuf,
    files: Workspace,
}

impl WorkspaceFixture {
    fn new() -> WorkspaceFixture {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().canonicalize().unwrap().join("briefing");
        for (path, words) in [
            ("briefing/briefing.toml", "title = 'x'"),
            ("briefing/content/topics/a.md", "one"),
            ("briefing/content/topics/b.md", "another"),
            ("briefing/content/events/c.md", "one"),
            ("elsewhere/secret.md", "secret"),
        ] {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, words).unwrap();
        }
        let files = Workspace::read(root.clone(), String::new()).unwrap();
        WorkspaceFixture { dir, root, files }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    fn write(&self, path: &str, words: &str) {
        fs::write(self.path(path), words).unwrap();
    }

    /// Looks at paths that were touched; whether they alone were looked at.
    fn touch(&mut self, paths: &[&str]) -> (Vec<String>, bool) {
        let (paths, before): (BTreeSet<PathBuf>, _) =
            (paths.iter().map(|path| self.path(path)).collect(), self.is_quick());
        let changed = self.files.rescan(&ChangedPaths::Paths(paths)).unwrap();
        self.is_true();
        (changed, before && !self.files.is_fully_scanned())
    }

    fn is_quick(&self) -> bool {
        !self.files.has_links
    }

    /// What is known is what a first look at everything tells.
    fn is_true(&self) {
        let read = walk::read_root(&self.root, "").unwrap();
        assert_eq!(self.files.inputs.files, read.files);
        assert_eq!(self.files.inputs.refused, read.refused);
    }
}

#[test]
fn reads_what_was_touched_and_keeps_the_rest_in_its_place() {
    let mut desk = WorkspaceFixture::new();
    let place = |desk: &WorkspaceFixture, path: &str| desk.files.inputs.files[path].as_ptr();
    let (a, b) = (place(&desk, "content/topics/a.md"), place(&desk, "content/topics/b.md"));
    desk.write("content/topics/a.md", "two");
    assert_eq!(desk.touch(&["content/topics/a.md", "content/topics/b.md"]), (vec!["content/topics/a.md".into()], true));
    assert!(place(&desk, "content/topics/a.md") != a && place(&desk, "content/topics/b.md") == b);
    let a = place(&desk, "content/topics/a.md");
    assert!(desk.files.rescan(&ChangedPaths::Everything).unwrap().is_empty() && desk.files.is_fully_scanned());
    assert!(place(&desk, "content/topics/a.md") == a && place(&desk, "content/topics/b.md") == b);
}

#[test]
fn what_does_not_matter_is_no_news() {
    let mut desk = WorkspaceFixture::new();
    let paths = ["content/topics/a.md~", "content/topics/.#a.md", "content/.git/x.md", "content/topics/4913"];
    desk.write(paths[0], "a backup");
    desk.write("content/topics/b.md", "told of by nobody");
    let touched = paths.map(|path| desk.path(path)).into();
    assert_eq!(desk.files.rescan(&ChangedPaths::Paths(touched)).unwrap(), Vec::<String>::new());
    assert_eq!(&*desk.files.inputs.files["content/topics/b.md"], b"another", "only a look at everything tells");
    assert!(desk.files.is_fully_scanned(), "nothing that was touched changed, so nothing is to be made sure of");
}

#[test]
fn a_change_without_news_is_found_by_the_look_at_everything() {
    let mut desk = WorkspaceFixture::new();
    desk.write("content/topics/a.md", "two");
    desk.write("content/topics/b.md", "told of by nobody");
    let touched = ChangedPaths::Paths([desk.path("content/topics/a.md")].into());
    assert_eq!(desk.files.rescan(&touched).unwrap(), ["content/topics/a.md"]);
    assert!(!desk.files.is_fully_scanned());
    assert_eq!(desk.files.rescan(&ChangedPaths::Everything).unwrap(), ["content/topics/b.md"]);
    assert!(desk.files.is_fully_scanned());
    desk.is_true();
}

#[test]
fn a_renamed_file_is_gone_and_new() {
    let mut desk = WorkspaceFixture::new();
    fs::rename(desk.path("content/topics/a.md"), desk.path("content/topics/d.md")).unwrap();
    let both = ["content/topics/a.md", "content/topics/d.md"];
    assert_eq!(desk.touch(&both), (both.map(str::to_owned).into(), true));
    fs::rename(desk.path("content/topics/d.md"), desk.path("content/topics/a.md")).unwrap();
    // Both halves told of one after the other.
    let from = ChangedPaths::Paths([desk.path(both[1])].into());
    assert_eq!(desk.files.rescan(&from).unwrap(), &both[1..]);
    assert_eq!(desk.touch(&both[..1]), (vec![both[0].to_owned()], true));
}

#[test]
fn a_file_that_became_a_folder_makes_it_look_at_everything() {
    let mut desk = WorkspaceFixture::new();
    fs::remove_file(desk.path("content/topics/a.md")).unwrap();
    fs::create_dir(desk.path("content/topics/a.md")).unwrap();
    desk.write("content/topics/a.md/x.md", "one");
    let changed = ["content/topics/a.md", "content/topics/a.md/x.md"].map(str::to_owned);
    assert_eq!(desk.touch(&["content/topics/a.md"]), (changed.to_vec(), false));
    fs::remove_dir_all(desk.path("content/topics/a.md")).unwrap();
    assert_eq!(desk.touch(&["content/topics/a.md"]), (changed[1..].to_vec(), false));
}

#[test]
fn what_nothing_is_known_of_makes_it_look_at_everything() {
    let mut desk = WorkspaceFixture::new();
    fs::create_dir(desk.path("content/actors")).unwrap();
    for path in ["content/actors/new.md", "content/topics/A.MD", "content/topics/\u{e9}.md"] {
        desk.write(path, "one");
        assert_eq!(desk.touch(&[path]), (vec![path.to_owned()], false), "{path}");
    }
    fs::remove_file(desk.path("briefing.toml")).unwrap();
    assert!(desk.files.rescan(&ChangedPaths::Paths([desk.path("briefing.toml")].into())).is_err());
}

#[cfg(unix)]
#[test]
fn a_file_that_became_a_link_is_judged_as_one() {
    use std::os::unix::fs::symlink;
    let mut desk = WorkspaceFixture::new();
    let path = desk.path("content/topics/a.md");
    for target in [desk.path("content/topics/b.md"), desk.dir.path().join("elsewhere/secret.md"), "/nowhere".into()] {
        fs::remove_file(&path).unwrap();
        symlink(target, &path).unwrap();
        assert_eq!(desk.touch(&["content/topics/a.md"]), (vec!["content/topics/a.md".to_owned()], false));
        assert!(desk.files.has_links);
    }
    desk.write("content/topics/b.md", "two");
    assert_eq!(desk.touch(&["content/topics/b.md"]), (vec!["content/topics/b.md".to_owned()], false));
}

#[cfg(unix)]
#[test]
fn a_file_that_came_to_be_refused_is_refused() {
    let mut desk = WorkspaceFixture::new();
    let path = desk.path("content/topics/a.md");
    fs::remove_file(&path).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    assert_eq!(desk.touch(&["content/topics/a.md"]), (vec!["content/topics/a.md".to_owned()], true));
    fs::remove_file(&path).unwrap();
    fs::File::create(&path).unwrap().set_len((16 << 20) + 1).unwrap();
    assert_eq!(desk.touch(&["content/topics/a.md"]).0, ["content/topics/a.md"]);
    assert_eq!(desk.files.inputs.refused.len(), 1);
    desk.write("content/topics/a.md", "small again");
    assert_eq!(desk.touch(&["content/topics/a.md"]).0, ["content/topics/a.md"]);
    assert!(desk.files.inputs.refused.is_empty());
}

/// Where things happen: files and folders of the same few names, so that they come into each other's way.
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

fn any_deed() -> impl Strategy<Value = FileOperation> {
    let words = 0..3_usize;
    let deeds = prop_oneof![
        6 => (any_path(), words.clone()).prop_map(|(path, words)| FileOperation::Write(path, words)),
        3 => (any_path(), any_path()).prop_map(|(from, to)| FileOperation::Rename(from, to)),
        2 => any_path().prop_map(FileOperation::Remove),
        1 => any_path().prop_map(FileOperation::MakeFolder),
        1 => (any::<bool>(), words).prop_map(|(lock, words)| FileOperation::WriteOwn(lock, words)),
    ];
    #[cfg(unix)]
    let deeds =
        prop_oneof![12 => deeds, 1 => (any_path(), any_path()).prop_map(|(at, to)| FileOperation::Link(at, to))];
    deeds
}

impl WorkspaceFixture {
    /// Does something, if it can be done; gives the paths that a watcher tells of.
    fn run(&self, deed: &FileOperation) -> Vec<PathBuf> {
        match deed {
            FileOperation::Write(path, words) => {
                let path = self.path(path);
                let made = self.make_folders(&path);
                let _ = fs::write(&path, ["one", "two", ""][*words]);
                // Writing through a link touches what it leads to.
                let target = path.canonicalize().ok();
                made.into_iter().chain(target).chain([path]).collect()
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
            FileOperation::WriteOwn(lock, words) => {
                let path = self.path(if *lock { "evidence.lock" } else { "briefing.toml" });
                fs::write(&path, ["one", "two", ""][*words]).unwrap();
                vec![path]
            }
        }
    }

    /// Makes the folders around a path that are not there; gives them.
    fn make_folders(&self, path: &Path) -> Vec<PathBuf> {
        let around = path.ancestors().skip(1).take_while(|folder| *folder != self.root);
        let missing: Vec<PathBuf> = around.filter(|folder| !folder.exists()).map(Path::to_owned).collect();
        let _ = path.parent().map(fs::create_dir_all);
        assert!(path.components().all(|part| part != Component::ParentDir));
        missing
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn looks_at_what_was_touched_tell_what_a_look_at_everything_tells(
        steps in prop::collection::vec(prop::collection::vec(any_deed(), 1..4), 1..20),
    ) {
        let mut desk = WorkspaceFixture::new();
        for deeds in steps {
            let touched: BTreeSet<PathBuf> = deeds.iter().flat_map(|deed| desk.run(deed)).collect();
            let before = desk.files.inputs.clone();
            let changed = desk.files.rescan(&ChangedPaths::Paths(touched)).unwrap();
            desk.is_true();
            let now = &desk.files.inputs;
            let paths: BTreeSet<&str> = before.files.keys().chain(now.files.keys()).map(|path| &**path).collect();
            let differ = paths.into_iter().filter(|path| before.files.get(*path) != now.files.get(*path));
            let mut differ: BTreeSet<String> = differ.map(str::to_owned).collect();
            differ.extend(changed_entries(&before.refused, &now.refused));
            prop_assert_eq!(changed, differ.into_iter().collect::<Vec<_>>());
        }
    }
}
