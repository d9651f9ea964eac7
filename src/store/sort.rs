//! Sorting of what there are millions of: pairs of numbers by their digits, keys of terms by eight bytes at a time.

/// Below this many, comparing is faster than counting digits.
const FEW: usize = 512;
/// The bits of one digit.
const DIGIT: u32 = 11;

/// Sorts by those bits of a key that `mask` has, keeping the order of what is the same in them.
///
/// Only bits in which keys differ are looked at, eleven at a time. `scratch` is room that can be used again.
pub(super) fn by_digits<T: Copy + Default>(items: &mut Vec<T>, scratch: &mut Vec<T>, mask: u64, key: impl Fn(&T) -> u64) {
    let masked = |item: &T| key(item) & mask;
    if items.is_sorted_by_key(masked) {
        return;
    }
    if items.len() < FEW {
        items.sort_by_key(masked);
        return;
    }
    let (any, all) = items.iter().fold((0, u64::MAX), |(any, all), item| (any | masked(item), all & masked(item)));
    let mut varying = any ^ all;
    scratch.clear();
    scratch.resize(items.len(), T::default());
    while varying != 0 {
        let shift = varying.trailing_zeros();
        let digit = |item: &T| usize::from(u16::try_from((masked(item) >> shift) & ((1 << DIGIT) - 1)).unwrap_or_default());
        let mut places = [0usize; 1 << DIGIT];
        for item in items.iter() {
            places[digit(item)] += 1;
        }
        let mut sum = 0;
        for place in &mut places {
            let count = *place;
            *place = sum;
            sum += count;
        }
        for item in items.iter() {
            let place = &mut places[digit(item)];
            scratch[*place] = *item;
            *place += 1;
        }
        std::mem::swap(items, scratch);
        varying = varying.checked_shr(shift + DIGIT).map_or(0, |rest| rest << (shift + DIGIT));
    }
}

/// Sorts indices by the bytes that they stand for.
pub(super) fn by_bytes<'a>(indices: &mut [u32], bytes: &(impl Fn(u32) -> &'a [u8] + Sync)) {
    let mut items: Vec<(u64, u32)> = indices.iter().map(|index| (0, *index)).collect();
    let mut tasks = vec![(0..items.len(), 0usize)];
    while let Some((range, depth)) = tasks.pop() {
        let Some(items) = items.get_mut(range.clone()) else { continue };
        if items.len() < 12 {
            items.sort_unstable_by(|a, b| bytes(a.1).cmp(bytes(b.1)));
            continue;
        }
        // What all of them share need not be looked at eight bytes at a time.
        let depth = shared_depth(items, depth, bytes);
        for item in items.iter_mut() {
            item.0 = eight(bytes(item.1), depth);
        }
        items.sort_unstable();
        let mut start = 0;
        for run in items.chunk_by_mut(|a, b| a.0 == b.0) {
            let end = start + run.len();
            if run.len() > 1 {
                if run.iter().any(|item| bytes(item.1).len() <= depth + 8) {
                    // Some end here: zeros that fill up cannot be told from zeros that stand there.
                    run.sort_unstable_by(|a, b| bytes(a.1).cmp(bytes(b.1)));
                } else {
                    tasks.push((range.start + start..range.start + end, depth + 8));
                }
            }
            start = end;
        }
    }
    for (index, item) in indices.iter_mut().zip(items) {
        *index = item.1;
    }
}

/// How many bytes from the start are the same in all, given that `depth` are.
fn shared_depth<'a>(items: &[(u64, u32)], depth: usize, bytes: &impl Fn(u32) -> &'a [u8]) -> usize {
    let Some(first) = items.first().map(|item| bytes(item.1)) else { return depth };
    let mut shared = first.len();
    for item in items {
        let other = bytes(item.1);
        shared = shared.min(other.len());
        if first.get(depth..shared) != other.get(depth..shared) {
            shared = (depth..shared).find(|at| first.get(*at) != other.get(*at)).unwrap_or(shared);
        }
        if shared <= depth {
            return depth;
        }
    }
    shared
}

/// Eight bytes as a number that compares as they do; zeros where they end.
fn eight(bytes: &[u8], from: usize) -> u64 {
    let rest = bytes.get(from..).unwrap_or_default();
    match rest.first_chunk::<8>() {
        Some(chunk) => u64::from_be_bytes(*chunk),
        None => {
            let mut chunk = [0; 8];
            chunk[..rest.len()].copy_from_slice(rest);
            u64::from_be_bytes(chunk)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers without a pattern, the same every time.
    fn numbers(count: usize) -> Vec<u64> {
        let mut state = 1u64;
        (0..count)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                state >> 20
            })
            .collect()
    }

    #[test]
    fn digits_sort_as_comparing_does() {
        for count in [0, 1, 100, 5000] {
            for narrow in [u64::MAX, 0x0000_00FF_0000_0FFF, 0xFFFF_FFFF_0000_0000] {
                let mut items: Vec<u64> = numbers(count).iter().map(|value| (value << 24) & narrow).collect();
                let mut expected = items.clone();
                expected.sort_unstable();
                by_digits(&mut items, &mut Vec::new(), u64::MAX, |item| *item);
                assert!(items == expected);
            }
        }
    }

    #[test]
    fn what_is_the_same_under_the_mask_keeps_its_order() {
        let mut items: Vec<u64> = (0..4000u64).map(|at| (at % 7) << 32 | at).collect();
        by_digits(&mut items, &mut Vec::new(), 0xFFFF_FFFF_0000_0000, |item| *item);
        assert!(items.is_sorted());
    }

    #[test]
    fn bytes_sort_as_comparing_does() {
        let words: Vec<Vec<u8>> = numbers(5000)
            .iter()
            .map(|value| {
                let mut word = b"http://a.example/".to_vec();
                word.extend((0..value % 13).map(|at| [0, b'a', b'b', 0xE6][usize::try_from((value >> (at * 2)) & 3).unwrap_or_default()]));
                word
            })
            .collect();
        let mut indices: Vec<u32> = (0..5000).collect();
        let word = |index: u32| words[usize::try_from(index).unwrap_or_default()].as_slice();
        by_bytes(&mut indices, &word);
        assert!(indices.is_sorted_by_key(|index| word(*index)));
        let mut once = indices.clone();
        once.sort_unstable();
        assert!(once.iter().copied().eq(0..5000));
    }
}
