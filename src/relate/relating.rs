//! A briefing that was related, with what it takes to relate it again when records have other words.
//!
//! Most of what is known about a briefing depends on what records say of each other, not on how they say it. When a body
//! was written anew that leads to the same places, names the same records in the same order, and cites and quotes the same
//! as before, only its own places in the text, and the sentences in which it speaks of others, are looked up again. For any other change everything is
//! related anew.

use super::backlinks::{self, Listener};
use super::checks::{self, draft_link, duplicate_name};
use super::mentions::{self, Matchers};
use super::near::Names;
use super::paths::{self, Layout};
use super::prose::Speaker;
use super::quotation::{self, Quotation, Reader};
use super::{
    Backlink, Index, MentionLink, Relations, Table, Target, cited, claims, evidence, extents, neighbours, related,
    resolve, support, timeline,
};
use crate::diagnose::Diagnostics;
use crate::model::{Record, RecordId, Site};
use crate::span::{Sources, Span};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A briefing that was related.
#[derive(Debug)]
pub struct Relating {
    /// What came of it.
    pub relations: Relations,
    /// What was found.
    pub found: Diagnostics,
    layout: Layout,
    matchers: Matchers,
}

/// What relating a record again gave that was not so before.
#[derive(Default)]
struct Retold {
    mentions: Vec<(RecordId, Vec<MentionLink>)>,
    quotations: Vec<(RecordId, Vec<Quotation>)>,
    uncited: Vec<(RecordId, Vec<quotation::Uncited>)>,
    backlinks: Vec<(RecordId, Backlink)>,
}

impl Relating {
    /// Relates everything, on all processors: what does not need each other is done side by side.
    pub fn new(site: &Site, sources: &Sources) -> Relating {
        let index = Arc::new(Index::new(site));
        let index = &index;
        let (matchers, (mut layout, targets, mut found)) =
            rayon::join(|| Matchers::new(site, index), || places(site, sources, index));
        let ((mention_links, text_mentions), (cited, (quotations, uncited))) = rayon::join(
            || (mentions_of(site, index, &targets, &matchers), mentions::text_mentions(site, index, &matchers)),
            || (Table::from(cited::cited(site, index, &targets)), quoted(site, sources, index, &targets)),
        );
        let text_mentions: Table<_> = text_mentions.into();
        let (spoken, (in_time, (claimed, listed))) = rayon::join(
            || {
                rayon::join(
                    || backlinks::backlinks(site, index, &targets, &mention_links),
                    || related::related(site, index, &targets, &mention_links, &cited),
                )
            },
            || {
                let of_quotations = || {
                    let lock = evidence::lock(site, index, &quotations, &text_mentions);
                    (lock, quotation::stretches(site, index, &quotations), extents::extents(site, index, &quotations))
                };
                let of_kinds = || (neighbours::neighbours(site), neighbours::translations(site, index));
                (timeline::in_time(site, index), rayon::join(of_quotations, of_kinds))
            },
        );
        let ((backlinks, related), (lock, quoted, extents), (neighbours, translations)) = (spoken, claimed, listed);
        let relations = Relations {
            paths: Arc::new(std::mem::take(&mut layout.paths)),
            redirects: Arc::new(std::mem::take(&mut layout.redirects)),
            collisions: Arc::new(std::mem::take(&mut layout.collisions)),
            timeline: Arc::new(timeline::timeline(site, &in_time)),
            events: timeline::events(site, index, &in_time, &cited).into(),
            related: related.initiatives.into(),
            actors: related.actors.into(),
            topics: related.topics.into(),
            neighbours: Arc::new(neighbours),
            translations: translations.into(),
            targets,
            mention_links,
            backlinks: backlinks.into(),
            support: support::support(site, index, &cited).into(),
            claims: claims::standings(site, index, &quotations).into(),
            quoted: quoted.into(),
            extents: Arc::new(extents),
            divergences: Arc::new(claims::divergences(site, index)),
            cited,
            lock: Arc::new(lock),
            mentioned_in: mentions::mentioned_in(site, &text_mentions).into(),
            text_mentions,
            quotations,
            uncited,
            index: index.clone(),
        };
        checks::look_at_all(site, sources, &relations, &mut found);
        Relating { relations, found, layout, matchers }
    }

    /// Relates a briefing again in which only the bodies of these records are other ones than before, if everything else that is known
    /// stays the same. Gives the records of which others speak in other sentences; nothing when everything must be related anew.
    pub fn again(
        &mut self,
        bodies: &[(RecordId, Arc<Record>)],
        site: &Site,
        sources: &Sources,
    ) -> Option<Vec<RecordId>> {
        if bodies.iter().any(|(_, before)| self.has_found_something_in(before)) {
            return None;
        }
        let mut retold = Retold::default();
        for (id, before) in bodies {
            self.relate_one(*id, before, site, sources, &mut retold)?;
        }
        let relations = &mut self.relations;
        relations.mention_links = relations.mention_links.with(retold.mentions);
        relations.quotations = relations.quotations.with(retold.quotations);
        relations.uncited = relations.uncited.with(retold.uncited);
        let spoken_of: BTreeSet<RecordId> = retold.backlinks.iter().map(|(to, _)| *to).collect();
        relations.backlinks = replaced(&relations.backlinks, retold.backlinks);
        Some(spoken_of.into_iter().collect())
    }

