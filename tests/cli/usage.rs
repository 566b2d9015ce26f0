//! Help, wrong usage, folders without a briefing, streams that are closed.

use crate::harness::{TestBriefing, command_result, run};
use std::process::Stdio;

const COMMANDS: [&str; 7] = ["init", "new", "build", "check", "list", "explain", "completion"];

#[test]
fn helps_on_every_command() {
    let place = TestBriefing::empty();
    for flag in ["-h", "--help"] {
        let ran = place.run(&[flag]);
        assert!(ran.assert_exit(0).err.is_empty());
        assert!(COMMANDS.iter().all(|command| ran.out.contains(&format!("\n  {command} "))));
        assert!(
            ran.out.contains("Exit codes: 0 fine, 1 the briefing has errors, 2 wrong usage, 3 the environment failed.")
        );
        for command in COMMANDS {
            let ran = place.run(&[command, flag]);
            assert!(ran.assert_exit(0).out.contains("\nUsage: briefing "), "{}", ran.out);
            assert!(ran.out.contains("\nOptions of every command:\n"), "{}", ran.out);
        }
    }
    place.run(&["--version"]).assert_result(0, concat!("briefing ", env!("CARGO_PKG_VERSION"), "\n"), "");
}

#[test]
fn wrong_usage_ends_with_2_and_a_hint() {
    let place = TestBriefing::starter();
    let before = place.files("");
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
        let ran = place.run(args);
        assert!(ran.assert_exit(2).out.is_empty(), "{args:?}");
        assert!(ran.err.contains(hint), "{args:?}: {}", ran.err);
    }
    assert!(place.files("") == before);
}

#[test]
fn completes_in_every_shell() {
    let place = TestBriefing::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = place.run(&["completion", shell]);
        assert!(ran.assert_exit(0).err.is_empty());
        assert!(ran.out.contains("briefing") && ran.out.contains("warnings-as-errors"), "{shell}");
    }
}

#[test]
fn says_where_the_briefing_is() {
    let place = TestBriefing::starter();
    let folder = place.path("content/events").canonicalize().unwrap();
    for args in [&["build"][..], &["check"], &["list"], &["new", "event", "X"]] {
        place.run_in("content/events", args).assert_result(
            3,
            "",
            &format!(
                "error: no briefing here: there is no `briefing.toml` in `{}`\n\
                 help: it is in a folder around this one: go there, or add `-r ../..`\n",
                folder.display()
            ),
        );
    }
    let ran = place.run_in("content", &["-r", "events", "check"]);
    assert!(ran.assert_exit(3).err.ends_with("add `-r events/../..`\n"), "{}", ran.err);
    place.run_in("content", &["-r", "events/../..", "check"]).assert_exit(0);
}

#[test]
fn refuses_a_configuration_that_is_not_in_the_briefing() {
    let place = TestBriefing::starter();
    let briefing = place.path("briefing.toml");
    let elsewhere = TestBriefing::empty();
    let ran = elsewhere.run(&["-c", briefing.to_str().unwrap(), "build"]);
    let folder = briefing.parent().unwrap().display();
    let said = format!(
        "error: the configuration `{}` is not in the briefing's folder `.`\n\
         help: name the folder of the briefing: `-r {folder}`\n",
        briefing.display()
    );
    ran.assert_result(2, "", &said);
    assert!(elsewhere.files("").is_empty());
    place.run(&["-c", briefing.to_str().unwrap(), "check"]).assert_exit(0);
}

#[test]
fn says_how_to_begin_where_no_briefing_is() {
    let place = TestBriefing::empty();
    let folder = place.path("").canonicalize().unwrap();
    let help = "help: `-r FOLDER` names a briefing's folder, and `briefing init` makes one\n";
    let ran = place.run(&["build"]);
    ran.assert_result(
        3,
        "",
        &format!("error: no briefing here: there is no `briefing.toml` in `{}`\n{help}", folder.display()),
    );
    let ran = place.run(&["-r", "nowhere", "build"]);
    ran.assert_result(3, "", &format!("error: no briefing here: there is no folder `nowhere`\n{help}"));
    assert!(place.files("").is_empty());
}

#[test]
fn refuses_a_build_time_that_is_none() {
    let place = TestBriefing::starter();
    let before = place.files("");
    for given in ["now", "", "-1", "1e9", "99999999999999999999"] {
        let ran = run(place.command(&["build"]).env("SOURCE_DATE_EPOCH", given));
        let err = format!("error: SOURCE_DATE_EPOCH must be a number of seconds since 1970, not `{given}`\n");
        ran.assert_result(3, "", &err);
    }
    assert!(place.files("") == before);
}

#[test]
fn a_reader_that_goes_away_changes_nothing() {
    let place = TestBriefing::starter();
    place.write("content/topics/warned.md", "+++\ntitle = \"Warned\"\n+++\nText.\n");
    for args in [&["list"][..], &["explain"], &["completion", "bash"], &["build"], &["--help"]] {
        let mut command = place.command(args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop((child.stdout.take(), child.stderr.take()));
        assert_eq!(child.wait().unwrap().code(), Some(0), "{args:?}");
    }
    assert!(place.path("public/topics/warned/index.html").is_file());
    place.write("content/topics/wrong.md", "");
    let mut child = place.command(&["check"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[cfg(target_os = "linux")]
#[test]
fn says_when_its_words_cannot_be_written() {
    let place = TestBriefing::starter();
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let ran = command_result(place.command(&["list"]).stdout(full()).output().unwrap());
    assert_eq!(
        ran.assert_exit(3).err,
        "error: failed to write to standard output: No space left on device (os error 28)\n"
    );
    assert_eq!(place.command(&["--help"]).stdout(full()).status().unwrap().code(), Some(3));
}

#[test]
fn colours_only_when_asked_or_on_a_terminal() {
    let place = TestBriefing::empty();
    let complains = |args: &[&str]| place.run(args).assert_exit(3).err.clone();
    assert!(complains(&["check"]).starts_with("error: "));
    assert!(complains(&["check", "--color", "never"]).starts_with("error: "));
    assert!(complains(&["check", "--color", "always"]).starts_with("\u{1b}[1;31merror\u{1b}[0m: "));
    place.run(&["init"]).assert_exit(0);
    place.write("content/topics/wrong.md", "");
    assert!(!place.run(&["check"]).assert_exit(1).err.contains('\u{1b}'));
    assert!(place.run(&["check", "--color", "always"]).assert_exit(1).err.contains("\u{1b}["));
    for format in ["short", "json", "github", "sarif"] {
        let ran = place.run(&["check", "--color", "always", "--format", format]);
        assert!(!format!("{}{}", ran.out, ran.err).contains('\u{1b}'), "{format}");
    }
}
