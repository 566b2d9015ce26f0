//! `check --external` against servers on this machine: what is asked, how gently, and what is made of the answers.

#![cfg(feature = "external-links")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

mod cache;
mod command;
mod failures;
mod rate_limits;
mod server;
mod statuses;

use briefing::diagnose::Diagnostics;
use briefing::diagnose::report::{ReportFormat, ReportStyle, report};
use briefing::links::{self, LinkCache, LinkCheckOptions, LinkCheckSummary};
use briefing::load::{self, Inputs, LoadOptions};
use briefing::model::Bytes;
use briefing::span::Sources;
use std::sync::Arc;

/// 26 November 2031.
const NOW: i64 = 1_953_417_600;

/// What a check came to.
struct CheckResult {
    summary: LinkCheckSummary,
    diagnostics: Vec<String>,
}

/// Checks a page with these Markdown lines, with these lines under `[link_checker]`.
fn check(lines: &[String], settings: &str) -> CheckResult {
    check_at(NOW, lines, settings, &mut LinkCache::default())
}

fn check_at(now: i64, lines: &[String], settings: &str, cache: &mut LinkCache) -> CheckResult {
    let config = format!("base_url = \"https://example.org/\"\n[link_checker]\n{settings}\n");
    let page = format!("+++\ntitle = \"P\"\ndescription = \"D\"\n+++\n{}\n", lines.join("\n\n"));
    check_files(now, &[("briefing.toml", &config), ("content/pages/p.md", &page)], cache)
}

fn check_files(now: i64, files: &[(&str, &str)], cache: &mut LinkCache) -> CheckResult {
    let files = files.iter().map(|(path, text)| (Arc::from(*path), Bytes::from(text.as_bytes()))).collect();
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let inputs = Inputs { files, refused: Vec::new() };
    let site = load::load(&inputs, &LoadOptions::default(), &mut sources, &mut Diagnostics::default());
    let asked =
        links::check(&site, &sources, LinkCheckOptions { now, bypass_proxy: true }, cache, &|_, _| (), &mut found);
    found.sort(&sources);
    let found = report(ReportFormat::Short, &found, &sources, &[], ReportStyle::default());
    CheckResult { summary: asked, diagnostics: found.lines().map(str::to_owned).collect() }
}

/// A link to a path of a server.
fn link(server: &server::TestServer, path: &str) -> String {
    format!("[x]({}{path})", server.address)
}

impl CheckResult {
    /// The findings without their places, addresses and help: `dead-external-link 404 Not Found`.
    fn codes_and_reasons(&self) -> Vec<String> {
        let told = |line: &String| {
            let (_, rest) = line.split_once('[').unwrap();
            let (code, message) = rest.split_once("]: ").unwrap();
            let message = message.split("; ").next().unwrap();
            let behind = message.rsplit_once('`').unwrap().1;
            let words = behind.trim_start_matches(" is not there: ").trim_start_matches(" could not be checked: ");
            format!("{code} {words}").trim_end().to_owned()
        };
        self.diagnostics.iter().map(told).collect()
    }
}
