//! Industries under a few broad ones, where each for itself would be too many to read.

use super::geography::Industry;
use std::collections::{BTreeMap, BTreeSet};

/// The most steps from an industry to the top of the scheme.
const DEPTH: usize = 12;

/// For each of some industries a broader one that as few as possible of them share: one of the second level of the scheme, or one of the first
/// that is itself among them.
///
/// An industry may be a part of several. Time and again the broad one that most of those left are a part of is taken, of equals the first, so that
/// the same industries are always grouped alike.
pub fn broad(industries: &[Industry], used: &BTreeSet<usize>) -> BTreeMap<usize, usize> {
    let candidates: BTreeMap<usize, BTreeSet<usize>> = used.iter().map(|at| (*at, broad_ones(industries, *at))).collect();
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    while found.len() < candidates.len() {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for (_, broad) in candidates.iter().filter(|(at, _)| !found.contains_key(at)) {
            broad.iter().for_each(|broad| *counts.entry(*broad).or_default() += 1);
        }
        let Some(best) = counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(best, _)| *best) else { break };
        let parts: Vec<usize> =
            candidates.iter().filter(|(at, broad)| !found.contains_key(at) && broad.contains(&best)).map(|(at, _)| *at).collect();
        found.extend(parts.into_iter().map(|part| (part, best)));
    }
    found
}

/// The industries of the second level that one is a part of; without any, itself.
fn broad_ones(industries: &[Industry], at: usize) -> BTreeSet<usize> {
    let is_top = |at: usize| industries[at].broader.is_empty();
    let is_second = |at: usize| !is_top(at) && industries[at].broader.iter().any(|above| is_top(*above));
    let mut found = BTreeSet::new();
    let mut layer = BTreeSet::from([at]);
    for _ in 0..DEPTH {
        found.extend(layer.iter().copied().filter(|at| is_second(*at)));
        layer = layer.iter().flat_map(|at| industries[*at].broader.iter().copied()).collect();
    }
    if found.is_empty() { BTreeSet::from([at]) } else { found }
}

/// An industry and all that are parts of it.
pub fn parts(industries: &[Industry], of: usize) -> BTreeSet<usize> {
    let mut found = BTreeSet::from([of]);
    loop {
        let more: Vec<usize> = (0..industries.len())
            .filter(|at| !found.contains(at) && industries[*at].broader.iter().any(|above| found.contains(above)))
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scheme() -> Vec<Industry> {
        let industry = |name: &str, broader: &[usize]| Industry { iri: name.to_owned(), name: name.to_owned(), broader: broader.to_vec() };
        vec![
            industry("能源", &[]),
            industry("新兴", &[]),
            industry("电力", &[0]),
            industry("新能源", &[0, 1]),
            industry("风电", &[2, 3]),
            industry("火电", &[2]),
            industry("光伏", &[3]),
        ]
    }

    #[test]
    fn industries_come_under_as_few_as_possible() {
        let groups = broad(&scheme(), &BTreeSet::from([4, 5]));
        assert_eq!(groups, BTreeMap::from([(4, 2), (5, 2)]));
        let groups = broad(&scheme(), &BTreeSet::from([0, 4, 5, 6]));
        assert_eq!((groups[&0], groups[&6]), (0, 3));
    }

    #[test]
    fn parts_are_found_at_any_depth() {
        assert_eq!(parts(&scheme(), 0), BTreeSet::from([0, 2, 3, 4, 5, 6]));
        assert_eq!(parts(&scheme(), 6), BTreeSet::from([6]));
    }
}
