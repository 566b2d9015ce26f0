//! Tells whether something is what it was before, and keeps what can be used again.
//!
//! 1. [`fingerprint`] gives a value of any shape a short name that is its own.
//! 2. [`stamp`] names a file's bytes so that nobody can give others the name.
//! 3. [`trace`] tells an untouched file without reading it.
//! 4. [`store`] keeps values between runs, in `.briefing/`; large ones in pieces, as a [`pack`].
//! 5. [`spool`] has what is made lie there until it is written to its place.

pub mod cache_dir;
pub mod chunked_file;
pub mod fingerprint;
