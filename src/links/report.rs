//! Diagnostics of the link check: one per URL, with all occurrences.

use super::CacheEntry;
use super::collect::{ExternalLink, LinkOccurrence, LinkRole};
use super::status::LinkStatus;
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Article, Details, LinkLevel, RecordId, Site};
use crate::span::Sources;

/// Rule `dead-external-link`.
pub(super) static DEAD_EXTERNAL_LINK: Rule = Rule {
    code: "dead-external-link",
    severity: Severity::Warning,
    what: "An external link is dead: the server returned 404 or 410, or the host does not exist.",
    why: "Readers cannot open the link. Set `external_level = \"error\"` in `[link_checker]` to report it as an \
          error.",
    wrong: "[the timetable](https://ferry.example/timetabel)",
    right: "[the timetable](https://ferry.example/timetable)",
};

/// Rule `dead-external-anchor`.
pub(super) static DEAD_EXTERNAL_ANCHOR: Rule = Rule {
    code: "dead-external-anchor",
    severity: Severity::Warning,
    what: "An external link has a fragment that does not exist on the target page.",
    why: "The link leads to the top of the page instead of the intended section. If a page creates its ids with \
          a script, add it to `skip_anchor_prefixes` in `[link_checker]`.",
    wrong: "[the fares](https://ferry.example/timetable#fare)",
    right: "[the fares](https://ferry.example/timetable#fares)",
};

/// Rule `dead-original`.
pub(super) static DEAD_ORIGINAL: Rule = Rule {
    code: "dead-original",
    severity: Severity::Warning,
    what: "The original of an article is no longer available at its URL.",
    why: "Once the record states that the original is gone, pages link to the archived copy instead. Builds \
          depend only on the records, so the link check does not change this by itself.",
    wrong: "url = \"https://courier.example/fares\"",
    right: "url = \"https://courier.example/fares\"\nurl_status = \"dead\"\nurl_checked = \"2031-11-26\"\n\
            archive_url = \"https://archive.example/fares\"",
};

/// Rule `moved-link`.
pub(super) static MOVED_LINK: Rule = Rule {
    code: "moved-link",
    severity: Severity::Note,
    what: "An external link redirects permanently.",
    why: "Redirects may stop working.",
    wrong: "[the ferry](http://ferry.example/)",
    right: "[the ferry](https://www.ferry.example/)",
};

/// Rule `unchecked-link`.
pub(super) static UNCHECKED_LINK: Rule = Rule {
    code: "unchecked-link",
    severity: Severity::Note,
    what: "An external link could not be checked: the server rejects automated requests, is busy, or did not \
           respond in time.",
    why: "The link may work in a browser; check it by hand.",
    wrong: "[the statistics](https://statistics.example/)   # returns 403 to automated requests",
    right: "[link_checker]\nskip_prefixes = [\"https://statistics.example/\"]",
};

/// Reports link results as diagnostics.
pub(super) struct LinkReporter<'a> {
    pub(super) site: &'a Site,
    pub(super) sources: &'a Sources,
    /// Date of the check, `YYYY-MM-DD`.
    pub(super) today: String,
}

