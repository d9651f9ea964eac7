//! The statements that fit a pattern, one after another.

use super::adjacency::{Adjacency, Direction, View};
use super::error::StoreError;
use super::id::Id;
use super::part::Part;
use super::scan::ScanState;
use super::snapshot::Snapshot;
use std::ops::Range;
use std::sync::Arc;

/// The graphs of which statements are wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GraphFilter {
    /// One graph; [`Id::DEFAULT_GRAPH`] is the default graph.
    One(Id),
    /// All graphs, the default graph among them; a statement comes once for each graph that has it.
    All,
    /// All graphs but the default graph; a statement comes once for each graph that has it.
    Named,
    /// All graphs as one: a statement comes once, and its graph is [`Id::DEFAULT_GRAPH`].
    Union,
    /// These graphs as one, likewise; in the order of their numbers.
    Merged(Arc<[Id]>),
}

/// The statements that fit a pattern: subject, predicate, object, graph.
pub struct Quads {
    snapshot: Snapshot,
    pattern: [Option<Id>; 3],
    graphs: GraphFilter,
    /// How many predicates were looked at.
    predicate: usize,
    current: Option<Current>,
    ready: Vec<[Id; 4]>,
    next: usize,
    /// How many statements are made ready at a time: few at first, since many ask for one only.
    room: usize,
}

/// The pairs of one predicate that are being gone through.
struct Current {
    predicate: Id,
    /// Whether objects are the keys.
    backward: bool,
    adjacency: Adjacency,
    place: Place,
}

/// Where it is.
enum Place {
    /// In all parts as one.
    Union(ScanState),
    /// In one part after the other: the part, the keys and the values that are left in it.
    Parts { part: usize, keys: Range<usize>, run: Range<usize> },
}

/// How many statements are made ready at a time at most.
const READY: usize = 1024;

impl Quads {
    pub(super) const fn new(snapshot: Snapshot, pattern: [Option<Id>; 3], graphs: GraphFilter) -> Self {
        Self { snapshot, pattern, graphs, predicate: 0, current: None, ready: Vec::new(), next: 0, room: 8 }
    }

    /// The next predicate to be looked at.
    fn next_predicate(&mut self) -> Option<Id> {
        let at = self.predicate;
        self.predicate += 1;
        match self.pattern[1] {
            Some(id) => (at == 0).then_some(id),
            None => self.snapshot.predicate_at(at),
        }
    }

    /// Begins with a predicate.
    fn begin(&self, predicate: Id) -> Result<Current, StoreError> {
        let [subject, _, object] = self.pattern;
        let backward = subject.is_none() && object.is_some();
        let direction = if backward { Direction::Backward } else { Direction::Forward };
        let view = match &self.graphs {
            GraphFilter::One(graph) => View::Graphs([*graph].into()),
            GraphFilter::Merged(graphs) => View::Graphs(graphs.clone()),
            _ => View::Union,
        };
        let adjacency = self.snapshot.adjacency(predicate, direction, &view)?;
        let place = if matches!(self.graphs, GraphFilter::Union | GraphFilter::Merged(_)) {
            let keys = match subject.or(object) {
                Some(Id(key)) => key..key.saturating_add(1),
                None => 0..u32::MAX,
            };
            Place::Union(ScanState::new(keys))
        } else {
            Place::Parts { part: 0, keys: self.keys(adjacency.parts(), 0, backward)?, run: 0..0 }
        };
        Ok(Current { predicate, backward, adjacency, place })
    }

    /// The places of the keys that are wanted in a part.
    fn keys(&self, parts: &[Part], part: usize, backward: bool) -> Result<Range<usize>, StoreError> {
        let Some(part) = parts.get(part) else { return Ok(0..0) };
        match if backward { self.pattern[2] } else { self.pattern[0] } {
            None => Ok(0..part.table.keys.count),
            Some(key) => Ok(part.find(key.0)?.map_or(0..0, |at| at..at + 1)),
        }
    }

    /// Makes statements ready, at least one if there is one.
    fn fill(&mut self) -> Result<(), StoreError> {
        self.ready.clear();
        self.next = 0;
        while self.ready.is_empty() {
            let mut current = match self.current.take() {
                Some(current) => current,
                None => match self.next_predicate() {
                    Some(predicate) => self.begin(predicate)?,
                    None => return Ok(()),
                },
            };
            if self.fill_from(&mut current)? {
                self.current = Some(current);
            }
        }
        self.room = (self.room * 4).min(READY);
        Ok(())
    }

    /// Makes statements of one predicate ready, and says whether there may be more.
    fn fill_from(&mut self, current: &mut Current) -> Result<bool, StoreError> {
        let Current { predicate, backward, adjacency, place } = current;
        let [_, _, object] = self.pattern;
        match place {
            Place::Union(state) => {
                let (mut keys, mut values) = (Vec::new(), Vec::new());
                if let ([Some(subject), _, Some(object)], false) = (self.pattern, *backward) {
                    if adjacency.contains(subject, object)? {
                        self.ready.push([subject, *predicate, object, Id::DEFAULT_GRAPH]);
                    }
                    return Ok(false);
                }
                let more = state.next(adjacency, &mut keys, &mut values, self.room)?;
                for (key, value) in keys.into_iter().zip(values) {
                    let (subject, object) = if *backward { (value, key) } else { (key, value) };
                    self.ready.push([Id(subject), *predicate, Id(object), Id::DEFAULT_GRAPH]);
                }
                Ok(more)
            }
            Place::Parts { part, keys, run } => {
                let Some(now) = adjacency.parts().get(*part) else { return Ok(false) };
                while self.ready.len() < self.room {
                    if Range::is_empty(run) {
                        if Range::is_empty(keys) {
                            *part += 1;
                            *keys = self.keys(adjacency.parts(), *part, *backward)?;
                            return Ok(*part < adjacency.parts().len());
                        }
                        *run = now.run(keys.start)?;
                        if let (Some(object), false) = (object, *backward) {
                            *run = now.run_of_value(run.clone(), object.0)?;
                        }
                        keys.start += 1;
                    }
                    let until = run.end.min(run.start + self.room - self.ready.len());
                    let key = now.segment.number(now.table.keys, keys.start - 1)?;
                    let named_only = self.graphs == GraphFilter::Named;
                    now.each_with_graph(run.start..until, |value, graph| {
                        let (subject, object) = if *backward { (value, key) } else { (key, value) };
                        if !named_only || graph != Id::DEFAULT_GRAPH.0 {
                            self.ready.push([Id(subject), *predicate, Id(object), Id(graph)]);
                        }
                    })?;
                    run.start = until;
                }
                Ok(true)
            }
        }
    }
}

impl Iterator for Quads {
    type Item = Result<[Id; 4], StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.ready.len()
            && let Err(error) = self.fill()
        {
            // Nothing comes after an error.
            self.ready.clear();
            self.current = None;
            self.predicate = usize::MAX - 1;
            return Some(Err(error));
        }
        let quad = self.ready.get(self.next).copied();
        self.next += 1;
        quad.map(Ok)
    }
}
