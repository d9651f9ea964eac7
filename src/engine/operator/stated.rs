//! Patterns in any named graph: pairs of a predicate with the graph of each, for each row that comes in.

use super::super::batch::{Batch, ROWS, UNBOUND, pick};
use super::super::context::{Shared, is_local};
use super::super::error::EngineError;
use super::check::Side;
use super::scan::Kept;
use super::{Operator, Rows};
use crate::store::{Adjacency, Id, Place, Stated};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Joins rows with the pairs of a predicate and their graphs.
pub(in super::super) struct InGraphs {
    pub context: Shared,
    pub input: Rows,
    pub kept: Kept,
    pub adjacency: Rc<Adjacency>,
    /// What is known of the key, the value and the graph.
    pub key: Option<Side>,
    pub value: Option<Side>,
    pub graph: Option<usize>,
    /// Which of them are columns of the output: key, value, graph.
    pub told: [bool; 3],
    pub state: Option<Reading>,
    pub pairs: Stated,
}

/// A batch of the input, and how far it was joined.
pub(in super::super) enum Reading {
    /// Row by row, each with what its key is paired with.
    Rows(Batch, usize),
    /// Pair by pair, each with the rows of its graph.
    Pairs {
        batch: Batch,
        /// The rows of each graph, where the rows have one.
        rows: Option<FxHashMap<u32, Vec<u32>>>,
        /// All rows.
        all: Vec<u32>,
        /// Where the pairs go on; nothing when all were read.
        place: Option<Place>,
        /// The pair that is joined, and how many of its rows were.
        at: usize,
        from: usize,
    },
}

/// The rows that come out: the row of the input and what it is joined with.
#[derive(Default)]
struct Found {
    rows: Vec<u32>,
    keys: Vec<u32>,
    values: Vec<u32>,
    graphs: Vec<u32>,
}

impl Operator for InGraphs {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        loop {
            self.context.check()?;
            let reading = match self.state.take() {
                Some(reading) => reading,
                None => match self.input.next()? {
                    Some(batch) => self.begin(batch)?,
                    None => return Ok(None),
                },
            };
            let output = match reading {
                Reading::Rows(batch, row) => self.by_row(batch, row)?,
                pairs @ Reading::Pairs { .. } => self.by_pair(pairs)?,
            };
            if output.is_some() {
                return Ok(output);
            }
        }
    }
}

impl InGraphs {
    fn begin(&mut self, batch: Batch) -> Result<Reading, EngineError> {
        if matches!(self.key, Some(Side::Column(_))) {
            return Ok(Reading::Rows(batch, 0));
        }
        let all: Vec<u32> = (0..).take(batch.rows).collect();
        let rows = self.graph.map(|graph| {
            let mut rows: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
            for (row, id) in (0..).zip(&batch.columns[graph]) {
                rows.entry(*id).or_default().push(row);
            }
            rows
        });
        self.pairs.clear();
        let place = match self.key {
            Some(Side::Is(key)) => {
                self.adjacency.gather_stated(Id(key), &mut self.pairs)?;
                self.pairs.keys.resize(self.pairs.values.len(), key);
                None
            }
            _ => Some(Place::default()),
        };
        Ok(Reading::Pairs { batch, rows, all, place, at: 0, from: 0 })
    }

    /// Rows whose key is known: each with what it is paired with.
    fn by_row(&mut self, batch: Batch, mut row: usize) -> Result<Option<Batch>, EngineError> {
        let Some(Side::Column(key)) = self.key else { return Ok(None) };
        let mut found = Found::default();
        let mut last = UNBOUND;
        self.pairs.clear();
        while row < batch.rows && found.rows.len() < ROWS {
            let id = batch.columns[key][row];
            if id != UNBOUND && !is_local(id) {
                if id != last {
                    self.pairs.clear();
                    self.adjacency.gather_stated(Id(id), &mut self.pairs)?;
                    last = id;
                }
                let value = match self.value {
                    Some(Side::Is(id)) => Some(id),
                    Some(Side::Column(column)) => Some(batch.columns[column][row]),
                    None => None,
                };
                let graph = self.graph.map(|column| batch.columns[column][row]);
                let number = u32::try_from(row).unwrap_or(u32::MAX);
                for (value_here, graph_here) in self.pairs.values.iter().zip(&self.pairs.graphs) {
                    if value.is_none_or(|value| value == *value_here) && graph.is_none_or(|graph| graph == *graph_here) {
                        found.push(number, id, *value_here, *graph_here);
                    }
                }
            }
            row += 1;
        }
        let output = self.output(&batch, found);
        if row < batch.rows {
            self.state = Some(Reading::Rows(batch, row));
        }
        Ok(output)
    }

