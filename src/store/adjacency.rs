//! The pairs of one predicate, looked up by subject or by object.

use super::error::StoreError;
use super::id::Id;
use super::scan::{Scan, ScanState};
use super::segment::{Column, Entry, Segment, Table};
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

/// What one segment has.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) segment: Arc<Segment>,
    pub(super) table: Table,
    /// The graph of all pairs, if they have no column of graphs.
    graph: u32,
    /// Whether a pair can stand there several times.
    repeats: bool,
    /// The graphs that count; nothing if all do.
    admitted: Option<Admitted>,
}

/// Which graphs count.
#[derive(Clone)]
struct Admitted {
    view: View,
    masks: Arc<[u32]>,
}

impl Admitted {
    fn admits(&self, graph: u32) -> bool {
        let seen = match &self.view {
            View::Union => true,
            View::Graphs(graphs) => graphs.binary_search(&Id(graph)).is_ok(),
        };
        seen && self.masks.binary_search(&graph).is_err()
    }
}

impl Part {
    /// The part of a segment; nothing if none of its pairs count.
    pub(super) fn new(
        segment: &Arc<Segment>,
        masks: &Arc<[u32]>,
        found: (usize, Entry),
        direction: Direction,
        view: &View,
    ) -> Result<Option<Self>, StoreError> {
        let (at, entry) = found;
        let all = Admitted { view: view.clone(), masks: masks.clone() };
        let admitted = if entry.graph == u32::MAX {
            (*view != View::Union || !masks.is_empty()).then_some(all)
        } else if all.admits(entry.graph) {
            None
        } else {
            return Ok(None);
        };
        let table = segment.table(at, &entry, direction == Direction::Backward)?;
        Ok(Some(Self { segment: segment.clone(), table, graph: entry.graph, repeats: entry.repeats(), admitted }))
    }

    /// Whether the columns are what counts, as they are.
    pub(super) const fn is_clean(&self) -> bool {
        !self.repeats && self.admitted.is_none()
    }

    /// Where the values of the key at a place are.
    #[inline]
    pub(super) fn run(&self, at: usize) -> Result<Range<usize>, StoreError> {
        match self.table.starts {
            None => Ok(at..at + 1),
            Some(starts) => match self.segment.numbers(starts, at, at + 2)? {
                &[start, end] if start <= end => Ok(start as usize..end as usize),
                _ => Err(self.damaged()),
            },
        }
    }

    #[cold]
    fn damaged(&self) -> StoreError {
        self.segment.bytes().damaged(self.table.keys.offset())
    }

    /// Where a key is, or where it would be.
    ///
    /// Keys that follow on one another, as terms of a kind mostly do, are found by their distance; others from there by steps that double.
    #[inline]
    pub(super) fn find(&self, key: u32) -> Result<Result<usize, usize>, StoreError> {
        let keys = self.table.keys;
        if keys.count == 0 {
            return Ok(Err(0));
        }
        match self.segment.checked_keys(&self.table)? {
            Some(all) => search(&|at| all.get(at).copied().ok_or_else(|| self.damaged()), keys.count, key),
            None => search(&|at| self.segment.number(keys, at), keys.count, key),
        }
    }

    /// Appends the values in a stretch that count, each once, and says how many.
    pub(super) fn push_values(&self, run: Range<usize>, out: &mut Vec<u32>) -> Result<usize, StoreError> {
        let before = out.len();
        let values = self.segment.numbers(self.table.values, run.start, run.end)?;
        let Some((admitted, graphs)) = self.admitted.as_ref().zip(self.table.graphs) else {
            out.extend_from_slice(values);
            if self.repeats {
                dedup_from(out, before);
            }
            return Ok(out.len() - before);
        };
        let graphs = self.segment.numbers(graphs, run.start, run.end)?;
        let mut last = None;
        for (value, graph) in values.iter().zip(graphs) {
            if last != Some(*value) && admitted.admits(*graph) {
                out.push(*value);
                last = Some(*value);
            }
        }
        Ok(out.len() - before)
    }

