//! From a plan to operators: a node is built as an extension of the rows that come in, which are joined with it.
//!
//! So a pattern follows its predicate from what is bound already, an `OPTIONAL` looks only for what goes with the rows at hand, and a join
//! is a chain of such steps in an order chosen by the statistics ([`join`], [`estimate`]). Where that would not mean the same (a condition
//! inside that speaks of a variable of outside; a group, a slice), the node is built [`apart`] and joined by hashing.

mod apart;
mod estimate;
mod join;
mod parts;
mod pattern;

use super::batch::Slot;
use super::context::Shared;
use super::error::EngineError;
use super::explain::{Measured, Steps};
use super::expression::{Compiled, Expr, mentioned};
use super::foreign::Dataset;
use super::operator::exists::Exists;
use super::operator::filter::{Extend, Filter, Project};
use super::operator::optional::{From, Optional};
use super::operator::union::{Branch, Union};
use super::operator::{Nothing, Rows, Seed, Unit};
use super::plan::{End, Node, Slots};
use parts::Lead;
pub(super) use parts::Parts;

/// The number of a row, among the columns of a batch that is put in.
const NUMBER: Slot = Slot::MAX - 1;

/// An operator with what is known of its rows.
pub(super) struct Stream {
    pub rows: Rows,
    /// The variables of its columns.
    pub layout: Vec<Slot>,
    /// The variables that every row binds.
    pub certain: Slots,
    /// About how many rows come.
    pub estimate: f64,
    /// Whether it is one row without columns.
    pub unit: bool,
    /// Where its operator stands among the steps.
    pub step: usize,
}

impl Stream {
    fn place(&self, slot: Slot) -> Option<usize> {
        self.layout.iter().position(|other| *other == slot)
    }

    /// The columns that are needed, and the layout that they make.
    fn kept(&self, needed: &Slots) -> (Vec<usize>, Vec<Slot>) {
        (0..).zip(&self.layout).filter(|(_, slot)| needed.contains(slot)).map(|(at, slot)| (at, *slot)).unzip()
    }

    /// Whether a variable may be bound in its rows, but need not.
    fn is_open(&self, slot: Slot) -> bool {
        self.layout.contains(&slot) && !self.certain.contains(&slot)
    }

    fn holds(&self, slot: Slot) -> bool {
        self.layout.contains(&slot)
    }
}

/// Builds operators.
pub(super) struct Builder<'a> {
    pub context: Shared,
    dataset: &'a Dataset,
    steps: Steps,
    /// What is known of what the plan reads first.
    lead: Lead,
    /// How much was put aside, which each thread would do for itself: about how many rows.
    put_aside: f64,
    /// Whether spareval does a part of it.
    foreign: bool,
    /// Whether threads may be used.
    divides: bool,
}

/// Whether rows are joined with a node, or are put into it, as `EXISTS` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Join,
    Seed,
}

