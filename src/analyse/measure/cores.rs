//! Who is at the middle: k-cores, and the division into core and periphery.

use super::adjacency::Adjacency;

/// The core number of each actor: the greatest *k* such that it belongs to a part of the network in which everybody has *k* neighbours or more.
/// For relations without direction; weights do not count.
///
/// V. Batagelj and M. Zaveršnik, An O(m) Algorithm for Cores Decomposition of Networks (2003), arXiv:cs/0310049.
pub fn core_numbers(adjacency: &Adjacency) -> Vec<usize> {
    let actors = adjacency.len();
    let mut degree: Vec<u32> = (0..actors).map(|actor| adjacency.to(actor).len() as u32).collect();
    let most = degree.iter().copied().max().unwrap_or_default() as usize;
    // Actors sorted by degree, each degree in a bin that begins at `begin`.
    let mut begin = vec![0_u32; most + 2];
    for degree in &degree {
        begin[*degree as usize + 1] += 1;
    }
    for at in 1..begin.len() {
        begin[at] += begin[at - 1];
    }
    let mut place = vec![0_u32; actors];
    let mut sorted = vec![0_u32; actors];
    let mut free = begin.clone();
    for actor in 0..actors {
        let slot = &mut free[degree[actor] as usize];
        place[actor] = *slot;
        sorted[*slot as usize] = actor as u32;
        *slot += 1;
    }
    for at in 0..actors {
        let actor = sorted[at] as usize;
        let own = degree[actor];
        for other in adjacency.to(actor).iter().map(|other| *other as usize) {
            if degree[other] > own {
                // The neighbour changes places with the first of its bin, which then begins one later.
                let bin = degree[other] as usize;
                let (from, to) = (place[other] as usize, begin[bin] as usize);
                let first = sorted[to] as usize;
                sorted.swap(from, to);
                place[other] = to as u32;
                place[first] = from as u32;
                begin[bin] += 1;
                degree[other] -= 1;
            }
        }
    }
    degree.into_iter().map(|degree| degree as usize).collect()
}

/// The division into a core whose members all work together and a periphery whose members do not.
#[derive(Debug, Clone, PartialEq)]
pub struct CorePeriphery {
    /// Of each actor, whether it is of the core.
    pub is_core: Vec<bool>,
    /// How many pairs do not fit: pairs of the core without a relation, and pairs of the periphery with one.
    pub misfits: usize,
    /// Pearson's correlation of the relations within core and within periphery with the ideal, all of the first and none of the second; nothing
    /// where one of the two does not vary.
    pub correlation: Option<f64>,
}

/// The division with the fewest pairs that do not fit; relations between core and periphery count neither way. Of several, that with the smallest
/// core. For relations without direction; weights do not count. Nothing where there are no relations.
///
/// The model is S. P. Borgatti and M. G. Everett, Models of Core/Periphery Structures, Social Networks 21 (1999), 375–395. That the best core holds the
/// actors of the highest degree, so that one pass over them finds it: S. Z. W. Lip, A Fast Algorithm for the Discrete Core/Periphery Bipartitioning
/// Problem (2011), arXiv:1102.5511.
pub fn core_periphery(adjacency: &Adjacency) -> Option<CorePeriphery> {
    let actors = adjacency.len();
    let relations = adjacency.relations();
    if relations == 0 {
        return None;
    }
    let mut order: Vec<usize> = (0..actors).collect();
    order.sort_by_key(|actor| (std::cmp::Reverse(adjacency.to(*actor).len()), *actor));
    let (mut misfits, mut best) = (relations as i64, (relations as i64, 0));
    for (size, actor) in order.iter().enumerate() {
        // It joins `size` others: so many pairs more must have a relation, and its own no longer count against the periphery.
        misfits += size as i64 - adjacency.to(*actor).len() as i64;
        if misfits < best.0 {
            best = (misfits, size + 1);
        }
    }
    let mut is_core = vec![false; actors];
    order[..best.1].iter().for_each(|actor| is_core[*actor] = true);
    let within = |side: bool| {
        let of_side = (0..actors).filter(|actor| is_core[*actor] == side);
        of_side.map(|actor| adjacency.to(actor).iter().filter(|other| is_core[**other as usize] == side).count()).sum::<usize>() / 2
    };
    let pairs = |members: usize| (members * members.saturating_sub(1) / 2) as f64;
    let core = (within(true) as f64, pairs(best.1));
    let rest = (within(false) as f64, pairs(actors - best.1));
    // The correlation of two properties that hold or not (phi), from how often both, either or none hold.
    let (both, only_ideal, only_real, none) = (core.0, core.1 - core.0, rest.0, rest.1 - rest.0);
    let spread = ((both + only_ideal) * (only_real + none) * (both + only_real) * (only_ideal + none)).sqrt();
    let correlation = (spread > 0.0).then(|| (both * none - only_ideal * only_real) / spread);
    Some(CorePeriphery { is_core, misfits: usize::try_from(best.0).unwrap_or_default(), correlation })
}
