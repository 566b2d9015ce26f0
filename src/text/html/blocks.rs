//! Splits a page into text blocks: paragraphs, headings and items as displayed by a browser.
//!
//! A `<br>` ends a line, and a line is a block unless a sentence continues after it; `<pre>` is parsed like plain text.

use super::element::{Element, classify_element, is_main, is_outside};
use crate::model::script::ends_sentence;
use crate::text::line::Markup;
use crate::text::wrapped;
use dom_query::{NodeId, NodeRef};
use rustc_hash::FxHashSet;

/// Text block of a page.
#[derive(Debug)]
pub(super) struct HtmlBlock {
    /// Text with single spaces.
    pub(super) text: String,
    /// Markup of its element.
    pub(super) markup: Option<Markup>,
    /// True inside an element that is not part of the article.
    pub(super) is_outside: bool,
    /// True if all of the text is a link.
    pub(super) is_link: bool,
}

/// Minimum length in characters of a line whose sentence may continue after a `<br>`.
const MIN_CONTINUED_LINE: usize = 40;

/// Context inherited from the enclosing elements.
#[derive(Clone, Copy, Default)]
struct ElementContext {
    markup: Option<Markup>,
    region: Region,
    in_link: bool,
    in_pre: bool,
}

/// Region of a page.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Region {
    #[default]
    Anywhere,
    /// Inside an element marked as main content.
    Main,
    /// Inside an element that is not part of the article.
    Outside,
}

enum WalkStep<'n> {
    Enter(NodeRef<'n>, ElementContext),
    End(ElementContext),
}

/// Collects the blocks of a page in document order.
pub(super) fn blocks(root: NodeRef<'_>) -> Vec<HtmlBlock> {
    let mut collector = BlockCollector { boxes: form_boxes(root), ..BlockCollector::default() };
    let mut steps = vec![WalkStep::Enter(root, ElementContext::default())];
    while let Some(step) = steps.pop() {
        match step {
            WalkStep::End(context) => collector.finish_block(context),
            WalkStep::Enter(node, context) if node.is_text() => collector.push_text(&node.text(), context),
            WalkStep::Enter(node, context) => enter(node, context, &mut collector, &mut steps),
        }
    }
    collector.finish_block(ElementContext::default());
    collector.blocks
}

fn enter<'n>(
    node: NodeRef<'n>,
    context: ElementContext,
    collector: &mut BlockCollector,
    steps: &mut Vec<WalkStep<'n>>,
) {
    let name = node.node_name().unwrap_or_default();
    let mut inner = context;
    match classify_element(node, &name) {
        Element::Skipped => return,
        Element::Break => {
            collector.fragments.push(LineFragment::default());
            return;
        }
        // The cells of a row are parts of one line.
        Element::Block(_) if context.markup == Some(Markup::Row) => collector.push_text(" ", context),
        Element::Inline => inner.in_link |= *name == *"a",
        Element::Block(markup) => {
            inner.markup = markup.or(context.markup);
            if context.region != Region::Outside {
                let in_main = context.region == Region::Main || is_main(node, &name);
                let region = if in_main { Region::Main } else { Region::Anywhere };
                let is_outside = is_outside(node, &name, in_main) || collector.boxes.contains(&node.id);
                inner.region = if is_outside { Region::Outside } else { region };
            }
            inner.in_pre |= *name == *"pre";
            collector.finish_block(context);
            steps.push(WalkStep::End(inner));
        }
    }
    steps.extend(node.children_it(true).map(|child| WalkStep::Enter(child, inner)));
}

/// Part of a block between two `<br>`.
#[derive(Default)]
struct LineFragment {
    text: String,
    /// Number of bytes inside links.
    linked: usize,
}

/// Maximum number of forms that are examined, and maximum bytes of text in the box around a form.
const MAX_FORMS: usize = 50;
const MAX_FORM_BOX_BYTES: usize = 400;

/// Finds the boxes around forms with little other text: invitations to subscribe inside an article.
fn form_boxes(root: NodeRef<'_>) -> FxHashSet<NodeId> {
    let mut boxes = FxHashSet::default();
    let is_form = |node: &NodeRef<'_>| node.node_name().is_some_and(|name| *name == *"form");
    for form in root.descendants_it().filter(is_form).take(MAX_FORMS) {
        let is_box = |node: &NodeRef<'_>| {
            node.node_name().is_some_and(|name| matches!(&*name, "div" | "section" | "p" | "li"))
                && node.text().len() <= MAX_FORM_BOX_BYTES
        };
        boxes.extend(form.ancestors_it(Some(6)).take_while(is_box).map(|node| node.id));
    }
    boxes
}

#[derive(Default)]
struct BlockCollector {
    /// Boxes that are not part of the article.
    boxes: FxHashSet<NodeId>,
    blocks: Vec<HtmlBlock>,
    fragments: Vec<LineFragment>,
}

impl BlockCollector {
    fn push_text(&mut self, text: &str, context: ElementContext) {
        let mut lines = text.split(|c| context.in_pre && c == '\n');
        let linked_bytes = |text: &str| if context.in_link { text.split_whitespace().map(str::len).sum() } else { 0 };
        if let Some(first) = lines.next() {
            if self.fragments.is_empty() {
                self.fragments.push(LineFragment::default());
            }
            if let Some(last) = self.fragments.last_mut() {
                last.text.push_str(first);
                last.linked += linked_bytes(first);
            }
        }
        self.fragments.extend(lines.map(|line| LineFragment { text: line.to_owned(), linked: linked_bytes(line) }));
    }

