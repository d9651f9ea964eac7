//! Opening a segment and finding what is in it.

use super::layout::{Columns, ENTRY_WORDS, Entry, FRONT, HEAD_WORDS, Head, MAGIC, Section, TAIL, VERSION};
use crate::store::bytes::{BLOCK, Bytes};
use crate::store::dictionary::Dictionary;
use crate::store::error::StoreError;
use crate::store::id::Id;
use crate::store::statistics::{CharacteristicSet, read_sets};
use std::sync::atomic::{AtomicU8, Ordering};

/// An open segment.
pub(in crate::store) struct Segment {
    bytes: Bytes,
    head: Head,
    base: u32,
    end: u32,
    /// What was found to be right: of each predicate, for each direction a bit for starts that are in order, and one for keys.
    ordered: Vec<AtomicU8>,
    /// The checksum of the head, which is that of the checksums, so of everything.
    head_sum: u32,
}

/// The numbers of a column that are compared with their checksums one block at a time, where they are looked up.
const MANY: usize = 4 << 20;

/// One column: where it begins in the bytes, and how many numbers it has.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::store) struct Column {
    offset: usize,
    pub(in crate::store) count: usize,
}

/// The columns of a predicate in one direction, as far as the head tells.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::store) struct Table {
    pub(in crate::store) keys: Column,
    /// Nothing if each key has one value.
    pub(in crate::store) starts: Option<Column>,
    pub(in crate::store) values: Column,
    /// Nothing if all pairs stand in one graph.
    pub(in crate::store) graphs: Option<Column>,
    /// Which predicate of the segment it is, and which direction, for what is remembered of it.
    which: (usize, u8),
}

impl Column {
    /// Where it begins.
    pub(in crate::store) const fn offset(self) -> usize {
        self.offset
    }
}

impl Segment {
    /// Opens a segment of which nothing is known but the bytes.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] and [`StoreError::Version`] if it is none, or none of this version.
    pub(in crate::store) fn open(mut bytes: Bytes) -> Result<Self, StoreError> {
        let len = bytes.len();
        let tail_at = len.checked_sub(TAIL).ok_or_else(|| bytes.damaged(0))?;
        let front = bytes.raw(0, FRONT)?;
        let tail = bytes.raw(tail_at, TAIL)?;
        let number = |at: usize| tail.get(at..).and_then(|rest| rest.first_chunk::<8>()).map_or(0, |chunk| u64::from_le_bytes(*chunk));
        let sum_and_version = number(16);
        let found = u32::try_from(sum_and_version >> 32).unwrap_or_default();
        if tail.get(24..) != Some(&MAGIC) || front.get(..8) != Some(&MAGIC) {
            return Err(bytes.damaged(tail_at));
        }
        if found != VERSION || front.get(8..12) != Some(&VERSION.to_le_bytes()) || cfg!(target_endian = "big") {
            return Err(StoreError::Version { path: bytes.path().to_owned(), found: u64::from(found) });
        }
        let head_at = usize::try_from(number(0)).map_err(|_| bytes.damaged(tail_at))?;
        let head_bytes = bytes.raw(head_at, HEAD_WORDS * 8)?;
        let head_sum = crc32fast::hash(head_bytes);
        if number(8) != (HEAD_WORDS * 8) as u64
            || head_at.checked_add(HEAD_WORDS * 8) != Some(tail_at)
            || u64::from(head_sum) != sum_and_version & u64::from(u32::MAX)
        {
            return Err(bytes.damaged(head_at));
        }
        let mut words = [0; HEAD_WORDS];
        for (word, chunk) in words.iter_mut().zip(head_bytes.as_chunks::<8>().0) {
            *word = u64::from_le_bytes(*chunk);
        }
        let head = Head::from_words(&words);
        let (base, end, entries) = Self::of_head(&bytes, head, head_at)?;
        if !bytes.path().as_os_str().is_empty() {
            let Section { offset, .. } = head.sums;
            let (at, len) = section(&bytes, head.sums)?;
            let sums = bytes.raw(at, len)?;
            let covered = usize::try_from(offset).map_err(|_| bytes.damaged(head_at))?.div_ceil(BLOCK);
            if u64::from(crc32fast::hash(sums)) != head.sums_sum || sums.len() != covered * 4 {
                return Err(bytes.damaged(at));
            }
            // Up to the head there is nothing, which no checksum would tell.
            let rest = head_at.checked_sub(at + len).ok_or_else(|| bytes.damaged(at))?;
            if rest > 7 || bytes.raw(at + len, rest)?.iter().any(|byte| *byte != 0) {
                return Err(bytes.damaged(at + len));
            }
            let sums: Vec<u32> = sums.as_chunks::<4>().0.iter().map(|chunk| u32::from_le_bytes(*chunk)).collect();
            bytes.expect(sums, at);
        }
        let ordered = (0..entries).map(|_| AtomicU8::new(0)).collect();
        let segment = Self { bytes, head, base, end, ordered, head_sum };
        // What is known of predicates is little and read by every query: whoever reads it later need not expect an error.
        let mut last = None;
        for at in 0..entries {
            let entry = segment.entry(at)?;
            if last.is_some_and(|last| entry.predicate <= last) {
                return Err(segment.bytes.damaged(head_at));
            }
            last = Some(entry.predicate);
        }
        Ok(segment)
    }

