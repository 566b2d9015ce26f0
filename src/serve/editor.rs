//! Opens a file at a line in the author's editor. No shell is involved; file and line are separate arguments.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Action that opens a file in an editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum EditorAction {
    /// Run this program with these arguments.
    Run(Vec<String>),
    /// The editor needs a terminal: show this command for the user to run.
    Type(Vec<String>),
    /// No editor is configured.
    Unknown,
}

/// Arguments with which GUI editors open a file at a line.
const GUI_EDITORS: &[(&[&str], &[&str])] = &[
    (&["code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"], &["-g", "{file}:{line}"]),
    (&["zed", "zeditor", "subl", "sublime_text", "lapce", "fleet"], &["{file}:{line}"]),
    (&["gvim", "mvim", "nvim-qt", "neovide", "gedit", "gnome-text-editor", "pluma", "xed"], &["+{line}", "{file}"]),
    (&["emacsclient"], &["-n", "+{line}", "{file}"]),
    (&["kate", "kwrite", "mate"], &["-l", "{line}", "{file}"]),
    (&["idea", "webstorm", "pycharm", "rustrover", "phpstorm", "clion"], &["--line", "{line}", "{file}"]),
];

/// Returns the action that opens a file at a line. A command with the placeholders `{file}` and `{line}` is used as it
/// is; the arguments of known GUI editors are looked up; any other program is assumed to run in a terminal, as most
/// values of `$VISUAL` and `$EDITOR` do.
pub(super) fn action(command: Option<&str>, file: &Path, line: usize) -> EditorAction {
    let Some(words) = command.and_then(shlex::split).filter(|words| !words.is_empty()) else {
        return EditorAction::Unknown;
    };
    let file = file.display().to_string();
    let substitute = |word: &str| {
        // The file is substituted last: its name may contain placeholders.
        word.replace("{line}", &line.to_string()).replace("{file}", &file)
    };
    if words.iter().skip(1).any(|word| word.contains("{file}")) {
        let program = words.iter().take(1).cloned();
        return EditorAction::Run(program.chain(words.iter().skip(1).map(|word| substitute(word))).collect());
    }
    let program = Path::new(&words[0]).file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let gui_arguments = GUI_EDITORS.iter().find(|(names, _)| names.contains(&program));
    // `code --wait`, as version control needs it, would only keep a process waiting.
    let base_words = words.into_iter().filter(|word| !matches!(word.as_str(), "--wait" | "-w"));
    match gui_arguments {
        Some((_, arguments)) => {
            EditorAction::Run(base_words.chain(arguments.iter().map(|word| substitute(word))).collect())
        }
        None => EditorAction::Type(base_words.chain([format!("+{line}"), file]).collect()),
    }
}

/// Joins the words of a command, quoted for a shell.
pub(super) fn shell_joined(words: &[String]) -> String {
    shlex::try_join(words.iter().map(String::as_str)).unwrap_or_default()
}

/// Spawns the editor without waiting for it.
pub(super) fn spawn(words: &[String]) -> io::Result<()> {
    let Some((program, arguments)) = words.split_first() else { return Ok(()) };
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    // The child must be waited for, or it stays in the process table as a zombie.
    std::thread::spawn(move || child.wait());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action_of(command: &str) -> EditorAction {
        action(Some(command), Path::new("/my brief/$(x) {line}.md"), 12)
    }

    fn run(words: &[&str]) -> EditorAction {
        EditorAction::Run(words.iter().map(|word| (*word).to_owned()).collect())
    }

    #[test]
    fn substitutes_placeholders_without_splitting_paths() {
        assert_eq!(action_of("code -g {file}:{line}"), run(&["code", "-g", "/my brief/$(x) {line}.md:12"]));
        assert_eq!(
            action_of("'my editor' --at={line} {file}"),
            run(&["my editor", "--at=12", "/my brief/$(x) {line}.md"])
        );
    }

    #[test]
    fn appends_arguments_of_gui_editors() {
        assert_eq!(action_of("/usr/bin/code --wait"), run(&["/usr/bin/code", "-g", "/my brief/$(x) {line}.md:12"]));
        assert_eq!(action_of("zed"), run(&["zed", "/my brief/$(x) {line}.md:12"]));
        assert_eq!(action_of("emacsclient"), run(&["emacsclient", "-n", "+12", "/my brief/$(x) {line}.md"]));
    }

    #[test]
    fn returns_command_for_terminal_editors() {
        let EditorAction::Type(words) = action_of("vim") else { panic!("not to be run") };
        assert_eq!(shell_joined(&words), "vim +12 '/my brief/$(x) {line}.md'");
        assert!(matches!(action_of("nano"), EditorAction::Type(_)));
    }

    #[test]
    fn returns_unknown_without_valid_command() {
        for command in [None, Some(""), Some("  "), Some("'open")] {
            assert_eq!(action(command, Path::new("a"), 1), EditorAction::Unknown);
        }
    }
}
