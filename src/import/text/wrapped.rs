//! Joins paragraphs that were wrapped at a fixed width.
//!
//! A text is taken as wrapped when no line is longer than 100 letters, and most lines that another follows directly are
//! nearly as long as the longest. Otherwise every line stays as it is.

const MOST: usize = 100;

/// The lines with their numbers; those of a wrapped paragraph joined under the number of its first.
pub(crate) fn join<'t>(lines: &[&'t str]) -> Vec<(usize, std::borrow::Cow<'t, str>)> {
    let width = width(lines);
    let numbered = (1..).zip(lines.iter().copied());
    if !is_wrapped(lines, width) {
        return numbered.map(|(number, line)| (number, line.into())).collect();
    }
    let mut joined: Vec<(usize, std::borrow::Cow<'t, str>)> = Vec::new();
    let mut goes_on = false;
    for (number, line) in numbered {
        let own = line.trim();
        let indented = line.starts_with([' ', '\t', '>', '•', '-', '*']);
        match joined.last_mut() {
            Some((_, text)) if goes_on && !own.is_empty() && !indented => {
                let text = text.to_mut();
                text.push(' ');
                text.push_str(own);
            }
            _ => joined.push((number, line.into())),
        }
        goes_on = own.chars().count() * 10 >= width * 7;
    }
    joined
}

fn width(lines: &[&str]) -> usize {
    lines.iter().map(|line| line.trim().chars().count()).max().unwrap_or(0)
}

fn is_wrapped(lines: &[&str], width: usize) -> bool {
    if !(40..=MOST).contains(&width) {
        return false;
    }
    let followed: Vec<&str> = lines
        .windows(2)
        .filter(|pair| !pair[0].trim().is_empty() && !pair[1].trim().is_empty())
        .map(|pair| pair[0].trim())
        .collect();
    let full = followed.iter().filter(|line| line.chars().count() * 10 >= width * 8).count();
    followed.len() >= 4 && full * 10 >= followed.len() * 7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_wrapped_paragraphs() {
        let text = "A bridge\n\nThe ferry stopped running in the spring of that\nyear, and nobody in the town had a plan for it,\nwhich \
                    surprised those who had asked for one at\nevery meeting since the winter had come and gone\nand more.\n\nIt ended.";
        let lines: Vec<&str> = text.lines().collect();
        let joined = join(&lines);
        let numbers: Vec<usize> = joined.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 2, 3, 8, 9]);
        assert!(joined[2].1.ends_with("gone and more."));
    }

    #[test]
    fn leaves_a_paragraph_on_a_line_alone() {
        let long = "The ferry stopped running in the spring of that year. ".repeat(4);
        let lines = [long.as_str(), long.as_str(), "Short", "Short"];
        assert_eq!(join(&lines).len(), 4);
    }
}
