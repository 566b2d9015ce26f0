//! Inline markup in titles, as CSL-JSON has it: `<i>`, `<b>`, `<sup>`, `<sub>`. Other tags are text.

use super::runs::StyledRun;
use hayagriva::Formatting;
use hayagriva::citationberg::{FontStyle, FontWeight, VerticalAlign};

/// Tags with the characters that stand for them while a title's case and quotation marks are set.
const TAGS: [(&str, &str, char, char); 4] = [
    ("<i>", "</i>", '\u{e040}', '\u{e041}'),
    ("<b>", "</b>", '\u{e042}', '\u{e043}'),
    ("<sup>", "</sup>", '\u{e044}', '\u{e045}'),
    ("<sub>", "</sub>", '\u{e046}', '\u{e047}'),
];

/// Replaces tags that are opened and closed by single characters.
pub(super) fn encode(text: &str) -> String {
    let mut encoded = text.to_owned();
    for (open, close, start, end) in TAGS {
        while let Some(at) = encoded.find(open)
            && let Some(length) = encoded[at..].find(close)
        {
            encoded.replace_range(at + length..at + length + close.len(), end.encode_utf8(&mut [0; 4]));
            encoded.replace_range(at..at + open.len(), start.encode_utf8(&mut [0; 4]));
        }
    }
    encoded
}

/// Removes the tags that [`encode`] knows.
pub(super) fn plain(text: &str) -> String {
    let marks = |c: char| ('\u{e040}'..='\u{e047}').contains(&c);
    encode(text).replace(marks, "")
}

/// Splits a run at the characters of [`encode`] and sets the formats.
pub(super) fn decode(run: &StyledRun) -> Vec<StyledRun> {
    let mut parts = vec![StyledRun { text: String::new(), ..run.clone() }];
    for c in run.text.chars() {
        let tag = TAGS.iter().find(|(_, _, start, end)| *start == c || *end == c);
        match (tag, parts.last_mut()) {
            (Some(tag), Some(last)) => {
                let formatting = toggled(last.formatting, tag.0, tag.2 == c, run.formatting);
                parts.push(StyledRun { text: String::new(), formatting, ..run.clone() });
            }
            (None, Some(last)) => last.text.push(c),
            (_, None) => {}
        }
    }
    parts.retain(|part| !part.text.is_empty());
    parts
}

/// Returns a format with that of a tag: text that is italic already becomes upright.
fn toggled(now: Formatting, tag: &str, opens: bool, usual: Formatting) -> Formatting {
    match (tag, opens) {
        ("<i>", true) if usual.font_style == FontStyle::Italic => Formatting { font_style: FontStyle::Normal, ..now },
        ("<i>", true) => Formatting { font_style: FontStyle::Italic, ..now },
        ("<i>", false) => Formatting { font_style: usual.font_style, ..now },
        ("<b>", true) if usual.font_weight == FontWeight::Bold => Formatting { font_weight: FontWeight::Normal, ..now },
        ("<b>", true) => Formatting { font_weight: FontWeight::Bold, ..now },
        ("<b>", false) => Formatting { font_weight: usual.font_weight, ..now },
        ("<sup>", true) => Formatting { vertical_align: VerticalAlign::Sup, ..now },
        ("<sub>", true) => Formatting { vertical_align: VerticalAlign::Sub, ..now },
        _ => Formatting { vertical_align: usual.vertical_align, ..now },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::runs::write_html;

    fn html(text: &str, usual: Formatting) -> String {
        let run = StyledRun { text: encode(text), formatting: usual, ..StyledRun::plain("") };
        let mut html = String::new();
        write_html(&mut html, &decode(&run), |_, _| {});
        html
    }

    #[test]
    fn sets_the_format_of_tags() {
        let italic = Formatting { font_style: FontStyle::Italic, ..Formatting::default() };
        assert_eq!(html("The <i>Gull</i> sails", Formatting::default()), "The <i>Gull</i> sails");
        assert_eq!(html("The <i>Gull</i> sails", italic), "<i>The </i>Gull<i> sails</i>");
        assert_eq!(html("A <b>bold</b> H<sub>2</sub>O", Formatting::default()), "A <b>bold</b> H<sub>2</sub>O");
        assert_eq!(html("a <i>b <b>c</b></i>", Formatting::default()), "a <i>b </i><i><b>c</b></i>");
    }

    #[test]
    fn keeps_other_tags_as_text() {
        for text in ["1 < 2 > 0", "<script>", "open <i> only", "</i> first <i>", "<em>x</em>"] {
            assert_eq!(plain(text), text);
        }
        assert_eq!(plain("The <i>Gull</i>"), "The Gull");
    }
}
