//! Names of articles in citations: `Light Blade 2025`.

use crate::model::{Article, Author, Details, RecordId, Site};
use rustc_hash::FxHashMap;

/// The label of each article.
pub(super) struct ArticleLabels(FxHashMap<RecordId, String>);

impl ArticleLabels {
    /// Names all articles. Where two have the same authors and year, their ids distinguish them.
    pub(super) fn of(site: &Site) -> ArticleLabels {
        let articles = site.all().filter_map(|(id, record)| match &record.details {
            Details::Article(article) => Some((id, record, label(article, &record.title.value))),
            _ => None,
        });
        let articles: Vec<_> = articles.collect();
        let mut ids: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for (_, record, label) in &articles {
            let same = ids.entry(label).or_default();
            if !same.contains(&&*record.id) {
                same.push(&record.id);
            }
        }
        let unique = articles.iter().map(|(id, record, label)| {
            let is_shared = ids.get(&**label).is_some_and(|ids| ids.len() > 1);
            (*id, if is_shared { format!("{label} {}", record.id) } else { label.clone() })
        });
        ArticleLabels(unique.collect())
    }

    /// Returns the label of an article.
    pub(super) fn get(&self, article: RecordId) -> &str {
        self.0.get(&article).map_or("", String::as_str)
    }
}

fn label(article: &Article, title: &str) -> String {
    let names: Vec<&str> = article.authors.iter().map(Author::family_or_name).collect();
    let names = match &names[..] {
        [] => title.to_owned(),
        [one] => (*one).to_owned(),
        [first, second] => format!("{first} and {second}"),
        [first, ..] => format!("{first} et al."),
    };
    let year = article.date.as_ref().and_then(|date| date.value.anchor()).map(|day| day.year().to_string());
    format!("{names} {}", year.as_deref().unwrap_or("n.d."))
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::{Fixture, date};
    use super::*;

    #[test]
    fn distinguishes_articles_of_the_same_authors_and_year() {
        let mut fixture = Fixture::new();
        let article = Article {
            authors: vec![Author { name: "Cai".into(), ..Author::default() }],
            date: Some(date("2025-09")),
            ..Article::default()
        };
        let second = fixture.add("cai-second", Details::Article(Box::new(article)));
        let third = fixture.add("unsigned", Details::Article(Box::default()));
        let labels = ArticleLabels::of(&fixture.site);
        assert_eq!(labels.get(RecordId(0)), "Cai 2025 cai-2025");
        assert_eq!((labels.get(second), labels.get(third)), ("Cai 2025 cai-second", "Title of unsigned n.d."));
    }
}
