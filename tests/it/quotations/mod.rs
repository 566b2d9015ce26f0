//! Tests of quotation verification: no false quotation passes, no true one is reported.
//!
//! Some tests need files that are not part of the repository: five articles, a fact sheet, and expected import data.
//! They read them from `../shared` and are skipped without them.

mod articles;
mod attribution;
mod synthetic;

use briefing::diagnose::Diagnostics;
use briefing::load::{self, Inputs, LoadOptions};
use briefing::model::{Site, Text};
use briefing::relate::{self, Quotation, Relations};
use briefing::span::Sources;
use std::fmt::Write;

/// A briefing with article texts, and one event with evidence for each quotation.
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

    /// Returns the verified quotations in the order of insertion.
    fn verify(mut self) -> Vec<Quotation> {
        self.file("briefing.toml", "base_url = \"https://example.org/\"\ntitle = \"Case\"\n");
        let event = format!("+++\ntitle = \"Held\"\ndate = \"2031\"\n{}+++\nWords.\n", self.claims);
        self.file("content/events/held.md", &event);
        let (_, relations) = relate(&self.inputs);
        relations.quotations.all().cloned().collect()
    }
}

fn relate(inputs: &Inputs) -> (Site, Relations) {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let site = load::load(inputs, &LoadOptions::default(), &mut sources, &mut diagnostics);
    let relations = relate::relate(&site, &sources, &mut diagnostics);
    (site, relations)
}

/// Returns the article text that is parsed from these words.
fn text(words: &str) -> Text {
    let mut fixture = QuotationFixture::default();
    fixture.article("only", "en", words);
    let (site, _) = relate(&fixture.inputs);
    let article = site.records.iter().find_map(|record| match &record.details {
        briefing::model::Details::Article(article) => article.text.clone(),
        _ => None,
    });
    Text::clone(&article.unwrap())
}
