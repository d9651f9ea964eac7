//! The part of a dense network that tells a story.

use super::cooperation::Cooperation;
use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The edges that are among the `most` strongest of at least one of their ends, in the order of the network.
///
/// Of equal ties the one to the unit that has most ties' tasks in all goes first, then the one to the first by name, so that the same network
/// gives the same backbone.
pub fn strongest(network: &Cooperation, most: usize) -> Vec<EdgeIndex> {
    let strength: Vec<usize> = network.node_indices().map(|node| strength(network, node)).collect();
    let mut kept: BTreeSet<EdgeIndex> = BTreeSet::new();
    for node in network.node_indices() {
        let mut edges: Vec<_> = both_ways(network, node).collect();
        edges.sort_by_key(|(edge, other)| {
            (Reverse(network[*edge].tasks()), Reverse(strength[other.index()]), &network[*other].name, edge.index())
        });
        kept.extend(edges.iter().take(most).map(|(edge, _)| *edge));
    }
    kept.into_iter().collect()
}

/// The edges that are stronger than chance at one of their ends at least: the disparity filter with `alpha` as its level of significance.
///
/// Of a unit with *k* ties of strengths *w* that add up to *s*, a tie is kept where (1 − *w*/*s*)^(*k*−1) < `alpha`; the only tie of a unit
/// says nothing about it, and is kept only where it matters to its other end. After Serrano, Boguñá and Vespignani, Extracting the multiscale
/// backbone of complex weighted networks, PNAS 106 (2009), 6483–6488, equation 2.
pub fn significant(network: &Cooperation, alpha: f64) -> Vec<EdgeIndex> {
    let matters = |edge: EdgeIndex, node: NodeIndex| {
        let ties = both_ways(network, node).count();
        let share = network[edge].tasks() as f64 / strength(network, node).max(1) as f64;
        ties > 1 && (1.0 - share).powi(i32::try_from(ties - 1).unwrap_or(i32::MAX)) < alpha
    };
    network
        .edge_references()
        .filter(|edge| matters(edge.id(), edge.source()) || matters(edge.id(), edge.target()))
        .map(|edge| edge.id())
        .collect()
}

/// The tasks of all ties of a unit, added up.
pub fn strength(network: &Cooperation, node: NodeIndex) -> usize {
    both_ways(network, node).map(|(edge, _)| network[edge].tasks()).sum()
}

/// The ties of a unit with their other ends.
fn both_ways(network: &Cooperation, node: NodeIndex) -> impl Iterator<Item = (EdgeIndex, NodeIndex)> {
    let out = network.edges_directed(node, Direction::Outgoing).map(|edge| (edge.id(), edge.target()));
    out.chain(network.edges_directed(node, Direction::Incoming).map(|edge| (edge.id(), edge.source())))
}

#[cfg(test)]
mod tests {
    use super::super::cooperation::{Tie, UnitNode};
    use super::*;

    fn tie(tasks: usize) -> Tie {
        Tie { forward: (0..tasks).collect(), ..Tie::default() }
    }

    fn network() -> (Cooperation, [EdgeIndex; 4]) {
        let mut network = Cooperation::new();
        let unit = |name: &str| UnitNode { name: name.to_owned(), iri: name.to_owned(), family: String::new(), leads: 0, supports: 0 };
        let nodes: Vec<_> = ["甲", "乙", "丙", "丁"].into_iter().map(|name| network.add_node(unit(name))).collect();
        let strong = network.add_edge(nodes[0], nodes[1], tie(9));
        let middle = network.add_edge(nodes[0], nodes[2], tie(5));
        let weak = network.add_edge(nodes[1], nodes[2], tie(1));
        let only = network.add_edge(nodes[3], nodes[0], tie(1));
        (network, [strong, middle, weak, only])
    }

    #[test]
    fn each_unit_keeps_its_strongest_ties() {
        let (network, [strong, middle, _, only]) = network();
        assert_eq!(strongest(&network, 1), [strong, middle, only]);
    }

    #[test]
    fn ties_stronger_than_chance_are_kept() {
        let (network, [strong, middle, ..]) = network();
        // At 乙: (1 - 9/10)^1 = 0.1; at 丙: (1 - 5/6)^1 = 0.17; at 甲: (1 - 9/15)^2 = 0.16 and (1 - 5/15)^2 = 0.44.
        assert_eq!(significant(&network, 0.12), [strong]);
        assert_eq!(significant(&network, 0.2), [strong, middle]);
    }
}
