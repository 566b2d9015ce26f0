//! How a text is written.

/// The format of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Plain,
    /// HTML.
    Html,
    /// Markdown.
    Markdown,
    /// PDF; its text is what [`crate::text::pdf::extract`] takes out of it.
    Pdf,
}

impl Format {
    /// The format that the ending of a file's name tells.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Format::Plain),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "md" | "markdown" => Some(Format::Markdown),
            "pdf" => Some(Format::Pdf),
            _ => None,
        }
    }

    /// The format of a text that has no telling name: HTML when it begins as such.
    pub fn of_text(text: &str) -> Self {
        let start = text.trim_start_matches('\u{feff}').trim_start();
        let begins = |tag: &str| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
        if begins("<html") || begins("<!doctype html") { Format::Html } else { Format::Plain }
    }

    /// Which of several texts beside a record is read: the one that is nearest to plain words.
    pub fn rank(self) -> u8 {
        match self {
            Format::Markdown => 0,
            Format::Plain => 1,
            Format::Html => 2,
            Format::Pdf => 3,
        }
    }

    /// The name of the file beside a record that holds a text of this format.
    pub fn file_name(self) -> &'static str {
        match self {
            Format::Plain => "article.txt",
            Format::Html => "article.html",
            Format::Markdown => "article.md",
            Format::Pdf => "article.pdf",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_formats_by_name_and_by_text() {
        assert_eq!(Format::of_name("a.b.HTM"), Some(Format::Html));
        assert_eq!(Format::of_name("article.md"), Some(Format::Markdown));
        assert_eq!(Format::of_name("article.docx"), None);
        assert_eq!(Format::of_text("\u{feff} <!DOCTYPE html><p>"), Format::Html);
        assert_eq!(Format::of_text("A bridge <html>"), Format::Plain);
    }
}
