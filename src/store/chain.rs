//! The segments of a state, and the graphs that do not count in them any more.

use super::error::StoreError;
use super::id::Id;
use super::segment::Segment;
use super::term::write_key;
use oxigraph::model::GraphName;
use std::sync::Arc;

/// A segment in the chain.
#[derive(Clone)]
pub(super) struct Link {
    pub(super) segment: Arc<Segment>,
    /// The graphs that do not count in it any more, sorted.
    pub(super) masks: Arc<[u32]>,
}

impl Link {
    /// How many statements count.
    pub(super) fn quads(&self) -> Result<u64, StoreError> {
        let mut quads = self.segment.head().quads;
        if !self.masks.is_empty() {
            for (graph, count) in self.segment.graphs()? {
                if self.masks.binary_search(&graph).is_ok() {
                    quads = quads.saturating_sub(count);
                }
            }
        }
        Ok(quads)
    }
}

/// The numbers that graphs have in a chain; a chain that is not merged yet can have several for one.
pub(super) fn graph_ids(links: &[Link], graphs: &[GraphName]) -> Result<Vec<u32>, StoreError> {
    let mut ids = Vec::new();
    let mut content = Vec::new();
    for graph in graphs {
        let term = match graph {
            GraphName::NamedNode(node) => node.as_ref().into(),
            GraphName::BlankNode(node) => node.as_ref().into(),
            GraphName::DefaultGraph => {
                ids.push(Id::DEFAULT_GRAPH.0);
                continue;
            }
        };
        let kind = write_key(term, &mut content)?;
        for Link { segment, .. } in links {
            let place = segment.dictionary().find(kind, &content)?;
            ids.extend(place.and_then(|place| u32::try_from(place).ok()).map(|place| segment.base() + place));
        }
    }
    Ok(ids)
}

/// Makes statements of graphs count no more.
pub(super) fn mask(links: &mut [Link], graphs: &[u32]) -> Result<(), StoreError> {
    for Link { segment, masks } in links {
        let of_segment = segment.graphs()?;
        let has = |graph: &&u32| of_segment.binary_search_by_key(*graph, |(graph, _)| *graph).is_ok();
        let mut all = masks.to_vec();
        all.extend(graphs.iter().filter(has));
        all.sort_unstable();
        all.dedup();
        *masks = all.into();
    }
    Ok(())
}
