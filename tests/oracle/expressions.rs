//! Random expressions, by what they give.
//!
//! Left out is what gives another answer each time: RAND, NOW, UUID, STRUUID, BNODE.

use super::patterns::Patterns;
use super::vocabulary::{NODES, integer, string};

/// What is searched for in strings.
const WORDS: [&str; 8] = ["a", "水", "水利", "利厅", "b", "", "区水利厅", "2"];
/// Regular expressions.
const REGEXES: [&str; 7] = ["^a", "水利", "利厅$", ".", "^$", "[ab]+", "A"];

impl Patterns<'_> {
    /// Any term, or an error.
    pub(crate) fn any(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.leaf();
        }
        match self.dice.weighted(&[40, 15, 15, 10, 5, 5, 3, 3, 4]) {
            0 => self.leaf(),
            1 => self.number(depth - 1),
            2 => self.string(depth - 1),
            3 => self.condition(depth - 1),
            4 => format!("IF({}, {}, {})", self.condition(depth - 1), self.any(depth - 1), self.any(depth - 1)),
            5 => format!("COALESCE({}, {})", self.any(depth - 1), self.any(depth - 1)),
            6 => match self.dice.below(3) {
                0 => format!("STRLANG({}, \"zh\")", self.string(depth - 1)),
                1 => format!("STRDT({}, xsd:integer)", self.string(depth - 1)),
                _ => format!("STRDT({}, ex:type)", self.string(depth - 1)),
            },
            7 => format!("IRI(CONCAT(\"http://e/\", {}))", self.string(depth - 1)),
            _ => format!("DATATYPE({})", self.any(depth - 1)),
        }
    }

    fn leaf(&mut self) -> String {
        match self.dice.weighted(&[70, 20, 10]) {
            0 => self.variable(),
            1 if self.dice.percent(50) => self.witness.value(self.dice).unwrap_or_else(|| self.variable()),
            1 => self.profile.literal(self.dice),
            _ => self.dice.word(&NODES).to_owned(),
        }
    }

    /// A number, or an error.
    pub(crate) fn number(&mut self, depth: usize) -> String {
        if depth == 0 {
            return if self.dice.percent(60) { self.variable() } else { integer(self.dice) };
        }
        let depth = depth - 1;
        match self.dice.weighted(&[25, 15, 20, 10, 6, 12, 6]) {
            0 => self.variable(),
            1 => integer(self.dice),
            2 => {
                let operator = self.dice.word(&["+", "-", "*", "/"]);
                format!("({} {operator} {})", self.number(depth), self.number(depth))
            }
            3 => format!("STRLEN({})", self.string(depth)),
            4 => format!("{}({})", self.dice.word(&["ABS", "CEIL", "FLOOR", "ROUND"]), self.number(depth)),
            5 => match self.dice.below(3) {
                0 => format!("(- {})", self.number(depth)),
                1 => format!("{}({})", self.dice.word(&["YEAR", "MONTH", "DAY", "HOURS", "MINUTES", "SECONDS"]), self.variable()),
                _ => format!("(+ {})", self.number(depth)),
            },
            _ => format!("xsd:{}({})", self.dice.word(&["integer", "decimal", "double", "float", "int"]), self.any(depth)),
        }
    }

    /// A string, with or without a language, or an error.
    pub(crate) fn string(&mut self, depth: usize) -> String {
        if depth == 0 {
            return match self.dice.below(3) {
                0 => self.variable(),
                1 => format!("STR({})", self.variable()),
                _ => string(self.dice),
            };
        }
        let depth = depth - 1;
        match self.dice.weighted(&[25, 10, 10, 8, 8, 8, 8, 6, 5, 4, 4, 4]) {
            0 => format!("STR({})", self.any(depth)),
            1 => string(self.dice),
            2 => self.variable(),
            3 => format!("LANG({})", self.any(depth)),
            4 => format!("{}({})", self.dice.word(&["UCASE", "LCASE"]), self.string(depth)),
            5 => {
                let start = self.dice.between(0, 3);
                let length = if self.dice.percent(50) { format!(", {}", self.dice.below(4)) } else { String::new() };
                format!("SUBSTR({}, {start}{length})", self.string(depth))
            }
            6 => {
                let parts: Vec<String> = (0..self.dice.between(1, 3)).map(|_| self.string(depth)).collect();
                format!("CONCAT({})", parts.join(", "))
            }
            7 => {
                let function = self.dice.word(&["STRBEFORE", "STRAFTER"]);
                format!("{function}({}, {})", self.string(depth), self.word())
            }
            8 => {
                let flags = if self.dice.percent(30) { ", \"i\"" } else { "" };
                let regex = self.dice.word(&["a", "水", "利厅$", "[ab]"]);
                format!("REPLACE({}, \"{regex}\", \"*\"{flags})", self.string(depth))
            }
            9 => format!("ENCODE_FOR_URI({})", self.string(depth)),
            10 => format!("{}({})", self.dice.word(&["MD5", "SHA1", "SHA256"]), self.string(depth)),
            _ => format!("STR(DATATYPE({}))", self.variable()),
        }
    }

    fn word(&mut self) -> String {
        match self.dice.below(10) {
            0 => self.variable(),
            1 => format!("\"{}\"@zh", self.dice.word(&WORDS)),
            _ => format!("\"{}\"", self.dice.word(&WORDS)),
        }
    }

    /// True, false or an error.
    pub(crate) fn condition(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.comparison(0);
        }
        let depth = depth - 1;
        match self.dice.weighted(&[34, 8, 8, 6, 6, 14, 6, 6, 5, 4, 3, 2]) {
            0 => self.comparison(depth),
            1 => format!("BOUND({})", self.variable()),
            2 => {
                let function = self.dice.word(&["isIRI", "isBLANK", "isLITERAL", "isNUMERIC"]);
                format!("{function}({})", self.any(depth))
            }
            3 => format!("(! {})", self.condition(depth)),
            4 => format!("({} && {})", self.condition(depth), self.condition(depth)),
            5 => {
                let function = self.dice.word(&["CONTAINS", "CONTAINS", "STRSTARTS", "STRENDS"]);
                format!("{function}({}, {})", self.string(depth), self.word())
            }
            6 => format!("({} || {})", self.condition(depth), self.condition(depth)),
            7 => {
                let not = if self.dice.percent(40) { "NOT " } else { "" };
                let members: Vec<String> = (0..self.dice.below(4)).map(|_| self.any(depth.min(1))).collect();
                format!("({} {not}IN ({}))", self.any(depth), members.join(", "))
            }
            8 => {
                let flags = if self.dice.percent(30) { ", \"i\"" } else { "" };
                let regex = self.dice.word(&REGEXES);
                format!("REGEX({}, \"{regex}\"{flags})", self.string(depth))
            }
            9 => format!("LANGMATCHES(LANG({}), \"{}\")", self.variable(), self.dice.word(&["*", "en", "zh"])),
            10 => format!("sameTerm({}, {})", self.any(depth), self.any(depth)),
            _ => self.any(depth),
        }
    }

    fn comparison(&mut self, depth: usize) -> String {
        let operator = self.dice.word(&["=", "!=", "<", ">", "<=", ">=", "="]);
        match self.dice.weighted(&[40, 20, 20, 20]) {
            0 => format!("({} {operator} {})", self.variable(), self.leaf()),
            1 => format!("({} {operator} {})", self.number(depth), self.number(depth)),
            2 => format!("({} {operator} {})", self.string(depth), self.string(depth)),
            _ => format!("({} {operator} {})", self.any(depth), self.any(depth)),
        }
    }
}