    /// Calls `f` with each value in a stretch that counts and its graph.
    pub(super) fn each_with_graph(&self, run: Range<usize>, mut f: impl FnMut(u32, u32)) -> Result<(), StoreError> {
        let values = self.segment.numbers(self.table.values, run.start, run.end)?;
        let Some(graphs) = self.table.graphs else {
            values.iter().for_each(|value| f(*value, self.graph));
            return Ok(());
        };
        let graphs = self.segment.numbers(graphs, run.start, run.end)?;
        for (value, graph) in values.iter().zip(graphs) {
            if self.admitted.as_ref().is_none_or(|admitted| admitted.admits(*graph)) {
                f(*value, *graph);
            }
        }
        Ok(())
    }

    /// Where a value stands within the values of a key: once for each of its graphs, side by side.
    pub(super) fn run_of_value(&self, run: Range<usize>, value: u32) -> Result<Range<usize>, StoreError> {
        let column = self.table.values;
        let number = |at: usize| self.segment.number(column, at);
        let Ok(found) = search_range(&number, run.start, run.end, value)? else { return Ok(run.start..run.start) };
        let (mut start, mut end) = (found, found + 1);
        if self.repeats {
            while start > run.start && number(start - 1)? == value {
                start -= 1;
            }
            while end < run.end && number(end)? == value {
                end += 1;
            }
        }
        Ok(start..end)
    }

    /// Whether a key has a value.
    fn contains(&self, key: u32, value: u32) -> Result<bool, StoreError> {
        let Ok(at) = self.find(key)? else { return Ok(false) };
        let run = self.run_of_value(self.run(at)?, value)?;
        let Some((admitted, graphs)) = self.admitted.as_ref().zip(self.table.graphs) else { return Ok(!run.is_empty()) };
        Ok(self.segment.numbers(graphs, run.start, run.end)?.iter().any(|graph| admitted.admits(*graph)))
    }
}

/// Looks a number up in sorted ones, from where it would be if they were evenly spread.
#[inline]
fn search(number: &impl Fn(usize) -> Result<u32, StoreError>, count: usize, key: u32) -> Result<Result<usize, usize>, StoreError> {
    let (first, last) = (number(0)?, number(count - 1)?);
    if key <= first {
        return Ok(if key == first { Ok(0) } else { Err(0) });
    }
    if key >= last {
        return Ok(if key == last { Ok(count - 1) } else { Err(count) });
    }
    // From here on: first < key < last, so that there are at least two.
    let spread = u64::from(key - first) * (count as u64 - 1) / u64::from(last - first);
    let guess = usize::try_from(spread).unwrap_or(0).min(count - 1);
    let found = number(guess)?;
    if found == key {
        return Ok(Ok(guess));
    }
    let (mut low, mut high) = (0, count);
    let mut step = 1;
    if found < key {
        low = guess + 1;
        while low + step < count {
            if number(low + step)? >= key {
                high = low + step + 1;
                break;
            }
            low += step + 1;
            step *= 2;
        }
    } else {
        high = guess;
        while high > step {
            if number(high - step)? <= key {
                low = high - step;
                break;
            }
            high -= step;
            step *= 2;
        }
    }
    search_range(number, low, high, key)
}

/// Looks a number up in sorted ones between two places.
#[inline]
fn search_range(
    number: &impl Fn(usize) -> Result<u32, StoreError>,
    mut low: usize,
    mut high: usize,
    key: u32,
) -> Result<Result<usize, usize>, StoreError> {
    while low < high {
        let middle = low + (high - low) / 2;
        match number(middle)?.cmp(&key) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Equal => return Ok(Ok(middle)),
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    Ok(Err(low))
}

/// Takes out what stands twice, side by side, from a place on.
pub(super) fn dedup_from(out: &mut Vec<u32>, from: usize) {
    let mut kept = from;
    for at in from..out.len() {
        if at == from || out[at] != out[kept - 1] {
            out[kept] = out[at];
            kept += 1;
        }
    }
    out.truncate(kept);
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
