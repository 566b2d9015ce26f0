//! Reads a CSL file of the briefing. The library that runs styles trusts them, so anything that could make it loop or
//! panic is rejected here.
//!
//! 1. `MacroGraph` measures the XML: its depth, and the macros that call each other.
//! 2. A macro that calls itself is rejected, and so are calls that multiply beyond a limit.
//! 3. The style is run on a few sample items.

use super::archive;
use super::style_check;
use hayagriva::citationberg::{IndependentStyle, Style};
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// Maximum length of a style in bytes; the longest official one has a third of it.
const MAX_BYTES: usize = 1 << 20;
/// Maximum nesting depth of elements and of macro calls.
const MAX_DEPTH: usize = 48;
/// Maximum number of elements with all macro calls expanded.
const MAX_ELEMENTS: u64 = 20_000_000;

/// Parses a style, or returns the reason why it cannot be used.
pub(super) fn read(bytes: &[u8]) -> Result<IndependentStyle, String> {
    if bytes.len() > MAX_BYTES {
        return Err("it is larger than 1 MiB".to_owned());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let xml = text.trim_start_matches('\u{feff}');
    MacroGraph::parse(xml)?.check()?;
    let style = match Style::from_xml(xml).map_err(|error| one_line(&error.to_string()))? {
        Style::Independent(style) => style,
        Style::Dependent(style) => {
            let parent = &style.parent_link.href;
            archive::by_id(parent).ok_or_else(|| format!("it depends on `{parent}`, which is not built in"))?
        }
    };
    if style_check::runs_without_panic(&style) { Ok(style) } else { Err("it fails to format a source".to_owned()) }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Call graph of a style's macros with their numbers of elements. Elements outside any macro belong to the macro `""`.
#[derive(Default)]
struct MacroGraph {
    macros: BTreeMap<String, Macro>,
}

#[derive(Default)]
struct Macro {
    elements: u64,
    calls: Vec<String>,
}

impl MacroGraph {
    fn parse(xml: &str) -> Result<MacroGraph, String> {
        let mut reader = quick_xml::Reader::from_str(xml);
        let (mut outline, mut depth, mut current_macro) = (MacroGraph::default(), 0, String::new());
        loop {
            let (element, stays_open) = match reader.read_event().map_err(|error| one_line(&error.to_string()))? {
                Event::Start(element) => (element, true),
                Event::Empty(element) => (element, false),
                Event::End(end) => {
                    depth -= 1;
                    if end.name().as_ref() == "macro" {
                        current_macro.clear();
                    }
                    continue;
                }
                Event::DocType(_) => return Err("it has a document type declaration".to_owned()),
                Event::Eof => return Ok(outline),
                _ => continue,
            };
            depth += usize::from(stays_open);
            if depth > MAX_DEPTH {
                return Err(format!("its elements are nested more than {MAX_DEPTH} levels deep"));
            }
            if element.name().as_ref() == "macro" && stays_open {
                current_macro = attribute(&element, "name").unwrap_or_default();
            }
            let info = outline.macros.entry(current_macro.clone()).or_default();
            info.elements += 1;
            info.calls.extend(attribute(&element, "macro"));
        }
    }

    /// Checks that macro calls terminate and expand to at most [`MAX_ELEMENTS`] elements.
    fn check(&self) -> Result<(), String> {
        let mut sizes = BTreeMap::new();
        let size = self.expanded_size("", &mut Vec::new(), &mut sizes)?;
        if size > MAX_ELEMENTS { Err("its macros call each other too many times".to_owned()) } else { Ok(()) }
    }

    /// Returns the number of elements of a macro with all calls expanded. Recursion is at most [`MAX_DEPTH`] deep.
    fn expanded_size<'o>(
        &'o self,
        name: &'o str,
        path: &mut Vec<&'o str>,
        sizes: &mut BTreeMap<&'o str, u64>,
    ) -> Result<u64, String> {
        if let Some(size) = sizes.get(name) {
            return Ok(*size);
        }
        if path.contains(&name) {
            return Err(format!("the macro `{name}` calls itself"));
        }
        if path.len() > MAX_DEPTH {
            return Err(format!("its macro calls are nested more than {MAX_DEPTH} levels deep"));
        }
        let Some(info) = self.macros.get(name) else {
            return if name.is_empty() { Ok(0) } else { Err(format!("there is no macro `{name}`")) };
        };
        path.push(name);
        let mut size = info.elements;
        for call in &info.calls {
            size = size.saturating_add(self.expanded_size(call, path, sizes)?);
        }
        path.pop();
        sizes.insert(name, size);
        Ok(size)
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element.try_get_attribute(name).ok().flatten().map(|attribute| attribute.value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayagriva::archive::ArchivedStyle;

    fn style(layout: &str, macros: &str) -> String {
        format!(
            "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\"><info><title>T</title>\
             <id>t</id><category citation-format=\"author-date\"/><updated>2031-01-01T00:00:00+00:00</updated></info>\
             {macros}<citation><layout prefix=\"(\" suffix=\")\">{layout}</layout></citation></style>"
        )
    }

    fn rejection(layout: &str, macros: &str) -> String {
        read(style(layout, macros).as_bytes()).unwrap_err()
    }

    #[test]
    fn reads_a_style() {
        let text =
            style("<names variable=\"author\"/><text macro=\"m\"/>", "<macro name=\"m\"><text value=\"x\"/></macro>");
        assert_eq!(read(text.as_bytes()).unwrap().macros.len(), 1);
    }

    #[test]
    fn rejects_endless_and_exponential_macro_calls() {
        let call = |name: &str| format!("<text macro=\"{name}\"/>");
        let cyclic = format!("<macro name=\"a\">{}</macro><macro name=\"b\">{}</macro>", call("b"), call("a"));
        assert_eq!(rejection(&call("a"), &cyclic), "the macro `a` calls itself");
        assert_eq!(rejection(&call("c"), &cyclic), "there is no macro `c`");
        let doubling = |n: usize| {
            format!("<macro name=\"m{n}\">{}{}</macro>", call(&format!("m{}", n + 1)), call(&format!("m{}", n + 1)))
        };
        let many: String =
            (0..30).map(doubling).chain(["<macro name=\"m30\"><text value=\"x\"/></macro>".into()]).collect();
        assert_eq!(rejection(&call("m0"), &many), "its macros call each other too many times");
        let deep = "<group>".repeat(60_000) + &"</group>".repeat(60_000);
        assert_eq!(rejection(&deep, ""), "its elements are nested more than 48 levels deep");
    }

    #[test]
    fn rejects_files_that_are_not_styles() {
        assert!(read(b"<html></html>").is_err());
        assert!(read(b"<style").is_err());
        assert_eq!(read(&[0xff]).unwrap_err(), "it is not UTF-8");
        assert_eq!(read(&vec![b' '; MAX_BYTES + 1]).unwrap_err(), "it is larger than 1 MiB");
        assert_eq!(read(b"<!DOCTYPE style><style/>").unwrap_err(), "it has a document type declaration");
    }

    #[test]
    fn accepts_every_embedded_style() {
        for archived in ArchivedStyle::all() {
            let Style::Independent(style) = archived.get() else { unreachable!() };
            let xml = Style::Independent(style).to_xml().unwrap();
            MacroGraph::parse(&xml).unwrap().check().unwrap_or_else(|reason| panic!("{archived:?}: {reason}"));
        }
    }
}
