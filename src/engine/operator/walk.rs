//! Property paths that are walked: zero or one, zero or more, one or more steps, from the end that is known.

use super::super::batch::{Batch, ROWS, UNBOUND};
use super::super::context::{Graphs, Shared, is_local};
use super::super::error::EngineError;
use super::super::plan::Path;
use super::check::Side;
use super::scan::Kept;
use super::{Operator, Rows};
use crate::store::{Direction, Id, Place, Stated};
use rustc_hash::{FxHashMap, FxHashSet};

/// Where one may get from a term on a path.
pub(in super::super) struct Walker {
    pub context: Shared,
    pub graph: Graphs,
}

impl Walker {
    /// Adds the terms that a path leads to from a term; one may be met more than once.
    fn walk(&self, path: &Path, from: u32, direction: Direction, found: &mut Vec<u32>) -> Result<(), EngineError> {
        match path {
            Path::Step(None) => {}
            Path::Step(Some(predicate)) => {
                if from != UNBOUND && !is_local(from) {
                    self.context.adjacency(*predicate, direction, self.graph)?.gather(Id(from), found)?;
                }
            }
            Path::Other(named) => {
                if from != UNBOUND && !is_local(from) {
                    for predicate in self.context.snapshot.predicates().map(|known| known.predicate) {
                        if !named.contains(&predicate) {
                            self.context.adjacency(predicate, direction, self.graph)?.gather(Id(from), found)?;
                        }
                    }
                }
            }
            Path::Inverse(path) => self.walk(path, from, turned(direction), found)?,
            Path::Sequence(first, second) => {
                let (first, second) = if direction == Direction::Forward { (first, second) } else { (second, first) };
                let mut between = Vec::new();
                self.walk(first, from, direction, &mut between)?;
                between.sort_unstable();
                between.dedup();
                for term in between {
                    self.walk(second, term, direction, found)?;
                }
            }
            Path::Alternative(one, other) => {
                self.walk(one, from, direction, found)?;
                self.walk(other, from, direction, found)?;
            }
            Path::ZeroOrOne(path) => {
                found.push(from);
                self.walk(path, from, direction, found)?;
            }
            Path::ZeroOrMore(path) => found.extend(self.closure(path, from, direction, true)?),
            Path::OneOrMore(path) => found.extend(self.closure(path, from, direction, false)?),
        }
        Ok(())
    }

    /// All terms that any number of steps lead to.
    fn closure(&self, path: &Path, from: u32, direction: Direction, with_start: bool) -> Result<Vec<u32>, EngineError> {
        let mut seen = FxHashSet::default();
        let mut reached = Vec::new();
        if with_start {
            seen.insert(from);
            reached.push(from);
        }
        let mut next = vec![from];
        let mut found = Vec::new();
        while let Some(term) = next.pop() {
            self.context.check()?;
            found.clear();
            self.walk(path, term, direction, &mut found)?;
            for term in &found {
                if seen.insert(*term) {
                    reached.push(*term);
                    next.push(*term);
                }
            }
        }
        Ok(reached)
    }

