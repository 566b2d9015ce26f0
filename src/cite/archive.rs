//! The embedded styles.

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{IndependentStyle, Style};

/// The style where none is set.
const DEFAULT_STYLE: ArchivedStyle = ArchivedStyle::ChicagoAuthorDate;
/// The style of Chinese pages where none is set.
const DEFAULT_CHINESE_STYLE: ArchivedStyle = ArchivedStyle::Gb77142015AuthorDate;

/// The style of a language's pages where none is set.
pub(super) fn default_style(language: &str) -> IndependentStyle {
    let is_chinese = language.split('-').next().is_some_and(|tag| tag.eq_ignore_ascii_case("zh"));
    get(if is_chinese { DEFAULT_CHINESE_STYLE } else { DEFAULT_STYLE })
}

/// The style of a name, as here or in Zotero's repository.
pub(super) fn by_name(name: &str) -> Option<IndependentStyle> {
    let named = ArchivedStyle::by_name(name).map(get);
    named.or_else(|| by_id(&format!("http://www.zotero.org/styles/{name}")))
}

/// The style of an id of Zotero's repository.
pub(super) fn by_id(id: &str) -> Option<IndependentStyle> {
    ArchivedStyle::by_id(id).map(get)
}

/// All names.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ArchivedStyle::all().iter().flat_map(|style| style.names().iter().copied())
}

/// An embedded style. None of them leads on to another one, as a test shows.
fn get(style: ArchivedStyle) -> IndependentStyle {
    match style.get() {
        Style::Independent(style) => style,
        Style::Dependent(_) => get(DEFAULT_STYLE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_stands_alone() {
        for style in ArchivedStyle::all() {
            assert!(matches!(style.get(), Style::Independent(_)), "{style:?}");
        }
    }

    #[test]
    fn knows_names_of_its_own_and_of_zotero() {
        let title = |name: &str| by_name(name).map(|style| style.info.title.value);
        assert_eq!(title("chicago-notes"), title("chicago-notes-bibliography"));
        assert_eq!(title("gb-7714-2015-numeric"), title("china-national-standard-gb-t-7714-2015-numeric"));
        assert_eq!(title("no-such"), None);
        assert!(names().count() > 80);
    }

    #[test]
    fn chinese_pages_have_their_own() {
        assert_ne!(default_style("zh-Hans"), default_style("en"));
        assert_eq!(default_style("zh"), default_style("zh-TW"));
    }
}
