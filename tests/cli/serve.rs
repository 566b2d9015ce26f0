//! `briefing serve`: what it says, and how it ends. What it answers, `tests/serve` looks at.

use crate::harness::{TestBriefing, command_result};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, ChildStdout, Command, Stdio};

struct Preview {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Preview {
    fn of(place: &TestBriefing, more: &[&str]) -> Preview {
        let args: Vec<&str> = ["serve"].iter().chain(more).copied().collect();
        let mut child = place.command(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Preview { child, out }
    }

    /// The next line, with numbers left out.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line.chars().filter(|c| !c.is_ascii_digit()).collect()
    }

    fn end(mut self) -> String {
        self.child.kill().unwrap();
        command_result(self.child.wait_with_output().unwrap()).err
    }
}

#[test]
fn says_one_calm_line_for_each_build_and_mistakes_in_full() {
    let place = TestBriefing::starter();
    let mut preview = Preview::of(&place, &["-p", "0"]);
    assert_eq!(preview.line(), " pages in  ms\n");
    assert_eq!(preview.line(), "Serving http://...:/ (Ctrl-C ends)\n");
    place.replace("content/pages/about.md", "its people are invented", "its people are made up");
    assert_eq!(preview.line(), "content/pages/about.md:  page in  ms\n");
    let good = place.read("content/pages/about.md");
    place.write("content/pages/about.md", &format!("{good}\nSee [[nowhere]].\n"));
    assert_eq!(preview.line(), "content/pages/about.md:  error. The last good site is shown on.\n");
    place.write("content/pages/about.md", &good);
    assert_eq!(preview.line(), "content/pages/about.md:  pages in  ms\n");
    let err = preview.end();
    assert!(err.contains("error[unknown-record]") && err.contains("See [[nowhere]]."), "{err}");
}

#[cfg(unix)]
#[test]
fn ends_at_once_when_interrupted() {
    use std::os::unix::process::ExitStatusExt;
    if ignores_interrupts() {
        eprintln!(
            "skipped: interrupts are ignored where this runs, such as behind `nohup` or `&`, and so for what it starts"
        );
        return;
    }
    let place = TestBriefing::starter();
    let mut preview = Preview::of(&place, &["-p", "0", "--poll"]);
    preview.line();
    preview.line();
    let pid = preview.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(preview.child.wait().unwrap().signal(), Some(2));
}

/// Whether this process was told to ignore SIGINT, as the system says it.
fn ignores_interrupts() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 0b10 != 0)
}

/// A limit of watched folders can be set for a process where users may have namespaces of their own.
#[cfg(target_os = "linux")]
#[test]
fn looks_now_and_then_where_the_system_watches_too_little() {
    let place = TestBriefing::starter();
    let limit = "echo 4 > /proc/sys/user/max_inotify_watches";
    let can_limit = Command::new("unshare").args(["-Ur", "sh", "-c", limit]).stderr(Stdio::null()).status();
    if !can_limit.is_ok_and(|status| status.success()) {
        return;
    }
    let program = place.command(&[]).get_program().to_owned();
    let mut child = Command::new("unshare")
        .args(["-Ur", "sh", "-c", &format!("{limit}; exec \"$0\" serve -p 0")])
        .arg(program)
        .current_dir(place.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let mut preview = Preview { child, out };
    preview.line();
    preview.line();
    place.replace("content/pages/about.md", "its people are invented", "its people are made up");
    assert_eq!(preview.line(), "content/pages/about.md:  page in  ms\n");
    assert!(preview.end().contains("Looking for changes now and then: the system's limit of watched folders"));
}

#[test]
fn takes_the_next_free_port_or_says_that_it_is_taken() {
    let place = TestBriefing::starter();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ran = place.run(&["serve", "-p", &port, "--no-port-append"]);
    assert!(ran.assert_exit(3).err.contains("give another port with -p"), "{}", ran.err);
    let mut preview = Preview::of(&place, &["-p", &port]);
    preview.line();
    assert!(preview.line().starts_with("Serving http://"));
    preview.end();
}

#[test]
fn says_where_there_is_no_briefing() {
    let ran = TestBriefing::empty().run(&["server", "-p", "0"]);
    assert!(ran.assert_exit(3).err.contains("no briefing here"), "{}", ran.err);
}
