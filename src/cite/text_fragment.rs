//! Makes addresses that lead to quoted words in an original: `#:~:text=`, as the WICG's text fragments have it.

use std::fmt::Write;

/// So many words are said whole; of longer quotations the first and the last few, with what lies between them.
const MAX_WHOLE_WORDS: usize = 12;
/// How many words begin and end a longer quotation.
const END_WORDS: usize = 4;
/// So few characters without spaces would be found anywhere.
const MIN_CHARACTERS: usize = 4;

/// An address on the web that leads to words there. Nothing when the words have no part that browsers would find.
pub(crate) fn text_fragment_url(url: &str, words: &str) -> Option<String> {
    let piece = comparable_pieces(words)
        .into_iter()
        .filter(|piece| is_findable(piece))
        .max_by_key(|piece| piece.chars().count())?;
    let parts: Vec<&str> = piece.split_whitespace().collect();
    let directive = match parts.len() {
        0..=MAX_WHOLE_WORDS => encode(&parts.join(" ")),
        count => {
            let (start, end) = (&parts[..END_WORDS], &parts[count - END_WORDS..]);
            format!("{},{}", encode(&start.join(" ")), encode(&end.join(" ")))
        }
    };
    let own = url.split(":~:").next().unwrap_or(url);
    let mark = if own.contains('#') { "" } else { "#" };
    Some(format!("{own}{mark}:~:text={directive}"))
}

/// Two words or more, or enough characters of a script without spaces.
fn is_findable(piece: &str) -> bool {
    let spaceless = piece.chars().filter(|c| u32::from(*c) >= 0x2e80).count();
    piece.split_whitespace().count() > 1 || spaceless >= MIN_CHARACTERS
}

/// What lies between ellipses, insertions in brackets and signs that have many forms: browsers compare the rest letter by
/// letter. A word that has such a sign within it is left out whole.
fn comparable_pieces(words: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut from, mut in_brackets) = (0, false);
    for (at, c) in words.char_indices() {
        let ends = match c {
            '[' => !std::mem::replace(&mut in_brackets, true),
            ']' => std::mem::replace(&mut in_brackets, false),
            _ => !in_brackets && (has_many_forms(c) || words[at..].starts_with("...")),
        };
        if !ends {
            continue;
        }
        if c != ']' {
            pieces.push(whole_words(words, from, at));
        }
        from = at + if c == '.' { "...".len() } else { c.len_utf8() };
    }
    if !in_brackets {
        pieces.push(whole_words(words, from, words.len()));
    }
    pieces
}

fn has_many_forms(c: char) -> bool {
    matches!(
        c,
        '\'' | '"' | '‘'..='‟' | '«' | '»' | '‹' | '›' | '「'..='』' | '…' | '‐'..='―' | '\u{ad}' | '\u{200b}'..='\u{200d}'
            | '\u{2060}' | '\u{a0}' | '\u{202f}'
    )
}

/// A part of a text without the words that it cuts in two.
fn whole_words(text: &str, from: usize, to: usize) -> &str {
    let joins = |at: usize| {
        let of_word = |c: char| c.is_alphanumeric() && u32::from(c) < 0x2e80;
        let sign = text[at..].chars().next().is_some_and(has_many_forms);
        let behind = text[at..].chars().nth(1).is_some_and(of_word);
        sign && behind && text[..at].chars().next_back().is_some_and(of_word)
    };
    let piece = &text[from..to];
    let cut_before = from.checked_sub(1).is_some_and(|_| {
        let sign = text[..from].char_indices().next_back().map_or(0, |(at, _)| at);
        joins(sign)
    });
    let piece = if cut_before { piece.find(' ').map_or("", |space| &piece[space..]) } else { piece };
    let piece = if to < text.len() && joins(to) { piece.rfind(' ').map_or("", |space| &piece[..space]) } else { piece };
    piece.trim()
}

/// Writes with percent signs what an address may not hold, and what would divide the directive.
fn encode(words: &str) -> String {
    let mut encoded = String::with_capacity(words.len() + words.len() / 4);
    for byte in words.bytes() {
        if byte.is_ascii_alphanumeric() || b"._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(words: &str) -> String {
        let url = text_fragment_url("https://example.org/a", words).unwrap_or_default();
        url.strip_prefix("https://example.org/a#:~:text=").unwrap_or(&url).to_owned()
    }

    #[test]
    fn encodes_what_divides_directives() {
        assert_eq!(text("sixty-two people, or more & others"), "sixty%2Dtwo%20people%2C%20or%20more%20%26%20others");
        assert_eq!(text("渡船每天都满"), "%E6%B8%A1%E8%88%B9%E6%AF%8F%E5%A4%A9%E9%83%BD%E6%BB%A1");
    }

    #[test]
    fn leaves_out_what_the_original_does_not_have() {
        assert_eq!(text("the [new] bridge over the harbour […] opens"), "bridge%20over%20the%20harbour");
        assert_eq!(text("one two three … four five"), "one%20two%20three");
        assert_eq!(text("one two ... three four five"), "three%20four%20five");
    }

    #[test]
    fn leaves_out_signs_that_have_many_forms() {
        assert_eq!(text("the council’s new bridge opens"), "new%20bridge%20opens");
        assert_eq!(text("a “large” harbour for all"), "harbour%20for%20all");
        assert_eq!(text("the 2031–32 season ends early"), "season%20ends%20early");
    }

    #[test]
    fn says_long_quotations_by_their_ends() {
        assert_eq!(text("a b c d e f g h i j k l m n"), "a%20b%20c%20d,k%20l%20m%20n");
    }

    #[test]
    fn goes_without_what_would_be_found_anywhere() {
        assert_eq!(text_fragment_url("https://example.org/", "bridge"), None);
        assert_eq!(text_fragment_url("https://example.org/", "…"), None);
        assert_eq!(text_fragment_url("https://example.org/", "[all] [of it]"), None);
    }

    #[test]
    fn keeps_a_fragment_of_the_address() {
        let url = text_fragment_url("https://example.org/a#part", "two words").unwrap();
        assert_eq!(url, "https://example.org/a#part:~:text=two%20words");
        assert_eq!(text_fragment_url(&url, "other words").unwrap(), "https://example.org/a#part:~:text=other%20words");
    }

    proptest! {
        #[test]
        fn never_breaks_the_address(words in any::<String>()) {
            if let Some(url) = text_fragment_url("https://example.org/", &words) {
                let directive = url.strip_prefix("https://example.org/#:~:text=").unwrap();
                prop_assert!(directive.bytes().all(|b| b.is_ascii_alphanumeric() || b"%._~,".contains(&b)), "{url}");
                prop_assert!(directive.matches(',').count() < 2);
            }
        }
    }
}
