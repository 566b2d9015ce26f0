//! Converts bibliographic items for the library that runs citation styles.

use super::runs::{CLOSE_MARKER, OPEN_MARKER};
use crate::cite::bibliography::{
    BibliographyItem, BibliographyName, DateParts, csl_type, is_cjk, one_line, point_parts,
};
use crate::model::Edtf;
use crate::model::date::{Bound, DatePart, Point, Precision};
use hayagriva::citationberg::json::{self, DateValue, LiteralName, NameItem, NameValue, Value, VecDate, VecDateRange};
use std::collections::BTreeMap;

/// Converts an item to CSL-JSON for a citation style.
pub(super) fn csl_item(item: &BibliographyItem<'_>, id: String) -> json::Item {
    let text = |value: &str| Value::String(clean(value));
    let names =
        |names: &[BibliographyName<'_>]| (!names.is_empty()).then(|| Value::Names(names.iter().map(name).collect()));
    let fields = [
        ("id", Some(Value::String(id))),
        ("type", Some(text(csl_type(item.genre)))),
        ("title", Some(text(item.title))),
        ("author", names(&item.authors)),
        ("translator", names(item.translator.as_slice())),
        ("editor", names(item.editor.as_slice())),
        ("container-title", item.container().map(text)),
        ("publisher", item.publisher().map(text)),
        ("genre", item.kind.map(text)),
        ("issued", item.issued.as_ref().and_then(date)),
        ("accessed", item.accessed.as_ref().and_then(date)),
        ("language", item.language.map(text)),
        ("URL", item.url.as_deref().map(text)),
    ];
    let present = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    json::Item(present.collect::<BTreeMap<String, Value>>())
}

/// Returns a text on one line, without the private-use characters that mark parts of a style's output.
fn clean(text: &str) -> String {
    one_line(text).replace(|c| (OPEN_MARKER..=CLOSE_MARKER).contains(&c), "")
}

/// Converts a name. Styles print given names before the family name, so a name with `family_first` has its given names
/// in the suffix, which they print after the family name. Ideographic names they keep in order themselves.
fn name(name: &BibliographyName<'_>) -> NameValue {
    let person = |family: &str, given: Option<&str>, suffix: Option<&str>| {
        NameValue::Item(NameItem {
            family: clean(family),
            given: given.map(clean),
            non_dropping_particle: None,
            dropping_particle: None,
            suffix: suffix.map(clean),
            comma_suffix: None,
        })
    };
    match *name {
        BibliographyName::Parts { family, given, family_first: true } if !is_cjk(family) => {
            person(family, None, Some(given))
        }
        BibliographyName::Parts { family, given, .. } => person(family, Some(given), None),
        BibliographyName::Whole(name) => NameValue::Literal(LiteralName { literal: clean(name) }),
    }
}

/// Converts the certain parts of a date: a style would print an approximate day as if it were known.
fn date(date: &Edtf) -> Option<Value> {
    let ((year, month, day), circa) = certain_parts(date)?;
    let part = |part: Option<u8>| part.map(i16::from);
    let parts = [Some(year), part(month), part(day)].into_iter().flatten().collect();
    let date_parts = VecDateRange(vec![VecDate(parts)]);
    Some(Value::Date(DateValue::DateParts { date_parts, literal: None, season: None, circa }))
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
        Edtf::Interval { from: Bound::Point(from), to: Bound::Point(to) } if from.year != to.year => {
            Some((from.year.to_string(), format!("{}–{}", from.year, to.year)))
        }
        _ => None,
    }
}

/// Checks whether a style can express a date in full.
pub(crate) fn is_expressible(date: &Edtf) -> bool {
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
            ("2031-03/2031-05", vec![2031], false),
            ("2031-03-02/2031-03-14", vec![2031, 3], false),
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
        assert_eq!(words("2030-11/2031-02").as_deref(), Some("2030–2031"));
        assert_eq!(words("2031-01/2031-02"), None);
    }

    #[test]
    fn keeps_the_written_order_of_names() {
        let converted = |family: &'static str, given, family_first| match name(&BibliographyName::Parts {
            family,
            given,
            family_first,
        }) {
            NameValue::Item(item) => (item.family, item.given, item.suffix),
            NameValue::Literal(_) => unreachable!(),
        };
        let some = |words: &str| Some(words.to_owned());
        assert_eq!(converted("Brook", "Ann", false), ("Brook".into(), some("Ann"), None));
        assert_eq!(converted("Cai", "Cuihong", true), ("Cai".into(), None, some("Cuihong")));
        assert_eq!(converted("渡边", "小明", true), ("渡边".into(), some("小明"), None));
        assert!(
            matches!(name(&BibliographyName::Whole("Port, The")), NameValue::Literal(name) if name.literal == "Port, The")
        );
    }

    #[test]
    fn removes_control_characters_and_markers() {
        assert_eq!(clean("a\r\nb\u{e000}\u{e001}<script>"), "a b<script>");
    }
}
