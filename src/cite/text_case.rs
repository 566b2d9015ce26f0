//! Letter case of titles. Names and acronyms stay as they are written: only words in lower case are raised.

/// Case in which a style prints a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextCase {
    /// Unchanged.
    AsWritten,
    /// English title case.
    Title,
    /// The first word begins with a capital letter.
    FirstUpper,
    /// Every word begins with a capital letter.
    EveryWord,
    /// Capital letters.
    Upper,
    /// Small letters.
    Lower,
}

/// Words that keep their small letters inside a title in title case.
const SMALL_WORDS: &str = "a about above across after against along amid among amongst an and around as at before behind below beneath \
    beside besides between beyond but by c ca circa d’ de despite down during et except for from given in inside \
    into lest like near next nor notwithstanding of off on onto or out over per plus pro since so than the \
    through throughout till to toward towards under underneath until unto up upon v v. versus via von van vs vs. \
    with within without yet";

/// Particles of names, which keep their small letters before a word with a capital letter: `van Dijk`.
const NAME_PARTICLES: &[&str] =
    &["al", "bin", "da", "del", "della", "den", "der", "di", "dos", "du", "ibn", "la", "le", "ter", "zu"];

impl TextCase {
    /// Returns a text in this case.
    pub(super) fn apply(self, text: &str) -> String {
        match self {
            TextCase::AsWritten => text.to_owned(),
            TextCase::Title => title_case(text),
            TextCase::FirstUpper => {
                let end = text.find(char::is_whitespace).unwrap_or(text.len());
                format!("{}{}", raise(&text[..end]), &text[end..])
            }
            TextCase::EveryWord => text.split(' ').map(raise).collect::<Vec<_>>().join(" "),
            TextCase::Upper => text.to_uppercase(),
            TextCase::Lower => text.to_lowercase(),
        }
    }
}

/// Raises words of a title: all but small words, and of these the first one, the last one, and those after a colon or
/// the end of a sentence.
fn title_case(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let last = words.iter().rposition(|word| word.chars().any(char::is_alphanumeric));
    let mut starts = true;
    let mut raised = Vec::with_capacity(words.len());
    for (index, word) in words.iter().enumerate() {
        let next = words.get(index + 1).copied().unwrap_or("");
        raised.push(if starts || Some(index) == last { raise_parts(word, true) } else { raise_inner(word, next) });
        if word.chars().any(char::is_alphanumeric) {
            starts = ends_part(word);
        }
    }
    raised.join(" ")
}

fn is_small_word(word: &str) -> bool {
    SMALL_WORDS.split_whitespace().any(|small| small == word)
}

fn raise_inner(word: &str, next: &str) -> String {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').to_lowercase();
    let is_small = is_small_word(&bare);
    let precedes_name = NAME_PARTICLES.contains(&bare.as_str()) && next.starts_with(char::is_uppercase);
    if is_small || precedes_name { word.to_owned() } else { raise_parts(word, false) }
}

/// Raises the parts of a compound with hyphens. Words with a capital letter or an inner full stop are names.
fn raise_parts(word: &str, whole: bool) -> String {
    let has_inner_stop = word
        .trim_end_matches(|c: char| !c.is_alphanumeric())
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .contains('.');
    let is_particle = word
        .split(['-', '’', '\''])
        .next()
        .is_some_and(|part| NAME_PARTICLES.contains(&part) || matches!(part, "d" | "l" | "el"));
    if has_inner_stop || is_particle && word.contains(char::is_uppercase) {
        return word.to_owned();
    }
    let parts: Vec<String> = word
        .split('-')
        .enumerate()
        .map(|(index, part)| {
            let is_small = index > 0 && is_small_word(part);
            if is_small || index > 0 && whole && part.is_empty() { part.to_owned() } else { raise(part) }
        })
        .collect();
    parts.join("-")
}

/// Raises the first letter of a word in lower case. A word with a digit in front has no first letter.
fn raise(word: &str) -> String {
    if word.contains(char::is_uppercase) {
        return word.to_owned();
    }
    match word.char_indices().find(|(_, c)| c.is_alphanumeric()) {
        Some((at, c)) if c.is_lowercase() => {
            let raised: String = c.to_uppercase().collect();
            format!("{}{raised}{}", &word[..at], &word[at + c.len_utf8()..])
        }
        _ => word.to_owned(),
    }
}

/// Checks whether the next word begins a part of the title.
fn ends_part(word: &str) -> bool {
    word.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»']).ends_with([':', '?', '!'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_names_and_acronyms() {
        for (title, expected) in [
            ("Global governance of AI and the EU", "Global Governance of AI and the EU"),
            ("What the US wants from the WTO", "What the US Wants from the WTO"),
            ("What is the WTO?", "What Is the WTO?"),
            ("why IT is not it: the US and us", "Why IT Is Not It: The US and Us"),
            ("iPhone users and the eBay of everything", "iPhone Users and the eBay of Everything"),
            ("ChatGPT, DeepSeek-R1 and GPUs in ASEAN+3", "ChatGPT, DeepSeek-R1 and GPUs in ASEAN+3"),
            ("O’Neil’s rules for 3D printing and UNESCO’s list", "O’Neil’s Rules for 3D Printing and UNESCO’s List"),
            ("ferries (with the EU) at sea", "Ferries (with the EU) at Sea"),
            ("crew arrested in “Eagle S” case", "Crew Arrested in “Eagle S” Case"),
            ("G7 and 5G: 2nd thoughts on the 1990s", "G7 and 5G: 2nd Thoughts on the 1990s"),
            ("letters from McQuay to van Quay and al-Quayi", "Letters from McQuay to van Quay and al-Quayi"),
            ("how example.com beat u.s. v. jones", "How example.com Beat u.s. v. Jones"),
            ("A FERRY PLAN EXPLAINED", "A FERRY PLAN EXPLAINED"),
        ] {
            assert_eq!(TextCase::Title.apply(title), expected);
        }
    }

    #[test]
    fn raises_words_at_ends_and_after_colons() {
        for (title, expected) in [
            ("what we are waiting for", "What We Are Waiting For"),
            ("bridges: who builds them? the answer: nobody", "Bridges: Who Builds Them? The Answer: Nobody"),
            (
                "self-driving cars and the well-being of mid-size towns",
                "Self-Driving Cars and the Well-Being of Mid-Size Towns",
            ),
            ("the state-of-the-art ferry", "The State-of-the-Art Ferry"),
            ("the bridge – an end – and a beginning", "The Bridge – an End – and a Beginning"),
            ("“nobody” says the mayor", "“Nobody” Says the Mayor"),
            ("", ""),
            ("(of)", "(Of)"),
        ] {
            assert_eq!(TextCase::Title.apply(title), expected);
        }
    }

    #[test]
    fn applies_other_cases() {
        assert_eq!(TextCase::FirstUpper.apply("op-ed of the day"), "Op-ed of the day");
        assert_eq!(TextCase::FirstUpper.apply("iPhone users"), "iPhone users");
        assert_eq!(TextCase::EveryWord.apply("the eBay of all"), "The eBay Of All");
        assert_eq!(TextCase::Upper.apply("Müller’s"), "MÜLLER’S");
        assert_eq!(TextCase::Lower.apply("The EU"), "the eu");
        assert_eq!(TextCase::AsWritten.apply("a B"), "a B");
    }
}
