//! Where things stand in a segment: `docs/store-format.md` in types.
//!
//! A segment is a front of sixteen bytes, the sections, the head, and a tail of thirty-two bytes that tells where the head is.
//! All numbers are little-endian; sections begin at multiples of eight.

/// What a segment begins with, and ends with.
pub(in crate::store) const MAGIC: [u8; 8] = *b"fengong\n";
/// The version of the format.
pub(in crate::store) const VERSION: u32 = 1;
/// The bytes before the first section: the magic and the version.
pub(in crate::store) const FRONT: usize = 16;
/// The bytes behind the head: where it is, how long, its checksum, the version, the magic.
pub(in crate::store) const TAIL: usize = 32;

/// A stretch of the bytes.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(in crate::store) struct Section {
    /// Where it begins.
    pub(in crate::store) offset: u64,
    /// How many bytes it has.
    pub(in crate::store) len: u64,
}

/// The head of a segment.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(in crate::store) struct Head {
    /// The number of its first term.
    pub(in crate::store) base: u64,
    /// How many terms it has.
    pub(in crate::store) terms: u64,
    /// How many of them are of the kinds before each kind; the first is 0.
    pub(in crate::store) kinds: [u64; 5],
    /// Whether values of a kind have zero bytes, so that its terms are not sorted as their values are: a bit for each kind.
    pub(in crate::store) unsorted: u64,
    /// How many statements it has.
    pub(in crate::store) quads: u64,
    /// The terms, in blocks of [`TERMS_A_BLOCK`](crate::store::dictionary::TERMS_A_BLOCK).
    pub(in crate::store) terms_bytes: Section,
    /// Where each block of terms begins in them, and where the last ends.
    pub(in crate::store) terms_blocks: Section,
    /// The predicates: one [`Entry`] each, sorted.
    pub(in crate::store) predicates: Section,
    /// The graphs and how many statements each has, sorted: two long numbers each.
    pub(in crate::store) graphs: Section,
    /// Which predicates subjects have.
    pub(in crate::store) sets: Section,
    /// The groups of characters in literals, sorted.
    pub(in crate::store) grams: Section,
    /// Where the list of each begins in `postings`, and where the last ends.
    pub(in crate::store) gram_offsets: Section,
    /// The blocks of terms that have each group.
    pub(in crate::store) postings: Section,
    /// The checksums of the blocks of bytes before this section.
    pub(in crate::store) sums: Section,
    /// The checksum of the checksums.
    pub(in crate::store) sums_sum: u64,
}

/// The long numbers of a head.
pub(in crate::store) const HEAD_WORDS: usize = 28;

impl Head {
    /// As it is written.
    pub(in crate::store) fn words(&self) -> [u64; HEAD_WORDS] {
        let sections = [
            self.terms_bytes,
            self.terms_blocks,
            self.predicates,
            self.graphs,
            self.sets,
            self.grams,
            self.gram_offsets,
            self.postings,
            self.sums,
        ];
        let mut words = [0; HEAD_WORDS];
        words[0] = self.base;
        words[1] = self.terms;
        words[2..7].copy_from_slice(&self.kinds);
        words[7] = self.unsorted;
        words[8] = self.quads;
        for (at, section) in sections.iter().enumerate() {
            words[9 + 2 * at] = section.offset;
            words[10 + 2 * at] = section.len;
        }
        words[27] = self.sums_sum;
        words
    }

    /// From what was written.
    pub(in crate::store) fn from_words(words: &[u64; HEAD_WORDS]) -> Self {
        let section = |at: usize| Section { offset: words[9 + 2 * at], len: words[10 + 2 * at] };
        let mut kinds = [0; 5];
        kinds.copy_from_slice(&words[2..7]);
        Self {
            base: words[0],
            terms: words[1],
            kinds,
            unsorted: words[7],
            quads: words[8],
            terms_bytes: section(0),
            terms_blocks: section(1),
            predicates: section(2),
            graphs: section(3),
            sets: section(4),
            grams: section(5),
            gram_offsets: section(6),
            postings: section(7),
            sums: section(8),
            sums_sum: words[27],
        }
    }
}

/// The columns of one predicate in one direction; 0 is the offset of a column that is left out.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(in crate::store) struct Columns {
    /// Where the keys begin.
    pub(in crate::store) keys: u64,
    /// How many keys there are.
    pub(in crate::store) count: u64,
    /// Where the column begins that says where the values of each key begin; left out if each has one.
    pub(in crate::store) starts: u64,
    /// Where the values begin.
    pub(in crate::store) values: u64,
    /// Where the graphs of the pairs begin; left out if all stand in one.
    pub(in crate::store) graphs: u64,
}

/// What a segment has of one predicate.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(in crate::store) struct Entry {
    /// The predicate.
    pub(in crate::store) predicate: u32,
    /// The graph of all pairs; [`u32::MAX`] if they have columns of graphs.
    pub(in crate::store) graph: u32,
    /// How many statements there are.
    pub(in crate::store) pairs: u64,
    /// How many pairs of subject and object.
    pub(in crate::store) distinct: u64,
    /// From subjects to objects.
    pub(in crate::store) forward: Columns,
    /// From objects to subjects.
    pub(in crate::store) backward: Columns,
}

/// The long numbers of an entry.
pub(in crate::store) const ENTRY_WORDS: usize = 13;

impl Entry {
    /// As it is written.
    pub(in crate::store) fn words(&self) -> [u64; ENTRY_WORDS] {
        let Columns { keys: fk, count: fc, starts: fs, values: fv, graphs: fg } = self.forward;
        let Columns { keys: bk, count: bc, starts: bs, values: bv, graphs: bg } = self.backward;
        let head = u64::from(self.predicate) | u64::from(self.graph) << 32;
        [head, self.pairs, self.distinct, fk, fc, fs, fv, fg, bk, bc, bs, bv, bg]
    }

    /// From what was written.
    pub(in crate::store) fn from_words(words: &[u64; ENTRY_WORDS]) -> Self {
        let [head, pairs, distinct, fk, fc, fs, fv, fg, bk, bc, bs, bv, bg] = *words;
        let low = |word: u64| u32::try_from(word & u64::from(u32::MAX)).unwrap_or_default();
        Self {
            predicate: low(head),
            graph: low(head >> 32),
            pairs,
            distinct,
            forward: Columns { keys: fk, count: fc, starts: fs, values: fv, graphs: fg },
            backward: Columns { keys: bk, count: bc, starts: bs, values: bv, graphs: bg },
        }
    }

    /// Whether a pair can stand more than once, in several graphs.
    pub(in crate::store) const fn repeats(&self) -> bool {
        self.distinct < self.pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_and_entries_come_back() {
        let words: [u64; HEAD_WORDS] = std::array::from_fn(|at| at as u64 + 1);
        assert_eq!(Head::from_words(&words).words(), words);
        let words: [u64; ENTRY_WORDS] = std::array::from_fn(|at| (at as u64 + 1) << 31);
        assert_eq!(Entry::from_words(&words).words(), words);
    }
}
