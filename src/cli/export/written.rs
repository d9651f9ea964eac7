//! In which format something is exported, and where it is written.

use super::form::{Form, forms};
use super::shards;
use super::source::Source;
use crate::cli::Failure;
use crate::cli::ending::{Endings, chosen};
use crate::cli::output::{Called, deliver, deliver_together};
use clap::Args;
use fengong::export::{BOM, FORMATS, Format, format_named};
use fengong::graph::{Graph, rdf};
use fengong::language::{Language, Message, message};
use oxigraph::model::{GraphName, Quad};
use std::path::{Path, PathBuf};

/// What is written, and where.
#[derive(Debug, Args)]
pub(crate) struct Written {
    /// The format; without it, what the ending of --output says, else turtle, or graphml of a network
    #[arg(short, long, value_parser = forms())]
    format: Option<Form>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    source: Source,
    /// Leave out the reference data and the ontology
    #[arg(long, conflicts_with_all = ["network", "query", "expression"])]
    only_plan: bool,
    /// Write so many packed files of N-Quads (.nq.gz) and a list of them into the new directory --output, for the loader of a server
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), requires = "output", conflicts_with_all = ["network", "query", "expression"])]
    shards: Option<u16>,
    /// Whether files begin with a byte order mark, by which Excel and Pajek know Unicode; without it, those for Pajek do
    #[arg(long, value_name = "yes|no", value_parser = ["yes", "no"], hide_possible_values = true)]
    bom: Option<String>,
}

impl Written {
    /// Writes the graph, or what was asked for of it.
    pub(in crate::cli) fn write(&self, graph: &Graph, language: Language) -> Result<(), Failure> {
        if let (Some(count), Some(directory)) = (self.shards, &self.output) {
            return shards::write(graph, self.only_plan, usize::from(count), directory, language);
        }
        match self.form()? {
            Form::Rdf(format) => self.write_rdf(graph, format),
            Form::Network(format) => self.write_network(graph, format, language),
        }
    }

    fn write_rdf(&self, graph: &Graph, format: rdf::Format) -> Result<(), Failure> {
        let quads = match self.source.statements(graph)? {
            Some(triples) => triples.into_iter().map(|triple| triple.in_graph(GraphName::DefaultGraph)).collect(),
            None => {
                let graph = graph.at_hand().map_err(Failure::finding)?;
                let plans: Vec<GraphName> = graph.plans().map_err(Failure::finding)?.into_iter().map(GraphName::NamedNode).collect();
                let mut quads: Vec<Quad> = graph.sorted_quads().map_err(Failure::finding)?;
                quads.retain(|quad| !self.only_plan || plans.contains(&quad.graph_name));
                quads
            }
        };
        deliver(self.path(), |out| rdf::write(quads, format, graph.names(), out).map_err(Failure::usage))
    }

    fn write_network(&self, graph: &Graph, format: &dyn Format, language: Language) -> Result<(), Failure> {
        let network = self.source.network(graph, language)?;
        if network.actors.is_empty() {
            return Err(Failure::finding(message!("there is nothing to export: the network has no actors")));
        }
        let bom = format.bom().is_some_and(|usual| self.bom.as_ref().map_or(usual, |asked| asked == "yes"));
        let bytes = |part: usize| {
            let mut bytes = if bom { BOM.to_vec() } else { Vec::new() };
            format.write(&network, part, &mut bytes).map(|()| bytes).map_err(Failure::usage)
        };
        match self.files()?.as_slice() {
            [] | [_] => deliver(self.path(), |out| out.write_all(&bytes(0)?).map_err(Failure::usage)),
            files => {
                let written = files.iter().enumerate().map(|(part, file)| Ok((file.clone(), bytes(part)?)));
                deliver_together(&written.collect::<Result<Vec<_>, _>>()?, Called::Otherwise)
            }
        }
    }

