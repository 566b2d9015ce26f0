//! Converts bibliographic items for the library that runs citation styles.

#[cfg(test)]
use super::csl_date::unprintable_date;
use super::csl_date::{date, last_date, year_replacement};
use super::markup;
use super::placeholder::TextField;
use crate::cite::bibliography::{
    BibliographyItem, BibliographyName, PersonName, citable_date, csl_type, is_cjk, one_line,
};
use crate::model::date::historical_year;
use hayagriva::citationberg::json::{self, LiteralName, NameItem, NameValue, Value};
use hayagriva::citationberg::taxonomy::NameVariable;
use std::collections::BTreeMap;

/// An item as the library reads it, with what is filled into its output.
#[derive(Clone)]
pub(super) struct CslSource {
    /// The item, with placeholders for its texts.
    pub(super) item: json::Item,
    /// The item on the last day of a range of dates.
    pub(super) end: Option<json::Item>,
    /// Names that are printed with the family name first.
    pub(super) names: Vec<FamilyFirstName>,
    /// Names by which it is cited: those of the authors.
    pub(super) authors: Vec<CitedName>,
    /// A year that a style cannot print, and its replacement.
    pub(super) year_replacement: Option<(String, String)>,
    /// Last year of its date, in the count of its era.
    pub(super) year: Option<String>,
    /// Set if that year is before the year 1.
    pub(super) is_before_christ: bool,
    /// Language.
    pub(super) language: Option<String>,
    texts: [String; 4],
}

/// A name with the family name first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FamilyFirstName {
    /// Variable of the list of names.
    pub(super) variable: NameVariable,
    /// Index in the list.
    pub(super) index: usize,
    /// Family name.
    pub(super) family: String,
    /// Given names.
    pub(super) given: String,
}

/// Name of an author as far as citations tell it apart from other ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CitedName {
    /// Family name with its particle, or the whole name.
    pub(super) family: String,
    /// Given names; empty for a name that is not split.
    pub(super) given: String,
    /// Set if the family name comes first.
    pub(super) family_first: bool,
}

impl CslSource {
    /// Converts an item to CSL-JSON for a citation style.
    pub(super) fn new(item: &BibliographyItem<'_>) -> CslSource {
        let [issued, accessed] = [&item.issued, &item.accessed].map(|date| date.as_ref().and_then(citable_date));
        let year = issued.as_ref().and_then(|date| Some(historical_year(date.points().last()?.year.first())));
        let text = |value: &str| Value::String(clean(value));
        let written = [Some(item.title), item.container(), item.publisher(), item.kind];
        let texts = written.map(|text| text.map(clean).unwrap_or_default());
        let placeholder =
            |field: TextField| Some(Value::String(field.placeholder())).filter(|_| !texts[field as usize].is_empty());
        let names = |names: &[BibliographyName<'_>]| {
            (!names.is_empty()).then(|| Value::Names(names.iter().map(name).collect()))
        };
        let fields = [
            ("id", Some(text("item"))),
            ("type", Some(text(csl_type(item.genre)))),
            ("title", placeholder(TextField::Title)),
            ("author", names(&item.authors)),
            ("translator", names(item.translator.as_slice())),
            ("editor", names(item.editor.as_slice())),
            ("container-title", placeholder(TextField::Container)),
            ("publisher", placeholder(TextField::Publisher)),
            ("genre", placeholder(TextField::Genre)),
            ("issued", issued.as_ref().and_then(date)),
            ("accessed", accessed.as_ref().and_then(date)),
            ("citation-label", Some(text(&label(item, year)))),
            ("language", item.language.map(text)),
            ("URL", item.url.as_deref().map(text)),
        ];
        let present = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let csl = json::Item(present.collect::<BTreeMap<String, Value>>());
        #[cfg(test)]
        let csl = if item.title == UNPRINTABLE_TITLE { with_field(&csl, "issued", unprintable_date()) } else { csl };
        CslSource {
            end: issued.as_ref().and_then(last_date).map(|end| with_field(&csl, "issued", end)),
            item: csl,
            names: ordered_names(item),
            authors: cited_names(item),
            year_replacement: issued.as_ref().and_then(year_replacement),
            year: year.map(|year| year.unsigned_abs().to_string()),
            is_before_christ: year.is_some_and(|year| year < 0),
            language: item.language.map(str::to_owned),
            texts,
        }
    }

