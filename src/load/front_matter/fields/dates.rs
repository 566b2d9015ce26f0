//! Accessors for dates.

use super::Fields;
use super::expected_type::ExpectedType;
use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::load::front_matter::tree::{SpannedValue, ValueKind};
use crate::model::Edtf;
use crate::span::{Span, Spanned};

/// Rule: a date cannot be parsed.
pub(crate) static INVALID_DATE: Rule = Rule {
    code: "invalid-date",
    severity: Severity::Error,
    what: "A date is not in EDTF (ISO 8601-2).",
    why: "The timeline sorts and formats dates by their precision and certainty, and EDTF states both unambiguously.",
    wrong: "date = \"26 July 2025\"",
    right: "date = \"2025-07-26\"              # or \"2025-07\", \"2025\"\ndate = \"2025-07-26~\"             # about\n\
            date = \"../2025-07-26\"           # by that day\ndate = \"2025-07-26/2025-07-28\"   # from one day to another\n\
            date = \"[2025-07-26..2025-07-28]\" # one of these days",
};

impl Fields<'_, '_> {
    /// Reads a date: an EDTF string, a TOML date, or an integer as a year.
    pub(crate) fn date(&mut self, key: &'static str) -> Option<Spanned<Edtf>> {
        let value = self.get(key)?;
        let text = match &value.kind {
            ValueKind::String(text) | ValueKind::Date(text) => text.clone(),
            ValueKind::Integer(_) => self.source.get(value.span.range()).unwrap_or("").to_owned(),
            ValueKind::Array(_) | ValueKind::Table(_) => return self.unquoted_set(key, value),
            _ => return self.wrong_type(value, ExpectedType::Date),
        };
        let text = Spanned::new(text, value.span);
        match Edtf::parse(&text.value) {
            Ok(date) => Some(Spanned::new(date, value.span)),
            Err(error) => {
                let write = |date| format!("did you mean `{}`?", self.format.entry(key, &format!("\"{date}\"")));
                let help = "use a day, month, year or range such as `\"2025-07-26\"`, `\"2025-07\"`, `\"2025\"` or \
                     `\"2025-07-26/2025-07-28\"`";
                let help = error.suggestion.map_or_else(|| help.to_owned(), write);
                let diagnostic = Diagnostic::new(&INVALID_DATE, self.span_within(&text, error.range), error.message)
                    .label("not an EDTF date")
                    .help(help);
                self.report(diagnostic);
                None
            }
        }
    }

    /// Reports a list or table in place of a date: as an unquoted set of dates if its text is one.
    fn unquoted_set(&mut self, key: &str, value: &SpannedValue) -> Option<Spanned<Edtf>> {
        let line = self.source.get(value.span.range().start..).and_then(|rest| rest.lines().next()).unwrap_or("");
        let text = line.split(" #").next().unwrap_or("").trim();
        match unquoted_set(value.span, &self.format.entry(key, &format!("\"{text}\"")), text) {
            Some(diagnostic) => self.report(diagnostic),
            None => return self.wrong_type(value, ExpectedType::Date),
        }
        None
    }

    /// Reads a required date; reports the key if it is missing or blank.
    pub(crate) fn required_date(&mut self, key: &'static str) -> Option<Spanned<Edtf>> {
        if self.require(key) { self.date(key) } else { None }
    }
}

/// Returns the finding about a set of dates without quotation marks, or `None` if the text is not a set. `entry` is the key
/// with the text as a string.
pub(in crate::load::front_matter) fn unquoted_set(span: Span, entry: &str, text: &str) -> Option<Diagnostic> {
    matches!(Edtf::parse(text), Ok(Edtf::Set(_))).then(|| {
        Diagnostic::new(&INVALID_DATE, span, "a set of dates needs quotation marks")
            .label("this is read as a list or table")
            .help(format!("write `{entry}`"))
    })
}
