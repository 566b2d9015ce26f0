//! No cards: the program was built without the feature `social-cards`.

use super::{CardText, SOCIAL_CARDS_UNAVAILABLE, SocialCard};
use crate::diagnose::{Diagnostic, Diagnostics};
use crate::model::{Bytes, Site, SocialCards};
use std::convert::Infallible;

/// Style of the cards without the feature: there are none.
#[derive(Clone, Debug)]
pub(crate) struct NoCardStyle(Infallible);

impl NoCardStyle {
    /// Reports a configuration that wants cards.
    pub(crate) fn of(
        site: &Site,
        _: &[(String, Bytes)],
        _: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<NoCardStyle> {
        if let Some(cards) = site.config.social.cards.as_ref().filter(|cards| cards.value != SocialCards::Off) {
            let message = "this program draws no social cards";
            let diagnostic = Diagnostic::new(&SOCIAL_CARDS_UNAVAILABLE, cards.span, message);
            diagnostics.push(diagnostic.help("build it with the feature `social-cards`, or remove the line"));
        }
        None
    }

    /// Returns the card with some words.
    pub(crate) fn card(&self, _: CardText) -> Option<SocialCard> {
        match self.0 {}
    }

    /// Returns a digest of everything but the words.
    pub(crate) fn look(&self) -> String {
        match self.0 {}
    }

    /// Checks whether the fonts can write a title.
    pub(crate) fn can_write_title(&self, _: &str) -> bool {
        match self.0 {}
    }

    /// Draws cards.
    pub(crate) fn draw<T: Send>(&self, _: &[&SocialCard], _: impl Fn(&SocialCard, Vec<u8>) -> T + Sync) -> Vec<T> {
        match self.0 {}
    }
}
