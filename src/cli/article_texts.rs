//! Finds articles and their texts by id: shared by `cite` and `show`.

use super::project;
use super::settings::Settings;
use super::terminal::{ErrorWithHelp, Terminal};
use crate::diagnose::{Diagnostics, did_you_mean};
use crate::load::{LoadOptions, load, walk};
use crate::model::{Kind, Passage, Record, RecordId, Site, Text};
use crate::span::Sources;

/// Reads the records and texts, including drafts. Diagnostics are left to `check`.
pub(super) fn load_site(settings: &Settings) -> anyhow::Result<(Site, Sources)> {
    let _progress = Terminal::progress("reading");
    let inputs =
        walk::read_root(&settings.root, &settings.config).map_err(|error| project::read_error(error, settings))?;
    let options = LoadOptions { config: settings.config.clone(), drafts: true, base_url: None };
    let mut sources = Sources::default();
    let site = load(&inputs, &options, &mut sources, &mut Diagnostics::default());
    Ok((site, sources))
}

/// Returns the article of an id, which may be written as in a citation (`@id`) or with its folder (`articles/id`).
pub(super) fn find_article(site: &Site, id: &str) -> Result<RecordId, ErrorWithHelp> {
    let id = id.trim().trim_start_matches('@');
    let id = id.strip_prefix("articles/").unwrap_or(id);
    let articles = || site.all().filter(|(_, record)| record.kind() == Kind::Article);
    if let Some((article, _)) = articles().find(|(_, record)| *record.id == *id) {
        return Ok(article);
    }
    let message = match site.all().find(|(_, record)| *record.id == *id && record.kind() != Kind::Index) {
        Some((_, other)) => {
            format!("`{id}` is the id of a record of the kind {}, not of an article", other.kind().as_str())
        }
        None => format!("there is no article `{id}`"),
    };
    let help = did_you_mean(id, articles().map(|(_, record)| &*record.id))
        .unwrap_or_else(|| "list the articles with `briefing list articles`".to_owned());
    Err(ErrorWithHelp { message, help })
}

/// Returns the text of an article.
///
/// # Errors
/// The text is not available on this machine.
pub(super) fn text_of(site: &Site, article: RecordId) -> Result<&Text, ErrorWithHelp> {
    let record = site.record(article);
    record.text().ok_or_else(|| ErrorWithHelp {
        message: format!("the text of `{}` is not available", record.id),
        help: format!("save it as `content/articles/{}/article.txt`, or import it", record.id),
    })
}

/// Counts the articles without a text, each once: translations of an article share its text.
pub(super) fn count_without_text(site: &Site) -> usize {
    let articles = site.records.iter().filter(|record| record.kind() == Kind::Article);
    let articles: Vec<&Record> = articles.map(|record| &**record).collect();
    articles.chunk_by(|a, b| a.id == b.id).filter(|same| same.iter().all(|record| record.text().is_none())).count()
}

/// Formats the citation of a passage: `[@courier-2031, ¶2]`.
pub(super) fn citation(article: &Record, passage: Passage) -> String {
    format!("[@{}, {passage}]", article.id)
}
