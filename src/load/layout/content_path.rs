//! Classifies paths under `content/`.

use super::file_name::{ParsedFileName, split_language};
use super::{extension, is_markdown};
use crate::diagnose::did_you_mean;
use crate::model::{Config, IndexKind, Kind};
use std::sync::Arc;

/// Metadata from the path of a record's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::load) struct RecordPath {
    /// Kind of the record.
    pub kind: Kind,
    /// Kind of index that an `_index.md` introduces; `None` for other files.
    pub introduces: Option<IndexKind>,
    /// Id, language and date.
    pub name: ParsedFileName,
    /// Folder of a record written in `index.md`, relative to the root and with a trailing `/`; `None` for other
    /// records.
    pub folder: Option<String>,
}

/// Classification of a path under `content/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ContentPath<'p> {
    /// Record.
    Record(RecordPath),
    /// Data file, by its path below `content/data/`.
    Data(&'p str),
    /// Text of an article; not copied to the output as an attachment.
    ArticleText,
    /// File in the folder of a record, if that exists; the folder's path with a trailing `/`.
    Attachment(&'p str),
    /// File that has no use at this path, with a help text for the author.
    Misplaced(String),
}

/// Classifies a path relative to `content/`.
pub(super) fn classify<'p>(path: &'p str, config: &Config) -> ContentPath<'p> {
    let Some((folder, inner)) = path.split_once('/') else {
        return classify_top_level(path, config);
    };
    if folder == "data" {
        return match extension(inner) {
            "csv" | "json" | "toml" => ContentPath::Data(inner),
            _ => ContentPath::Misplaced("data files must be CSV, JSON or TOML".to_owned()),
        };
    }
    if folder == IndexKind::Evidence.folder() {
        return match index_language(inner, "_index", config) {
            Some(language) => ContentPath::Record(index_path(IndexKind::Evidence, language)),
            None => {
                ContentPath::Misplaced("`content/evidence/` can contain only the introduction `_index.md`".to_owned())
            }
        };
    }
    let Some(kind) = Kind::from_folder(folder) else {
        return ContentPath::Misplaced(unknown_folder_help(folder, inner));
    };
    match inner.split_once('/') {
        None => classify_in_kind_folder(kind, inner, config),
        Some((id, name)) => classify_in_record_folder(kind, path, id, name, config),
    }
}

fn classify_top_level<'p>(name: &str, config: &Config) -> ContentPath<'p> {
    match index_language(name, "_index", config) {
        Some(language) => ContentPath::Record(index_path(IndexKind::Brief, language)),
        None if index_language(name, "index", config).is_some() => {
            ContentPath::Misplaced("the front page is `content/_index.md`".to_owned())
        }
        None if is_markdown(name) => {
            ContentPath::Misplaced(format!("move it to `content/pages/{name}`, or to the folder of another kind"))
        }
        None => ContentPath::Misplaced(
            "move it to `static/`, or beside the `index.md` of the record that uses it".to_owned(),
        ),
    }
}

fn unknown_folder_help(folder: &str, inner: &str) -> String {
    let folders = Kind::WITH_FOLDER.map(Kind::folder);
    match did_you_mean(folder, folders.into_iter().chain(["data"])) {
        Some(help) => help,
        None if is_markdown(inner) => {
            let name = inner.rsplit('/').next().unwrap_or(inner);
            format!(
                "move it to one of {}, for example `content/pages/{name}`",
                folders.map(|name| format!("`{name}`")).join(", ")
            )
        }
        None => "move it to `static/`, or beside the `index.md` of the record that uses it".to_owned(),
    }
}

fn classify_in_kind_folder<'p>(kind: Kind, name: &str, config: &Config) -> ContentPath<'p> {
    let folder = kind.folder();
    if let Some(language) = index_language(name, "_index", config) {
        return match kind.info().index_page {
            None => ContentPath::Misplaced(format!("{folder} have no index page")),
            Some(_) => ContentPath::Record(index_path(IndexKind::Records(kind), language)),
        };
    }
    if index_language(name, "index", config).is_some() {
        return ContentPath::Misplaced(format!("the introduction of this folder is `content/{folder}/_index.md`"));
    }
    let Some(stem) = name.strip_suffix(".md") else {
        return ContentPath::Misplaced(match name.rsplit_once('.') {
            Some((stem, "markdown" | "MD" | "mdx" | "Markdown")) => format!(
                "rename it to \
                                                                             `content/{folder}/{stem}.md`"
            ),
            _ => "move it beside the `index.md` of the record that uses it".to_owned(),
        });
    };
    let (base_name, language) = split_language(stem, config);
    let name = ParsedFileName::new(base_name, language);
    ContentPath::Record(RecordPath { kind, introduces: None, name, folder: None })
}

fn classify_in_record_folder<'p>(kind: Kind, path: &'p str, id: &str, name: &str, config: &Config) -> ContentPath<'p> {
    let last = name.rsplit('/').next().unwrap_or(name);
    if kind == Kind::Article && last.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("article.")) {
        return ContentPath::ArticleText;
    }
    let folder = path.strip_suffix(name).unwrap_or(path);
    if let Some(language) = index_language(name, "index", config) {
        let name = ParsedFileName::new(id, language);
        return ContentPath::Record(RecordPath {
            kind,
            introduces: None,
            name,
            folder: Some(format!("content/{folder}")),
        });
    }
    if is_markdown(name) {
        let home = kind.folder();
        return ContentPath::Misplaced(format!("a record is `content/{home}/ID.md` or `content/{home}/ID/index.md`"));
    }
    ContentPath::Attachment(folder)
}

/// Returns the language of a file named `NAME.md` or `NAME.LANGUAGE.md`; `None` for other names.
fn index_language(file: &str, name: &str, config: &Config) -> Option<Arc<str>> {
    let stem = file.strip_suffix(".md")?;
    let (base_name, language) = split_language(stem, config);
    (base_name == name).then_some(language)
}

fn index_path(of: IndexKind, language: Arc<str>) -> RecordPath {
    let name = ParsedFileName { id: Arc::from(of.folder()), language, date: None };
    RecordPath { kind: Kind::Index, introduces: Some(of), name, folder: None }
}
