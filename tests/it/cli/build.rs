//! `briefing build`: effects on the file system.

use super::harness::{TestBriefing, command_result};
use std::fs::{self, File};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, SystemTime};

const RECORDS: &str = "from 2 articles, 2 events, 1 initiative, 2 actors, 1 topic, 1 page";

/// Some pages of the starter; other tests check the rest of the output.
const PAGES: [&str; 4] = ["index.html", "404.html", "timeline/index.html", "events/plan-adopted/index.html"];

/// Sets the modification time of all output files to the past, so that a rewrite is detectable.
fn backdate(briefing: &TestBriefing, folder: &str) {
    for path in briefing.files(folder).keys() {
        let file = File::options().append(true).open(briefing.path(folder).join(path)).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)).unwrap();
    }
}

#[test]
fn builds_into_public_and_prints_summary() {
    let briefing = TestBriefing::starter();
    let result = briefing.run(&["build"]);
    let files = briefing.files("public").keys().filter(|path| !path.starts_with('.')).count();
    let pages = briefing
        .files("public")
        .keys()
        .filter(|path| path.rsplit_once('.').is_some_and(|(_, extension)| extension == "html"))
        .count();
    result.assert_result(
        0,
        &format!(
            "Built {pages} pages ({files} files) in TIME s: public\n  {RECORDS}\n  \
             {files} written, 0 unchanged, 0 deleted\n  evidence.lock updated; commit it\n"
        ),
        "",
    );
    assert!(PAGES.iter().all(|page| briefing.path("public").join(page).is_file()));
}

#[test]
fn a_second_build_writes_nothing() {
    let briefing = TestBriefing::starter();
    briefing.run(&["build"]).assert_exit(0);
    backdate(&briefing, "public");
    let before = briefing.times("public");
    let result = briefing.run(&["build"]);
    assert!(result.assert_exit(0).out.contains("\n  0 written, "), "{}", result.out);
    assert_eq!(briefing.times("public"), before);
}

#[cfg(feature = "social-cards")]
#[test]
fn draws_social_cards_and_keeps_those_that_are_unchanged() {
    let briefing = TestBriefing::starter();
    let cards = || briefing.times("public").into_iter().filter(|(path, _)| path.starts_with("social/"));
    briefing.run(&["build"]).assert_exit(0);
    backdate(&briefing, "public");
    let before: Vec<_> = cards().collect();
    assert!(before.len() > 1, "{before:?}");
    for (path, _) in &before {
        let png = fs::read(briefing.path("public").join(path)).unwrap();
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"), "{path}");
        let size = imagesize::blob_size(&png).unwrap();
        assert_eq!((size.width, size.height), (1200, 630));
    }
    briefing.replace("content/pages/about.md", "people are fictional", "people are made up");
    briefing.run(&["build"]).assert_exit(0);
    assert_eq!(cards().collect::<Vec<_>>(), before);
    briefing.write("briefing.toml", &(String::from("social_cards = false\n") + &briefing.read("briefing.toml")));
    briefing.run(&["build"]).assert_exit(0);
    assert_eq!(cards().count(), 0);
}

