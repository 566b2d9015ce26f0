//! The briefing as a publication: its edition, its publisher, and the authors and dates of its pages.

use super::{Author, Config, Details, Edtf, Record};
use crate::span::Spanned;

/// Edition of a briefing: `[edition]` of the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    /// Number as printed: `2`, `1.1`.
    pub number: Option<String>,
    /// Date of its publication.
    pub date: Option<Spanned<Edtf>>,
}

/// Publisher of a briefing: `[publisher]` of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publisher {
    /// Name.
    pub name: String,
    /// URL of its website; the scheme is validated.
    pub url: Option<String>,
}

impl Config {
    /// Returns the date of the edition.
    pub fn edition_date(&self) -> Option<Edtf> {
        self.edition.date.as_ref().map(|date| date.value.clone())
    }

    /// Returns the authors of a page: those who wrote our summary of an article, otherwise those of the briefing.
    pub fn page_authors<'a>(&'a self, record: Option<&'a Record>) -> &'a [Author] {
        record.map(Record::summary_authors).filter(|authors| !authors.is_empty()).unwrap_or(&self.authors)
    }

    /// Returns the date on which a page was first published: the day its record entered the briefing, otherwise that
    /// of the edition.
    pub fn page_published(&self, record: Option<&Record>) -> Option<Edtf> {
        record
            .and_then(|record| record.published.as_ref())
            .map(|date| date.value.clone())
            .or_else(|| self.edition_date())
    }

    /// Returns the date of the last change to a page: that of its record, otherwise that of the edition.
    pub fn page_modified(&self, record: Option<&Record>) -> Option<Edtf> {
        record.and_then(Record::changed).or_else(|| self.edition_date())
    }
}

impl Record {
    /// Returns the date of its last change; of its entry in the briefing if it has not changed since.
    pub fn changed(&self) -> Option<Edtf> {
        self.updated.as_ref().or(self.published.as_ref()).map(|date| date.value.clone())
    }

    /// Returns the authors of our summary of an article; empty for other kinds.
    pub fn summary_authors(&self) -> &[Author] {
        match &self.details {
            Details::Article(article) => &article.summary_by,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use crate::span::FileId;
    use crate::testkit::{date, spanned};

    #[test]
    fn prefers_values_of_the_record() {
        let mut config = Config::new(FileId(0), "https://example.org/");
        let mut record = Record::new("a", spanned("A".into()), Details::new(Kind::Article));
        assert_eq!((config.page_published(Some(&record)), config.page_modified(None)), (None, None));
        config.authors = vec![Author::named("Ann Vey".into())];
        config.edition.date = Some(date("2031-06-01"));
        let edition = config.edition_date();
        assert_eq!(
            (config.page_published(Some(&record)), config.page_modified(Some(&record))),
            (edition.clone(), edition)
        );
        assert_eq!(config.page_authors(Some(&record))[0].name, "Ann Vey");
        record.published = Some(date("2031-05-01"));
        record.updated = Some(date("2031-05-20"));
        let Details::Article(article) = &mut record.details else { unreachable!() };
        article.summary_by = vec![Author::named("Bo Lind".into())];
        assert_eq!(config.page_published(Some(&record)).unwrap().to_string(), "2031-05-01");
        assert_eq!(config.page_modified(Some(&record)).unwrap().to_string(), "2031-05-20");
        assert_eq!(record.changed(), config.page_modified(Some(&record)));
        assert_eq!(config.page_authors(Some(&record))[0].name, "Bo Lind");
    }
}
