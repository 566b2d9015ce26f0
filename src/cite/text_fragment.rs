//! Builds URLs that link to quoted text in an original, by WICG text fragments: `#:~:text=`.

use crate::model::percent::encode_text_directive;

/// Maximum number of words in a fragment; a longer quotation is given by its first and last words.
const MAX_WHOLE_WORDS: usize = 12;
/// Number of words at each end of a longer quotation.
const END_WORDS: usize = 4;
/// Minimum number of characters without spaces: fewer would match anywhere.
const MIN_CHARACTERS: usize = 4;

/// Returns the URL of a text on a web page, or `None` if no part of it can be matched by browsers.
pub(crate) fn text_fragment_url(url: &str, words: &str) -> Option<String> {
    let piece = comparable_pieces(words)
        .into_iter()
        .filter(|piece| is_findable(piece))
        .max_by_key(|piece| piece.chars().count())?;
    let parts: Vec<&str> = piece.split_whitespace().collect();
    let directive = match parts.len() {
        0..=MAX_WHOLE_WORDS => encode_text_directive(&parts.join(" ")).into_owned(),
        count => {
            let (start, end) = (&parts[..END_WORDS], &parts[count - END_WORDS..]);
            format!("{},{}", encode_text_directive(&start.join(" ")), encode_text_directive(&end.join(" ")))
        }
    };
    let base = url.split(":~:").next().unwrap_or(url);
    let separator = if base.contains('#') { "" } else { "#" };
    Some(format!("{base}{separator}:~:text={directive}"))
}

/// Checks for two words or more, or enough characters of a script without spaces.
fn is_findable(piece: &str) -> bool {
    let unspaced = piece.chars().filter(|c| u32::from(*c) >= 0x2e80).count();
    piece.split_whitespace().count() > 1 || unspaced >= MIN_CHARACTERS
}

/// Splits at ellipses, bracketed insertions and characters with several variants, because browsers compare character by
/// character. A word with such a character inside is left out.
fn comparable_pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut from, mut in_brackets) = (0, false);
    for (index, c) in text.char_indices() {
        let is_boundary = match c {
            '[' => !std::mem::replace(&mut in_brackets, true),
            ']' => std::mem::replace(&mut in_brackets, false),
            _ => !in_brackets && (has_many_forms(c) || text[index..].starts_with("...")),
        };
        if !is_boundary {
            continue;
        }
        if c != ']' {
            pieces.push(whole_words(text, from, index));
        }
        from = index + if c == '.' { "...".len() } else { c.len_utf8() };
    }
    if !in_brackets {
        pieces.push(whole_words(text, from, text.len()));
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

/// Returns a range of a text without the words that it cuts in two.
fn whole_words(text: &str, from: usize, to: usize) -> &str {
    let splits_word = |index: usize| {
        let is_word_char = |c: char| c.is_alphanumeric() && u32::from(c) < 0x2e80;
        let is_variant = text[index..].chars().next().is_some_and(has_many_forms);
        let before_word = text[index..].chars().nth(1).is_some_and(is_word_char);
        is_variant && before_word && text[..index].chars().next_back().is_some_and(is_word_char)
    };
    let piece = &text[from..to];
    let starts_in_word = from.checked_sub(1).is_some_and(|_| {
        let variant_start = text[..from].char_indices().next_back().map_or(0, |(index, _)| index);
        splits_word(variant_start)
    });
    let piece = if starts_in_word { piece.find(' ').map_or("", |space| &piece[space..]) } else { piece };
    let piece =
        if to < text.len() && splits_word(to) { piece.rfind(' ').map_or("", |space| &piece[..space]) } else { piece };
    piece.trim()
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
    fn encodes_delimiters_of_directives() {
        assert_eq!(text("sixty-two people, or more & others"), "sixty%2Dtwo%20people%2C%20or%20more%20%26%20others");
        assert_eq!(text("渡船每天都满"), "%E6%B8%A1%E8%88%B9%E6%AF%8F%E5%A4%A9%E9%83%BD%E6%BB%A1");
    }

    #[test]
    fn skips_insertions_and_ellipses() {
        assert_eq!(text("the [new] bridge over the harbour […] opens"), "bridge%20over%20the%20harbour");
        assert_eq!(text("one two three … four five"), "one%20two%20three");
        assert_eq!(text("one two ... three four five"), "three%20four%20five");
    }

    #[test]
    fn skips_characters_with_variants() {
        assert_eq!(text("the council’s new bridge opens"), "new%20bridge%20opens");
        assert_eq!(text("a “large” harbour for all"), "harbour%20for%20all");
        assert_eq!(text("the 2031–32 season ends early"), "season%20ends%20early");
    }

    #[test]
    fn shortens_long_quotations_to_their_ends() {
        assert_eq!(text("a b c d e f g h i j k l m n"), "a%20b%20c%20d,k%20l%20m%20n");
    }

    #[test]
    fn skips_text_that_matches_anywhere() {
        assert_eq!(text_fragment_url("https://example.org/", "bridge"), None);
        assert_eq!(text_fragment_url("https://example.org/", "…"), None);
        assert_eq!(text_fragment_url("https://example.org/", "[all] [of it]"), None);
    }

    #[test]
    fn keeps_an_existing_fragment() {
        let url = text_fragment_url("https://example.org/a#part", "two words").unwrap();
        assert_eq!(url, "https://example.org/a#part:~:text=two%20words");
        assert_eq!(text_fragment_url(&url, "other words").unwrap(), "https://example.org/a#part:~:text=other%20words");
    }

    proptest! {
        #[test]
        fn never_writes_an_invalid_url(words in any::<String>()) {
            if let Some(url) = text_fragment_url("https://example.org/", &words) {
                let directive = url.strip_prefix("https://example.org/#:~:text=").unwrap();
                prop_assert!(directive.bytes().all(|b| b.is_ascii_alphanumeric() || b"%._~,".contains(&b)), "{url}");
                prop_assert!(directive.matches(',').count() < 2);
            }
        }
    }
}
