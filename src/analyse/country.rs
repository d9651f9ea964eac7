//! The names of countries, by the codes that the graph has.

use crate::language::Language;

/// A country a line: its code, its Chinese name, its English name.
const TABLE: &str = include_str!("../../data/countries.tsv");

/// The name of a country by its code of ISO 3166-1; the code itself where the table does not know it.
pub fn country(code: &str, language: Language) -> &str {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1);
    let names =
        rows.filter_map(|line| line.split_once('\t')).find(|(known, _)| *known == code).and_then(|(_, names)| names.split_once('\t'));
    names.map_or(code, |(zh, en)| if language == Language::Zh { zh } else { en })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_have_their_names_and_others_their_code() {
        assert_eq!(country("MN", Language::Zh), "蒙古国");
        assert_eq!(country("RU", Language::En), "Russia");
        assert_eq!(country("XX", Language::Zh), "XX");
    }
}
