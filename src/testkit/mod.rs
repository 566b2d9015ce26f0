//! Fixtures of unit tests, built in memory: values, and small briefings.
//!
//! - [`TestSite`]: records and relations for rendering, without true spans.
//! - [`Sample`]: records with true spans, each value written into the file of its record.

mod sample;
mod site;

pub(crate) use sample::{Sample, remove_texts, text_of};
pub(crate) use site::{TestSite, citing, set_kind};

use crate::diagnose::Diagnostics;
use crate::model::date::{Bound, DatePart, Point};
use crate::model::{CitationRole, Claim, Edtf, Evidence, Passage};
use crate::span::{FileId, Span, Spanned};

/// Returns the rule codes of all diagnostics, in order.
pub(crate) fn codes(diagnostics: &Diagnostics) -> Vec<&'static str> {
    diagnostics.iter().map(|diagnostic| diagnostic.rule.code).collect()
}

/// Returns a span of no text.
pub(crate) fn dummy_span() -> Span {
    Span::new(FileId(0), 0..0)
}

/// Wraps a value with a dummy span.
pub(crate) fn spanned<T>(value: T) -> Spanned<T> {
    Spanned::new(value, dummy_span())
}

/// Creates a date of day precision.
pub(crate) fn day(year: i16, month: u8, day: u8) -> Edtf {
    Edtf::Point(Point::day(year.into(), month, day))
}

/// Creates a date of year precision.
pub(crate) fn year(year: i16) -> Edtf {
    Edtf::Point(Point::exact(year.into(), DatePart::Year))
}

/// Creates an interval with an open start that ends on a day.
pub(crate) fn until(year: i16, month: u8, day: u8) -> Edtf {
    Edtf::Interval { from: Bound::Open, to: Bound::Point(Point::day(year.into(), month, day)) }
}

/// Creates an interval.
pub(crate) fn between(from: Edtf, to: Edtf) -> Edtf {
    let bound = |date: Edtf| date.points().first().map_or(Bound::Open, |point| Bound::Point(*point));
    Edtf::Interval { from: bound(from), to: bound(to) }
}

/// Parses a date.
pub(crate) fn date(text: &str) -> Spanned<Edtf> {
    spanned(Edtf::parse(text).unwrap())
}

/// Creates a claim whose evidence is the first paragraph of each article.
pub(crate) fn claim(text: &str, value: Option<&str>, about: Option<&str>, articles: &[&str]) -> Claim {
    let evidence = |article: &&str| Evidence {
        article: spanned((*article).to_owned()),
        passage: Some(spanned(Passage::Paragraphs { first: 1, last: 1 })),
        role: CitationRole::Supports,
        quote: None,
        span: dummy_span(),
    };
    Claim {
        id: None,
        text: spanned(text.into()),
        text_markup: Vec::new(),
        value: value.map(|value| spanned(value.into())),
        as_of: None,
        about: about.map(|about| spanned(about.into())),
        evidence: articles.iter().map(evidence).collect(),
    }
}
