//! Interface text: buttons, share prompts, footers and prompts to read on, by exact lists and a few prefixes.
//!
//! Lists instead of statistics: a short sentence of the article must never be classified as a button. The same text in
//! a longer line is ignored.

use crate::text::line::{Classification, Line, LineRole, assign_roles};

/// Complete lines, folded.
const BUTTONS: &[&str] = &[
    "about us",
    "accept all cookies",
    "accept cookies",
    "advertise",
    "advertisement",
    "a+",
    "a-",
    "back",
    "back to home",
    "back to the top",
    "back to top",
    "bookmark",
    "close",
    "comment",
    "comments",
    "contact us",
    "continue reading",
    "cookie settings",
    "copy link",
    "download",
    "download pdf",
    "email",
    "facebook",
    "feedback",
    "follow",
    "follow us",
    "for immediate release",
    "home",
    "instagram",
    "large",
    "leave a comment",
    "line",
    "link copied",
    "linkedin",
    "listen",
    "listen to article",
    "load more",
    "log in",
    "login",
    "mail",
    "medium",
    "menu",
    "mobile",
    "more",
    "newsletter",
    "next",
    "next article",
    "pdf",
    "pinterest",
    "play",
    "previous",
    "previous article",
    "print",
    "print this page",
    "privacy policy",
    "qr code",
    "qq",
    "reddit",
    "reply",
    "rss",
    "save",
    "scroll to top",
    "search",
    "share",
    "share - wechat",
    "share on facebook",
    "share on linkedin",
    "share on twitter",
    "share on x",
    "share this",
    "share this article",
    "share this page",
    "sign in",
    "sign up",
    "site map",
    "sitemap",
    "skip to content",
    "skip to main content",
    "small",
    "subscribe",
    "subscribe now",
    "telegram",
    "terms of use",
    "text size",
    "toggle navigation",
    "top",
    "tweet",
    "twitter",
    "view comments",
    "wechat",
    "weibo",
    "whatsapp",
    "x",
    "youtube",
    "上一篇",
    "下一篇",
    "下载",
    "分享",
    "分享到",
    "分享到微信",
    "登录",
    "返回顶部",
    "扫一扫",
    "打印",
    "搜索",
    "收藏",
    "点击右上角微信好友",
    "朋友圈",
    "请使用浏览器分享功能进行分享",
    "微信",
    "微博",
    "关注我们",
    "首页",
];

/// Prefixes of lines of at most 12 words, folded.
const BEGINNINGS: &[&str] = &[
    "share - ",
    "share:",
    "share on ",
    "share via ",
    "scan the qr",
    "license for publishing",
    "registration number",
    "icp ",
    "京icp",
    "字号",
    "字体",
    "沪icp",
    "font size",
    "text size",
    "estimated reading time",
    "reading time:",
    "tags:",
    "keywords:",
    "标签：",
    "分享到",
];

/// Prefixes of prompts to sign in and of cookie notices, of at most 60 words, folded.
const NOTICES: &[&str] = &[
    "already a subscriber",
    "already have an account",
    "by clicking ",
    "by continuing to ",
    "by signing in",
    "by signing up",
    "by subscribing",
    "don't have an account",
    "forgot password",
    "forgot your password",
    "this site uses cookies",
    "this website uses cookies",
    "we use cookies",
    "you have reached your limit of free articles",
    "wir verwenden cookies",
];

/// Prompts to read something else, at the end of the article or inside it.
const MORE_READING: &[&str] = &[
    "more from ",
    "more on ",
    "more news from",
    "more stories",
    "most commented",
    "most popular",
    "most read",
    "most viewed",
    "read also:",
    "read more:",
    "read next",
    "recommended",
    "related articles",
    "related content",
    "related news",
    "related posts",
    "related reading",
    "related stories",
    "related topics",
    "see also:",
    "trending now",
    "up next",
    "you may also like",
    "you might also be interested",
    "you might also like",
    "相关阅读",
    "相关新闻",
    "延伸阅读",
    "推荐阅读",
];

/// Classifies buttons and prompts.
pub(crate) fn classify(lines: &mut [Line]) {
    assign_roles(lines, classify_line);
}

fn classify_line(line: &Line) -> Classification {
    let folded = line.folded();
    let starts_with_any = |beginnings: &[&str]| beginnings.iter().any(|beginning| folded.starts_with(beginning));
    let trimmed = folded.trim_matches(|c: char| matches!(c, '|' | '>' | '<' | '»' | '«' | '›' | '‹' | '↑' | ':' | ' '));
    if line.word_count() <= 60 && starts_with_any(NOTICES) {
        Some((LineRole::Interface, "sign-in prompt or site notice"))
    } else if line.word_count() > 12 {
        None
    } else if BUTTONS.contains(&trimmed) || trimmed.is_empty() {
        Some((LineRole::Interface, "button or prompt"))
    } else if starts_with_any(BEGINNINGS) {
        Some((LineRole::Interface, "begins like a prompt or footer"))
    } else if starts_with_any(MORE_READING) && !folded.ends_with('.') {
        Some((LineRole::MoreReading, "link to other reading"))
    } else if is_reading_time(folded) {
        Some((LineRole::Interface, "reading time"))
    } else {
        None
    }
}

/// Matches `5 min read` and `5 minutes`.
pub(crate) fn is_reading_time(folded: &str) -> bool {
    let mut parts = folded.split([' ', '-']);
    let number = parts.next().is_some_and(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let unit = parts.next().is_some_and(|part| matches!(part, "min" | "mins" | "minute" | "minutes"));
    number && unit && parts.all(|part| matches!(part, "read" | "reading"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::test_lines;

    fn role(text: &str) -> Option<LineRole> {
        classify_line(&test_lines([&text])[0]).map(|(role, _)| role)
    }

    #[test]
    fn classifies_buttons_and_footers() {
        for text in [
            "BACK TO THE TOP",
            "Share - WeChat",
            "» Menu",
            "Registration Number: 77",
            "4 min read",
            "朋友圈",
            "Forgot your password?",
        ] {
            assert_eq!(role(text), Some(LineRole::Interface), "{text}");
        }
        assert_eq!(role("Most read this week"), Some(LineRole::MoreReading));
    }

    #[test]
    fn ignores_sentences() {
        for text in ["Share the cost fairly, the mayor said.", "More on that bridge will follow.", "Top officials met"]
        {
            assert_eq!(role(text), None, "{text}");
        }
    }
}
