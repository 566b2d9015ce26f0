//! `briefing build`: what it does to the disk.

use crate::harness::{TestBriefing, command_result};
use std::fs::{self, File};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, SystemTime};

const RECORDS: &str = "from 2 articles, 2 events, 1 initiative, 2 actors, 1 topic, 1 page";

/// Files that pages of the starter are made into; what else there is, other tests look at.
const PAGES: [&str; 4] = ["index.html", "404.html", "timeline/index.html", "events/plan-adopted/index.html"];

/// Gives every file under the output a time long past, so that a file that is written again is seen to be.
fn age(place: &TestBriefing, folder: &str) {
    for path in place.files(folder).keys() {
        let file = File::options().append(true).open(place.path(folder).join(path)).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)).unwrap();
    }
}

#[test]
fn builds_into_public_and_says_what_was_made() {
    let place = TestBriefing::starter();
    let ran = place.run(&["build"]);
    let files = place.files("public").keys().filter(|path| !path.starts_with('.')).count();
    let pages =
        place.files("public").keys().filter(|path| path.rsplit_once('.').is_some_and(|(_, it)| it == "html")).count();
    ran.assert_result(
        0,
        &format!(
            "Built {pages} pages ({files} files) in TIME s: public\n  {RECORDS}\n  \
             {files} written, 0 unchanged, 0 deleted\n"
        ),
        "",
    );
    assert!(PAGES.iter().all(|page| place.path("public").join(page).is_file()));
}

#[test]
fn a_second_build_writes_nothing() {
    let place = TestBriefing::starter();
    place.run(&["build"]).assert_exit(0);
    age(&place, "public");
    let before = place.times("public");
    let ran = place.run(&["build"]);
    assert!(ran.assert_exit(0).out.contains("\n  0 written, "), "{}", ran.out);
    assert_eq!(place.times("public"), before);
}

