//! Labels of sources: `Source: [@q]`.

/// Words before the colon of a line that names a source, in lower case.
const SOURCE_LABELS: [&str; 18] = [
    "source",
    "sources",
    "from",
    "quelle",
    "quellen",
    "aus",
    "fuente",
    "fuentes",
    "fonte",
    "fonti",
    "bron",
    "źródło",
    "источник",
    "来源",
    "來源",
    "出处",
    "出典",
    "출처",
];

/// Returns the length of a label with its colon at the start of a text.
pub(super) fn source_label(text: &str) -> Option<usize> {
    let colon = text.char_indices().take(MAX_LABEL_CHARS).find(|(_, c)| matches!(c, ':' | '：'))?;
    let label = text[..colon.0].trim().to_lowercase();
    SOURCE_LABELS.contains(&&*label).then_some(colon.0 + colon.1.len_utf8())
}

/// Maximum number of characters of a label.
const MAX_LABEL_CHARS: usize = 16;
