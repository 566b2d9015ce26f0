//! View of the site that all pages of a language share. Built once per language.

use super::as_of::as_of;
use super::date::DateView;
use super::language_context::LanguageContext;
use super::page_context::PageContext;
use super::social::{SiteSocialView, site_social};
use crate::model::Kind;
use crate::render::assets::Assets;
use crate::render::template_value::value_of;
use crate::render::theme::Theme;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Serialize, Serializer};
use tera::Value;

#[derive(Debug, Serialize)]
struct SiteView<'e> {
    title: &'e str,
    description: &'e str,
    authors: Vec<&'e str>,
    publisher: Option<PublisherView<'e>>,
    edition: Option<EditionView<'e>>,
    base_url: &'e str,
    language: &'e str,
    languages: Vec<LanguageView<'e>>,
    as_of: Option<DateView>,
    styles: &'e [String],
    scripts: &'e [String],
    scripts_on_demand: &'e [String],
    options: &'e serde_json::Map<String, serde_json::Value>,
    generator: &'static str,
    year: String,
    counts: RecordCounts,
    feeds: bool,
    llms_txt: bool,
    social: SiteSocialView,
    extra: &'e serde_json::Value,
}

#[derive(Debug, Serialize)]
struct PublisherView<'e> {
    name: &'e str,
    url: Option<&'e str>,
}

#[derive(Debug, Serialize)]
struct EditionView<'e> {
    number: Option<&'e str>,
    date: Option<DateView>,
}

#[derive(Debug, Serialize)]
struct LanguageView<'e> {
    tag: &'e str,
    title: &'e str,
}

/// Number of listed records by kind, serialized as a map with the kinds' names.
#[derive(Debug)]
struct RecordCounts([(Kind, usize); Kind::WITH_FOLDER.len()]);

impl Serialize for RecordCounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(kind, count)| (kind.as_str(), count)))
    }
}

/// Builds the view of the site for a language. `build_time` is in seconds since 1970.
pub(crate) fn site(context: &PageContext<'_>, theme: &Theme, assets: &Assets, build_time: i64) -> Value {
    let config = context.config();
    let lang = context.lang;
    value_of(&SiteView {
        title: lang.title(),
        description: lang.description(),
        authors: config.authors.iter().map(|author| author.name.as_str()).collect(),
        publisher: config
            .publisher
            .as_ref()
            .map(|publisher| PublisherView { name: &publisher.name, url: publisher.url.as_deref() }),
        edition: edition(context),
        base_url: &config.base_url,
        language: lang.tag,
        languages: languages(theme),
        as_of: as_of(context),
        styles: &assets.styles,
        scripts: &assets.scripts,
        scripts_on_demand: &assets.scripts_on_demand,
        options: &theme.options,
        generator: concat!("briefing ", env!("CARGO_PKG_VERSION")),
        year: config
            .edition_date()
            .and_then(|date| date.anchor())
            .map_or_else(|| build_year(build_time), |day| day.year().to_string()),
        counts: RecordCounts(Kind::WITH_FOLDER.map(|kind| (kind, context.records(kind).count()))),
        feeds: config.generate_feeds,
        llms_txt: config.llms_txt,
        social: site_social(context, theme.card_style.as_ref()),
        extra: &config.extra,
    })
}

/// Returns the number and date of the edition, or `None` if neither is configured.
fn edition<'e>(context: &PageContext<'e>) -> Option<EditionView<'e>> {
    let config = context.config();
    let view = EditionView {
        number: config.edition.number.as_deref(),
        date: config.edition_date().map(|date| context.date(&date, None, None)),
    };
    (view.number.is_some() || view.date.is_some()).then_some(view)
}

fn languages(theme: &Theme) -> Vec<LanguageView<'_>> {
    theme
        .messages
        .iter()
        .map(|(tag, words)| LanguageView { tag, title: LanguageContext::language_name(words) })
        .collect()
}

/// Returns the year of a build, the only part of the build time on pages.
pub(crate) fn build_year(build_time: i64) -> String {
    let time = Timestamp::from_second(build_time).unwrap_or_default();
    time.to_zoned(TimeZone::UTC).year().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_the_year_of_the_build() {
        assert_eq!(build_year(1_767_225_599), "2025");
        assert_eq!(build_year(i64::MAX), "1970");
    }
}
