//! The part of a dense network that tells a story.

use super::cooperation::Cooperation;
use petgraph::Direction;
use petgraph::graph::EdgeIndex;
use petgraph::visit::EdgeRef;
use std::collections::BTreeSet;

/// The edges that are among the `most` strongest of at least one of their ends, in the order of the network.
///
/// Equal weights are told apart by the names of the other end, so that the same network gives the same backbone.
pub fn strongest(network: &Cooperation, most: usize) -> Vec<EdgeIndex> {
    let mut kept: BTreeSet<EdgeIndex> = BTreeSet::new();
    for node in network.node_indices() {
        let both = network.edges_directed(node, Direction::Outgoing).chain(network.edges_directed(node, Direction::Incoming));
        let mut edges: Vec<_> = both.collect();
        edges.sort_by_key(|edge| {
            let other = if edge.source() == node { edge.target() } else { edge.source() };
            (std::cmp::Reverse(edge.weight().tasks), &network[other].name, edge.id())
        });
        kept.extend(edges.iter().take(most).map(EdgeRef::id));
    }
    kept.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::super::cooperation::{Tie, UnitNode};
    use super::*;

    #[test]
    fn each_unit_keeps_its_strongest_ties() {
        let mut network = Cooperation::new();
        let unit = |name: &str| UnitNode { name: name.to_owned(), iri: name.to_owned(), family: String::new(), leads: 0, supports: 0 };
        let nodes: Vec<_> = ["甲", "乙", "丙", "丁"].into_iter().map(|name| network.add_node(unit(name))).collect();
        let strong = network.add_edge(nodes[0], nodes[1], Tie { tasks: 9 });
        let middle = network.add_edge(nodes[0], nodes[2], Tie { tasks: 5 });
        network.add_edge(nodes[1], nodes[2], Tie { tasks: 1 });
        let only = network.add_edge(nodes[3], nodes[0], Tie { tasks: 1 });
        assert_eq!(strongest(&network, 1), [strong, middle, only]);
    }
}
