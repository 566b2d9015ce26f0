//! Parses `evidence.lock`.

use super::{Inputs, encoding};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{EvidenceLock, LockError};
use crate::span::{Sources, Span};

/// Path of the lock file, relative to the root.
pub const LOCK_FILE: &str = EvidenceLock::FILE;

/// Rule: the lock cannot be parsed.
pub(crate) static INVALID_LOCK: Rule = Rule {
    code: "invalid-lock",
    severity: Severity::Error,
    what: "`evidence.lock` is not valid.",
    why: "Without it, quotations whose texts are not available cannot be verified.",
    wrong: "<<<<<<< HEAD   # left by a merge",
    right: "version = 1    # as written by `briefing build`",
};

/// Parses the lock. Returns an empty one if it is missing or, with a diagnostic, if it is invalid.
pub(super) fn read(inputs: &Inputs, sources: &mut Sources, diagnostics: &mut Diagnostics) -> EvidenceLock {
    let Some(bytes) = inputs.files.get(LOCK_FILE) else { return EvidenceLock::default() };
    let (file, is_text) = encoding::add_text(sources, LOCK_FILE, bytes, diagnostics);
    if !is_text {
        return EvidenceLock::default();
    }
    let help = "resolve the merge conflict, or delete the file and run `briefing build` where the texts are available";
    let diagnostic = match EvidenceLock::parse(&sources.get(file).text) {
        Ok(lock) => return lock,
        Err(LockError::Syntax(error)) => {
            let message = error.message().replace(['\n', '\r'], " ");
            let span = Span::new(file, error.span().unwrap_or(0..0));
            Diagnostic::new(&INVALID_LOCK, span, format!("the evidence lock cannot be read: {message}")).help(help)
        }
        Err(LockError::Version(version)) => {
            let message = format!(
                "the evidence lock has version {version}, but this version of briefing supports {}",
                EvidenceLock::VERSION
            );
            Diagnostic::new(&INVALID_LOCK, Span::new(file, 0..0), message)
                .help("use the version of briefing that wrote it")
        }
    };
    diagnostics.push(diagnostic);
    EvidenceLock::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (EvidenceLock, Vec<String>) {
        let mut inputs = Inputs::default();
        inputs.files.insert(LOCK_FILE.into(), text.as_bytes().into());
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let lock = read(&inputs, &mut sources, &mut diagnostics);
        let messages = diagnostics.iter().map(|diagnostic| {
            let span = diagnostic.span.map_or(String::new(), |span| sources.text(span).to_owned());
            format!("{span}: {}", diagnostic.message)
        });
        (lock, messages.collect())
    }

    #[test]
    fn reads_a_lock() {
        let text = EvidenceLock::default().to_text();
        assert_eq!(read_text(&text), (EvidenceLock::default(), Vec::new()));
    }

    #[test]
    fn reports_merge_conflicts_and_other_versions() {
        let (lock, messages) = read_text("version = 1\n<<<<<<< HEAD\n");
        assert!(lock.is_empty() && messages.len() == 1 && messages[0].contains("cannot be read"), "{messages:?}");
        let (_, messages) = read_text("version = 9\n");
        assert_eq!(messages, [": the evidence lock has version 9, but this version of briefing supports 1"]);
    }
}
