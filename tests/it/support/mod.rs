//! Compares every display of support with the support table: badges, sources, timelines, index pages, coverage matrix,
//! `briefing.json`. `pages` walks all pages and looks at what they show; this looks for what each record should have.

pub(crate) mod generated;
mod pages;

use briefing::compile::{CompileOptions, Compiled, compile};
use briefing::load::walk;
use briefing::model::{Kind, Record, RecordId};
use briefing::relate::{ArticleRole, is_older};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the table says about a record.
struct Expected {
    supporting: BTreeSet<RecordId>,
    in_part: BTreeSet<RecordId>,
    /// Older articles that are silent.
    older: BTreeSet<RecordId>,
    articles: usize,
}

impl Expected {
    fn of(compiled: &Compiled, id: RecordId) -> Expected {
        let relations = &compiled.relations;
        let canonical = |article: RecordId| relations.index.canonical(article);
        let cited = relations.cited.row(id).iter().filter(|cited| cited.role == ArticleRole::Supports);
        let articles = compiled.site.visible().filter(|(_, record)| record.kind() == Kind::Article);
        let articles: BTreeSet<RecordId> = articles.map(|(id, _)| canonical(id)).collect();
        let supporting: BTreeSet<RecordId> = cited.map(|cited| canonical(cited.article)).collect();
        let coverage = &relations.coverage[id.0 as usize];
        let (site, record) = (&compiled.site, compiled.site.record(id));
        // What could not report is silent: an article with another role is not among them.
        let is_silent = |role: ArticleRole| matches!(role, ArticleRole::Silent | ArticleRole::Older);
        let active = relations.cited.row(id).iter().filter(|cited| !is_silent(cited.role));
        let mut active: BTreeSet<RecordId> = active.map(|cited| canonical(cited.article)).collect();
        active.extend(&coverage.in_part);
        let others = articles.difference(&active);
        let older: BTreeSet<RecordId> =
            others.filter(|article| is_older(site.record(**article), record)).copied().collect();
        assert_eq!(older.len(), coverage.older, "{}", record.id);
        Expected { supporting, in_part: coverage.in_part.iter().copied().collect(), older, articles: articles.len() }
    }

    /// The words beside the badge.
    fn could(&self) -> Option<String> {
        let (count, could) = (self.supporting.len(), self.articles - self.older.len());
        (count > 0 && could < self.articles).then(|| format!("{count} of {could} that could report it"))
    }

    /// The badge in the default language; none without support, or if there is but one article.
    fn badge(&self) -> Option<String> {
        let count = self.supporting.len();
        (count > 0 && self.articles > 1).then(|| format!("{count} of {} articles", self.articles))
    }
}

/// Compares the displays of one briefing; returns the differences and the number of comparisons.
fn compare(compiled: &Compiled) -> (Vec<String>, usize) {
    let mut comparison = Comparison { compiled, differences: Vec::new(), count: 0 };
    let default = &compiled.site.config.default_language;
    for (id, record) in compiled.site.visible().filter(|(_, record)| record.language == *default) {
        if matches!(record.kind(), Kind::Event | Kind::Initiative | Kind::Actor | Kind::Topic) {
            comparison.record_page(id, record);
        }
    }
    for kind in [Kind::Initiative, Kind::Actor, Kind::Topic] {
        comparison.index_page(kind);
    }
    comparison.timeline();
    comparison.matrix();
    comparison.briefing_json();
    (comparison.differences, comparison.count)
}

struct Comparison<'c> {
    compiled: &'c Compiled,
    differences: Vec<String>,
    count: usize,
}

