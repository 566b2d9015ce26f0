//! Boundary around the library that runs citation styles, which panics on some styles: a panic is `None`.
//!
//! The program prints nothing about such a panic, because the article is reported with its style.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// True while this thread runs the library.
    static IS_INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Sets the flag of the thread until it is dropped, also by a panic.
struct GuardedCall {
    before: bool,
}

impl GuardedCall {
    fn enter() -> GuardedCall {
        GuardedCall { before: IS_INSIDE.replace(true) }
    }
}

impl Drop for GuardedCall {
    fn drop(&mut self) {
        IS_INSIDE.set(self.before);
    }
}

/// Runs the library; `None` if it panics.
pub(super) fn guarded<T>(run: impl FnOnce() -> T) -> Option<T> {
    let _inside = GuardedCall::enter();
    // The library changes nothing that outlives the call.
    panic::catch_unwind(AssertUnwindSafe(run)).ok()
}

/// Makes the program print no panic of the library that runs citation styles; others are printed as before.
pub(crate) fn silence_panics() {
    static SILENCED: Once = Once::new();
    SILENCED.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !IS_INSIDE.get() {
                usual(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_a_panic_into_none() {
        assert_eq!(guarded(|| 1), Some(1));
        assert_eq!(guarded(|| -> u8 { panic!("inside") }), None);
        assert!(!IS_INSIDE.get(), "the flag is reset");
        assert_eq!(guarded(|| guarded(|| -> u8 { panic!("twice inside") })), Some(None));
    }

    #[test]
    fn prints_other_panics_only() {
        thread_local! {
            static PRINTED: Cell<usize> = const { Cell::new(0) };
        }
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            PRINTED.set(PRINTED.get() + 1);
            usual(info);
        }));
        silence_panics();
        assert_eq!(guarded(|| -> u8 { panic!("inside") }), None);
        assert_eq!(PRINTED.get(), 0);
        assert!(panic::catch_unwind(|| panic!("outside")).is_err());
        assert_eq!(PRINTED.get(), 1);
    }

    #[test]
    fn knows_what_runs_inside() {
        assert_eq!(guarded(|| IS_INSIDE.get()), Some(true));
        let other_thread = guarded(|| std::thread::spawn(|| IS_INSIDE.get()).join().unwrap());
        assert_eq!(other_thread, Some(false));
    }
}
