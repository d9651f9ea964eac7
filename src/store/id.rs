//! Numbers that stand for terms.
//!
//! | numbers | what |
//! |---|---|
//! | 0 … | terms of the dictionaries |
//! | A000 0000 … | terms that only a query knows; no store has them |
//! | C000 0000 … | integers from −2²⁷ up, in their order |
//! | D000 0000 … | days from 0001-01-01 on, without a time zone |
//! | E000 0000 … | false and true |
//! | FFFF FFFE, FFFF FFFF | the default graph; no term at all |
//!
//! Only the canonical form of a value is its number, so that a term comes back as it was written: "01" is a term of the dictionary.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, TermRef};

/// The number of a term.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(transparent)]
pub struct Id(pub u32);

/// Half the number of integers that have a number.
const HALF: i64 = 1 << 27;
/// The days of the years 1 to 9999 of the Gregorian calendar.
const DAYS: u32 = 3_652_059;

impl Id {
    /// The first number of what only a query knows.
    pub const LOCAL: u32 = 0xA000_0000;
    /// The first number that is itself a value.
    pub const INLINE: u32 = 0xC000_0000;
    /// The first number of a day.
    pub const DATES: u32 = 0xD000_0000;
    /// The number of `false`; that of `true` follows.
    pub const BOOLEANS: u32 = 0xE000_0000;
    /// The default graph, in columns of graphs.
    pub const DEFAULT_GRAPH: Self = Self(0xFFFF_FFFE);
    /// No term.
    pub const UNBOUND: Self = Self(0xFFFF_FFFF);

    /// Whether a dictionary holds the term.
    pub const fn is_stored(self) -> bool {
        self.0 < Self::LOCAL
    }

    /// Whether only a query knows the term.
    pub const fn is_local(self) -> bool {
        self.0 >= Self::LOCAL && self.0 < Self::INLINE
    }

    /// Whether the number is itself the value.
    pub const fn is_inline(self) -> bool {
        self.0 >= Self::INLINE && self.0 < Self::DEFAULT_GRAPH.0
    }

    /// The number of an integer, if it has one.
    pub fn of_integer(value: i64) -> Option<Self> {
        if !(-HALF..HALF).contains(&value) {
            return None;
        }
        u32::try_from(value + HALF).ok().map(|above| Self(Self::INLINE + above))
    }

    /// The integer that a number is.
    pub fn integer(self) -> Option<i64> {
        (Self::INLINE..Self::DATES).contains(&self.0).then(|| i64::from(self.0 - Self::INLINE) - HALF)
    }

    /// The number of a truth value.
    pub const fn of_boolean(value: bool) -> Self {
        Self(Self::BOOLEANS + value as u32)
    }

    /// The truth value that a number is.
    pub const fn boolean(self) -> Option<bool> {
        match self.0.checked_sub(Self::BOOLEANS) {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        }
    }

    /// The number of a day, of the years 1 to 9999.
    pub fn of_date(year: u32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day == 0 || day > days_of_month(year, month) {
            return None;
        }
        Some(Self(Self::DATES + days_before(year, month) + day - 1))
    }

    /// The day that a number is, as year, month, day.
    pub fn date(self) -> Option<(u32, u32, u32)> {
        let days = self.0.checked_sub(Self::DATES).filter(|days| *days < DAYS)?;
        // A year has 365.2425 days: the guess is at most one too small.
        let guess = u32::try_from(u64::from(days) * 10_000 / 3_652_425).ok()? + 1;
        let year = if days_before(guess + 1, 1) <= days {
            guess + 1
        } else if days_before(guess, 1) > days {
            guess - 1
        } else {
            guess
        };
        let month = (1..=12).rev().find(|month| days_before(year, *month) <= days)?;
        Some((year, month, days - days_before(year, month) + 1))
    }

    /// The number of a term that is a value in its canonical form.
    pub fn of_value(term: TermRef<'_>) -> Option<Self> {
        let TermRef::Literal(literal) = term else { return None };
        if literal.language().is_some() {
            return None;
        }
        Self::of_typed(literal.value().as_bytes(), literal.datatype().as_str().as_bytes())
    }

    /// The same, of a literal's value and the IRI of its datatype.
    pub(super) fn of_typed(value: &[u8], datatype: &[u8]) -> Option<Self> {
        if datatype == xsd::INTEGER.as_str().as_bytes() {
            Self::of_integer(canonical_integer(value)?)
        } else if datatype == xsd::DATE.as_str().as_bytes() {
            let [a, b, c, d, b'-', e, f, b'-', g, h] = value else { return None };
            Self::of_date(number(&[*a, *b, *c, *d])?, number(&[*e, *f])?, number(&[*g, *h])?)
        } else if datatype == xsd::BOOLEAN.as_str().as_bytes() {
            match value {
                b"true" => Some(Self::of_boolean(true)),
                b"false" => Some(Self::of_boolean(false)),
                _ => None,
            }
        } else {
            None
        }
    }

