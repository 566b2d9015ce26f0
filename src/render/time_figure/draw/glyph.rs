//! The marks around their own point, in pixels, from left to right.

use super::super::event::{MarkShape, SoftEnds};
use super::pen::Rounded;

/// Returns a mark of fixed size. `width` is that of a span, `soft` its approximate ends.
pub(super) fn fixed(shape: MarkShape, width: f64, soft: SoftEnds) -> String {
    match shape {
        MarkShape::Point => point(soft.start || soft.end),
        MarkShape::By => bound("M0-7V7", "M-3 0H-25M-20-4.5L-25.5 0L-20 4.5", soft.end),
        MarkShape::Since => bound("M0-7V7", "M3 0H25M20-4.5L25.5 0L20 4.5", soft.start),
        MarkShape::Lasted => lasted(width.max(10.0), soft),
        MarkShape::Within => within(width.max(12.0), soft),
    }
}

fn point(is_soft: bool) -> String {
    let ring = if is_soft { "<circle class=\"tf-ring\" r=\"8.5\"/>" } else { "" };
    format!("{ring}<circle class=\"tf-ink\" r=\"5\"/>")
}

fn bound(wall: &str, arrow: &str, is_soft: bool) -> String {
    if is_soft {
        format!("<path class=\"tf-line tf-dash\" d=\"{wall}\"/><path class=\"tf-line\" d=\"{arrow}\"/>")
    } else {
        format!("<path class=\"tf-line\" d=\"{wall}{arrow}\"/>")
    }
}

fn lasted(width: f64, soft: SoftEnds) -> String {
    let half = width / 2.0;
    let bar =
        format!("<rect class=\"tf-ink\" x=\"{}\" y=\"-4\" width=\"{}\" height=\"8\"/>", Rounded(-half), Rounded(width));
    let mut mark = bar;
    if soft.start {
        mark.push_str(&slices(-half, true));
    }
    if soft.end {
        mark.push_str(&slices(half, false));
    }
    mark
}

/// Returns the two fading slices at the end of a bar.
pub(super) fn slices(end: f64, is_start: bool) -> String {
    let (near, far) = if is_start { (end - 4.0, end - 8.0) } else { (end + 1.0, end + 5.0) };
    format!(
        "<rect class=\"tf-ink tf-f1\" x=\"{}\" y=\"-4\" width=\"3\" height=\"8\"/><rect class=\"tf-ink tf-f2\" x=\"{}\" \
         y=\"-4\" width=\"3\" height=\"8\"/>",
        Rounded(near),
        Rounded(far)
    )
}

fn within(width: f64, soft: SoftEnds) -> String {
    let half = width / 2.0;
    let (left, right) = (Rounded(-half), Rounded(half));
    let (left_serif, right_serif) = (Rounded(4.0 - half), Rounded(half - 4.0));
    let band = format!("<rect class=\"tf-hollow\" x=\"{left}\" y=\"-7\" width=\"{}\" height=\"14\"/>", Rounded(width));
    let start = format!("M{left_serif}-7H{left}V7H{left_serif}");
    let end = format!("M{right_serif}-7H{right}V7H{right_serif}");
    let brackets = if soft.start == soft.end {
        line(&format!("{start}{end}"), soft.start)
    } else {
        line(&start, soft.start) + &line(&end, soft.end)
    };
    band + &brackets
}

/// Returns the bracket at the beginning or the end of a long span.
pub(super) fn bracket(is_start: bool, is_soft: bool) -> String {
    line(if is_start { "M5-8H.75V8H5" } else { "M-5-8H-.75V8H-5" }, is_soft)
}

fn line(path: &str, is_soft: bool) -> String {
    let dash = if is_soft { " tf-dash" } else { "" };
    format!("<path class=\"tf-line{dash}\" d=\"{path}\"/>")
}

