//! Measures the words of comments and the names of types: standard terms, one word per concept.

use crate::source::{collect, sources};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Openings of a comment line that postpone its subject.
const QUESTIONS: &[&str] = &["what", "where", "whether", "how", "who", "which", "whom", "whose"];
const MAX_QUESTIONS_PER_1000_LINES: usize = 40;

/// Openings of a comment line that state an action, in the third person or the imperative.
const VERBS: &[&str] = &[
    "Return", "Parse", "Create", "Get", "Compute", "Build", "Check", "Read", "Write", "Find", "Render", "Resolve",
    "Split", "Compare", "Convert", "Format", "Collect", "Report", "Add", "Remove", "Update", "Load", "Store", "Track",
    "Record",
];
const MIN_VERBS_PER_1000_LINES: usize = 100;

/// Words that are normal English but were the private language of this crate.
const RARE_WORDS: &[&str] = &["told", "tells", "asked", "asks", "stands", "anew"];
const MAX_RARE_PER_10000_WORDS: usize = 3;

/// Private words for concepts with a standard term, which follows each.
const BANNED_WORDS: &[(&str, &str)] = &[
    ("anew", "again"),
    ("companion", "build cache"),
    ("desk", "context"),
    ("gathered", "buffered"),
    ("imprint", "language context"),
    ("in vain", "without a result"),
    ("keeper", "snapshot writer"),
    ("names a value", "fingerprints a value"),
    ("plate", "language environment"),
    ("press", "page renderer"),
    ("retold", "updated"),
    ("roll", "stable ids"),
    ("scene", "fingerprints"),
    ("scribe", "serializer"),
    ("shelf", "indexes"),
    ("speak of", "mention"),
    ("speaks of", "mentions"),
    ("spoken of", "mentioned"),
    ("spool", "staging directory"),
    ("stamp", "digest"),
    ("survey", "scan"),
    ("taker", "sink"),
    ("tally", "statistics"),
    ("teller", "writer"),
    ("touched", "invalidated"),
    ("trail", "trace"),
    ("trails", "traces"),
    ("unrest", "pending changes"),
    ("what it came to", "outcome"),
];

/// Phrases in which a banned word has its normal meaning.
const ALLOWED_PHRASES: &[&str] = &["press release", "key press"];

/// Type names that may occur in several files.
const SHARED_TYPE_NAMES: &[&str] = &[];

/// A line of a comment.
struct CommentLine {
    /// `PATH:LINE`.
    location: String,
    text: String,
    /// True for the first line of a doc.
    opens_doc: bool,
}

/// Returns the non-empty comment lines of the files below some folders, without the tests at the end of a file.
fn comment_lines(folders: &[&str]) -> Vec<CommentLine> {
    let mut paths = Vec::new();
    for folder in folders {
        collect(Path::new(folder), &mut paths);
    }
    paths.sort();
    let mut comments = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or("");
        let mut is_within_doc = false;
        for (index, line) in code.lines().enumerate() {
            let Some(comment) = line.trim_start().strip_prefix("//") else {
                is_within_doc = false;
                continue;
            };
            let doc = comment.strip_prefix(['/', '!']);
            let words = doc.unwrap_or(comment).trim();
            if !words.is_empty() {
                let location = format!("{}:{}", path.display(), index + 1);
                let opens_doc = doc.is_some() && !is_within_doc;
                comments.push(CommentLine { location, text: words.to_owned(), opens_doc });
            }
            is_within_doc = doc.is_some();
        }
    }
    comments
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphabetic() && c != '\'').filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect()
}

/// Asserts that a part of a whole is within a limit, and lists the places otherwise.
fn assert_at_most(limit: usize, per: usize, places: &[String], total: usize) {
    let is_within = places.len() * per <= limit * total;
    assert!(is_within, "{} in {total}; at most {limit} per {per}:\n{}", places.len(), places.join("\n"));
}

#[test]
fn comments_open_with_their_subject() {
    let comments = comment_lines(&["src"]);
    let is_question = |comment: &&CommentLine| {
        words(&comment.text).first().is_some_and(|first| {
            QUESTIONS.contains(&first.as_str()) && comment.text.starts_with(|c: char| c.is_ascii_alphabetic())
        })
    };
    let questions: Vec<String> =
        comments.iter().filter(is_question).map(|comment| format!("{}: {}", comment.location, comment.text)).collect();
    assert_at_most(MAX_QUESTIONS_PER_1000_LINES, 1000, &questions, comments.len());
}

#[test]
fn comments_open_with_verbs() {
    let comments = comment_lines(&["src"]);
    let first_words = comments.iter().filter_map(|comment| comment.text.split(|c: char| !c.is_alphanumeric()).next());
    let verbs = first_words.filter(|word| VERBS.contains(word) || VERBS.contains(&word.trim_end_matches('s'))).count();
    let minimum = MIN_VERBS_PER_1000_LINES * comments.len() / 1000;
    assert!(verbs >= minimum, "{verbs} of {} comment lines begin with a verb of {VERBS:?}", comments.len());
}

#[test]
fn private_words_are_rare() {
    let (mut places, mut total) = (Vec::new(), 0);
    for comment in comment_lines(&["src"]) {
        for word in words(&comment.text) {
            total += 1;
            if RARE_WORDS.contains(&word.as_str()) {
                places.push(format!("{}: {}", comment.location, comment.text));
            }
        }
    }
    assert_at_most(MAX_RARE_PER_10000_WORDS, 10_000, &places, total);
}

#[test]
fn comments_use_standard_terms() {
    let mut violations = Vec::new();
    for comment in comment_lines(&["src", "tests", "benches"]) {
        let mut text = format!(" {} ", words(&comment.text).join(" "));
        for phrase in ALLOWED_PHRASES {
            text = text.replace(&format!(" {phrase} "), " ");
        }
        for (word, standard) in BANNED_WORDS.iter().filter(|(word, _)| text.contains(&format!(" {word} "))) {
            violations.push(format!("{}: `{word}` is `{standard}`: {}", comment.location, comment.text));
        }
    }
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

/// Finds docs that only refer to others, such as `See the module.`
#[test]
fn docs_say_something_themselves() {
    let comments = comment_lines(&["src"]);
    let is_reference = |text: &str| {
        let text = text.to_ascii_lowercase();
        ["see ", "as above", "ditto"].iter().any(|opening| text.starts_with(opening)) && !text.contains(". ")
    };
    let references: Vec<&str> = comments
        .iter()
        .filter(|comment| comment.opens_doc && is_reference(&comment.text))
        .map(|comment| comment.location.as_str())
        .collect();
    assert_eq!(references, [""; 0]);
}

#[test]
fn type_names_are_unique() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in sources() {
        for name in &source.type_names {
            places.entry(name.clone()).or_default().push(source.path.clone());
        }
    }
    places.retain(|name, paths| paths.len() > 1 && !SHARED_TYPE_NAMES.contains(&name.as_str()));
    assert!(places.is_empty(), "one name, several types: {places:#?}");
}
