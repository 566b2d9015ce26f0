//! Finds element ids in fetched HTML pages.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Body of an HTML response, possibly truncated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FetchedPage {
    /// HTML source.
    pub(super) html: String,
    /// True if the body was read to its end.
    pub(super) is_complete: bool,
}

/// Returns the wanted ids that the page lacks; empty for a truncated page, because the missing part may contain them.
pub(super) fn missing_anchors(page: &FetchedPage, wanted: &BTreeSet<String>) -> BTreeSet<String> {
    let ids = collect_ids(&page.html);
    // Code forges add this prefix to ids of authors and remove it by script.
    let has = |id: &String| ids.contains(id) || ids.contains(&format!("user-content-{id}"));
    if page.is_complete { wanted.iter().filter(|id| !has(id)).cloned().collect() } else { BTreeSet::new() }
}

/// Collects valid fragment targets: `id` attributes and `name` attributes of `a` elements.
fn collect_ids(html: &str) -> BTreeSet<String> {
    let tokenizer = Tokenizer::new(IdCollector::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    // Script content is tokenized like markup: a false id only hides a missing anchor.
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
            let is_target_attribute = |name: &str| name == "id" || name == "name" && &*tag.name == "a";
            let values = tag.attrs.iter().filter(|attribute| is_target_attribute(&attribute.name.local));
            self.ids.borrow_mut().extend(values.map(|attribute| attribute.value.to_string()));
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lacks(html: &str, is_complete: bool, id: &str) -> bool {
        let page = FetchedPage { html: html.to_owned(), is_complete };
        !missing_anchors(&page, &BTreeSet::from([id.to_owned()])).is_empty()
    }

    #[test]
    fn finds_ids_and_link_names() {
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
    fn reports_no_missing_anchor_for_truncated_page() {
        assert!(!lacks("<p>", false, "part"));
    }

    #[test]
    fn reads_deep_and_broken_pages_in_linear_time() {
        let html = format!("{}<p id=part><a id='", "<div>".repeat(200_000));
        assert!(!lacks(&html, true, "part"));
    }
}
