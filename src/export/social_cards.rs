//! Social cards: draws those that the output folder does not have yet. The name of a card is a digest of everything that it
//! is drawn from.

use crate::model::{Content, OutputSink, OutputTree};
use crate::render::SocialCardSet;
use crate::render::social_card::SocialCard;

/// Adds the social cards of a site to its output.
pub fn add_social_cards(set: &SocialCardSet, sink: Option<&dyn OutputSink>, tree: &mut OutputTree) {
    let Some(style) = &set.style else { return };
    let mut missing: Vec<&SocialCard> = Vec::new();
    for card in &set.cards {
        match sink.and_then(|sink| sink.in_place(&card.path)) {
            Some(digest) => {
                tree.insert_new(&card.path, Content::Stored(digest));
            }
            None => missing.push(card),
        }
    }
    let store = |card: &SocialCard, png: Vec<u8>| {
        let stored = sink.and_then(|sink| sink.store(&card.path, &png));
        (card.path.clone(), stored.map_or_else(|| Content::InMemory(png.into()), Content::Stored))
    };
    for (path, content) in style.draw(&missing, store) {
        tree.insert_new(&path, content);
    }
}
