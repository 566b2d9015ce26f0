//! Tests with synthetic texts.

use super::{QuotationFixture, text};
use briefing::relate::QuotationVerdict;
use proptest::prelude::*;
use std::fs;

const TEXTS: [(&str, &str); 3] = [("ferries", "en"), ("bridge", "en"), ("duchuan", "zh-Hans")];

fn read(id: &str) -> String {
    fs::read_to_string(format!("tests/quotations/texts/{id}.txt")).unwrap()
}

#[test]
fn distinguishes_quotations_from_mutations() {
    let rows = sheet();
    let mut fixture = QuotationFixture::default();
    for (id, language) in TEXTS {
        fixture.article(id, language, &read(id));
    }
    for row in &rows {
        fixture.quote(&row[0], &row[1], &row[3]);
    }
    let quotations = fixture.verify();
    assert_eq!(quotations.len(), rows.len());
    let is_found = |verdict| matches!(verdict, QuotationVerdict::Found(_));
    let incorrect: Vec<String> = rows
        .iter()
        .zip(&quotations)
        .filter(|(row, quotation)| is_found(quotation.verdict) != (row[2] == "-"))
        .map(|(row, quotation)| format!("{row:?}: {:?}", quotation.verdict))
        .collect();
    let mutated = rows.iter().filter(|row| row[2] != "-").count();
    println!("{} true quotations, {mutated} mutations, {} wrong verdicts", rows.len() - mutated, incorrect.len());
    assert_eq!((rows.len(), mutated), (200, 50));
    assert!(incorrect.is_empty(), "{}", incorrect.join("\n"));
}

/// Returns the rows of the table: article, passage, mutation, words.
fn sheet() -> Vec<[String; 4]> {
    let sheet = fs::read_to_string("tests/quotations/quotations.tsv").unwrap();
    let rows = sheet.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let row: Vec<String> = line.split('\t').map(str::to_owned).collect();
        row.try_into().unwrap()
    });
    rows.collect()
}

/// Varies the typography of words; each choice selects a variant for one character.
fn typeset(words: &str, choices: &[u8]) -> String {
    let mut choices = choices.iter().copied().cycle();
    let mut output = String::new();
    for c in words.chars() {
        let choice = choices.next().unwrap_or(0);
        let variant = |forms: &[&str]| forms[usize::from(choice) % forms.len()].to_owned();
        let typeset = match c {
            '“' | '”' | '"' => variant(&["“", "”", "\"", "„", "«", "「", "'"]),
            '’' | '\'' => variant(&["’", "'", "‘", "ʼ"]),
            '—' | '–' | '-' => variant(&["—", "–", "-", " — ", "\u{2011}", "--"]),
            ' ' => variant(&[" ", "\u{a0}", "  ", "\u{2009}", "\u{202f}"]),
            'é' => variant(&["é", "e\u{301}"]),
            c if choice % 16 == 7 => String::from_iter([c, '\u{ad}']),
            c => c.to_string(),
        };
        output.push_str(&typeset);
    }
    output.replace("ffi", "ﬃ").replace("fl", "ﬂ")
}

proptest! {
    #![proptest_config(crate::cases(64))]
    #[test]
    fn finds_quotations_in_any_typography(
        which in 0..2_usize,
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1..30_usize), 20),
        choices in proptest::collection::vec(any::<u8>(), 1..200),
    ) {
        let (id, language) = TEXTS[which];
        let source = read(id);
        let passages = text(&source).passages;
        let mut fixture = QuotationFixture::default();
        fixture.article(id, language, &source);
        let mut expected = Vec::new();
        for (passage, start, length) in places {
            let passage = passage.get(&passages);
            let words: Vec<&str> = passage.words.split(' ').collect();
            let start = start.index(words.len());
            let quoted = words[start..words.len().min(start + length)].join(" ");
            if quoted.contains(char::is_alphanumeric) {
                fixture.quote(id, &passage.passage.to_string(), &typeset(&quoted, &choices));
                expected.push(quoted);
            }
        }
        for (quotation, words) in fixture.verify().iter().zip(expected) {
            prop_assert!(matches!(quotation.verdict, QuotationVerdict::Found(_)), "{words} as {}: {:?}", quotation.words, quotation.verdict);
        }
    }
}

/// Records are read in the order of their names, so other names change the order of processing.
fn verify_with_names(names: &[u8], rows: &[[String; 4]]) -> Vec<(String, QuotationVerdict)> {
    let name = |index: usize| format!("{}-{index}", char::from(b'a' + names[index % names.len()] % 26));
    let mut fixture = QuotationFixture::default();
    let mut ids = std::collections::BTreeMap::new();
    for (index, (id, language)) in TEXTS.iter().enumerate() {
        ids.insert((*id).to_owned(), name(index));
        fixture.article(&name(index), language, &read(id));
    }
    fixture.file("briefing.toml", "base_url = \"https://example.org/\"\ntitle = \"Case\"\n");
    for (index, [id, passage, _, words]) in rows.iter().enumerate() {
        let (article, title) = (&ids[id], name(index + TEXTS.len()));
        let (passage, quote) = (toml::Value::from(passage.as_str()), toml::Value::from(words.as_str()));
        let evidence = format!("{{ article = \"{article}\", passage = {passage}, quote = {quote} }}");
        let claim = format!("[[claims]]\ntext = \"Something\"\nevidence = [{evidence}]");
        let event = format!("+++\ntitle = \"{title}\"\ndate = \"2031\"\n{claim}\n+++\nWords.\n");
        fixture.file(&format!("content/events/{title}.md"), &event);
    }
    let (_, relations) = super::relate(&fixture.inputs);
    let quotations = relations.quotations.all().map(|quotation| (quotation.words.clone(), quotation.verdict));
    let mut quotations: Vec<_> = quotations.collect();
    quotations.sort_by(|left, right| left.0.cmp(&right.0).then(format!("{:?}", left.1).cmp(&format!("{:?}", right.1))));
    quotations
}

proptest! {
    #![proptest_config(crate::cases(16))]
    #[test]
    fn verdicts_do_not_depend_on_the_order_of_files(names in proptest::collection::vec(any::<u8>(), 1..60)) {
        let rows: Vec<[String; 4]> = sheet().into_iter().step_by(5).collect();
        let reference = verify_with_names(&[0], &rows);
        prop_assert_eq!(reference.len(), rows.len());
        prop_assert_eq!(verify_with_names(&names, &rows), reference);
    }
}
