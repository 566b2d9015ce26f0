//! Claims: verifiable statements with their evidence.

use super::{CitationRole, Edtf, Inline, Passage};
use crate::span::{Span, Spanned};
use serde::{Deserialize, Serialize};

/// Verifiable statement in a record's front matter.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claim {
    /// Name by which sentences of the briefing's texts refer to it.
    pub id: Option<Spanned<String>>,
    /// The statement in the briefing's own wording.
    pub text: Spanned<String>,
    /// Inline Markdown of the statement; empty if it has only words.
    pub text_markup: Vec<Inline>,
    /// Essential figure or word of the statement.
    pub value: Option<Spanned<String>>,
    /// Date for which it holds.
    pub as_of: Option<Spanned<Edtf>>,
    /// Subject; claims with the same `about` are compared.
    pub about: Option<Spanned<String>>,
    /// Evidence for the statement.
    pub evidence: Vec<Evidence>,
}

/// Reference from a claim or status to a supporting source.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Evidence {
    /// Id of the article.
    pub article: Spanned<String>,
    /// Passage of the article's text.
    pub passage: Option<Spanned<Passage>>,
    /// Relation of the article to the statement.
    pub role: CitationRole,
    /// Quotation that occurs in the passage.
    pub quote: Option<Spanned<String>>,
    /// Source span of the whole entry.
    pub span: Span,
}
