//! Opens a file at a line in the writer's editor: without a shell, with the file and the line each in its own argument.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// What can be done for an editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum EditorAction {
    /// Run this program with these arguments.
    Run(Vec<String>),
    /// It works in a terminal of its own: the command to type there.
    Type(Vec<String>),
    /// No editor is known.
    Unknown,
}

/// How editors that have windows of their own take a file and a line.
const GUI_EDITORS: &[(&[&str], &[&str])] = &[
    (&["code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"], &["-g", "{file}:{line}"]),
    (&["zed", "zeditor", "subl", "sublime_text", "lapce", "fleet"], &["{file}:{line}"]),
    (&["gvim", "mvim", "nvim-qt", "neovide", "gedit", "gnome-text-editor", "pluma", "xed"], &["+{line}", "{file}"]),
    (&["emacsclient"], &["-n", "+{line}", "{file}"]),
    (&["kate", "kwrite", "mate"], &["-l", "{line}", "{file}"]),
    (&["idea", "webstorm", "pycharm", "rustrover", "phpstorm", "clion"], &["--line", "{line}", "{file}"]),
];

/// Says how to open a file at a line. The command may say it itself, with `{file}` and `{line}`; else its program's way is
/// known, or it is taken for one that works in a terminal, as most that `$VISUAL` and `$EDITOR` name.
pub(super) fn action(command: Option<&str>, file: &Path, line: usize) -> EditorAction {
    let Some(words) = command.and_then(shlex::split).filter(|words| !words.is_empty()) else {
        return EditorAction::Unknown;
    };
    let file = file.display().to_string();
    let filled = |word: &str| {
        // The file comes last: its name may contain anything.
        word.replace("{line}", &line.to_string()).replace("{file}", &file)
    };
    if words.iter().skip(1).any(|word| word.contains("{file}")) {
        let program = words.iter().take(1).cloned();
        return EditorAction::Run(program.chain(words.iter().skip(1).map(|word| filled(word))).collect());
    }
    let program = Path::new(&words[0]).file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let known = GUI_EDITORS.iter().find(|(names, _)| names.contains(&program));
    // `code --wait`, as version control wants it, would only keep a process waiting here.
    let own = words.into_iter().filter(|word| !matches!(word.as_str(), "--wait" | "-w"));
    match known {
        Some((_, arguments)) => EditorAction::Run(own.chain(arguments.iter().map(|word| filled(word))).collect()),
        None => EditorAction::Type(own.chain([format!("+{line}"), file]).collect()),
    }
}

/// A command as one types it.
pub(super) fn shell_joined(words: &[String]) -> String {
    shlex::try_join(words.iter().map(String::as_str)).unwrap_or_default()
}

/// Starts the editor and does not wait for it.
pub(super) fn spawn(words: &[String]) -> io::Result<()> {
    let Some((program, arguments)) = words.split_first() else { return Ok(()) };
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    // Someone must take note of its end, or the process would stay in the system's table.
    std::thread::spawn(move || child.wait());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(command: &str) -> EditorAction {
        action(Some(command), Path::new("/my brief/$(x) {line}.md"), 12)
    }

    fn run(words: &[&str]) -> EditorAction {
        EditorAction::Run(words.iter().map(|word| (*word).to_owned()).collect())
    }

    #[test]
    fn fills_templates_without_taking_names_apart() {
        assert_eq!(planned("code -g {file}:{line}"), run(&["code", "-g", "/my brief/$(x) {line}.md:12"]));
        assert_eq!(
            planned("'my editor' --at={line} {file}"),
            run(&["my editor", "--at=12", "/my brief/$(x) {line}.md"])
        );
    }

    #[test]
    fn knows_editors_with_windows() {
        assert_eq!(planned("/usr/bin/code --wait"), run(&["/usr/bin/code", "-g", "/my brief/$(x) {line}.md:12"]));
        assert_eq!(planned("zed"), run(&["zed", "/my brief/$(x) {line}.md:12"]));
        assert_eq!(planned("emacsclient"), run(&["emacsclient", "-n", "+12", "/my brief/$(x) {line}.md"]));
    }

    #[test]
    fn says_what_to_type_for_editors_in_terminals() {
        let EditorAction::Type(words) = planned("vim") else { panic!("not to be run") };
        assert_eq!(shell_joined(&words), "vim +12 '/my brief/$(x) {line}.md'");
        assert!(matches!(planned("nano"), EditorAction::Type(_)));
    }

    #[test]
    fn knows_no_editor() {
        for command in [None, Some(""), Some("  "), Some("'open")] {
            assert_eq!(action(command, Path::new("a"), 1), EditorAction::Unknown);
        }
    }
}
