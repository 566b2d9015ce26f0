//! Collects the external links of all records, each URL once with all of its occurrences.

use super::address;
use crate::model::{Article, Details, LinkCheckerConfig, Record, RecordId, ReferenceKind, Site};
use crate::span::{Sources, Span};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// An external URL with all of its occurrences.
#[derive(Clone, Debug)]
pub(super) struct ExternalLink {
    /// Request URL without fragment; `None` if the address cannot be parsed.
    pub(super) url: Option<Url>,
    /// Address as written at the first occurrence.
    pub(super) written: String,
    /// Occurrences, ordered by file path and position.
    pub(super) occurrences: Vec<LinkOccurrence>,
}

/// One occurrence of a URL in a file.
#[derive(Clone, Debug)]
pub(super) struct LinkOccurrence {
    /// Source span of the address, or of the whole link (see `address_span`).
    pub(super) span: Span,
    /// Use of the address.
    pub(super) role: LinkRole,
    /// Element id that the page must contain, if anchors of this address are checked.
    pub(super) anchor: Option<String>,
}

/// Use of an address in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkRole {
    /// A link or an image in Markdown text.
    Text,
    /// `url` of this article.
    Original(RecordId),
    /// `archive_url` of an article.
    Archive,
    /// `url` of an actor.
    Website,
}

impl ExternalLink {
    /// Returns the union of the element ids that the occurrences need.
    pub(super) fn anchors(&self) -> BTreeSet<String> {
        self.occurrences.iter().filter_map(|occurrence| occurrence.anchor.clone()).collect()
    }
}

/// Collects the links of all published records, ordered by URL, without those that match `skip_prefixes`.
pub(super) fn external_links(site: &Site, sources: &Sources) -> Vec<ExternalLink> {
    let checker = &site.config.link_checker;
    let mut links: BTreeMap<String, ExternalLink> = BTreeMap::new();
    let mut written: Vec<(&str, Span, LinkRole)> =
        site.visible().flat_map(|(id, record)| record_links(id, record, sources)).collect();
    written.sort_by_key(|(_, span, _)| (&*sources.get(span.file).path, span.start));
    for (written, span, role) in written {
        if starts_with_any(written, &checker.skip_prefixes) {
            continue;
        }
        let (url, anchor) = match address::parse(written) {
            Some(Ok(address)) => (Some(address.url), address.anchor),
            Some(Err(_)) => (None, None),
            None => continue,
        };
        let key = url.as_ref().map_or(written, Url::as_str).to_owned();
        let link = links.entry(key).or_insert_with(|| ExternalLink {
            url,
            written: written.to_owned(),
            occurrences: Vec::new(),
        });
        link.occurrences.push(LinkOccurrence {
            span,
            role,
            anchor: anchor.filter(|_| checks_anchors(written, checker)),
        });
    }
    links.into_values().collect()
}

/// Checks whether the fragment of an address is checked, i.e. not excluded by `skip_anchor_prefixes`.
fn checks_anchors(written: &str, checker: &LinkCheckerConfig) -> bool {
    !starts_with_any(written, &checker.skip_anchor_prefixes)
}

fn starts_with_any(address: &str, prefixes: &[String]) -> bool {
    prefixes.iter().any(|prefix| address.starts_with(prefix.as_str()))
}

fn record_links<'s>(id: RecordId, record: &'s Record, sources: &Sources) -> Vec<(&'s str, Span, LinkRole)> {
    let in_text = record.references.iter().filter_map(|reference| match &reference.kind {
        ReferenceKind::External(address) => {
            Some((address.as_str(), address_span(address, reference.span, sources), LinkRole::Text))
        }
        _ => None,
    });
    let in_front_matter = match &record.details {
        Details::Article(article) => article_links(id, article),
        Details::Actor(actor) => {
            actor.url.iter().map(|url| (url.value.as_str(), url.span, LinkRole::Website)).collect()
        }
        _ => Vec::new(),
    };
    in_text.chain(in_front_matter).collect()
}

