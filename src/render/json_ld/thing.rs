//! Subject of a record's page, by kind of record.

use super::Description;
use crate::model::date::{Bound, CommonParts, Shape};
use crate::model::{Actor, Article, Author, Details, Edtf, Event, Initiative, Kind, Record, RecordId};
use crate::render::view::{PageContext, PageView};
use crate::span::Spanned;
use serde_json::{Value, json};

/// Describes the subject of a record's page. Pages and introductions have no subject apart from themselves.
pub(super) fn describe_record(context: &PageContext<'_>, page: &PageView<'_>, id: RecordId) -> Value {
    let record = context.site.records.get(id);
    let schema_type = record.kind().info().schema_type;
    let thing = |schema_type: &str| named(schema_type, page, record);
    match &record.details {
        Details::Event(details) => event(context, thing(schema_type), details),
        Details::Article(details) => article(page, record, details),
        Details::Actor(details) => actor(thing(actor_type(details)), details),
        Details::Initiative(details) => initiative(context, thing(schema_type), details),
        Details::Topic | Details::Page | Details::Index(_) => thing(schema_type).build(),
    }
}

fn named(kind: &str, page: &PageView<'_>, record: &Record) -> Description {
    let others = record.names.iter().map(|name| name.value.as_str().into()).collect();
    Description::of_type(kind)
        .with("@id", format!("{}#it", page.url))
        .with("mainEntityOfPage", page.url.as_str())
        .with("name", page.title)
        .with_list("alternateName", others)
        .with("description", page.description)
        .with("inLanguage", page.language)
}

fn event(context: &PageContext<'_>, thing: Description, event: &Event) -> Value {
    let (start, end) = event_dates(event);
    thing
        .with_optional("startDate", start)
        .with_optional("endDate", end)
        .with_optional("temporalCoverage", event.date.as_ref().map(|date| date.value.to_string()))
        .with_optional("location", event.place.as_deref().map(|place| json!({ "@type": "Place", "name": place })))
        .with_list("organizer", things(context, Kind::Actor, &event.actors))
        .with_list("about", things(context, Kind::Initiative, &event.initiatives))
        .build()
}

/// Describes the source itself, not its page in this site: `url` is that of the original.
fn article(page: &PageView<'_>, record: &Record, article: &Article) -> Value {
    Description::of_type(article_type(article.kind.as_deref()))
        .with("@id", format!("{}#it", page.url))
        .with("mainEntityOfPage", page.url.as_str())
        .with("headline", record.title.value.as_str())
        .with_optional("url", article.live_url())
        .with_optional("archivedAt", article.archive_url.as_ref().map(|url| url.value.as_str()))
        .with_list("author", article.authors.iter().map(person_of).collect())
        .with_optional("datePublished", article.date.as_ref().and_then(|date| start_date(&date.value)))
        .with_optional(
            "publisher",
            article.outlet.as_deref().map(|name| json!({ "@type": "Organization", "name": name })),
        )
        .with_optional("inLanguage", article.language.as_deref())
        .with_optional("translator", article.translator.as_deref().map(person))
        .with_optional("editor", article.editor.as_deref().map(person))
        .with_optional("license", article.rights.license.as_deref())
        .build()
}

/// Returns the schema.org type of an article by the author's term for its kind.
fn article_type(kind: Option<&str>) -> &'static str {
    let kind = kind.unwrap_or_default().to_lowercase();
    let contains = |terms: &[&str]| terms.iter().any(|term| kind.contains(term));
    if contains(&["paper", "journal", "study", "scholarly"]) {
        "ScholarlyArticle"
    } else if contains(&["op-ed", "interview", "commentary", "news", "editorial", "column"]) {
        "NewsArticle"
    } else if contains(&["report"]) {
        "Report"
    } else {
        Kind::Article.info().schema_type
    }
}

/// Describes an author.
pub(super) fn person_of(author: &Author) -> Value {
    Description::of_type("Person")
        .with("name", author.name.as_str())
        .with_optional("familyName", author.family.as_deref())
        .with_optional("jobTitle", author.role.as_deref())
        .with_optional(
            "affiliation",
            author.affiliation.as_deref().map(|name| json!({ "@type": "Organization", "name": name })),
        )
        .build()
}

fn person(name: &str) -> Value {
    json!({ "@type": "Person", "name": name })
}

fn actor(thing: Description, actor: &Actor) -> Value {
    thing.with_optional("url", actor.url.as_ref().map(|url| url.value.as_str())).build()
}

fn actor_type(actor: &Actor) -> &'static str {
    match actor.kind.as_ref().map(|kind| kind.value.as_str()) {
        Some("state") => "Country",
        Some("person") => "Person",
        Some("company") => "Corporation",
        Some("organization" | "group") => "Organization",
        _ => Kind::Actor.info().schema_type,
    }
}

