//! An article: a source's bibliographic record. Our summary of it is the record's body.

use super::{Edtf, QuotationLimits, Share, Text};
use crate::span::Spanned;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The bibliographic record of a source.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Article {
    /// Who wrote it, in the printed order.
    pub authors: Vec<Author>,
    /// Where it appeared.
    pub outlet: Option<String>,
    /// When it appeared.
    pub date: Option<Spanned<Edtf>>,
    /// The words to show for the date.
    pub date_label: Option<String>,
    /// Why the date is what it is, and how sure.
    pub date_note: Option<String>,
    /// Language of the text (BCP 47).
    pub language: Option<String>,
    /// Address of the original; its scheme has been checked.
    pub url: Option<Spanned<String>>,
    /// Whether the original can still be read there.
    pub url_status: UrlStatus,
    /// When that was looked at.
    pub url_checked: Option<Spanned<Edtf>>,
    /// Address of an archived copy; its scheme has been checked.
    pub archive_url: Option<Spanned<String>>,
    /// When it was archived.
    pub archive_date: Option<Spanned<Edtf>>,
    /// When it was read.
    pub accessed: Option<Spanned<Edtf>>,
    /// Op-ed, interview, commentary, report and the like.
    pub kind: Option<String>,
    /// What may be published of its text.
    pub rights: Rights,
    /// Who translated it.
    pub translator: Option<String>,
    /// Who edited it.
    pub editor: Option<String>,
    /// Ids of the topics it argues about.
    pub topics: Vec<Spanned<String>>,
    /// Its own words, when they lie beside it. They are published only where its rights say so, and are no part of what the
    /// record's file says.
    #[serde(skip)]
    pub text: Option<Arc<Text>>,
}

impl Article {
    /// The address of the original, unless it can no longer be read there.
    pub fn live_url(&self) -> Option<&str> {
        self.url.as_ref().filter(|_| self.url_status == UrlStatus::Live).map(|url| url.value.as_str())
    }

    /// Where the article is read: at its original's address, or as an archived copy where there is none to be read.
    pub fn readable_url(&self) -> Option<&str> {
        self.live_url().or_else(|| self.archive_url.as_ref().map(|url| url.value.as_str()))
    }
}

/// Whether an original can still be read at its address; the words are those of Wikipedia's citation templates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum UrlStatus {
    /// It can, as far as is known.
    #[default]
    Live,
    /// It is gone.
    Dead,
    /// The address now leads to something else, to which nobody should be sent.
    Unfit,
}

impl UrlStatus {
    /// All of them.
    pub const ALL: [UrlStatus; 3] = [UrlStatus::Live, UrlStatus::Dead, UrlStatus::Unfit];

    /// The word for it in front matter.
    pub fn as_str(self) -> &'static str {
        match self {
            UrlStatus::Live => "live",
            UrlStatus::Dead => "dead",
            UrlStatus::Unfit => "unfit",
        }
    }
}

/// An author of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// The whole name as shown.
    pub name: String,
    /// The family name, for sorting and citation marks.
    pub family: Option<String>,
    /// Position, such as professor.
    pub role: Option<String>,
    /// Institution.
    pub affiliation: Option<String>,
}

impl Author {
    /// The family name, or the whole name when none is given.
    pub fn family_or_name(&self) -> &str {
        self.family.as_deref().unwrap_or(&self.name)
    }
}

/// What may be published of an article's text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rights {
    /// How much of the text may appear.
    pub publish: Publish,
    /// The terms, in words.
    pub statement: Option<String>,
    /// A licence's name or SPDX expression.
    pub license: Option<String>,
    /// How many words a quotation has at most, where that differs from the configuration.
    pub max_quote_words: Option<usize>,
    /// Which share of the text all quotations have at most, where that differs from the configuration.
    pub max_share: Option<Share>,
}

impl Rights {
    /// How much may be quoted, where the text is not published whole.
    pub fn limits(&self, usual: QuotationLimits) -> QuotationLimits {
        QuotationLimits {
            max_quote_words: self.max_quote_words.unwrap_or(usual.max_quote_words),
            max_share: self.max_share.unwrap_or(usual.max_share),
        }
    }
}

/// How much of an article's text may be published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Publish {
    /// Nothing of it.
    None,
    /// Short quotations.
    #[default]
    Excerpts,
    /// The whole text.
    Full,
}

impl Publish {
    /// The word for it in front matter.
    pub fn as_str(self) -> &'static str {
        match self {
            Publish::None => "none",
            Publish::Excerpts => "excerpts",
            Publish::Full => "full",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::{FileId, Span};

    #[test]
    fn is_read_as_an_archived_copy_when_the_original_is_gone() {
        let address = |url: &str| Some(Spanned::new(url.to_owned(), Span::new(FileId(0), 0..0)));
        let mut article =
            Article { url: address("https://a/"), archive_url: address("https://b/"), ..Article::default() };
        assert_eq!((article.live_url(), article.readable_url()), (Some("https://a/"), Some("https://a/")));
        for status in [UrlStatus::Dead, UrlStatus::Unfit] {
            article.url_status = status;
            assert_eq!((article.live_url(), article.readable_url()), (None, Some("https://b/")));
        }
        article.archive_url = None;
        assert_eq!(article.readable_url(), None);
    }
}
