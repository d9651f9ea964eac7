//! Telling rows of ids apart: each gets a number, the same one whenever it comes again.

use super::super::batch::UNBOUND;
use rustc_hash::FxHashMap;

/// The numbers of rows of ids, in the order in which they were met.
#[derive(Default)]
pub(in super::super) struct Places {
    /// Of two columns at most, whose ids lie close together: a table.
    dense: Option<Dense>,
    /// Of two columns at most: by one number.
    short: FxHashMap<u64, u32>,
    long: FxHashMap<Box<[u32]>, u32>,
    count: u32,
}

/// A table over the ids of two columns.
struct Dense {
    /// The first id of each column.
    first: [u32; 2],
    /// How many ids from there on.
    span: [u32; 2],
    /// The number of each pair and one more; nothing for one that was not met.
    table: Vec<u32>,
}

/// How many pairs a table is of at most.
const DENSE: u64 = 1 << 20;

impl Places {
    /// How many different rows were met.
    pub(crate) const fn len(&self) -> usize {
        self.count as usize
    }

    /// The number of each row, behind one another; a column that is not there is unbound.
    pub(crate) fn number(&mut self, columns: &[Option<&[u32]>], rows: usize, numbers: &mut Vec<u32>) {
        numbers.reserve(rows);
        match columns {
            [] => {
                self.count = self.count.max(u32::from(rows > 0));
                numbers.extend(std::iter::repeat_n(0, rows));
            }
            [Some(one)] => self.number_two(one, &[], numbers),
            [Some(one), Some(other)] => self.number_two(one, other, numbers),
            _ => {
                for row in 0..rows {
                    let key: Box<[u32]> = columns.iter().map(|column| column.map_or(UNBOUND, |column| column[row])).collect();
                    let next = self.count;
                    let number = *self.long.entry(key).or_insert(next);
                    self.count += u32::from(number == next);
                    numbers.push(number);
                }
            }
        }
    }

    fn number_two(&mut self, one: &[u32], other: &[u32], numbers: &mut Vec<u32>) {
        self.widen(one, other);
        let mut count = self.count;
        if let Some(Dense { first, span, table }) = &mut self.dense {
            let (first, width) = (*first, span[1] as usize);
            let mut number = |place: usize| {
                let entry = &mut table[place];
                if *entry == 0 {
                    count += 1;
                    *entry = count;
                }
                *entry - 1
            };
            if other.is_empty() {
                numbers.extend(one.iter().map(|one| number((one - first[0]) as usize)));
            } else {
                let pairs = one.iter().zip(other);
                numbers.extend(pairs.map(|(one, other)| number((one - first[0]) as usize * width + (other - first[1]) as usize)));
            }
        } else {
            for (row, one) in one.iter().enumerate() {
                let key = u64::from(*one) << 32 | u64::from(other.get(row).copied().unwrap_or(0));
                let number = *self.short.entry(key).or_insert(count);
                count += u32::from(number == count);
                numbers.push(number);
            }
        }
        self.count = count;
    }

    /// Makes the table wide enough for these ids; where it would become too large, what is in it is hashed from now on.
    fn widen(&mut self, one: &[u32], other: &[u32]) {
        if one.is_empty() || (self.dense.is_none() && !self.short.is_empty()) {
            return;
        }
        let needed = [range(one), range(other)];
        let old = self.dense.take();
        let spans = [0, 1].map(|at| {
            let (low, high) = needed[at];
            let Some(old) = &old else { return (low, u64::from(high - low) + 1) };
            let end = u64::from(old.first[at]) + u64::from(old.span[at]);
            if low >= old.first[at] && u64::from(high) < end {
                return (old.first[at], u64::from(old.span[at]));
            }
            // Ids often come in order: some room for those that follow.
            let first = low.min(old.first[at]);
            (first, (u64::from(high) + 1).max(end) - u64::from(first) + u64::from(old.span[at]))
        });
        if let Some(old) = &old
            && [0, 1].iter().all(|at| spans[*at] == (old.first[*at], u64::from(old.span[*at])))
        {
            self.dense = Some(Dense { table: Vec::new(), ..*old });
        }
        let size = spans[0].1.saturating_mul(spans[1].1);
        let mut old = old;
        match (&mut self.dense, &mut old) {
            (Some(dense), Some(old)) => dense.table = std::mem::take(&mut old.table),
            _ if size <= DENSE => {
                let narrow = |span: u64| u32::try_from(span).unwrap_or(u32::MAX);
                let mut dense = Dense {
                    first: spans.map(|(first, _)| first),
                    span: spans.map(|(_, span)| narrow(span)),
                    table: vec![0; usize::try_from(size).unwrap_or(0)],
                };
                for (pair, number) in old.iter().flat_map(Dense::pairs) {
                    let place = (pair[0] - dense.first[0]) as usize * dense.span[1] as usize + (pair[1] - dense.first[1]) as usize;
                    dense.table[place] = number + 1;
                }
                self.dense = Some(dense);
            }
            _ => {
                let pairs = old.iter().flat_map(Dense::pairs);
                self.short.extend(pairs.map(|([one, other], number)| (u64::from(one) << 32 | u64::from(other), number)));
            }
        }
    }
}

impl Dense {
    /// The pairs that were met, with their numbers.
    fn pairs(&self) -> impl Iterator<Item = ([u32; 2], u32)> {
        let met = (0..).zip(&self.table).filter(|(_, number)| **number > 0);
        met.map(|(place, number): (u32, &u32)| ([self.first[0] + place / self.span[1], self.first[1] + place % self.span[1]], number - 1))
    }
}

/// The lowest and the highest of some ids.
fn range(ids: &[u32]) -> (u32, u32) {
    if ids.is_empty() {
        return (0, 0);
    }
    ids.iter().fold((u32::MAX, 0), |(low, high), id| (low.min(*id), high.max(*id)))
}

#[cfg(test)]
mod tests {
    use super::Places;
    use rustc_hash::FxHashMap;

    /// Whether ids lie close together, are spread, or first the one and then the other: rows that are the same get one number, others
    /// another, in the order in which they come.
    #[test]
    fn numbers_rows_in_their_order() {
        let mixed = |n: u32| n.wrapping_mul(2_654_435_761);
        let close: Vec<u32> = (0..5000).map(|n| 700 + mixed(n) % 300).collect();
        let rising: Vec<u32> = (0..5000).map(|n| 9 + n / 2).collect();
        let spread: Vec<u32> = (0..5000).map(|n| mixed(n % 1000)).collect();
        for one in [&close, &rising, &spread] {
            for other in [None, Some(&close), Some(&spread), Some(&rising)] {
                let (mut places, mut numbers, mut known) = (Places::default(), Vec::new(), FxHashMap::default());
                for chunk in 0..10 {
                    let part = chunk * 500..(chunk + 1) * 500;
                    let columns: Vec<Option<&[u32]>> =
                        [Some(one), other].into_iter().flatten().map(|ids| Some(&ids[part.clone()])).collect();
                    places.number(&columns, 500, &mut numbers);
                }
                for (row, number) in numbers.iter().enumerate() {
                    let next = u32::try_from(known.len()).unwrap_or_default();
                    assert_eq!(*known.entry((one[row], other.map(|other| other[row]))).or_insert(next), *number);
                }
                assert_eq!(places.len(), known.len());
            }
        }
    }
}
