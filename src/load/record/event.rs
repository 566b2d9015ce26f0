//! Events.

use super::{claim, inline_markup};
use crate::diagnose::{Diagnostic, Rule, Severity};
use crate::load::front_matter::Fields;
use crate::load::layout::RecordPath;
use crate::load::markdown::MarkdownReader;
use crate::model::Event;

/// Maximum number of letters of a label: more rarely have space in the figure.
const MAX_LABEL: usize = 28;

/// Rule: the label of an event is too long for the figure.
pub(crate) static LONG_LABEL: Rule = Rule {
    code: "long-label",
    severity: Severity::Warning,
    what: "The `label` of an event has more than 28 letters.",
    why: "The figure of the timeline has no space for it, and names the event below the drawing.",
    wrong: "label = \"The conference meets in Lindhaven\"",
    right: "label = \"Lindhaven Conference\"",
};

/// Reads the keys of an event. Its date is required, in the front matter or as a prefix of the file name.
pub(super) fn read(fields: &mut Fields<'_, '_>, record_path: &RecordPath, markdown: &mut MarkdownReader<'_>) -> Event {
    let date =
        if record_path.name.date.is_some() { super::date(fields, record_path) } else { fields.required_date("date") };
    Event {
        kind: fields.string("kind"),
        date,
        date_label: inline_markup::words(fields, "date_label", "a date label", markdown),
        date_note: fields.string("date_note"),
        label: label(fields, markdown),
        place: inline_markup::words(fields, "place", "a place", markdown),
        actors: fields.strings("actors"),
        initiatives: fields.strings("initiatives"),
        topics: fields.strings("topics"),
        turning_point: fields.bool("turning_point").unwrap_or(false),
        claims: claim::claims(fields, markdown),
    }
}

fn label(fields: &mut Fields<'_, '_>, markdown: &mut MarkdownReader<'_>) -> Option<String> {
    let label = fields.string("label")?;
    inline_markup::read(&mut label.clone(), "a label", markdown);
    let letters = label.value.chars().count();
    if letters > MAX_LABEL {
        let message = format!("the label has {letters} letters");
        let help = format!("use at most {MAX_LABEL}, without articles and dates");
        fields.report(Diagnostic::new(&LONG_LABEL, label.span, message).help(help));
    }
    Some(label.value.trim().to_owned()).filter(|label| !label.is_empty())
}
