//! Tells whether something is what it was before, and keeps what can be used again.
//!
//! 1. [`fingerprint`] gives a value of any shape a short name that is its own.
//! 2. [`trace`] tells an untouched file without reading it.
//! 3. [`store`] keeps values between runs, in `.briefing/`; large ones in pieces, as a [`pack`].
//! 4. [`spool`] has what is made lie there until it is written to its place.

pub mod fingerprint;
pub mod pack;
pub mod spool;
pub mod store;
pub mod trace;
