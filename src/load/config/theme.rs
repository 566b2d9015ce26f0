//! `theme`: a name, or a table with a name and options.

use super::invalid;
use crate::load::front_matter::Fields;
use crate::model::ThemeConfig;
use crate::span::{FileId, Span, Spanned};

/// Reads `theme = "name"` or `[theme]`. `render` checks later that the theme exists and has these options.
pub(super) fn read(fields: &mut Fields<'_, '_>, file: FileId) -> ThemeConfig {
    let (name, options) = if fields.is_table("theme") {
        let table = fields.table("theme", |theme| (theme.string("name"), theme.entries("options")));
        table.unwrap_or_default()
    } else {
        (fields.string("theme"), Vec::new())
    };
    let default_name = || Spanned::new("default".to_owned(), Span::new(file, 0..0));
    let name = match name {
        Some(name) if !is_folder_name(&name.value) => {
            let diagnostic = invalid(name.span, format!("`{}` is not a valid theme name", name.value));
            fields.report(diagnostic.help("use the name of a folder in `themes/`, or `default`"));
            default_name()
        }
        name => name.unwrap_or_else(default_name),
    };
    ThemeConfig { name, options }
}

fn is_folder_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.chars().any(|c| matches!(c, '/' | '\\' | ':') || c.is_control())
}
