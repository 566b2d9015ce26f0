//! Attributes in braces behind a bracket: `[@cai-2025]{.silent}`, `["so-called"]{.term}`, `[Seven signed.]{.claim #signed}`.

use super::parser::MarkdownParser;
use crate::diagnose::{Diagnostic, Rule, Severity, did_you_mean};
use crate::model::{CitationRole, ReferenceKind, SpanClass};
use std::ops::Range;

/// Rule: attributes are not behind a citation or a bracketed span, or have an unknown class.
pub(super) static INVALID_ATTRIBUTES: Rule = Rule {
    code: "invalid-attributes",
    severity: Severity::Warning,
    what: "Attributes in braces have no effect: they follow neither a citation nor a bracketed span, or have an unknown class.",
    why: "A role such as `{.silent}` that is not read leaves a citation that counts as support.",
    wrong: "[@cai-2025]{.quiet}",
    right: "[@cai-2025]{.silent}",
};

/// Attributes as written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attributes<'t> {
    /// Classes, without the dot.
    classes: Vec<&'t str>,
    /// Id, without the number sign.
    id: Option<&'t str>,
    /// Length in bytes, braces included.
    pub(super) length: usize,
}

/// Parses attributes at the start of a text; `None` if it has none.
pub(super) fn parse(text: &str) -> Option<Attributes<'_>> {
    let inner = text.strip_prefix('{')?;
    let end = inner.find(['}', '\n'])?;
    let (ids, classes): (Vec<&str>, Vec<&str>) =
        inner[..end].split_whitespace().partition(|word| word.starts_with('#'));
    let classes: Vec<&str> = classes.into_iter().map(|word| word.strip_prefix('.')).collect::<Option<_>>()?;
    let ids: Vec<&str> = ids.into_iter().filter_map(|word| word.strip_prefix('#')).collect();
    let is_closed = inner[end..].starts_with('}') && !classes.is_empty() && ids.len() < 2;
    let are_names = classes.iter().chain(&ids).all(|name| is_name(name));
    (is_closed && are_names).then(|| Attributes { classes, id: ids.first().copied(), length: end + 2 })
}

/// Checks whether a text can be a class or an id.
pub(in crate::load) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// Returns the attributes at a byte offset of the parser's text.
pub(super) fn at(text: &str, offset: usize) -> Option<Attributes<'_>> {
    parse(text.get(offset..)?)
}

/// Reads the role of a citation from its attributes; `range` is their byte range.
pub(super) fn read_role(
    attributes: &Attributes<'_>,
    range: Range<usize>,
    parser: &mut MarkdownParser<'_>,
) -> Option<CitationRole> {
    let mut role = None;
    for class in &attributes.classes {
        let Some(named) = CitationRole::from_name(class) else {
            let hint = did_you_mean(class, CitationRole::ALL.iter().map(|role| role.name()));
            report(parser, range.clone(), &format!("`{class}` is not a role of a citation"), hint, ROLES);
            continue;
        };
        if role.replace(named).is_some_and(|previous| previous != named) {
            report(parser, range.clone(), "a citation has one role", None, ROLES);
        }
    }
    if attributes.id.is_some() {
        report(parser, range, "a citation has no id", None, ROLES);
    }
    role
}

/// Reads the class of a bracketed span; `range` is the byte range of the attributes.
pub(super) fn read_span_class(
    attributes: &Attributes<'_>,
    range: Range<usize>,
    parser: &mut MarkdownParser<'_>,
) -> Option<SpanClass> {
    let mut read = None;
    for class in &attributes.classes {
        match (*class, attributes.id) {
            ("term", None) => read = Some(SpanClass::Term),
            ("term", Some(_)) => report(parser, range.clone(), "a term has no id", None, SPANS),
            ("claim", Some(id)) => {
                let claim = parser.add_reference(ReferenceKind::Claim(id.to_owned()), range.clone());
                read = Some(SpanClass::Claim(claim));
            }
            ("claim", None) => report(parser, range.clone(), "these attributes do not name a claim", None, CLAIMS),
            _ => {
                let message = format!("`{class}` is not a class of a bracketed span");
                report(parser, range.clone(), &message, did_you_mean(class, ["term", "claim"]), SPANS);
            }
        }
    }
    read
}

