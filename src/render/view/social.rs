//! Description of a page for sites that link to it: its social card, locale and dates.

use super::as_of::as_of;
use super::language_context::{IndexPage, LanguageContext};
use super::page_context::PageContext;
use crate::model::{Details, Edtf, IndexKind, Kind, Record, RecordId, SocialCards};
use crate::render::social_card::{CardStyle, CardText, HEIGHT, SocialCard, WIDTH};
use serde::Serialize;

/// Description of a page for those who share it.
#[derive(Debug, Serialize)]
pub(crate) struct SocialView {
    /// The page's own card.
    image: Option<SocialImage>,
    /// Locale of the Open Graph protocol: `en_US`.
    locale: Option<String>,
    published: Option<String>,
    modified: Option<String>,
}

/// Card of a page.
#[derive(Debug, Serialize)]
pub(crate) struct SocialImage {
    url: String,
    width: usize,
    height: usize,
    alt: String,
}

/// Inputs that the cards of all pages share.
#[derive(Debug, Serialize)]
pub(crate) struct SiteSocialView {
    /// The card of the front page, for pages without one of their own.
    image: Option<SocialImage>,
    /// Pages with a card of their own, and the look of cards; pages with cards depend on both.
    cards: String,
}

/// Page that may have a card.
#[derive(Clone, Copy)]
pub(super) enum CardSubject<'e> {
    /// The front page, or one that lists records.
    Index(&'e IndexPage),
    /// A record.
    Record(RecordId),
}

/// Cards of a language, and the records with titles that its fonts cannot write.
#[derive(Debug, Default)]
pub(crate) struct LanguageCards {
    /// The cards.
    pub(crate) cards: Vec<SocialCard>,
    /// Records with titles that no font can write; `None` for the briefing's own title.
    pub(crate) unwritable: Vec<Option<RecordId>>,
}

/// Builds the description of a page for those who share it.
pub(super) fn social(
    context: &PageContext<'_>,
    style: Option<&CardStyle>,
    subject: Option<CardSubject<'_>>,
    record: Option<&Record>,
) -> SocialView {
    let config = context.config();
    let day = |date: Edtf| date.html_datetime().filter(|day| day.len() >= "2025-12-31".len());
    SocialView {
        image: style.zip(subject).and_then(|(style, subject)| Some(image(context, &card(context, style, subject)?))),
        locale: locale(context.lang),
        published: config.page_published(record).and_then(day),
        modified: config.page_modified(record).and_then(day),
    }
}

/// Builds what the cards of all pages of a language depend on.
pub(super) fn site_social(context: &PageContext<'_>, style: Option<&CardStyle>) -> SiteSocialView {
    let front = context.lang.index_page(IndexKind::Brief).map(CardSubject::Index);
    let front_card = style.zip(front).and_then(|(style, front)| card(context, style, front));
    let look = style.map(CardStyle::look).unwrap_or_default();
    SiteSocialView {
        image: front_card.map(|card| image(context, &card)),
        cards: format!("{:?} {look}", context.config().social.cards()),
    }
}

/// Lists the cards of all pages of a language.
pub(crate) fn language_cards(context: &PageContext<'_>, style: &CardStyle) -> LanguageCards {
    let indexes = context.lang.index_pages.iter().map(CardSubject::Index);
    let records = context.site.records.shown().filter(|(_, record)| *record.language == **context.lang.tag);
    let records = records.filter(|(_, record)| record.kind() != Kind::Index);
    let mut all = LanguageCards::default();
    for subject in indexes.chain(records.map(|(id, _)| CardSubject::Record(id))) {
        let Some(text) = text(context, subject) else { continue };
        if !style.can_write_title(&text.title) {
            all.unwritable.push(match subject {
                CardSubject::Record(id) => Some(id),
                CardSubject::Index(index) => index.record,
            });
        }
        all.cards.extend(style.card(text));
    }
    all
}

fn image(context: &PageContext<'_>, card: &SocialCard) -> SocialImage {
    SocialImage { url: context.lang.absolute_url(&card.path), width: WIDTH, height: HEIGHT, alt: card.text.alt() }
}

fn card(context: &PageContext<'_>, style: &CardStyle, subject: CardSubject<'_>) -> Option<SocialCard> {
    style.card(text(context, subject)?)
}

/// Returns the words of a page's card; `None` if the page has none of its own.
fn text(context: &PageContext<'_>, subject: CardSubject<'_>) -> Option<CardText> {
    match subject {
        CardSubject::Index(index) => index_text(context, index),
        CardSubject::Record(id) => record_text(context, id),
    }
}

fn index_text(context: &PageContext<'_>, index: &IndexPage) -> Option<CardText> {
    let (config, lang) = (context.config(), context.lang);
    let publisher = config.publisher.as_ref().map(|publisher| publisher.name.clone());
    let kind = lang.messages.get("home.briefing").to_owned();
    if index.of == IndexKind::Brief {
        let title = index.record.map_or(lang.title(), |id| context.link_card(id).title()).to_owned();
        let date = as_of(context).map(|date| format!("{} {}", lang.messages.get("home.as_of"), date.words));
        let site = publisher.unwrap_or_else(|| host(&config.base_url).to_owned());
        return Some(CardText { kind, title, date: date.unwrap_or_default(), site });
    }
    if config.social.cards() != SocialCards::All {
        return None;
    }
    let title = match index.record {
        Some(id) => context.link_card(id).title(),
        None => lang.messages.get(index.message_key()),
    };
    Some(CardText { kind, title: title.to_owned(), date: String::new(), site: lang.title().to_owned() })
}

fn record_text(context: &PageContext<'_>, id: RecordId) -> Option<CardText> {
    let (record, messages) = (context.site.records.get(id), context.lang.messages);
    let is_main = match &record.details {
        Details::Event(event) => event.turning_point,
        Details::Initiative(_) => true,
        _ => false,
    };
    if !is_main && context.config().social.cards() != SocialCards::All {
        return None;
    }
    let card = context.link_card(id);
    let kind_key = format!("kind.{}", record.kind().as_str());
    let kind = match &record.details {
        Details::Event(event) if event.turning_point => messages.get("timeline.turning_point"),
        Details::Event(_) => messages.get(&kind_key),
        _ => card.label().unwrap_or_else(|| messages.get(&kind_key)),
    };
    Some(CardText {
        kind: capitalized(kind),
        title: card.title().to_owned(),
        date: card.date().unwrap_or_default().to_owned(),
        site: context.lang.title().to_owned(),
    })
}

fn capitalized(words: &str) -> String {
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + characters.as_str())
}

/// Returns the host of a URL.
fn host(url: &str) -> &str {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    after_scheme.split('/').next().unwrap_or(after_scheme)
}

/// Returns the locale of a language: with the region of its tag, otherwise as the theme says.
fn locale(lang: &LanguageContext<'_>) -> Option<String> {
    let mut parts = lang.tag.split('-');
    let language = parts.next()?;
    let region = parts.find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase()));
    match region {
        Some(region) => Some(format!("{language}_{region}")),
        None => lang.messages.find("language.locale").map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_hosts_and_kinds() {
        assert_eq!(host("https://example.org/briefings/ai/"), "example.org");
        assert_eq!((capitalized("op-ed"), capitalized("")), ("Op-ed".to_owned(), String::new()));
    }
}