    /// Where a path leads from a term: each term once, in order.
    pub(crate) fn from(&self, path: &Path, from: u32, direction: Direction) -> Result<Vec<u32>, EngineError> {
        let mut found = Vec::new();
        self.walk(path, from, direction, &mut found)?;
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Whether a term stands as a subject or an object in the graph.
    fn is_node(&self, id: u32) -> Result<bool, EngineError> {
        if id == UNBOUND || is_local(id) {
            return Ok(false);
        }
        let mut found = Vec::new();
        for predicate in self.context.snapshot.predicates() {
            for direction in [Direction::Forward, Direction::Backward] {
                if self.context.adjacency(predicate.predicate, direction, self.graph)?.gather(Id(id), &mut found)? > 0 {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// All terms that stand as a subject or an object in the graph.
    fn nodes(&self) -> Result<Vec<u32>, EngineError> {
        let mut nodes = FxHashSet::default();
        for predicate in self.context.snapshot.predicates() {
            for direction in [Direction::Forward, Direction::Backward] {
                self.context.check()?;
                let adjacency = self.context.adjacency(predicate.predicate, direction, self.graph)?;
                let (mut keys, mut values) = (Vec::new(), Vec::new());
                let mut scan = adjacency.scan(0..u32::MAX);
                loop {
                    keys.clear();
                    values.clear();
                    let more = scan.next(&mut keys, &mut values, ROWS)?;
                    nodes.extend(keys.iter().copied());
                    if !more {
                        break;
                    }
                }
            }
        }
        let mut nodes: Vec<u32> = nodes.into_iter().collect();
        nodes.sort_unstable();
        Ok(nodes)
    }
}

const fn turned(direction: Direction) -> Direction {
    match direction {
        Direction::Forward => Direction::Backward,
        Direction::Backward => Direction::Forward,
    }
}

/// Follows a path from a known end: adds a column with where it leads, or keeps the rows for which it leads to their other end.
pub(in super::super) struct Walk {
    pub walker: Walker,
    /// The column of the graph, where it is not the same for all rows.
    pub graph: Option<usize>,
    pub input: Rows,
    pub kept: Kept,
    pub path: Path,
    pub from: Side,
    pub direction: Direction,
    /// The other end, where it is known too.
    pub to: Option<Side>,
    /// Whether where it leads is a column of the output.
    pub told: bool,
    /// Whether only terms of the graph are walked from.
    pub within: bool,
    /// Where the path leads from terms that were met, in each graph.
    pub known: FxHashMap<(u32, u32), Vec<u32>>,
    pub state: Option<(Batch, usize)>,
}

impl Operator for Walk {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        loop {
            self.walker.context.check()?;
            let (batch, mut row) = match self.state.take() {
                Some(state) => state,
                None => match self.input.next()? {
                    Some(batch) => (batch, 0),
                    None => return Ok(None),
                },
            };
            let (mut rows, mut ends): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
            while row < batch.rows && rows.len() < ROWS {
                let at = |side: Side| match side {
                    Side::Is(id) => id,
                    Side::Column(column) => batch.columns[column][row],
                };
                let from = at(self.from);
                let graph = self.graph.map_or(UNBOUND, |column| batch.columns[column][row]);
                if !self.known.contains_key(&(graph, from)) {
                    if self.graph.is_some() {
                        self.walker.graph = Graphs::One(graph);
                    }
                    let mut found = self.walker.from(&self.path, from, self.direction)?;
                    if self.within && found == [from] && !self.walker.is_node(from)? {
                        found.clear();
                    }
                    self.walker.context.hold(found.len() * 4 + 40)?;
                    self.known.insert((graph, from), found);
                }
                let reached = self.known.get(&(graph, from)).map_or(&[][..], Vec::as_slice);
                let number = u32::try_from(row).unwrap_or(u32::MAX);
                match self.to {
                    Some(side) => {
                        if reached.binary_search(&at(side)).is_ok() {
                            rows.push(number);
                        }
                    }
                    None => {
                        rows.extend(std::iter::repeat_n(number, reached.len()));
                        ends.extend_from_slice(reached);
                    }
                }
                row += 1;
            }
            let output = (!rows.is_empty()).then(|| {
                let mut columns: Vec<Vec<u32>> =
                    self.kept.iter().map(|column| super::super::batch::pick(&batch.columns[*column], &rows)).collect();
                if self.told {
                    columns.push(ends);
                }
                Batch { columns, rows: rows.len() }
            });
            if row < batch.rows {
                self.state = Some((batch, row));
            }
            if output.is_some() {
                return Ok(output);
            }
        }
    }
}

/// Every term of the graph as a column: where paths may begin of which no end is known.
pub(in super::super) struct Nodes {
    pub walker: Walker,
    pub nodes: Option<std::vec::IntoIter<u32>>,
}

impl Operator for Nodes {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        if self.nodes.is_none() {
            let nodes = self.walker.nodes()?;
            self.walker.context.hold(nodes.len() * 4)?;
            self.nodes = Some(nodes.into_iter());
        }
        let Some(nodes) = &mut self.nodes else { return Ok(None) };
        let column: Vec<u32> = nodes.take(ROWS).collect();
        let rows = column.len();
        Ok((rows > 0).then(|| Batch { columns: vec![column], rows }))
    }
}

/// Every term of every named graph with its graph, two columns: where paths may begin of which neither an end nor the graph is known.
pub(in super::super) struct NodesOfGraphs {
    pub context: Shared,
    pub nodes: Option<std::vec::IntoIter<(u32, u32)>>,
}

impl Operator for NodesOfGraphs {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        if self.nodes.is_none() {
            let nodes = self.nodes()?;
            self.context.hold(nodes.len() * 8)?;
            self.nodes = Some(nodes.into_iter());
        }
        let Some(nodes) = &mut self.nodes else { return Ok(None) };
        let (graphs, terms): (Vec<u32>, Vec<u32>) = nodes.take(ROWS).unzip();
        let rows = graphs.len();
        Ok((rows > 0).then(|| Batch { columns: vec![graphs, terms], rows }))
    }
}

impl NodesOfGraphs {
    fn nodes(&self) -> Result<Vec<(u32, u32)>, EngineError> {
        let mut nodes = FxHashSet::default();
        for predicate in self.context.snapshot.predicates() {
            let adjacency = self.context.adjacency(predicate.predicate, Direction::Forward, Graphs::Named)?;
            let (mut place, mut pairs, mut more) = (Place::default(), Stated::default(), true);
            while more {
                self.context.check()?;
                pairs.clear();
                more = adjacency.next_stated(&mut place, &mut pairs, true, ROWS)?;
                for ends in [&pairs.keys, &pairs.values] {
                    nodes.extend(pairs.graphs.iter().copied().zip(ends.iter().copied()));
                }
            }
        }
        let mut nodes: Vec<(u32, u32)> = nodes.into_iter().collect();
        nodes.sort_unstable();
        Ok(nodes)
    }
}
