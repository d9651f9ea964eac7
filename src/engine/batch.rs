//! Rows in columns: what operators hand to one another.

/// How many rows an operator hands on at a time, about.
pub(super) const ROWS: usize = 8192;

/// A variable of a query, numbered.
pub(super) type Slot = u32;

/// An id that stands for no term: the variable is unbound in the row.
pub(super) const UNBOUND: u32 = u32::MAX;

/// Rows in columns. Which column is which variable, the operator knows that made it.
#[derive(Debug, Clone, Default)]
pub(super) struct Batch {
    /// The ids, a column a variable.
    pub columns: Vec<Vec<u32>>,
    /// How many rows; columns may be none.
    pub rows: usize,
}

impl Batch {
    /// One row without columns: what joins with anything and adds nothing.
    pub(super) const fn unit() -> Self {
        Self { columns: Vec::new(), rows: 1 }
    }

    /// The rows at these places.
    pub(super) fn select(&self, rows: &[u32]) -> Self {
        Self { columns: self.columns.iter().map(|column| pick(column, rows)).collect(), rows: rows.len() }
    }

    /// About how many bytes it holds.
    pub(super) fn bytes(&self) -> usize {
        self.columns.len() * self.rows * size_of::<u32>()
    }

    /// Adds the rows of another with the same columns.
    pub(super) fn append(&mut self, other: &Self) {
        if self.columns.is_empty() {
            self.columns = vec![Vec::new(); other.columns.len()];
        }
        for (column, more) in self.columns.iter_mut().zip(&other.columns) {
            column.extend_from_slice(more);
        }
        self.rows += other.rows;
    }
}

/// The ids at these places.
pub(super) fn pick(column: &[u32], rows: &[u32]) -> Vec<u32> {
    rows.iter().map(|row| column[*row as usize]).collect()
}
