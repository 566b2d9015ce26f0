//! Cached output of a style: cites and references of each article, rendered on first use. It is the same on every page
//! except for placeholders.
//!
//! 1. Articles with possibly equal cites form a group, within which they are told apart (`2031a`, `2031b`): once for the
//!    whole site, so that a short citation means the same article on every page.
//! 2. The library prints one article at a time. If it panics or prints nothing, the article gets a plain reference, and the group records
//!    it, so that a later build that reuses the group reports it as well.

use super::csl_item::{CslSource, cited_names};
use super::disambiguation_group::{DisambiguationGroup, article, disambiguation_groups};
use super::distinction::{Distinction, Namesakes};
use super::fallback;
use super::renderer::{BibliographyEntry, CitePosition, StyleRenderer};
use super::runs::{self, StyledRun};
use super::sort_keys::SortStyle;
use super::style::{CitationStyle, Family};
use crate::cite::bibliography::{BibliographyItem, citable_date};
use crate::model::{Details, RecordId, Site};
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;
use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

/// Output of one style in one language for all articles of a site.
pub(super) struct StyleOutput {
    pub(super) style: Arc<CitationStyle>,
    site: Site,
    articles: Vec<RecordId>,
    groups: Vec<Arc<DisambiguationGroup>>,
    /// Group of each article and its index there, by record; `None` for other records.
    slots: Vec<Option<(u32, u32)>>,
    namesakes: OnceLock<Namesakes>,
    renderer: StyleRenderer,
    collator: Option<CollatorBorrowed<'static>>,
    list_order: OnceLock<Option<SortStyle>>,
    cite_order: OnceLock<Option<SortStyle>>,
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
        for members in disambiguation_groups(site, articles, style) {
            for (&member, index) in members.iter().zip(0..) {
                slots[member.0 as usize] = u32::try_from(groups.len()).ok().map(|group| (group, index));
            }
            groups.push(Arc::new(DisambiguationGroup::new(members)));
        }
        for (id, record) in site.all().filter(|(_, record)| matches!(record.details, Details::Article(_))) {
            if slots[id.0 as usize].is_none() && !record.draft {
                slots[id.0 as usize] = slots[canonical(id).0 as usize];
            }
        }
        let locale = style.locale.0.parse::<Locale>().ok();
        StyleOutput {
            style: style.clone(),
            site: site.clone(),
            articles: articles.to_vec(),
            groups,
            slots,
            namesakes: OnceLock::new(),
            renderer: StyleRenderer::new(style),
            collator: locale.and_then(|locale| Collator::try_new(locale.into(), CollatorOptions::default()).ok()),
            list_order: OnceLock::new(),
            cite_order: OnceLock::new(),
        }
    }

    /// Takes over what was formatted for the groups of `previous` that have the same unchanged articles, and the same
    /// other authors with their family names.
    pub(super) fn reuse_from(&mut self, previous: &StyleOutput) {
        if previous.style != self.style {
            return;
        }
        for index in 0..self.groups.len() {
            if let Some(reused) = self.reusable_group(&self.groups[index].members, previous) {
                self.groups[index] = reused;
            }
        }
    }

    /// Returns the cite of an article, or `None` for one that cannot be cited.
    pub(super) fn cite(&self, article: RecordId, position: CitePosition, located: bool) -> Option<&[StyledRun]> {
        let (group, member) = self.group(article)?;
        let cites = group.cites(position, located).get_or_init(|| self.render_cites(group, position, located));
        cites.get(member).map(Vec::as_slice)
    }

    /// Returns the reference of an article, or `None` for one that cannot be cited.
    pub(super) fn entry(&self, article: RecordId) -> Option<&BibliographyEntry> {
        let (group, member) = self.group(article)?;
        group.entries.get_or_init(|| self.render_group_entries(group)).get(member)
    }

    /// Formats a reference to an item that is not an article of the site. Also returns whether the library panicked, and
    /// the reference is plain.
    pub(super) fn item_entry(&self, item: &BibliographyItem<'_>) -> (BibliographyEntry, bool) {
        let source = CslSource::new(item);
        if self.style.has_only_labels {
            return (fallback::entry(&source, None), false);
        }
        let entry = self.renderer.entry(&source, &Distinction::default());
        let has_failed = entry.is_none();
        let printed = entry.filter(|entry| runs::names_something(&entry.runs));
        (printed.unwrap_or_else(|| fallback::entry(&source, None)), has_failed)
    }

    /// Compares two articles in the order of the list of references.
    pub(super) fn compare_in_list(&self, a: RecordId, b: RecordId) -> Ordering {
        let Some(sort) = self.list_order() else { return Ordering::Equal };
        let keys = |article| {
            let (group, member) = self.group(article)?;
            group.list_keys.get_or_init(|| self.render_keys(group, sort)).get(member)
        };
        let text = |article| self.entry(article).map_or("", |entry| &*entry.plain_text);
        let by_keys =
            keys(a).zip(keys(b)).map_or(Ordering::Equal, |(a, b)| sort.compare(a, b, |a, b| self.compare(a, b)));
        by_keys.then_with(|| self.compare(text(a), text(b)))
    }

    /// Compares two articles in the order in which the style sorts the cites of a citation.
    pub(super) fn compare_in_citation(&self, a: RecordId, b: RecordId) -> Ordering {
        let citation = || SortStyle::new(&self.style.cites, self.style.cites.citation.sort.as_ref());
        let Some(sort) = self.cite_order.get_or_init(citation) else { return Ordering::Equal };
        let keys = |article| {
            let (group, member) = self.group(article)?;
            group.cite_keys.get_or_init(|| self.render_keys(group, sort)).get(member)
        };
        keys(a).zip(keys(b)).map_or(Ordering::Equal, |(a, b)| sort.compare(a, b, |a, b| self.compare(a, b)))
    }

    /// Compares texts in the collation order of the style's locale.
    pub(super) fn compare(&self, a: &str, b: &str) -> Ordering {
        let order = self.collator.as_ref().map_or(Ordering::Equal, |collator| collator.compare(a, b));
        order.then_with(|| a.cmp(b))
    }

    /// Checks whether the library panicked on an article so far.
    pub(super) fn failed_on(&self, article: RecordId) -> bool {
        self.group(article).is_some_and(|(group, member)| group.failed_on(member))
    }

    fn list_order(&self) -> Option<&SortStyle> {
        let list = || self.style.references.bibliography.as_ref().and_then(|list| list.sort.as_ref());
        self.list_order.get_or_init(|| SortStyle::new(&self.style.references, list())).as_ref()
    }

    /// Returns the group of `previous` with exactly these articles if none of the records has changed.
    fn reusable_group(&self, members: &[RecordId], previous: &StyleOutput) -> Option<Arc<DisambiguationGroup>> {
        let (group, _) = previous.group(*members.first()?)?;
        let is_unchanged = |id: &RecordId| {
            let (old, new) = (previous.site.records.get(id.0 as usize), self.site.records.get(id.0 as usize));
            old.zip(new).is_some_and(|(old, new)| Arc::ptr_eq(old, new))
        };
        let is_same =
            group.members == members && members.iter().all(is_unchanged) && self.has_same_namesakes(group, previous);
        is_same.then(|| group.clone())
    }

    /// Checks whether the authors of a group share their family names with the same others as before.
    fn has_same_namesakes(&self, group: &DisambiguationGroup, previous: &StyleOutput) -> bool {
        let Some(sources) = group.sources.get() else { return true };
        let authors = sources.iter().flat_map(|source| &source.authors);
        self.style.rules.given_names.is_none()
            || authors
                .into_iter()
                .all(|author| self.namesakes().of(&author.family) == previous.namesakes().of(&author.family))
    }

    /// Collects the authors of all articles, if the style tells names apart.
    fn namesakes(&self) -> &Namesakes {
        self.namesakes.get_or_init(|| {
            let mut namesakes = Namesakes::default();
            if let Some(rule) = self.style.rules.given_names {
                for &id in &self.articles {
                    if let Some(item) = self.item(id) {
                        namesakes.add(&cited_names(&item), rule);
                    }
                }
            }
            namesakes
        })
    }

    fn item(&self, id: RecordId) -> Option<BibliographyItem<'_>> {
        let record = self.site.record(id);
        article(record).map(|article| BibliographyItem::from_article(record, article))
    }

    fn group(&self, article: RecordId) -> Option<(&Arc<DisambiguationGroup>, usize)> {
        let (group, member) = self.slots.get(article.0 as usize).copied().flatten()?;
        Some((self.groups.get(group as usize)?, member as usize))
    }

    fn sources<'g>(&self, group: &'g DisambiguationGroup) -> &'g [CslSource] {
        group.sources.get_or_init(|| {
            group.members.iter().filter_map(|id| self.item(*id)).map(|item| CslSource::new(&item)).collect()
        })
    }

    fn distinctions<'g>(&self, group: &'g DisambiguationGroup) -> &'g [Distinction] {
        group.distinctions.get_or_init(|| {
            let sources = self.sources(group);
            if self.style.family != Family::Words {
                return vec![Distinction::default(); sources.len()];
            }
            let cite = |member: usize, distinction: &Distinction| {
                let runs = self.renderer.cite(&sources[member], distinction, CitePosition::InText, false);
                let plain = || fallback::cite(&sources[member], distinction.letter.as_deref(), false);
                runs::plain_text(&group.or_failed(member, runs, plain))
            };
            let by_list = || {
                let mut members: Vec<usize> = (0..sources.len()).collect();
                if let Some(sort) = self.list_order() {
                    let keys = group.list_keys.get_or_init(|| self.render_keys(group, sort));
                    members.sort_by(|&a, &b| sort.compare(&keys[a], &keys[b], |a, b| self.compare(a, b)));
                }
                members
            };
            self.style.rules.distinguish(sources, self.namesakes(), cite, by_list)
        })
    }

    fn render_cites(&self, group: &DisambiguationGroup, position: CitePosition, located: bool) -> Vec<Vec<StyledRun>> {
        let sources = self.sources(group);
        let each = sources.iter().zip(self.distinctions(group)).enumerate();
        let cites = each.map(|(member, (source, distinction))| {
            let cite = self.renderer.cite(source, distinction, position, located);
            group.or_failed(member, cite, || fallback::cite(source, distinction.letter.as_deref(), located))
        });
        cites.collect()
    }

    /// Prints the sort keys of a group's articles.
    fn render_keys(&self, group: &DisambiguationGroup, sort: &SortStyle) -> Vec<Vec<String>> {
        let keys = |(member, (source, &id)): (usize, (&CslSource, &RecordId))| {
            let issued = self.item(id).and_then(|item| citable_date(&item.issued?));
            group.or_failed(member, self.renderer.sort_keys(sort, source, issued.as_ref()), Vec::new)
        };
        self.sources(group).iter().zip(&group.members).enumerate().map(keys).collect()
    }

    fn render_group_entries(&self, group: &DisambiguationGroup) -> Vec<BibliographyEntry> {
        let sources = self.sources(group);
        let each = sources.iter().zip(self.distinctions(group)).enumerate();
        let entries = each.map(|(member, (source, distinction))| {
            let plain = || fallback::entry(source, distinction.letter.as_deref());
            let entry = group.or_failed(member, self.renderer.entry(source, distinction), plain);
            // A style without a list that cites by labels says nothing of the article.
            if self.style.has_only_labels {
                return plain().with_label(entry.runs);
            }
            // Some styles leave kinds of articles out of their lists, which is no failure.
            if runs::names_something(&entry.runs) { entry } else { plain() }
        });
        entries.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::{Styles, UNPRINTABLE_TITLE, archive};
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
    fn tells_hundreds_of_articles_apart() {
        let short_citations = short_citations(&site(600, &[("Lindhaven Newswire", None)]));
        assert_eq!(short_citations.iter().collect::<BTreeSet<_>>().len(), 600);
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
    fn every_embedded_style_prints_articles_by_the_same_author() {
        for name in archive::names() {
            let mut test = site(2, &[("Ann Brook", Some("Brook")), ("Ben Ash", Some("Ash"))]);
            test.site.config.citations.style = Some(spanned(name.to_owned()));
            with_output(&test, |output| {
                for (id, _) in test.site.of_kind(Kind::Article) {
                    let entry = output.entry(id).unwrap();
                    assert!(!entry.runs.is_empty() || !entry.number.is_empty(), "{name}");
                    assert!(!output.failed_on(id), "{name}");
                }
            });
        }
    }

    #[test]
    fn prints_plain_references_where_the_library_panics() {
        let mut test = site(3, &[("Ann Brook", Some("Brook"))]);
        for index in [0, 2] {
            Arc::make_mut(&mut test.site.records[index]).title = spanned(UNPRINTABLE_TITLE.to_owned());
        }
        let previous = output_reusing(None, &test);
        let now = output_reusing(Some(&previous), &test);
        let failed = |output: &StyleOutput| [0, 1, 2].map(|id| output.failed_on(RecordId(id)));
        assert_eq!(failed(&previous), [false; 3], "nothing was printed");
        let cite = |id| runs::plain_text(now.cite(RecordId(id), CitePosition::InText, false).unwrap());
        assert_eq!([0, 1, 2].map(cite), ["Brook 2031a", "Brook 2031b", "Brook 2031c"]);
        assert_eq!(now.entry(RecordId(2)).unwrap().plain_text, "Brook. Unprintable. 2031c.");
        assert_eq!(failed(&now), [true, false, true]);
        assert_eq!(failed(&output_reusing(Some(&now), &test)), [true, false, true], "it is known of a reused group");
    }

    #[test]
    fn prints_plain_references_where_a_style_prints_nothing() {
        let mut test = site(2, &[]);
        let Details::Article(article) = &mut Arc::make_mut(&mut test.site.records[1]).details else { unreachable!() };
        article.authors = vec![Author { name: "Ann Brook".to_owned(), ..Author::default() }];
        let style = "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\"><info><title>A</title>\
                     <id>a</id><updated>2031-01-01T00:00:00Z</updated></info><citation><layout><names variable=\"author\"/>\
                     </layout></citation></style>";
        Arc::make_mut(&mut test.site.files).insert("templates/a.csl".into(), style.as_bytes().into());
        test.site.config.citations.style = Some(spanned("templates/a.csl".to_owned()));
        with_output(&test, |output| {
            let cite = |id| runs::plain_text(output.cite(RecordId(id), CitePosition::InText, false).unwrap());
            assert_eq!([0, 1].map(cite), ["a0000 2031", "Ann Brook"]);
            assert_eq!(output.entry(RecordId(0)).unwrap().plain_text, "a0000. 2031.");
            assert_eq!([0, 1].map(|id| output.failed_on(RecordId(id))), [true, false]);
        });
    }

    #[test]
    fn a_style_of_labels_has_plain_references() {
        let mut test = site(2, &[("Ann Brook", Some("Brook"))]);
        test.site.config.citations.style = Some(spanned("alphanumeric".to_owned()));
        with_output(&test, |output| {
            let cite = |id| runs::plain_text(output.cite(RecordId(id), CitePosition::InText, false).unwrap());
            assert_eq!([0, 1].map(cite), ["Bro31a", "Bro31b"]);
            let entry = output.entry(RecordId(1)).unwrap();
            assert_eq!(entry.plain_text, "[Bro31b] Brook. a0001. 2031b.");
        });
    }

    #[test]
    fn tells_undated_articles_apart_from_those_of_an_unknown_year() {
        let mut test = site(2, &[("Ann Brook", Some("Brook"))]);
        for (index, date) in [(0, None), (1, Some(spanned(crate::model::Edtf::parse("XXXX").unwrap())))] {
            let record = Arc::make_mut(&mut test.site.records[index]);
            let Details::Article(article) = &mut record.details else { unreachable!() };
            article.date = date;
        }
        assert_eq!(short_citations(&test), ["Brook, n.d.-a", "Brook, n.d.-b"]);
    }

    #[test]
    fn prints_an_editor_in_the_place_of_the_author() {
        let mut test = site(1, &[]);
        let Details::Article(article) = &mut Arc::make_mut(&mut test.site.records[0]).details else { unreachable!() };
        article.editor = Some("Ed Itor".to_owned());
        article.kind = Some("report".to_owned());
        with_output(&test, |output| {
            assert_eq!(output.entry(RecordId(0)).unwrap().plain_text, "Itor, Ed, ed. 2031. A0000.");
        });
    }

    #[test]
    fn prints_one_full_stop_behind_an_outlet_with_one() {
        let mut test = site(1, &[("Ann Brook", Some("Brook"))]);
        let Details::Article(article) = &mut Arc::make_mut(&mut test.site.records[0]).details else { unreachable!() };
        article.outlet = Some("J.".to_owned());
        article.url = Some(spanned("https://example.org/".to_owned()));
        with_output(&test, |output| {
            let entry = output.entry(RecordId(0)).unwrap();
            assert_eq!(entry.plain_text, "Brook, Ann. 2031. “A0000.” J. https://example.org/.");
        });
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