    /// Returns the text of a field, empty if it has none.
    pub(super) fn text(&self, field: TextField) -> &str {
        &self.texts[field as usize]
    }

    /// Returns the text of a field without inline markup.
    pub(super) fn plain_text(&self, field: TextField) -> String {
        markup::plain(self.text(field))
    }

    /// Returns the source with names of authors written out, by their index.
    pub(super) fn with_authors(&self, written: &BTreeMap<usize, String>) -> CslSource {
        let mut source = self.clone();
        for item in [Some(&mut source.item), source.end.as_mut()].into_iter().flatten() {
            if let Some(Value::Names(names)) = item.0.get_mut("author") {
                for (&index, literal) in written {
                    if let Some(name) = names.get_mut(index) {
                        *name = NameValue::Literal(LiteralName { literal: literal.clone() });
                    }
                }
            }
        }
        let is_written =
            |name: &FamilyFirstName| name.variable == NameVariable::Author && written.contains_key(&name.index);
        source.names.retain(|name| !is_written(name));
        source
    }
}

/// Returns a label such as `Bro31` or `BA31`, as BibTeX's alphabetic style has it: letters of the authors' names, else of the
/// outlet or the title, and the last digits of the year.
fn label(item: &BibliographyItem<'_>, year: Option<i32>) -> String {
    let letters = |word: &str, count: usize| -> String {
        word.chars().filter(|letter| letter.is_alphanumeric()).take(count).collect()
    };
    let families: Vec<String> = cited_names(item).into_iter().map(|name| name.family).collect();
    let names = match families.as_slice() {
        [] => letters(item.outlet.unwrap_or(item.title), 3),
        [one] => letters(one, 3),
        several => several.iter().take(3).map(|family| letters(family, 1)).collect(),
    };
    let more = if families.len() > 3 { "+" } else { "" };
    let digits = year.map_or(String::new(), |year| format!("{:02}", year.unsigned_abs() % 100));
    format!("{names}{more}{digits}")
}

fn with_field(item: &json::Item, field: &str, value: Value) -> json::Item {
    let mut changed = item.clone();
    changed.0.insert(field.to_owned(), value);
    changed
}

/// Returns a text on one line, without the private-use characters that mark parts of a style's output.
fn clean(text: &str) -> String {
    one_line(text).replace(|c| matches!(c, '\u{e000}' | '\u{e001}' | '\u{e00f}'..='\u{e0ff}'), "")
}

/// Returns a name with curly apostrophes.
fn clean_name(text: &str) -> String {
    clean(text).replace('\'', "’")
}

/// Converts a name.
fn name(name: &BibliographyName<'_>) -> NameValue {
    let optional = |part: &str| Some(clean_name(part)).filter(|part| !part.is_empty());
    match *name {
        BibliographyName::Person(person) => {
            // The library puts a space behind a particle.
            let is_attached = !person.particle.is_empty() && !person.family_with_particle().contains(' ');
            let family = if is_attached { person.family_with_particle() } else { person.family.to_owned() };
            let particle = if is_attached { "" } else { person.particle };
            NameValue::Item(NameItem {
                family: clean_name(&family),
                given: optional(person.given),
                non_dropping_particle: optional(particle),
                dropping_particle: optional(person.dropping_particle),
                suffix: optional(person.suffix),
                comma_suffix: None,
            })
        }
        BibliographyName::Whole(name) => NameValue::Literal(LiteralName { literal: clean_name(name) }),
    }
}

