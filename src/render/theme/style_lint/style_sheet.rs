//! Parses style sheets to rules with their selectors, declarations and enclosing at-rules.

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, StyleSheetParser,
};

/// At-rules that contain style rules; others contain declarations.
const GROUPING: [&str; 5] = ["container", "layer", "media", "scope", "supports"];

/// Parsed style sheet.
pub(super) struct StyleSheet {
    pub(super) file: String,
    pub(super) rules: Vec<StyleRule>,
    /// Lines with invalid syntax.
    pub(super) invalid: Vec<u32>,
}

/// Rule with declarations: a style rule, or an at-rule such as `@font-face`.
#[derive(Debug)]
pub(super) struct StyleRule {
    /// First line, counted from 1.
    pub(super) line: u32,
    /// Enclosing at-rules, outermost first: `@media print`.
    pub(super) context: Vec<String>,
    /// Selector list; the name of an at-rule: `@font-face`.
    pub(super) selectors: Vec<String>,
    /// Properties with their values.
    pub(super) declarations: Vec<(String, String)>,
}

impl StyleSheet {
    /// Parses the text of a style sheet.
    pub(super) fn parse(file: &str, css: &str) -> StyleSheet {
        let mut reader = Reader::new(Vec::new(), false);
        let mut parser = Parser::new(css);
        let mut invalid = Vec::new();
        for item in StyleSheetParser::new(&mut parser, &mut reader) {
            invalid.extend(item.err().map(|(_, _, location)| location.line + 1));
        }
        invalid.append(&mut reader.invalid);
        StyleSheet { file: file.to_owned(), rules: reader.rules, invalid }
    }
}

/// Collects the content of a style sheet or of a block in it.
struct Reader {
    context: Vec<String>,
    /// True in blocks with declarations.
    has_declarations: bool,
    declarations: Vec<(String, String)>,
    rules: Vec<StyleRule>,
    invalid: Vec<u32>,
}

type Parsed<T> = Result<T, ParseError<()>>;

impl Reader {
    fn new(context: Vec<String>, has_declarations: bool) -> Reader {
        Reader { context, has_declarations, declarations: Vec::new(), rules: Vec::new(), invalid: Vec::new() }
    }

    /// Reads a block and returns its declarations; rules in it are added to this reader's.
    fn read_block(&mut self, mut block: Reader, input: &mut Parser<'_>) -> Vec<(String, String)> {
        for item in RuleBodyParser::new(input, &mut block) {
            self.invalid.extend(item.err().map(|(_, _, location)| location.line + 1));
        }
        self.rules.append(&mut block.rules);
        self.invalid.append(&mut block.invalid);
        block.declarations
    }

    fn add_rule(&mut self, selectors: Vec<String>, start: &ParserState, input: &mut Parser<'_>) {
        let context = self.context.clone();
        let declarations = self.read_block(Reader::new(context.clone(), true), input);
        self.rules.push(StyleRule { line: start.source_location().line + 1, context, selectors, declarations });
    }
}

/// Consumes the rest of the input; returns its text with single spaces.
fn rest(input: &mut Parser<'_>) -> String {
    let start = input.position();
    while input.next().is_ok() {}
    input.slice_from(start).split_whitespace().collect::<Vec<_>>().join(" ")
}

impl<'i> DeclarationParser<'i> for Reader {
    type Declaration = ();
    type Error = ();

    fn parse_value(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i>, _: &ParserState) -> Parsed<()> {
        self.declarations.push((name.to_string(), rest(input)));
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for Reader {
    type Prelude = (String, String);
    type AtRule = ();
    type Error = ();

    fn parse_prelude(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i>) -> Parsed<(String, String)> {
        Ok((name.to_string(), rest(input)))
    }

    fn parse_block(
        &mut self,
        (name, condition): (String, String),
        start: &ParserState,
        input: &mut Parser<'i>,
    ) -> Parsed<()> {
        if GROUPING.contains(&name.as_str()) {
            let mut context = self.context.clone();
            context.push(format!("@{name} {condition}"));
            self.read_block(Reader::new(context, false), input);
        } else {
            self.add_rule(vec![format!("@{name}")], start, input);
        }
        Ok(())
    }
}

impl<'i> QualifiedRuleParser<'i> for Reader {
    type Prelude = Vec<String>;
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Parsed<Vec<String>> {
        input.parse_comma_separated(|input| Ok(rest(input)))
    }

    fn parse_block(&mut self, selectors: Vec<String>, start: &ParserState, input: &mut Parser<'i>) -> Parsed<()> {
        self.add_rule(selectors, start, input);
        Ok(())
    }
}

impl RuleBodyItemParser<'_, (), ()> for Reader {
    fn parse_declarations(&self) -> bool {
        self.has_declarations
    }

    fn parse_qualified(&self) -> bool {
        !self.has_declarations
    }
}
