//! Triple patterns and paths, read from the end that is bound.

use super::super::batch::Slot;
use super::super::context::{Context, Graphs};
use super::super::error::EngineError;
use super::super::expression::Expr;
use super::super::operator::check::{Check, Side, Values};
use super::super::operator::exists::Exists;
use super::super::operator::expand::Expand;
use super::super::operator::find::Finder;
use super::super::operator::scan::{Pairs, Run};
use super::super::operator::stated::InGraphs;
use super::super::operator::walk::{Nodes, NodesOfGraphs, Walk, Walker};
use super::super::plan::{End, InGraph, Node, Path, Pattern, Slots};
use super::parts::PIECES;
use super::{Builder, Mode, Stream};
use crate::store::{Adjacency, Direction, Id, Stated};
use rustc_hash::FxHashMap;

impl Builder<'_> {
    pub(super) fn extend_pattern(&mut self, pattern: Pattern, input: Stream, needed: &Slots, mode: Mode) -> Result<Stream, EngineError> {
        let predicate = match pattern.predicate {
            End::Is(predicate) => predicate,
            End::Nowhere => return self.extend(Node::Nothing, input, needed, mode),
            End::Var(slot) => return self.any_predicate(pattern, slot, input, needed, mode),
        };
        if let InGraph::Of(graph) = pattern.graph {
            return self.in_graphs(&pattern, (predicate, graph), input, needed, mode);
        }
        let graph: Graphs = pattern.graph.into();
        let side = |end: End| match end {
            End::Is(id) => Some(Side::Is(id)),
            End::Var(slot) => input.place(slot).map(Side::Column),
            End::Nowhere => None,
        };
        if [pattern.subject, pattern.object].contains(&End::Nowhere) {
            return self.extend(Node::Nothing, input, needed, mode);
        }
        let estimate = input.estimate * self.pattern_estimate(&pattern, &input.layout.iter().copied().collect())?;
        let name = self.name(&pattern)?;
        let (kept, mut layout) = input.kept(needed);
        let mut certain = input.certain.clone();
        let context = self.context.clone();
        let adjacency = |direction| context.adjacency(predicate, direction, graph);
        let step = input.step;
        let input_estimate = input.estimate;
        let (subject, object) = (side(pattern.subject), side(pattern.object));
        let mut tell = |end: End| {
            let slot = end.slot().filter(|slot| needed.contains(slot));
            layout.extend(slot);
            certain.extend(slot);
            slot.is_some()
        };
        let large = self.context.large() / 32.0;
        let lead = &mut self.lead;
        let is_first = input.unit;
        // What is read first may be cut; the blocks in which it is handed on are the same for any number of threads.
        let mut pieces = |adjacency: &Adjacency, key: Option<u32>| {
            if !is_first {
                return Ok((0..1, 1));
            }
            let pairs = match key {
                Some(key) => adjacency.degree(Id(key))?,
                None => adjacency.pairs(),
            };
            let pieces = if pairs as f64 >= large { PIECES } else { 1 };
            Ok::<_, EngineError>((lead.take(pairs, pieces), pieces))
        };
        let rows: super::Rows = match (subject, object) {
            (Some(subject), Some(object)) => {
                // A term that is the same for all rows is read once, unless there are few rows and it is paired with many.
                let run = |id, direction| run_length(&context, predicate, direction, graph, id);
                let by_subject = match (subject, object) {
                    (Side::Is(_), _) => true,
                    (_, Side::Is(id)) => run(id, Direction::Backward)? as f64 > input_estimate * 16.0,
                    _ => true,
                };
                let (direction, key, value) =
                    if by_subject { (Direction::Forward, subject, object) } else { (Direction::Backward, object, subject) };
                let adjacency = adjacency(direction)?;
                let (values, finder) = (Values::Unread, Finder::default());
                Box::new(Check { context, input: input.rows, kept, adjacency, key, value, values, finder })
            }
            (Some(Side::Column(key)), None) => {
                let (adjacency, told) = (adjacency(Direction::Forward)?, tell(pattern.object));
                Box::new(Expand { context, input: input.rows, kept, key, adjacency, told, finder: Finder::default(), state: None })
            }
            (None, Some(Side::Column(key))) => {
                let (adjacency, told) = (adjacency(Direction::Backward)?, tell(pattern.subject));
                Box::new(Expand { context, input: input.rows, kept, key, adjacency, told, finder: Finder::default(), state: None })
            }
            (Some(Side::Is(key)), None) => {
                let (adjacency, told) = (adjacency(Direction::Forward)?, tell(pattern.object));
                let pieces = pieces(&adjacency, Some(key))?;
                Box::new(Run {
                    context,
                    input: input.rows,
                    kept,
                    adjacency,
                    key,
                    pieces,
                    told,
                    values: None,
                    borders: Vec::new(),
                    state: None,
                })
            }
            (None, Some(Side::Is(key))) => {
                let (adjacency, told) = (adjacency(Direction::Backward)?, tell(pattern.subject));
                let pieces = pieces(&adjacency, Some(key))?;
                Box::new(Run {
                    context,
                    input: input.rows,
                    kept,
                    adjacency,
                    key,
                    pieces,
                    told,
                    values: None,
                    borders: Vec::new(),
                    state: None,
                })
            }
            (None, None) => {
                let adjacency = adjacency(Direction::Forward)?;
                let told = (tell(pattern.subject), tell(pattern.object));
                let (pieces, of) = pieces(&adjacency, None)?;
                let ranges = adjacency.split(of)?;
                // Where there are fewer keys than pieces, the last are empty.
                let ranges = ranges.get(pieces.start.min(ranges.len())..pieces.end.min(ranges.len())).unwrap_or_default().to_vec();
                Box::new(Pairs { context, input: input.rows, kept, adjacency, ranges, told, state: None })
            }
        };
        Ok(self.stream(name, rows, layout, certain, estimate, &[step]))
    }

    /// A pattern in any named graph.
    fn in_graphs(
        &mut self,
        pattern: &Pattern,
        (predicate, graph): (u32, Slot),
        input: Stream,
        needed: &Slots,
        mode: Mode,
    ) -> Result<Stream, EngineError> {
        let side = |end: End| match end {
            End::Is(id) => Some(Side::Is(id)),
            End::Var(slot) => input.place(slot).map(Side::Column),
            End::Nowhere => None,
        };
        if [pattern.subject, pattern.object].contains(&End::Nowhere) {
            return self.extend(Node::Nothing, input, needed, mode);
        }
        let estimate = input.estimate * self.pattern_estimate(pattern, &input.layout.iter().copied().collect())?;
        let name = self.name(pattern)?;
        let (subject, object) = (side(pattern.subject), side(pattern.object));
        // From what the rows bind, else from a term, else all pairs.
        let backward = match (subject, object) {
            (Some(Side::Column(_)), _) => false,
            (_, Some(Side::Column(_))) => true,
            (Some(_), _) => false,
            (None, object) => object.is_some(),
        };
        let (direction, key, value, ends) = if backward {
            (Direction::Backward, object, subject, [pattern.object, pattern.subject])
        } else {
            (Direction::Forward, subject, object, [pattern.subject, pattern.object])
        };
        let adjacency = self.context.adjacency(predicate, direction, Graphs::Named)?;
        let (kept, mut layout) = input.kept(needed);
        let mut certain = input.certain.clone();
        let new =
            [ends[0].slot(), ends[1].slot(), Some(graph)].map(|slot| slot.filter(|slot| needed.contains(slot) && !input.holds(*slot)));
        layout.extend(new.iter().flatten());
        certain.extend(new.iter().flatten());
        let graph = input.place(graph);
        let (context, pairs) = (self.context.clone(), Stated::default());
        let told = new.map(|slot| slot.is_some());
        let rows = Box::new(InGraphs { context, input: input.rows, kept, adjacency, key, value, graph, told, state: None, pairs });
        Ok(self.stream(name, rows, layout, certain, estimate, &[input.step]))
    }

    /// A pattern of any predicate: each predicate of the store in its turn.
    fn any_predicate(&mut self, pattern: Pattern, slot: Slot, input: Stream, needed: &Slots, mode: Mode) -> Result<Stream, EngineError> {
        let predicates: Vec<u32> = self.context.snapshot.predicates().map(|statistics| statistics.predicate).collect();
        let branch = |predicate: u32| {
            let of_one = Node::Pattern(Pattern { predicate: End::Is(predicate), ..pattern });
            Node::Join(vec![Node::Values { slots: vec![slot], rows: vec![vec![predicate]] }, of_one])
        };
        let branches: Vec<Node> = predicates.into_iter().map(branch).collect();
        if branches.is_empty() {
            return self.extend(Node::Nothing, input, needed, mode);
        }
        self.extend_union(branches, input, needed, mode)
    }

    /// A path between two ends in a graph, walked from the end that is known.
    pub(super) fn extend_path(
        &mut self,
        (subject, path, object, graph): (End, Path, End, InGraph),
        input: Stream,
        needed: &Slots,
        mode: Mode,
    ) -> Result<Stream, EngineError> {
        let known = |stream: &Stream, end: End| match end {
            End::Is(_) => true,
            End::Var(slot) => stream.holds(slot),
            End::Nowhere => false,
        };
        let mut input = input;
        if !known(&input, subject) && !known(&input, object) {
            // From every term of the graph.
            let Some(slot) = subject.slot() else { return self.extend(Node::Nothing, input, needed, Mode::Join) };
            let context = self.context.clone();
            let nodes = if let InGraph::Of(graph) = graph {
                let rows = Box::new(NodesOfGraphs { context, nodes: None });
                self.stream("terms of each graph", rows, vec![graph, slot], [graph, slot].into(), 10_000.0, &[])
            } else {
                let rows = Box::new(Nodes { walker: Walker { context, graph: graph.into() }, nodes: None });
                self.stream("terms", rows, vec![slot], [slot].into(), 10_000.0, &[])
            };
            let mut within = needed.clone();
            within.insert(slot);
            within.extend(graph.slot());
            input = if input.unit { nodes } else { self.join_streams(input, nodes, &within) };
        }
        if let InGraph::Of(slot) = graph
            && !input.holds(slot)
        {
            let rows = self.context.named_graphs()?.iter().map(|id| vec![*id]).collect();
            let graphs = self.alone(Node::Values { slots: vec![slot], rows }, &[slot].into())?;
            let mut within: Slots = needed.clone();
            within.extend([subject.slot(), object.slot(), Some(slot)].into_iter().flatten());
            input = if input.unit { graphs } else { self.join_streams(input, graphs, &within) };
        }
        let side = |end: End| match end {
            End::Is(id) => Some(Side::Is(id)),
            End::Var(slot) => input.place(slot).map(Side::Column),
            End::Nowhere => None,
        };
        let (subject_side, object_side) = (side(subject), side(object));
        let (from, direction, to, end) = match (subject_side, object_side) {
            // Of two known ends the walk begins at the one that is the same for all rows.
            (Some(subject), Some(object @ Side::Is(_))) => (object, Direction::Backward, Some(subject), None),
            (Some(subject), to) => (subject, Direction::Forward, to, object.slot()),
            (None, Some(object)) => (object, Direction::Backward, None, subject.slot()),
            (None, None) => return self.extend(Node::Nothing, input, needed, Mode::Join),
        };
        let told = if to.is_some() { None } else { end.filter(|slot| needed.contains(slot)) };
        let (kept, mut layout) = input.kept(needed);
        let mut certain = input.certain.clone();
        layout.extend(told);
        certain.extend(told);
        let estimate = if to.is_some() { input.estimate / 2.0 } else { input.estimate * 10.0 };
        let graph_column = graph.slot().and_then(|slot| input.place(slot));
        let Stream { rows, step, .. } = input;
        let walker = Walker { context: self.context.clone(), graph: graph.into() };
        let (known, told) = (FxHashMap::default(), told.is_some());
        // A path of no step leads from a variable to itself only where it is in the graph; from a term, or what EXISTS puts for one, always.
        let within = mode == Mode::Join && matches!(from, Side::Column(_));
        let rows =
            Box::new(Walk { walker, graph: graph_column, input: rows, kept, path, from, direction, to, told, within, known, state: None });
        let name = if graph_column.is_some() { "walk a path in each graph" } else { "walk a path" };
        Ok(self.stream(name, rows, layout, certain, estimate, &[step]))
    }

    /// `EXISTS` of one pattern of which only one end is bound by the rows: whether it is a key.
    pub(super) fn exists_key(&self, node: &Node, layout: &[Slot], certain: &Slots) -> Result<Option<Exists>, EngineError> {
        let Node::Pattern(pattern) = node else { return Ok(None) };
        let End::Is(predicate) = pattern.predicate else { return Ok(None) };
        if pattern.graph.slot().is_some() {
            return Ok(None);
        }
        let bound =
            |end: End| end.slot().filter(|slot| certain.contains(slot)).and_then(|slot| layout.iter().position(|other| *other == slot));
        let free = |end: End| end.slot().is_some_and(|slot| !layout.contains(&slot));
        let (column, direction) = match (bound(pattern.subject), bound(pattern.object)) {
            (Some(column), None) if free(pattern.object) => (column, Direction::Forward),
            (None, Some(column)) if free(pattern.subject) => (column, Direction::Backward),
            _ => return Ok(None),
        };
        let adjacency = self.context.adjacency(predicate, direction, pattern.graph.into())?;
        Ok(Some(Exists::Key { context: self.context.clone(), column, adjacency, finder: Finder::default() }))
    }

    /// How a pattern is told among the steps.
    fn name(&self, pattern: &Pattern) -> Result<String, EngineError> {
        let end = |end: End| {
            Ok::<_, EngineError>(match end {
                End::Is(id) => self.context.term(id)?.map(|term| term.to_string()).unwrap_or_default(),
                End::Var(slot) => self.steps.variable(slot),
                End::Nowhere => String::new(),
            })
        };
        let graph = pattern.graph.slot().map(|slot| format!("GRAPH {} ", self.steps.variable(slot))).unwrap_or_default();
        Ok(format!("{graph}{} {} {}", end(pattern.subject)?, end(pattern.predicate)?, end(pattern.object)?))
    }
}

/// How many terms one is paired with.
pub(super) fn run_length(context: &Context, predicate: u32, direction: Direction, graph: Graphs, id: u32) -> Result<usize, EngineError> {
    let adjacency = context.adjacency(predicate, direction, graph)?;
    if let Some(slices) = adjacency.clean() {
        return Ok(slices.keys.binary_search(&id).map_or(0, |place| slices.run(place).len()));
    }
    let mut values = Vec::new();
    Ok(adjacency.gather(Id(id), &mut values)?)
}

/// Whether a condition is that words stand in a variable.
pub(super) const fn words_in(condition: &Expr) -> Option<(Slot, bool, &String)> {
    match condition {
        Expr::Text { within: super::super::expression::Within::Anywhere, slot, string, words } => Some((*slot, *string, words)),
        _ => None,
    }
}
