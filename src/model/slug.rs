//! Slugs: ids derived from text.

use unicode_normalization::UnicodeNormalization;

/// Converts text into an id: letters and digits of any script in lower case, everything else as single hyphens.
/// `AI+ for good!` becomes `ai-plus-for-good`; the plus sign is spelled out because names differ by it.
pub fn slugify(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.nfc() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if c == '+' {
            hyphenate(&mut slug);
            slug.push_str("plus-");
        } else if !matches!(c, '\'' | '’' | '\u{ad}') {
            hyphenate(&mut slug);
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

fn hyphenate(slug: &mut String) {
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

#[cfg(test)]
mod tests {
    use super::slugify;

    #[test]
    fn keeps_letters_of_any_script() {
        let cases = [
            ("Global Digital Compact", "global-digital-compact"),
            ("“AI+” initiative", "ai-plus-initiative"),
            ("China’s role: a path", "chinas-role-a-path"),
            ("人工智能 治理", "人工智能-治理"),
            ("  --Über  uns-- ", "über-uns"),
            ("!?", ""),
        ];
        for (text, slug) in cases {
            assert_eq!(slugify(text), slug);
        }
    }
}
