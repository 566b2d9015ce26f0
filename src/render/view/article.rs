//! View of an article's page.

use super::article_text::{self, TextBlock};
use super::date::DateView;
use super::dead_original::DeadOriginal;
use super::event::EventView;
use super::evidence::BacklinkView;
use super::evidence_page::EvidenceSummary;
use super::lazy::Lazy;
use super::link::LinkView;
use super::page_context::PageContext;
use crate::cite::text_fragment_url;
use crate::model::{self, Details, Kind, Passage, RecordId};
use crate::relate::{PassageCitation, single_passages};
use crate::render::body_html::verdict;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// An article as templates see it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ArticleView<'e> {
    kind: Option<String>,
    authors: Vec<AuthorView<'e>>,
    outlet: Option<&'e str>,
    date: Option<DateView>,
    language: Option<&'e str>,
    url: Option<&'e str>,
    gone: Option<DeadOriginal<'e>>,
    archive_url: Option<&'e str>,
    archive_date: Option<DateView>,
    accessed: Option<DateView>,
    rights: RightsView<'e>,
    translator: Option<&'e str>,
    editor: Option<&'e str>,
    topics: Lazy<'e, Vec<LinkView<'e>>>,
    events: Lazy<'e, Vec<EventView<'e>>>,
    initiatives: Lazy<'e, Vec<LinkView<'e>>>,
    evidence: Lazy<'e, Option<EvidenceSummary>>,
    text: Lazy<'e, Vec<TextBlock<'e>>>,
    text_language: Option<&'e str>,
    passages: Lazy<'e, Vec<PassageView<'e>>>,
    backlinks: Lazy<'e, Vec<BacklinkView<'e>>>,
    previous: Option<LinkView<'e>>,
    next: Option<LinkView<'e>>,
    mark: &'e str,
}

#[derive(Clone, Debug, Serialize)]
struct AuthorView<'e> {
    name: &'e str,
    role: Option<&'e str>,
    affiliation: Option<&'e str>,
    href: Option<Rc<str>>,
}

#[derive(Clone, Debug, Serialize)]
struct RightsView<'e> {
    publish: &'static str,
    statement: Option<&'e str>,
    license: Option<&'e str>,
}

/// A passage that is cited or names a record, with its citations.
#[derive(Clone, Debug, Serialize)]
struct PassageView<'e> {
    label: String,
    anchor: String,
    /// Words that pages quote from it, each once.
    quotes: Vec<PassageWords<'e>>,
    /// URL of the original at the words that are quoted first.
    at_words: Option<String>,
    uses: Vec<PassageCitationView<'e>>,
    /// Records that its text names.
    names: Vec<NamedRecordView<'e>>,
}

/// Words of a passage that pages quote.
#[derive(Clone, Debug, Serialize)]
struct PassageWords<'e> {
    words: &'e str,
    state: &'static str,
    verdict: String,
    /// Link to the first quotation.
    href: String,
    /// Number of pages that quote them.
    pages: usize,
}

/// A record named in a passage.
#[derive(Clone, Debug, Serialize)]
struct NamedRecordView<'e> {
    href: Rc<str>,
    title: &'e str,
}

#[derive(Clone, Debug, Serialize)]
struct PassageCitationView<'e> {
    from: LinkView<'e>,
    /// Set if an earlier passage lists the same page, so that the link can be short.
    again: bool,
    sentence: Option<CitingSentence>,
    quotations: Vec<PassageQuotationView<'e>>,
}

/// Text of the passage that a page quotes, once or more often.
#[derive(Clone, Debug, Serialize)]
struct PassageQuotationView<'e> {
    /// The quoted text, unless the sentence contains it.
    words: Option<&'e str>,
    /// Links to the quotations on that page.
    hrefs: Vec<String>,
    state: &'static str,
    verdict: String,
}

/// A sentence with the passage's label in place of the citation.
#[derive(Clone, Debug, Serialize)]
struct CitingSentence {
    before: String,
    words: String,
    after: String,
}