    /// Whether anything was found in the body of a record, or is told with a place in it.
    fn has_found_something_in(&self, record: &Record) -> bool {
        let is_in_body = |span: Span| span.file == record.file && span.end > record.front_matter.end;
        self.found.iter().any(|finding| {
            finding.span.is_some_and(is_in_body) || finding.related.iter().any(|(span, _)| is_in_body(*span))
        })
    }

    fn relate_one(
        &self,
        id: RecordId,
        before: &Record,
        site: &Site,
        sources: &Sources,
        retold: &mut Retold,
    ) -> Option<()> {
        let (relations, record) = (&self.relations, site.record(id));
        let index = &*relations.index;
        let (mut targets, problems) = resolve::resolve_one(Names { site, sources, index, layout: &self.layout }, id);
        let mut drafts = Diagnostics::default();
        draft_link::check_one(site, index, record, &mut targets, &mut drafts);
        let is_same = problems.is_empty()
            && drafts.is_empty()
            && targets == relations.targets.row(id)
            && resolve::anchors(&before.body) == resolve::anchors(&record.body)
            && cited::cited_by(site, index, record, &targets) == relations.cited.row(id);
        if !is_same {
            return None;
        }
        let mentions = mentions::mention_links_of(id, site, index, &targets, &self.matchers);
        same(&mentions, relations.mention_links.row(id), |link| link.to)?;
        let reader = Reader { site, sources, index, id, record, targets: &targets };
        let (quotations, uncited) = quotation::quotations_of(reader, relations.quotations.row(id))?;
        let said = Listener::new(id, Speaker { site, record, targets: &targets }, index).listen(&mentions);
        retold.backlinks.extend(self.sentences(id, &targets, &mentions, said)?);
        retold.mentions.push((id, mentions));
        retold.quotations.push((id, quotations));
        retold.uncited.push((id, uncited));
        Some(())
    }

    /// The sentences that are not what they were; nothing when a record speaks of others than before.
    fn sentences(
        &self,
        id: RecordId,
        targets: &[Target],
        mentions: &[MentionLink],
        said: Vec<(RecordId, Backlink)>,
    ) -> Option<Vec<(RecordId, Backlink)>> {
        let own = |to: RecordId| self.relations.backlinks.row(to).iter().find(|link| link.from == id);
        let spoken: BTreeSet<RecordId> = spoken_of(targets).chain(mentions.iter().map(|link| link.to)).collect();
        let count = spoken.into_iter().filter(|to| own(*to).is_some()).count();
        if count != said.len() || said.iter().any(|(to, _)| own(*to).is_none()) {
            return None;
        }
        Some(said.into_iter().filter(|(to, link)| own(*to) != Some(link)).collect())
    }
}

/// Where everything goes and leads to, and what is wrong with it.
fn places(site: &Site, sources: &Sources, index: &Index) -> (Layout, Table<Target>, Diagnostics) {
    let mut found = Diagnostics::default();
    duplicate_name::check(site, sources, index, &mut found);
    let layout = paths::lay_out(site, sources, index, &mut found);
    let targets = resolve::resolve(Names { site, sources, index, layout: &layout }, &mut found);
    (layout, targets, found)
}

fn mentions_of(site: &Site, index: &Index, targets: &Table<Target>, matchers: &Matchers) -> Table<MentionLink> {
    mentions::mention_links(site, index, targets, matchers).into()
}

fn quoted(
    site: &Site,
    sources: &Sources,
    index: &Index,
    targets: &Table<Target>,
) -> (Table<Quotation>, Table<quotation::Uncited>) {
    let quotation::Quotations { cited, uncited } = quotation::quotations(site, sources, index, targets);
    (cited.into(), uncited.into())
}

/// The records to which references lead.
fn spoken_of(targets: &[Target]) -> impl Iterator<Item = RecordId> {
    targets.iter().flat_map(|target| match target {
        Target::Record { to, .. } => vec![*to],
        Target::Articles(articles) => articles.iter().flatten().copied().collect(),
        _ => Vec::new(),
    })
}

/// Puts these in the place of those by the same speakers.
fn replaced(table: &Table<Backlink>, links: Vec<(RecordId, Backlink)>) -> Table<Backlink> {
    let mut rows: std::collections::BTreeMap<RecordId, Vec<Backlink>> = std::collections::BTreeMap::new();
    for (to, link) in links {
        let row = rows.entry(to).or_insert_with(|| table.row(to).to_vec());
        if let Some(own) = row.iter_mut().find(|own| own.from == link.from) {
            *own = link;
        }
    }
    table.with(rows)
}

/// Whether two lists have the same in something.
fn same<T, K: PartialEq>(one: &[T], other: &[T], key: impl Fn(&T) -> K) -> Option<()> {
    (one.len() == other.len() && one.iter().zip(other).all(|(one, other)| key(one) == key(other))).then_some(())
}
