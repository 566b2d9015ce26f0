//! `briefing show ID`: prints the text of an article with the numbers of its passages, or as JSON.

use crate::cli::CommandOutcome;
use crate::cli::args::ShowArgs;
use crate::cli::article_texts::{self, citation};
use crate::cli::settings::Settings;
use crate::cli::terminal::Terminal;
use crate::diagnose::report::{ReportFormat, sanitized};
use crate::model::{Record, Text};
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(super) fn run(args: &ShowArgs, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<CommandOutcome> {
    let (site, sources) = article_texts::load_site(settings)?;
    let article = match article_texts::find_article(&site, &args.id) {
        Ok(article) => article,
        Err(error) => return terminal.report_usage_error(&error.message, &error.help),
    };
    let text = match article_texts::text_of(&site, article) {
        Ok(text) => text,
        Err(error) => return terminal.report_nothing_found(&error.message, &error.help),
    };
    let (record, path) = (site.record(article), &*sources.get(text.file).path);
    if settings.format == ReportFormat::Json {
        terminal.print(&format!("{:#}\n", text_json(record, text, path)))?;
    } else {
        terminal.print(&format_text(record, text, path))?;
    }
    Ok(CommandOutcome::Success)
}

/// Returns a text as JSON; `path` is that of its file, relative to the root.
fn text_json(record: &Record, text: &Text, path: &str) -> Value {
    let passages = text.passages.iter().map(|block| {
        json!({
            "passage": block.passage,
            "citation": citation(record, block.passage),
            "words": block.words,
        })
    });
    json!({
        "article": record.id,
        "title": record.title.value,
        "path": path,
        "sha256": text.sha256,
        "passages": passages.collect::<Vec<_>>(),
    })
}

/// Formats a text for readers: a heading, then one line per passage.
fn format_text(record: &Record, text: &Text, path: &str) -> String {
    let mut out = format!("{} ({})\n", sanitized(&record.title.value), sanitized(path));
    let labels: Vec<String> = text.passages.iter().map(|block| block.passage.to_string()).collect();
    let width = labels.iter().map(|label| label.chars().count()).max().unwrap_or(0);
    for (label, block) in labels.iter().zip(&text.passages) {
        let _ = write!(out, "\n{label:width$}  {}\n", sanitized(&block.words));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use crate::testkit::Sample;

    #[test]
    fn formats_a_line_per_passage() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "ferry", "The\u{1b} ferry").text(&["It is full.", "It is\nold."]);
        let (site, _) = sample.finish();
        let record = &site.records[0];
        let formatted = format_text(record, record.text().unwrap(), "a.txt");
        assert_eq!(formatted, "The\u{fffd} ferry (a.txt)\n\n¶1  It is full.\n\n¶2  It is old.\n");
        let json = text_json(record, record.text().unwrap(), "a.txt");
        assert_eq!(json["passages"][1]["citation"], "[@ferry, ¶2]");
    }
}
