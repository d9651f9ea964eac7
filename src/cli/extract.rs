//! `fengong extract`: who is assigned what, one task a line.

use super::Failure;
use super::ending::{Endings, chosen};
use super::output::deliver;
use super::source::ReaderOptions;
use clap::{Args, ValueEnum};
use fengong::language::Language;
use fengong::report::{self, TaskRecord};
use std::io;
use std::path::PathBuf;

/// Who is assigned what: one task a line, in the order of the document
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong extract plan.txt\n  fengong extract plan.txt | jq -r '[.number, .lead[0].name] | @tsv'\n  fengong extract --format table plan.txt"
)]
pub(crate) struct Extract {
    /// The plan
    file: PathBuf,
    /// How the tasks are written; without it, what the ending of --output says, or JSON Lines
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Do not tell on standard error what could not be placed
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    reader: ReaderOptions,
    /// The beginning of the IRIs of units
    #[arg(long, value_name = "IRI", default_value = fengong::graph::DEFAULT_BASE, hide_default_value = true)]
    base: String,
}

/// Forms of the list of tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// JSON Lines
    Jsonl,
    /// A table
    Table,
}

/// The forms with the endings that tell them.
const FORMS: &[Endings<Format>] = &[(Format::Jsonl, &["jsonl", "ndjson"]), (Format::Table, &["txt"])];

impl Extract {
    pub(super) fn run(self, language: Language) -> Result<(), Failure> {
        let format = chosen(self.format, self.output.as_deref(), Format::Jsonl, FORMS)?;
        let names = fengong::graph::Names::new(&self.base).map_err(Failure::usage)?;
        let reader = self.reader.reader()?;
        let reading = reader.read_file(&self.file).map_err(Failure::usage)?;
        if !self.quiet {
            let source = &reading.document.source;
            let found = reading.extraction.diagnostics.iter().chain(&reading.document.diagnostics);
            found.for_each(|diagnostic| eprintln!("{}", diagnostic.in_one_line(source, language)));
        }
        let records: Vec<TaskRecord<'_>> = report::records(&reading, &names);
        deliver(self.output.as_deref(), |out| {
            match format {
                Format::Jsonl => {
                    for record in &records {
                        serde_json::to_writer(&mut *out, record).map_err(io::Error::from).map_err(Failure::usage)?;
                        writeln!(out).map_err(Failure::usage)?;
                    }
                }
                Format::Table => out.write_all(report::table(&records, super::output::table_width()).as_bytes()).map_err(Failure::usage)?,
            }
            Ok(())
        })
    }
}
