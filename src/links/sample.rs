//! Test fixtures: small sites and outcomes.

use super::status::{LinkStatus, RequestOutcome};
use crate::diagnose::Diagnostics;
use crate::load::{self, Inputs, LoadOptions};
use crate::model::{Bytes, Site};
use crate::span::Sources;
use std::sync::Arc;

/// Loads a site from files, with a minimal configuration unless `files` contain one.
pub(super) fn site(files: &[(&str, &str)], diagnostics: &mut Diagnostics) -> (Site, Sources) {
    let config = [("briefing.toml", "base_url = \"https://example.org/\"\n")];
    let files =
        config.iter().chain(files).map(|(path, text)| (Arc::from(*path), Bytes::from(text.as_bytes()))).collect();
    let mut sources = Sources::default();
    let inputs = Inputs { files, refused: Vec::new() };
    let site = load::load(&inputs, &LoadOptions::default(), &mut sources, diagnostics);
    (site, sources)
}

/// Creates the outcome of an answered request.
pub(super) fn outcome(status: LinkStatus) -> RequestOutcome {
    RequestOutcome { status, page: None, has_response: true, for_host: false, retry_after: None }
}
