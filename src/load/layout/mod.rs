//! Classifies files by their path alone.
//!
//! 1. `content_path` classifies a path under `content/`: record, data, article text, attachment, or misplaced.
//! 2. `file_name` parses id, language and date from a record's file name.
//! 3. Text files get their file ids here, in path order; invalid names and misplaced files are reported.

mod content_path;
mod file_name;

pub(super) use content_path::RecordPath;
pub(crate) use file_name::{INVALID_ID, UNKNOWN_LANGUAGE};

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

/// Rule: a file under `content/` is in a place where no file is read.
pub(crate) static MISPLACED_FILE: Rule = Rule {
    code: "misplaced-file",
    severity: Severity::Error,
    what: "A file under `content/` is in the wrong folder.",
    why: "It would be missing from the site without notice.",
    wrong: "content/pax-silica.md",
    right: "content/initiatives/pax-silica.md",
};

/// Rule: two files define the same record.
pub(crate) static DUPLICATE_ID: Rule = Rule {
    code: "duplicate-id",
    severity: Severity::Error,
    what: "Two files define the same record in the same language.",
    why: "Only one of them can be published.",
    wrong: "content/events/summit.md and content/events/summit/index.md",
    right: "content/events/summit.md",
};

/// Classified files of a briefing.
#[derive(Debug)]
pub(super) struct FileLayout {
    /// Files of records, in path order.
    pub records: Vec<RecordFile>,
    /// Files under `content/data/`: path below it, and file id.
    pub data: Vec<(Arc<str>, FileId)>,
    /// Files beside records, keyed by folder with a trailing `/`.
    pub attachments: BTreeMap<String, Vec<(Arc<str>, Bytes)>>,
    /// Texts of articles (`article.md`, `.txt`, `.html` or `.pdf`), keyed by the article's folder with a trailing `/`.
    pub article_texts: BTreeMap<String, FileId>,
    /// Extracted text of the PDFs among them, keyed by path.
    pub pdfs: BTreeMap<Arc<str>, Result<PdfText, PdfError>>,
    /// Files under `themes/`, `templates/` and `static/`.
    pub files: BTreeMap<Arc<str>, Bytes>,
    /// File ids of templates, styles, scripts and theme settings.
    pub file_sources: BTreeMap<Arc<str>, FileId>,
}

/// File of a record.
#[derive(Debug)]
pub(super) struct RecordFile {
    /// File id.
    pub file: FileId,
    /// Metadata from the path.
    pub path: RecordPath,
    /// `true` if the content is valid UTF-8. Otherwise diagnostics about it would mislead and are dropped.
    pub is_text: bool,
    /// `true` if an earlier file defines the same record.
    pub is_duplicate: bool,
}

/// Classifies the files of a briefing and adds text files to the sources.
pub(super) fn classify_files(
    inputs: &Inputs,
    config: &Config,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> FileLayout {
    let texts = article_texts(inputs);
    let pdfs = extract_pdfs(&texts, inputs);
    let mut classifier = Classifier {
        config,
        sources,
        diagnostics,
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
            Some(("content", inner)) if !ignored_content.matches(inner) => {
                classifier.classify_content(path, inner, bytes);
            }
            Some(("static", inner)) if ignored_static.matches(inner) => {}
            Some(("themes" | "templates" | "static", _)) => classifier.add_site_file(path, bytes),
            _ => {}
        }
    }
    classifier.layout
}

/// Finds the folders that contain an `index.md` in any language; paths have a trailing `/`.
fn bundle_folders(inputs: &Inputs, config: &Config) -> BTreeSet<String> {
    let folders =
        inputs.files.keys().filter_map(|path| match content_path::classify(path.strip_prefix("content/")?, config) {
            ContentPath::Record(record_path) => record_path.folder,
            _ => None,
        });
    folders.collect()
}

/// Selects the text file of each article: of several, the plainest format, since a text extracted from a page may lie
/// beside that page.
fn article_texts(inputs: &Inputs) -> BTreeSet<Arc<str>> {
    let mut selected: BTreeMap<&str, (u8, &Arc<str>)> = BTreeMap::new();
    for path in inputs.files.keys().filter(|path| path.starts_with("content/articles/")) {
        let Some((folder, name)) = path.rsplit_once('/') else { continue };
        let is_text = name
            .split_once('.')
            .is_some_and(|(stem, extension)| stem.eq_ignore_ascii_case("article") && !extension.contains('.'));
        if let Some(format) = TextFormat::from_file_name(name).filter(|_| is_text) {
            let candidate = (format.precedence(), path);
            selected.entry(folder).and_modify(|best| *best = candidate.min(*best)).or_insert(candidate);
        }
    }
    selected.into_values().map(|(_, path)| Arc::clone(path)).collect()
}

/// Extracts the text of all article PDFs in parallel.
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
    /// First file of each record, keyed by kind, id and language.
    files_by_identity: BTreeMap<(Kind, Arc<str>, Arc<str>), FileId>,
    layout: FileLayout,
}

impl Classifier<'_> {
    fn classify_content(&mut self, path: &Arc<str>, inner: &str, bytes: &Bytes) {
        match content_path::classify(inner, self.config) {
            ContentPath::Record(record_path) => self.add_record(path, record_path, bytes),
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
                    self.report_misplaced(path, bytes, &format!("there is no record in `{folder}index.md`"));
                }
            }
            ContentPath::Misplaced(help) => self.report_misplaced(path, bytes, &help),
        }
    }

    fn add_record(&mut self, path: &str, record_path: RecordPath, bytes: &Bytes) {
        let (file, is_text) = encoding::add_text(self.sources, path, bytes, self.diagnostics);
        file_name::check(&record_path.name, file, self.config, self.diagnostics);
        let key = (record_path.kind, Arc::clone(&record_path.name.id), Arc::clone(&record_path.name.language));
        let first = *self.files_by_identity.entry(key).or_insert(file);
        let is_duplicate = first != file;
        if is_duplicate {
            let first_path = Arc::clone(&self.sources.get(first).path);
            let message = format!("`{}` defines the same {} as `{first_path}`", path, record_path.kind.as_str());
            let diagnostic = Diagnostic::new(&DUPLICATE_ID, Span::new(file, 0..0), message)
                .related(Span::new(first, 0..0), "the other file")
                .help("rename or delete one of the two");
            self.diagnostics.push(diagnostic);
        }
        self.layout.records.push(RecordFile { file, path: record_path, is_text, is_duplicate });
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
        let message = format!("`{path}` is in the wrong folder");
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

/// Returns the extension of a file name; empty if there is none.
pub(super) fn extension(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// Checks whether a file is copied to the site verbatim: one in the site's or a theme's `static/`.
pub(super) fn is_copied(path: &str) -> bool {
    let mut parts = path.split('/');
    match parts.next() {
        Some("static") => parts.next().is_some(),
        Some("themes") => parts.nth(1) == Some("static") && parts.next().is_some(),
        _ => false,
    }
}

/// Checks whether a file of the site or a theme is parsed as text.
pub(super) fn is_template_text(path: &str) -> bool {
    !is_copied(path) && matches!(extension(path), "html" | "xml" | "css" | "js" | "toml" | "txt")
}
