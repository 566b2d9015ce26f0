//! Saved HTML: `dom_smoothie` finds the main content and the metadata; then every block of the page becomes a line.
//!
//! Blocks outside the main content may still be a byline or a notice of rights, but never a part of the body. Nesting
//! is measured before anything is parsed, since its cost would grow with the square.

use super::Refused;
use super::findings::{Findings, Page, Said};
use super::heuristics::date;
use super::heuristics::person::names;
use super::line::{Line, Markup};
use super::wording::{fold, is_host, is_url};
use crate::model::Author;
use dom_query::{Document, NodeRef};
use dom_smoothie::{Article, Config, Readability};
use rustc_hash::FxHashSet;

/// The most elements within each other.
const MOST_DEPTH: usize = 400;

/// The most elements on a page.
const MOST_ELEMENTS: usize = 200_000;

/// Reads a page as lines.
pub(super) fn read(html: &str) -> Result<Page, Refused> {
    let depth = depth(html);
    if depth > MOST_DEPTH {
        return Err(Refused::TooDeep(depth));
    }
    let config = Config { max_elements_to_parse: MOST_ELEMENTS, ..Config::default() };
    let article = Readability::new(html, None, Some(config)).and_then(|mut readability| readability.parse()).ok();
    let document = Document::from(html);
    let content = article.as_ref().map(content);
    let mut lines = Vec::new();
    for (number, (text, markup)) in (1..).zip(blocks(document.root())) {
        let is_outside = content.as_ref().is_some_and(|content| !content.contains(&fold(&text)));
        let title = markup == Some(Markup::Title);
        let markup = if is_outside && !title { Some(Markup::Outside) } else { markup };
        lines.push(Line::new(number, &text, 0..0, markup));
    }
    let mut stated = article.map(stated).unwrap_or_default();
    stated.url = canonical(&document).or(stated.url);
    Ok(Page { lines, stated })
}

/// The folded blocks of the main content.
fn content(article: &Article) -> FxHashSet<String> {
    let content = Document::from(article.content.to_string());
    blocks(content.root()).into_iter().map(|(text, _)| fold(&text)).collect()
}

fn stated(article: Article) -> Findings {
    let said = |value: Option<String>| value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    let known = |value: String| Said { value, line: None };
    let title = said(Some(article.title)).map(known);
    let stamp = |time: Option<String>, kind| {
        let (_, mut stamp) = date::stamps(&time?).into_iter().next()?;
        stamp.kind = kind;
        Some(Said { value: stamp, line: None })
    };
    let named = said(article.byline).and_then(|byline| {
        let byline = byline.strip_prefix("By ").or_else(|| byline.strip_prefix("by ")).unwrap_or(&byline).to_owned();
        names(&byline).filter(|_| !is_host(&byline))
    });
    let author = |name: String| Author { name, ..Author::default() };
    let language = article.lang.as_deref().and_then(language);
    Findings {
        title,
        authors: named.unwrap_or_default().into_iter().map(author).collect(),
        outlet: said(article.site_name).map(known),
        stamp: stamp(article.published_time, date::StampKind::Published)
            .or_else(|| stamp(article.modified_time, date::StampKind::Updated)),
        language,
        url: said(article.url).filter(|url| is_url(url)).map(known),
        ..Findings::default()
    }
}

/// The language of a tag such as `en-GB`: without its region.
fn language(tag: &str) -> Option<String> {
    let mut parts = tag.split(['-', '_']);
    let primary =
        parts.next().filter(|part| matches!(part.len(), 2 | 3) && part.bytes().all(|b| b.is_ascii_alphabetic()))?;
    let primary = primary.to_ascii_lowercase();
    let script = match parts.next().map(str::to_ascii_lowercase).as_deref() {
        Some("hans" | "cn" | "sg") if primary == "zh" => "-Hans",
        Some("hant" | "tw" | "hk" | "mo") if primary == "zh" => "-Hant",
        _ => "",
    };
    Some(primary + script)
}

