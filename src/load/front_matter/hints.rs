//! Says what was probably meant by a key that is not known.

use super::FrontMatterFormat;
use crate::diagnose::did_you_mean;

/// Names that Hugo, Zola, Jekyll, Pandoc and libraries use, and ours for the same thing; where a name can mean several,
/// the one that is a key there.
const FOREIGN_KEYS: &[(&str, &str)] = &[
    ("lastmod", "updated"),
    ("modified", "updated"),
    ("last_modified", "updated"),
    ("publishDate", "date"),
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
    ("published", "date"),
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

/// Says which known key was probably meant, or why there is none.
pub(super) fn hint(key: &str, known: &[&'static str], format: FrontMatterFormat) -> Option<String> {
    if key == "expiryDate" {
        let draft = format.entry("draft", "true");
        return Some(format!("nothing expires by itself: set `{draft}` when it is no longer to be shown"));
    }
    let same = FOREIGN_KEYS.iter().find(|(foreign, ours)| *foreign == key && known.contains(ours));
    if let Some((_, ours)) = same {
        return Some(format!("this is called `{ours}` here"));
    }
    did_you_mean(key, known.iter().copied()).or_else(|| {
        known.contains(&"extra").then(|| format!("keys of your own belong under `{}`", format.table("extra")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_names_of_other_generators() {
        let known = ["title", "updated", "topics", "extra"];
        assert_eq!(hint("lastmod", &known, FrontMatterFormat::Toml).as_deref(), Some("this is called `updated` here"));
        assert_eq!(hint("tags", &known, FrontMatterFormat::Toml).as_deref(), Some("this is called `topics` here"));
        assert_eq!(hint("titel", &known, FrontMatterFormat::Toml).as_deref(), Some("did you mean `title`?"));
        assert_eq!(
            hint("qqqq", &known, FrontMatterFormat::Toml).as_deref(),
            Some("keys of your own belong under `[extra]`")
        );
        assert!(hint("expiryDate", &known, FrontMatterFormat::Toml).unwrap().contains("`draft = true`"));
    }

    #[test]
    fn knows_the_names_of_libraries_where_they_fit() {
        let article = ["outlet", "accessed", "url", "extra"];
        assert_eq!(
            hint("publisher", &article, FrontMatterFormat::Toml).as_deref(),
            Some("this is called `outlet` here")
        );
        assert_eq!(
            hint("retrieved", &article, FrontMatterFormat::Toml).as_deref(),
            Some("this is called `accessed` here")
        );
        assert_ne!(
            hint("publisher", &["title"], FrontMatterFormat::Toml).as_deref(),
            Some("this is called `outlet` here")
        );
    }

    #[test]
    fn writes_as_the_author_does() {
        assert!(hint("expiryDate", &[], FrontMatterFormat::Yaml).unwrap().contains("`draft: true`"));
        let own = hint("qqqq", &["extra"], FrontMatterFormat::Yaml);
        assert_eq!(own.as_deref(), Some("keys of your own belong under `extra:`"));
    }

    #[test]
    fn does_not_suggest_what_does_not_exist_here() {
        assert_eq!(hint("tags", &["name"], FrontMatterFormat::Toml), None);
    }
}
