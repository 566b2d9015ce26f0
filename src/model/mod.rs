//! Domain model: records and their kinds, dates, citations, claims, Markdown trees, configuration.
//!
//! Plain data without access to disk, clock or network. References between records are unresolved here; `relate`
//! resolves them.

mod actor;
mod article;
mod body;
mod citation;
mod claim;
mod config;
pub mod date;
pub mod digest;
pub mod escape;
mod event;
pub mod event_kind;
mod evidence_lock;
pub mod file_stat;
mod genre;
pub mod href;
mod id_ref;
mod identity;
mod index;
mod initiative;
mod kind;
mod link_checker;
mod naming;
mod output_tree;
pub mod page_anchor;
pub(crate) mod percent;
mod quotation_limits;
mod record;
pub mod script;
mod sha256;
mod site;
mod slug;
mod statement_id;
mod text;

pub use actor::Actor;
pub use article::{Article, Author, Publish, Rights, UrlStatus};
pub use body::{
    Alert, Align, Block, BlockKind, Body, Cell, Chart, ChartData, ChartKind, Footnote, Heading, Inline, InlineKind,
    InlineRun, InlineStep, ListItem, PlainText, Reference, ReferenceId, ReferenceKind, RunPlace, SpanClass, Table,
    TextReference, TextRules, TextSegment, TimelineFilter, blocks, bodies, body_text, inlines, plain_text, runs,
    walk_inlines,
};
pub use citation::{Citation, CitationForm, CitationItem, CitationRole, Passage};
pub use claim::{Claim, Evidence};
pub use config::{
    CalendarConfig, CitationConfig, Config, LaneConfig, LanguageConfig, MarkdownConfig, SocialCards, SocialConfig,
    ThemeConfig, TimelineConfig,
};
pub use date::Edtf;
pub use digest::ContentDigest;
pub use event::Event;
pub use evidence_lock::{EvidenceLock, LockError, LockedText};
pub use genre::{Genre, KnownKind, kinds, known_kind};
pub use id_ref::IdRef;
pub use identity::{Edition, Publisher};
pub use index::{Change, Index, IndexKind};
pub use initiative::{Initiative, Status};
pub use kind::{IndexPageInfo, Kind, KindInfo, RecordOrder};
pub use link_checker::{LinkCheckerConfig, LinkLevel};
pub use naming::{NameLimits, Naming};
pub use output_tree::{Content, OutputSink, OutputTree, TreeDiff, WriteFn};
pub use quotation_limits::{QuotationLimits, Share};
pub use record::{Attachment, Details, Record, RecordId};
pub use sha256::sha256;
pub use site::{Bytes, DataFile, DataValue, Site};
pub use slug::slugify;
pub use statement_id::{StatementIds, StatementPart};
pub use text::{Text, TextPassage};