fn initiative(context: &PageContext<'_>, thing: Description, initiative: &Initiative) -> Value {
    thing
        .with_optional("genre", initiative.kind.as_ref().map(|kind| kind.value.as_str()))
        .with_optional("dateCreated", initiative.date.as_ref().and_then(|date| start_date(&date.value)))
        .with_optional("creativeWorkStatus", initiative.status.last().map(|status| status.status.value.as_str()))
        .with_list("creator", things(context, Kind::Actor, &initiative.proposer))
        .with_list("isPartOf", things(context, Kind::Initiative, &initiative.part_of))
        .with_list("about", things(context, Kind::Topic, &initiative.topics))
        .build()
}

fn things(context: &PageContext<'_>, kind: Kind, ids: &[Spanned<String>]) -> Vec<Value> {
    let site = context.site;
    let records = ids.iter().filter_map(|id| site.find(kind, &id.value));
    records
        .map(|id| {
            let name = context.link_card(id).title();
            json!({ "@id": format!("{}#it", context.lang.absolute_url(site.relations.path(id))), "name": name })
        })
        .collect()
}

/// Returns start and end of an event, each as precisely as it is known; no end unless it lasted.
fn event_dates(event: &Event) -> (Option<String>, Option<String>) {
    let Some(date) = event.date.as_ref().map(|date| &date.value) else { return (None, None) };
    match (date, date.shape(event.can_last())) {
        (Edtf::Interval { from, to }, Shape::Lasted) => {
            let known = |bound: &Bound| bound.point().and_then(|point| Edtf::Point(point).html_datetime());
            (known(from), known(to))
        }
        (Edtf::Interval { from, .. }, Shape::Since) => {
            (from.point().and_then(|point| Edtf::Point(point).html_datetime()), None)
        }
        _ => (start_date(date), None),
    }
}

/// Formats a date as precisely as it is certain: to the day, month or year. `None` if not even the year is.
pub(super) fn start_date(date: &Edtf) -> Option<String> {
    let common = || {
        if date.points().iter().any(|point| point.is_beyond_calendar()) {
            return None;
        }
        let CommonParts { year, month, day } = CommonParts::of(date.earliest()?, date.latest()?);
        let year = year.filter(|year| *year > 0)?;
        Some(match (month, day) {
            (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (Some(month), None) => format!("{year:04}-{month:02}"),
            (None, _) => format!("{year:04}"),
        })
    };
    date.html_datetime().or_else(common)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::json_ld::json_ld;
    use crate::render::testing::{self, with_page_context};
    use crate::render::view::{PageOrigin, page};
    use crate::testkit::{TestSite, day};

    fn graph(test: &mut TestSite, kind: Kind, id: &str) -> Value {
        let theme = testing::theme(test);
        let script = with_page_context(test, "x/y/", |context| {
            let record = context.site.find(kind, id);
            let view = page(context, &theme, PageOrigin { path: "x/y/", record, ..PageOrigin::default() });
            json_ld(context, &view, record).unwrap().0
        });
        assert!(!script.contains('<'), "{script}");
        serde_json::from_str::<Value>(&script).unwrap()["@graph"].clone()
    }

    #[test]
    fn describes_event() {
        let mut test = TestSite::new();
        test.event("e", day(2025, 7, 26)).place = Some("</script>".into());
        let graph = graph(&mut test, Kind::Event, "e");
        assert_eq!(graph[0]["@type"], "Event");
        assert_eq!(graph[0]["startDate"], "2025-07-26");
        assert_eq!(graph[0]["location"]["name"], "</script>");
        assert_eq!(graph[1]["itemListElement"][2]["position"], 3);
        assert_eq!(graph[1]["itemListElement"][0]["item"], "https://example.org/briefings/ai/");
    }

    #[test]
    fn describes_source() {
        let mut test = TestSite::new();
        if let Details::Article(article) = &mut test.record(Kind::Article, "a").details {
            article.kind = Some("op-ed".into());
            article.authors = vec![Author { name: "Cai Cuihong".into(), ..Author::default() }];
        }
        let graph = graph(&mut test, Kind::Article, "a");
        assert_eq!(
            (&graph[0]["@type"], &graph[0]["author"][0]["name"]),
            (&json!("NewsArticle"), &json!("Cai Cuihong"))
        );
    }

    #[test]
    fn derives_article_type_from_kind() {
        let types = [None, Some("report"), Some("working paper")].map(article_type);
        assert_eq!(types, ["Article", "Report", "ScholarlyArticle"]);
    }
}
