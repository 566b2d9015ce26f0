//! Text export for language models (llmstxt.org): `llms.txt` lists the records of a language, and each record has a Markdown
//! twin, `index.md` beside its page, if `llms_txt` is set.
//!
//! 1. `twin` writes a record: facts, text, claims with their support, quotations with their verdicts, sources.
//! 2. `markdown` converts a body to plain Markdown; `article_labels` names articles in citations.
//!
//! Labels of parts are in English; titles and texts are in the language of the record. Article texts are never exported.

mod article_labels;
mod markdown;
mod twin;

use super::{ExportContext, Exporter, url};
use crate::model::{Config, Kind, Record, RecordId};
use article_labels::ArticleLabels;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write;

const FILE: &str = "llms.txt";
const TWIN: &str = "index.md";

/// Kinds in the order of their sections.
const SECTIONS: [(Kind, &str); 6] = [
    (Kind::Event, "Events"),
    (Kind::Initiative, "Initiatives"),
    (Kind::Article, "Articles"),
    (Kind::Actor, "Actors"),
    (Kind::Topic, "Topics"),
    (Kind::Page, "About this briefing"),
];

/// Exports `llms.txt` and the twins.
pub(super) struct LlmsTxt;

impl Exporter for LlmsTxt {
    fn owns(&self, path: &str) -> bool {
        matches!(path.rsplit('/').next(), Some(FILE | TWIN))
    }

    fn files(&self, export: ExportContext<'_>) -> Vec<(String, Vec<u8>)> {
        if !export.site.config.llms_txt {
            return Vec::new();
        }
        let labels = ArticleLabels::of(export.site);
        let records: Vec<RecordId> = records(export).map(|(id, _)| id).collect();
        let twins = records.par_iter().map(|id| (twin_path(export, *id), twin::write(export, &labels, *id)));
        let mut files: Vec<(String, Vec<u8>)> = twins.map(|(path, text)| (path, text.into_bytes())).collect();
        let config = &export.site.config;
        let default = &*config.default_language;
        let languages: BTreeSet<&str> = records.iter().map(|id| &*export.site.record(*id).language).collect();
        let others = languages.iter().copied().filter(|language| *language != default);
        files.extend(
            std::iter::once(default)
                .chain(others)
                .map(|language| (index_path(config, language), index(export, language, &languages))),
        );
        files
    }
}

/// Iterates over the records that have a twin.
fn records(export: ExportContext<'_>) -> impl Iterator<Item = (RecordId, &Record)> {
    export.site.visible().filter(|(_, record)| record.kind() != Kind::Index)
}

fn twin_path(export: ExportContext<'_>, id: RecordId) -> String {
    format!("{}{TWIN}", export.relations.path(id))
}

/// Returns the path of a language's list.
fn index_path(config: &Config, language: &str) -> String {
    if language == &*config.default_language { FILE.to_owned() } else { format!("{language}/{FILE}") }
}

/// Writes the list of a language.
fn index(export: ExportContext<'_>, language: &str, languages: &BTreeSet<&str>) -> Vec<u8> {
    let config = &export.site.config;
    let own = config.languages.get(language);
    let title = own.and_then(|own| own.title.as_deref()).unwrap_or(&config.title);
    let description = own.and_then(|own| own.description.as_deref()).unwrap_or(&config.description);
    let mut text = format!("# {}\n", markdown::escaped(title));
    if !description.is_empty() {
        let _ = write!(text, "\n> {}\n", markdown::escaped(description));
    }
    text.push_str(
        "\nA briefing: every statement is traced to numbered passages (¶) of the articles that it is based on. Each link \
         leads to the Markdown twin of a page; its page is in the same folder. A verdict says whether quoted words occur in \
         an article, not whether they are true.\n",
    );
    for (kind, heading) in SECTIONS {
        let mut of_kind = records(export).filter(|(_, record)| record.kind() == kind && *record.language == *language);
        if let Some(first) = of_kind.next() {
            let _ = write!(text, "\n## {heading}\n\n");
            for (id, record) in std::iter::once(first).chain(of_kind) {
                list_record(&mut text, export, id, record);
            }
        }
    }
    text.push_str("\n## Optional\n\n");
    let mut link = |name: &str, path: &str| {
        let _ = writeln!(text, "- [{name}]({})", url::absolute(export.site, path));
    };
    link("All data as JSON", "briefing.json");
    link("Bibliography as CSL-JSON", "bibliography.json");
    for other in languages.iter().filter(|other| **other != language) {
        link(&format!("The same in another language: {other}"), &index_path(config, other));
    }
    text.into_bytes()
}

fn list_record(text: &mut String, export: ExportContext<'_>, id: RecordId, record: &Record) {
    let address = url::absolute(export.site, &twin_path(export, id));
    let _ = write!(text, "- [{}]({address})", markdown::escaped(&record.title.value));
    if let Some(description) = &record.description {
        let _ = write!(text, ": {}", markdown::escaped(&description.value));
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Fixture;
    use super::*;

    fn files(fixture: &Fixture) -> Vec<(String, String)> {
        let files = LlmsTxt.files(fixture.export());
        files.into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
    }

    #[test]
    fn is_made_only_if_configured() {
        let mut fixture = Fixture::new();
        assert!(files(&fixture).is_empty());
        fixture.site.config.llms_txt = true;
        let paths: Vec<String> = files(&fixture).into_iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["articles/cai-2025/index.md", "llms.txt"]);
        assert!(paths.iter().all(|path| LlmsTxt.owns(path)) && !LlmsTxt.owns("index.html"));
    }

    #[test]
    fn lists_records_with_absolute_addresses() {
        let mut fixture = Fixture::new();
        fixture.site.config.llms_txt = true;
        let index = &files(&fixture)[1].1;
        assert!(index.starts_with("# A \\<Briefing> & more\n\n> About it.\n\nA briefing:"), "{index}");
        let line = "\n## Articles\n\n- [Title of cai-2025](https://example.org/ai/articles/cai-2025/index.md): About cai-2025.\n";
        assert!(index.contains(line), "{index}");
        assert!(!index.contains("draft"));
    }

    #[test]
    fn has_a_list_for_each_language() {
        let mut fixture = Fixture::new();
        fixture.site.config.llms_txt = true;
        let topic = fixture.topic("tolls");
        fixture.record(topic).language = "zh-Hans".into();
        let files = files(&fixture);
        let text = |path: &str| &files.iter().find(|(found, _)| found == path).unwrap().1;
        assert!(text("llms.txt").contains("(https://example.org/ai/zh-Hans/llms.txt)"));
        assert!(!text("llms.txt").contains("tolls") && text("zh-Hans/llms.txt").contains("Title of tolls"));
    }
}
