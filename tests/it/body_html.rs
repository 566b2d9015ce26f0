//! Renders bodies parsed from Markdown, with relations built by hand.

use crate::fixture::{StubRenderer, record, site, spanned, words};
use briefing::diagnose::Diagnostics;
use briefing::load::markdown::MarkdownReader;
use briefing::model::{
    Article, Attachment, Author, Body, Details, Edtf, Initiative, MarkdownConfig, Record, RecordId, ReferenceKind, Site,
};
use briefing::relate::{MentionLink, MentionPart, Relations, Target};
use briefing::render::body_html::{BodyContext, BodyMessages, body_html, inline_html};
use briefing::render::{DependencyRecorder, TrackedBody};
use briefing::span::{FileId, Sources};
use proptest::prelude::*;
use scraper::{Html, Selector};

/// A page with its references: record 0 is the page, 1 an initiative, 2 to 5 are articles.
struct Fixture {
    site: Site,
    relations: Relations,
    recorder: DependencyRecorder,
    words: BodyMessages,
}

fn article(id: &str, families: &[&str], date: Option<&str>) -> Record {
    let authors = families.iter().map(|family| Author {
        name: format!("X {family}"),
        family: Some((*family).to_owned()),
        ..Author::default()
    });
    let date = date.and_then(|date| Edtf::parse(date).ok()).map(spanned);
    record(
        id,
        "A <Title>",
        Details::Article(Box::new(Article { authors: authors.collect(), date, ..Article::default() })),
    )
}

impl Fixture {
    fn new(markdown: &str) -> Fixture {
        let mut reader = MarkdownReader {
            file: FileId(0),
            source: markdown,
            language: "en",
            config: MarkdownConfig::default(),
            references: Vec::new(),
            diagnostics: Diagnostics::default(),
        };
        let mut page = record("about", "About", Details::Page);
        page.body = reader.read(0..markdown.len());
        page.references = reader.references;
        let bytes = std::sync::Arc::from(Vec::new());
        page.files.push(Attachment { name: "u.png".into(), source: "".into(), bytes, size: Some((30, 20)) });
        let mut initiative = record("pax", "Pax & Silica", Details::Initiative(Initiative::default()));
        initiative.description = Some(spanned("A \"declaration\"".into()));
        let records = vec![
            page,
            initiative,
            article("cai", &["Cai"], Some("2025-08-05")),
            article("wang", &["Wang", "Zhang"], Some("202X")),
            article("many", &["A", "B", "C"], Some("../2025-12")),
            article("none", &[], None),
        ];
        let paths = records
            .iter()
            .map(|record| format!("{}/{}/", record.kind().folder(), record.id))
            .collect::<Vec<_>>()
            .into();
        let mut fixture = Fixture {
            site: site(records),
            relations: Relations { paths, ..Relations::default() },
            recorder: DependencyRecorder::default(),
            words: words(),
        };
        fixture.relate();
        fixture
    }

    fn relate(&mut self) {
        let id = |name: &str| self.site.all().find(|(_, record)| &*record.id == name).map(|(id, _)| id);
        let targets = self.site.records[0].references.iter().map(|reference| match &reference.kind {
            ReferenceKind::Record { target, anchor } => {
                id(target).map_or(Target::Unresolved, |to| Target::Record { to, anchor: anchor.clone() })
            }
            ReferenceKind::Path(path) => Target::Path(format!("pages/about/{path}")),
            ReferenceKind::Anchor(anchor) => Target::Anchor(anchor.clone()),
            ReferenceKind::External(address) => Target::External(address.clone()),
            ReferenceKind::Citation(citation) => {
                Target::Articles(citation.items.iter().map(|item| id(&item.id.value)).collect())
            }
            ReferenceKind::Content { .. } | ReferenceKind::Forbidden(_) | ReferenceKind::Claim(_) => Target::Unresolved,
        });
        self.relations.targets = vec![targets.collect::<Vec<_>>()].into();
    }

    fn context(&self) -> BodyContext<'_> {
        BodyContext {
            body: TrackedBody::new(&self.site, &self.relations, &self.recorder, RecordId(0)),
            page: "pages/about/",
            messages: &self.words,
            figures: &StubRenderer,
            sources: None,
            citations: &StubRenderer,
        }
    }

    fn html_with_ids(&self) -> String {
        body_html(&self.site.records[0].body, self.context())
    }

    /// Returns the HTML without the ids of statements.
    fn html(&self) -> String {
        let html = self.html_with_ids();
        let mut parts = html.split(" id=\"s-");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |html, part| html + part.split_once('"').map_or("", |(_, rest)| rest))
    }
}