    /// What the head says, checked against itself: the first number, the one behind the last, how many predicates there are.
    fn of_head(bytes: &Bytes, head: Head, head_at: usize) -> Result<(u32, u32, usize), StoreError> {
        let damaged = || bytes.damaged(head_at);
        let base = u32::try_from(head.base).map_err(|_| damaged())?;
        let end = head.base.checked_add(head.terms).and_then(|end| u32::try_from(end).ok()).ok_or_else(damaged)?;
        let sections =
            [head.terms_bytes, head.terms_blocks, head.predicates, head.graphs, head.sets, head.grams, head.gram_offsets, head.postings];
        for part in sections {
            section(bytes, part)?;
            if part.offset.saturating_add(part.len) > head.sums.offset {
                return Err(damaged());
            }
        }
        let blocks = head.terms.div_ceil(crate::store::dictionary::TERMS_A_BLOCK as u64);
        let in_order = head.kinds.is_sorted() && head.kinds[0] == 0 && head.kinds[4] <= head.terms;
        let entry = (ENTRY_WORDS * 8) as u64;
        let fits =
            head.terms_blocks.len == (blocks + 1) * 8 && head.predicates.len.is_multiple_of(entry) && head.graphs.len.is_multiple_of(16);
        if end > Id::LOCAL || !in_order || !fits {
            return Err(damaged());
        }
        let entries = usize::try_from(head.predicates.len / entry).map_err(|_| damaged())?;
        Ok((base, end, entries))
    }

    /// The bytes.
    pub(in crate::store) const fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The head.
    pub(in crate::store) const fn head(&self) -> &Head {
        &self.head
    }

    /// The checksum of the head, and so of everything.
    pub(in crate::store) const fn head_sum(&self) -> u32 {
        self.head_sum
    }

    /// The number of the first term.
    pub(in crate::store) const fn base(&self) -> u32 {
        self.base
    }

    /// The number behind that of the last term.
    pub(in crate::store) const fn end(&self) -> u32 {
        self.end
    }