    /// The lexical form of the value that a number is, and the IRI of its datatype.
    pub(super) fn written(self) -> Option<(String, &'static str)> {
        if let Some(value) = self.integer() {
            Some((value.to_string(), xsd::INTEGER.as_str()))
        } else if let Some((year, month, day)) = self.date() {
            Some((format!("{year:04}-{month:02}-{day:02}"), xsd::DATE.as_str()))
        } else {
            self.boolean().map(|value| (value.to_string(), xsd::BOOLEAN.as_str()))
        }
    }

    /// The literal that a number is.
    pub fn literal(self) -> Option<Literal> {
        let (value, datatype) = self.written()?;
        Some(Literal::new_typed_literal(value, oxigraph::model::NamedNode::new_unchecked(datatype)))
    }
}

/// An integer written as its canonical form has it, of at most nine digits.
fn canonical_integer(value: &[u8]) -> Option<i64> {
    let (minus, digits) = match value {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, value),
    };
    let led_by_zero = digits.first() == Some(&b'0') && (digits.len() > 1 || minus);
    if digits.is_empty() || digits.len() > 9 || led_by_zero {
        return None;
    }
    let value = i64::from(number(digits)?);
    Some(if minus { -value } else { value })
}

/// Digits, at most nine, as a number.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum: u32, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))
}

const fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_of_month(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// The days from 0001-01-01 to the first of a month.
fn days_before(year: u32, month: u32) -> u32 {
    let before = year - 1;
    let of_years = before * 365 + before / 4 - before / 100 + before / 400;
    of_years + (1..month).map(|month| days_of_month(year, month)).sum::<u32>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::NamedNode;

    fn value(words: &str, datatype: oxigraph::model::NamedNodeRef<'_>) -> Option<Id> {
        Id::of_value(Literal::new_typed_literal(words, datatype).as_ref().into())
    }

    #[test]
    fn values_come_back_as_they_were_written() {
        for words in ["0", "-1", "7", "134217727", "-134217728"] {
            let id = value(words, xsd::INTEGER).expect("an integer that has a number");
            assert_eq!(id.literal(), Some(Literal::new_typed_literal(words, xsd::INTEGER)));
        }
        for words in ["0001-01-01", "2012-02-29", "2011-12-31", "1900-02-28", "9999-12-31"] {
            let id = value(words, xsd::DATE).expect("a day that has a number");
            assert_eq!(id.literal(), Some(Literal::new_typed_literal(words, xsd::DATE)));
        }
        for words in ["true", "false"] {
            assert_eq!(value(words, xsd::BOOLEAN).and_then(Id::literal), Some(Literal::new_typed_literal(words, xsd::BOOLEAN)));
        }
    }

    #[test]
    fn other_forms_have_no_number() {
        for words in ["01", "+1", "-0", "", "-", "134217728", "-134217729", "12345678901234567890", "1x"] {
            assert_eq!(value(words, xsd::INTEGER), None, "{words}");
        }
        for words in ["0000-01-01", "2011-02-29", "2011-9-1", "2011-09-31", "2011-01-01Z", "12011-01-01", "-0001-01-01"] {
            assert_eq!(value(words, xsd::DATE), None, "{words}");
        }
        assert_eq!(value("1", xsd::BOOLEAN), None);
        assert_eq!(value("1", xsd::INT), None);
        assert_eq!(Id::of_value(NamedNode::new_unchecked("http://a/1").as_ref().into()), None);
    }

    #[test]
    fn every_day_has_the_next_number() {
        let mut next = Id::DATES;
        for year in 1..=9999 {
            for month in 1..=12 {
                for day in 1..=days_of_month(year, month) {
                    assert_eq!(Id::of_date(year, month, day), Some(Id(next)));
                    assert_eq!(Id(next).date(), Some((year, month, day)));
                    next += 1;
                }
            }
        }
        assert_eq!(next - Id::DATES, DAYS);
        assert_eq!(Id(next).date(), None);
    }

    #[test]
    fn integers_keep_their_order() {
        assert!(Id::of_integer(-5) < Id::of_integer(3) && Id::of_integer(3) < Id::of_integer(40));
    }
}
