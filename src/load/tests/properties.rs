//! Property tests: loading succeeds for arbitrary bytes and paths.

use super::{CONFIG, PLAIN, load_bytes, load_texts};
use proptest::prelude::*;

/// Generates bytes that resemble front matter: random ones between valid pieces.
fn content() -> impl Strategy<Value = Vec<u8>> {
    let pieces = [
        "+++\n",
        "---\n",
        "title",
        "date",
        "names",
        "claims",
        "extra",
        " = ",
        ": ",
        "\"",
        "'''",
        "[",
        "]",
        "{",
        "}",
        "[[",
        "]]",
        "\n",
        "\r\n",
        "2025-07",
        "~",
        "/..",
        "a.b",
        "&a ",
        "*a",
        "!!binary ",
        "- ",
        "|\n",
        "\u{feff}",
        "é",
        "中文",
        "1e400",
        "0x",
        ",",
        "#",
        "\\u00",
        "null",
        "true",
        "<<",
        "? ",
    ];
    let piece = prop_oneof![
        8 => prop::sample::select(pieces.to_vec()).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

const PATHS: [&str; 12] = [
    "content/_index.md",
    "content/articles/a/index.md",
    "content/articles/a.md",
    "content/events/2025-01-01-a.md",
    "content/initiatives/a.zh-Hans.md",
    "content/actors/a.md",
    "content/topics/\u{301}.md",
    "content/data/a.csv",
    "content/data/a.json",
    "content/data/a.toml",
    "content/pages/a/x.png",
    "templates/a.html",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn loads_arbitrary_content(path in prop::sample::select(PATHS.to_vec()), front in any::<u8>(), bytes in content()) {
        let bytes = match front % 3 {
            0 => [b"+++\n", bytes.as_slice(), b"\n+++\nbody"].concat(),
            1 => [b"---\n", bytes.as_slice(), b"\n---\nbody"].concat(),
            _ => bytes,
        };
        load_bytes(&[("briefing.toml", CONFIG.as_bytes()), (path, &bytes)]).formatted_diagnostics();
    }

    #[test]
    fn loads_arbitrary_configuration(bytes in content(), any in prop::collection::vec(any::<u8>(), 0..80)) {
        load_bytes(&[("briefing.toml", &bytes), ("content/pages/a.md", &any)]).formatted_diagnostics();
        load_bytes(&[("briefing.toml", &any), ("content/pages/a/index.md", b""), ("content/pages/a/b.png", &any)]).formatted_diagnostics();
    }

    #[test]
    fn classifies_arbitrary_paths(path in "[a-zA-Z_./\u{e9}\u{301}-]{0,30}") {
        let path = format!("content/{path}");
        load_texts(&[(&path, PLAIN), ("content/pages/a/index.md", PLAIN)]).formatted_diagnostics();
    }
}
