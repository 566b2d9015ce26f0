//! Finds the names of records: on each page the first plain mention, which becomes a link, and in the texts of articles
//! every passage with a mention.
//!
//! 1. A matcher ([`crate::names`]) finds the names of the default language and of the text's own.
//! 2. A page's running text is read in order; headings, links and code are skipped.
//! 3. The first mention of a record becomes a link, except on the record's own page and on pages that link to it
//!    already. If its full name follows in the same paragraph, that becomes the link.
//! 4. `article_texts` scans the passages of articles.
//!
//! Names are searched in whole paragraphs, so that a longer one hides the shorter ones in it wherever lines break; a link
//! can span one line break.

mod article_texts;
mod places;

pub use article_texts::TextMention;
pub(super) use article_texts::{mentioned_in, text_mentions};
pub use places::{MentionPlace, mention_places};

use super::prose::{ProseContext, nodes_of};
use super::{MentionLink, MentionPart, RecordIndex, Target};
use crate::model::{Body, Details, IndexKind, Kind, PlainText, Record, RecordId, Reference, RunPlace, Site, bodies};
use crate::names::{NameMatch, NameMatcher, SearchedName};
use crate::relate::per_record::Rows;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Matchers for all names of the briefing, by the language of the text that is searched.
#[derive(Debug)]
pub(crate) struct Matchers {
    by_language: BTreeMap<Arc<str>, NameMatcher<RecordId>>,
}

impl Matchers {
    /// Builds a matcher for each language of pages and texts: with the names in that language and in the default language.
    pub(super) fn new(site: &Site, index: &RecordIndex) -> Matchers {
        let of_pages = site.visible().map(|(_, record)| record.language.clone());
        let of_texts = site.visible().filter_map(|(_, record)| text_language(record));
        let languages: BTreeSet<Arc<str>> = of_pages.chain(of_texts).collect();
        let matcher = |language: Arc<str>| {
            let matcher = NameMatcher::new(searched_names(site, index, &language), &language);
            (language, matcher)
        };
        Matchers { by_language: languages.into_par_iter().map(matcher).collect() }
    }

    fn of(&self, language: &str) -> Option<&NameMatcher<RecordId>> {
        self.by_language.get(language)
    }
}

/// Returns the language of an article's text, if the record is one.
fn text_language(record: &Record) -> Option<Arc<str>> {
    let Details::Article(article) = &record.details else { return None };
    Some(article.language.as_deref().map_or_else(|| record.language.clone(), Arc::from))
}

/// Returns the names that are searched in texts of a language. Titles of articles only hide the names within them.
fn searched_names(site: &Site, index: &RecordIndex, language: &str) -> Vec<SearchedName<RecordId>> {
    let default = &site.config.default_language;
    let is_known = |record: &Record| *record.language == *language || record.language == *default;
    let mut names = Vec::new();
    for (id, record) in site.visible().filter(|(_, record)| is_known(record)) {
        let is_title = record.kind() == Kind::Article;
        if is_title || record.kind().is_linked_on_mention() {
            let to = Some(index.canonical(id)).filter(|_| !is_title);
            let searched = record.searched_names();
            names.extend(searched.map(|(name, limits)| SearchedName { text: name.value.clone(), to, limits }));
        }
    }
    names
}

/// Returns the first plain mentions on each page, by record, ordered by position in the file.
pub(super) fn mention_links(
    site: &Site,
    index: &RecordIndex,
    targets: Rows<'_, Target>,
    matchers: &Matchers,
) -> Vec<Vec<MentionLink>> {
    let all: Vec<RecordId> = site.all().map(|(id, _)| id).collect();
    let links_of_record = |id: RecordId| mention_links_of(id, site, index, &targets[id.0 as usize], matchers);
    all.into_par_iter().map(links_of_record).collect()
}

/// Returns the mention links of one record; empty if the record is not shown or has mention links turned off.
pub(super) fn mention_links_of(
    id: RecordId,
    site: &Site,
    index: &RecordIndex,
    targets: &[Target],
    matchers: &Matchers,
) -> Vec<MentionLink> {
    let record = site.record(id);
    let is_enabled = record.link_mentions.unwrap_or(site.config.markdown.link_mentions);
    match matchers.of(&record.language) {
        Some(matcher) if is_enabled && index.is_shown(id) => {
            first_mentions(id, ProseContext { site, record, targets }, index, matcher)
        }
        _ => Vec::new(),
    }
}