/// Reports attributes without effect, at a byte range of the source; `help` says what to write.
pub(super) fn report_stray(range: Range<usize>, message: &str, help: Option<String>, parser: &mut MarkdownParser<'_>) {
    report(parser, range, message, help, SPANS);
}

const ROLES: &str = "use `{.supports}`, `{.disputes}`, `{.silent}` or `{.context}`";
const SPANS: &str =
    "write a role directly behind a citation, `[@id]{.silent}`, and `[words]{.term}` for words that nobody said";
const CLAIMS: &str = "write the id of the claim, `[sentence]{.claim #id}`";

fn report(parser: &mut MarkdownParser<'_>, range: Range<usize>, message: &str, hint: Option<String>, help: &str) {
    let diagnostic = Diagnostic::new(&INVALID_ATTRIBUTES, parser.span(range), message.to_owned());
    parser.report(diagnostic.label("no effect").help(hint.unwrap_or_else(|| help.to_owned())));
}

#[cfg(test)]
mod tests {
    use super::super::tests::ParsedMarkdown;
    use super::*;

    #[test]
    fn parses_classes_only() {
        assert_eq!(parse("{.silent} x").unwrap().length, 9);
        assert_eq!(parse("{ .a .b-c }").unwrap().classes, ["a", "b-c"]);
        assert_eq!(parse("{.claim #x}"), parse("{#x .claim}"));
        assert_eq!(parse("{.claim #x-1}").unwrap().id, Some("x-1"));
        for other in ["{}", "{a}", "{#id}", "{.a", "{.}", "{.a\n}", "{.a!}", "{.a #}", "{.a #b #c}", "x"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }

    #[test]
    fn reads_roles_behind_every_form_of_citation() {
        for (text, sketch) in [
            ("[@a]{.silent} b", "[cite(a !silent)  b]"),
            ("[@a, ¶2; @b]{.disputes}.", "[cite(a ¶2 !disputes; b !disputes) .]"),
            ("[@a][@b]{.context}", "[cite(a) cite(b !context)]"),
            ("@a{.silent} says", "[narrative(a !silent)  says]"),
            ("@a [¶2]{.silent} says", "[narrative(a ¶2 !silent)  says]"),
            ("*[@a]{.silent}*", "[em(cite(a !silent))]"),
        ] {
            let read = ParsedMarkdown::new(text);
            assert_eq!(read.sketch(), sketch);
            assert!(read.diagnostics.is_empty(), "{text}");
        }
    }

    #[test]
    fn reads_bracketed_spans() {
        assert_eq!(ParsedMarkdown::new("a [\"so *called*\"]{.term} b").sketch(), "[a  term(“so  em(called) ”)  b]");
    }

    #[test]
    fn reports_attributes_without_effect() {
        for (text, marked) in [
            ("[@a]{.quiet}", "{.quiet}"),
            ("[@a]{.silent .context}", "{.silent .context}"),
            ("[a]{.silent}", "{.silent}"),
            ("[a]{.claim}", "{.claim}"),
            ("[a]{.term #x}", "{.term #x}"),
            ("[@a]{.silent #x}", "{.silent #x}"),
            ("word{.silent}", "{.silent}"),
            ("word{#x .claim}", "{#x .claim}"),
            ("*word*{.silent} b", "{.silent}"),
            ("[x](https://example.org){.silent}", "{.silent}"),
        ] {
            assert_eq!(ParsedMarkdown::new(text).marked("invalid-attributes"), [marked], "{text}");
        }
    }
}
