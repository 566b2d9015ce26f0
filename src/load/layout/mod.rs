//! Decides what each file is, by its path alone.
//!
//! 1. `place` says what a path under `content/` is: a record, data, an article's text, a file beside a record, or
//!    nothing that belongs there.
//! 2. `name` takes id, language and date out of a record's file name.
//! 3. Text files get their ids here, in the order of their paths; findings about names and places are reported.

mod content_path;
mod file_name;

pub(super) use content_path::RecordPath;
pub(crate) use file_name::{BAD_ID, UNKNOWN_LANGUAGE};

use super::config::IgnorePatterns;
use super::{Inputs, encoding};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{Bytes, Config, Kind};
use crate::span::{FileId, Sources, Span};
use crate::text::TextFormat;
use crate::text::pdf::{self, PdfError, PdfText};
use content_path::ContentPath;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A file in a place where nothing is read from it.
pub(crate) static MISPLACED_FILE: Rule = Rule {
    code: "misplaced-file",
    severity: Severity::Error,
    what: "A file under `content/` is not where its kind of file belongs.",
    why: "It would be left out of the site without a word.",
    wrong: "content/pax-silica.md",
    right: "content/initiatives/pax-silica.md",
};

/// Two files for one record.
pub(crate) static DUPLICATE_ID: Rule = Rule {
    code: "duplicate-id",
    severity: Severity::Error,
    what: "Two files are the same record in the same language.",
    why: "Only one of them can be its page.",
    wrong: "content/events/summit.md and content/events/summit/index.md",
    right: "content/events/summit.md",
};

/// What the files of a briefing are.
#[derive(Debug)]
pub(super) struct FileLayout {
    /// The files of records, in the order of their paths.
    pub records: Vec<RecordFile>,
    /// Files under `content/data/`: path there, and source.
    pub data: Vec<(Arc<str>, FileId)>,
    /// Files beside records, by the folder's path (with `/` at the end).
    pub attachments: BTreeMap<String, Vec<(Arc<str>, Bytes)>>,
    /// The texts of articles, by the article's folder (with `/` at the end): `article.md`, `.txt`, `.html` or `.pdf`.
    pub article_texts: BTreeMap<String, FileId>,
    /// What was taken out of those that are PDFs, by path.
    pub pdfs: BTreeMap<Arc<str>, Result<PdfText, PdfError>>,
    /// Files under `themes/`, `templates/` and `static/`.
    pub files: BTreeMap<Arc<str>, Bytes>,
    /// The sources of templates, styles, scripts and theme settings.
    pub file_sources: BTreeMap<Arc<str>, FileId>,
}

/// The file of a record.
#[derive(Debug)]
pub(super) struct RecordFile {
    /// Its source.
    pub file: FileId,
    /// What its path says.
    pub path: RecordPath,
    /// Whether its text is UTF-8; findings about the text of one that is not would mislead.
    pub is_text: bool,
    /// Whether another file is that record already.
    pub is_duplicate: bool,
}

/// Sorts the files of a briefing, and adds those that are text to the sources.
pub(super) fn classify_files(
    inputs: &Inputs,
    config: &Config,
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> FileLayout {
    let texts = article_texts(inputs);
    let pdfs = extract_pdfs(&texts, inputs);
    let mut sorter = Classifier {
        config,
        sources,
        diagnostics: found,
        bundles: bundle_folders(inputs, config),
        article_texts: texts,
        files_by_identity: BTreeMap::new(),
        layout: FileLayout {
            records: Vec::new(),
            data: Vec::new(),
            attachments: BTreeMap::new(),
            article_texts: BTreeMap::new(),
            pdfs,
            files: BTreeMap::new(),
            file_sources: BTreeMap::new(),
        },
    };
    let ignored_content = IgnorePatterns::new(&config.ignored_content);
    let ignored_static = IgnorePatterns::new(&config.ignored_static);
    for (path, bytes) in &inputs.files {
        match path.split_once('/') {
            Some(("content", inner)) if !ignored_content.matches(inner) => sorter.classify_content(path, inner, bytes),
            Some(("static", inner)) if ignored_static.matches(inner) => {}
            Some(("themes" | "templates" | "static", _)) => sorter.add_site_file(path, bytes),
            _ => {}
        }
    }
    sorter.layout
}

/// The folders that hold an `index.md`, in any language; each path ends in `/`.
fn bundle_folders(inputs: &Inputs, config: &Config) -> BTreeSet<String> {
    let slots =
        inputs.files.keys().filter_map(|path| match content_path::classify(path.strip_prefix("content/")?, config) {
            ContentPath::Record(slot) => slot.folder,
            _ => None,
        });
    slots.collect()
}

/// The texts of articles that are read: of several beside a record the plainest, since what was made of a page may lie
/// beside the page.
fn article_texts(inputs: &Inputs) -> BTreeSet<Arc<str>> {
    let mut chosen: BTreeMap<&str, (u8, &Arc<str>)> = BTreeMap::new();
    for path in inputs.files.keys().filter(|path| path.starts_with("content/articles/")) {
        let Some((folder, name)) = path.rsplit_once('/') else { continue };
        let is_text = name
            .split_once('.')
            .is_some_and(|(stem, ending)| stem.eq_ignore_ascii_case("article") && !ending.contains('.'));
        if let Some(format) = TextFormat::from_file_name(name).filter(|_| is_text) {
            let own = (format.precedence(), path);
            chosen.entry(folder).and_modify(|best| *best = own.min(*best)).or_insert(own);
        }
    }
    chosen.into_values().map(|(_, path)| Arc::clone(path)).collect()
}

/// Takes the words out of the texts that are PDFs.
fn extract_pdfs(texts: &BTreeSet<Arc<str>>, inputs: &Inputs) -> BTreeMap<Arc<str>, Result<PdfText, PdfError>> {
    let pdfs: Vec<&Arc<str>> =
        texts.iter().filter(|path| TextFormat::from_file_name(path) == Some(TextFormat::Pdf)).collect();
    let extract = |path: &Arc<str>| Some((Arc::clone(path), pdf::extract(inputs.files.get(path)?)));
    pdfs.into_par_iter().filter_map(extract).collect::<Vec<_>>().into_iter().collect()
}

struct Classifier<'a> {
    config: &'a Config,
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
    bundles: BTreeSet<String>,
    article_texts: BTreeSet<Arc<str>>,
    /// Which file is which record.
    files_by_identity: BTreeMap<(Kind, Arc<str>, Arc<str>), FileId>,
    layout: FileLayout,
}