#[test]
fn statements_have_ids_of_their_words_on_their_own_page() {
    let selector = Selector::parse("[id^=s-]").unwrap();
    let ids = |html: &str| -> Vec<String> {
        let html = Html::parse_fragment(html);
        html.select(&selector).filter_map(|element| element.attr("id").map(str::to_owned)).collect()
    };
    let markdown = "One.\n\n> Two.[^1]\n\n- three\n- four\n\nOne.\n\n![](u.png)\n\n[^1]: Five.\n";
    let whole = ids(&Fixture::new(markdown).html_with_ids());
    assert_eq!(whole.len(), 5, "{whole:?}");
    assert_eq!(whole[4], format!("{}-2", whole[0]));
    assert_eq!(ids(&Fixture::new("New.\n\n- four\n").html_with_ids())[1], whole[3]);
    let fixture = Fixture::new(markdown);
    let elsewhere = BodyContext { page: "topics/", ..fixture.context() };
    assert_eq!(ids(&body_html(&fixture.site.records[0].body, elsewhere)), Vec::<String>::new());
}

fn html(markdown: &str) -> String {
    Fixture::new(markdown).html()
}

#[test]
fn links_records() {
    assert_eq!(
        html("[[pax]] [[pax#part|the *pact*]] [[nobody]] [[nobody|some *words*]]"),
        "<p><a class=\"record\" data-kind=\"initiative\" href=\"../../initiatives/pax/\" \
         title=\"A &quot;declaration&quot;\">Pax &amp; Silica</a> \
         <a class=\"record\" data-kind=\"initiative\" data-name=\"Pax &amp; Silica\" href=\"../../initiatives/pax/#part\" \
         title=\"A &quot;declaration&quot;\">the <em>pact</em></a> nobody some <em>words</em></p>\n"
    );
}

#[test]
fn links_show_written_name_and_carry_record_name() {
    let mut fixture = Fixture::new("[[pax]] [[initiatives/pax]] [[the pact]] [[cai]]");
    let target_for = |target: &str| Target::Record { to: RecordId(if target == "cai" { 2 } else { 1 }), anchor: None };
    fixture.relations.targets = vec![["pax", "pax", "pax", "cai"].map(target_for).to_vec()].into();
    let Details::Initiative(pax) = &mut std::sync::Arc::make_mut(&mut fixture.site.records[1]).details else {
        unreachable!()
    };
    pax.kind = Some(spanned("declaration".into()));
    let html = Html::parse_fragment(&fixture.html());
    let links = Selector::parse("a.record").unwrap();
    let shown: Vec<_> = html
        .select(&links)
        .map(|link| (link.text().collect::<String>(), link.attr("data-name"), link.attr("data-label")))
        .collect();
    let expected_link = |words: &str, name, label| (words.to_owned(), name, label);
    let label = Some("declaration");
    let expected = [
        expected_link("Pax & Silica", None, label),
        expected_link("Pax & Silica", None, label),
        expected_link("the pact", Some("Pax & Silica"), label),
        expected_link("A <Title>", None, None),
    ];
    assert_eq!(shown, expected);
}

#[test]
fn resolves_anchors_against_the_records_page() {
    let fixture = Fixture::new("[a](#b)");
    let context = BodyContext { page: "timeline/", ..fixture.context() };
    let body = &fixture.site.records[0].body;
    assert_eq!(inline_html(body, context), "<a href=\"../pages/about/#b\">a</a>");
}

#[test]
fn links_mentions() {
    let mut fixture = Fixture::new("The Pax & the *Pax*.");
    let mention = |node, range| MentionLink { node, range, to: RecordId(1), part: MentionPart::Whole };
    fixture.relations.mention_links = vec![vec![mention(0, 4..7), mention(15, 0..3), mention(15, 90..99)]].into();
    let link = "<a class=\"record mention\" data-kind=\"initiative\" data-name=\"Pax &amp; Silica\" href=\"../../initiatives/pax/\" \
                title=\"A &quot;declaration&quot;\">Pax</a>";
    assert_eq!(fixture.html(), format!("<p>The {link} &amp; the <em>{link}</em>.</p>\n"));
}

#[test]
fn links_mentions_over_a_line_break() {
    let mut fixture = Fixture::new("The Pax\nSilica pact");
    let mention = |node, range, part| MentionLink { node, range, to: RecordId(1), part };
    let parts = |end| vec![mention(0, 4..7, MentionPart::Beginning), mention(8, 0..end, MentionPart::End)];
    let link = "<a class=\"record mention\" data-kind=\"initiative\" data-name=\"Pax &amp; Silica\" \
                href=\"../../initiatives/pax/\" title=\"A &quot;declaration&quot;\">";
    fixture.relations.mention_links = vec![parts(6)].into();
    assert_eq!(fixture.html(), format!("<p>The {link}Pax\nSilica</a> pact</p>\n"));
    fixture.relations.mention_links = vec![parts(6)[..1].to_vec()].into();
    assert_eq!(fixture.html(), format!("<p>The {link}Pax\n</a>Silica pact</p>\n"), "an end that is missing");
}

