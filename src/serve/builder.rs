//! Builds, shows what came of it, and tells the terminal.

use super::Happening;
use super::changes::{first_changed_line, pages};
use super::http::address;
use super::preview::{Good, Navigate, Preview};
use super::session::{Built, Session};
use super::stage::Stage;
use super::watch::Touched;
use crate::load::walk::WalkError;
use crate::pipeline::Compiled;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

/// What is told to a writer whose briefing made the program fail. The next change gets another try.
const FAILED: &str = "briefing failed on this, which is a mistake of its own; what was shown before is shown on";

/// Builds for a stage.
pub(super) struct Builder<'s> {
    pub(super) session: Session,
    pub(super) stage: &'s Stage,
    /// Whether browsers follow the record that is saved.
    pub(super) navigate: bool,
}

impl Builder<'_> {
    /// Builds for the first time.
    pub(super) fn first(&mut self, tell: &mut impl FnMut(Happening<'_>)) -> Result<(), WalkError> {
        if let Some(built) = self.session.build(&Touched::Everything)? {
            self.show(built, tell);
        }
        Ok(())
    }

    /// Builds again if anything changed. Whatever goes wrong is told, and what was shown before is shown on.
    pub(super) fn again(&mut self, touched: &Touched, tell: &mut impl FnMut(Happening<'_>)) {
        match catch_unwind(AssertUnwindSafe(|| self.session.build(touched))) {
            Ok(Ok(Some(built))) => self.show(built, tell),
            Ok(Ok(None)) => {}
            Ok(Err(error)) => self.trouble(&with_causes(&error), tell),
            Err(_) => self.trouble(FAILED, tell),
        }
    }

    /// The folder into which the site would be built.
    pub(super) fn output(&self) -> Option<PathBuf> {
        let latest = self.stage.now().latest.clone()?;
        Some(self.stage.root.join(&latest.site.config.output_dir))
    }

    fn show(&self, built: Built, tell: &mut impl FnMut(Happening<'_>)) {
        let Built { compiled, changed, took } = built;
        let (before, compiled) = (self.stage.now(), Arc::new(compiled));
        let mut preview = Preview {
            generation: before.generation + 1,
            good: before.good.clone(),
            latest: Some(compiled.clone()),
            ..Preview::default()
        };
        if compiled.diagnostics.has_errors() {
            self.stage.show(preview);
            tell(Happening::Mistaken { compiled: &compiled, changed: &changed });
            return let_go(before);
        }
        let good = Good::after(before.good.clone(), compiled.clone());
        if let Some(latest) = before.latest.as_deref().filter(|_| self.navigate) {
            preview.navigate = navigate(&good, latest, &changed);
        }
        let good = Arc::new(good);
        preview.good = Some(good.clone());
        self.stage.show(preview);
        good.settle();
        let pages = pages(before.good.as_ref().map(|good| &*good.compiled), &compiled);
        tell(Happening::Built { changed: &changed, pages, took, compiled: &compiled });
        let_go(before);
    }

    fn trouble(&self, words: &str, tell: &mut impl FnMut(Happening<'_>)) {
        let before = self.stage.now();
        if before.trouble.as_deref() != Some(words) {
            self.stage.show(Preview {
                generation: before.generation + 1,
                good: before.good.clone(),
                latest: before.latest.clone(),
                trouble: Some(words.to_owned()),
                navigate: None,
            });
            tell(Happening::Unreadable(words));
        }
    }
}

/// A large site takes a while to be let go of, for which nobody has to wait.
fn let_go(before: Arc<Preview>) {
    let _ = thread::Builder::new().spawn(move || drop(before));
}

/// The page to go to: that of the only record that was saved.
fn navigate(good: &Good, before: &Compiled, changed: &[String]) -> Option<Navigate> {
    let [path] = changed else { return None };
    let now = &good.compiled;
    let (id, record) = now.site.all().find(|(_, record)| *now.sources.get(record.file).path == **path)?;
    let page = now.pages.pages.iter().find(|page| page.record == Some(id))?;
    let text = &now.sources.get(record.file).text;
    let old = before.sources.iter().find(|(_, file)| *file.path == **path).map_or("", |(_, file)| &file.text);
    Some(Navigate { page: address(good, &page.file), record: record.key(), line: first_changed_line(old, text) })
}

fn with_causes(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words = format!("{words}: {error}");
        cause = error.source();
    }
    words
}
