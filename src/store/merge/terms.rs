//! The terms of several segments as one sorted list, and the number that each has in it.

use crate::store::adjacency::{Direction, View};
use crate::store::chain::Link;
use crate::store::dictionary::TermCursor;
use crate::store::error::StoreError;
use crate::store::id::Id;
use crate::store::part::Part;
use crate::store::segment::SegmentWriter;
use crate::store::term::Kind;

/// The numbers that terms have in the merged segment.
pub(super) struct Renumbered {
    base: u32,
    /// The number of each term from `base` on; [`GONE`] if nothing has it.
    numbers: Vec<u32>,
}

/// The number of a term that is used no more.
const GONE: u32 = u32::MAX;

/// A term at the front of the terms of one segment.
struct Front {
    cursor: TermCursor,
    id: u32,
    kind: Kind,
    content: Vec<u8>,
}

impl Front {
    /// Goes to the next term; false at the end.
    fn next(&mut self) -> Result<bool, StoreError> {
        let Some(term) = self.cursor.next()? else { return Ok(false) };
        (self.id, self.kind) = (term.id.0, term.kind);
        self.content.clear();
        self.content.extend_from_slice(term.content());
        Ok(true)
    }

    fn key(&self) -> (Kind, &[u8]) {
        (self.kind, &self.content)
    }
}

impl Renumbered {
    /// Writes the terms that are used, each once, and remembers their numbers.
    pub(super) fn write(links: &[Link], writer: &mut SegmentWriter) -> Result<Self, StoreError> {
        let base = links.first().map_or(0, |link| link.segment.base());
        let end = links.last().map_or(0, |link| link.segment.end());
        let used = links.iter().any(|link| !link.masks.is_empty()).then(|| used(links, base, end)).transpose()?;
        let mut numbers = vec![GONE; (end - base) as usize];
        let mut fronts = Vec::new();
        for Link { segment, .. } in links {
            let cursor = TermCursor::new(vec![segment.clone()], segment.base()..segment.end());
            let mut front = Front { cursor, id: 0, kind: Kind::Blank, content: Vec::new() };
            if front.next()? {
                fronts.push(front);
            }
        }
        let mut next = base;
        let mut last: Option<(Kind, Vec<u8>)> = None;
        while let Some(at) = (0..fronts.len()).min_by_key(|at| fronts[*at].key()) {
            let front = &mut fronts[at];
            let place = (front.id - base) as usize;
            if used.as_ref().is_none_or(|used| used.get(place).copied().unwrap_or(false)) {
                match &mut last {
                    Some((kind, content)) if (*kind, content.as_slice()) == front.key() => {}
                    _ => {
                        writer.term(front.kind, &front.content)?;
                        next += 1;
                        let (kind, content) = last.get_or_insert_with(|| (front.kind, Vec::new()));
                        *kind = front.kind;
                        content.clear();
                        content.extend_from_slice(&front.content);
                    }
                }
                if let Some(number) = numbers.get_mut(place) {
                    *number = next - 1;
                }
            }
            if !front.next()? {
                fronts.swap_remove(at);
            }
        }
        writer.end_terms()?;
        Ok(Self { base, numbers })
    }

    /// The number of a term now; nothing if it is used no more.
    #[inline]
    pub(super) fn number(&self, id: u32) -> Option<u32> {
        match id.checked_sub(self.base).and_then(|place| self.numbers.get(place as usize)) {
            Some(&GONE) => None,
            Some(number) => Some(*number),
            None => Some(id),
        }
    }
}

/// Which terms from `base` on are in a statement that counts.
fn used(links: &[Link], base: u32, end: u32) -> Result<Vec<bool>, StoreError> {
    let mut used = vec![false; (end - base) as usize];
    let mut mark = |id: u32| {
        if let Some(used) = id.checked_sub(base).and_then(|place| used.get_mut(place as usize)) {
            *used = true;
        }
    };
    for Link { segment, masks } in links {
        for at in 0..segment.predicates() {
            let entry = segment.entry(at)?;
            let Some(part) = Part::new(segment, masks, (at, entry), Direction::Forward, &View::Union)? else { continue };
            for key_at in 0..part.table.keys.count {
                let key = segment.number(part.table.keys, key_at)?;
                let mut any = false;
                part.each_with_graph(part.run(key_at)?, |value, graph| {
                    any = true;
                    mark(value);
                    if graph != Id::DEFAULT_GRAPH.0 {
                        mark(graph);
                    }
                })?;
                if any {
                    mark(key);
                    mark(entry.predicate);
                }
            }
        }
    }
    Ok(used)
}
