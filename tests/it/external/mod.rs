//! Tests `check --external` against local servers: requests, rate limits and results.

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

/// Result of a link check.
struct CheckResult {
    summary: LinkCheckSummary,
    diagnostics: Vec<String>,
}

/// Checks a page with these Markdown lines and these settings in `[link_checker]`.
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
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let inputs = Inputs { files, refused: Vec::new() };
    let site = load::load(&inputs, &LoadOptions::default(), &mut sources, &mut Diagnostics::default());
    let summary = links::check(
        &site,
        &sources,
        LinkCheckOptions { now, bypass_proxy: true },
        cache,
        &|_, _| (),
        &mut diagnostics,
    );
    diagnostics.sort(&sources);
    let diagnostics = report(ReportFormat::Short, &diagnostics, &sources, &[], ReportStyle::default());
    CheckResult { summary, diagnostics: diagnostics.lines().map(str::to_owned).collect() }
}

/// Formats a Markdown link to a path of the server.
fn link(server: &server::TestServer, path: &str) -> String {
    format!("[x]({}{path})", server.address)
}

impl CheckResult {
    /// Returns the diagnostics without locations, URLs and help: `dead-external-link 404 Not Found`.
    fn codes_and_reasons(&self) -> Vec<String> {
        let summarize = |line: &String| {
            let (_, rest) = line.split_once('[').unwrap();
            let (code, message) = rest.split_once("]: ").unwrap();
            let message = message.split("; ").next().unwrap();
            let rest = message.rsplit_once('`').unwrap().1;
            let reason = rest.trim_start_matches(" is dead: ").trim_start_matches(" could not be checked: ");
            format!("{code} {reason}").trim_end().to_owned()
        };
        self.diagnostics.iter().map(summarize).collect()
    }
}
