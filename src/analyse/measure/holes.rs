//! Structural holes: how far an actor's neighbours are joined without it.
//!
//! R. S. Burt, Structural Holes: The Social Structure of Competition (1992), chapter 2. Relations without direction, by weight.

use super::adjacency::Adjacency;
use rayon::prelude::*;

/// What Burt's measures say of an actor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Holes {
    /// How far the actor depends on neighbours that depend on each other: the sum over neighbours *j* of (*p*ᵢⱼ + Σ *p*ᵢq *p*qⱼ)², *p* the share of
    /// an actor's weights that a neighbour has. Low where holes are many; above 1 in small dense circles.
    pub constraint: f64,
    /// How many neighbours that tell it something of their own: the sum over neighbours *j* of 1 − Σ *p*ᵢq *m*ⱼq, *m* the weight over *j*'s greatest.
    pub effective_size: f64,
    /// The same as a share of all neighbours.
    pub efficiency: f64,
}

/// The structural holes around each actor; nothing for one without neighbours.
pub fn structural_holes(adjacency: &Adjacency) -> Vec<Option<Holes>> {
    let sums: Vec<f64> = (0..adjacency.len()).map(|actor| adjacency.weights_to(actor).iter().sum()).collect();
    let most: Vec<f64> = (0..adjacency.len()).map(|actor| adjacency.weights_to(actor).iter().copied().fold(0.0, f64::max)).collect();
    (0..adjacency.len())
        .into_par_iter()
        .map_init(|| Paths::new(adjacency.len()), |paths, actor| paths.around(adjacency, actor, &sums, &most))
        .collect()
}

/// What reaches each actor from another by way of a third, kept from actor to actor.
struct Paths {
    /// Σ *p*ᵢq *p*qⱼ for each *j*.
    dependence: Vec<f64>,
    /// Σ *p*ᵢq *w*qⱼ for each *j*.
    weight: Vec<f64>,
}

impl Paths {
    fn new(actors: usize) -> Self {
        Self { dependence: vec![0.0; actors], weight: vec![0.0; actors] }
    }

    fn around(&mut self, adjacency: &Adjacency, actor: usize, sums: &[f64], most: &[f64]) -> Option<Holes> {
        let neighbours = adjacency.to(actor);
        if neighbours.is_empty() {
            return None;
        }
        let shares =
            || neighbours.iter().map(|other| *other as usize).zip(adjacency.weights_to(actor).iter().map(|weight| weight / sums[actor]));
        for (middle, share) in shares() {
            let onward = share / sums[middle];
            for (end, weight) in adjacency.to(middle).iter().zip(adjacency.weights_to(middle)) {
                self.dependence[*end as usize] += onward * weight;
                self.weight[*end as usize] += share * weight;
            }
        }
        let constraint = shares().map(|(end, share)| (share + self.dependence[end]).powi(2)).sum();
        let redundant: f64 = shares().map(|(end, _)| self.weight[end] / most[end]).sum();
        for middle in neighbours {
            for end in adjacency.to(*middle as usize) {
                (self.dependence[*end as usize], self.weight[*end as usize]) = (0.0, 0.0);
            }
        }
        let effective_size = neighbours.len() as f64 - redundant;
        Some(Holes { constraint, effective_size, efficiency: effective_size / neighbours.len() as f64 })
    }
}
