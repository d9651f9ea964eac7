//! Branches one after the other, each with every row that comes in.

use super::super::batch::Batch;
use super::super::error::EngineError;
use super::{Operator, Rows, Seed};

/// A branch of a union: where rows are put in, what comes out, and where its columns stand in the output.
pub(in super::super) struct Branch {
    /// Nothing where the branch needs no rows: it is run once.
    pub seed: Option<Seed>,
    pub rows: Rows,
}

/// All branches with each batch of the input.
pub(in super::super) struct Union {
    /// Nothing where no branch needs rows.
    pub input: Option<Rows>,
    pub branches: Vec<Branch>,
    /// The batch that is put in, and the branch that reads it.
    pub state: Option<(Batch, usize)>,
    /// The branch that is read, where no rows are put in.
    pub at: usize,
}

impl Operator for Union {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        let Some(input) = &mut self.input else {
            while let Some(branch) = self.branches.get_mut(self.at) {
                if let Some(batch) = branch.rows.next()? {
                    return Ok(Some(batch));
                }
                self.at += 1;
            }
            return Ok(None);
        };
        loop {
            if let Some((batch, at)) = &mut self.state {
                if let Some(branch) = self.branches.get_mut(*at) {
                    if let Some(rows) = branch.rows.next()? {
                        return Ok(Some(rows));
                    }
                    *at += 1;
                    if let Some(Branch { seed: Some(seed), .. }) = self.branches.get(*at) {
                        seed.put(batch.clone());
                    }
                    continue;
                }
                self.state = None;
            }
            let Some(batch) = input.next()? else { return Ok(None) };
            if let Some(Branch { seed: Some(seed), .. }) = self.branches.first() {
                seed.put(batch.clone());
            }
            self.state = Some((batch, 0));
        }
    }
}
