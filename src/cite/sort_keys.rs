//! Sort keys of articles. The library sorts whole lists only, so each article's keys are printed once, by a style that
//! prints keys instead of cites: names inverted, dates as numbers.

use super::csl_item::CslSource;
use super::style_variant::edit;
use crate::model::Edtf;
use hayagriva::citationberg::json::{self, Value};
use hayagriva::citationberg::taxonomy::{DateVariable, NumberVariable, StandardVariable, Variable};
use hayagriva::citationberg::{
    Affixes, Date, DatePartName, DateParts, Formatting, IndependentStyle, InheritableNameOptions,
    LayoutRenderingElement, Name, NameAsSortOrder, Names, NamesChild, Sort, SortDirection, SortKey, Text, TextTarget,
};
use std::cmp::Ordering;

/// Separates keys in the output.
const SEPARATOR: char = '\u{e030}';
/// Variables that no article has, for the date of publication and its year.
const DATE_VARIABLE: StandardVariable = StandardVariable::Annote;
const YEAR_VARIABLE: StandardVariable = StandardVariable::Scale;

/// A style that prints sort keys.
#[derive(Debug, PartialEq)]
pub(super) struct SortStyle {
    /// The style; its cites are the keys.
    pub(super) style: IndependentStyle,
    descending: Vec<bool>,
}

impl SortStyle {
    /// Returns the style that prints the keys of `sort`; `None` if it sorts by the order of citation first.
    pub(super) fn new(style: &IndependentStyle, sort: Option<&Sort>) -> Option<SortStyle> {
        let keys = &sort.filter(|sort| sorts_by_content(sort))?.keys;
        let mut style = IndependentStyle { bibliography: None, ..style.clone() };
        edit(&mut style, &mut print_as_key);
        // Without options of their own, keys have all names.
        (style.citation.name_options.et_al_min, style.citation.name_options.et_al_subsequent_min) = (None, None);
        for key in keys {
            if let SortKey::MacroName { names_min: Some(minimum), names_use_first, .. } = key {
                let options = &mut style.citation.name_options;
                (options.et_al_min, options.et_al_use_first) = (Some(*minimum), names_use_first.or(Some(1)));
            }
        }
        let layout = &mut style.citation.layout;
        (layout.prefix, layout.suffix, layout.delimiter) = (None, None, None);
        layout.elements = keys
            .iter()
            .flat_map(|key| [key_element(key), text(TextTarget::Value { val: SEPARATOR.to_string() })])
            .collect();
        let descending = keys.iter().map(|key| key.sort_direction() == SortDirection::Descending).collect();
        Some(SortStyle { style, descending })
    }

    /// Returns the item that has the keys' variables.
    pub(super) fn item(source: &CslSource, issued: Option<&Edtf>) -> json::Item {
        let mut item = source.item.clone();
        if let Some(point) = issued.and_then(|date| date.points().first().copied()) {
            let (year, month, day) = crate::cite::bibliography::point_parts(point);
            let part = |part: Option<u8>| part.unwrap_or_default();
            let date = format!("{year:05}-{:02}-{:02}", part(month), part(day));
            for (variable, value) in [(DATE_VARIABLE, date), (YEAR_VARIABLE, format!("{year:05}"))] {
                item.0.insert(variable.to_string(), Value::String(value));
            }
        }
        item
    }

    /// Splits the output into keys.
    pub(super) fn keys(output: &str) -> Vec<String> {
        output.split(SEPARATOR).map(|key| key.trim().to_owned()).collect()
    }

    /// Compares keys; an empty one comes last.
    pub(super) fn compare(&self, a: &[String], b: &[String], order: impl Fn(&str, &str) -> Ordering) -> Ordering {
        let compared =
            a.iter().zip(b).zip(&self.descending).map(|((a, b), is_descending)| match (a.is_empty(), b.is_empty()) {
                (false, false) if *is_descending => order(b, a),
                (false, false) => order(a, b),
                (missing, other) => missing.cmp(&other),
            });
        compared.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}

/// Checks whether a style sorts by more than the order of citation.
pub(super) fn sorts_by_content(sort: &Sort) -> bool {
    let is_number = |key: &SortKey| {
        matches!(key, SortKey::Variable { variable: Variable::Number(NumberVariable::CitationNumber), .. })
    };
    !sort.keys.first().is_none_or(is_number)
}

/// Returns the element that prints a key.
fn key_element(key: &SortKey) -> LayoutRenderingElement {
    match key {
        SortKey::MacroName { name, .. } => text(TextTarget::Macro { name: name.clone() }),
        SortKey::Variable { variable: Variable::Name(name), .. } => {
            let mut names = Names::with_variables(vec![*name]);
            names.name_as_sort_order = Some(NameAsSortOrder::All);
            LayoutRenderingElement::Names(names)
        }
        SortKey::Variable { variable: Variable::Date(DateVariable::Issued), .. } => {
            text(Variable::Standard(DATE_VARIABLE).into())
        }
        SortKey::Variable { variable, .. } => text((*variable).into()),
    }
}

fn text(target: TextTarget) -> LayoutRenderingElement {
    LayoutRenderingElement::Text(Text {
        target,
        formatting: Formatting::default(),
        affixes: Affixes::default(),
        display: None,
        quotes: false,
        strip_periods: false,
        text_case: None,
    })
}

/// Changes an element so that its output can be compared.
fn print_as_key(element: &mut LayoutRenderingElement) {
    match element {
        LayoutRenderingElement::Text(text) => (text.quotes, text.text_case) = (false, None),
        LayoutRenderingElement::Date(date) if date.variable == Some(DateVariable::Issued) => {
            let variable = if has_only_year(date) { YEAR_VARIABLE } else { DATE_VARIABLE };
            *element = text(Variable::Standard(variable).into());
        }
        LayoutRenderingElement::Names(names) => {
            names.name_as_sort_order = Some(NameAsSortOrder::All);
            names.children.retain(|child| !matches!(child, NamesChild::Label(_)));
            for child in &mut names.children {
                if let NamesChild::Name(name) = child {
                    let none = InheritableNameOptions::default();
                    let options = name.options(&none);
                    let initialize_with = options.initialize_with.map(str::to_owned);
                    names.initialize = names.initialize.or((!options.initialize).then_some(false));
                    names.initialize_with = initialize_with.or(names.initialize_with.take());
                    let form = name.form.take();
                    *name = Name::default();
                    name.form = form;
                }
            }
        }
        _ => {}
    }
}

fn has_only_year(date: &Date) -> bool {
    match date.parts {
        Some(parts) => parts == DateParts::Year,
        None => date.form.is_none() && date.date_part.iter().all(|part| part.name == DatePartName::Year),
    }
}