impl Classifier<'_> {
    fn classify_content(&mut self, path: &Arc<str>, inner: &str, bytes: &Bytes) {
        match content_path::classify(inner, self.config) {
            ContentPath::Record(slot) => self.add_record(path, slot, bytes),
            ContentPath::Data(name) => {
                let (file, _) = encoding::add_text(self.sources, path, bytes, self.diagnostics);
                self.layout.data.push((Arc::from(name), file));
            }
            ContentPath::ArticleText => self.add_article_text(path, bytes),
            ContentPath::Attachment(folder) => {
                let folder = format!("content/{folder}");
                if self.bundles.contains(&folder) {
                    self.layout.attachments.entry(folder).or_default().push((Arc::clone(path), Arc::clone(bytes)));
                } else {
                    self.report_misplaced(path, bytes, &format!("no record is written in `{folder}index.md`"));
                }
            }
            ContentPath::Misplaced(help) => self.report_misplaced(path, bytes, &help),
        }
    }

    fn add_record(&mut self, path: &str, slot: RecordPath, bytes: &Bytes) {
        let (file, is_text) = encoding::add_text(self.sources, path, bytes, self.diagnostics);
        file_name::check(&slot.name, file, self.config, self.diagnostics);
        let key = (slot.kind, Arc::clone(&slot.name.id), Arc::clone(&slot.name.language));
        let first = *self.files_by_identity.entry(key).or_insert(file);
        let is_repeated = first != file;
        if is_repeated {
            let other = Arc::clone(&self.sources.get(first).path);
            let message = format!("`{}` is the same {} as `{other}`", path, slot.kind.as_str());
            let diagnostic = Diagnostic::new(&DUPLICATE_ID, Span::new(file, 0..0), message)
                .related(Span::new(first, 0..0), "the other file")
                .help("rename or delete one of the two");
            self.diagnostics.push(diagnostic);
        }
        self.layout.records.push(RecordFile { file, path: slot, is_text, is_duplicate: is_repeated });
    }

    fn add_article_text(&mut self, path: &str, bytes: &Bytes) {
        if let Some((folder, _)) = path.rsplit_once('/').filter(|_| self.article_texts.contains(path)) {
            let file = match self.layout.pdfs.get(path) {
                Some(pdf) => self.sources.add(path, pdf.as_ref().map_or("", |pdf| &pdf.text)),
                None => encoding::add_text(self.sources, path, bytes, self.diagnostics).0,
            };
            self.layout.article_texts.insert(format!("{folder}/"), file);
        }
    }

    fn report_misplaced(&mut self, path: &str, bytes: &Bytes, help: &str) {
        let text = if is_markdown(path) { String::from_utf8_lossy(bytes) } else { "".into() };
        let file = self.sources.add(path, text);
        let message = format!("`{path}` does not belong there");
        self.diagnostics.push(Diagnostic::new(&MISPLACED_FILE, Span::new(file, 0..0), message).help(help));
    }

    fn add_site_file(&mut self, path: &Arc<str>, bytes: &Bytes) {
        if is_template_text(path) {
            let (file, is_text) = encoding::add_text(self.sources, path, bytes, self.diagnostics);
            if is_text {
                self.layout.file_sources.insert(Arc::clone(path), file);
            }
        }
        self.layout.files.insert(Arc::clone(path), Arc::clone(bytes));
    }
}

fn is_markdown(path: &str) -> bool {
    extension(path) == "md"
}

/// The part of a file's name behind its last dot; empty when there is none.
pub(super) fn extension(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// Whether a file is copied to the site as it is: one in `static/`, the site's own or a theme's.
pub(super) fn is_copied(path: &str) -> bool {
    let mut parts = path.split('/');
    match parts.next() {
        Some("static") => parts.next().is_some(),
        Some("themes") => parts.nth(1) == Some("static") && parts.next().is_some(),
        _ => false,
    }
}

/// Whether a file of the site or a theme is read as text.
pub(super) fn is_template_text(path: &str) -> bool {
    !is_copied(path) && matches!(extension(path), "html" | "xml" | "css" | "js" | "toml" | "txt")
}
