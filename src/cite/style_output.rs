//! What a style prints for each article, made when it is first asked for and kept: the same on every page, but for the
//! places that the page fills.
//!
//! Articles that a style might print alike stand in one group, and are told apart by the style (`2031a`, `2031b`) over the
//! whole site, so that a mark means the same article on every page.

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

/// A style tells so many articles apart at most; of more by the same authors in one year, the letters repeat.
const MAX_DISAMBIGUATED: usize = 256;

/// In which form a source is cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CitePosition {
    /// As usual in a text.
    InText,
    /// In a sentence of which the authors' names are a part.
    Prose,
    /// In a note, for the first time.
    First,
    /// In a note, again, not long ago.
    NearNote,
    /// In a note, again, after many others.
    Subsequent,
    /// In a note, again, right behind itself.
    Ibid,
    /// In a note, right behind itself, with another passage.
    IbidWithLocator,
}

/// How many forms there are, each with and without a passage.
const CITE_SLOTS: usize = 14;

impl CitePosition {
    fn slot(self, located: bool) -> usize {
        self as usize * 2 + usize::from(located)
    }
}

/// What a style prints for a source in the list of references.
#[derive(Debug, Default)]
pub(super) struct BibliographyEntry {
    /// The number before it, for styles that have one.
    pub(super) number: Vec<StyledRun>,
    /// The reference.
    pub(super) runs: Vec<StyledRun>,
    /// Its words alone, by which references are put in order.
    pub(super) plain_text: String,
}

/// All articles of a site as one style prints them in one language.
pub(super) struct StyleOutput {
    pub(super) style: Arc<CitationStyle>,
    site: Site,
    groups: Vec<Arc<DisambiguationGroup>>,
    /// The group of each record that is an article, and its place there.
    slots: Vec<Option<(u32, u32)>>,
}

