//! Shortest paths in steps, from every actor in one sweep: betweenness, closeness, distances.

use super::adjacency::Adjacency;
use rayon::prelude::*;

/// How many sources are swept before their shares are added: as much memory as so many numbers for each actor.
const BLOCK: usize = 32;

/// What a sweep of shortest paths finds.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    /// Of each actor, the sum over ordered pairs of others (*s*, *t*), *s* among the sources, of the share of the shortest paths from *s* to *t*
    /// that pass through it. In a network without direction each pair counts twice, once from either end.
    pub between: Vec<f64>,
}

/// Sweeps from some sources along the direction of relations. The answer does not depend on the number of processors.
///
/// U. Brandes, A Faster Algorithm for Betweenness Centrality, Journal of Mathematical Sociology 25 (2001), 163–177.
pub fn sweep(adjacency: &Adjacency, sources: &[usize]) -> Sweep {
    let mut found = Sweep { between: vec![0.0; adjacency.len()] };
    for block in sources.chunks(BLOCK) {
        let shares: Vec<Share> = block.par_iter().map_init(Room::default, |room, source| from(adjacency, *source, room)).collect();
        for share in shares {
            for (actor, dependency) in share {
                found.between[actor as usize] += dependency;
            }
        }
    }
    found
}

/// What one source adds to the betweenness of actors.
type Share = Vec<(u32, f64)>;

/// What a sweep writes on, kept from source to source.
#[derive(Default)]
struct Room {
    /// Steps from the source; [`FAR`] where none lead there.
    distance: Vec<u32>,
    paths: Vec<f64>,
    dependency: Vec<f64>,
    order: Vec<u32>,
}

const FAR: u32 = u32::MAX;

fn from(adjacency: &Adjacency, source: usize, room: &mut Room) -> Share {
    let Room { distance, paths, dependency, order } = room;
    distance.clear();
    distance.resize(adjacency.len(), FAR);
    paths.clear();
    paths.resize(adjacency.len(), 0.0);
    dependency.clear();
    dependency.resize(adjacency.len(), 0.0);
    order.clear();
    distance[source] = 0;
    paths[source] = 1.0;
    order.push(source as u32);
    let mut at = 0;
    while let Some(actor) = order.get(at).map(|actor| *actor as usize) {
        let (next, here) = (distance[actor] + 1, paths[actor]);
        for to in adjacency.to(actor) {
            let to = *to as usize;
            if distance[to] == FAR {
                distance[to] = next;
                order.push(to as u32);
            }
            if distance[to] == next {
                paths[to] += here;
            }
        }
        at += 1;
    }
    // Backwards along the same rows: no lists of predecessors are needed.
    for actor in order.iter().rev().map(|actor| *actor as usize) {
        let next = distance[actor] + 1;
        let onward = adjacency.to(actor).iter().map(|to| *to as usize).filter(|to| distance[*to] == next);
        let shares: f64 = onward.map(|to| (1.0 + dependency[to]) / paths[to]).sum();
        dependency[actor] = shares * paths[actor];
    }
    order[1..].iter().map(|actor| (*actor, dependency[*actor as usize])).filter(|(_, share)| *share > 0.0).collect()
}

/// How far actors are from those that they reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distances {
    /// Of each actor, how many others it reaches, and the steps to all of them together.
    pub reach: Vec<(usize, usize)>,
    /// The most steps from an actor to one that it reaches.
    pub farthest: usize,
}

/// Steps from every actor along the direction of relations, without counting paths.
pub fn distances(adjacency: &Adjacency) -> Distances {
    let each = (0..adjacency.len()).into_par_iter().map_init(|| (Vec::new(), Vec::new()), |room, source| steps(adjacency, source, room));
    let found: Vec<(usize, usize, usize)> = each.collect();
    Distances {
        farthest: found.iter().map(|(.., farthest)| *farthest).max().unwrap_or_default(),
        reach: found.into_iter().map(|(reached, steps, _)| (reached, steps)).collect(),
    }
}

