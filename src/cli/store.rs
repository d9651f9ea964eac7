//! `fengong store`: what a store is made of, and keeping it well.

use super::Failure;
use super::load::open;
use super::output::table_width;
use super::size::told;
use clap::{Args, Subcommand};
use fengong::graph::{Names, Origins};
use fengong::ingest::tidy;
use fengong::language::{Language, Message, message};
use fengong::query::draw_table;
use fengong::reader::Reader;
use fengong::store::{Snapshot, Writer};
use oxigraph::model::NamedNode;
use std::io::Write;
use std::path::PathBuf;

/// Look into a store, check it, merge, copy it, or drop a graph
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong store info plans.store\n  fengong store verify plans.store\n  fengong store optimise plans.store\n  fengong store backup plans.store copy.store\n  fengong store drop plans.store https://w3id.org/fengong/id/graph/beside"
)]
pub(crate) struct StoreCommand {
    #[command(subcommand)]
    what: What,
}

/// What is done with a store.
#[derive(Debug, Subcommand)]
enum What {
    /// What it is made of
    Info {
        /// The directory of the store
        #[arg(value_name = "DIR")]
        store: PathBuf,
    },
    /// Compare every byte with its checksum
    Verify {
        /// The directory of the store
        #[arg(value_name = "DIR")]
        store: PathBuf,
    },
    /// Make one segment of all, as small and as fast as it can be
    Optimise {
        /// The directory of the store
        #[arg(value_name = "DIR")]
        store: PathBuf,
    },
    /// Copy its present state into another directory
    Backup {
        /// The directory of the store
        #[arg(value_name = "DIR")]
        store: PathBuf,
        /// A directory that is not there, or empty
        #[arg(value_name = "TO")]
        to: PathBuf,
    },
    /// Forget a named graph, such as that of a plan
    Drop {
        /// The directory of the store
        #[arg(value_name = "DIR")]
        store: PathBuf,
        /// The IRI of the graph
        #[arg(value_name = "IRI")]
        graph: String,
    },
}

impl StoreCommand {
    pub(super) fn run(self, language: Language) -> Result<(), Failure> {
        let say = |message: &Message| writeln!(std::io::stdout(), "{}", message.say(language)).map_err(Failure::usage);
        match self.what {
            What::Info { store } => {
                let info = open(&store)?.info().map_err(Failure::usage)?;
                say(&message!(
                    "{store}: {quads} statements in {graphs} graphs, {terms} terms, {predicates} predicates, {bytes}; format {version}, changed {commits} times",
                    store = store.display(),
                    quads = info.quads,
                    graphs = info.graphs,
                    terms = info.terms,
                    predicates = info.predicates,
                    bytes = told(info.bytes),
                    version = info.version,
                    commits = info.commits
                ))?;
                let rows: Vec<Vec<String>> = info
                    .segments
                    .iter()
                    .map(|segment| {
                        let numbers = [segment.counting.to_string(), segment.terms.to_string(), told(segment.bytes)];
                        std::iter::once(segment.file.clone()).chain(numbers).collect()
                    })
                    .collect();
                let heads =
                    [message!("segment"), message!("statements"), message!("terms"), message!("size")].map(|head| head.say(language));
                write!(std::io::stdout(), "{}", draw_table(&heads, &rows, table_width())).map_err(Failure::usage)
            }
            What::Verify { store } => {
                // Of what is damaged so much that it cannot even be opened, that is the finding.
                let damaged = |failure| if let Failure::Usage(message) = failure { Failure::Finding(message) } else { failure };
                let opened = if store.exists() { open(&store).map_err(damaged)? } else { open(&store)? };
                opened.verify().map_err(Failure::finding)?;
                say(&message!("{store} is whole", store = store.display()))
            }
            What::Optimise { store } => {
                let opened = open(&store)?;
                opened.optimise().map_err(Failure::usage)?;
                let bytes = opened.info().map_err(Failure::usage)?.bytes;
                say(&message!("{store} is one segment of {bytes}", store = store.display(), bytes = told(bytes)))
            }
            What::Backup { store, to } => {
                open(&store)?.backup(&to).map_err(Failure::usage)?;
                say(&message!("{store} was copied to {to}", store = store.display(), to = to.display()))
            }
            What::Drop { store, graph } => {
                let wrong = |error| Failure::usage(message!("{iri} is no IRI: {cause}", iri = graph, cause = error));
                let node = NamedNode::new(&graph).map_err(wrong)?;
                let opened = open(&store)?;
                let before = opened.snapshot().len();
                let mut writer = opened.writer().map_err(Failure::usage)?;
                writer.drop_graph(node.as_ref().into()).map_err(Failure::usage)?;
                forget_names(&mut writer, &opened.snapshot(), &node)?;
                let after = writer.commit().map_err(Failure::usage)?.len();
                if after == before {
                    return Err(Failure::finding(message!(
                        "{store} has no graph {graph}; its named graphs are found by SELECT DISTINCT and GRAPH",
                        store = store.display(),
                        graph = graph
                    )));
                }
                say(&message!("statements forgotten: {count}", count = before - after))
            }
        }
    }
}

/// Forgets what only a plan named of the reference data, where it was ingested.
fn forget_names(writer: &mut Writer, snapshot: &Snapshot, plan: &NamedNode) -> Result<(), Failure> {
    let origins = Origins::of(snapshot).map_err(Failure::finding)?;
    let Some((base, _)) = plan.as_str().rsplit_once("plan/").filter(|_| origins.iter().any(|(ingested, _)| ingested == plan)) else {
        return Ok(());
    };
    let names = Names::new(base).map_err(Failure::usage)?;
    let reader = Reader::new(None).map_err(Failure::usage)?;
    tidy(writer, snapshot, plan, &reader, &names).map_err(Failure::usage)
}
