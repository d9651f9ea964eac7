//! `fengong progress`: ledgers that were filled in, read back.

use super::Failure;
use super::ending::{Endings, chosen};
use super::output::{deliver, table_width, write_json};
use super::source::PlanOptions;
use clap::{Args, ValueEnum};
use fengong::analyse::Ledger;
use fengong::graph::{Graph, rdf};
use fengong::language::{Language, Speak, message};
use fengong::office::{FILLED, Register, Status};
use fengong::progress::{self, Finding, Report, Summary};
use fengong::query::draw_table;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// Read ledgers that were filled in: how far tasks have come, and what is wrong in them
///
/// Reads the workbook that `fengong ledger` writes, also after rows were sorted, columns moved and the file saved by another program. Where
/// a cell is in doubt it is told and not read. The exit status is 1 where there are findings; what is in order is written all the same.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong progress 台账.xlsx\n  fengong progress 水利厅.xlsx 财政厅.xlsx --plan plan.docx\n  fengong progress 台账.xlsx -o progress.ttl\n  fengong query late --with 台账.xlsx"
)]
pub(crate) struct Filled {
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    plans: PlanOptions,
}

/// Which workbooks are read, and how it is told.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Workbooks (.xlsx)
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The form; without it, what the ending of --output says, or a table
    #[arg(short, long, value_enum)]
    format: Option<Form>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Forms of what is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Table,
    Json,
    Turtle,
    Trig,
    Nquads,
    Jsonld,
}

impl Form {
    const fn rdf(self) -> Option<rdf::Format> {
        Some(match self {
            Self::Turtle => rdf::Format::Turtle,
            Self::Trig => rdf::Format::TriG,
            Self::Nquads => rdf::Format::NQuads,
            Self::Jsonld => rdf::Format::JsonLd,
            Self::Table | Self::Json => return None,
        })
    }
}

/// The forms with the endings that tell them.
const FORMS: &[Endings<Form>] = &[
    (Form::Table, &["txt"]),
    (Form::Json, &["json"]),
    (Form::Turtle, rdf::Format::Turtle.endings()),
    (Form::Trig, rdf::Format::TriG.endings()),
    (Form::Nquads, rdf::Format::NQuads.endings()),
    (Form::Jsonld, rdf::Format::JsonLd.endings()),
];

impl Filled {
    pub(super) fn run(self, language: Language) -> Result<(), Failure> {
        self.options.form()?;
        let (graph, _) = self.plans.graph()?;
        let told = self.options.tell(&graph, language)?;
        deliver(self.options.output.as_deref(), |out| out.write_all(&told.words).map_err(Failure::usage))?;
        told.findings.iter().for_each(|line| eprintln!("{line}"));
        if told.findings.is_empty() { Ok(()) } else { Err(Failure::Found) }
    }
}

/// What workbooks tell.
pub(super) struct Told {
    /// In the form that was asked for.
    pub(super) words: Vec<u8>,
    /// What is wrong in them, a line each.
    pub(super) findings: Vec<String>,
}

impl Options {
    /// Reads the workbooks against a graph that is there already; what they tell is written into the file that is named, if one is.
    pub(super) fn in_graph(&self, graph: &Graph, language: Language) -> Result<Told, Failure> {
        let told = self.tell(graph, language)?;
        if self.output.is_some() {
            deliver(self.output.as_deref(), |out| out.write_all(&told.words).map_err(Failure::usage))?;
        }
        Ok(told)
    }

    /// The file that is written instead of a screen, if one is.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    fn tell(&self, graph: &Graph, language: Language) -> Result<Told, Failure> {
        let form = self.form()?;
        let register = register(graph)?;
        let mut reports: Vec<Report> = self.files.iter().map(|file| read(file, &register)).collect::<Result<_, _>>()?;
        for (report, finding) in progress::conflicts(&reports, &register) {
            reports[report].findings.push(finding);
        }
        let mut words = Vec::new();
        match form {
            Form::Table => words.extend(table(&reports, &register, language).into_bytes()),
            Form::Json => write_json(&records(&reports, &register, language), &mut words)?,
            _ => {
                let quads = reports.iter().flat_map(|report| report.quads(graph.names()));
                rdf::write(quads, form.rdf().unwrap_or(rdf::Format::Turtle), graph.names(), &mut words).map_err(Failure::usage)?;
            }
        }
        let findings = reports.iter().flat_map(|report| report.findings.iter().map(|finding| line(report, finding, language))).collect();
        Ok(Told { words, findings })
    }

    fn form(&self) -> Result<Form, Failure> {
        chosen(self.format, self.output.as_deref(), Form::Table, FORMS)
    }
}

