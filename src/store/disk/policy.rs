//! Which segments are merged after an addition.

/// A segment that is so many times as large as all after it stays as it is.
const TIMES: u64 = 8;
/// More segments than these are not kept.
const SEGMENTS: usize = 12;

/// What counts in the decision of one segment.
#[derive(Clone, Copy)]
pub(super) struct Size {
    /// The statements that count.
    pub(super) counting: u64,
    /// Those that are there.
    pub(super) stored: u64,
}

/// From which segment on all are to be merged into one, of segments of which those from `new` on were just added.
///
/// Each merge makes a segment that is at least so many times as large as what is added before it is merged again, so that over its life a
/// statement is written a number of times that grows with the logarithm of how many there are.
pub(super) fn merged_from(sizes: &[Size], new: usize) -> usize {
    let mut from = new.min(sizes.len());
    let mut sum: u64 = sizes.iter().skip(from).map(|size| size.counting).sum();
    for (at, size) in sizes.iter().enumerate().take(from).rev() {
        if size.counting >= sum.saturating_mul(TIMES) && at < SEGMENTS - 1 {
            break;
        }
        sum += size.counting;
        from = at;
    }
    // A segment most of which does not count any more is room wasted, and time of every reader.
    sizes.iter().take(from).position(|size| size.counting < size.stored / 2).unwrap_or(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(counts: &[u64]) -> Vec<Size> {
        counts.iter().map(|count| Size { counting: *count, stored: *count }).collect()
    }

    #[test]
    fn small_segments_are_merged_and_large_ones_stay() {
        assert_eq!(merged_from(&sizes(&[1000, 10]), 1), 1);
        assert_eq!(merged_from(&sizes(&[1000, 10, 10]), 2), 1);
        assert_eq!(merged_from(&sizes(&[100, 20, 10]), 2), 0);
        assert_eq!(merged_from(&sizes(&[5]), 0), 0);
        assert_eq!(merged_from(&[Size { counting: 400, stored: 1000 }, Size { counting: 1, stored: 1 }], 1), 0);
        let many: Vec<u64> = (0..14u32).map(|at| 10u64.pow(14 - at)).collect();
        assert_eq!(merged_from(&sizes(&many), 13), 11);
    }

    #[test]
    fn a_statement_is_written_seldom() {
        let mut chain: Vec<u64> = Vec::new();
        let mut written = 0;
        for _ in 0..10_000 {
            chain.push(1);
            let from = merged_from(&sizes(&chain), chain.len() - 1);
            let merged: u64 = chain.drain(from..).sum();
            written += merged;
            chain.push(merged);
            assert!(chain.len() <= SEGMENTS);
        }
        assert!(written < 10_000 * 40, "{written}");
    }
}