    /// Whether the whole graph would go to standard output.
    pub(in crate::cli) fn is_for_screen(&self) -> Result<bool, Failure> {
        Ok(self.output.is_none() && !self.asks() && matches!(self.form()?, Form::Rdf(_)))
    }

    /// The files that are written, if any is.
    pub(in crate::cli) fn files(&self) -> Result<Vec<PathBuf>, Failure> {
        let Some(path) = &self.output else { return Ok(Vec::new()) };
        let parts = match self.form()? {
            Form::Network(format) => format.parts(),
            Form::Rdf(_) => &[],
        };
        if parts.is_empty() {
            return Ok(vec![path.clone()]);
        }
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let ending = path.extension().map_or_else(|| "csv".into(), |ending| ending.to_string_lossy());
        Ok(parts.iter().map(|part| path.with_file_name(format!("{stem}-{part}.{ending}"))).collect())
    }

    /// The file that was asked for.
    pub(super) fn path(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    /// Whether the reference data and the ontology are left out.
    pub(super) const fn only_plan(&self) -> bool {
        self.only_plan
    }

    /// Whether several files of N-Quads are written.
    pub(super) const fn in_shards(&self) -> bool {
        self.shards.is_some()
    }

    /// Whether a network, or the answer of a query, was asked for.
    pub(super) fn asks(&self) -> bool {
        self.source.asks()
    }

    /// The format, where what was asked for can be written in it.
    pub(super) fn form(&self) -> Result<Form, Failure> {
        let form = self.chosen()?;
        let refuse = |message: Message| Err(Failure::usage(message));
        match form {
            Form::Rdf(format) if self.source.names_network() => {
                let (format, networks) = (format.name(), Message::list(FORMATS.iter().map(|format| format.name())));
                refuse(
                    message!("{format} is RDF, which holds the whole graph; a network can be written as {networks}", format = format, networks => networks),
                )
            }
            Form::Rdf(format) if self.source.narrows() => refuse(message!(
                "{format} is RDF, which holds the whole graph; --topic, --section and --place narrow a network (--network)",
                format = format.name()
            )),
            Form::Rdf(_) if self.source.measures() => {
                refuse(message!("--measures are attributes of a network; as RDF they are written by fengong analyse --materialise"))
            }
            Form::Network(format) if self.only_plan => {
                refuse(message!("--only-plan is for RDF: {format} is a format of networks", format = format.name()))
            }
            Form::Network(format) if !format.parts().is_empty() && self.output.is_none() => {
                let parts = Message::list(format.parts().iter().map(|part| format!("net-{part}.csv")));
                refuse(
                    message!("{format} is two files: name them with --output net.csv, which writes {parts}", format = format.name(), parts => parts),
                )
            }
            Form::Network(format) if !format.parts().is_empty() && self.output.as_ref().is_some_and(|path| path.is_dir()) => {
                let path = self.output.as_deref().unwrap_or(Path::new("")).display();
                refuse(message!("{path} is a directory; name a file", path = path))
            }
            form if self.bom.is_some() && !matches!(form, Form::Network(format) if format.bom().is_some()) => {
                let takers = Message::list(FORMATS.iter().filter(|format| format.bom().is_some()).map(|format| format.name()));
                refuse(message!("--bom is for {takers}; {format} takes no mark", takers => takers, format = form.name()))
            }
            form => Ok(form),
        }
    }

    fn chosen(&self) -> Result<Form, Failure> {
        if self.in_shards() {
            let nquads = Form::Rdf(rdf::Format::NQuads);
            return match self.format {
                Some(form) if form != nquads => {
                    Err(Failure::usage(message!("--shards are N-Quads, not {format}; leave out --format", format = form.name())))
                }
                _ => Ok(nquads),
            };
        }
        let forms: Vec<Endings<Form>> = Form::all().map(|form| (form, form.endings())).collect();
        let graphml = format_named("graphml").filter(|_| self.source.asks()).map(Form::Network);
        chosen(self.format, self.path(), graphml.unwrap_or(Form::Rdf(rdf::Format::Turtle)), &forms)
    }
}
