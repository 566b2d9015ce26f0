//! `social_cards` and `social_font`: pictures of pages for those who share them.

use crate::load::front_matter::Fields;
use crate::model::{SocialCards, SocialConfig};
use crate::span::Spanned;

/// Reads both keys. `render` checks later that the font exists.
pub(super) fn read(fields: &mut Fields<'_, '_>) -> SocialConfig {
    let cards = match fields.false_span("social_cards") {
        Some(span) => Some(Spanned::new(SocialCards::Off, span)),
        None => fields.one_of("social_cards", &["main", "all"]).map(|cards| {
            let which = if cards.value == "all" { SocialCards::All } else { SocialCards::Main };
            Spanned::new(which, cards.span)
        }),
    };
    SocialConfig { cards, font: fields.string("social_font") }
}

#[cfg(test)]
mod tests {
    use super::super::tests::configure;
    use super::*;
    use crate::load::LoadOptions;

    #[test]
    fn reads_which_pages_have_cards() {
        let read = |line: &str| {
            let text = format!("base_url = \"https://example.org/\"\n{line}\n");
            let (config, diagnostics) = configure(&text, &LoadOptions::default());
            (config.social.cards(), diagnostics)
        };
        assert_eq!(read(""), (SocialCards::Main, vec![]));
        assert_eq!(read("social_cards = false"), (SocialCards::Off, vec![]));
        assert_eq!(read("social_cards = \"all\""), (SocialCards::All, vec![]));
        let (_, diagnostics) = read("social_cards = \"al\"");
        assert_eq!(diagnostics, ["invalid-value 2:16 `social_cards` cannot be `al`"]);
        let (_, diagnostics) = read("social_cards = true");
        assert_eq!(diagnostics, ["invalid-type 2:16 expected a string, found `true`"]);
    }
}
