//! What the elements of a page are to a reader of its text.

use crate::text::line::Markup;
use dom_query::NodeRef;

/// What an element is.
pub(super) enum Element {
    /// Left out with all that is in it.
    Skipped,
    /// A part of the running text.
    Inline,
    /// The end of a line.
    Break,
    /// A block, with what it says of its lines.
    Block(Option<Markup>),
}

/// What an element is, by its name, its class and whether it is shown.
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

/// Whether nobody sees it.
fn is_hidden(node: NodeRef<'_>) -> bool {
    let is_unseen = |class: &str| matches!(class, "sr-only" | "visually-hidden" | "screen-reader-text" | "hidden");
    node.has_attr("hidden")
        || node.attr("style").is_some_and(|style| style.to_ascii_lowercase().replace(' ', "").contains("display:none"))
        || node.attr("class").is_some_and(|class| class.split_whitespace().any(is_unseen))
}

/// Whether it is the raised number of a note: a link within the page.
fn is_note_mark(node: NodeRef<'_>) -> bool {
    let text = node.text();
    text.chars().count() <= 6
        && node.children_it(false).any(|child| child.attr("href").is_some_and(|href| href.starts_with('#')))
}

/// Whether a table's row holds data, not the layout of a page: several cells without blocks in them.
fn is_data_row(row: NodeRef<'_>) -> bool {
    let cells: Vec<NodeRef<'_>> = row.children_it(false).filter(NodeRef::is_element).collect();
    let has_block = |cell: &NodeRef<'_>| {
        cell.descendants_it().any(|node| node.node_name().is_some_and(|name| is_block(&name) || *name == *"br"))
    };
    cells.len() >= 2 && !cells.iter().any(has_block)
}

/// What the names that pages give their classes say: of a caption, or of the line below the title.
fn markup_by_class(node: NodeRef<'_>) -> Option<Markup> {
    let classes = node.attr("class")?.to_ascii_lowercase();
    let says =
        |endings: &[&str]| classes.split_whitespace().any(|class| endings.iter().any(|end| class.ends_with(end)));
    if says(&["caption", "caption-text"]) {
        Some(Markup::Caption)
    } else if says(&["subtitle", "sub-title", "standfirst", "subheadline", "sub-headline", "-dek", "article-dek"]) {
        Some(Markup::Standfirst)
    } else {
        None
    }
}

/// Whether an element holds what is not the article: a site's navigation, its footer, forms.
pub(super) fn is_outside(node: NodeRef<'_>, name: &str, in_main: bool) -> bool {
    let roles = ["navigation", "complementary", "contentinfo", "banner", "search", "dialog", "menu"];
    matches!(name, "nav" | "aside" | "footer" | "form" | "menu" | "dialog" | "button")
        || name == "header" && !in_main
        || node.attr("role").is_some_and(|role| roles.contains(&role.trim()))
}

/// Whether an element says that it holds what the page is about.
pub(super) fn is_main(node: NodeRef<'_>, name: &str) -> bool {
    matches!(name, "main" | "article")
        || node.attr("role").is_some_and(|role| matches!(role.trim(), "main" | "article"))
        || node.attr("itemprop").is_some_and(|property| *property == *"articleBody")
}
