//! Markdown twin of a record's page.

use super::super::{ExportContext, url};
use super::article_labels::ArticleLabels;
use super::markdown::{self, escaped};
use crate::model::{Article, CitationRole, Claim, Details, Kind, Passage, Record, RecordId};
use crate::relate::{ClaimSupport, Quotation, QuotationVerdict};
use std::fmt::Write;

/// Writes the twin of a record.
pub(super) fn write(export: ExportContext<'_>, labels: &ArticleLabels, id: RecordId) -> String {
    let record = export.site.record(id);
    let mut text = format!("# {}\n", escaped(&record.title.value));
    if let Some(description) = &record.description {
        let _ = write!(text, "\n> {}\n", escaped(&description.value));
    }
    let twin = Twin { export, labels, id, record };
    twin.facts(&mut text);
    let body = markdown::body(export, labels, id, &record.body);
    if !body.is_empty() {
        let _ = write!(text, "\n## Text\n{body}");
    }
    twin.claims(&mut text);
    twin.quotations(&mut text);
    twin.sources(&mut text);
    text
}

struct Twin<'a> {
    export: ExportContext<'a>,
    labels: &'a ArticleLabels,
    id: RecordId,
    record: &'a Record,
}

impl Twin<'_> {
    fn facts(&self, text: &mut String) {
        let record = self.record;
        let mut fact = |name: &str, words: &str| {
            let _ = writeln!(text, "- {name}: {words}");
        };
        fact("Page", &url::record_url(self.export, self.id));
        fact("Kind", record.kind().as_str());
        if let (true, Some(label)) = (record.kind() != Kind::Event, record.label()) {
            fact("Sort", &escaped(label));
        }
        if let Some(date) = record.date() {
            let label = record.date_label().map(|label| format!(" ({})", escaped(label)));
            fact("Date (EDTF)", &format!("{}{}", date.value, label.unwrap_or_default()));
        }
        if let Details::Article(article) = &record.details {
            article_facts(article, &mut fact);
        }
        if let Some(changed) = record.changed() {
            fact("Changed", &changed.to_string());
        }
        // The list follows the title or the description.
        if let Some(at) = text.find("- Page: ") {
            text.insert(at, '\n');
        }
    }

    fn claims(&self, text: &mut String) {
        let claims = self.record.claims();
        if claims.is_empty() {
            return;
        }
        text.push_str("\n## Claims\n\n");
        let of = self.export.site.count(Kind::Article);
        let support = self.export.relations.claim_support.row(self.id);
        for (index, claim) in claims.iter().enumerate() {
            let count = support.get(index).map_or(0, |claim| claim.support.articles().len());
            let is_unsupported = support.get(index).is_some_and(ClaimSupport::is_unsupported);
            self.claim(
                text,
                claim,
                &if is_unsupported { "no source".to_owned() } else { format!("{count} of {of} articles") },
            );
        }
    }

    fn claim(&self, text: &mut String, claim: &Claim, support: &str) {
        let _ = write!(text, "- {} (", escaped(&claim.text.value));
        if let Some(value) = &claim.value {
            let _ = write!(text, "value: {}; ", escaped(&value.value));
        }
        if let Some(as_of) = &claim.as_of {
            let _ = write!(text, "as of {}; ", as_of.value);
        }
        let _ = writeln!(text, "{support})");
        for evidence in &claim.evidence {
            let article = self.export.relations.index.find(Kind::Article, &evidence.article.value);
            let passage = evidence.passage.as_ref().map(|passage| passage.value);
            let Some(article) = article.filter(|article| self.is_shown(*article)) else {
                continue;
            };
            let role = match evidence.role {
                CitationRole::Supports => "supported by",
                CitationRole::Disputes => "disputed by",
                CitationRole::Silent => "not mentioned in",
                CitationRole::Context => "context in",
            };
            let _ = write!(text, "  - {role} {}", self.link(article, passage));
            if let Some(quote) = &evidence.quote {
                let _ = write!(text, ": “{}”", escaped(&quote.value));
            }
            text.push('\n');
        }
    }

    fn quotations(&self, text: &mut String) {
        let quotations = self.export.relations.quotations.row(self.id);
        if quotations.is_empty() {
            return;
        }
        text.push_str("\n## Quotations\n\n");
        for quotation in quotations {
            let source = self.link(quotation.article, quotation.target_passage());
            let _ = writeln!(text, "- “{}”, {source}: {}", escaped(&quotation.words), verdict(quotation));
        }
    }

    fn sources(&self, text: &mut String) {
        let cited = self.export.relations.cited.row(self.id);
        let cited = cited.iter().filter(|cited| self.is_shown(cited.article));
        let lines: Vec<String> = cited
            .map(|cited| {
                let title = &self.export.site.record(cited.article).title.value;
                let passages: Vec<String> = cited.passages.iter().map(Passage::to_string).collect();
                let passages = if passages.is_empty() { String::new() } else { format!(" ({})", passages.join(", ")) };
                format!("- {}: {}{passages}\n", self.link(cited.article, None), escaped(title))
            })
            .collect();
        if !lines.is_empty() {
            let _ = write!(text, "\n## Sources\n\n{}", lines.concat());
        }
    }

    fn is_shown(&self, id: RecordId) -> bool {
        let site = self.export.site;
        site.drafts || !site.record(id).draft
    }

    /// Writes a link to an article, or to one of its passages.
    fn link(&self, article: RecordId, passage: Option<Passage>) -> String {
        let label = escaped(self.labels.get(article));
        let address = url::record_url(self.export, article);
        match passage {
            Some(passage) => format!("[{label}, {passage}]({address}#{})", passage.anchor()),
            None => format!("[{label}]({address})"),
        }
    }
}

fn article_facts(article: &Article, fact: &mut impl FnMut(&str, &str)) {
    let authors: Vec<_> = article.authors.iter().map(|author| escaped(&author.name)).collect();
    if !authors.is_empty() {
        fact("Authors", &authors.join(", "));
    }
    if let Some(outlet) = &article.outlet {
        fact("Outlet", &escaped(outlet));
    }
    if let Some(original) = article.live_url() {
        fact("Original", &format!("<{original}>"));
    }
}

/// Returns the verdict of a quotation in words.
fn verdict(quotation: &Quotation) -> String {
    match quotation.verdict {
        QuotationVerdict::Found(passage) => format!("occurs in the article, {passage}"),
        QuotationVerdict::Misplaced(passage) => format!("occurs in {passage}, not in the cited passage"),
        QuotationVerdict::NotFound => "does not occur in the article".to_owned(),
        QuotationVerdict::Unchecked if quotation.translated => "a translation, not checked".to_owned(),
        QuotationVerdict::Unchecked => "not checked: the text is not available".to_owned(),
    }
}
