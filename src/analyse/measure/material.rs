//! What measures are taken from, each part made once and only if a measure needs it.

use super::adjacency::Adjacency;
use super::cores::{CorePeriphery, core_periphery};
use super::groups::{Communities, Cuts, communities, components, cuts};
use super::holes::effective_size;
use super::paths::{Distances, Sweep, distances, sweep};
use super::ties::triangles;
use crate::analyse::network::{Network, Value};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// A network, and what is made of it on the way to its measures.
pub struct Material<'n> {
    /// The network.
    pub network: &'n Network,
    /// Its relations as they are.
    pub given: Adjacency,
    /// Its relations without direction.
    pub both: Adjacency,
    /// Of each actor, in how many topics it appears, and in how many of them it leads; nothing where this is not known.
    topics: BTreeMap<String, (usize, usize)>,
    sweep: OnceCell<Sweep>,
    distances: OnceCell<Distances>,
    turned: OnceCell<Distances>,
    communities: OnceCell<Option<Communities>>,
    components: OnceCell<(Vec<usize>, usize)>,
    cuts: OnceCell<Cuts>,
    core: OnceCell<Option<CorePeriphery>>,
    effective_size: OnceCell<Vec<Option<f64>>>,
    triangles: OnceCell<Vec<usize>>,
}

impl<'n> Material<'n> {
    /// Prepares a network. `topics` is the network of units and topics of the same tasks, without which nothing is known of breadth.
    pub fn new(network: &'n Network, topics: Option<&Network>) -> Self {
        let given = Adjacency::of(network);
        let both = if network.directed { Adjacency::both_ways(network) } else { given.clone() };
        Self {
            network,
            given,
            both,
            topics: topics.map(breadths).unwrap_or_default(),
            sweep: OnceCell::new(),
            distances: OnceCell::new(),
            turned: OnceCell::new(),
            communities: OnceCell::new(),
            components: OnceCell::new(),
            cuts: OnceCell::new(),
            core: OnceCell::new(),
            effective_size: OnceCell::new(),
            triangles: OnceCell::new(),
        }
    }

    /// How many actors are of the first mode, if there are two modes.
    pub fn first_mode(&self) -> Option<usize> {
        self.network.two_mode.then(|| self.network.first_mode())
    }

    /// Shortest paths from every actor.
    pub fn sweep(&self) -> &Sweep {
        self.sweep.get_or_init(|| sweep(&self.given, &(0..self.given.len()).collect::<Vec<_>>()))
    }

    /// Steps from every actor.
    pub fn distances(&self) -> &Distances {
        self.distances.get_or_init(|| distances(&self.given))
    }

    /// Steps to every actor: those against the direction of relations.
    pub fn turned(&self) -> &Distances {
        self.turned.get_or_init(|| {
            let arcs = self.network.relations.iter().map(|relation| (relation.target as u32, relation.source as u32, relation.weight));
            distances(&Adjacency::from_arcs(self.network.actors.len(), arcs, self.network.directed))
        })
    }

    /// Communities.
    pub fn communities(&self) -> Option<&Communities> {
        self.communities.get_or_init(|| communities(&self.both)).as_ref()
    }

    /// The component of each actor, and how many there are.
    pub fn components(&self) -> &(Vec<usize>, usize) {
        self.components.get_or_init(|| components(&self.both))
    }

    /// Articulation points and bridges.
    pub fn cuts(&self) -> &Cuts {
        self.cuts.get_or_init(|| cuts(&self.both))
    }

    /// Core and periphery.
    pub fn core(&self) -> Option<&CorePeriphery> {
        self.core.get_or_init(|| core_periphery(&self.both)).as_ref()
    }

    /// Burt's effective size.
    pub fn effective_size(&self) -> &[Option<f64>] {
        self.effective_size.get_or_init(|| effective_size(&self.both))
    }

    /// Triangles.
    pub fn triangles(&self) -> &[usize] {
        self.triangles.get_or_init(|| triangles(&self.both))
    }

    /// In how many topics an actor appears and in how many it leads.
    pub fn topics_of(&self, actor: usize) -> Option<(usize, usize)> {
        self.topics.get(&self.network.actors[actor].id).copied()
    }

    /// A whole number that the network tells of an actor.
    pub fn told(&self, actor: usize, column: &str) -> Option<i64> {
        let at = self.network.actor_columns.iter().position(|known| known.name == column)?;
        match self.network.actors[actor].values.get(at)? {
            Some(Value::Whole(number)) => Some(*number),
            _ => None,
        }
    }
}

/// Of each actor of the first mode, how many topics it has, and of how many of them it leads a task.
fn breadths(topics: &Network) -> BTreeMap<String, (usize, usize)> {
    let leads = topics.relation_columns.iter().position(|column| column.name == "leads");
    let mut found: Vec<(usize, usize)> = vec![(0, 0); topics.first_mode()];
    for relation in &topics.relations {
        let is_lead = leads.is_some_and(|at| matches!(relation.values[at], Some(Value::Whole(many)) if many > 0));
        let of = &mut found[relation.source];
        *of = (of.0 + 1, of.1 + usize::from(is_lead));
    }
    topics.actors.iter().zip(found).map(|(actor, of)| (actor.id.clone(), of)).collect()
}
