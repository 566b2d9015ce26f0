//! Tests PDF import with PDFs that the tests generate.

mod browser_print;
mod writer;

use briefing::diagnose::Diagnostics;
use briefing::import::{ExistingContent, ImportError, ImportFile, Proposal, propose};
use briefing::load::{self, Inputs, LoadOptions};
use briefing::model::{Details, Passage};
use briefing::span::Sources;
use briefing::text::LineRole;
use briefing::text::pdf::{PdfError, extract};
use proptest::prelude::*;
use std::time::{Duration, Instant};
use writer::{PdfPage, pdf};

/// Returns a PDF of three pages with running headers, page numbers, two columns, hyphenation, a footnote and a caption.
fn leaflet() -> Vec<u8> {
    let mut pages = Vec::new();
    for number in 1..=3 {
        let mut page = PdfPage::default();
        page.line(72.0, 810.0, 9.0, "Harbour Courier, March 2031");
        page.line(300.0, 30.0, 9.0, &format!("Page {number} of 3"));
        pages.push(page);
    }
    let page = &mut pages[0];
    page.line(72.0, 740.0, 26.0, "A bridge for Lindhaven");
    page.line(72.0, 700.0, 11.0, "By Ada Berg | Harbour Courier | March 14, 2031");
    page.column(
        72.0,
        670.0,
        &[
            "The council of Lindhaven voted on Friday for a new har-",
            "bour bridge that opens for ships, after a debate of seven",
            "hours and with the votes of both large parties in town.",
        ],
    );
    page.column(
        72.0,
        615.0,
        &[
            "The bridge costs thirty-eight million crowns, of which the",
            "province pays one half, said the treasurer. A thirty-",
            "eight million crowns bridge is dear.",
        ],
    );
    page.line(72.0, 560.0, 14.0, "What comes next");
    page.column(
        72.0,
        538.0,
        &["Work begins in the summer of next year, when the ice is", "gone, and should end before the"],
    );
    pages[1].column(
        72.0,
        740.0,
        &["ferry's licence runs out, which is three years later.", "Nobody knows what happens then."],
    );
    pages[1].line(72.0, 690.0, 8.5, "Figure 1: The old bridge at low tide");
    pages[1].line(72.0, 120.0, 8.0, "1 See the plan of the year before.");
    pages[2].column(72.0, 740.0, &["The author is a fellow of the Harbour Institute."]);
    pdf(&pages)
}

fn import(bytes: &[u8]) -> Result<Proposal, ImportError> {
    propose(&ImportFile { name: "leaflet.pdf", bytes }, &ExistingContent::default())
}

#[test]
fn imports_multi_page_pdf() {
    let proposal = import(&leaflet()).unwrap();
    let metadata = &proposal.metadata;
    assert_eq!(metadata.title.as_ref().unwrap().value, "A bridge for Lindhaven");
    assert_eq!(metadata.authors[0].name, "Ada Berg");
    assert_eq!(metadata.outlet.as_ref().unwrap().value, "Harbour Courier");
    assert_eq!(metadata.date_line.as_ref().unwrap().value.date, "2031-03-14");
    let passages: Vec<(&str, Option<usize>)> =
        proposal.passages().map(|line| (line.text.as_str(), line.page)).collect();
    let expected = [
        (
            "The council of Lindhaven voted on Friday for a new harbour bridge that opens for ships, after a debate of seven \
          hours and with the votes of both large parties in town.",
            Some(1),
        ),
        (
            "The bridge costs thirty-eight million crowns, of which the province pays one half, said the treasurer. A \
          thirty-eight million crowns bridge is dear.",
            Some(1),
        ),
        (
            "Work begins in the summer of next year, when the ice is gone, and should end before the ferry's licence runs \
          out, which is three years later. Nobody knows what happens then.",
            Some(1),
        ),
    ];
    assert_eq!(passages, expected);
    let texts = |role| proposal.with_role(role).map(|line| line.text.as_str()).collect::<Vec<_>>();
    assert_eq!(texts(LineRole::Heading), ["What comes next"]);
    assert_eq!(texts(LineRole::Caption), ["Figure 1: The old bridge at low tide"]);
    assert_eq!(texts(LineRole::Footnote), ["1 See the plan of the year before."]);
    assert_eq!(texts(LineRole::AuthorNote).len(), 1);
    assert!(!proposal.text.contains("Page 2") && !proposal.text.contains("Courier, March"));
    assert_eq!((proposal.format.file_name(), proposal.file), ("article.pdf", leaflet()));
}

