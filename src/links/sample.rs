//! Small briefings for tests, read as they are.

use super::status::{LinkStatus, RequestOutcome};
use crate::diagnose::Diagnostics;
use crate::load::{self, Inputs, LoadOptions};
use crate::model::{Bytes, Site};
use crate::span::Sources;
use std::sync::Arc;

/// Reads files, beside a minimal configuration unless they have one.
pub(super) fn site(files: &[(&str, &str)], found: &mut Diagnostics) -> (Site, Sources) {
    let config = [("briefing.toml", "base_url = \"https://example.org/\"\n")];
    let files =
        config.iter().chain(files).map(|(path, text)| (Arc::from(*path), Bytes::from(text.as_bytes()))).collect();
    let mut sources = Sources::default();
    let inputs = Inputs { files, refused: Vec::new() };
    let site = load::load(&inputs, &LoadOptions::default(), &mut sources, found);
    (site, sources)
}

/// What asking came to, when somebody answered.
pub(super) fn outcome(verdict: LinkStatus) -> RequestOutcome {
    RequestOutcome { status: verdict, page: None, has_response: true, for_host: false, retry_after: None }
}
