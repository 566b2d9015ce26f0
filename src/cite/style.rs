//! Finds citation styles: by name in the archive of embedded ones, or as a CSL file of the briefing.

use super::archive;
use super::csl_file;
use super::distinction::DistinctionRules;
use super::locale::{self, Locales};
use super::quote_marks::QuoteMarks;
use super::sort_keys::sorts_by_content;
use super::style_variant::{add_missing_names, cites_labels, elements, places_letters};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity, did_you_mean};
use crate::model::script::primary_subtag;
use crate::model::{CitationConfig, Site};
use crate::span::Spanned;
use hayagriva::citationberg::{
    CitationFormat, Collapse, IndependentStyle, LayoutRenderingElement, Locale, LocaleCode, StyleCategory, StyleClass,
    SubsequentAuthorSubstituteRule, VerticalAlign,
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
#[expect(clippy::struct_excessive_bools, reason = "each is a property of the style")]
pub(crate) struct CitationStyle {
    /// Name or path, as configured.
    pub(super) name: Box<str>,
    /// Form of its citations.
    pub(super) family: Family,
    /// Style for cites: without the affixes of a citation, and without a list of references.
    pub(super) cites: Arc<IndependentStyle>,
    /// Style for references: its citations are empty, and it does not compare entries.
    pub(super) references: Arc<IndependentStyle>,
    /// Rules by which it tells articles apart.
    pub(super) rules: DistinctionRules,
    /// Set if it prints letters behind years where it wants to; else they follow the year.
    pub(super) places_letters: bool,
    /// Set if it cites by labels such as `Bro31`, and has no list of references.
    pub(super) has_only_labels: bool,
    /// Set if cites contain dates.
    pub(super) cites_dates: bool,
    /// Term for a missing date, if cites contain dates.
    pub(super) no_date: Option<String>,
    /// Quotation marks.
    pub(super) marks: QuoteMarks,
    /// Replacement for authors who are those of the entry before.
    pub(super) substitute: Option<AuthorSubstitute>,
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
    /// Locales for sources in Chinese and in other languages, if the style prints terms in the language of the source.
    by_source: Option<[(LocaleCode, Vec<Locale>); 2]>,
}

/// Replacement for authors who are those of the entry before.
#[derive(Debug, PartialEq)]
pub(super) struct AuthorSubstitute {
    /// The replacement: a dash.
    pub(super) text: String,
    /// Names that are replaced.
    pub(super) rule: SubsequentAuthorSubstituteRule,
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
        let configured_style = config.citation_style(language);
        let named = |style| Some((configured_style?.value.trim(), style));
        let style = configured_style.and_then(|style| style_by_name(style, site, diagnostics)).and_then(named);
        let (name, style) = style.unwrap_or_else(|| archive::default_style(language));
        let is_site_locale = own.locale.is_none() && language != &*config.default_language;
        let locale = own.locale.as_ref().or(config.citations.locale.as_ref()).filter(|_| !is_site_locale);
        let locales = Locales::resolve(locale, language, style.default_locale.as_ref(), diagnostics);
        let main = Arc::new(CitationStyle::new(name, style, &locales));
        let default = || archive::default_style(language);
        let short = (main.family != Family::Words || main.has_only_labels).then(default);
        let short = short.map(|(name, style)| Arc::new(CitationStyle::new(name, style, &locales)));
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
    fn new(name: &str, mut style: IndependentStyle, locales: &Locales) -> CitationStyle {
        add_missing_names(&mut style);
        let word = |text: &Option<String>, usual: &str| text.clone().unwrap_or_else(|| usual.to_owned());
        let mut cites = IndependentStyle { bibliography: None, ..style.clone() };
        (cites.citation.layout.prefix, cites.citation.layout.suffix) = (None, None);
        let is_date = |element: &&LayoutRenderingElement| matches!(element, LayoutRenderingElement::Date(_));
        let cites_dates = elements(&style, &style.citation.layout.elements).iter().any(is_date);
        let is_author_date = format_of(&style) == Some(CitationFormat::AuthorDate);
        let substitute = style.bibliography.as_mut().and_then(|list| {
            let rule = list.subsequent_author_substitute_rule;
            list.subsequent_author_substitute.take().map(|text| AuthorSubstitute { text, rule })
        });
        let (citation, layout) = (&style.citation, &style.citation.layout);
        CitationStyle {
            name: name.into(),
            family: Family::of(&style),
            prefix: word(&layout.prefix, ""),
            delimiter: word(&layout.delimiter, ", "),
            suffix: word(&layout.suffix, ""),
            punctuation_in_quotes: punctuation_in_quotes(&style, locales),
            superscript: layout.vertical_align == Some(VerticalAlign::Sup),
            collapse: citation.collapse,
            group_delimiter: word(&citation.cite_group_delimiter, ", "),
            rules: DistinctionRules::of(&style),
            places_letters: places_letters(&style),
            has_only_labels: style.bibliography.is_none() && cites_labels(&style),
            cites_dates,
            no_date: locales.no_date().filter(|_| is_author_date && cites_dates),
            marks: QuoteMarks::of(&style, &locales.code, &locales.loaded),
            substitute,
            cites: Arc::new(cites),
            by_source: locales_by_source(&style),
            references: Arc::new(without_cites(style)),
            locale: locales.code.clone(),
            locales: locales.loaded.clone(),
        }
    }

    /// Returns the locale for a source in a language, with its fallback.
    pub(super) fn locales_for(&self, language: Option<&str>) -> (&LocaleCode, &[Locale]) {
        let primary = |tag: &str| primary_subtag(tag).to_lowercase();
        let language = language.map(primary).filter(|language| *language != primary(&self.locale.0));
        let other = language.zip(self.by_source.as_ref());
        other.map_or((&self.locale, self.locales.as_slice()), |(language, [chinese, usual])| {
            let (code, locales) = if language == "zh" { chinese } else { usual };
            (code, locales.as_slice())
        })
    }

    /// Returns the quotation marks if full stops and commas go within them.
    pub(super) fn marks_within(&self) -> Option<&QuoteMarks> {
        self.punctuation_in_quotes.then_some(&self.marks)
    }

    /// Checks whether cites are sorted by their numbers.
    pub(super) fn sorts_citations(&self) -> bool {
        self.cites.citation.sort.is_some()
    }

    /// Checks whether references have an order of their own; else they are in the order of their first citation.
    pub(super) fn sorts_references(&self) -> bool {
        let sort = self.references.bibliography.as_ref().and_then(|bibliography| bibliography.sort.as_ref());
        sort.is_some_and(sorts_by_content)
    }
}

/// Reads the option from the style's own locale, else from the locale.
fn punctuation_in_quotes(style: &IndependentStyle, locales: &Locales) -> bool {
    let is_own = |locale: &&Locale| locale.lang.as_ref().is_none_or(|lang| *lang == locales.code);
    let option = |locale: &Locale| locale.style_options.as_ref()?.punctuation_in_quote;
    style.locale.iter().chain(&locales.loaded).filter(is_own).find_map(option).unwrap_or(false)
}

/// Returns the locales for sources in Chinese and in other languages, for a Chinese style: it prints `等` or `et al.` as
/// the source would.
fn locales_by_source(style: &IndependentStyle) -> Option<[(LocaleCode, Vec<Locale>); 2]> {
    let is_chinese = style.default_locale.as_ref().is_some_and(|code| code.0.starts_with("zh"));
    let load = |code: &str| {
        let code = LocaleCode(code.to_owned());
        let loaded = locale::load(&code);
        (code, loaded)
    };
    is_chinese.then(|| [load("zh-CN"), load("en-US")])
}

/// Returns a style with empty citations, unless its references repeat the citation's label or are its citations.
fn without_cites(mut style: IndependentStyle) -> IndependentStyle {
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
