//! How much room words take in cells: programs of sheets make rows only as high as they are told where their own fonts are not those of the reader.

use unicode_width::UnicodeWidthChar;

/// The size of the words of a table, in points.
pub(super) const SIZE: f64 = 10.0;
/// The height of a line as a multiple of the size of its font: that of the widest Chinese fonts (Noto Sans CJK).
const LINE: f64 = 1.4;
/// Highest row that Excel has, in points.
const HIGHEST: f64 = 409.0;
/// The width of a half-width character of the default font (Arial 10) in points: 7 pixels of 96 to the inch.
const UNIT: f64 = 7.0 * 72.0 / 96.0;

/// The width that Excel adds to a column for its lines and margins, in points: 5 pixels.
const MARGIN: f64 = 5.0 * 72.0 / 96.0;
/// The least part of its size at which a table is printed: words of 10 points then have more than 8 on paper,
/// also where a program draws columns a little wider.
const LEAST: f64 = 0.85;

/// Paper, lying on its side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paper {
    A4,
    A3,
}

impl Paper {
    /// The smallest that has room for columns of these widths, in half-width characters.
    pub(super) fn of(widths: &[f64]) -> Self {
        if points(widths) <= Self::A4.room() { Self::A4 } else { Self::A3 }
    }

    /// Its number in Excel.
    pub(super) const fn number(self) -> u8 {
        match self {
            Self::A4 => 9,
            Self::A3 => 8,
        }
    }

    /// The most points that columns may be wide together: its width less margins of 0.4 inches.
    fn room(self) -> f64 {
        let width = match self {
            Self::A4 => 841.89,
            Self::A3 => 1190.55,
        };
        (width - 0.8 * 72.0) / LEAST
    }
}

fn points(widths: &[f64]) -> f64 {
    widths.iter().map(|width| width * UNIT + MARGIN).sum()
}

/// The width of the widest column that paper has room for beside others, in half-width characters; `least` at the least.
pub(super) fn room_beside(others: &[f64], least: f64) -> f64 {
    ((Paper::A3.room() - points(others) - MARGIN) / UNIT).floor().max(least)
}

/// How many lines words take in a cell, at a size of font. A line that is broken early, since punctuation may not begin one, is reckoned with.
pub(super) fn lines(words: &str, width: f64, size: f64) -> usize {
    let room = (width * UNIT - 4.0).max(size);
    words.lines().map(|line| lines_of(line, room, size)).sum::<usize>().max(1)
}

fn lines_of(line: &str, room: f64, size: f64) -> usize {
    let (mut count, mut used) = (1, 0.0);
    for c in line.chars() {
        let width = c.width().unwrap_or_default() as f64 * size / 2.0 * if c.is_ascii() { 1.15 } else { 1.0 };
        if used + width > room {
            count += 1;
            // The character before a mark of punctuation goes down with it.
            used = if "，。、；：）》」”".contains(c) { size } else { 0.0 };
        }
        used += width;
    }
    count
}

/// The height of a row of so many lines in points.
pub(super) fn height(lines: usize, size: f64) -> f64 {
    (lines as f64 * size * LINE + 5.0).clamp(20.0, HIGHEST)
}

/// The width that a column needs so that the longest of some words fits the highest row, between `least` and `most` half-width characters.
pub(super) fn width_for<'w>(words: impl Iterator<Item = &'w str>, least: f64, most: f64) -> f64 {
    let fits = |words: &str, width: f64| lines(words, width, SIZE) as f64 * SIZE * LINE + 5.0 <= HIGHEST;
    let mut width = least;
    for words in words {
        while width < most && !fits(words, width) {
            width += 2.0;
        }
    }
    width
}

/// The size of font at which words fit the highest row: that of the table, or a smaller one.
pub(super) fn size_for(words: &str, width: f64) -> f64 {
    let fits = |size: f64| lines(words, width, size) as f64 * size * LINE + 5.0 <= HIGHEST;
    [SIZE, 9.0, 8.0, 7.0].into_iter().find(|size| fits(*size)).unwrap_or(6.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::column::Column;

    #[test]
    fn words_take_lines_by_their_width() {
        // Twelve half-width characters are 63 points, and 59 of them hold five Chinese characters of ten points.
        assert_eq!([lines("", 12.0, SIZE), lines("水利厅水利", 12.0, SIZE), lines("水利厅水利厅", 12.0, SIZE)], [1, 1, 2]);
        assert_eq!(lines("水\n利", 12.0, SIZE), 2);
        assert!(height(3, SIZE) > 3.0 * SIZE && height(1000, SIZE) <= 409.0);
    }

    #[test]
    fn paper_is_as_large_as_words_of_eight_points_need() {
        assert_eq!((Paper::of(&[100.0, 70.0]), Paper::of(&[100.0, 100.0])), (Paper::A4, Paper::A3));
        let room = room_beside(&[100.0, 20.0], 45.0);
        assert!(points(&[100.0, 20.0, room]) <= Paper::A3.room() && points(&[100.0, 20.0, room + 1.0]) > Paper::A3.room());
        assert!((room_beside(&[300.0], 45.0) - 45.0).abs() < 0.1);
        // Every column that a ledger can have, with those of words at their narrowest.
        let all: Vec<f64> = Column::ALL.into_iter().filter(|column| *column != Column::Identity).map(Column::width).collect();
        assert!(points(&all) <= Paper::A3.room(), "{}", points(&all));
    }

    #[test]
    fn long_words_widen_their_column_and_then_become_smaller() {
        let (short, long, endless) = ("水".repeat(100), "水".repeat(900), "水".repeat(4000));
        assert!((width_for([short.as_str()].into_iter(), 46.0, 90.0) - 46.0).abs() < 0.1);
        let width = width_for([short.as_str(), &long].into_iter(), 46.0, 90.0);
        assert!(width > 46.0 && width < 90.0 && (size_for(&long, width) - SIZE).abs() < 0.1);
        assert!(size_for(&endless, 90.0) < SIZE);
    }
}
