//! How a text is written.

/// The format of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFormat {
    /// Plain text.
    Plain,
    /// HTML.
    Html,
    /// Markdown.
    Markdown,
    /// PDF; its text is what [`crate::text::pdf::extract`] takes out of it.
    Pdf,
}

impl TextFormat {
    /// The format that the ending of a file's name tells.
    pub fn from_file_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(TextFormat::Plain),
            "html" | "htm" | "xhtml" => Some(TextFormat::Html),
            "md" | "markdown" => Some(TextFormat::Markdown),
            "pdf" => Some(TextFormat::Pdf),
            _ => None,
        }
    }

    /// The format of a text that has no telling name: HTML when it begins as such.
    pub fn detect(text: &str) -> Self {
        let start = text.trim_start_matches('\u{feff}').trim_start();
        let begins = |tag: &str| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
        if begins("<html") || begins("<!doctype html") { TextFormat::Html } else { TextFormat::Plain }
    }

    /// Which of several texts beside a record is read: the one that is nearest to plain words.
    pub fn precedence(self) -> u8 {
        match self {
            TextFormat::Markdown => 0,
            TextFormat::Plain => 1,
            TextFormat::Html => 2,
            TextFormat::Pdf => 3,
        }
    }

    /// The name of the file beside a record that holds a text of this format.
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
    fn knows_formats_by_name_and_by_text() {
        assert_eq!(TextFormat::from_file_name("a.b.HTM"), Some(TextFormat::Html));
        assert_eq!(TextFormat::from_file_name("article.md"), Some(TextFormat::Markdown));
        assert_eq!(TextFormat::from_file_name("article.docx"), None);
        assert_eq!(TextFormat::detect("\u{feff} <!DOCTYPE html><p>"), TextFormat::Html);
        assert_eq!(TextFormat::detect("A bridge <html>"), TextFormat::Plain);
    }
}
