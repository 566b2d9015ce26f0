//! Reads a CSL file of the briefing. The style is run by a library that trusts it, so what could keep that library busy
//! forever, or make it fail, is refused here.
//!
//! 1. `outline` measures the XML: how deep it is, and which macros call which.
//! 2. A macro that calls itself, or calls that multiply beyond all use, is refused.
//! 3. The style is tried on a few sources.

use super::archive;
use super::style_check;
use hayagriva::citationberg::{IndependentStyle, Style};
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// A style is at most so long; the longest of the official ones has a third of it.
const MAX_BYTES: usize = 1 << 20;
/// Elements stand in each other at most so deep.
const MAX_DEPTH: usize = 48;
/// With all calls of macros written out, a style has at most so many elements.
const MAX_ELEMENTS: u64 = 20_000_000;

/// Reads a style; says what is wrong with one that cannot be used.
pub(super) fn read(bytes: &[u8]) -> Result<IndependentStyle, String> {
    if bytes.len() > MAX_BYTES {
        return Err("it is longer than a megabyte".to_owned());
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
    if style_check::runs_without_panic(&style) { Ok(style) } else { Err("it fails on a source".to_owned()) }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many elements each macro has and which macros it calls; what stands in none counts for the nameless one.
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
        let (mut outline, mut depth, mut inside) = (MacroGraph::default(), 0, String::new());
        loop {
            let (element, stays_open) = match reader.read_event().map_err(|error| one_line(&error.to_string()))? {
                Event::Start(element) => (element, true),
                Event::Empty(element) => (element, false),
                Event::End(end) => {
                    depth -= 1;
                    if end.name().as_ref() == "macro" {
                        inside.clear();
                    }
                    continue;
                }
                Event::DocType(_) => return Err("it has a document type".to_owned()),
                Event::Eof => return Ok(outline),
                _ => continue,
            };
            depth += usize::from(stays_open);
            if depth > MAX_DEPTH {
                return Err(format!("its elements stand in each other more than {MAX_DEPTH} deep"));
            }
            if element.name().as_ref() == "macro" && stays_open {
                inside = attribute(&element, "name").unwrap_or_default();
            }
            let of = outline.macros.entry(inside.clone()).or_default();
            of.elements += 1;
            of.calls.extend(attribute(&element, "macro"));
        }
    }

    /// Whether every call ends, and all calls together stay within bounds.
    fn check(&self) -> Result<(), String> {
        let mut sizes = BTreeMap::new();
        let size = self.expanded_size("", &mut Vec::new(), &mut sizes)?;
        if size > MAX_ELEMENTS { Err("its macros call each other too often".to_owned()) } else { Ok(()) }
    }

    /// How many elements a macro has with all calls written out. Its depth is bounded by the number of macros on the way.
    fn expanded_size<'o>(
        &'o self,
        name: &'o str,
        way: &mut Vec<&'o str>,
        sizes: &mut BTreeMap<&'o str, u64>,
    ) -> Result<u64, String> {
        if let Some(size) = sizes.get(name) {
            return Ok(*size);
        }
        if way.contains(&name) {
            return Err(format!("the macro `{name}` calls itself"));
        }
        if way.len() > MAX_DEPTH {
            return Err(format!("its macros call each other more than {MAX_DEPTH} deep"));
        }
        let Some(called) = self.macros.get(name) else {
            return if name.is_empty() { Ok(0) } else { Err(format!("there is no macro `{name}`")) };
        };
        way.push(name);
        let mut size = called.elements;
        for call in &called.calls {
            size = size.saturating_add(self.expanded_size(call, way, sizes)?);
        }
        way.pop();
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

    fn refused(layout: &str, macros: &str) -> String {
        read(style(layout, macros).as_bytes()).unwrap_err()
    }

    #[test]
    fn reads_a_style() {
        let text =
            style("<names variable=\"author\"/><text macro=\"m\"/>", "<macro name=\"m\"><text value=\"x\"/></macro>");
        assert_eq!(read(text.as_bytes()).unwrap().macros.len(), 1);
    }

    #[test]
    fn refuses_what_would_never_end() {
        let call = |name: &str| format!("<text macro=\"{name}\"/>");
        let looping = format!("<macro name=\"a\">{}</macro><macro name=\"b\">{}</macro>", call("b"), call("a"));
        assert_eq!(refused(&call("a"), &looping), "the macro `a` calls itself");
        assert_eq!(refused(&call("c"), &looping), "there is no macro `c`");
        let doubling = |n: usize| {
            format!("<macro name=\"m{n}\">{}{}</macro>", call(&format!("m{}", n + 1)), call(&format!("m{}", n + 1)))
        };
        let many: String =
            (0..30).map(doubling).chain(["<macro name=\"m30\"><text value=\"x\"/></macro>".into()]).collect();
        assert_eq!(refused(&call("m0"), &many), "its macros call each other too often");
        let deep = "<group>".repeat(60_000) + &"</group>".repeat(60_000);
        assert_eq!(refused(&deep, ""), "its elements stand in each other more than 48 deep");
    }

    #[test]
    fn refuses_what_is_no_style() {
        assert!(read(b"<html></html>").is_err());
        assert!(read(b"<style").is_err());
        assert_eq!(read(&[0xff]).unwrap_err(), "it is not UTF-8");
        assert_eq!(read(&vec![b' '; MAX_BYTES + 1]).unwrap_err(), "it is longer than a megabyte");
        assert_eq!(read(b"<!DOCTYPE style><style/>").unwrap_err(), "it has a document type");
    }

    #[test]
    fn takes_every_embedded_style() {
        for archived in ArchivedStyle::all() {
            let Style::Independent(style) = archived.get() else { unreachable!() };
            let xml = Style::Independent(style).to_xml().unwrap();
            MacroGraph::parse(&xml).unwrap().check().unwrap_or_else(|reason| panic!("{archived:?}: {reason}"));
        }
    }
}
