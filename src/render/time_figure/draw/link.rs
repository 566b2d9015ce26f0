//! Links of marks: names that readers hear, and the data of the card.

use super::super::event::{FigureEvent, MarkShape};
use super::super::form::FigureInput;
use super::pen::Pen;
use std::collections::BTreeSet;

/// State of a drawing: the writer, and the events whose links already carry the data of their card.
pub(super) struct Drawing<'i> {
    /// Input of the figure.
    pub(super) input: &'i FigureInput<'i>,
    /// Writer.
    pub(super) pen: Pen,
    /// Numbers of the turning points by event.
    numbers: Vec<usize>,
    with_card: BTreeSet<usize>,
}

impl<'i> Drawing<'i> {
    pub(super) fn new(input: &'i FigureInput<'i>) -> Drawing<'i> {
        let numbers = FigureEvent::numbers(input.events);
        Drawing { input, pen: Pen::new(input.is_rtl), numbers, with_card: BTreeSet::new() }
    }

    /// Returns an event.
    pub(super) fn event(&self, index: usize) -> &'i FigureEvent<'i> {
        &self.input.events[index]
    }

    /// Returns the number of a turning point among all.
    pub(super) fn number(&self, index: usize) -> usize {
        self.numbers[index]
    }

    /// Opens the link of an event's mark. Its name begins with the words that are drawn, so that they can be spoken to
    /// activate it.
    pub(super) fn open_mark(&mut self, index: usize, class: &str, drawn: &str) {
        let event = self.event(index);
        let name = self.spoken_name(event, index, drawn);
        self.pen.raw("<a class=\"record tf-mark").raw(class).raw("\"").attribute("href", &event.href);
        self.pen.attribute("aria-label", &name);
        if self.with_card.insert(index) {
            self.pen.raw(" data-kind=\"event\"").attribute("data-name", event.title).attribute("data-date", event.date);
            if let Some(description) = event.description {
                self.pen.attribute("data-line", description);
            }
        }
        self.pen.raw(">");
    }

    fn spoken_name(&self, event: &FigureEvent<'_>, index: usize, drawn: &str) -> String {
        let words = self.input.words;
        let number = self.number(index).to_string();
        let mut parts: Vec<&str> = Vec::new();
        if event.turning_point {
            parts.push(&number);
        }
        if !drawn.is_empty() && (event.turning_point || !event.title.starts_with(drawn)) {
            parts.push(drawn);
        }
        if event.turning_point {
            parts.push(words.message("timeline.turning_point"));
        }
        if !(event.turning_point && drawn.starts_with(event.title)) {
            parts.push(event.title);
        }
        if !drawn.ends_with(event.date) {
            parts.push(event.date);
        }
        parts.join(words.message("list.parts"))
    }

    /// Opens the link of several events, to the first of them in the list.
    pub(super) fn open_several(&mut self, first: usize, name: &str) {
        let href = self.event(first).list_href.clone();
        self.pen
            .raw("<a class=\"record tf-mark tf-bin\"")
            .attribute("href", &href)
            .attribute("aria-label", name)
            .raw(">");
    }

    /// Appends an interface message as text.
    pub(super) fn message(&mut self, key: &'static str) -> &mut Pen {
        self.pen.text(self.input.words.message(key))
    }
}

/// Returns the classes of an event's mark beside those of all marks, with a space before each.
pub(super) fn class_of(event: &FigureEvent<'_>) -> &'static str {
    match event.shape {
        _ if event.turning_point => " tf-turning",
        MarkShape::By | MarkShape::Since => " tf-bounded",
        _ => "",
    }
}
