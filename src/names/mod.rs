//! Finds names in texts, as a careful reader does: whole words in their case, also inflected or as the first member of a
//! compound, but not within longer names of other things.
//!
//! 1. `normalized` makes white space, hyphens, quotation marks, width and Unicode form equal.
//! 2. `folded` reduces words to lower case and to the stems of the text's language (`stem`, `forms`). One automaton finds
//!    the folded names in the folded text (`matcher`).
//! 3. Each place is compared with the name as written: boundaries (`boundary`), case (`case`, `sentence`), addresses
//!    (`address`), longer proper names (`proper_name`), and the limits that a writer sets.
//! 4. Of overlapping names the longest from the left is kept, exact before inflected (`selection`).
//!
//! `loose` checks whether a text may name something at all, for notes on what a text does not name.

mod address;
mod boundary;
mod case;
#[cfg(test)]
mod corpus;
mod folded;
mod forms;
mod loose;
mod matcher;
mod normalized;
mod ordinary_words;
mod proper_name;
mod proper_name_words;
mod selection;
mod sentence;
mod stem;

pub(crate) use loose::LooseText;
pub(crate) use matcher::{NameMatcher, SearchedName, name_form};
pub(crate) use proper_name_words::is_function_word;
pub(crate) use selection::NameMatch;
