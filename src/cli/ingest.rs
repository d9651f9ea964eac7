//! `fengong ingest`: takes a corpus of plans into a store.

use super::Failure;
use super::load::open_or_create;
use super::output::deliver;
use super::size;
use super::source::ReaderOptions;
use clap::Args;
use fengong::graph::{DEFAULT_BASE, Names};
use fengong::ingest::{Change, Corpus, Ingest as Run, Outcome, rules};
use fengong::language::{Language, Speak, message};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Take a corpus of plans into a store, many at once
///
/// Each plan is a graph of its own. It is read only if it is not in the store as it is now: its text, the metadata beside it (NAME.meta.json) and the
/// rules of fengong are compared by their hashes. A file that cannot be read is told of at the end, and the others go on. Whatever ends a run, the store
/// holds whole plans, and the next run goes on.
///
/// A plan is called by its file, with the directories below DIR in which it lies (2024/shandong/water.txt is plan 2024-shandong-water), unless the
/// metadata beside it name an id.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong ingest plans --store plans.store             all plans in a directory and below it\n  fengong ingest plans --store plans.store --prune     the same, and forget those whose files are gone\n  fengong ingest new.docx --store plans.store --report report.jsonl"
)]
pub(crate) struct Ingest {
    /// Files of plans, and directories of them
    #[arg(value_name = "FILE|DIR", required = true)]
    paths: Vec<PathBuf>,
    /// The directory of the store; made if it is not there
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    /// Read all plans again, and replace those of the same name from elsewhere
    #[arg(long)]
    force: bool,
    /// Forget the plans whose files are gone from the directories that are named
    #[arg(long)]
    prune: bool,
    /// Write what became of each file to this file, a line of JSON each
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// How many plans are read at a time; without it, as many as there are processors
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// How much memory statements may take before they are written to a file of their own
    #[arg(long, value_name = "SIZE", default_value = "1G", value_parser = size::bytes)]
    memory: usize,
    /// After so many seconds what was read becomes part of the store
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = super::query::seconds)]
    commit_every: Duration,
    #[command(flatten)]
    reader: ReaderOptions,
    /// The beginning of the IRIs of data
    #[arg(long, value_name = "IRI", default_value = DEFAULT_BASE, hide_default_value = true)]
    base: String,
}

impl Ingest {
    pub(super) fn run(self, language: Language) -> Result<(), Failure> {
        let stop = Arc::new(AtomicBool::new(false));
        let pulled = stop.clone();
        // The second time it ends the program, and the store stays as it was last.
        let _ = ctrlc::set_handler(move || {
            if pulled.swap(true, Ordering::Relaxed) {
                std::process::exit(130);
            }
        });
        let names = Names::new(&self.base).map_err(Failure::usage)?;
        let corpus = Corpus::of(&self.paths).map_err(Failure::usage)?;
        if corpus.files().is_empty() {
            return Err(Failure::usage(message!(
                "there are no plans in what is named; plans are .txt, .md, .docx, .pdf, .html, .ofd, .xlsx and the like"
            )));
        }
        let unreadable = |error: io::Error| Failure::usage(message!("--lexicon: {cause}", cause => error.message()));
        let rules = rules(self.reader.lexicon.as_deref()).map_err(unreadable)?;
        let reader = self.reader.reader()?;
        let store = open_or_create(&self.store)?;
        let threads = self.jobs.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from);
        let run = Run {
            reader: &reader,
            names: &names,
            rules: &rules,
            threads,
            memory: self.memory,
            between: self.commit_every,
            force: self.force,
            prune: self.prune,
        };
        let bar = bar(corpus.files().len() as u64);
        let outcomes: Mutex<Vec<Outcome>> = Mutex::default();
        let tell = |outcome: &Outcome| {
            bar.inc(1);
            if self.report.is_some() || matches!(outcome.change, Change::Failed(_)) {
                outcomes.lock().unwrap_or_else(PoisonError::into_inner).push(outcome.clone());
            }
        };
        let ended = run.run(&store, &corpus, &stop, &tell);
        bar.finish_and_clear();
        let summary = ended.map_err(Failure::usage)?;
        let mut outcomes = outcomes.into_inner().unwrap_or_else(PoisonError::into_inner);
        outcomes.sort_by(|one, other| one.file.cmp(&other.file));
        if let Some(path) = &self.report {
            deliver(Some(path), |out| outcomes.iter().try_for_each(|outcome| line(outcome, out)).map_err(Failure::usage))?;
        }
        for outcome in &outcomes {
            if let Change::Failed(reason) = &outcome.change {
                eprintln!("fengong: {}", reason.say(language));
            }
        }
        let told = message!(
            "plans added: {added}, replaced: {replaced}, unchanged: {unchanged}, dropped: {dropped}, not read: {failed}; {store} now holds {all} statements",
            added = summary.added,
            replaced = summary.replaced,
            unchanged = summary.unchanged,
            dropped = summary.dropped,
            failed = summary.failed,
            store = self.store.display(),
            all = store.snapshot().len()
        );
        writeln!(io::stdout(), "{}", told.say(language)).map_err(Failure::usage)?;
        if summary.stopped {
            return Err(Failure::Finding(message!("stopped before the end; the same command goes on from here")));
        }
        if summary.failed > 0 { Err(Failure::Found) } else { Ok(()) }
    }
}

/// A bar that counts files, where somebody looks.
fn bar(files: u64) -> ProgressBar {
    if files < 2 || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(files), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len}  {per_sec}  {eta} left") {
        bar.set_style(style);
    }
    bar
}

/// What became of a file, for programs; the reason of a failure is in English.
fn line(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let mut told = json!({ "file": outcome.file, "change": outcome.change.name() });
    if let Some(plan) = &outcome.plan {
        told["plan"] = plan.as_str().into();
    }
    if let Change::Failed(reason) = &outcome.change {
        told["reason"] = reason.to_string().into();
    }
    writeln!(out, "{told}")
}
