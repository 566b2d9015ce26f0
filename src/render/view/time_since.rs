//! The time between two dates in words: exact where both are known to the day, rounded where it is the same for all days that
//! they can be, and else nothing.

use crate::model::Edtf;
use crate::render::theme::Messages;
use jiff::civil::Date;

/// Units for rounding: message key and length in days, the largest first.
const UNITS: [(&str, i32, i32); 2] = [("home.later_months", 30, 60), ("home.later_weeks", 7, 10)];

/// Returns the words; `None` for dates of which the order or the distance is not known.
pub(super) fn words(before: &Edtf, date: &Edtf, messages: &Messages) -> Option<String> {
    if [before, date].iter().any(|date| date.is_open() || date.is_uncertain()) {
        return None;
    }
    let (least, most) = (days(before.latest()?, date.earliest()?)?, days(before.earliest()?, date.latest()?)?);
    if least < 1 {
        return None;
    }
    let is_exact = least == most && !before.is_approximate() && !date.is_approximate();
    let (key, n) = if is_exact { ("home.later_days", least) } else { rounded(least, most)? };
    Some(messages.count(key, usize::try_from(n).ok()?, 0))
}

fn days(from: Date, to: Date) -> Option<i32> {
    from.until(to).ok().map(|span| span.get_days())
}

/// Rounds both limits to the largest unit in which they agree.
fn rounded(least: i32, most: i32) -> Option<(&'static str, i32)> {
    let in_unit = |days: i32, unit: i32| (days + unit / 2) / unit;
    let fits = |(_, unit, from): &&(&str, i32, i32)| least >= *from && in_unit(least, *unit) == in_unit(most, *unit);
    UNITS.iter().find(fits).map(|(key, unit, _)| (*key, in_unit(least, *unit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_only_where_all_days_agree() {
        assert_eq!(rounded(35, 37), Some(("home.later_weeks", 5)));
        assert_eq!(rounded(75, 110), None);
        assert_eq!(rounded(80, 95), Some(("home.later_months", 3)));
        assert_eq!(rounded(2, 5), None);
    }
}
