//! Qualification of a date: which of its components are approximate (`~`) or uncertain (`?`).

use serde::{Deserialize, Serialize};

/// Component of a date; a season counts as the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DateComponent {
    /// Year.
    Year,
    /// Month, season or other part of the year.
    Month,
    /// Day.
    Day,
}

impl DateComponent {
    /// All components, from the coarsest.
    pub const ALL: [DateComponent; 3] = [DateComponent::Year, DateComponent::Month, DateComponent::Day];
}

/// Components that are approximate and those that are uncertain, each as a bit mask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Qualification {
    approximate: u8,
    uncertain: u8,
}

impl Qualification {
    /// Neither approximate nor uncertain.
    pub const NONE: Qualification = Qualification { approximate: 0, uncertain: 0 };

    /// Returns true if a component is approximate.
    pub fn is_approximate(self) -> bool {
        self.approximate != 0
    }

    /// Returns true if a component is uncertain.
    pub fn is_uncertain(self) -> bool {
        self.uncertain != 0
    }

    /// Returns the approximate components, from the coarsest.
    pub fn approximate(self) -> impl Iterator<Item = DateComponent> {
        DateComponent::ALL.into_iter().filter(move |component| self.approximate & bit(*component) != 0)
    }

    /// Returns the uncertain components, from the coarsest.
    pub fn uncertain(self) -> impl Iterator<Item = DateComponent> {
        DateComponent::ALL.into_iter().filter(move |component| self.uncertain & bit(*component) != 0)
    }

    /// Qualifies one component, by the mark `~`, `?` or `%`.
    pub(super) fn qualify(&mut self, component: DateComponent, mark: u8) {
        if matches!(mark, b'~' | b'%') {
            self.approximate |= bit(component);
        }
        if matches!(mark, b'?' | b'%') {
            self.uncertain |= bit(component);
        }
    }

    /// Returns the mark of one component: empty, `~`, `?` or `%`.
    pub(super) fn mark(self, component: DateComponent) -> &'static str {
        match (self.approximate & bit(component) != 0, self.uncertain & bit(component) != 0) {
            (true, true) => "%",
            (true, false) => "~",
            (false, true) => "?",
            (false, false) => "",
        }
    }
}

fn bit(component: DateComponent) -> u8 {
    1 << component as u8
}
