//! Statements on their way into the builder of a store, without terms in between.
//!
//! Most statements have the subject of the one before, and one of some fifty predicates, and many a class of the vocabulary: their numbers are
//! remembered.

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
    /// Predicates and classes by where their IRIs lie: they are constants of the vocabulary.
    constants: FxHashMap<(usize, usize), u32>,
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
        let object = self.builder.number(object);
        self.numbered(subject, predicate, object);
    }

    /// A statement whose predicate and object are constants.
    pub(super) fn constant(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'static>, object: NamedNodeRef<'static>) {
        let object = self.of_constant(object);
        self.numbered(subject, predicate, object);
    }

    fn numbered(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'static>, object: Result<u32, StoreError>) {
        if let Err(error) = object.and_then(|object| self.try_add(subject, predicate, object)) {
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

    fn try_add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'static>, object: u32) -> Result<(), StoreError> {
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
        let predicate = self.of_constant(predicate)?;
        self.builder.add_numbers(subject, predicate, object, self.graph)
    }

    fn of_constant(&mut self, term: NamedNodeRef<'static>) -> Result<u32, StoreError> {
        let place = (term.as_str().as_ptr().addr(), term.as_str().len());
        if let Some(number) = self.constants.get(&place) {
            return Ok(*number);
        }
        let number = self.builder.number(term.into())?;
        self.constants.insert(place, number);
        Ok(number)
    }

    fn fail(&mut self, error: StoreError) {
        self.failed.get_or_insert(error);
    }

    /// How many statements there are.
    pub(super) const fn len(&self) -> usize {
        self.builder.len()
    }

    /// Adds all statements to another builder, and forgets them here.
    ///
    /// # Errors
    /// The first that was met.
    pub(super) fn hand_over(&mut self, to: &mut Builder) -> Result<(), StoreError> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        to.absorb(&self.builder)?;
        self.builder.clear();
        self.subject_number = None;
        self.constants.clear();
        Ok(())
    }

    /// The builder.
    ///
    /// # Errors
    /// The first that was met.
    pub(super) fn finish(self) -> Result<Builder, StoreError> {
        self.failed.map_or(Ok(self.builder), Err)
    }
}
