//! Keeps what was found, so that a build which finds the same need not look for it.

use crate::diagnose::{CachedDiagnostic, Diagnostics, Rule};
use crate::span::{FileId, Sources, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A briefing with so many findings that their files hold more than this is compiled again.
const MAX_SOURCE_BYTES: usize = 1 << 22;

/// Findings, with the files in which they stand.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct CachedDiagnostics {
    /// Path and text of the files.
    files: Vec<(String, String)>,
    /// Their places count in the files.
    diagnostics: Vec<CachedDiagnostic>,
}

impl CachedDiagnostics {
    /// Takes down findings; nothing when there is too much to keep.
    pub(super) fn of(found: &Diagnostics, sources: &Sources) -> Option<CachedDiagnostics> {
        let mut told = CachedDiagnostics::default();
        let mut places: BTreeMap<FileId, FileId> = BTreeMap::new();
        for diagnostic in found {
            let mut keep = |span: Span| {
                let file = *places.entry(span.file).or_insert_with(|| {
                    let file = sources.get(span.file);
                    told.files.push((file.path.to_string(), file.text.to_string()));
                    FileId(u32::try_from(told.files.len() - 1).unwrap_or(u32::MAX))
                });
                Span { file, ..span }
            };
            let mut finding = diagnostic.clone();
            finding.span = finding.span.map(&mut keep);
            finding.related.iter_mut().for_each(|(span, _)| *span = keep(*span));
            told.diagnostics.push(CachedDiagnostic::from_diagnostic(finding));
        }
        (told.files.iter().map(|(_, text)| text.len()).sum::<usize>() <= MAX_SOURCE_BYTES).then_some(told)
    }

    /// The findings and their files; nothing when one is of a rule that there is not.
    pub(super) fn restore(self, rules: &[&'static Rule]) -> Option<(Diagnostics, Sources)> {
        let mut sources = Sources::default();
        for (path, text) in self.files {
            sources.add(path, text);
        }
        Some((CachedDiagnostic::restore_all(self.diagnostics, rules)?, sources))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::report::{ReportFormat, ReportStyle, report};
    use crate::diagnose::{Diagnostic, Severity};

    fn found() -> (Diagnostics, Sources) {
        let mut sources = Sources::default();
        sources.add("content/other.md", "nothing is found here");
        let (one, two) = (sources.add("content/a.md", "ferries\nbridges"), sources.add("content/b.md", "piers"));
        let mut found = Diagnostics::default();
        let rules = crate::compile::rules();
        found.push(Diagnostic::without_span(rules[0], "no place").with_severity(Severity::Warning));
        let span = Span::new(two, 0..5);
        let second = Diagnostic::new(rules[1], span, "piers").label("here").help("do something");
        found.push(second.related(Span::new(one, 8..15), "and here"));
        (found, sources)
    }

    #[test]
    fn tells_the_same_again_in_every_format() {
        let (found, sources) = found();
        let rules = crate::compile::rules();
        let told = CachedDiagnostics::of(&found, &sources).unwrap();
        let told: CachedDiagnostics = postcard::from_bytes(&postcard::to_stdvec(&told).unwrap()).unwrap();
        assert_eq!(told.files.len(), 2, "only those in which something is found");
        let (again, files) = told.restore(&rules).unwrap();
        for format in
            [ReportFormat::Human, ReportFormat::Short, ReportFormat::Json, ReportFormat::Github, ReportFormat::Sarif]
        {
            let say =
                |found: &Diagnostics, sources: &Sources| report(format, found, sources, &rules, ReportStyle::default());
            assert_eq!(say(&again, &files), say(&found, &sources));
        }
    }

    #[test]
    fn keeps_nothing_of_too_much_and_tells_nothing_of_another_programs_rules() {
        let (mut found, mut sources) = found();
        let told = CachedDiagnostics::of(&found, &sources).unwrap();
        assert!(told.restore(&[]).is_none());
        let large = sources.add("content/large.md", "x".repeat(MAX_SOURCE_BYTES + 1));
        found.push(Diagnostic::new(crate::compile::rules()[0], Span::new(large, 0..1), "in a large file"));
        assert!(CachedDiagnostics::of(&found, &sources).is_none());
    }
}