#[test]
fn what_is_remembered_changes_nothing_but_the_time() {
    let place = TestBriefing::starter();
    place.run(&["build", "--no-cache"]).assert_exit(0);
    assert!(!place.path(".briefing").exists());
    let first = place.files("public");
    // Builds find everything at rest after a while, and then have nothing to do.
    for _ in 0..3 {
        let ran = place.run(&["build"]);
        assert!(ran.assert_exit(0).out.contains("\n  0 written, ") && ran.out.contains(RECORDS), "{}", ran.out);
        assert!(place.files("public") == first);
        thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(place.read(".briefing/.gitignore"), "*\n");
    let ran = place.run(&["build", "--timings"]);
    assert!(ran.assert_exit(0).out.contains("\n  look ") && !ran.out.contains("\n  read "), "{}", ran.out);
    place.replace("content/pages/about.md", "\n+++\n", "\n+++\n\n");
    let ran = place.run(&["build", "--timings"]);
    assert!(ran.assert_exit(0).out.contains("\n  read "), "{}", ran.out);
    fs::remove_dir_all(place.path("public")).unwrap();
    place.run(&["build"]).assert_exit(0);
    assert!(place.files("public") == first);
}

#[test]
fn tells_warnings_again_when_nothing_changed() {
    let place = TestBriefing::starter();
    place.replace("content/pages/about.md", "description = ", "# description = ");
    let first = place.run(&["build"]);
    assert!(first.assert_exit(0).err.contains("missing-description"), "{}", first.err);
    thread::sleep(Duration::from_millis(50));
    for _ in 0..2 {
        assert_eq!(place.run(&["build"]).assert_exit(0).err, first.err);
    }
    let ran = place.run(&["build", "--timings"]);
    assert!(ran.assert_exit(0).out.contains("\n  1 warning\n") && !ran.out.contains("\n  read "), "{}", ran.out);
    for format in ["human", "short", "json", "github", "sarif"] {
        let (ran, anew) = (["build", "--format", format], ["build", "--no-cache", "--format", format]);
        let (ran, anew) = (place.run(&ran), place.run(&anew));
        assert_eq!((&ran.assert_exit(0).out, &ran.err), (&anew.assert_exit(0).out, &anew.err), "{format}");
    }
    let anew = place.run(&["build", "--no-cache", "--warnings-as-errors"]);
    let ran = place.run(&["build", "--warnings-as-errors"]);
    assert_eq!(&ran.assert_exit(1).err, &anew.assert_exit(1).err);
}

#[test]
fn writes_only_what_changed_and_removes_only_its_own() {
    let place = TestBriefing::starter();
    place.run(&["build"]).assert_exit(0);
    place.write("public/mine.html", "mine");
    place.write("public/events/mine/notes.txt", "mine");
    place.write("public/.gitignore", "*\n");
    age(&place, "public");
    let before = place.times("public");

    place.replace("content/pages/about.md", "its people are invented", "its people are made up");
    fs::remove_file(place.path("content/events/port-agrees.md")).unwrap();
    let ran = place.run(&["build"]);
    assert!(ran.assert_exit(0).out.ends_with(" unchanged, 1 deleted\n"), "{}", ran.out);

    let after = place.times("public");
    assert!(!after.contains_key("events/port-agrees/index.html"));
    assert!(!place.path("public/events/port-agrees").exists());
    assert_ne!(after["about/index.html"], before["about/index.html"]);
    for same in ["404.html", "favicon.svg", "robots.txt", "articles/courier-2031/index.html"] {
        assert_eq!(after[same], before[same], "{same}");
    }
    assert_eq!(place.read("public/mine.html"), "mine");
    assert_eq!(place.read("public/events/mine/notes.txt"), "mine");
    assert_eq!(place.read("public/.gitignore"), "*\n");
}

#[test]
fn repairs_what_was_meddled_with() {
    let place = TestBriefing::starter();
    place.run(&["build"]).assert_exit(0);
    let whole = place.files("public");
    fs::remove_file(place.path("public/atom.xml")).unwrap();
    place.write("public/index.html", "meddled");
    let ran = place.run(&["build"]);
    assert!(ran.assert_exit(0).out.contains("\n  2 written, "), "{}", ran.out);
    assert!(place.files("public") == whole);
}

#[test]
fn errors_leave_the_last_site_as_it_is() {
    let place = TestBriefing::starter();
    place.run(&["build"]).assert_exit(0);
    let before = (place.files("public"), place.times("public"));
    place.replace("content/pages/about.md", "invented.", "invented [[nothing]].");
    let ran = place.run(&["build"]);
    assert!(ran.assert_exit(1).out.is_empty());
    assert!(ran.err.ends_with("\nNot built: 1 error. `briefing explain unknown-record` says more.\n"), "{}", ran.err);
    assert!((place.files("public"), place.times("public")) == before);
}

#[test]
fn leaves_drafts_out_unless_asked() {
    let place = TestBriefing::starter();
    place.run(&["new", "event", "First crossing"]).assert_exit(0);
    let page = place.path("public/events/first-crossing/index.html");
    let ran = place.run(&["build"]);
    assert!(ran.assert_exit(0).out.contains("\n  1 draft left out (--drafts shows them)\n"), "{}", ran.out);
    assert!(!page.exists());
    let ran = place.run(&["build", "--drafts"]);
    assert!(ran.assert_exit(0).out.contains("3 events") && !ran.out.contains("left out"), "{}", ran.out);
    assert!(page.is_file());
    place.run(&["build"]).assert_exit(0);
    assert!(!page.exists());
}

#[test]
fn minifies_on_request() {
    let place = TestBriefing::starter();
    place.run(&["build"]).assert_exit(0);
    let full = place.read("public/index.html").len();
    place.run(&["build", "--minify"]).assert_exit(0);
    assert!(place.read("public/index.html").len() < full);
}

#[test]
fn takes_another_address() {
    let place = TestBriefing::starter();
    for (given, written) in
        [("https://example.com", "https://example.com/"), ("http://x.example/a", "http://x.example/a/")]
    {
        place.run(&["build", "-u", given]).assert_exit(0);
        assert!(place.read("public/atom.xml").contains(&format!("{written}atom.xml")), "{given}");
    }
}

#[test]
fn builds_into_any_folder_that_is_empty_or_its_own() {
    let place = TestBriefing::starter();
    let elsewhere = TestBriefing::empty();
    let given = elsewhere.path("spaced out/ünï 中");
    let given = given.to_str().unwrap();
    for folder in ["out", "deep/er/out", "./out 2/../out", given, "out"] {
        let ran = place.run(&["build", "-o", folder]);
        assert!(ran.assert_exit(0).out.contains(&format!(" s: {folder}\n")), "{}", ran.out);
    }
    assert!(place.files("out") == elsewhere.files("spaced out/ünï 中"));
    place.write("ready/.gitignore", "*\n");
    place.run(&["build", "-o", "ready"]).assert_exit(0);
    assert_eq!(place.read("ready/.gitignore"), "*\n");
}

#[test]
fn refuses_a_folder_with_foreign_files_unless_forced() {
    let place = TestBriefing::starter();
    place.write("taken/mine.txt", "mine");
    place.write("taken/index.html", "mine");
    let before = place.files("taken");
    place.run(&["build", "-o", "taken"]).assert_result(
        2,
        "",
        "error: the site was not written: `taken` is not empty and was not made by briefing\n\
         help: name another folder with -o, or use --force: it keeps files that are not part of the site\n",
    );
    assert!(place.files("taken") == before);
    place.run(&["build", "-o", "taken", "--force"]).assert_exit(0);
    assert_eq!(place.read("taken/mine.txt"), "mine");
    assert!(place.read("taken/index.html").starts_with("<!doctype html>"));
}

#[test]
fn refuses_to_overwrite_a_foreign_file_in_its_own_folder() {
    let place = TestBriefing::starter();
    place.run(&["build"]).assert_exit(0);
    place.write("public/about-the-port/index.html", "mine");
    place.write(
        "content/pages/about-the-port.md",
        "+++\ntitle = \"The port itself\"\ndescription = \"What the port is.\"\n+++\nText.\n",
    );
    let before = place.files("public");
    place.run(&["build"]).assert_result(
        2,
        "",
        "error: the site was not written: `public/about-the-port/index.html` was not written by briefing and would be \
         overwritten\nhelp: move it away, or use --force to overwrite it\n",
    );
    assert!(place.files("public") == before);
}

#[test]
fn never_writes_over_what_it_reads() {
    let place = TestBriefing::starter();
    let before = place.files("");
    for (folder, problem) in [
        (".", "is the briefing's own folder"),
        ("content/..", "is the briefing's own folder"),
        ("content", "is in the briefing's `content`, which is read"),
        ("static", "is in the briefing's `static`, which is read"),
        ("themes/x/static", "is in the briefing's `themes`, which is read"),
    ] {
        for force in ["--drafts", "--force"] {
            place.run(&["build", "-o", folder, force]).assert_result(
                2,
                "",
                &format!(
                    "error: the site cannot be written to `{folder}`: it {problem}\n\
                     help: name a folder that holds nothing else, such as `public`\n"
                ),
            );
        }
    }
    let mut after = place.files("");
    after.retain(|path, _| !path.starts_with(".briefing/"));
    assert!(after == before);
}

#[test]
fn names_the_path_that_the_system_refuses() {
    let place = TestBriefing::starter();
    place.write("file", "mine");
    let ran = place.run(&["build", "-o", "file/site"]);
    assert!(
        ran.assert_exit(3).err.starts_with("error: the site was not written: failed to create folder `file/site`: "),
        "{}",
        ran.err
    );
    assert_eq!(place.read("file"), "mine");
}

#[cfg(unix)]
#[test]
fn says_that_a_folder_cannot_be_written() {
    use std::os::unix::fs::PermissionsExt;
    let place = TestBriefing::starter();
    fs::create_dir(place.path("locked")).unwrap();
    fs::set_permissions(place.path("locked"), fs::Permissions::from_mode(0o555)).unwrap();
    if File::create(place.path("locked/probe")).is_ok() {
        return; // The superuser may write anywhere.
    }
    for folder in ["locked", "locked/site"] {
        let ran = place.run(&["build", "-o", folder]);
        assert!(ran.assert_exit(3).err.contains("Permission denied"), "{}", ran.err);
    }
}

#[test]
fn needs_no_temporary_folder_and_no_home() {
    let place = TestBriefing::starter();
    let mut command = place.command(&["build"]);
    command.env("TMPDIR", "/nonexistent/ü").env("HOME", "/nonexistent");
    assert_eq!(command_result(command.output().unwrap()).code, Some(0));
}

#[test]
fn takes_another_configuration() {
    let place = TestBriefing::starter();
    let other = place.read("briefing.toml").replace("https://example.org/", "https://other.example/");
    place.write("other.toml", &format!("output_dir = \"site\"\n{other}"));
    place.run(&["-c", "other.toml", "build"]).assert_exit(0);
    assert!(place.read("site/atom.xml").contains("https://other.example/"));
    let ran = place.run(&["-c", "third.toml", "build"]);
    assert!(ran.assert_exit(3).err.contains("there is no `third.toml` in"), "{}", ran.err);
}

#[test]
fn waits_for_another_build() {
    let place = TestBriefing::starter();
    place.run(&["build"]).assert_exit(0);
    place.replace("content/pages/about.md", "its people are invented", "its people are made up");
    let before = place.files("public");
    let lock = File::options().write(true).open(place.path("public/.briefing-lock")).unwrap();
    lock.lock().unwrap();
    let mut command = place.command(&["build"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    thread::sleep(Duration::from_millis(500));
    assert!(child.try_wait().unwrap().is_none());
    assert!(place.files("public") == before);
    lock.unlock().unwrap();
    command_result(child.wait_with_output().unwrap()).assert_exit(0);
    assert!(place.read("public/about/index.html").contains("its people are made up"));
}

#[test]
fn builds_at_once_give_one_whole_site() {
    let place = TestBriefing::starter();
    place.run(&["build", "-o", "alone"]).assert_exit(0);
    let start = |_| place.command(&["build", "-o", "shared"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let children: Vec<_> = (0..4).map(start).map(Result::unwrap).collect();
    for child in children {
        command_result(child.wait_with_output().unwrap()).assert_exit(0);
    }
    assert!(place.files("shared") == place.files("alone"));
}
