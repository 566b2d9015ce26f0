//! Cached output of a style: cites and references of each article, rendered on first use. It is the same on every page
//! except for placeholders.
//!
//! Articles with possibly equal cites form a group, within which the style disambiguates them (`2031a`, `2031b`): once
//! for the whole site, so that a short citation means the same article on every page.

use super::csl_item::{csl_item, year_replacement};
use super::runs::{self, CLOSE_MARKER, FIRST_NOTE_SENTINEL, OPEN_MARKER, RunRole, StyledRun};
use super::style::{CitationStyle, Family};
use crate::cite::bibliography::{BibliographyItem, one_line};
use crate::model::{Article, Details, Record, RecordId, Site};
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{IndependentStyle, json};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, CitePurpose, ElemChildren, LocatorPayload,
    Rendered, SpecificLocator, TransparentLocator, standalone_citation,
};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// Maximum size of a group; for more articles by the same authors in one year, the letters repeat.
const MAX_DISAMBIGUATED: usize = 256;

/// CSL position of a cite, or its form in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CitePosition {
    /// In the text.
    InText,
    /// In a sentence with the authors' names.
    Prose,
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

/// Number of positions, each with and without a passage.
const CITE_SLOTS: usize = 14;

impl CitePosition {
    fn slot(self, located: bool) -> usize {
        self as usize * 2 + usize::from(located)
    }
}

/// Formatted reference to a source.
#[derive(Debug, Default)]
pub(super) struct BibliographyEntry {
    /// Number before the reference, for styles that have one.
    pub(super) number: Vec<StyledRun>,
    /// The reference.
    pub(super) runs: Vec<StyledRun>,
    /// Its plain text, by which references are sorted.
    pub(super) plain_text: String,
}

/// Output of one style in one language for all articles of a site.
pub(super) struct StyleOutput {
    pub(super) style: Arc<CitationStyle>,
    site: Site,
    groups: Vec<Arc<DisambiguationGroup>>,
    /// Group of each article and its index there, by record; `None` for other records.
    slots: Vec<Option<(u32, u32)>>,
}

/// Articles with possibly equal cites, in the order of disambiguation.
#[derive(Default)]
struct DisambiguationGroup {
    members: Vec<RecordId>,
    sources: OnceLock<Vec<CslSource>>,
    cites: [OnceLock<Vec<Vec<StyledRun>>>; CITE_SLOTS],
    entries: OnceLock<Vec<BibliographyEntry>>,
}

struct CslSource {
    item: json::Item,
    title: String,
    year_replacement: Option<(String, String)>,
}

impl StyleOutput {
    /// Prepares a style for `articles`, which are all that can be cited; others are translations of these, which
    /// `canonical` maps to them. Nothing is formatted before it is read.
    pub(super) fn new(
        style: &Arc<CitationStyle>,
        site: &Site,
        articles: &[RecordId],
        canonical: impl Fn(RecordId) -> RecordId,
    ) -> StyleOutput {
        let mut slots = vec![None; site.records.len()];
        let mut groups: Vec<Arc<DisambiguationGroup>> = Vec::new();
        let grouped = disambiguation_groups(site, articles, style.family == Family::Words);
        for members in grouped.iter().flat_map(|members| members.chunks(MAX_DISAMBIGUATED)) {
            for (&member, index) in members.iter().zip(0..) {
                slots[member.0 as usize] = u32::try_from(groups.len()).ok().map(|group| (group, index));
            }
            let members = members.to_vec();
            groups.push(Arc::new(DisambiguationGroup { members, ..DisambiguationGroup::default() }));
        }
        for (id, record) in site.all().filter(|(_, record)| matches!(record.details, Details::Article(_))) {
            if slots[id.0 as usize].is_none() && !record.draft {
                slots[id.0 as usize] = slots[canonical(id).0 as usize];
            }
        }
        StyleOutput { style: style.clone(), site: site.clone(), groups, slots }
    }

