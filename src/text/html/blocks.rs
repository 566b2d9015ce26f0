//! Cuts a page into blocks of text: what a browser shows as a paragraph, a heading, an item.
//!
//! A `<br>` ends a line, and the line a block, unless a sentence goes on behind it; `<pre>` is read as plain text is.

use super::element::{Element, element, is_main, is_outside};
use crate::model::script::ends_sentence;
use crate::text::line::Markup;
use crate::text::wrapped;
use dom_query::{NodeId, NodeRef};
use rustc_hash::FxHashSet;

/// A block of a page.
#[derive(Debug)]
pub(super) struct Block {
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
const LONG: usize = 40;

/// What the elements around say.
#[derive(Clone, Copy, Default)]
struct Around {
    markup: Option<Markup>,
    place: Place,
    in_link: bool,
    in_pre: bool,
}

/// Where on a page something stands.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Anywhere,
    /// In an element that says that it holds what the page is about.
    Main,
    /// In an element that is no part of the article.
    Outside,
}

enum Step<'n> {
    Enter(NodeRef<'n>, Around),
    End(Around),
}

/// The blocks of a page in order.
pub(super) fn blocks(root: NodeRef<'_>) -> Vec<Block> {
    let mut gatherer = Gatherer { boxes: form_boxes(root), ..Gatherer::default() };
    let mut steps = vec![Step::Enter(root, Around::default())];
    while let Some(step) = steps.pop() {
        match step {
            Step::End(around) => gatherer.end(around),
            Step::Enter(node, around) if node.is_text() => gatherer.say(&node.text(), around),
            Step::Enter(node, around) => enter(node, around, &mut gatherer, &mut steps),
        }
    }
    gatherer.end(Around::default());
    gatherer.found
}

fn enter<'n>(node: NodeRef<'n>, around: Around, gatherer: &mut Gatherer, steps: &mut Vec<Step<'n>>) {
    let name = node.node_name().unwrap_or_default();
    let mut inner = around;
    match element(node, &name) {
        Element::Left => return,
        Element::Break => {
            gatherer.pieces.push(Piece::default());
            return;
        }
        // The cells of a row are parts of one line.
        Element::Block(_) if around.markup == Some(Markup::Row) => gatherer.say(" ", around),
        Element::Inline => inner.in_link |= *name == *"a",
        Element::Block(own) => {
            inner.markup = own.or(around.markup);
            if around.place != Place::Outside {
                let in_main = around.place == Place::Main || is_main(node, &name);
                let place = if in_main { Place::Main } else { Place::Anywhere };
                let is_outside = is_outside(node, &name, in_main) || gatherer.boxes.contains(&node.id);
                inner.place = if is_outside { Place::Outside } else { place };
            }
            inner.in_pre |= *name == *"pre";
            gatherer.end(around);
            steps.push(Step::End(inner));
        }
    }
    steps.extend(node.children_it(true).map(|child| Step::Enter(child, inner)));
}

/// A part of a block between two `<br>`.
#[derive(Default)]
struct Piece {
    text: String,
    /// How many bytes of it are links.
    linked: usize,
}

/// How many forms are looked at, and how many bytes of text the box around one has at most.
const MOST_FORMS: usize = 50;
const MOST_OF_A_BOX: usize = 400;

/// The boxes around forms that say little beside: invitations to subscribe in the midst of an article.
fn form_boxes(root: NodeRef<'_>) -> FxHashSet<NodeId> {
    let mut boxes = FxHashSet::default();
    let is_form = |node: &NodeRef<'_>| node.node_name().is_some_and(|name| *name == *"form");
    for form in root.descendants_it().filter(is_form).take(MOST_FORMS) {
        let is_box = |node: &NodeRef<'_>| {
            node.node_name().is_some_and(|name| matches!(&*name, "div" | "section" | "p" | "li"))
                && node.text().len() <= MOST_OF_A_BOX
        };
        boxes.extend(form.ancestors_it(Some(6)).take_while(is_box).map(|node| node.id));
    }
    boxes
}

#[derive(Default)]
struct Gatherer {
    /// Elements that are no part of the article.
    boxes: FxHashSet<NodeId>,
    found: Vec<Block>,
    pieces: Vec<Piece>,
}

impl Gatherer {
    fn say(&mut self, words: &str, around: Around) {
        let mut lines = words.split(|c| around.in_pre && c == '\n');
        let linked = |words: &str| if around.in_link { words.split_whitespace().map(str::len).sum() } else { 0 };
        if let Some(first) = lines.next() {
            if self.pieces.is_empty() {
                self.pieces.push(Piece::default());
            }
            if let Some(last) = self.pieces.last_mut() {
                last.text.push_str(first);
                last.linked += linked(first);
            }
        }
        self.pieces.extend(lines.map(|line| Piece { text: line.to_owned(), linked: linked(line) }));
    }

    /// Ends the block that is being read.
    fn end(&mut self, around: Around) {
        let pieces = std::mem::take(&mut self.pieces);
        if around.in_pre {
            let lines: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
            for joined in wrapped::join(&lines) {
                self.push(&Piece { text: joined.text.into_owned(), linked: 0 }, around);
            }
            return;
        }
        let mut open: Option<Piece> = None;
        for mut piece in pieces {
            piece.text = piece.text.split_whitespace().collect::<Vec<_>>().join(" ");
            match &mut open {
                Some(open) if goes_on(&open.text, &piece.text) => {
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

    fn push(&mut self, piece: &Piece, around: Around) {
        let text = piece.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let letters: usize = text.split(' ').map(str::len).sum();
        if !text.is_empty() {
            let is_outside = around.place == Place::Outside;
            self.found.push(Block { text, markup: around.markup, is_outside, is_link: piece.linked >= letters });
        }
    }
}

/// Whether a sentence goes on from one line to the next.
fn goes_on(before: &str, behind: &str) -> bool {
    before.chars().count() >= LONG && !ends_sentence(before) && behind.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    fn read(html: &str) -> Vec<Block> {
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