/// Omits the original if the record declares it dead.
fn article_links(id: RecordId, article: &Article) -> Vec<(&str, Span, LinkRole)> {
    let original = article.url.as_ref().filter(|_| article.live_url().is_some());
    let original = original.map(|url| (url.value.as_str(), url.span, LinkRole::Original(id)));
    let archive = article.archive_url.as_ref().map(|url| (url.value.as_str(), url.span, LinkRole::Archive));
    original.into_iter().chain(archive).collect()
}

/// Returns the span of the address within its link, or the whole link if the source spells the address differently
/// (entities, escapes).
fn address_span(address: &str, link: Span, sources: &Sources) -> Span {
    match sources.text(link).rfind(address) {
        Some(position) => {
            let start = link.start as usize + position;
            Span::new(link.file, start..start + address.len())
        }
        None => link,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnose::Diagnostics;
    use crate::links::sample;

    fn collected(files: &[(&str, &str)]) -> Vec<String> {
        let (site, sources) = sample::site(files, &mut Diagnostics::default());
        let format_link = |link: &ExternalLink| {
            let format_occurrence = |occurrence: &LinkOccurrence| {
                let position = sources.get(occurrence.span.file).position(occurrence.span.start as usize);
                let (path, text) = (&sources.get(occurrence.span.file).path, sources.text(occurrence.span));
                let anchor = occurrence.anchor.as_deref().map_or(String::new(), |anchor| format!(" #{anchor}"));
                format!("{path}:{}:{} {text}{anchor}", position.line, position.column)
            };
            let occurrences: Vec<String> = link.occurrences.iter().map(format_occurrence).collect();
            format!("{} <- {}", link.url.as_ref().map_or("none", Url::as_str), occurrences.join(", "))
        };
        external_links(&site, &sources).iter().map(format_link).collect()
    }

    #[test]
    fn collects_each_url_once_with_all_occurrences() {
        let article = "+++\ntitle = \"A\"\nurl = \"https://a.example/one\"\narchive_url = \"https://archive.example/\"\n+++\n\
                       To [x](https://a.example/one#part) and <https://b.example>.\n";
        let front = "+++\ntitle = \"F\"\nbottom_line = \"See [it](https://b.example/).\"\n+++\n![i](//c.example/i.png) \
                     [m](mailto:a@b.example) [p](/x) [&amp;](https://b.example/?a&amp;b)\n";
        let actor = "+++\ntitle = \"B\"\nurl = \"https://b.example/\"\n+++\n";
        let expected = [
            "https://a.example/one <- content/articles/a.md:3:7 \"https://a.example/one\", \
             content/articles/a.md:6:8 https://a.example/one#part #part",
            "https://archive.example/ <- content/articles/a.md:4:15 \"https://archive.example/\"",
            "https://b.example/ <- content/_index.md:3:25 https://b.example/, content/actors/b.md:3:7 \
             \"https://b.example/\", content/articles/a.md:6:41 https://b.example",
            "https://b.example/?a&b <- content/_index.md:5:57 [&amp;](https://b.example/?a&amp;b)",
            "https://c.example/i.png <- content/_index.md:5:6 //c.example/i.png",
        ];
        let files = [("content/articles/a.md", article), ("content/_index.md", front), ("content/actors/b.md", actor)];
        assert_eq!(collected(&files), expected);
    }

    #[test]
    fn skips_drafts_dead_originals_and_skip_prefixes() {
        let gone = "+++\ntitle = \"A\"\nurl = \"https://a.example/\"\nurl_status = \"dead\"\n+++\n";
        let draft = "+++\ntitle = \"B\"\ndraft = true\n+++\n<https://b.example/>\n";
        let page = "+++\ntitle = \"C\"\n+++\n<https://skip.example/x#a> <https://scripts.example/#a> <https://[> \n";
        let config = "base_url = \"https://example.org/\"\n[link_checker]\nskip_prefixes = [\"https://skip.example/\"]\n\
                      skip_anchor_prefixes = [\"https://scripts.example/\"]\n";
        let files = [
            ("briefing.toml", config),
            ("content/articles/a.md", gone),
            ("content/topics/b.md", draft),
            ("content/pages/c.md", page),
        ];
        let expected = [
            "none <- content/pages/c.md:4:58 https://[",
            "https://scripts.example/ <- content/pages/c.md:4:29 https://scripts.example/#a",
        ];
        assert_eq!(collected(&files), expected);
    }
}
