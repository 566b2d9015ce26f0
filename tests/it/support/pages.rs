//! Walks every page of a site and compares each of its displays of support with the support table: who is shown as a
//! source in which role, and every badge.

use super::{Expected, selector, text_of};
use briefing::compile::Compiled;
use briefing::model::{Kind, RecordId};
use briefing::relate::ArticleRole;
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet};

/// Terms of the facts of a record, by the role of the articles that they list.
const FACTS: [(&str, ArticleRole); 4] = [
    ("Sources", ArticleRole::Supports),
    ("Disputed by", ArticleRole::Disputes),
    ("Not mentioned in", ArticleRole::Silent),
    ("Also cited", ArticleRole::Cited),
];

/// Labels of the sources of a record, by the role of the articles that they mark.
const SOURCE_LABELS: [(&str, ArticleRole); 2] =
    [("does not mention it", ArticleRole::Silent), ("says otherwise", ArticleRole::Disputes)];

struct Page {
    path: String,
    html: Html,
}

impl Page {
    fn all(&self, css: &str) -> Vec<ElementRef<'_>> {
        self.html.select(&selector(css)).collect()
    }

    /// Resolves a link: the path of its page, and its fragment.
    fn resolve(&self, href: &str) -> (String, String) {
        let (to, fragment) = href.split_once('#').unwrap_or((href, ""));
        let mut parts: Vec<&str> = self.path.split('/').filter(|part| !part.is_empty()).collect();
        for part in to.split('/').filter(|part| !part.is_empty() && *part != ".") {
            match part {
                ".." => drop_last(&mut parts),
                part => parts.push(part),
            }
        }
        let folder = if parts.is_empty() { String::new() } else { parts.join("/") + "/" };
        (folder, fragment.to_owned())
    }
}

fn drop_last(parts: &mut Vec<&str>) {
    parts.pop();
}

/// Returns the first element below another one.
fn first<'p>(element: ElementRef<'p>, css: &str) -> Option<ElementRef<'p>> {
    element.select(&selector(css)).next()
}

/// Compares the displays of all pages. Returns the differences, and the number of comparisons by sort.
pub(super) fn compare_pages(compiled: &Compiled) -> (Vec<String>, BTreeMap<&'static str, usize>) {
    let default = &compiled.site.config.default_language;
    let own = compiled.site.visible().filter(|(_, record)| record.language == *default);
    let records = own.map(|(id, _)| (compiled.relations.path(id).to_owned(), id)).collect();
    let mut walk = Walk { compiled, records, badges: 0, sort: "", counts: BTreeMap::new(), differences: Vec::new() };
    for (file, bytes) in compiled.tree.in_memory() {
        let Some(path) = file.strip_suffix("index.html") else { continue };
        let html = Html::parse_document(&String::from_utf8_lossy(bytes));
        let is_default = html.select(&selector("html")).next().is_none_or(|html| html.attr("lang") == Some(default));
        if is_default {
            walk.page(&Page { path: path.to_owned(), html });
        }
    }
    (walk.differences, walk.counts)
}

/// Compares the displays of one sort on one page.
type Compare<'c> = fn(&mut Walk<'c>, &Page);

struct Walk<'c> {
    compiled: &'c Compiled,
    /// Records by path.
    records: BTreeMap<String, RecordId>,
    /// Badges of the page that were compared.
    badges: usize,
    sort: &'static str,
    counts: BTreeMap<&'static str, usize>,
    differences: Vec<String>,
}

