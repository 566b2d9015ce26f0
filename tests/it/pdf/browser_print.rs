//! A page printed by a browser is extracted as it was written.

use super::import;
use briefing::text::LineRole;
use std::path::Path;
use std::process::Command;

const PARAGRAPHS: [&str; 4] = [
    "The council of Lindhaven voted on Friday, after a difficult debate of seven hours, to make its ferries free of charge \
     for all passengers. The offer is financed by the harbour dues, which have risen by a fifth since the officials of the \
     port took over their collection.",
    "“Nobody should have to count coins in the rain,” said Mira Olsen, who leads the transport committee. She called the \
     decision a first step, and reaffirmed that the night ferry will follow as soon as the second boat sails again.",
    "The treasurer expects a loss of four million crowns in the first year. That is a thirty-eighth of what the town \
     spends on roads, he said, and well below the long-term average. A long-term agreement is to be negotiated.",
    "Opponents of the plan warn of overcrowding. Their chairwoman, Lise Tan, told the Courier that the officials had \
     counted passengers on three rainy Tuesdays, and that an efficient service was worth its fare. She intends to appeal.",
];

const STYLE: &str = "@page { size: A4; margin: 20mm } body { font: 11pt/1.4 serif; hyphens: auto; text-align: justify }
    .columns { columns: 2 } h1 { font-size: 24pt } h2 { font-size: 14pt }";

fn page() -> String {
    let [one, two, three, four] = PARAGRAPHS.map(|paragraph| format!("<p>{paragraph}</p>"));
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Ferries</title><style>{STYLE}</style>\
         <h1>The ferries of Lindhaven will be free of charge from next spring</h1>\
         <p>The decision ends a quarrel of eleven years, and leaves one question open.</p>\
         <p>By Ada Berg and Jon Falk | Harbour Courier | 14 March 2031</p>\
         <div class=columns>{one}{two}<h2>What it costs</h2>{three}</div><div style='break-before: page'>{four}</div>"
    )
}

/// Prints a page to PDF. Returns false if no browser is available.
fn print(page: &Path, target: &Path) -> bool {
    let mut browser = Command::new("chromium");
    browser.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]);
    browser.arg(format!("--print-to-pdf={}", target.display())).arg(format!("file://{}", page.display()));
    browser.output().is_ok_and(|output| output.status.success())
}

#[test]
fn reads_page_printed_by_browser() {
    let folder = tempfile::tempdir().unwrap();
    let (html, pdf) = (folder.path().join("page.html"), folder.path().join("page.pdf"));
    std::fs::write(&html, page()).unwrap();
    if !print(&html, &pdf) {
        eprintln!("skipped: there is no Chromium that prints");
        return;
    }
    // Chromium prints date, title, address and page number on every page.
    let proposal = import(&std::fs::read(&pdf).unwrap()).unwrap();
    let passages: Vec<&str> = proposal.passages().map(|line| line.text.as_str()).collect();
    assert_eq!(passages, PARAGRAPHS);
    assert_eq!(proposal.passages().last().unwrap().page, Some(2));
    let texts = |role| proposal.with_role(role).map(|line| line.text.as_str()).collect::<Vec<_>>();
    assert_eq!(texts(LineRole::Title), ["The ferries of Lindhaven will be free of charge from next spring"]);
    assert_eq!(
        texts(LineRole::Standfirst),
        ["The decision ends a quarrel of eleven years, and leaves one question open."]
    );
    assert_eq!(texts(LineRole::Heading), ["What it costs"]);
    let authors: Vec<&str> = proposal.metadata.authors.iter().map(|author| author.name.as_str()).collect();
    assert_eq!(authors, ["Ada Berg", "Jon Falk"]);
    assert_eq!(proposal.metadata.outlet.unwrap().value, "Harbour Courier");
    assert_eq!(proposal.metadata.date_line.unwrap().value.date, "2031-03-14");
}
