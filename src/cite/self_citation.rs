//! Formats a citation of a page of the site itself. Pages of the same date and authors differ only in title and URL, so
//! the style runs once for them with placeholders.

use super::CitationContext;
use super::punctuation::fix_punctuation;
use super::renderer::BibliographyEntry;
use super::runs::{self, RunRole, StyledRun};
use crate::cite::bibliography::BibliographyItem;
use crate::model::escape;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Placeholder for the title.
const TITLE_PLACEHOLDER: &str = "\u{e002}";
/// Placeholder for the URL.
const URL_PLACEHOLDER: &str = "\u{e003}";

/// Formatted references to pages, by date, authors, and whether the page is a part of the site or the whole; with `true`
/// if the style failed.
#[derive(Default)]
pub(super) struct SelfCitationCache(Mutex<BTreeMap<SelfCitationKey, Arc<(BibliographyEntry, bool)>>>);

type SelfCitationKey = (Option<String>, Vec<String>, bool);

impl CitationContext<'_> {
    /// Formats a reference to a page as HTML. Also returns whether the style failed, and the reference is plain.
    pub(crate) fn self_citation(&self, item: &BibliographyItem<'_>) -> (String, bool) {
        let (entry, has_failed) = &*self.cached_entry(item);
        let mut words: Vec<StyledRun> = entry.runs.clone();
        for run in &mut words {
            run.text = run.text.replace(TITLE_PLACEHOLDER, item.title);
        }
        fix_punctuation(&mut words, self.formatter.main.style.marks_within());
        let url = item.url.as_deref().unwrap_or_default();
        let mut html = String::new();
        runs::write_html(&mut html, &words, |html, run| match run.role {
            RunRole::Url => {
                html.push_str("<span class=\"address\">");
                escape::text(html, &run.text.replace(URL_PLACEHOLDER, url));
                html.push_str("</span>");
            }
            _ => escape::text(html, &run.text),
        });
        (html, *has_failed)
    }

    fn cached_entry(&self, item: &BibliographyItem<'_>) -> Arc<(BibliographyEntry, bool)> {
        let authors = item.authors.iter().map(|author| author.inverted()).collect();
        let key = (item.issued.as_ref().map(ToString::to_string), authors, item.outlet.is_some());
        let known =
            |entries: &SelfCitationCache| entries.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known(&self.formatter.self_citations).unwrap_or_else(|| {
            let blank =
                BibliographyItem { title: TITLE_PLACEHOLDER, url: Some(URL_PLACEHOLDER.into()), ..item.clone() };
            let entry = Arc::new(self.formatter.main.item_entry(&blank));
            self.formatter
                .self_citations
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(key, Arc::clone(&entry));
            entry
        })
    }
}
