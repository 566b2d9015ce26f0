//! Converts bibliographic items for the library that runs citation styles.

use super::markup;
use super::placeholder::TextField;
use crate::cite::bibliography::{
    BibliographyItem, BibliographyName, DateParts, PersonName, csl_type, is_cjk, one_line, point_parts,
};
use crate::model::Edtf;
use crate::model::date::{Bound, DatePart, Point, Precision};
use hayagriva::citationberg::json::{self, DateValue, LiteralName, NameItem, NameValue, Value, VecDate, VecDateRange};
use hayagriva::citationberg::taxonomy::NameVariable;
use std::collections::BTreeMap;

/// An item as the library reads it, with what is filled into its output.
#[derive(Clone)]
pub(super) struct CslSource {
    /// The item, with placeholders for its texts.
    pub(super) item: json::Item,
    /// The item on the last day of a range of dates.
    pub(super) end: Option<json::Item>,
    /// Names that are printed with the family name first.
    pub(super) names: Vec<FamilyFirstName>,
    /// Names by which it is cited: those of the authors.
    pub(super) authors: Vec<CitedName>,
    /// A year that a style cannot print, and its replacement.
    pub(super) year_replacement: Option<(String, String)>,
    /// Last year of its date.
    pub(super) year: Option<String>,
    /// Language.
    pub(super) language: Option<String>,
    texts: [String; 4],
}

/// A name with the family name first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FamilyFirstName {
    /// Variable of the list of names.
    pub(super) variable: NameVariable,
    /// Index in the list.
    pub(super) index: usize,
    /// Family name.
    pub(super) family: String,
    /// Given names.
    pub(super) given: String,
}

/// Name of an author as far as citations tell it apart from other ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CitedName {
    /// Family name with its particle, or the whole name.
    pub(super) family: String,
    /// Given names; empty for a name that is not split.
    pub(super) given: String,
    /// Set if the family name comes first.
    pub(super) family_first: bool,
}

impl CslSource {
    /// Converts an item to CSL-JSON for a citation style.
    pub(super) fn new(item: &BibliographyItem<'_>) -> CslSource {
        let text = |value: &str| Value::String(clean(value));
        let written = [Some(item.title), item.container(), item.publisher(), item.kind];
        let texts = written.map(|text| text.map(clean).unwrap_or_default());
        let placeholder =
            |field: TextField| Some(Value::String(field.placeholder())).filter(|_| !texts[field as usize].is_empty());
        let names = |names: &[BibliographyName<'_>]| {
            (!names.is_empty()).then(|| Value::Names(names.iter().map(name).collect()))
        };
        let fields = [
            ("id", Some(text("item"))),
            ("type", Some(text(csl_type(item.genre)))),
            ("title", placeholder(TextField::Title)),
            ("author", names(&item.authors)),
            ("translator", names(item.translator.as_slice())),
            ("editor", names(item.editor.as_slice())),
            ("container-title", placeholder(TextField::Container)),
            ("publisher", placeholder(TextField::Publisher)),
            ("genre", placeholder(TextField::Genre)),
            ("issued", item.issued.as_ref().and_then(date)),
            ("accessed", item.accessed.as_ref().and_then(date)),
            ("language", item.language.map(text)),
            ("URL", item.url.as_deref().map(text)),
        ];
        let present = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let csl = json::Item(present.collect::<BTreeMap<String, Value>>());
        CslSource {
            end: item.issued.as_ref().and_then(last_date).map(|end| with_field(&csl, "issued", end)),
            item: csl,
            names: ordered_names(item),
            authors: cited_names(item),
            year_replacement: item.issued.as_ref().and_then(year_replacement),
            year: item.issued.as_ref().and_then(|date| date.points().last()).map(|point| point.year.to_string()),
            language: item.language.map(str::to_owned),
            texts,
        }
    }

