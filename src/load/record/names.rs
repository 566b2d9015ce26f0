//! `names` of a record, with the limits within which each counts as a mention.

use crate::diagnose::Diagnostic;
use crate::load::front_matter::{Fields, INVALID_VALUE, TextItem};
use crate::model::{NameLimits, Naming};
use crate::span::Spanned;

/// Reads `names`, `match_names` and `title_is_name`. Empty names, which would match everywhere, are reported and left out.
pub(super) fn read(fields: &mut Fields<'_, '_>) -> (Vec<Spanned<String>>, Naming) {
    let mut naming = Naming::default();
    let all = fields.text_items("names", |item| match item {
        TextItem::Text(name) => Some((name, NameLimits::default())),
        TextItem::Table(fields) => {
            let name = fields.required_string("name");
            let limits = limits(fields);
            Some((name?, limits))
        }
    });
    let mut names = Vec::with_capacity(all.len());
    for (name, limits) in all {
        if name.value.trim().is_empty() {
            fields.report(Diagnostic::new(&INVALID_VALUE, name.span, "a name is empty").help("delete it"));
            continue;
        }
        if limits != NameLimits::default() {
            naming.limits.push((name.value.clone(), limits));
        }
        names.push(name);
    }
    naming.match_names = fields.bool("match_names").unwrap_or(naming.match_names);
    naming.title_is_name = fields.bool("title_is_name").unwrap_or(naming.title_is_name);
    (names, naming)
}

fn limits(fields: &mut Fields<'_, '_>) -> NameLimits {
    let values = |list: Vec<Spanned<String>>| {
        list.into_iter().map(|text| text.value).filter(|text| !text.trim().is_empty()).collect()
    };
    NameLimits {
        only_with: fields.bool("only_with").unwrap_or(false),
        languages: values(fields.strings("languages")),
        not_in: values(fields.strings("not_in")),
        exact_case: fields.one_of("case", &["exact"]).is_some(),
    }
}
