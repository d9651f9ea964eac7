//! What comes out of a query: rows of terms, or triples.

use super::batch::{Batch, Slot};
use super::build::Stream;
use super::context::Shared;
use super::error::EngineError;
use super::explain::{Step, Steps};
use oxigraph::model::{BlankNode, NamedNode, NamedOrBlankNode, Term, Triple, Variable};
use rustc_hash::FxHashMap;
use spareval::{QuerySolutionIter, QueryTripleIter};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

/// What comes out of a query.
pub enum Results {
    /// Of `ASK`.
    Boolean(bool),
    /// Of `SELECT`.
    Rows {
        /// The columns.
        variables: Vec<Variable>,
        /// The rows.
        rows: Rows,
    },
    /// Of `CONSTRUCT` and `DESCRIBE`.
    Graph(Triples),
}

/// A row: a term a variable, or none.
pub type Row = Vec<Option<Term>>;

/// The rows of a `SELECT`, made as they are asked for.
pub struct Rows(pub(super) From);

pub(super) enum From {
    Vectorised(Box<Answer>),
    Spareval(QuerySolutionIter<'static>),
}

/// The triples of a `CONSTRUCT`, made as they are asked for; each once.
pub struct Triples(pub(super) FromTriples);

pub(super) enum FromTriples {
    Vectorised(Box<Constructed>),
    Spareval(QueryTripleIter<'static>),
}

/// Rows of the executor.
pub(super) struct Answer {
    pub context: Shared,
    pub rows: super::operator::Rows,
    /// Where each variable stands.
    pub places: Vec<Option<usize>>,
    pub batch: Batch,
    pub at: usize,
    pub steps: Steps,
    pub root: usize,
    /// Terms that were looked up, for those that come again and again.
    pub terms: FxHashMap<u32, Term>,
}

/// How many terms are remembered at most.
const REMEMBERED: usize = 4096;

impl Answer {
    pub(super) fn new(context: &Shared, stream: Stream, slots: &[Slot], steps: Steps) -> Self {
        let places = slots.iter().map(|slot| stream.layout.iter().position(|other| other == slot)).collect();
        let (rows, root) = (stream.rows, stream.step);
        Self { context: context.clone(), rows, places, batch: Batch::default(), at: 0, steps, root, terms: FxHashMap::default() }
    }

    fn row(&mut self) -> Result<Option<Row>, EngineError> {
        while self.at == self.batch.rows {
            let Some(batch) = self.rows.next()? else { return Ok(None) };
            self.batch = batch;
            self.at = 0;
        }
        let mut row = Vec::with_capacity(self.places.len());
        for at in 0..self.places.len() {
            let id = self.places[at].map_or(super::batch::UNBOUND, |place| self.batch.columns[place][self.at]);
            row.push(self.term(id)?);
        }
        self.at += 1;
        Ok(Some(row))
    }

    fn term(&mut self, id: u32) -> Result<Option<Term>, EngineError> {
        if let Some(term) = self.terms.get(&id) {
            return Ok(Some(term.clone()));
        }
        let term = self.context.term(id)?;
        if let Some(term) = &term {
            if self.terms.len() == REMEMBERED {
                self.terms.clear();
            }
            self.terms.insert(id, term.clone());
        }
        Ok(term)
    }
}

impl Rows {
    /// The steps that were carried through so far; nothing where spareval did all.
    pub fn steps(&self) -> Option<Step> {
        match &self.0 {
            From::Vectorised(answer) => answer.steps.tree(answer.root),
            From::Spareval(_) => None,
        }
    }

    /// Reads all rows and counts them, without looking their terms up.
    ///
    /// # Errors
    /// As the rows themselves.
    pub fn count(self) -> Result<(u64, Option<Step>), EngineError> {
        match self.0 {
            From::Vectorised(mut answer) => {
                let mut rows = (answer.batch.rows - answer.at) as u64;
                while let Some(batch) = answer.rows.next()? {
                    rows += batch.rows as u64;
                }
                Ok((rows, answer.steps.tree(answer.root)))
            }
            From::Spareval(rows) => {
                let mut count = 0;
                for row in rows {
                    row?;
                    count += 1;
                }
                Ok((count, None))
            }
        }
    }
}

impl Iterator for Rows {
    type Item = Result<Row, EngineError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            From::Vectorised(answer) => answer.row().transpose(),
            From::Spareval(rows) => Some(rows.next()?.map(|row| row.values().to_vec()).map_err(EngineError::from)),
        }
    }
}

/// The triples that a template makes of rows.
pub(super) struct Constructed {
    pub answer: Answer,
    pub template: Vec<TriplePattern>,
    /// Where the variables of the template stand in a row.
    pub variables: FxHashMap<Variable, usize>,
    pub ready: Vec<Triple>,
    pub made: rustc_hash::FxHashSet<Triple>,
}

impl Constructed {
    fn next(&mut self) -> Result<Option<Triple>, EngineError> {
        loop {
            if let Some(triple) = self.ready.pop() {
                return Ok(Some(triple));
            }
            let Some(row) = self.answer.row()? else { return Ok(None) };
            let mut blanks = FxHashMap::default();
            for pattern in self.template.iter().rev() {
                if let Some(triple) = self.triple(pattern, &row, &mut blanks)
                    && (self.template.len() == 1 || self.made.insert(triple.clone()))
                {
                    self.ready.push(triple);
                }
            }
        }
    }

    fn triple(&self, pattern: &TriplePattern, row: &Row, blanks: &mut FxHashMap<BlankNode, BlankNode>) -> Option<Triple> {
        let variable = |variable: &Variable| self.variables.get(variable).and_then(|at| row[*at].clone());
        let mut end = |end: &TermPattern| match end {
            TermPattern::NamedNode(node) => Some(Term::from(node.clone())),
            TermPattern::Literal(literal) => Some(literal.clone().into()),
            TermPattern::BlankNode(node) => Some(blanks.entry(node.clone()).or_default().clone().into()),
            TermPattern::Variable(name) => variable(name),
        };
        let subject: NamedOrBlankNode = match end(&pattern.subject)? {
            Term::NamedNode(node) => node.into(),
            Term::BlankNode(node) => node.into(),
            Term::Literal(_) => return None,
        };
        let predicate: NamedNode = match &pattern.predicate {
            NamedNodePattern::NamedNode(node) => node.clone(),
            NamedNodePattern::Variable(name) => match variable(name)? {
                Term::NamedNode(node) => node,
                _ => return None,
            },
        };
        let object = end(&pattern.object)?;
        Some(Triple::new(subject, predicate, object))
    }
}

impl Triples {
    /// The steps that were carried through so far; nothing where spareval did all.
    pub fn steps(&self) -> Option<Step> {
        match &self.0 {
            FromTriples::Vectorised(made) => made.answer.steps.tree(made.answer.root),
            FromTriples::Spareval(_) => None,
        }
    }
}

impl Iterator for Triples {
    type Item = Result<Triple, EngineError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            FromTriples::Vectorised(made) => made.next().transpose(),
            FromTriples::Spareval(triples) => Some(triples.next()?.map_err(EngineError::from)),
        }
    }
}
