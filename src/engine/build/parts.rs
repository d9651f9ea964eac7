//! Cutting what a plan reads first into parts, for several threads.

use super::super::error::EngineError;
use super::super::explain::Steps;
use super::super::foreign::Dataset;
use super::super::operator::parallel::Divided;
use super::super::plan::{Node, Slots};
use super::{Builder, Shared, Stream};
use std::ops::Range;

/// Into how many pieces what is read first is cut. They are the same for any number of threads, and so are the blocks of rows that are
/// handed on.
pub(in super::super) const PIECES: usize = 16;

/// The pieces that a thread reads of each scan that comes first: there are several in a `UNION`.
pub(in super::super) type Parts = Vec<Range<usize>>;

/// What is known of the scans that a plan begins with.
#[derive(Default)]
pub(in super::super) struct Lead {
    state: State,
    /// How many pairs each scan has, and into how many pieces it is cut.
    scans: Vec<(u64, usize)>,
    /// The pieces of each that are read, where it is not all.
    parts: Option<Parts>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    /// Nothing is cut.
    #[default]
    Off,
    /// What comes first has not come yet.
    Wanted,
    /// It came.
    Taken,
    /// What comes first cannot be cut.
    Lost,
}

impl Lead {
    /// Of a plan that threads may read parts of.
    fn wanted() -> Self {
        Self { state: State::Wanted, ..Self::default() }
    }

    /// Of a thread that reads these parts.
    pub(super) fn of_part(parts: Parts) -> Self {
        Self { parts: Some(parts), ..Self::wanted() }
    }

    /// A node comes first; nothing that reads rows of it can be cut.
    pub(super) fn lose(&mut self) {
        if self.state == State::Wanted {
            self.state = State::Lost;
        }
    }

    /// Whether what comes first is still wanted.
    pub(super) fn is_wanted(&self) -> bool {
        self.state == State::Wanted
    }

    /// A further branch of what comes first, all branches before it being cut.
    pub(super) fn again(&mut self) {
        if self.state == State::Taken {
            self.state = State::Wanted;
        }
    }

    /// A scan of so many pairs, of so many pieces, comes first: those of its pieces that are read.
    pub(super) fn take(&mut self, pairs: u64, pieces: usize) -> Range<usize> {
        if self.state != State::Wanted {
            return 0..pieces;
        }
        self.state = State::Taken;
        self.scans.push((pairs, pieces));
        self.parts.as_ref().and_then(|parts| parts.get(self.scans.len() - 1).cloned()).unwrap_or(0..pieces)
    }

    /// How many pairs come first.
    fn pairs(&self) -> u64 {
        self.scans.iter().map(|(pairs, _)| pairs).sum()
    }

    /// The parts of threads that have about as much to read each, one after the other.
    fn divide(&self, threads: usize) -> Option<Vec<Parts>> {
        if self.state != State::Taken || threads < 2 {
            return None;
        }
        let total = self.pairs();
        let mut parts = vec![vec![0..0; self.scans.len()]; threads];
        let mut before = 0;
        for (scan, (pairs, pieces)) in self.scans.iter().enumerate() {
            for piece in 0..*pieces {
                // The thread in whose share the middle of the piece lies.
                let middle = before + pairs * (2 * piece as u64 + 1) / (2 * *pieces as u64);
                let thread = usize::try_from(middle * threads as u64 / total.max(1)).unwrap_or(0).min(threads - 1);
                let part = &mut parts[thread][scan];
                *part = if Range::is_empty(part) { piece..piece + 1 } else { part.start..piece + 1 };
            }
            before += pairs;
        }
        parts.retain(|parts| parts.iter().any(|part| !Range::is_empty(part)));
        (parts.len() > 1).then_some(parts)
    }
}

impl<'a> Builder<'a> {
    /// Builds for a query.
    pub(in super::super) fn new(context: &Shared, dataset: &'a Dataset, steps: Steps) -> Self {
        Self { context: context.clone(), dataset, steps, lead: Lead::default(), put_aside: 0.0, foreign: false, divides: true }
    }

