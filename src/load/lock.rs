//! Reads `evidence.lock`.

use super::{Inputs, encoding};
use crate::diagnose::{Diagnostic, Diagnostics, Rule, Severity};
use crate::model::{EvidenceLock, LockError};
use crate::span::{Sources, Span};

/// The lock's file, in the briefing's root.
pub const LOCK_FILE: &str = EvidenceLock::FILE;

/// A lock that cannot be read.
pub(crate) static BAD_LOCK: Rule = Rule {
    code: "bad-lock",
    severity: Severity::Error,
    what: "`evidence.lock` is not what briefing writes.",
    why: "What was verified against texts that are not at hand cannot be known without it.",
    wrong: "<<<<<<< HEAD   # left by a merge",
    right: "version = 1    # as `briefing build` writes it",
};

/// Reads the lock; an empty one where there is none, or none that can be read, which is reported.
pub(super) fn read(inputs: &Inputs, sources: &mut Sources, found: &mut Diagnostics) -> EvidenceLock {
    let Some(bytes) = inputs.files.get(LOCK_FILE) else { return EvidenceLock::default() };
    let (file, is_text) = encoding::add_text(sources, LOCK_FILE, bytes, found);
    if !is_text {
        return EvidenceLock::default();
    }
    let help = "resolve the merge, or delete the file and run `briefing build` where the texts are at hand";
    let diagnostic = match EvidenceLock::parse(&sources.get(file).text) {
        Ok(lock) => return lock,
        Err(LockError::Syntax(error)) => {
            let words = error.message().replace(['\n', '\r'], " ");
            let place = Span::new(file, error.span().unwrap_or(0..0));
            Diagnostic::new(&BAD_LOCK, place, format!("the evidence lock cannot be read: {words}")).help(help)
        }
        Err(LockError::Version(version)) => {
            let message =
                format!("the evidence lock has version {version}; this program knows {}", EvidenceLock::VERSION);
            Diagnostic::new(&BAD_LOCK, Span::new(file, 0..0), message).help("use the version of briefing that wrote it")
        }
    };
    found.push(diagnostic);
    EvidenceLock::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (EvidenceLock, Vec<String>) {
        let mut inputs = Inputs::default();
        inputs.files.insert(LOCK_FILE.into(), text.as_bytes().into());
        let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
        let lock = read(&inputs, &mut sources, &mut found);
        let said = found.iter().map(|finding| {
            let place = finding.span.map_or(String::new(), |span| sources.text(span).to_owned());
            format!("{place}: {}", finding.message)
        });
        (lock, said.collect())
    }

    #[test]
    fn reads_a_lock() {
        let text = EvidenceLock::default().to_text();
        assert_eq!(read_text(&text), (EvidenceLock::default(), Vec::new()));
    }

    #[test]
    fn reports_what_a_merge_left_and_other_versions() {
        let (lock, said) = read_text("version = 1\n<<<<<<< HEAD\n");
        assert!(lock.is_empty() && said.len() == 1 && said[0].contains("cannot be read"), "{said:?}");
        let (_, said) = read_text("version = 9\n");
        assert_eq!(said, [": the evidence lock has version 9; this program knows 1"]);
    }
}