impl Comparison<'_> {
    fn page(&self, path: &str) -> Option<Html> {
        let path = format!("{path}index.html");
        let mut files = self.compiled.tree.in_memory().filter(|(file, _)| **file == *path);
        files.next().map(|(_, bytes)| Html::parse_document(&String::from_utf8_lossy(bytes)))
    }

    fn expect(&mut self, place: &str, shown: &impl std::fmt::Debug, expected: &impl std::fmt::Debug) {
        self.count += 1;
        let (shown, expected) = (format!("{shown:?}"), format!("{expected:?}"));
        if shown != expected {
            self.differences.push(format!("{place}: {shown} is shown, the table says {expected}"));
        }
    }

    /// The facts, the claims and the table of sources of a record's page.
    fn record_page(&mut self, id: RecordId, record: &Record) {
        let expected = Expected::of(self.compiled, id);
        let path = self.compiled.relations.path(id).to_owned();
        let Some(html) = self.page(&path) else { return };
        let badge = html.select(&selector(".facts .badge")).next().map(text_of);
        self.expect(&path, &badge, &expected.badge());
        let could = html.select(&selector(".facts .support-could")).next().map(text_of);
        self.expect(&path, &could, &expected.could());
        for (number, (_, support)) in
            record.claims().iter().zip(self.compiled.relations.claim_support.row(id)).enumerate()
        {
            let row = selector(&format!("#claim-{} .badge:not(.badge-unsupported)", number + 1));
            let count = support.support.articles().len();
            let shown = html.select(&row).next().map(text_of);
            let is_noted = html.select(&selector(".part-note")).any(|note| text_of(note).contains("single article"));
            let badge = (count > 0 && expected.articles > 1 && !(is_noted && count == 1))
                .then(|| format!("{count} of {} articles", expected.articles));
            self.expect(&format!("{path}#claim-{}", number + 1), &shown, &badge);
        }
    }

    /// The rows of an index page.
    fn index_page(&mut self, kind: Kind) {
        let path = format!("{}/", kind.folder());
        let Some(html) = self.page(&path) else { return };
        let default = &self.compiled.site.config.default_language;
        for (id, record) in self.compiled.site.visible().filter(|(_, record)| record.kind() == kind) {
            if record.language != *default {
                continue;
            }
            let expected = Expected::of(self.compiled, id);
            let is_row = |row: &ElementRef<'_>| {
                let link = row.select(&selector("th a.record")).next();
                link.is_some_and(|link| text_of(link) == record.title.value)
            };
            let Some(row) = html.select(&selector("table.coverage tr")).find(is_row) else { continue };
            let dots = row.select(&selector(".dot")).count();
            if dots > 0 || row.select(&selector(".coverage-cell")).next().is_some() {
                self.expect(&format!("{path} {}", record.id), &dots, &expected.supporting.len());
                let others = [".dot-part", ".dot-older"].map(|class| row.select(&selector(class)).count());
                self.expect(&format!("{path} {}", record.id), &others, &[expected.in_part.len(), expected.older.len()]);
            }
            let badge = row.select(&selector(".badge")).next().map(text_of);
            self.expect(
                &format!("{path} {}", record.id),
                &badge,
                &expected.badge().filter(|_| expected.supporting.len() == 1),
            );
        }
    }

    fn timeline(&mut self) {
        let Some(html) = self.page("timeline/") else { return };
        for &id in self.compiled.relations.timeline.iter() {
            let expected = Expected::of(self.compiled, id);
            let event = selector(&format!("[id=\"event-{}\"] .event-sources .badge", self.compiled.site.record(id).id));
            let badge = html.select(&event).next().map(text_of);
            self.expect(&format!("timeline/ {}", self.compiled.site.record(id).id), &badge, &expected.badge());
        }
    }

    /// Cells of the matrix that are not only named.
    fn matrix(&mut self) {
        let Some(html) = self.page("evidence/") else { return };
        for row in html.select(&selector("table.matrix tbody tr")) {
            let Some(name) = row.select(&selector("th a")).next().map(text_of) else { continue };
            let find =
                |(_, record): &(RecordId, &Record)| record.kind() == Kind::Initiative && record.title.value == name;
            let Some((id, _)) = self.compiled.site.visible().find(find) else { continue };
            let cells = row.select(&selector("td a.area:not(.named)")).count();
            self.expect(&format!("matrix {name}"), &cells, &Expected::of(self.compiled, id).supporting.len());
        }
    }

    fn briefing_json(&mut self) {
        let Some((_, bytes)) = self.compiled.tree.in_memory().find(|(file, _)| **file == *"briefing.json") else {
            return;
        };
        let json: Value = serde_json::from_slice(bytes).unwrap();
        for entry in json["records"].as_array().into_iter().flatten() {
            let is_same = |(_, record): &(RecordId, &Record)| {
                record.kind().as_str() == entry["kind"]
                    && *record.id == *entry["id"].as_str().unwrap_or("")
                    && *record.language == *entry["language"].as_str().unwrap_or("en")
            };
            let Some((id, record)) = self.compiled.site.visible().find(is_same) else { continue };
            let expected = Expected::of(self.compiled, id);
            let others = [
                entry["in_part"].as_array().map_or(0, Vec::len),
                usize::try_from(entry["older_articles"].as_u64().unwrap_or(0)).unwrap(),
            ];
            self.expect(
                &format!("briefing.json {}", record.id),
                &others,
                &[expected.in_part.len(), expected.older.len()],
            );
            let roles =
                entry["cites"].as_array().into_iter().flatten().filter(|cited| cited["role"] == "supports").count();
            self.expect(
                &format!("briefing.json {}", record.id),
                &roles,
                &Expected::of(self.compiled, id).supporting.len(),
            );
        }
    }
}