#[test]
fn reads_columns_in_order() {
    let mut page = PdfPage::default();
    page.column(72.0, 700.0, &["The council of Lindhaven voted on", "Friday for a bridge that opens for"]);
    page.column(320.0, 700.0, &["ships, and nobody was against it.", "It will be built next year."]);
    let text = extract(&pdf(&[page])).unwrap().text;
    assert!(
        text.starts_with("The council of Lindhaven voted on Friday for a bridge that opens for ships, and"),
        "{text}"
    );
}

#[test]
fn loads_pdf_as_article_text() {
    let mut inputs = Inputs::default();
    inputs.files.insert("briefing.toml".into(), b"base_url = \"https://example.org/\"\n"[..].into());
    let record = "+++\ntitle = \"A bridge\"\n+++\nIt says \"a new harbour bridge\" and \"a new pier\".\n";
    inputs.files.insert("content/articles/a/index.md".into(), record.as_bytes().into());
    inputs.files.insert("content/articles/a/article.pdf".into(), leaflet().into());
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let site = load::load(&inputs, &LoadOptions::default(), &mut sources, &mut diagnostics);
    let text = site.records.iter().find_map(|record| match &record.details {
        Details::Article(article) => article.text.clone(),
        _ => None,
    });
    let text = text.unwrap();
    let paragraphs: Vec<&str> = text
        .passages
        .iter()
        .filter(|block| matches!(block.passage, Passage::Paragraphs { .. }))
        .map(|block| &sources.get(text.file).text[block.span.range()])
        .collect();
    assert_eq!(paragraphs.len(), 3);
    assert!(paragraphs[0].contains("a new harbour bridge"));
    briefing::relate::relate(&site, &sources, &mut diagnostics);
    let codes: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.rule.code).collect();
    assert_eq!(codes.iter().filter(|code| **code == "quotation-not-found").count(), 1, "{codes:?}");
}

#[test]
fn reports_unreadable_pdf() {
    let refused = |bytes: &[u8]| match import(bytes).unwrap_err() {
        ImportError::Text(briefing::text::TextError::Pdf(refused)) => refused,
        other => panic!("{other}"),
    };
    assert_eq!(refused(&pdf(&[PdfPage::default()])), PdfError::Scanned);
    assert_eq!(refused(b"%PDF-1.7\nnothing more"), PdfError::Broken);
    let id = "/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]";
    let lock =
        format!("/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{0}> /U <{0}> >> {id}", "ab".repeat(32));
    let mut locked = leaflet();
    let root = locked.windows(5).rposition(|bytes| bytes == b"/Root").unwrap();
    locked.splice(root..root, format!("{lock} ").into_bytes());
    assert_eq!(refused(&locked), PdfError::Encrypted);
    let text = import(b"no PDF at all, whatever its name says").unwrap();
    assert_eq!(text.format.file_name(), "article.txt");
}

#[test]
fn rejects_exponential_forms() {
    let start = Instant::now();
    let _ = extract(&writer::decompression_bomb());
    assert!(start.elapsed() < Duration::from_secs(50));
}

proptest! {
    #![proptest_config(crate::cases(60))]

    #[test]
    fn does_not_panic_on_broken_pdf(cut in 0..4000usize, at in 0..4000usize, bytes in prop::collection::vec(any::<u8>(), 0..20)) {
        let mut pdf = leaflet();
        let at = at.min(pdf.len());
        let end = (at + bytes.len()).min(pdf.len());
        pdf.splice(at..end, bytes);
        pdf.truncate(pdf.len().saturating_sub(cut % 1500));
        let once = extract(&pdf);
        prop_assert_eq!(&once, &extract(&pdf));
    }
}