#[test]
fn links_external_urls_and_anchors() {
    assert_eq!(
        html("[a](https://b.c/?d&e \"t\") [f](#g) <me@b.c> [x](javascript:y) [file](u.pdf)"),
        "<p><a class=\"external\" rel=\"noopener\" href=\"https://b.c/?d&amp;e\" title=\"t\">a</a> \
         <a href=\"#g\">f</a> <a href=\"mailto:me@b.c\">me@b.c</a> x <a href=\"u.pdf\">file</a></p>\n"
    );
}

#[test]
fn delegates_citations() {
    assert_eq!(html("So [see @cai, ¶7; @wang] says @many."), "<p>So <cite cai wang> says <cite many>.</p>\n");
}

#[test]
fn writes_footnotes() {
    assert_eq!(
        html("a[^x] b[^x] c[^y]\n\n[^x]: one\n\n[^y]:\n    - two"),
        "<p>a<sup class=\"footnote-mark\" id=\"fnref-x\"><a href=\"#fn-x\" role=\"doc-noteref\">1</a></sup> \
         b<sup class=\"footnote-mark\" id=\"fnref-x:2\"><a href=\"#fn-x\" role=\"doc-noteref\">1</a></sup> \
         c<sup class=\"footnote-mark\" id=\"fnref-y\"><a href=\"#fn-y\" role=\"doc-noteref\">2</a></sup></p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\"><ol>\n\
         <li id=\"fn-x\"><p>one \
         <a class=\"footnote-back\" role=\"doc-backlink\" href=\"#fnref-x\" aria-label=\"Back to text\">↩</a> \
         <a class=\"footnote-back\" role=\"doc-backlink\" href=\"#fnref-x:2\" aria-label=\"Back to text\">↩</a></p></li>\n\
         <li id=\"fn-y\"><ul>\n<li>two</li>\n</ul>\n \
         <a class=\"footnote-back\" role=\"doc-backlink\" href=\"#fnref-y\" aria-label=\"Back to text\">↩</a></li>\n\
         </ol></section>\n"
    );
}

#[test]
fn writes_tables() {
    assert_eq!(
        html("Table: The *caption*\n\n| a | b |\n|---|--:|\n| c | d |"),
        "<div class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"The caption\"><table>\
         <caption>The <em>caption</em></caption>\n\
         <thead>\n<tr><th scope=\"col\">a</th><th scope=\"col\" class=\"align-right\">b</th></tr>\n</thead>\n\
         <tbody>\n<tr><td>c</td><td class=\"align-right\">d</td></tr>\n</tbody>\n</table></div>\n"
    );
}

#[test]
fn writes_figures_and_images() {
    let image =
        "<img src=\"u.png\" alt=\"x &quot;y&quot;\" width=\"30\" height=\"20\" loading=\"lazy\" decoding=\"async\">";
    assert_eq!(
        html("![x \\\"y\\\"](u.png \"A *caption*\")"),
        format!("<figure>{image}<figcaption>A <em>caption</em></figcaption></figure>\n")
    );
    assert_eq!(
        html("a ![b](https://c.d/e.png \"t\") ![f](data:g)"),
        "<p>a <img src=\"https://c.d/e.png\" alt=\"b\" title=\"t\" loading=\"lazy\" decoding=\"async\"> f</p>\n"
    );
}

#[test]
fn writes_alerts_lists_and_code() {
    assert_eq!(
        html("> [!WARNING]\n> a"),
        "<aside class=\"alert alert-warning\" role=\"note\">\n<p class=\"alert-title\">Warning</p>\n<p>a</p>\n</aside>\n"
    );
    assert_eq!(
        html("3. a\n   - [x] b\n   - [ ] c"),
        "<ol start=\"3\">\n<li>a\n<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled checked> b</li>\n\
         <li class=\"task\"><input type=\"checkbox\" disabled> c</li>\n</ul>\n</li>\n</ol>\n"
    );
    assert_eq!(html("```rust x\na < b\n```"), "<pre><code class=\"language-rust\">a &lt; b\n</code></pre>\n");
}

