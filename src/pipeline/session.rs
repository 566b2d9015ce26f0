//! Compiles a briefing again and again, and makes only what is not the same as before.

use super::{Companion, CompileOptions, Compiled, compile_with};
use crate::load::Inputs;
use crate::model::Site;
use crate::render::Prints;
use std::sync::Arc;

/// What is kept between compilations of a briefing: what `serve` has for as long as it runs.
#[derive(Debug, Default)]
pub struct Session {
    prints: Arc<Prints>,
}

impl Session {
    /// Compiles a briefing. What comes out is what [`super::compile`] gives; only the time differs.
    pub fn compile(&mut self, inputs: &Inputs, options: &CompileOptions) -> Compiled {
        let mut compiled = compile_with(inputs, options, self);
        let prints = std::mem::take(&mut compiled.pages.prints);
        if compiled.found.has_errors() {
            // Pages that a mistake keeps from being made may be the same again when it is mended.
            Arc::make_mut(&mut self.prints).extend(prints);
        } else {
            self.prints = Arc::new(prints);
        }
        compiled
    }
}

impl Companion for Session {
    fn earlier(&mut self, _: &Site) -> Arc<Prints> {
        self.prints.clone()
    }
}
