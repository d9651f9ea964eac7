//! Groups of large scans, made by several threads.
//!
//! Each thread builds the same plan over its part of what is read first, in a context of its own; the parts follow on one another, and so do
//! their groups, which makes the answer and its order those of one thread.

use super::super::batch::{Batch, ROWS};
use super::super::build::{Builder, Parts, Stream};
use super::super::context::{Fork, Shared};
use super::super::error::EngineError;
use super::super::explain::{Counts, Steps};
use super::super::foreign::Dataset;
use super::super::plan::{Node, Slots};
use super::Operator;
use super::group::{Group, GroupOf, Groups};
use oxigraph::model::{Term, Variable};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// As much as a query has that nests as deep as it may.
const STACK: usize = 64 << 20;

/// What the threads build.
pub(in super::super) struct Divided {
    pub context: Shared,
    pub dataset: Dataset,
    pub names: Vec<Variable>,
    pub steps: Steps,
    /// Where the steps of the plan begin, and the step that reads it.
    pub first: usize,
    pub step: usize,
    pub node: Node,
    pub needed: Slots,
    /// The part of each thread.
    pub parts: Vec<Parts>,
}

/// What came of a thread: the result, the terms that only it knew, and its steps.
type Done<T> = (T, Vec<Term>, Vec<Counts>);

impl Divided {
    /// What each thread makes of its part of the rows, in order, with ids of this context. Nothing where one has to read all: where the parts
    /// do not make the whole, threads need more memory together than there is, or the system has no thread left.
    fn run<T: Send>(
        &self,
        work: impl Fn(&mut Builder<'_>, Stream) -> Result<T, EngineError> + Sync,
        translate: impl Fn(&mut T, &dyn Fn(u32) -> u32),
    ) -> Result<Option<Vec<T>>, EngineError> {
        let (known, held, given_up) = (self.context.locals(), self.context.held(), Arc::new(AtomicBool::new(false)));
        let results: Vec<Option<Result<Done<T>, EngineError>>> = thread::scope(|scope| {
            let begin = |parts: &Parts| {
                let (fork, dataset, names) = (self.context.fork(&given_up), self.dataset.clone(), self.names.clone());
                let (node, needed, parts) = (self.node.clone(), &self.needed, parts.clone());
                let work = &work;
                let work = move || part(fork, &dataset, names, (node, needed, parts), known, work);
                let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok();
                if thread.is_none() {
                    given_up.store(true, Ordering::Relaxed);
                }
                thread
            };
            let threads: Vec<_> = self.parts.iter().map(begin).collect();
            let join = |thread: thread::ScopedJoinHandle<'_, _>| {
                thread.join().unwrap_or_else(|panic| {
                    given_up.store(true, Ordering::Relaxed);
                    std::panic::resume_unwind(panic)
                })
            };
            threads.into_iter().map(|thread| thread.map(join)).collect()
        });
        // What threads held is gone, but for their results, which whoever takes them counts.
        self.context.release(self.context.held().saturating_sub(held));
        self.context.check()?;
        let mut done = Vec::with_capacity(results.len());
        for result in results {
            match result {
                Some(Ok(result)) => done.push(result),
                None | Some(Err(EngineError::Stopped | EngineError::Memory(_))) => {}
                Some(Err(error)) => return Err(error),
            }
        }
        if given_up.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let mut whole = Vec::with_capacity(done.len());
        for (mut result, terms, counts) in done {
            let mut ids = Vec::with_capacity(terms.len());
            for (at, term) in terms.iter().enumerate() {
                if at % ROWS == 0 {
                    self.context.check()?;
                }
                ids.push(self.context.adopt(term)?);
            }
            if !ids.is_empty() {
                translate(&mut result, &|id| Fork::here(id, known, &ids));
            }
            self.steps.count(self.first, &counts);
            whole.push(result);
        }
        self.steps.read_by(self.step, whole.len());
        Ok(Some(whole))
    }
}

/// What a thread does; where it fails, the others end too.
fn part<T>(
    fork: Fork,
    dataset: &Dataset,
    names: Vec<Variable>,
    (node, needed, parts): (Node, &Slots, Parts),
    known: usize,
    work: &impl Fn(&mut Builder<'_>, Stream) -> Result<T, EngineError>,
) -> Result<Done<T>, EngineError> {
    let context = fork.context();
    let steps = Steps::new(names);
    let mut builder = Builder::of_part(&context, dataset, steps.clone(), parts);
    let done = builder.build(node, needed).and_then(|stream| {
        let counted = steps.len();
        let result = work(&mut builder, stream)?;
        Ok((result, context.locals_from(known), steps.counts(counted)))
    });
    if done.is_err() {
        context.give_up();
    }
    done
}

/// `GROUP BY` by several threads.
pub(in super::super) struct DividedGroup {
    pub divided: Option<Divided>,
    pub of: GroupOf,
    /// The same by one thread: for what comes out, and where one has to read all.
    pub whole: Group,
}

impl Operator for DividedGroup {
    fn next(&mut self) -> Result<Option<Batch>, EngineError> {
        if let Some(divided) = self.divided.take() {
            let of = &self.of;
            let work = |builder: &mut Builder<'_>, stream: Stream| builder.group_of(stream, of)?.0.read();
            if let Some(parts) = divided.run(work, |groups, here| groups.translate(here))? {
                let groups = Groups::together(&divided.context, parts)?;
                divided.context.hold(groups.as_ref().map_or(0, |groups| groups.bytes(of.aggregates.len())))?;
                self.whole.groups = groups.map(|groups| (groups, 0));
            }
        }
        self.whole.next()
    }
}
