//! Builds, shows what came of it, and tells the terminal.

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

/// What is told to a writer whose briefing made the program fail. The next change gets another try.
const INTERNAL_ERROR: &str =
    "briefing failed on this, which is a mistake of its own; what was shown before is shown on";

/// Builds for a stage.
pub(super) struct Builder<'s> {
    pub(super) session: PreviewSession,
    pub(super) handle: &'s PreviewHandle,
    /// Whether browsers follow the record that is saved.
    pub(super) navigate: bool,
}

impl Builder<'_> {
    /// Builds for the first time.
    pub(super) fn build_initial(&mut self, tell: &mut impl FnMut(ServeEvent<'_>)) -> Result<(), WalkError> {
        if let Some(built) = self.session.build(&ChangedPaths::Everything)? {
            self.show(built, tell);
        }
        Ok(())
    }

    /// Builds again if anything changed. Whatever goes wrong is told, and what was shown before is shown on.
    pub(super) fn rebuild(&mut self, touched: &ChangedPaths, tell: &mut impl FnMut(ServeEvent<'_>)) {
        match catch_unwind(AssertUnwindSafe(|| self.session.build(touched))) {
            Ok(Ok(Some(built))) => self.show(built, tell),
            Ok(Ok(None)) => {}
            Ok(Err(error)) => self.report_failure(&error_chain(&error), tell),
            Err(_) => self.report_failure(INTERNAL_ERROR, tell),
        }
    }

    /// The folder into which the site would be built.
    pub(super) fn output_dir(&self) -> Option<PathBuf> {
        let latest = self.handle.current().latest.clone()?;
        Some(self.handle.root.join(&latest.site.config.output_dir))
    }

    fn show(&self, built: FinishedBuild, tell: &mut impl FnMut(ServeEvent<'_>)) {
        let FinishedBuild { compiled, changed, elapsed: took } = built;
        let (before, compiled) = (self.handle.current(), Arc::new(compiled));
        let mut preview = Preview {
            generation: before.generation + 1,
            last_good: before.last_good.clone(),
            latest: Some(compiled.clone()),
            ..Preview::default()
        };
        if compiled.diagnostics.has_errors() {
            self.handle.replace(preview);
            tell(ServeEvent::Failed { compiled: &compiled, changed: &changed });
            return drop_in_background(before);
        }
        let good = LastGoodBuild::new(before.last_good.clone(), compiled.clone());
        if let Some(latest) = before.latest.as_deref().filter(|_| self.navigate) {
            preview.navigate = navigation_target(&good, latest, &changed);
        }
        let good = Arc::new(good);
        preview.last_good = Some(good.clone());
        self.handle.replace(preview);
        good.compute_history();
        let pages = changed_pages(before.last_good.as_ref().map(|good| &*good.compiled), &compiled);
        tell(ServeEvent::Built { changed: &changed, pages, elapsed: took, compiled: &compiled });
        drop_in_background(before);
    }

    fn report_failure(&self, words: &str, tell: &mut impl FnMut(ServeEvent<'_>)) {
        let before = self.handle.current();
        if before.failure.as_deref() != Some(words) {
            self.handle.replace(Preview {
                generation: before.generation + 1,
                last_good: before.last_good.clone(),
                latest: before.latest.clone(),
                failure: Some(words.to_owned()),
                navigate: None,
            });
            tell(ServeEvent::Unreadable(words));
        }
    }
}

/// A large site takes a while to be let go of, for which nobody has to wait.
fn drop_in_background(before: Arc<Preview>) {
    let _ = thread::Builder::new().spawn(move || drop(before));
}

/// The page to go to: that of the only record that was saved.
fn navigation_target(good: &LastGoodBuild, before: &Compiled, changed: &[String]) -> Option<NavigationTarget> {
    let [path] = changed else { return None };
    let now = &good.compiled;
    let (id, record) = now.site.all().find(|(_, record)| *now.sources.get(record.file).path == **path)?;
    let page = now.pages.pages.iter().find(|page| page.record == Some(id))?;
    let text = &now.sources.get(record.file).text;
    let old = before.sources.iter().find(|(_, file)| *file.path == **path).map_or("", |(_, file)| &file.text);
    Some(NavigationTarget {
        page: url_path(good, &page.file),
        record: record.key(),
        line: first_changed_line(old, text),
    })
}

fn error_chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    words
}