/// Builds the view of an article's page.
pub(crate) fn article<'e>(context: &PageContext<'e>, id: RecordId, article: &'e model::Article) -> ArticleView<'e> {
    let context = *context;
    let relations = context.site.relations;
    let related = move |table| context.links(context.site.list_or_canonical(table, id));
    let (previous, next) = context.prev_next(id);
    let lead = lead(&context, id).unwrap_or(article);
    let text = Lazy::new(move || article_text::text_blocks(&context, id));
    let plain =
        |date: &Option<crate::span::Spanned<model::Edtf>>| date.as_ref().map(|d| context.date(&d.value, None, None));
    ArticleView {
        kind: article.kind.as_deref().map(|kind| context.lang.messages.kind_label(kind)),
        authors: article.authors.iter().map(|person| author_view(&context, person)).collect(),
        outlet: article.outlet.as_deref(),
        date: context.article_date(article),
        language: article.language.as_deref(),
        url: article.live_url(),
        gone: context.dead_original(article),
        archive_url: article.archive_url.as_ref().map(|url| url.value.as_str()),
        archive_date: plain(&article.archive_date),
        accessed: plain(&article.accessed),
        rights: RightsView {
            publish: lead.rights.publish.as_str(),
            statement: article.rights.statement.as_deref(),
            license: article.rights.license.as_deref(),
        },
        translator: article.translator.as_deref(),
        editor: article.editor.as_deref(),
        topics: Lazy::new(move || {
            let named = context.links_by_id(Kind::Topic, &article.topics);
            if named.is_empty() { related(relations.topics()) } else { named }
        }),
        events: Lazy::new(move || context.events(context.site.list_or_canonical(relations.events(), id))),
        initiatives: Lazy::new(move || related(relations.related())),
        evidence: Lazy::new(move || context.evidence_summary(context.site.canonical(id))),
        passages: Lazy::new({
            let text = text.clone();
            let is_apart = move |passage: &PassageView<'_>| !is_in_text(&text, &passage.anchor);
            move || mark_repeats(passages(&context, id).into_iter().filter(is_apart).collect())
        }),
        text,
        text_language: lead.language.as_deref(),
        backlinks: Lazy::new(move || context.backlinks(id)),
        previous,
        next,
        mark: context.short_citation(id),
    }
}

/// Returns the canonical article of a translation: its text and rights hold in every language.
fn lead<'e>(context: &PageContext<'e>, id: RecordId) -> Option<&'e model::Article> {
    let site = context.site;
    match &site.records.get(site.canonical(id)).details {
        Details::Article(lead) => Some(lead),
        _ => None,
    }
}

/// Checks whether the page shows a passage in the article's text, so that its anchor is there.
fn is_in_text(text: &[TextBlock<'_>], anchor: &str) -> bool {
    text.iter().any(|block| block.anchor.as_deref() == Some(anchor))
}

fn author_view<'e>(context: &PageContext<'e>, author: &'e model::Author) -> AuthorView<'e> {
    AuthorView {
        name: &author.name,
        role: author.role.as_deref(),
        affiliation: author.affiliation.as_deref(),
        href: context.site.person_by_name(&author.name).map(|id| context.link(id).href),
    }
}

fn passages<'e>(context: &PageContext<'e>, id: RecordId) -> Vec<PassageView<'e>> {
    let site = context.site;
    let article = site.canonical(id);
    let mut names = named_records(context, article);
    let uses = site.relations.passage_citations().list(article);
    let passages: BTreeSet<Passage> =
        uses.iter().map(|citation| citation.passage).chain(names.keys().copied()).collect();
    let uses_of = |passage| PassageCitation::of_passage(uses, passage).iter();
    let url = match &site.records.get(id).details {
        Details::Article(article) => article.live_url(),
        _ => None,
    };
    let view = |passage: Passage| {
        let citing: BTreeSet<RecordId> = uses_of(passage).map(|found| found.from).collect();
        let quotes = passage_words(context, (article, passage), citing);
        let at_words = url.and_then(|url| quotes.iter().find_map(|quote| text_fragment_url(url, quote.words)));
        PassageView {
            quotes,
            at_words,
            uses: uses_of(passage).map(|found| passage_citation(context, (article, passage), found)).collect(),
            names: names.remove(&passage).unwrap_or_default(),
            label: passage.to_string(),
            anchor: passage.anchor(),
        }
    };
    passages.into_iter().map(view).collect()
}

/// Collects the words that pages quote from a passage, those of most pages first.
fn passage_words<'e>(
    context: &PageContext<'e>,
    passage: (RecordId, Passage),
    users: BTreeSet<RecordId>,
) -> Vec<PassageWords<'e>> {
    let mut all: Vec<PassageWords<'e>> = Vec::new();
    for user in users {
        for (words, quoted) in page_quotations(context, passage, user) {
            let PassageQuotationView { state, verdict, hrefs, .. } = quoted;
            match all.iter_mut().find(|known| known.words == words && known.state == state) {
                Some(known) => known.pages += 1,
                None => all.extend(hrefs.into_iter().next().map(|href| PassageWords {
                    words,
                    state,
                    verdict,
                    href,
                    pages: 1,
                })),
            }
        }
    }
    all.sort_by_key(|quote| std::cmp::Reverse(quote.pages));
    all
}

