//! Tells whether something is what it was before, and keeps what can be used again.
//!
//! 1. [`fingerprint`] gives a value of any shape a short name that is its own.

pub mod fingerprint;