fn compiled(root: &Path) -> Compiled {
    let inputs = walk::read_root(root, "briefing.toml").unwrap();
    compile(&inputs, &CompileOptions { build_time: 1_966_000_000, ..CompileOptions::default() })
}

fn assert_equal(root: &Path, least: usize) {
    let compiled = compiled(root);
    let (mut differences, count) = compare(&compiled);
    let (on_pages, counts) = pages::compare_pages(&compiled);
    differences.extend(on_pages);
    assert!(differences.is_empty(), "{} of {count}:\n{}", differences.len(), differences.join("\n"));
    assert!(count >= least, "only {count} displays were compared");
    let on_pages: usize = counts.values().sum();
    assert!(on_pages >= least, "only {on_pages} displays were compared: {counts:?}");
}

#[test]
fn displays_of_the_first_briefing_equal_the_table() {
    assert_equal(Path::new("."), 300);
}

/// Every sort of display occurs, with every role in claims, statuses and prose.
#[test]
fn displays_of_generated_sites_equal_the_table() {
    for seed in 1..=3 {
        let folder = tempfile::tempdir().unwrap();
        generated::generate(seed, folder.path());
        assert_equal(folder.path(), 300);
        let compiled = compiled(folder.path());
        let (_, counts) = pages::compare_pages(&compiled);
        assert!(counts.len() == 9 && counts.values().all(|count| *count >= 8), "seed {seed}: {counts:?}");
        for role in [ArticleRole::Supports, ArticleRole::Disputes, ArticleRole::Silent, ArticleRole::Cited] {
            let all = compiled.relations.cited.all().filter(|cited| cited.role == role).count();
            assert!(all >= 10, "seed {seed}: only {all} articles are cited as {role:?}");
        }
    }
}

#[test]
fn displays_of_the_starter_equal_the_table() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("starter");
    let program = env!("CARGO_BIN_EXE_briefing");
    let status = std::process::Command::new(program).args(["init", root.to_str().unwrap()]).output().unwrap().status;
    assert!(status.success());
    assert_equal(&root, 5);
}

#[test]
fn displays_of_roles_equal_the_table() {
    assert_case_equal("tests/suite/citations/roles");
}

#[test]
fn displays_of_older_articles_equal_the_table() {
    assert_case_equal("tests/suite/evidence/older-articles");
}

fn assert_case_equal(case: &str) {
    let case = Path::new(case);
    let folder = tempfile::tempdir().unwrap();
    for entry in walkdir::WalkDir::new(case) {
        let entry = entry.unwrap();
        let target = folder.path().join(entry.path().strip_prefix(case).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
    std::fs::write(folder.path().join("briefing.toml"), "base_url = \"https://example.org/\"\ntitle = \"Case\"\n")
        .unwrap();
    assert_equal(folder.path(), 5);
}