/// Sets `again` on citations whose page an earlier citation lists.
fn mark_repeats(mut passages: Vec<PassageView<'_>>) -> Vec<PassageView<'_>> {
    let mut seen = BTreeSet::new();
    for citation in passages.iter_mut().flat_map(|passage| &mut passage.uses) {
        citation.again = !seen.insert(citation.from.href.clone());
    }
    passages
}

/// Collects the records that an article's text names, by passage.
fn named_records<'e>(context: &PageContext<'e>, article: RecordId) -> BTreeMap<Passage, Vec<NamedRecordView<'e>>> {
    let mut names: BTreeMap<Passage, Vec<NamedRecordView<'e>>> = BTreeMap::new();
    for mention in context.site.relations.text_mentions().list(article) {
        for passage in &mention.passages {
            let link = context.link(mention.record);
            names.entry(*passage).or_default().push(NamedRecordView { href: link.href, title: link.card.title() });
        }
    }
    names
}

fn passage_citation<'e>(
    context: &PageContext<'e>,
    passage: (RecordId, Passage),
    found: &PassageCitation,
) -> PassageCitationView<'e> {
    let sentence = context.site.citing_sentence(passage.0, found);
    PassageCitationView {
        from: context.link(found.from),
        again: false,
        quotations: quotations(context, passage, found.from, sentence.as_ref()),
        sentence: sentence.map(|(before, after)| CitingSentence { before, words: format!("({})", passage.1), after }),
    }
}

/// Collects the quotations of a passage on a citing page, or on its translation: equal ones once.
fn quotations<'e>(
    context: &PageContext<'e>,
    (article, passage): (RecordId, Passage),
    user: RecordId,
    sentence: Option<&(String, String)>,
) -> Vec<PassageQuotationView<'e>> {
    let from = context.site.in_language(user, context.lang.tag);
    let is_in_sentence = |words: &str| {
        let own_sentence = sentence.filter(|_| from == user);
        own_sentence
            .is_some_and(|(before, after)| [before, after].iter().any(|text| text.contains(&words.replace('\n', " "))))
    };
    let all = page_quotations(context, (article, passage), user).into_iter();
    all.map(|(words, quotation)| PassageQuotationView {
        words: Some(words).filter(|words| !is_in_sentence(words)),
        ..quotation
    })
    .collect()
}

/// Collects the quotations of a passage on a page, or on its translation, with their words: equal ones once.
fn page_quotations<'e>(
    context: &PageContext<'e>,
    (article, passage): (RecordId, Passage),
    user: RecordId,
) -> Vec<(&'e str, PassageQuotationView<'e>)> {
    let site = context.site;
    let from = site.in_language(user, context.lang.tag);
    let mut quoted: Vec<(&str, PassageQuotationView<'e>)> = Vec::new();
    for (number, quotation) in site.quotations(from) {
        let is_it = |own: Passage| single_passages(own).any(|single| single == passage);
        if site.canonical(quotation.article) != article || !quotation.target_passage().is_some_and(is_it) {
            continue;
        }
        let (words, state) = (quotation.words.as_str(), verdict::class_name(quotation.verdict));
        let href = context.link_base.href_to(site.relations.path(from), Some(&verdict::anchor(number)));
        if let Some((_, same)) = quoted.iter_mut().find(|(same, other)| *same == words && other.state == state) {
            same.hrefs.push(href);
        } else {
            let verdict = context.lang.body_messages.verdicts.format(quotation);
            quoted.push((words, PassageQuotationView { words: Some(words), hrefs: vec![href], state, verdict }));
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::with_page_context;
    use crate::testkit::{TestSite, citing, claim, day};
    use serde_json::json;

    #[test]
    fn lists_cited_passages_with_citing_pages() {
        let mut test = TestSite::new();
        test.record(Kind::Article, "a");
        citing(test.record(Kind::Topic, "t"), "Two.", ("a", "2-3"), "");
        test.event("e", day(2025, 1, 1)).claims = vec![claim("It was said", None, None, &["a"])];
        let view = with_page_context(&mut test, "articles/a/", |context| {
            let id = context.site.find(Kind::Article, "a").unwrap();
            let Details::Article(details) = &context.site.records.get(id).details else { unreachable!() };
            serde_json::to_value(article(context, id, details)).unwrap()
        });
        let passages = view["passages"].as_array().unwrap();
        let anchors: Vec<&str> = passages.iter().map(|passage| passage["anchor"].as_str().unwrap()).collect();
        assert_eq!(anchors, ["p1", "p2", "p3"]);
        assert_eq!(passages[0]["uses"][0]["from"]["href"], "../../events/e/");
        assert_eq!(passages[0]["uses"][0]["sentence"]["before"], "It was said ");
        let again: Vec<_> = passages.iter().map(|passage| passage["uses"][0]["again"].as_bool()).collect();
        assert_eq!(again, [Some(false), Some(false), Some(true)], "`t` cites two passages");
        assert_eq!(passages[0]["uses"][0]["sentence"]["words"], "(¶1)");
        assert_eq!(view["rights"], json!({"publish": "excerpts", "statement": null, "license": null}));
    }
}
