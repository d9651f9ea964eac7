//! Several segments of a chain made into one, without those statements that do not count any more.
//!
//! The segments follow on one another and reach to the end of the chain, so that nothing before them changes its number. Everything is read
//! and written in order, a little at a time; what is held in memory is a number for each term (`terms.rs`) and the keys of the predicate at
//! hand (`columns.rs`).

mod columns;
mod terms;

use super::chain::Link;
use super::error::StoreError;
use super::segment::layout::Entry;
use super::segment::output::Output;
use super::segment::{Segment, SegmentWriter};
use super::statistics::SetCounter;
use super::term::Kind;
use columns::Merged;
use std::collections::BTreeMap;
use terms::Renumbered;

/// Makes one segment of several; nothing if no statement counts.
///
/// Terms that two of them have become one, and so do statements.
pub(super) fn merge(links: &[Link], out: Output) -> Result<Option<Segment>, StoreError> {
    let Some(base) = links.first().map(|link| link.segment.base()) else { return Ok(None) };
    let literals = |link: &Link| {
        let dictionary = link.segment.dictionary();
        dictionary.places(Kind::Language).end - dictionary.places(Kind::Simple).start
    };
    let mut writer = SegmentWriter::begin(out, base, links.iter().map(literals).sum())?;
    let renumbered = Renumbered::write(links, &mut writer)?;
    let terms = usize::try_from(writer.head.terms).map_err(|_| StoreError::Full)?;
    let mut sets = SetCounter::new(base, terms);
    for (predicate, sources) in predicates(links, &renumbered)? {
        let mut merged = Merged::new(&mut writer, &renumbered, links);
        let forward = merged.columns(&sources, false)?;
        let Some(forward) = forward else { continue };
        sets.add(predicate, &forward.keys, &forward.starts);
        let found = (forward.pairs, forward.distinct, forward.graph);
        let forward = merged.finish(forward)?;
        let Some(backward) = merged.columns(&sources, true)? else { continue };
        let backward = merged.finish(backward)?;
        let (pairs, distinct, graph) = found;
        writer.entry(Entry { predicate, graph, pairs, distinct, forward, backward });
    }
    if writer.head.quads == 0 {
        return Ok(None);
    }
    writer.finish(&sets.finish()).map(Some)
}

/// Where a predicate is: in which segment, at which place of it, and what is known of it there.
type Source = (usize, usize, Entry);

/// The predicates as they are numbered now, and in which segments they are where.
fn predicates(links: &[Link], renumbered: &Renumbered) -> Result<BTreeMap<u32, Vec<Source>>, StoreError> {
    let mut all: BTreeMap<u32, Vec<Source>> = BTreeMap::new();
    for (link, Link { segment, .. }) in links.iter().enumerate() {
        for at in 0..segment.predicates() {
            let entry = segment.entry(at)?;
            // A predicate that is used no more has no number.
            if let Some(predicate) = renumbered.number(entry.predicate) {
                all.entry(predicate).or_default().push((link, at, entry));
            }
        }
    }
    Ok(all)
}