    /// The terms.
    pub(in crate::store) const fn dictionary(&self) -> Dictionary<'_> {
        Dictionary::new(&self.bytes, &self.head)
    }

    /// How many predicates there are.
    pub(in crate::store) const fn predicates(&self) -> usize {
        self.ordered.len()
    }

    /// What is known of the predicate at a place.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if it cannot be read.
    pub(in crate::store) fn entry(&self, at: usize) -> Result<Entry, StoreError> {
        let (offset, _) = section(&self.bytes, self.head.predicates)?;
        let words = self.bytes.u64s(offset + at * ENTRY_WORDS * 8, ENTRY_WORDS)?;
        words.first_chunk::<ENTRY_WORDS>().map(Entry::from_words).ok_or_else(|| self.bytes.damaged(offset))
    }

    /// The place of a predicate, and what is known of it.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if it cannot be read.
    pub(in crate::store) fn find_predicate(&self, predicate: u32) -> Result<Option<(usize, Entry)>, StoreError> {
        let (mut low, mut high) = (0, self.predicates());
        while low < high {
            let middle = low + (high - low) / 2;
            let entry = self.entry(middle)?;
            match entry.predicate.cmp(&predicate) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Ok(Some((middle, entry))),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        Ok(None)
    }

    /// The columns of the predicate at a place in one direction; nothing in them is read yet.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if they do not lie within the bytes.
    pub(in crate::store) fn table(&self, at: usize, entry: &Entry, backward: bool) -> Result<Table, StoreError> {
        let columns = if backward { &entry.backward } else { &entry.forward };
        let column = |offset: u64, count: u64| self.column(offset, count);
        let Columns { keys, count, starts, values, graphs } = *columns;
        if (starts == 0) != (count == entry.pairs) || (graphs == 0) == (entry.graph == u32::MAX) || count > entry.pairs {
            return Err(self.bytes.damaged(usize::try_from(self.head.predicates.offset).unwrap_or(0)));
        }
        Ok(Table {
            keys: column(keys, count)?,
            starts: if starts == 0 { None } else { Some(column(starts, count + 1)?) },
            values: column(values, entry.pairs)?,
            graphs: if graphs == 0 { None } else { Some(column(graphs, entry.pairs)?) },
            which: (at, if backward { 2 } else { 1 }),
        })
    }

    fn column(&self, offset: u64, count: u64) -> Result<Column, StoreError> {
        let damaged = || self.bytes.damaged(usize::try_from(offset).unwrap_or(usize::MAX));
        let end = count.checked_mul(4).and_then(|len| len.checked_add(offset)).ok_or_else(damaged)?;
        if end > self.head.sums.offset || !offset.is_multiple_of(4) || count > u64::from(u32::MAX) {
            return Err(damaged());
        }
        let to_usize = |value: u64| usize::try_from(value).map_err(|_| damaged());
        Ok(Column { offset: to_usize(offset)?, count: to_usize(count)? })
    }

    /// Numbers of a column.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if they cannot be read, or the column has no such.
    #[inline]
    pub(in crate::store) fn numbers(&self, column: Column, from: usize, to: usize) -> Result<&[u32], StoreError> {
        if from > to || to > column.count {
            return Err(self.bytes.damaged(column.offset));
        }
        self.bytes.u32s(column.offset + from * 4, to - from)
    }

    /// One number of a column.
    ///
    /// # Errors
    /// As [`Self::numbers`].
    #[inline]
    pub(in crate::store) fn number(&self, column: Column, at: usize) -> Result<u32, StoreError> {
        match self.numbers(column, at, at.saturating_add(1))? {
            [number] => Ok(*number),
            _ => Err(self.bytes.damaged(column.offset)),
        }
    }

    /// Makes sure that starts never go back and end with the values, so that they can be used to cut the values.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if they do.
    pub(in crate::store) fn check_starts(&self, table: &Table) -> Result<(), StoreError> {
        let (Some(starts), (at, bit)) = (table.starts, table.which) else { return Ok(()) };
        let Some(ordered) = self.ordered.get(at) else { return Err(self.bytes.damaged(starts.offset)) };
        if ordered.load(Ordering::Relaxed) & bit != 0 {
            return Ok(());
        }
        let numbers = self.numbers(starts, 0, starts.count)?;
        let ends = numbers.first() == Some(&0) && numbers.last().is_some_and(|last| *last as usize == table.values.count);
        if !ends || !numbers.is_sorted() {
            return Err(self.bytes.damaged(starts.offset));
        }
        ordered.fetch_or(bit, Ordering::Relaxed);
        Ok(())
    }

    /// The keys of a predicate, as long as they are not so many that comparing all with their checksums would take time; once they were
    /// compared, looking at one costs nothing.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if they cannot be read.
    #[inline]
    pub(in crate::store) fn checked_keys(&self, table: &Table) -> Result<Option<&[u32]>, StoreError> {
        let (at, direction) = table.which;
        let bit = direction << 2;
        if let Some(right) = self.ordered.get(at)
            && right.load(Ordering::Relaxed) & bit == 0
        {
            if table.keys.count > MANY {
                return Ok(None);
            }
            self.numbers(table.keys, 0, table.keys.count)?;
            right.fetch_or(bit, Ordering::Relaxed);
        }
        let bytes = self.bytes.raw(table.keys.offset, table.keys.count * 4)?;
        bytemuck::try_cast_slice(bytes).map(Some).map_err(|_| self.bytes.damaged(table.keys.offset))
    }

    /// The graphs and how many statements each has, sorted.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if they cannot be read.
    pub(in crate::store) fn graphs(&self) -> Result<Vec<(u32, u64)>, StoreError> {
        let (offset, len) = section(&self.bytes, self.head.graphs)?;
        let pairs = self.bytes.u64s(offset, len / 8)?.as_chunks::<2>().0;
        pairs
            .iter()
            .map(|[graph, count]| u32::try_from(*graph).map(|graph| (graph, *count)).map_err(|_| self.bytes.damaged(offset)))
            .collect()
    }

    /// Which predicates subjects have.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if they cannot be read.
    pub(in crate::store) fn sets(&self) -> Result<Vec<CharacteristicSet>, StoreError> {
        let (offset, len) = section(&self.bytes, self.head.sets)?;
        read_sets(self.bytes.get(offset, len)?).ok_or_else(|| self.bytes.damaged(offset))
    }
}

/// Where a section begins and how long it is, if it lies within the bytes.
fn section(bytes: &Bytes, part: Section) -> Result<(usize, usize), StoreError> {
    let (offset, len) = (usize::try_from(part.offset).ok(), usize::try_from(part.len).ok());
    match (offset, len) {
        (Some(offset), Some(len)) if offset.checked_add(len).is_some_and(|end| end <= bytes.len()) => Ok((offset, len)),
        _ => Err(bytes.damaged(0)),
    }
}