/// The tasks of a graph, by which workbooks are read.
pub(super) fn register(graph: &Graph) -> Result<Register, Failure> {
    let graph = &graph.at_hand().map_err(Failure::finding)?;
    let ledger = Ledger::of(graph).map_err(Failure::finding)?;
    Register::of(graph, &ledger, None).map_err(Failure::finding)
}

/// Reads a workbook.
pub(super) fn read(path: &Path, register: &Register) -> Result<Report, Failure> {
    let unreadable = |cause| Failure::usage(message!("{path}: {cause}", path = path.display(), cause => cause));
    let bytes = std::fs::read(path).map_err(|error| unreadable(error.message()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    progress::read(&name, &bytes, register).map_err(|error| unreadable(error.message()))
}

/// A finding in one line: file, sheet, cell or row, what, how it is mended.
fn line(report: &Report, finding: &Finding, language: Language) -> String {
    let Finding { kind, sheet, row, cell, message } = finding;
    let place = match (row, cell.as_str()) {
        (None, _) => String::new(),
        (Some(row), "") => format!(":{sheet}!{row}"),
        (Some(_), cell) => format!(":{sheet}!{cell}"),
    };
    let (said, hint) = (message.say(language), kind.hint().say(language));
    let mark = if language == Language::Zh { "；" } else { "; " };
    format!("{}{place}: [{}] {said}{mark}{hint}", report.file, kind.code())
}

fn word(status: Status, language: Language) -> &'static str {
    if language == Language::Zh { status.word() } else { status.english() }
}

fn table(reports: &[Report], register: &Register, language: Language) -> String {
    let summary = Summary::of(reports, register);
    let findings: usize = reports.iter().map(|report| report.findings.len()).sum();
    let told = message!(
        "{tasks} tasks, {told} with a status; findings: {findings}",
        tasks = summary.tasks,
        told = summary.tasks - summary.untold,
        findings = findings
    );
    let mut rows: Vec<Vec<String>> =
        summary.statuses.iter().map(|(status, tasks)| vec![word(*status, language).to_owned(), tasks.to_string()]).collect();
    if summary.untold > 0 {
        rows.push(vec![message!("not told").say(language), summary.untold.to_string()]);
    }
    let heads = [message!("status"), message!("tasks")].map(|head| head.say(language));
    let statuses = draw_table(&heads, &rows, table_width());
    let of = |(open, all): (usize, usize)| if all == 0 { String::new() } else { format!("{open} / {all}") };
    let rows: Vec<Vec<String>> = summary.open.iter().map(|open| vec![open.unit.to_owned(), of(open.leads), of(open.supports)]).collect();
    let heads = [message!("unit"), message!("leads: open / all"), message!("supports: open / all")].map(|head| head.say(language));
    format!("{}\n{statuses}{}", told.say(language), draw_table(&heads, &rows, table_width()))
}

fn records(reports: &[Report], register: &Register, language: Language) -> Value {
    let summary = Summary::of(reports, register);
    let statuses: Map<String, Value> = summary.statuses.iter().map(|(status, tasks)| (status.word().to_owned(), json!(tasks))).collect();
    let units: Vec<Value> = summary
        .open
        .iter()
        .map(|open| json!({ "unit": open.unit, "leads": open.leads.1, "leadsOpen": open.leads.0, "supports": open.supports.1, "supportsOpen": open.supports.0 }))
        .collect();
    let tasks: Vec<Value> = summary
        .told
        .iter()
        .map(|told| {
            let entry = &register.entries[told.task];
            let mut record = Map::new();
            record.insert("iri".to_owned(), json!(entry.iri));
            record.insert("task".to_owned(), json!(entry.task));
            for (column, key) in FILLED.into_iter().zip(["inCharge", "status", "percent", "asOf", "finishedOn", "problem", "remark"]) {
                let value = told.note.and_then(|note| note.value(column));
                let value = match value {
                    Some(progress::Value::Percent(percent)) => json!(percent),
                    Some(other) => json!(other.words()),
                    None => Value::Null,
                };
                record.insert(key.to_owned(), value);
            }
            Value::Object(record)
        })
        .collect();
    let findings: Vec<Value> = reports
        .iter()
        .flat_map(|report| report.findings.iter().map(move |finding| (report, finding)))
        .map(|(report, finding)| {
            json!({
                "file": report.file, "sheet": finding.sheet, "row": finding.row, "cell": finding.cell, "code": finding.kind.code(),
                "message": finding.message.say(language), "hint": finding.kind.hint().say(language),
            })
        })
        .collect();
    json!({ "tasks": tasks, "statuses": statuses, "untold": summary.untold, "units": units, "findings": findings })
}
