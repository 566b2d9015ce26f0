//! Genres of publications, and the kinds of text that articles name.

use super::Article;

/// Genre of a publication. The export formats map it to their types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Genre {
    /// Article in a newspaper or on a news site: op-eds, commentaries, news.
    Newspaper,
    /// Article in a magazine.
    Magazine,
    /// Article in a scholarly journal.
    Journal,
    /// Interview.
    Interview,
    /// Report of an institution, policy brief, white paper.
    Report,
    /// Book.
    Book,
    /// Thesis or dissertation.
    Thesis,
    /// Law, bill, regulation.
    Legislation,
    /// Speech or lecture.
    Speech,
    /// Radio or television programme, podcast.
    Broadcast,
    /// Text in a blog.
    BlogPost,
    /// Text on a social network.
    Post,
    /// Review of a book.
    Review,
    /// Text of unknown origin that is not on the web: leaflets, documents.
    Document,
    /// Any other web page.
    Web,
}

use Genre::{
    BlogPost, Book, Broadcast, Document, Interview, Journal, Legislation, Magazine, Newspaper, Post, Report, Review,
    Speech, Thesis, Web,
};

/// Kinds with their genres. The second column is set if the kind says no more than the genre, so that a reference need
/// not repeat it.
const KINDS: &[(&str, bool, Genre)] = &[
    ("analysis", false, Newspaper),
    ("article", true, Newspaper),
    ("column", false, Newspaper),
    ("comment", false, Newspaper),
    ("commentary", false, Newspaper),
    ("data journalism", false, Newspaper),
    ("editorial", false, Newspaper),
    ("essay", false, Newspaper),
    ("explainer", false, Newspaper),
    ("feature", false, Newspaper),
    ("letter", false, Newspaper),
    ("news", false, Newspaper),
    ("newspaper article", true, Newspaper),
    ("obituary", false, Newspaper),
    ("op-ed", false, Newspaper),
    ("opinion", false, Newspaper),
    ("reportage", false, Newspaper),
    ("wire report", false, Newspaper),
    ("news report", false, Newspaper),
    ("magazine", true, Magazine),
    ("magazine article", true, Magazine),
    ("magazine feature", false, Magazine),
    ("journal", true, Journal),
    ("journal article", true, Journal),
    ("paper", true, Journal),
    ("conversation", false, Interview),
    ("interview", true, Interview),
    ("q&a", false, Interview),
    ("brief", false, Report),
    ("policy paper", false, Report),
    ("report", true, Report),
    ("study", false, Report),
    ("survey", false, Report),
    ("white paper", false, Report),
    ("working paper", false, Report),
    ("anthology", true, Book),
    ("book", true, Book),
    ("handbook", true, Book),
    ("monograph", true, Book),
    ("book chapter", false, Book),
    ("dissertation", false, Thesis),
    ("thesis", false, Thesis),
    ("act", true, Legislation),
    ("bill", true, Legislation),
    ("law", true, Legislation),
    ("legislation", true, Legislation),
    ("regulation", true, Legislation),
    ("address", true, Speech),
    ("lecture", true, Speech),
    ("remarks", true, Speech),
    ("speech", true, Speech),
    ("broadcast", true, Broadcast),
    ("podcast", false, Broadcast),
    ("radio programme", false, Broadcast),
    ("television programme", false, Broadcast),
    ("video", false, Broadcast),
    ("blog", true, BlogPost),
    ("blog post", true, BlogPost),
    ("newsletter", false, BlogPost),
    ("post", false, Post),
    ("social media post", true, Post),
    ("thread", false, Post),
    ("tweet", false, Post),
    ("book review", true, Review),
    ("document", true, Document),
    ("leaflet", false, Document),
    ("pamphlet", false, Document),
    ("announcement", false, Web),
    ("communiqué", false, Web),
    ("declaration", false, Web),
    ("note", false, Web),
    ("press release", false, Web),
    ("resolution", false, Web),
    ("statement", false, Web),
    ("transcript", false, Web),
    ("web page", true, Web),
    ("webpage", true, Web),
    ("website", true, Web),
    ("专栏", false, Newspaper),
    ("报道", false, Newspaper),
    ("新闻", false, Newspaper),
    ("社论", false, Newspaper),
    ("评论", false, Newspaper),
    ("杂志文章", true, Magazine),
    ("期刊论文", true, Journal),
    ("专访", true, Interview),
    ("访谈", true, Interview),
    ("报告", true, Report),
    ("白皮书", false, Report),
    ("图书", true, Book),
    ("专著", true, Book),
    ("学位论文", true, Thesis),
    ("法律", true, Legislation),
    ("讲话", true, Speech),
    ("演讲", true, Speech),
    ("博客", true, BlogPost),
    ("书评", true, Review),
    ("声明", false, Web),
    ("公告", false, Web),
];

/// Genre of a kind of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownKind {
    /// The genre.
    pub genre: Genre,
    /// Set if the kind says no more than the genre.
    pub is_plain: bool,
}

/// Finds the genre of a kind: of the whole kind, else of its last words, as in `policy report`. Returns `None` for an
/// unknown kind.
pub fn known_kind(kind: &str) -> Option<KnownKind> {
    let kind = kind.trim().to_lowercase();
    let whole = KINDS.iter().find(|(known, ..)| *known == kind);
    let ends = |known: &str| {
        let rest = kind.strip_suffix(known);
        // Chinese has no spaces between words.
        rest.is_some_and(|rest| rest.ends_with([' ', '-']) || known.starts_with(|c: char| c >= '\u{2e80}'))
    };
    let last = || KINDS.iter().filter(|(known, ..)| ends(known)).max_by_key(|(known, ..)| known.len());
    let &(_, is_plain, genre) = whole.or_else(last)?;
    Some(KnownKind { genre, is_plain: is_plain && whole.is_some() })
}

/// Iterates over all known kinds.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(kind, ..)| *kind)
}

impl Genre {
    /// Returns the genre of an article; [`Genre::Web`] without a known kind.
    pub fn of(article: &Article) -> Genre {
        article.kind.as_deref().and_then(known_kind).map_or(Web, |known| known.genre)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_whole_kinds() {
        let genre = |kind: &str| known_kind(kind).map(|known| known.genre);
        for (kind, expected) in [
            ("Op-Ed", Newspaper),
            ("policy report", Report),
            ("institutional note", Web),
            ("时事评论", Newspaper),
            ("网络评论", Newspaper),
            ("Facebook post", Post),
            ("Mastodon thread", Post),
            ("book review", Review),
            ("data journalism", Newspaper),
            ("reportage", Newspaper),
            ("blog post", BlogPost),
            ("doctoral thesis", Thesis),
            ("press release", Web),
            ("book chapter", Book),
        ] {
            assert_eq!(genre(kind), Some(expected), "{kind}");
        }
        for unknown in ["notebook entry", "bookish musings", "newspaperman’s diary", "journaling", "", "interviewing"]
        {
            assert_eq!(genre(unknown), None, "{unknown}");
        }
        assert_eq!(Genre::of(&Article::default()), Web);
    }

    #[test]
    fn repeats_only_kinds_that_say_more_than_the_genre() {
        let is_plain = |kind: &str| known_kind(kind).is_some_and(|known| known.is_plain);
        for plain in ["Journal article", "web page", "报告", "report", "interview", "book review"] {
            assert!(is_plain(plain), "{plain}");
        }
        for telling in ["policy report", "op-ed", "news", "podcast", "评论", "harbour interview"] {
            assert!(!is_plain(telling), "{telling}");
        }
    }
}
