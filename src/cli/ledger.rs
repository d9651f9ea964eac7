//! `fengong ledger`: the tasks as a document for people.

use super::Failure;
use super::ending::{Endings, chosen};
use super::output::deliver;
use super::scope::{PlaceScope, unit};
use super::source::PlanOptions;
use clap::{Args, ValueEnum};
use fengong::analyse::Ledger;
use fengong::graph::Graph;
use fengong::language::{Language, message};
use fengong::office::{Document, Register, docx, markdown, workbook};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

/// Write the ledger 台账 of tasks as a workbook, a document of Word, or Markdown
///
/// The workbook has a sheet of all tasks with columns to fill in (status, percentage, dates, problems), one of
/// counts, and one for each unit; `fengong progress` reads it back. The ledger is in Chinese whatever --lang says.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong ledger -o 台账.xlsx\n  fengong ledger --plan a.docx b.docx -o 台账.xlsx\n  fengong ledger --unit 水利厅 -o 水利厅任务清单.docx\n  fengong ledger --topic 水资源 --format markdown"
)]
pub(crate) struct LedgerOf {
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    plans: PlanOptions,
}

/// Of what a ledger is written, and how.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Only what this unit has to do, and with whom
    #[arg(long, value_name = "NAME")]
    unit: Option<String>,
    #[command(flatten)]
    scope: PlaceScope,
    /// The form; without it, what the ending of --output says, or Markdown
    #[arg(short, long, value_enum)]
    format: Option<Form>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Forms of a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Xlsx,
    Docx,
    Markdown,
}

/// The forms with the endings that tell them.
const FORMS: &[Endings<Form>] = &[(Form::Xlsx, &["xlsx"]), (Form::Docx, &["docx"]), (Form::Markdown, &["md", "markdown"])];

impl LedgerOf {
    pub(super) fn run(self) -> Result<(), Failure> {
        let form = self.options.form()?;
        if form != Form::Markdown && self.options.output.is_none() && io::stdout().is_terminal() {
            return Err(no_screen());
        }
        let (graph, _) = self.plans.graph()?;
        let bytes = self.options.bytes(&graph, form)?;
        deliver(self.options.output.as_deref(), |out| out.write_all(&bytes).map_err(Failure::usage))
    }
}

fn no_screen() -> Failure {
    Failure::usage(message!("a workbook or document of Word is nothing for a terminal; name a file with --output"))
}

impl Options {
    /// Writes the ledger of a graph that is there already into the file that is named; without one, gives it as text for a screen.
    pub(super) fn in_graph(&self, graph: &Graph) -> Result<String, Failure> {
        let form = self.form()?;
        if form != Form::Markdown && self.output.is_none() {
            return Err(no_screen());
        }
        let bytes = self.bytes(graph, form)?;
        match &self.output {
            None => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            path => deliver(path.as_deref(), |out| out.write_all(&bytes).map_err(Failure::usage)).map(|()| String::new()),
        }
    }

    /// The file that is written instead of a screen, if one is.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    fn bytes(&self, graph: &Graph, form: Form) -> Result<Vec<u8>, Failure> {
        let graph = &graph.at_hand().map_err(Failure::finding)?;
        let ledger = Ledger::of(graph).map_err(Failure::finding)?;
        let of_unit = self.unit.as_deref().map(|name| unit(graph, name)).transpose()?;
        let narrowed = self.scope.narrow(graph, ledger, of_unit.as_ref(), Language::Zh)?;
        let iri = of_unit.as_ref().map(oxigraph::model::NamedNode::as_str);
        let mut register = Register::of(graph, &narrowed.ledger, iri).map_err(Failure::finding)?;
        if register.entries.is_empty() {
            return Err(Failure::finding(message!("there is nothing to write: the plan assigns no task")));
        }
        register.about.extend(self.scope.told());
        Ok(match form {
            Form::Xlsx => workbook(&register).map_err(Failure::finding)?,
            Form::Docx => docx(&Document::of(&register)).map_err(|error| Failure::finding(io::Error::from(error)))?,
            Form::Markdown => markdown(&Document::of(&register)).into_bytes(),
        })
    }

    fn form(&self) -> Result<Form, Failure> {
        chosen(self.format, self.output.as_deref(), Form::Markdown, FORMS)
    }
}
