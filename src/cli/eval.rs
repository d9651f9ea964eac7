//! `fengong eval`: how well plans are read, measured against annotations made by hand.

use super::Failure;
use super::ending::{Endings, chosen};
use super::output::{deliver, table_width, write_json};
use super::source::ReaderOptions;
use clap::{Args, ValueEnum};
use fengong::document::Metadata;
use fengong::evaluate::{Counts, Difference, DifferenceKind, Gold, Score, score};
use fengong::graph::{DEFAULT_BASE, Names};
use fengong::language::{Language, Speak, message};
use fengong::report;
use fengong::text::Source;
use serde::Serialize;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Measure what is read of plans against gold annotations: precision, recall, F1
///
/// Counted are triples of assignment, role and name; groups (有关部门) apart from units. What is read
/// belongs to the gold assignment whose clause its own clause overlaps most.
///
/// The annotation of NAME.txt is NAME.json beside it or in --gold, or NN.json there for NN-NAME.txt:
/// {"complete": true, "assignments": [{"offset": 21, "evidence": "省水利厅牵头，省财政厅配合",
/// "lead": ["省水利厅"], "support": ["省财政厅"], "responsible": [], "generic": []}]}. Offsets count
/// characters.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong eval plan.txt                       against plan.json beside it\n  fengong eval --gold gold/ plans/*.txt\n  fengong eval --docs plans/ --gold gold/ --misses\n  fengong eval --docs plans/ --min-f1 0.95    exit status 1 below it"
)]
pub(crate) struct Eval {
    /// Plans
    #[arg(value_name = "DOC", required_unless_present = "docs")]
    files: Vec<PathBuf>,
    /// Every plan in this directory that has an annotation; each annotation must have its plan
    #[arg(long, value_name = "DIR", conflicts_with = "files")]
    docs: Option<PathBuf>,
    /// Where the annotations are: a directory, or the file of the one plan; without it, beside the plans
    #[arg(long, value_name = "DIR|FILE")]
    gold: Option<PathBuf>,
    /// List every missed and every wrong triple with the words of its clause
    #[arg(long)]
    misses: bool,
    /// How the figures are written; without it, what the ending of --output says, or a table
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Exit with 1 if the F1 of units or of groups over all plans is below this
    #[arg(long, value_name = "X", value_parser = share)]
    min_f1: Option<f64>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    reader: ReaderOptions,
}

/// Forms of the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table
    Table,
    /// One object of JSON
    Json,
}

/// The forms with the endings that tell them.
const FORMS: &[Endings<Format>] = &[(Format::Table, &["txt"]), (Format::Json, &["json"])];

/// A plan and its annotation.
struct Pair {
    plan: PathBuf,
    gold: PathBuf,
}

struct Row {
    pair: Pair,
    score: Score,
}

impl Eval {
    pub(super) fn run(self, language: Language) -> Result<(), Failure> {
        let format = chosen(self.format, self.output.as_deref(), Format::Table, FORMS)?;
        let pairs = self.pairs()?;
        let reader = self.reader.reader()?;
        let names = Names::new(DEFAULT_BASE).map_err(Failure::usage)?;
        let mut rows = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let gold = Gold::read(&pair.gold).map_err(Failure::usage)?;
            let reading =
                reader.read(Source::read(&pair.plan).map_err(Failure::usage)?, Metadata::beside(&pair.plan).map_err(Failure::usage)?);
            let source = &reading.document.source;
            if let Some(first) = gold.misplaced(source).first() {
                let note = message!(
                    "{gold}: note: 「{words}」 does not stand at character {offset} of {plan}",
                    gold = pair.gold.display(),
                    words = first.evidence,
                    offset = first.offset,
                    plan = pair.plan.display()
                );
                eprintln!("{}", note.say(language));
            }
            let score = score(&gold, source, &report::records(&reading, &names));
            rows.push(Row { pair, score });
        }
        let mut all = Score::default();
        for row in &rows {
            all.units += row.score.units;
            all.groups += row.score.groups;
        }
        deliver(self.output.as_deref(), |out| match format {
            Format::Table => self.table(&rows, &all, out),
            Format::Json => self.json(&rows, &all, out),
        })?;
        match self.min_f1 {
            Some(least) if all.units.f1() < least || all.groups.f1() < least => {
                let [units, groups] = [all.units, all.groups].map(|counts| format!("{:.4}", counts.f1()));
                Err(Failure::finding(message!(
                    "F1 of units {units}, of groups {groups}: below --min-f1 {least}",
                    units = units,
                    groups = groups,
                    least = least
                )))
            }
            _ => Ok(()),
        }
    }

    fn pairs(&self) -> Result<Vec<Pair>, Failure> {
        if let Some(docs) = &self.docs {
            return pairs_of(docs, self.gold.as_deref().unwrap_or(docs));
        }
        let gold_is_file = self.gold.as_ref().is_some_and(|gold| !gold.is_dir());
        if gold_is_file && self.files.len() > 1 {
            return Err(Failure::usage(message!("--gold names one file for several plans; name the directory of their annotations")));
        }
        let pair = |plan: &PathBuf| {
            let gold = match &self.gold {
                Some(gold) if gold_is_file => gold.clone(),
                gold => annotation(plan, gold.as_deref())?,
            };
            Ok(Pair { plan: plan.clone(), gold })
        };
        self.files.iter().map(pair).collect()
    }

    fn table(&self, rows: &[Row], all: &Score, out: &mut dyn Write) -> Result<(), Failure> {
        let figures = |counts: Counts| {
            let (precision, recall, f1) = (counts.precision(), counts.recall(), counts.f1());
            let shares = [precision, recall, f1].map(|share| format!("{share:.4}"));
            shares.into_iter().chain([format!("{}/{} of {}", counts.hit, counts.gold, counts.read)])
        };
        let row = |name: String, score: &Score| {
            let cells: Vec<String> = std::iter::once(name).chain(figures(score.units)).chain(figures(score.groups)).collect();
            cells
        };
        let heads = ["plan", "units P", "R", "F1", "hit/gold of read", "groups P", "R", "F1", "hit/gold of read"].map(str::to_owned);
        let mut cells: Vec<Vec<String>> = rows.iter().map(|one| row(stem(&one.pair.plan).to_owned(), &one.score)).collect();
        cells.push(row("all".to_owned(), all));
        out.write_all(fengong::query::draw_table(&heads, &cells, table_width()).as_bytes()).map_err(Failure::usage)?;
        for row in rows.iter().filter(|_| self.misses) {
            for difference in &row.score.differences {
                let Difference { kind, name, line, clause, .. } = difference;
                let what = match difference.what {
                    DifferenceKind::Missed => "missed",
                    DifferenceKind::Wrong => "wrong",
                };
                let words: String = clause.split_whitespace().collect::<Vec<_>>().join(" ");
                let plan = row.pair.plan.display();
                writeln!(out, "{plan}:{line}: {what} {} {name} in 「{words}」", kind.as_str()).map_err(Failure::usage)?;
            }
        }
        Ok(())
    }

    fn json(&self, rows: &[Row], all: &Score, out: &mut dyn Write) -> Result<(), Failure> {
        let plan = |row: &Row| PlanFigures {
            plan: row.pair.plan.display().to_string(),
            gold: row.pair.gold.display().to_string(),
            units: row.score.units.into(),
            groups: row.score.groups.into(),
            misses: self.misses.then(|| row.score.differences.clone()),
        };
        let report = AllFigures { plans: rows.iter().map(plan).collect(), units: all.units.into(), groups: all.groups.into() };
        write_json(&report, out)
    }
}

