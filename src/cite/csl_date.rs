//! Converts dates for the library that runs citation styles.

use crate::cite::bibliography::{DateParts, point_parts};
use crate::model::Edtf;
use crate::model::date::{Bound, CommonParts, DatePart, Point, Precision, historical_year};
use hayagriva::citationberg::json::{DateValue, Value, VecDate, VecDateRange};

/// Converts the certain parts of a date: a style would print an approximate day as if it were known. Of a range, this is
/// its start.
pub(super) fn date(date: &Edtf) -> Option<Value> {
    let ((year, month, day), circa) = certain_parts(date)?;
    let season = match date {
        Edtf::Point(point) => plain_season(*point).map(|season| (season - 20).to_string()),
        _ => None,
    };
    Some(date_value((year, month, day), circa, season))
}

/// Returns the number of a season that a style can print, 21 to 24.
fn plain_season(point: Point) -> Option<u8> {
    match point.part {
        DatePart::Season(season) if point.is_unqualified() => {
            Some(season.number()).filter(|number| (21..=24).contains(number))
        }
        _ => None,
    }
}

/// Converts the end of a range of which both ends are certain.
pub(super) fn last_date(date: &Edtf) -> Option<Value> {
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

/// Creates a date from parts with a year of the historical count, which has no year 0; the library counts with one.
fn date_value((year, month, day): DateParts, circa: bool, season: Option<String>) -> Value {
    let year = if year < 0 { year + 1 } else { year };
    let part = |part: Option<u8>| part.map(i16::from);
    let parts = [i16::try_from(year).ok(), part(month), part(day)].into_iter().flatten().collect();
    let date_parts = VecDateRange(vec![VecDate(parts)]);
    Value::Date(DateValue::DateParts { date_parts, literal: None, season, circa })
}

/// Returns the certain parts of a date, and `true` if even its year is approximate.
fn certain_parts(date: &Edtf) -> Option<(DateParts, bool)> {
    let of_point = |point: Point| {
        let (year, month, day) = point_parts(point);
        match (!point.is_unqualified(), month, day) {
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
            Some(((point_parts(point).0, None, None), point.precision() <= Precision::Year))
        }
        Edtf::Interval { .. } => None,
        Edtf::Set(_) => {
            let (first, last) = (date.earliest().or(date.latest())?, date.latest().or(date.earliest())?);
            let CommonParts { year, month, .. } = CommonParts::of(first, last);
            Some(((historical_year(first.year().into()), month, None), year.is_none() || date.is_open()))
        }
    }
}

/// Returns the number that a style prints for a year, and what replaces it: `2030s` for a decade, `2030–2031` for an interval.
/// `None` if the style prints all that is known; or for an interval that begins before the year 1 and ends after it.
pub(super) fn year_replacement(date: &Edtf) -> Option<(String, String)> {
    match *date {
        Edtf::Point(Point { year, .. }) if !year.is_exact() => {
            let (first, last) = (year.first(), year.last());
            let is_decade = year.unspecified_at_end() == Some(1) && first > 0;
            if is_decade { Some((first.to_string(), format!("{first}s"))) } else { printed_range(first, last) }
        }
        Edtf::Interval { from: Bound::Point(from), to: Bound::Point(to) }
            if from.year != to.year && !is_joinable(from, to) =>
        {
            printed_range(from.year.first(), to.year.last())
        }
        _ => None,
    }
}

/// Returns the numbers of a range of years, of which a style prints the first one, and the era after it.
fn printed_range(first: i32, last: i32) -> Option<(String, String)> {
    let [printed_first, printed_last] = [first, last].map(|year| historical_year(year).unsigned_abs());
    let is_of_one_era = (first > 0) == (last > 0);
    is_of_one_era.then(|| (printed_first.to_string(), format!("{printed_first}–{printed_last}")))
}

/// Checks whether a style can express a date in full: a day, month, season or year, or a range of two of the same form.
pub(crate) fn is_printed_in_full(date: &Edtf) -> bool {
    match *date {
        Edtf::Interval { from: Bound::Point(from), to: Bound::Point(to) } => is_joinable(from, to),
        Edtf::Point(point) if plain_season(point).is_some() => true,
        _ => is_expressible(date),
    }
}

/// Checks whether a style can express a date as a single day, month or year.
fn is_expressible(date: &Edtf) -> bool {
    matches!(date, Edtf::Point(point) if point.is_unqualified() && point.year.is_exact() && has_no_unspecified_part(*point))
}

fn has_no_unspecified_part(point: Point) -> bool {
    match point.part {
        DatePart::Day { month, day, .. } => month.known().is_some() && day.known().is_some(),
        DatePart::Month(month) => month.known().is_some(),
        DatePart::Season(_) => false,
        DatePart::Year => true,
    }
}

/// Returns a range of dates, on which the library panics.
#[cfg(test)]
pub(super) fn unprintable_date() -> Value {
    let date_parts = VecDateRange(vec![VecDate(vec![2031]), VecDate(vec![2032])]);
    Value::Date(DateValue::DateParts { date_parts, literal: None, season: None, circa: false })
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
            ("-0043", vec![-43], false), // printed as 44 BC
            ("0000", vec![0], false),    // printed as 1 BC
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
        assert_eq!(words("-0043-11~/-0042-02").as_deref(), Some("44–43"));
        assert_eq!(words("-0043-11~/0002-02"), None);
        assert_eq!(words("2031-01/2031-02"), None);
    }
}
