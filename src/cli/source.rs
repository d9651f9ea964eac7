//! Which plans a command reads.

use super::Failure;
use super::progress::Progress;
use super::query::seconds;
use super::{ending, filled, language, load, server, size};
use clap::Args;
use fengong::document::Metadata;
use fengong::graph::{DEFAULT_BASE, Graph, Limits, Names, Server};
use fengong::language::{Message, Speak, message};
use fengong::progress::{conflicts_in, is_ledger};
use fengong::reader::{Reader, Reading};
use fengong::text::Source;
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

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
    /// A store to ask instead of plans (fengong load)
    #[arg(long, value_name = "DIR", conflicts_with = "plan")]
    pub(crate) store: Option<PathBuf>,
    /// A server to ask instead of plans: the URL of its SPARQL queries
    #[arg(long, value_name = "URL", conflicts_with_all = ["plan", "store"])]
    pub(crate) endpoint: Option<String>,
    #[command(flatten)]
    pub(crate) served: ServerOptions,
    /// How much memory a query may take, such as 500M; without it, what there is
    #[arg(long, value_name = "SIZE", value_parser = size::bytes)]
    pub(crate) memory: Option<usize>,
    /// Files to add to the graph: RDF of what is known beside the plans, or ledgers that were filled in (.xlsx)
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) with: Vec<PathBuf>,
    /// Whether the plan that comes with the program is read beside these.
    #[arg(skip)]
    pub(crate) with_founding: bool,
    #[command(flatten)]
    pub(crate) reader: ReaderOptions,
    /// The beginning of the IRIs of data
    #[arg(long, value_name = "IRI", default_value = DEFAULT_BASE, hide_default_value = true)]
    pub(crate) base: String,
}

/// Options about a server that is asked.
#[derive(Debug, Args)]
pub(crate) struct ServerOptions {
    /// What kind of server it is; without it, it is found out
    #[arg(long, value_name = "NAME", requires = "endpoint", hide_short_help = true, value_parser = server::profiles())]
    profile: Option<String>,
    /// How many seconds the server may take for an answer; without it 60, 0 for no limit
    #[arg(long, value_name = "SECONDS", requires = "endpoint", hide_short_help = true, value_parser = seconds)]
    server_timeout: Option<Duration>,
    /// How many statements are fetched at most, where a figure, a ledger or an export needs all; without it a million
    #[arg(long, value_name = "N", requires = "endpoint", hide_short_help = true)]
    fetch_limit: Option<u64>,
}

impl ServerOptions {
    fn limits(&self) -> Limits {
        let usual = Limits::default();
        Limits { time: self.server_timeout.or(usual.time), fetch: self.fetch_limit.unwrap_or(usual.fetch) }
    }
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
        let names = self.names()?;
        let reader = self.reader.reader()?;
        self.graph_with(&reader, names)
    }

    /// The same with a reader that the command goes on to use.
    pub(crate) fn graph_with(&self, reader: &Reader, names: Names) -> Result<(Graph, Vec<Reading>), Failure> {
        if let Some(endpoint) = &self.endpoint {
            return Ok((self.graph_of(endpoint, reader, names)?, Vec::new()));
        }
        let mut readings = Vec::new();
        let graph = match &self.store {
            Some(directory) => {
                let graph = Graph::stored(load::open(directory)?.snapshot(), reader, names.clone());
                if !self.plan.is_empty() {
                    // Plans beside a store, as a session loads them, stand in memory.
                    self.each(reader, |reading| {
                        readings.push(reading);
                        Ok(())
                    })?;
                    let plans = Graph::build(reader, &readings, names).and_then(|plans| plans.sorted_quads()).map_err(Failure::finding)?;
                    graph.add(plans).map_err(Failure::finding)?;
                }
                graph
            }
            None => {
                self.each(reader, |reading| {
                    readings.push(reading);
                    Ok(())
                })?;
                Graph::build(reader, &readings, names).map_err(Failure::finding)?
            }
        };
        let graph = graph.with_memory(self.memory);
        for path in &self.with {
            add_rdf(&graph, path)?;
        }
        if !self.with.is_empty() {
            tell_conflicts(&graph)?;
        }
        Ok((graph, readings))
    }

    /// The graph of a server, which is asked at once whether it is there.
    fn graph_of(&self, endpoint: &str, reader: &Reader, names: Names) -> Result<Graph, Failure> {
        if !self.with.is_empty() {
            let files = self.with.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join(" ");
            return Err(Failure::usage(message!(
                "--with adds to a graph that is made here, and queries on {place} would not see it; put it there first: fengong push {files} --endpoint {place}",
                place = endpoint,
                files = files
            )));
        }
        let mut settings = server::settings(endpoint, self.served.profile.as_deref())?;
        let limits = self.served.limits();
        settings.limits.silence = limits.time.map_or(settings.limits.silence, |time| time.min(settings.limits.silence));
        let server = server::open(&settings)?;
        let graph = Graph::remote(Arc::new(server), limits, reader, names).with_memory(self.memory);
        if graph.is_empty().map_err(Failure::usage)? {
            let place = graph.server().map_or(endpoint, Server::place);
            let empty = message!("{place} holds nothing yet; fengong push puts plans there", place = place);
            eprintln!("fengong: {}", empty.say(language::spoken()));
        }
        Ok(graph)
    }

    /// Takes out what stands among the files of --plan and --with, which go on up to the next option, and is a value of a parameter (NAME=VALUE)
    /// and no file.
    pub(crate) fn values_among_files(&mut self) -> Vec<String> {
        let mut values = Vec::new();
        for files in [&mut self.plan, &mut self.with] {
            let mut at = 0;
            files.retain(|file| {
                at += 1;
                let value = file.to_str().filter(|words| at > 1 && is_value(words) && !file.exists());
                values.extend(value.map(str::to_owned));
                value.is_none()
            });
        }
        values
    }

    /// Whether the graph is asked where it is kept, in a store or by a server, and made of no plan.
    pub(crate) const fn is_elsewhere(&self) -> bool {
        self.store.is_some() || self.endpoint.is_some()
    }

    /// The names under which data stand.
    pub(crate) fn names(&self) -> Result<Names, Failure> {
        Names::new(&self.base).map_err(Failure::usage)
    }

    /// Reads the plans one after the other, and hands each on before the next is read.
    ///
    /// Plans of one id (the same file name in two folders) get the beginning of their text's hash into it; the same text twice under one
    /// id is a mistake.
    pub(crate) fn each(&self, reader: &Reader, mut take: impl FnMut(Reading) -> Result<(), Failure>) -> Result<(), Failure> {
        if self.plan.is_empty() {
            return take(founding_plan(reader)?);
        }
        if self.with_founding {
            take(founding_plan(reader)?)?;
        }
        let mut ids: HashMap<String, usize> = HashMap::new();
        for path in self.plan.iter().filter(|_| self.plan.len() > 1) {
            let id = Metadata::beside(path).map_err(Failure::usage)?.id;
            *ids.entry(id.unwrap_or_default()).or_default() += 1;
        }
        let mut read: HashMap<String, &Path> = HashMap::new();
        let progress = Progress::over(&self.plan);
        for path in &self.plan {
            let mut reading = reader.read_file(path).map_err(Failure::usage)?;
            if ids.get(&reading.id).is_some_and(|plans| *plans > 1) {
                reading.tell_apart();
                if let Some(twin) = read.insert(reading.id.clone(), path) {
                    let (twin, path) = (twin.display(), path.display());
                    return Err(Failure::usage(message!("{twin} and {path} are the same plan; name it once", twin = twin, path = path)));
                }
            }
            take(reading)?;
            progress.done(path);
        }
        Ok(())
    }
}

