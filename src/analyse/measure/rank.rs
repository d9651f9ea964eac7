//! Standing that comes from the standing of others: `PageRank` and eigenvector centrality.

use super::adjacency::Adjacency;
use rayon::prelude::*;

/// The share of a unit's standing that goes on along its relations, after Brin and Page.
pub const DAMPING: f64 = 0.85;
/// The rounds end where nothing changes by more than this in all.
const ENOUGH: f64 = 1e-13;
const MOST_ROUNDS: usize = 1000;
/// Where two parts are nearly as central it takes many rounds until one prevails; so many steps along relations at most, that nobody waits for minutes.
const MOST_SUMS: usize = 100_000_000;
/// The rows that one processor takes at a time.
const STRIPE: usize = 4096;

/// `PageRank`: the share of time that a walker spends with each actor who goes along relations by their weights, but begins anew at any actor
/// with probability 0.15, and always where no relation leads on. Adds up to 1.
///
/// S. Brin and L. Page, The Anatomy of a Large-Scale Hypertextual Web Search Engine, Computer Networks 30 (1998), 107–117. The library's own leaves
/// weights out and treats the ends of paths otherwise.
pub fn page_rank(adjacency: &Adjacency) -> Vec<f64> {
    let actors = adjacency.len();
    if actors == 0 {
        return Vec::new();
    }
    let out: Vec<f64> = (0..actors).map(|actor| adjacency.weights_to(actor).iter().sum()).collect();
    let mut rank = vec![1.0 / actors as f64; actors];
    let mut given = vec![0.0; actors];
    let mut next = vec![0.0; actors];
    for _ in 0..MOST_ROUNDS {
        let mut lost = 0.0;
        for ((given, rank), out) in given.iter_mut().zip(&rank).zip(&out) {
            *given = if *out > 0.0 { rank / out } else { 0.0 };
            lost += if *out > 0.0 { 0.0 } else { *rank };
        }
        let anew = (1.0 - DAMPING + DAMPING * lost) / actors as f64;
        // Each row is added up by one processor, and the stripes' changes in their order: the sums do not depend on how many there are.
        let changes: Vec<f64> = next
            .par_chunks_mut(STRIPE)
            .enumerate()
            .map(|(stripe, chunk)| {
                let first = stripe * STRIPE;
                let mut change = 0.0;
                for (at, next) in chunk.iter_mut().enumerate() {
                    let actor = first + at;
                    let come = adjacency.from(actor).iter().zip(adjacency.weights_from(actor));
                    let come: f64 = come.map(|(from, weight)| given[*from as usize] * weight).sum();
                    *next = anew + DAMPING * come;
                    change += (*next - rank[actor]).abs();
                }
                change
            })
            .collect();
        std::mem::swap(&mut rank, &mut next);
        if changes.iter().sum::<f64>() < ENOUGH {
            break;
        }
    }
    rank
}

/// Eigenvector centrality: each actor's is in proportion to the sum of its neighbours', by weight; the squares add up to 1. For relations without
/// direction. Nothing where there are no relations, or where the rounds do not come to rest.
///
/// P. Bonacich, Power and Centrality: A Family of Measures, American Journal of Sociology 92 (1987), 1170–1182. Where a network falls into parts,
/// it is that of the part with the greatest eigenvalue, and 0 elsewhere. Found by adding to each actor's what its neighbours have, over and over: its
/// own share keeps networks of two modes from swinging between them.
pub fn eigenvector(adjacency: &Adjacency) -> Option<Vec<f64>> {
    let actors = adjacency.len();
    if adjacency.relations() == 0 {
        return None;
    }
    let mut central = vec![(1.0 / actors as f64).sqrt(); actors];
    let mut next = vec![0.0; actors];
    for _ in 0..(MOST_SUMS / adjacency.relations()).clamp(MOST_ROUNDS, MOST_SUMS) {
        next.par_chunks_mut(STRIPE).enumerate().for_each(|(stripe, chunk)| {
            for (at, next) in chunk.iter_mut().enumerate() {
                let actor = stripe * STRIPE + at;
                let neighbours = adjacency.to(actor).iter().zip(adjacency.weights_to(actor));
                *next = central[actor] + neighbours.map(|(other, weight)| central[*other as usize] * weight).sum::<f64>();
            }
        });
        let length = next.iter().map(|value| value * value).sum::<f64>().sqrt();
        next.iter_mut().for_each(|value| *value /= length);
        let change: f64 = next.iter().zip(&central).map(|(new, old)| (new - old).abs()).sum();
        std::mem::swap(&mut central, &mut next);
        if change < ENOUGH {
            return Some(central);
        }
    }
    None
}
