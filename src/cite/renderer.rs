//! Runs the library that prints citation styles, for one article at a time. A panic of the library is `None`.

use super::boundary::guarded;
use super::collect::{child_runs, collect_runs};
use super::csl_item::{CitedName, CslSource};
use super::date_runs::{add_letter, join_ranges};
use super::distinction::Distinction;
use super::punctuation::fix_punctuation;
use super::runs::{self, FIRST_NOTE_SENTINEL, RunRole, StyledRun};
use super::sort_keys::SortStyle;
use super::style::{CitationStyle, Family};
use super::style_variant::StyleVariant;
use crate::model::Edtf;
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{IndependentStyle, json};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChildren, LocatorPayload, Rendered,
    SpecificLocator, TransparentLocator, standalone_citation,
};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// CSL position of a cite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CitePosition {
    /// In the text.
    InText,
    /// In a note, for the first time.
    First,
    /// In a note, again, within the near-note distance.
    NearNote,
    /// In a note, again, beyond the near-note distance.
    Subsequent,
    /// In a note, directly after itself.
    Ibid,
    /// In a note, directly after itself, with another passage.
    IbidWithLocator,
}

/// Formatted reference to a source.
#[derive(Debug, Default)]
pub(super) struct BibliographyEntry {
    /// Number before the reference, for styles that have one.
    pub(super) number: Vec<StyledRun>,
    /// The reference.
    pub(super) runs: Vec<StyledRun>,
    /// Its plain text.
    pub(super) plain_text: String,
    /// All its authors, also those that it does not name.
    pub(super) authors: Vec<CitedName>,
}

impl BibliographyEntry {
    /// Puts a label before the reference.
    pub(super) fn with_label(self, mut label: Vec<StyledRun>) -> BibliographyEntry {
        label.push(StyledRun::plain(" "));
        label.extend(self.runs);
        BibliographyEntry { plain_text: runs::plain_text(&label), runs: label, ..self }
    }
}

/// Renderer of one style in one language.
pub(super) struct StyleRenderer {
    style: Arc<CitationStyle>,
    variants: Mutex<BTreeMap<(bool, StyleVariant), Arc<IndependentStyle>>>,
}

impl StyleRenderer {
    /// Creates the renderer of a style.
    pub(super) fn new(style: &Arc<CitationStyle>) -> StyleRenderer {
        StyleRenderer { style: style.clone(), variants: Mutex::default() }
    }

    /// Formats a cite; `None` if the library panics or prints nothing.
    pub(super) fn cite(
        &self,
        source: &CslSource,
        distinction: &Distinction,
        position: CitePosition,
        located: bool,
    ) -> Option<Vec<StyledRun>> {
        let style = self.variant(false, distinction.variant);
        let written = (!distinction.written.is_empty()).then(|| source.with_authors(&distinction.written));
        let source = written.as_ref().unwrap_or(source);
        let render = |item: &json::Item| {
            guarded(|| match position {
                CitePosition::InText => {
                    standalone_citation(self.request(&style, source, item, located.then_some(0), None))
                }
                _ => self.in_note(&style, source, item, position, located),
            })
        };
        let mut runs = self.joined_runs(source, distinction, render)?;
        if self.style.family == Family::Words {
            self.add_missing_date(&mut runs, source, distinction);
        }
        fix_punctuation(&mut runs, self.style.marks_within());
        if located && !runs.iter().any(|run| run.role == RunRole::Passage) {
            // The style has no place for passages, so they follow its output.
            let separator = if self.style.family == Family::Numbers { ":" } else { ", " };
            runs.extend([StyledRun::plain(separator), StyledRun::passage()]);
        }
        runs::names_something(&runs).then_some(runs)
    }

    /// Collects the output for a source. A range of dates is printed on both its days, which are joined.
    fn joined_runs(
        &self,
        source: &CslSource,
        distinction: &Distinction,
        render: impl Fn(&json::Item) -> Option<ElemChildren>,
    ) -> Option<Vec<StyledRun>> {
        let letter = distinction.letter.as_deref();
        let collect = |output: &ElemChildren| collect_runs(output, source, &self.style.marks, letter);
        let mut runs = collect(&render(&source.item)?);
        if let Some(end) = &source.end {
            join_ranges(&mut runs, &collect(&render(end)?));
        }
        if let (Some(letter), Some(year), false) = (letter, &source.year, self.style.places_letters) {
            add_letter(&mut runs, year, letter);
        }
        Some(runs)
    }

    /// Says that a source has no date where a style that cites by dates says nothing.
    fn add_missing_date(&self, runs: &mut Vec<StyledRun>, source: &CslSource, distinction: &Distinction) {
        let (names, rest) = runs::split_names(runs);
        let is_silent = source.year.is_none() && !names.is_empty() && !rest.iter().any(|run| run.role == RunRole::Text);
        if let Some(term) = self.style.no_date.as_ref().filter(|_| is_silent) {
            let letter = distinction
                .letter
                .as_ref()
                .filter(|_| !term.is_empty())
                .map_or(String::new(), |letter| format!("-{letter}"));
            let at = runs.iter().rposition(|run| run.part.names().is_some()).map_or(runs.len(), |last| last + 1);
            runs.insert(at, StyledRun::plain(&format!(", {term}{letter}")));
        }
    }

