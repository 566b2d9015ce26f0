//! Citation styles embedded in the program.

use crate::model::script::primary_subtag;
use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{IndependentStyle, Style};

/// Default style.
const DEFAULT_STYLE: ArchivedStyle = ArchivedStyle::ChicagoAuthorDate;
/// Default style of Chinese pages.
const DEFAULT_CHINESE_STYLE: ArchivedStyle = ArchivedStyle::Gb77142015AuthorDate;

/// Returns the default style for pages in a language, with its name.
pub(super) fn default_style(language: &str) -> (&'static str, IndependentStyle) {
    let is_chinese = primary_subtag(language).eq_ignore_ascii_case("zh");
    let style = if is_chinese { DEFAULT_CHINESE_STYLE } else { DEFAULT_STYLE };
    (style.names().first().copied().unwrap_or_default(), get(style))
}

/// Finds a style by its name here or in Zotero's repository.
pub(super) fn by_name(name: &str) -> Option<IndependentStyle> {
    let style = ArchivedStyle::by_name(name).map(get);
    style.or_else(|| by_id(&format!("http://www.zotero.org/styles/{name}")))
}

/// Finds a style by its id in Zotero's repository.
pub(super) fn by_id(id: &str) -> Option<IndependentStyle> {
    ArchivedStyle::by_id(id).map(get)
}

/// Iterates over the names of all embedded styles.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ArchivedStyle::all().iter().flat_map(|style| style.names().iter().copied())
}

/// Returns an embedded style. None of them depends on another one, as a test checks.
fn get(style: ArchivedStyle) -> IndependentStyle {
    match style.get() {
        Style::Independent(style) => style,
        Style::Dependent(_) => get(DEFAULT_STYLE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayagriva::citationberg::LocaleFile;

    #[test]
    fn every_embedded_style_is_independent() {
        for style in ArchivedStyle::all() {
            assert!(matches!(style.get(), Style::Independent(_)), "{style:?}");
        }
    }

    #[test]
    fn finds_styles_by_own_and_zotero_names() {
        let title = |name: &str| by_name(name).map(|style| style.info.title.value);
        assert_eq!(title("chicago-notes"), title("chicago-notes-bibliography"));
        assert_eq!(title("gb-7714-2015-numeric"), title("china-national-standard-gb-t-7714-2015-numeric"));
        assert_eq!(title("no-such"), None);
        assert!(names().count() > 80);
    }

    #[test]
    fn uses_another_default_style_for_chinese_pages() {
        assert_ne!(default_style("zh-Hans"), default_style("en"));
        assert_eq!(default_style("zh"), default_style("zh-TW"));
    }

    /// Returns XML as other programs read it: without options that are off, and with the names of terms in CSL.
    fn as_in_csl(xml: &str) -> String {
        let replaced = [
            (" quotes=\"false\"", ""),
            (" strip-periods=\"false\"", ""),
            ("<et-al term=\"et al\"", "<et-al term=\"et-al\""),
            ("name=\"and-others\"", "name=\"and others\""),
            ("name=\"editor-translator\"", "name=\"editortranslator\""),
        ];
        replaced.iter().fold(xml.to_owned(), |xml, (from, to)| xml.replace(from, to))
    }

    /// Writes the styles and locales for `tests/references`, which compares what they print with citeproc-js.
    #[test]
    fn writes_styles_and_locales_as_xml() {
        let folder = std::env::var_os("BRIEFING_STYLES").map(std::path::PathBuf::from);
        let mut files = Vec::new();
        for style in ArchivedStyle::all() {
            let xml = style.get().to_xml().unwrap();
            let root = "<style xmlns=\"http://purl.org/net/xbiblio/csl\" ";
            let xml = if xml.contains("xmlns=") { xml } else { xml.replacen("<style ", root, 1) };
            assert!(Style::from_xml(&xml).is_ok(), "{style:?}");
            files.extend(style.names().iter().map(|name| (format!("styles/{name}.csl"), xml.clone())));
        }
        for locale in hayagriva::archive::locales() {
            let code = locale.lang.clone().unwrap();
            let file = LocaleFile {
                version: "1.0".to_owned(),
                lang: code.clone(),
                info: None,
                terms: locale.terms,
                date: locale.date,
                style_options: locale.style_options,
            };
            let xml = file.to_xml().unwrap();
            let inner = xml.strip_prefix("<style").and_then(|xml| xml.strip_suffix("</style>")).unwrap();
            let root = "<locale xmlns=\"http://purl.org/net/xbiblio/csl\"";
            files.push((format!("locales/locales-{}.xml", code.0), format!("{root}{inner}</locale>")));
        }
        for (path, xml) in
            folder.iter().flat_map(|folder| files.iter().map(move |(path, xml)| (folder.join(path), xml)))
        {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, as_in_csl(xml)).unwrap();
        }
    }
}
