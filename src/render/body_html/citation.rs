//! Citations in bodies, in the citation style of the page's language.

use super::{CitationRef, CitationRenderer};
use crate::cite::PageCitations;

impl CitationRenderer for PageCitations<'_> {
    fn write(&self, html: &mut String, cited: &CitationRef<'_>) {
        PageCitations::write(self, html, cited.record, cited.reference, cited.citation);
    }

    fn uses_numbered_notes(&self) -> bool {
        PageCitations::uses_numbered_notes(self)
    }
}
