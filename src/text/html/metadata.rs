//! Metadata of an article given by the markup of its page.
//!
//! JSON-LD takes precedence over `citation_*`, which takes precedence over Open Graph, Dublin Core and plain names: the
//! more specific to articles, the more reliable.

use super::json_ld::{self, JsonLdNode};
use super::meta::{self, Meta};
use crate::model::Author;
use crate::text::heuristics::date::{self, DateLine, DateLineKind};
use crate::text::heuristics::person::parse_names;
use crate::text::heuristics::rights::{self, RightsStatement};
use crate::text::metadata::{Extracted, SourceMetadata};
use crate::text::text_shape::{fold, is_host, is_url, strip_prefix_ignore_case};
use dom_query::Document;

/// Extracts the metadata of a page.
pub(super) fn read_metadata(document: &Document) -> SourceMetadata {
    let meta = Meta::new(document);
    let node = json_ld::find_article(document);
    let node = node.as_ref();
    let from_node = |properties: &[&str]| node.and_then(|node| node.text(properties));
    let extracted = |value: Option<String>| value.map(|value| Extracted { value, line: None });
    let outlet = find_outlet(node, &meta);
    let first_name = |property: &str| node.and_then(|node| Some(node.persons(property).into_iter().next()?.name));
    SourceMetadata {
        title: extracted(from_node(&["headline"]).or_else(|| meta.first(TITLES))),
        standfirst: None,
        authors: find_authors(node, &meta, outlet.as_deref()),
        outlet: extracted(outlet),
        date_line: find_date_line(node, &meta),
        language: find_language(document, from_node(&["inLanguage"]), &meta),
        url: extracted(find_url(document, from_node(&["url", "mainEntityOfPage"]), &meta)),
        related_url: None,
        rights: find_rights(document, from_node(&["license"]), &meta).map(|value| Extracted { value, line: None }),
        translator: extracted(first_name("translator").or_else(|| meta.first(&["citation_translator"]))),
        editor: extracted(first_name("editor").or_else(|| meta.first(&["citation_editor"]))),
        section: extracted(from_node(&["articleSection"]).or_else(|| meta.first(&["article.section"]))),
    }
}

const TITLES: &[&str] =
    &["citation_title", "og.title", "dcterms.title", "dc.title", "twitter.title", "parsely-title", "headline"];

const PUBLISHED: &[&str] = &[
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "article.published_time",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "datepublished",
    "parsely-pub-date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "date",
];

const UPDATED: &[&str] = &[
    "article.modified_time",
    "og.updated_time",
    "dcterms.modified",
    "dc.date.modified",
    "datemodified",
    "lastmod",
    "last-modified",
];

fn find_outlet(node: Option<&JsonLdNode>, meta: &Meta) -> Option<String> {
    let from_node = |properties: &[&str]| node.and_then(|node| node.text(properties));
    let candidates = [
        meta.first(&["citation_journal_title", "citation_inbook_title", "citation_conference_title"]),
        meta.first(&["og.site_name"]),
        from_node(&["publisher"]),
        meta.first(&[
            "citation_publisher",
            "citation_technical_report_institution",
            "dcterms.publisher",
            "dc.publisher",
        ]),
        meta.first(&["source", "mediaid"]).map(|source| {
            ["来源：", "来源:"].iter().find_map(|label| source.strip_prefix(label)).unwrap_or(&source).trim().to_owned()
        }),
        meta.first(&["publisher", "application-name"]),
    ];
    let candidates: Vec<String> =
        candidates.into_iter().flatten().filter(|name| !is_url(name) && name.chars().count() <= 100).collect();
    candidates.iter().find(|name| !is_host(name)).or(candidates.first()).cloned()
}

fn find_authors(node: Option<&JsonLdNode>, meta: &Meta, outlet: Option<&str>) -> Vec<Author> {
    let is_outlet = |author: &Author| outlet.is_some_and(|outlet| fold(outlet) == fold(&author.name));
    let sources = [
        node.map(|node| node.persons("author")).unwrap_or_default(),
        citation_authors(meta),
        meta.all("dcterms.creator").chain(meta.all("dc.creator")).flat_map(parse_authors).collect(),
        ["author", "parsely-author", "byl", "sailthru.author", "article.author"]
            .iter()
            .map(|name| meta.all(name).flat_map(parse_authors).collect::<Vec<Author>>())
            .find(|authors| !authors.is_empty())
            .unwrap_or_default(),
    ];
    let sources =
        sources.into_iter().map(|list| list.into_iter().filter(|author| !is_outlet(author)).collect::<Vec<_>>());
    let mut authors: Vec<Author> = Vec::new();
    for author in sources.into_iter().find(|list| !list.is_empty()).unwrap_or_default() {
        if !authors.iter().any(|known| fold(&known.name) == fold(&author.name)) {
            authors.push(author);
        }
    }
    authors
}

