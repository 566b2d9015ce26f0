//! Social cards: a picture of a page's title, kind and date, which others show beside a link to the page.
//!
//! 1. `CardStyle` has the fonts (`face`) and colours (`palette`) of the theme. It names the file of a card by a digest of
//!    everything that the card is drawn from, so a card that exists is never drawn again.
//! 2. `draw` lays a card out on a `canvas`, which `png` encodes. It runs when the site is written to a disk.
//!
//! Without the feature `social-cards` there is no style, and no page has a card.

#[cfg(feature = "social-cards")]
mod canvas;
#[cfg(feature = "social-cards")]
mod draw;
#[cfg(feature = "social-cards")]
mod face;
#[cfg(not(feature = "social-cards"))]
mod no_style;
#[cfg(feature = "social-cards")]
mod palette;
#[cfg(feature = "social-cards")]
mod png;
#[cfg(feature = "social-cards")]
mod style;

#[cfg(not(feature = "social-cards"))]
pub(crate) use no_style::NoCardStyle as CardStyle;
#[cfg(feature = "social-cards")]
pub(crate) use style::CardStyle;

use crate::diagnose::{Rule, Severity};

/// Width of a card in pixels.
pub(crate) const WIDTH: usize = 1200;

/// Height of a card in pixels.
pub(crate) const HEIGHT: usize = 630;

/// The file of `social_font` cannot be used.
pub(crate) static INVALID_SOCIAL_FONT: Rule = Rule {
    code: "invalid-social-font",
    severity: Severity::Error,
    what: "The file of `social_font` does not exist below `templates/`, `themes/` or `static/`, or is no font.",
    why: "Social cards are written in it where the theme's fonts lack characters.",
    wrong: "social_font = \"fonts/serif.woff2\"",
    right: "social_font = \"templates/fonts/serif.ttf\"",
};

/// Titles that no font of the cards can write.
pub(crate) static SOCIAL_CARD_TITLE: Rule = Rule {
    code: "social-card-title",
    severity: Severity::Note,
    what: "The fonts of social cards cannot write a title: they lack characters, or its script joins letters.",
    why: "The card that others show beside a link to the page has no title.",
    wrong: "title = \"全球治理倡议\"   # in briefing.toml: no `social_font`",
    right: "title = \"全球治理倡议\"   # in briefing.toml: social_font = \"templates/fonts/NotoSerifSC.ttf\"",
};

/// The program draws no cards.
pub(crate) static SOCIAL_CARDS_UNAVAILABLE: Rule = Rule {
    code: "social-cards-unavailable",
    severity: Severity::Note,
    what: "`social_cards` is set, but the program was built without the feature `social-cards`.",
    why: "Links to pages are shown without a picture.",
    wrong: "social_cards = \"main\"   # cargo install --no-default-features",
    right: "social_cards = \"main\"   # cargo install --features social-cards",
};

/// Words of a card.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CardText {
    /// Kind of the page.
    pub(crate) kind: String,
    /// Title of the page.
    pub(crate) title: String,
    /// Date, or empty.
    pub(crate) date: String,
    /// Name of the site.
    pub(crate) site: String,
}

impl CardText {
    /// Returns the card in words, for those who do not see it.
    pub(crate) fn alt(&self) -> String {
        let parts = [&self.title, &self.kind, &self.date, &self.site].map(String::as_str);
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ")
    }
}

/// A card of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SocialCard {
    /// Path from the site's root.
    pub(crate) path: String,
    /// Its words.
    pub(crate) text: CardText,
}

/// All cards of a site, to be drawn when it is written.
#[derive(Debug, Default)]
pub struct SocialCardSet {
    /// Their look; `None` if there are none.
    pub(crate) style: Option<CardStyle>,
    /// The cards, each once.
    pub(crate) cards: Vec<SocialCard>,
}
