//! Rule `draft-link`: links from shown records to drafts.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Body, Kind, Record, RecordId, ReferenceKind, Site, bodies};
use crate::relate::per_record::PerRecord;
use crate::relate::{RecordIndex, Target, front_matter_refs};
use crate::span::Span;

pub(in crate::relate) static DRAFT_LINK: Rule = Rule {
    code: "draft-link",
    severity: Severity::Warning,
    what: "A published record refers to a draft.",
    why: "Drafts have no page: a link to one is omitted, and a citation of one is not evidence.",
    wrong: "[[pax-silica-declaration]]   # draft = true",
    right: "draft = false   # in content/initiatives/pax-silica-declaration.md",
};

/// Reports targets that are drafts and not shown, and removes them from `targets`.
pub(in crate::relate) fn check(
    site: &Site,
    index: &RecordIndex,
    targets: &mut PerRecord<Target>,
    diagnostics: &mut Diagnostics,
) {
    let mut changed_rows = Vec::new();
    for (id, record) in site.visible() {
        let mut row = targets.row(id).to_vec();
        if check_one(site, index, record, &mut row, diagnostics) {
            changed_rows.push((id, row));
        }
    }
    *targets = targets.with_rows(changed_rows);
}

/// Reports and removes the draft targets of one record. Returns whether `targets` was changed.
pub(in crate::relate) fn check_one(
    site: &Site,
    index: &RecordIndex,
    record: &Record,
    targets: &mut [Target],
    diagnostics: &mut Diagnostics,
) -> bool {
    let mut report = |draft: RecordId, span: Span| diagnostics.push(diagnostic(site.record(draft), span));
    let mut is_changed = false;
    for (reference, target) in record.references.iter().zip(targets) {
        match target {
            Target::Record { to, .. } if !index.is_shown(*to) => {
                report(*to, reference.span);
                *target = Target::Unresolved;
                is_changed = true;
            }
            Target::Articles(articles) => {
                for (at, article) in articles.iter_mut().enumerate() {
                    if let Some(draft) = article.take_if(|article| !index.is_shown(*article)) {
                        report(draft, item_span(&reference.kind, at).unwrap_or(reference.span));
                        is_changed = true;
                    }
                }
            }
            _ => {}
        }
    }
    for (kind, id, span) in front_matter_ids(record) {
        if let Some(draft) = index.any_in(kind, id, &record.language).filter(|&to| !index.is_shown(to)) {
            report(draft, span);
        }
    }
    is_changed
}

fn front_matter_ids(record: &Record) -> Vec<(Kind, &str, Span)> {
    let fences = bodies(record).flat_map(Body::all_blocks).flat_map(front_matter_refs::fence_refs);
    let named = record.id_refs().into_iter().chain(fences);
    let evidence = front_matter_refs::evidence(record).map(|evidence| (Kind::Article, &evidence.article));
    let ids = named.map(|named| (named.kind, named.id)).chain(evidence);
    ids.map(|(kind, id)| (kind, id.value.as_str(), id.span)).collect()
}

fn item_span(kind: &ReferenceKind, at: usize) -> Option<Span> {
    match kind {
        ReferenceKind::Citation(citation) => citation.items.get(at).map(|item| item.id.span),
        _ => None,
    }
}

fn diagnostic(draft: &Record, span: Span) -> Diagnostic {
    let message = format!("the {} `{}` is a draft", draft.kind().as_str(), draft.id);
    Diagnostic::new(&DRAFT_LINK, span, message)
        .label("not published")
        .help("finish the draft, or build with `--drafts`")
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::{Kind, ReferenceId};
    use crate::relate::{Target, relate};
    use crate::testkit::{Sample, codes};

    fn sample() -> Sample {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "cai", "Empowering").draft();
        sample.add(Kind::Topic, "open", "Open source").draft().body("[[nothing]]");
        let event = sample.add(Kind::Event, "held", "Held");
        event.ids("topics", &["open"]).claim("cai", "1").body("[[open]] and [@cai, ¶1]");
        sample
    }

    #[test]
    fn reports_and_removes_links_to_drafts() {
        let (site, sources) = sample().finish();
        let mut diagnostics = Diagnostics::default();
        let relations = relate(&site, &sources, &mut diagnostics);
        let expected = ["draft-link", "draft-link", "draft-link", "draft-link", "unsupported-claim"];
        assert_eq!(codes(&diagnostics), expected, "and nothing about the draft's own links");
        let marked: Vec<&str> =
            diagnostics.iter().take(4).map(|diagnostic| sources.text(diagnostic.span.unwrap())).collect();
        assert_eq!(marked, ["[[open]]", "cai", "open", "cai"]);
        let event = relations.index.find(Kind::Event, "held").unwrap();
        assert_eq!(relations.target(event, ReferenceId(0)), &Target::Unresolved);
        assert_eq!(relations.target(event, ReferenceId(1)), &Target::Articles(vec![None]));
        assert!(relations.cited[event.0 as usize].is_empty());
    }

    #[test]
    fn accepts_drafts_that_are_shown() {
        let mut sample = sample();
        sample.site.drafts = true;
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        assert_eq!(codes(&diagnostics), ["unknown-record"]);
    }
}
