//! How many relations there are: density, reciprocity, triangles.

use super::adjacency::Adjacency;

/// The share of possible relations that there are: ordered pairs where relations have a direction, otherwise pairs. In a network of two modes,
/// of which the first has `first` actors, only pairs of one of each are possible. Nothing where no relation is possible.
pub fn density(adjacency: &Adjacency, first: Option<usize>) -> Option<f64> {
    let actors = adjacency.len();
    let possible = match first {
        Some(first) => first * (actors - first),
        None if adjacency.is_directed() => actors * actors.saturating_sub(1),
        None => actors * actors.saturating_sub(1) / 2,
    };
    (possible > 0).then(|| adjacency.relations() as f64 / possible as f64)
}

/// The share of relations that are answered by one in the other direction; nothing where there are none, or where they have no direction.
pub fn reciprocity(adjacency: &Adjacency) -> Option<f64> {
    let answered = |from: usize| adjacency.to(from).iter().filter(|to| adjacency.weight(**to as usize, from) > 0.0).count();
    let answered: usize = (0..adjacency.len()).map(answered).sum();
    (adjacency.is_directed() && adjacency.relations() > 0).then(|| answered as f64 / adjacency.relations() as f64)
}

/// How far degree is in the hands of few: the sum of what each actor's degree is less than the greatest, over the most that this can be, which is
/// that of a star. For relations without direction; nothing where there are fewer than three actors.
///
/// L. C. Freeman, Centrality in Social Networks: Conceptual Clarification, Social Networks 1 (1978/79), 215–239.
pub fn degree_centralisation(adjacency: &Adjacency) -> Option<f64> {
    let degrees: Vec<usize> = (0..adjacency.len()).map(|actor| adjacency.to(actor).len()).collect();
    let most = degrees.iter().copied().max()?;
    let less: usize = degrees.iter().map(|degree| most - degree).sum();
    let actors = adjacency.len();
    (actors > 2).then(|| less as f64 / ((actors - 1) * (actors - 2)) as f64)
}

/// Of each actor, how many pairs of its neighbours are joined to each other; for relations without direction.
pub fn triangles(adjacency: &Adjacency) -> Vec<usize> {
    let joined = |actor: usize| {
        let neighbours = adjacency.to(actor);
        let of = |one: &u32| shared(adjacency.to(*one as usize), neighbours);
        neighbours.iter().map(of).sum::<usize>() / 2
    };
    (0..adjacency.len()).map(joined).collect()
}

/// How many elements two sorted lists share.
fn shared(one: &[u32], other: &[u32]) -> usize {
    let (mut at, mut count) = (0, 0);
    for element in one {
        while other.get(at).is_some_and(|next| next < element) {
            at += 1;
        }
        count += usize::from(other.get(at) == Some(element));
    }
    count
}

/// Of each actor, the share of the pairs of its neighbours that are joined; 0 where it has fewer than two.
///
/// D. J. Watts and S. H. Strogatz, Collective Dynamics of Small-World Networks, Nature 393 (1998), 440–442.
pub fn clustering(adjacency: &Adjacency, triangles: &[usize]) -> Vec<f64> {
    let share = |(actor, triangles): (usize, &usize)| match pairs(adjacency.to(actor).len()) {
        0 => 0.0,
        pairs => *triangles as f64 / pairs as f64,
    };
    triangles.iter().enumerate().map(share).collect()
}

/// The share of chains of three actors whose ends are joined; nothing where there is no such chain.
pub fn transitivity(adjacency: &Adjacency, triangles: &[usize]) -> Option<f64> {
    let chains: usize = (0..adjacency.len()).map(|actor| pairs(adjacency.to(actor).len())).sum();
    (chains > 0).then(|| triangles.iter().sum::<usize>() as f64 / chains as f64)
}

const fn pairs(of: usize) -> usize {
    of * of.saturating_sub(1) / 2
}