    /// Takes over what was formatted for the groups of `previous` that have the same unchanged articles.
    pub(super) fn reuse_from(&mut self, previous: &StyleOutput) {
        if previous.style == self.style {
            for group in &mut self.groups {
                if let Some(reused) = previous.reusable_group(&group.members, &self.site) {
                    *group = reused;
                }
            }
        }
    }

    /// Returns the cite of an article, or `None` for one that cannot be cited.
    pub(super) fn cite(&self, article: RecordId, position: CitePosition, located: bool) -> Option<&[StyledRun]> {
        let (group, member) = self.group(article)?;
        let cites = group.cites[position.slot(located)].get_or_init(|| self.render_cites(group, position, located));
        cites.get(member).map(Vec::as_slice)
    }

    /// Returns the reference of an article, or `None` for one that cannot be cited.
    pub(super) fn entry(&self, article: RecordId) -> Option<&BibliographyEntry> {
        let (group, member) = self.group(article)?;
        group.entries.get_or_init(|| self.render_group_entries(group)).get(member)
    }

    /// Formats a reference to an item that is not an article of the site.
    pub(super) fn item_entry(&self, item: &BibliographyItem<'_>) -> BibliographyEntry {
        let sources =
            [CslSource { item: csl_item(item, "0".to_owned()), title: String::new(), year_replacement: None }];
        self.render_entries(&self.style.single_references, &sources).pop().unwrap_or_default()
    }

    /// Returns the group with exactly these articles if none of the records has changed.
    fn reusable_group(&self, members: &[RecordId], site: &Site) -> Option<Arc<DisambiguationGroup>> {
        let (group, _) = self.group(*members.first()?)?;
        let is_unchanged = |id: &RecordId| {
            let (old, new) = (self.site.records.get(id.0 as usize), site.records.get(id.0 as usize));
            old.zip(new).is_some_and(|(old, new)| Arc::ptr_eq(old, new))
        };
        (group.members == members && members.iter().all(is_unchanged)).then(|| group.clone())
    }

    fn group(&self, article: RecordId) -> Option<(&Arc<DisambiguationGroup>, usize)> {
        let (group, member) = self.slots.get(article.0 as usize).copied().flatten()?;
        Some((self.groups.get(group as usize)?, member as usize))
    }

