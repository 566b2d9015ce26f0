//! Writes citation marks: who and when, and the passage, each linked to its place on the article's page.

use super::{BodyWords, Writer, href};
use crate::model::date::Precision;
use crate::model::{CitationForm, CitationItem, Details, Passage, Record, RecordId, ReferenceId, ReferenceKind};
use crate::relate::Target;

/// The mark of an article: `Cai 2025`, `Wang & Zhang 2025`, `Cai et al. 2025b`; its title where no author is named.
/// `letter` tells apart what the same authors published in one year.
pub fn citation_mark(article: &Record, letter: Option<char>, words: &BodyWords) -> String {
    format!("{} {}", names(article, words), year(article, letter, words))
}

/// Who wrote an article, as short as a mark has it.
fn names(article: &Record, words: &BodyWords) -> String {
    let authors = match &article.details {
        Details::Article(details) => details.authors.as_slice(),
        _ => &[],
    };
    match authors {
        [] => article.title.value.clone(),
        [one] => one.family_or_name().to_owned(),
        [one, two] => format!("{} & {}", one.family_or_name(), two.family_or_name()),
        [first, ..] => format!("{} {}", first.family_or_name(), words.and_others),
    }
}

/// The year of an article: that of its date, or of the first one known of an interval; `2020s` for a decade.
fn year(article: &Record, letter: Option<char>, words: &BodyWords) -> String {
    let date = article.date().map(|date| date.value);
    let Some(point) = date.and_then(|date| date.points().next()) else { return words.no_date.clone() };
    let decade = if point.precision() == Precision::Decade { "s" } else { "" };
    format!("{}{decade}{}", point.year, letter.map(String::from).unwrap_or_default())
}

impl Writer<'_> {
    /// Writes a citation: `(Cai 2025, ¶7; Wang 2025)`, or `Cai (2025, ¶7)` as part of a sentence.
    pub(super) fn citation(&mut self, to: ReferenceId) {
        let (site, relations) = (self.context.site, self.context.relations);
        let ReferenceKind::Citation(citation) = &site.record(self.context.record).reference(to).kind else { return };
        let articles = match relations.target(self.context.record, to) {
            Target::Articles(articles) => articles.as_slice(),
            _ => &[],
        };
        let cited: Vec<_> =
            citation.items.iter().enumerate().map(|(at, item)| (item, articles.get(at).copied().flatten())).collect();
        match citation.form {
            CitationForm::Bracketed => self.bracketed(&cited),
            CitationForm::Narrative => self.narrative(&cited),
        }
    }

    fn bracketed(&mut self, cited: &[(&CitationItem, Option<RecordId>)]) {
        self.raw("<span class=\"citation\">(");
        let mut before: Option<&CitationItem> = None;
        for &(item, article) in cited {
            let again = before.is_some_and(|before| continues(before, item));
            match before {
                None => {}
                Some(_) if again => self.raw(", "),
                Some(_) => self.raw("; "),
            }
            if !item.prefix.is_empty() {
                self.text(&item.prefix);
                self.raw(" ");
            }
            let mark = self.mark(item, article, again);
            self.cite(item, article, &mark);
            self.suffix(item);
            before = Some(item);
        }
        self.raw(")</span>");
    }

    fn narrative(&mut self, cited: &[(&CitationItem, Option<RecordId>)]) {
        let Some((&(item, article), further)) = cited.split_first() else { return };
        let Some(id) = article else { return self.text(&item.id.value) };
        let (record, words) = (self.context.site.record(id), self.context.words);
        self.cite(item, article, &names(record, words));
        self.raw(" (");
        self.text(&year(record, self.context.relations.year_letter(id), words));
        if let Some(passage) = item.passage {
            self.text(&format!(", {passage}"));
        }
        self.suffix(item);
        for &(item, article) in further {
            self.raw(", ");
            let mark = self.mark(item, article, true);
            self.cite(item, article, &mark);
            self.suffix(item);
        }
        self.raw(")");
    }

    /// The words of one article's mark; only the passage when the same article went before.
    fn mark(&self, item: &CitationItem, article: Option<RecordId>, again: bool) -> String {
        let words = self.context.words;
        let found = article.map(|id| (self.context.site.record(id), self.context.relations.year_letter(id)));
        let mark = match found {
            None => item.id.value.clone(),
            Some((record, letter)) if item.suppress_author => year(record, letter, words),
            Some((record, letter)) => citation_mark(record, letter, words),
        };
        match item.passage {
            Some(passage) if again => passage.to_string(),
            Some(passage) => format!("{mark}, {passage}"),
            None => mark,
        }
    }

    /// Writes a mark, linked to the passage on the article's page when there is such an article.
    fn cite(&mut self, item: &CitationItem, article: Option<RecordId>, mark: &str) {
        let Some(article) = article else { return self.text(mark) };
        let (site, relations) = (self.context.site, self.context.relations);
        let anchor = item.passage.map(Passage::anchor);
        self.raw("<a");
        self.attribute("href", &href(self.context.page, relations.path(article), anchor.as_deref()));
        self.attribute("class", "cite");
        self.attribute("data-article", &site.record(article).id);
        self.raw(">");
        self.text(mark);
        self.raw("</a>");
    }

    fn suffix(&mut self, item: &CitationItem) {
        if !item.suffix.is_empty() {
            self.raw(if item.suffix.starts_with([';', ',', '.', ':']) { "" } else { ", " });
            self.text(&item.suffix);
        }
    }
}

/// Whether an item only adds a passage of the article that went before.
fn continues(before: &CitationItem, item: &CitationItem) -> bool {
    before.id.value == item.id.value && item.passage.is_some() && before.passage.is_some() && item.prefix.is_empty()
}