fn first_mentions(
    id: RecordId,
    context: ProseContext<'_>,
    index: &RecordIndex,
    matcher: &NameMatcher<RecordId>,
) -> Vec<MentionLink> {
    // The texts in the front matter of the front page are apart from its body, which may link the same records.
    let is_front = matches!(&context.record.details, Details::Index(front) if front.kind == IndexKind::Brief);
    let body_start = context.record.body.blocks.first().map_or(u32::MAX, |block| block.span.start);
    let references = context.targets.iter().zip(&context.record.references);
    let counts = |reference: &Reference| !is_front || reference.span.start < body_start;
    let mut linked: FxHashSet<RecordId> = references
        .filter(|(_, reference)| counts(reference))
        .filter_map(|(target, _)| linked_record(target, index))
        .collect();
    linked.insert(index.canonical(id));
    let front_matter = bodies(context.record).filter(|body| !std::ptr::eq(*body, &raw const context.record.body));
    let texts: Vec<&Body> = if is_front { front_matter.collect() } else { vec![&context.record.body] };
    let runs = texts.iter().flat_map(|body| body.all_runs()).filter(|run| run.place == RunPlace::Prose);
    let runs: Vec<PlainText> = runs.map(|run| context.text(run.inlines)).collect();
    let found = matcher.matches(runs.iter().map(|prose| prose.text.as_str()));
    let mut links = Vec::new();
    for (prose, in_run) in runs.iter().zip(&found) {
        let full_names = full_names(prose, in_run);
        for name_match in in_run {
            let Some(canonical) = name_match.to.filter(|canonical| !linked.contains(canonical)) else { continue };
            if !name_match.is_phrase && full_names.get(&canonical).is_some_and(|full| *full > name_match.range.start) {
                continue;
            }
            let Some((first, second)) = nodes_of(prose, &name_match.range) else { continue };
            linked.insert(canonical);
            let to = index.in_language(canonical, &context.record.language);
            let part = if second.is_some() { MentionPart::Beginning } else { MentionPart::Whole };
            links.push(MentionLink { node: first.0, range: first.1, to, part });
            links.extend(second.map(|(node, range)| MentionLink { node, range, to, part: MentionPart::End }));
        }
    }
    links.sort_by_key(|link| (link.node, link.range.start));
    links
}

/// Returns the first place at which a name of several words can be linked, by record.
fn full_names(prose: &PlainText, matches: &[NameMatch<RecordId>]) -> FxHashMap<RecordId, usize> {
    let mut places = FxHashMap::default();
    let phrases = matches.iter().filter(|found| found.is_phrase && nodes_of(prose, &found.range).is_some());
    for (to, at) in phrases.filter_map(|found| Some((found.to?, found.range.start))) {
        places.entry(to).or_insert(at);
    }
    places
}

