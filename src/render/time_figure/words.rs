//! Words of the figure in the language of the page.

use super::day_span::DaySpan;

/// Words of the figure: interface messages, and dates as text.
pub(crate) trait FigureWords {
    /// Returns an interface message.
    fn message(&self, key: &'static str) -> &str;
    /// Returns the plural form of an interface message for a number, with `{n}` replaced.
    fn count(&self, key: &'static str, n: usize) -> String;
    /// Formats a year.
    fn year(&self, year: i16) -> String;
    /// Returns the name of a month, 1 to 12, and its short form.
    fn month(&self, month: i8) -> (&str, &str);
    /// Formats a span of days: a year, a month, or two days.
    fn span(&self, span: DaySpan) -> String;
}
