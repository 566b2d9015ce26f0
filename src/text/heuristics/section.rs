//! Section: breadcrumbs, language bars, and the section name above a title.

use crate::text::line::{Line, LineRole};
use crate::text::text_shape::fold;

/// Section names of outlets, folded.
const SECTIONS: &[&str] = &[
    "analysis",
    "arts",
    "asia",
    "blog",
    "briefing",
    "business",
    "china",
    "columns",
    "commentaries",
    "commentary",
    "culture",
    "defence",
    "defense",
    "economics",
    "economy",
    "editorial",
    "editorials",
    "environment",
    "essay",
    "europe",
    "events",
    "feature",
    "features",
    "finance",
    "foreign policy",
    "global views",
    "health",
    "ideas",
    "in depth",
    "insight",
    "insights",
    "international",
    "interview",
    "interviews",
    "law",
    "long read",
    "media",
    "news",
    "op-ed",
    "opinion",
    "opinions",
    "perspective",
    "perspectives",
    "politics",
    "press release",
    "publications",
    "report",
    "reports",
    "research",
    "science",
    "security",
    "society",
    "sports",
    "tech",
    "technology",
    "top news",
    "topics",
    "trade",
    "viewpoint",
    "views",
    "world",
    "评论",
    "观点",
    "国际",
    "财经",
    "科技",
    "新闻",
    "社会",
];

/// Native names of languages, folded.
const LANGUAGES: &[&str] = &[
    "english",
    "中文",
    "双语",
    "français",
    "español",
    "deutsch",
    "русский",
    "العربية",
    "português",
    "italiano",
    "日本語",
    "한국어",
    "简体",
    "繁體",
    "繁体",
    "简体中文",
    "繁體中文",
    "bahasa indonesia",
    "tiếng việt",
    "polski",
    "nederlands",
    "türkçe",
];

/// Minimum number of consecutive section names of a menu; half of it below `Home`.
const MIN_MENU_ITEMS: usize = 4;

/// Classifies breadcrumbs, language bars and section names above the body; returns the section as printed, without
/// `Home`.
pub(crate) fn classify(lines: &mut [Line]) -> Option<(String, usize)> {
    let mut crumbs: Option<(Vec<String>, usize)> = None;
    for line in lines.iter_mut().filter(|line| line.is_unassigned()) {
        if is_language_bar(line) {
            line.assign_role(LineRole::Navigation, "language selector");
        } else if let Some(parts) = parse_breadcrumb(line) {
            line.assign_role(LineRole::Section, "breadcrumb");
            crumbs = crumbs.or(Some((parts, line.number)));
        }
    }
    let mut names: Vec<usize> = Vec::new();
    // A section name comes before the title: after the first line of another type it is a heading.
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.is_unassigned()) {
        let folded = line.folded();
        let in_crumbs = crumbs.as_ref().is_some_and(|(parts, _)| parts.iter().any(|part| fold(part) == folded));
        if !in_crumbs && !SECTIONS.contains(&folded) {
            break;
        }
        names.push(at);
    }
    let above = names.first().and_then(|&at| lines[..at].iter().rev().find(|line| !line.text.is_empty()));
    let is_below_home = above.is_some_and(|line| line.folded() == "home");
    let is_menu = names.len() >= if is_below_home { MIN_MENU_ITEMS / 2 } else { MIN_MENU_ITEMS };
    for &at in &names {
        if is_menu {
            lines[at].assign_role(LineRole::Navigation, "section of the outlet");
        } else {
            lines[at].assign_role(LineRole::Section, "names a section of the outlet");
        }
    }
    let name = names.first().filter(|_| !is_menu).map(|&at| (lines[at].text.clone(), lines[at].number));
    crumbs.map(|(parts, line)| (parts.join(" / "), line)).or(name)
}

/// Checks whether a line is a section name.
pub(crate) fn is_section(line: &Line) -> bool {
    SECTIONS.contains(&line.folded())
}

/// Splits `Home / Opinion / Global Views` into its parts, without a leading `Home`.
fn parse_breadcrumb(line: &Line) -> Option<Vec<String>> {
    let text = &line.text;
    if line.word_count() > 15 || line.ends_sentence() || text.contains("://") {
        return None;
    }
    let separator = [" / ", " > ", " » ", " › ", " >> "].into_iter().find(|separator| text.contains(separator))?;
    let mut parts: Vec<String> = text.split(separator).map(|part| part.trim().to_owned()).collect();
    let is_home = |part: &str| matches!(fold(part).as_str(), "home" | "homepage" | "start" | "首页" | "main");
    let from_home = is_home(parts.first()?);
    if from_home {
        parts.remove(0);
    }
    let is_known = |part: &String| SECTIONS.contains(&fold(part).as_str());
    (from_home || parts.len() >= 2 && parts.iter().any(is_known)).then_some(parts).filter(|parts| !parts.is_empty())
}

/// Checks whether a line offers languages: at least two native names, or one alone.
fn is_language_bar(line: &Line) -> bool {
    let folded = line.folded();
    if line.word_count() > 12 {
        return false;
    }
    if LANGUAGES.contains(&folded) || folded.starts_with("language:") || folded.starts_with("language :") {
        return true;
    }
    let offered = LANGUAGES.iter().filter(|name| folded.contains(**name)).count();
    offered >= 2 && !line.ends_sentence()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::test_lines;

    fn claimed(texts: &[&str]) -> (Option<String>, Vec<Option<LineRole>>) {
        let mut lines = test_lines(texts);
        let section = classify(&mut lines).map(|(section, _)| section);
        (section, lines.iter().map(Line::role).collect())
    }

    #[test]
    fn parses_breadcrumbs() {
        let (section, roles) = claimed(&["Opinion", "Home / Opinion / Harbour Notes", "A bridge too low"]);
        assert_eq!(section.as_deref(), Some("Opinion / Harbour Notes"));
        assert_eq!(roles, [Some(LineRole::Section), Some(LineRole::Section), None]);
    }

    #[test]
    fn accepts_section_name_only_above_title() {
        let (section, roles) = claimed(&["Economy", "A bridge too low", "Politics"]);
        assert_eq!(section.as_deref(), Some("Economy"));
        assert_eq!(roles, [Some(LineRole::Section), None, None]);
    }

    #[test]
    fn classifies_consecutive_sections_as_menu() {
        let (section, roles) = claimed(&["World", "Politics", "Business", "Opinion", "A bridge too low"]);
        assert_eq!((section, roles[0], roles[4]), (None, Some(LineRole::Navigation), None));
        let mut lines = test_lines(&["Home", "News", "Opinion", "A bridge too low"]);
        lines[0].assign_role(LineRole::Interface, "a button");
        assert_eq!(classify(&mut lines), None);
    }

    #[test]
    fn recognizes_language_bars_without_spaces() {
        for text in ["Coast EditionWORLD 中文Français", "Language : English 简体", "Deutsch"] {
            assert_eq!(claimed(&[text]).1, [Some(LineRole::Navigation)], "{text}");
        }
        assert_eq!(claimed(&["Courses in English and other languages began."]).1, [None]);
    }
}
