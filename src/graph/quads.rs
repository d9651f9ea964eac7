//! Statements that fit a pattern, as terms.

use super::store::GraphError;
use crate::store::{GraphFilter, Id, Snapshot, StoreError};
use oxigraph::model::{GraphName, GraphNameRef, NamedOrBlankNode, Quad, Term, TermRef};

/// Statements that fit a pattern.
pub struct Quads(From);

/// Where they come from.
enum From {
    Store(Box<Stored>),
    Server(std::vec::IntoIter<Result<Quad, GraphError>>),
}

/// Those of a store, which are read one after the other.
struct Stored {
    snapshot: Snapshot,
    /// Nothing where a term that is asked for is nowhere.
    ids: Option<crate::store::Quads>,
    failed: Option<StoreError>,
}

impl Quads {
    pub(super) fn of(snapshot: Snapshot, pattern: [Option<TermRef<'_>>; 3], graph: Option<GraphNameRef<'_>>) -> Self {
        Self(From::Store(Box::new(match Stored::ids(&snapshot, pattern, graph) {
            Ok(ids) => Stored { snapshot, ids, failed: None },
            Err(error) => Stored { snapshot, ids: None, failed: Some(error) },
        })))
    }

    /// Those that a server sent, or why it sent none.
    pub(super) fn sent(sent: Result<Vec<Quad>, GraphError>) -> Self {
        let items: Vec<Result<Quad, GraphError>> = match sent {
            Ok(quads) => quads.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        };
        Self(From::Server(items.into_iter()))
    }
}

impl Stored {
    fn ids(
        snapshot: &Snapshot,
        pattern: [Option<TermRef<'_>>; 3],
        graph: Option<GraphNameRef<'_>>,
    ) -> Result<Option<crate::store::Quads>, StoreError> {
        let mut ids = [None; 3];
        for (id, term) in ids.iter_mut().zip(pattern) {
            if let Some(term) = term {
                *id = snapshot.id_of(term)?;
                if id.is_none() {
                    return Ok(None);
                }
            }
        }
        let graph = match graph {
            None => GraphFilter::All,
            Some(GraphNameRef::DefaultGraph) => GraphFilter::One(Id::DEFAULT_GRAPH),
            Some(GraphNameRef::NamedNode(node)) => match snapshot.id_of(node.into())? {
                Some(id) => GraphFilter::One(id),
                None => return Ok(None),
            },
            Some(GraphNameRef::BlankNode(node)) => match snapshot.id_of(node.into())? {
                Some(id) => GraphFilter::One(id),
                None => return Ok(None),
            },
        };
        Ok(Some(snapshot.quads(ids[0], ids[1], ids[2], graph)))
    }

    fn quad(&self, [subject, predicate, object, graph]: [Id; 4]) -> Result<Option<Quad>, StoreError> {
        let subject = match self.snapshot.term(subject)? {
            Term::NamedNode(node) => NamedOrBlankNode::NamedNode(node),
            Term::BlankNode(node) => NamedOrBlankNode::BlankNode(node),
            Term::Literal(_) => return Ok(None),
        };
        let Term::NamedNode(predicate) = self.snapshot.term(predicate)? else { return Ok(None) };
        let graph = if graph == Id::DEFAULT_GRAPH {
            GraphName::DefaultGraph
        } else {
            match self.snapshot.term(graph)? {
                Term::NamedNode(node) => node.into(),
                Term::BlankNode(node) => node.into(),
                Term::Literal(_) => return Ok(None),
            }
        };
        Ok(Some(Quad::new(subject, predicate, self.snapshot.term(object)?, graph)))
    }
}

impl Iterator for Quads {
    type Item = Result<Quad, GraphError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            From::Store(stored) => stored.next(),
            From::Server(sent) => sent.next(),
        }
    }
}

impl Stored {
    fn next(&mut self) -> Option<Result<Quad, GraphError>> {
        if let Some(error) = self.failed.take() {
            return Some(Err(error.into()));
        }
        loop {
            match self.ids.as_mut()?.next()?.and_then(|ids| self.quad(ids)) {
                Ok(Some(quad)) => return Some(Ok(quad)),
                // What cannot stand where it stands is not there.
                Ok(None) => {}
                Err(error) => return Some(Err(error.into())),
            }
        }
    }
}
