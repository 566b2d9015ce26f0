//! `briefing cite "words"`: finds the passages that contain some words, and prints ready citations.

use crate::cli::CommandOutcome;
use crate::cli::args::CiteArgs;
use crate::cli::article_texts::{self, citation};
use crate::cli::project::{is_human_format, pluralize};
use crate::cli::settings::Settings;
use crate::cli::terminal::Terminal;
use crate::diagnose::report::{ReportFormat, sanitized};
use crate::model::script::strip_quote_pair;
use crate::model::{RecordId, Site};
use crate::relate::{WordMatch, find_words};
use serde_json::{Value, json};

/// Marks that would end the quotation, and are printed as single ones.
const DOUBLE_MARKS: [char; 8] = ['"', '“', '”', '„', '‟', '«', '»', '＂'];

pub(super) fn run(args: &CiteArgs, settings: &Settings, terminal: &mut Terminal) -> anyhow::Result<CommandOutcome> {
    let words = unquoted(&args.words.join(" "));
    if !words.contains(char::is_alphanumeric) {
        return terminal
            .report_usage_error("there are no words to find", "give the words: `briefing cite \"so it is\"`");
    }
    let (site, _) = article_texts::load_site(settings)?;
    let article = match args.article.as_deref().map(|id| article_texts::find_article(&site, id)).transpose() {
        Ok(article) => article,
        Err(error) => return terminal.report_usage_error(&error.message, &error.help),
    };
    if let Some(Err(error)) = article.map(|article| article_texts::text_of(&site, article)) {
        return terminal.report_nothing_found(&error.message, &error.help);
    }
    let matches = find_words(&site, &words, article);
    if settings.format == ReportFormat::Json {
        let matches: Vec<Value> = matches.iter().map(|found| match_json(&site, &words, found)).collect();
        terminal.print(&format!("{:#}\n", Value::from(matches)))?;
    } else {
        if matches.iter().any(|found| found.difference.is_some()) {
            terminal.print_err("No text has exactly these words. The nearest ones:\n")?;
        }
        let lines: String = matches.iter().map(|found| format_match(&site, &words, found)).collect();
        terminal.print(&lines)?;
    }
    report_unsearched(&site, article, settings, terminal)?;
    if matches.is_empty() {
        return terminal.report_nothing_found(
            "no text has these words or similar ones",
            "print the text of an article with `briefing show ID`",
        );
    }
    Ok(CommandOutcome::Success)
}

/// Prints the number of articles that were not searched.
fn report_unsearched(
    site: &Site,
    article: Option<RecordId>,
    settings: &Settings,
    terminal: &mut Terminal,
) -> anyhow::Result<()> {
    let count = article_texts::count_without_text(site);
    if count == 0 || article.is_some() || !is_human_format(settings) {
        return Ok(());
    }
    let (verb, rest) = if count == 1 { ("was", "its text is") } else { ("were", "their texts are") };
    terminal.print_err(&format!("{} {verb} not searched because {rest} not available.\n", pluralize(count, "article")))
}

fn match_json(site: &Site, words: &str, found: &WordMatch) -> Value {
    let article = site.record(found.article);
    let (text, diff) = match &found.difference {
        None => (words, None),
        Some((text, diff)) => (text.as_str(), Some(diff)),
    };
    json!({
        "article": article.id,
        "passage": found.passage,
        "exact": diff.is_none(),
        "words": text,
        "difference": diff,
        "citation": quotation(text, &citation(article, found.passage)),
    })
}

/// Formats a match: the quotation with its citation, and below it the difference of a near match.
fn format_match(site: &Site, words: &str, found: &WordMatch) -> String {
    let citation = citation(site.record(found.article), found.passage);
    match &found.difference {
        None => format!("{}\n", quotation(words, &citation)),
        Some((text, diff)) => format!("{}\n    {}\n", quotation(text, &citation), sanitized(diff)),
    }
}

/// Returns the words on one line, without the marks that enclose them.
fn unquoted(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    strip_quote_pair(&words).map_or_else(|| words.clone(), |inner| inner.trim().to_owned())
}

/// Formats a quotation in Markdown: inner marks become single, and Markdown syntax is escaped.
fn quotation(words: &str, citation: &str) -> String {
    let mut quoted = String::with_capacity(words.len());
    for c in sanitized(words).chars() {
        match c {
            c if DOUBLE_MARKS.contains(&c) => quoted.push('\''),
            '*' | '_' | '`' | '<' | '\\' => quoted.extend(['\\', c]),
            c => quoted.push(c),
        }
    }
    format!("\"{quoted}\" {citation}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_enclosing_marks() {
        for words in ["so it is", "“so it is”", "„so  it\nis“", "\"so it is\"", "« so it is »"] {
            assert_eq!(unquoted(words), "so it is", "{words}");
        }
        assert_eq!(unquoted("“so” it is"), "“so” it is");
        assert_eq!(unquoted("\""), "\"");
    }

    #[test]
    fn writes_marks_and_markdown_as_text() {
        assert_eq!(quotation("the “old” *pier*", "[@a, ¶1]"), "\"the 'old' \\*pier\\*\" [@a, ¶1]");
    }
}
