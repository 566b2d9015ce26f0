//! Claims: checkable statements with their evidence.

use super::{Edtf, Passage};
use crate::span::{Span, Spanned};
use serde::{Deserialize, Serialize};

/// A checkable statement in a record's front matter.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claim {
    /// The statement, in the briefing's own words.
    pub text: Spanned<String>,
    /// The figure or word it comes down to.
    pub value: Option<Spanned<String>>,
    /// The day for which it holds.
    pub as_of: Option<Spanned<Edtf>>,
    /// What it is about; claims with the same `about` are compared.
    pub about: Option<Spanned<String>>,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

/// A pointer from a claim or status to what it rests on.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Evidence {
    /// Id of the article.
    pub article: Spanned<String>,
    /// The passage of its text.
    pub passage: Option<Spanned<Passage>>,
    /// Words that occur there.
    pub quote: Option<Spanned<String>>,
    /// The whole entry's place.
    pub span: Span,
}
