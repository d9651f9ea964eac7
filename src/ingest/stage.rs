//! The run: which files are to be read, reading them on all cores, and taking them into the store in parts.

use super::corpus::{Corpus, File};
use super::input::{Beside, Input};
use super::outcome::{Change, Outcome, Summary};
use crate::graph::{GraphError, Intake, Named, Names, Origin, Origins, stored_plans};
use crate::language::{Message, Speak, message};
use crate::reader::Reader;
use crate::store::{Builder, Snapshot, Store, StoreError, Writer};
use oxigraph::model::{GraphName, NamedNode};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// After how many statements a thread hands them over: with their terms about a megabyte, which stays near its processor.
const HANDFUL: usize = 20_000;

/// How a corpus is taken in.
#[derive(Debug)]
pub struct Ingest<'a> {
    /// What reads plans.
    pub reader: &'a Reader,
    /// The names under which data stand.
    pub names: &'a Names,
    /// What tells the rules of the reader ([`super::rules`]).
    pub rules: &'a str,
    /// How many plans are read at a time.
    pub threads: usize,
    /// How many bytes of memory statements may take before they are written.
    pub memory: usize,
    /// How long it is read before what was read becomes part of the store.
    pub between: Duration,
    /// Whether plans are read that are there as they are, and plans replaced that come from elsewhere.
    pub force: bool,
    /// Whether plans are dropped whose files are gone.
    pub prune: bool,
}

/// Why a run ended.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum IngestError {
    /// The store cannot be read or written.
    Store(#[from] StoreError),
    /// What it holds cannot be read.
    Graph(#[from] GraphError),
}

impl Speak for IngestError {
    fn message(&self) -> Message {
        match self {
            Self::Store(error) => error.message(),
            Self::Graph(error) => error.message(),
        }
    }
}

/// A plan to be read, unless its bytes are those that were read before.
struct Job<'a> {
    file: &'a File,
    beside: Beside,
    plan: NamedNode,
    /// What is there of it.
    before: Option<(NamedNode, Origin)>,
    /// Graphs that go when it comes.
    gone: Vec<NamedNode>,
}

