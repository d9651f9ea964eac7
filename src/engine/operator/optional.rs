//! `OPTIONAL`: each row with what goes with it, or alone where nothing does.

use super::super::batch::{Batch, UNBOUND, pick};
use super::super::context::Shared;
use super::super::error::EngineError;
use super::exists::numbered;
use super::scan::Kept;
use super::{Operator, Rows, Seed};

/// Each row of the input with the rows of a pattern that go with it, or alone.
pub(in super::super) struct Optional {
    pub context: Shared,
    pub input: Rows,
    pub seed: Seed,
    /// The columns of the input that the pattern looks at, or that are kept but may be bound by it.
    pub seeded: Kept,
    pub right: Rows,
    /// Where the number of the row stands in what comes out of the pattern.
    pub number: usize,
    /// For each column of the output whether it is taken from the input, or from the pattern.
    pub columns: Vec<From>,
    /// The batch that was put in, and which of its rows found something.
    pub state: Option<(Batch, Vec<bool>)>,
}

/// Where a column of the output comes from.
#[derive(Debug, Clone, Copy)]
pub(in super::super) enum From {
    /// The input.
    Left(usize),
    /// The pattern: a variable that the input does not have.
    Right(usize),
    /// The pattern, where the input has the variable too, but perhaps not in every row.
    Either { left: usize, right: usize },
}

impl Operator for Optional {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        loop {
            self.context.check()?;
            if let Some((batch, found)) = &mut self.state {
                if let Some(rows) = self.right.next()? {
                    let numbers = &rows.columns[self.number];
                    for number in numbers {
                        found[*number as usize] = true;
                    }
                    let column = |from: &From| match from {
                        From::Left(column) => pick(&batch.columns[*column], numbers),
                        From::Right(column) | From::Either { right: column, .. } => rows.columns[*column].clone(),
                    };
                    return Ok(Some(Batch { columns: self.columns.iter().map(column).collect(), rows: rows.rows }));
                }
                let alone: Vec<u32> = (0..).zip(&*found).filter_map(|(row, found)| (!found).then_some(row)).collect();
                let column = |from: &From| match from {
                    From::Left(column) | From::Either { left: column, .. } => pick(&batch.columns[*column], &alone),
                    From::Right(_) => vec![UNBOUND; alone.len()],
                };
                let output = (!alone.is_empty()).then(|| Batch { columns: self.columns.iter().map(column).collect(), rows: alone.len() });
                self.state = None;
                if output.is_some() {
                    return Ok(output);
                }
            }
            let Some(batch) = self.input.next()? else { return Ok(None) };
            self.seed.put(numbered(&batch, &self.seeded));
            let found = vec![false; batch.rows];
            self.state = Some((batch, found));
        }
    }
}
