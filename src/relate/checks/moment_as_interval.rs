//! Rule `moment-as-interval`: intervals as dates of events that cannot last.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::date::Shape;
use crate::model::{Details, Edtf, Site};

pub(in crate::relate) static MOMENT_AS_INTERVAL: Rule = Rule {
    code: "moment-as-interval",
    severity: Severity::Warning,
    what: "An event of a kind that cannot last, such as a speech, is dated with an interval.",
    why: "An interval says that the event went on from one date to the other. Of a moment whose day is unknown, the set \
          says what is known: it was one of these days.",
    wrong: "kind = \"speech\"\ndate = \"2031-03-14/2031-03-16\"",
    right: "kind = \"speech\"\ndate = \"[2031-03-14..2031-03-16]\"   # on one of these days",
};

/// Reports events of a kind that cannot last with an interval of two ends as their date.
pub(in crate::relate) fn check(site: &Site, diagnostics: &mut Diagnostics) {
    for (_, record) in site.visible() {
        let Details::Event(event) = &record.details else { continue };
        let (Some(kind), Some(date)) = (&event.kind, &event.date) else { continue };
        let is_interval = matches!(date.value, Edtf::Interval { .. });
        if !is_interval || date.value.shape(event.can_last()) != Shape::Within {
            continue;
        }
        let Some(set) = date.value.one_of_interval() else { continue };
        let message = format!("the kind `{}` cannot last, but the date is an interval", kind.value);
        diagnostics.push(
            Diagnostic::new(&MOMENT_AS_INTERVAL, date.span, message)
                .label("from one date to another")
                .related(kind.span, "kind of event")
                .help(format!("write `\"{set}\"` if it was at one moment between the two dates")),
        );
    }
}
