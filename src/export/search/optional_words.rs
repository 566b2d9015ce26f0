//! Words of questions that say nothing about what is looked for.

use crate::model::script::primary_subtag;
use crate::relate::function_words;

/// Question words of languages that are written without spaces, longest first.
const QUESTION_WORDS: [(&str, &str); 2] = [
    (
        "zh",
        "多少钱 多少錢 怎么样 怎麼樣 为什么 為什麼 是什么 是什麼 有哪些 多少 什么 什麼 怎么 怎麼 怎样 怎樣 如何 为何 為何 哪里 哪裡 \
         哪些 哪个 哪個 哪儿 何时 何時 几时 是谁 是誰 谁 誰 吗 嗎 呢",
    ),
    ("ja", "とは何ですか とは何か とは いくら どこ いつ なぜ だれ ですか"),
];

/// Returns the words of a language that a query may have without its results having them.
pub(super) fn optional_words(language: &str) -> Vec<&'static str> {
    let subtag = primary_subtag(language);
    let question_words = QUESTION_WORDS.iter().find(|(tag, _)| *tag == subtag).map_or("", |(_, words)| words);
    function_words(subtag).split_whitespace().chain(question_words.split_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_words_of_languages() {
        assert!(optional_words("en-GB").contains(&"who"));
        assert!(optional_words("zh-Hans").contains(&"多少钱"));
        assert!(optional_words("tlh").is_empty());
    }
}
