//! Events as the figure draws them.

use std::rc::Rc;

/// Event to be drawn. Days are numbers since 1970-01-01.
#[derive(Clone, Debug)]
pub(crate) struct FigureEvent<'e> {
    /// Target of its mark.
    pub(crate) href: Rc<str>,
    /// Place of the event in a list, the target of a column that begins with it.
    pub(crate) list_href: Rc<str>,
    /// Short name in the drawing.
    pub(crate) label: &'e str,
    /// Title.
    pub(crate) title: &'e str,
    /// Date as text.
    pub(crate) date: &'e str,
    /// Place of the event.
    pub(crate) place: Option<&'e str>,
    /// Description in one line.
    pub(crate) description: Option<&'e str>,
    /// Shape of its mark.
    pub(crate) shape: MarkShape,
    /// First day; the known one if only one end is known.
    pub(crate) first: i32,
    /// Last day; the known one if only one end is known.
    pub(crate) last: i32,
    /// Ends that are approximate.
    pub(crate) soft: SoftEnds,
    /// True if only a limit of its time is known.
    pub(crate) is_limit: bool,
    /// True for an uncertain date.
    pub(crate) uncertain: bool,
    /// True for a turning point.
    pub(crate) turning_point: bool,
    /// Sort order among equals; lower first.
    pub(crate) weight: i64,
    /// Index of its lane.
    pub(crate) lane: usize,
}

/// Shape of a mark: what is known of the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MarkShape {
    /// A day.
    Point,
    /// Something that began and ended.
    Lasted,
    /// One moment, somewhere in a span.
    Within,
    /// A day or before it.
    By,
    /// A day or after it.
    Since,
}

/// Ends of a span that are approximate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SoftEnds {
    /// Beginning, or the only day.
    pub(crate) start: bool,
    /// End, or the only day.
    pub(crate) end: bool,
}

impl MarkShape {
    /// Returns true if the date is known to the day.
    pub(super) fn is_exact(self) -> bool {
        matches!(self, MarkShape::Point | MarkShape::Lasted)
    }
}

impl FigureEvent<'_> {
    /// Returns the number of each turning point, which it shares with its other dates; for other events, that of the
    /// last one before them.
    pub(super) fn numbers(events: &[FigureEvent<'_>]) -> Vec<usize> {
        let mut number = 0;
        let number_of = |index: usize| {
            let event = &events[index];
            let is_again = index.checked_sub(1).is_some_and(|before| event.is_same_record(&events[before]));
            number += usize::from(event.turning_point && !is_again);
            number
        };
        (0..events.len()).map(number_of).collect()
    }

    /// Returns the events, each once, also if it happened on several dates.
    pub(super) fn records<'a, 'e>(events: &'a [FigureEvent<'e>]) -> impl Iterator<Item = &'a FigureEvent<'e>> + Clone {
        let is_first = |index: usize| index == 0 || !events[index].is_same_record(&events[index - 1]);
        events.iter().enumerate().filter(move |(index, _)| is_first(*index)).map(|(_, event)| event)
    }

    fn is_same_record(&self, other: &FigureEvent<'_>) -> bool {
        Rc::ptr_eq(&self.list_href, &other.list_href)
    }

    /// Returns the day on which the mark begins: for an upper bound the day after it, since its wall is at the end.
    pub(super) fn start(&self) -> i32 {
        if self.shape == MarkShape::By { self.last.saturating_add(1) } else { self.first }
    }

    /// Returns the day after the last one.
    pub(super) fn end(&self) -> i32 {
        self.last.max(self.first).saturating_add(1)
    }

    /// Returns the day that decides in which column it is counted.
    pub(super) fn counted_on(&self) -> i32 {
        if self.shape == MarkShape::By { self.last } else { self.first }
    }
}