    /// Returns the text of a field, empty if it has none.
    pub(super) fn text(&self, field: TextField) -> &str {
        &self.texts[field as usize]
    }

    /// Returns the text of a field without inline markup.
    pub(super) fn plain_text(&self, field: TextField) -> String {
        markup::plain(self.text(field))
    }

    /// Returns the source with names of authors written out, by their index.
    pub(super) fn with_authors(&self, written: &BTreeMap<usize, String>) -> CslSource {
        let mut source = self.clone();
        for item in [Some(&mut source.item), source.end.as_mut()].into_iter().flatten() {
            if let Some(Value::Names(names)) = item.0.get_mut("author") {
                for (&index, literal) in written {
                    if let Some(name) = names.get_mut(index) {
                        *name = NameValue::Literal(LiteralName { literal: literal.clone() });
                    }
                }
            }
        }
        let is_written =
            |name: &FamilyFirstName| name.variable == NameVariable::Author && written.contains_key(&name.index);
        source.names.retain(|name| !is_written(name));
        source
    }
}

fn with_field(item: &json::Item, field: &str, value: Value) -> json::Item {
    let mut changed = item.clone();
    changed.0.insert(field.to_owned(), value);
    changed
}

/// Returns a text on one line, without the private-use characters that mark parts of a style's output.
fn clean(text: &str) -> String {
    one_line(text).replace(|c| matches!(c, '\u{e000}' | '\u{e001}' | '\u{e00f}'..='\u{e0ff}'), "")
}

/// Returns a name with curly apostrophes.
fn clean_name(text: &str) -> String {
    clean(text).replace('\'', "’")
}

/// Converts a name.
fn name(name: &BibliographyName<'_>) -> NameValue {
    let optional = |part: &str| Some(clean_name(part)).filter(|part| !part.is_empty());
    match *name {
        BibliographyName::Person(person) => {
            // The library puts a space behind a particle.
            let is_attached = !person.particle.is_empty() && !person.family_with_particle().contains(' ');
            let family = if is_attached { person.family_with_particle() } else { person.family.to_owned() };
            let particle = if is_attached { "" } else { person.particle };
            NameValue::Item(NameItem {
                family: clean_name(&family),
                given: optional(person.given),
                non_dropping_particle: optional(particle),
                dropping_particle: optional(person.dropping_particle),
                suffix: optional(person.suffix),
                comma_suffix: None,
            })
        }
        BibliographyName::Whole(name) => NameValue::Literal(LiteralName { literal: clean_name(name) }),
    }
}

/// Returns the names by which an item is cited.
pub(super) fn cited_names(item: &BibliographyItem<'_>) -> Vec<CitedName> {
    item.authors.iter().map(cited_name).collect()
}

fn cited_name(name: &BibliographyName<'_>) -> CitedName {
    match name {
        BibliographyName::Person(person) => CitedName {
            family: clean_name(&person.family_with_particle()),
            given: clean_name(person.given),
            family_first: person.family_first,
        },
        BibliographyName::Whole(name) => {
            CitedName { family: clean_name(name), given: String::new(), family_first: false }
        }
    }
}

/// Returns the names that are printed with the family name first.
fn ordered_names(item: &BibliographyItem<'_>) -> Vec<FamilyFirstName> {
    let lists = [
        (NameVariable::Author, item.authors.as_slice()),
        (NameVariable::Translator, item.translator.as_slice()),
        (NameVariable::Editor, item.editor.as_slice()),
    ];
    let order = |variable: NameVariable, index: usize, person: &PersonName<'_>| FamilyFirstName {
        variable,
        index,
        family: clean_name(person.family),
        given: clean_name(person.given),
    };
    let named = lists
        .into_iter()
        .flat_map(|(variable, names)| names.iter().enumerate().map(move |(index, name)| (variable, index, name)));
    let ordered = named.filter_map(|(variable, index, name)| match name {
        BibliographyName::Person(person) if person.family_first || is_cjk(person.family) && is_cjk(person.given) => {
            Some(order(variable, index, person))
        }
        _ => None,
    });
    ordered.collect()
}

