//! The network of cooperation: who leads what others support.

use super::ledger::{Ledger, Role};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{BTreeMap, BTreeSet};

/// A unit in the network.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnitNode {
    /// Its short name.
    pub name: String,
    /// Its IRI.
    pub iri: String,
    /// The family of its function, for colours; empty where it is not known.
    pub family: String,
    /// In how many tasks it leads or is responsible.
    pub leads: usize,
    /// In how many tasks it supports.
    pub supports: usize,
}

/// A tie between two units.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tie {
    /// The tasks that the first leads and the second supports, by their places in the ledger.
    pub forward: BTreeSet<usize>,
    /// The tasks that the second leads and the first supports.
    pub backward: BTreeSet<usize>,
    /// The tasks that both have to do with in another way: both lead, or both are responsible. Only where ties are not directed.
    pub beside: BTreeSet<usize>,
}

impl Tie {
    /// In how many tasks; one in which both lead and support each other counts once.
    pub fn tasks(&self) -> usize {
        self.forward.union(&self.backward).copied().collect::<BTreeSet<_>>().union(&self.beside).count()
    }
}

/// The network: units, and an edge for each pair that works together, from the one that leads more of their tasks.
pub type Cooperation = DiGraph<UnitNode, Tie>;

/// Projects a ledger: one node a unit, an edge for each pair of units of which one leads (or is responsible for) a task that the other
/// supports. With `beside`, units that lead or answer for a task side by side are joined too.
pub fn cooperation(ledger: &Ledger, beside: bool) -> Cooperation {
    let mut network = Cooperation::new();
    let mut nodes: BTreeMap<usize, NodeIndex> = BTreeMap::new();
    for (at, party) in ledger.parties.iter().enumerate().filter(|(_, party)| party.is_unit) {
        let tasks = |lead: bool| {
            let of_role = ledger.duties.iter().filter(|duty| duty.party == at && (duty.role != Role::Support) == lead);
            of_role.map(|duty| duty.task).collect::<BTreeSet<_>>().len()
        };
        let unit = UnitNode {
            name: party.name.clone(),
            iri: party.iri.clone(),
            family: party.family.clone(),
            leads: tasks(true),
            supports: tasks(false),
        };
        nodes.insert(at, network.add_node(unit));
    }
    let mut ties: BTreeMap<(usize, usize), Tie> = BTreeMap::new();
    for task in 0..ledger.tasks.len() {
        let units: Vec<_> = ledger.duties_of(task).iter().filter(|duty| nodes.contains_key(&duty.party)).collect();
        for (at, one) in units.iter().enumerate() {
            for other in &units[at + 1..] {
                let [low, high] = if one.party < other.party { [one, other] } else { [other, one] };
                if low.party == high.party {
                    continue;
                }
                match (low.role == Role::Support, high.role == Role::Support) {
                    (false, true) => ties.entry((low.party, high.party)).or_default().forward.insert(task),
                    (true, false) => ties.entry((low.party, high.party)).or_default().backward.insert(task),
                    (false, false) if beside => ties.entry((low.party, high.party)).or_default().beside.insert(task),
                    _ => false,
                };
            }
        }
    }
    for ((low, high), tie) in ties {
        // The arrow goes from who leads more, so that one that goes one way only points the right way.
        if tie.backward.len() > tie.forward.len() {
            network.add_edge(nodes[&high], nodes[&low], Tie { forward: tie.backward, backward: tie.forward, beside: tie.beside });
        } else {
            network.add_edge(nodes[&low], nodes[&high], tie);
        }
    }
    network
}
