//! Writes the proposed record: front matter filled in, what the text does not state left as a comment that says so.

use super::{Mention, Proposal};
use crate::model::{Author, Publish};
use crate::text::{Findings, Said, Stamp, StampKind};
use std::fmt::Write as _;

/// The article's `index.md`. `prompts` is the comment that stands where the summary belongs.
pub fn write(proposal: &Proposal, publish: Option<Publish>, prompts: &str) -> String {
    let found = &proposal.found;
    let mut out = String::from("+++\n");
    key_or_note(&mut out, "title", found.title.as_ref(), "\"\"", "the text has no title that is sure");
    out.push_str("description = \"\"            # one plain line: what the article is and argues\n");
    out.push_str("draft = true                # remove when it is ready\n");
    authors(&mut out, &found.authors);
    optional(&mut out, "outlet", found.outlet.as_ref(), "where it appeared");
    date(&mut out, found.stamp.as_ref());
    match &found.language {
        Some(language) => key(&mut out, "language", language),
        None => out.push_str("# language = \"en\"           # not plain from the text\n"),
    }
    optional(&mut out, "url", found.url.as_ref(), "its own address");
    out.push_str("# accessed = \"2025-12-31\"   # when it was read\n");
    out.push_str("# kind = \"op-ed\"            # op-ed, interview, commentary, report …\n");
    credit(&mut out, "translator", found.translator.as_ref());
    credit(&mut out, "editor", found.editor.as_ref());
    out.push_str("# topics = []\n\n");
    rights(&mut out, found, publish);
    extra(&mut out, found);
    out.push_str("+++\n\n");
    body(&mut out, &proposal.mentions, prompts);
    out
}

/// The string as TOML writes it.
fn quoted(words: &str) -> String {
    toml::Value::String(words.to_owned()).to_string()
}

fn key(out: &mut String, name: &str, value: &str) {
    let _ = writeln!(out, "{name} = {}", quoted(value));
}

fn key_or_note(out: &mut String, name: &str, said: Option<&Said<String>>, otherwise: &str, note: &str) {
    match said {
        Some(said) => key(out, name, &said.value),
        None => {
            let _ = writeln!(out, "{name} = {otherwise}                  # {note}");
        }
    }
}

fn optional(out: &mut String, name: &str, said: Option<&Said<String>>, what: &str) {
    match said {
        Some(said) => key(out, name, &said.value),
        None => {
            let _ = writeln!(out, "# {name} = \"…\"   # {what}; the text does not state it");
        }
    }
}

fn credit(out: &mut String, name: &str, said: Option<&Said<String>>) {
    if let Some(said) = said {
        key(out, name, &said.value);
    }
}

fn authors(out: &mut String, authors: &[Author]) {
    if authors.is_empty() {
        out.push_str("authors = []                # the text names none\n");
        return;
    }
    out.push_str("authors = [\n");
    for author in authors {
        let parts = [("family", &author.family), ("role", &author.role), ("affiliation", &author.affiliation)];
        let _ = write!(out, "  {{ name = {}", quoted(&author.name));
        for (name, value) in parts.iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
            let _ = write!(out, ", {name} = {}", quoted(value));
        }
        let unsure = if author.family.is_none() { " # which part is the family name is not sure" } else { "" };
        let _ = writeln!(out, " }},{unsure}");
    }
    out.push_str("]\n");
}