/// Converts the certain parts of a date: a style would print an approximate day as if it were known. Of a range, this is
/// its start.
fn date(date: &Edtf) -> Option<Value> {
    let ((year, month, day), circa) = certain_parts(date)?;
    let season = match date {
        Edtf::Point(Point {
            part: DatePart::Season(season @ 21..=24), approximate: false, uncertain: false, ..
        }) => Some((season - 20).to_string()),
        _ => None,
    };
    Some(date_value((year, month, day), circa, season))
}

/// Converts the end of a range of which both ends are certain.
fn last_date(date: &Edtf) -> Option<Value> {
    match *date {
        Edtf::Interval { from: Bound::Point(from), to: Bound::Point(to) } if is_joinable(from, to) => {
            Some(date_value(point_parts(to), false, None))
        }
        _ => None,
    }
}

/// Checks whether a range can be written as two dates of the same form.
fn is_joinable(from: Point, to: Point) -> bool {
    let is_certain = |point: Point| is_expressible(&Edtf::Point(point));
    is_certain(from) && is_certain(to) && from.precision() == to.precision()
}

fn date_value((year, month, day): DateParts, circa: bool, season: Option<String>) -> Value {
    let part = |part: Option<u8>| part.map(i16::from);
    let parts = [Some(year), part(month), part(day)].into_iter().flatten().collect();
    let date_parts = VecDateRange(vec![VecDate(parts)]);
    Value::Date(DateValue::DateParts { date_parts, literal: None, season, circa })
}

/// Returns the certain parts of a date, and `true` if even its year is approximate.
fn certain_parts(date: &Edtf) -> Option<(DateParts, bool)> {
    let of_point = |point: Point| {
        let (year, month, day) = point_parts(point);
        match (point.approximate || point.uncertain, month, day) {
            (false, ..) => ((year, month, day), false),
            (true, Some(month), Some(_)) => ((year, Some(month), None), false),
            (true, Some(_), None) => ((year, None, None), false),
            (true, None, _) => ((year, None, None), !matches!(point.part, DatePart::Season(_))),
        }
    };
    match *date {
        Edtf::Point(point) => Some(of_point(point)),
        Edtf::Interval { from: Bound::Point(from), to: Bound::Point(to) } if is_joinable(from, to) => {
            Some(of_point(from))
        }
        Edtf::Interval { from: Bound::Point(from), to: Bound::Point(to) } => {
            let (((year, month, _), circa), ((last_year, last_month, _), _)) = (of_point(from), of_point(to));
            let month = month.filter(|_| year == last_year && month == last_month);
            Some(((year, month, None), circa && year == last_year))
        }
        Edtf::Interval { from: Bound::Point(point), .. } | Edtf::Interval { to: Bound::Point(point), .. } => {
            Some(((point.year, None, None), point.precision() <= Precision::Year))
        }
        Edtf::Interval { .. } => None,
    }
}

/// Returns a year that a style cannot print and its replacement: `2030s` for a decade, `2030–2031` for an interval.
pub(super) fn year_replacement(date: &Edtf) -> Option<(String, String)> {
    match *date {
        Edtf::Point(point) if point.unspecified_digits > 0 => {
            Some((point.year.to_string(), format!("{}s", point.year)))
        }
        Edtf::Interval { from: Bound::Point(from), to: Bound::Point(to) }
            if from.year != to.year && !is_joinable(from, to) =>
        {
            Some((from.year.to_string(), format!("{}–{}", from.year, to.year)))
        }
        _ => None,
    }
}

