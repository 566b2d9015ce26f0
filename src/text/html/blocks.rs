//! Cuts a page into blocks of text: what a browser shows as a paragraph, a heading, an item.
//!
//! A `<br>` ends a line, and the line a block, unless a sentence goes on behind it; `<pre>` is read as plain text is.

use super::element::{Element, classify_element, is_main, is_outside};
use crate::model::script::ends_sentence;
use crate::text::line::Markup;
use crate::text::wrapped;
use dom_query::{NodeId, NodeRef};
use rustc_hash::FxHashSet;

/// A block of a page.
#[derive(Debug)]
pub(super) struct HtmlBlock {
    /// Its words, with single spaces.
    pub(super) text: String,
    /// What its element says.
    pub(super) markup: Option<Markup>,
    /// Whether an element around it is no part of the article.
    pub(super) is_outside: bool,
    /// Whether all of it is a link.
    pub(super) is_link: bool,
}

/// How long a line is at least, in characters, that a sentence may leave at a `<br>`.
const MIN_CONTINUED_LINE: usize = 40;

/// What the elements around say.
#[derive(Clone, Copy, Default)]
struct ElementContext {
    markup: Option<Markup>,
    region: Region,
    in_link: bool,
    in_pre: bool,
}

/// Where on a page something stands.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Region {
    #[default]
    Anywhere,
    /// In an element that says that it holds what the page is about.
    Main,
    /// In an element that is no part of the article.
    Outside,
}

enum WalkStep<'n> {
    Enter(NodeRef<'n>, ElementContext),
    End(ElementContext),
}

/// The blocks of a page in order.
pub(super) fn blocks(root: NodeRef<'_>) -> Vec<HtmlBlock> {
    let mut gatherer = BlockCollector { boxes: form_boxes(root), ..BlockCollector::default() };
    let mut steps = vec![WalkStep::Enter(root, ElementContext::default())];
    while let Some(step) = steps.pop() {
        match step {
            WalkStep::End(around) => gatherer.finish_block(around),
            WalkStep::Enter(node, around) if node.is_text() => gatherer.push_text(&node.text(), around),
            WalkStep::Enter(node, around) => enter(node, around, &mut gatherer, &mut steps),
        }
    }
    gatherer.finish_block(ElementContext::default());
    gatherer.blocks
}

fn enter<'n>(node: NodeRef<'n>, around: ElementContext, gatherer: &mut BlockCollector, steps: &mut Vec<WalkStep<'n>>) {
    let name = node.node_name().unwrap_or_default();
    let mut inner = around;
    match classify_element(node, &name) {
        Element::Skipped => return,
        Element::Break => {
            gatherer.fragments.push(LineFragment::default());
            return;
        }
        // The cells of a row are parts of one line.
        Element::Block(_) if around.markup == Some(Markup::Row) => gatherer.push_text(" ", around),
        Element::Inline => inner.in_link |= *name == *"a",
        Element::Block(own) => {
            inner.markup = own.or(around.markup);
            if around.region != Region::Outside {
                let in_main = around.region == Region::Main || is_main(node, &name);
                let place = if in_main { Region::Main } else { Region::Anywhere };
                let is_outside = is_outside(node, &name, in_main) || gatherer.boxes.contains(&node.id);
                inner.region = if is_outside { Region::Outside } else { place };
            }
            inner.in_pre |= *name == *"pre";
            gatherer.finish_block(around);
            steps.push(WalkStep::End(inner));
        }
    }
    steps.extend(node.children_it(true).map(|child| WalkStep::Enter(child, inner)));
}

/// A part of a block between two `<br>`.
#[derive(Default)]
struct LineFragment {
    text: String,
    /// How many bytes of it are links.
    linked: usize,
}

/// How many forms are looked at, and how many bytes of text the box around one has at most.
const MAX_FORMS: usize = 50;
const MAX_FORM_BOX_BYTES: usize = 400;

/// The boxes around forms that say little beside: invitations to subscribe in the midst of an article.
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
    /// Elements that are no part of the article.
    boxes: FxHashSet<NodeId>,
    blocks: Vec<HtmlBlock>,
    fragments: Vec<LineFragment>,
}

impl BlockCollector {
    fn push_text(&mut self, words: &str, around: ElementContext) {
        let mut lines = words.split(|c| around.in_pre && c == '\n');
        let linked = |words: &str| if around.in_link { words.split_whitespace().map(str::len).sum() } else { 0 };
        if let Some(first) = lines.next() {
            if self.fragments.is_empty() {
                self.fragments.push(LineFragment::default());
            }
            if let Some(last) = self.fragments.last_mut() {
                last.text.push_str(first);
                last.linked += linked(first);
            }
        }
        self.fragments.extend(lines.map(|line| LineFragment { text: line.to_owned(), linked: linked(line) }));
    }

