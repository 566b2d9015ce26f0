//! An article's page.

use super::article_text::{self, TextBlock};
use super::date::DateView;
use super::desk::Desk;
use super::event::Event;
use super::evidence::Backlink;
use super::gone::Gone;
use super::late::Late;
use super::ledger::Sums;
use super::link::Link;
use super::passages::{self, Use};
use crate::model::{self, Details, Kind, Passage, RecordId};
use crate::render::body_html::verdict;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// An article.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Article<'e> {
    kind: Option<String>,
    authors: Vec<Author<'e>>,
    outlet: Option<&'e str>,
    date: Option<DateView>,
    language: Option<&'e str>,
    url: Option<&'e str>,
    gone: Option<Gone<'e>>,
    archive_url: Option<&'e str>,
    archive_date: Option<DateView>,
    accessed: Option<DateView>,
    rights: Rights<'e>,
    translator: Option<&'e str>,
    editor: Option<&'e str>,
    topics: Late<'e, Vec<Link<'e>>>,
    events: Late<'e, Vec<Event<'e>>>,
    initiatives: Late<'e, Vec<Link<'e>>>,
    evidence: Late<'e, Option<Sums>>,
    text: Late<'e, Vec<TextBlock<'e>>>,
    text_language: Option<&'e str>,
    passages: Late<'e, Vec<CitedPassage<'e>>>,
    backlinks: Late<'e, Vec<Backlink<'e>>>,
    previous: Option<Link<'e>>,
    next: Option<Link<'e>>,
    mark: &'e str,
}

#[derive(Clone, Debug, Serialize)]
struct Author<'e> {
    name: &'e str,
    role: Option<&'e str>,
    affiliation: Option<&'e str>,
    href: Option<Rc<str>>,
}

#[derive(Clone, Debug, Serialize)]
struct Rights<'e> {
    publish: &'static str,
    statement: Option<&'e str>,
    license: Option<&'e str>,
}

/// A passage that is cited anywhere, and where; or that names a record.
#[derive(Clone, Debug, Serialize)]
struct CitedPassage<'e> {
    label: String,
    anchor: String,
    uses: Vec<PassageUse<'e>>,
    /// The records that its text names.
    names: Vec<Name<'e>>,
}

/// A record named in a passage.
#[derive(Clone, Debug, Serialize)]
struct Name<'e> {
    href: Rc<str>,
    title: &'e str,
}

#[derive(Clone, Debug, Serialize)]
struct PassageUse<'e> {
    from: Link<'e>,
    /// Whether a passage before it has the same page, so that the link need not tell of it again.
    again: bool,
    sentence: Option<CitingSentence>,
    quotations: Vec<PassageQuotation<'e>>,
}

/// Words of the passage that a page quotes, once or more often.
#[derive(Clone, Debug, Serialize)]
struct PassageQuotation<'e> {
    /// The words, unless the sentence has them.
    words: Option<&'e str>,
    /// Where they stand there.
    hrefs: Vec<String>,
    state: &'static str,
    verdict: String,
}

/// A sentence with the passage's label in the place of the citation.
#[derive(Clone, Debug, Serialize)]
struct CitingSentence {
    before: String,
    words: String,
    after: String,
}

/// Makes an article's page.
pub(crate) fn article<'e>(desk: &Desk<'e>, id: RecordId, article: &'e model::Article) -> Article<'e> {
    let desk = *desk;
    let relations = desk.edition.book.relations;
    let related = move |table| desk.links(desk.edition.book.related(table, id));
    let (previous, next) = desk.neighbours(id);
    let lead = lead(&desk, id).unwrap_or(article);
    let text = Late::new(move || article_text::text(&desk, id));
    let plain =
        |date: &Option<crate::span::Spanned<model::Edtf>>| date.as_ref().map(|d| desk.date(&d.value, None, None));
    Article {
        kind: article.kind.as_deref().map(|kind| desk.edition.words.kind_label(kind)),
        authors: article.authors.iter().map(|person| author(&desk, person)).collect(),
        outlet: article.outlet.as_deref(),
        date: desk.article_date(article),
        language: article.language.as_deref(),
        url: article.live_url(),
        gone: desk.gone(article),
        archive_url: article.archive_url.as_ref().map(|url| url.value.as_str()),
        archive_date: plain(&article.archive_date),
        accessed: plain(&article.accessed),
        rights: Rights {
            publish: lead.rights.publish.as_str(),
            statement: article.rights.statement.as_deref(),
            license: article.rights.license.as_deref(),
        },
        translator: article.translator.as_deref(),
        editor: article.editor.as_deref(),
        topics: Late::new(move || {
            let named = desk.named(Kind::Topic, &article.topics);
            if named.is_empty() { related(relations.topics) } else { named }
        }),
        events: Late::new(move || desk.events(desk.edition.book.related(relations.events, id))),
        initiatives: Late::new(move || related(relations.related)),
        evidence: Late::new(move || desk.sums(desk.edition.book.original(id))),
        passages: Late::new({
            let text = text.clone();
            let is_apart = move |passage: &CitedPassage<'_>| !is_shown(&text, &passage.anchor);
            move || told_once(passages(&desk, id).into_iter().filter(is_apart).collect())
        }),
        text,
        text_language: lead.language.as_deref(),
        backlinks: Late::new(move || desk.backlinks(id)),
        previous,
        next,
        mark: desk.edition.mark(id),
    }
}

