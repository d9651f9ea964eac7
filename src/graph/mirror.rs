//! What is fetched from a server once, and asked here.
//!
//! What the program looks up for itself would be thousands of small questions, so that it is fetched in a few large ones: the *names* of all things
//! with their classes, by which things are found, labelled and completed; or, where tables of everything are made (figures, measures, ledgers,
//! exports), the whole graph as a *mirror*, whose answers are those of a graph at hand because it is one. Before a mirror is used again, the
//! server is asked whether it still counts the same.

use super::remote::BackendError;
use super::server::{BEAT, Interrupt, Server, number, statement};
use super::store::GraphError;
use super::vocab::{dcterms, fg, rdf, rdfs, skos};
use crate::language::message;
use crate::store::{Builder, Snapshot};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef};
use std::sync::{Mutex, MutexGuard, TryLockError};
use std::thread;

/// What was fetched from a server.
#[derive(Default)]
pub(super) struct Fetched {
    names: Mutex<Option<Snapshot>>,
    mirror: Mutex<Option<Mirror>>,
}

/// The whole graph, with the counts by which it is known to be the present one.
struct Mirror {
    counts: Vec<(NamedNode, u64)>,
    snapshot: Snapshot,
}

/// The properties by whose values things are found.
const CALLED: &[NamedNodeRef<'_>] = &[skos::PREF_LABEL, fg::SHORT_NAME, skos::ALT_LABEL];
/// The properties whose values are names.
const NAMES: &[NamedNodeRef<'_>] = &[skos::PREF_LABEL, fg::SHORT_NAME, skos::ALT_LABEL, dcterms::TITLE, rdfs::LABEL, fg::NUMBER];

impl Server {
    /// The names of all things with their classes, and what units became: fetched once.
    pub(super) fn names(&self, interrupt: Option<&Interrupt>) -> Result<Snapshot, GraphError> {
        let mut names = locked(&self.fetched.names, interrupt)?;
        if let Some(names) = &*names {
            return Ok(names.clone());
        }
        let all = list(&[NAMES, &[fg::SUCCEEDED_BY]].concat());
        let mut builder = Builder::new();
        let named = format!("SELECT DISTINCT ?s ?p ?o {{ VALUES ?p {{ {all} }} ?s ?p ?o }}");
        let (type_, named_by) = (rdf::TYPE, list(NAMES));
        let classes = format!("SELECT DISTINCT ?s ?p ?o {{ VALUES ?n {{ {named_by} }} ?s ?n ?name . VALUES ?p {{ {type_} }} ?s ?p ?o }}");
        for query in [named, classes] {
            self.add(&query, &mut builder, interrupt)?;
        }
        Ok(names.insert(Snapshot::empty().with(builder)?).clone())
    }

    /// The same of what has a name that holds some words, in either case, or an IRI that ends with them; nothing where all names are here.
    /// More than is needed may come: what differs in case.
    pub(super) fn names_like(&self, words: &str, interrupt: Option<&Interrupt>) -> Result<Option<Snapshot>, GraphError> {
        if self.fetched.names.try_lock().is_ok_and(|names| names.is_some()) {
            return Ok(None);
        }
        let (low, end) = (Literal::new_simple_literal(words.to_lowercase()), Literal::new_simple_literal(format!("/{words}")));
        let (called, all) = (list(CALLED), list(&[NAMES, &[fg::SUCCEEDED_BY, rdf::TYPE]].concat()));
        let holds = format!("CONTAINS(LCASE(STR(?name)), {low}) || STRENDS(STR(?s), {end})");
        let query = format!(
            "SELECT DISTINCT ?s ?p ?o {{ {{ SELECT DISTINCT ?s {{ VALUES ?n {{ {called} }} ?s ?n ?name FILTER({holds}) }} }} VALUES ?p {{ {all} }} ?s ?p ?o }}"
        );
        let mut builder = Builder::new();
        self.add(&query, &mut builder, interrupt)?;
        Ok(Some(Snapshot::empty().with(builder)?))
    }

    /// Adds the statements that a query finds.
    fn add(&self, query: &str, builder: &mut Builder, interrupt: Option<&Interrupt>) -> Result<(), GraphError> {
        for row in self.rows(query, interrupt)? {
            if let Some(quad) = statement(row, &GraphName::DefaultGraph) {
                builder.add(quad.as_ref())?;
            }
        }
        Ok(())
    }

    /// The whole graph: fetched graph by graph, each of which has to give as many statements as were counted.
    ///
    /// # Errors
    /// [`GraphError::TooLarge`] above the limit of what is fetched, [`GraphError::Uneven`] where what came is not what was counted.
    pub(super) fn mirror(&self, interrupt: Option<&Interrupt>) -> Result<Snapshot, GraphError> {
        let mut mirror = locked(&self.fetched.mirror, interrupt)?;
        let counts = self.counts(interrupt)?;
        if let Some(known) = mirror.as_ref().filter(|known| known.counts == counts) {
            return Ok(known.snapshot.clone());
        }
        let statements: u64 = counts.iter().map(|(_, count)| count).sum();
        if statements > self.limits.fetch {
            return Err(GraphError::TooLarge { place: self.place().to_owned(), statements, limit: self.limits.fetch });
        }
        let mut builder = Builder::new();
        for (graph, count) in &counts {
            self.fetch(
                &format!("SELECT ?s ?p ?o {{ GRAPH {graph} {{ ?s ?p ?o }} }}"),
                &graph.clone().into(),
                *count,
                &mut builder,
                interrupt,
            )?;
        }
        if self.backend.has_default_graph() {
            let pattern = "?s ?p ?o FILTER NOT EXISTS { GRAPH ?g { ?s ?p ?o } }";
            let counted = self.rows(&format!("SELECT (COUNT(*) AS ?n) {{ {pattern} }}"), interrupt)?;
            let count = number(&counted).unwrap_or_default();
            if count > self.limits.fetch {
                return Err(GraphError::TooLarge {
                    place: self.place().to_owned(),
                    statements: statements + count,
                    limit: self.limits.fetch,
                });
            }
            if count > 0 {
                self.fetch(&format!("SELECT ?s ?p ?o {{ {pattern} }}"), &GraphName::DefaultGraph, count, &mut builder, interrupt)?;
            }
        }
        let snapshot = Snapshot::empty().with(builder)?;
        *mirror = Some(Mirror { counts, snapshot: snapshot.clone() });
        Ok(snapshot)
    }

    fn fetch(
        &self,
        query: &str,
        graph: &GraphName,
        count: u64,
        builder: &mut Builder,
        interrupt: Option<&Interrupt>,
    ) -> Result<(), GraphError> {
        let rows = self.rows(query, interrupt)?;
        if rows.len() as u64 != count {
            return Err(GraphError::Uneven { place: self.place().to_owned(), counted: count, sent: rows.len() as u64 });
        }
        for row in rows {
            let Some(quad) = statement(row, graph) else {
                return Err(self.garbled(message!("a row that is no statement").to_string()).into());
            };
            builder.add(quad.as_ref())?;
        }
        Ok(())
    }
}

/// The lock of what is being fetched, waited for no longer than nobody interrupts.
fn locked<'m, T>(mutex: &'m Mutex<T>, interrupt: Option<&Interrupt>) -> Result<MutexGuard<'m, T>, BackendError> {
    loop {
        match mutex.try_lock() {
            Ok(guard) => return Ok(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Ok(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) if interrupt.is_some_and(|interrupt| interrupt()) => return Err(BackendError::Stopped),
            Err(TryLockError::WouldBlock) => thread::sleep(BEAT),
        }
    }
}

/// Nodes as the values of VALUES.
fn list(nodes: &[NamedNodeRef<'_>]) -> String {
    nodes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
