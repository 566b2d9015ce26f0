//! Maps days to shares of the width, with a break between segments.

use super::calendar::TimeUnit;
use super::day_span::DaySpan;
use super::form::FormSizes;
use super::periods::FigurePeriods;

/// Scale of a form: up to four segments, each linear.
#[derive(Clone, Debug)]
pub(super) struct TimeScale {
    /// Segments in order; at least the focus.
    pub(super) segments: Vec<ScaleSegment>,
}

/// Segment of a scale: days, and the shares of the width at which they begin and end.
#[derive(Clone, Copy, Debug)]
pub(super) struct ScaleSegment {
    /// Days of the segment.
    pub(super) days: DaySpan,
    /// Share at which it begins.
    pub(super) from: f64,
    /// Share at which it ends.
    pub(super) to: f64,
    /// True for the focus, false for a compressed segment.
    pub(super) is_focus: bool,
}

impl ScaleSegment {
    /// Returns the share of the beginning of a day, within the segment.
    pub(super) fn x(&self, day: i32) -> f64 {
        let share = f64::from(day.saturating_sub(self.days.first)) / f64::from(self.days.days());
        self.from + (self.to - self.from) * share.clamp(0.0, 1.0)
    }
}

impl ScaleSegment {
    /// Splits the segment into units. In a compressed one, every second year is counted from its first year.
    pub(super) fn units(&self, unit: TimeUnit) -> Vec<DaySpan> {
        if unit != TimeUnit::Years(2) || self.is_focus {
            return unit.split(self.days);
        }
        let years = TimeUnit::Years(1).split(self.days);
        let joined = |years: &[DaySpan]| DaySpan { first: years[0].first, end: years[years.len() - 1].end };
        years.chunks(2).map(joined).collect()
    }
}

impl TimeScale {
    /// Creates the scale of a form.
    pub(super) fn new(periods: &FigurePeriods, form: &FormSizes) -> TimeScale {
        let far_share = if periods.far.is_some() { form.far } else { 0.0 };
        // The outliers' segment takes some of the width from the one beside it.
        let before_share = form.before - far_share / 2.0;
        TimeScale::with_lengths(periods, [far_share, before_share, form.after], 1.0, form.gap)
    }

    /// Creates a scale of a length from the lengths of the compressed segments and of a break; the focus has the rest.
    pub(super) fn with_lengths(
        periods: &FigurePeriods,
        [far, before, after]: [f64; 3],
        total: f64,
        gap: f64,
    ) -> TimeScale {
        let others = [(periods.far, far), (periods.before, before), (periods.after, after)];
        let used: f64 = others.iter().filter(|(days, _)| days.is_some()).map(|(_, length)| length + gap).sum();
        let all = [
            (periods.far, far, false),
            (periods.before, before, false),
            (Some(periods.focus), total - used, true),
            (periods.after, after, false),
        ];
        let mut segments = Vec::new();
        let mut from = 0.0;
        for (days, length, is_focus) in all {
            let Some(days) = days else { continue };
            segments.push(ScaleSegment { days, from: from / total, to: (from + length) / total, is_focus });
            from += length + gap;
        }
        TimeScale { segments }
    }

    /// Returns the segment that contains a day, or else the nearest one.
    pub(super) fn segment(&self, day: i32) -> &ScaleSegment {
        let later = self.segments.partition_point(|segment| segment.days.end <= day);
        let Some(segment) = self.segments.get(later) else { return &self.segments[self.segments.len() - 1] };
        match later.checked_sub(1).map(|before| &self.segments[before]) {
            Some(before) if day < segment.days.first && day - before.days.end < segment.days.first - day => before,
            _ => segment,
        }
    }

    /// Returns the share of the beginning of a day.
    pub(super) fn start_x(&self, day: i32) -> f64 {
        self.segment(day).x(day)
    }

    /// Returns the share at which the days before a day end, before a break that follows them.
    pub(super) fn end_x(&self, day: i32) -> f64 {
        self.segment(day - 1).x(day)
    }

    /// Returns the shares of a span, one pair per segment in which it has days.
    pub(super) fn parts(&self, span: DaySpan) -> Vec<(f64, f64)> {
        let part = |segment: &ScaleSegment| {
            let days = segment.days.intersection(span)?;
            Some((segment.x(days.first), segment.x(days.end)))
        };
        let parts: Vec<(f64, f64)> = self.segments.iter().filter_map(part).collect();
        if parts.is_empty() { vec![(self.start_x(span.first), self.end_x(span.end))] } else { parts }
    }

    /// Returns the breaks: where one segment ends and the next begins.
    pub(super) fn breaks(&self) -> impl Iterator<Item = (f64, f64)> {
        self.segments.windows(2).map(|pair| (pair[0].to, pair[1].from))
    }
}

/// Returns the distance in pixels by which the middle of a disc is moved, so that it keeps `edge` from the edges.
pub(super) fn nudge(x: f64, width: f64, edge: f64) -> f64 {
    (x * width).max(edge).min(width - edge) - x * width
}

#[cfg(test)]
mod tests {
    use super::super::form::WIDE;
    use super::*;

    fn scale() -> TimeScale {
        let span = |first, end| DaySpan { first, end };
        let periods = FigurePeriods {
            far: Some(span(-1000, -900)),
            before: Some(span(0, 100)),
            focus: span(100, 200),
            after: Some(span(200, 300)),
        };
        TimeScale::new(&periods, &WIDE)
    }

    #[test]
    fn segments_fill_the_width_with_breaks_between_them() {
        let scale = scale();
        assert!((scale.segments[0].from - 0.0).abs() < 1e-9 && (scale.segments[3].to - 1.0).abs() < 1e-9);
        assert!(scale.breaks().all(|(to, from)| (from - to - WIDE.gap).abs() < 1e-9));
        let focus = scale.segments.iter().find(|segment| segment.is_focus).unwrap();
        assert!(focus.to - focus.from > 0.5);
    }

    #[test]
    fn shares_grow_with_days() {
        let scale = scale();
        let shares: Vec<f64> = (-1100..400).map(|day| scale.start_x(day)).collect();
        assert!(shares.windows(2).all(|pair| pair[0] <= pair[1]));
        assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
    }

    #[test]
    fn ends_before_a_break_and_begins_after_it() {
        let scale = scale();
        assert!((scale.end_x(100) - scale.segments[1].to).abs() < 1e-9);
        assert!((scale.start_x(100) - scale.segments[2].from).abs() < 1e-9);
        let parts = scale.parts(DaySpan { first: 50, end: 150 });
        assert_eq!(parts.len(), 2);
        assert!((parts[0].1 - scale.segments[1].to).abs() < 1e-9);
    }

    #[test]
    fn days_between_segments_belong_to_the_nearest() {
        let scale = scale();
        assert!((scale.start_x(-899) - scale.segments[0].to).abs() < 1e-9);
        assert!((scale.start_x(-1) - scale.segments[1].from).abs() < 1e-9);
    }
}
