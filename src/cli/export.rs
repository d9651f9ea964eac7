//! `fengong export`: the graph as RDF.

use super::Failure;
use super::output::{deliver, deliver_stream};
use super::source::PlanOptions;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use fengong::graph::{Graph, Stream, rdf};
use fengong::language::message;
use oxigraph::model::GraphName;
use std::path::{Path, PathBuf};

/// Write the graph as RDF for other tools
///
/// N-Quads, `TriG` and JSON-LD keep the named graphs: one a plan, one for the reference data that the
/// plans name, one for the ontology. The other forms hold all statements together.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong export -o plan.ttl\n  fengong export --format nquads --plan a.txt b.txt -o plans.nq\n  fengong export --only-plan --format jsonld"
)]
pub(crate) struct Export {
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    plans: PlanOptions,
}

/// What is written, and where.
#[derive(Debug, Args)]
pub(crate) struct Written {
    /// The form; without it, what the ending of --output says, or Turtle
    #[arg(short, long, value_parser = formats())]
    format: Option<rdf::Format>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Leave out the reference data and the ontology
    #[arg(long)]
    only_plan: bool,
}

/// The names of the forms of RDF.
fn formats() -> impl TypedValueParser<Value = rdf::Format> {
    let names = rdf::Format::ALL.iter().map(|format| format.name());
    PossibleValuesParser::new(names).try_map(|name| rdf::Format::named(&name).ok_or("no form of RDF"))
}

impl Export {
    pub(super) fn run(self) -> Result<(), Failure> {
        if self.written.format()? == rdf::Format::NQuads && self.plans.with.is_empty() {
            return self.stream();
        }
        let (graph, _) = self.plans.graph()?;
        self.written.write(&graph)
    }

    /// N-Quads need no store: any number of plans is written as it is read.
    fn stream(&self) -> Result<(), Failure> {
        let (reader, names) = (self.plans.reader.reader()?, self.plans.names()?);
        deliver_stream(self.written.output.as_deref(), |out| {
            let mut stream = Stream::new(&reader, &names, out);
            self.plans.each(&reader, |reading| stream.plan(&reading).map_err(Failure::usage))?;
            if self.written.only_plan { stream.end() } else { stream.finish() }.map(drop).map_err(Failure::usage)
        })
    }
}

impl Written {
    /// Writes a graph.
    pub(super) fn write(&self, graph: &Graph) -> Result<(), Failure> {
        let format = self.format()?;
        let plans: Vec<GraphName> = graph.plans().map_err(Failure::finding)?.into_iter().map(GraphName::NamedNode).collect();
        let quads =
            graph.sorted_quads().map_err(Failure::finding)?.into_iter().filter(|quad| !self.only_plan || plans.contains(&quad.graph_name));
        deliver(self.output.as_deref(), |out| rdf::write(quads, format, graph.names(), out).map_err(Failure::usage))
    }

    /// The file that is written, if one is.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    fn format(&self) -> Result<rdf::Format, Failure> {
        if let Some(format) = self.format {
            return Ok(format);
        }
        let Some(path) = &self.output else { return Ok(rdf::Format::Turtle) };
        let unknown =
            || Failure::usage(message!("{path}: the ending tells no form of RDF; choose one with --format", path = path.display()));
        rdf::Format::of_path(path).ok_or_else(unknown)
    }
}
