//! Line index: converts byte offsets into lines and columns in logarithmic time.

/// Position in a file as editors show it: line and column, both 1-based, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, 1-based.
    pub line: usize,
    /// Column in characters, 1-based.
    pub column: usize,
}

/// Byte offsets of the line starts of a text.
#[derive(Clone, Debug, Default)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Builds the index of a text; lines end with `\n`.
    pub fn new(text: &str) -> Self {
        let next_start = |(offset, _): (usize, &str)| u32::try_from(offset + 1).unwrap_or(u32::MAX);
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(next_start)).collect();
        LineIndex { starts }
    }

    /// Returns the line and column of a byte offset; an offset past the end counts as the end.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|&start| start as usize <= offset).max(1);
        let start = self.starts.get(line - 1).map_or(0, |&start| start as usize);
        let column = text.get(start..offset).map_or(0, |prefix| prefix.chars().count()) + 1;
        Position { line, column }
    }

    /// Returns the text of a 1-based line without `\n` or `\r\n`, or an empty string if there is no such line.
    pub fn line<'t>(&self, text: &'t str, number: usize) -> &'t str {
        let Some(&start) = number.checked_sub(1).and_then(|index| self.starts.get(index)) else {
            return "";
        };
        let end = self.starts.get(number).map_or(text.len(), |&next| next as usize - 1);
        let line = text.get(start as usize..end).unwrap_or("");
        line.strip_suffix('\r').unwrap_or(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_columns_in_characters() {
        let text = "one\nzwei: 中文 x\r\n";
        let lines = LineIndex::new(text);
        let at = |needle: &str| lines.position(text, text.find(needle).unwrap());
        assert_eq!(at("one"), Position { line: 1, column: 1 });
        assert_eq!(at("x"), Position { line: 2, column: 10 });
        assert_eq!(lines.line(text, 2), "zwei: 中文 x");
        assert_eq!(lines.line(text, 9), "");
    }

    #[test]
    fn accepts_any_offset() {
        let text = "é\n";
        let lines = LineIndex::new(text);
        for offset in 0..10 {
            assert!(lines.position(text, offset).line <= 2);
        }
    }
}
