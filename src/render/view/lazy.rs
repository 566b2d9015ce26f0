//! Lazy parts of views: each is computed when it is serialized, so parts that no template uses cost nothing.

use serde::{Serialize, Serializer};
use std::cell::LazyCell;
use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

/// Part of a view that is computed on first access.
pub(crate) struct Lazy<'e, T>(Rc<LazyCell<T, LazyInit<'e, T>>>);

type LazyInit<'e, T> = Box<dyn FnOnce() -> T + 'e>;

impl<'e, T> Lazy<'e, T> {
    /// Creates a part from the function that computes it.
    pub(crate) fn new(make: impl FnOnce() -> T + 'e) -> Lazy<'e, T> {
        Lazy(Rc::new(LazyCell::new(Box::new(make))))
    }
}

impl<T> Deref for Lazy<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> Clone for Lazy<'_, T> {
    fn clone(&self) -> Self {
        Lazy(self.0.clone())
    }
}

impl<T> fmt::Debug for Lazy<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Late")
    }
}

impl<T: Serialize> Serialize for Lazy<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}