impl LinkReporter<'_> {
    /// Reports the status of a link and its missing anchors.
    pub(super) fn report_link(&self, link: &ExternalLink, entry: &CacheEntry, diagnostics: &mut Diagnostics) {
        match &entry.status {
            LinkStatus::Fine { moved } => {
                if let Some(to) = moved {
                    let message = format!("`{}` has moved to `{to}`", link.written);
                    self.push(&MOVED_LINK, message, &all_occurrences(link), "use the new URL", diagnostics);
                }
                for id in &entry.missing {
                    self.report_missing_anchor(link, id, diagnostics);
                }
            }
            LinkStatus::Dead { why } => {
                self.report_dead_link(link, &format!("`{}` is dead: {why}", link.written), diagnostics);
            }
            LinkStatus::NoHost { host } => {
                self.report_dead_link(
                    link,
                    &format!("`{}` is dead: the host `{host}` does not exist", link.written),
                    diagnostics,
                );
            }
            LinkStatus::Unchecked { why } => {
                let message = format!("`{}` could not be checked: {why}", link.written);
                let help = "open it in a browser, or exclude it with `skip_prefixes` in `[link_checker]`";
                self.push(&UNCHECKED_LINK, message, &all_occurrences(link), help, diagnostics);
            }
        }
    }

    /// Reports an address that is not a valid URL.
    pub(super) fn report_invalid_address(&self, link: &ExternalLink, diagnostics: &mut Diagnostics) {
        self.report_dead_link(link, &format!("`{}` is not a valid web address", link.written), diagnostics);
    }

    fn report_missing_anchor(&self, link: &ExternalLink, id: &str, diagnostics: &mut Diagnostics) {
        let occurrences: Vec<&LinkOccurrence> =
            link.occurrences.iter().filter(|occurrence| occurrence.anchor.as_deref() == Some(id)).collect();
        let page = link.url.as_ref().map_or(link.written.as_str(), url::Url::as_str);
        let help = "open it in a browser, or exclude the page with `skip_anchor_prefixes` in `[link_checker]`";
        self.push(&DEAD_EXTERNAL_ANCHOR, format!("`{page}` has no `#{id}`"), &occurrences, help, diagnostics);
    }

    fn report_dead_link(&self, link: &ExternalLink, message: &str, diagnostics: &mut Diagnostics) {
        let original = link.occurrences.iter().find_map(|occurrence| match occurrence.role {
            LinkRole::Original(id) => Some((occurrence, id)),
            _ => None,
        });
        let Some((original, id)) = original else {
            let help = match link.occurrences.first().map(|occurrence| occurrence.role) {
                Some(LinkRole::Archive) => "find another archived copy, or delete `archive_url`",
                _ => "correct the URL, or link to an archived copy",
            };
            self.push(&DEAD_EXTERNAL_LINK, message.to_owned(), &all_occurrences(link), help, diagnostics);
            return;
        };
        let rest = link.occurrences.iter().filter(|occurrence| occurrence.span != original.span);
        let occurrences: Vec<&LinkOccurrence> = std::iter::once(original).chain(rest).collect();
        self.push(&DEAD_ORIGINAL, message.to_owned(), &occurrences, &self.dead_original_help(id), diagnostics);
    }

    /// Returns the help text of `dead-original`: the keys to add to the record, in the syntax of its front matter.
    fn dead_original_help(&self, id: RecordId) -> String {
        let record = self.site.record(id);
        let is_yaml = self.sources.get(record.file).text.trim_start_matches('\u{feff}').starts_with("---");
        let today = &self.today;
        let keys = if is_yaml {
            format!("`url_status: dead` and `url_checked: {today}`")
        } else {
            format!("`url_status = \"dead\"` and `url_checked = \"{today}\"`")
        };
        if matches!(&record.details, Details::Article(article) if has_archive(article)) {
            format!("add {keys} so that pages link to the archived copy")
        } else {
            format!("add {keys}, and `archive_url` if there is an archived copy")
        }
    }

    fn push(
        &self,
        rule: &'static Rule,
        message: String,
        occurrences: &[&LinkOccurrence],
        help: &str,
        diagnostics: &mut Diagnostics,
    ) {
        let severity = match self.site.config.link_checker.external_level {
            LinkLevel::Error if rule.severity == Severity::Warning => Severity::Error,
            _ => rule.severity,
        };
        let Some((first, rest)) = occurrences.split_first() else { return };
        let diagnostic = Diagnostic::new(rule, first.span, message).with_severity(severity).help(help);
        diagnostics.push(
            rest.iter().fold(diagnostic, |diagnostic, occurrence| diagnostic.related(occurrence.span, "also here")),
        );
    }
}

fn all_occurrences(link: &ExternalLink) -> Vec<&LinkOccurrence> {
    link.occurrences.iter().collect()
}

