//! A snapshot as the dataset of spareval, the evaluator that takes terms one at a time.

use super::error::StoreError;
use super::id::Id;
use super::quads::GraphFilter;
use super::snapshot::Snapshot;
use oxigraph::model::Term;
use rustc_hash::FxHashMap;
use spareval::{ExpressionTerm, InternalQuad, QueryableDataset};
use std::cell::RefCell;
use std::rc::Rc;

/// A snapshot that spareval can ask.
#[derive(Clone)]
pub struct Queryable {
    snapshot: Snapshot,
    union: bool,
    locals: Rc<RefCell<Locals>>,
}

/// A term of a query: its number in the store, or in the table of terms that only the query knows.
pub type StoredTerm = Id;

/// Terms that only a query knows.
#[derive(Default)]
struct Locals {
    terms: Vec<Term>,
    numbers: FxHashMap<Term, u32>,
}

impl Queryable {
    /// Asks a snapshot. With `union` the default graph of the query is all graphs as one, else it is that of the store.
    pub fn new(snapshot: Snapshot, union: bool) -> Self {
        Self { snapshot, union, locals: Rc::default() }
    }

    /// The snapshot.
    pub const fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    fn local(&self, term: Term) -> Result<Id, StoreError> {
        let mut locals = self.locals.borrow_mut();
        if let Some(number) = locals.numbers.get(&term) {
            return Ok(Id(*number));
        }
        let number = u32::try_from(locals.terms.len()).ok().and_then(|at| at.checked_add(Id::LOCAL));
        let number = number.filter(|number| *number < Id::INLINE).ok_or(StoreError::Full)?;
        locals.terms.push(term.clone());
        locals.numbers.insert(term, number);
        Ok(Id(number))
    }
}

impl<'a> QueryableDataset<'a> for Queryable {
    type InternalTerm = StoredTerm;
    type Error = StoreError;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Id>,
        predicate: Option<&Id>,
        object: Option<&Id>,
        graph_name: Option<Option<&Id>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Id>, StoreError>> + use<'a> {
        let graphs = match graph_name {
            None => GraphFilter::Named,
            Some(Some(graph)) => GraphFilter::One(*graph),
            Some(None) if self.union => GraphFilter::Union,
            Some(None) => GraphFilter::One(Id::DEFAULT_GRAPH),
        };
        let quads = self.snapshot.quads(subject.copied(), predicate.copied(), object.copied(), graphs);
        quads.map(|quad| {
            quad.map(|[subject, predicate, object, graph]| {
                let graph_name = (graph != Id::DEFAULT_GRAPH).then_some(graph);
                InternalQuad { subject, predicate, object, graph_name }
            })
        })
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Id, StoreError>> + use<'a> {
        let (graphs, failed) = match self.snapshot.graphs() {
            Ok(graphs) => (graphs, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        let named = graphs.into_iter().map(|(graph, _)| graph).filter(|graph| *graph != Id::DEFAULT_GRAPH);
        named.map(Ok).chain(failed.map(Err))
    }

    fn contains_internal_graph_name(&self, graph_name: &Id) -> Result<bool, StoreError> {
        Ok(self.snapshot.graphs()?.binary_search_by_key(graph_name, |(graph, _)| *graph).is_ok())
    }

    fn internalize_term(&self, term: Term) -> Result<Id, StoreError> {
        match self.snapshot.id_of(term.as_ref())? {
            Some(id) => Ok(id),
            None => self.local(term),
        }
    }

    fn externalize_term(&self, term: Id) -> Result<Term, StoreError> {
        if term.is_local() {
            let locals = self.locals.borrow();
            let found = usize::try_from(term.0 - Id::LOCAL).ok().and_then(|at| locals.terms.get(at).cloned());
            if let Some(found) = found {
                return Ok(found);
            }
        }
        self.snapshot.term(term)
    }

    fn externalize_expression_term(&self, term: Id) -> Result<ExpressionTerm, StoreError> {
        if let Some(value) = term.integer() {
            return Ok(ExpressionTerm::IntegerLiteral(value.into()));
        }
        if let Some(value) = term.boolean() {
            return Ok(ExpressionTerm::BooleanLiteral(value.into()));
        }
        self.externalize_term(term).map(ExpressionTerm::from)
    }

    fn internalize_expression_term(&self, term: ExpressionTerm) -> Result<Id, StoreError> {
        let inline = match &term {
            ExpressionTerm::IntegerLiteral(value) => Id::of_integer((*value).into()),
            ExpressionTerm::BooleanLiteral(value) => Some(Id::of_boolean((*value).into())),
            _ => None,
        };
        inline.map_or_else(|| self.internalize_term(term.into()), Ok)
    }
}