fn canonical(document: &Document) -> Option<Said<String>> {
    let by_link = document.select(r#"link[rel="canonical"]"#).attr("href");
    let by_meta = document.select(r#"meta[property="og:url"]"#).attr("content");
    let url = by_link.or(by_meta)?.trim().to_owned();
    is_url(&url).then_some(Said { value: url, line: None })
}

/// The page's blocks of text in order, with what their elements say.
fn blocks(root: NodeRef<'_>) -> Vec<(String, Option<Markup>)> {
    enum Step<'n> {
        Enter(NodeRef<'n>, Option<Markup>),
        End(Option<Markup>),
    }
    let mut found: Vec<(String, Option<Markup>)> = Vec::new();
    let mut text = String::new();
    let mut end = |text: &mut String, markup| {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        text.clear();
        if !words.is_empty() {
            found.push((words, markup));
        }
    };
    let mut steps = vec![Step::Enter(root, None)];
    while let Some(step) = steps.pop() {
        let (node, around) = match step {
            Step::Enter(node, around) => (node, around),
            Step::End(markup) => {
                end(&mut text, markup);
                continue;
            }
        };
        if node.is_text() {
            text.push_str(&node.text());
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        let own = match element(&name) {
            Element::Left => continue,
            Element::Inline => {
                steps.extend(node.children_it(true).map(|child| Step::Enter(child, around)));
                continue;
            }
            Element::Break => {
                end(&mut text, around);
                continue;
            }
            Element::Block(own) => own,
        };
        let inner = own.or(around);
        end(&mut text, around);
        steps.push(Step::End(inner));
        steps.extend(node.children_it(true).map(|child| Step::Enter(child, inner)));
    }
    end(&mut text, None);
    found
}

enum Element {
    /// Left out with all that is in it.
    Left,
    Inline,
    Break,
    Block(Option<Markup>),
}

fn element(name: &str) -> Element {
    match name {
        "head" | "script" | "style" | "noscript" | "template" | "svg" | "math" | "iframe" | "object" | "canvas"
        | "select" | "textarea" => Element::Left,
        "br" => Element::Break,
        "h1" => Element::Block(Some(Markup::Title)),
        "h2" | "h3" | "h4" | "h5" | "h6" => Element::Block(Some(Markup::Heading)),
        "li" => Element::Block(Some(Markup::ListItem)),
        "figcaption" | "caption" => Element::Block(Some(Markup::Caption)),
        "address" | "article" | "aside" | "blockquote" | "body" | "button" | "center" | "dd" | "details" | "dialog"
        | "div" | "dl" | "dt" | "fieldset" | "figure" | "footer" | "form" | "header" | "hr" | "html" | "main"
        | "nav" | "ol" | "p" | "pre" | "section" | "summary" | "table" | "tbody" | "td" | "tfoot" | "th" | "thead"
        | "tr" | "ul" => Element::Block(None),
        _ => Element::Inline,
    }
}

/// How many elements stand within each other at most, not counting those that end without an end tag.
fn depth(html: &str) -> usize {
    const UNCOUNTED: &[&str] = &[
        "area", "base", "body", "br", "col", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li", "link",
        "meta", "option", "p", "path", "source", "tbody", "td", "th", "thead", "tr", "track", "use", "wbr",
    ];
    let (mut depth, mut most) = (0usize, 0);
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        let is_end = rest.starts_with('/');
        let name: String = rest
            .trim_start_matches('/')
            .chars()
            .take(12)
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || UNCOUNTED.contains(&name.as_str()) {
            continue;
        }
        depth = if is_end { depth.saturating_sub(1) } else { depth + 1 };
        most = most.max(depth);
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_a_page_into_blocks() {
        let html = "<h1>A <em>bridge</em></h1><div>one<p>two\n words</p>three<br>four<ul><li>five<li>six</ul><script>x</script></div>";
        let found = blocks(Document::from(html).root());
        let texts: Vec<&str> = found.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, ["A bridge", "one", "two words", "three", "four", "five", "six"]);
        assert_eq!(found[0].1, Some(Markup::Title));
        assert_eq!(found[6].1, Some(Markup::ListItem));
    }

    #[test]
    fn refuses_what_is_nested_too_deeply() {
        assert!(matches!(read(&"<div>".repeat(10_000)), Err(Refused::TooDeep(_))));
        assert_eq!(depth(&"<p>x<br><div></div>".repeat(1000)), 1);
    }

    #[test]
    fn reads_tags_of_languages() {
        let read: Vec<Option<String>> = ["en-GB", "zh-CN", "zh_TW", "x"].into_iter().map(language).collect();
        assert_eq!(read, [Some("en".to_owned()), Some("zh-Hans".to_owned()), Some("zh-Hant".to_owned()), None]);
    }
}