#[test]
fn cached_builds_equal_clean_builds() {
    let briefing = TestBriefing::starter();
    briefing.run(&["build", "--no-cache"]).assert_exit(0);
    assert!(!briefing.path(".briefing").exists());
    let first = briefing.files("public");
    // After a while all files are settled, and builds are up to date.
    for _ in 0..3 {
        let result = briefing.run(&["build"]);
        assert!(
            result.assert_exit(0).out.contains("\n  0 written, ") && result.out.contains(RECORDS),
            "{}",
            result.out
        );
        assert!(briefing.files("public") == first);
        thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(briefing.read(".briefing/.gitignore"), "*\n");
    let result = briefing.run(&["build", "--timings"]);
    assert!(result.assert_exit(0).out.contains("\n  scan ") && !result.out.contains("\n  read "), "{}", result.out);
    briefing.replace("content/pages/about.md", "\n+++\n", "\n+++\n\n");
    let result = briefing.run(&["build", "--timings"]);
    assert!(result.assert_exit(0).out.contains("\n  read "), "{}", result.out);
    fs::remove_dir_all(briefing.path("public")).unwrap();
    briefing.run(&["build"]).assert_exit(0);
    assert!(briefing.files("public") == first);
}

#[test]
fn repeats_warnings_of_up_to_date_builds() {
    let briefing = TestBriefing::starter();
    briefing.replace("content/pages/about.md", "description = ", "# description = ");
    let first = briefing.run(&["build"]);
    assert!(first.assert_exit(0).err.contains("missing-description"), "{}", first.err);
    thread::sleep(Duration::from_millis(50));
    for _ in 0..2 {
        assert_eq!(briefing.run(&["build"]).assert_exit(0).err, first.err);
    }
    let result = briefing.run(&["build", "--timings"]);
    assert!(
        result.assert_exit(0).out.contains("\n  1 warning\n") && !result.out.contains("\n  read "),
        "{}",
        result.out
    );
    for format in ["human", "short", "json", "github", "sarif"] {
        let (cached, uncached) = (["build", "--format", format], ["build", "--no-cache", "--format", format]);
        let (result, uncached) = (briefing.run(&cached), briefing.run(&uncached));
        assert_eq!(
            (&result.assert_exit(0).out, &result.err),
            (&uncached.assert_exit(0).out, &uncached.err),
            "{format}"
        );
    }
    let uncached = briefing.run(&["build", "--no-cache", "--warnings-as-errors"]);
    let result = briefing.run(&["build", "--warnings-as-errors"]);
    assert_eq!(&result.assert_exit(1).err, &uncached.assert_exit(1).err);
}

#[test]
fn writes_only_what_changed_and_removes_only_its_own() {
    let briefing = TestBriefing::starter();
    briefing.run(&["build"]).assert_exit(0);
    briefing.write("public/mine.html", "mine");
    briefing.write("public/events/mine/notes.txt", "mine");
    briefing.write("public/.gitignore", "*\n");
    backdate(&briefing, "public");
    let before = briefing.times("public");

    briefing.replace("content/pages/about.md", "people are fictional", "people are made up");
    fs::remove_file(briefing.path("content/events/port-agrees.md")).unwrap();
    let result = briefing.run(&["build"]);
    assert!(result.assert_exit(0).out.ends_with(" unchanged, 1 deleted\n"), "{}", result.out);

    let after = briefing.times("public");
    assert!(!after.contains_key("events/port-agrees/index.html"));
    assert!(!briefing.path("public/events/port-agrees").exists());
    assert_ne!(after["about/index.html"], before["about/index.html"]);
    for same in ["404.html", "favicon.svg", "robots.txt", "actors/lindhaven-council/index.html"] {
        assert_eq!(after[same], before[same], "{same}");
    }
    assert_eq!(briefing.read("public/mine.html"), "mine");
    assert_eq!(briefing.read("public/events/mine/notes.txt"), "mine");
    assert_eq!(briefing.read("public/.gitignore"), "*\n");
}

#[test]
fn restores_modified_output() {
    let briefing = TestBriefing::starter();
    briefing.run(&["build"]).assert_exit(0);
    let expected = briefing.files("public");
    fs::remove_file(briefing.path("public/atom.xml")).unwrap();
    briefing.write("public/index.html", "meddled");
    let result = briefing.run(&["build"]);
    assert!(result.assert_exit(0).out.contains("\n  2 written, "), "{}", result.out);
    assert!(briefing.files("public") == expected);
}

#[test]
fn keeps_last_site_on_errors() {
    let briefing = TestBriefing::starter();
    briefing.run(&["build"]).assert_exit(0);
    let before = (briefing.files("public"), briefing.times("public"));
    briefing.replace("content/pages/about.md", "fictional.", "fictional [[nothing]].");
    let result = briefing.run(&["build"]);
    assert!(result.assert_exit(1).out.is_empty());
    assert!(
        result.err.ends_with("\nNot built: 1 error. Run `briefing explain unknown-record` for details.\n"),
        "{}",
        result.err
    );
    assert!((briefing.files("public"), briefing.times("public")) == before);
}

#[test]
fn excludes_drafts_by_default() {
    let briefing = TestBriefing::starter();
    briefing.run(&["new", "event", "First crossing"]).assert_exit(0);
    let page = briefing.path("public/events/first-crossing/index.html");
    let result = briefing.run(&["build"]);
    assert!(
        result.assert_exit(0).out.contains("\n  1 draft excluded (use --drafts to include them)\n"),
        "{}",
        result.out
    );
    assert!(!page.exists());
    let result = briefing.run(&["build", "--drafts"]);
    assert!(result.assert_exit(0).out.contains("3 events") && !result.out.contains("excluded"), "{}", result.out);
    assert!(page.is_file());
    briefing.run(&["build"]).assert_exit(0);
    assert!(!page.exists());
}

#[test]
fn explains_why_it_does_not_minify() {
    let briefing = TestBriefing::starter();
    let result = briefing.run(&["build", "--minify"]);
    assert!(result.assert_exit(2).err.contains("compress pages"), "{}", result.err);
    assert!(!briefing.path("public").exists());
    assert!(!briefing.run(&["build", "--help"]).assert_exit(0).out.contains("--minify"));
}

#[test]
fn overrides_base_url() {
    let briefing = TestBriefing::starter();
    for (absolute, written) in
        [("https://example.com", "https://example.com/"), ("http://x.example/a", "http://x.example/a/")]
    {
        briefing.run(&["build", "-u", absolute]).assert_exit(0);
        assert!(briefing.read("public/atom.xml").contains(&format!("{written}atom.xml")), "{absolute}");
    }
}

#[test]
fn builds_into_empty_or_own_folder() {
    let briefing = TestBriefing::starter();
    let elsewhere = TestBriefing::empty();
    let absolute = elsewhere.path("spaced out/ünï 中");
    let absolute = absolute.to_str().unwrap();
    for folder in ["out", "deep/er/out", "./out 2/../out", absolute, "out"] {
        let result = briefing.run(&["build", "-o", folder]);
        assert!(result.assert_exit(0).out.contains(&format!(" s: {folder}\n")), "{}", result.out);
    }
    assert!(briefing.files("out") == elsewhere.files("spaced out/ünï 中"));
    briefing.write("ready/.gitignore", "*\n");
    briefing.run(&["build", "-o", "ready"]).assert_exit(0);
    assert_eq!(briefing.read("ready/.gitignore"), "*\n");
}

#[test]
fn refuses_a_folder_with_foreign_files_unless_forced() {
    let briefing = TestBriefing::starter();
    briefing.write("taken/mine.txt", "mine");
    briefing.write("taken/index.html", "mine");
    let before = briefing.files("taken");
    briefing.run(&["build", "-o", "taken"]).assert_result(
        2,
        "",
        "error: the site was not written: `taken` is not empty and was not created by briefing\n\
         help: choose another folder with -o, or use --force, which keeps files that are not part of the site\n",
    );
    assert!(briefing.files("taken") == before);
    briefing.run(&["build", "-o", "taken", "--force"]).assert_exit(0);
    assert_eq!(briefing.read("taken/mine.txt"), "mine");
    assert!(briefing.read("taken/index.html").starts_with("<!doctype html>"));
}

#[test]
fn refuses_to_overwrite_a_foreign_file_in_its_own_folder() {
    let briefing = TestBriefing::starter();
    briefing.run(&["build"]).assert_exit(0);
    briefing.write("public/about-the-port/index.html", "mine");
    briefing.write(
        "content/pages/about-the-port.md",
        "+++\ntitle = \"The port itself\"\ndescription = \"What the port is.\"\n+++\nText.\n",
    );
    let before = briefing.files("public");
    briefing.run(&["build"]).assert_result(
        2,
        "",
        "error: the site was not written: `public/about-the-port/index.html` was not written by briefing and would be \
         overwritten\nhelp: move the file, or use --force to overwrite it\n",
    );
    assert!(briefing.files("public") == before);
}

#[test]
fn rejects_output_in_inputs() {
    let briefing = TestBriefing::starter();
    let before = briefing.files("");
    for (folder, problem) in [
        (".", "is the briefing's root folder"),
        ("content/..", "is the briefing's root folder"),
        ("content", "is in the briefing's input folder `content`"),
        ("static", "is in the briefing's input folder `static`"),
        ("themes/x/static", "is in the briefing's input folder `themes`"),
    ] {
        for force in ["--drafts", "--force"] {
            briefing.run(&["build", "-o", folder, force]).assert_result(
                2,
                "",
                &format!(
                    "error: the site cannot be written to `{folder}`: it {problem}\n\
                     help: use a separate folder, such as `public`\n"
                ),
            );
        }
    }
    let mut after = briefing.files("");
    after.retain(|path, _| !path.starts_with(".briefing/"));
    assert!(after == before);
}

#[test]
fn reports_path_of_io_error() {
    let briefing = TestBriefing::starter();
    briefing.write("file", "mine");
    let result = briefing.run(&["build", "-o", "file/site"]);
    assert!(
        result.assert_exit(3).err.starts_with("error: the site was not written: failed to create folder `file/site`: "),
        "{}",
        result.err
    );
    assert_eq!(briefing.read("file"), "mine");
}

#[cfg(unix)]
#[test]
fn reports_missing_permission() {
    use std::os::unix::fs::PermissionsExt;
    let briefing = TestBriefing::starter();
    fs::create_dir(briefing.path("locked")).unwrap();
    fs::set_permissions(briefing.path("locked"), fs::Permissions::from_mode(0o555)).unwrap();
    if File::create(briefing.path("locked/probe")).is_ok() {
        return; // The superuser may write anywhere.
    }
    for folder in ["locked", "locked/site"] {
        let result = briefing.run(&["build", "-o", folder]);
        assert!(result.assert_exit(3).err.contains("Permission denied"), "{}", result.err);
    }
}

#[test]
fn needs_no_temporary_folder_and_no_home() {
    let briefing = TestBriefing::starter();
    let mut command = briefing.command(&["build"]);
    command.env("TMPDIR", "/nonexistent/ü").env("HOME", "/nonexistent");
    assert_eq!(command_result(command.output().unwrap()).code, Some(0));
}

#[test]
fn reads_other_configuration() {
    let briefing = TestBriefing::starter();
    let other = briefing.read("briefing.toml").replace("https://example.org/", "https://other.example/");
    briefing.write("other.toml", &format!("output_dir = \"site\"\n{other}"));
    briefing.run(&["-c", "other.toml", "build"]).assert_exit(0);
    assert!(briefing.read("site/atom.xml").contains("https://other.example/"));
    let result = briefing.run(&["-c", "third.toml", "build"]);
    assert!(result.assert_exit(3).err.contains("there is no `third.toml` in"), "{}", result.err);
}

#[test]
fn waits_for_another_build() {
    let briefing = TestBriefing::starter();
    briefing.run(&["build"]).assert_exit(0);
    briefing.replace("content/pages/about.md", "people are fictional", "people are made up");
    let before = briefing.files("public");
    let lock = File::options().write(true).open(briefing.path("public/.briefing-lock")).unwrap();
    lock.lock().unwrap();
    let mut command = briefing.command(&["build"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    thread::sleep(Duration::from_millis(500));
    assert!(child.try_wait().unwrap().is_none());
    assert!(briefing.files("public") == before);
    lock.unlock().unwrap();
    command_result(child.wait_with_output().unwrap()).assert_exit(0);
    assert!(briefing.read("public/about/index.html").contains("people are made up"));
}

#[test]
fn concurrent_builds_give_one_site() {
    let briefing = TestBriefing::starter();
    briefing.run(&["build", "-o", "alone"]).assert_exit(0);
    let start = |_| briefing.command(&["build", "-o", "shared"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let children: Vec<_> = (0..4).map(start).map(Result::unwrap).collect();
    for child in children {
        command_result(child.wait_with_output().unwrap()).assert_exit(0);
    }
    assert!(briefing.files("shared") == briefing.files("alone"));
}