    fn sources<'g>(&self, group: &'g DisambiguationGroup) -> &'g [CslSource] {
        group.sources.get_or_init(|| {
            let source = |(index, id): (usize, &RecordId)| {
                let record = self.site.record(*id);
                let item = article(record).map(|article| BibliographyItem::from_article(record, article))?;
                let year = item.issued.as_ref().and_then(year_replacement);
                Some(CslSource {
                    item: csl_item(&item, index.to_string()),
                    title: one_line(item.title),
                    year_replacement: year,
                })
            };
            group.members.iter().enumerate().filter_map(source).collect()
        })
    }

    fn render_cites(&self, group: &DisambiguationGroup, position: CitePosition, located: bool) -> Vec<Vec<StyledRun>> {
        let sources = self.sources(group);
        let outputs: Vec<ElemChildren> = match (position, sources) {
            (CitePosition::InText | CitePosition::Prose, [source]) => {
                vec![standalone_citation(self.request(&source.item, position, located.then_some(0), None))]
            }
            (CitePosition::InText | CitePosition::Prose, _) => {
                let requests =
                    sources.iter().map(|source| self.request(&source.item, position, located.then_some(0), None));
                self.run_driver(requests).citations.into_iter().map(|cited| cited.citation).collect()
            }
            _ => sources.iter().map(|source| self.render_in_note(source, position, located)).collect(),
        };
        let outputs = outputs.iter().zip(sources);
        outputs.map(|(output, source)| self.clean_runs(output, source, position, located)).collect()
    }

    fn clean_runs(
        &self,
        output: &ElemChildren,
        source: &CslSource,
        position: CitePosition,
        located: bool,
    ) -> Vec<StyledRun> {
        let mut runs = runs::collect_runs(output, source.year_replacement.as_ref());
        runs::remove_marker(&mut runs, CLOSE_MARKER);
        if position != CitePosition::Prose {
            runs::remove_marker(&mut runs, OPEN_MARKER);
            runs::fix_punctuation(&mut runs);
        }
        if located && !runs.iter().any(|run| run.role == RunRole::Passage) {
            // The style has no place for passages, so they follow its output.
            let separator = if self.style.family == Family::Numbers { ":" } else { ", " };
            runs.extend([StyledRun::plain(separator), StyledRun::passage()]);
        }
        runs
    }

    /// Renders several notes that bring a source into a position, and returns the last one.
    fn render_in_note(&self, source: &CslSource, position: CitePosition, located: bool) -> ElemChildren {
        let filler = json::Item(BTreeMap::from([("id".to_owned(), json::Value::String("other".to_owned()))]));
        let distance = usize::try_from(self.style.cites.citation.near_note_distance).unwrap_or(0).min(100) + 1;
        let (earlier, filler_notes, locator) = match position {
            CitePosition::InText | CitePosition::Prose | CitePosition::First => (None, 0, 0),
            CitePosition::NearNote => (Some(None), 1, 0),
            CitePosition::Subsequent => (Some(None), distance, 0),
            CitePosition::Ibid => (Some(located.then_some(0)), 0, 0),
            CitePosition::IbidWithLocator => (Some(Some(1)), 0, 0),
        };
        let first = earlier.map(|passage| self.request(&source.item, position, passage, Some(FIRST_NOTE_SENTINEL)));
        let filler_notes =
            (1..=filler_notes).map(|n| self.request(&filler, position, None, Some(FIRST_NOTE_SENTINEL + n)));
        let last =
            self.request(&source.item, position, located.then_some(locator), Some(FIRST_NOTE_SENTINEL + distance + 1));
        let rendered = self.run_driver(first.into_iter().chain(filler_notes).chain([last]));
        rendered.citations.into_iter().last().map(|cited| cited.citation).unwrap_or_default()
    }

    fn request<'i>(
        &'i self,
        item: &'i json::Item,
        position: CitePosition,
        passage: Option<u8>,
        note: Option<usize>,
    ) -> CitationRequest<'i, json::Item> {
        let locator = passage.map(|passage| {
            SpecificLocator(Locator::Custom, LocatorPayload::Transparent(TransparentLocator::new(passage)))
        });
        let purpose = (position == CitePosition::Prose).then_some(CitePurpose::Prose);
        let item = CitationItem::new(item, locator, None, false, purpose);
        let style = &*self.style;
        CitationRequest::new(vec![item], &style.cites, Some(style.locale.clone()), &style.locales, note)
    }

    fn run_driver<'i>(&'i self, requests: impl IntoIterator<Item = CitationRequest<'i, json::Item>>) -> Rendered {
        let mut driver = BibliographyDriver::new();
        requests.into_iter().for_each(|request| driver.citation(request));
        let style = &*self.style;
        driver.finish(BibliographyRequest::new(&style.cites, Some(style.locale.clone()), &style.locales))
    }

    fn render_group_entries(&self, group: &DisambiguationGroup) -> Vec<BibliographyEntry> {
        let sources = self.sources(group);
        let csl = if sources.len() > 1 { &self.style.references } else { &self.style.single_references };
        self.render_entries(csl, sources)
    }

    /// Formats references with disambiguation. A style without a bibliography uses its first notes.
    fn render_entries(&self, csl: &IndependentStyle, sources: &[CslSource]) -> Vec<BibliographyEntry> {
        let style = &*self.style;
        let mut driver = BibliographyDriver::new();
        for source in sources {
            let item = CitationItem::with_entry(&source.item);
            let (locale, note) = (Some(style.locale.clone()), Some(1));
            driver.citation(CitationRequest::new(vec![item], csl, locale, &style.locales, note));
        }
        let request = BibliographyRequest::new(csl, Some(style.locale.clone()), &style.locales);
        let rendered = driver.finish(request);
        let Some(bibliography) = rendered.bibliography else {
            let cited = rendered.citations.iter().zip(sources);
            return cited.map(|(cited, source)| bibliography_entry(None, &cited.citation, source)).collect();
        };
        let by_key = |key: &str| bibliography.items.iter().find(|item| item.key == key);
        let items = sources.iter().map(|source| (source, source.item.id().and_then(|id| by_key(&id))));
        items
            .map(|(source, item)| match item {
                Some(item) => bibliography_entry(item.first_field.as_ref(), &item.content, source),
                None => BibliographyEntry::default(),
            })
            .collect()
    }
}

