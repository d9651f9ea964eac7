//! Which measures are taken and told, and in which order actors stand.

use super::{Form, Options};
use crate::cli::Failure;
use fengong::analyse::measure::{MEASURES, Measure, Measured, Needs, Order};
use fengong::analyse::network::{Network, Projection, Value};
use fengong::language::{Message, message};

/// What is told at a terminal where the user does not choose: what says most.
const USUAL: [&str; 12] = [
    "degree",
    "in_degree",
    "out_degree",
    "strength",
    "in_strength",
    "out_strength",
    "betweenness",
    "page_rank",
    "community",
    "constraint",
    "breadth",
    "depth",
];
/// Of these, what relations with a direction tell better apart.
const TOLD_APART: [&str; 2] = ["degree", "strength"];

/// What the user wants to know of a network.
pub(super) struct Choice {
    /// The measures that are told.
    told: Vec<&'static str>,
    /// Whether all are taken, since they are stated.
    all: bool,
    /// What actors are ordered by, and whether the other end of it comes first.
    sort: (&'static Measure, bool),
}

impl Choice {
    /// What some options ask for in a form.
    ///
    /// # Errors
    /// [`Failure`] where a measure was asked for that the network has none of.
    pub(super) fn of(options: &Options, form: Form) -> Result<Self, Failure> {
        let network = options.network;
        let is_of_network = |measure: &Measure| measure.needs.met_by(network);
        if let Some(measure) = options.measure.iter().chain(&options.sort).find(|measure| !is_of_network(measure)) {
            return Err(Failure::usage(refusal(measure, network)));
        }
        let usual = if network.is_directed() { "out_strength" } else { "strength" };
        let asked = options.measure.iter().copied().find(|measure| !measure.is_of_network());
        let sort = options.sort.or(asked).or_else(|| Measure::named(usual)).unwrap_or(&MEASURES[0]);
        let is_usual = |measure: &Measure| {
            let is_replaced = network.is_directed() && TOLD_APART.contains(&measure.name);
            options.all || form != Form::Table || measure.is_of_network() || (USUAL.contains(&measure.name) && !is_replaced)
        };
        let is_told = |measure: &Measure| match options.measure.as_slice() {
            [] => is_usual(measure),
            asked => asked.iter().any(|asked| asked.name == measure.name),
        };
        // Nobody sees why rows stand as they do unless what they are ordered by stands beside them.
        let is_order = |measure: &Measure| options.sort.is_some_and(|sort| sort.name == measure.name);
        let told = MEASURES.iter().filter(|measure| is_told(measure) || is_order(measure)).map(|measure| measure.name);
        Ok(Self { told: told.collect(), all: options.materialise.is_some(), sort: (sort, options.reverse) })
    }

    /// Whether a measure is to be taken.
    pub(super) fn takes(&self, measure: &Measure) -> bool {
        self.all || self.tells(measure.name)
    }

    /// Whether a measure is to be told.
    pub(super) fn tells(&self, name: &str) -> bool {
        self.told.contains(&name)
    }

    /// What is told of what was taken.
    pub(super) fn told(&self, measured: Measured) -> Measured {
        let kept: Vec<usize> = (0..measured.columns.len()).filter(|at| self.tells(measured.columns[*at].name)).collect();
        let row = |row: Vec<Option<Value>>| kept.iter().map(|at| row[*at].clone()).collect();
        Measured {
            whole: measured.whole.into_iter().filter(|(measure, _)| self.tells(measure.name)).collect(),
            columns: kept.iter().map(|at| measured.columns[*at]).collect(),
            actors: measured.actors.into_iter().map(row).collect(),
        }
    }

    /// By which measure actors are ordered, and whether its least values come first.
    pub(super) fn sort(&self) -> (&'static Measure, bool) {
        let (measure, reverse) = self.sort;
        (measure, (measure.order == Order::LowFirst) != reverse)
    }

    /// The actors by the measure that they are ordered by, those without a value last, equal ones in the order of the network; of two modes, one after
    /// the other.
    pub(super) fn order(&self, network: &Network, measured: &Measured) -> Vec<usize> {
        let (sort, is_rising) = self.sort();
        let column = measured.columns.iter().position(|measure| measure.name == sort.name);
        let value = |actor: usize| column.and_then(|at| measured.actors[actor][at].as_ref()).map(Value::number);
        let mut order: Vec<usize> = (0..network.actors.len()).collect();
        order.sort_by(|one, other| match (value(*one), value(*other)) {
            (Some(one_is), Some(other_is)) if is_rising => one_is.total_cmp(&other_is).then(one.cmp(other)),
            (Some(one_is), Some(other_is)) => other_is.total_cmp(&one_is).then(one.cmp(other)),
            (one_is, other_is) => other_is.is_some().cmp(&one_is.is_some()).then(one.cmp(other)),
        });
        if network.two_mode {
            order.sort_by_key(|actor| network.actors[*actor].second_mode);
        }
        order
    }
}

/// Why a measure is not taken of a network.
fn refusal(measure: &Measure, network: Projection) -> Message {
    let (measure, needs, network) = (measure.name, measure.needs, network.name());
    match needs {
        Needs::Direction => {
            message!(
                "{measure} is for networks whose relations have a direction (lead-support); those of {network} have none",
                measure = measure,
                network = network
            )
        }
        Needs::NoDirection => message!(
            "{measure} is for networks whose relations have no direction; of {network} take in_closeness and out_closeness",
            measure = measure,
            network = network
        ),
        Needs::OneMode => {
            message!(
                "{measure} is for networks whose actors are of one mode; {network} joins actors of two",
                measure = measure,
                network = network
            )
        }
        Needs::Any | Needs::Units => {
            message!("{measure} is for networks of units; {network} has none", measure = measure, network = network)
        }
    }
}