fn date(out: &mut String, said: Option<&Said<Stamp>>) {
    let Some(Said { value: stamp, .. }) = said else {
        out.push_str(
            "# date = \"…\"                # the text does not state it; EDTF: 2025-12, ../2025-12-12 (on or before)\n",
        );
        return;
    };
    key(out, "date", &stamp.date);
    let time = match (&stamp.time, stamp.zone.as_deref()) {
        (Some(time), Some("Z")) => format!(" The time is {time} UTC."),
        (Some(time), Some(zone)) => format!(" The time is {time}{zone}."),
        (Some(time), None) => format!(" The time is {time}, by the page's own clock."),
        (None, _) => String::new(),
    };
    let what = match stamp.kind {
        StampKind::Published => "The page says that it was published then",
        StampKind::Released => "The page says that it was released then",
        StampKind::Unlabelled => "The page prints this date without a label",
        StampKind::Updated => {
            "The page says that it was updated then; the first publication is not stated and cannot be later"
        }
    };
    key(out, "date_note", &format!("{what}.{time}"));
    if stamp.kind == StampKind::Updated {
        let _ = writeln!(
            out,
            "# date = {}  # if only what is sure should stand here",
            quoted(&format!("../{}", stamp.date))
        );
    }
}

fn rights(out: &mut String, found: &Findings, publish: Option<Publish>) {
    let terms = found.terms.as_ref().map(|said| &said.value);
    let reserved = terms.is_some_and(|terms| terms.is_reserved);
    let publish = publish.unwrap_or(if reserved { Publish::None } else { Publish::Excerpts });
    out.push_str("[rights]\n");
    let _ = writeln!(out, "publish = {}        # none, excerpts (short quotations) or full", quoted(publish.word()));
    match terms {
        Some(terms) => key(out, "statement", &terms.statement),
        None => out.push_str("# statement = \"…\"          # the text states no terms: all rights count as reserved\n"),
    }
    if let Some(license) = terms.and_then(|terms| terms.license.as_ref()) {
        key(out, "license", license);
    }
}

/// What the record has no key for.
fn extra(out: &mut String, found: &Findings) {
    if found.section.is_none() && found.related_url.is_none() {
        return;
    }
    out.push_str("\n[extra]\n");
    credit(out, "section", found.section.as_ref());
    credit(out, "related_url", found.related_url.as_ref());
}

fn body(out: &mut String, mentions: &[Mention], prompts: &str) {
    out.push_str(prompts.trim_end());
    out.push('\n');
    if mentions.is_empty() {
        return;
    }
    out.push_str("\n<!-- The text mentions:\n");
    for mention in mentions {
        let passages: Vec<String> = mention.passages.iter().map(ToString::to_string).collect();
        let _ = writeln!(out, "     {} ({}): ¶{}", mention.id, mention.kind.word(), passages.join(", "));
    }
    out.push_str("-->\n");
}

/// How a stamp is told in a list: `2031-03-14T07:50 (minute, updated)`.
pub fn stamp_words(stamp: &Stamp) -> String {
    let time = stamp.time.as_deref().map(|time| format!("T{time}")).unwrap_or_default();
    format!("{}{time} ({}, {})", stamp.date, stamp.precision.word(), stamp.kind.word())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Known, Source, propose};

    const TEXT: &str = "A \"bridge\"\nBy Ada BERG | Updated: 2031-03-14 07:50\nThe ferry stopped running in the spring of that year, and all waited.";

    fn written(text: &str) -> String {
        let proposal = propose(&Source { name: "a.txt", bytes: text.as_bytes() }, &Known::default()).unwrap();
        write(&proposal, None, "<!-- Summary. -->")
    }

    fn front_matter(record: &str) -> toml::Table {
        record.split("+++").nth(1).unwrap().parse().unwrap()
    }

    #[test]
    fn fills_in_what_the_text_states() {
        let table = front_matter(&written(TEXT));
        assert_eq!(table["title"].as_str(), Some("A \"bridge\""));
        assert_eq!(table["date"].as_str(), Some("2031-03-14"));
        assert_eq!(table["authors"][0]["family"].as_str(), Some("Berg"));
        assert_eq!(table["rights"]["publish"].as_str(), Some("excerpts"));
    }

    #[test]
    fn leaves_what_the_text_does_not_state() {
        let record = written("Words");
        let table = front_matter(&record);
        assert!(!table.contains_key("date") && !table.contains_key("outlet") && !table.contains_key("url"));
        assert!(record.contains("the text does not state it") && record.ends_with("<!-- Summary. -->\n"));
    }
}
