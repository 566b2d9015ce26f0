//! Links to records, other pages and files, headings of the page, and the web.

use super::Writer;
use crate::model::{Inline, Kind, Record, RecordId, ReferenceId, ReferenceKind, plain_text};
use crate::model::{href::href, percent};
use crate::relate::Target;
use crate::render::tracked::LinkedRecord;
use std::borrow::Cow;

/// Link to a record.
#[derive(Clone, Copy)]
pub(super) struct RecordLink<'l> {
    /// Target record.
    pub(super) to: RecordId,
    /// Id of a heading on its page.
    pub(super) anchor: Option<&'l str>,
    /// Title given by the author; if empty, the record's description is used.
    pub(super) title: &'l str,
    /// Plain text of the link.
    pub(super) text: &'l str,
    /// CSS classes.
    pub(super) class: &'static str,
}

impl<'a> Writer<'a> {
    /// Writes a link, or only its text if its target is unresolved.
    pub(super) fn link(&mut self, to: ReferenceId, title: &str, content: &[Inline]) {
        match self.context.body.target(to) {
            Target::Record { to: record, anchor } => {
                return self.record_link(to, *record, anchor.as_deref(), title, content);
            }
            Target::Path(path) => self.open("", &href(self.context.page, path, None), title),
            Target::Anchor(anchor) => {
                // The body may be shown on another page than its record's.
                let own = self.context.body.path();
                self.open("", &href(self.context.page, own, Some(anchor)), title);
            }
            Target::External(address) => self.open_external(address, title),
            Target::Articles(_) | Target::Claim(..) | Target::Unresolved => return self.text_only(to, content),
        }
        self.inlines(content);
        self.raw("</a>");
    }

    fn record_link(
        &mut self,
        reference: ReferenceId,
        to: RecordId,
        anchor: Option<&str>,
        title: &str,
        content: &[Inline],
    ) {
        let text =
            if content.is_empty() { self.link_text(reference, to).into() } else { Cow::from(plain_text(content)) };
        self.open_record_link(RecordLink { to, anchor, title, text: &text, class: "record" });
        if content.is_empty() {
            self.text(&text);
        } else {
            self.inlines(content);
        }
        self.raw("</a>");
    }

    /// Returns the text for a link without content: the name by which the author refers to the record, or the record's
    /// title if that name is its id.
    fn link_text(&self, reference: ReferenceId, to: RecordId) -> &'a str {
        let record = self.context.body.linked(to).record;
        match self.context.body.reference(reference) {
            ReferenceKind::Record { target, .. } if !is_id(target, record) => target,
            _ => &record.title.value,
        }
    }

    /// Writes the start tag of a link to a record, with the data attributes of its hover card.
    pub(super) fn open_record_link(&mut self, link: RecordLink<'_>) {
        let LinkedRecord { record, path } = self.context.body.linked(link.to);
        let description = record.description.as_ref().map_or("", |description| &description.value);
        self.raw("<a");
        self.attribute("class", link.class);
        self.attribute("data-kind", record.kind().as_str());
        if record.title.value != link.text {
            self.attribute("data-name", &record.title.value);
        }
        if let Some(label) = record.label() {
            self.attribute("data-label", label);
        }
        self.attribute("href", &href(self.context.page, path, link.anchor));
        self.title(if link.title.is_empty() { description } else { link.title });
        self.raw(">");
    }

    fn open_external(&mut self, address: &str, title: &str) {
        let on_the_web = !["mailto:", "tel:"]
            .iter()
            .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
        let attributes = if on_the_web { " class=\"external\" rel=\"noopener\"" } else { "" };
        self.open(attributes, &percent::encode_url(address), title);
    }

    fn open(&mut self, attributes: &str, href: &str, title: &str) {
        self.raw("<a");
        self.raw(attributes);
        self.attribute("href", href);
        self.title(title);
        self.raw(">");
    }

    /// Writes a title attribute unless it is empty.
    pub(super) fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.attribute("title", title);
        }
    }

    /// Writes the text of an unresolved link; the target's name if the link has no content.
    fn text_only(&mut self, to: ReferenceId, content: &[Inline]) {
        match self.context.body.reference(to) {
            ReferenceKind::Record { target, .. } if content.is_empty() => self.text(target),
            _ => self.inlines(content),
        }
    }
}

/// Checks whether a target is the record's id, with or without the kind as prefix.
fn is_id(target: &str, record: &Record) -> bool {
    let id = match target.split_once('/') {
        Some((kind, id)) if Kind::from_name(kind.trim()).is_some() => id.trim(),
        _ => target,
    };
    *id == *record.id
}
