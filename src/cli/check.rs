//! `fengong check`: what is wrong in a plan, or could not be placed.

use super::Failure;
use super::ending::{Endings, chosen};
use super::output::{deliver, write_json};
use super::source::{ReaderOptions, founding_plan};
use clap::{Args, ValueEnum};
use fengong::check::check;
use fengong::diagnostic::{Diagnostic, RULES, Severity, records, sarif, write_text};
use fengong::language::{Language, message};
use fengong::reader::Reading;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Look a plan through for slips before it is printed, and for what could not be placed
///
/// Each finding has a code, the line with the words, and a hint. The exit status is 1 where there are findings.
#[derive(Debug, Args)]
#[command(after_help = examples())]
pub(crate) struct Check {
    /// Plans; without one, the plan that comes with the program
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How the findings are written; without it, what the ending of --output says, or text
    #[arg(short, long, value_enum)]
    format: Option<Format>,
    /// Leave out the findings of this code
    #[arg(long, value_name = "CODE", value_parser = codes())]
    skip: Vec<String>,
    /// Leave out notes
    #[arg(short, long)]
    warnings: bool,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    reader: ReaderOptions,
}

/// Forms of the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The line with a caret
    Text,
    /// A JSON array
    Json,
    /// SARIF 2.1.0, for editors and code hosts
    Sarif,
}

/// The forms with the endings that tell them.
const FORMS: &[Endings<Format>] = &[(Format::Text, &["txt"]), (Format::Json, &["json"]), (Format::Sarif, &["sarif"])];

fn codes() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(RULES.iter().map(|rule| rule.code))
}

fn examples() -> String {
    let mut help = "Examples:\n  fengong check plan.txt\n  fengong check --lang zh plan.docx\n  fengong check --format sarif plans/*.txt -o findings.sarif\n\nCodes:".to_owned();
    for rule in RULES {
        let _ = write!(help, "\n  {:<22} {}", rule.code, rule.about.en);
    }
    help
}

impl Check {
    pub(super) fn run(self, language: Language) -> Result<(), Failure> {
        let format = chosen(self.format, self.output.as_deref(), Format::Text, FORMS)?;
        let reader = self.reader.reader()?;
        let readings: Vec<Reading> = match self.files.as_slice() {
            [] => vec![founding_plan(&reader)?],
            files => files.iter().map(|file| reader.read_file(file).map_err(Failure::usage)).collect::<Result<_, _>>()?,
        };
        let wanted = |found: &Diagnostic| {
            let skipped = self.skip.iter().any(|code| code == found.rule.code) || (self.warnings && found.rule.severity == Severity::Note);
            !skipped
        };
        let found: Vec<Vec<Diagnostic>> =
            readings.iter().map(|reading| check(&reader, reading).into_iter().filter(wanted).collect()).collect();
        self.write(format, &readings, &found, language)?;
        if found.iter().all(Vec::is_empty) { Ok(()) } else { Err(Failure::Found) }
    }

    fn write(&self, format: Format, readings: &[Reading], found: &[Vec<Diagnostic>], language: Language) -> Result<(), Failure> {
        let of_each = || readings.iter().map(|reading| &reading.document.source).zip(found);
        deliver(self.output.as_deref(), |out| match format {
            Format::Text => {
                for (source, found) in of_each() {
                    write_text(found, source, language, out).map_err(Failure::usage)?;
                }
                let count = |severity| found.iter().flatten().filter(|found| found.rule.severity == severity).count();
                let (warnings, notes) = (count(Severity::Warning), count(Severity::Note));
                let counts = message!("warnings: {warnings}, notes: {notes}", warnings = warnings, notes = notes);
                writeln!(out, "{}", counts.say(language)).map_err(Failure::usage)
            }
            Format::Json => {
                let records: Vec<_> = of_each().flat_map(|(source, found)| records(found, source, language)).collect();
                write_json(&records, out)
            }
            Format::Sarif => {
                let found: Vec<_> = of_each().map(|(source, found)| (source, found.as_slice())).collect();
                write_json(&sarif(&found, language), out)
            }
        })
    }
}
