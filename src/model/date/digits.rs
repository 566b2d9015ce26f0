//! Numbers of a date, of which some digits may be unspecified (`X`).

use serde::{Deserialize, Serialize};
use std::fmt;

/// Largest number of digits whose `X` are counted.
const MAX_DIGITS: u32 = 4;

/// Year, with unspecified digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Year {
    /// Astronomical year (the year 0 is 1 BCE); unspecified digits count as 0.
    value: i32,
    /// Bit mask of the unspecified digits; bit 0 is the last digit.
    unspecified: u8,
}

impl Year {
    /// Creates a year without unspecified digits.
    pub const fn exact(value: i32) -> Year {
        Year { value, unspecified: 0 }
    }

    /// Creates a year; `unspecified` is the bit mask of its unspecified digits, which are 0 in `value`.
    pub(super) const fn masked(value: i32, unspecified: u8) -> Year {
        Year { value, unspecified }
    }

    /// Returns the year, or `None` if a digit is unspecified.
    pub fn known(self) -> Option<i32> {
        self.is_exact().then_some(self.value)
    }

    /// Returns true if all digits are specified.
    pub fn is_exact(self) -> bool {
        self.unspecified == 0
    }

    /// Returns true if the first of four digits is unspecified, so that not even the millennium is known.
    pub fn is_unknown(self) -> bool {
        self.unspecified & (1 << (MAX_DIGITS - 1)) != 0
    }

    /// Returns the number of unspecified digits at the end, or `None` if a specified digit follows an unspecified one.
    pub fn unspecified_at_end(self) -> Option<u8> {
        let count = self.unspecified.trailing_ones();
        (u32::from(self.unspecified) == (1 << count) - 1).then(|| u8::try_from(count).unwrap_or(u8::MAX))
    }

    /// Returns the earliest possible year.
    pub fn first(self) -> i32 {
        if self.value < 0 { self.value - self.largest_addend() } else { self.value }
    }

    /// Returns the latest possible year.
    pub fn last(self) -> i32 {
        if self.value < 0 { self.value } else { self.value + self.largest_addend() }
    }

    /// Checks whether the year is a possible one.
    pub(super) fn admits(self, year: i32) -> bool {
        let same_sign = self.value == 0 && year >= 0 || self.value.signum() == year.signum();
        same_sign && admits_digits(self.value.unsigned_abs(), self.unspecified, year.unsigned_abs())
    }

    fn largest_addend(self) -> i32 {
        (0..MAX_DIGITS).filter(|digit| self.unspecified & (1 << digit) != 0).map(|digit| 9 * 10_i32.pow(digit)).sum()
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.value.unsigned_abs() > 9999 {
            return write!(f, "Y{}", self.value);
        }
        f.write_str(if self.value < 0 { "-" } else { "" })?;
        write_digits(f, self.value.unsigned_abs(), self.unspecified, 4)
    }
}

/// Converts an astronomical year to one without a year 0: 1 BCE is -1.
pub fn historical_year(year: i32) -> i32 {
    if year > 0 { year } else { year - 1 }
}

/// Month or day, with unspecified digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TwoDigits {
    value: u8,
    unspecified: u8,
}

impl TwoDigits {
    /// `XX`
    pub const UNSPECIFIED: TwoDigits = TwoDigits { value: 0, unspecified: 0b11 };

    /// Creates a number without unspecified digits.
    pub const fn exact(value: u8) -> TwoDigits {
        TwoDigits { value, unspecified: 0 }
    }

    /// Parses two characters, each a digit or `X`.
    pub(super) fn parse(text: &str) -> Option<TwoDigits> {
        let [tens, ones] = text.as_bytes() else { return None };
        let digit = |byte: &u8| match byte {
            b'0'..=b'9' => Some((byte - b'0', 0)),
            b'X' => Some((0, 1)),
            _ => None,
        };
        let ((tens, no_tens), (ones, no_ones)) = (digit(tens)?, digit(ones)?);
        Some(TwoDigits { value: 10 * tens + ones, unspecified: 2 * no_tens + no_ones })
    }

    /// Returns the number, or `None` if a digit is unspecified.
    pub fn known(self) -> Option<u8> {
        (self.unspecified == 0).then_some(self.value)
    }

    /// Returns true if at least one digit is specified.
    pub(super) fn has_known_digit(self) -> bool {
        self.unspecified != TwoDigits::UNSPECIFIED.unspecified
    }

    /// Returns the possible numbers from 1 to `last`, in order.
    pub(super) fn candidates(self, last: u8) -> impl DoubleEndedIterator<Item = u8> {
        (1..=last).filter(move |&number| admits_digits(u32::from(self.value), self.unspecified, u32::from(number)))
    }
}

impl fmt::Display for TwoDigits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_digits(f, u32::from(self.value), self.unspecified, 2)
    }
}

/// Checks whether a number has the specified digits of `value`.
fn admits_digits(value: u32, unspecified: u8, number: u32) -> bool {
    let digit = |number: u32, at: u32| number / 10_u32.pow(at) % 10;
    (0..MAX_DIGITS).all(|at| unspecified & (1 << at) != 0 || digit(value, at) == digit(number, at))
        && value / 10_u32.pow(MAX_DIGITS) == number / 10_u32.pow(MAX_DIGITS)
}

fn write_digits(f: &mut fmt::Formatter<'_>, value: u32, unspecified: u8, width: u32) -> fmt::Result {
    for at in (0..width).rev() {
        if unspecified & (1 << at) == 0 {
            write!(f, "{}", value / 10_u32.pow(at) % 10)?;
        } else {
            f.write_str("X")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_of_years_with_unspecified_digits() {
        let cases = [(2025, 0, 2025, 2025), (2020, 1, 2020, 2029), (1000, 0b111, 1000, 1999), (-100, 0b11, -199, -100)];
        for (value, mask, first, last) in cases {
            let year = Year::masked(value, mask);
            assert_eq!((year.first(), year.last()), (first, last), "{year}");
        }
        assert_eq!(Year::masked(1005, 0b0110).unspecified_at_end(), None);
        assert_eq!(Year::masked(1000, 0b0111).unspecified_at_end(), Some(3));
    }

    #[test]
    fn candidates_follow_the_specified_digits() {
        let numbers = |text: &str, last| TwoDigits::parse(text).unwrap().candidates(last).collect::<Vec<_>>();
        assert_eq!(numbers("1X", 12), [10, 11, 12]);
        assert_eq!(numbers("X1", 12), [1, 11]);
        assert_eq!(numbers("3X", 30), [30]);
        assert_eq!(numbers("05", 31), [5]);
        assert!(numbers("00", 31).is_empty());
    }
}