/// Checks whether a style can express a date in full: a day, month, season or year, or a range of two of the same form.
pub(crate) fn is_printed_in_full(date: &Edtf) -> bool {
    match *date {
        Edtf::Interval { from: Bound::Point(from), to: Bound::Point(to) } => is_joinable(from, to),
        Edtf::Point(Point { part: DatePart::Season(21..=24), approximate: false, uncertain: false, .. }) => true,
        _ => is_expressible(date),
    }
}

/// Checks whether a style can express a date as a single day, month or year.
fn is_expressible(date: &Edtf) -> bool {
    matches!(date, Edtf::Point(point) if !point.approximate && !point.uncertain && point.unspecified_digits == 0
        && matches!(point.part, DatePart::Day { .. } | DatePart::Month(_) | DatePart::Year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Vec<i16>, bool) {
        let Some(Value::Date(DateValue::DateParts { date_parts, circa, .. })) = date(&Edtf::parse(text).unwrap())
        else {
            return (Vec::new(), false);
        };
        (date_parts.0[0].0.clone(), circa)
    }

    #[test]
    fn keeps_only_certain_parts_of_dates() {
        for (text, expected, circa) in [
            ("2031-03-14", vec![2031, 3, 14], false),
            ("2031-03-14T07:50Z", vec![2031, 3, 14], false),
            ("2031-03", vec![2031, 3], false),
            ("2031", vec![2031], false),
            ("2031-03-14~", vec![2031, 3], false),
            ("2031-03?", vec![2031], false),
            ("2031~", vec![2031], true),
            ("2031-22", vec![2031], false),
            ("2031-22~", vec![2031], false),
            ("2031-03-XX", vec![2031, 3], false),
            ("203X", vec![2030], false),
            ("2031-03/2031-05", vec![2031, 3], false),
            ("2031-03-02/2031-03-14", vec![2031, 3, 2], false),
            ("2031-03/2031-05-14", vec![2031], false),
            ("2031-03-02~/2031-03-14", vec![2031, 3], false),
            ("2030/2031", vec![2030], false),
            ("../2031-03-14", vec![2031], false),
            ("2031/..", vec![2031], true),
        ] {
            assert_eq!(parts(text), (expected, circa), "{text}");
        }
    }

    #[test]
    fn replaces_years_that_styles_cannot_print() {
        let words = |text: &str| year_replacement(&Edtf::parse(text).unwrap()).map(|(_, words)| words);
        assert_eq!(words("203X").as_deref(), Some("2030s"));
        assert_eq!(words("2030-11~/2031-02").as_deref(), Some("2030–2031"));
        assert_eq!(words("2030-11/2031-02"), None);
        assert_eq!(words("2031-01/2031-02"), None);
    }

    #[test]
    fn converts_names() {
        let converted = |person: PersonName<'_>| match name(&BibliographyName::Person(person)) {
            NameValue::Item(item) => {
                let given = item.given.unwrap_or_default();
                [item.family, given, item.non_dropping_particle.unwrap_or_default(), item.suffix.unwrap_or_default()]
            }
            NameValue::Literal(name) => [name.literal, String::new(), String::new(), String::new()],
        };
        let ann = PersonName { family: "O'Brook", given: "Ann", ..PersonName::default() };
        assert_eq!(converted(ann), ["O’Brook", "Ann", "", ""]);
        assert_eq!(converted(PersonName { particle: "van der", ..ann }), ["O’Brook", "Ann", "van der", ""]);
        assert_eq!(converted(PersonName { particle: "al-", ..ann }), ["al-O’Brook", "Ann", "", ""]);
        assert_eq!(converted(PersonName { suffix: "Jr.", ..ann }), ["O’Brook", "Ann", "", "Jr."]);
        assert!(
            matches!(name(&BibliographyName::Whole("Port, The")), NameValue::Literal(name) if name.literal == "Port, The")
        );
    }

    #[test]
    fn removes_control_characters_and_markers() {
        assert_eq!(clean("a\r\nb\u{e010}\u{e020}<script>"), "a b<script>");
    }
}
