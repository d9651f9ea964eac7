//! `fengong draw`: a diagram of the graph.

use super::Failure;
use super::output::deliver;
use super::source::PlanOptions;
use clap::{Args, Subcommand, ValueEnum};
use fengong::analyse;
use fengong::draw::{self, Picture, Selection};
use fengong::graph::vocab::fg;
use fengong::language::message;
use fengong::query::{find_things, nearest_names};
use std::path::PathBuf;

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
    /// The form; without it, what the ending of --output says, or DOT
    #[arg(short, long, value_enum)]
    format: Option<Written>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
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
    #[command(flatten)]
    plans: PlanOptions,
}

/// Forms of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Written {
    Dot,
    Svg,
    Pdf,
    Png,
}

impl Draw {
    pub(super) fn run(self) -> Result<(), Failure> {
        match self.kind {
            Kind::Cooperation(cooperation) => cooperation.run(),
        }
    }
}

impl Cooperation {
    fn run(self) -> Result<(), Failure> {
        let picture = self.picture()?;
        let (graph, readings) = self.plans.graph()?;
        let unit = match &self.unit {
            None => None,
            Some(name) => match find_things(&graph, name, &[fg::UNIT]).map_err(Failure::finding)?.as_slice() {
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
        let network = analyse::cooperation(&graph).map_err(Failure::finding)?;
        let strongest = (!self.all).then_some(usize::from(self.strongest));
        let title = readings.iter().map(fengong::reader::Reading::title).collect::<Vec<_>>().join("；");
        let diagram = draw::cooperation(&network, &Selection { strongest, least: self.min, unit }, &title);
        let bytes = draw::render(&diagram, picture).map_err(Failure::finding)?;
        deliver(self.output.as_deref(), |out| out.write_all(&bytes).map_err(Failure::usage))
    }

    fn picture(&self) -> Result<Picture, Failure> {
        let ending = self.output.as_ref().and_then(|path| path.extension()).and_then(|ending| ending.to_str()).map(str::to_lowercase);
        Ok(match (self.format, ending.as_deref()) {
            (Some(Written::Dot), _) | (None, None | Some("dot" | "gv")) => Picture::Dot,
            (Some(Written::Svg), _) | (None, Some("svg")) => Picture::Svg,
            (Some(Written::Pdf), _) | (None, Some("pdf")) => Picture::Pdf,
            (Some(Written::Png), _) | (None, Some("png")) => Picture::Png,
            (None, Some(other)) => {
                return Err(Failure::usage(message!(".{ending} is no form of a picture; choose one with --format", ending = other)));
            }
        })
    }
}