    /// Ends the block that is being read.
    fn finish_block(&mut self, around: ElementContext) {
        let pieces = std::mem::take(&mut self.fragments);
        if around.in_pre {
            let lines: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
            for joined in wrapped::join(&lines) {
                self.push(&LineFragment { text: joined.text.into_owned(), linked: 0 }, around);
            }
            return;
        }
        let mut open: Option<LineFragment> = None;
        for mut piece in pieces {
            piece.text = piece.text.split_whitespace().collect::<Vec<_>>().join(" ");
            match &mut open {
                Some(open) if continues_sentence(&open.text, &piece.text) => {
                    open.text.push(' ');
                    open.text.push_str(&piece.text);
                    open.linked += piece.linked;
                }
                _ => {
                    if let Some(piece) = open.replace(piece) {
                        self.push(&piece, around);
                    }
                }
            }
        }
        if let Some(piece) = open {
            self.push(&piece, around);
        }
    }

    fn push(&mut self, piece: &LineFragment, around: ElementContext) {
        let text = piece.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let letters: usize = text.split(' ').map(str::len).sum();
        if !text.is_empty() {
            let is_outside = around.region == Region::Outside;
            self.blocks.push(HtmlBlock { text, markup: around.markup, is_outside, is_link: piece.linked >= letters });
        }
    }
}

/// Whether a sentence goes on from one line to the next.
fn continues_sentence(before: &str, behind: &str) -> bool {
    before.chars().count() >= MIN_CONTINUED_LINE && !ends_sentence(before) && behind.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn read(html: &str) -> Vec<HtmlBlock> {
        blocks(Document::from(html).root())
    }

    fn texts(html: &str) -> Vec<String> {
        read(html).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn cuts_a_page_into_blocks() {
        let found = read(
            "<h1>A <em>bridge</em></h1><div>one<p>two\n words</p>three<br>four<ul><li>five<li>six</ul><script>x</script></div>",
        );
        let texts: Vec<&str> = found.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["A bridge", "one", "two words", "three", "four", "five", "six"]);
        assert_eq!(found[0].markup, Some(Markup::Title));
        assert_eq!(found[6].markup, Some(Markup::ListItem));
    }

    #[test]
    fn a_sentence_may_go_on_behind_a_break() {
        let html =
            "<p>The council of Lindhaven voted on Friday for a<br>new bridge.<br>By Ada Berg<br><br>It ended.</p>";
        let expected = ["The council of Lindhaven voted on Friday for a new bridge.", "By Ada Berg", "It ended."];
        assert_eq!(texts(html), expected);
    }

    #[test]
    fn reads_preformatted_text_as_plain_text() {
        let line = "The council of Lindhaven met on Tuesday evening to hear what";
        let html = format!("<pre>{line}\n{line}\n{line}\n{line}\n{line}\nit was.\n\nIt ended.</pre>");
        assert_eq!(texts(&html).len(), 2);
    }

    #[test]
    fn reads_rows_of_tables() {
        let html = "<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2031</td><td>38</td></tr></table>\
                    <table><tr><td><p>One</p></td><td><p>Two</p></td></tr></table>";
        let found = read(html);
        let texts: Vec<&str> = found.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["Year Cost", "2031 38", "One", "Two"]);
        assert_eq!((found[1].markup, found[2].markup), (Some(Markup::Row), None));
    }

    #[test]
    fn leaves_out_what_nobody_reads() {
        let html = "<p>The plan<sup><a href='#n1'>1</a></sup> is <ruby>港<rt>gǎng</rt></ruby>.</p><p hidden>x</p>\
                    <p style='Display: none'>x</p><span class='sr-only'>x</span><p>10<sup>2</sup></p>";
        assert_eq!(texts(html), ["The plan is 港.", "102"]);
    }

    #[test]
    fn an_invitation_to_subscribe_is_outside() {
        let html =
            "<article><p>Text.</p><div><p>Subscribe to our letter!</p><form><input></form></div><p>More.</p></article>";
        let found: Vec<bool> = read(html).iter().map(|block| block.is_outside).collect();
        assert_eq!(found, [false, true, false]);
    }

    #[test]
    fn knows_what_is_outside_and_what_is_a_link() {
        let html = "<header><h1>Courier</h1></header><main><header><p>Head</p></header><p><a>All</a></p><p>Some <a>x</a></p>\
                    </main><footer><p>F</p></footer><div role=navigation>N</div>";
        let found: Vec<(String, bool, bool)> =
            read(html).into_iter().map(|block| (block.text, block.is_outside, block.is_link)).collect();
        let expected = [
            ("Courier", true, false),
            ("Head", false, false),
            ("All", false, true),
            ("Some x", false, false),
            ("F", true, false),
            ("N", true, false),
        ];
        assert_eq!(found, expected.map(|(text, outside, link)| (text.to_owned(), outside, link)));
    }
}
