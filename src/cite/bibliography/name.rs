//! Names of persons and organizations in bibliographic form.

use crate::model::Author;

/// A name in bibliographic form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BibliographyName<'a> {
    /// Name of a person in parts.
    Person(PersonName<'a>),
    /// A name that is not split: an organization, a pen name.
    Whole(&'a str),
}

/// Parts of a person's name; absent parts are empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PersonName<'a> {
    /// Family name without particles.
    pub(crate) family: &'a str,
    /// Given names.
    pub(crate) given: &'a str,
    /// Particle that stays with the family name: `van der` in `van der Berg`, `al-` in `al-Sadr`.
    pub(crate) particle: &'a str,
    /// Particle that is dropped where only the family name is printed: `de` in `Alexis de Tocqueville`.
    pub(crate) dropping_particle: &'a str,
    /// Suffix: `Jr.`, `III`.
    pub(crate) suffix: &'a str,
    /// Set if the family name always comes first.
    pub(crate) family_first: bool,
}

/// Suffixes of names.
const SUFFIXES: [&str; 8] = ["Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV", "Esq."];

/// Particles between given names and a family name, in lower case.
const PARTICLES: [&str; 30] = [
    "af", "al", "av", "ben", "bin", "bint", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "e",
    "ibn", "la", "le", "los", "ter", "ten", "van", "von", "vom", "y", "zu", "zum", "zur",
];

/// Words that only names of organizations contain, in lower case.
const ORGANIZATION_WORDS: [&str; 30] = [
    "agency",
    "and",
    "association",
    "board",
    "bureau",
    "center",
    "centre",
    "club",
    "college",
    "commission",
    "committee",
    "council",
    "department",
    "desk",
    "editors",
    "foundation",
    "group",
    "institute",
    "ltd",
    "media",
    "ministry",
    "network",
    "news",
    "office",
    "press",
    "service",
    "society",
    "staff",
    "team",
    "university",
];

