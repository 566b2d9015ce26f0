//! Help, usage errors, folders without a briefing, closed streams.

use super::harness::{TestBriefing, command_result, run};
use std::process::Stdio;

const COMMANDS: [&str; 9] = ["init", "new", "build", "check", "list", "explain", "completion", "cite", "show"];

#[test]
fn prints_help_for_every_command() {
    let briefing = TestBriefing::empty();
    for flag in ["-h", "--help"] {
        let result = briefing.run(&[flag]);
        assert!(result.assert_exit(0).err.is_empty());
        assert!(COMMANDS.iter().all(|command| result.out.contains(&format!("\n  {command} "))));
        assert!(result.out.contains(
            "Exit codes: 0 success, 1 errors in the briefing or nothing found, 2 invalid usage, 3 I/O or other environment failure."
        ));
        for command in COMMANDS {
            let result = briefing.run(&[command, flag]);
            assert!(result.assert_exit(0).out.contains("\nUsage: briefing "), "{}", result.out);
            assert!(result.out.contains("\nGlobal options:\n"), "{}", result.out);
        }
    }
    briefing.run(&["--version"]).assert_result(0, concat!("briefing ", env!("CARGO_PKG_VERSION"), "\n"), "");
}

#[test]
fn usage_errors_exit_with_2_and_a_hint() {
    let briefing = TestBriefing::starter();
    let before = briefing.files("");
    for (args, hint) in [
        (&[][..], "Usage: briefing [OPTIONS] <COMMAND>"),
        (&["buidl"], "'build'"),
        (&["build", "--drfts"], "'--drafts'"),
        (&["build", "extra"], "unexpected argument 'extra'"),
        (&["build", "-o", ""], "a value is required for '--output-dir <FOLDER>'"),
        (&["check", "--format", "xml"], "[possible values: human, short, json, github, sarif]"),
        (&["check", "--color", "red"], "[possible values: auto, always, never]"),
        (&["new", "page"], "<TITLE>"),
        (&["new", "page", "two", "words"], "unexpected argument 'words'"),
        (&["completion", "tcsh"], "[possible values: bash, elvish, fish, powershell, zsh]"),
        (&["build", "-u", "example.org"], "must begin with `http://` or `https://`"),
        (&["build", "-u", "https://example.org/?a"], "must not have a query or fragment"),
    ] {
        let result = briefing.run(args);
        assert!(result.assert_exit(2).out.is_empty(), "{args:?}");
        assert!(result.err.contains(hint), "{args:?}: {}", result.err);
    }
    assert!(briefing.files("") == before);
}

#[test]
fn prints_completions_for_every_shell() {
    let briefing = TestBriefing::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let result = briefing.run(&["completion", shell]);
        assert!(result.assert_exit(0).err.is_empty());
        assert!(result.out.contains("briefing") && result.out.contains("warnings-as-errors"), "{shell}");
    }
}

#[test]
fn suggests_root_in_parent_folder() {
    let briefing = TestBriefing::starter();
    let folder = briefing.path("content/events").canonicalize().unwrap();
    for args in [&["build"][..], &["check"], &["list"], &["new", "event", "X"]] {
        briefing.run_in("content/events", args).assert_result(
            3,
            "",
            &format!(
                "error: no briefing found: there is no `briefing.toml` in `{}`\n\
                 help: a parent folder contains a briefing: change to it, or add `-r ../..`\n",
                folder.display()
            ),
        );
    }
    let result = briefing.run_in("content", &["-r", "events", "check"]);
    assert!(result.assert_exit(3).err.ends_with("add `-r events/../..`\n"), "{}", result.err);
    briefing.run_in("content", &["-r", "events/../..", "check"]).assert_exit(0);
}

