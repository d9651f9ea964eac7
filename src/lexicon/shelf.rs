//! Rows found by the first or the last character of a name: of hundreds of rows a name is compared with a few.

use super::rows::{Level, Position, Vertical};
use rustc_hash::FxHashMap;

/// Rows by a character, in the order in which they were put in.
#[derive(Debug, Clone)]
pub struct Shelf<T> {
    by_char: FxHashMap<char, Vec<T>>,
}

impl<T> Shelf<T> {
    /// Puts each row under the first character of its word.
    pub fn by_first(rows: impl IntoIterator<Item = T>, word: impl Fn(&T) -> &'static str) -> Self {
        Self::by(rows, |row| word(row).chars().next())
    }

    /// Puts each row under the last character of its word.
    pub fn by_last(rows: impl IntoIterator<Item = T>, word: impl Fn(&T) -> &'static str) -> Self {
        Self::by(rows, |row| word(row).chars().next_back())
    }

    fn by(rows: impl IntoIterator<Item = T>, key: impl Fn(&T) -> Option<char>) -> Self {
        let mut by_char: FxHashMap<char, Vec<T>> = FxHashMap::default();
        for row in rows {
            if let Some(c) = key(&row) {
                by_char.entry(c).or_default().push(row);
            }
        }
        Self { by_char }
    }

    /// The rows that may be at the beginning of a name.
    pub fn beginning(&self, name: &str) -> &[T] {
        self.under(name.chars().next())
    }

    /// The rows that may be at the end of a name.
    pub fn ending(&self, name: &str) -> &[T] {
        self.under(name.chars().next_back())
    }

    fn under(&self, c: Option<char>) -> &[T] {
        c.and_then(|c| self.by_char.get(&c)).map_or(&[], Vec::as_slice)
    }
}

/// The shapes of names with a jurisdiction of their own.
#[derive(Debug, Clone)]
pub struct Shapes {
    beginnings: Shelf<(usize, Vertical)>,
    endings: Shelf<(usize, Vertical)>,
    others: Vec<(usize, Vertical)>,
}

impl Shapes {
    /// Sorts the rows of the table.
    pub fn new(rows: &[Vertical]) -> Self {
        let of = |wanted: fn(Position) -> bool| rows.iter().cloned().enumerate().filter(move |(_, row)| wanted(row.position));
        Self {
            beginnings: Shelf::by_first(of(|position| position == Position::Prefix), |(_, row)| row.pattern),
            endings: Shelf::by_last(of(|position| position == Position::Suffix), |(_, row)| row.pattern),
            others: of(|position| !matches!(position, Position::Prefix | Position::Suffix)).collect(),
        }
    }

    /// The longest shape that `name` has among those that are wanted; of two as long, the later in the table.
    pub fn longest(&self, name: &str, wanted: impl Fn(&Vertical) -> bool) -> Option<&Vertical> {
        let rows = self.beginnings.beginning(name).iter().chain(self.endings.ending(name)).chain(&self.others);
        let fitting = rows.filter(|(_, row)| row.fits(name) && wanted(row));
        fitting.max_by_key(|(at, row)| (row.pattern.len(), *at)).map(|(_, row)| row)
    }
}

/// The level prefixes, the longest first.
pub fn levels(rows: &[Level]) -> Shelf<Level> {
    let mut levels = rows.to_vec();
    levels.sort_by_key(|level| std::cmp::Reverse(level.prefix.len()));
    Shelf::by_first(levels, |level| level.prefix)
}

#[cfg(test)]
mod tests {
    use super::super::Lexicon;
    use super::*;

    #[test]
    fn a_shelf_finds_what_a_walk_over_the_table_finds() {
        let lexicon = Lexicon::builtin().expect("tables");
        let shapes = Shapes::new(&lexicon.vertical);
        let shelf = levels(&lexicon.levels);
        for name in ["呼和浩特海关", "国网杭州供电公司", "民航江苏监管局", "黄河水利委员会", "市场监管局", "自治区水利厅", "水", ""]
        {
            let walked = lexicon.vertical.iter().filter(|row| row.fits(name)).max_by_key(|row| row.pattern.len());
            assert_eq!(shapes.longest(name, |_| true).map(|row| row.pattern), walked.map(|row| row.pattern), "{name}");
            let mut walked = lexicon.levels.clone();
            walked.sort_by_key(|level| std::cmp::Reverse(level.prefix.len()));
            let walked = walked.iter().find(|level| level.begins(name)).map(|level| level.prefix);
            assert_eq!(shelf.beginning(name).iter().find(|level| level.begins(name)).map(|level| level.prefix), walked, "{name}");
        }
    }
}
