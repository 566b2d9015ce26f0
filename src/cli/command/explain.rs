//! `briefing explain [CODE]`: prints the documentation of a rule, or lists all rules.

use crate::cli::CommandOutcome;
use crate::cli::args::ExplainArgs;
use crate::cli::terminal::Terminal;
use crate::compile;
use crate::diagnose::{Rule, did_you_mean};

/// Former codes of rules with their current ones, for reports and notes that were written before the renaming.
const RENAMED_CODES: &[(&str, &str)] = &[
    ("bad-citation", "invalid-citation"),
    ("bad-citation-style", "invalid-citation-style"),
    ("bad-config", "invalid-config"),
    ("bad-data", "invalid-data"),
    ("bad-date", "invalid-date"),
    ("bad-fence", "invalid-fence"),
    ("bad-id", "invalid-id"),
    ("bad-lock", "invalid-lock"),
    ("bad-passage", "invalid-passage"),
    ("bad-path", "invalid-path"),
    ("bad-toml", "invalid-toml"),
    ("bad-url", "invalid-url"),
    ("bad-value", "invalid-value"),
    ("bad-yaml", "invalid-yaml"),
    ("missing-words", "missing-translations"),
    ("unknown-word", "unknown-message-key"),
    ("wrong-option", "invalid-option"),
    ("wrong-setting", "invalid-setting"),
    ("wrong-theme-file", "invalid-theme-file"),
    ("wrong-type", "invalid-type"),
];

pub(super) fn run(args: &ExplainArgs, terminal: &mut Terminal) -> anyhow::Result<CommandOutcome> {
    let rules = compile::rules();
    let Some(code) = args.code.as_ref().map(|code| code.to_lowercase()) else {
        terminal.print(&format_rules(&rules))?;
        return Ok(CommandOutcome::Success);
    };
    let renamed = RENAMED_CODES.iter().find(|(old, _)| *old == code).map(|(_, new)| *new);
    if let Some(rule) = rules.iter().find(|rule| rule.code == renamed.unwrap_or(&code)) {
        let notice = renamed.map(|new| format!("`{code}` is now called `{new}`.\n\n")).unwrap_or_default();
        terminal.print(&(notice + &format_rule(rule)))?;
        return Ok(CommandOutcome::Success);
    }
    let hint = did_you_mean(&code, rules.iter().map(|rule| rule.code));
    let hint = hint.unwrap_or_else(|| "run `briefing explain` to list all codes".to_owned());
    terminal.report_usage_error(&format!("unknown rule code `{code}`"), &hint)
}

fn format_rules(rules: &[&'static Rule]) -> String {
    let width = rules.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
    let format_line = |rule: &&Rule| format!("{:width$}  {:7}  {}\n", rule.code, rule.severity.as_str(), rule.what);
    rules.iter().map(format_line).collect()
}

fn format_rule(rule: &Rule) -> String {
    let indent = |text: &str| -> String { text.lines().flat_map(|line| ["    ", line, "\n"]).collect() };
    format!(
        "{} ({})\n\n{}\n\n{}\n\nWrong:\n\n{}\nRight:\n\n{}",
        rule.code,
        rule.severity.as_str(),
        wrap(rule.what),
        wrap(rule.why),
        indent(rule.wrong),
        indent(rule.right)
    )
}

/// Wraps text at word boundaries to the width of a terminal.
fn wrap(text: &str) -> String {
    const WIDTH: usize = 80;
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_former_code_leads_to_a_rule() {
        let codes: BTreeSet<&str> = compile::rules().iter().map(|rule| rule.code).collect();
        for (old, new) in RENAMED_CODES {
            assert!(codes.contains(new), "{new}");
            assert!(!codes.contains(old), "{old}");
        }
        assert!(RENAMED_CODES.is_sorted_by(|a, b| a.0 < b.0));
    }
}
