//! Arranges the strip that is pinned above a list: ticks, turning points and months on one line.

use super::event::{FigureEvent, MarkShape};
use super::form::FormSizes;
use super::periods::FigurePeriods;
use super::rows;
use super::scale::TimeScale;
use super::text_width::{TextFace, text_width};

/// Strip for containers of at least 44 rem.
pub(super) const STRIP_WIDE: FormSizes = FormSizes {
    class: "strip-wide",
    width: 704.0,
    name_width: 0.0,
    before: 0.12,
    far: 0.06,
    after: 0.08,
    gap: 0.02,
    rows: 1,
    may_omit_names: true,
};

/// Strip for narrower ones.
pub(super) const STRIP_PHONE: FormSizes =
    FormSizes { class: "strip-phone", width: 280.0, before: 0.2, far: 0.135, gap: 0.04, ..STRIP_WIDE };

/// Size of a name in pixels.
const NAME_SIZE: f64 = 12.0;
/// Distance between a disc and its name, and between discs.
pub(super) const NAME_PAD: f64 = 13.0;
const DISC_DISTANCE: f64 = 26.0;
/// Least distance between ticks in pixels.
const TICK_DISTANCE: f64 = 3.0;
/// Length of a span in days from which it has no tick: its middle would say nothing.
const MAX_SPAN: i32 = 100;

/// Arrangement of the strip, in shares of the width.
#[derive(Clone, Debug, Default)]
pub(super) struct StripLayout {
    /// Events: position, and true if the day is not known.
    pub(super) ticks: Vec<(f64, bool)>,
    /// Turning points: event, position, and its name's side (true for left) if there is space for it.
    pub(super) discs: Vec<(usize, f64, Option<bool>)>,
}

/// Creates the scale of a strip.
pub(super) fn scale(periods: &FigurePeriods, form: &FormSizes) -> TimeScale {
    TimeScale::new(periods, form)
}

impl StripLayout {
    /// Arranges the events.
    pub(super) fn new(events: &[FigureEvent<'_>], scale: &TimeScale, form: &FormSizes, has_names: bool) -> StripLayout {
        let position = |index: usize| (index, rows::centre(&events[index], scale));
        let mut turning: Vec<(usize, f64)> =
            (0..events.len()).filter(|index| events[*index].turning_point).map(position).collect();
        turning.sort_by_key(|(index, _)| (events[*index].weight, *index));
        let mut discs: Vec<(usize, f64)> = Vec::new();
        for (index, x) in turning {
            if discs.iter().all(|(_, other)| (x - other).abs() * form.width >= DISC_DISTANCE) {
                discs.push((index, x));
            }
        }
        discs.sort_by(|a, b| a.1.total_cmp(&b.1));
        let discs = if has_names { named(events, &discs, form.width) } else { unnamed(&discs) };
        StripLayout { ticks: ticks(events, scale, form.width), discs }
    }
}

fn unnamed(discs: &[(usize, f64)]) -> Vec<(usize, f64, Option<bool>)> {
    discs.iter().map(|(index, x)| (*index, *x, None)).collect()
}

/// Gives names to discs from the left: to the right, or to the left at the edge, where they meet neither disc nor name.
fn named(events: &[FigureEvent<'_>], discs: &[(usize, f64)], width: f64) -> Vec<(usize, f64, Option<bool>)> {
    let mut taken = 0.0;
    let mut all = Vec::new();
    for (at, (index, share)) in discs.iter().enumerate() {
        let x = share * width;
        let name = text_width(events[*index].label, TextFace::SansStrong, NAME_SIZE) + NAME_PAD + 4.0;
        let next = discs.get(at + 1).map_or(width, |(_, next)| next * width - NAME_PAD);
        let side = if x + name <= next {
            Some(false)
        } else if x - name >= taken {
            Some(true)
        } else {
            None
        };
        taken = if side == Some(false) { x + name } else { x + NAME_PAD };
        all.push((*index, *share, side));
    }
    all
}

/// Returns the ticks of events, one for those that are too near to each other.
fn ticks(events: &[FigureEvent<'_>], scale: &TimeScale, width: f64) -> Vec<(f64, bool)> {
    let shown = events.iter().filter(|event| !event.turning_point && event.last - event.first <= MAX_SPAN);
    let mut all: Vec<(f64, bool)> = shown
        .map(|event| {
            let is_doubtful = !matches!(event.shape, MarkShape::Point | MarkShape::Lasted);
            (rows::centre(event, scale), is_doubtful)
        })
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut kept: Vec<(f64, bool)> = Vec::new();
    for (x, is_doubtful) in all {
        match kept.last_mut() {
            Some((last, doubtful)) if (x - *last) * width < TICK_DISTANCE => *doubtful &= is_doubtful,
            _ => kept.push((x, is_doubtful)),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::super::periods;
    use super::super::testing::{any_events, named as with_label, point};
    use super::*;
    use proptest::prelude::*;

    fn strip(events: &[FigureEvent<'_>]) -> StripLayout {
        let scale = scale(&periods::choose(events, None, None).unwrap(), &STRIP_WIDE);
        StripLayout::new(events, &scale, &STRIP_WIDE, true)
    }

    #[test]
    fn the_last_name_is_left_of_its_disc() {
        let turning = |event| FigureEvent { turning_point: true, ..with_label(event, "Some Conference") };
        let layout = strip(&[turning(point(2025, 7, 3)), turning(point(2025, 12, 30))]);
        assert_eq!(layout.discs.iter().map(|disc| disc.2).collect::<Vec<_>>(), [Some(false), Some(true)]);
    }

    proptest! {
        #[test]
        fn ticks_are_few(events in any_events(400)) {
            let layout = strip(&events);
            prop_assert!(layout.ticks.len() < 300);
            prop_assert!(layout.ticks.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
    }
}