    /// Renders several notes that bring a source into a position, and returns the last one.
    fn in_note(
        &self,
        style: &IndependentStyle,
        source: &CslSource,
        item: &json::Item,
        position: CitePosition,
        located: bool,
    ) -> ElemChildren {
        let filler = json::Item(BTreeMap::from([("id".to_owned(), json::Value::String("other".to_owned()))]));
        let distance = usize::try_from(self.style.cites.citation.near_note_distance).unwrap_or(0).min(100) + 1;
        let (earlier, filler_notes, locator) = match position {
            CitePosition::InText | CitePosition::First => (None, 0, 0),
            CitePosition::NearNote => (Some(None), 1, 0),
            CitePosition::Subsequent => (Some(None), distance, 0),
            CitePosition::Ibid => (Some(located.then_some(0)), 0, 0),
            CitePosition::IbidWithLocator => (Some(Some(1)), 0, 0),
        };
        let request = |item, passage, note| self.request(style, source, item, passage, Some(note));
        let first = earlier.map(|passage| request(item, passage, FIRST_NOTE_SENTINEL));
        let filler_notes = (1..=filler_notes).map(|n| request(&filler, None, FIRST_NOTE_SENTINEL + n));
        let last = request(item, located.then_some(locator), FIRST_NOTE_SENTINEL + distance + 1);
        let requests = first.into_iter().chain(filler_notes).chain([last]);
        let rendered = self.run_driver(style, source, requests);
        rendered.citations.into_iter().last().map(|cited| cited.citation).unwrap_or_default()
    }

    fn request<'i>(
        &'i self,
        style: &'i IndependentStyle,
        source: &CslSource,
        item: &'i json::Item,
        passage: Option<u8>,
        note: Option<usize>,
    ) -> CitationRequest<'i, json::Item> {
        let locator = passage.map(|passage| {
            SpecificLocator(Locator::Custom, LocatorPayload::Transparent(TransparentLocator::new(passage)))
        });
        let item = CitationItem::new(item, locator, None, false, None);
        let (locale, locales) = self.style.locales_for(source.language.as_deref());
        CitationRequest::new(vec![item], style, Some(locale.clone()), locales, note)
    }

    fn run_driver<'i>(
        &'i self,
        style: &'i IndependentStyle,
        source: &CslSource,
        requests: impl IntoIterator<Item = CitationRequest<'i, json::Item>>,
    ) -> Rendered {
        let mut driver = BibliographyDriver::new();
        requests.into_iter().for_each(|request| driver.citation(request));
        let (locale, locales) = self.style.locales_for(source.language.as_deref());
        driver.finish(BibliographyRequest::new(style, Some(locale.clone()), locales))
    }

    /// Formats a reference; `None` if the library panics. A style without a list of references uses its first notes, and a style
    /// that leaves a kind of article out of its list prints nothing.
    pub(super) fn entry(&self, source: &CslSource, distinction: &Distinction) -> Option<BibliographyEntry> {
        let style = self.variant(true, StyleVariant { names: None, ..distinction.variant });
        let number = OnceLock::new();
        let mut content = self.joined_runs(source, distinction, |item| {
            let rendered =
                guarded(|| self.run_driver(&style, source, [self.request(&style, source, item, None, Some(1))]))?;
            let Some(list) = rendered.bibliography else {
                return rendered.citations.into_iter().next().map(|cited| cited.citation);
            };
            let item = list.items.into_iter().next()?;
            number.get_or_init(|| item.first_field.map(|field| child_runs(&field, source)).unwrap_or_default());
            Some(item.content)
        })?;
        fix_punctuation(&mut content, self.style.marks_within());
        Some(BibliographyEntry {
            number: number.into_inner().unwrap_or_default(),
            plain_text: runs::plain_text(&content),
            authors: source.authors.clone(),
            runs: content,
        })
    }

    /// Prints the sort keys of an article; `None` if the library panics.
    pub(super) fn sort_keys(&self, sort: &SortStyle, source: &CslSource, issued: Option<&Edtf>) -> Option<Vec<String>> {
        let item = SortStyle::item(source, issued);
        let output = guarded(|| standalone_citation(self.request(&sort.style, source, &item, None, None)))?;
        let runs = collect_runs(&output, source, &self.style.marks, None);
        Some(SortStyle::keys(&runs::plain_text(&runs)))
    }

    /// Returns a variant of the style for cites, or for references.
    fn variant(&self, for_list: bool, variant: StyleVariant) -> Arc<IndependentStyle> {
        let usual = if for_list { &self.style.references } else { &self.style.cites };
        if variant == StyleVariant::default() {
            return usual.clone();
        }
        let mut variants = self.variants.lock().unwrap_or_else(PoisonError::into_inner);
        variants.entry((for_list, variant)).or_insert_with(|| Arc::new(variant.of(usual))).clone()
    }
}
