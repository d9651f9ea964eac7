//! The pairs of a predicate as they come.

use super::error::StoreError;

/// The pairs of one predicate as they come, subject above object, with their graphs.
#[derive(Default)]
pub(super) struct Pairs {
    pub predicate: u32,
    /// In pieces of [`PIECE`], all full but the last: what grows in one piece is copied again and again, each time to memory that the system
    /// has to empty first.
    pieces: Vec<Vec<u64>>,
    /// Graphs as they follow on one another, each with the place of its first pair: pairs of one graph come together.
    graphs: Vec<(u32, u32)>,
}

/// How many pairs are in one piece: a quarter of a megabyte.
const PIECE: usize = 1 << 15;

impl Pairs {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.pieces.last().map_or(0, |last| (self.pieces.len() - 1) * PIECE + last.len())
    }

    /// About how many bytes of memory they take.
    pub(super) fn memory(&self) -> usize {
        self.pieces.iter().map(Vec::capacity).sum::<usize>() * size_of::<u64>() + self.graphs.capacity() * size_of::<(u32, u32)>()
    }

    /// Adds a pair.
    ///
    /// # Errors
    /// [`StoreError::Full`] if there are too many.
    #[inline]
    pub(super) fn push(&mut self, subject: u32, object: u32, graph: u32) -> Result<(), StoreError> {
        if self.graphs.last().is_none_or(|(last, _)| *last != graph) {
            self.graph(graph, self.len())?;
        }
        self.room()?.push(u64::from(subject) << 32 | u64::from(object));
        Ok(())
    }

    /// Pairs of a graph from a place on.
    fn graph(&mut self, graph: u32, first: usize) -> Result<(), StoreError> {
        self.graphs.push((graph, u32::try_from(first).map_err(|_| StoreError::Full)?));
        Ok(())
    }

    /// The piece in which there is room for the next.
    #[inline]
    fn room(&mut self) -> Result<&mut Vec<u64>, StoreError> {
        if self.pieces.last().is_none_or(|last| last.len() == PIECE) {
            if self.len() > u32::MAX as usize - PIECE {
                return Err(StoreError::Full);
            }
            // Most predicates have few pairs.
            self.pieces.push(if self.pieces.is_empty() { Vec::new() } else { Vec::with_capacity(PIECE) });
        }
        self.pieces.last_mut().ok_or(StoreError::Full)
    }

    /// Appends those of another, with the numbers that their terms have here.
    ///
    /// # Errors
    /// [`StoreError::Full`] if there are too many.
    pub(super) fn append(&mut self, other: &Self, here: impl Fn(u32) -> u32) -> Result<(), StoreError> {
        let before = self.len();
        for (graph, first) in &other.graphs {
            let graph = here(*graph);
            if self.graphs.last().is_none_or(|(last, _)| *last != graph) {
                self.graph(graph, before + *first as usize)?;
            }
        }
        for piece in &other.pieces {
            let mut rest = piece.as_slice();
            while !rest.is_empty() {
                let room = self.room()?;
                let (now, later) = rest.split_at(rest.len().min(PIECE - room.len()));
                room.extend(now.iter().map(|pair| renumbered(*pair, &here)));
                rest = later;
            }
        }
        Ok(())
    }

    /// Forgets the pairs, and keeps room for some.
    pub(super) fn clear(&mut self) {
        self.pieces.truncate(1);
        self.pieces.iter_mut().for_each(Vec::clear);
        self.graphs.clear();
    }

    /// The graph, if it is one, with the numbers that terms have at last.
    pub(super) fn only_graph(&self, last: &impl Fn(u32) -> u32) -> Option<u32> {
        let graph = last(self.graphs.first()?.0);
        self.graphs.iter().all(|(other, _)| last(*other) == graph).then_some(graph)
    }

    /// All, in the order in which they came, with the numbers that terms have at last.
    pub(super) fn renumbered(self, last: &impl Fn(u32) -> u32) -> Vec<u64> {
        let mut all = Vec::with_capacity(self.len());
        for piece in self.pieces {
            all.extend(piece.into_iter().map(|pair| renumbered(pair, last)));
        }
        all
    }

    /// All with their graphs, as [`Self::renumbered`].
    pub(super) fn renumbered_with_graphs(self, last: &impl Fn(u32) -> u32) -> Vec<(u64, u32)> {
        let count = self.len();
        let mut all = Vec::with_capacity(count);
        let mut pairs = self.pieces.into_iter().flatten();
        let ends = self.graphs.iter().skip(1).map(|(_, first)| *first as usize).chain([count]);
        for ((graph, first), end) in self.graphs.iter().zip(ends) {
            let graph = last(*graph);
            all.extend(pairs.by_ref().take(end - *first as usize).map(|pair| (renumbered(pair, last), graph)));
        }
        all
    }
}

#[inline]
fn renumbered(pair: u64, number: impl Fn(u32) -> u32) -> u64 {
    let (subject, object) = halves(pair);
    u64::from(number(subject)) << 32 | u64::from(number(object))
}

/// Subject and object of a pair.
#[inline]
pub(super) fn halves(pair: u64) -> (u32, u32) {
    let low = u32::try_from(pair & u64::from(u32::MAX)).unwrap_or_default();
    (u32::try_from(pair >> 32).unwrap_or_default(), low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_over_several_pieces_comes_back_in_its_order() {
        let graph = |at: u32| at / 1000 % 3;
        let count = u32::try_from(2 * PIECE + 7).expect("a small number");
        let (mut one, mut other, mut both) = (Pairs::default(), Pairs::default(), Pairs::default());
        for at in 0..count {
            let to = if at < count / 2 { &mut one } else { &mut other };
            to.push(at, at + 1, graph(at)).expect("room");
            both.push(at + 5, at + 6, graph(at) + 5).expect("room");
        }
        let mut together = Pairs::default();
        together.append(&one, |number| number + 5).expect("room");
        together.append(&other, |number| number + 5).expect("room");
        assert_eq!((both.len(), together.len()), (count as usize, count as usize));
        assert_eq!(both.graphs, together.graphs);
        let expected: Vec<_> = (0..count).map(|at| (u64::from(at + 5) << 32 | u64::from(at + 6), graph(at) + 5)).collect();
        assert!(together.renumbered_with_graphs(&|number| number) == expected);
        assert_eq!(both.only_graph(&|number| number), None);
        assert_eq!(both.only_graph(&|_| 9), Some(9));
        assert!(both.renumbered(&|number| number).into_iter().eq(expected.into_iter().map(|(pair, _)| pair)));
        one.clear();
        assert_eq!((one.len(), one.only_graph(&|number| number)), (0, None));
    }
}
