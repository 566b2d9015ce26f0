//! Article: the bibliographic record of a source. Our summary of it is the record's body.

use super::id_ref::id_refs;
use super::{Edtf, IdRef, Kind, QuotationLimits, Share, Text};
use crate::span::Spanned;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Bibliographic record of a source.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Article {
    /// Authors in printed order.
    pub authors: Vec<Author>,
    /// Authors of our summary, if they are not those of the briefing.
    pub summary_by: Vec<Author>,
    /// Publication in which it appeared.
    pub outlet: Option<String>,
    /// Publication date.
    pub date: Option<Spanned<Edtf>>,
    /// Text displayed instead of the formatted date.
    pub date_label: Option<String>,
    /// Explanation of the date and its certainty.
    pub date_note: Option<Spanned<String>>,
    /// Language of the text (BCP 47).
    pub language: Option<String>,
    /// URL of the original; the scheme is validated.
    pub url: Option<Spanned<String>>,
    /// Availability of the original at that URL.
    pub url_status: UrlStatus,
    /// Date of the last check of the URL.
    pub url_checked: Option<Spanned<Edtf>>,
    /// URL of an archived copy; the scheme is validated.
    pub archive_url: Option<Spanned<String>>,
    /// Date of the archived copy.
    pub archive_date: Option<Spanned<Edtf>>,
    /// Date of access.
    pub accessed: Option<Spanned<Edtf>>,
    /// Genre: op-ed, interview, commentary, report etc.
    pub kind: Option<String>,
    /// Permission to publish its text.
    pub rights: Rights,
    /// Translator.
    pub translator: Option<String>,
    /// Editor.
    pub editor: Option<String>,
    /// Ids of the topics it discusses.
    pub topics: Vec<Spanned<String>>,
    /// Text of the article, if there is a file next to the record. Published only as its rights allow; not part of the
    /// record's own file, so it is not serialized.
    #[serde(skip)]
    pub text: Option<Arc<Text>>,
}

impl Article {
    /// Iterates over the ids of other records.
    pub fn id_refs(&self) -> impl Iterator<Item = IdRef<'_>> + Clone {
        id_refs("topics", Kind::Topic, &self.topics)
    }
}

impl Article {
    /// Returns the URL of the original, or `None` if the original is no longer available there.
    pub fn live_url(&self) -> Option<&str> {
        self.url.as_ref().filter(|_| self.url_status == UrlStatus::Live).map(|url| url.value.as_str())
    }

    /// Returns the URL at which the article can be read: the original's or that of an archived copy.
    pub fn readable_url(&self) -> Option<&str> {
        self.live_url().or_else(|| self.archive_url.as_ref().map(|url| url.value.as_str()))
    }
}

/// Availability of an original at its URL; the values are those of Wikipedia's citation templates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum UrlStatus {
    /// Available, as far as known.
    #[default]
    Live,
    /// No longer available.
    Dead,
    /// The URL now leads to other content that must not be linked to.
    Unfit,
}

impl UrlStatus {
    /// All values.
    pub const ALL: [UrlStatus; 3] = [UrlStatus::Live, UrlStatus::Dead, UrlStatus::Unfit];

    /// Returns the value used in front matter.
    pub fn as_str(self) -> &'static str {
        match self {
            UrlStatus::Live => "live",
            UrlStatus::Dead => "dead",
            UrlStatus::Unfit => "unfit",
        }
    }
}

/// Author of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// Full name as displayed.
    pub name: String,
    /// Family name, for sorting and citations.
    pub family: Option<String>,
    /// Position, such as professor.
    pub role: Option<String>,
    /// Institution.
    pub affiliation: Option<String>,
}

impl Author {
    /// Creates an author of whom only the name is known.
    pub fn named(name: String) -> Author {
        Author { name, ..Author::default() }
    }

    /// Returns the family name, or the full name if the family name is not given.
    pub fn family_or_name(&self) -> &str {
        self.family.as_deref().unwrap_or(&self.name)
    }
}

/// Permission to publish an article's text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rights {
    /// Extent of the text that may be published.
    pub publish: Publish,
    /// Terms of use as free text.
    pub statement: Option<String>,
    /// Name or SPDX expression of a license.
    pub license: Option<String>,
    /// Maximum number of words of a quotation; `None` for the configured limit.
    pub max_quote_words: Option<usize>,
    /// Maximum share of the text that all quotations may cover; `None` for the configured limit.
    pub max_share: Option<Share>,
}

impl Rights {
    /// Returns the quotation limits, for a text that is not published in full; `usual` are the configured limits.
    pub fn limits(&self, usual: QuotationLimits) -> QuotationLimits {
        QuotationLimits {
            max_quote_words: self.max_quote_words.unwrap_or(usual.max_quote_words),
            max_share: self.max_share.unwrap_or(usual.max_share),
        }
    }
}

/// Extent of an article's text that may be published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Publish {
    /// No part of the text.
    None,
    /// Short quotations.
    #[default]
    Excerpts,
    /// The full text.
    Full,
}

impl Publish {
    /// Returns the value used in front matter.
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
    fn falls_back_to_archived_copy() {
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
