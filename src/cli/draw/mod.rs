//! `fengong draw`: figures of the graph.

mod asked;
mod kinds;
mod places;
mod written;

pub(super) use asked::{of_rows, of_triples};
pub(super) use written::Written;

use super::Failure;
use super::scope::Narrowed;
use super::source::PlanOptions;
use asked::QueryDrawn;
use clap::{Args, Subcommand};
use fengong::analyse::Ledger;
use fengong::draw::{Figure, Setting};
use fengong::graph::Graph;
use fengong::language::{Language, message};
use kinds::{CooperationDrawn, MatrixDrawn, OutlineDrawn, ResponsibilityDrawn};
use places::{MapDrawn, PlaceDrawn, PortsDrawn, ZonesDrawn};

/// Draw a diagram
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  fengong draw cooperation -o net.svg            who works with whom\n  fengong draw responsibility --topic 水资源 -o water.pdf\n  fengong draw matrix -o chapters.svg            units × chapters, without Graphviz\n  fengong draw cooperation -o net.html           a page to search and point at, without Graphviz\n  fengong draw query cooperation --format dot | dot -Tpdf > net.pdf"
)]
pub(crate) struct Draw {
    #[command(subcommand)]
    kind: Kind<PlanOptions>,
}

/// Kinds of figures; `P` are options about the plans that are read, where they are not read already.
#[derive(Debug, Subcommand)]
pub(super) enum Kind<P: Args> {
    /// Who leads what others support
    Cooperation(With<CooperationDrawn, P>),
    /// Which units have which tasks: who leads on the left, who supports on the right
    Responsibility(With<ResponsibilityDrawn, P>),
    /// Units × chapters, or units × units, as a heat map
    Matrix(With<MatrixDrawn, P>),
    /// The plan as a tree, with who leads each task
    Plan(With<OutlineDrawn, P>),
    /// Ecological zones, industry belts and city clusters with their places
    Zones(With<ZonesDrawn, P>),
    /// Ports with their tasks, goods and neighbouring countries
    Ports(With<PortsDrawn, P>),
    /// Places, the industries that they are to develop, and the tasks that say so
    Place(With<PlaceDrawn, P>),
    /// Places where they are on earth
    Map(With<MapDrawn, P>),
    /// The answer of any query, as arrows
    ///
    /// What is drawn are the statements of a CONSTRUCT, or rows with columns source, target, weight, label, group; without such columns, arrows
    /// go from the first column to the second, and a third of numbers is their weight.
    Query(With<QueryDrawn, P>),
}

/// Options of a kind, with those about the plans.
#[derive(Debug, Args)]
pub(super) struct With<O: Args, P: Args> {
    #[command(flatten)]
    drawn: O,
    #[command(flatten)]
    plans: P,
}

/// No options.
#[derive(Debug, Args)]
pub(super) struct Nothing {}

/// What a kind of figure is made of.
pub(super) struct Material<'g> {
    /// The graph that is asked.
    pub(super) graph: &'g Graph,
    /// The language of caption and legend.
    pub(super) language: Language,
}

/// A kind of figure with its options.
pub(super) trait Drawn {
    /// The figure.
    fn figure(&self, material: &Material<'_>) -> Result<Figure, Failure>;

    /// In which form it is written, and where.
    fn written(&self) -> &Written;
}

impl Draw {
    pub(super) fn run(self, language: Language) -> Result<(), Failure> {
        // An ending that is none is told before plans are read.
        self.kind.drawn().written().form()?;
        let (graph, readings) = self.kind.plans().graph()?;
        self.kind.draw(&graph, language)?;
        // The process ends here: what the graph holds need not be given back piece by piece.
        std::mem::forget((graph, readings));
        Ok(())
    }
}

impl<P: Args> Kind<P> {
    fn drawn(&self) -> &dyn Drawn {
        match self {
            Self::Cooperation(with) => &with.drawn,
            Self::Responsibility(with) => &with.drawn,
            Self::Matrix(with) => &with.drawn,
            Self::Plan(with) => &with.drawn,
            Self::Zones(with) => &with.drawn,
            Self::Ports(with) => &with.drawn,
            Self::Place(with) => &with.drawn,
            Self::Map(with) => &with.drawn,
            Self::Query(with) => &with.drawn,
        }
    }

    const fn plans(&self) -> &P {
        match self {
            Self::Cooperation(with) => &with.plans,
            Self::Responsibility(with) => &with.plans,
            Self::Matrix(with) => &with.plans,
            Self::Plan(with) => &with.plans,
            Self::Zones(with) => &with.plans,
            Self::Ports(with) => &with.plans,
            Self::Place(with) => &with.plans,
            Self::Map(with) => &with.plans,
            Self::Query(with) => &with.plans,
        }
    }

    /// Draws and writes.
    pub(super) fn draw(&self, graph: &Graph, language: Language) -> Result<(), Failure> {
        let drawn = self.drawn();
        // Queries of the user go to where the graph is; all other kinds look through everything.
        let at_hand = if matches!(self, Self::Query(_)) { None } else { Some(graph.at_hand().map_err(Failure::finding)?) };
        let figure = drawn.figure(&Material { graph: at_hand.as_ref().unwrap_or(graph), language })?;
        drawn.written().write(&figure, language)
    }
}

impl Material<'_> {
    /// Who has which of the tasks that `narrow` leaves, and the words about the plans and about what is left out.
    fn ledger(&self, narrow: impl FnOnce(Ledger) -> Result<Narrowed, Failure>) -> Result<(Ledger, Setting), Failure> {
        let ledger = Ledger::of(self.graph).map_err(Failure::finding)?;
        if ledger.tasks.is_empty() {
            return Err(Failure::finding(message!("there is nothing to draw: the plan has no tasks (fengong extract shows what is read)")));
        }
        let mut setting = Setting::of(&ledger, self.language);
        let narrowed = narrow(ledger)?;
        setting.subject = narrowed.subject();
        setting.scope.extend(narrowed.told.map(|told| told.say(self.language)));
        Ok((narrowed.ledger, setting))
    }
}
