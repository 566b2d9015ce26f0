//! Colours of cards: those of the theme's light scheme.

use super::canvas::STEPS;
use crate::model::Bytes;

type Rgb = [u8; 3];

/// Colours of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CardPalette {
    paper: Rgb,
    /// Ink, soft ink and accent, in the order of `CardColor`.
    inks: [Rgb; 3],
}

impl Default for CardPalette {
    fn default() -> CardPalette {
        let inks = [[0x1c, 0x1a, 0x17], [0x57, 0x53, 0x4a], [0x9e, 0x2a, 0x1f]];
        CardPalette { paper: [0xfc, 0xfb, 0xf8], inks }
    }
}

impl CardPalette {
    /// Reads the colours from the theme's style sheets, where their first value is that of the light scheme, and the accent
    /// from its option. Colours that are not written as `#rrggbb` have their default.
    pub(super) fn of(styles: &[(String, Bytes)], accent: &str) -> CardPalette {
        let texts = styles.iter().filter_map(|(_, bytes)| std::str::from_utf8(bytes).ok());
        let texts: Vec<&str> = texts.collect();
        let token = |after: &str, name: &str| {
            texts.iter().find_map(|text| {
                let (_, rest) = text.split_once(after)?;
                let (_, value) = rest.split_once(&format!("{name}:"))?;
                rgb(value.split(';').next()?.trim())
            })
        };
        let default = CardPalette::default();
        let named = || token(&format!("[data-accent=\"{accent}\"]"), "--accent-on-light");
        let accent = rgb(accent).or_else(named).or_else(|| token("", "--accent-on-light"));
        let inks = [token("", "--ink"), token("", "--ink-soft"), accent];
        let mut palette = CardPalette { paper: token("", "--paper").unwrap_or(default.paper), ..default };
        for (ink, found) in palette.inks.iter_mut().zip(inks) {
            *ink = found.unwrap_or(*ink);
        }
        palette
    }

    /// Returns the entries of the image's palette: the paper, then each ink from its faintest step to the full one.
    pub(super) fn rgb(&self) -> Vec<u8> {
        let mixed = |ink: Rgb, step: u8| {
            let mix = |paper: u8, ink: u8| {
                let (paper, ink, part, whole) = (u32::from(paper), u32::from(ink), u32::from(step), u32::from(STEPS));
                u8::try_from((paper * (whole - part) + ink * part + whole / 2) / whole).unwrap_or(u8::MAX)
            };
            [mix(self.paper[0], ink[0]), mix(self.paper[1], ink[1]), mix(self.paper[2], ink[2])]
        };
        let inks = self.inks.into_iter().flat_map(|ink| (1..=STEPS).flat_map(move |step| mixed(ink, step)));
        self.paper.into_iter().chain(inks).collect()
    }
}

fn rgb(color: &str) -> Option<Rgb> {
    let digits = color.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_colors_of_the_light_scheme() {
        let css = ":root { --paper: #ffffff; --ink: #000000; --accent-on-light: #112233; }\n\
                   :root[data-accent=\"blue\"] { --accent-on-light: #0000ff; }\n\
                   @media (prefers-color-scheme: dark) { :root { --paper: #000000; } }";
        let styles = [("tokens.css".to_owned(), Bytes::from(css.as_bytes()))];
        let accent = |name| CardPalette::of(&styles, name).inks[2];
        assert_eq!(["blue", "red", "#445566"].map(accent), [[0, 0, 255], [0x11, 0x22, 0x33], [0x44, 0x55, 0x66]]);
        let rgb = CardPalette::of(&styles, "blue").rgb();
        assert_eq!((&rgb[..6], &rgb[45..48]), (&[255, 255, 255, 238, 238, 238][..], &[0, 0, 0][..]));
        assert_eq!(CardPalette::of(&[], "red"), CardPalette::default());
    }
}