/// Collects `citation_author`, each with the `citation_author_institution` that follows it.
fn citation_authors(meta: &Meta) -> Vec<Author> {
    let mut authors: Vec<Author> = Vec::new();
    for (name, value) in meta.entries() {
        match (name, authors.last_mut()) {
            ("citation_author", _) => authors.extend(parse_authors(value)),
            ("citation_author_institution", Some(author)) if author.affiliation.is_none() => {
                author.affiliation = Some(value.to_owned());
            }
            _ => {}
        }
    }
    authors
}

/// Parses the names in a value: `Ada Berg and Tomas Lind`, `Berg, Ada`.
fn parse_authors(value: &str) -> Vec<Author> {
    let value = strip_prefix_ignore_case(value, "by ").unwrap_or(value).trim();
    if is_url(value) || is_host(value) || value.contains('@') || value.chars().count() > 300 {
        return Vec::new();
    }
    if let Some(names) = parse_names(value) {
        return names.into_iter().map(Author::named).collect();
    }
    match value.split_once(", ") {
        Some((family, given)) if !given.contains(',') && is_name_part(family) && is_name_part(given) => {
            vec![Author { name: format!("{given} {family}"), family: Some(family.to_owned()), ..Author::default() }]
        }
        _ => vec![Author::named(value.to_owned())],
    }
}

/// Checks whether a text can be the family or the given names of a person.
fn is_name_part(text: &str) -> bool {
    let text: Vec<&str> = text.split_whitespace().collect();
    (1..=3).contains(&text.len()) && text.iter().all(|word| word.chars().next().is_some_and(char::is_uppercase))
}

fn find_date_line(node: Option<&JsonLdNode>, meta: &Meta) -> Option<Extracted<DateLine>> {
    let from_node = |property: &str| node.and_then(|node| node.text(&[property]));
    let parse = |text: Option<String>, kind| {
        let mut value = date::parse_date_value(&text?)?;
        value.kind = kind;
        Some(Extracted { value, line: None })
    };
    parse(from_node("datePublished").or_else(|| meta.first(PUBLISHED)), DateLineKind::Published)
        .or_else(|| parse(from_node("dateModified").or_else(|| meta.first(UPDATED)), DateLineKind::Updated))
}

fn find_language(document: &Document, from_node: Option<String>, meta: &Meta) -> Option<String> {
    let from_html = document.select("html").attr("lang").or_else(|| document.select("html").attr("xml:lang"));
    let from_meta =
        meta.first(&["citation_language", "dcterms.language", "dc.language", "content-language", "language"]);
    let from_locale = || meta.first(&["og.locale"]);
    [from_html.map(|tag| tag.to_string()), from_node, from_meta, from_locale()]
        .into_iter()
        .flatten()
        .find_map(|t| language_tag(&t))
}

/// Normalizes a language tag such as `en-GB`: removes the region.
fn language_tag(tag: &str) -> Option<String> {
    let mut parts = tag.trim().split(['-', '_']);
    let primary =
        parts.next().filter(|part| matches!(part.len(), 2 | 3) && part.bytes().all(|b| b.is_ascii_alphabetic()))?;
    let primary = primary.to_ascii_lowercase();
    let script = match parts.next().map(str::to_ascii_lowercase).as_deref() {
        Some("hans" | "cn" | "sg") if primary == "zh" => "-Hans",
        Some("hant" | "tw" | "hk" | "mo") if primary == "zh" => "-Hant",
        _ => "",
    };
    Some(primary + script)
}

fn find_url(document: &Document, from_node: Option<String>, meta: &Meta) -> Option<String> {
    let candidates = [
        meta::link(document, "canonical"),
        meta.first(&["og.url"]),
        from_node,
        meta.first(&["citation_public_url", "citation_abstract_html_url", "citation_fulltext_html_url"]),
    ];
    candidates.into_iter().flatten().find(|url| is_url(url))
}

