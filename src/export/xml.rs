//! XML writer: elements, attributes and text, escaped, without characters that XML 1.0 forbids.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::borrow::Cow;

/// XML document under construction, indented by two spaces.
pub(super) struct XmlWriter {
    writer: Writer<Vec<u8>>,
}

impl XmlWriter {
    /// Starts a document with an XML declaration for UTF-8.
    pub(super) fn new() -> XmlWriter {
        let mut xml = XmlWriter::fragment();
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    /// Starts a fragment, to be inserted into a document with [`XmlWriter::add_fragment`].
    pub(super) fn fragment() -> XmlWriter {
        XmlWriter { writer: Writer::new_with_indent(Vec::new(), b' ', 2) }
    }

    /// Writes a start tag.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.write_event(Event::Start(start(name, attributes)));
    }

    /// Writes an end tag.
    pub(super) fn close(&mut self, name: &str) {
        self.write_event(Event::End(BytesEnd::new(name)));
    }

    /// Writes an empty element with attributes.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.write_event(Event::Empty(start(name, attributes)));
    }

    /// Writes an element with text content.
    pub(super) fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        self.write_event(Event::Text(BytesText::new(&without_forbidden_chars(text))));
        self.close(name);
    }

    /// Inserts a fragment verbatim.
    pub(super) fn add_fragment(&mut self, fragment: &[u8]) {
        self.writer.get_mut().push(b'\n');
        self.writer.get_mut().extend_from_slice(fragment);
    }

    /// Returns the bytes written so far.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.writer.into_inner()
    }

    /// Ends the document with a newline and returns its bytes.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut bytes = self.into_bytes();
        bytes.push(b'\n');
        bytes
    }

    fn write_event(&mut self, event: Event<'_>) {
        // Writing to memory cannot fail.
        let _ = self.writer.write_event(event);
    }
}

fn start<'n>(name: &'n str, attributes: &[(&str, &str)]) -> BytesStart<'n> {
    let mut element = BytesStart::new(name);
    for (key, value) in attributes {
        element.push_attribute((*key, &*without_forbidden_chars(value)));
    }
    element
}

fn without_forbidden_chars(text: &str) -> Cow<'_, str> {
    let is_allowed = |&c: &char| matches!(c, '\t' | '\n' | ' '..='\u{fffd}' | '\u{10000}'..) && c != '\u{7f}';
    if text.chars().all(|c| is_allowed(&c)) { text.into() } else { text.chars().filter(is_allowed).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_drops_forbidden_characters() {
        let mut xml = XmlWriter::fragment();
        xml.text("t", &[("a", "\"<&\u{0}")], "x ]]> <b>\u{1}\u{fffe}&amp;\r\n");
        let text = String::from_utf8(xml.into_bytes()).unwrap();
        assert_eq!(text, "<t a=\"&quot;&lt;&amp;\">x ]]&gt; &lt;b&gt;&amp;amp;\n</t>");
    }
}