/// How many others an actor reaches, the steps to them together, and the most. It ends where everybody is reached: in a dense network soon.
fn steps(adjacency: &Adjacency, source: usize, (distance, order): &mut (Vec<u32>, Vec<u32>)) -> (usize, usize, usize) {
    distance.clear();
    distance.resize(adjacency.len(), FAR);
    order.clear();
    order.push(source as u32);
    distance[source] = 0;
    let (mut at, mut sum) = (0, 0);
    while let Some(actor) = order.get(at).map(|actor| *actor as usize).filter(|_| order.len() < adjacency.len()) {
        let next = distance[actor] + 1;
        for to in adjacency.to(actor) {
            if distance[*to as usize] == FAR {
                distance[*to as usize] = next;
                sum += next as usize;
                order.push(*to);
            }
        }
        at += 1;
    }
    (order.len() - 1, sum, order.last().map_or(0, |last| distance[*last as usize] as usize))
}

/// Betweenness from 0 to 1: the share of the pairs of others between which an actor stands on the shortest paths. 0 where there are fewer than
/// three actors. L. C. Freeman, A Set of Measures of Centrality Based on Betweenness, Sociometry 40 (1977), 35–41.
pub fn betweenness(sweep: &Sweep) -> Vec<f64> {
    let actors = sweep.between.len();
    let pairs = if actors > 2 { ((actors - 1) * (actors - 2)) as f64 } else { 1.0 };
    sweep.between.iter().map(|between| between / pairs).collect()
}

/// Betweenness in a network of two modes, of which the first has `first` actors: divided by the most that an actor of the mode can have.
/// S. P. Borgatti and D. S. Halgin, Analyzing Affiliation Networks, The SAGE Handbook of Social Network Analysis (2011), 417–433.
pub fn two_mode_betweenness(sweep: &Sweep, first: usize) -> Vec<f64> {
    let second = sweep.between.len() - first;
    let most = |own: usize, other: usize| {
        let (own, other) = (own as f64, other as f64);
        let (whole, rest) = if own < 1.0 { (0.0, 0.0) } else { (((own - 1.0) / other).floor(), (own - 1.0) % other) };
        0.5 * (other.powi(2) * (whole + 1.0).powi(2) + other * (whole + 1.0) * (2.0 * rest - whole - 1.0)
            - rest * (2.0 * whole - rest + 3.0))
    };
    let (of_first, of_second) = (most(first, second), most(second, first));
    let most = |at: usize| if at < first { of_first } else { of_second };
    let share = |(at, between): (usize, &f64)| if most(at) > 0.0 { between / 2.0 / most(at) } else { 0.0 };
    sweep.between.iter().enumerate().map(share).collect()
}

/// Closeness from 0 to 1: how near an actor is to those that it reaches, times the share of all others that it reaches; 0 for one that reaches
/// nobody. S. Wasserman and K. Faust, Social Network Analysis (1994), equation 5.22.
pub fn closeness(distances: &Distances) -> Vec<f64> {
    let others = distances.reach.len().saturating_sub(1) as f64;
    let near = |(reached, steps): &(usize, usize)| {
        let reached = *reached as f64;
        if *steps == 0 { 0.0 } else { reached / *steps as f64 * (reached / others) }
    };
    distances.reach.iter().map(near).collect()
}

/// Closeness in a network of two modes, of which the first has `first` actors: the nearest that an actor of the mode can be, over how near it is,
/// times the share of all others that it reaches (Borgatti and Halgin, see [`two_mode_betweenness`]).
pub fn two_mode_closeness(distances: &Distances, first: usize) -> Vec<f64> {
    let (all, second) = (distances.reach.len(), distances.reach.len() - first);
    let near = |(at, (reached, steps)): (usize, &(usize, usize))| {
        let (own, other) = if at < first { (first, second) } else { (second, first) };
        let best = (other + 2 * (own - 1)) as f64;
        if *steps == 0 { 0.0 } else { best / *steps as f64 * (*reached as f64 / (all - 1) as f64) }
    };
    distances.reach.iter().enumerate().map(near).collect()
}
