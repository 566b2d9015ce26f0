//! Makes what each page's template sees: typed, serialisable views, one file per kind of page.
//!
//! 1. `book` indexes the briefing once: who is cited where, what diverges, who wrote what.
//! 2. `edition` adds what one language needs: words, dates in words, where the index pages are.
//! 3. `desk` makes the parts of one page: links from its place, dates, bodies.
//! 4. One file per kind of page puts the parts together; those that cost something are made when they are told (`late`).

mod actor;
mod article;
mod article_text;
mod book;
mod cite;
mod date;
mod desk;
mod edition;
mod entries;
mod event;
mod evidence;
mod figures;
mod gone;
mod home;
mod initiative;
mod late;
mod ledger;
mod link;
mod link_card;
mod link_table;
mod not_found;
mod overview;
mod page;
mod passages;
mod place;
mod reference;
mod section;
mod sight;
mod site;
mod sources;
mod timeline;
mod topic;

pub(crate) use actor::actor;
pub(crate) use article::article;
pub(crate) use book::{Book, Shelf, retold};
pub(crate) use desk::Desk;
pub(crate) use edition::{Edition, Front, Imprint};
pub(crate) use entries::Entries;
pub(crate) use event::event_page;
pub(crate) use home::home;
pub(crate) use initiative::initiative;
#[cfg(test)]
pub(crate) use late::Late;
pub(crate) use ledger::{article_ledger, ledger};
pub(crate) use link::absolute_links;
pub(crate) use link_table::LinkTable;
pub(crate) use not_found::{NotFound, Redirect};
pub(crate) use page::{PageView, Subject, page};
pub(crate) use place::Place;
pub(crate) use section::{articles, section};
pub(crate) use site::{site, year};
pub(crate) use timeline::timeline_page;
pub(crate) use topic::topic;
