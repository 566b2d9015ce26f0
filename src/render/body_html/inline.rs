//! Inline elements.

use super::link::RecordLink;
use super::{Writer, verdict};
use crate::model::{Inline, InlineKind, SpanClass};
use crate::relate::{MentionPart, Target};
use std::ops::Range;

impl Writer<'_> {
    /// Writes inlines in order.
    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(text) => self.text_with_mentions(text, inline.span.start),
            InlineKind::Code(code) => {
                self.raw("<code>");
                self.text(code);
                self.raw("</code>");
            }
            InlineKind::Emphasis(content) => self.element("em", content),
            InlineKind::Strong(content) => self.element("strong", content),
            InlineKind::Strikethrough(content) => self.element("del", content),
            InlineKind::Span { class, content } => {
                self.raw(&format!("<span class=\"{}\">", class.name()));
                self.inlines(content);
                self.raw("</span>");
                if let SpanClass::Claim(to) = class
                    && let Target::Claim(record, position) = *self.context.body.target(*to)
                {
                    if let Some(apart) = &mut self.apart {
                        apart.claim = Some((record, position));
                    } else {
                        let support = self.context.figures.claim_support(record, position);
                        self.raw(&support);
                    }
                }
            }
            InlineKind::Link { to, title, content } => self.link(*to, title, content),
            InlineKind::Image { to, title, alt } => self.image(*to, Some(title), alt),
            InlineKind::Citation(to) => {
                self.citation(*to);
                self.verdicts_after(*to);
            }
            InlineKind::FootnoteMark { note, nth } => self.footnote_mark(*note, *nth),
            InlineKind::SoftBreak => self.raw("\n"),
            InlineKind::HardBreak => self.raw("<br>\n"),
            InlineKind::Html(html) => self.html_inline(html),
        }
    }

    /// Writes text with its mentions as links and the verdicts of quotations that end in it. `start` is the text's offset in
    /// its file.
    fn text_with_mentions(&mut self, text: &str, start: u32) {
        let mut from = 0;
        for (at, number, quotation) in verdict::ending_in_text(self.context.body.quotations(), start) {
            if text.is_char_boundary(at) && at >= from {
                self.mention_links(text, from..at, start);
                self.verdict(number, quotation);
                from = at;
            }
        }
        self.mention_links(text, from..text.len(), start);
    }

    /// Writes a part of a text with its mentions as links. A link that was opened in the line before is closed behind the end of
    /// its mention, or at once if that cannot be written.
    fn mention_links(&mut self, text: &str, part: Range<usize>, start: u32) {
        let mentions = self.context.body.mention_links();
        let first = mentions.partition_point(|mention| mention.node < start);
        let mut from = part.start;
        if std::mem::take(&mut self.has_open_mention) {
            let end =
                mentions[first..].first().filter(|mention| mention.node == start && mention.part == MentionPart::End);
            let name = end.and_then(|end| text.get(from..end.range.end.min(part.end)));
            self.text(name.unwrap_or_default());
            self.raw("</a>");
            from += name.map_or(0, str::len);
        }
        for mention in mentions[first..].iter().take_while(|mention| mention.node == start) {
            if mention.range.start < from || mention.range.end > part.end || mention.part == MentionPart::End {
                continue;
            }
            let (Some(before), Some(name)) = (text.get(from..mention.range.start), text.get(mention.range.clone()))
            else {
                continue;
            };
            self.text(before);
            let link = RecordLink { to: mention.to, anchor: None, title: "", text: name, class: "record mention" };
            self.open_record_link(link);
            self.text(name);
            self.has_open_mention = mention.part == MentionPart::Beginning;
            if !self.has_open_mention {
                self.raw("</a>");
            }
            from = mention.range.end;
        }
        self.text(text.get(from..part.end).unwrap_or(""));
    }
}
