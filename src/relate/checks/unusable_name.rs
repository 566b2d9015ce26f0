//! Rule `unusable-name`: a name that cannot be searched, or would be found everywhere.

use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::Site;
use crate::names::is_function_word;

pub(in crate::relate) static UNUSABLE_NAME: Rule = Rule {
    code: "unusable-name",
    severity: Severity::Warning,
    what: "A name has one character, or is a function word of its language.",
    why: "One character is not searched; a function word would be found in every sentence.",
    wrong: "names = [\"der\"]   # in a German record",
    right: "names = [\"Der Spiegel\"]",
};

/// Maximum number of letters of a function word: lists of longer ones have ordinary words, too.
const MAX_FUNCTION_WORD: usize = 3;

/// Reports such names.
pub(in crate::relate) fn check(site: &Site, diagnostics: &mut Diagnostics) {
    for (_, record) in site.visible().filter(|(_, record)| record.kind().is_linked_on_mention()) {
        for (name, _) in record.searched_names() {
            let text = name.value.trim();
            let is_short = text.chars().nth(1).is_none();
            let is_lower_case = text.chars().count() <= MAX_FUNCTION_WORD && !text.chars().any(char::is_uppercase);
            let message = match () {
                () if is_short => format!("the name `{text}` has one character and is not searched"),
                () if is_lower_case && is_function_word(text, &record.language) => {
                    format!("the name `{text}` is a function word")
                }
                () => continue,
            };
            let help = "write a longer name, or set `match_names = false` to search none of the record's names";
            diagnostics.push(Diagnostic::new(&UNUSABLE_NAME, name.span, message).label("not a usable name").help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;
    use crate::testkit::Sample;

    #[test]
    fn reports_single_characters_and_function_words() {
        let mut sample = Sample::new();
        sample.add(Kind::Actor, "x", "X");
        sample.add(Kind::Actor, "who", "World Health Organization").names(&["WHO"]);
        sample.add(Kind::Topic, "it", "it");
        sample.add(Kind::Actor, "spiegel", "Spiegel").names(&["der"]).language("de");
        sample.add(Kind::Event, "y", "Y");
        let (site, _) = sample.finish();
        let mut diagnostics = Diagnostics::default();
        check(&site, &mut diagnostics);
        let messages: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        let expected = [
            "the name `der` is a function word",
            "the name `X` has one character and is not searched",
            "the name `it` is a function word",
        ];
        assert_eq!(messages, expected);
    }
}
