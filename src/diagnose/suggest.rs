//! Spelling suggestions for misspelt names.

use std::fmt::Display;

/// Returns up to three candidates nearest to `word`, best first: similar in spelling, or containing it.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    let word = word.to_lowercase();
    let mut scored: Vec<(f64, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let lower = candidate.to_lowercase();
            let similarity = strsim::jaro_winkler(&word, &lower);
            let contains = word.chars().count() >= 3 && lower.contains(&word);
            let distance = strsim::damerau_levenshtein(&word, &lower);
            let is_near = distance * 3 <= word.chars().count().max(3) || similarity > 0.88;
            (is_near || contains).then_some((if contains { similarity.max(0.9) } else { similarity }, candidate))
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.dedup_by_key(|(_, candidate)| *candidate);
    scored.into_iter().take(3).map(|(_, candidate)| candidate).collect()
}

/// Formats "did you mean `x`?" (or `x`, `y` or `z`) for the candidates nearest to `word`; `None` if no candidate is
/// near.
pub fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    format_suggestion(nearest(word, candidates))
}

/// Formats "did you mean …?" for the given names, or returns `None` if there are none.
pub fn format_suggestion(names: impl IntoIterator<Item = impl Display>) -> Option<String> {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    let (last, rest) = quoted.split_last()?;
    Some(match rest {
        [] => format!("did you mean {last}?"),
        _ => format!("did you mean {} or {last}?", rest.join(", ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_the_nearest_spelling() {
        let keys = ["title", "description", "date", "date_label"];
        assert_eq!(did_you_mean("titel", keys).as_deref(), Some("did you mean `title`?"));
        assert_eq!(did_you_mean("zzz", keys), None);
    }

    #[test]
    fn suggests_longer_names_that_contain_it() {
        assert_eq!(nearest("compact", ["global-digital-compact", "pact"]), ["global-digital-compact"]);
    }
}
