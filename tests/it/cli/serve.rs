//! `briefing serve`: terminal output and exit. `crate::serve` tests the responses.

use super::harness::{TestBriefing, command_result};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, ChildStdout, Command, Stdio};

struct ServeProcess {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl ServeProcess {
    fn start(briefing: &TestBriefing, options: &[&str]) -> ServeProcess {
        let args: Vec<&str> = ["serve"].iter().chain(options).copied().collect();
        let mut child = briefing.command(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        ServeProcess { child, out }
    }

    /// Reads the next line, without digits.
    fn next_line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line.chars().filter(|c| !c.is_ascii_digit()).collect()
    }

    fn kill(mut self) -> String {
        self.child.kill().unwrap();
        command_result(self.child.wait_with_output().unwrap()).err
    }
}

#[test]
fn prints_one_line_per_build_and_all_errors() {
    let briefing = TestBriefing::starter();
    let mut process = ServeProcess::start(&briefing, &["-p", "0"]);
    assert_eq!(process.next_line(), " pages in  ms\n");
    assert_eq!(process.next_line(), "Serving http://...:/ (press Ctrl-C to stop)\n");
    briefing.replace("content/pages/about.md", "people are fictional", "people are made up");
    assert_eq!(process.next_line(), "content/pages/about.md:  page in  ms\n");
    let good = briefing.read("content/pages/about.md");
    briefing.write("content/pages/about.md", &format!("{good}\nSee [[nowhere]].\n"));
    assert_eq!(process.next_line(), "content/pages/about.md:  error. Still serving the last successful build.\n");
    briefing.write("content/pages/about.md", &good);
    assert_eq!(process.next_line(), "content/pages/about.md:  pages in  ms\n");
    let err = process.kill();
    assert!(err.contains("error[unknown-record]") && err.contains("See [[nowhere]]."), "{err}");
}

#[cfg(unix)]
#[test]
fn exits_on_interrupt() {
    use std::os::unix::process::ExitStatusExt;
    if ignores_interrupts() {
        eprintln!(
            "skipped: interrupts are ignored where this runs, such as behind `nohup` or `&`, and so for what it starts"
        );
        return;
    }
    let briefing = TestBriefing::starter();
    let mut process = ServeProcess::start(&briefing, &["-p", "0", "--poll"]);
    process.next_line();
    process.next_line();
    let pid = process.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(process.child.wait().unwrap().signal(), Some(2));
}

/// Checks whether this process ignores SIGINT, which its children would inherit.
fn ignores_interrupts() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 0b10 != 0)
}

/// The limit of inotify watches can be lowered for a process where user namespaces are available.
#[cfg(target_os = "linux")]
#[test]
fn falls_back_to_polling_at_watch_limit() {
    let briefing = TestBriefing::starter();
    let limit = "echo 4 > /proc/sys/user/max_inotify_watches";
    let can_limit = Command::new("unshare").args(["-Ur", "sh", "-c", limit]).stderr(Stdio::null()).status();
    if !can_limit.is_ok_and(|status| status.success()) {
        return;
    }
    let program = briefing.command(&[]).get_program().to_owned();
    let mut child = Command::new("unshare")
        .args(["-Ur", "sh", "-c", &format!("{limit}; exec \"$0\" serve -p 0")])
        .arg(program)
        .current_dir(briefing.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let mut process = ServeProcess { child, out };
    process.next_line();
    process.next_line();
    briefing.replace("content/pages/about.md", "people are fictional", "people are made up");
    assert_eq!(process.next_line(), "content/pages/about.md:  page in  ms\n");
    assert!(process.kill().contains("Polling for changes: the operating system's limit of watched folders"));
}

#[test]
fn uses_next_free_port_or_reports_port_in_use() {
    let briefing = TestBriefing::starter();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let result = briefing.run(&["serve", "-p", &port, "--no-port-append"]);
    assert!(result.assert_exit(3).err.contains("choose another port with -p"), "{}", result.err);
    let mut process = ServeProcess::start(&briefing, &["-p", &port]);
    process.next_line();
    assert!(process.next_line().starts_with("Serving http://"));
    process.kill();
}

#[test]
fn reports_missing_briefing() {
    let result = TestBriefing::empty().run(&["server", "-p", "0"]);
    assert!(result.assert_exit(3).err.contains("no briefing found"), "{}", result.err);
}