impl Ingest<'_> {
    /// Takes a corpus into a store, and says what became of each file as soon as it is known. Pulling `stop` ends it with what was read until then.
    ///
    /// # Errors
    /// [`IngestError`] where the store cannot be read or written, or another program is writing to it; what was taken in before stays.
    pub fn run(&self, store: &Store, corpus: &Corpus, stop: &AtomicBool, tell: &(dyn Fn(&Outcome) + Sync)) -> Result<Summary, IngestError> {
        let writer = store.writer()?.with_memory(self.memory);
        let before = store.snapshot();
        let origins = Origins::of(&before)?;
        let mut run = Run { ingest: self, before: before.clone(), kept: stored_plans(&before)?, named: None, summary: Summary::default() };
        let jobs = self.jobs(corpus, &origins, &run.kept, &mut run.summary, tell);
        let writer = run.read(writer, &jobs, stop, tell)?;
        if self.prune && !run.summary.stopped {
            let names: FxHashSet<&str> = corpus.files().iter().map(|file| file.name.as_str()).collect();
            let gone = origins.iter().filter(|(_, origin)| corpus.covers(&origin.path) && !names.contains(origin.path.as_str()));
            let gone: Vec<_> = gone.filter(|(plan, _)| run.kept.contains(plan)).collect();
            for (plan, origin) in &gone {
                run.kept.remove(plan);
                run.say(tell, &Outcome { file: origin.path.clone(), plan: Some(plan.as_str().to_owned()), change: Change::Dropped });
            }
            let gone: Vec<GraphName> = gone.into_iter().map(|(plan, _)| plan.clone().into()).collect();
            if !gone.is_empty() {
                // What only they named goes with them.
                run.named = None;
                run.commit(writer, Builder::new(), gone, &Named::default())?;
            }
        }
        Ok(run.summary)
    }

    /// The files that are to be looked at, in their order.
    fn jobs<'c>(
        &self,
        corpus: &'c Corpus,
        origins: &Origins,
        stored: &FxHashSet<NamedNode>,
        summary: &mut Summary,
        tell: &(dyn Fn(&Outcome) + Sync),
    ) -> Vec<Job<'c>> {
        let by_path: FxHashMap<&str, &(NamedNode, Origin)> = origins.iter().map(|entry| (entry.1.path.as_str(), entry)).collect();
        let by_plan: FxHashMap<&NamedNode, &Origin> = origins.iter().map(|(plan, origin)| (plan, origin)).collect();
        let names: FxHashSet<&str> = corpus.files().iter().map(|file| file.name.as_str()).collect();
        let beside: Vec<_> = corpus.files().par_iter().map(Beside::read).collect();
        let mut taken: FxHashMap<NamedNode, &File> = FxHashMap::default();
        let mut jobs = Vec::new();
        for (file, beside) in corpus.files().iter().zip(beside) {
            let mut fail = |reason: Message, plan: Option<&NamedNode>| {
                let plan = plan.map(|plan| plan.as_str().to_owned());
                let outcome = Outcome { file: file.name.clone(), plan, change: Change::Failed(reason) };
                summary.count(&outcome.change);
                tell(&outcome);
            };
            let beside = match beside {
                Ok(beside) => beside,
                Err(error) => {
                    fail(error.message(), None);
                    continue;
                }
            };
            let plan = self.names.thing("plan", beside.id());
            if let Some(twin) = taken.get(&plan) {
                let (path, twin, id) = (file.path.display(), twin.path.display(), beside.id());
                fail(
                    message!(
                        "{path}: its plan would be called {id}, as that of {twin} is; give it an id of its own in its .meta.json",
                        path = path,
                        id = id,
                        twin = twin
                    ),
                    Some(&plan),
                );
                continue;
            }
            taken.insert(plan.clone(), file);
            let before = by_path.get(file.name.as_str()).map(|entry| (*entry).clone());
            // A file that was moved within its corpus leaves its old place; another file of the same name elsewhere does not.
            let elsewhere = match by_plan.get(&plan) {
                Some(origin) if origin.path == file.name => None,
                Some(origin) if corpus.covers(&origin.path) && !names.contains(origin.path.as_str()) => None,
                Some(origin) => Some(origin.path.clone()),
                None if stored.contains(&plan) => Some(String::new()),
                None => None,
            };
            if let Some(elsewhere) = elsewhere.filter(|_| !self.force) {
                let (path, id) = (file.path.display(), beside.id());
                let reason = if elsewhere.is_empty() {
                    message!(
                        "{path}: the store has a plan {id} that was not ingested; drop it first, or replace it with --force",
                        path = path,
                        id = id
                    )
                } else {
                    message!(
                        "{path}: the store has a plan {id} already, from {elsewhere}; give this one an id of its own in its .meta.json, or replace the other with --force",
                        path = path,
                        id = id,
                        elsewhere = elsewhere
                    )
                };
                fail(reason, Some(&plan));
                continue;
            }
            let mut gone: Vec<NamedNode> = stored.get(&plan).cloned().into_iter().collect();
            gone.extend(before.iter().map(|(plan, _)| plan.clone()).filter(|old| *old != plan));
            jobs.push(Job { file, beside, plan, before, gone });
        }
        jobs
    }

    /// Reads until memory is full, it is time, or there is nothing left.
    fn gather(
        &self,
        jobs: &[Job<'_>],
        next: &AtomicUsize,
        stop: &AtomicBool,
        began: Instant,
        tell: &(dyn Fn(&Outcome) + Sync),
    ) -> Result<Gathered, StoreError> {
        let gathered = Mutex::new(Gathered::default());
        let is_full = AtomicBool::new(false);
        let hand_over = |part: &mut Part<'_>| {
            let mut gathered = gathered.lock().unwrap_or_else(PoisonError::into_inner);
            gathered.take(part)?;
            // Sorting takes about as much again.
            if gathered.builder.memory() > self.memory / 2 || gathered.builder.is_nearly_full() {
                is_full.store(true, Ordering::Relaxed);
            }
            Ok(())
        };
        let work = || {
            let mut part = Part { intake: Intake::new(self.reader, self.names), outcomes: Vec::new(), gone: Vec::new() };
            while !stop.load(Ordering::Relaxed) && !is_full.load(Ordering::Relaxed) {
                let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
                let change = part.read(self, job);
                let outcome = Outcome { file: job.file.name.clone(), plan: Some(job.plan.as_str().to_owned()), change };
                tell(&outcome);
                part.outcomes.push(outcome);
                if part.intake.len() > HANDFUL {
                    hand_over(&mut part)?;
                }
                if began.elapsed() >= self.between {
                    break;
                }
            }
            hand_over(&mut part)
        };
        thread::scope(|threads| {
            let running: Vec<_> = (0..self.threads.max(1)).map(|_| threads.spawn(work)).collect();
            running.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })?;
        Ok(gathered.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What a run knows while it goes on.
struct Run<'a> {
    ingest: &'a Ingest<'a>,
    /// What was there when it began.
    before: Snapshot,
    /// The plans of it that still count.
    kept: FxHashSet<NamedNode>,
    /// What those name, as far as that is known.
    named: Option<Named>,
    summary: Summary,
}

/// What was read and is not in the store yet.
#[derive(Default)]
struct Gathered {
    builder: Builder,
    named: Named,
    statements: usize,
    outcomes: Vec<Outcome>,
    gone: Vec<NamedNode>,
}

impl Gathered {
    /// Takes what a thread has read.
    fn take(&mut self, part: &mut Part<'_>) -> Result<(), StoreError> {
        self.statements += part.intake.hand_over(&mut self.builder, &mut self.named)?;
        self.outcomes.append(&mut part.outcomes);
        self.gone.append(&mut part.gone);
        Ok(())
    }
}

/// What one thread has read and not handed over yet.
struct Part<'a> {
    intake: Intake<'a>,
    outcomes: Vec<Outcome>,
    gone: Vec<NamedNode>,
}

