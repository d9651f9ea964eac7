//! Which plans a command reads.

use super::Failure;
use clap::Args;
use fengong::document::Metadata;
use fengong::graph::{DEFAULT_BASE, Graph, Names};
use fengong::reader::{Reader, Reading};
use fengong::text::Source;
use std::path::PathBuf;

/// The founding plan, which comes with the program.
const FOUNDING_TEXT: &str = include_str!("../../data/plans/hubao-yinyu-2012-2020.txt");
/// What is known of it beside its text.
const FOUNDING_METADATA: &str = include_str!("../../data/plans/hubao-yinyu-2012-2020.meta.json");

/// Options about what is read, the same for every command that asks a graph.
#[derive(Debug, Args)]
pub(crate) struct PlanOptions {
    /// Plans to read instead of the one that comes with the program
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) plan: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reader: ReaderOptions,
    /// The beginning of the IRIs of data
    #[arg(long, value_name = "IRI", default_value = DEFAULT_BASE, hide_default_value = true)]
    pub(crate) base: String,
}

/// Options about how it is read.
#[derive(Debug, Args)]
pub(crate) struct ReaderOptions {
    /// A directory of tables that add to the lexicon (units, places, notations …)
    #[arg(long, value_name = "DIR")]
    pub(crate) lexicon: Option<PathBuf>,
}

impl ReaderOptions {
    /// The compiled tables.
    pub(crate) fn reader(&self) -> Result<Reader, Failure> {
        Reader::new(self.lexicon.as_deref()).map_err(Failure::usage)
    }
}

impl PlanOptions {
    /// Reads the plans and builds their graph.
    pub(crate) fn graph(&self) -> Result<(Graph, Vec<Reading>), Failure> {
        let names = Names::new(&self.base).map_err(Failure::usage)?;
        let reader = self.reader.reader()?;
        let mut readings = Vec::new();
        for path in &self.plan {
            readings.push(reader.read_file(path).map_err(Failure::usage)?);
        }
        tell_apart(&mut readings)?;
        if self.plan.is_empty() {
            readings.push(founding_plan(&reader)?);
        }
        let graph = Graph::build(&reader, &readings, names).map_err(Failure::finding)?;
        Ok((graph, readings))
    }
}

/// Plans of one id (the same file name in two folders) get the beginning of their text's hash into it; the same text twice is a mistake.
fn tell_apart(readings: &mut [Reading]) -> Result<(), Failure> {
    for at in 0..readings.len() {
        let alike: Vec<usize> = (0..readings.len()).filter(|other| readings[*other].id == readings[at].id).collect();
        let source = |reading: &Reading| reading.document.source.clone();
        if let Some(twin) = alike.iter().find(|other| **other != at && source(&readings[**other]).hash() == source(&readings[at]).hash()) {
            let (one, other) = (source(&readings[at]), source(&readings[*twin]));
            return Err(Failure::Usage(format!("{} and {} are the same plan; name it once", one.name(), other.name())));
        }
        if alike.len() > 1 {
            for other in alike {
                let hash = readings[other].document.source.hash()[..8].to_owned();
                readings[other].id = format!("{}-{hash}", readings[other].id);
            }
        }
    }
    Ok(())
}

/// Reads the plan that comes with the program.
pub(crate) fn founding_plan(reader: &Reader) -> Result<Reading, Failure> {
    let metadata: Metadata = serde_json::from_str(FOUNDING_METADATA).map_err(Failure::usage)?;
    Ok(reader.read(Source::from_text("hubao-yinyu-2012-2020.txt", FOUNDING_TEXT), metadata))
}
