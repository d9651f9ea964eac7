//! Nodes that are built by themselves, and joined by hashing with what comes in.

use super::super::batch::Slot;
use super::super::error::EngineError;
use super::super::expression::Expr;
use super::super::operator::aggregate::Accumulator;
use super::super::operator::distinct::Distinct;
use super::super::operator::foreign::Foreign;
use super::super::operator::group::{Group, GroupOf, Told};
use super::super::operator::hash_join::{From, HashJoin};
use super::super::operator::minus::Minus;
use super::super::operator::order::Order;
use super::super::operator::parallel::DividedGroup;
use super::super::operator::places::Places;
use super::super::operator::slice::{Slice, SliceEach};
use super::super::operator::values::Values;
use super::super::operator::{Nothing, Rows};
use super::super::plan::{Aggregate, Node, Slots};
use super::{Builder, Mode, Stream};
use rustc_hash::FxHashMap;
use spargebra::algebra::AggregateFunction;

impl Builder<'_> {
    /// A node that nothing comes into.
    pub(super) fn alone(&mut self, node: Node, needed: &Slots) -> Result<Stream, EngineError> {
        match node {
            Node::Values { slots, rows } => {
                let certain = Node::Values { slots: slots.clone(), rows: rows.clone() }.binds().certain;
                let estimate = rows.len() as f64;
                let values = Box::new(Values { columns: slots.len(), rows: rows.into_iter() });
                Ok(self.stream("values", values, slots, certain, estimate, &[]))
            }
            Node::Order { inner, keys, limit } => {
                let mut within = needed.clone();
                within.extend(keys.iter().map(|(slot, _)| *slot));
                let stream = self.build(*inner, &within)?;
                let keys = keys.iter().filter_map(|(slot, descending)| Some((stream.place(*slot)?, *descending))).collect();
                let Stream { rows, layout, certain, estimate, step, .. } = stream;
                let columns = layout.len();
                let rows = Box::new(Order { context: self.context.clone(), input: rows, columns, keys, limit, sorted: None });
                let name = if limit.is_some() { "order, first rows" } else { "order" };
                Ok(self.stream(name, rows, layout, certain, estimate, &[step]))
            }
            Node::Project { inner, slots } => {
                let slots: Vec<Slot> = slots.into_iter().filter(|slot| needed.contains(slot)).collect();
                let stream = self.build(*inner, &slots.iter().copied().collect())?;
                Ok(self.project(stream, slots))
            }
            Node::Distinct { inner } => {
                let slots: Slots = inner.binds().possible;
                let stream = self.build(*inner, &slots)?;
                Ok(self.distinct(stream, slots.into_iter().collect()))
            }
            Node::Slice { inner, start, length, each: Some(graph) } => {
                let mut within = needed.clone();
                within.insert(graph);
                let Stream { rows, layout, certain, estimate, step, .. } = self.build(*inner, &within)?;
                // Without a row there is no column either.
                let Some(graph) = layout.iter().position(|slot| *slot == graph) else {
                    return Ok(self.stream("nothing", Box::new(Nothing(rows)), layout, certain, 0.0, &[step]));
                };
                let rows = Box::new(SliceEach {
                    context: self.context.clone(),
                    input: rows,
                    graph,
                    skip: start,
                    length,
                    met: FxHashMap::default(),
                });
                Ok(self.stream("slice of each graph", rows, layout, certain, estimate, &[step]))
            }
            Node::Slice { inner, start, length, each: None } => {
                let Stream { rows, layout, certain, estimate, step, .. } = self.build(*inner, needed)?;
                let estimate = length.map_or(estimate, |length| estimate.min(length as f64));
                Ok(self.stream("slice", Box::new(Slice { input: rows, skip: start, left: length }), layout, certain, estimate, &[step]))
            }
            Node::Group { inner, keys, aggregates, graphs } => self.group(*inner, &keys, aggregates, graphs),
            Node::Foreign { pattern, variables } => {
                let slots: Vec<Slot> = variables.iter().map(|(_, slot)| *slot).collect();
                let names = variables.into_iter().map(|(variable, _)| variable).collect();
                let rows = Box::new(Foreign::new(&self.context, &pattern, names, self.dataset.clone()));
                self.foreign = true;
                Ok(self.stream("spareval", rows, slots, Slots::new(), 1000.0, &[]))
            }
            node => self.build(node, needed),
        }
    }

    /// Each row of some columns once.
    pub(in super::super) fn distinct(&self, stream: Stream, slots: Vec<Slot>) -> Stream {
        let Stream { rows, layout, certain, estimate, step, .. } = self.project(stream, slots);
        let rows = Box::new(Distinct { context: self.context.clone(), input: rows, seen: Places::default() });
        self.stream("distinct", rows, layout, certain, estimate, &[step])
    }

    fn group(&mut self, inner: Node, keys: &[Slot], aggregates: Vec<Aggregate>, begun: Vec<u32>) -> Result<Stream, EngineError> {
        let certain = inner.binds().certain;
        // What is surely bound need not be looked at to be counted.
        let counts_rows = |aggregate: &Aggregate| match &aggregate.of {
            None => !aggregate.distinct,
            Some((AggregateFunction::Count, Expr::Slot(slot))) => !aggregate.distinct && certain.contains(slot),
            Some(_) => false,
        };
        let mut within: Slots = keys.iter().copied().collect();
        for aggregate in aggregates.iter().filter(|aggregate| !counts_rows(aggregate)) {
            within.extend(aggregate.of.iter().flat_map(|(_, expr)| expr.slots()));
        }
        let counts_rows = aggregates.iter().map(counts_rows).collect();
        let mut functions = aggregates.iter().filter_map(|aggregate| aggregate.of.as_ref()).map(|(function, _)| function);
        let can_be_divided = functions.all(Accumulator::can_be_divided);
        let of = GroupOf { keys: keys.to_vec(), aggregates, counts_rows, begun };
        let ((estimate, mut bound, (whole, step)), divided) = self.divided(inner, &within, can_be_divided, |builder, stream| {
            let estimate = if keys.is_empty() { 1.0 } else { stream.estimate.sqrt() };
            let bound: Slots = keys.iter().copied().filter(|slot| stream.certain.contains(slot)).collect();
            Ok((estimate, bound, builder.group_of(stream, &of)?))
        })?;
        let mut layout = keys.to_vec();
        for aggregate in &of.aggregates {
            layout.push(aggregate.slot);
            if matches!(aggregate.of, None | Some((AggregateFunction::Count, _))) {
                bound.insert(aggregate.slot);
            }
        }
        let rows: Rows = match divided {
            Some(divided) => Box::new(DividedGroup { divided: Some(divided), of, whole }),
            None => Box::new(whole),
        };
        Ok(self.stream("group", rows, layout, bound, estimate, &[step]))
    }

    /// The groups of rows, and the step that these come from.
    pub(in super::super) fn group_of(&mut self, stream: Stream, of: &GroupOf) -> Result<(Group, usize), EngineError> {
        let mut aggregates = Vec::with_capacity(of.aggregates.len());
        for (aggregate, counts_rows) in of.aggregates.iter().zip(&of.counts_rows) {
            let of = match &aggregate.of {
                Some((function, expr)) if !counts_rows => {
                    Some((function.clone(), self.compile(expr.clone(), &stream.layout, &stream.certain, stream.estimate)?))
                }
                _ => None,
            };
            aggregates.push(Told { of, distinct: aggregate.distinct, counts_rows: *counts_rows });
        }
        let keys = of.keys.iter().map(|slot| stream.place(*slot)).collect();
        let Stream { rows, step, .. } = stream;
        let group = Group { context: self.context.clone(), input: rows, keys, aggregates, begun: of.begun.clone(), groups: None };
        Ok((group, step))
    }

    /// A node built by itself and joined with what comes in.
    pub(super) fn apart(&mut self, node: Node, input: Stream, needed: &Slots) -> Result<Stream, EngineError> {
        let mut within = needed.clone();
        within.extend(&input.layout);
        let other = self.aside(node, &within)?;
        let (keys, perhaps) = shared(&input, &other);
        let other_keys: Vec<usize> = keys.iter().filter_map(|slot| other.place(*slot)).collect();
        let my_keys = keys.iter().filter_map(|slot| input.place(*slot)).collect();
        let pairs = perhaps.iter().filter_map(|slot| Some((input.place(*slot)?, other.place(*slot)?))).collect();
        let mut layout = input.layout.clone();
        layout.extend(other.layout.iter().filter(|slot| !input.holds(**slot)));
        layout.retain(|slot| needed.contains(slot));
        let from = |slot: &Slot| match (input.place(*slot), other.place(*slot)) {
            (Some(mine), Some(theirs)) if perhaps.contains(slot) => From::Either(mine, theirs),
            (Some(mine), _) => From::Left(mine),
            (None, theirs) => From::Right(theirs.unwrap_or_default()),
        };
        let columns = layout.iter().map(from).collect();
        let certain = input.certain.union(&other.certain).copied().collect();
        let estimate = if keys.is_empty() { input.estimate * other.estimate } else { input.estimate.max(other.estimate) };
        let steps = [input.step, other.step];
        let rows = Box::new(HashJoin {
            context: self.context.clone(),
            input: input.rows,
            build: Some((other.rows, other.layout.len(), other_keys)),
            table: None,
            keys: my_keys,
            perhaps: pairs,
            columns,
            state: None,
        });
        Ok(self.stream("hash join", rows, layout, certain, estimate, &steps))
    }

    pub(super) fn extend_minus(
        &mut self,
        (left, right, graph): (Node, Node, Option<Slot>),
        input: Stream,
        needed: &Slots,
        mode: Mode,
    ) -> Result<Stream, EngineError> {
        let theirs = right.binds().possible;
        let left = self.extend(left, input, &needed.union(&theirs).copied().collect(), mode)?;
        let other = self.aside(right, &left.layout.iter().copied().collect())?;
        let (keys, perhaps) = shared(&left, &other);
        let counts = |slot: &Slot| Some(*slot) != graph;
        let shares = keys.iter().any(counts);
        if !shares && !perhaps.iter().any(counts) {
            return Ok(left);
        }
        let other_keys: Vec<usize> = keys.iter().filter_map(|slot| other.place(*slot)).collect();
        let my_keys = keys.iter().filter_map(|slot| left.place(*slot)).collect();
        let pairs = perhaps.iter().filter_map(|slot| Some((left.place(*slot)?, other.place(*slot)?, counts(slot)))).collect();
        let Stream { rows, layout, certain, estimate, step, .. } = left;
        let steps = [step, other.step];
        let rows = Box::new(Minus {
            context: self.context.clone(),
            input: rows,
            build: Some((other.rows, other.layout.len(), other_keys)),
            table: None,
            keys: my_keys,
            shared: shares,
            perhaps: pairs,
        });
        Ok(self.stream("minus", rows, layout, certain, estimate, &steps))
    }
}

/// The variables that both sides have: those that both surely bind, and the others.
fn shared(one: &Stream, other: &Stream) -> (Vec<Slot>, Vec<Slot>) {
    let both = one.layout.iter().copied().filter(|slot| other.holds(*slot));
    both.partition(|slot| one.certain.contains(slot) && other.certain.contains(slot))
}
