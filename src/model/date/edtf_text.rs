//! Writes dates in EDTF.

use super::{Bound, DateComponent, DatePart, DateSet, Edtf, Point, SetChoice, SetMember, Time};
use std::fmt;

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Edtf::Point(point) => write!(f, "{point}"),
            Edtf::Interval { from, to } => write!(f, "{from}/{to}"),
            Edtf::Set(set) => write!(f, "{set}"),
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bound::Point(point) => write!(f, "{point}"),
            Bound::Open => f.write_str(".."),
            Bound::Unknown => Ok(()),
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = &DateComponent::ALL[..=self.last_component() as usize];
        let mark = |component: DateComponent| self.qualification.mark(component);
        // A mark behind a component holds for all components before it.
        let group = written.iter().rposition(|&component| {
            !mark(component).is_empty()
                && DateComponent::ALL[..component as usize].iter().all(|&c| mark(c) == mark(component))
        });
        for (at, &component) in written.iter().enumerate() {
            let is_grouped = group.is_some_and(|group| at <= group);
            f.write_str(if at == 0 { "" } else { "-" })?;
            f.write_str(if is_grouped { "" } else { mark(component) })?;
            self.fmt_component(component, f)?;
            f.write_str(if group == Some(at) { mark(component) } else { "" })?;
        }
        self.time().map_or(Ok(()), |time| write!(f, "T{time}"))
    }
}

impl Point {
    fn fmt_component(&self, component: DateComponent, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (component, self.part) {
            (DateComponent::Year, _) => write!(f, "{}", self.year),
            (DateComponent::Month, DatePart::Day { month, .. } | DatePart::Month(month)) => write!(f, "{month}"),
            (DateComponent::Month, DatePart::Season(season)) => write!(f, "{}", season.number()),
            (DateComponent::Day, DatePart::Day { day, .. }) => write!(f, "{day}"),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for DateSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (open, close) = match self.choice {
            SetChoice::One => ("[", "]"),
            SetChoice::All => ("{", "}"),
        };
        f.write_str(open)?;
        for (at, member) in self.members.iter().enumerate() {
            f.write_str(if at == 0 { "" } else { "," })?;
            write!(f, "{member}")?;
        }
        f.write_str(close)
    }
}

impl fmt::Display for SetMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SetMember::Date(point) => write!(f, "{point}"),
            SetMember::Range(first, last) => write!(f, "{first}..{last}"),
            SetMember::UpTo(point) => write!(f, "..{point}"),
            SetMember::From(point) => write!(f, "{point}.."),
        }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.hour, self.minute, self.second)?;
        match self.offset {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        }
    }
}
