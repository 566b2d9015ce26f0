//! `briefing explain [CODE]`: prints the documentation of a rule, or lists all rules.

use crate::cli::CommandOutcome;
use crate::cli::args::ExplainArgs;
use crate::cli::terminal::Terminal;
use crate::compile;
use crate::diagnose::{Rule, did_you_mean};

pub(super) fn run(args: &ExplainArgs, terminal: &mut Terminal) -> anyhow::Result<CommandOutcome> {
    let rules = compile::rules();
    let Some(code) = args.code.as_ref().map(|code| code.to_lowercase()) else {
        terminal.print(&format_rules(&rules))?;
        return Ok(CommandOutcome::Success);
    };
    if let Some(rule) = rules.iter().find(|rule| rule.code == code) {
        terminal.print(&format_rule(rule))?;
        return Ok(CommandOutcome::Success);
    }
    let hint = did_you_mean(&code, rules.iter().map(|rule| rule.code));
    let hint = hint.unwrap_or_else(|| "`briefing explain` lists all codes".to_owned());
    terminal.report_usage_error(&format!("no finding has the code `{code}`"), &hint)
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
