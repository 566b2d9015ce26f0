//! Rights: terms of use from a line with `All rights reserved`, `©` or a license.
//!
//! The statement is a summary in our own words: the notice itself belongs to the text, which may not be published.

use crate::text::line::{Line, LineRole};
use crate::text::text_shape::fold;

/// Terms of use of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RightsStatement {
    /// Summary of the terms.
    pub statement: String,
    /// Creative Commons license as SPDX identifier.
    pub license: Option<String>,
    /// True if republication is forbidden or all rights are reserved.
    pub is_reserved: bool,
}

/// Phrases that reserve all rights, folded.
const RESERVED: &[&str] = &[
    "all rights reserved",
    "alle rechte vorbehalten",
    "tous droits réservés",
    "todos los derechos reservados",
    "todos os direitos reservados",
    "tutti i diritti riservati",
    "alle rechten voorbehouden",
    "版权所有",
    "保留所有权利",
];

/// Classifies lines with terms of use; returns the first statement with its line number.
pub(crate) fn classify(lines: &mut [Line]) -> Option<(RightsStatement, usize)> {
    let mut first = None;
    for line in lines.iter_mut().filter(|line| line.is_unassigned()) {
        let Some(statement) = parse_statement(line.folded(), &line.text) else { continue };
        line.assign_role(LineRole::Rights, "states the terms of use");
        first = first.or(Some((statement, line.number)));
    }
    first
}

fn parse_statement(folded: &str, printed: &str) -> Option<RightsStatement> {
    let license = license(folded);
    let is_reserved = RESERVED.iter().any(|phrase| folded.contains(phrase));
    let is_copyright = folded.starts_with('©') || folded.starts_with("copyright") || folded.starts_with("(c) ");
    let conditions = [
        "without written",
        "without the written",
        "without prior",
        "without permission",
        "未经授权",
        "未经许可",
        "未经书面",
    ];
    let is_forbidden = conditions.iter().any(|phrase| folded.contains(phrase))
        && ["republish", "reproduc", "reprint", "转载"].iter().any(|phrase| folded.contains(phrase));
    if !(is_reserved
        || is_copyright
        || is_forbidden
        || license.is_some() && (folded.contains("licen") || folded.contains("creative commons")))
    {
        return None;
    }
    let mut parts = Vec::new();
    if is_reserved {
        let holder = holder(printed).map(|holder| format!(" ({holder})"));
        parts.push(format!("All rights reserved{}", holder.unwrap_or_default()));
    }
    if is_forbidden {
        let written = if folded.contains("written") { "written " } else { "" };
        let word = if folded.contains("authoriz") { "authorization" } else { "permission" };
        let begin = if parts.is_empty() { "Republication" } else { "republication" };
        parts.push(format!("{begin} forbidden without {written}{word}"));
    }
    if let Some(license) = &license {
        parts.push(format!("licensed under {license}"));
    }
    if parts.is_empty() {
        parts.push("A copyright notice without terms".to_owned());
    }
    Some(RightsStatement {
        statement: parts.join("; "),
        is_reserved: license.is_none() && (is_reserved || is_forbidden),
        license,
    })
}

/// Returns the abbreviation in brackets after `belongs to`.
fn holder(printed: &str) -> Option<&str> {
    let (_, rest) = printed.split_once("belongs to ").or_else(|| printed.split_once("belong to "))?;
    let sentence = rest.split(['.', ';']).next()?;
    let (_, rest) = sentence.split_once('(')?;
    let (short, _) = rest.split_once(')')?;
    (!short.is_empty() && short.len() <= 12 && short.bytes().all(|b| b.is_ascii_uppercase())).then_some(short)
}

/// Parses the name or URL of a license.
pub(crate) fn from_license(text: &str) -> Option<RightsStatement> {
    let license = license(&fold(text))?;
    Some(RightsStatement { statement: format!("Licensed under {license}"), license: Some(license), is_reserved: false })
}

/// Parses a copyright notice.
pub(crate) fn from_notice(text: &str) -> Option<RightsStatement> {
    parse_statement(&fold(text), text)
}

