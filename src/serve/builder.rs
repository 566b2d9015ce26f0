//! Runs builds, publishes their previews and reports them to the terminal.

use super::ServeEvent;
use super::changes::{changed_pages, first_changed_line};
use super::http::url_path;
use super::preview::{LastGoodBuild, NavigationTarget, Preview};
use super::preview_handle::PreviewHandle;
use super::session::{FinishedBuild, PreviewSession};
use super::watch::ChangedPaths;
use crate::compile::Compiled;
use crate::load::walk::WalkError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

/// Message for a panic during a build. The next change triggers another attempt.
const INTERNAL_ERROR: &str = "internal error in briefing; still serving the last successful build";

/// Builds previews for a [`PreviewHandle`].
pub(super) struct Builder<'s> {
    pub(super) session: PreviewSession,
    pub(super) handle: &'s PreviewHandle,
    /// Sends browsers to the page of a saved record.
    pub(super) navigate: bool,
}

impl Builder<'_> {
    /// Runs the first build.
    pub(super) fn build_initial(&mut self, on_event: &mut impl FnMut(ServeEvent<'_>)) -> Result<(), WalkError> {
        if let Some(build) = self.session.build(&ChangedPaths::Everything)? {
            self.show(build, on_event);
        }
        Ok(())
    }

    /// Builds if any file changed. Reports errors and panics, and keeps the last good site.
    pub(super) fn rebuild(&mut self, changed_paths: &ChangedPaths, on_event: &mut impl FnMut(ServeEvent<'_>)) {
        match catch_unwind(AssertUnwindSafe(|| self.session.build(changed_paths))) {
            Ok(Ok(Some(build))) => self.show(build, on_event),
            Ok(Ok(None)) => {}
            Ok(Err(error)) => self.report_failure(&error_chain(&error), on_event),
            Err(_) => self.report_failure(INTERNAL_ERROR, on_event),
        }
    }

    /// Returns the output directory that `briefing build` would use, or `None` before the first build.
    pub(super) fn output_dir(&self) -> Option<PathBuf> {
        let latest = self.handle.current().latest.clone()?;
        Some(self.handle.root.join(&latest.site.config.output_dir))
    }

    fn show(&self, build: FinishedBuild, on_event: &mut impl FnMut(ServeEvent<'_>)) {
        let FinishedBuild { compiled, changed, elapsed } = build;
        let (previous, compiled) = (self.handle.current(), Arc::new(compiled));
        let mut preview = Preview {
            generation: previous.generation + 1,
            last_good: previous.last_good.clone(),
            latest: Some(compiled.clone()),
            ..Preview::default()
        };
        if compiled.diagnostics.has_errors() {
            self.handle.replace(preview);
            on_event(ServeEvent::Failed { compiled: &compiled, changed: &changed });
            return drop_in_background(previous);
        }
        let last_good = LastGoodBuild::new(previous.last_good.clone(), compiled.clone());
        if let Some(latest) = previous.latest.as_deref().filter(|_| self.navigate) {
            preview.navigate = navigation_target(&last_good, latest, &changed);
        }
        let last_good = Arc::new(last_good);
        preview.last_good = Some(last_good.clone());
        self.handle.replace(preview);
        last_good.compute_history();
        let pages = changed_pages(previous.last_good.as_ref().map(|last_good| &*last_good.compiled), &compiled);
        on_event(ServeEvent::Built { changed: &changed, pages, elapsed, compiled: &compiled });
        drop_in_background(previous);
    }

    fn report_failure(&self, message: &str, on_event: &mut impl FnMut(ServeEvent<'_>)) {
        let previous = self.handle.current();
        if previous.failure.as_deref() != Some(message) {
            self.handle.replace(Preview {
                generation: previous.generation + 1,
                last_good: previous.last_good.clone(),
                latest: previous.latest.clone(),
                failure: Some(message.to_owned()),
                navigate: None,
            });
            on_event(ServeEvent::Unreadable(message));
        }
    }
}

/// Drops a preview in a thread of its own: a large site takes noticeable time to free.
fn drop_in_background(previous: Arc<Preview>) {
    let _ = thread::Builder::new().spawn(move || drop(previous));
}

/// Returns the page of the changed record if exactly one file changed.
fn navigation_target(last_good: &LastGoodBuild, previous: &Compiled, changed: &[String]) -> Option<NavigationTarget> {
    let [path] = changed else { return None };
    let current = &last_good.compiled;
    let (id, record) = current.site.all().find(|(_, record)| *current.sources.get(record.file).path == **path)?;
    let page = current.pages.pages.iter().find(|page| page.record == Some(id))?;
    let current_text = &current.sources.get(record.file).text;
    let previous_text =
        previous.sources.iter().find(|(_, file)| *file.path == **path).map_or("", |(_, file)| &file.text);
    Some(NavigationTarget {
        page: url_path(last_good, &page.file),
        record: record.key(),
        line: first_changed_line(previous_text, current_text),
    })
}

fn error_chain(error: &dyn std::error::Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message = format!("{message}: {error}");
        cause = error.source();
    }
    message
}
