//! Texts written for these tests.

use super::{QuotationFixture, text};
use briefing::relate::QuotationVerdict;
use proptest::prelude::*;
use std::fs;

const TEXTS: [(&str, &str); 3] = [("ferries", "en"), ("bridge", "en"), ("duchuan", "zh-Hans")];

fn read(id: &str) -> String {
    fs::read_to_string(format!("tests/quotations/texts/{id}.txt")).unwrap()
}

#[test]
fn two_hundred_quotations_with_fifty_mutations() {
    let rows = sheet();
    let mut desk = QuotationFixture::default();
    for (id, language) in TEXTS {
        desk.article(id, language, &read(id));
    }
    for row in &rows {
        desk.quote(&row[0], &row[1], &row[3]);
    }
    let judged = desk.verify();
    assert_eq!(judged.len(), rows.len());
    let is_found = |verdict| matches!(verdict, QuotationVerdict::Found(_));
    let wrong: Vec<String> = rows
        .iter()
        .zip(&judged)
        .filter(|(row, quotation)| is_found(quotation.verdict) != (row[2] == "-"))
        .map(|(row, quotation)| format!("{row:?}: {:?}", quotation.verdict))
        .collect();
    let mutated = rows.iter().filter(|row| row[2] != "-").count();
    println!("{} true quotations, {mutated} mutations, {} wrong verdicts", rows.len() - mutated, wrong.len());
    assert_eq!((rows.len(), mutated), (200, 50));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The rows of the sheet: article, passage, what was done to the words, words.
fn sheet() -> Vec<[String; 4]> {
    let sheet = fs::read_to_string("tests/quotations/quotations.tsv").unwrap();
    let rows = sheet.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let row: Vec<String> = line.split('\t').map(str::to_owned).collect();
        row.try_into().unwrap()
    });
    rows.collect()
}

/// Writes words in another typography, chosen by a number for each place.
fn typeset(words: &str, choices: &[u8]) -> String {
    let mut choices = choices.iter().copied().cycle();
    let mut set = String::new();
    for c in words.chars() {
        let choice = choices.next().unwrap_or(0);
        let of = |forms: &[&str]| forms[usize::from(choice) % forms.len()].to_owned();
        let typeset = match c {
            '“' | '”' | '"' => of(&["“", "”", "\"", "„", "«", "「", "'"]),
            '’' | '\'' => of(&["’", "'", "‘", "ʼ"]),
            '—' | '–' | '-' => of(&["—", "–", "-", " — ", "\u{2011}", "--"]),
            ' ' => of(&[" ", "\u{a0}", "  ", "\u{2009}", "\u{202f}"]),
            'é' => of(&["é", "e\u{301}"]),
            c if choice % 16 == 7 => String::from_iter([c, '\u{ad}']),
            c => c.to_string(),
        };
        set.push_str(&typeset);
    }
    set.replace("ffi", "ﬃ").replace("fl", "ﬂ")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn words_of_a_text_are_found_in_any_typography(
        which in 0..2_usize,
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1..30_usize), 20),
        choices in proptest::collection::vec(any::<u8>(), 1..200),
    ) {
        let (id, language) = TEXTS[which];
        let source = read(id);
        let passages = text(&source).passages;
        let mut desk = QuotationFixture::default();
        desk.article(id, language, &source);
        let mut expected = Vec::new();
        for (passage, start, length) in places {
            let passage = passage.get(&passages);
            let words: Vec<&str> = passage.words.split(' ').collect();
            let start = start.index(words.len());
            let quoted = words[start..words.len().min(start + length)].join(" ");
            if quoted.contains(char::is_alphanumeric) {
                desk.quote(id, &passage.passage.to_string(), &typeset(&quoted, &choices));
                expected.push(quoted);
            }
        }
        for (quotation, words) in desk.verify().iter().zip(expected) {
            prop_assert!(matches!(quotation.verdict, QuotationVerdict::Found(_)), "{words} as {}: {:?}", quotation.words, quotation.verdict);
        }
    }
}

/// Articles and pages are read in the order of their names: other names are another order of files.
fn judge_named(names: &[u8], rows: &[[String; 4]]) -> Vec<(String, QuotationVerdict)> {
    let name = |at: usize| format!("{}-{at}", char::from(b'a' + names[at % names.len()] % 26));
    let mut desk = QuotationFixture::default();
    let mut ids = std::collections::BTreeMap::new();
    for (at, (id, language)) in TEXTS.iter().enumerate() {
        ids.insert((*id).to_owned(), name(at));
        desk.article(&name(at), language, &read(id));
    }
    desk.file("briefing.toml", "base_url = \"https://example.org/\"\ntitle = \"Case\"\n");
    for (at, [id, passage, _, words]) in rows.iter().enumerate() {
        let (article, title) = (&ids[id], name(at + TEXTS.len()));
        let (passage, quote) = (toml::Value::from(passage.as_str()), toml::Value::from(words.as_str()));
        let evidence = format!("{{ article = \"{article}\", passage = {passage}, quote = {quote} }}");
        let claim = format!("[[claims]]\ntext = \"Something\"\nevidence = [{evidence}]");
        let event = format!("+++\ntitle = \"{title}\"\ndate = \"2031\"\n{claim}\n+++\nWords.\n");
        desk.file(&format!("content/events/{title}.md"), &event);
    }
    let (_, relations) = super::relate(&desk.inputs);
    let judged = relations.quotations.all().map(|quotation| (quotation.words.clone(), quotation.verdict));
    let mut judged: Vec<_> = judged.collect();
    judged.sort_by(|one, other| one.0.cmp(&other.0).then(format!("{:?}", one.1).cmp(&format!("{:?}", other.1))));
    judged
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn verdicts_do_not_depend_on_the_order_of_files(names in proptest::collection::vec(any::<u8>(), 1..60)) {
        let rows: Vec<[String; 4]> = sheet().into_iter().step_by(5).collect();
        let usual = judge_named(&[0], &rows);
        prop_assert_eq!(usual.len(), rows.len());
        prop_assert_eq!(judge_named(&names, &rows), usual);
    }
}