fn has_archive(article: &Article) -> bool {
    article.archive_url.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::report::{ReportFormat, ReportStyle, report};
    use crate::links::{collect, sample};
    use std::collections::BTreeSet;

    fn reported(files: &[(&str, &str)], verdict: &LinkStatus, missing: &[&str]) -> String {
        let (site, sources) = sample::site(files, &mut Diagnostics::default());
        let mut diagnostics = Diagnostics::default();
        let outcome = sample::outcome(verdict.clone());
        let missing: BTreeSet<String> = missing.iter().map(|id| (*id).to_owned()).collect();
        let entry = CacheEntry::new(0, &outcome, missing.clone(), missing);
        let reporter = LinkReporter { site: &site, sources: &sources, today: "2031-11-26".into() };
        for link in collect::external_links(&site, &sources) {
            reporter.report_link(&link, &entry, &mut diagnostics);
        }
        diagnostics.sort(&sources);
        let occurrences: usize = diagnostics.iter().map(|finding| finding.related.len()).sum();
        report(ReportFormat::Short, &diagnostics, &sources, &[], ReportStyle::default())
            + &format!("{occurrences} more places")
    }

    const PAGE: (&str, &str) =
        ("content/pages/p.md", "+++\ntitle = \"P\"\n+++\n[x](https://a.example/#b), <https://a.example>\n");

    fn dead() -> LinkStatus {
        LinkStatus::Dead { why: "404 Not Found".into() }
    }

    #[test]
    fn reports_dead_link_once_with_all_occurrences() {
        let expected = "content/pages/p.md:4:5: warning[dead-external-link]: `https://a.example/#b` is dead: 404 Not \
                        Found; correct the URL, or link to an archived copy\n1 more places";
        assert_eq!(reported(&[PAGE], &dead(), &[]), expected);
        let text = reported(&[PAGE], &LinkStatus::NoHost { host: "a.example".into() }, &[]);
        assert!(text.contains("`https://a.example/#b` is dead: the host `a.example` does not exist"), "{text}");
    }

    #[test]
    fn suggests_keys_for_dead_original() {
        let toml = ("content/articles/a.md", "+++\ntitle = \"A\"\nurl = \"https://a.example\"\n+++\n");
        let expected = "content/articles/a.md:3:7: warning[dead-original]: `https://a.example` is dead: 404 Not \
                        Found; add `url_status = \"dead\"` and `url_checked = \"2031-11-26\"`, and `archive_url` \
                        if there is an archived copy\n2 more places";
        assert_eq!(reported(&[PAGE, toml], &dead(), &[]), expected);
        let yaml = "---\ntitle: A\nurl: https://a.example\narchive_url: https://archive.example\n---\n";
        let text = reported(&[("content/articles/a.md", yaml)], &dead(), &[]);
        assert!(text.contains("add `url_status: dead` and `url_checked: 2031-11-26` so that pages link to"), "{text}");
        assert!(text.contains("find another archived copy, or delete `archive_url`"), "{text}");
    }

    #[test]
    fn reports_moved_and_unchecked_links_as_notes() {
        let moved = LinkStatus::Fine { moved: Some("https://b.example/".into()) };
        let expected = "content/pages/p.md:4:5: note[moved-link]: `https://a.example/#b` has moved to \
                        `https://b.example/`; use the new URL\n1 more places";
        assert_eq!(reported(&[PAGE], &moved, &[]), expected);
        let text = reported(&[PAGE], &LinkStatus::Unchecked { why: "403 Forbidden".into() }, &[]);
        assert!(text.starts_with("content/pages/p.md:4:5: note[unchecked-link]: "), "{text}");
    }

    #[test]
    fn reports_missing_anchor_at_links_that_need_it() {
        let text = reported(&[PAGE], &LinkStatus::Fine { moved: None }, &["b"]);
        assert!(
            text.starts_with("content/pages/p.md:4:5: warning[dead-external-anchor]: `https://a.example/` has no `#b`")
        );
        assert!(text.ends_with("0 more places"), "{text}");
    }

    #[test]
    fn raises_warnings_but_not_notes_to_configured_level() {
        let config =
            ("briefing.toml", "base_url = \"https://x.example/\"\n[link_checker]\nexternal_level = \"error\"\n");
        assert!(reported(&[config, PAGE], &dead(), &[]).contains(": error[dead-external-link]: "));
        let unchecked = LinkStatus::Unchecked { why: "x".into() };
        assert!(reported(&[config, PAGE], &unchecked, &[]).contains(": note[unchecked-link]: "));
    }
}
