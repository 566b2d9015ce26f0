//! The ids of a page of the web.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// A page of the web, as far as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FetchedPage {
    /// Its HTML.
    pub(super) html: String,
    /// Whether that is all of it.
    pub(super) is_complete: bool,
}

/// Which of the wanted ids a page does not have; none when not all of it was read, for then nobody knows.
pub(super) fn missing_anchors(page: &FetchedPage, wanted: &BTreeSet<String>) -> BTreeSet<String> {
    let ids = collect_ids(&page.html);
    // Forges put this before the ids that writers give, and take it away again by script.
    let has = |id: &String| ids.contains(id) || ids.contains(&format!("user-content-{id}"));
    if page.is_complete { wanted.iter().filter(|id| !has(id)).cloned().collect() } else { BTreeSet::new() }
}

/// What a fragment can name: ids, and the names of links as they were written before ids.
fn collect_ids(html: &str) -> BTreeSet<String> {
    let tokenizer = Tokenizer::new(IdCollector::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    // What is in scripts is read like the rest: an id too many does no harm.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.ids.into_inner()
}

#[derive(Default)]
struct IdCollector {
    ids: RefCell<BTreeSet<String>>,
}

impl TokenSink for IdCollector {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        if let Token::TagToken(tag) = token
            && tag.kind == TagKind::StartTag
        {
            let names = |name: &str| name == "id" || name == "name" && &*tag.name == "a";
            let found = tag.attrs.iter().filter(|attribute| names(&attribute.name.local));
            self.ids.borrow_mut().extend(found.map(|attribute| attribute.value.to_string()));
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lacks(html: &str, whole: bool, id: &str) -> bool {
        let page = FetchedPage { html: html.to_owned(), is_complete: whole };
        !missing_anchors(&page, &BTreeSet::from([id.to_owned()])).is_empty()
    }

    #[test]
    fn finds_ids_and_names_of_links() {
        let html = "<!doctype html><h2 ID=part>x</h2><a name='old'></a><p id=\"user-content-readme\"><i id=中>";
        for id in ["part", "old", "readme", "中"] {
            assert!(!lacks(html, true, id), "{id}");
        }
        for id in ["Part", "x", "h2", ""] {
            assert!(lacks(html, true, id), "{id}");
        }
        assert!(lacks("<meta name=part><!-- <p id=part> -->id=part", true, "part"));
    }

    #[test]
    fn says_nothing_about_a_page_that_was_not_read_to_its_end() {
        assert!(!lacks("<p>", false, "part"));
    }

    #[test]
    fn reads_deep_and_broken_pages_in_linear_time() {
        let html = format!("{}<p id=part><a id='", "<div>".repeat(200_000));
        assert!(!lacks(&html, true, "part"));
    }
}
