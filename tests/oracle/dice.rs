//! Chance that is the same each time for a seed.

/// A generator of random numbers with what generators of queries ask of it.
pub(crate) struct Dice(fastrand::Rng);

impl Dice {
    /// The generator of one case of a run: cases do not depend on one another, so that each can be run alone.
    pub(crate) fn new(seed: u64, case: u64) -> Self {
        // Far apart for neighbours: the golden ratio, as in SplitMix64.
        Self(fastrand::Rng::with_seed(seed ^ case.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }

    /// From 0 up to, not including, `sides`.
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        self.0.usize(..sides.max(1))
    }

    /// From one number up to another, both included.
    pub(crate) fn between(&mut self, low: usize, high: usize) -> usize {
        self.0.usize(low..=high)
    }

    /// True in so many of a hundred cases.
    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.0.usize(..from.len())]
    }

    /// One of several words.
    pub(crate) fn word(&mut self, from: &[&'static str]) -> &'static str {
        from[self.below(from.len())]
    }

    /// The number of one of several things that have weights.
    pub(crate) fn weighted(&mut self, weights: &[usize]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (at, weight) in weights.iter().enumerate() {
            if left < *weight {
                return at;
            }
            left -= weight;
        }
        0
    }

    /// In another order.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        self.0.shuffle(items);
    }
}
