//! Says what was probably meant by a key that is not known.

use super::Format;
use crate::diagnose::did_you_mean;

/// Names that Hugo, Zola, Jekyll and Pandoc use, and ours for the same thing.
const FOREIGN: [(&str, &str); 15] = [
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
];

/// Says which known key was probably meant, or why there is none.
pub(super) fn hint(key: &str, known: &[&'static str], format: Format) -> Option<String> {
    if key == "expiryDate" {
        let draft = format.entry("draft", "true");
        return Some(format!("nothing expires by itself: set `{draft}` when it is no longer to be shown"));
    }
    let same = |name: &str| FOREIGN.iter().find(|(foreign, _)| *foreign == name).map(|(_, ours)| *ours);
    if let Some(ours) = same(key).filter(|ours| known.contains(ours)) {
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
        assert_eq!(hint("lastmod", &known, Format::Toml).as_deref(), Some("this is called `updated` here"));
        assert_eq!(hint("tags", &known, Format::Toml).as_deref(), Some("this is called `topics` here"));
        assert_eq!(hint("titel", &known, Format::Toml).as_deref(), Some("did you mean `title`?"));
        assert_eq!(hint("qqqq", &known, Format::Toml).as_deref(), Some("keys of your own belong under `[extra]`"));
        assert!(hint("expiryDate", &known, Format::Toml).unwrap().contains("`draft = true`"));
    }

    #[test]
    fn writes_as_the_author_does() {
        assert!(hint("expiryDate", &[], Format::Yaml).unwrap().contains("`draft: true`"));
        let own = hint("qqqq", &["extra"], Format::Yaml);
        assert_eq!(own.as_deref(), Some("keys of your own belong under `extra:`"));
    }

    #[test]
    fn does_not_suggest_what_does_not_exist_here() {
        assert_eq!(hint("tags", &["name"], Format::Toml), None);
    }
}
