//! The pairs of one predicate, looked up by subject or by object.

use super::error::StoreError;
use super::id::Id;
use super::part::{Part, dedup_from, search_range};
use super::scan::{Scan, ScanState};
use super::segment::Column;
use std::ops::Range;
use std::sync::Arc;

/// Which of the two is looked up.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Direction {
    /// Subjects are keys, objects their values.
    Forward,
    /// Objects are keys, subjects their values.
    Backward,
}

/// The graphs that are looked at.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum View {
    /// All, the default graph among them; a pair is there once however many state it.
    Union,
    /// These, in the order of their numbers; [`Id::DEFAULT_GRAPH`] is the default graph.
    Graphs(Arc<[Id]>),
}

/// Columns as they are, of a predicate of which nothing has to be left out.
#[derive(Clone, Copy, Debug)]
pub struct Slices<'a> {
    /// The keys, each once, sorted.
    pub keys: &'a [u32],
    /// Where the values of each key begin, and at last where those of the last end; empty if each key has one value.
    pub starts: &'a [u32],
    /// The values, sorted for each key.
    pub values: &'a [u32],
}

impl<'a> Slices<'a> {
    /// The values of the key at a place.
    #[inline]
    pub fn run(&self, place: usize) -> &'a [u32] {
        &self.values[self.range(place)]
    }

    /// Where the values of the key at a place stand among the values.
    #[inline]
    pub fn range(&self, place: usize) -> Range<usize> {
        if self.starts.is_empty() { place..place + 1 } else { self.starts[place] as usize..self.starts[place + 1] as usize }
    }
}

/// The pairs of one predicate in one direction, over all segments.
#[derive(Clone)]
pub struct Adjacency {
    parts: Vec<Part>,
}

impl Adjacency {
    /// Of these parts.
    pub(super) const fn new(parts: Vec<Part>) -> Self {
        Self { parts }
    }

    /// The parts.
    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// How many pairs there are at most.
    pub fn pairs(&self) -> u64 {
        self.parts.iter().map(|part| part.table.values.count as u64).sum()
    }

    /// How many keys there are at most.
    pub fn keys(&self) -> u64 {
        self.parts.iter().map(|part| part.table.keys.count as u64).sum()
    }

    /// The columns themselves, where one segment has all pairs and nothing has to be left out. What is damaged is nothing here, and an
    /// error wherever else it is read.
    pub fn clean(&self) -> Option<Slices<'_>> {
        let [part] = self.parts.as_slice() else {
            return self.parts.is_empty().then_some(Slices { keys: &[], starts: &[], values: &[] });
        };
        if !part.is_clean() {
            return None;
        }
        let all = |column: Column| part.segment.numbers(column, 0, column.count).ok();
        part.segment.check_starts(&part.table).ok()?;
        let starts = match part.table.starts {
            Some(starts) => all(starts)?,
            None => &[],
        };
        Some(Slices { keys: all(part.table.keys)?, starts, values: all(part.table.values)? })
    }

    /// Appends the values of a key to `out`, sorted, each once, and says how many.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if they cannot be read.
    pub fn gather(&self, key: Id, out: &mut Vec<u32>) -> Result<usize, StoreError> {
        let before = out.len();
        let mut filled = 0;
        for part in &self.parts {
            if let Ok(at) = part.find(key.0)?
                && part.push_values(part.run(at)?, out)? > 0
            {
                filled += 1;
            }
        }
        if filled > 1 {
            out[before..].sort_unstable();
            dedup_from(out, before);
        }
        Ok(out.len() - before)
    }

    /// How many values a key has at most, without reading them.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if the keys cannot be read.
    pub fn degree(&self, key: Id) -> Result<u64, StoreError> {
        let mut sum = 0;
        for part in &self.parts {
            if let Ok(at) = part.find(key.0)? {
                sum += part.run(at)?.len() as u64;
            }
        }
        Ok(sum)
    }

    /// Whether a key has a value.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if they cannot be read.
    pub fn contains(&self, key: Id, value: Id) -> Result<bool, StoreError> {
        for part in &self.parts {
            if part.contains(key.0, value.0)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Goes through the pairs whose keys are within a range, in the order of keys and values, each once.
    pub fn scan(&self, keys: Range<u32>) -> Scan<'_> {
        Scan::new(self, ScanState::new(keys))
    }

    /// Cuts the keys into ranges with about as many pairs each, to be gone through side by side.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if the keys cannot be read.
    pub fn split(&self, ways: usize) -> Result<Vec<Range<u32>>, StoreError> {
        let Some(part) = self.parts.iter().max_by_key(|part| part.table.values.count) else { return Ok(Vec::new()) };
        let mut ranges = Vec::with_capacity(ways);
        let mut from = 0;
        for way in 1..ways.max(1) {
            // The key in whose values the border falls.
            let border = part.table.values.count / ways * way;
            let at = match part.table.starts {
                None => border,
                Some(starts) => {
                    let number = |at: usize| part.segment.number(starts, at);
                    let sought = u32::try_from(border).unwrap_or(u32::MAX);
                    search_range(&number, 0, part.table.keys.count, sought)?.unwrap_or_else(|after| after.saturating_sub(1))
                }
            };
            let key = part.segment.number(part.table.keys, at.min(part.table.keys.count.saturating_sub(1)))?;
            if key > from {
                ranges.push(from..key);
                from = key;
            }
        }
        ranges.push(from..u32::MAX);
        Ok(ranges)
    }
}
