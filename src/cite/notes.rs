//! Positions of cites in notes: first, again, directly after itself.

use super::renderer::CitePosition;
use super::writer::CiteItem;
use crate::model::{Passage, RecordId};
use rustc_hash::FxHashMap;

/// Cites of the notes so far, from which the position of the next cite follows.
pub(super) struct NoteHistory {
    near_note_distance: usize,
    current_note: usize,
    /// First and last note of each source.
    notes_by_article: FxHashMap<RecordId, (usize, usize)>,
    /// The previous cite.
    last: Option<(RecordId, Vec<Passage>)>,
    /// Number of cites in the previous note and in this one.
    counts: [usize; 2],
}

impl NoteHistory {
    /// Creates the history of a page.
    pub(super) fn new(near_note_distance: u32) -> NoteHistory {
        let near_note_distance = usize::try_from(near_note_distance).unwrap_or(usize::MAX);
        NoteHistory {
            near_note_distance,
            current_note: 0,
            notes_by_article: FxHashMap::default(),
            last: None,
            counts: [0; 2],
        }
    }

    /// Starts the next note.
    pub(super) fn start_note(&mut self, note: usize) {
        self.current_note = note;
        self.counts = [self.counts[1], 0];
    }

    /// Returns the position of a cite, and the note in which its source was first cited.
    pub(super) fn position(&mut self, cite: &CiteItem<'_>) -> (CitePosition, Option<usize>) {
        let Some(article) = cite.article else { return (CitePosition::First, None) };
        // "Ibid." would be ambiguous after a note with several cites.
        let follows_directly = self.counts[1] > 0 || self.counts[0] == 1;
        let last = self.last.as_ref().filter(|last| follows_directly && last.0 == article).map(|last| &last.1);
        let position = match (last, self.notes_by_article.get(&article)) {
            (Some(passages), _) if *passages == cite.passages => CitePosition::Ibid,
            (Some(_), _) if !cite.passages.is_empty() => CitePosition::IbidWithLocator,
            (_, None) => CitePosition::First,
            (_, Some((_, last))) if self.current_note - last <= self.near_note_distance => CitePosition::NearNote,
            _ => CitePosition::Subsequent,
        };
        self.counts[1] += 1;
        self.last = Some((article, cite.passages.clone()));
        let notes = self.notes_by_article.entry(article).or_insert((self.current_note, self.current_note));
        notes.1 = self.current_note;
        (position, Some(notes.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::writer::cite_items;
    use crate::model::{Citation, CitationForm, CitationItem, CitationRole};
    use crate::testkit::spanned;

    #[test]
    fn tracks_cite_positions_across_notes() {
        let (a, b) = (Some(RecordId(0)), Some(RecordId(1)));
        let mut history = NoteHistory::new(2);
        let mut note = 0;
        let mut positions = |cited: &[(Option<RecordId>, &str)]| {
            let item = |passage: &str| CitationItem {
                id: spanned("x".into()),
                suppress_author: false,
                passage: Passage::parse(passage),
                role: CitationRole::Supports,
                prefix: String::new(),
                suffix: String::new(),
            };
            note += 1;
            history.start_note(note);
            let position = |(article, passage): &(Option<RecordId>, &str)| {
                let citation = Citation { items: vec![item(passage)], form: CitationForm::Bracketed };
                history.position(&cite_items(&citation, &[*article])[0])
            };
            cited.iter().map(position).collect::<Vec<_>>()
        };
        assert_eq!(positions(&[(a, "1")]), [(CitePosition::First, Some(1))]);
        assert_eq!(positions(&[(a, "1")]), [(CitePosition::Ibid, Some(1))]);
        assert_eq!(positions(&[(a, "2")]), [(CitePosition::IbidWithLocator, Some(1))]);
        assert_eq!(positions(&[(a, "")]), [(CitePosition::NearNote, Some(1))]);
        assert_eq!(
            positions(&[(b, ""), (a, "1")]),
            [(CitePosition::First, Some(5)), (CitePosition::NearNote, Some(1))]
        );
        assert_eq!(positions(&[(a, "1")]), [(CitePosition::NearNote, Some(1))], "the note before cites several");
        assert_eq!(positions(&[(None, "")]), [(CitePosition::First, None)]);
        assert_eq!(positions(&[(b, "3")]), [(CitePosition::Subsequent, Some(5))]);
    }
}