    /// Builds for one thread of several.
    pub(in super::super) fn of_part(context: &Shared, dataset: &'a Dataset, steps: Steps, parts: Parts) -> Self {
        let lead = Lead::of_part(parts);
        Self { context: context.clone(), dataset, steps, lead, put_aside: 0.0, foreign: false, divides: false }
    }

    /// A node that is read by itself, whole, before the rows that go on.
    pub(super) fn aside(&mut self, node: Node, needed: &Slots) -> Result<Stream, EngineError> {
        self.lead.lose();
        let first = self.steps.len();
        let stream = self.build(node, needed)?;
        self.put_aside += self.steps.most(first);
        Ok(stream)
    }

    /// A node that is read to its end with what reads it, and how threads can do that, where they can and it is large enough for them.
    pub(super) fn divided<T>(
        &mut self,
        node: Node,
        needed: &Slots,
        may: bool,
        reads: impl FnOnce(&mut Self, Stream) -> Result<T, EngineError>,
    ) -> Result<(T, Option<Divided>), EngineError> {
        let may = may && self.divides;
        let first = self.steps.len();
        let (copy, lead) = if may { (Some(node.clone()), Lead::wanted()) } else { (None, Lead::default()) };
        // A thread of several is at what comes first in it, which is nothing that can be cut.
        self.lead.lose();
        let outside = if self.divides { Some(std::mem::replace(&mut self.lead, lead)) } else { None };
        let (put_aside, foreign) = (std::mem::take(&mut self.put_aside), std::mem::take(&mut self.foreign));
        let read = self.build(node, needed).and_then(|stream| reads(self, stream));
        let lead = outside.map(|outside| std::mem::replace(&mut self.lead, outside)).unwrap_or_default();
        let rows = self.steps.most(first).max(lead.pairs() as f64);
        let parts = if rows >= self.context.large() { self.parts(&lead, rows) } else { None };
        self.put_aside += put_aside;
        self.foreign |= foreign;
        let divided = copy.zip(parts).map(|(node, parts)| Divided {
            context: self.context.clone(),
            dataset: self.dataset.clone(),
            names: self.steps.names(),
            steps: self.steps.clone(),
            first,
            step: self.steps.len(),
            node,
            needed: needed.clone(),
            parts,
        });
        Ok((read?, divided))
    }

    /// The parts of as many threads as are worth it for so many rows: each does for itself what is put aside. What goes to spareval need not be
    /// the same twice, and may ask servers.
    fn parts(&self, lead: &Lead, rows: f64) -> Option<Vec<Parts>> {
        let most = if self.foreign { 1 } else { self.context.threads() };
        let threads = (2..=most).rev().find(|threads| self.put_aside * 10.0 * *threads as f64 <= rows)?;
        lead.divide(threads)
    }
}

#[cfg(test)]
mod tests {
    use super::{Lead, PIECES, State};

    /// Each piece of each scan is read by one thread, and what a thread reads lies behind what those before it read.
    #[test]
    fn pieces_are_divided_in_order() {
        let cut = |pairs: u64| (pairs, PIECES);
        for scans in [vec![cut(100)], vec![cut(10), cut(1000)], vec![cut(500), (3, 1), cut(500)], vec![(0, 1), cut(7)]] {
            for threads in 2..=20 {
                let lead = Lead { state: State::Taken, scans: scans.clone(), parts: None };
                let Some(parts) = lead.divide(threads) else { panic!("{scans:?} for {threads}") };
                assert!(parts.len() > 1 && parts.len() <= threads);
                let read: Vec<(usize, usize)> = parts
                    .iter()
                    .flat_map(|parts| parts.iter().enumerate().flat_map(|(scan, part)| part.clone().map(move |piece| (scan, piece))))
                    .collect();
                let pieces = |(scan, (_, pieces)): (usize, &(u64, usize))| (0..*pieces).map(move |piece| (scan, piece)).collect::<Vec<_>>();
                let all: Vec<(usize, usize)> = scans.iter().enumerate().flat_map(pieces).collect();
                assert_eq!(read, all, "{scans:?} for {threads}");
            }
        }
    }

    /// What is not cut is read by one.
    #[test]
    fn one_piece_is_not_divided() {
        for threads in 2..=4 {
            assert_eq!(Lead { state: State::Taken, scans: vec![(100, 1)], parts: None }.divide(threads), None);
        }
    }
}
