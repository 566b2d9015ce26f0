//! Mail: the head of a letter that was saved as text, from which subject, sender and date are taken.

use super::date::{self, Stamp};
use super::person::names;
use crate::model::Author;
use crate::text::line::{Line, Role};
use crate::text::wording::after;

/// What the head of a letter says.
#[derive(Debug, Default)]
pub(crate) struct Head {
    pub(crate) subject: Option<(String, usize)>,
    pub(crate) authors: Vec<Author>,
    pub(crate) stamp: Option<(Stamp, usize)>,
}

/// The lines of a head; it has at least three of them, one the subject.
const FIELDS: &[&str] =
    &["from:", "to:", "cc:", "reply-to:", "date:", "sent:", "subject:", "von:", "an:", "betreff:", "gesendet:"];
const FEWEST: usize = 3;
const SUBJECT: &[&str] = &["subject:", "betreff:"];
const FROM: &[&str] = &["from:", "von:"];
const DATE: &[&str] = &["date:", "sent:", "gesendet:"];

/// Marks the head of a letter that the lines begin with.
pub(crate) fn claim(lines: &mut [Line]) -> Head {
    let mut found = Head::default();
    let is_field = |line: &&mut Line| FIELDS.iter().any(|field| line.folded().starts_with(field));
    let mut head: Vec<&mut Line> =
        lines.iter_mut().skip_while(|line| line.text.is_empty()).take_while(is_field).take(FIELDS.len()).collect();
    let has_subject = head.iter().any(|line| SUBJECT.iter().any(|field| line.folded().starts_with(field)));
    if head.len() < FEWEST || !has_subject {
        return found;
    }
    for line in &mut head {
        let (text, number) = (line.text.clone(), line.number);
        let value = |fields: &[&str]| fields.iter().find_map(|field| Some(after(&text, field)?.trim()));
        if let Some(subject) = value(SUBJECT).filter(|subject| !subject.is_empty()) {
            found.subject = Some((subject.to_owned(), number));
            line.mark(Role::Title, "the subject of a letter");
        } else if let Some(from) = value(FROM) {
            let sender = from.split('<').next().unwrap_or_default().trim().trim_matches('"');
            let author = |name: String| Author { name, ..Author::default() };
            found.authors = names(sender).unwrap_or_default().into_iter().map(author).collect();
            line.mark(Role::Byline, "the sender of a letter");
        } else if let Some(date) = value(DATE) {
            found.stamp = date::stamps(date).into_iter().next().map(|(_, stamp)| (stamp, number));
            line.mark(Role::Date, "the date of a letter");
        } else {
            line.mark(Role::Interface, "the head of a letter");
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::line::lines;

    #[test]
    fn reads_the_head_of_a_letter() {
        let mut lines = lines(&[
            "",
            "From: Ada Berg <ada@courier.example>",
            "Date: Fri, 14 Mar 2031 09:12:00 +0100",
            "Subject: A bridge for Lindhaven",
            "To: desk@courier.example",
            "",
            "Words.",
        ]);
        let found = claim(&mut lines);
        assert_eq!(found.subject, Some(("A bridge for Lindhaven".to_owned(), 4)));
        assert_eq!(found.authors[0].name, "Ada Berg");
        assert_eq!(found.stamp.unwrap().0.date, "2031-03-14");
        assert_eq!(lines[4].role(), Some(Role::Interface));
        assert!(lines[6].is_free());
    }

    #[test]
    fn leaves_other_labels_alone() {
        assert!(claim(&mut lines(&["From: the harbour", "To: the town", "A walk"])).subject.is_none());
    }
}
