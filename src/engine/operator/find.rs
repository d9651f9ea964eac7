//! Finding keys among sorted keys: at once where they stand without gaps, by galloping where what is sought is in order too.

/// Finds one key after another; remembers where it was.
#[derive(Default)]
pub(in super::super) struct Finder {
    last: usize,
    /// How often the next key was not behind the one before it.
    back: usize,
    /// The place of each key plus one, from the first key on; made where keys are sought in no order.
    table: Option<Vec<u32>>,
}

impl Finder {
    /// The place of a key among sorted, distinct keys; these must be the same in every call.
    #[inline]
    pub(crate) fn find(&mut self, keys: &[u32], key: u32) -> Option<usize> {
        let (first, last) = (*keys.first()?, *keys.last()?);
        if key < first || key > last {
            return None;
        }
        let span = (last - first) as usize;
        if span == keys.len() - 1 {
            return Some((key - first) as usize);
        }
        if let Some(table) = &self.table {
            return table[(key - first) as usize].checked_sub(1).map(|place| place as usize);
        }
        let from = self.last;
        // Keys that are sought in their order are often next to one another.
        if let Some([this, next]) = keys.get(from..from + 2)
            && *this <= key
            && key <= *next
        {
            self.last += usize::from(key == *next);
            return (key == *this || key == *next).then_some(self.last);
        }
        self.far(keys, key, span)
    }

    /// The place of a key that may stand anywhere.
    fn far(&mut self, keys: &[u32], key: u32, span: usize) -> Option<usize> {
        let from = self.last;
        let range = if keys[from] <= key {
            let mut step = 1;
            while from + step < keys.len() && keys[from + step] < key {
                step *= 2;
            }
            from + step / 2..(from + step + 1).min(keys.len())
        } else {
            self.back += 1;
            if self.back > keys.len() / 8 + 16 && span <= keys.len() * 32 {
                self.table = Some(table(keys, span));
            }
            0..from
        };
        let within = &keys[range.clone()];
        match within.binary_search(&key) {
            Ok(place) => {
                self.last = range.start + place;
                Some(self.last)
            }
            Err(place) => {
                self.last = (range.start + place).min(keys.len() - 1);
                None
            }
        }
    }
}

fn table(keys: &[u32], span: usize) -> Vec<u32> {
    let mut table = vec![0; span + 1];
    for (place, key) in (1..).zip(keys) {
        table[(key - keys[0]) as usize] = place;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::Finder;

    /// In any order, among keys with and without gaps, it finds what a search through all of them finds.
    #[test]
    fn finds_what_is_there() {
        let sparse: Vec<u32> = (0..500).map(|n| 7 + n * 3 + n % 2).collect();
        let dense: Vec<u32> = (40..900).collect();
        for keys in [sparse, dense, vec![5], vec![]] {
            let mut finder = Finder::default();
            let forward = 0..1700;
            let scattered = (0..3000_u32).map(|n| n.wrapping_mul(2_654_435_761) % 1700);
            for key in forward.chain(scattered) {
                assert_eq!(finder.find(&keys, key), keys.iter().position(|other| *other == key), "{key}");
            }
        }
    }
}
