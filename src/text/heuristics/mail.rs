//! Mail: the head of a letter that was saved as text, from which subject, sender and date are taken.

use super::date::{self, DateLine};
use super::person::parse_names;
use crate::model::Author;
use crate::text::line::{Line, LineRole};
use crate::text::text_shape::strip_prefix_ignore_case;

/// What the head of a letter says.
#[derive(Debug, Default)]
pub(crate) struct MailHead {
    pub(crate) subject: Option<(String, usize)>,
    pub(crate) authors: Vec<Author>,
    pub(crate) date_line: Option<(DateLine, usize)>,
}

/// The lines of a head; it has at least three of them, one the subject.
const FIELDS: &[&str] =
    &["from:", "to:", "cc:", "reply-to:", "date:", "sent:", "subject:", "von:", "an:", "betreff:", "gesendet:"];
const MIN_FIELDS: usize = 3;
const SUBJECT_FIELDS: &[&str] = &["subject:", "betreff:"];
const FROM_FIELDS: &[&str] = &["from:", "von:"];
const DATE_FIELDS: &[&str] = &["date:", "sent:", "gesendet:"];

/// Marks the head of a letter that the lines begin with.
pub(crate) fn classify(lines: &mut [Line]) -> MailHead {
    let mut found = MailHead::default();
    let is_field = |line: &&mut Line| FIELDS.iter().any(|field| line.folded().starts_with(field));
    let mut head: Vec<&mut Line> =
        lines.iter_mut().skip_while(|line| line.text.is_empty()).take_while(is_field).take(FIELDS.len()).collect();
    let has_subject = head.iter().any(|line| SUBJECT_FIELDS.iter().any(|field| line.folded().starts_with(field)));
    if head.len() < MIN_FIELDS || !has_subject {
        return found;
    }
    for line in &mut head {
        let (text, number) = (line.text.clone(), line.number);
        let value =
            |fields: &[&str]| fields.iter().find_map(|field| Some(strip_prefix_ignore_case(&text, field)?.trim()));
        if let Some(subject) = value(SUBJECT_FIELDS).filter(|subject| !subject.is_empty()) {
            found.subject = Some((subject.to_owned(), number));
            line.assign_role(LineRole::Title, "the subject of a letter");
        } else if let Some(from) = value(FROM_FIELDS) {
            let sender = from.split('<').next().unwrap_or_default().trim().trim_matches('"');
            let author = |name: String| Author { name, ..Author::default() };
            found.authors = parse_names(sender).unwrap_or_default().into_iter().map(author).collect();
            line.assign_role(LineRole::Byline, "the sender of a letter");
        } else if let Some(date) = value(DATE_FIELDS) {
            found.date_line = date::find_date_lines(date).into_iter().next().map(|(_, stamp)| (stamp, number));
            line.assign_role(LineRole::Date, "the date of a letter");
        } else {
            line.assign_role(LineRole::Interface, "the head of a letter");
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::test_lines;

    #[test]
    fn reads_the_head_of_a_letter() {
        let mut lines = test_lines(&[
            "",
            "From: Ada Berg <ada@courier.example>",
            "Date: Fri, 14 Mar 2031 09:12:00 +0100",
            "Subject: A bridge for Lindhaven",
            "To: desk@courier.example",
            "",
            "Words.",
        ]);
        let found = classify(&mut lines);
        assert_eq!(found.subject, Some(("A bridge for Lindhaven".to_owned(), 4)));
        assert_eq!(found.authors[0].name, "Ada Berg");
        assert_eq!(found.date_line.unwrap().0.date, "2031-03-14");
        assert_eq!(lines[4].role(), Some(LineRole::Interface));
        assert!(lines[6].is_unassigned());
    }

    #[test]
    fn leaves_other_labels_alone() {
        assert!(classify(&mut test_lines(&["From: the harbour", "To: the town", "A walk"])).subject.is_none());
    }
}
