//! `[citations]`: CSL style and locale, for the briefing or for one language.

use crate::load::front_matter::Fields;
use crate::model::CitationConfig;

/// Reads the table. `cite` resolves the style and locale names later.
pub(super) fn read(fields: &mut Fields<'_, '_>) -> CitationConfig {
    let table = fields
        .table("citations", |fields| CitationConfig { style: fields.string("style"), locale: fields.string("locale") });
    table.unwrap_or_default()
}
