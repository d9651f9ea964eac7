//! `fengong why`: the words that a statement comes from.

use super::Failure;
use super::output::deliver;
use super::source::PlanOptions;
use clap::Args;
use fengong::graph::Graph;
use fengong::language::message;
use fengong::query::{self, Evidence, QueryError};
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

/// Show the words that a statement comes from, with chapter and character offsets
///
/// Of one name (a unit, place, industry, topic, project, a task's heading or number, or any IRI of the
/// graph) everything that is stated of it; of several names what links them, or what is stated of each
/// in the tasks that they share.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong why 水利厅\n  fengong why 包头市 稀土        the words by which Baotou develops rare earths\n  fengong why 水利厅 水资源      where the department meets the topic\n  fengong why '四（三）'         everything behind one task"
)]
pub(crate) struct Why {
    /// Names or IRIs
    #[arg(required = true, value_name = "NAME|IRI")]
    names: Vec<String>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    plans: PlanOptions,
}

impl Why {
    pub(super) fn run(self) -> Result<(), Failure> {
        if self.names.iter().any(|name| name.trim().is_empty()) {
            return Err(Failure::usage(message!("a name is empty")));
        }
        let (graph, _) = self.plans.graph()?;
        let evidence = evidence(&graph, &self.names)?;
        let marks = Marks::of(self.output.is_none() && io::stdout().is_terminal());
        deliver(self.output.as_deref(), |out| print(&evidence, marks, out).map_err(Failure::usage))
    }
}

/// What the plans say of things that have these names.
pub(super) fn evidence(graph: &Graph, names: &[String]) -> Result<Vec<Evidence>, Failure> {
    let evidence = query::why(graph, names).map_err(|error| match error {
        QueryError::BadParameter { value, why, .. } => Failure::finding(message!("{value}: {why}", value = value, why => why)),
        other => Failure::finding(other),
    })?;
    if evidence.is_empty() {
        let names = names.iter().map(|name| message!("{name}", name = name));
        let names = names.reduce(|before, name| message!("{before} and {name}", before => before, name => name));
        let names = names.unwrap_or_else(|| message!(""));
        return Err(Failure::finding(message!("no task states anything of {names} together", names => names)));
    }
    Ok(evidence)
}

/// What stands before and behind the words that show it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks(pub(super) &'static str, pub(super) &'static str);

impl Marks {
    /// Colours, or brackets where there are none.
    pub(super) const fn of(colours: bool) -> Self {
        if colours { Self("\u{1b}[1;33m", "\u{1b}[0m") } else { Self("【", "】") }
    }
}

/// Writes each statement with its sentence, under the task that it comes from.
fn print(evidence: &[Evidence], Marks(open, close): Marks, out: &mut dyn Write) -> io::Result<()> {
    let mut head = None;
    let mut plan = None;
    for piece in evidence {
        if plan != Some(&piece.plan) {
            writeln!(out, "《{}》", piece.plan)?;
            plan = Some(&piece.plan);
        }
        if head != Some((&piece.plan, piece.order)) {
            writeln!(out, "\n{} {}（任务 {}）", piece.number, piece.title, piece.order)?;
            head = Some((&piece.plan, piece.order));
        }
        writeln!(out, "  {}", piece.statement)?;
        writeln!(out, "    {}{open}{}{close}{}  [{}, {})", piece.before, piece.words, piece.after, piece.begin, piece.end)?;
    }
    Ok(())
}
