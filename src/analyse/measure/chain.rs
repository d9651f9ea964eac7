//! The shortest chain between two actors, with what joins each to the next.

use super::adjacency::Adjacency;
use crate::analyse::network::Network;

/// The actors of a shortest chain between two, both included; nothing where no chain joins them. Relations are taken both ways. Of several chains
/// that whose weakest relation is strongest, then that of the earlier actors.
pub fn chain(network: &Network, from: usize, to: usize) -> Option<Vec<usize>> {
    let adjacency = Adjacency::both_ways(network);
    // From the end, so that each actor knows its next.
    let mut steps = vec![usize::MAX; adjacency.len()];
    let mut strength = vec![0.0_f64; adjacency.len()];
    let mut next = vec![usize::MAX; adjacency.len()];
    (steps[to], strength[to]) = (0, f64::INFINITY);
    let mut ring = vec![to];
    while !ring.is_empty() && steps[from] == usize::MAX {
        let mut further = Vec::new();
        for actor in ring {
            for (other, weight) in adjacency.to(actor).iter().map(|other| *other as usize).zip(adjacency.weights_to(actor)) {
                if steps[other] == usize::MAX {
                    steps[other] = steps[actor] + 1;
                    further.push(other);
                }
                let weakest = weight.min(strength[actor]);
                if steps[other] == steps[actor] + 1 && (weakest > strength[other] || (weakest >= strength[other] && actor < next[other])) {
                    (strength[other], next[other]) = (weakest, actor);
                }
            }
        }
        ring = further;
    }
    (steps[from] != usize::MAX).then(|| std::iter::successors(Some(from), |at| (*at != to).then(|| next[*at])).collect())
}

/// The places of the relations between two actors among those of the network, one or one each way.
pub fn between(network: &Network, one: usize, other: usize) -> Vec<usize> {
    let joins = |at: &usize| {
        let relation = &network.relations[*at];
        (relation.source, relation.target) == (one, other) || (relation.source, relation.target) == (other, one)
    };
    (0..network.relations.len()).filter(joins).collect()
}
