//! `fengong check`: what is wrong in a plan, or could not be placed.

use super::Failure;
use super::output::deliver;
use super::source::{ReaderOptions, founding_plan};
use clap::{Args, ValueEnum};
use fengong::check::check;
use fengong::diagnostic::{Diagnostic, Language, RULES, Severity, records, sarif, write_text};
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
    /// How the findings are written
    #[arg(short, long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The language of messages; without it, that of the environment
    #[arg(long, value_enum)]
    lang: Option<Lang>,
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

/// Languages of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Lang {
    /// 中文
    Zh,
    /// English
    En,
}

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
    pub(super) fn run(self) -> Result<(), Failure> {
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
        self.write(&readings, &found)?;
        if found.iter().all(Vec::is_empty) { Ok(()) } else { Err(Failure::Finding(String::new())) }
    }

    fn write(&self, readings: &[Reading], found: &[Vec<Diagnostic>]) -> Result<(), Failure> {
        let language = self.language();
        let of_each = || readings.iter().map(|reading| &reading.document.source).zip(found);
        deliver(self.output.as_deref(), |out| {
            match self.format {
                Format::Text => {
                    for (source, found) in of_each() {
                        write_text(found, source, language, out).map_err(Failure::usage)?;
                    }
                    let count = |severity| found.iter().flatten().filter(|found| found.rule.severity == severity).count();
                    let (warnings, notes) = (count(Severity::Warning), count(Severity::Note));
                    let counts = match language {
                        Language::En => format!("warnings: {warnings}, notes: {notes}"),
                        Language::Zh => format!("警告 {warnings} 条，提示 {notes} 条"),
                    };
                    writeln!(out, "{counts}").map_err(Failure::usage)?;
                }
                Format::Json => {
                    let records: Vec<_> = of_each().flat_map(|(source, found)| records(found, source, language)).collect();
                    serde_json::to_writer_pretty(&mut *out, &records).map_err(Failure::usage)?;
                    writeln!(out).map_err(Failure::usage)?;
                }
                Format::Sarif => {
                    let found: Vec<_> = of_each().map(|(source, found)| (source, found.as_slice())).collect();
                    serde_json::to_writer_pretty(&mut *out, &sarif(&found, language)).map_err(Failure::usage)?;
                    writeln!(out).map_err(Failure::usage)?;
                }
            }
            Ok(())
        })
    }

    /// What was asked for, or what the environment speaks, as POSIX orders its variables.
    fn language(&self) -> Language {
        let of_environment = || {
            let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
            if set.is_some_and(|value| value.starts_with("zh")) { Language::Zh } else { Language::En }
        };
        match self.lang {
            Some(Lang::Zh) => Language::Zh,
            Some(Lang::En) => Language::En,
            None => of_environment(),
        }
    }
}
