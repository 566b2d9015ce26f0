//! Authors: lists of tables with a name, in articles and in the configuration.

use super::front_matter::Fields;
use crate::model::Author;

/// Reads a list of authors; reports and drops those without a name.
pub(super) fn read_list(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<Author> {
    fields.tables(key, read).into_iter().flatten().collect()
}

fn read(fields: &mut Fields<'_, '_>) -> Option<Author> {
    let name = fields.required_string("name");
    let family = fields.text("family");
    let role = fields.text("role");
    let affiliation = fields.text("affiliation");
    Some(Author { name: name?.value, family, role, affiliation })
}
