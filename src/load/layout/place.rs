//! Says what a path under `content/` is.

use super::name::{Name, split_language};
use super::{extension, is_markdown};
use crate::diagnose::did_you_mean;
use crate::model::{Config, IndexKind, Kind};
use std::sync::Arc;

/// What the path of a record's file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::load) struct Slot {
    /// The record's kind.
    pub kind: Kind,
    /// For an `_index.md`: what it introduces.
    pub introduces: Option<IndexKind>,
    /// Id, language and date.
    pub name: Name,
    /// The record's own folder, from the briefing's root and with `/` at the end, when it is written in an `index.md`.
    pub folder: Option<String>,
}

/// What a file under `content/` is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place<'p> {
    /// A record.
    Record(Slot),
    /// Data; its path in `content/data/`.
    Data(&'p str),
    /// The text of an article, which is no file to be copied beside its page.
    ArticleText,
    /// A file in the folder of a record, if there is one; the folder's path with `/` at the end.
    Beside(&'p str),
    /// Nothing that belongs there; what to do.
    Misplaced(String),
}

/// Says what a path, relative to `content/`, is.
pub(super) fn place<'p>(path: &'p str, config: &Config) -> Place<'p> {
    let Some((folder, inner)) = path.split_once('/') else {
        return at_the_top(path, config);
    };
    if folder == "data" {
        return match extension(inner) {
            "csv" | "json" | "toml" => Place::Data(inner),
            _ => Place::Misplaced("only CSV, JSON and TOML files are data".to_owned()),
        };
    }
    if folder == IndexKind::Evidence.folder() {
        return match index(inner, "_index", config) {
            Some(language) => Place::Record(introduction(IndexKind::Evidence, language)),
            None => Place::Misplaced("only the introduction `_index.md` is written in `content/evidence/`".to_owned()),
        };
    }
    let Some(kind) = Kind::from_folder(folder) else {
        return Place::Misplaced(other_folder(folder, inner));
    };
    match inner.split_once('/') {
        None => in_the_folder_of(kind, inner, config),
        Some((id, name)) => in_a_folder_of_its_own(kind, path, id, name, config),
    }
}

fn at_the_top<'p>(name: &str, config: &Config) -> Place<'p> {
    match index(name, "_index", config) {
        Some(language) => Place::Record(introduction(IndexKind::Brief, language)),
        None if index(name, "index", config).is_some() => {
            Place::Misplaced("the front page is written in `content/_index.md`".to_owned())
        }
        None if is_markdown(name) => {
            Place::Misplaced(format!("move it to `content/pages/{name}`, or to the folder of another kind"))
        }
        None => {
            Place::Misplaced("move it to `static/`, or beside the `index.md` of the record that uses it".to_owned())
        }
    }
}

fn other_folder(folder: &str, inner: &str) -> String {
    let folders = Kind::WITH_FOLDER.map(Kind::folder);
    match did_you_mean(folder, folders.into_iter().chain(["data"])) {
        Some(help) => help,
        None if is_markdown(inner) => {
            let name = inner.rsplit('/').next().unwrap_or(inner);
            format!("move it to one of {}: `content/pages/{name}`?", folders.map(|name| format!("`{name}`")).join(", "))
        }
        None => "move it to `static/`, or beside the `index.md` of the record that uses it".to_owned(),
    }
}

fn in_the_folder_of<'p>(kind: Kind, name: &str, config: &Config) -> Place<'p> {
    let folder = kind.folder();
    if let Some(language) = index(name, "_index", config) {
        return match kind {
            Kind::Page => Place::Misplaced("pages have no index page to introduce".to_owned()),
            _ => Place::Record(introduction(IndexKind::Records(kind), language)),
        };
    }
    if index(name, "index", config).is_some() {
        return Place::Misplaced(format!("the introduction of this folder is written in `content/{folder}/_index.md`"));
    }
    let Some(stem) = name.strip_suffix(".md") else {
        return Place::Misplaced(match name.rsplit_once('.') {
            Some((stem, "markdown" | "MD" | "mdx" | "Markdown")) => format!("call it `content/{folder}/{stem}.md`"),
            _ => "move it beside the `index.md` of the record that uses it".to_owned(),
        });
    };
    let (written, language) = split_language(stem, config);
    let name = Name::new(written, language);
    Place::Record(Slot { kind, introduces: None, name, folder: None })
}

fn in_a_folder_of_its_own<'p>(kind: Kind, path: &'p str, id: &str, name: &str, config: &Config) -> Place<'p> {
    let last = name.rsplit('/').next().unwrap_or(name);
    if kind == Kind::Article && last.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("article.")) {
        return Place::ArticleText;
    }
    let folder = path.strip_suffix(name).unwrap_or(path);
    if let Some(language) = index(name, "index", config) {
        let name = Name::new(id, language);
        return Place::Record(Slot { kind, introduces: None, name, folder: Some(format!("content/{folder}")) });
    }
    if is_markdown(name) {
        let home = kind.folder();
        return Place::Misplaced(format!("a record is `content/{home}/ID.md` or `content/{home}/ID/index.md`"));
    }
    Place::Beside(folder)
}

/// The language of a file named `NAME.md` or `NAME.LANGUAGE.md`; nothing for other names.
fn index(file: &str, name: &str, config: &Config) -> Option<Arc<str>> {
    let stem = file.strip_suffix(".md")?;
    let (written, language) = split_language(stem, config);
    (written == name).then_some(language)
}

fn introduction(of: IndexKind, language: Arc<str>) -> Slot {
    let name = Name { id: Arc::from(of.folder()), language, date: None };
    Slot { kind: Kind::Index, introduces: Some(of), name, folder: None }
}
