//! Decides which pages there are, and in which order.

use super::engine::Engine;
use super::view::{IndexPage, LanguageContext, TimelinePart};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{IndexKind, Kind, Record, RecordId, Site};
use crate::relate::Relations;
use crate::span::Spanned;

/// A template that does not exist.
pub(crate) static UNKNOWN_TEMPLATE: Rule = Rule {
    code: "unknown-template",
    severity: Severity::Error,
    what: "A record names a template that exists neither in the site nor in its theme.",
    why: "The page would not look as the author intended.",
    wrong: "template = \"lnog.html\"",
    right: "template = \"long.html\"",
};

/// A page to be rendered.
pub(crate) struct PageJob<'e> {
    /// Index of the language context.
    pub(crate) lang: usize,
    /// Subject of the page.
    pub(crate) subject: PageSubject<'e>,
    /// Its path, such as `initiatives/x/`; a file's for those that are not a folder's index.
    pub(crate) path: &'e str,
    /// The template.
    pub(crate) template: &'e str,
}

/// Subject of a page.
#[derive(Clone, Copy)]
pub(crate) enum PageSubject<'e> {
    /// The front page, the timeline or an index page.
    Index(&'e IndexPage),
    /// Evidence from an article.
    EvidenceArticle(RecordId),
    /// Year or month of a long timeline.
    TimelinePart(&'e TimelinePart),
    /// Timeline that other sites embed.
    TimelineEmbed,
    /// Search page.
    Search,
    /// A record.
    Record(RecordId),
    /// The not-found page.
    NotFound,
    /// Redirect from an old path of a record.
    Redirect(RecordId),
}

/// Lists all pages: the front and index pages of each language, the evidence pages of articles, the parts of a long timeline, the timeline for other
/// sites, the search pages, the records, the not-found page, the redirects.
pub(crate) fn plan<'e>(
    site: &'e Site,
    relations: &'e Relations,
    editions: &'e [LanguageContext<'e>],
    engine: &Engine,
    found: &mut Diagnostics,
) -> Vec<PageJob<'e>> {
    let mut jobs: Vec<PageJob<'e>> = Vec::new();
    for (edition, has) in editions.iter().enumerate() {
        for front in has.index_pages {
            let record = front.record.map(|id| site.record(id));
            let own = record.and_then(|record| own_template(record, engine, found));
            let template = own.unwrap_or(front.of.info().template);
            jobs.push(PageJob { lang: edition, subject: PageSubject::Index(front), path: &front.path, template });
        }
        let ledgers = has.evidence_pages.iter();
        jobs.extend(ledgers.map(|(id, path)| PageJob {
            lang: edition,
            subject: PageSubject::EvidenceArticle(*id),
            path,
            template: "ledger.html",
        }));
        jobs.extend(has.timeline.parts.iter().map(|part| PageJob {
            lang: edition,
            subject: PageSubject::TimelinePart(part),
            path: &part.path,
            template: IndexKind::Records(Kind::Event).info().template,
        }));
        jobs.extend(has.embed_path.map(|path| PageJob {
            lang: edition,
            subject: PageSubject::TimelineEmbed,
            path,
            template: "embed.html",
        }));
        jobs.extend(has.search_path.map(|path| PageJob {
            lang: edition,
            subject: PageSubject::Search,
            path,
            template: "search.html",
        }));
    }
    for (id, record) in site.visible() {
        let Some(edition) = editions.iter().position(|edition| *edition.tag == record.language) else { continue };
        let Some(usual) = record.kind().info().template else { continue };
        let template = own_template(record, engine, found).unwrap_or(usual);
        jobs.push(PageJob { lang: edition, subject: PageSubject::Record(id), path: relations.path(id), template });
    }
    let default = editions.iter().position(LanguageContext::is_default).unwrap_or(0);
    jobs.push(PageJob { lang: default, subject: PageSubject::NotFound, path: "404.html", template: "404.html" });
    for (path, to) in &*relations.redirects {
        jobs.push(PageJob { lang: default, subject: PageSubject::Redirect(*to), path, template: "redirect.html" });
    }
    jobs
}

impl PageJob<'_> {
    /// Path of the page's file.
    pub(crate) fn file(&self) -> String {
        match self.path.trim_start_matches('/') {
            "" => "index.html".to_owned(),
            path if self.is_file() => path.to_owned(),
            path => format!("{}/index.html", path.trim_end_matches('/')),
        }
    }

    /// Path of the folder from which the page's links lead: empty or ending in `/`.
    pub(crate) fn folder(&self) -> &str {
        let path = self.path.trim_start_matches('/');
        if self.is_file() { path.rfind('/').map_or("", |at| &path[..=at]) } else { path }
    }

    /// Whether the path is a file's and not a folder's.
    fn is_file(&self) -> bool {
        self.path.rsplit('/').next().is_some_and(|name| name.contains('.'))
    }
}

/// Returns the template that a record names, even if it is broken; reports an unknown one.
fn own_template<'e>(record: &'e Record, engine: &Engine, found: &mut Diagnostics) -> Option<&'e str> {
    let Spanned { value, span } = record.template.as_ref()?;
    if engine.has(value) || engine.is_broken(value) {
        return Some(value);
    }
    found.push(
        Diagnostic::new(&UNKNOWN_TEMPLATE, *span, format!("there is no template `{value}`"))
            .label("not found in `templates/`")
            .maybe_help(engine.suggest(value)),
    );
    None
}
