//! `fengong load`: takes RDF into a store.

use super::Failure;
use super::{ending, size};
use clap::Args;
use fengong::graph::{DEFAULT_BASE, Names, rdf};
use fengong::language::{Language, Message, Speak, message};
use fengong::store::{Loading, Store, StoreError, Writer};
use oxigraph::model::{GraphName, NamedNode};
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

/// Take RDF into a store, which every command can then ask with --store
///
/// All files are taken in together: whatever stops it before the end leaves the store as it was. The store is made if it is not there.
/// Statements that name no graph go into one that is named by the file, or by --graph.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong load plans.nq --store plans.store\n  fengong load beside.ttl --store plans.store --graph https://example.org/beside --replace\n  fengong query water --store plans.store"
)]
pub(crate) struct Load {
    /// Files of RDF (.ttl, .nt, .nq, .trig, .rdf, .owl, .jsonld)
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The directory of the store
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    /// The graph of statements that name none
    #[arg(long, value_name = "IRI")]
    graph: Option<String>,
    /// Forget first what the graphs of the files held: of files whose statements name none
    #[arg(long)]
    replace: bool,
    /// How much memory statements may take before they are written to a file of their own
    #[arg(long, value_name = "SIZE", default_value = "1G", value_parser = size::bytes)]
    memory: usize,
    /// The beginning of the IRIs of data
    #[arg(long, value_name = "IRI", default_value = DEFAULT_BASE, hide_default_value = true)]
    base: String,
}

impl Load {
    pub(super) fn run(self, language: Language) -> Result<(), Failure> {
        let names = Names::new(&self.base).map_err(Failure::usage)?;
        let mut files = Vec::new();
        for path in &self.files {
            let format = ending::of_rdf(path)?;
            if self.replace && format.has_graphs() {
                return Err(Failure::usage(message!(
                    "{path}: its statements name their graphs; leave out --replace, and drop those graphs first (fengong store drop)",
                    path = path.display()
                )));
            }
            files.push((path, format, self.graph_of(path, &names)?));
        }
        let store = open_or_create(&self.store)?;
        let mut writer = store.writer().map_err(Failure::usage)?.with_memory(self.memory);
        let mut loaded = 0;
        for (path, format, graph) in &files {
            if self.replace {
                writer.drop_graph(graph.as_ref()).map_err(Failure::usage)?;
            }
            loaded += load(&mut writer, path, *format, graph)?;
        }
        let snapshot = writer.commit().map_err(Failure::usage)?;
        let message = message!(
            "statements read: {loaded}; {store} now holds {all}",
            loaded = loaded,
            store = self.store.display(),
            all = snapshot.len()
        );
        writeln!(std::io::stdout(), "{}", message.say(language)).map_err(Failure::usage)
    }

    fn graph_of(&self, path: &Path, names: &Names) -> Result<GraphName, Failure> {
        match &self.graph {
            Some(iri) => NamedNode::new(iri)
                .map(GraphName::from)
                .map_err(|error| Failure::usage(message!("{iri} is no IRI: {cause}", iri = iri, cause = error))),
            None => Ok(names.thing("graph", &path.file_stem().unwrap_or_default().to_string_lossy()).into()),
        }
    }
}

/// The store of a directory.
pub(super) fn open(directory: &Path) -> Result<Store, Failure> {
    if !directory.exists() {
        return Err(Failure::usage(StoreError::NotAStore(directory.to_owned())));
    }
    Store::open(directory).map_err(Failure::usage)
}

/// The store of a directory, made where there is none.
pub(super) fn open_or_create(directory: &Path) -> Result<Store, Failure> {
    let is_new = !directory.exists() || std::fs::read_dir(directory).is_ok_and(|mut entries| entries.next().is_none());
    if is_new { Store::create(directory).map_err(Failure::usage) } else { open(directory) }
}

fn load(writer: &mut Writer, path: &Path, format: rdf::Format, graph: &GraphName) -> Result<u64, Failure> {
    let unreadable = |cause: Message| Failure::usage(message!("{path}: {cause}", path = path.display(), cause => cause));
    let file = File::open(path).map_err(|error| unreadable(error.message()))?;
    let loading = Loading::new(format.parser(), graph.as_ref());
    writer.load(BufReader::with_capacity(1 << 20, file), &loading).map_err(|error| unreadable(error.message()))
}
