//! **measure**: numbers that tell how a network is built and where each actor stands in it.
//!
//! [`MEASURES`] is the table of all of them; the functions are one file a family. What each is exactly, with its source, stands with its function
//! and in the documentation.

mod adjacency;
mod catalogue;
mod chain;
mod cores;
mod groups;
mod holes;
mod material;
mod paths;
mod rank;
mod statements;
mod ties;

pub use adjacency::Adjacency;
pub use catalogue::{Family, MEASURES, Measure, MeasureKind, Needs, Order};
pub use chain::{between, chain};
pub use cores::{CorePeriphery, core_numbers, core_periphery};
pub use groups::{Communities, Cuts, communities, components, cuts, modularity};
pub use holes::{constraint, effective_size};
pub use material::Material;
pub use paths::{Distances, Sweep, betweenness, closeness, distances, sweep, two_mode_betweenness, two_mode_closeness};
pub use rank::{DAMPING, eigenvector, page_rank};
pub use statements::{Origin, statements};
pub use ties::{clustering, degree_centralisation, density, reciprocity, transitivity, triangles};

use super::network::{Column, ColumnKind, Network, Value};
use catalogue::Take;

/// The measures of a network that apply to it.
pub struct Measured {
    /// Those of the network, in the order of the table.
    pub whole: Vec<(&'static Measure, Value)>,
    /// Those of its actors, in the order of the table.
    pub columns: Vec<&'static Measure>,
    /// Of each actor, a value for each column, or none where it has none.
    pub actors: Vec<Vec<Option<Value>>>,
}

/// Takes the measures that `wanted` lets through and that apply to the network.
pub fn measure(material: &Material<'_>, wanted: impl Fn(&Measure) -> bool) -> Measured {
    let mut measured = Measured { whole: Vec::new(), columns: Vec::new(), actors: vec![Vec::new(); material.network.actors.len()] };
    let network = material.network;
    let applies = |measure: &Measure| measure.needs.met(network.directed, network.two_mode);
    for measure in MEASURES.iter().filter(|measure| wanted(measure) && applies(measure)) {
        match measure.take {
            Take::Whole(take) => measured.whole.extend(take(material).filter(is_number).map(|value| (measure, value))),
            Take::Actors(take) => {
                if let Some(values) = take(material) {
                    measured.columns.push(measure);
                    measured.actors.iter_mut().zip(values).for_each(|(row, value)| row.push(value.filter(is_number)));
                }
            }
        }
    }
    measured
}

/// Weights near the greatest number add up to more than any; what is no number is no measure.
fn is_number(value: &Value) -> bool {
    !matches!(value, Value::Number(number) if !number.is_finite())
}

impl Measured {
    /// The network with the measures of its actors among their attributes, for tools that draw by them. A column of the same name stays as it is.
    #[must_use]
    pub fn told_of(&self, network: Network) -> Network {
        let mut network = network;
        for (at, measure) in self.columns.iter().enumerate() {
            if network.actor_columns.iter().any(|column| column.name == measure.name) {
                continue;
            }
            let kind = if measure.kind == MeasureKind::Number { ColumnKind::Number } else { ColumnKind::Whole };
            network.actor_columns.push(Column { name: measure.name.to_owned(), kind });
            network.actors.iter_mut().zip(&self.actors).for_each(|(actor, values)| actor.values.push(values[at].clone()));
        }
        network
    }
}

#[cfg(test)]
mod tests;
