//! What is known of the statements without looking at them: for those who plan queries.

use super::id::Id;
use super::varint;
use rustc_hash::FxHashMap;

/// How often a predicate stands. Sums over segments: subjects and objects that several have are counted in each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PredicateStatistics {
    /// The predicate, as the number of an [`Id`].
    pub predicate: u32,
    /// Statements with it.
    pub pairs: u64,
    /// Pairs of subject and object, whatever the graph.
    pub distinct_pairs: u64,
    /// Subjects that have it.
    pub subjects: u64,
    /// Objects that it has.
    pub objects: u64,
}

impl PredicateStatistics {
    /// The predicate.
    pub const fn id(&self) -> Id {
        Id(self.predicate)
    }

    /// Adds those of another segment; numbers of damaged files may be of any size.
    pub(super) const fn add(&mut self, other: &Self) {
        self.pairs = self.pairs.saturating_add(other.pairs);
        self.distinct_pairs = self.distinct_pairs.saturating_add(other.distinct_pairs);
        self.subjects = self.subjects.saturating_add(other.subjects);
        self.objects = self.objects.saturating_add(other.objects);
    }
}

/// Subjects that have the same predicates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CharacteristicSet {
    /// How many subjects.
    pub subjects: u64,
    /// The predicates, sorted, and about how many statements all these subjects have with each.
    pub predicates: Vec<(Id, u64)>,
}

/// The sets that a segment keeps; the others are forgotten.
const KEPT: usize = 1000;
/// How many sets are told apart while they are counted.
const COUNTED: usize = 50_000;

/// Finds the sets: fed with the subjects of one predicate after another.
///
/// The sets so far are the nodes of a tree, a set being reached from that without its last predicate. How many statements each subject has
/// with a predicate is counted where that is added, so that it is an average over the sets that go on from there.
pub(super) struct SetCounter {
    nodes: Vec<Node>,
    /// The node of each term from `base` on.
    own: Vec<u32>,
    base: u32,
    /// The nodes of all other subjects.
    others: FxHashMap<u32, u32>,
}

#[derive(Default)]
struct Node {
    parent: u32,
    predicate: u32,
    /// How many subjects came here, and how many of them stayed.
    passed: u64,
    stayed: u64,
    pairs: u64,
}

impl SetCounter {
    /// For subjects most of which are among the `count` terms from `base` on.
    pub(super) fn new(base: u32, count: usize) -> Self {
        Self { nodes: vec![Node::default()], own: vec![0; count], base, others: FxHashMap::default() }
    }

    /// Adds the subjects of a predicate and where the values of each begin (nothing if each has one).
    pub(super) fn add(&mut self, predicate: u32, keys: &[u32], starts: &[u32]) {
        let mut known: FxHashMap<u32, u32> = FxHashMap::default();
        let mut last = (u32::MAX, 0);
        for (at, key) in keys.iter().enumerate() {
            let own = key.checked_sub(self.base).and_then(|place| self.own.get_mut(usize::try_from(place).ok()?));
            let node = match own {
                Some(node) => node,
                None => self.others.entry(*key).or_default(),
            };
            if *node != last.0 {
                let nodes = &mut self.nodes;
                let to = *known.entry(*node).or_insert_with(|| {
                    let next = u32::try_from(nodes.len()).unwrap_or_default();
                    if nodes.len() >= COUNTED {
                        return u32::MAX;
                    }
                    nodes.push(Node { parent: *node, predicate, ..Node::default() });
                    next
                });
                last = (*node, if to == u32::MAX { *node } else { to });
            }
            *node = last.1;
            let pairs = match starts.get(at..at + 2) {
                Some(&[start, end]) => u64::from(end - start),
                _ => 1,
            };
            if let Some(node) = self.nodes.get_mut(last.1 as usize) {
                node.passed += 1;
                node.pairs += pairs;
            }
        }
    }

    /// The sets with most subjects, most first.
    pub(super) fn finish(mut self) -> Vec<CharacteristicSet> {
        for node in self.own.iter().chain(self.others.values()) {
            if let Some(node) = self.nodes.get_mut(*node as usize) {
                node.stayed += 1;
            }
        }
        let mut order: Vec<usize> = (1..self.nodes.len()).filter(|at| self.nodes[*at].stayed > 0).collect();
        order.sort_by_key(|at| std::cmp::Reverse(self.nodes[*at].stayed));
        order.truncate(KEPT);
        order.into_iter().map(|at| self.set(at)).collect()
    }

    fn set(&self, at: usize) -> CharacteristicSet {
        let subjects = self.nodes[at].stayed;
        let mut predicates = Vec::new();
        let mut at = at;
        while at != 0 {
            let node = &self.nodes[at];
            let pairs = u128::from(node.pairs) * u128::from(subjects) / u128::from(node.passed.max(1));
            predicates.push((Id(node.predicate), u64::try_from(pairs).unwrap_or(u64::MAX).max(subjects)));
            at = node.parent as usize;
        }
        predicates.reverse();
        CharacteristicSet { subjects, predicates }
    }
}

/// Sets as they are written.
pub(super) fn write_sets(sets: &[CharacteristicSet]) -> Vec<u8> {
    let mut out = Vec::new();
    varint::push(&mut out, sets.len() as u64);
    for set in sets {
        varint::push(&mut out, set.subjects);
        varint::push(&mut out, set.predicates.len() as u64);
        for (predicate, pairs) in &set.predicates {
            varint::push(&mut out, u64::from(predicate.0));
            varint::push(&mut out, *pairs);
        }
    }
    out
}

/// Sets from what was written; nothing where it is none.
pub(super) fn read_sets(mut bytes: &[u8]) -> Option<Vec<CharacteristicSet>> {
    let count = varint::take(&mut bytes)?;
    let mut sets = Vec::new();
    for _ in 0..count {
        let subjects = varint::take(&mut bytes)?;
        let mut predicates = Vec::new();
        for _ in 0..varint::take(&mut bytes)? {
            predicates.push((Id(u32::try_from(varint::take(&mut bytes)?).ok()?), varint::take(&mut bytes)?));
        }
        sets.push(CharacteristicSet { subjects, predicates });
    }
    Some(sets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_counted_by_their_predicates() {
        let mut counter = SetCounter::new(10, 5);
        counter.add(1, &[10, 11, 12], &[]);
        counter.add(2, &[3, 10, 11], &[0, 2, 3, 6]);
        let sets = counter.finish();
        let set = |subjects, predicates: &[(u32, u64)]| CharacteristicSet {
            subjects,
            predicates: predicates.iter().map(|(id, pairs)| (Id(*id), *pairs)).collect(),
        };
        assert_eq!(sets, [set(2, &[(1, 2), (2, 4)]), set(1, &[(1, 1)]), set(1, &[(2, 2)])]);
        assert_eq!(read_sets(&write_sets(&sets)), Some(sets));
    }
}