/// Articles that a style might print alike, in the order in which it tells them apart.
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
    /// Prepares a style. `articles` are all that can be cited; the others are translations of these: `lead` gives for
    /// each record the article that stands for it. What was printed `before` of the same articles need not be printed again.
    pub(super) fn new(
        style: &Arc<CitationStyle>,
        site: &Site,
        articles: &[RecordId],
        lead: impl Fn(RecordId) -> RecordId,
        before: Option<&StyleOutput>,
    ) -> StyleOutput {
        let before = before.filter(|before| before.style == *style);
        let mut slots = vec![None; site.records.len()];
        let mut groups: Vec<Arc<DisambiguationGroup>> = Vec::new();
        let alike = disambiguation_groups(site, articles, style.family == Family::Words);
        for members in alike.iter().flat_map(|members| members.chunks(MAX_DISAMBIGUATED)) {
            for (&member, at) in members.iter().zip(0..) {
                slots[member.0 as usize] = u32::try_from(groups.len()).ok().map(|group| (group, at));
            }
            let printed = before.and_then(|before| before.reusable_group(members, site));
            groups.push(printed.unwrap_or_else(|| {
                Arc::new(DisambiguationGroup { members: members.to_vec(), ..DisambiguationGroup::default() })
            }));
        }
        for (id, record) in site.all().filter(|(_, record)| matches!(record.details, Details::Article(_))) {
            if slots[id.0 as usize].is_none() && !record.draft {
                slots[id.0 as usize] = slots[lead(id).0 as usize];
            }
        }
        StyleOutput { style: style.clone(), site: site.clone(), groups, slots }
    }

    /// What the style prints where an article is cited; nothing for one that cannot be cited.
    pub(super) fn cite(&self, article: RecordId, form: CitePosition, located: bool) -> Option<&[StyledRun]> {
        let (group, member) = self.group(article)?;
        let printed = group.cites[form.slot(located)].get_or_init(|| self.render_cites(group, form, located));
        printed.get(member).map(Vec::as_slice)
    }

    /// What the style prints for an article in the list of references.
    pub(super) fn entry(&self, article: RecordId) -> Option<&BibliographyEntry> {
        let (group, member) = self.group(article)?;
        group.entries.get_or_init(|| self.render_group_entries(group)).get(member)
    }

    /// A reference to something that is no article of the site.
    pub(super) fn item_entry(&self, item: &BibliographyItem<'_>) -> BibliographyEntry {
        let sources =
            [CslSource { item: csl_item(item, "0".to_owned()), title: String::new(), year_replacement: None }];
        self.render_entries(&self.style.single_references, &sources).pop().unwrap_or_default()
    }

    /// The group of exactly these articles, if each is the record that it was.
    fn reusable_group(&self, members: &[RecordId], site: &Site) -> Option<Arc<DisambiguationGroup>> {
        let (group, _) = self.group(*members.first()?)?;
        let is_same = |id: &RecordId| {
            let (was, is) = (self.site.records.get(id.0 as usize), site.records.get(id.0 as usize));
            was.zip(is).is_some_and(|(was, is)| Arc::ptr_eq(was, is))
        };
        (group.members == members && members.iter().all(is_same)).then(|| group.clone())
    }

    fn group(&self, article: RecordId) -> Option<(&Arc<DisambiguationGroup>, usize)> {
        let (group, member) = self.slots.get(article.0 as usize).copied().flatten()?;
        Some((self.groups.get(group as usize)?, member as usize))
    }

    fn sources<'g>(&self, group: &'g DisambiguationGroup) -> &'g [CslSource] {
        group.sources.get_or_init(|| {
            let source = |(at, id): (usize, &RecordId)| {
                let record = self.site.record(*id);
                let item = article(record).map(|article| BibliographyItem::from_article(record, article))?;
                let year = item.issued.as_ref().and_then(year_replacement);
                Some(CslSource {
                    item: csl_item(&item, at.to_string()),
                    title: one_line(item.title),
                    year_replacement: year,
                })
            };
            group.members.iter().enumerate().filter_map(source).collect()
        })
    }

    fn render_cites(&self, group: &DisambiguationGroup, form: CitePosition, located: bool) -> Vec<Vec<StyledRun>> {
        let sources = self.sources(group);
        let printed: Vec<ElemChildren> = match (form, sources) {
            (CitePosition::InText | CitePosition::Prose, [source]) => {
                vec![standalone_citation(self.request(&source.item, form, located.then_some(0), None))]
            }
            (CitePosition::InText | CitePosition::Prose, _) => {
                let requests =
                    sources.iter().map(|source| self.request(&source.item, form, located.then_some(0), None));
                self.run_driver(requests).citations.into_iter().map(|cited| cited.citation).collect()
            }
            _ => sources.iter().map(|source| self.render_in_note(source, form, located)).collect(),
        };
        let printed = printed.iter().zip(sources);
        printed.map(|(printed, source)| self.clean_runs(printed, source, form, located)).collect()
    }

    fn clean_runs(
        &self,
        printed: &ElemChildren,
        source: &CslSource,
        form: CitePosition,
        located: bool,
    ) -> Vec<StyledRun> {
        let mut runs = runs::collect_runs(printed, source.year_replacement.as_ref());
        runs::remove_marker(&mut runs, CLOSE_MARKER);
        if form != CitePosition::Prose {
            runs::remove_marker(&mut runs, OPEN_MARKER);
            runs::fix_punctuation(&mut runs);
        }
        if located && !runs.iter().any(|run| run.role == RunRole::Passage) {
            // The style has no place for passages: they follow what it prints.
            let joint = if self.style.family == Family::Numbers { ":" } else { ", " };
            runs.extend([StyledRun::plain(joint), StyledRun::passage()]);
        }
        runs
    }

    /// The last of several notes that bring a source into the state that a form is for.
    fn render_in_note(&self, source: &CslSource, form: CitePosition, located: bool) -> ElemChildren {
        let other = json::Item(BTreeMap::from([("id".to_owned(), json::Value::String("other".to_owned()))]));
        let far = usize::try_from(self.style.cites.citation.near_note_distance).unwrap_or(0).min(100) + 1;
        let (before, others, own) = match form {
            CitePosition::InText | CitePosition::Prose | CitePosition::First => (None, 0, 0),
            CitePosition::NearNote => (Some(None), 1, 0),
            CitePosition::Subsequent => (Some(None), far, 0),
            CitePosition::Ibid => (Some(located.then_some(0)), 0, 0),
            CitePosition::IbidWithLocator => (Some(Some(1)), 0, 0),
        };
        let first = before.map(|passage| self.request(&source.item, form, passage, Some(FIRST_NOTE_SENTINEL)));
        let others = (1..=others).map(|n| self.request(&other, form, None, Some(FIRST_NOTE_SENTINEL + n)));
        let last = self.request(&source.item, form, located.then_some(own), Some(FIRST_NOTE_SENTINEL + far + 1));
        let rendered = self.run_driver(first.into_iter().chain(others).chain([last]));
        rendered.citations.into_iter().last().map(|cited| cited.citation).unwrap_or_default()
    }

    fn request<'i>(
        &'i self,
        item: &'i json::Item,
        form: CitePosition,
        passage: Option<u8>,
        note: Option<usize>,
    ) -> CitationRequest<'i, json::Item> {
        let locator = passage.map(|passage| {
            SpecificLocator(Locator::Custom, LocatorPayload::Transparent(TransparentLocator::new(passage)))
        });
        let purpose = (form == CitePosition::Prose).then_some(CitePurpose::Prose);
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

    /// References of sources that are told apart from each other. A style without references has its first notes.
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
        let printed = sources.iter().map(|source| (source, source.item.id().and_then(|id| by_key(&id))));
        printed
            .map(|(source, item)| match item {
                Some(item) => bibliography_entry(item.first_field.as_ref(), &item.content, source),
                None => BibliographyEntry::default(),
            })
            .collect()
    }
}