impl<'a> BibliographyName<'a> {
    /// Converts the name of an author. It is split only at the family name in the record.
    pub(crate) fn of(author: &'a Author) -> BibliographyName<'a> {
        let name = author.name.trim();
        let Some(family) = author.family.as_deref().map(str::trim).filter(|family| !family.is_empty()) else {
            return BibliographyName::Whole(name);
        };
        let (full, suffix) = split_suffix(name);
        let with_suffix = person(full, family).filter(|_| full.ends_with(family));
        let person = match with_suffix {
            Some(person) => Some(PersonName { suffix, ..person }),
            None => person(name, family),
        };
        person.map_or(BibliographyName::Whole(name), BibliographyName::Person)
    }

    /// Converts a name of which only the words are known. The last word of a short name in Latin script is the family
    /// name, unless a word shows that it is an organization.
    pub(crate) fn from_words(name: &'a str) -> BibliographyName<'a> {
        let name = name.trim();
        let (full, suffix) = split_suffix(name);
        let words: Vec<&str> = full.split_whitespace().collect();
        let is_name = |word: &&str| {
            word.chars().all(|c| c.is_alphabetic() && u32::from(c) < 0x250 || matches!(c, '.' | '-' | '\'' | '’'))
        };
        let is_organization = |word: &&str| ORGANIZATION_WORDS.contains(&word.to_lowercase().as_str());
        let is_person = (2..=5).contains(&words.len())
            && words.iter().all(|word| is_name(word) && !is_organization(word))
            && words.first().is_some_and(|word| word.starts_with(char::is_uppercase) && !matches!(*word, "The"));
        let Some(family) = words.last().filter(|_| is_person) else { return BibliographyName::Whole(name) };
        let start = full.len() - family.len();
        let mut person = PersonName { family, given: full[..start].trim_end(), suffix, ..PersonName::default() };
        split_particle(&mut person);
        BibliographyName::Person(person)
    }

    /// Returns `Cai, Cuihong`, or the whole name.
    pub(crate) fn inverted(self) -> String {
        match self {
            BibliographyName::Person(person) => {
                let given = joined(person.given, person.dropping_particle);
                let suffix = if person.suffix.is_empty() { String::new() } else { format!(", {}", person.suffix) };
                format!("{}, {given}{suffix}", person.family_with_particle())
            }
            BibliographyName::Whole(name) => name.to_owned(),
        }
    }
}

impl PersonName<'_> {
    /// Returns the family name with the particle that stays with it.
    pub(crate) fn family_with_particle(&self) -> String {
        joined(self.particle, self.family)
    }
}

/// Joins a particle and a word, with a space unless the particle is attached: `al-`, `d’`.
fn joined(a: &str, b: &str) -> String {
    let is_attached = a.is_empty() || b.is_empty() || a.ends_with(['-', '\'', '’']);
    format!("{a}{}{b}", if is_attached { "" } else { " " })
}

/// Splits a name at its family name; `None` if the name does not contain it at a word boundary.
fn person<'a>(name: &'a str, family: &'a str) -> Option<PersonName<'a>> {
    let at_word = |rest: &'a str| Some(rest.trim()).filter(|given| !given.is_empty() && given.len() < rest.len());
    let unspaced = |rest: &'a str| Some(rest).filter(|given| !given.is_empty() && is_cjk(family) && is_cjk(given));
    let given_last = name.strip_prefix(family).and_then(|rest| at_word(rest).or_else(|| unspaced(rest)));
    let given_first = || name.strip_suffix(family).and_then(at_word);
    let mut person = match given_last {
        Some(given) => PersonName { family, given, family_first: true, ..PersonName::default() },
        None => PersonName { family, given: given_first()?, ..PersonName::default() },
    };
    split_particle(&mut person);
    Some(person)
}

/// Separates the particles of a name from its given and family names.
fn split_particle(person: &mut PersonName<'_>) {
    let family = person.family;
    let start = family.char_indices().find(|(_, c)| c.is_uppercase()).map_or(0, |(at, _)| at);
    let particle = &family[..start];
    if particle.ends_with([' ', '-', '\'', '’']) && particle.starts_with(char::is_lowercase) {
        (person.particle, person.family) = (particle.trim_end(), &family[start..]);
    }
    if person.family_first {
        return;
    }
    let given = person.given;
    while let Some((before, word)) = person.given.rsplit_once(' ') {
        if !PARTICLES.contains(&word) {
            break;
        }
        person.given = before.trim_end();
    }
    person.dropping_particle = given[person.given.len()..].trim_start();
}

/// Splits a suffix such as `Jr.` off a name.
fn split_suffix(name: &str) -> (&str, &str) {
    match name.rsplit_once(' ') {
        Some((rest, suffix)) if SUFFIXES.contains(&suffix) => (rest.trim_end_matches([',', ' ']), suffix),
        _ => (name, ""),
    }
}

/// Checks whether a name is entirely in Chinese characters, kana or hangul, which need no space between its parts.
pub(crate) fn is_cjk(name: &str) -> bool {
    let is_one = |c: char| {
        matches!(c, '\u{3005}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' |
            '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
    };
    name.chars().all(is_one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn author(name: &str, family: &str) -> Author {
        Author { name: name.into(), family: Some(family.into()), ..Author::default() }
    }

    fn parts(name: &str, family: &str) -> [String; 5] {
        match BibliographyName::of(&author(name, family)) {
            BibliographyName::Person(person) => {
                [person.given, person.dropping_particle, person.particle, person.family, person.suffix]
                    .map(str::to_owned)
            }
            BibliographyName::Whole(name) => [name, "", "", "", ""].map(str::to_owned),
        }
    }

    #[test]
    fn splits_names_at_the_family_name() {
        let is_first = |name, family| match BibliographyName::of(&author(name, family)) {
            BibliographyName::Person(person) => (person.family == family, person.family_first),
            BibliographyName::Whole(_) => (false, false),
        };
        assert_eq!(is_first("Cai Cuihong", "Cai"), (true, true));
        assert_eq!(is_first("渡边小明", "渡边"), (true, true));
        assert_eq!(is_first("Ada Quill Marrow", "Marrow"), (true, false));
        assert_eq!(parts("Ada Quill Marrow", "Marrow"), ["Ada Quill", "", "", "Marrow", ""]);
    }

    #[test]
    fn separates_particles() {
        assert_eq!(parts("Jan van der Quay", "van der Quay"), ["Jan", "", "van der", "Quay", ""]);
        assert_eq!(parts("Omar al-Quayi", "al-Quayi"), ["Omar", "", "al-", "Quayi", ""]);
        assert_eq!(parts("Lea d’Arbor", "d’Arbor"), ["Lea", "", "d’", "Arbor", ""]);
        assert_eq!(parts("Alexis de Quayville", "Quayville"), ["Alexis", "de", "", "Quayville", ""]);
        assert_eq!(parts("Rosa de la Quaya", "Quaya"), ["Rosa", "de la", "", "Quaya", ""]);
        assert_eq!(parts("van der Quay", "Quay"), ["van", "der", "", "Quay", ""]);
        assert_eq!(parts("bell quays", "quays"), ["bell", "", "", "quays", ""]);
    }

    #[test]
    fn separates_suffixes() {
        assert_eq!(parts("Martin L. Quay Jr.", "Quay"), ["Martin L.", "", "", "Quay", "Jr."]);
        assert_eq!(parts("Martin L. Quay, Jr.", "Quay"), ["Martin L.", "", "", "Quay", "Jr."]);
        assert_eq!(parts("Thurston Quay III", "Quay"), ["Thurston", "", "", "Quay", "III"]);
        assert_eq!(parts("Quay II", "Quay"), ["II", "", "", "Quay", ""]);
    }

    #[test]
    fn keeps_other_names_whole() {
        for (name, family) in [("Light Blade", ""), ("Caius", "Cai"), ("Cai", "Cai"), ("Someone Else", "Cai")] {
            assert_eq!(BibliographyName::of(&author(name, family)), BibliographyName::Whole(name));
        }
    }

    #[test]
    fn splits_words_that_are_a_person() {
        let inverted = |name| BibliographyName::from_words(name).inverted();
        assert_eq!(inverted("Tess Ferry"), "Ferry, Tess");
        assert_eq!(inverted("J. R. de Ferry"), "Ferry, J. R. de");
        assert_eq!(inverted("Tess Ferry Jr."), "Ferry, Tess, Jr.");
        for whole in
            ["Ferry", "Harbour News Agency", "The Ferry", "赵华", "Ирина Петрова", "Lindhaven Translation Team"]
        {
            assert_eq!(inverted(whole), whole);
        }
    }
}
