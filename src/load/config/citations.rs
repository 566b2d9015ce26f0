//! `[citations]`: the CSL style and its locale, for the briefing and for each language.

use crate::load::front_matter::Fields;
use crate::model::CitationConfig;

/// Reads the table. Whether there is such a style and locale is seen later.
pub(super) fn read(fields: &mut Fields<'_, '_>) -> CitationConfig {
    let table = fields
        .table("citations", |fields| CitationConfig { style: fields.string("style"), locale: fields.string("locale") });
    table.unwrap_or_default()
}
