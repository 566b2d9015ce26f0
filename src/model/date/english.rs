//! The English names of months, in which texts on the web write dates.

/// The months' English names in lower case, from January. The first three letters tell them apart.
pub const ENGLISH_MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
