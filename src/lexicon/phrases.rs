//! A set of phrases, found in a text.
//!
//! The sets are made anew at each start of the program and mostly read one plan, so they are a hash
//! of the phrases' first two characters, filled in well under a millisecond, and no automaton, whose
//! construction takes ten times as long as a plan takes to be read.

use rustc_hash::FxHashMap;

/// Phrases with what each stands for. A phrase may stand for several things.
#[derive(Debug, Clone)]
pub struct Phrases<'a, T> {
    /// Phrases of two characters or more by the first two, the longest first.
    by_pair: FxHashMap<(char, char), Vec<u32>>,
    /// Phrases of one character.
    by_one: FxHashMap<char, u32>,
    entries: Vec<(&'a str, Vec<T>)>,
    /// Tells at most places of a text, without a look into the maps, that no phrase begins there.
    beginnings: Beginnings,
}

/// A bit for each pair of characters with which a phrase begins, by a hash of the two; what is not in it begins no phrase.
#[derive(Debug, Clone, Default)]
struct Beginnings {
    bits: Vec<u64>,
    /// A power of two less one.
    mask: u32,
}

impl Beginnings {
    /// Bits for each pair, so that one in sixteen of all other pairs is let through.
    const SPARSE: usize = 16;

    fn new(pairs: impl ExactSizeIterator<Item = (char, char)>, ones: impl Iterator<Item = char>) -> Self {
        let size = (pairs.len() * Self::SPARSE).next_power_of_two().max(1024);
        let mut found = Self { bits: vec![0; size / 64], mask: size as u32 - 1 };
        for (first, second) in pairs {
            found.set(found.bit(first, second));
        }
        // What begins with a phrase of one character goes on with any other.
        for one in ones {
            let bit = found.single(one);
            found.set(bit);
        }
        found
    }

    fn set(&mut self, bit: u32) {
        self.bits[bit as usize / 64] |= 1 << (bit % 64);
    }

    fn bit(&self, first: char, second: char) -> u32 {
        let mixed = (first as u32).wrapping_mul(0x9E37_79B1) ^ (second as u32).wrapping_mul(0x85EB_CA77);
        (mixed ^ (mixed >> 15)) & self.mask
    }

    fn single(&self, one: char) -> u32 {
        self.bit(one, '\0')
    }

    fn holds(&self, bit: u32) -> bool {
        self.bits[bit as usize / 64] & (1 << (bit % 64)) != 0
    }
}

/// A phrase found: first byte, one past the last, what it stands for.
pub type Hit<'p, T> = (usize, usize, &'p [T]);

impl<'a, T> Phrases<'a, T> {
    /// Takes the phrases; empty ones are left out.
    pub fn new(phrases: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut set =
            Self { by_pair: FxHashMap::default(), by_one: FxHashMap::default(), entries: Vec::new(), beginnings: Beginnings::default() };
        for (phrase, value) in phrases {
            set.insert(phrase, value);
        }
        set.beginnings = Beginnings::new(set.by_pair.keys().copied(), set.by_one.keys().copied());
        let entries = &set.entries;
        for list in set.by_pair.values_mut() {
            list.sort_by_key(|at| std::cmp::Reverse(entries[*at as usize].0.len()));
        }
        set
    }

    fn insert(&mut self, phrase: &'a str, value: T) {
        let mut chars = phrase.chars();
        let Some(first) = chars.next() else { return };
        let next = self.entries.len() as u32;
        let known = match chars.next() {
            Some(second) => {
                let list = self.by_pair.entry((first, second)).or_default();
                let entries = &self.entries;
                let known = list.iter().copied().find(|at| entries[*at as usize].0 == phrase);
                known.or_else(|| {
                    list.push(next);
                    None
                })
            }
            None => Some(*self.by_one.entry(first).or_insert(next)).filter(|at| *at != next),
        };
        match known {
            Some(at) => self.entries[at as usize].1.push(value),
            None => self.entries.push((phrase, vec![value])),
        }
    }

    /// The phrases that begin at a byte of the text, the longest first.
    fn at<'p, 't>(&'p self, text: &'t str, from: usize) -> impl Iterator<Item = (usize, &'p [T])> + use<'p, 't, 'a, T> {
        let rest = &text[from..];
        let mut chars = rest.chars();
        let first = chars.next();
        let pair = first.zip(chars.next()).and_then(|pair| self.by_pair.get(&pair));
        let one = first.and_then(|first| self.by_one.get(&first));
        let longer = pair.into_iter().flatten().copied().filter(move |at| rest.starts_with(self.entries[*at as usize].0));
        longer.chain(one.copied()).map(move |at| {
            let (phrase, values) = &self.entries[at as usize];
            (from + phrase.len(), values.as_slice())
        })
    }

    /// Whether a phrase may begin with these two characters; most that do not are told here.
    fn may_begin(&self, first: char, second: char) -> bool {
        self.beginnings.holds(self.beginnings.bit(first, second))
            || (!self.by_one.is_empty() && self.beginnings.holds(self.beginnings.single(first)))
    }

    /// Where phrases may begin in a text from a byte on.
    fn places<'p, 't>(&'p self, text: &'t str) -> impl Iterator<Item = usize> + use<'p, 't, 'a, T> {
        let mut next = text.chars();
        next.next();
        let pairs = text.char_indices().zip(next.map(Some).chain(std::iter::once(None)));
        pairs.filter(|((_, first), second)| self.may_begin(*first, second.unwrap_or('\0'))).map(|((at, _), _)| at)
    }

    /// The phrases in `text` that do not overlap; where several begin together the longest wins.
    pub fn find<'p, 't>(&'p self, text: &'t str) -> impl Iterator<Item = Hit<'p, T>> + use<'p, 't, 'a, T> {
        let mut from = 0;
        self.places(text).filter_map(move |start| {
            if start < from {
                return None;
            }
            let (end, values) = self.at(text, start).next()?;
            from = end;
            Some((start, end, values))
        })
    }

    /// Every occurrence of every phrase, also those that overlap, in the order of their beginnings, the longest first.
    pub fn find_all<'p, 't>(&'p self, text: &'t str) -> impl Iterator<Item = Hit<'p, T>> + use<'p, 't, 'a, T> {
        self.places(text).flat_map(move |start| self.at(text, start).map(move |(end, values)| (start, end, values)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins_over_those_inside_it() {
        let phrases = Phrases::new([("乌海", 1), ("乌梁素海", 2), ("海水", 3), ("乌海", 4), ("铝", 5)]);
        let found: Vec<_> = phrases.find("乌梁素海水环境与乌海铝").map(|(start, _, values)| (start, values.to_vec())).collect();
        assert_eq!(found, [(0, vec![2]), (24, vec![1, 4]), (30, vec![5])]);
        let all: Vec<_> = phrases.find_all("乌梁素海水").map(|(start, _, values)| (start, values.to_vec())).collect();
        assert_eq!(all, [(0, vec![2]), (9, vec![3])]);
        assert_eq!(Phrases::<()>::new([]).find("任何").count(), 0);
    }
}
