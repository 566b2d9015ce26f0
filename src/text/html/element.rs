//! Classification of HTML elements for text extraction.

use crate::text::line::Markup;
use dom_query::NodeRef;

/// Class of an element.
pub(super) enum Element {
    /// Skipped with its content.
    Skipped,
    /// Part of the running text.
    Inline,
    /// Line break.
    Break,
    /// Block, with the markup of its lines.
    Block(Option<Markup>),
}

/// Classifies an element by its name, its class attribute and its visibility.
pub(super) fn classify_element(node: NodeRef<'_>, name: &str) -> Element {
    match name {
        "head" | "script" | "style" | "noscript" | "template" | "svg" | "math" | "iframe" | "object" | "canvas"
        | "select" | "textarea" | "audio" | "video" | "rt" | "rp" => Element::Skipped,
        "br" => Element::Break,
        _ if is_hidden(node) => Element::Skipped,
        "sup" if is_note_mark(node) => Element::Skipped,
        "h1" => Element::Block(Some(Markup::Title)),
        "h2" | "h3" | "h4" | "h5" | "h6" => Element::Block(markup_by_class(node).or(Some(Markup::Heading))),
        "li" => Element::Block(Some(Markup::ListItem)),
        "figcaption" | "caption" => Element::Block(Some(Markup::Caption)),
        "tr" => Element::Block(is_data_row(node).then_some(Markup::Row)),
        _ if is_block(name) => Element::Block(markup_by_class(node)),
        _ => Element::Inline,
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "button"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figure"
            | "footer"
            | "form"
            | "header"
            | "hr"
            | "html"
            | "legend"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "ul"
    ) || matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" | "figcaption" | "caption" | "tr")
}

/// Checks whether the element is hidden from sighted readers.
fn is_hidden(node: NodeRef<'_>) -> bool {
    let is_hiding = |class: &str| matches!(class, "sr-only" | "visually-hidden" | "screen-reader-text" | "hidden");
    node.has_attr("hidden")
        || node.attr("style").is_some_and(|style| style.to_ascii_lowercase().replace(' ', "").contains("display:none"))
        || node.attr("class").is_some_and(|class| class.split_whitespace().any(is_hiding))
}

/// Checks whether a superscript is a note reference: a link within the page.
fn is_note_mark(node: NodeRef<'_>) -> bool {
    let text = node.text();
    text.chars().count() <= 6
        && node.children_it(false).any(|child| child.attr("href").is_some_and(|href| href.starts_with('#')))
}

/// Checks whether a table row contains data, not page layout: several cells without blocks in them.
fn is_data_row(row: NodeRef<'_>) -> bool {
    let cells: Vec<NodeRef<'_>> = row.children_it(false).filter(NodeRef::is_element).collect();
    let has_block = |cell: &NodeRef<'_>| {
        cell.descendants_it().any(|node| node.node_name().is_some_and(|name| is_block(&name) || *name == *"br"))
    };
    cells.len() >= 2 && !cells.iter().any(has_block)
}

/// Returns the markup given by conventional class names: a caption or a standfirst.
fn markup_by_class(node: NodeRef<'_>) -> Option<Markup> {
    let classes = node.attr("class")?.to_ascii_lowercase();
    let has_suffix =
        |endings: &[&str]| classes.split_whitespace().any(|class| endings.iter().any(|suffix| class.ends_with(suffix)));
    if has_suffix(&["caption", "caption-text"]) {
        Some(Markup::Caption)
    } else if has_suffix(&["subtitle", "sub-title", "standfirst", "subheadline", "sub-headline", "-dek", "article-dek"])
    {
        Some(Markup::Standfirst)
    } else {
        None
    }
}

/// Checks whether an element is not part of the article: site navigation, footers, forms.
pub(super) fn is_outside(node: NodeRef<'_>, name: &str, in_main: bool) -> bool {
    let roles = ["navigation", "complementary", "contentinfo", "banner", "search", "dialog", "menu"];
    matches!(name, "nav" | "aside" | "footer" | "form" | "menu" | "dialog" | "button")
        || name == "header" && !in_main
        || node.attr("role").is_some_and(|role| roles.contains(&role.trim()))
}

/// Checks whether an element is marked as main content.
pub(super) fn is_main(node: NodeRef<'_>, name: &str) -> bool {
    matches!(name, "main" | "article")
        || node.attr("role").is_some_and(|role| matches!(role.trim(), "main" | "article"))
        || node.attr("itemprop").is_some_and(|property| *property == *"articleBody")
}
