//! Compares two builds: removed files, moved pages, number of changed pages.

use crate::compile::Compiled;
use crate::export::is_page;
use crate::model::{OutputTree, Record};
use std::collections::BTreeMap;

/// Difference between the outputs of two builds.
#[derive(Debug, Default)]
pub(super) struct OutputChanges {
    /// Removed files.
    pub(super) removed: Vec<String>,
    /// Pages whose record has another path now: previous file -> current file.
    pub(super) moved: BTreeMap<String, String>,
}

/// Compares two outputs. Subtrees that they share are skipped.
pub(super) fn diff(previous: &Compiled, current: &Compiled) -> OutputChanges {
    let removed = previous.tree.diff(&current.tree).removed;
    let removed: Vec<String> = removed.into_iter().map(str::to_owned).collect();
    let moved = if removed.iter().any(|path| is_page(path)) {
        moved_pages(&removed, previous, current)
    } else {
        BTreeMap::new()
    };
    OutputChanges { removed, moved }
}

/// Returns the number of pages that are new or differ from the previous build.
pub(super) fn changed_pages(previous: Option<&Compiled>, current: &Compiled) -> usize {
    let empty = OutputTree::default();
    let previous = previous.map_or(&empty, |previous| &previous.tree);
    previous.diff(&current.tree).changed.into_iter().filter(|path| is_page(path)).count()
}

/// Finds the current pages of records whose page was removed: by record key, else by identical source text, else as the
/// only new record of the kind and language if exactly one of the kind disappeared.
fn moved_pages(removed: &[String], previous: &Compiled, current: &Compiled) -> BTreeMap<String, String> {
    let current_files: BTreeMap<String, &str> =
        record_pages(current).map(|(record, file)| (record.key(), file)).collect();
    let previous_files: BTreeMap<String, &str> =
        record_pages(previous).map(|(record, file)| (record.key(), file)).collect();
    let removed_pages: Vec<(&Record, &str)> =
        record_pages(previous).filter(|(_, file)| removed.iter().any(|removed| removed == file)).collect();
    let new_records: Vec<(&Record, &str)> =
        record_pages(current).filter(|(record, _)| !previous_files.contains_key(&record.key())).collect();
    let count_lost =
        |kind| removed_pages.iter().filter(|(r, _)| r.kind() == kind && !current_files.contains_key(&r.key())).count();
    let find_renamed = |record: &Record| -> Option<&str> {
        let candidates =
            || new_records.iter().filter(|(new, _)| new.kind() == record.kind() && new.language == record.language);
        let text = &previous.sources.get(record.file).text;
        let same_text = candidates().find(|(new, _)| current.sources.get(new.file).text == *text);
        let only_candidate =
            candidates().next().filter(|_| candidates().count() == 1 && count_lost(record.kind()) == 1);
        same_text.or(only_candidate).map(|(_, file)| *file)
    };
    let find_target = |(record, file): &(&Record, &str)| {
        let target = current_files.get(&record.key()).copied().or_else(|| find_renamed(record))?;
        Some(((*file).to_owned(), target.to_owned()))
    };
    removed_pages.iter().filter_map(find_target).collect()
}

/// Returns the records that have a page, with the page's file.
fn record_pages(compiled: &Compiled) -> impl Iterator<Item = (&Record, &str)> {
    let pages = compiled.pages.pages.iter();
    pages.filter_map(|page| Some((compiled.site.record(page.record?), &*page.file)))
}

/// Returns the 1-based number of the first line that differs.
pub(super) fn first_changed_line(previous: &str, current: &str) -> usize {
    let common_lines =
        previous.lines().zip(current.lines()).take_while(|(previous, current)| previous == current).count();
    (common_lines + 1).min(current.lines().count().max(1))
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

    fn moved_from(previous: &[(&str, &str)], current: &[(&str, &str)]) -> Vec<(String, String)> {
        diff(&site(previous), &site(current)).moved.into_iter().collect()
    }

    fn pair(from: &str, to: &str) -> (String, String) {
        (format!("topics/{from}/index.html"), format!("topics/{to}/index.html"))
    }

    #[test]
    fn follows_renamed_records() {
        assert_eq!(moved_from(&[("a", "A")], &[("b", "A")]), [pair("a", "b")]);
        assert_eq!(moved_from(&[("a", "A")], &[("b", "Other words")]), [pair("a", "b")]);
        assert_eq!(moved_from(&[("a", "A"), ("c", "C")], &[("b", "C"), ("d", "A")]), [pair("a", "d"), pair("c", "b")]);
    }

    #[test]
    fn does_not_redirect_deleted_pages() {
        assert_eq!(moved_from(&[("a", "A"), ("b", "B")], &[("b", "B")]), []);
        assert_eq!(moved_from(&[("a", "A"), ("b", "B")], &[("c", "C"), ("d", "D")]), []);
        assert_eq!(moved_from(&[("a", "A")], &[("a", "A"), ("b", "A")]), []);
    }

    #[test]
    fn counts_new_and_changed_pages() {
        let (previous, current) = (site(&[("a", "A"), ("b", "B")]), site(&[("a", "A"), ("b", "B")]));
        assert_eq!(changed_pages(Some(&previous), &current), 0);
        assert!(changed_pages(Some(&previous), &site(&[("a", "A"), ("b", "Bridge")])) > 0);
        assert_eq!(changed_pages(None, &current), current.pages.pages.len());
    }

    #[test]
    fn returns_first_changed_line() {
        assert_eq!(first_changed_line("a\nb\nc", "a\nB\nc"), 2);
        assert_eq!(first_changed_line("a\nb", "a\nb\nc"), 3);
        assert_eq!(first_changed_line("a\nb\nc", "a\nb"), 2);
        assert_eq!(first_changed_line("a", ""), 1);
    }
}
