//! Writes the proposed record: front matter with the extracted metadata, missing values as comments.

use super::{Mention, Proposal};
use crate::model::{Author, Publish};
use crate::text::{DateLine, DateLineKind, Extracted, SourceMetadata};
use std::fmt::Write as _;

/// Formats the article's `index.md`. `prompts` is the comment in place of the summary.
pub fn write(proposal: &Proposal, publish: Option<Publish>, prompts: &str) -> String {
    let metadata = &proposal.metadata;
    let mut out = String::from("+++\n");
    let title = metadata.title.clone().map(|title| Extracted { value: escape_markdown(&title.value), ..title });
    write_key_or_note(&mut out, "title", title.as_ref(), "\"\"", "the title was not recognized");
    out.push_str("description = \"\"            # one line of plain text: what the article is and argues\n");
    out.push_str("draft = true                # remove when the record is complete\n");
    write_authors(&mut out, &metadata.authors);
    write_optional(&mut out, "outlet", metadata.outlet.as_ref(), "publication or website");
    write_date(&mut out, metadata.date_line.as_ref());
    match &metadata.language {
        Some(language) => write_key(&mut out, "language", language),
        None => out.push_str("# language = \"en\"           # not recognized from the text\n"),
    }
    write_optional(&mut out, "url", metadata.url.as_ref(), "URL of the article");
    out.push_str("# accessed = \"2025-12-31\"   # date of access\n");
    out.push_str("# kind = \"op-ed\"            # op-ed, interview, commentary, report …\n");
    write_if_known(&mut out, "translator", metadata.translator.as_ref());
    write_if_known(&mut out, "editor", metadata.editor.as_ref());
    out.push_str("# topics = []\n\n");
    write_rights(&mut out, metadata, publish);
    write_extra(&mut out, metadata);
    out.push_str("+++\n\n");
    write_body(&mut out, &proposal.mentions, prompts);
    out
}

/// Escapes what would be Markdown in a title: emphasis, code, links and citations.
fn escape_markdown(title: &str) -> String {
    let mut escaped = String::with_capacity(title.len());
    let mut previous = ' ';
    let mut rest = title.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        let is_markup = match c {
            '*' | '`' | '\\' | '~' => true,
            '_' => !previous.is_alphanumeric() || !next.is_alphanumeric(),
            '@' => !previous.is_alphanumeric() && next.is_alphanumeric(),
            '[' => next == '[',
            '(' => previous == ']',
            _ => false,
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(c);
        previous = c;
    }
    escaped
}

/// Formats a string as a TOML literal.
fn toml_string(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn write_key(out: &mut String, name: &str, value: &str) {
    let _ = writeln!(out, "{name} = {}", toml_string(value));
}

fn write_key_or_note(out: &mut String, name: &str, extracted: Option<&Extracted<String>>, default: &str, note: &str) {
    match extracted {
        Some(extracted) => write_key(out, name, &extracted.value),
        None => {
            let _ = writeln!(out, "{name} = {default}                  # {note}");
        }
    }
}

fn write_optional(out: &mut String, name: &str, extracted: Option<&Extracted<String>>, description: &str) {
    match extracted {
        Some(extracted) => write_key(out, name, &extracted.value),
        None => {
            let _ = writeln!(out, "# {name} = \"…\"   # {description}; not stated in the text");
        }
    }
}

fn write_if_known(out: &mut String, name: &str, extracted: Option<&Extracted<String>>) {
    if let Some(extracted) = extracted {
        write_key(out, name, &extracted.value);
    }
}

fn write_authors(out: &mut String, authors: &[Author]) {
    if authors.is_empty() {
        out.push_str("authors = []                # not stated in the text\n");
        return;
    }
    out.push_str("authors = [\n");
    for author in authors {
        let parts = [("family", &author.family), ("role", &author.role), ("affiliation", &author.affiliation)];
        let _ = write!(out, "  {{ name = {}", toml_string(&author.name));
        for (name, value) in parts.iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
            let _ = write!(out, ", {name} = {}", toml_string(value));
        }
        let unsure = if author.family.is_none() { " # check which part is the family name" } else { "" };
        let _ = writeln!(out, " }},{unsure}");
    }
    out.push_str("]\n");
}

fn write_date(out: &mut String, extracted: Option<&Extracted<DateLine>>) {
    let Some(Extracted { value: date_line, .. }) = extracted else {
        out.push_str(
            "# date = \"…\"                # not stated in the text; EDTF: 2025-12, ../2025-12-12 (on or before)\n",
        );
        return;
    };
    write_key(out, "date", &date_line.date);
    let time = match (&date_line.time, date_line.zone.as_deref()) {
        (Some(time), Some("Z")) => format!(" The time is {time} UTC."),
        (Some(time), Some(zone)) => format!(" The time is {time}{zone}."),
        (Some(time), None) => format!(" The time is {time} (time zone not stated)."),
        (None, _) => String::new(),
    };
    let explanation = match date_line.kind {
        DateLineKind::Published => "Labelled as the date of publication",
        DateLineKind::Released => "Labelled as the date of release",
        DateLineKind::Unlabelled => "Shown on the page without a label",
        DateLineKind::Updated => "Labelled as the date of the last update; the article was published on or before it",
    };
    write_key(out, "date_note", &format!("{explanation}.{time}"));
    if date_line.kind == DateLineKind::Updated {
        let _ = writeln!(
            out,
            "# date = {}  # use this if only certain dates should be recorded",
            toml_string(&format!("../{}", date_line.date))
        );
    }
}

