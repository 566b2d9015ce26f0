//! What the words of a block tell by themselves. Each sign is a rule of thumb for texts copied from web pages; none is
//! made for one publisher.

use crate::model::date::ENGLISH_MONTHS;

/// Whether a character belongs to a script that is written without spaces.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// How many words; two CJK characters count as one.
pub(super) fn length(words: &str) -> usize {
    let spaced = words.split_whitespace().filter(|word| word.contains(|c: char| c.is_alphanumeric() && !is_cjk(c)));
    spaced.count() + words.chars().filter(|&c| is_cjk(c)).count().div_ceil(2)
}

/// Whether a sentence ends at the end, closing marks aside.
pub(super) fn ends_sentence(words: &str) -> bool {
    let closing = |c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | '」' | '』' | ')' | ']' | '）');
    words.trim_end_matches(closing).ends_with(['.', '!', '?', '…', '。', '！', '？', '．'])
}

/// Whether it begins as a list item does: `• one`, `- one`, `1. one`, `(a) one`.
pub(super) fn is_list_item(words: &str) -> bool {
    let Some((mark, rest)) = words.split_once(char::is_whitespace) else { return false };
    let numbered = |mark: &str| {
        let number = mark.trim_start_matches('(').trim_end_matches(['.', ')']);
        number.len() < mark.len() && (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
    };
    !rest.trim().is_empty() && (matches!(mark, "•" | "-" | "*" | "–" | "▪" | "●" | "◦" | "‣" | "·") || numbered(mark))
}

/// Whether it says who wrote it, where or when it appeared: `By Ada Brook`, `Author: …`, `Updated: …`, a line that is
/// short and has a date and little else.
pub(super) fn is_byline(words: &str) -> bool {
    let lower = words.to_lowercase();
    let labels = [
        "by:",
        "author:",
        "authors:",
        "source:",
        "updated:",
        "published:",
        "release date:",
        "date:",
        "posted:",
        "last updated",
        "published on",
        "作者",
        "来源",
        "發布",
        "发布时间",
        "文/",
        "文／",
        "记者",
    ];
    let by = words.strip_prefix("By ").or_else(|| words.strip_prefix("BY ")).is_some_and(starts_with_name);
    let labelled = labels.iter().any(|label| lower.starts_with(label));
    length(words) <= 30 && !ends_sentence(words) && (by || labelled || is_mostly_date(words))
}

/// Whether a name follows: a capital letter, and no more words than a byline has.
fn starts_with_name(rest: &str) -> bool {
    rest.trim_start().starts_with(char::is_uppercase)
}

/// Whether a date with its year and at most eight words besides make up the block.
fn is_mostly_date(words: &str) -> bool {
    let parts: Vec<&str> = words.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = |part: &&str| part.len() == 4 && is_number(part) && matches!(part.as_bytes()[0], b'1' | b'2');
    let is_month = |part: &&str| {
        let lower = part.to_lowercase();
        ENGLISH_MONTHS.iter().any(|month| lower.starts_with(&month[..3]))
    };
    let numbers = parts.iter().filter(|part| is_number(part)).count();
    let dated = parts.iter().any(is_month) || numbers >= 3;
    let cjk = words.contains('年') && words.contains('月') && length(words) <= 12;
    cjk || parts.len() <= 12 && parts.iter().any(is_year) && dated && numbers >= 2
}

/// Whether it is the caption of a picture: it ends in a credit in brackets, or begins with the word for one.
pub(super) fn is_caption(words: &str) -> bool {
    let lower = words.to_lowercase();
    let begins = ["photo:", "photo by", "photograph:", "caption:", "image:", "picture:", "▲", "图：", "图为"];
    length(words) <= 90 && (begins.iter().any(|begin| lower.starts_with(begin)) || ends_in_credit(words))
}

fn ends_in_credit(words: &str) -> bool {
    let Some(inner) = words.strip_suffix([')', ']', '）']) else { return false };
    let Some(at) = inner.rfind(['(', '[', '（']) else { return false };
    let credit = inner[at..].trim_start_matches(['(', '[', '（']).to_lowercase();
    let named = ["photo", "image", "picture", "illustration", "credit", "courtesy", "图"];
    length(&credit) <= 8
        && (credit.contains('/') && !credit.contains("://") || named.iter().any(|n| credit.starts_with(n)))
}

/// Whether it is no more than the credit of a picture: `JO HALE/LINDHAVEN COURIER`.
pub(super) fn is_credit(words: &str) -> bool {
    let letters = || words.chars().filter(|c| c.is_alphabetic());
    length(words) <= 6
        && words.split_once('/').is_some_and(|(name, agency)| {
            name.ends_with(char::is_alphabetic) && agency.starts_with(char::is_alphabetic)
        })
        && letters().all(char::is_uppercase)
}

/// Whether everything from here on, once the text has begun, is about the text and not of it: who edited or translated
/// it, what else there is to read, a disclaimer.
pub(super) fn ends_text(words: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "editor:",
        "edited by",
        "translated by",
        "translator:",
        "contact the editor",
        "contact us",
        "disclaimer",
        "you might also like",
        "you may also like",
        "most viewed",
        "most read",
        "more from",
        "read more",
        "related",
        "about the author",
        "copyright",
        "©",
        "(c) ",
        "back to top",
        "full text",
        "责任编辑",
        "责编",
        "编辑：",
        "编辑:",
        "译者",
        "免责声明",
        "版权",
    ];
    let lower = words.to_lowercase();
    let begins = BEGINNINGS.iter().any(|beginning| lower.starts_with(beginning));
    begins && (length(words) <= 8 || lower.starts_with(['c', '©', '(', '版', '免'])) || is_author_note(words)
}

