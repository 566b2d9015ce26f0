//! Languages of a briefing: `default_language` and `[languages.TAG]`.

use super::{citations, invalid, language};
use crate::load::front_matter::Fields;
use crate::model::{LaneConfig, LanguageConfig};
use crate::span::Spanned;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Reads all languages but the default one, keyed by tag.
pub(super) fn read(
    fields: &mut Fields<'_, '_>,
    default: &str,
    lanes: &[LaneConfig],
) -> BTreeMap<Arc<str>, LanguageConfig> {
    let tables = fields.named_tables("languages", |tag, fields| {
        let language = LanguageConfig {
            title: fields.text("title"),
            description: fields.text("description"),
            translations: fields.string_map("translations"),
            lanes: lane_names(fields, lanes),
            citations: citations::read(fields),
        };
        let is_default = tag.value == default;
        if is_default {
            let diagnostic = invalid(tag.span, format!("`{default}` is already the default language"));
            fields.report(diagnostic.help(
                "set its title and description at the top level, and its messages in \
                                         `[translations]`",
            ));
        }
        let usable = is_valid(fields, tag) && !is_default;
        usable.then(|| (Arc::from(tag.value.as_str()), language))
    });
    tables.into_iter().flatten().collect()
}

/// Reads translated names of lanes; reports those of lanes that `[[timeline.lanes]]` does not have.
fn lane_names(fields: &mut Fields<'_, '_>, lanes: &[LaneConfig]) -> BTreeMap<String, String> {
    let unknown = |key: &Spanned<String>| lanes.iter().all(|lane| lane.name != key.value);
    let spans: Vec<Spanned<String>> = fields.entries("lanes").into_iter().map(|(key, _)| key).collect();
    for key in spans.into_iter().filter(unknown) {
        let diagnostic = invalid(key.span, format!("no lane has the name `{}`", key.value));
        fields.report(diagnostic.help("use a `name` of `[[timeline.lanes]]` as the key, its translation as the value"));
    }
    fields.string_map("lanes")
}

/// Checks the syntax of a language tag and reports an invalid one.
pub(super) fn is_valid(fields: &mut Fields<'_, '_>, tag: &Spanned<String>) -> bool {
    let valid = language::is_tag(&tag.value);
    if !valid {
        let fixed = tag.value.trim().replace('_', "-");
        let diagnostic = invalid(tag.span, format!("`{}` is not a language tag", tag.value));
        fields.report(diagnostic.help(if language::is_tag(&fixed) {
            format!("did you mean `{fixed}`?")
        } else {
            "use a language tag such as `en`, `pt-BR` or `zh-Hans`".to_owned()
        }));
    }
    valid
}
