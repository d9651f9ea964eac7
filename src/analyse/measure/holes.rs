//! Structural holes: how far an actor's neighbours are joined without it.
//!
//! R. S. Burt, Structural Holes: The Social Structure of Competition (1992), chapter 2. Relations without direction, by weight.

use super::adjacency::Adjacency;
use rayon::prelude::*;

/// A network in which one of so many pairs is joined is worked on as a whole matrix, whose rows a processor adds up several places at a time.
const DENSE: usize = 4;
/// The most actors of such a matrix: 32 MB.
const MOST: usize = 2048;

/// Constraint: how far an actor depends on neighbours that depend on each other, the sum over neighbours *j* of (*p*ᵢⱼ + Σ *p*ᵢq *p*qⱼ)², *p* the share
/// of an actor's weights that a neighbour has. Low where holes are many; above 1 in small dense circles; nothing for an actor without neighbours.
pub fn constraint(adjacency: &Adjacency) -> Vec<Option<f64>> {
    let sums = sums(adjacency);
    by_way_of_others(
        adjacency,
        |middle| 1.0 / sums[middle],
        |actor, onward| {
            let shares = neighbours(adjacency, actor).map(|(end, weight)| (end, weight / sums[actor]));
            shares.map(|(end, share)| (share + onward[end] / sums[actor]).powi(2)).sum()
        },
    )
}

/// Effective size: how many neighbours tell an actor something of their own, the sum over neighbours *j* of 1 − Σ *p*ᵢq *m*ⱼq, *m* the weight over *j*'s
/// greatest. Nothing for an actor without neighbours.
pub fn effective_size(adjacency: &Adjacency) -> Vec<Option<f64>> {
    let sums = sums(adjacency);
    let most: Vec<f64> = (0..adjacency.len()).map(|actor| adjacency.weights_to(actor).iter().copied().fold(0.0, f64::max)).collect();
    by_way_of_others(
        adjacency,
        |_| 1.0,
        |actor, onward| {
            let redundant: f64 = neighbours(adjacency, actor).map(|(end, _)| onward[end] / sums[actor] / most[end]).sum();
            adjacency.to(actor).len() as f64 - redundant
        },
    )
}

fn sums(adjacency: &Adjacency) -> Vec<f64> {
    (0..adjacency.len()).map(|actor| adjacency.weights_to(actor).iter().sum()).collect()
}

fn neighbours(adjacency: &Adjacency, actor: usize) -> impl Iterator<Item = (usize, f64)> {
    adjacency.to(actor).iter().map(|other| *other as usize).zip(adjacency.weights_to(actor).iter().copied())
}

/// Tells `tell`, of each actor that has neighbours, Σ *w*ᵢq *c*q *w*qⱼ for every *j*, *c* given by `factor`.
fn by_way_of_others(
    adjacency: &Adjacency,
    factor: impl Fn(usize) -> f64 + Sync,
    tell: impl Fn(usize, &[f64]) -> f64 + Sync,
) -> Vec<Option<f64>> {
    let actors = adjacency.len();
    let whole = (actors <= MOST && adjacency.relations() * 2 * DENSE >= actors * actors).then(|| matrix(adjacency));
    let around = |onward: &mut Vec<f64>, actor: usize| {
        if adjacency.to(actor).is_empty() {
            return None;
        }
        onward.iter_mut().for_each(|sum| *sum = 0.0);
        for (middle, weight) in neighbours(adjacency, actor) {
            let weight = weight * factor(middle);
            if let Some(whole) = &whole {
                let row = &whole[middle * actors..(middle + 1) * actors];
                onward.iter_mut().zip(row).for_each(|(sum, onward)| *sum += weight * onward);
            } else {
                neighbours(adjacency, middle).for_each(|(end, onward_weight)| onward[end] += weight * onward_weight);
            }
        }
        Some(tell(actor, onward))
    };
    (0..actors).into_par_iter().map_init(|| vec![0.0; actors], around).collect()
}

/// Every pair's weight, 0 where it is not joined.
fn matrix(adjacency: &Adjacency) -> Vec<f64> {
    let actors = adjacency.len();
    let mut whole = vec![0.0; actors * actors];
    for actor in 0..actors {
        neighbours(adjacency, actor).for_each(|(other, weight)| whole[actor * actors + other] = weight);
    }
    whole
}