fn bibliography_entry(
    number: Option<&hayagriva::ElemChild>,
    words: &ElemChildren,
    source: &CslSource,
) -> BibliographyEntry {
    let mut words = runs::collect_runs(words, source.year_replacement.as_ref());
    runs::fix_punctuation(&mut words);
    runs::tag_title(&mut words, &source.title);
    BibliographyEntry {
        number: number.map(runs::child_runs).unwrap_or_default(),
        plain_text: runs::plain_text(&words),
        runs: words,
    }
}

fn article(record: &Record) -> Option<&Article> {
    match &record.details {
        Details::Article(article) => Some(article),
        _ => None,
    }
}

/// The articles in groups: those that have the first author and the year in common, or the outlet where no author is
/// named, the earliest first; each alone when a style's cites are words of no page.
fn disambiguation_groups(site: &Site, articles: &[RecordId], by_words: bool) -> Vec<Vec<RecordId>> {
    if !by_words {
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
    use crate::render::testing::{TestSite, spanned, year};
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

    fn with_cites<T>(test: &TestSite, run: impl FnOnce(&StyleOutput) -> T) -> T {
        run(&cites_after(None, test))
    }

    fn cites_after(before: Option<&StyleOutput>, test: &TestSite) -> StyleOutput {
        let styles = Styles::of(&test.site, "en", &mut Diagnostics::default());
        let articles: Vec<RecordId> = test.site.of_kind(Kind::Article).map(|(id, _)| id).collect();
        StyleOutput::new(&styles.main, &test.site, &articles, |id| id, before)
    }

    fn marks(test: &TestSite) -> Vec<String> {
        with_cites(test, |cites| {
            let all = test.site.of_kind(Kind::Article);
            all.map(|(id, _)| runs::plain_text(cites.cite(id, CitePosition::InText, false).unwrap())).collect()
        })
    }

    #[test]
    fn tells_articles_apart_over_the_whole_site() {
        assert_eq!(marks(&site(1, &[("Ann Brook", Some("Brook"))])), ["Brook 2031"]);
        assert_eq!(marks(&site(3, &[("Ann Brook", Some("Brook"))])), ["Brook 2031a", "Brook 2031b", "Brook 2031c"]);
    }

    #[test]
    fn prints_again_only_articles_of_a_group_in_which_one_is_another() {
        let mut test = site(3, &[("Ann Brook", Some("Brook"))]);
        let Details::Article(article) = &mut Arc::make_mut(&mut test.site.records[2]).details else { unreachable!() };
        article.authors[0].family = Some("Reed".to_owned());
        let before = cites_after(None, &test);
        let references = |cites: &StyleOutput| [0, 2].map(|id| cites.entry(RecordId(id)).unwrap().plain_text.clone());
        let [brook, reed] = references(&before);
        Arc::make_mut(&mut test.site.records[2]).title = spanned("Another".to_owned());
        let now = cites_after(Some(&before), &test);
        assert!(Arc::ptr_eq(&now.groups[0], &before.groups[0]) && now.groups[0].entries.get().is_some());
        assert!(references(&now)[0] == brook && references(&now)[1] != reed);
        test.site.config.citations.style = Some(spanned("ieee".to_owned()));
        assert_ne!(references(&cites_after(Some(&now), &test))[0], brook, "another style");
    }

    #[test]
    fn letters_repeat_rather_than_run_out() {
        let marks = marks(&site(600, &[("Lindhaven Newswire", None)]));
        assert_eq!(marks.iter().collect::<BTreeSet<_>>().len(), MAX_DISAMBIGUATED);
        assert_eq!(marks[255], "Lindhaven Newswire 2031iv");
    }

    #[test]
    fn prints_names_in_their_own_order() {
        let test = site(1, &[("Cai Cuihong", Some("Cai")), ("Ann Brook", Some("Brook")), ("渡边小明", Some("渡边"))]);
        with_cites(&test, |cites| {
            let words = runs::plain_text(&cites.entry(RecordId(0)).unwrap().runs);
            assert!(words.starts_with("Cai, Cuihong, Ann Brook, and 渡边小明. 2031. “"), "{words}");
            let mark = runs::plain_text(cites.cite(RecordId(0), CitePosition::InText, false).unwrap());
            assert_eq!(mark, "Cai et al. 2031");
        });
    }

    #[test]
    fn references_do_not_depend_on_what_is_cited_alone() {
        for name in archive::names() {
            let mut test = site(1, &[("Ann Brook", Some("Brook"))]);
            test.site.config.citations.style = Some(spanned(name.to_owned()));
            with_cites(&test, |cites| {
                let sources = cites.sources(&cites.groups[0]);
                let words = |csl| runs::plain_text(&cites.render_entries(csl, sources)[0].runs);
                assert_eq!(words(&cites.style.single_references), words(&cites.style.references), "{name}");
            });
        }
    }

    #[test]
    fn knows_no_other_records() {
        let mut test = site(1, &[]);
        test.record(Kind::Topic, "t");
        with_cites(&test, |cites| {
            assert!(
                cites.cite(RecordId(1), CitePosition::InText, true).is_none() && cites.entry(RecordId(7)).is_none()
            );
        });
    }
}