fn write_rights(out: &mut String, metadata: &SourceMetadata, publish: Option<Publish>) {
    let rights = metadata.rights.as_ref().map(|extracted| &extracted.value);
    let publish = publish.unwrap_or_default();
    out.push_str("[rights]\n");
    let _ =
        writeln!(out, "publish = {}        # none, excerpts (short quotations) or full", toml_string(publish.as_str()));
    match rights {
        Some(rights) => write_key(out, "statement", &rights.statement),
        None => out.push_str("# statement = \"…\"          # not stated in the text: treated as all rights reserved\n"),
    }
    if let Some(license) = rights.and_then(|rights| rights.license.as_ref()) {
        write_key(out, "license", license);
    }
}

/// Writes the metadata that has no key of its own under `[extra]`.
fn write_extra(out: &mut String, metadata: &SourceMetadata) {
    if metadata.section.is_none() && metadata.related_url.is_none() {
        return;
    }
    out.push_str("\n[extra]\n");
    write_if_known(out, "section", metadata.section.as_ref());
    write_if_known(out, "related_url", metadata.related_url.as_ref());
}

fn write_body(out: &mut String, mentions: &[Mention], prompts: &str) {
    out.push_str(prompts.trim_end());
    out.push('\n');
    if mentions.is_empty() {
        return;
    }
    out.push_str("\n<!-- The text mentions:\n");
    for mention in mentions {
        let passages: Vec<String> = mention.passages.iter().map(ToString::to_string).collect();
        let _ = writeln!(out, "     {} ({}): ¶{}", mention.id, mention.kind.as_str(), passages.join(", "));
    }
    out.push_str("-->\n");
}

/// Formats a date line for a listing: `2031-03-14T07:50 (minute, updated)`.
pub fn format_date_line(date_line: &DateLine) -> String {
    let time = date_line.time.as_deref().map(|time| format!("T{time}")).unwrap_or_default();
    format!("{}{time} ({}, {})", date_line.date, date_line.precision.as_str(), date_line.kind.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{ExistingContent, ImportFile, propose};

    const TEXT: &str = "A \"bridge\"\nBy Ada BERG | Updated: 2031-03-14 07:50\nThe ferry stopped running in the spring of that year, and all waited.";

    fn written(text: &str) -> String {
        let proposal =
            propose(&ImportFile { name: "a.txt", bytes: text.as_bytes() }, &ExistingContent::default()).unwrap();
        write(&proposal, None, "<!-- Summary. -->")
    }

    fn front_matter(record: &str) -> toml::Table {
        record.split("+++").nth(1).unwrap().parse().unwrap()
    }

    #[test]
    fn fills_in_extracted_metadata() {
        let table = front_matter(&written(TEXT));
        assert_eq!(table["title"].as_str(), Some("A \"bridge\""));
        assert_eq!(table["date"].as_str(), Some("2031-03-14"));
        assert_eq!(table["authors"][0]["family"].as_str(), Some("Berg"));
        assert_eq!(table["rights"]["publish"].as_str(), Some("excerpts"));
    }

    #[test]
    fn escapes_markdown_in_titles() {
        for (title, escaped) in [
            ("A \"bridge\" [2031]", "A \"bridge\" [2031]"),
            ("@office says *no*", "\\@office says \\*no\\*"),
            ("snake_case _now_", "snake_case \\_now\\_"),
            ("[[x]] [a](b) a@b", "\\[[x]] [a]\\(b) a@b"),
        ] {
            assert_eq!(escape_markdown(title), escaped);
        }
    }

    #[test]
    fn records_reserved_rights_as_a_statement() {
        let table = front_matter(&written(&format!("{TEXT}\n\n© 2031 Harbour Courier. All rights reserved.")));
        assert_eq!(table["rights"]["publish"].as_str(), Some("excerpts"), "a short quotation is no republication");
        assert_eq!(table["rights"]["statement"].as_str(), Some("All rights reserved"));
    }

    #[test]
    fn leaves_missing_metadata_as_comments() {
        let record = written("Words");
        let table = front_matter(&record);
        assert!(!table.contains_key("date") && !table.contains_key("outlet") && !table.contains_key("url"));
        assert!(record.contains("not stated in the text") && record.ends_with("<!-- Summary. -->\n"));
    }
}
