//! Runs `briefing serve` as a process, so that its memory, threads and open files can be measured.

use crate::client::{Client, TIMEOUT};
use crate::workspace::{self, Files};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::ops::Deref;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

pub(crate) struct ServeProcess {
    client: Client,
    child: Child,
    folder: TempDir,
}

/// Resources of a process.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProcessUsage {
    /// Resident memory, in KiB.
    pub(crate) memory: usize,
    pub(crate) threads: usize,
    pub(crate) files: usize,
}

impl ServeProcess {
    /// Starts the preview of a workspace.
    pub(crate) fn start(files: &Files) -> ServeProcess {
        let folder = tempfile::tempdir().unwrap();
        workspace::sync_files(folder.path(), &Files::new(), files);
        let mut child = Command::new(env!("CARGO_BIN_EXE_briefing"))
            .args(["serve", "-p", "0"])
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut output = String::new();
        let address = loop {
            assert!(out.read_line(&mut output).unwrap() > 0, "it ended: {output}");
            if let Some((_, url)) = output.split_once("Serving http://") {
                break url.split('/').next().unwrap().parse().unwrap();
            }
        };
        // Drain the output, or the process blocks on a full pipe.
        thread::spawn(move || out.read_to_end(&mut Vec::new()));
        ServeProcess { client: Client { address }, child, folder }
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: &str) {
        workspace::write(self.folder.path(), path, text);
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.folder.path().join(path)).unwrap();
    }

    /// Waits until a condition holds, and returns the elapsed time.
    pub(crate) fn wait_until(&self, condition: impl Fn(&Client) -> bool) -> Duration {
        let start = Instant::now();
        while !condition(&self.client) {
            assert!(start.elapsed() < TIMEOUT, "waited in vain");
            thread::sleep(Duration::from_millis(2));
        }
        start.elapsed()
    }

    /// Waits until a page contains a text.
    pub(crate) fn wait_for(&self, page: &str, text: &str) -> Duration {
        self.wait_until(|client| client.get(page).text().contains(text))
    }

    /// Returns the current resource usage, or `None` on systems without `/proc`.
    pub(crate) fn usage(&self) -> Option<ProcessUsage> {
        let process = format!("/proc/{}", self.child.id());
        let status = fs::read_to_string(format!("{process}/status")).ok()?;
        let number = |key: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(key))?;
            line.split_whitespace().next()?.parse().ok()
        };
        let files = fs::read_dir(format!("{process}/fd")).ok()?.count();
        Some(ProcessUsage { memory: number("VmRSS:")?, threads: number("Threads:")?, files })
    }
}

impl Deref for ServeProcess {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Drop for ServeProcess {
    fn drop(&mut self) {
        // The process may have ended already; then the test has failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
