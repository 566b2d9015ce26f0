//! Quotations are checked: no false one passes, no true one is complained of.
//!
//! Some tests need material that cannot lie in the repository; they look for it in `../shared` and say so when they are
//! skipped: five articles as received, a sheet of facts about them, and what is to be read in them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first thing that is not as it should be")]
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

mod articles;
mod synthetic;

use briefing::diagnose::Diagnostics;
use briefing::load::{self, Inputs, LoadOptions};
use briefing::model::{Site, Text};
use briefing::relate::{self, Quotation, Relations};
use briefing::span::Sources;
use std::fmt::Write;

/// A briefing of articles with texts, and one event with a piece of evidence for each quotation.
#[derive(Default)]
struct QuotationFixture {
    inputs: Inputs,
    claims: String,
}

impl QuotationFixture {
    fn file(&mut self, path: &str, text: &str) {
        self.inputs.files.insert(path.into(), text.as_bytes().into());
    }

    fn article(&mut self, id: &str, language: &str, text: &str) {
        let record = format!("+++\ntitle = \"{id}\"\nlanguage = \"{language}\"\n+++\nWords.\n");
        self.file(&format!("content/articles/{id}/index.md"), &record);
        self.file(&format!("content/articles/{id}/article.txt"), text);
    }

    fn quote(&mut self, id: &str, passage: &str, words: &str) {
        let entry = "[[claims]]\ntext = \"Something\"\nevidence";
        let (passage, words) = (toml::Value::from(passage), toml::Value::from(words));
        writeln!(self.claims, "{entry} = [{{ article = \"{id}\", passage = {passage}, quote = {words} }}]").unwrap();
    }

    /// The quotations in the order in which they were added.
    fn verify(mut self) -> Vec<Quotation> {
        self.file("briefing.toml", "base_url = \"https://example.org/\"\ntitle = \"Case\"\n");
        let event = format!("+++\ntitle = \"Held\"\ndate = \"2031\"\n{}+++\nWords.\n", self.claims);
        self.file("content/events/held.md", &event);
        let (_, relations) = relate(&self.inputs);
        relations.quotations.all().cloned().collect()
    }
}

fn relate(inputs: &Inputs) -> (Site, Relations) {
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let site = load::load(inputs, &LoadOptions::default(), &mut sources, &mut found);
    let relations = relate::relate(&site, &sources, &mut found);
    (site, relations)
}

/// The text of an article that is read from these words.
fn text(words: &str) -> Text {
    let mut desk = QuotationFixture::default();
    desk.article("only", "en", words);
    let (site, _) = relate(&desk.inputs);
    let article = site.records.iter().find_map(|record| match &record.details {
        briefing::model::Details::Article(article) => article.text.clone(),
        _ => None,
    });
    Text::clone(&article.unwrap())
}
