//! Text of an article that is published in full: its passages, with the text that this site quotes.
//!
//! 1. Each block is split at the ends of quotations, so that the quotations of a segment cover all of it.
//! 2. A segment links to the pages that quote it, in the language of the page if they are translated.

use super::link::LinkView;
use super::page_context::PageContext;
use crate::model::{Passage, RecordId, TextPassage};
use crate::relate::{PassageCitation, QuotedRange};
use crate::render::body_html::verdict;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A block of the text.
#[derive(Clone, Debug, Serialize)]
pub(super) struct TextBlock<'e> {
    /// Role of the block: `paragraph`, `heading`, `caption`, `standfirst`, `byline` or `note`.
    role: &'static str,
    /// Label in citations: `¶7`.
    label: String,
    /// Fragment of its passage; `None` for a further block of the same passage.
    pub(super) anchor: Option<String>,
    segments: Vec<Segment<'e>>,
    /// Pages that quote it.
    quoted_in: Vec<LinkView<'e>>,
    /// Pages that cite it without a quotation.
    cited_in: Vec<LinkView<'e>>,
}

/// Text of a block with the pages that quote it.
#[derive(Clone, Debug, Serialize)]
struct Segment<'e> {
    words: &'e str,
    quotes: Vec<Quote<'e>>,
}

/// A page that quotes the text.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Quote<'e> {
    href: String,
    title: &'e str,
}

/// Returns the blocks of an article's text; empty if it is not published.
pub(super) fn text_blocks<'e>(context: &PageContext<'e>, article: RecordId) -> Vec<TextBlock<'e>> {
    let site = context.site;
    let article = site.canonical(article);
    let Some(text) = site.published_text(article) else { return Vec::new() };
    let quoted = site.relations.quoted().list(article);
    let quoted: Vec<&QuotedRange> =
        quoted.iter().filter(|stretch| is_language_version(context, stretch.record)).collect();
    let mut anchors = BTreeSet::new();
    let blocks = text.passages.iter().enumerate().map(|(index, block)| {
        let of_block: Vec<&QuotedRange> = quoted.iter().copied().filter(|range| range.block == index).collect();
        let is_first = anchors.insert(block.passage);
        text_block(context, article, block, &of_block, is_first)
    });
    blocks.collect()
}

/// Checks whether a record is the version that pages of this language link to.
fn is_language_version(context: &PageContext<'_>, record: RecordId) -> bool {
    let site = context.site;
    site.is_shown(record) && site.in_language(site.canonical(record), context.lang.tag) == record
}

fn text_block<'e>(
    context: &PageContext<'e>,
    article: RecordId,
    block: &'e TextPassage,
    quoted: &[&QuotedRange],
    is_first: bool,
) -> TextBlock<'e> {
    let own = context.site.in_language(article, context.lang.tag);
    let quoting: BTreeSet<RecordId> = quoted.iter().map(|stretch| stretch.record).collect();
    TextBlock {
        role: role(block.passage),
        label: block.passage.to_string(),
        anchor: is_first.then(|| block.passage.anchor()),
        segments: segments(context, &block.words, quoted, own),
        quoted_in: quoting.iter().filter(|record| **record != own).map(|record| context.link(*record)).collect(),
        cited_in: if is_first { citing(context, article, block.passage, &quoting) } else { Vec::new() },
    }
}

/// Returns links to the pages that cite a passage, except those that quote it.
fn citing<'e>(
    context: &PageContext<'e>,
    article: RecordId,
    passage: Passage,
    quoting: &BTreeSet<RecordId>,
) -> Vec<LinkView<'e>> {
    let site = context.site;
    let uses = PassageCitation::of_passage(site.relations.passage_citations().list(article), passage);
    let cited = uses.iter().map(|found| site.in_language(found.from, context.lang.tag));
    let others: BTreeSet<RecordId> = cited.filter(|record| !quoting.contains(record)).collect();
    others.into_iter().map(|record| context.link(record)).collect()
}