/// Returns the SPDX identifier of a Creative Commons license: `CC BY-NC 4.0`, its URL, or its full name.
fn license(folded: &str) -> Option<String> {
    if folded.contains("creativecommons.org/publicdomain/zero/1.0") || folded.contains("cc0 1.0") {
        return Some("CC0-1.0".to_owned());
    }
    by_address(folded).or_else(|| by_short_name(folded)).or_else(|| by_full_name(folded))
}

/// Parses `creativecommons.org/licenses/by-nc/4.0/`.
fn by_address(folded: &str) -> Option<String> {
    let (_, rest) = folded.split_once("creativecommons.org/licenses/")?;
    let mut parts = rest.split('/');
    let (kind, version) = (parts.next()?, parts.next()?);
    let version: String = version.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let is_kind = kind.split('-').all(|part| matches!(part, "by" | "nc" | "nd" | "sa"));
    (is_kind && version.len() == 3).then(|| format!("CC-{}-{version}", kind.to_uppercase()))
}

/// Parses `Creative Commons Attribution-NonCommercial 4.0 International`.
fn by_full_name(folded: &str) -> Option<String> {
    let (_, rest) = folded.split_once("creative commons attribution")?;
    let rest: String = rest.chars().take(60).filter(|c| !matches!(c, ' ' | '-')).collect();
    let version = ["4.0", "3.0", "2.5", "2.0"].into_iter().find(|version| rest.contains(version))?;
    let named = &rest[..rest.find(version)?];
    let parts = [("noncommercial", "-NC"), ("noderiv", "-ND"), ("sharealike", "-SA")];
    let parts: String = parts.iter().filter(|(word, _)| named.contains(word)).map(|(_, part)| *part).collect();
    Some(format!("CC-BY{parts}-{version}"))
}

/// Parses `CC BY-NC 4.0`.
fn by_short_name(folded: &str) -> Option<String> {
    let at = folded.find("cc by").or_else(|| folded.find("cc-by"))?;
    let text: String =
        folded[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '.')).collect();
    let is_known = |word: &&str| matches!(*word, "cc" | "by" | "nc" | "nd" | "sa" | "2.0" | "2.5" | "3.0" | "4.0");
    let parts: Vec<&str> = text.split([' ', '-']).map(|word| word.trim_end_matches('.')).take_while(is_known).collect();
    (parts.len() >= 2).then(|| parts.join("-").to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::test_lines;

    fn parse(text: &str) -> Option<RightsStatement> {
        classify(&mut test_lines([&text])).map(|(terms, _)| terms)
    }

    #[test]
    fn summarizes_terms() {
        let notice = "© 2031. All rights reserved. The text belongs to Harbour Courier Press (HCP). \
                      It shall not be reproduced without written permission.";
        let terms = parse(notice).unwrap();
        assert_eq!(terms.statement, "All rights reserved (HCP); republication forbidden without written permission");
        assert!(terms.is_reserved);
    }

    #[test]
    fn parses_creative_commons_names() {
        let terms = parse("This work is licensed under CC BY-NC 4.0.").unwrap();
        assert_eq!((terms.license.as_deref(), terms.is_reserved), (Some("CC-BY-NC-4.0"), false));
    }

    #[test]
    fn parses_licenses_by_url_and_full_name() {
        let name = |text: &str| from_license(text).and_then(|statement| statement.license);
        for (text, license) in [
            ("https://creativecommons.org/licenses/by-nc-sa/4.0/deed.en", "CC-BY-NC-SA-4.0"),
            ("a Creative Commons Attribution-NoDerivatives 4.0 International License", "CC-BY-ND-4.0"),
            ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ] {
            assert_eq!(name(text).as_deref(), Some(license), "{text}");
        }
        for text in ["https://creativecommons.org/licenses/x/4.0/", "Creative Commons", "MIT"] {
            assert_eq!(name(text), None, "{text}");
        }
    }

    #[test]
    fn ignores_sentences_about_copyright() {
        assert_eq!(parse("The council debated the copyright of its own plans."), None);
    }
}