fn find_rights(document: &Document, from_node: Option<String>, meta: &Meta) -> Option<RightsStatement> {
    let license = [meta::link(document, "license"), from_node, meta.first(&["dcterms.license", "dc.rights.license"])];
    let license = license.into_iter().flatten().find_map(|text| rights::from_license(&text));
    let from_notice = || {
        let notice = meta.first(&["dcterms.rights", "dc.rights", "copyright", "rights"])?;
        rights::from_license(&notice).or_else(|| rights::from_notice(&notice))
    };
    license.or_else(from_notice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(head: &str) -> SourceMetadata {
        read_metadata(&Document::from(format!("<html lang=\"en-GB\"><head>{head}</head><body><p>x</p></body></html>")))
    }

    fn value<T>(extracted: Option<Extracted<T>>) -> T {
        extracted.unwrap().value
    }

    #[test]
    fn extracts_scholarly_article() {
        let metadata = parse(
            r#"<meta name="citation_title" content="A bridge"><meta name="citation_author" content="Berg, Ada">
            <meta name="citation_author_institution" content="Coast University"><meta name="citation_author" content="Tomas Lind">
            <meta name="citation_journal_title" content="Journal of Crossings"><meta name="citation_publication_date" content="2031/03">
            <meta name="dc.rights" content="This work is licensed under a Creative Commons Attribution 4.0 International License.">
            <link rel="canonical" href="https://crossings.example/1">"#,
        );
        assert_eq!(value(metadata.title), "A bridge");
        let authors: Vec<(&str, Option<&str>, Option<&str>)> = metadata
            .authors
            .iter()
            .map(|author| (author.name.as_str(), author.family.as_deref(), author.affiliation.as_deref()))
            .collect();
        assert_eq!(authors, [("Ada Berg", Some("Berg"), Some("Coast University")), ("Tomas Lind", None, None)]);
        assert_eq!(value(metadata.outlet), "Journal of Crossings");
        assert_eq!(value(metadata.date_line).date, "2031-03");
        assert_eq!(value(metadata.rights).license.as_deref(), Some("CC-BY-4.0"));
        assert_eq!(value(metadata.url), "https://crossings.example/1");
        assert_eq!(metadata.language.as_deref(), Some("en"));
    }

    #[test]
    fn extracts_newspaper_page() {
        let metadata = parse(
            r#"<meta property="og:title" content="A bridge - Courier"><meta property="og:site_name" content="Harbour Courier">
            <meta property="article:modified_time" content="2031-03-14T07:50:00+01:00"><meta name="author" content="Harbour Courier">
            <script type="application/ld+json">{"@type":"OpinionNewsArticle","headline":"A bridge","editor":"Vera Holm",
            "translator":{"name":"Tomas Lind"},"articleSection":["Letters"],"publisher":{"name":"Courier Media"},
            "author":{"@type":"Organization","name":"Harbour Courier"}}</script>"#,
        );
        assert_eq!(value(metadata.title), "A bridge");
        assert_eq!(value(metadata.outlet), "Harbour Courier");
        assert!(metadata.authors.is_empty(), "the outlet is no author");
        let date_line = value(metadata.date_line);
        assert_eq!((date_line.date.as_str(), date_line.kind), ("2031-03-14", DateLineKind::Updated));
        assert_eq!(value(metadata.editor), "Vera Holm");
        assert_eq!(value(metadata.translator), "Tomas Lind");
        assert_eq!(value(metadata.section), "Letters");
    }

    #[test]
    fn extracts_nothing_from_page_without_metadata() {
        let metadata = read_metadata(&Document::from("<p>x"));
        let empty = SourceMetadata::default();
        assert_eq!(format!("{metadata:?}"), format!("{empty:?}"));
    }

    #[test]
    fn normalizes_language_tags() {
        let parse: Vec<Option<String>> = ["en-GB", "zh-CN", "zh_TW", "x"].into_iter().map(language_tag).collect();
        assert_eq!(parse, [Some("en".to_owned()), Some("zh-Hans".to_owned()), Some("zh-Hant".to_owned()), None]);
    }
}
