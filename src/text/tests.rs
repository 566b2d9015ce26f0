//! Passages of texts in all formats.

use super::*;

fn passages(format: TextFormat, text: &str) -> Vec<TextPassage> {
    read(text, format).unwrap().into_passages(FileId(0))
}

fn sketch(format: TextFormat, text: &str) -> Vec<String> {
    let words = |words: &str| words.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    passages(format, text).iter().map(|block| format!("{}: {}", block.passage, words(&block.words))).collect()
}

#[test]
fn parses_page_with_navigation_and_byline() {
    let text = "Courier EditionNORTH 中文Français\nLetters\nHome / Letters / Harbour\n\nThe ferry crossing is full\n\n\
        A plan to build a bridge divides the town\n\nBy ADA BROOK | Courier | Updated: 2031-03-04 07:50\nShare\n\
        JO HALE/COURIER\n\nThe ferries of Lindhaven are full every morning.\n\nNobody knows what to do about it.\n\n\
        The author is a fellow of the Harbour Institute.\n\nContact the editor at a@example.org.\n\nMost Viewed\nTop\n\
        Copyright 2031 Courier. All rights reserved.\n";
    let expected = [
        "standfirst: A plan to",
        "byline: By ADA BROOK",
        "note: JO HALE/COURIER",
        "¶1: The ferries of",
        "¶2: Nobody knows what",
        "note: The author is",
        "note: Contact the editor",
        "note: Copyright 2031 Courier.",
    ];
    assert_eq!(sketch(TextFormat::Plain, text), expected);
}

#[test]
fn parses_separated_standfirst() {
    let text = "The bridge\n\nMar 04, 2031\n  • Ada Brook\n\n    Fellow, Harbour Institute\n\n\
        The town must build before the ferries fail.\n\n\u{a0}\n\nThe ferries of Lindhaven are full.\n\n\
        They carry three things:\n\n• First, people who work there.\n\n• goods\n\nNobody knows what to do.\n\n\
        All will be well.\n";
    let expected = [
        "byline: Mar 04, 2031",
        "byline: • Ada Brook",
        "byline: Fellow, Harbour Institute",
        "standfirst: The town must",
        "¶1: The ferries of",
        "¶2: They carry three",
        "¶3: • First, people",
        "¶4: • goods",
        "¶5: Nobody knows what",
        "¶6: All will be",
    ];
    assert_eq!(sketch(TextFormat::Plain, text), expected);
}

#[test]
fn parses_headings_captions_and_repeated_titles() {
    let text = "Bridges: a short history\n\n2031-March-04 10:15 By: Courier\n\nBridges: a short history\n\n\
        A ferry leaves the pier of Lindhaven. (Courier/Jo Hale)\n\nBy Old Mast\n\nThe first bridge was built of wood.\n\n\
        Wood, stone and steel\n\nThe second bridge was built of stone.\n\nBridges: a short history\n\n\
        The stone bridge in winter. (Courier/Jo Hale)\n\nIt stands.\n\nEditor: AB\nMore from the Courier\n";
    let expected = [
        "byline: 2031-March-04 10:15 By:",
        "caption 1: A ferry leaves",
        "byline: By Old Mast",
        "¶1: The first bridge",
        "heading 1: Wood, stone and",
        "¶2: The second bridge",
        "caption 2: The stone bridge",
        "¶3: It stands.",
        "note: Editor: AB",
    ];
    assert_eq!(sketch(TextFormat::Plain, text), expected);
}

#[test]
fn parses_lines_without_blank_lines() {
    let text = "Quiet water\nThe town looks for a way across\nIn recent years the ferries have been full.\n\
        The council has counted them.\nAda Brook is a fellow. She contributed this article to the Courier.\n\n\n\n";
    let expected = ["standfirst: The town looks", "¶1: In recent years", "¶2: The council has", "note: Ada Brook is"];
    assert_eq!(sketch(TextFormat::Plain, text), expected);
}

#[test]
fn parses_text_of_paragraphs_only() {
    assert_eq!(
        sketch(TextFormat::Plain, "The ferries of Lindhaven are full.\n\nSo be it."),
        ["¶1: The ferries of", "¶2: So be it."]
    );
    assert_eq!(sketch(TextFormat::Plain, ""), Vec::<String>::new());
    assert_eq!(sketch(TextFormat::Plain, "Ferries"), ["note: Ferries"]);
}

#[test]
fn parses_chinese() {
    let text = "渡轮已满\n\n作者：布鲁克\n\n林港的渡轮每天早上都坐满了人。\n\n没有人知道该怎么办。\n\n责任编辑：海尔\n";
    let expected = [
        "byline: 作者：布鲁克",
        "¶1: 林港的渡轮每天早上都坐满了人。",
        "¶2: 没有人知道该怎么办。",
        "note: 责任编辑：海尔",
    ];
    assert_eq!(sketch(TextFormat::Plain, text), expected);
}

#[test]
fn parses_markdown() {
    let text = "# The bridge\n\nBy Ada Brook\n\nThe *ferries* of Lindhaven are\nfull.\n\n## Why\n\n- Too few\n- Too small\n\n\
        ![The pier](pier.png)\n\nNobody knows what to do.\n";
    let expected = [
        "byline: By Ada Brook",
        "¶1: The ferries of",
        "heading 1: Why",
        "¶2: Too few",
        "¶3: Too small",
        "caption 1: The pier",
        "¶4: Nobody knows what",
    ];
    assert_eq!(sketch(TextFormat::Markdown, text), expected);
}

proptest::proptest! {
    #[test]
    fn spans_cover_the_text_of_passages(lines in proptest::collection::vec("[ -~“é中。\u{a0}]{0,40}", 0..20)) {
        let text = lines.join("\n");
        for block in passages(TextFormat::Plain, &text) {
            let written: Vec<&str> = text[block.span.range()].split_whitespace().collect();
            let words: Vec<&str> = block.words.split_whitespace().collect();
            proptest::prop_assert_eq!(written.concat(), words.concat());
        }
        passages(TextFormat::Markdown, &text);
    }
}
