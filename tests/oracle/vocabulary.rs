//! The few terms of which graphs and queries are made: few, so that patterns match and joins meet.

use super::dice::Dice;

/// What comes before a query.
pub(crate) const PREFIXES: &str = "PREFIX ex: <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ";

/// Subjects and objects; the last stands in few graphs or none.
pub(crate) const NODES: [&str; 7] = ["ex:a", "ex:b", "ex:c", "ex:d", "ex:e", "ex:盟", "ex:z"];
/// Predicates, which are nodes too now and then.
pub(crate) const PREDICATES: [&str; 5] = ["ex:p", "ex:q", "ex:r", "ex:s", "ex:t"];
/// Named graphs; the first two are nodes too.
pub(crate) const GRAPHS: [&str; 4] = ["ex:g", "ex:a", "ex:h", "ex:none"];
/// Blank nodes of graphs.
pub(crate) const BLANKS: [&str; 3] = ["_:x", "_:y", "_:w"];

// Numbers are written as oxigraph writes them, since its store does not keep other spellings. They are halves and powers of two, so
// that sums of doubles do not depend on their order. Integers lie on both sides of what fits an id.
const INTEGERS: [&str; 12] = ["0", "1", "2", "4", "8", "-1", "-2", "10", "134217727", "134217728", "-134217729", "3000000000"];
const DECIMALS: [&str; 4] = ["0.5", "1.5", "-2.25", "2"];
const DOUBLES: [&str; 5] = ["0.5", "1.5", "2", "-4", "1000"];
const STRINGS: [&str; 12] = ["", "a", "b", "ab", "A", "水利厅", "自治区水利厅", "水", "发展改革委、水利厅", "2", "a.b", "x y"];
const LANGUAGES: [&str; 6] = ["\"a\"@en", "\"a\"@zh", "\"水利厅\"@zh", "\"ab\"@en-gb", "\"\"@en", "\"2\"@zh"];
const DATES: [&str; 5] = ["2012-01-01", "2012-12-31", "2020-02-29", "1999-07-01", "0001-01-01"];
const TIMES: [&str; 4] = ["2012-01-01T00:00:00Z", "2012-01-01T12:30:00Z", "2020-02-29T23:59:59Z", "1999-07-01T08:00:00Z"];
const OTHERS: [&str; 5] =
    ["\"x\"^^ex:type", "\"abc\"^^xsd:integer", "\"2012\"^^xsd:gYear", "\"nowhere\"^^xsd:date", "\"P1D\"^^xsd:dayTimeDuration"];

/// Which literals a graph has. In a graph with literals of one kind their order is total: MIN and MAX are then one term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Mixed,
    Integers,
    Strings,
    Dates,
}

impl Profile {
    /// Any.
    pub(crate) fn any(dice: &mut Dice) -> Self {
        *dice.pick(&[Self::Mixed, Self::Mixed, Self::Mixed, Self::Integers, Self::Strings, Self::Dates])
    }

    /// A literal as a query writes it.
    pub(crate) fn literal(self, dice: &mut Dice) -> String {
        match self {
            Self::Integers => integer(dice),
            Self::Strings => string(dice),
            Self::Dates => typed(dice.word(&DATES), "date"),
            Self::Mixed => match dice.weighted(&[24, 8, 8, 2, 24, 12, 6, 4, 6, 6]) {
                0 => integer(dice),
                1 => typed(dice.word(&DECIMALS), "decimal"),
                2 => typed(dice.word(&DOUBLES), "double"),
                3 => typed(dice.word(&DOUBLES), "float"),
                4 => string(dice),
                5 => dice.word(&LANGUAGES).to_owned(),
                6 => typed(dice.word(&DATES), "date"),
                7 => typed(dice.word(&TIMES), "dateTime"),
                8 => typed(dice.word(&["true", "false"]), "boolean"),
                _ => dice.word(&OTHERS).to_owned(),
            },
        }
    }
}

/// An integer.
pub(crate) fn integer(dice: &mut Dice) -> String {
    dice.word(&INTEGERS).to_owned()
}

/// A string without a language.
pub(crate) fn string(dice: &mut Dice) -> String {
    format!("\"{}\"", dice.word(&STRINGS))
}

fn typed(value: &str, datatype: &str) -> String {
    format!("\"{value}\"^^xsd:{datatype}")
}
