//! Chance that is the same each time: plan `k` of seed `s` does not depend on how many others are made.

/// A generator of random numbers: `SplitMix64` (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
#[derive(Debug, Clone)]
pub(crate) struct Dice {
    state: u64,
}

/// The odd number nearest to 2^64 divided by the golden ratio.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

impl Dice {
    /// The numbers of one case of a seed.
    pub(crate) const fn new(seed: u64, case: u64) -> Self {
        Self { state: mix(seed.wrapping_add(GOLDEN)) ^ mix(case.wrapping_mul(GOLDEN)) }
    }

    const fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN);
        mix(self.state)
    }

    /// From 0 up to, not including, `sides`; 0 where there is no side.
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        // The high half of the product is even enough for some thousand sides.
        usize::try_from((u128::from(self.next()) * sides as u128) >> 64).unwrap_or_default()
    }

    /// From one number up to another, both included.
    pub(crate) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True in so many of a hundred cases.
    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// One of several words.
    pub(crate) fn word<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// One of several that have weights.
    pub(crate) fn weighted<T: Copy>(&mut self, from: &[(T, usize)]) -> T {
        let mut left = self.below(from.iter().map(|(_, weight)| weight).sum());
        for (thing, weight) in from {
            if left < *weight {
                return *thing;
            }
            left -= weight;
        }
        from[0].0
    }

    /// Some of several, each once, in a random order; all of them where there are no more.
    pub(crate) fn some<T: Clone>(&mut self, from: &[T], count: usize) -> Vec<T> {
        let mut places: Vec<usize> = (0..from.len()).collect();
        let count = count.min(from.len());
        for at in 0..count {
            let other = self.between(at, places.len() - 1);
            places.swap(at, other);
        }
        places[..count].iter().map(|place| from[*place].clone()).collect()
    }
}

const fn mix(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}
