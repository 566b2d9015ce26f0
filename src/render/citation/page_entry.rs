//! How to cite a page of the site itself, in the site's style. Pages of a date differ in title and address alone, so the
//! style runs once for each date, and titles and addresses are put in afterwards.

use super::Citations;
use super::cites::Entry;
use super::runs::{self, Role, Run};
use crate::render::bibliography::Item;
use crate::render::body_html::escape;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Stands for the title.
const TITLE: &str = "\u{e002}";
/// Stands for the address.
const ADDRESS: &str = "\u{e003}";

/// The references to pages as a style prints them, by date and by whether the page is a part of the site or the whole.
#[derive(Default)]
pub(super) struct PageEntries(Mutex<BTreeMap<Key, Arc<Entry>>>);

type Key = (Option<String>, bool);

impl Citations<'_> {
    /// A reference to a page, as HTML.
    pub(crate) fn page_entry(&self, item: &Item<'_>) -> String {
        let entry = self.entry_of_date(item);
        let mut words: Vec<Run> = entry.words.clone();
        for run in &mut words {
            run.words = run.words.replace(TITLE, item.title);
        }
        runs::tidy(&mut words);
        let url = item.url.as_deref().unwrap_or_default();
        let mut html = String::new();
        runs::write(&mut html, &words, |html, run| {
            if run.role == Role::Address {
                html.push_str("<span class=\"address\">");
                escape::text(html, &run.words.replace(ADDRESS, url));
                html.push_str("</span>");
            }
        });
        html
    }

    fn entry_of_date(&self, item: &Item<'_>) -> Arc<Entry> {
        let key = (item.issued.map(|date| date.to_string()), item.outlet.is_some());
        let known = |entries: &PageEntries| entries.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        known(&self.printer.entries).unwrap_or_else(|| {
            let blank = Item { title: TITLE, url: Some(ADDRESS.into()), ..item.clone() };
            let entry = Arc::new(self.printer.main.entry_of(&blank));
            self.printer.entries.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&entry));
            entry
        })
    }
}
