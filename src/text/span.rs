//! A stretch of the text.

use serde::Serialize;

/// A half-open stretch of a [`Source`](super::Source), in bytes of its UTF-8 text.
///
/// Bytes are what the stages compute with; what leaves the program are character offsets (Unicode
/// scalar values), made by [`Source::characters`](super::Source::characters).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The stretch from `start` up to, not including, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Whether nothing lies between start and end.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether `other` lies wholly inside.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The same stretch, counted from `base` bytes further on.
    pub const fn shifted(self, base: usize) -> Span {
        Span::new(self.start + base, self.end + base)
    }

    /// The words of the stretch in the text that it was made for.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// The stretch without white space (ideographic space included) at either end.
    pub fn trimmed(self, text: &str) -> Span {
        let words = self.of(text);
        let start = self.start + (words.len() - words.trim_start().len());
        let end = self.end - (words.len() - words.trim_end().len());
        Span::new(start, end.max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimming_takes_ideographic_spaces_off_both_ends() {
        let text = "　　一、战略定位 \r\n";
        let whole = Span::new(0, text.len());
        assert_eq!(whole.trimmed(text).of(text), "一、战略定位");
        assert!(Span::new(0, 6).trimmed(text).is_empty());
    }
}
