//! The fields of variables that each template uses.

use super::Engine;
use crate::render::projection::UsedFields;
use std::collections::BTreeMap;

/// The fields of variables that each template uses, by template.
pub(crate) struct TemplateFields(BTreeMap<String, BTreeMap<&'static str, UsedFields>>);

impl TemplateFields {
    /// Finds the used fields of every template. If any template is broken, every template uses all fields, since another
    /// template may stand in for a broken one.
    pub(crate) fn new(engine: &Engine) -> TemplateFields {
        let closures = engine.closures().filter(|_| engine.is_complete());
        TemplateFields(closures.map(|(name, closure)| (name.to_owned(), closure.used_fields())).collect())
    }

    /// Returns the fields of a variable that a template, or any that it can reach, uses.
    pub(crate) fn of(&self, template: &str, variable: &str) -> &UsedFields {
        self.0.get(template).and_then(|variables| variables.get(variable)).unwrap_or(&UsedFields::All)
    }
}