/// Returns the names by which an item is cited.
pub(super) fn cited_names(item: &BibliographyItem<'_>) -> Vec<CitedName> {
    item.authors.iter().map(cited_name).collect()
}

fn cited_name(name: &BibliographyName<'_>) -> CitedName {
    match name {
        BibliographyName::Person(person) => CitedName {
            family: clean_name(&person.family_with_particle()),
            given: clean_name(person.given),
            family_first: person.family_first,
        },
        BibliographyName::Whole(name) => {
            CitedName { family: clean_name(name), given: String::new(), family_first: false }
        }
    }
}

/// Returns the names that are printed with the family name first.
fn ordered_names(item: &BibliographyItem<'_>) -> Vec<FamilyFirstName> {
    let lists = [
        (NameVariable::Author, item.authors.as_slice()),
        (NameVariable::Translator, item.translator.as_slice()),
        (NameVariable::Editor, item.editor.as_slice()),
    ];
    let order = |variable: NameVariable, index: usize, person: &PersonName<'_>| FamilyFirstName {
        variable,
        index,
        family: clean_name(person.family),
        given: clean_name(person.given),
    };
    let named = lists
        .into_iter()
        .flat_map(|(variable, names)| names.iter().enumerate().map(move |(index, name)| (variable, index, name)));
    let ordered = named.filter_map(|(variable, index, name)| match name {
        BibliographyName::Person(person) if person.family_first || is_cjk(person.family) && is_cjk(person.given) => {
            Some(order(variable, index, person))
        }
        _ => None,
    });
    ordered.collect()
}

/// Title of the articles on which the library panics in tests: no built-in style is known to fail.
#[cfg(test)]
pub(crate) const UNPRINTABLE_TITLE: &str = "Unprintable";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_names() {
        let converted = |person: PersonName<'_>| match name(&BibliographyName::Person(person)) {
            NameValue::Item(item) => {
                let given = item.given.unwrap_or_default();
                [item.family, given, item.non_dropping_particle.unwrap_or_default(), item.suffix.unwrap_or_default()]
            }
            NameValue::Literal(name) => [name.literal, String::new(), String::new(), String::new()],
        };
        let ann = PersonName { family: "O'Brook", given: "Ann", ..PersonName::default() };
        assert_eq!(converted(ann), ["O’Brook", "Ann", "", ""]);
        assert_eq!(converted(PersonName { particle: "van der", ..ann }), ["O’Brook", "Ann", "van der", ""]);
        assert_eq!(converted(PersonName { particle: "al-", ..ann }), ["al-O’Brook", "Ann", "", ""]);
        assert_eq!(converted(PersonName { suffix: "Jr.", ..ann }), ["O’Brook", "Ann", "", "Jr."]);
        assert!(
            matches!(name(&BibliographyName::Whole("Port, The")), NameValue::Literal(name) if name.literal == "Port, The")
        );
    }

    #[test]
    fn makes_labels() {
        use crate::cite::bibliography::tests::op_ed;
        assert_eq!(label(&op_ed(), Some(2031)), "Bro31");
        let whole = |names: &[&'static str]| names.iter().map(|name| BibliographyName::Whole(name)).collect();
        let by = |names: &[&'static str]| BibliographyItem { authors: whole(names), ..op_ed() };
        assert_eq!(label(&by(&["王东"]), Some(2031)), "王东31");
        assert_eq!(label(&by(&["Ash", "Brook"]), None), "AB");
        assert_eq!(label(&by(&["Ash", "Brook", "Elm", "Reed"]), Some(-46)), "ABE+46");
        assert_eq!(label(&by(&[]), Some(2009)), "Lin09");
    }

    #[test]
    fn removes_control_characters_and_markers() {
        assert_eq!(clean("a\r\nb\u{e010}\u{e020}<script>"), "a b<script>");
    }
}
