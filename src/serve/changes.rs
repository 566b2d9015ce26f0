//! Says what changed from one site to the next: which files are gone, which pages moved, how many differ.

use crate::compile::Compiled;
use crate::export::is_page;
use crate::model::{OutputTree, Record};
use std::collections::BTreeMap;

/// What changed.
#[derive(Debug, Default)]
pub(super) struct OutputChanges {
    /// Files that are no more.
    pub(super) removed: Vec<String>,
    /// Pages whose record has another path now: from file to file.
    pub(super) moved: BTreeMap<String, String>,
}

/// Compares two sites. What their trees share is not looked at.
pub(super) fn diff(before: &Compiled, after: &Compiled) -> OutputChanges {
    let removed = before.tree.diff(&after.tree).removed;
    let gone: Vec<String> = removed.into_iter().map(str::to_owned).collect();
    let moved = if gone.iter().any(|path| is_page(path)) { moved_pages(&gone, before, after) } else { BTreeMap::new() };
    OutputChanges { removed: gone, moved }
}

/// How many pages of a site are new or differ from those of the one before.
pub(super) fn changed_pages(before: Option<&Compiled>, after: &Compiled) -> usize {
    let nothing = OutputTree::default();
    let before = before.map_or(&nothing, |before| &before.tree);
    before.diff(&after.tree).changed.into_iter().filter(|path| is_page(path)).count()
}

/// Where the records of pages that are gone are now: under their own name, or, when a file was renamed, as the one new
/// record of the kind, or as one with the same words.
fn moved_pages(gone: &[String], before: &Compiled, after: &Compiled) -> BTreeMap<String, String> {
    let now: BTreeMap<String, &str> = record_pages(after).map(|(record, file)| (record.key(), file)).collect();
    let then: BTreeMap<String, &str> = record_pages(before).map(|(record, file)| (record.key(), file)).collect();
    let left: Vec<(&Record, &str)> =
        record_pages(before).filter(|(_, file)| gone.iter().any(|gone| gone == file)).collect();
    let came: Vec<(&Record, &str)> =
        record_pages(after).filter(|(record, _)| !then.contains_key(&record.key())).collect();
    let lost = |kind| left.iter().filter(|(r, _)| r.kind() == kind && !now.contains_key(&r.key())).count();
    let renamed = |record: &Record| -> Option<&str> {
        let of_kind = || came.iter().filter(|(new, _)| new.kind() == record.kind() && new.language == record.language);
        let words = &before.sources.get(record.file).text;
        let same_words = of_kind().find(|(new, _)| after.sources.get(new.file).text == *words);
        let only = of_kind().next().filter(|_| of_kind().count() == 1 && lost(record.kind()) == 1);
        same_words.or(only).map(|(_, file)| *file)
    };
    let to = |(record, file): &(&Record, &str)| {
        let to = now.get(&record.key()).copied().or_else(|| renamed(record))?;
        Some(((*file).to_owned(), to.to_owned()))
    };
    left.iter().filter_map(to).collect()
}

/// The records that have a page, with its file.
fn record_pages(compiled: &Compiled) -> impl Iterator<Item = (&Record, &str)> {
    let pages = compiled.pages.pages.iter();
    pages.filter_map(|page| Some((compiled.site.record(page.record?), &*page.file)))
}

/// The number of the first line in which two texts differ.
pub(super) fn first_changed_line(before: &str, after: &str) -> usize {
    let same = before.lines().zip(after.lines()).take_while(|(before, after)| before == after).count();
    (same + 1).min(after.lines().count().max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::{CompileOptions, compile};
    use crate::load::Inputs;

    fn site(records: &[(&str, &str)]) -> Compiled {
        let mut inputs = Inputs::default();
        inputs.files.insert("briefing.toml".into(), b"base_url = \"https://example.org/\"".as_slice().into());
        for (id, title) in records {
            let text = format!("+++\ntitle = \"{title}\"\ndescription = \"d\"\n+++\nWords.\n");
            inputs.files.insert(format!("content/topics/{id}.md").into(), text.into_bytes().into());
        }
        compile(&inputs, &CompileOptions::default())
    }

    fn moved_from(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<(String, String)> {
        diff(&site(before), &site(after)).moved.into_iter().collect()
    }

    fn pair(from: &str, to: &str) -> (String, String) {
        (format!("topics/{from}/index.html"), format!("topics/{to}/index.html"))
    }

    #[test]
    fn finds_what_was_renamed() {
        assert_eq!(moved_from(&[("a", "A")], &[("b", "A")]), [pair("a", "b")]);
        assert_eq!(moved_from(&[("a", "A")], &[("b", "Other words")]), [pair("a", "b")]);
        assert_eq!(moved_from(&[("a", "A"), ("c", "C")], &[("b", "C"), ("d", "A")]), [pair("a", "d"), pair("c", "b")]);
    }

    #[test]
    fn what_is_gone_is_not_elsewhere() {
        assert_eq!(moved_from(&[("a", "A"), ("b", "B")], &[("b", "B")]), []);
        assert_eq!(moved_from(&[("a", "A"), ("b", "B")], &[("c", "C"), ("d", "D")]), []);
        assert_eq!(moved_from(&[("a", "A")], &[("a", "A"), ("b", "A")]), []);
    }

    #[test]
    fn counts_pages_that_differ() {
        let (before, after) = (site(&[("a", "A"), ("b", "B")]), site(&[("a", "A"), ("b", "B")]));
        assert_eq!(changed_pages(Some(&before), &after), 0);
        assert!(changed_pages(Some(&before), &site(&[("a", "A"), ("b", "Bridge")])) > 0);
        assert_eq!(changed_pages(None, &after), after.pages.pages.len());
    }

    #[test]
    fn finds_the_first_line_that_changed() {
        assert_eq!(first_changed_line("a\nb\nc", "a\nB\nc"), 2);
        assert_eq!(first_changed_line("a\nb", "a\nb\nc"), 3);
        assert_eq!(first_changed_line("a\nb\nc", "a\nb"), 2);
        assert_eq!(first_changed_line("a", ""), 1);
    }
}