#[test]
fn moves_headings_below_the_page_title() {
    assert_eq!(
        html("# A\n\n## B {.c}\n\n###### D"),
        "<h2 id=\"a\">A</h2>\n<h3 id=\"b\" class=\"c\">B</h3>\n<h6 id=\"d\">D</h6>\n"
    );
    assert_eq!(html("## B"), "<h2 id=\"b\">B</h2>\n");
}

#[test]
fn escapes_raw_html_unless_allowed() {
    let markdown = "a <b onclick=x>c</b>\n\n<script>x</script>";
    assert_eq!(html(markdown), "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>\n<p>&lt;script&gt;x&lt;/script&gt;</p>\n");
    let mut fixture = Fixture::new(markdown);
    fixture.site.config.markdown.raw_html = true;
    assert_eq!(fixture.html(), "<p>a <b onclick=x>c</b></p>\n<script>x</script>\n");
}

#[test]
fn escapes_text_and_attributes() {
    let html = html("`</code>` \\<b> &quot; [a](https://b \"\\\"><i>\") ![\\\"><i>](u.png)\n\n# <x> {#a\"b}");
    assert!(!html.contains("<b>") && !html.contains("<i>") && !html.contains("<x>"), "{html}");
    assert!(html.contains("id=\"a&quot;b\""), "{html}");
}

#[test]
fn delegates_figures() {
    assert_eq!(
        html(
            "```chart\ntitle = \"T\"\nsource = \"*s*\"\ndata = \"d.csv\"\n```\n\n```timeline\nturning_points = true\n```"
        ),
        "<chart T <em>s</em> pages/about/>\n<timeline true pages/about/>\n"
    );
}

#[test]
fn renders_front_matter_inline() {
    let fixture = Fixture::new("A *b*[^c]\n\n[^c]: d");
    let body = &fixture.site.records[0].body;
    assert_eq!(inline_html(body, fixture.context()), "A <em>b</em>");
    assert_eq!(inline_html(&Body::default(), fixture.context()), "");
}

const HOSTILE: [&str; 32] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"",
    "'",
    ">",
    "<",
    "](",
    ")",
    "[",
    "![",
    "[[",
    "]]",
    "|",
    "javascript:alert(1)",
    "java\tscript:x",
    "&#106;avascript:x",
    "javascript&colon;x",
    "data:text/html,x",
    "//x",
    " \"t\" ",
    "<javascript:x>",
    "\n\n",
    "```\" onclick=x\n",
    "# a {#\"><b> .\"><i>}\n",
    "[^\"><b>]",
    "\n[^\"><b>]: c\n",
    "[@\"><b>]",
    "[see <b> @cai, \"><b>]",
    "@cai",
    "pax",
    "| a |\n|---|\n",
    "Table: <b>\n",
];

proptest! {
    #![proptest_config(crate::cases(300))]

    #[test]
    fn hostile_markdown_yields_no_active_content(pieces in prop::collection::vec(prop::sample::select(HOSTILE.to_vec()), 0..20)) {
        let html = html(&pieces.concat());
        let document = Html::parse_fragment(&html);
        for element in document.select(&Selector::parse("*").unwrap()) {
            let element = element.value();
            prop_assert!(!["script", "style", "iframe", "object", "b", "i"].contains(&element.name()), "{}", html);
            for (name, value) in element.attrs() {
                prop_assert!(!name.starts_with("on") && name != "style", "{}", html);
                let address = value.to_lowercase().replace(|c: char| c.is_control() || c == ' ', "");
                prop_assert!(!matches!(name, "href" | "src") || !address.starts_with("javascript:"), "{}", html);
                prop_assert!(!matches!(name, "href" | "src") || !address.starts_with("data:"), "{}", html);
            }
        }
    }
}

#[test]
fn marks_blocks_with_source_positions_on_request() {
    let markdown = "Words.[^n]\n\n> Quoted.\n\n| a |\n|---|\n| b |\n\n- item\n\n[^n]: Note.\n";
    let fixture = Fixture::new(markdown);
    let mut sources = Sources::default();
    sources.add("content/pages/about.md", markdown);
    let html = body_html(&fixture.site.records[0].body, BodyContext { sources: Some(&sources), ..fixture.context() });
    let page = Html::parse_fragment(&html);
    let blocks = Selector::parse("[data-source]").unwrap();
    let positions: Vec<_> =
        page.select(&blocks).map(|block| (block.value().name(), block.attr("data-source").unwrap())).collect();
    let at = |line: u32| format!("page/about@en:{line}");
    let expected = [1, 3, 3, 5, 5, 7, 9, 11, 11].map(at);
    let names = ["p", "blockquote", "p", "div", "tr", "tr", "li", "li", "p"];
    assert_eq!(positions, names.into_iter().zip(expected.iter().map(String::as_str)).collect::<Vec<_>>());
}
