//! Builds the typed, serializable views that templates see, one file per kind of page.
//!
//! 1. `language_context` adds what one language needs: messages, formatted dates, paths of the index pages.
//! 2. `page_context` builds parts of one page: links relative to it, dates, bodies.
//! 3. One file per kind of page combines these parts; expensive ones are computed on serialization (`lazy`).

mod actor;
mod article;
mod article_text;
mod as_of;
mod date;
mod dead_original;
mod event;
mod event_files;
mod evidence;
mod evidence_index;
mod evidence_page;
mod figure_renderer;
mod front_coverage;
mod home;
mod initiative;
mod language_context;
mod lazy;
mod link;
mod link_base;
mod link_cache;
mod link_card;
mod not_found;
mod page;
mod page_context;
mod placed_events;
mod record_coverage;
mod reference;
mod search;
mod section;
mod self_citation;
mod site;
mod social;
mod sources;
mod statement;
mod time_figure;
mod time_since;
mod timeline;
mod timeline_embed;
mod timeline_filter;
mod timeline_parts;
mod topic;

pub(crate) use actor::actor;
pub(crate) use article::article;
pub(crate) use as_of::as_of_date;
pub(crate) use event::event_page;
pub(crate) use evidence_index::EvidenceIndex;
pub(crate) use evidence_page::{article_evidence_page, evidence_page};
pub(crate) use home::home;
pub(crate) use initiative::initiative;
pub(crate) use language_context::{IndexPage, LanguageContext, LanguageResources};
#[cfg(test)]
pub(crate) use lazy::Lazy;
pub(crate) use link::absolute_links;
pub(crate) use link_base::LinkBase;
pub(crate) use link_cache::PageLinkCache;
pub(crate) use not_found::{NotFound, Redirect};
pub(crate) use page::{PageOrigin, PageView, page};
pub(crate) use page_context::PageContext;
pub(crate) use search::search_page;
pub(crate) use section::{article_list, section};
pub(crate) use site::{build_year, site};
pub(crate) use social::{LanguageCards, language_cards};
pub(crate) use timeline::timeline_page;
pub(crate) use timeline_embed::timeline_embed;
pub(crate) use timeline_parts::TimelinePart;
pub(crate) use topic::topic;
