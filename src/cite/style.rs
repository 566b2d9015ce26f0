//! Finds citation styles: by name in the archive of embedded ones, or as a CSL file of the briefing.

use super::archive;
use super::csl_file;
use super::locale::Locales;
use super::runs::{CLOSE_MARKER, OPEN_MARKER};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity, did_you_mean};
use crate::model::{CitationConfig, Site};
use crate::span::Spanned;
use hayagriva::citationberg::{
    CitationFormat, Collapse, IndependentStyle, Locale, LocaleCode, StyleCategory, StyleClass, VerticalAlign,
};
use std::sync::Arc;

/// The configured citation style does not exist.
pub(crate) static UNKNOWN_STYLE: Rule = Rule {
    code: "unknown-citation-style",
    severity: Severity::Error,
    what: "The configuration names a citation style that is neither built in nor a file in the briefing.",
    why: "Citations and references would not be formatted as the author intended.",
    wrong: "[citations]\nstyle = \"chicago-autor-date\"",
    right: "[citations]\nstyle = \"chicago-author-date\"   # or \"templates/house.csl\"",
};

/// The configured citation style cannot be used.
pub(crate) static INVALID_STYLE: Rule = Rule {
    code: "invalid-citation-style",
    severity: Severity::Error,
    what: "A CSL file in the briefing is not a valid citation style.",
    why: "Citations and references would not be formatted as the author intended.",
    wrong: "[citations]\nstyle = \"templates/house.csl\"   # a macro in it calls itself",
    right: "[citations]\nstyle = \"templates/house.csl\"   # a file that https://validator.citationstyles.org accepts",
};

/// Form of a style's citations in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Text that is the same on every page: author and date, author and title, a label.
    Words,
    /// The number of the reference on the page.
    Numbers,
    /// The number of a note with the citation.
    Notes,
}

/// A style in one locale, ready for use.
#[derive(Debug, PartialEq)]
pub(crate) struct CitationStyle {
    /// Form of its citations.
    pub(super) family: Family,
    /// Style for cites: [`OPEN_MARKER`] and [`CLOSE_MARKER`] replace the affixes of a citation, and there is no
    /// bibliography.
    pub(super) cites: IndependentStyle,
    /// Style for references: unchanged.
    pub(super) references: IndependentStyle,
    /// Style for references that need no disambiguation: its citations are empty, which is faster.
    pub(super) single_references: IndependentStyle,
    /// Text before all cites of a citation.
    pub(super) prefix: String,
    /// Text between cites.
    pub(super) delimiter: String,
    /// Text after all cites of a citation.
    pub(super) suffix: String,
    /// Set if a full stop goes before the closing quotation mark that it follows.
    pub(super) punctuation_in_quotes: bool,
    /// Set if citations are superscript.
    pub(super) superscript: bool,
    /// Rule by which adjacent cites collapse.
    pub(super) collapse: Option<Collapse>,
    /// Text between collapsed cites.
    pub(super) group_delimiter: String,
    /// Locale of terms and dates.
    pub(super) locale: LocaleCode,
    /// That locale and its fallback.
    pub(super) locales: Vec<Locale>,
}

/// Styles of one language.
#[derive(Debug)]
pub(crate) struct Styles {
    /// The configured style.
    pub(super) main: Arc<CitationStyle>,
    /// A style whose cites do not depend on the page, if the configured one is not of this kind.
    pub(super) short: Option<Arc<CitationStyle>>,
}

impl Styles {
    /// Returns the styles of a language: those configured for it, else for the briefing, else the default. Reports
    /// styles that cannot be used.
    pub(crate) fn of(site: &Site, language: &str, diagnostics: &mut Diagnostics) -> Styles {
        let config = &site.config;
        let none = CitationConfig::default();
        let own = config.languages.get(language).map_or(&none, |config| &config.citations);
        let configured =
            |pick: fn(&CitationConfig) -> Option<&Spanned<String>>| pick(own).or_else(|| pick(&config.citations));
        let style =
            configured(|config| config.style.as_ref()).and_then(|style| style_by_name(style, site, diagnostics));
        let style = style.unwrap_or_else(|| archive::default_style(language));
        let is_site_locale = own.locale.is_none() && language != &*config.default_language;
        let locale = configured(|config| config.locale.as_ref()).filter(|_| !is_site_locale);
        let locales = Locales::resolve(locale, language, style.default_locale.as_ref(), diagnostics);
        let main = Arc::new(CitationStyle::new(style, &locales));
        let short = (main.family != Family::Words)
            .then(|| Arc::new(CitationStyle::new(archive::default_style(language), &locales)));
        Styles { main, short }
    }
}

fn is_csl(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("csl"))
}

