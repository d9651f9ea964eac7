//! The pairs of one predicate in one segment, and which of them count.

use super::adjacency::{Direction, View};
use super::error::StoreError;
use super::id::Id;
use super::segment::{Entry, Segment, Table};
use std::ops::Range;
use std::sync::Arc;

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
        self.each_with_graph_or_none(run, |value, graph| {
            if let Some(graph) = graph {
                f(value, graph);
            }
        })
    }

    /// Calls `f` with each value in a stretch and its graph, or no graph where it does not count.
    pub(super) fn each_with_graph_or_none(&self, run: Range<usize>, mut f: impl FnMut(u32, Option<u32>)) -> Result<(), StoreError> {
        let values = self.segment.numbers(self.table.values, run.start, run.end)?;
        let Some(graphs) = self.table.graphs else {
            values.iter().for_each(|value| f(*value, Some(self.graph)));
            return Ok(());
        };
        let graphs = self.segment.numbers(graphs, run.start, run.end)?;
        for (value, graph) in values.iter().zip(graphs) {
            f(*value, self.admitted.as_ref().is_none_or(|admitted| admitted.admits(*graph)).then_some(*graph));
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
    pub(super) fn contains(&self, key: u32, value: u32) -> Result<bool, StoreError> {
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
pub(super) fn search_range(
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
