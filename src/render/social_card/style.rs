//! Fonts and colours of cards.

use super::draw::{CardBuffers, CardPen};
use super::face::{CardFace, CardFaces};
use super::palette::CardPalette;
use super::{CardText, INVALID_SOCIAL_FONT, SocialCard};
use crate::diagnose::{Diagnostic, Diagnostics};
use crate::model::{Bytes, Site, SocialCards};
use rayon::prelude::*;

/// Version of the drawing: a change of the layout needs other file names.
const VERSION: u8 = 1;

/// Style that the cards of a site share.
#[derive(Clone, Debug)]
pub(crate) struct CardStyle {
    /// Font for what the theme's fonts lack.
    own_font: Option<Bytes>,
    palette: CardPalette,
    /// Hasher of everything but the words.
    hasher: blake3::Hasher,
}

impl CardStyle {
    /// Prepares the cards of a site, unless it wants none. `accent` is the theme's option.
    pub(crate) fn of(
        site: &Site,
        styles: &[(String, Bytes)],
        accent: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<CardStyle> {
        if site.config.social.cards() == SocialCards::Off {
            return None;
        }
        let own_font = own_font(site, diagnostics);
        let palette = CardPalette::of(styles, accent);
        let mut hasher = blake3::Hasher::new();
        hasher.update(&[VERSION]).update(&palette.rgb());
        if let Some(font) = &own_font {
            hasher.update(font);
        }
        Some(CardStyle { own_font, palette, hasher })
    }

    /// Returns the card with some words; `None` if the fonts can write none of them.
    pub(crate) fn card(&self, text: CardText) -> Option<SocialCard> {
        let faces = self.faces();
        let labels = [&text.kind, &text.date, &text.site];
        let can_write = |words: &str, is_title| {
            let face = if is_title { faces.for_title(words) } else { faces.for_label(words) };
            !words.is_empty() && face.is_some()
        };
        if !can_write(&text.title, true) && !labels.into_iter().any(|words| can_write(words, false)) {
            return None;
        }
        let mut hasher = self.hasher.clone();
        for words in [&text.kind, &text.title, &text.date, &text.site] {
            hasher.update(words.as_bytes()).update(&[0]);
        }
        let mut name = hasher.finalize().to_hex().to_string();
        name.truncate(16);
        Some(SocialCard { path: format!("social/{name}.png"), text })
    }

    /// Returns a digest of everything but the words.
    pub(crate) fn look(&self) -> String {
        self.hasher.finalize().to_hex().to_string()
    }

    /// Checks whether the fonts can write a title.
    pub(crate) fn can_write_title(&self, title: &str) -> bool {
        title.is_ascii() || self.faces().for_title(title).is_some()
    }

    /// Draws cards in parallel, and gives each image to `take`.
    pub(crate) fn draw<T: Send>(
        &self,
        cards: &[&SocialCard],
        take: impl Fn(&SocialCard, Vec<u8>) -> T + Sync,
    ) -> Vec<T> {
        let pen = CardPen { faces: self.faces(), palette: self.palette };
        let draw = |buffers: &mut CardBuffers, card: &&SocialCard| take(card, pen.draw(&card.text, buffers));
        // A task keeps its buffers and the glyphs that it drew.
        let size = cards.len().div_ceil(rayon::current_num_threads().max(1)).max(1);
        let batches = cards.par_chunks(size).map(|batch| {
            let mut buffers = CardBuffers::default();
            batch.iter().map(|card| draw(&mut buffers, card)).collect::<Vec<T>>()
        });
        batches.flatten().collect()
    }

    fn faces(&self) -> CardFaces<'_> {
        CardFaces::new(self.own_font.as_deref())
    }
}

/// Returns the file of `social_font`, if it is a font.
fn own_font(site: &Site, diagnostics: &mut Diagnostics) -> Option<Bytes> {
    let path = site.config.social.font.as_ref()?;
    let bytes = site.files.get(path.value.trim_start_matches("./"));
    let problem = match bytes {
        None => "does not exist below `templates/`, `themes/` or `static/`",
        Some(bytes) if CardFace::parse(bytes).is_none() => "is not a TrueType or OpenType font",
        Some(bytes) => return Some(bytes.clone()),
    };
    let diagnostic = Diagnostic::new(&INVALID_SOCIAL_FONT, path.span, format!("`{}` {problem}", path.value));
    diagnostics.push(diagnostic.help("name a `.ttf` or `.otf` file, such as `templates/fonts/serif.ttf`"));
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::{TestSite, codes, spanned};

    fn text(title: &str) -> CardText {
        CardText { kind: "Event".into(), title: title.into(), date: String::new(), site: "Test".into() }
    }

    #[test]
    fn names_files_by_everything_that_is_drawn() {
        let site = TestSite::new().site;
        let mut found = Diagnostics::default();
        let style = CardStyle::of(&site, &[], "red", &mut found).unwrap();
        let path = |title| style.card(text(title)).unwrap().path;
        assert_eq!(path("A"), path("A"));
        assert_ne!(path("A"), path("B"));
        let css = ("t.css".to_owned(), Bytes::from(&b":root { --ink: #000000; }"[..]));
        assert_ne!(path("A"), CardStyle::of(&site, &[css], "red", &mut found).unwrap().card(text("A")).unwrap().path);
        assert!(style.can_write_title("Élan") && !style.can_write_title("全球"));
        let chinese =
            CardText { kind: "活动".into(), title: "全球".into(), date: String::new(), site: "简报".into() };
        assert_eq!(style.card(chinese), None);
        assert!(found.is_empty());
    }

    #[test]
    fn draws_in_order() {
        let style = CardStyle::of(&TestSite::new().site, &[], "red", &mut Diagnostics::default()).unwrap();
        let cards: Vec<SocialCard> = (0..9).filter_map(|n| style.card(text(&format!("Title {n}")))).collect();
        let drawn = style.draw(&cards.iter().collect::<Vec<_>>(), |card, png| (card.text.title.clone(), png));
        assert!(drawn.iter().map(|(title, _)| title).eq(cards.iter().map(|card| &card.text.title)));
        let again = style.draw(&[&cards[8]], |_, png| png);
        assert_eq!(again[0], drawn[8].1);
    }

    #[test]
    fn reports_missing_and_unreadable_fonts() {
        for (path, content) in [("templates/x.ttf", None), ("templates/x.ttf", Some("words"))] {
            let mut test = TestSite::new();
            test.site.config.social.font = Some(spanned(path.into()));
            if let Some(content) = content {
                test.file(path, content);
            }
            let mut found = Diagnostics::default();
            assert!(CardStyle::of(&test.site, &[], "red", &mut found).is_some());
            assert_eq!(codes(&found), ["invalid-social-font"]);
        }
    }
}
