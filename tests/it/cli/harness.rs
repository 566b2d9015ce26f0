//! Temporary workspace in which the program is run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;
use tempfile::TempDir;

/// Temporary folder, removed on drop.
pub(crate) struct TestBriefing {
    dir: TempDir,
}

/// Exit code and output of a run. The duration of a build is replaced by `TIME`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct CommandResult {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl TestBriefing {
    /// Creates an empty folder.
    pub(crate) fn empty() -> TestBriefing {
        TestBriefing { dir: tempfile::tempdir().unwrap() }
    }

    /// Creates a folder with the output of `init`.
    pub(crate) fn starter() -> TestBriefing {
        let briefing = TestBriefing::empty();
        assert_eq!(briefing.run(&["init"]).code, Some(0));
        briefing
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Replaces a text that occurs exactly once in a file.
    pub(crate) fn replace(&self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(old).count(), 1, "{old}");
        self.write(path, &text.replace(old, new));
    }

    /// Creates a command in the folder, without environment variables that affect colours and times.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        self.command_in("", args)
    }

    /// Creates a command in a subfolder.
    pub(crate) fn command_in(&self, folder: &str, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_briefing"));
        command.args(args).current_dir(self.path(folder));
        for name in ["SOURCE_DATE_EPOCH", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "RAYON_NUM_THREADS"] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> CommandResult {
        run(&mut self.command(args))
    }

    pub(crate) fn run_in(&self, folder: &str, args: &[&str]) -> CommandResult {
        run(&mut self.command_in(folder, args))
    }

    /// Returns the files below a folder: path -> content.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        self.walk(folder, |path| fs::read(path).unwrap())
    }

    /// Returns the files below a folder: path -> modification time.
    pub(crate) fn times(&self, folder: &str) -> BTreeMap<String, SystemTime> {
        self.walk(folder, |path| path.metadata().unwrap().modified().unwrap())
    }

    fn walk<T>(&self, folder: &str, read_entry: impl Fn(&Path) -> T) -> BTreeMap<String, T> {
        let root = self.path(folder);
        let entries = walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap);
        let files = entries.filter(|entry| !entry.file_type().is_dir());
        files
            .map(|entry| {
                let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                (path, read_entry(entry.path()))
            })
            .collect()
    }
}

/// Runs a command to completion.
pub(crate) fn run(command: &mut Command) -> CommandResult {
    command_result(command.output().unwrap())
}

/// Converts the output of a process.
pub(crate) fn command_result(output: Output) -> CommandResult {
    CommandResult {
        code: output.status.code(),
        out: mask_duration(&String::from_utf8(output.stdout).unwrap()),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl CommandResult {
    /// Asserts exit code and both streams at once, so that a failure shows all of them.
    #[track_caller]
    pub(crate) fn assert_result(&self, code: i32, out: &str, err: &str) {
        let expected = CommandResult { code: Some(code), out: out.to_owned(), err: err.to_owned() };
        assert!(*self == expected, "got:\n{}\nexpected:\n{}", self.format(), expected.format());
    }

    /// Asserts the exit code and returns the result.
    #[track_caller]
    pub(crate) fn assert_exit(&self, code: i32) -> &CommandResult {
        assert_eq!(self.code, Some(code), "{}", self.format());
        self
    }

    fn format(&self) -> String {
        format!("exit {:?}\n--- out\n{}--- err\n{}---", self.code, self.out, self.err)
    }
}

fn mask_duration(out: &str) -> String {
    let Some((before, after)) = out.split_once(" files) in ") else { return out.to_owned() };
    let (time, after) = after.split_once(' ').unwrap();
    assert!(time.parse::<f64>().is_ok(), "{time}");
    format!("{before} files) in TIME {after}")
}
