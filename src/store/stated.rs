//! Going through the pairs of a predicate with the graphs that state them: a pair comes once for each.

use super::adjacency::Adjacency;
use super::error::StoreError;
use super::id::Id;
use super::part::Part;

/// Pairs with their graphs, a column each.
#[derive(Debug, Clone, Default)]
pub struct Stated {
    /// The keys, where they are asked for.
    pub keys: Vec<u32>,
    /// The values.
    pub values: Vec<u32>,
    /// The graphs.
    pub graphs: Vec<u32>,
}

impl Stated {
    /// Takes all pairs out.
    pub fn clear(&mut self) {
        self.keys.clear();
        self.values.clear();
        self.graphs.clear();
    }

    /// Leaves out, from a place on, what stands in the default graph.
    fn without_default(&mut self, from: usize, with_keys: bool) {
        if !self.graphs[from..].contains(&Id::DEFAULT_GRAPH.0) {
            return;
        }
        let mut kept = from;
        for at in from..self.graphs.len() {
            if self.graphs[at] != Id::DEFAULT_GRAPH.0 {
                self.graphs[kept] = self.graphs[at];
                self.values[kept] = self.values[at];
                if with_keys {
                    self.keys[kept] = self.keys[at];
                }
                kept += 1;
            }
        }
        self.graphs.truncate(kept);
        self.values.truncate(kept);
        self.keys.truncate(kept);
    }
}

/// How far all pairs of a predicate were gone through: the part, the place of the key in it, and that of the value.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place {
    part: usize,
    key: usize,
    value: usize,
}

impl Adjacency {
    /// Appends the values of a key that stand in named graphs, and the graph of each, and says how many.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if they cannot be read.
    pub fn gather_stated(&self, key: Id, out: &mut Stated) -> Result<usize, StoreError> {
        let before = out.values.len();
        for part in self.parts() {
            if let Ok(at) = part.find(key.0)? {
                part.each_with_graph(part.run(at)?, |value, graph| {
                    out.values.push(value);
                    out.graphs.push(graph);
                })?;
            }
        }
        out.without_default(before, false);
        Ok(out.values.len() - before)
    }

    /// Appends about `limit` pairs that stand in named graphs, from a place on, which is moved, and says whether there may be more.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if they cannot be read.
    pub fn next_stated(&self, place: &mut Place, out: &mut Stated, with_keys: bool, limit: usize) -> Result<bool, StoreError> {
        let Some(part) = self.parts().get(place.part) else { return Ok(false) };
        let before = out.values.len();
        let run = place.value..part.table.values.count.min(place.value + limit.max(1));
        if with_keys {
            append_keys(part, place, run.end, &mut out.keys)?;
        }
        // What does not count is left out pair by pair; its key stands there already.
        let mut at = before;
        part.each_with_graph_or_none(run.clone(), |value, graph| {
            if let Some(graph) = graph {
                if with_keys {
                    out.keys[out.values.len()] = out.keys[at];
                }
                out.values.push(value);
                out.graphs.push(graph);
            }
            at += 1;
        })?;
        if with_keys {
            out.keys.truncate(out.values.len());
        }
        out.without_default(before, with_keys);
        place.value = run.end;
        if run.end == part.table.values.count {
            *place = Place { part: place.part + 1, key: 0, value: 0 };
        }
        Ok(place.part < self.parts().len())
    }
}

/// Appends the key of each value up to a place.
fn append_keys(part: &Part, place: &mut Place, end: usize, keys: &mut Vec<u32>) -> Result<(), StoreError> {
    let Some(starts) = part.table.starts else {
        keys.extend_from_slice(part.segment.numbers(part.table.keys, place.value, end)?);
        return Ok(());
    };
    let mut at = place.value;
    while at < end {
        let key = part.segment.number(part.table.keys, place.key)?;
        let border = part.segment.number(starts, place.key + 1)? as usize;
        if border < at {
            return Err(part.segment.bytes().damaged(part.table.keys.offset()));
        }
        let until = border.min(end);
        keys.extend(std::iter::repeat_n(key, until - at));
        at = until;
        if at == border {
            place.key += 1;
        }
    }
    Ok(())
}