#[derive(Serialize)]
struct AllFigures {
    units: Figures,
    groups: Figures,
    plans: Vec<PlanFigures>,
}

#[derive(Serialize)]
struct PlanFigures {
    plan: String,
    gold: String,
    units: Figures,
    groups: Figures,
    #[serde(skip_serializing_if = "Option::is_none")]
    misses: Option<Vec<Difference>>,
}

#[derive(Serialize)]
struct Figures {
    precision: f64,
    recall: f64,
    f1: f64,
    #[serde(flatten)]
    counts: Counts,
}

impl From<Counts> for Figures {
    fn from(counts: Counts) -> Self {
        Self { precision: counts.precision(), recall: counts.recall(), f1: counts.f1(), counts }
    }
}

/// A share, from 0 to 1.
fn share(words: &str) -> Result<f64, String> {
    words
        .parse()
        .ok()
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or_else(|| message!("a share from 0 to 1 is needed, as 0.95").to_string())
}

fn stem(path: &Path) -> &str {
    path.file_stem().and_then(OsStr::to_str).unwrap_or_default()
}

/// The annotation of a plan in `folder`, or beside it.
fn annotation(plan: &Path, folder: Option<&Path>) -> Result<PathBuf, Failure> {
    let folder = folder.or_else(|| plan.parent()).unwrap_or(Path::new(""));
    let name = stem(plan);
    let shorter = name.match_indices('-').map(|(at, _)| &name[..at]).rev();
    let candidates = std::iter::once(name).chain(shorter).map(|name| folder.join(format!("{name}.json")));
    candidates.into_iter().find(|path| path.is_file()).ok_or_else(|| {
        let wanted = folder.join(format!("{name}.json"));
        let (plan, wanted) = (plan.display(), wanted.display());
        Failure::usage(message!("{plan}: no annotation {wanted}; name it with --gold", plan = plan, wanted = wanted))
    })
}

/// The annotations in `gold`, each with its plan in `docs`, in the order of their names.
fn pairs_of(docs: &Path, gold: &Path) -> Result<Vec<Pair>, Failure> {
    let annotations = if gold.is_dir() { files(gold, "json")? } else { vec![gold.to_owned()] };
    let plans = files(docs, "txt")?;
    let mut pairs = Vec::new();
    for gold in annotations {
        let name = stem(&gold);
        if name.ends_with(".meta") {
            continue;
        }
        let exact = |plan: &&PathBuf| stem(plan) == name;
        let longer = |plan: &&PathBuf| stem(plan).strip_prefix(name).is_some_and(|rest| rest.starts_with('-'));
        let Some(plan) = plans.iter().find(exact).or_else(|| plans.iter().find(longer)) else {
            return Err(Failure::usage(message!(
                "{gold}: no plan {name}.txt or {name}-….txt in {docs}",
                gold = gold.display(),
                name = name,
                docs = docs.display()
            )));
        };
        pairs.push(Pair { plan: plan.clone(), gold });
    }
    if pairs.is_empty() {
        let gold = gold.display();
        return Err(Failure::usage(message!(
            "{gold}: no annotation (NAME.json) in it; name the directory of them with --gold",
            gold = gold
        )));
    }
    Ok(pairs)
}

/// The files in `folder` with an ending, in the order of their names.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |error: std::io::Error| Failure::usage(message!("{path}: {cause}", path = folder.display(), cause => error.message()));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        found.push(entry.map_err(unreadable)?.path());
    }
    found.retain(|path| path.extension().and_then(OsStr::to_str) == Some(ending) && path.is_file());
    found.sort();
    Ok(found)
}