fn linked_record(target: &Target, index: &RecordIndex) -> Option<RecordId> {
    match target {
        Target::Record { to, .. } => Some(index.canonical(*to)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostics;
    use crate::model::{Kind, PlainText};
    use crate::relate::relate;
    use crate::testkit::Sample;

    fn sample() -> Sample {
        let mut sample = Sample::new();
        for (id, title) in [
            ("global-ai-governance-initiative", "Global AI Governance Initiative"),
            ("global-governance-initiative", "Global Governance Initiative"),
            ("global-development-initiative", "Global Development Initiative"),
            ("action-plan", "Global AI Governance Action Plan"),
            ("concept-paper", "Concept Paper on the Global Governance Initiative"),
            ("ai-plus-initiative", "\"AI+\" initiative"),
            ("ai-plus-international", "AI+ International Cooperation Initiative"),
            ("open-source-initiative", "International Open Source AI Cooperation Initiative"),
            ("cooperation-organization", "World AI Cooperation Organization"),
            ("pact", "Pact for the Future"),
            ("v32", "DeepSeek-V3.2"),
            ("v32-speciale", "DeepSeek-V3.2-Speciale"),
            ("shanghai-declaration", "Shanghai Declaration on Global AI Governance"),
            ("report", "Observation of New Trends: Starting from the Shanghai Declaration on Global AI Governance"),
            ("joint-lab", "China-Pakistan Joint Lab"),
        ] {
            sample.add(Kind::Initiative, id, title);
        }
        sample.add(Kind::Initiative, "un-pact", "UN Pact for the Future");
        sample.add(Kind::Actor, "sco", "Shanghai Cooperation Organization").names(&["SCO"]);
        sample.add(Kind::Actor, "china", "China");
        sample.add(Kind::Actor, "unesco", "UNESCO");
        sample.add(Kind::Actor, "un", "UN");
        sample.add(Kind::Topic, "data-colonialism", "data colonialism");
        sample.add(Kind::Topic, "ai", "AI");
        sample.add(Kind::Article, "shaping", "Shaping Global AI").body("Words.");
        sample
    }

    /// Returns the ids linked on a page with this body, each with the text of the link.
    fn mentions_in(sample: &mut Sample, body: &str) -> Vec<String> {
        sample.add(Kind::Page, "about", "About").body(body);
        let (site, sources) = std::mem::replace(sample, Sample::new()).finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        let page = relations.index.find(Kind::Page, "about").unwrap();
        let context =
            ProseContext { site: &site, record: site.record(page), targets: &relations.targets[page.0 as usize] };
        let prose: Vec<PlainText> = context.record.body.all_runs().map(|run| context.text(run.inlines)).collect();
        let links = relations.mention_links[page.0 as usize].iter().map(|link| {
            let link_text = |prose: &PlainText| {
                let node = prose.segments.iter().find(|segment| segment.is_node && segment.span.start == link.node)?;
                Some(prose.text[node.range.clone()][link.range.clone()].to_owned())
            };
            format!("{}={}", site.record(link.to).id, prose.iter().find_map(link_text).unwrap())
        });
        links.collect()
    }

    fn mentions(body: &str) -> Vec<String> {
        mentions_in(&mut sample(), body)
    }

    #[test]
    fn links_whole_words_only() {
        assert_eq!(mentions("UNESCO met; ESCO and xSCO did not."), ["unesco=UNESCO"]);
        assert_eq!(mentions("The SCO's members (SCO)."), ["sco=SCO"]);
        assert_eq!(mentions("A China-Pakistan pact, pre-China, China_x, xChina."), ["china=China"]);
        assert_eq!(mentions("China, the US-China talks"), ["china=China"]);
        assert_eq!(mentions("China - and others"), ["china=China"]);
        assert_eq!(mentions("The China-Pakistan Joint Lab"), ["joint-lab=China-Pakistan Joint Lab"]);
    }

    #[test]
    fn distinguishes_similar_names() {
        assert_eq!(
            mentions("The Global Governance Initiative and the Global Development Initiative."),
            [
                "global-governance-initiative=Global Governance Initiative",
                "global-development-initiative=Global Development Initiative"
            ]
        );
        assert_eq!(
            mentions("The Global AI Governance Initiative, then the Global AI Governance Action Plan."),
            [
                "global-ai-governance-initiative=Global AI Governance Initiative",
                "action-plan=Global AI Governance Action Plan"
            ]
        );
        assert_eq!(
            mentions("the International Open Source AI Cooperation Initiative"),
            ["open-source-initiative=International Open Source AI Cooperation Initiative"]
        );
        assert_eq!(
            mentions("the World AI Cooperation Organization, the Shanghai Cooperation Organization"),
            ["cooperation-organization=World AI Cooperation Organization", "sco=Shanghai Cooperation Organization"]
        );
    }

    #[test]
    fn matches_quotation_marks_and_plus_signs() {
        assert_eq!(
            mentions("The AI+ International Cooperation Initiative is not the \"AI+\" initiative."),
            ["ai-plus-international=AI+ International Cooperation Initiative", "ai-plus-initiative=“AI+” initiative"]
        );
        assert_eq!(mentions("AI+ schemes and AI schemes"), ["ai=AI"]);
    }

    #[test]
    fn hides_names_within_longer_ones() {
        let concept = "concept-paper=Concept Paper on the Global Governance Initiative";
        assert_eq!(mentions("A Concept Paper on the Global Governance Initiative came out."), [concept]);
        assert_eq!(
            mentions("The UN Pact for the Future, then the Pact for the Future."),
            ["un-pact=UN Pact for the Future", "pact=Pact for the Future"]
        );
        assert_eq!(
            mentions("DeepSeek-V3.2-Speciale beside DeepSeek-V3.2."),
            ["v32-speciale=DeepSeek-V3.2-Speciale", "v32=DeepSeek-V3.2"]
        );
        assert_eq!(mentions("DeepSeek-V3.2.1 and DeepSeek-V3.25"), Vec::<String>::new());
        let report = "Observation of New Trends: Starting from the Shanghai Declaration on Global AI Governance";
        assert_eq!(mentions(&format!("It is called {report}.")), [format!("report={report}")]);
    }

    #[test]
    fn hides_names_within_names_that_are_linked_already_or_the_page_s_own() {
        let linked = "[[concept-paper]]: the Concept Paper on the Global Governance Initiative.";
        assert_eq!(mentions(linked), Vec::<String>::new());
        let broken = "The Concept Paper on the\nGlobal Governance Initiative.";
        let over_lines = ["concept-paper=Concept Paper on the", "concept-paper=Global Governance Initiative"];
        assert_eq!(mentions(broken), over_lines, "one link over two lines");
        assert_eq!(mentions("An essay, Shaping Global AI"), Vec::<String>::new(), "an article's title");
    }

    #[test]
    fn links_the_first_mention_once_and_not_beside_a_link() {
        assert_eq!(mentions("`China` [China](@/pages/about.md) *China* and China"), ["china=China"]);
        assert_eq!(mentions("## China\n\nNothing."), Vec::<String>::new());
        assert_eq!(mentions("China\n\nSee [[china|them]]."), Vec::<String>::new());
        assert_eq!(mentions("Bodies: UN, UNESCO and UN."), ["un=UN", "unesco=UNESCO"]);
    }

    #[test]
    fn matches_capitalized_name_at_sentence_start() {
        assert_eq!(mentions("Data colonialism is a term."), ["data-colonialism=Data colonialism"]);
        assert_eq!(mentions("It is old. Data colonialism is new."), ["data-colonialism=Data colonialism"]);
        assert_eq!(mentions("The book Data colonialism"), Vec::<String>::new());
    }

    #[test]
    fn skips_shared_names_but_lets_them_hide_others() {
        let mut sample = sample();
        sample.add(Kind::Actor, "one", "China Desk");
        sample.add(Kind::Topic, "two", "China Desk");
        assert_eq!(mentions_in(&mut sample, "The China Desk"), Vec::<String>::new());
    }

    #[test]
    fn finds_chinese_names_without_spaces() {
        let mut sample = sample();
        sample.add(Kind::Initiative, "pact", "未来契约").language("zh-Hans");
        sample.add(Kind::Page, "关于", "关于").language("zh-Hans").body("各国通过了未来契约并由SCO支持。");
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        let page = relations.index.find(Kind::Page, "关于").unwrap();
        let to: Vec<&str> = relations.mention_links[page.0 as usize]
            .iter()
            .map(|link| site.record(link.to).title.value.as_str())
            .collect();
        assert_eq!(to, ["未来契约", "Shanghai Cooperation Organization"]);
    }

    #[test]
    fn follows_settings_of_page_and_site() {
        let mut off = sample();
        off.site.config.markdown.link_mentions = false;
        assert_eq!(mentions_in(&mut off, "China"), Vec::<String>::new());
        let mut sample = sample();
        sample.site.config.markdown.link_mentions = false;
        sample.add(Kind::Page, "on", "On").body("China").record.link_mentions = Some(true);
        let (site, sources) = sample.finish();
        let relations = relate(&site, &sources, &mut Diagnostics::default());
        let page = relations.index.find(Kind::Page, "on").unwrap();
        assert_eq!(relations.mention_links[page.0 as usize].len(), 1);
    }
}
