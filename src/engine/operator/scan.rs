//! Reading all pairs of a predicate, or all that one end of it is paired with, for each row that comes in.

use super::super::batch::{Batch, ROWS};
use super::super::context::Shared;
use super::super::error::EngineError;
use super::{Operator, Rows};
use crate::store::{Adjacency, Cursor, Id};
use std::ops::Range;
use std::rc::Rc;

/// Columns of the input that are kept.
pub(in super::super) type Kept = Vec<usize>;

/// All pairs of a predicate with each row of the input.
pub(in super::super) struct Pairs {
    pub context: Shared,
    pub input: Rows,
    pub kept: Kept,
    pub adjacency: Rc<Adjacency>,
    /// The keys that are read, range after range.
    pub ranges: Vec<Range<u32>>,
    /// Whether the keys are a column of the output, and whether the values are.
    pub told: (bool, bool),
    pub state: Option<Reading>,
}

/// A row of the input, and how far the pairs were read for it.
pub(in super::super) struct Reading {
    batch: Batch,
    row: usize,
    /// The range that is read.
    range: usize,
    cursor: Cursor,
}

impl Operator for Pairs {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        loop {
            self.context.check()?;
            let mut reading = match self.state.take() {
                Some(reading) => reading,
                None => match self.input.next()? {
                    Some(batch) => Reading { batch, row: 0, range: 0, cursor: self.cursor(0) },
                    None => return Ok(None),
                },
            };
            if reading.row == reading.batch.rows {
                continue;
            }
            let (mut keys, mut values) = (Vec::with_capacity(ROWS), Vec::with_capacity(ROWS));
            let more = reading.cursor.next(&mut keys, &mut values, ROWS)?;
            let rows = keys.len();
            let row = reading.row;
            let kept: Vec<u32> = self.kept.iter().map(|column| reading.batch.columns[*column][row]).collect();
            if !more {
                reading.range += 1;
                if reading.range >= self.ranges.len() {
                    (reading.row, reading.range) = (reading.row + 1, 0);
                }
                reading.cursor = self.cursor(reading.range);
            }
            self.state = Some(reading);
            if rows > 0 {
                let mut columns: Vec<Vec<u32>> = kept.into_iter().map(|id| vec![id; rows]).collect();
                if self.told.0 {
                    columns.push(keys);
                }
                if self.told.1 {
                    columns.push(values);
                }
                return Ok(Some(Batch { columns, rows }));
            }
        }
    }
}

impl Pairs {
    fn cursor(&self, range: usize) -> Cursor {
        Cursor::new((*self.adjacency).clone(), self.ranges.get(range).cloned().unwrap_or(0..0))
    }
}

/// What one key is paired with, with each row of the input.
pub(in super::super) struct Run {
    pub context: Shared,
    pub input: Rows,
    pub kept: Kept,
    pub adjacency: Rc<Adjacency>,
    pub key: u32,
    /// Of how many pieces of the values which are read.
    pub pieces: (Range<usize>, usize),
    pub told: bool,
    pub values: Option<Vec<u32>>,
    /// Where the pieces end: no block of rows goes over that.
    pub borders: Vec<usize>,
    pub state: Option<(Batch, usize, usize)>,
}

impl Operator for Run {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        loop {
            self.context.check()?;
            if self.values.is_none() {
                self.read()?;
            }
            let Some(values) = &self.values else { return Ok(None) };
            let (batch, row, from) = match self.state.take() {
                Some(state) => state,
                None => match self.input.next()? {
                    Some(batch) => (batch, 0, 0),
                    None => return Ok(None),
                },
            };
            if row == batch.rows || values.is_empty() {
                continue;
            }
            // Many rows with few values, or few rows with many: about a batch of either.
            let mut columns: Vec<Vec<u32>> = vec![Vec::new(); self.kept.len() + usize::from(self.told)];
            let (mut rows, mut row, mut from) = (0, row, from);
            while row < batch.rows && rows < ROWS {
                let border = self.borders.iter().copied().find(|border| *border > from).unwrap_or(values.len());
                let to = border.min(from + ROWS);
                for (column, kept) in columns.iter_mut().zip(&self.kept) {
                    column.extend(std::iter::repeat_n(batch.columns[*kept][row], to - from));
                }
                if self.told
                    && let Some(column) = columns.last_mut()
                {
                    column.extend_from_slice(&values[from..to]);
                }
                rows += to - from;
                from = to;
                if from == values.len() {
                    (row, from) = (row + 1, 0);
                }
                if to == border && !self.borders.is_empty() {
                    break;
                }
            }
            self.state = Some((batch, row, from));
            return Ok(Some(Batch { columns, rows }));
        }
    }
}

impl Run {
    /// Reads the pieces of the values.
    fn read(&mut self) -> Result<(), EngineError> {
        let slices = self.adjacency.clean();
        let run = slices.map(|slices| slices.keys.binary_search(&self.key).map_or(&[][..], |place| slices.run(place)));
        let mut gathered = Vec::new();
        let all = match run {
            Some(run) => run,
            None => {
                self.adjacency.gather(Id(self.key), &mut gathered)?;
                &gathered
            }
        };
        let (pieces, of) = &self.pieces;
        let border = |piece: usize| all.len() * piece / of;
        let (from, to) = (border(pieces.start), border(pieces.end));
        if *of > 1 {
            self.borders = pieces.clone().map(|piece| border(piece + 1) - from).collect();
        }
        self.values = Some(all[from..to].to_vec());
        Ok(())
    }
}
