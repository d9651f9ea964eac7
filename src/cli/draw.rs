//! `fengong draw`: a diagram of the graph.

use super::Failure;
use super::output::deliver;
use super::source::PlanOptions;
use clap::{Args, Subcommand, ValueEnum};
use fengong::analyse;
use fengong::draw::{self, Diagram, Picture, Selection};
use fengong::graph::Graph;
use fengong::graph::vocab::fg;
use fengong::language::message;
use fengong::query::{find_things, nearest_names};
use fengong::reader::Reading;
use std::path::{Path, PathBuf};

/// Draw a diagram
#[derive(Debug, Args)]
pub(crate) struct Draw {
    #[command(subcommand)]
    kind: Kind,
}

/// Kinds of diagrams.
#[derive(Debug, Subcommand)]
enum Kind {
    /// Who leads what others support
    Cooperation(Cooperation),
}

/// Who leads what others support: an arrow from each unit that leads to each that supports it
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong draw cooperation -o net.svg\n  fengong draw cooperation --unit 水利厅 -o water.svg\n  fengong draw cooperation --all --min 5 --format dot | dot -Tpdf > net.pdf"
)]
struct Cooperation {
    #[command(flatten)]
    drawn: CooperationDrawn,
    #[command(flatten)]
    plans: PlanOptions,
}

/// What of the cooperation is drawn, and where.
#[derive(Debug, Args)]
pub(super) struct CooperationDrawn {
    #[command(flatten)]
    written: Written,
    /// How many of the strongest ties of each unit are drawn
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    strongest: u16,
    /// Draw all ties
    #[arg(long, conflicts_with = "strongest")]
    all: bool,
    /// Only ties of at least so many tasks
    #[arg(long, value_name = "N", default_value_t = 1)]
    min: usize,
    /// Only the ties of one unit
    #[arg(long, value_name = "NAME")]
    unit: Option<String>,
}

/// In which form a picture is written, and where.
#[derive(Debug, Args)]
pub(super) struct Written {
    /// The form; without it, what the ending of --output says, or DOT
    #[arg(short, long, value_enum)]
    format: Option<Form>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Forms of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Dot,
    Svg,
    Pdf,
    Png,
}

impl Draw {
    pub(super) fn run(self) -> Result<(), Failure> {
        match self.kind {
            Kind::Cooperation(cooperation) => {
                // An ending that is none is told before plans are read.
                cooperation.drawn.written.picture()?;
                let (graph, readings) = cooperation.plans.graph()?;
                cooperation.drawn.draw(&graph, &readings)
            }
        }
    }
}

impl CooperationDrawn {
    /// Draws the cooperation in a graph of plans.
    pub(super) fn draw(&self, graph: &Graph, readings: &[Reading]) -> Result<(), Failure> {
        let unit = match &self.unit {
            None => None,
            Some(name) => match find_things(graph, name, &[fg::UNIT]).map_err(Failure::finding)?.as_slice() {
                [found] => Some(found.node.as_str().to_owned()),
                [] => {
                    let units = readings.iter().flat_map(|reading| &reading.resolution.units).flat_map(|unit| &unit.forms);
                    let nearest = nearest_names(name, units.map(String::as_str), 3);
                    return Err(Failure::usage(match nearest.as_slice() {
                        [] => message!("--unit {name}: no unit of the plan has this name", name = name),
                        near => {
                            let near = near.join("、");
                            message!(
                                "--unit {name}: no unit of the plan has this name; the nearest: {nearest}",
                                name = name,
                                nearest = near
                            )
                        }
                    }));
                }
                several => {
                    let names: Vec<&str> = several.iter().map(|found| found.name.as_str()).collect();
                    let names = names.join("、");
                    return Err(Failure::usage(message!(
                        "--unit {name}: several units have this name: {names}",
                        name = name,
                        names = names
                    )));
                }
            },
        };
        let network = analyse::cooperation(graph).map_err(Failure::finding)?;
        let strongest = (!self.all).then_some(usize::from(self.strongest));
        let title = readings.iter().map(Reading::title).collect::<Vec<_>>().join("；");
        let diagram = draw::cooperation(&network, &Selection { strongest, least: self.min, unit }, &title);
        self.written.write(&diagram)
    }

    /// The file that is written, if one is.
    pub(super) fn file(&self) -> Option<&Path> {
        self.written.file()
    }
}

impl Written {
    /// Writes a diagram.
    pub(super) fn write(&self, diagram: &Diagram) -> Result<(), Failure> {
        let bytes = draw::render(diagram, self.picture()?).map_err(Failure::finding)?;
        deliver(self.output.as_deref(), |out| out.write_all(&bytes).map_err(Failure::usage))
    }

    /// The file that is written, if one is.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    fn picture(&self) -> Result<Picture, Failure> {
        let ending = self.output.as_ref().and_then(|path| path.extension()).and_then(|ending| ending.to_str()).map(str::to_lowercase);
        Ok(match (self.format, ending.as_deref()) {
            (Some(Form::Dot), _) | (None, None | Some("dot" | "gv")) => Picture::Dot,
            (Some(Form::Svg), _) | (None, Some("svg")) => Picture::Svg,
            (Some(Form::Pdf), _) | (None, Some("pdf")) => Picture::Pdf,
            (Some(Form::Png), _) | (None, Some("png")) => Picture::Png,
            (None, Some(other)) => {
                return Err(Failure::usage(message!(".{ending} is no form of a picture; choose one with --format", ending = other)));
            }
        })
    }
}
