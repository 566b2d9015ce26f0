//! Finds the classes that templates, scripts and Rust code write.

use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeSet;

/// Classes that may occur in pages.
#[derive(Default)]
pub(super) struct WrittenClasses {
    /// Whole classes, and string literals that may be one.
    words: BTreeSet<String>,
    /// Beginnings of classes whose end is computed: `alert-`.
    prefixes: BTreeSet<String>,
    /// Names in scripts, which may be a computed end.
    names: BTreeSet<String>,
}

/// Placeholder of a computed part.
const HOLE: char = '\0';

impl WrittenClasses {
    /// Checks whether a class may occur. The computed end of a class must consist of numbers and known words.
    pub(super) fn contains(&self, class: &str) -> bool {
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let is_known = |part: &str| is_number(part) || self.words.contains(part) || self.names.contains(part);
        let is_end = |rest: &str| is_known(rest) || rest.split('-').all(is_known);
        self.words.contains(class)
            || self.prefixes.iter().any(|prefix| class.strip_prefix(prefix.as_str()).is_some_and(is_end))
    }

    /// Adds the classes of a template: those in `class` attributes, and string literals in its code.
    pub(super) fn add_template(&mut self, text: &str) {
        self.add_attributes(text);
        for code in text.split("{%").skip(1).filter_map(|tag| tag.split("%}").next()) {
            self.add_literals(code.split('"').skip(1).step_by(2));
        }
    }

    /// Adds the string literals of a script, and its names as computed ends of classes.
    pub(super) fn add_script(&mut self, text: &str) {
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let code = lines.join("\n");
        self.names.extend(code.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_owned));
        let mut parts = code.split('`');
        while let (Some(outside), template) = (parts.next(), parts.next()) {
            let template = template.unwrap_or_default().replace("${", "{");
            self.add_literals(outside.split('"').skip(1).step_by(2).chain([template.as_str()]));
        }
    }

    /// Adds the classes of a Rust file: those in `class` attributes in string literals, and literals of one or two words.
    pub(super) fn add_rust(&mut self, text: &str) {
        let mut literals = Vec::new();
        collect_literals(text.parse().unwrap(), &mut literals);
        for literal in &literals {
            self.add_attributes(literal);
        }
        self.add_literals(literals.iter().map(String::as_str).filter(|literal| literal.split(' ').count() <= 2));
    }

    /// Adds literals that consist of classes alone; `{…}` is computed.
    fn add_literals<'t>(&mut self, literals: impl Iterator<Item = &'t str>) {
        for classes in literals.map(fill_holes) {
            if classes.chars().all(|c| c.is_ascii_alphanumeric() || c == HOLE || "-_ ".contains(c)) {
                self.add_classes(&classes);
            }
        }
    }

    /// Adds the values of `class` attributes.
    fn add_attributes(&mut self, text: &str) {
        for (at, name) in text.match_indices("class=\"") {
            let filled = fill_holes(&text[at + name.len()..]);
            self.add_classes(filled.split('"').next().unwrap());
        }
    }

    fn add_classes(&mut self, classes: &str) {
        for class in classes.split_whitespace() {
            match class.split_once(HOLE) {
                Some((prefix, "")) if !prefix.is_empty() => self.prefixes.insert(prefix.to_owned()),
                Some(_) => false,
                None => self.words.insert(class.to_owned()),
            };
        }
    }
}

/// Replaces `{{ … }}` and `{…}` by a placeholder, and drops `{% … %}`.
fn fill_holes(text: &str) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, code)) = rest.split_once('{') {
        filled.push_str(before);
        let end = if code.starts_with('%') { "%}" } else { "}" };
        if end == "}" {
            filled.push(HOLE);
        }
        let after = code.split_once(end).map_or("", |(_, after)| after);
        rest = after.strip_prefix('}').unwrap_or(after);
    }
    filled + rest
}

/// Collects the string literals of Rust code outside of test modules.
fn collect_literals(tokens: TokenStream, literals: &mut Vec<String>) {
    let mut is_test_module = false;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) if is_test_module && group.delimiter() == proc_macro2::Delimiter::Brace => {
                is_test_module = false;
            }
            TokenTree::Group(group) => {
                let is_test = group.to_string().replace(' ', "") == "[cfg(test)]";
                is_test_module = is_test && matches!(tokens.peek(), Some(TokenTree::Ident(word)) if word == "mod");
                collect_literals(group.stream(), literals);
            }
            TokenTree::Literal(literal) => {
                let text = syn::parse_str::<syn::LitStr>(&literal.to_string());
                literals.extend(text.ok().map(|text| text.value()));
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => is_test_module = false,
            _ => {}
        }
    }
}
