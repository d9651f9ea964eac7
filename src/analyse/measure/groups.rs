//! Which actors keep together: communities, components, and who alone holds them together.

use super::adjacency::Adjacency;
use leiden_rs::{GraphDataBuilder, Leiden, LeidenConfig};
use petgraph::algo::articulation_points::articulation_points;
use petgraph::algo::bridges;
use petgraph::visit::EdgeRef;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A division of the actors into groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Communities {
    /// The group of each actor, from 1: the largest first, of equal ones that with the first actor.
    pub of: Vec<usize>,
    /// How many groups there are.
    pub count: usize,
    /// Newman's modularity of the division.
    pub modularity: f64,
}

/// Actors are moved in an order that a seed gives. Small networks differ from order to order, and are divided in several, of which the best division is
/// taken: as many as this by the number of relations, twenty at most. The same network gives the same communities.
const SEVERAL: usize = 20_000;

/// Communities by the Leiden algorithm, which seeks the greatest modularity. For relations without direction, by weight. Nothing where there are no
/// relations.
///
/// V. A. Traag, L. Waltman and N. J. van Eck, From Louvain to Leiden: guaranteeing well-connected communities, Scientific Reports 9 (2019), 5233.
pub fn communities(adjacency: &Adjacency) -> Option<Communities> {
    if adjacency.relations() == 0 {
        return None;
    }
    let mut builder = GraphDataBuilder::new(adjacency.len());
    for from in 0..adjacency.len() {
        for (to, weight) in adjacency.to(from).iter().zip(adjacency.weights_to(from)) {
            if from < *to as usize {
                builder.add_edge(from, *to as usize, *weight).ok()?;
            }
        }
    }
    let graph = builder.build().ok()?;
    let mut best: Option<Communities> = None;
    for seed in 1..=(SEVERAL / adjacency.relations()).clamp(1, 20) as u64 {
        let found = Leiden::new(LeidenConfig::builder().seed(seed).build()).run(&graph).ok()?;
        let (of, count) = by_size(&(0..adjacency.len()).map(|actor| found.partition.community_of(actor)).collect::<Vec<_>>());
        let modularity = modularity(adjacency, &of);
        if best.as_ref().is_none_or(|best| modularity > best.modularity + 1e-12) {
            best = Some(Communities { of, count, modularity });
        }
    }
    best
}

/// Newman's modularity of a division: the share of the weights that lies within groups, less what would by chance.
///
/// M. E. J. Newman, Analysis of weighted networks, Physical Review E 70 (2004), 056131.
pub fn modularity(adjacency: &Adjacency, group: &[usize]) -> f64 {
    let mut within: BTreeMap<usize, f64> = BTreeMap::new();
    let mut all: BTreeMap<usize, f64> = BTreeMap::new();
    for from in 0..adjacency.len() {
        for (to, weight) in adjacency.to(from).iter().zip(adjacency.weights_to(from)) {
            *all.entry(group[from]).or_default() += weight;
            if group[from] == group[*to as usize] {
                *within.entry(group[from]).or_default() += weight;
            }
        }
    }
    let total: f64 = all.values().sum();
    within.values().sum::<f64>() / total - all.values().map(|sum| (sum / total).powi(2)).sum::<f64>()
}

/// The part of the network that each actor is joined to, in any number of steps and against their direction too; numbered as communities are.
pub fn components(adjacency: &Adjacency) -> (Vec<usize>, usize) {
    let mut part = vec![usize::MAX; adjacency.len()];
    for first in 0..adjacency.len() {
        let mut waiting = vec![first];
        while let Some(actor) = waiting.pop() {
            if part[actor] == usize::MAX {
                part[actor] = first;
                waiting.extend(adjacency.to(actor).iter().chain(adjacency.from(actor)).map(|other| *other as usize));
            }
        }
    }
    by_size(&part)
}

/// Gives groups their numbers: the largest is 1, of equal ones that which has the first actor.
fn by_size(group: &[usize]) -> (Vec<usize>, usize) {
    let mut sizes: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (at, group) in group.iter().enumerate() {
        sizes.entry(*group).or_insert((0, at)).0 += 1;
    }
    let mut order: Vec<_> = sizes.into_iter().map(|(group, (size, first))| (Reverse(size), first, group)).collect();
    order.sort_unstable();
    let number: BTreeMap<usize, usize> = order.iter().enumerate().map(|(at, (_, _, group))| (*group, at + 1)).collect();
    (group.iter().map(|group| number[group]).collect(), number.len())
}

/// Without whom, or without which relation, a network would fall into more parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cuts {
    /// Of each actor, whether it is an articulation point.
    pub is_articulation: Vec<bool>,
    /// The relations that are bridges, the lower end first, in order.
    pub bridges: Vec<(usize, usize)>,
}

/// The articulation points and bridges; for relations without direction.
pub fn cuts(adjacency: &Adjacency) -> Cuts {
    let graph = adjacency.graph();
    let mut is_articulation = vec![false; adjacency.len()];
    articulation_points(&graph).into_iter().for_each(|node| is_articulation[node.index()] = true);
    let ends = |edge: petgraph::graph::EdgeReference<'_, f64>| {
        let (one, other) = (edge.source().index(), edge.target().index());
        (one.min(other), one.max(other))
    };
    let mut bridges: Vec<_> = bridges(&graph).map(ends).collect();
    bridges.sort_unstable();
    Cuts { is_articulation, bridges }
}
