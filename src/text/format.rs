//! Text formats.

/// Format of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFormat {
    /// Plain text.
    Plain,
    /// HTML.
    Html,
    /// Markdown.
    Markdown,
    /// PDF, from which [`crate::text::pdf::extract`] extracts the text.
    Pdf,
}

impl TextFormat {
    /// Returns the format of a file by its extension.
    pub fn from_file_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(TextFormat::Plain),
            "html" | "htm" | "xhtml" => Some(TextFormat::Html),
            "md" | "markdown" => Some(TextFormat::Markdown),
            "pdf" => Some(TextFormat::Pdf),
            _ => None,
        }
    }

    /// Detects the format by content, for files without a known extension: HTML if the text begins as such.
    pub fn detect(text: &str) -> Self {
        let start = text.trim_start_matches('\u{feff}').trim_start();
        let starts_with_tag = |tag: &str| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
        if starts_with_tag("<html") || starts_with_tag("<!doctype html") { TextFormat::Html } else { TextFormat::Plain }
    }

    /// Returns the precedence among several texts next to a record; lowest first, nearest to plain text.
    pub fn precedence(self) -> u8 {
        match self {
            TextFormat::Markdown => 0,
            TextFormat::Plain => 1,
            TextFormat::Html => 2,
            TextFormat::Pdf => 3,
        }
    }

    /// Returns the name of the file next to a record that contains a text of this format.
    pub fn file_name(self) -> &'static str {
        match self {
            TextFormat::Plain => "article.txt",
            TextFormat::Html => "article.html",
            TextFormat::Markdown => "article.md",
            TextFormat::Pdf => "article.pdf",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detects_formats_by_name_and_content() {
        assert_eq!(TextFormat::from_file_name("a.b.HTM"), Some(TextFormat::Html));
        assert_eq!(TextFormat::from_file_name("article.md"), Some(TextFormat::Markdown));
        assert_eq!(TextFormat::from_file_name("article.docx"), None);
        assert_eq!(TextFormat::detect("\u{feff} <!DOCTYPE html><p>"), TextFormat::Html);
        assert_eq!(TextFormat::detect("A bridge <html>"), TextFormat::Plain);
    }
}
