//! Rights: who may do what with the text, from a line that says `All rights reserved`, `©` or names a licence.
//!
//! The statement is put in few words of our own: the notice itself belongs to the text, which may not be published.

use crate::text::line::{Line, LineRole};
use crate::text::text_shape::fold;

/// The terms that a text states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RightsStatement {
    /// In few words.
    pub statement: String,
    /// A Creative Commons licence by its SPDX name.
    pub license: Option<String>,
    /// Whether republication is forbidden or all rights are reserved.
    pub is_reserved: bool,
}

/// What says that all rights are reserved, folded.
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

/// Marks lines that state rights; gives the first one's terms with its line.
pub(crate) fn classify(lines: &mut [Line]) -> Option<(RightsStatement, usize)> {
    let mut found = None;
    for line in lines.iter_mut().filter(|line| line.is_unassigned()) {
        let Some(terms) = parse_statement(line.folded(), &line.text) else { continue };
        line.assign_role(LineRole::Rights, "states who may use the text");
        found = found.or(Some((terms, line.number)));
    }
    found
}

fn parse_statement(folded: &str, printed: &str) -> Option<RightsStatement> {
    let license = license(folded);
    let reserved = RESERVED.iter().any(|words| folded.contains(words));
    let copyright = folded.starts_with('©') || folded.starts_with("copyright") || folded.starts_with("(c) ");
    let permission = [
        "without written",
        "without the written",
        "without prior",
        "without permission",
        "未经授权",
        "未经许可",
        "未经书面",
    ];
    let forbidden = permission.iter().any(|words| folded.contains(words))
        && ["republish", "reproduc", "reprint", "转载"].iter().any(|words| folded.contains(words));
    if !(reserved
        || copyright
        || forbidden
        || license.is_some() && (folded.contains("licen") || folded.contains("creative commons")))
    {
        return None;
    }
    let mut parts = Vec::new();
    if reserved {
        let holder = holder(printed).map(|holder| format!(" ({holder})"));
        parts.push(format!("All rights reserved{}", holder.unwrap_or_default()));
    }
    if forbidden {
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
        is_reserved: license.is_none() && (reserved || forbidden),
        license,
    })
}

/// The short name in brackets behind `belongs to`.
fn holder(printed: &str) -> Option<&str> {
    let (_, behind) = printed.split_once("belongs to ").or_else(|| printed.split_once("belong to "))?;
    let sentence = behind.split(['.', ';']).next()?;
    let (_, rest) = sentence.split_once('(')?;
    let (short, _) = rest.split_once(')')?;
    (!short.is_empty() && short.len() <= 12 && short.bytes().all(|b| b.is_ascii_uppercase())).then_some(short)
}

/// The terms that a licence's name or address states.
pub(crate) fn from_license(words: &str) -> Option<RightsStatement> {
    let license = license(&fold(words))?;
    Some(RightsStatement { statement: format!("Licensed under {license}"), license: Some(license), is_reserved: false })
}

/// The terms that a notice states.
pub(crate) fn from_notice(words: &str) -> Option<RightsStatement> {
    parse_statement(&fold(words), words)
}

/// The SPDX name of a Creative Commons licence: `CC BY-NC 4.0`, its address, or its name in full.
fn license(folded: &str) -> Option<String> {
    if folded.contains("creativecommons.org/publicdomain/zero/1.0") || folded.contains("cc0 1.0") {
        return Some("CC0-1.0".to_owned());
    }
    by_address(folded).or_else(|| by_short_name(folded)).or_else(|| by_full_name(folded))
}

/// `creativecommons.org/licenses/by-nc/4.0/`.
fn by_address(folded: &str) -> Option<String> {
    let (_, behind) = folded.split_once("creativecommons.org/licenses/")?;
    let mut parts = behind.split('/');
    let (kind, version) = (parts.next()?, parts.next()?);
    let version: String = version.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let is_kind = kind.split('-').all(|part| matches!(part, "by" | "nc" | "nd" | "sa"));
    (is_kind && version.len() == 3).then(|| format!("CC-{}-{version}", kind.to_uppercase()))
}

/// `Creative Commons Attribution-NonCommercial 4.0 International`.
fn by_full_name(folded: &str) -> Option<String> {
    let (_, behind) = folded.split_once("creative commons attribution")?;
    let behind: String = behind.chars().take(60).filter(|c| !matches!(c, ' ' | '-')).collect();
    let version = ["4.0", "3.0", "2.5", "2.0"].into_iter().find(|version| behind.contains(version))?;
    let named = &behind[..behind.find(version)?];
    let parts = [("noncommercial", "-NC"), ("noderiv", "-ND"), ("sharealike", "-SA")];
    let parts: String = parts.iter().filter(|(word, _)| named.contains(word)).map(|(_, part)| *part).collect();
    Some(format!("CC-BY{parts}-{version}"))
}

/// `CC BY-NC 4.0`.
fn by_short_name(folded: &str) -> Option<String> {
    let at = folded.find("cc by").or_else(|| folded.find("cc-by"))?;
    let words: String =
        folded[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '.')).collect();
    let known = |word: &&str| matches!(*word, "cc" | "by" | "nc" | "nd" | "sa" | "2.0" | "2.5" | "3.0" | "4.0");
    let parts: Vec<&str> = words.split([' ', '-']).map(|word| word.trim_end_matches('.')).take_while(known).collect();
    (parts.len() >= 2).then(|| parts.join("-").to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::test_lines;

    fn read(text: &str) -> Option<RightsStatement> {
        classify(&mut test_lines([&text])).map(|(terms, _)| terms)
    }

    #[test]
    fn says_terms_in_few_words() {
        let notice = "© 2031. All rights reserved. The text belongs to Harbour Courier Press (HCP). \
                      It shall not be reproduced without written permission.";
        let terms = read(notice).unwrap();
        assert_eq!(terms.statement, "All rights reserved (HCP); republication forbidden without written permission");
        assert!(terms.is_reserved);
    }

    #[test]
    fn knows_creative_commons() {
        let terms = read("This work is licensed under CC BY-NC 4.0.").unwrap();
        assert_eq!((terms.license.as_deref(), terms.is_reserved), (Some("CC-BY-NC-4.0"), false));
    }

    #[test]
    fn knows_licences_by_address_and_full_name() {
        let name = |words: &str| from_license(words).and_then(|terms| terms.license);
        for (words, license) in [
            ("https://creativecommons.org/licenses/by-nc-sa/4.0/deed.en", "CC-BY-NC-SA-4.0"),
            ("a Creative Commons Attribution-NoDerivatives 4.0 International License", "CC-BY-ND-4.0"),
            ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ] {
            assert_eq!(name(words).as_deref(), Some(license), "{words}");
        }
        for words in ["https://creativecommons.org/licenses/x/4.0/", "Creative Commons", "MIT"] {
            assert_eq!(name(words), None, "{words}");
        }
    }

    #[test]
    fn takes_no_sentence_about_copyright() {
        assert_eq!(read("The council debated the copyright of its own plans."), None);
    }
}
