//! Figure of time: the events of a briefing to scale, each drawn with the certainty of its date.
//!
//! 1. `periods` chooses the days that take the width, and which ones are compressed before and after them.
//! 2. `scale` maps days to shares of the width, with a break between its segments.
//! 3. `rows` places marks and names of a lane without collisions; `bins` counts the events of a dense lane; `lanes`
//!    decides between them.
//! 4. `flags` places the names of turning points, `axis` those of months and years.
//! 5. `narrow` arranges the form for phones, in which time runs down, `narrow_names` its names, as a `narrow_layout`;
//!    `strip` the one that is pinned above a list.
//! 6. `draw` writes HTML and SVG.
//!
//! Horizontal positions are shares of the width, vertical ones are in em, marks are in pixels. Collisions are resolved
//! for the least width of each form: a wider one only has more space. Texts are measured with `text_width`.

mod axis;
mod bins;
mod calendar;
mod day_span;
mod draw;
mod event;
mod flags;
mod form;
mod lanes;
mod narrow;
mod narrow_layout;
mod narrow_names;
mod periods;
mod rows;
mod scale;
mod strip;
#[cfg(test)]
mod testing;
mod text_width;
mod words;

pub(crate) use calendar::{day_number, day_of_number};
pub(crate) use day_span::DaySpan;
pub(crate) use draw::{figure, list_glyph, pinned_strip};
pub(crate) use event::{FigureEvent, MarkShape, SoftEnds};
pub(crate) use form::{FigureInput, FigureSize};
pub(crate) use words::FigureWords;