fn segments<'e>(context: &PageContext<'e>, words: &'e str, quoted: &[&QuotedRange], own: RecordId) -> Vec<Segment<'e>> {
    let ends = quoted.iter().flat_map(|stretch| [stretch.range.start, stretch.range.end]);
    let cuts: BTreeSet<usize> = ends.chain([0, words.len()]).collect();
    let cuts: Vec<usize> = cuts.into_iter().filter(|&at| words.is_char_boundary(at)).collect();
    let mut coming = quoted.iter().copied().peekable();
    let mut open: Vec<&QuotedRange> = Vec::new();
    let mut segments: Vec<Segment<'e>> = Vec::new();
    for cut in cuts.windows(2) {
        let [start, end] = [cut[0], cut[1]];
        open.retain(|stretch| stretch.range.end > start);
        while let Some(stretch) = coming.next_if(|stretch| stretch.range.start <= start) {
            open.push(stretch);
        }
        // The article's own summary is on the same page, so others come first.
        let key = |stretch: &QuotedRange| (stretch.record == own, stretch.record);
        let by_record: BTreeMap<_, &QuotedRange> = open.iter().rev().map(|stretch| (key(stretch), *stretch)).collect();
        let pages = by_record.into_values().map(|stretch| quote(context, stretch)).collect();
        segments.push(Segment { words: &words[start..end], quotes: pages });
    }
    segments
}

fn quote<'e>(context: &PageContext<'e>, stretch: &QuotedRange) -> Quote<'e> {
    let path = context.site.relations.path(stretch.record);
    let href = context.link_base.href_to(path, Some(&verdict::anchor(stretch.number)));
    Quote { href, title: context.link(stretch.record).card.title() }
}

fn role(passage: Passage) -> &'static str {
    match passage {
        Passage::Paragraphs { .. } => "paragraph",
        Passage::Heading(_) => "heading",
        Passage::Caption(_) => "caption",
        Passage::Standfirst => "standfirst",
        Passage::Byline => "byline",
        Passage::Note => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use crate::render::testing::with_page_context;
    use crate::testkit::TestSite;
    use serde_json::{Value, json};

    const WORDS: &str = "The ferries are full in the morning.";

    fn stretch(range: std::ops::Range<usize>, record: RecordId, number: usize) -> QuotedRange {
        QuotedRange { block: 0, range, record, number }
    }

    fn segments_of(stretches: impl Fn(RecordId, RecordId) -> Vec<QuotedRange>) -> Value {
        let mut test = TestSite::new();
        test.record(Kind::Topic, "one");
        test.record(Kind::Topic, "two");
        with_page_context(&mut test, "articles/a/", |context| {
            let find = |id| context.site.find(Kind::Topic, id).unwrap();
            let stretches = stretches(find("one"), find("two"));
            serde_json::to_value(segments(context, WORDS, &stretches.iter().collect::<Vec<_>>(), find("two"))).unwrap()
        })
    }

    #[test]
    fn keeps_unquoted_text_in_one_segment() {
        assert_eq!(segments_of(|_, _| Vec::new()), json!([{ "words": WORDS, "quotes": [] }]));
    }

    #[test]
    fn splits_where_quotations_overlap() {
        let found =
            segments_of(|one, two| vec![stretch(4..20, two, 0), stretch(4..20, two, 3), stretch(16..36, one, 1)]);
        let one = json!({ "href": "../../topics/one/#quote-2", "title": "one" });
        let two = json!({ "href": "../../topics/two/#quote-1", "title": "two" });
        let expected = json!([
            { "words": "The ", "quotes": [] },
            { "words": "ferries are ", "quotes": [two] },
            { "words": "full", "quotes": [one, two] },
            { "words": " in the morning.", "quotes": [one] },
        ]);
        assert_eq!(found, expected);
    }
}
