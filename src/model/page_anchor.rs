//! Fragment ids that a page's own parts have: they are reserved, so that no heading of a record can take them.

/// Ids of parts, in order.
const PARTS: [&str; 48] = [
    "about-the-briefing",
    "about-this-briefing",
    "alone",
    "articles",
    "backlinks",
    "bottom-line",
    "byline",
    "changes",
    "cite-this-page",
    "claims",
    "coverage",
    "divergences",
    "embeddable-initiatives",
    "embedded-timeline",
    "events",
    "evidence",
    "filters",
    "found-list",
    "initiatives",
    "key-points",
    "ledger",
    "machine-readable",
    "main",
    "mentions",
    "newest-articles",
    "note",
    "notes",
    "original",
    "pages",
    "passages",
    "quotations",
    "record",
    "record-kinds",
    "references",
    "related",
    "source-card",
    "source-text",
    "sources",
    "standfirst",
    "status",
    "summary",
    "take-words",
    "text",
    "timeline",
    "turning-points",
    "uncited",
    "unsupported",
    "who-reports-what",
];

/// Beginnings of ids that end in a number or a name: `claim-1`, `from-courier-2031`.
const PREFIXES: [&str; 13] = [
    "caption-", "claim-", "event-", "filter-", "fn-", "fnref-", "from-", "heading-", "kind-", "ledger-", "quote-",
    "ref-", "year-",
];

/// Returns the fragment of an event on a timeline.
pub fn of_event(id: &str) -> String {
    format!("event-{id}")
}

/// Returns the fragment of a claim, given its index in its record.
pub fn of_claim(index: usize) -> String {
    format!("claim-{}", index + 1)
}

/// Returns the fragment of a statement, from a number below ten million: `s-0482191`, and `s-0482191-2` for its repetition.
pub fn of_statement(number: u64, nth: u32) -> String {
    if nth < 2 { format!("s-{number:07}") } else { format!("s-{number:07}-{nth}") }
}

/// Checks whether an id has the form of a statement's.
pub fn is_statement(id: &str) -> bool {
    id.strip_prefix("s-").is_some_and(is_number)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// Checks whether an id belongs to the parts of a page. Passages have a letter and a number: `p7`.
pub fn is_reserved(id: &str) -> bool {
    PARTS.binary_search(&id).is_ok()
        || PREFIXES.iter().any(|prefix| id.starts_with(prefix))
        || ["p", "m-", "note-", "cite-", "az-", "found-", "s-"]
            .iter()
            .any(|prefix| id.strip_prefix(prefix).is_some_and(is_number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserves_parts_and_numbered_ids() {
        assert!(PARTS.is_sorted());
        for id in ["references", "p7", "claim-1", "m-2031-07", "fn-1", "event-held", "s-0482191", "s-0482191-2"] {
            assert!(is_reserved(id), "{id}");
        }
        for id in ["p", "p7a", "how-to-read", "reference", "m-x", "notes-on-tolls", "s-bahn"] {
            assert!(!is_reserved(id), "{id}");
        }
    }
}