    /// Pairs that were read, and then those that follow: each with the rows of its graph.
    fn by_pair(&mut self, reading: Reading) -> Result<Option<Batch>, EngineError> {
        let Reading::Pairs { batch, rows, all, mut place, mut at, mut from } = reading else { return Ok(None) };
        if at == self.pairs.values.len() {
            let Some(mut here) = place else { return Ok(None) };
            self.pairs.clear();
            let more = self.adjacency.next_stated(&mut here, &mut self.pairs, self.told[0], ROWS)?;
            place = more.then_some(here);
            (at, from) = (0, 0);
        }
        let wanted = if let Some(Side::Is(value)) = self.value { Some(value) } else { None };
        let single = wanted.is_none() && rows.is_none() && all.len() == 1 && from == 0;
        let mut found = Found::default();
        if single && self.kept.is_empty() {
            // One row with all pairs: these are the output as they are.
            let until = self.pairs.values.len().min(at + ROWS);
            let whole = at == 0 && until == self.pairs.values.len();
            let count = until - at;
            let take = |ids: &mut Vec<u32>| if whole { std::mem::take(ids) } else { ids[at..until].to_vec() };
            let Stated { keys, values, graphs } = &mut self.pairs;
            let columns: Vec<Vec<u32>> =
                [keys, values, graphs].into_iter().zip(self.told).filter_map(|(ids, told)| told.then(|| take(ids))).collect();
            if whole {
                self.pairs.clear();
            }
            self.state = Some(Reading::Pairs { batch, rows, all, place, at: if whole { 0 } else { until }, from: 0 });
            return Ok((count > 0).then_some(Batch { columns, rows: count }));
        }
        while at < self.pairs.values.len() && found.rows.len() < ROWS {
            let (value, graph) = (self.pairs.values[at], self.pairs.graphs[at]);
            let joined = match &rows {
                _ if wanted.is_some_and(|wanted| wanted != value) => &[],
                Some(rows) => rows.get(&graph).map_or(&[][..], Vec::as_slice),
                None => all.as_slice(),
            };
            let until = joined.len().min(from + ROWS);
            let key = self.pairs.keys.get(at).copied().unwrap_or(UNBOUND);
            for row in &joined[from..until] {
                found.push(*row, key, value, graph);
            }
            from = until;
            if from == joined.len() {
                (at, from) = (at + 1, 0);
            }
        }
        let output = self.output(&batch, found);
        if at < self.pairs.values.len() || place.is_some() {
            self.state = Some(Reading::Pairs { batch, rows, all, place, at, from });
        }
        Ok(output)
    }

    fn output(&self, batch: &Batch, found: Found) -> Option<Batch> {
        let Found { rows, keys, values, graphs } = found;
        let mut columns: Vec<Vec<u32>> = self.kept.iter().map(|column| pick(&batch.columns[*column], &rows)).collect();
        columns.extend([keys, values, graphs].into_iter().zip(self.told).filter_map(|(ids, told)| told.then_some(ids)));
        if rows.is_empty() { None } else { Some(Batch { columns, rows: rows.len() }) }
    }
}

impl Found {
    fn push(&mut self, row: u32, key: u32, value: u32, graph: u32) {
        self.rows.push(row);
        self.keys.push(key);
        self.values.push(value);
        self.graphs.push(graph);
    }
}