#[test]
fn rejects_configuration_outside_the_root() {
    let briefing = TestBriefing::starter();
    let config = briefing.path("briefing.toml");
    let elsewhere = TestBriefing::empty();
    let result = elsewhere.run(&["-c", config.to_str().unwrap(), "build"]);
    let folder = config.parent().unwrap().display();
    let expected = format!(
        "error: the configuration `{}` is not in the briefing's folder `.`\n\
         help: select the briefing's folder: `-r {folder}`\n",
        config.display()
    );
    result.assert_result(2, "", &expected);
    assert!(elsewhere.files("").is_empty());
    briefing.run(&["-c", config.to_str().unwrap(), "check"]).assert_exit(0);
}

#[test]
fn suggests_init_without_a_briefing() {
    let briefing = TestBriefing::empty();
    let folder = briefing.path("").canonicalize().unwrap();
    let help = "help: select a briefing's folder with `-r FOLDER`, or create a briefing with `briefing init`\n";
    let result = briefing.run(&["build"]);
    result.assert_result(
        3,
        "",
        &format!("error: no briefing found: there is no `briefing.toml` in `{}`\n{help}", folder.display()),
    );
    let result = briefing.run(&["-r", "nowhere", "build"]);
    result.assert_result(3, "", &format!("error: no briefing found: there is no folder `nowhere`\n{help}"));
    assert!(briefing.files("").is_empty());
}

#[test]
fn rejects_invalid_build_time() {
    let briefing = TestBriefing::starter();
    let before = briefing.files("");
    for value in ["now", "", "-1", "1e9", "99999999999999999999"] {
        let result = run(briefing.command(&["build"]).env("SOURCE_DATE_EPOCH", value));
        let err = format!("error: SOURCE_DATE_EPOCH must be a number of seconds since 1970, not `{value}`\n");
        result.assert_result(3, "", &err);
    }
    assert!(briefing.files("") == before);
}

#[test]
fn ignores_closed_pipes() {
    let briefing = TestBriefing::starter();
    briefing.write("content/topics/warned.md", "+++\ntitle = \"Warned\"\n+++\nText.\n");
    for args in [&["list"][..], &["explain"], &["completion", "bash"], &["build"], &["--help"]] {
        let mut command = briefing.command(args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop((child.stdout.take(), child.stderr.take()));
        assert_eq!(child.wait().unwrap().code(), Some(0), "{args:?}");
    }
    assert!(briefing.path("public/topics/warned/index.html").is_file());
    briefing.write("content/topics/wrong.md", "");
    let mut child = briefing.command(&["check"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[cfg(target_os = "linux")]
#[test]
fn reports_failed_output() {
    let briefing = TestBriefing::starter();
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let result = command_result(briefing.command(&["list"]).stdout(full()).output().unwrap());
    assert_eq!(
        result.assert_exit(3).err,
        "error: failed to write to standard output: No space left on device (os error 28)\n"
    );
    assert_eq!(briefing.command(&["--help"]).stdout(full()).status().unwrap().code(), Some(3));
}

#[test]
fn uses_colours_on_request_or_terminal() {
    let briefing = TestBriefing::empty();
    let error_output = |args: &[&str]| briefing.run(args).assert_exit(3).err.clone();
    assert!(error_output(&["check"]).starts_with("error: "));
    assert!(error_output(&["check", "--color", "never"]).starts_with("error: "));
    assert!(error_output(&["check", "--color", "always"]).starts_with("\u{1b}[1;31merror\u{1b}[0m: "));
    briefing.run(&["init"]).assert_exit(0);
    briefing.write("content/topics/wrong.md", "");
    assert!(!briefing.run(&["check"]).assert_exit(1).err.contains('\u{1b}'));
    assert!(briefing.run(&["check", "--color", "always"]).assert_exit(1).err.contains("\u{1b}["));
    for format in ["short", "json", "github", "sarif"] {
        let result = briefing.run(&["check", "--color", "always", "--format", format]);
        assert!(!format!("{}{}", result.out, result.err).contains('\u{1b}'), "{format}");
    }
}