impl Builder<'_> {
    /// The operators of a whole plan.
    pub(super) fn build(&mut self, node: Node, needed: &Slots) -> Result<Stream, EngineError> {
        let unit = self.unit();
        self.extend(node, unit, needed, Mode::Join)
    }

    fn unit(&self) -> Stream {
        Stream { rows: Box::new(Unit::new()), layout: Vec::new(), certain: Slots::new(), estimate: 1.0, unit: true, step: Steps::NONE }
    }

    /// An operator as a stream, with the operators that feed it as its children among the steps.
    fn stream(&self, name: impl Into<String>, rows: Rows, layout: Vec<Slot>, certain: Slots, estimate: f64, children: &[usize]) -> Stream {
        let step = self.steps.add(name.into(), estimate, children);
        let certain = certain.into_iter().filter(|slot| layout.contains(slot)).collect();
        Stream { rows: Box::new(Measured::new(rows, &self.steps, step)), layout, certain, estimate, unit: false, step }
    }

    /// What comes in, joined with a node; of the columns at least those that are needed.
    fn extend(&mut self, node: Node, input: Stream, needed: &Slots, mode: Mode) -> Result<Stream, EngineError> {
        let is_leaf = matches!(node, Node::Pattern(_) | Node::Path { .. });
        if !input.unit && (is_leaf || mode == Mode::Join) && !fits(&node, &input) {
            return self.apart(node, input, needed);
        }
        // Of what comes first only a scan can be cut, below nodes that go row by row.
        let goes_on = matches!(
            node,
            Node::Pattern(_)
                | Node::Join(_)
                | Node::Filter { .. }
                | Node::Optional { .. }
                | Node::Union(_)
                | Node::Extend { .. }
                | Node::Minus { .. }
                | Node::Project { .. }
        );
        if input.unit && !goes_on {
            self.lead.lose();
        }
        match node {
            Node::Nothing => {
                let Stream { rows, layout, certain, step, .. } = input;
                Ok(self.stream("nothing", Box::new(Nothing(rows)), layout, certain, 0.0, &[step]))
            }
            Node::Pattern(pattern) => {
                let is_first = input.unit;
                let stream = self.extend_pattern(pattern, input, needed, mode)?;
                if is_first {
                    // What came first is no scan: nothing after it may be cut in its place, least of all what is put aside.
                    self.lead.lose();
                }
                Ok(stream)
            }
            Node::Path { subject, path, object, graph } => self.extend_path((subject, path, object, graph), input, needed, mode),
            Node::Join(parts) => self.extend_join(parts, Vec::new(), input, needed, mode),
            Node::Filter { inner, condition } => {
                let conditions = conjuncts(condition);
                match *inner {
                    Node::Join(parts) => self.extend_join(parts, conditions, input, needed, mode),
                    inner @ Node::Pattern(_) => self.extend_join(vec![inner], conditions, input, needed, mode),
                    inner => {
                        let mut within = needed.clone();
                        within.extend(conditions.iter().flat_map(Expr::slots));
                        let mut stream = self.extend(inner, input, &within, mode)?;
                        for (at, condition) in conditions.iter().enumerate() {
                            let mut after = needed.clone();
                            after.extend(conditions[at + 1..].iter().flat_map(Expr::slots));
                            stream = self.filter(stream, condition.clone(), &after)?;
                        }
                        Ok(stream)
                    }
                }
            }
            Node::Optional { left, right, condition } => self.extend_optional(*left, *right, condition, input, needed, mode),
            Node::Union(branches) => self.extend_union(branches, input, needed, mode),
            Node::Extend { inner, slot, expression } => {
                let mut within = needed.clone();
                within.extend(expression.slots());
                let stream = self.extend(*inner, input, &within, mode)?;
                self.compute(stream, slot, expression)
            }
            Node::Minus { left, right, graph } => self.extend_minus((*left, *right, graph), input, needed, mode),
            node @ (Node::Values { .. }
            | Node::Order { .. }
            | Node::Project { .. }
            | Node::Distinct { .. }
            | Node::Slice { .. }
            | Node::Group { .. }
            | Node::Foreign { .. }) => {
                if input.unit {
                    self.alone(node, needed)
                } else {
                    self.apart(node, input, needed)
                }
            }
        }
    }

    fn compile(&mut self, expr: Expr, layout: &[Slot], certain: &Slots, estimate: f64) -> Result<Compiled, EngineError> {
        let context = self.context.clone();
        Compiled::new(&context, expr, layout, &mut |node| self.exists(node, layout, certain, estimate))
    }

    fn filter(&mut self, input: Stream, condition: Expr, needed: &Slots) -> Result<Stream, EngineError> {
        let name = format!("filter {}", condition.name());
        let condition = self.compile(condition, &input.layout, &input.certain, input.estimate)?;
        let (kept, layout) = input.kept(needed);
        let Stream { rows, certain, estimate, step, .. } = input;
        let rows = Box::new(Filter { context: self.context.clone(), input: rows, kept, condition });
        Ok(self.stream(name, rows, layout, certain, estimate / 4.0, &[step]))
    }

    fn compute(&mut self, input: Stream, slot: Slot, expression: Expr) -> Result<Stream, EngineError> {
        let expression = self.compile(expression, &input.layout, &input.certain, input.estimate)?;
        let Stream { rows, mut layout, certain, estimate, step, .. } = input;
        layout.push(slot);
        let rows = Box::new(Extend { context: self.context.clone(), input: rows, expression });
        Ok(self.stream("compute", rows, layout, certain, estimate, &[step]))
    }

    fn project(&self, input: Stream, layout: Vec<Slot>) -> Stream {
        if input.layout == layout {
            return input;
        }
        let columns = layout.iter().map(|slot| input.place(*slot)).collect();
        let Stream { rows, certain, estimate, step, unit, .. } = input;
        if unit {
            return self.stream("columns", Box::new(Project { input: rows, columns }), layout, certain, estimate, &[step]);
        }
        // No step of its own: it costs next to nothing.
        let certain = certain.into_iter().filter(|slot| layout.contains(slot)).collect();
        Stream { rows: Box::new(Project { input: rows, columns }), layout, certain, estimate, unit: false, step }
    }

    /// What `EXISTS` runs for rows of a layout.
    fn exists(&mut self, node: Node, layout: &[Slot], certain: &Slots, estimate: f64) -> Result<Exists, EngineError> {
        self.lead.lose();
        if let Some(exists) = self.exists_key(&node, layout, certain)? {
            return Ok(exists);
        }
        let mut looked = Slots::new();
        mentioned(&node, &mut looked);
        let (seed, stream) = self.seed(layout, certain, &looked, estimate);
        let looked_at = stream.layout.iter().filter(|slot| **slot != NUMBER);
        let columns = looked_at.filter_map(|slot| layout.iter().position(|other| other == slot)).collect();
        let stream = self.extend(node, stream, &[NUMBER].into(), Mode::Seed)?;
        let number = stream.place(NUMBER).unwrap_or_default();
        Ok(Exists::Seeded { context: self.context.clone(), seed, rows: stream.rows, columns, number })
    }

    /// A place to put rows in: the columns that are looked at, and the number of the row.
    fn seed(&self, layout: &[Slot], certain: &Slots, looked: &Slots, estimate: f64) -> (Seed, Stream) {
        let seed = Seed::default();
        let mut layout: Vec<Slot> = layout.iter().copied().filter(|slot| looked.contains(slot)).collect();
        layout.push(NUMBER);
        let mut certain: Slots = certain.iter().copied().filter(|slot| layout.contains(slot)).collect();
        certain.insert(NUMBER);
        let stream = Stream { rows: Box::new(seed.clone()), layout, certain, estimate, unit: false, step: Steps::NONE };
        (seed, stream)
    }

    fn extend_optional(
        &mut self,
        left: Node,
        right: Node,
        condition: Option<Expr>,
        input: Stream,
        needed: &Slots,
        mode: Mode,
    ) -> Result<Stream, EngineError> {
        let mut looked = Slots::new();
        mentioned(&right, &mut looked);
        looked.extend(condition.iter().flat_map(Expr::slots));
        let left = self.extend(left, input, &needed.union(&looked).copied().collect(), mode)?;
        let (seed, stream) = self.seed(&left.layout, &left.certain, &looked, left.estimate);
        let seeded = stream.layout.iter().filter(|slot| **slot != NUMBER).filter_map(|slot| left.place(*slot)).collect();
        let mut within: Slots = needed.clone();
        within.extend(condition.iter().flat_map(Expr::slots));
        within.insert(NUMBER);
        let mut stream = self.extend(right, stream, &within, mode)?;
        if let Some(condition) = condition {
            let mut within = needed.clone();
            within.insert(NUMBER);
            stream = self.filter(stream, condition, &within)?;
        }
        let mut layout = left.layout.clone();
        layout.extend(stream.layout.iter().filter(|slot| !left.holds(**slot) && **slot != NUMBER));
        layout.retain(|slot| needed.contains(slot));
        let from = |slot: &Slot| match (left.place(*slot), stream.place(*slot)) {
            (Some(left_place), Some(right)) if left.is_open(*slot) => From::Either { left: left_place, right },
            (Some(left), _) => From::Left(left),
            (None, right) => From::Right(right.unwrap_or_default()),
        };
        let columns = layout.iter().map(from).collect();
        let number = stream.place(NUMBER).unwrap_or_default();
        let estimate = left.estimate.max(stream.estimate);
        let (steps, certain) = ([left.step, stream.step], left.certain);
        let rows = Box::new(Optional {
            context: self.context.clone(),
            input: left.rows,
            seed,
            seeded,
            right: stream.rows,
            number,
            columns,
            state: None,
        });
        Ok(self.stream("optional", rows, layout, certain, estimate, &steps))
    }

    fn extend_union(&mut self, branches: Vec<Node>, input: Stream, needed: &Slots, mode: Mode) -> Result<Stream, EngineError> {
        let mut slots: Slots = input.layout.iter().copied().collect();
        slots.extend(branches.iter().flat_map(|branch| branch.binds().possible));
        let layout: Vec<Slot> = slots.into_iter().filter(|slot| needed.contains(slot)).collect();
        let mut built = Vec::new();
        let mut certain: Option<Slots> = None;
        let mut estimate = 0.0;
        let mut steps = vec![input.step];
        let leads = input.unit && self.lead.is_wanted();
        for branch in branches {
            if leads {
                self.lead.again();
            }
            let (seed, stream) = if input.unit {
                (None, self.unit())
            } else {
                let seed = Seed::default();
                let (layout, certain) = (input.layout.clone(), input.certain.clone());
                let rows = Box::new(seed.clone());
                (Some(seed), Stream { rows, layout, certain, estimate: input.estimate, unit: false, step: Steps::NONE })
            };
            let stream = self.extend(branch, stream, needed, mode)?;
            if leads {
                // A branch in which nothing was cut would be read by each thread.
                self.lead.lose();
            }
            steps.push(stream.step);
            estimate += stream.estimate;
            certain = Some(certain.map_or_else(|| stream.certain.clone(), |known| known.intersection(&stream.certain).copied().collect()));
            built.push(Branch { seed, rows: self.project(stream, layout.clone()).rows });
        }
        let input = (!input.unit).then_some(input.rows);
        let rows = Box::new(Union { input, branches: built, state: None, at: 0 });
        Ok(self.stream("union", rows, layout, certain.unwrap_or_default(), estimate, &steps))
    }
}

