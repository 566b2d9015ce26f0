//! Kinds of events: what is known about the words in `kind`.

/// Known kinds in alphabetical order, with `true` for those that can last.
///
/// The list is open: another word is shown as written, and nothing is concluded from it.
const KNOWN: [(&str, bool); 41] = [
    ("adoption", false),
    ("agreement", false),
    ("announcement", false),
    ("appointment", false),
    ("campaign", true),
    ("ceremony", true),
    ("conference", true),
    ("consultation", true),
    ("decision", false),
    ("election", true),
    ("entry into force", false),
    ("exercise", true),
    ("exhibition", true),
    ("fair", true),
    ("forum", true),
    ("founding", false),
    ("hearing", true),
    ("interview", false),
    ("launch", false),
    ("meeting", true),
    ("negotiation", true),
    ("opening", false),
    ("order", false),
    ("programme", true),
    ("project", true),
    ("proposal", false),
    ("publication", false),
    ("ratification", false),
    ("release", false),
    ("report", false),
    ("ruling", false),
    ("session", true),
    ("signing", false),
    ("speech", false),
    ("statement", false),
    ("strike", true),
    ("summit", true),
    ("talks", true),
    ("visit", true),
    ("vote", false),
    ("workshop", true),
];

/// Returns true if two words name the same kind: case, hyphens and spaces do not count.
pub fn is_same(one: &str, other: &str) -> bool {
    normalized(one) == normalized(other)
}

fn normalized(kind: &str) -> String {
    kind.trim().to_lowercase().replace(['-', '_'], " ")
}

/// Returns `false` for a known kind of event that cannot last, such as a speech or a signing. Nothing is claimed of other
/// kinds.
pub fn can_last(kind: &str) -> bool {
    let kind = normalized(kind);
    KNOWN.iter().find(|(known, _)| *known == kind).is_none_or(|(_, can_last)| *can_last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_nothing_of_unknown_kinds() {
        assert!(can_last("summit") && can_last("eclipse"));
        assert!(!can_last("Speech") && !can_last("entry-into-force"));
    }

    #[test]
    fn list_is_sorted_without_duplicates() {
        assert!(KNOWN.is_sorted_by(|a, b| a.0 < b.0));
    }
}