impl Run<'_> {
    fn say(&mut self, tell: &(dyn Fn(&Outcome) + Sync), outcome: &Outcome) {
        self.summary.count(&outcome.change);
        tell(outcome);
    }

    /// Reads plans and takes them in, part by part.
    fn read(
        &mut self,
        mut writer: Writer,
        jobs: &[Job<'_>],
        stop: &AtomicBool,
        tell: &(dyn Fn(&Outcome) + Sync),
    ) -> Result<Writer, IngestError> {
        let next = AtomicUsize::new(0);
        let mut fresh = Named::default();
        let mut has_flushed = false;
        let mut began = Instant::now();
        loop {
            let Gathered { builder, named, statements, outcomes, gone } = self.ingest.gather(jobs, &next, stop, began, tell)?;
            outcomes.iter().for_each(|outcome| self.summary.count(&outcome.change));
            self.summary.statements += statements as u64;
            fresh.join(named);
            let is_over = next.load(Ordering::Relaxed) >= jobs.len();
            self.summary.stopped = !is_over && stop.load(Ordering::Relaxed);
            let is_last = is_over || self.summary.stopped;
            let graphs: Vec<GraphName> = gone.into_iter().filter(|plan| self.kept.remove(plan)).map(GraphName::from).collect();
            if !graphs.is_empty() {
                // What replaced plans named goes with them, so what is left must be asked again.
                self.named = None;
            }
            if is_last || began.elapsed() >= self.ingest.between {
                if has_flushed || !graphs.is_empty() || !builder.is_empty() {
                    writer = self.commit(writer, builder, graphs, &fresh)?;
                }
                has_flushed = false;
                began = Instant::now();
            } else {
                // Only memory is full: what follows becomes part of the store together with this.
                writer.drop_graphs(&graphs)?;
                writer.take(builder)?;
                has_flushed = true;
            }
            if is_last {
                return Ok(writer);
            }
        }
    }

    /// Makes what was read part of the store, with the reference data of all plans that are in it then.
    fn commit(&mut self, mut writer: Writer, mut builder: Builder, gone: Vec<GraphName>, fresh: &Named) -> Result<Writer, IngestError> {
        let (reader, names) = (self.ingest.reader, self.ingest.names);
        let mut named = match self.named.take() {
            Some(named) => named,
            None => Named::stored(&self.before, &self.kept, reader, names)?,
        };
        self.named = Some(named.clone());
        named.join(fresh.clone());
        let mut dropped = gone;
        dropped.extend(Named::graphs(names));
        writer.drop_graphs(&dropped)?;
        // Into one builder with the plans: what is written at once need not be merged.
        builder.absorb(&named.state(reader, names)?)?;
        writer.take(builder)?;
        Ok(writer.commit_and_go_on()?)
    }
}

impl Part<'_> {
    /// Looks at a file, and takes its plan in if it is not there as it is.
    fn read(&mut self, ingest: &Ingest<'_>, job: &Job<'_>) -> Change {
        let input = match Input::read(job.file, &job.beside) {
            Ok(input) => input,
            Err(error) => return Change::Failed(error.message()),
        };
        let origin = Origin { path: job.file.name.clone(), sha256: input.sha256(), rules: ingest.rules.to_owned() };
        let is_as_before = job.before.as_ref().is_some_and(|(plan, before)| *plan == job.plan && *before == origin);
        if is_as_before && !ingest.force {
            return Change::Unchanged;
        }
        match input.reading(job.file, ingest.reader) {
            Ok(reading) => {
                self.intake.plan(&reading, &origin);
                self.gone.extend(job.gone.iter().cloned());
                if job.gone.is_empty() { Change::Added } else { Change::Replaced }
            }
            Err(error) => Change::Failed(error.message()),
        }
    }
}

/// Makes the reference data of a store those that its plans name, after one was dropped.
///
/// # Errors
/// [`IngestError`] where the store cannot be read.
pub fn tidy(writer: &mut Writer, snapshot: &Snapshot, dropped: &NamedNode, reader: &Reader, names: &Names) -> Result<(), IngestError> {
    let mut plans = stored_plans(snapshot)?;
    plans.remove(dropped);
    let named = Named::stored(snapshot, &plans, reader, names)?;
    writer.drop_graphs(&Named::graphs(names))?;
    writer.take(named.state(reader, names)?)?;
    Ok(())
}
