//! The steps of a query: what each does, how many rows were expected of it and came, and how long it took.

use super::batch::{Batch, Slot};
use super::error::EngineError;
use super::operator::{Operator, Rows};
use oxigraph::model::Variable;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// A step of a query that was carried through.
#[derive(Debug, Clone)]
pub struct Step {
    /// What it does.
    pub name: String,
    /// How many rows were expected.
    pub expected: f64,
    /// How many rows came.
    pub rows: u64,
    /// How long it took, what feeds it included.
    pub time: Duration,
    /// Whether spareval did it.
    pub foreign: bool,
    /// The steps that feed it.
    pub children: Vec<Self>,
}

/// The steps of a query while it runs.
#[derive(Clone, Default)]
pub(super) struct Steps {
    steps: Rc<RefCell<Vec<Running>>>,
    variables: Rc<RefCell<Vec<Variable>>>,
}

/// How many rows a step of a thread gave, and how long it took.
pub(super) type Counts = (u64, Duration);

struct Running {
    name: String,
    expected: f64,
    rows: u64,
    time: Duration,
    children: Vec<usize>,
}

impl Steps {
    /// The place of no step.
    pub(super) const NONE: usize = usize::MAX;

    pub(super) fn new(variables: Vec<Variable>) -> Self {
        Self { steps: Rc::default(), variables: Rc::new(RefCell::new(variables)) }
    }

    pub(super) fn add(&self, name: String, expected: f64, children: &[usize]) -> usize {
        let children = children.iter().copied().filter(|child| *child != Self::NONE).collect();
        let mut steps = self.steps.borrow_mut();
        steps.push(Running { name, expected, rows: 0, time: Duration::ZERO, children });
        steps.len() - 1
    }

    /// How many steps there are.
    pub(super) fn len(&self) -> usize {
        self.steps.borrow().len()
    }

    /// The names of the variables.
    pub(super) fn names(&self) -> Vec<Variable> {
        self.variables.borrow().clone()
    }

    /// How many rows are expected of the step that gives most, from one on.
    pub(super) fn most(&self, first: usize) -> f64 {
        self.steps.borrow().iter().skip(first).fold(0.0, |most, step| step.expected.max(most))
    }

    /// What the first steps came to.
    pub(super) fn counts(&self, steps: usize) -> Vec<Counts> {
        self.steps.borrow().iter().take(steps).map(|step| (step.rows, step.time)).collect()
    }

    /// Tells of a step how many threads read for it.
    pub(super) fn read_by(&self, step: usize, threads: usize) {
        if let Some(step) = self.steps.borrow_mut().get_mut(step) {
            step.name = format!("{}, {threads} threads", step.name);
        }
    }

    /// Adds what the same steps, from one on, came to in a thread. Threads go side by side: the longest time counts.
    pub(super) fn count(&self, first: usize, counts: &[Counts]) {
        for (step, (rows, time)) in self.steps.borrow_mut().iter_mut().skip(first).zip(counts) {
            step.rows += rows;
            step.time = step.time.max(*time);
        }
    }

    /// How a variable is called.
    pub(super) fn variable(&self, slot: Slot) -> String {
        self.variables.borrow().get(slot as usize).map(ToString::to_string).unwrap_or_default()
    }

    /// The tree of steps under one.
    pub(super) fn tree(&self, root: usize) -> Option<Step> {
        let steps = self.steps.borrow();
        let step = steps.get(root)?;
        Some(Step {
            name: step.name.clone(),
            expected: step.expected,
            rows: step.rows,
            time: step.time,
            foreign: step.name == "spareval",
            children: step.children.iter().filter_map(|child| self.tree(*child)).collect(),
        })
    }
}

/// An operator whose rows are counted.
pub(super) struct Measured {
    inner: Rows,
    steps: Rc<RefCell<Vec<Running>>>,
    step: usize,
}

impl Measured {
    pub(super) fn new(inner: Rows, steps: &Steps, step: usize) -> Self {
        Self { inner, steps: steps.steps.clone(), step }
    }
}

impl Operator for Measured {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        let begun = Instant::now();
        let batch = self.inner.next();
        if let Some(step) = self.steps.borrow_mut().get_mut(self.step) {
            step.time += begun.elapsed();
            if let Ok(Some(batch)) = &batch {
                step.rows += batch.rows as u64;
            }
        }
        batch
    }
}