/// Returns a mark of the form in which time runs down. `height` is that of a span.
pub(super) fn downwards(shape: MarkShape, height: f64, soft: SoftEnds) -> String {
    let half = height.clamp(10.0, 60.0) / 2.0;
    let top = Rounded(-half);
    match shape {
        MarkShape::Point => point(soft.start || soft.end),
        MarkShape::By => bound("M-7 0H7", "M0-3V-21M-4.5-16L0-21.5L4.5-16", soft.end),
        MarkShape::Since => bound("M-7 0H7", "M0 3V21M-4.5 16L0 21.5L4.5 16", soft.start),
        MarkShape::Lasted => {
            format!("<rect class=\"tf-ink\" x=\"-4\" y=\"{top}\" width=\"8\" height=\"{}\"/>", Rounded(2.0 * half))
        }
        MarkShape::Within => {
            let band = format!(
                "<rect class=\"tf-hollow\" x=\"-7\" y=\"{top}\" width=\"14\" height=\"{}\"/>",
                Rounded(2.0 * half)
            );
            let is_soft = soft.start || soft.end;
            band + &line(&format!("M-7 {}v-4h14v4M-7 {}v4h14v-4", Rounded(4.0 - half), Rounded(half - 4.0)), is_soft)
        }
    }
}

/// Returns what is known of the date of a turning point, around its badge: nothing for a known day, else a ring, an
/// arrow, brackets or soft ends. `radius` is that of the badge, `width` that of a span.
pub(super) fn around(shape: MarkShape, soft: SoftEnds, radius: f64, width: f64) -> String {
    let half = width / 2.0;
    match shape {
        MarkShape::Point if soft == SoftEnds::default() => String::new(),
        MarkShape::Point => format!("<circle class=\"tf-ring\" r=\"{}\"/>", Rounded(radius + 3.0)),
        MarkShape::By => bound_around(-1.0, radius, soft.end),
        MarkShape::Since => bound_around(1.0, radius, soft.start),
        MarkShape::Lasted => lasted(width, SoftEnds::default()) + &soft_ends_around(half.max(radius), soft),
        MarkShape::Within => within(2.0 * half.max(radius + 3.0), soft),
    }
}

/// Returns a wall on one side of a badge, and an arrow from the other: to the left if `side` is -1.
fn bound_around(side: f64, radius: f64, is_soft: bool) -> String {
    let x = |x: f64| Rounded(side * x);
    let wall = format!("M{}-7V7", x(-radius - 2.5));
    let (from, to, head) = (radius + 1.0, radius + 11.0, radius + 6.5);
    let arrow = format!("M{} 0H{}M{}-4.5L{} 0L{} 4.5", x(from), x(to), x(head), x(to + 0.5), x(head));
    bound(&wall, &arrow, is_soft)
}

fn soft_ends_around(half: f64, soft: SoftEnds) -> String {
    let start = if soft.start { slices(-half, true) } else { String::new() };
    let end = if soft.end { slices(half, false) } else { String::new() };
    start + &end
}

/// Returns the arrow of a bound below the line of the axis.
pub(super) fn bound_at_head(shape: MarkShape, soft: SoftEnds) -> String {
    if shape == MarkShape::Since {
        bound("M0 0V9", "M3 4.5H20M16 1L20.5 4.5L16 8", soft.start)
    } else {
        bound("M0 0V9", "M-3 4.5H-20M-16 1L-20.5 4.5L-16 8", soft.end)
    }
}

/// Returns the bracket at the beginning or the end of a span below the line of the axis.
pub(super) fn bracket_at_head(is_start: bool, is_soft: bool) -> String {
    line(if is_start { "M4 1H.75V9H4" } else { "M-4 1H-.75V9H-4" }, is_soft)
}

/// Returns a box with the number of several marks.
pub(super) fn several(count: usize, is_exact: bool) -> String {
    let class = if is_exact { "tf-box tf-sure" } else { "tf-box" };
    let half = if count > 99 { 1.1 } else { 0.73 };
    format!(
        "<rect class=\"{class}\" x=\"{}em\" y=\"-.77em\" width=\"{}em\" height=\"1.54em\"/><text class=\"tf-count\" \
         dy=\".36em\">{count}</text>",
        Rounded(-half),
        Rounded(2.0 * half)
    )
}

/// Returns the edge of a break: a line with a tooth every six pixels, over a height in pixels.
pub(super) fn torn_edge(height: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "heights are small and positive")]
    let teeth = (height / 12.0).clamp(1.0, 600.0) as usize;
    format!("M0 0l3 6{}", "l-6 6l6 6".repeat(teeth))
}