    /// Finishes the current block.
    fn finish_block(&mut self, context: ElementContext) {
        let fragments = std::mem::take(&mut self.fragments);
        if context.in_pre {
            let lines: Vec<&str> = fragments.iter().map(|fragment| fragment.text.as_str()).collect();
            for joined in wrapped::join(&lines) {
                self.push(&LineFragment { text: joined.text.into_owned(), linked: 0 }, context);
            }
            return;
        }
        let mut open: Option<LineFragment> = None;
        for mut fragment in fragments {
            fragment.text = fragment.text.split_whitespace().collect::<Vec<_>>().join(" ");
            match &mut open {
                Some(open) if continues_sentence(&open.text, &fragment.text) => {
                    open.text.push(' ');
                    open.text.push_str(&fragment.text);
                    open.linked += fragment.linked;
                }
                _ => {
                    if let Some(fragment) = open.replace(fragment) {
                        self.push(&fragment, context);
                    }
                }
            }
        }
        if let Some(fragment) = open {
            self.push(&fragment, context);
        }
    }

    fn push(&mut self, fragment: &LineFragment, context: ElementContext) {
        let text = fragment.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let letters: usize = text.split(' ').map(str::len).sum();
        if !text.is_empty() {
            let is_outside = context.region == Region::Outside;
            self.blocks.push(HtmlBlock {
                text,
                markup: context.markup,
                is_outside,
                is_link: fragment.linked >= letters,
            });
        }
    }
}

/// Checks whether a sentence continues from one line to the next.
fn continues_sentence(line: &str, next: &str) -> bool {
    line.chars().count() >= MIN_CONTINUED_LINE && !ends_sentence(line) && next.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn parse(html: &str) -> Vec<HtmlBlock> {
        blocks(Document::from(html).root())
    }

    fn texts(html: &str) -> Vec<String> {
        parse(html).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn splits_page_into_blocks() {
        let blocks = parse(
            "<h1>A <em>bridge</em></h1><div>one<p>two\n words</p>three<br>four<ul><li>five<li>six</ul><script>x</script></div>",
        );
        let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["A bridge", "one", "two words", "three", "four", "five", "six"]);
        assert_eq!(blocks[0].markup, Some(Markup::Title));
        assert_eq!(blocks[6].markup, Some(Markup::ListItem));
    }

    #[test]
    fn continues_sentence_after_break() {
        let html =
            "<p>The council of Lindhaven voted on Friday for a<br>new bridge.<br>By Ada Berg<br><br>It ended.</p>";
        let expected = ["The council of Lindhaven voted on Friday for a new bridge.", "By Ada Berg", "It ended."];
        assert_eq!(texts(html), expected);
    }

    #[test]
    fn parses_preformatted_text_as_plain_text() {
        let line = "The council of Lindhaven met on Tuesday evening to hear what";
        let html = format!("<pre>{line}\n{line}\n{line}\n{line}\n{line}\nit was.\n\nIt ended.</pre>");
        assert_eq!(texts(&html).len(), 2);
    }

    #[test]
    fn parses_table_rows() {
        let html = "<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2031</td><td>38</td></tr></table>\
                    <table><tr><td><p>One</p></td><td><p>Two</p></td></tr></table>";
        let blocks = parse(html);
        let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["Year Cost", "2031 38", "One", "Two"]);
        assert_eq!((blocks[1].markup, blocks[2].markup), (Some(Markup::Row), None));
    }

    #[test]
    fn skips_hidden_elements() {
        let html = "<p>The plan<sup><a href='#n1'>1</a></sup> is <ruby>港<rt>gǎng</rt></ruby>.</p><p hidden>x</p>\
                    <p style='Display: none'>x</p><span class='sr-only'>x</span><p>10<sup>2</sup></p>";
        assert_eq!(texts(html), ["The plan is 港.", "102"]);
    }

    #[test]
    fn marks_subscription_form_as_outside() {
        let html =
            "<article><p>Text.</p><div><p>Subscribe to our letter!</p><form><input></form></div><p>More.</p></article>";
        let blocks: Vec<bool> = parse(html).iter().map(|block| block.is_outside).collect();
        assert_eq!(blocks, [false, true, false]);
    }

    #[test]
    fn marks_outside_blocks_and_links() {
        let html = "<header><h1>Courier</h1></header><main><header><p>Head</p></header><p><a>All</a></p><p>Some <a>x</a></p>\
                    </main><footer><p>F</p></footer><div role=navigation>N</div>";
        let blocks: Vec<(String, bool, bool)> =
            parse(html).into_iter().map(|block| (block.text, block.is_outside, block.is_link)).collect();
        let expected = [
            ("Courier", true, false),
            ("Head", false, false),
            ("All", false, true),
            ("Some x", false, false),
            ("F", true, false),
            ("N", true, false),
        ];
        assert_eq!(blocks, expected.map(|(text, outside, link)| (text.to_owned(), outside, link)));
    }
}