impl Walk<'_> {
    fn page(&mut self, page: &Page) {
        self.badges = 0;
        let sorts: [(&'static str, Compare<'_>); 8] = [
            ("facts", Self::facts),
            ("claims", Self::claims),
            ("sources", Self::sources),
            ("events", Self::events),
            ("coverage", Self::coverage),
            ("dots", Self::dots),
            ("matrix", Self::matrix),
            ("ledger", Self::ledger),
        ];
        for (sort, compare) in sorts {
            self.sort = sort;
            compare(self, page);
        }
        let all = page.all(".badge").into_iter().filter(|badge| text_of(*badge).contains(" of ")).count();
        self.sort = "badges";
        let badges = self.badges;
        self.expect(page, "all badges", &all, &badges);
    }

    fn expect(&mut self, page: &Page, what: &str, shown: &impl std::fmt::Debug, expected: &impl std::fmt::Debug) {
        *self.counts.entry(self.sort).or_default() += 1;
        let (shown, expected) = (format!("{shown:?}"), format!("{expected:?}"));
        if shown != expected {
            let place = format!("/{} ({}, {what})", page.path, self.sort);
            self.differences.push(format!("{place}: {shown} is shown, the table says {expected}"));
        }
    }

    /// Compares the badge below an element.
    fn expect_badge(&mut self, page: &Page, what: &str, below: ElementRef<'_>, expected: Option<&str>) {
        let badge = first(below, ".badge:not(.badge-unsupported)").map(text_of);
        self.badges += usize::from(badge.is_some());
        self.expect(page, what, &badge.as_deref(), &expected);
    }

    /// Returns the record to whose page a link leads.
    fn owner(&self, page: &Page, link: ElementRef<'_>) -> Option<RecordId> {
        self.records.get(&page.resolve(link.attr("href")?).0).copied()
    }

    /// Returns the articles to which links below an element lead.
    fn linked(&self, page: &Page, below: ElementRef<'_>, css: &str) -> BTreeSet<RecordId> {
        let css = selector(css);
        let links = below.select(&css).filter_map(|link| self.owner(page, link));
        links.filter(|id| self.compiled.site.record(*id).kind() == Kind::Article).collect()
    }

    fn in_role(&self, record: RecordId, role: ArticleRole) -> BTreeSet<RecordId> {
        let cited = self.compiled.relations.cited.row(record).iter().filter(|cited| cited.role == role);
        cited.map(|cited| self.compiled.relations.index.canonical(cited.article)).collect()
    }

    fn expected(&self, record: RecordId) -> Expected {
        Expected::of(self.compiled, record)
    }

    /// Returns the record of a page, if its page shows support.
    fn record_of(&self, page: &Page) -> Option<RecordId> {
        let record = self.records.get(&page.path).copied()?;
        let kind = self.compiled.site.record(record).kind();
        matches!(kind, Kind::Event | Kind::Initiative | Kind::Actor | Kind::Topic).then_some(record)
    }

    fn facts(&mut self, page: &Page) {
        let Some(record) = self.record_of(page) else { return };
        for (term, role) in FACTS {
            let is_fact = |fact: &ElementRef<'_>| first(*fact, "dt").map(text_of).as_deref() == Some(term);
            let fact = page.all(".facts .fact").into_iter().find(is_fact);
            let shown = fact.map(|fact| self.linked(page, fact, "a.cite")).unwrap_or_default();
            self.expect(page, term, &shown, &self.in_role(record, role));
            if let (Some(fact), ArticleRole::Supports) = (fact, role) {
                self.expect_badge(page, term, fact, self.expected(record).badge().as_deref());
            }
        }
    }

    fn claims(&mut self, page: &Page) {
        let Some(record) = self.record_of(page) else { return };
        let notes = page.all(".part-note");
        let is_noted = notes.iter().any(|note| text_of(*note).contains("rests on a single article"));
        for (number, support) in self.compiled.relations.claim_support.row(record).iter().enumerate() {
            let anchor = format!("#claim-{}", number + 1);
            let Some(row) = page.all(&anchor).first().copied() else {
                self.expect(page, &anchor, &"no row", &"a row");
                continue;
            };
            let (count, of) = (support.support.articles().len(), self.expected(record).articles);
            let badge = (count > 0 && of > 1 && !(is_noted && count == 1)).then(|| format!("{count} of {of} articles"));
            self.expect_badge(page, &anchor, row, badge.as_deref());
        }
    }

    fn sources(&mut self, page: &Page) {
        let Some(record) = self.record_of(page) else { return };
        for (label, role) in SOURCE_LABELS {
            let is_marked = |row: &ElementRef<'_>| row.select(&selector(".label")).any(|shown| text_of(shown) == label);
            let rows = page.all("table.sources tbody tr").into_iter().filter(is_marked);
            let shown: BTreeSet<RecordId> = rows.flat_map(|row| self.linked(page, row, "th a")).collect();
            self.expect(page, label, &shown, &self.in_role(record, role));
        }
        let rows = page.all("table.sources tbody tr");
        let shown: BTreeSet<RecordId> = rows.into_iter().flat_map(|row| self.linked(page, row, "th a")).collect();
        let missing: Vec<RecordId> = self.expected(record).supporting.difference(&shown).copied().collect();
        self.expect(page, "supporters that are no sources", &missing, &Vec::<RecordId>::new());
    }

    /// Events on timelines of all sorts, and turning points on the front page.
    fn events(&mut self, page: &Page) {
        for item in page.all("li.event, .turning-list > li") {
            let title = first(item, ".event-title a, h3 a");
            let Some(event) = title.and_then(|title| self.owner(page, title)) else { continue };
            let expected = self.expected(event);
            let id = self.compiled.site.record(event).id.to_string();
            let Some(sources) = first(item, ".event-sources") else {
                self.expect(page, &id, &BTreeSet::<RecordId>::new(), &expected.supporting);
                continue;
            };
            self.expect(page, &id, &self.linked(page, sources, "a.cite"), &expected.supporting);
            self.expect_badge(page, &id, sources, expected.badge().as_deref());
        }
    }

    /// Dots of the tables of index pages, column by column.
    fn coverage(&mut self, page: &Page) {
        let columns = self.columns(page, "table.coverage thead th.coverage-article a");
        for row in page.all("table.coverage tbody tr:not(.coverage-group)") {
            let Some(record) = first(row, "th a").and_then(|link| self.owner(page, link)) else { continue };
            let expected = self.expected(record);
            let id = self.compiled.site.record(record).id.to_string();
            let dots: Vec<bool> =
                row.select(&selector("td.coverage-cell")).map(|cell| first(cell, ".dot").is_some()).collect();
            let supporting: Vec<bool> = columns.iter().map(|article| expected.supporting.contains(article)).collect();
            self.expect(page, &id, &dots, &supporting);
            let badge = expected.badge().filter(|_| expected.supporting.len() == 1);
            self.expect_badge(page, &id, row, badge.as_deref());
        }
    }

    fn columns(&self, page: &Page, css: &str) -> Vec<RecordId> {
        page.all(css).into_iter().filter_map(|link| self.owner(page, link)).collect()
    }

    /// Initiatives and steps on the front page.
    fn dots(&mut self, page: &Page) {
        for item in page.all(".initiative-list > li") {
            let Some(record) = first(item, "a").and_then(|link| self.owner(page, link)) else { continue };
            let count = self.expected(record).supporting.len();
            let words = first(item, ".coverage-words").map(text_of).unwrap_or_default();
            self.expect(page, "words", &words.split(' ').next(), &Some(count.to_string().as_str()));
            if first(item, ".sign").is_some() {
                let full = item.select(&selector(".sign-supports")).count();
                self.expect(page, "dots", &full, &count);
            }
        }
        let columns = self.columns(page, "table.steps thead th a");
        for row in page.all("table.steps tbody tr") {
            let Some(record) = first(row, "th a").and_then(|link| self.owner(page, link)) else { continue };
            let expected = self.expected(record).supporting;
            let id = self.compiled.site.record(record).id.to_string();
            let cells: Vec<bool> =
                row.select(&selector("td:not(.figure)")).map(|cell| first(cell, ".sign-supports").is_some()).collect();
            let supporting: Vec<bool> = columns.iter().map(|article| expected.contains(article)).collect();
            self.expect(page, &id, &cells, &supporting);
            let words = first(row, "td.figure").map(text_of).unwrap_or_default();
            self.expect(page, "words", &words.split(' ').next(), &Some(expected.len().to_string().as_str()));
        }
    }

    fn matrix(&mut self, page: &Page) {
        let columns = self.columns(page, "table.matrix thead th a");
        for row in page.all("table.matrix tbody tr") {
            let Some(record) = first(row, "th a").and_then(|link| self.owner(page, link)) else { continue };
            let expected = self.expected(record).supporting;
            let cells: Vec<bool> = row
                .select(&selector("td:not(.total)"))
                .map(|cell| first(cell, "a.area:not(.named)").is_some())
                .collect();
            let supporting: Vec<bool> = columns.iter().map(|article| expected.contains(article)).collect();
            self.expect(page, &self.compiled.site.record(record).id, &cells, &supporting);
        }
    }

    /// Rows of claims on the evidence pages: a single source has a badge, an article that does not support a claim a label.
    fn ledger(&mut self, page: &Page) {
        let link = Selector::parse("td:last-child a").unwrap();
        for statement in page.all("p.ledger-statement") {
            let row = statement.ancestors().filter_map(ElementRef::wrap).find(|row| row.value().name() == "tr");
            let Some(link) = row.and_then(|row| row.select(&link).next()) else { continue };
            let (path, fragment) = page.resolve(link.attr("href").unwrap_or_default());
            let number = fragment.strip_prefix("claim-").and_then(|number| number.parse::<usize>().ok());
            let (Some(record), Some(number)) = (self.records.get(&path).copied(), number) else { continue };
            let support = self.compiled.relations.claim_support.row(record)[number - 1].support.articles();
            let Some(article) = self.ledger_article(page, statement) else { continue };
            let label = first(statement, ".label").map(text_of);
            // A passage may be background beside one that supports.
            let is_background = label.as_deref() == Some("background") && support.contains(&article);
            let of = self.expected(record).articles;
            let is_single = support == [article] && of > 1 && !is_background;
            let badge = is_single.then(|| format!("1 of {of} articles"));
            let what = format!("{path}#{fragment}");
            self.expect_badge(page, &what, statement, badge.as_deref());
            let is_supporting = label.is_none() || is_background;
            self.expect(page, &what, &is_supporting, &support.contains(&article));
        }
    }

    /// Returns the article to whose evidence an element of an evidence page belongs.
    fn ledger_article(&self, page: &Page, element: ElementRef<'_>) -> Option<RecordId> {
        let mut headings =
            element.ancestors().filter_map(ElementRef::wrap).filter(|part| part.value().name() == "section");
        let heading = headings.find_map(|part| first(part, "[id^=ledger-]"));
        let id = match heading.and_then(|heading| heading.attr("id")) {
            Some(id) => id.strip_prefix("ledger-")?,
            None => page.path.split('/').rfind(|part| !part.is_empty())?,
        };
        let mut articles = self.compiled.site.visible().filter(|(_, record)| record.kind() == Kind::Article);
        articles.find(|(_, record)| *record.id == *id).map(|(at, _)| self.compiled.relations.index.canonical(at))
    }
}
