//! `fengong push`: graphs onto a server of others.

use super::Failure;
use super::load;
use super::server;
use super::size;
use super::source::{PlanOptions, ReaderOptions};
use clap::{Args, Parser};
use fengong::graph::remote::{Ask, Backend};
use fengong::graph::{DEFAULT_BASE, Graph, Names};
use fengong::language::{Language, Message, Speak, message};
use fengong::remote::{Address, Limits, Push as Pushing, PushError, Pushed, graphs_of};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use oxigraph::model::NamedNode;
use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::time::Duration;

/// Put plans, or a store, onto a SPARQL server, graph by graph
///
/// Each named graph takes the place of the one of the same name on the server, whole: what is too large for one request is gathered in a graph
/// beside and moved when it is all there. The statements are counted there, and a mark is left, so that the same command goes on where it was broken off.
/// Name and password come from FENGONG_USER and FENGONG_PASSWORD, a token from FENGONG_TOKEN, or they stand in ~/.netrc; docs/servers.md tells how
/// each server is set up.
#[allow(clippy::doc_markdown, reason = "it is the text of the help, where names of variables stand as they are")]
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong push --endpoint http://localhost:7878/                the plan that comes with the program\n  fengong push --endpoint http://localhost:8890/sparql --store plans.store\n  fengong push --endpoint https://rdf.example.org/sparql --plan a.docx b.docx"
)]
pub(crate) struct Push {
    /// The server: the URL of its queries, or where it stands
    #[arg(long, value_name = "URL")]
    endpoint: String,
    /// What the server is; without it, it is asked
    #[arg(long, value_name = "PROFILE", value_parser = server::profiles())]
    profile: Option<String>,
    /// Where it takes updates, where that is not known
    #[arg(long, value_name = "URL")]
    update_url: Option<String>,
    /// Where it has its graphs (Graph Store Protocol), where that is not known
    #[arg(long, value_name = "URL")]
    graphs_url: Option<String>,
    /// Plans to put there instead of the one that comes with the program
    #[arg(long, value_name = "FILE", num_args = 1..)]
    plan: Vec<PathBuf>,
    /// A store to put there instead of plans (fengong load)
    #[arg(long, value_name = "DIR", conflicts_with = "plan")]
    store: Option<PathBuf>,
    /// Only these named graphs
    #[arg(long, value_name = "IRI", num_args = 1..)]
    graph: Vec<String>,
    /// Send also what the server has already
    #[arg(long)]
    again: bool,
    /// How much is sent at once, such as 1M; without it, what such a server takes
    #[arg(long, value_name = "SIZE", value_parser = size::bytes)]
    part: Option<usize>,
    /// How long the server may be silent
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    timeout: u64,
    #[command(flatten)]
    reader: ReaderOptions,
    /// The beginning of the IRIs of data
    #[arg(long, value_name = "IRI", default_value = DEFAULT_BASE, hide_default_value = true)]
    base: String,
}

/// Plans as every other command is told of them.
#[derive(Debug, Parser)]
struct Plans {
    #[command(flatten)]
    options: PlanOptions,
}

impl Push {
    pub(super) fn run(&self, language: Language) -> Result<(), Failure> {
        let names = Names::new(&self.base).map_err(Failure::usage)?;
        let address = |url: &Option<String>| url.as_deref().map(Address::read).transpose().map_err(Failure::usage);
        let mut settings = server::settings(&self.endpoint, self.profile.as_deref())?;
        settings.update = address(&self.update_url)?;
        settings.graphs = address(&self.graphs_url)?;
        settings.limits = Limits { silence: Duration::from_secs(self.timeout.max(1)), ..settings.limits };
        let graph = self.source(&names)?;
        let (graphs, statements) = self.graphs(&graph)?;
        // What is to be sent is known to be there before anybody is asked.
        let server = server::open(&settings)?;
        let mut pushing = Pushing::new(&server, names.thing("graph", "pushed"), Ask::default());
        if let Some(bytes) = self.part {
            pushing = pushing.in_parts_of(bytes);
        }
        let bar = bar(statements);
        let say = |message: &Message| bar.suspend(|| writeln!(io::stdout(), "{}", message.say(language)).map_err(Failure::usage));
        let (mut sent, mut failed) = (0, None);
        for name in &graphs {
            match pushing.push(&graph, name, self.again, &mut |statements| bar.inc(statements)) {
                Ok(Pushed::Sent(count)) => {
                    sent += count;
                    say(&message!("{graph}: statements sent: {count}", graph = name.as_str(), count = count))?;
                }
                Ok(Pushed::There(count)) => {
                    say(&message!("{graph}: there already, statements: {count}", graph = name.as_str(), count = count))?;
                }
                // Another graph may be as it should.
                Err(error @ PushError::Count { .. }) => failed = Some(Failure::finding(error)),
                Err(error) => {
                    return Err(Failure::finding(message!("{graph}: {cause}", graph = name.as_str(), cause => error.message())));
                }
            }
        }
        bar.finish_and_clear();
        failed.map_or(Ok(()), Err)?;
        say(&message!(
            "{place} ({profile}) has {graphs} graphs; statements sent: {sent}, statements there: {statements}",
            place = server.place(),
            profile = server.profile(),
            graphs = graphs.len(),
            sent = sent,
            statements = statements
        ))
    }

    fn source(&self, names: &Names) -> Result<Graph, Failure> {
        let reader = self.reader.reader()?;
        if let Some(directory) = &self.store {
            return Ok(Graph::stored(load::open(directory)?.snapshot(), &reader, names.clone()));
        }
        let mut arguments: Vec<OsString> = vec!["push".into()];
        if !self.plan.is_empty() {
            arguments.push("--plan".into());
            arguments.extend(self.plan.iter().map(OsString::from));
        }
        let plans = Plans::try_parse_from(arguments).map_err(|error| Failure::usage(message!("{cause}", cause = error)))?;
        Ok(plans.options.graph_with(&reader, names.clone())?.0)
    }

    /// The graphs that are to be sent, and how many statements they have.
    fn graphs(&self, graph: &Graph) -> Result<(Vec<NamedNode>, u64), Failure> {
        let counted = graphs_of(graph).map_err(Failure::finding)?;
        let mut chosen = Vec::new();
        for iri in &self.graph {
            let wrong = |error| Failure::usage(message!("{iri} is no IRI: {cause}", iri = iri, cause = error));
            let name = NamedNode::new(iri).map_err(wrong)?;
            if counted.iter().all(|(other, _)| other.as_ref() != Some(&name)) {
                return Err(Failure::usage(message!("there is no graph {graph} to send", graph = iri)));
            }
            chosen.push(name);
        }
        let mut graphs = Vec::new();
        for (name, count) in counted {
            match name {
                Some(name) if chosen.is_empty() || chosen.contains(&name) => graphs.push((name, count)),
                Some(_) => {}
                None if chosen.is_empty() => {
                    return Err(Failure::usage(message!(
                        "statements in no named graph: {count}; they have no place on a server: load them into a graph (fengong load --graph), or name the graphs to send with --graph",
                        count = count
                    )));
                }
                None => {}
            }
        }
        let statements = graphs.iter().map(|(_, count)| count).sum();
        Ok((graphs.into_iter().map(|(name, _)| name).collect(), statements))
    }
}

/// A bar that counts statements; hidden where standard error is no terminal.
fn bar(statements: u64) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(statements), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len}  {per_sec}  {eta} left") {
        bar.set_style(style);
    }
    bar
}
