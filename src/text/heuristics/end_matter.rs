//! End matter: translator, editor, contact, disclaimers, and links to other versions.
//!
//! Translator and editor are credits at any position if alone on a line. A link is the article's own URL only if
//! labelled as such (`Original:`, `URL:`); any other link alone on a line leads elsewhere.

use crate::text::line::{Line, LineRole};
use crate::text::text_shape::{is_name, is_url, strip_prefix_ignore_case};

/// Metadata extracted from the end matter, with line numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EndMatter {
    pub(crate) translator: Option<(String, usize)>,
    pub(crate) editor: Option<(String, usize)>,
    pub(crate) url: Option<(String, usize)>,
    pub(crate) related_url: Option<(String, usize)>,
}

const TRANSLATOR_LABELS: &[&str] = &[
    "translated by ",
    "translator:",
    "translation:",
    "translation by ",
    "übersetzt von ",
    "übersetzung:",
    "traduit par ",
    "traducido por ",
    "traducción de ",
    "tradotto da ",
    "译者：",
    "译者:",
    "翻译：",
];
const EDITOR_LABELS: &[&str] = &[
    "editor:",
    "editors:",
    "edited by ",
    "web editor:",
    "copy editor:",
    "责任编辑：",
    "责任编辑:",
    "责编：",
    "编辑：",
    "编辑:",
];
const OWN_URL_LABELS: &[&str] =
    &["url:", "original:", "original article:", "originally published at ", "permalink:", "source url:", "原文链接："];
const CONTACT_PHRASES: &[&str] =
    &["contact the editor", "contact the author", "contact us at", "write to the editor", "email:", "e-mail:"];
const DISCLAIMER_LABELS: &[&str] = &["disclaimer", "免责声明"];
const VIEWS_PHRASES: &[&str] =
    &["the views", "the opinions", "views expressed", "opinions expressed", "this article reflects", "本文仅代表"];
const DISTANCING_PHRASES: &[&str] =
    &["reflect", "those of the author", "author's", "authors'", "author alone", "not represent", "作者"];

/// Classifies end matter and returns its metadata.
pub(crate) fn classify(lines: &mut [Line]) -> EndMatter {
    let mut end_matter = EndMatter::default();
    let mut announces_link = false;
    for line in lines.iter_mut().filter(|line| line.is_unassigned()) {
        // Disclaimers may be long, but begin with a typical phrase.
        if line.word_count() > 20 && !is_disclaimer(line.folded()) {
            announces_link = false;
            continue;
        }
        let (folded, number, text) = (line.folded().to_owned(), line.number, line.text.clone());
        let is_short = line.word_count() <= 12;
        let unbracketed = text.trim_start_matches(['(', '（', '【', '[']);
        let strip_label = |beginnings: &[&str]| {
            beginnings.iter().find_map(|beginning| strip_prefix_ignore_case(unbracketed, beginning))
        };
        if is_url(&text) {
            line.assign_role(
                LineRole::Link,
                if announces_link { "link announced by the line above" } else { "link only" },
            );
            end_matter.related_url = end_matter.related_url.or(Some((text, number)));
            announces_link = false;
            continue;
        }
        announces_link = false;
        if let Some(url) = strip_label(OWN_URL_LABELS).map(str::trim).filter(|url| is_url(url)) {
            line.assign_role(LineRole::Link, "URL of the original");
            end_matter.url = end_matter.url.or(Some((url.to_owned(), number)));
        } else if let Some(name) = strip_label(TRANSLATOR_LABELS).and_then(|rest| credited_name(rest, is_short)) {
            line.assign_role(LineRole::Translator, "names the translator");
            end_matter.translator = end_matter.translator.or(Some((name, number)));
        } else if let Some(name) = strip_label(EDITOR_LABELS).and_then(|rest| credited_name(rest, is_short)) {
            line.assign_role(LineRole::Editor, "names the editor");
            end_matter.editor = end_matter.editor.or(Some((name, number)));
        } else if CONTACT_PHRASES.iter().any(|beginning| folded.starts_with(beginning)) && line.word_count() <= 20 {
            line.assign_role(LineRole::Contact, "contact information");
        } else if is_disclaimer(&folded) {
            line.assign_role(LineRole::Disclaimer, "disclaimer about opinions");
        } else if is_short && folded.ends_with(':') && introduces_link(&folded) {
            line.assign_role(LineRole::Link, "announces a link");
            announces_link = true;
        }
    }
    end_matter
}

/// Returns a name or initials, or `None` if the text is too long for one.
fn credited_name(rest: &str, is_short: bool) -> Option<String> {
    let name = rest.trim().trim_end_matches(['.', ')', '）', '】', ']', '。']).trim();
    let initials = name.chars().count() <= 12 && !name.is_empty() && !name.contains(char::is_whitespace);
    (is_short && (is_name(name) || initials || name.contains(" and "))).then(|| name.to_owned())
}

fn is_disclaimer(folded: &str) -> bool {
    let is_label_alone = DISCLAIMER_LABELS.iter().any(|word| folded.trim_end_matches([':', '：']) == *word);
    let is_labelled =
        DISCLAIMER_LABELS.iter().any(|word| folded.strip_prefix(word).is_some_and(|rest| rest.starts_with(':')));
    let is_about_views = VIEWS_PHRASES.iter().any(|phrase| folded.starts_with(phrase))
        && DISTANCING_PHRASES.iter().any(|phrase| folded.contains(phrase));
    is_label_alone || is_labelled || is_about_views || folded.contains("不代表本")
}

fn introduces_link(folded: &str) -> bool {
    ["full text", "original text", "available at", "available here", "read the", "link to", "see also", "全文"]
        .iter()
        .any(|phrase| folded.contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::test_lines;

    fn parse(texts: &[&str]) -> (EndMatter, Vec<Option<LineRole>>) {
        let mut lines = test_lines(texts);
        let end_matter = classify(&mut lines);
        (end_matter, lines.iter().map(Line::role).collect())
    }

    #[test]
    fn extracts_credits() {
        let (end_matter, roles) =
            parse(&["Translated by Ada BERG", "Editor: TVL", "The editor: a portrait of a trade in decline."]);
        assert_eq!(end_matter.translator, Some(("Ada BERG".to_owned(), 1)));
        assert_eq!(end_matter.editor, Some(("TVL".to_owned(), 2)));
        assert_eq!(roles, [Some(LineRole::Translator), Some(LineRole::Editor), None]);
        assert_eq!(parse(&["（责任编辑：赵华）"]).0.editor, Some(("赵华".to_owned(), 1)));
    }

    #[test]
    fn distinguishes_own_url_from_others() {
        let (end_matter, roles) =
            parse(&["Full text in Danish available at:", "https://a.example/1", "URL: https://b.example/2"]);
        assert_eq!(end_matter.related_url, Some(("https://a.example/1".to_owned(), 2)));
        assert_eq!(end_matter.url, Some(("https://b.example/2".to_owned(), 3)));
        assert_eq!(roles, [Some(LineRole::Link); 3]);
    }

    #[test]
    fn classifies_disclaimers_and_contacts() {
        let (_, roles) = parse(&[
            "Disclaimer",
            "The opinions expressed here are those of the author.",
            "Contact the editor at desk@harbour.example.",
            "The views from the new bridge are splendid.",
        ]);
        let disclaimer = Some(LineRole::Disclaimer);
        assert_eq!(roles, [disclaimer, disclaimer, Some(LineRole::Contact), None]);
    }
}
