//! Fonts of cards: which words they can write, advances and kerning, outlines.

use ttf_parser::gpos::{PairAdjustment, PositioningSubtable, ValueRecord};
use ttf_parser::{Face, GlyphId};

/// The theme's serif font at weight 500, in the cut for large sizes.
static SERIF: &[u8] = include_bytes!("fonts/newsreader.ttf");

/// The theme's sans-serif font at weight 500.
static SANS: &[u8] = include_bytes!("fonts/public-sans.ttf");

/// Fonts in which cards are written.
#[derive(Clone)]
pub(super) struct CardFaces<'a> {
    serif: Option<CardFace<'a>>,
    sans: Option<CardFace<'a>>,
    own: Option<CardFace<'a>>,
}

impl<'a> CardFaces<'a> {
    /// Opens the included fonts, and the briefing's own if it has one.
    pub(super) fn new(own: Option<&'a [u8]>) -> CardFaces<'a> {
        CardFaces { serif: CardFace::parse(SERIF), sans: CardFace::parse(SANS), own: own.and_then(CardFace::parse) }
    }

    /// Returns the font for a title: the serif one, or the briefing's own. `None` if neither has all characters.
    pub(super) fn for_title(&self, words: &str) -> Option<&CardFace<'a>> {
        [&self.serif, &self.own].into_iter().flatten().find(|face| face.can_write(words))
    }

    /// Returns the font for labels: the sans-serif one, or the briefing's own.
    pub(super) fn for_label(&self, words: &str) -> Option<&CardFace<'a>> {
        [&self.sans, &self.own].into_iter().flatten().find(|face| face.can_write(words))
    }
}

/// A font.
#[derive(Clone)]
pub(super) struct CardFace<'a> {
    face: Face<'a>,
    /// Numbers of the lookups with kerning.
    kerning: Vec<u16>,
}

impl<'a> CardFace<'a> {
    /// Opens a font; `None` if the file is not one.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<CardFace<'a>> {
        let face = Face::parse(bytes, 0).ok()?;
        let features = face.tables().gpos.iter().flat_map(|table| table.features);
        let kerning = features.filter(|feature| feature.tag == ttf_parser::Tag::from_bytes(b"kern"));
        let mut kerning: Vec<u16> = kerning.flat_map(|feature| feature.lookup_indices).collect();
        kerning.sort_unstable();
        kerning.dedup();
        Some(CardFace { face, kerning })
    }

    /// Checks whether the font has all characters, and each is written by its own glyph from left to right: scripts that
    /// join or reorder letters are not.
    fn can_write(&self, words: &str) -> bool {
        words.chars().all(|c| c.is_whitespace() || (!needs_shaping(c) && self.face.glyph_index(c).is_some()))
    }

    /// Returns the glyph of a character.
    pub(super) fn glyph(&self, character: char) -> GlyphId {
        self.face.glyph_index(character).unwrap_or_default()
    }

    /// Returns pixels per unit of the font at a size.
    pub(super) fn scale(&self, size: f32) -> f32 {
        size / f32::from(self.face.units_per_em().max(1))
    }

    /// Returns the advance of a glyph before the next one, in units of the font.
    pub(super) fn advance(&self, glyph: GlyphId, next: Option<GlyphId>) -> f32 {
        let own = f32::from(self.face.glyph_hor_advance(glyph).unwrap_or_default());
        own + next.map_or(0.0, |next| f32::from(self.kerning(glyph, next)))
    }

    /// Returns the outline of a glyph, in units of the font.
    pub(super) fn outline(&self, glyph: GlyphId, pen: &mut dyn ttf_parser::OutlineBuilder) {
        self.face.outline_glyph(glyph, pen);
    }

    fn kerning(&self, first: GlyphId, second: GlyphId) -> i16 {
        let Some(table) = self.face.tables().gpos else { return 0 };
        let lookups = self.kerning.iter().filter_map(|number| table.lookups.get(*number));
        let subtables = lookups.flat_map(|lookup| lookup.subtables.into_iter::<PositioningSubtable<'_>>());
        let pairs = subtables.filter_map(|subtable| match subtable {
            PositioningSubtable::Pair(pair) => pair_adjustment(&pair, first, second),
            _ => None,
        });
        pairs.map(|(value, _)| value.x_advance).next().unwrap_or(0)
    }
}

fn pair_adjustment<'a>(
    pair: &PairAdjustment<'a>,
    first: GlyphId,
    second: GlyphId,
) -> Option<(ValueRecord<'a>, ValueRecord<'a>)> {
    let index = pair.coverage().get(first)?;
    match pair {
        PairAdjustment::Format1 { sets, .. } => sets.get(index)?.get(second),
        PairAdjustment::Format2 { classes, matrix, .. } => matrix.get((classes.0.get(first), classes.1.get(second))),
    }
}

/// Checks whether a character is combined with others, or written from right to left.
fn needs_shaping(character: char) -> bool {
    matches!(u32::from(character),
        0x0300..=0x036F | 0x0590..=0x109F | 0x1700..=0x18AF | 0x1A00..=0x1CFF | 0x200B..=0x200F | 0x202A..=0x202E
        | 0x2066..=0x2069 | 0xA800..=0xABFF | 0xFB1D..=0xFDFF | 0xFE00..=0xFE0F | 0xFE70..=0xFEFF | 0x10800..=0x11FFF
        | 0x1E800..=0x1F9FF | 0xE0000..=0xE0FFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn included_fonts_write_latin_and_kern() {
        let faces = CardFaces::new(None);
        let serif = faces.for_title("AV — “Æther”, é").unwrap();
        let [a, v] = ['A', 'V'].map(|c| serif.glyph(c));
        assert!(serif.advance(a, Some(v)) < serif.advance(a, None));
        assert!(faces.for_label("12 December 2025").is_some());
        assert!(faces.for_title("全球治理").is_none() && faces.for_title("سلام").is_none());
        assert!(CardFace::parse(b"no font").is_none());
    }
}