/// Whether rows may be put into a node and mean the same as joined with it: what its inner conditions and optional parts speak of, the
/// node binds itself, or the rows do not.
fn fits(node: &Node, input: &Stream) -> bool {
    let bound_inside = |slots: Slots, inner: &Node| {
        let certain = inner.binds().certain;
        slots.into_iter().all(|slot| certain.contains(&slot) || !input.holds(slot))
    };
    match node {
        Node::Filter { inner, condition } => bound_inside(condition.slots(), inner),
        Node::Optional { left, right, condition } => {
            let mut looked = Slots::new();
            mentioned(right, &mut looked);
            looked.extend(condition.iter().flat_map(Expr::slots));
            bound_inside(looked, left)
        }
        Node::Minus { left, right, .. } => {
            let mut looked = Slots::new();
            mentioned(right, &mut looked);
            bound_inside(looked, left)
        }
        Node::Extend { inner, slot, expression } => !input.holds(*slot) && bound_inside(expression.slots(), inner),
        Node::Pattern(pattern) => !pattern.slots().any(|slot| input.is_open(slot)),
        Node::Path { subject, object, graph, .. } => {
            let mut slots = [subject.slot(), object.slot(), graph.slot()].into_iter().flatten();
            // Of the terms of each graph, all are taken at once.
            let known = |end: &End| end.slot().is_none_or(|slot| input.holds(slot));
            !slots.any(|slot| input.is_open(slot)) && (graph.slot().is_none() || known(subject) || known(object))
        }
        _ => true,
    }
}

/// The parts of a condition that must all hold.
fn conjuncts(condition: Expr) -> Vec<Expr> {
    match condition {
        Expr::And(parts) => parts.into_iter().flat_map(conjuncts).collect(),
        condition => vec![condition],
    }
}