/// The article that leads an article's translations: the text is its own, and its rights hold in every language.
fn lead<'e>(desk: &Desk<'e>, id: RecordId) -> Option<&'e model::Article> {
    let book = desk.edition.book;
    match &book.site.record(book.original(id)).details {
        Details::Article(lead) => Some(lead),
        _ => None,
    }
}

/// Whether a passage stands in the text that the page shows, so that its place is there.
fn is_shown(text: &[TextBlock<'_>], anchor: &str) -> bool {
    text.iter().any(|block| block.anchor.as_deref() == Some(anchor))
}

fn author<'e>(desk: &Desk<'e>, author: &'e model::Author) -> Author<'e> {
    Author {
        name: &author.name,
        role: author.role.as_deref(),
        affiliation: author.affiliation.as_deref(),
        href: desk.edition.book.person(&author.name).map(|id| desk.link(id).href),
    }
}

fn passages<'e>(desk: &Desk<'e>, id: RecordId) -> Vec<CitedPassage<'e>> {
    let book = desk.edition.book;
    let article = book.original(id);
    let mut names = names(desk, article);
    let Some(uses) = book.uses().of(article) else { return Vec::new() };
    let passages: BTreeSet<Passage> = uses.keys().chain(names.keys()).copied().collect();
    let uses_of = |passage| uses.get(&passage).into_iter().flatten();
    passages
        .into_iter()
        .map(|passage| CitedPassage {
            uses: uses_of(passage).map(|found| passage_use(desk, (article, passage), found)).collect(),
            names: names.remove(&passage).unwrap_or_default(),
            label: passage.to_string(),
            anchor: passage.anchor(),
        })
        .collect()
}

/// Marks the uses whose page a use before them tells of.
fn told_once(mut passages: Vec<CitedPassage<'_>>) -> Vec<CitedPassage<'_>> {
    let mut told = BTreeSet::new();
    for found in passages.iter_mut().flat_map(|passage| &mut passage.uses) {
        found.again = !told.insert(found.from.href.clone());
    }
    passages
}

/// The records that an article's text names, by passage.
fn names<'e>(desk: &Desk<'e>, article: RecordId) -> BTreeMap<Passage, Vec<Name<'e>>> {
    let mut names: BTreeMap<Passage, Vec<Name<'e>>> = BTreeMap::new();
    for mention in desk.edition.book.relations.text_mentions.list(article) {
        for passage in &mention.passages {
            let link = desk.link(mention.record);
            names.entry(*passage).or_default().push(Name { href: link.href, title: link.card.title() });
        }
    }
    names
}

fn passage_use<'e>(desk: &Desk<'e>, passage: (RecordId, Passage), found: &Use) -> PassageUse<'e> {
    let sentence = found.sentence();
    PassageUse {
        from: desk.link(found.from),
        again: false,
        quotations: quotations(desk, passage, found.from, sentence.as_ref()),
        sentence: sentence.map(|(before, after)| CitingSentence { before, words: format!("({})", passage.1), after }),
    }
}

/// The quotations of a passage on a page that uses it, the same words once; in the page's language where there is one.
fn quotations<'e>(
    desk: &Desk<'e>,
    (article, passage): (RecordId, Passage),
    user: RecordId,
    sentence: Option<&(String, String)>,
) -> Vec<PassageQuotation<'e>> {
    let book = desk.edition.book;
    let from = book.in_language(user, &desk.edition.language);
    let is_told = |words: &str| {
        let said = sentence.filter(|_| from == user);
        said.is_some_and(|(before, after)| [before, after].iter().any(|said| said.contains(&words.replace('\n', " "))))
    };
    let mut quoted: Vec<(&str, PassageQuotation<'e>)> = Vec::new();
    for (number, quotation) in book.quotations(from) {
        let is_it = |own: Passage| passages::singles(own).any(|single| single == passage);
        if book.original(quotation.article) != article || !verdict::target_passage(quotation).is_some_and(is_it) {
            continue;
        }
        let (words, state) = (quotation.words.as_str(), verdict::class_name(quotation.verdict));
        let href = desk.place.href_to(book.relations.path(from), Some(&verdict::anchor(number)));
        if let Some((_, same)) = quoted.iter_mut().find(|(same, other)| *same == words && other.state == state) {
            same.hrefs.push(href);
        } else {
            let verdict = desk.edition.body_words.verdicts.format(quotation);
            let shown = Some(words).filter(|words| !is_told(words));
            quoted.push((words, PassageQuotation { words: shown, hrefs: vec![href], state, verdict }));
        }
    }
    quoted.into_iter().map(|(_, quotation)| quotation).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::testing::{TestSite, citing, claim, day, with_page_context};
    use serde_json::json;

    #[test]
    fn lists_every_cited_passage_with_who_cites_it() {
        let mut test = TestSite::new();
        test.record(Kind::Article, "a");
        citing(test.record(Kind::Topic, "t"), "Two.", ("a", "2-3"), "");
        test.event("e", day(2025, 1, 1)).claims = vec![claim("It was said", None, None, &["a"])];
        let view = with_page_context(&mut test, "articles/a/", |desk| {
            let id = desk.edition.book.find(Kind::Article, "a").unwrap();
            let Details::Article(details) = &desk.edition.book.site.record(id).details else { unreachable!() };
            serde_json::to_value(article(desk, id, details)).unwrap()
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