/// Finds the style that the author configured, and reports one that cannot be used.
fn style_by_name(style: &Spanned<String>, site: &Site, diagnostics: &mut Diagnostics) -> Option<IndependentStyle> {
    let name = style.value.trim();
    if is_csl(name) {
        return style_from_file(name, style, site, diagnostics);
    }
    let found_style = archive::by_name(name);
    if found_style.is_none() {
        let message = format!("there is no citation style `{name}`");
        let help = "use a built-in style such as `chicago-author-date`, `apa` or `ieee`, or the path of a `.csl` file";
        let diagnostic = Diagnostic::new(&UNKNOWN_STYLE, style.span, message).label("unknown style").help(help);
        diagnostics.push(diagnostic.maybe_help(did_you_mean(name, archive::names())));
    }
    found_style
}

fn style_from_file(
    path: &str,
    style: &Spanned<String>,
    site: &Site,
    diagnostics: &mut Diagnostics,
) -> Option<IndependentStyle> {
    let path = path.trim_start_matches("./");
    let Some(bytes) = site.files.get(path) else {
        let files = site.files.keys().map(|path| &**path).filter(|path| is_csl(path));
        let diagnostic = Diagnostic::new(&UNKNOWN_STYLE, style.span, format!("there is no file `{path}`"))
            .label("file not found")
            .help("put the file in `templates/` and give its path relative to the briefing's root")
            .maybe_help(did_you_mean(path, files));
        diagnostics.push(diagnostic);
        return None;
    };
    match csl_file::read(bytes) {
        Ok(style) => Some(style),
        Err(reason) => {
            let message = format!("`{path}` is not a valid citation style: {reason}");
            diagnostics.push(Diagnostic::new(&INVALID_STYLE, style.span, message).help(
                "check the file with \
                                                                           https://validator.citationstyles.org",
            ));
            None
        }
    }
}

impl CitationStyle {
    fn new(style: IndependentStyle, locales: &Locales) -> CitationStyle {
        let (citation, layout) = (&style.citation, &style.citation.layout);
        let word = |text: &Option<String>, usual: &str| text.clone().unwrap_or_else(|| usual.to_owned());
        let mut cites = IndependentStyle { bibliography: None, ..style.clone() };
        cites.citation.layout.prefix = Some(OPEN_MARKER.to_string());
        cites.citation.layout.suffix = Some(CLOSE_MARKER.to_string());
        CitationStyle {
            family: Family::of(&style),
            prefix: word(&layout.prefix, ""),
            delimiter: word(&layout.delimiter, ", "),
            suffix: word(&layout.suffix, ""),
            punctuation_in_quotes: punctuation_in_quotes(&style, locales),
            superscript: layout.vertical_align == Some(VerticalAlign::Sup),
            collapse: citation.collapse,
            group_delimiter: word(&citation.cite_group_delimiter, ", "),
            cites,
            single_references: without_cites(&style),
            references: style,
            locale: locales.code.clone(),
            locales: locales.loaded.clone(),
        }
    }

    /// Checks whether cites are sorted by their numbers.
    pub(super) fn sorts_citations(&self) -> bool {
        self.references.citation.sort.is_some()
    }

    /// Checks whether references are sorted by their text; else they are in the order of their first citation.
    pub(super) fn sorts_references(&self) -> bool {
        self.references.bibliography.as_ref().is_some_and(|bibliography| bibliography.sort.is_some())
    }
}

/// Reads the option from the style's own locale, else from the locale.
fn punctuation_in_quotes(style: &IndependentStyle, locales: &Locales) -> bool {
    let is_own = |locale: &&Locale| locale.lang.as_ref().is_none_or(|lang| *lang == locales.code);
    let option = |locale: &Locale| locale.style_options.as_ref()?.punctuation_in_quote;
    style.locale.iter().chain(&locales.loaded).filter(is_own).find_map(option).unwrap_or(false)
}

/// Returns a style with empty citations, unless its references repeat the citation's label.
fn without_cites(style: &IndependentStyle) -> IndependentStyle {
    let mut style = style.clone();
    if style.bibliography.is_some() && format_of(&style) != Some(CitationFormat::Label) {
        style.citation.layout.elements.clear();
    }
    style
}

fn format_of(style: &IndependentStyle) -> Option<CitationFormat> {
    style.info.category.iter().find_map(|category| match category {
        StyleCategory::CitationFormat { format } => Some(*format),
        StyleCategory::Field { .. } => None,
    })
}

impl Family {
    fn of(style: &IndependentStyle) -> Family {
        match (style.settings.class, format_of(style)) {
            (StyleClass::Note, _) => Family::Notes,
            (_, Some(CitationFormat::Numeric)) => Family::Numbers,
            _ => Family::Words,
        }
    }
}
