//! Input of the figure, and the sizes of its forms.

use super::day_span::DaySpan;
use super::event::FigureEvent;
use super::words::FigureWords;

/// Everything that the figure is drawn from.
#[derive(Clone, Copy)]
pub(crate) struct FigureInput<'e> {
    /// Events, in the order in which turning points are numbered.
    pub(crate) events: &'e [FigureEvent<'e>],
    /// Names of the lanes, from the top.
    pub(crate) lanes: &'e [String],
    /// Days that take the width; `None` chooses them.
    pub(crate) focus: Option<DaySpan>,
    /// Last day of the briefing, up to which the figure reaches if `focus` is `None`.
    pub(crate) as_of: Option<i32>,
    /// Form of the figure.
    pub(crate) size: FigureSize,
    /// True for a script that runs from right to left.
    pub(crate) is_rtl: bool,
    /// Words of the page's language.
    pub(crate) words: &'e dyn FigureWords,
}

/// Form of the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FigureSize {
    /// With lanes, names of turning points and a key.
    Full,
    /// One lane, for excerpts beside a list.
    Small,
}

/// Sizes of a form in which time runs from left to right.
#[derive(Clone, Copy, Debug)]
pub(super) struct FormSizes {
    /// Name of its class.
    pub(super) class: &'static str,
    /// Least width of the plot in pixels.
    pub(super) width: f64,
    /// Least width of the column with the lanes' names, in pixels; 0 without names.
    pub(super) name_width: f64,
    /// Shares of the width of the segments before and after the focus.
    pub(super) before: f64,
    pub(super) far: f64,
    pub(super) after: f64,
    /// Share of the width of a break.
    pub(super) gap: f64,
    /// Maximum number of rows in a lane.
    pub(super) rows: usize,
    /// True if a list with the names follows the figure, so that names may be omitted.
    pub(super) may_omit_names: bool,
}

/// Form for containers of at least 58 rem.
pub(super) const WIDE: FormSizes = FormSizes {
    class: "tf-wide",
    width: 808.0,
    name_width: 108.0,
    before: 0.215,
    far: 0.055,
    after: 0.1,
    gap: 0.022,
    rows: 9,
    may_omit_names: false,
};

/// Form for containers of 39 to 58 rem, and for print.
pub(super) const MID: FormSizes = FormSizes {
    class: "tf-mid",
    width: 532.0,
    name_width: 80.0,
    before: 0.15,
    far: 0.073,
    after: 0.1,
    gap: 0.03,
    rows: 12,
    may_omit_names: false,
};

/// Form of a small figure for containers of at least 33.25 rem.
pub(super) const SMALL: FormSizes =
    FormSizes { class: "tf-small", name_width: 0.0, rows: 6, may_omit_names: true, ..MID };

/// Form of a small figure for phones.
pub(super) const SLIM: FormSizes = FormSizes {
    class: "tf-slim",
    width: 280.0,
    name_width: 0.0,
    before: 0.2,
    far: 0.135,
    after: 0.12,
    gap: 0.055,
    rows: 6,
    may_omit_names: true,
};
