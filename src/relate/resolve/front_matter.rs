//! Checks ids and evidence in front matter.

use super::Resolver;
use super::record::UNKNOWN_RECORD;
use crate::diagnose::Diagnostic;
use crate::model::{Config, IdRef, Kind, LaneConfig, slugify};
use crate::relate::suggest::{Candidates, UnresolvedName};
use crate::relate::{RecordIndex, front_matter_refs};

impl Resolver<'_> {
    pub(super) fn check_front_matter(&mut self) {
        for reference in self.record.id_refs() {
            self.check_id(reference);
        }
        for evidence in front_matter_refs::evidence(self.record) {
            self.resolve_article(&evidence.article);
        }
    }

    pub(super) fn check_id(&mut self, id: IdRef<'_>) {
        if let Some(unknown) = unknown_id(self.index(), id) {
            self.report(unknown);
        }
    }
}

/// Returns the ids in the configuration that no record has.
pub(super) fn unknown_config_ids(config: &Config, index: &RecordIndex) -> Vec<UnresolvedName> {
    config.timeline.lanes.iter().flat_map(LaneConfig::id_refs).filter_map(|id| unknown_id(index, id)).collect()
}

/// Returns a diagnostic if no record has the id.
fn unknown_id(index: &RecordIndex, IdRef { key, kind, id }: IdRef<'_>) -> Option<UnresolvedName> {
    if !index.variants(kind, &id.value).is_empty() {
        return None;
    }
    let message = format!("there is no {} `{}`", kind.as_str(), id.value);
    let diagnostic = Diagnostic::new(&UNKNOWN_RECORD, id.span, message).label(format!("unknown in `{key}`"));
    let actual_kind = Kind::WITH_FOLDER.into_iter().find(|&kind| !index.variants(kind, &id.value).is_empty());
    if let Some(actual_kind) = actual_kind {
        return Some(diagnostic.help(format!("`{}` is {}", id.value, actual_kind.with_article())).into());
    }
    let command = format!("create it with `briefing new {} \"Title\" --id {}`", kind.as_str(), id.value);
    let help = (slugify(&id.value) == id.value).then_some(command);
    Some(UnresolvedName::new(diagnostic.maybe_help(help), &id.value, Candidates::Ids(kind)))
}

#[cfg(test)]
mod tests {
    use crate::diagnose::Diagnostics;
    use crate::model::Kind;
    use crate::relate::relate;
    use crate::testkit::Sample;

    #[test]
    fn reports_unknown_ids_and_evidence() {
        let mut sample = Sample::new();
        sample.add(Kind::Article, "cai-2025", "Empowering").body("Words.");
        sample.add(Kind::Actor, "china", "China");
        sample.add(Kind::Topic, "open", "Open source");
        let event = sample.add(Kind::Event, "held", "Conference held");
        event.ids("actors", &["china", "chna", "open"]).claim("cai-2052", "1");
        let (site, sources) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        let errors: Vec<(&str, &str, &str)> = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == crate::diagnose::Severity::Error)
            .map(|f| (f.message.as_str(), sources.text(f.span.unwrap()), f.help.as_deref().unwrap_or("")))
            .collect();
        let expected = [
            ("there is no actor `chna`", "chna", "did you mean `china`?"),
            ("there is no actor `open`", "open", "`open` is a topic"),
            ("there is no article `cai-2052`", "cai-2052", "did you mean `cai-2025`?"),
        ];
        assert_eq!(errors, expected);
    }

    #[test]
    fn reports_unknown_ids_in_the_configuration() {
        let mut sample = Sample::new();
        sample.add(Kind::Actor, "northland", "Northland");
        let (mut site, sources) = sample.finish();
        let at = crate::span::Span::new(site.config.file, 0..0);
        let ids = ["northland", "nortland"].map(|id| crate::span::Spanned::new(id.to_owned(), at));
        site.config.timeline.lanes.push(crate::model::LaneConfig { actors: ids.into(), ..Default::default() });
        let mut diagnostics = Diagnostics::default();
        relate(&site, &sources, &mut diagnostics);
        let unknown: Vec<_> = diagnostics.iter().filter(|found| found.rule.code == "unknown-record").collect();
        assert_eq!(unknown.len(), 1);
        assert_eq!(unknown[0].message, "there is no actor `nortland`");
    }
}
