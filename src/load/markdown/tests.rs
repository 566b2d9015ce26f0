//! Shared helpers of the extensions' tests, and tests of the whole parser: spans, depth, hostile input.

use super::*;
use crate::model::{
    Block, BlockKind, Citation, CitationForm, CitationRole, Inline, InlineKind, ReferenceId, ReferenceKind, inlines,
    runs,
};
use crate::span::Span;
use proptest::prelude::*;
use std::fmt::Write;

/// Result of parsing a text.
pub(super) struct ParsedMarkdown {
    pub(super) source: String,
    pub(super) body: Body,
    pub(super) references: Vec<Reference>,
    pub(super) diagnostics: Diagnostics,
}

impl ParsedMarkdown {
    pub(super) fn new(source: &str) -> ParsedMarkdown {
        ParsedMarkdown::with(source, |reader| reader.read(0..source.len()))
    }

    fn with(source: &str, read: impl FnOnce(&mut MarkdownReader<'_>) -> Body) -> ParsedMarkdown {
        let mut reader = MarkdownReader::of_text(source, "en");
        let body = read(&mut reader);
        ParsedMarkdown {
            source: source.to_owned(),
            body,
            references: reader.references,
            diagnostics: reader.diagnostics,
        }
    }

    pub(super) fn slice(&self, span: Span) -> &str {
        &self.source[span.range()]
    }

    /// Returns the rule codes of all diagnostics, in order.
    pub(super) fn codes(&self) -> Vec<&str> {
        self.diagnostics.iter().map(|diagnostic| diagnostic.rule.code).collect()
    }

    /// Returns the source at the spans of a rule's diagnostics.
    pub(super) fn marked(&self, code: &str) -> Vec<&str> {
        let diagnostics = self.diagnostics.iter().filter(|diagnostic| diagnostic.rule.code == code);
        diagnostics.map(|diagnostic| self.slice(diagnostic.span.unwrap())).collect()
    }

    /// Returns the help of the first diagnostic of a rule.
    pub(super) fn help(&self, code: &str) -> &str {
        let mut diagnostics = self.diagnostics.iter().filter(|diagnostic| diagnostic.rule.code == code);
        diagnostics.next().and_then(|diagnostic| diagnostic.help.as_deref()).unwrap_or("")
    }

    /// Returns the source of every reference.
    pub(super) fn reference_slices(&self) -> Vec<&str> {
        self.references.iter().map(|reference| self.slice(reference.span)).collect()
    }

    /// Returns the source of every cited id.
    pub(super) fn cited_slices(&self) -> Vec<&str> {
        let citations = self.references.iter().filter_map(|reference| match &reference.kind {
            ReferenceKind::Citation(citation) => Some(citation),
            _ => None,
        });
        citations.flat_map(|citation| &citation.items).map(|item| self.slice(item.id.span)).collect()
    }

    /// Returns all text inlines.
    pub(super) fn texts(&self) -> Vec<String> {
        self.nodes().into_iter().map(|(text, _)| text).collect()
    }

    /// Returns the source of all text inlines.
    pub(super) fn slices(&self) -> Vec<&str> {
        self.nodes().into_iter().map(|(_, span)| self.slice(span)).collect()
    }

    fn nodes(&self) -> Vec<(String, Span)> {
        let text = |inline: &Inline| match &inline.kind {
            InlineKind::Text(text) => Some((text.clone(), inline.span)),
            _ => None,
        };
        runs(&self.body.blocks).flat_map(|run| inlines(run.inlines)).filter_map(text).collect()
    }

    /// Formats the tree compactly.
    pub(super) fn sketch(&self) -> String {
        self.blocks(&self.body.blocks)
    }

    fn blocks(&self, blocks: &[Block]) -> String {
        blocks.iter().map(|block| self.block(block)).collect::<Vec<_>>().join(" ")
    }

    fn block(&self, block: &Block) -> String {
        match &block.kind {
            BlockKind::Paragraph(content) => format!("[{}]", self.inlines(content)),
            BlockKind::Heading { level, id, content, .. } => format!("h{level}#{id}[{}]", self.inlines(content)),
            BlockKind::Code { info, text } => format!("code({info}|{text})"),
            BlockKind::Quote { alert: None, blocks } => format!("quote{{{}}}", self.blocks(blocks)),
            BlockKind::Quote { alert: Some(alert), blocks } => format!("{alert:?}{{{}}}", self.blocks(blocks)),
            BlockKind::List { start, tight, items } => {
                let items = items.iter().map(|item| {
                    let task = item.task.map_or(String::new(), |done| format!("{done}: "));
                    format!("{{{task}{}}}", self.blocks(&item.blocks))
                });
                let start = start.map_or(String::new(), |start| start.to_string());
                format!("{}list{start}{{{}}}", if *tight { "" } else { "loose " }, items.collect::<String>())
            }
            BlockKind::Table(table) => {
                let caption =
                    if table.caption.is_empty() { String::new() } else { self.inlines(&table.caption) + " | " };
                let row = |row: &Vec<crate::model::Cell>| {
                    row.iter().map(|cell| format!("[{}]", self.inlines(&cell.content))).collect::<Vec<_>>().join(" ")
                };
                let rows = std::iter::once(&table.head).chain(&table.rows).map(row).collect::<Vec<_>>();
                format!("table{{{caption}{}}}", rows.join(" / "))
            }
            BlockKind::Figure { image, caption } => {
                format!("figure{{{} | {}}}", self.inlines(std::slice::from_ref(image)), self.inlines(caption))
            }
            other => format!("{other:?}"),
        }
    }

    fn inlines(&self, inlines: &[Inline]) -> String {
        inlines.iter().map(|inline| self.inline(inline)).collect::<Vec<_>>().join(" ")
    }

    fn inline(&self, inline: &Inline) -> String {
        match &inline.kind {
            InlineKind::Text(text) => text.clone(),
            InlineKind::Code(code) => format!("code({code})"),
            InlineKind::Emphasis(content) => format!("em({})", self.inlines(content)),
            InlineKind::Strong(content) => format!("strong({})", self.inlines(content)),
            InlineKind::Strikethrough(content) => format!("del({})", self.inlines(content)),
            InlineKind::Span { class, content } => format!("{}({})", class.name(), self.inlines(content)),
            InlineKind::Link { content, .. } => format!("link({})", self.inlines(content)),
            InlineKind::Image { alt, .. } => format!("img({alt})"),
            InlineKind::Citation(to) => self.citation(*to),
            InlineKind::FootnoteMark { note, nth } => format!("note({note},{nth})"),
            InlineKind::SoftBreak => "/".into(),
            InlineKind::HardBreak => "//".into(),
            InlineKind::Html(html) => format!("html({html})"),
        }
    }

    fn citation(&self, to: ReferenceId) -> String {
        let ReferenceKind::Citation(Citation { items, form }) = &self.references[to.0 as usize].kind else { panic!() };
        let items = items.iter().map(|item| {
            let mut text = String::new();
            if !item.prefix.is_empty() {
                write!(text, "{}|", item.prefix).unwrap();
            }
            let sign = if item.suppress_author { "-" } else { "" };
            write!(text, "{sign}{}", item.id.value).unwrap();
            item.passage.iter().for_each(|passage| write!(text, " {passage}").unwrap());
            if !item.suffix.is_empty() {
                write!(text, "|{}", item.suffix).unwrap();
            }
            if item.role != CitationRole::Supports {
                write!(text, " !{}", item.role.name()).unwrap();
            }
            text
        });
        let form = if *form == CitationForm::Narrative { "narrative" } else { "cite" };
        format!("{form}({})", items.collect::<Vec<_>>().join("; "))
    }
}

/// Checks that every span is within the source and its parent's span, and that verbatim text is at its span.
fn check_places(read: &ParsedMarkdown) {
    let file = Span { file: FileId(0), start: 0, end: u32::try_from(read.source.len()).unwrap() };
    check_blocks(read, &read.body.blocks, file);
    for note in &read.body.footnotes {
        check_span(read, note.span, file);
        check_blocks(read, &note.blocks, note.span);
    }
    for reference in &read.references {
        check_span(read, reference.span, file);
    }
    for diagnostic in &read.diagnostics {
        check_span(read, diagnostic.span.unwrap(), file);
    }
}

fn check_span(read: &ParsedMarkdown, span: Span, parent: Span) {
    assert!(read.source.get(span.range()).is_some(), "{span:?} does not fit {:?}", read.source);
    assert!(parent.start <= span.start && span.end <= parent.end, "{span:?} outside {parent:?} in {:?}", read.source);
}

fn check_blocks(read: &ParsedMarkdown, blocks: &[Block], parent: Span) {
    for block in blocks {
        check_span(read, block.span, parent);
        match &block.kind {
            BlockKind::Quote { blocks, .. } => check_blocks(read, blocks, block.span),
            BlockKind::List { items, .. } => {
                for item in items {
                    check_span(read, item.span, block.span);
                    check_blocks(read, &item.blocks, item.span);
                }
            }
            _ => {
                block.runs().for_each(|run| check_inlines(read, run.inlines, block.span));
            }
        }
    }
}

fn check_inlines(read: &ParsedMarkdown, inlines: &[Inline], parent: Span) {
    for inline in inlines {
        check_span(read, inline.span, parent);
        match &inline.kind {
            InlineKind::Text(text) => assert!(!text.is_empty()),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Span { content, .. }
            | InlineKind::Link { content, .. } => check_inlines(read, content, inline.span),
            _ => {}
        }
    }
}

const SAMPLES: [&str; 6] = [
    "Cai argues that *AI governance* has [@cai-2025, ¶1] outgrown.\nNext line, **strong `code` words**, ~~gone~~.\n",
    "# Heading one {#one}\r\n\r\nWords é 中文 [[id|shown words]] and [a link](https://example.org \"t\").\r\n\r\n- a\r\n- b\r\n  c\r\n",
    "> [!NOTE]\n> quoted words\n> 1. one\n>    two\n> 2. three\n",
    "Table: the caption\n\n| a b | c |\n|---|---|\n| d [@x, ¶1] e | *f* |\n\n![alt words](u.png \"caption words\")\n",
    "A note[^n] here, @narrative [¶2] there.\n\n[^n]: The note's *words*.\n\n    More words.\n",
    "**中文。**后面的字\n中文 [词](@/pages/a.md) `x`\n\nterm_with_marks [unknown brackets] a*b\n",
];

#[test]
fn text_is_at_its_span() {
    for sample in SAMPLES {
        let padded = format!("+++\ntitle = \"é\"\n+++\n{sample}");
        let start = padded.len() - sample.len();
        let read = ParsedMarkdown::with(&padded, |reader| {
            reader.config.smart_punctuation = false;
            reader.read(start..padded.len())
        });
        check_places(&read);
        for (text, span) in read.nodes() {
            let source = read.slice(span).replace('\n', "");
            assert_eq!(source, text);
        }
        assert!(!read.texts().is_empty());
    }
}

#[test]
fn parses_alerts_lists_and_tasks() {
    assert_eq!(ParsedMarkdown::new("> [!TIP]\n> words").sketch(), "Tip{[words]}");
    assert_eq!(ParsedMarkdown::new("- [ ] a\n- [x] b\n  - c").sketch(), "list{{false: [a]}{true: [b] list{{[c]}}}}");
    assert_eq!(ParsedMarkdown::new("3. a\n\n4. b").sketch(), "loose list3{{[a]}{[b]}}");
    assert_eq!(ParsedMarkdown::new("- a\n  # b\n  c").sketch(), "list{{[a] h1#b[b] [c]}}");
}

#[test]
fn plain_commonmark_has_no_extensions() {
    let source = "\"[[a]]\" [@b] ~~c~~ @d\n\n| a |\n|---|\n\n# H {#i}\n\n![](x)\n";
    let read = ParsedMarkdown::with(source, |reader| reader.read_commonmark(0..source.len()));
    assert_eq!(read.sketch(), "[\"[[a]]\" [@b] ~~c~~ @d] [| a | / |---|] h1#h-i[H {#i}] [img()]");
    assert!(read.codes().is_empty());
}

#[test]
fn literal_values_get_exact_spans() {
    let source = "text = \"one *two* [@a, ¶1]\"";
    let read = ParsedMarkdown::with(source, |reader| reader.read_value("one *two* [@a, ¶1]", 7..source.len()));
    assert_eq!(read.slices(), ["one ", "two", " "]);
    assert_eq!(read.cited_slices(), ["a"]);
}

#[test]
fn values_with_escapes_get_exact_spans() {
    let source = r#"text = "one \"two\" \u4e2d*x* [@a, ¶1]""#;
    let read = ParsedMarkdown::with(source, |reader| reader.read_value("one \"two\" 中*x* [@a, ¶1]", 7..source.len()));
    assert_eq!(read.slices(), [r#"one \"two\" \u4e2d"#, "x", " "]);
    assert_eq!(read.cited_slices(), ["a"]);
    check_places(&read);
}

#[test]
fn unaligned_values_get_the_whole_span() {
    let source = "text: some other words";
    let read = ParsedMarkdown::with(source, |reader| reader.read_value("*one* [@a]", 6..source.len()));
    assert_eq!(read.slices(), [&source[6..], &source[6..]]);
    assert_eq!(read.cited_slices(), [&source[6..]]);
    check_places(&read);
}

#[test]
fn deep_nesting_is_flattened() {
    const MANY: usize = 100_000;
    for (mark, around) in
        [(">", "a"), ("[", "a"), ("*", "a"), ("![", "a"), ("[[", "a"), ("- ", "a"), ("_a ", ""), ("~~", "a")]
    {
        let read = ParsedMarkdown::new(&(mark.repeat(MANY) + around));
        check_places(&read);
    }
    for (open, close) in [
        ("*a ", " b*"),
        ("[", "](u)"),
        ("![", "](u)"),
        ("[[a|", "]]"),
        ("**中。", "。**中"),
        ("[^", "]"),
        ("@a [", "]"),
    ] {
        let read = ParsedMarkdown::new(&(open.repeat(20_000) + &close.repeat(20_000)));
        check_places(&read);
    }
}

#[test]
fn flattened_content_keeps_its_text() {
    let read = ParsedMarkdown::new(&(">".repeat(200) + " deep *words*"));
    assert_eq!(read.texts(), ["deep words"]);
    let items = "- ".repeat(200) + "deep";
    assert_eq!(ParsedMarkdown::new(&items).texts(), ["deep"]);
}

#[test]
fn repeated_delimiters_take_linear_time() {
    let pieces = [
        "[@a]",
        "[^",
        "@a ",
        "[a][@b]",
        "**中。**",
        "*",
        "`",
        "\\*",
        "<a",
        "[a](b",
        "&amp;",
        "\"",
        "[x]\n\n",
        "| a |\n",
    ];
    for piece in pieces {
        let began = std::time::Instant::now();
        check_places(&ParsedMarkdown::new(&piece.repeat(20_000)));
        assert!(began.elapsed().as_secs() < 20, "{piece:?} took {:?}", began.elapsed());
    }
}

#[test]
fn rule_codes_are_unique() {
    let codes: std::collections::BTreeSet<_> = RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(codes.len(), RULES.len());
}

#[test]
fn counts_words() {
    assert_eq!(
        ParsedMarkdown::new("One *two*three [@a]\n\n- four\n\n```\nno\n```\n\n中文[^1]\n\n[^1]: six").body.words,
        6
    );
}

#[test]
fn footnote_span_covers_its_heading() {
    check_places(&ParsedMarkdown::new("a[a]: b\n[^a]: # é\t\né\t[^a]"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn parses_arbitrary_text(source in "\\PC{0,80}") {
        check_places(&ParsedMarkdown::new(&source));
    }

    #[test]
    fn parses_arbitrary_mark_up(pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..40)) {
        let source = pieces.concat();
        check_places(&ParsedMarkdown::new(&source));
        check_places(&ParsedMarkdown::with(&source, |reader| reader.read_commonmark(0..source.len())));
        let value = format!("\"{source}\"");
        check_places(&ParsedMarkdown::with(&value, |reader| reader.read_value(&source, 0..value.len())));
    }
}

const PIECES: [&str; 62] = [
    "a",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "    ",
    "é",
    "中",
    "。",
    "“",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```\n",
    "```chart\n",
    "```timeline\n",
    "type = \"bar\"\n",
    "from = \"2025\"\n",
    "---\n",
    "> ",
    "> [!NOTE]\n",
    "- ",
    "1. ",
    "- [ ] ",
    "# ",
    " {#a}",
    "[",
    "]",
    "[[",
    "]]",
    "|",
    "| a |\n|---|\n",
    "Table: x\n",
    ": y\n",
    "(",
    ")",
    "](u)",
    "](u \"t\")",
    "![",
    "[^a]",
    "[^a]: ",
    "[@a]",
    "[@a, ¶2; see -@b]",
    "@a",
    " [¶3]",
    "[¶x]",
    "javascript:x",
    "<b>",
    "<!-- more -->\n",
    "<a@b.c>",
    "&amp;",
    "&",
    "\\",
    "\"",
    "'",
    "...",
    "\0",
    "\u{feff}",
    "[a]: b\n",
];