/// Whether words are written as the value of a parameter.
fn is_value(words: &str) -> bool {
    let is_name = |name: &str| name.starts_with(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    words.split_once('=').is_some_and(|(name, _)| is_name(name))
}

/// Adds a file to a graph: RDF, whose statements that name no graph go into one that is named by the file, or a ledger that was filled in. Findings
/// in a ledger are counted on standard error.
pub(crate) fn add_rdf(graph: &Graph, path: &Path) -> Result<usize, Failure> {
    if is_workbook(path) {
        let report = filled::read(path, &filled::register(graph)?)?;
        if !report.findings.is_empty() {
            let (path, findings) = (path.display(), report.findings.len());
            let message = message!("{path}: findings: {findings}; `fengong progress` shows them", path = path, findings = findings);
            eprintln!("fengong: {}", message.say(language::spoken()));
        }
        return graph.add(report.quads(graph.names())).map_err(Failure::finding);
    }
    let unreadable = |cause: Message| Failure::usage(message!("{path}: {cause}", path = path.display(), cause => cause));
    let format = ending::of_rdf(path)?;
    let bytes = std::fs::read(path).map_err(|error| unreadable(error.message()))?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = graph.names().thing("graph", &stem);
    graph.add_rdf(&bytes, format, &name).map_err(|error| unreadable(error.message()))
}

/// Says on standard error of how many tasks the ledgers in a graph contradict each other.
pub(crate) fn tell_conflicts(graph: &Graph) -> Result<(), Failure> {
    let tasks = conflicts_in(graph).map_err(Failure::finding)?;
    if tasks > 0 {
        let message = message!(
            "ledgers contradict each other as of one day; tasks: {tasks}; `fengong progress` with all of them shows which",
            tasks = tasks
        );
        eprintln!("fengong: {}", message.say(language::language(language::asked(std::env::args_os().skip(1)))));
    }
    Ok(())
}

/// Whether a file is called as a workbook is.
fn is_workbook(path: &Path) -> bool {
    ending::of_file(path, &[((), &["xlsx"])]).is_some()
}

/// Whether a file is to be added to the plans: RDF, or a ledger that was filled in. Other workbooks may be plans.
pub(crate) fn is_beside(path: &Path) -> bool {
    ending::of_rdf(path).is_ok() || (is_workbook(path) && std::fs::read(path).is_ok_and(|bytes| is_ledger(&bytes)))
}

/// Reads the plan that comes with the program.
pub(crate) fn founding_plan(reader: &Reader) -> Result<Reading, Failure> {
    let metadata: Metadata = serde_json::from_str(FOUNDING_METADATA).map_err(io::Error::from).map_err(Failure::usage)?;
    Ok(reader.read(Source::from_text("hubao-yinyu-2012-2020.txt", FOUNDING_TEXT), metadata))
}
