//! Going through the pairs of a predicate in the order of keys and values.

use super::adjacency::Adjacency;
use super::error::StoreError;
use super::part::{Part, dedup_from};
use std::ops::Range;

/// Goes through the pairs of an [`Adjacency`].
pub struct Scan<'a> {
    adjacency: &'a Adjacency,
    state: ScanState,
}

/// Where a [`Scan`] is.
pub(super) struct ScanState {
    range: Range<u32>,
    /// For each part, the place of the next key and that of its end; nothing before the first look.
    cursors: Option<Vec<Range<usize>>>,
    /// What is left of the values of one key.
    pending: Pending,
}

/// What is left of the values of one key.
enum Pending {
    Nothing,
    /// In the columns of the only part that has the key.
    Column {
        part: usize,
        key: u32,
        run: Range<usize>,
        last: Option<u32>,
    },
    /// Put together from several.
    Values {
        key: u32,
        values: Vec<u32>,
        next: usize,
    },
}

impl<'a> Scan<'a> {
    pub(super) const fn new(adjacency: &'a Adjacency, state: ScanState) -> Self {
        Self { adjacency, state }
    }

    /// Appends about `limit` pairs, and says whether there may be more.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if they cannot be read.
    pub fn next(&mut self, keys: &mut Vec<u32>, values: &mut Vec<u32>, limit: usize) -> Result<bool, StoreError> {
        self.state.next(self.adjacency, keys, values, limit)
    }
}

/// Goes through the pairs of an [`Adjacency`] that it holds itself.
pub struct Cursor {
    adjacency: Adjacency,
    state: ScanState,
}

impl Cursor {
    /// At the first key of a range.
    pub fn new(adjacency: Adjacency, keys: Range<u32>) -> Self {
        Self { adjacency, state: ScanState::new(keys) }
    }

    /// As [`Scan::next`].
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if they cannot be read.
    pub fn next(&mut self, keys: &mut Vec<u32>, values: &mut Vec<u32>, limit: usize) -> Result<bool, StoreError> {
        self.state.next(&self.adjacency, keys, values, limit)
    }
}

impl ScanState {
    /// At the first key of a range.
    pub(super) const fn new(range: Range<u32>) -> Self {
        Self { range, cursors: None, pending: Pending::Nothing }
    }

    /// As [`Scan::next`]; always over the same adjacency.
    pub(super) fn next(
        &mut self,
        adjacency: &Adjacency,
        keys: &mut Vec<u32>,
        values: &mut Vec<u32>,
        limit: usize,
    ) -> Result<bool, StoreError> {
        let parts = adjacency.parts();
        if self.cursors.is_none() {
            let place = |part: &Part, key| part.find(key).map(|found| found.unwrap_or_else(|at| at));
            let cursors: Result<Vec<_>, StoreError> =
                parts.iter().map(|part| Ok(place(part, self.range.start)?..place(part, self.range.end)?)).collect();
            self.cursors = Some(cursors?);
        }
        let full = values.len() + limit.max(1);
        if let ([part], Pending::Nothing, Some([cursor])) = (parts, &self.pending, self.cursors.as_deref_mut())
            && part.is_clean()
            && copy_whole(part, cursor, keys, values, limit.max(1))?
        {
            return Ok(!Range::is_empty(cursor));
        }
        loop {
            self.take_pending(parts, keys, values, full)?;
            if values.len() >= full {
                return Ok(true);
            }
            if matches!(self.pending, Pending::Nothing) && !self.next_key(parts)? {
                return Ok(false);
            }
        }
    }

    /// Hands out what is left of the values of one key.
    fn take_pending(&mut self, parts: &[Part], keys: &mut Vec<u32>, values: &mut Vec<u32>, full: usize) -> Result<(), StoreError> {
        let room = full.saturating_sub(values.len());
        let before = values.len();
        let (key, done) = match &mut self.pending {
            Pending::Nothing => return Ok(()),
            Pending::Column { part, key, run, last } => {
                let now = run.start..run.end.min(run.start + room);
                run.start = now.end;
                if let Some(part) = parts.get(*part) {
                    part.push_values(now, values)?;
                }
                // The same value can stand on both sides of the border.
                if values.len() > before && *last == values.get(before).copied() {
                    values.remove(before);
                }
                *last = if values.len() > before { values.last().copied() } else { *last };
                (*key, Range::is_empty(run))
            }
            Pending::Values { key, values: all, next } => {
                let end = all.len().min(*next + room);
                values.extend_from_slice(all.get(*next..end).unwrap_or_default());
                *next = end;
                (*key, end == all.len())
            }
        };
        keys.resize(keys.len() + values.len() - before, key);
        if done {
            self.pending = Pending::Nothing;
        }
        Ok(())
    }

    /// Goes to the next key, and says whether there is one.
    fn next_key(&mut self, parts: &[Part]) -> Result<bool, StoreError> {
        let Some(cursors) = &mut self.cursors else { return Ok(false) };
        let mut least: Option<(u32, usize)> = None;
        let mut several = false;
        for (at, (part, cursor)) in parts.iter().zip(cursors.iter()).enumerate() {
            if cursor.is_empty() {
                continue;
            }
            let key = part.segment.number(part.table.keys, cursor.start)?;
            match least {
                Some((other, _)) if key == other => several = true,
                Some((other, _)) if key > other => {}
                _ => (least, several) = (Some((key, at)), false),
            }
        }
        let Some((key, first)) = least else { return Ok(false) };
        if !several {
            let run = parts[first].run(cursors[first].start)?;
            cursors[first].start += 1;
            self.pending = Pending::Column { part: first, key, run, last: None };
            return Ok(true);
        }
        let mut values = Vec::new();
        for (part, cursor) in parts.iter().zip(cursors.iter_mut()) {
            if !Range::is_empty(cursor) && part.segment.number(part.table.keys, cursor.start)? == key {
                part.push_values(part.run(cursor.start)?, &mut values)?;
                cursor.start += 1;
            }
        }
        values.sort_unstable();
        dedup_from(&mut values, 0);
        self.pending = Pending::Values { key, values, next: 0 };
        Ok(true)
    }
}

/// Copies the columns of whole keys, as many as there is room for; false if there is none for the first.
fn copy_whole(part: &Part, cursor: &mut Range<usize>, keys: &mut Vec<u32>, values: &mut Vec<u32>, room: usize) -> Result<bool, StoreError> {
    let end = cursor.end.min(cursor.start + room);
    let of_keys = part.segment.numbers(part.table.keys, cursor.start, end)?;
    let Some(starts) = part.table.starts else {
        keys.extend_from_slice(of_keys);
        values.extend_from_slice(part.segment.numbers(part.table.values, cursor.start, end)?);
        cursor.start = end;
        return Ok(true);
    };
    if of_keys.is_empty() {
        return Ok(true);
    }
    let starts = part.segment.numbers(starts, cursor.start, end + 1)?;
    let first = starts.first().map_or(0, |first| *first as usize);
    let mut last = first;
    let before = keys.len();
    for (key, border) in of_keys.iter().zip(starts.iter().skip(1)) {
        let border = *border as usize;
        if border < last {
            return Err(part.segment.bytes().damaged(part.table.keys.offset()));
        }
        if border - first > room {
            break;
        }
        keys.extend(std::iter::repeat_n(*key, border - last));
        last = border;
        cursor.start += 1;
    }
    values.extend_from_slice(part.segment.numbers(part.table.values, first, last)?);
    Ok(keys.len() > before)
}
