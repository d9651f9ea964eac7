//! Statements on their way into the builder of a store, without terms in between.
//!
//! Most statements have the subject of the one before, and one of some fifty predicates: their numbers are remembered.

use crate::store::{Builder, StoreError};
use oxigraph::model::{NamedNode, NamedNodeRef, Quad, TermRef};
use rustc_hash::FxHashMap;
use std::fmt;

/// Statements as numbers.
#[derive(Default)]
pub(super) struct Numbers {
    builder: Builder,
    graph: u32,
    subject: String,
    subject_number: Option<u32>,
    /// Predicates by where their IRIs lie: they are constants of the vocabulary.
    predicates: FxHashMap<(usize, usize), u32>,
    failed: Option<StoreError>,
}

impl fmt::Debug for Numbers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Numbers").field("statements", &self.builder.len()).finish_non_exhaustive()
    }
}

impl Numbers {
    /// Statements of this graph from here on.
    pub(super) fn begin(&mut self, graph: &NamedNode) {
        match self.builder.graph(graph.as_ref().into()) {
            Ok(number) => self.graph = number,
            Err(error) => self.fail(error),
        }
    }

    /// A statement whose predicate is a constant.
    pub(super) fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'static>, object: TermRef<'_>) {
        if let Err(error) = self.try_add(subject, predicate, object) {
            self.fail(error);
        }
    }

    /// A statement that is made already.
    pub(super) fn quad(&mut self, quad: &Quad) {
        let numbers = [TermRef::from(quad.subject.as_ref()), quad.predicate.as_ref().into(), quad.object.as_ref()]
            .map(|term| self.builder.number(term));
        let [Ok(subject), Ok(predicate), Ok(object)] = numbers else {
            return numbers.into_iter().filter_map(Result::err).for_each(|error| self.fail(error));
        };
        if let Err(error) = self.builder.add_numbers(subject, predicate, object, self.graph) {
            self.fail(error);
        }
    }

    fn try_add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'static>, object: TermRef<'_>) -> Result<(), StoreError> {
        let subject = match self.subject_number {
            Some(number) if self.subject == subject.as_str() => number,
            _ => {
                let number = self.builder.number(subject.as_ref().into())?;
                self.subject.clear();
                self.subject.push_str(subject.as_str());
                self.subject_number = Some(number);
                number
            }
        };
        let place = (predicate.as_str().as_ptr().addr(), predicate.as_str().len());
        let predicate = match self.predicates.get(&place) {
            Some(number) => *number,
            None => {
                let number = self.builder.number(predicate.into())?;
                self.predicates.insert(place, number);
                number
            }
        };
        let object = self.builder.number(object)?;
        self.builder.add_numbers(subject, predicate, object, self.graph)
    }

    fn fail(&mut self, error: StoreError) {
        self.failed.get_or_insert(error);
    }

    /// About how many bytes of memory it takes.
    pub(super) fn memory(&self) -> usize {
        self.builder.memory()
    }

    /// How many statements there are.
    pub(super) const fn len(&self) -> usize {
        self.builder.len()
    }

    /// The builder.
    ///
    /// # Errors
    /// The first that was met.
    pub(super) fn finish(self) -> Result<Builder, StoreError> {
        self.failed.map_or(Ok(self.builder), Err)
    }
}