fn bibliography_entry(
    number: Option<&hayagriva::ElemChild>,
    content: &ElemChildren,
    source: &CslSource,
) -> BibliographyEntry {
    let mut content = runs::collect_runs(content, source.year_replacement.as_ref());
    runs::fix_punctuation(&mut content);
    runs::tag_title(&mut content, &source.title);
    BibliographyEntry {
        number: number.map(runs::child_runs).unwrap_or_default(),
        plain_text: runs::plain_text(&content),
        runs: content,
    }
}

fn article(record: &Record) -> Option<&Article> {
    match &record.details {
        Details::Article(article) => Some(article),
        _ => None,
    }
}

/// Groups articles with the same first author, or outlet if there is no author, and the same year, earliest first. Each
/// article is alone if the style's cites are not text.
fn disambiguation_groups(site: &Site, articles: &[RecordId], cites_are_text: bool) -> Vec<Vec<RecordId>> {
    if !cites_are_text {
        return articles.iter().map(|id| vec![*id]).collect();
    }
    let mut groups: BTreeMap<(&str, Option<i16>), Vec<RecordId>> = BTreeMap::new();
    for &id in articles {
        let record = site.record(id);
        let Some(article) = article(record) else { continue };
        let outlet = article.outlet.as_deref().unwrap_or(&record.title.value);
        let name = article.authors.first().map_or(outlet, crate::model::Author::family_or_name);
        let year = record.date().and_then(|date| date.value.points().next()).map(|point| point.year);
        groups.entry((name, year)).or_default().push(id);
    }
    let mut groups: Vec<Vec<RecordId>> = groups.into_values().collect();
    for group in &mut groups {
        group.sort_by_key(|&id| (site.record(id).date().map(|date| date.value), id));
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::{Styles, archive};
    use crate::diagnose::Diagnostics;
    use crate::model::{Author, Kind};
    use crate::testkit::{TestSite, spanned, year};
    use std::collections::BTreeSet;

    fn site(articles: usize, authors: &[(&str, Option<&str>)]) -> TestSite {
        let mut test = TestSite::new();
        for n in 0..articles {
            let record = test.record(Kind::Article, &format!("a{n:04}"));
            let Details::Article(article) = &mut record.details else { unreachable!() };
            article.date = Some(spanned(year(2031)));
            let author = |(name, family): &(&str, Option<&str>)| Author {
                name: (*name).to_owned(),
                family: family.map(str::to_owned),
                ..Author::default()
            };
            article.authors = authors.iter().map(author).collect();
        }
        test
    }

    fn with_output<T>(test: &TestSite, run: impl FnOnce(&StyleOutput) -> T) -> T {
        run(&output_reusing(None, test))
    }

    fn output_reusing(previous: Option<&StyleOutput>, test: &TestSite) -> StyleOutput {
        let styles = Styles::of(&test.site, "en", &mut Diagnostics::default());
        let articles: Vec<RecordId> = test.site.of_kind(Kind::Article).map(|(id, _)| id).collect();
        let mut output = StyleOutput::new(&styles.main, &test.site, &articles, |id| id);
        previous.inspect(|previous| output.reuse_from(previous));
        output
    }

    fn short_citations(test: &TestSite) -> Vec<String> {
        with_output(test, |output| {
            let all = test.site.of_kind(Kind::Article);
            all.map(|(id, _)| runs::plain_text(output.cite(id, CitePosition::InText, false).unwrap())).collect()
        })
    }

    #[test]
    fn disambiguates_articles_across_the_site() {
        assert_eq!(short_citations(&site(1, &[("Ann Brook", Some("Brook"))])), ["Brook 2031"]);
        assert_eq!(
            short_citations(&site(3, &[("Ann Brook", Some("Brook"))])),
            ["Brook 2031a", "Brook 2031b", "Brook 2031c"]
        );
    }

    #[test]
    fn renders_again_only_groups_with_changed_articles() {
        let mut test = site(3, &[("Ann Brook", Some("Brook"))]);
        let Details::Article(article) = &mut Arc::make_mut(&mut test.site.records[2]).details else { unreachable!() };
        article.authors[0].family = Some("Reed".to_owned());
        let previous = output_reusing(None, &test);
        let references = |output: &StyleOutput| [0, 2].map(|id| output.entry(RecordId(id)).unwrap().plain_text.clone());
        let [brook, reed] = references(&previous);
        Arc::make_mut(&mut test.site.records[2]).title = spanned("Another".to_owned());
        let now = output_reusing(Some(&previous), &test);
        assert!(Arc::ptr_eq(&now.groups[0], &previous.groups[0]) && now.groups[0].entries.get().is_some());
        assert!(references(&now)[0] == brook && references(&now)[1] != reed);
        test.site.config.citations.style = Some(spanned("ieee".to_owned()));
        assert_ne!(references(&output_reusing(Some(&now), &test))[0], brook, "another style");
    }

    #[test]
    fn repeats_letters_beyond_the_group_limit() {
        let short_citations = short_citations(&site(600, &[("Lindhaven Newswire", None)]));
        assert_eq!(short_citations.iter().collect::<BTreeSet<_>>().len(), MAX_DISAMBIGUATED);
        assert_eq!(short_citations[255], "Lindhaven Newswire 2031iv");
    }

    #[test]
    fn keeps_the_order_of_names() {
        let test = site(1, &[("Cai Cuihong", Some("Cai")), ("Ann Brook", Some("Brook")), ("渡边小明", Some("渡边"))]);
        with_output(&test, |output| {
            let words = runs::plain_text(&output.entry(RecordId(0)).unwrap().runs);
            assert!(words.starts_with("Cai, Cuihong, Ann Brook, and 渡边小明. 2031. “"), "{words}");
            let short_citation = runs::plain_text(output.cite(RecordId(0), CitePosition::InText, false).unwrap());
            assert_eq!(short_citation, "Cai et al. 2031");
        });
    }

    #[test]
    fn references_do_not_depend_on_citations() {
        for name in archive::names() {
            let mut test = site(1, &[("Ann Brook", Some("Brook"))]);
            test.site.config.citations.style = Some(spanned(name.to_owned()));
            with_output(&test, |output| {
                let sources = output.sources(&output.groups[0]);
                let words = |csl| runs::plain_text(&output.render_entries(csl, sources)[0].runs);
                assert_eq!(words(&output.style.single_references), words(&output.style.references), "{name}");
            });
        }
    }

    #[test]
    fn has_no_output_for_other_records() {
        let mut test = site(1, &[]);
        test.record(Kind::Topic, "t");
        with_output(&test, |output| {
            assert!(
                output.cite(RecordId(1), CitePosition::InText, true).is_none() && output.entry(RecordId(7)).is_none()
            );
        });
    }
}
