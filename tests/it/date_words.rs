//! Compares the words of all forms of dates in all shipped languages with `date_words.txt`. `BLESS=1` writes it; read it.

use briefing::model::Edtf;
use briefing::model::date::DateFormat;
use std::fmt::Write;
use std::path::Path;

const FORMS: &[&str] = &[
    // Level 0
    "2031-03-14",
    "2031-03",
    "2031",
    "2031-03-14T07:50:00Z",
    "2031-03-14/2031-03-16",
    "2031-03-30/2031-04-02",
    "2031-12-30/2032-01-02",
    "2031-03/2031-05",
    "2031-11/2032-02",
    "2031/2033",
    "2031-03-14/2031-05",
    "0000",
    "-0043",
    "-0043-03-15/-0043-03-16",
    "-0043/0014",
    "2031-03-14/2031-03-14",
    // Level 1
    "Y170000002",
    "Y-170000002",
    "2031-21",
    "2031-24",
    "2031~",
    "2031?",
    "2031%",
    "2031-03~",
    "2031-03-14?",
    "203X",
    "20XX",
    "1XXX",
    "XXXX",
    "-004X",
    "-01XX",
    "-1XXX",
    "2031-XX",
    "2031-03-XX",
    "2031-XX-XX",
    "203X~",
    "../2031-12-08",
    "/2031-12-08",
    "../2031-12-08~",
    "2031-09-01/..",
    "2031-09-01/",
    "2031-09-01~/2031-09-03~",
    "2031-01/2031-11~",
    // Level 2
    "2031-25",
    "2031-30",
    "2031-33",
    "2031-38",
    "2031-41",
    "203X-22",
    "2031-34~",
    "2031-~03",
    "2031?-03",
    "2031-?03",
    "2031?-03-14",
    "2031-03~-14",
    "2031-~03-~14",
    "2031?-03-~14",
    "~2031-03",
    "1XX5",
    "2031-1X",
    "2031-03-1X",
    "2031-03-3X",
    "203X-12-25",
    "20XX-12-XX",
    "2031-XX-25",
    "XXXX-XX-23",
    "XXXX-12",
    "[2031-07-26..2031-07-28]",
    "[2031-07-30..2031-08-02]",
    "[2031-03..2031-05]",
    "[2031-12-30..2032-01-02]",
    "[2031-01..2031-11~]",
    "[2031..2033]",
    "[2031-07-26,2031-07-30]",
    "[2031-07-26,2031-07-30,2031-08]",
    "[..2031-12-08]",
    "[2031-12-08..]",
    "[2031-01,2031-12..]",
    "{2031-07-26,2031-08-01}",
    "{1960,1961-12}",
    "{2031-03..2031-05}",
    "{..2031}",
];

#[test]
fn every_form_has_words_in_every_language() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> =
        std::fs::read_dir(root.join("themes/default/i18n")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut written = String::new();
    for file in files {
        let messages: toml::Table = std::fs::read_to_string(&file).unwrap().parse().unwrap();
        let patterns: DateFormat =
            messages.get("date").map_or_else(DateFormat::default, |date| date.clone().try_into().unwrap());
        writeln!(written, "{}\n", file.file_stem().unwrap().to_str().unwrap()).unwrap();
        for form in FORMS {
            let date = Edtf::parse(form).unwrap();
            let (words, of_event) = (date.format(&patterns), date.format_event(false, &patterns));
            assert!(!words.contains(['{', '}']) && !words.is_empty(), "{form}: {words}");
            let event = if of_event == words { String::new() } else { format!("  |  of a moment: {of_event}") };
            writeln!(written, "{form:26} {words}{event}").unwrap();
        }
        written.push('\n');
    }
    let expected = root.join("tests/it/date_words.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&expected, &written).unwrap();
    }
    assert_eq!(std::fs::read_to_string(expected).unwrap_or_default(), written);
}