/// Whether it says who the author is, or whose views these are.
pub(super) fn is_author_note(words: &str) -> bool {
    const PHRASES: &[&str] = &[
        "contributed this article",
        "contributed to this article",
        "the views expressed",
        "opinions expressed",
        "views and opinions",
        "do not necessarily reflect",
        "does not necessarily reflect",
        "本文作者",
        "作者系",
        "不代表本",
    ];
    let lower = words.to_lowercase();
    let begins = ["the author is ", "the authors are ", "the writer is ", "作者是", "作者为"];
    begins.iter().any(|begin| lower.starts_with(begin))
        || PHRASES.iter().any(|phrase| lower.contains(phrase)) && length(words) <= 120
}

/// Whether it is a part of the page and not of the text: where one is in a site, a choice of languages, a button.
pub(super) fn is_navigation(words: &str) -> bool {
    const BUTTONS: &[&str] = &[
        "share",
        "print",
        "email",
        "top",
        "home",
        "menu",
        "search",
        "follow us",
        "back to the top",
        "back to top",
        "subscribe",
        "sign in",
        "log in",
        "comments",
        "朋友圈",
        "分享",
        "返回顶部",
    ];
    let lower = words.to_lowercase();
    let button = BUTTONS.iter().any(|button| {
        lower
            .strip_prefix(button)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '-']) && length(words) <= 3)
    });
    let trail = [" / ", " > ", " » ", " › "].iter().any(|mark| words.contains(mark)) && !ends_sentence(words);
    let address = !words.contains(char::is_whitespace) && words.contains("://");
    button || address || trail && length(words) <= 12 || is_choice_of_languages(words)
}

fn is_choice_of_languages(words: &str) -> bool {
    let latin = words.contains(|c: char| c.is_ascii_alphabetic());
    let named = words.to_lowercase().starts_with("language");
    let both =
        latin && words.contains(is_cjk) && ["中文", "简体", "繁體", "繁体"].iter().any(|name| words.contains(name));
    length(words) <= 10 && !ends_sentence(words) && (named || both)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(sign: fn(&str) -> bool, yes: &[&str], no: &[&str]) {
        for words in yes {
            assert!(sign(words), "{words}");
        }
        for words in no {
            assert!(!sign(words), "{words}");
        }
    }

    #[test]
    fn knows_list_items() {
        all(is_list_item, &["• one", "- one", "12. one", "(3) one"], &["one", "2031 was late", "-one", "- ", "1.5 m"]);
    }

    #[test]
    fn knows_bylines() {
        let yes = [
            "By Ada Brook",
            "By: Courier",
            "Author:Ada BROOK",
            "Mar 04, 2031",
            "2031-March-04 10:15 By: Courier",
            "2031年3月4日",
        ];
        let no = [
            "By now the ferries are full",
            "In March 2031 the council met to talk about the bridge, the ferries and the rest.",
            "Ada Brook",
            "A bridge for 2031",
        ];
        all(is_byline, &yes, &no);
    }

    #[test]
    fn knows_captions_and_credits() {
        let yes = [
            "A ferry leaves the pier, March 4, 2031. (Courier/Jo Hale)",
            "Photo: the pier",
            "The pier [Photo by Jo Hale]",
        ];
        all(is_caption, &yes, &["The plan (and/or the bridge) is late", "The council (Lindhaven) met."]);
        all(is_credit, &["JO HALE/LINDHAVEN COURIER"], &["and/or", "FERRIES", "Fish/Chips"]);
    }

    #[test]
    fn knows_what_stands_behind_a_text() {
        let yes = [
            "Editor: AB",
            "You might also like",
            "Copyright 2031 Courier. All rights reserved by the Courier and its owners.",
            "The author is a fellow at the Harbour Institute.",
            "Ada Brook is a fellow. She contributed this article to the Courier.",
        ];
        let no = [
            "Related questions were raised by the harbour master, who had counted the ferries of ten years.",
            "The author of the plan is late.",
        ];
        all(ends_text, &yes, &no);
    }

    #[test]
    fn knows_navigation() {
        let yes = [
            "Home / Opinion / Letters",
            "Share",
            "Share - WeChat",
            "Language : English 简体",
            "English 中文",
            "https://example.org/a",
        ];
        all(is_navigation, &yes, &["Shared rivers", "Top of the town", "Ferries", "中文课程", "He wrote a / b."]);
    }

    #[test]
    fn counts_words_in_any_script() {
        assert_eq!(length("The pier — is full"), 4);
        assert_eq!(length("渡轮已满。"), 3);
        assert!(ends_sentence("“Full.”") && ends_sentence("渡轮已满。") && !ends_sentence("Full"));
    }
}
