//! Operators: each takes batches of rows from the one before it, and gives batches.
//!
//! An operator that is fed by a [`Seed`] is run again for every batch that is put there; it must therefore be ready for more after it
//! said that there is nothing.

pub(super) mod aggregate;
pub(super) mod check;
pub(super) mod distinct;
pub(super) mod exists;
pub(super) mod expand;
pub(super) mod filter;
pub(super) mod find;
pub(super) mod foreign;
pub(super) mod group;
pub(super) mod hash_join;
pub(super) mod minus;
pub(super) mod optional;
pub(super) mod order;
pub(super) mod parallel;
pub(super) mod places;
pub(super) mod scan;
pub(super) mod slice;
pub(super) mod stated;
pub(super) mod union;
pub(super) mod values;
pub(super) mod walk;

use super::batch::Batch;
use super::context::Context;
use super::error::EngineError;
use std::cell::RefCell;
use std::rc::Rc;

/// What gives batches of rows.
pub(super) trait Operator {
    /// The next rows; nothing when there are no more, for what was put in.
    fn next(&mut self) -> Result<Option<Batch>, EngineError>;
}

/// An operator of any kind.
pub(super) type Rows = Box<dyn Operator>;

/// One row without columns, once.
pub(super) struct Unit(bool);

impl Unit {
    pub(super) const fn new() -> Self {
        Self(true)
    }
}

impl Operator for Unit {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        Ok(std::mem::take(&mut self.0).then(Batch::unit))
    }
}

/// No row.
pub(super) struct Nothing(pub Rows);

impl Operator for Nothing {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        // What feeds it is read all the same: it may be a seed, which must be empty for the next one.
        while self.0.next()?.is_some() {}
        Ok(None)
    }
}

/// Where a batch is put in for an operator to begin with.
#[derive(Clone, Default)]
pub(super) struct Seed(Rc<RefCell<Option<Batch>>>);

impl Seed {
    pub(super) fn put(&self, batch: Batch) {
        *self.0.borrow_mut() = Some(batch);
    }
}

impl Operator for Seed {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        Ok(self.0.borrow_mut().take())
    }
}

/// All rows of an operator in one batch, counted as memory that is held.
pub(super) fn drain(context: &Context, rows: &mut Rows, columns: usize) -> Result<Batch, EngineError> {
    let mut all = Batch { columns: vec![Vec::new(); columns], rows: 0 };
    while let Some(batch) = rows.next()? {
        context.check()?;
        context.hold(batch.bytes())?;
        all.append(&batch);
    }
    Ok(all)
}
