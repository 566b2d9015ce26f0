//! Accompanies a compilation: gives it what was kept and the pages that stand in the output folder, and takes what it makes.

use super::Request;
use super::kept::{self, Kept};
use super::memory::{Memory, Seen};
use crate::cache::fingerprint::Fingerprint;
use crate::cache::spool::Spool;
use crate::cache::stamp::Stamp;
use crate::cache::store::Store;
use crate::emit::write::Standing;
use crate::load::{Inputs, LoadState};
use crate::model::Site;
use crate::pipeline::{Companion, Earlier, Stage};
use crate::relate::RelateState;
use crate::render::{Content, PageTaker, Print, Prints, Writing};
use std::sync::Arc;

/// Gives a compilation the pages that stand in the output folder.
pub(super) struct Assistant<'a> {
    pub(super) request: &'a Request,
    pub(super) before: Option<&'a mut Memory>,
    pub(super) kept: Option<Kept>,
    pub(super) standing: Option<&'a Standing>,
    pub(super) taker: Option<Taker<'a>>,
    pub(super) keeper: Option<Keeper<'a>>,
    pub(super) finished: &'a mut dyn FnMut(Stage),
}

/// Where to keep a briefing that was read and related.
#[derive(Clone, Copy)]
pub(super) struct Keeper<'a> {
    pub(super) store: &'a Store,
    pub(super) name: Fingerprint,
    pub(super) seen: &'a Seen,
}

impl Companion for Assistant<'_> {
    fn before(&mut self, inputs: &Inputs) -> Option<Earlier> {
        self.kept.take()?.earlier(inputs)
    }

    fn keep(&mut self, reading: &LoadState, relating: &RelateState) {
        let Some(Keeper { store, name, seen }) = self.keeper else { return };
        // A folder in which nothing can be kept makes the next build slower, and nothing else.
        if kept::save(store, name, seen, reading, relating).is_err() {
            store.forget_pack(name);
        }
    }

    fn earlier(&mut self, site: &Site) -> Arc<Prints> {
        let folder = self.request.output_folder(site);
        let (Some(before), Some(standing)) = (&mut self.before, self.standing) else { return Arc::default() };
        if !before.is_of(&folder) {
            return Arc::default();
        }
        if let Some(taker) = &mut self.taker {
            taker.standing = Some(standing);
        }
        let pages = std::mem::take(&mut before.pages).into_iter();
        let prints = pages.filter_map(|(file, key, trail)| {
            let content = Content::Kept(standing.stamp(&file)?);
            Some((file.into(), Print { key, trail, content }))
        });
        Arc::new(prints.collect())
    }

    fn taker(&self) -> Option<&dyn PageTaker> {
        self.taker.as_ref().map(|taker| taker as &dyn PageTaker)
    }

    fn finished(&mut self, stage: Stage) {
        (self.finished)(stage);
    }
}

/// Takes the pages of a compilation: those that stand in the output folder need not even be taken.
#[derive(Debug)]
pub(super) struct Taker<'a> {
    pub(super) spool: &'a Spool,
    pub(super) standing: Option<&'a Standing>,
}

impl PageTaker for Taker<'_> {
    fn take(&self, file: &str, page: &[u8]) -> Option<Stamp> {
        let stamp = Stamp::of(page);
        let stands = self.standing.and_then(|standing| standing.stamp(file)) == Some(stamp);
        if stands { Some(stamp) } else { self.spool.take(file, page, stamp).ok().map(|()| stamp) }
    }

    fn take_written(&self, file: &str, write: &mut Writing<'_>) -> Option<Stamp> {
        self.spool.take_written(file, write).ok()
    }
}
