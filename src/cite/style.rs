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

/// A style that there is not.
pub(crate) static UNKNOWN_STYLE: Rule = Rule {
    code: "unknown-citation-style",
    severity: Severity::Error,
    what: "The configuration names a citation style that is neither built in nor a file of the briefing.",
    why: "Citations and references would look different from what the author chose.",
    wrong: "[citations]\nstyle = \"chicago-autor-date\"",
    right: "[citations]\nstyle = \"chicago-author-date\"   # or \"templates/house.csl\"",
};

/// A style that cannot be used.
pub(crate) static INVALID_STYLE: Rule = Rule {
    code: "bad-citation-style",
    severity: Severity::Error,
    what: "A CSL file of the briefing cannot be used as a citation style.",
    why: "Citations and references would look different from what the author chose.",
    wrong: "[citations]\nstyle = \"templates/house.csl\"   # a macro in it calls itself",
    right: "[citations]\nstyle = \"templates/house.csl\"   # a file that https://validator.citationstyles.org takes",
};

/// How a style marks citations in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// With words that are the same on every page: author and date, author and title, a label.
    Words,
    /// With the number of the reference on the page.
    Numbers,
    /// With the number of a note that has the words.
    Notes,
}

/// A style in one locale, ready for use.
#[derive(Debug, PartialEq)]
pub(crate) struct CitationStyle {
    /// How it marks citations.
    pub(super) family: Family,
    /// For cites: [`OPEN`] and [`CLOSE`] stand for what surrounds a citation, and there is no bibliography.
    pub(super) cites: IndependentStyle,
    /// For references: the whole style.
    pub(super) references: IndependentStyle,
    /// For references that need not be told apart: their citations cost nothing.
    pub(super) single_references: IndependentStyle,
    /// What stands before all cites of a citation.
    pub(super) prefix: String,
    /// What stands between them.
    pub(super) delimiter: String,
    /// What stands behind them.
    pub(super) suffix: String,
    /// Whether a full stop goes within the quotation marks that it follows.
    pub(super) punctuation_in_quotes: bool,
    /// Whether a citation stands raised above the line.
    pub(super) superscript: bool,
    /// How neighbouring cites are drawn together.
    pub(super) collapse: Option<Collapse>,
    /// What stands between cites that are drawn together.
    pub(super) group_delimiter: String,
    /// The locale whose words it uses.
    pub(super) locale: LocaleCode,
    /// That locale, and the one that stands in for it.
    pub(super) locales: Vec<Locale>,
}

/// The styles of one language.
#[derive(Debug)]
pub(crate) struct Styles {
    /// The style that is set.
    pub(super) main: Arc<CitationStyle>,
    /// A style that needs no page to be understood, when the one that is set does.
    pub(super) short: Option<Arc<CitationStyle>>,
}

impl Styles {
    /// The styles of a language: what is set for it, else what is set for the briefing, else the usual ones. What
    /// cannot be used is reported.
    pub(crate) fn of(site: &Site, language: &str, found: &mut Diagnostics) -> Styles {
        let config = &site.config;
        let none = CitationConfig::default();
        let own = config.languages.get(language).map_or(&none, |own| &own.citations);
        let set = |pick: fn(&CitationConfig) -> Option<&Spanned<String>>| pick(own).or_else(|| pick(&config.citations));
        let style = set(|config| config.style.as_ref()).and_then(|style| style_by_name(style, site, found));
        let style = style.unwrap_or_else(|| archive::default_style(language));
        let is_of_site = own.locale.is_none() && language != &*config.default_language;
        let wanted = set(|config| config.locale.as_ref()).filter(|_| !is_of_site);
        let locales = Locales::resolve(wanted, language, style.default_locale.as_ref(), found);
        let main = Arc::new(CitationStyle::new(style, &locales));
        let short = (main.family != Family::Words)
            .then(|| Arc::new(CitationStyle::new(archive::default_style(language), &locales)));
        Styles { main, short }
    }
}

fn is_csl(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("csl"))
}

/// The style that an author names; one that cannot be used is reported.
fn style_by_name(style: &Spanned<String>, site: &Site, found: &mut Diagnostics) -> Option<IndependentStyle> {
    let name = style.value.trim();
    if is_csl(name) {
        return style_from_file(name, style, site, found);
    }
    let known = archive::by_name(name);
    if known.is_none() {
        let message = format!("there is no citation style `{name}`");
        let help = "name one such as `chicago-author-date`, `apa` or `ieee`, or the path of a `.csl` file";
        let diagnostic = Diagnostic::new(&UNKNOWN_STYLE, style.span, message).label("unknown style").help(help);
        found.push(diagnostic.maybe_help(did_you_mean(name, archive::names())));
    }
    known
}

fn style_from_file(
    path: &str,
    style: &Spanned<String>,
    site: &Site,
    found: &mut Diagnostics,
) -> Option<IndependentStyle> {
    let path = path.trim_start_matches("./");
    let Some(bytes) = site.files.get(path) else {
        let files = site.files.keys().map(|path| &**path).filter(|path| is_csl(path));
        let diagnostic = Diagnostic::new(&UNKNOWN_STYLE, style.span, format!("there is no file `{path}`"))
            .label("no such file")
            .help("put the file into `templates/`, and write its path from the briefing's root")
            .maybe_help(did_you_mean(path, files));
        found.push(diagnostic);
        return None;
    };
    match csl_file::read(bytes) {
        Ok(style) => Some(style),
        Err(reason) => {
            let message = format!("`{path}` cannot be used as a citation style: {reason}");
            found.push(
                Diagnostic::new(&INVALID_STYLE, style.span, message).help("see https://validator.citationstyles.org"),
            );
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

    /// Whether cites are put in the order of their numbers.
    pub(super) fn sorts_citations(&self) -> bool {
        self.references.citation.sort.is_some()
    }

    /// Whether references are put in the order of their words; else they stand in the order of their first citation.
    pub(super) fn sorts_references(&self) -> bool {
        self.references.bibliography.as_ref().is_some_and(|bibliography| bibliography.sort.is_some())
    }
}

/// What a style says of its own locale, else what the locale says.
fn punctuation_in_quotes(style: &IndependentStyle, locales: &Locales) -> bool {
    let is_own = |locale: &&Locale| locale.lang.as_ref().is_none_or(|lang| *lang == locales.code);
    let says = |locale: &Locale| locale.style_options.as_ref()?.punctuation_in_quote;
    style.locale.iter().chain(&locales.loaded).filter(is_own).find_map(says).unwrap_or(false)
}

/// A style that prints nothing where a source is cited, unless its references repeat what it prints there.
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
