//! Table of seeded mistakes with the positions at which they are reported.

use super::{PLAIN, load_texts};

/// Seeded mistakes: file under `content/`, its text, and the beginning of each diagnostic, after the path.
const MISTAKES: &[(&str, &str, &[&str])] = &[
    (
        "events/a.md",
        "+++\ntitel = \"T\"\ndescription = \"D\"\ndate = \"2025\"\n+++\n",
        &["1:1 missing-key `title` is missing", "2:1 unknown-key unknown key `titel`"],
    ),
    ("events/a.md", "+++\ntitle = \"T\"\ndescription = \"D\"\n+++\n", &["1:1 missing-key `date` is missing"]),
    ("topics/a.md", "+++\ntitle = \"T\"\n+++\n", &["1:1 missing-description the topic has no description"]),
    ("topics/a.md", "words", &["1:1 missing-front-matter the file has no front matter"]),
    ("topics/a.md", "+++\ntitle = 1", &["1:1 unclosed-front-matter the front matter is not closed by a line `+++`"]),
    ("topics/a.md", "+++\ntitle = \"T\ndescription = \"D\"\n+++\n", &["2:11 invalid-toml"]),
    ("topics/a.md", "---\ntitle: a: b\n---\n", &["2:9 invalid-yaml"]),
    (
        "topics/a.md",
        "+++\ntitle = \"T\"\ntitle = \"U\"\ndescription = \"D\"\n+++\n",
        &["3:1 duplicate-key `title` is defined twice"],
    ),
    (
        "topics/a.md",
        "+++\ntitle = \"T\"\ndescription = \"D\"\nnames = [\"a\", 7, \"\"]\ndraft = \"no\"\n+++\n",
        &[
            "4:15 invalid-type expected a string, found a whole number",
            "4:18 invalid-value a name is empty",
            "5:9 invalid-type expected `true` or `false`, found a string",
        ],
    ),
    (
        "pages/a.md",
        "+++\ntitle = \"T\"\ndescription = \"D\"\nslug = \"a/b\"\naliases = [\"x\", \"../y\"]\npath = \"https://x/\"\n+++\n",
        &[
            "4:8 invalid-path `slug` must not contain `/`",
            "5:17 invalid-path `aliases` must not contain `.`, `..` or empty segments",
            "6:8 invalid-path `path` must not contain `:`",
        ],
    ),
    (
        "actors/a.md",
        "+++\ntitle = \"T\"\ndescription = \"D\"\nkind = \"country\"\nurl = \"javascript:x\"\n+++\n",
        &[
            "4:8 invalid-value `kind` cannot be `country`",
            "5:7 invalid-url `url` does not begin with `http://` or `https://`",
        ],
    ),
    (
        "articles/a.md",
        "+++\ntitle = \"T\"\ndescription = \"D\"\nlanguage = \"en_US\"\nauthors = [{ family = \"C\" }]\nrights = { publish = \"some\" }\n+++\nx",
        &[
            "4:12 invalid-value `en_US` is not a language tag",
            "5:12 missing-key `name` is missing",
            "6:22 invalid-value `publish` cannot be `some`",
        ],
    ),
    (
        "initiatives/a.md",
        "+++\ntitle = \"T\"\ndescription = \"D\"\n[[claims]]\nevidence = [{ passage = \"p. 3\" }]\n[[status]]\nstatus = \"x\"\ndate = \"2025-13\"\n+++\n",
        &[
            "4:1 missing-key `text` is missing",
            "5:13 missing-key `article` is missing",
            "5:25 invalid-passage `p. 3` is not a passage",
            "8:14 invalid-date",
        ],
    ),
    (
        "_index.md",
        "+++\ntitle = \"T\"\nchanges = [{ date = \"2025\" }]\nkey_points = \"x\"\n+++\n",
        &["3:12 missing-key `text` is missing", "4:14 invalid-type expected a list of strings, found a string"],
    ),
    ("events/_index.md", "+++\ntitle = \"T\"\nas_of = \"2025\"\n+++\n", &["3:1 unknown-key unknown key `as_of`"]),
    ("topics/Big Topic.md", PLAIN, &["1:1 invalid-id the id `Big Topic` contains `B`"]),
    ("topics/a.fr.md", PLAIN, &["1:1 unknown-language the language `fr` is not configured"]),
    ("topics/a.zh-hans.md", PLAIN, &["1:1 unknown-language the language `zh-hans` is not configured"]),
    ("about.md", PLAIN, &["1:1 misplaced-file `content/about.md` is in the wrong folder"]),
    ("evnts/a.md", PLAIN, &["1:1 misplaced-file `content/evnts/a.md` is in the wrong folder"]),
    ("events/index.md", PLAIN, &["1:1 misplaced-file `content/events/index.md` is in the wrong folder"]),
    ("pages/_index.md", PLAIN, &["1:1 misplaced-file `content/pages/_index.md` is in the wrong folder"]),
    ("events/x/notes.md", PLAIN, &["1:1 misplaced-file `content/events/x/notes.md` is in the wrong folder"]),
    ("events/x/photo.png", "", &["1:1 misplaced-file `content/events/x/photo.png` is in the wrong folder"]),
    ("data/a.csv", "a,b\n1,2\n\n3\n", &["4:1 invalid-data the row has 1 cell, but the first row has 2"]),
    ("data/a.json", "{\n \"a\": }", &["2:7 invalid-data not valid JSON: expected value"]),
    ("data/a.toml", "a = ", &["1:5 invalid-toml"]),
    ("data/a.csv", "", &["1:1 invalid-data the file is empty"]),
    ("data/a.xlsx", "", &["1:1 misplaced-file `content/data/a.xlsx` is in the wrong folder"]),
];

#[test]
fn reports_seeded_mistakes_at_their_positions() {
    for (path, text, expected) in MISTAKES {
        let path = format!("content/{path}");
        let diagnostics = load_texts(&[(&path, text)]).formatted_diagnostics();
        let fits = |(diagnostics, expected): (&String, &&str)| diagnostics.starts_with(&format!("{path}:{expected}"));
        let all_fit = diagnostics.len() == expected.len() && diagnostics.iter().zip(*expected).all(fits);
        assert!(all_fit, "{text}\n{diagnostics:#?}\n{expected:#?}");
    }
}
