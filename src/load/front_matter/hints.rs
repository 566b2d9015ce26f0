//! Suggestions for unknown keys.

use super::FrontMatterFormat;
use crate::diagnose::did_you_mean;

/// Keys of Hugo, Zola, Jekyll, Pandoc and bibliography tools, with the equivalent key here. If a name has several
/// equivalents, the first one that the table knows is suggested.
const FOREIGN_KEYS: &[(&str, &str)] = &[
    ("lastmod", "updated"),
    ("modified", "updated"),
    ("last_modified", "updated"),
    ("publishDate", "published"),
    ("pubDate", "date"),
    ("params", "extra"),
    ("categories", "topics"),
    ("tags", "topics"),
    ("taxonomies", "topics"),
    ("summary", "description"),
    ("permalink", "path"),
    ("layout", "template"),
    ("baseURL", "base_url"),
    ("csl", "style"),
    ("lang", "locale"),
    ("name", "title"),
    ("headline", "title"),
    ("publisher", "outlet"),
    ("publication", "outlet"),
    ("newspaper", "outlet"),
    ("journal", "outlet"),
    ("source", "outlet"),
    ("container-title", "outlet"),
    ("lang", "language"),
    ("link", "url"),
    ("website", "url"),
    ("issued", "date"),
    ("year", "date"),
    ("when", "date"),
    ("retrieved", "accessed"),
    ("access_date", "accessed"),
    ("urldate", "accessed"),
    ("archived", "archive_url"),
    ("dead", "url_status"),
    ("location", "place"),
    ("where", "place"),
    ("who", "actors"),
    ("aka", "names"),
    ("type", "kind"),
];

/// Returns the known key that was probably meant, or the reason why there is none.
pub(super) fn hint(key: &str, known: &[&'static str], format: FrontMatterFormat) -> Option<String> {
    if key == "expiryDate" {
        let draft = format.entry("draft", "true");
        return Some(format!("records do not expire; set `{draft}` to hide one"));
    }
    if matches!(key, "minify_html" | "minify") && known.contains(&"output_dir") {
        return Some("pages are not minified: let the web server compress them, which saves far more".to_owned());
    }
    let same = FOREIGN_KEYS.iter().find(|(foreign, ours)| *foreign == key && known.contains(ours));
    if let Some((_, ours)) = same {
        return Some(format!("use `{ours}` instead"));
    }
    did_you_mean(key, known.iter().copied())
        .or_else(|| known.contains(&"extra").then(|| format!("put custom keys under `{}`", format.table("extra"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_equivalents_of_other_generators_keys() {
        let known = ["title", "updated", "topics", "extra"];
        assert_eq!(hint("lastmod", &known, FrontMatterFormat::Toml).as_deref(), Some("use `updated` instead"));
        assert_eq!(hint("tags", &known, FrontMatterFormat::Toml).as_deref(), Some("use `topics` instead"));
        assert_eq!(hint("titel", &known, FrontMatterFormat::Toml).as_deref(), Some("did you mean `title`?"));
        assert_eq!(hint("qqqq", &known, FrontMatterFormat::Toml).as_deref(), Some("put custom keys under `[extra]`"));
        assert!(hint("expiryDate", &known, FrontMatterFormat::Toml).unwrap().contains("`draft = true`"));
    }

    #[test]
    fn suggests_equivalents_only_where_they_are_known() {
        let article = ["outlet", "accessed", "url", "extra"];
        assert_eq!(hint("publisher", &article, FrontMatterFormat::Toml).as_deref(), Some("use `outlet` instead"));
        assert_eq!(hint("retrieved", &article, FrontMatterFormat::Toml).as_deref(), Some("use `accessed` instead"));
        assert_ne!(hint("publisher", &["title"], FrontMatterFormat::Toml).as_deref(), Some("use `outlet` instead"));
        let common = ["published", "date", "extra"];
        assert_eq!(hint("publishDate", &common, FrontMatterFormat::Toml).as_deref(), Some("use `published` instead"));
    }

    #[test]
    fn uses_the_syntax_of_the_front_matter() {
        assert!(hint("expiryDate", &[], FrontMatterFormat::Yaml).unwrap().contains("`draft: true`"));
        let custom = hint("qqqq", &["extra"], FrontMatterFormat::Yaml);
        assert_eq!(custom.as_deref(), Some("put custom keys under `extra:`"));
    }

    #[test]
    fn suggests_known_keys_only() {
        assert_eq!(hint("tags", &["name"], FrontMatterFormat::Toml), None);
    }
}
