//! E-mail: subject, sender and date from the header of a message that was saved as text.

use super::date::{self, DateLine};
use super::person::parse_names;
use crate::model::Author;
use crate::text::line::{Line, LineRole};
use crate::text::text_shape::strip_prefix_ignore_case;

/// Metadata extracted from the header of a message, with line numbers.
#[derive(Debug, Default)]
pub(crate) struct MailHead {
    pub(crate) subject: Option<(String, usize)>,
    pub(crate) authors: Vec<Author>,
    pub(crate) date_line: Option<(DateLine, usize)>,
}

/// Header fields; a header has at least [`MIN_FIELDS`] of them, one of them the subject.
const FIELDS: &[&str] =
    &["from:", "to:", "cc:", "reply-to:", "date:", "sent:", "subject:", "von:", "an:", "betreff:", "gesendet:"];
const MIN_FIELDS: usize = 3;
const SUBJECT_FIELDS: &[&str] = &["subject:", "betreff:"];
const FROM_FIELDS: &[&str] = &["from:", "von:"];
const DATE_FIELDS: &[&str] = &["date:", "sent:", "gesendet:"];

/// Classifies the header of a message at the beginning of the lines.
pub(crate) fn classify(lines: &mut [Line]) -> MailHead {
    let mut header = MailHead::default();
    let is_field = |line: &&mut Line| FIELDS.iter().any(|field| line.folded().starts_with(field));
    let mut header_lines: Vec<&mut Line> =
        lines.iter_mut().skip_while(|line| line.text.is_empty()).take_while(is_field).take(FIELDS.len()).collect();
    let has_subject =
        header_lines.iter().any(|line| SUBJECT_FIELDS.iter().any(|field| line.folded().starts_with(field)));
    if header_lines.len() < MIN_FIELDS || !has_subject {
        return header;
    }
    for line in &mut header_lines {
        let (text, number) = (line.text.clone(), line.number);
        let value =
            |fields: &[&str]| fields.iter().find_map(|field| Some(strip_prefix_ignore_case(&text, field)?.trim()));
        if let Some(subject) = value(SUBJECT_FIELDS).filter(|subject| !subject.is_empty()) {
            header.subject = Some((subject.to_owned(), number));
            line.assign_role(LineRole::Title, "subject of an e-mail");
        } else if let Some(from) = value(FROM_FIELDS) {
            let sender = from.split('<').next().unwrap_or_default().trim().trim_matches('"');
            header.authors = parse_names(sender).unwrap_or_default().into_iter().map(Author::named).collect();
            line.assign_role(LineRole::Byline, "sender of an e-mail");
        } else if let Some(date) = value(DATE_FIELDS) {
            header.date_line = date::find_date_lines(date).into_iter().next().map(|(_, date_line)| (date_line, number));
            line.assign_role(LineRole::Date, "date of an e-mail");
        } else {
            line.assign_role(LineRole::Interface, "e-mail header");
        }
    }
    header
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::test_lines;

    #[test]
    fn extracts_message_header() {
        let mut lines = test_lines(&[
            "",
            "From: Ada Berg <ada@courier.example>",
            "Date: Fri, 14 Mar 2031 09:12:00 +0100",
            "Subject: A bridge for Lindhaven",
            "To: desk@courier.example",
            "",
            "Words.",
        ]);
        let header = classify(&mut lines);
        assert_eq!(header.subject, Some(("A bridge for Lindhaven".to_owned(), 4)));
        assert_eq!(header.authors[0].name, "Ada Berg");
        assert_eq!(header.date_line.unwrap().0.date, "2031-03-14");
        assert_eq!(lines[4].role(), Some(LineRole::Interface));
        assert!(lines[6].is_unassigned());
    }

    #[test]
    fn ignores_other_labels() {
        assert!(classify(&mut test_lines(&["From: the harbour", "To: the town", "A walk"])).subject.is_none());
    }
}
