//! Where statements are collected.

use super::vocab::{SUPERCLASSES, rdf, skos, xsd};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use std::sync::mpsc::SyncSender;

/// The statements of one named graph, handed on in batches while they are made.
#[derive(Debug)]
pub(super) struct Sink {
    graph: GraphName,
    quads: Vec<Quad>,
    out: SyncSender<Vec<Quad>>,
}

/// How many statements go on at once.
const BATCH: usize = 512;

impl Sink {
    pub(super) fn new(graph: NamedNode, out: SyncSender<Vec<Quad>>) -> Self {
        Self { graph: graph.into(), quads: Vec::with_capacity(BATCH), out }
    }

    /// A statement.
    pub(super) fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.quad(Quad::new(subject.clone(), predicate.into_owned(), object, GraphName::DefaultGraph));
    }

    /// A statement that is made already; it goes into the graph of this sink.
    pub(super) fn quad(&mut self, quad: Quad) {
        self.quads.push(Quad { graph_name: self.graph.clone(), ..quad });
        if self.quads.len() == BATCH {
            self.flush();
        }
    }

    fn flush(&mut self) {
        // Who receives has gone only after an error of its own, which it reports.
        let _ = self.out.send(std::mem::take(&mut self.quads));
    }

    /// A link between two things.
    pub(super) fn link(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: &NamedNode) {
        self.add(subject, predicate, object.clone());
    }

    /// The class of a thing, with the classes above it.
    pub(super) fn class(&mut self, subject: &NamedNode, class: NamedNodeRef<'_>) {
        self.add(subject, rdf::TYPE, class.into_owned());
        for wider in SUPERCLASSES.iter().filter(|(narrow, _)| *narrow == class).flat_map(|(_, wider)| *wider) {
            self.add(subject, rdf::TYPE, wider.into_owned());
        }
    }

    /// Words as they are.
    pub(super) fn words(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, words: &str) {
        self.add(subject, predicate, Literal::new_simple_literal(words));
    }

    /// Words in Chinese.
    pub(super) fn chinese(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, words: &str) {
        self.add(subject, predicate, Literal::new_language_tagged_literal_unchecked(words, "zh"));
    }

    /// Names in Chinese and English.
    pub(super) fn labels(&mut self, subject: &NamedNode, zh: &str, en: &str) {
        self.chinese(subject, skos::PREF_LABEL, zh);
        if !en.is_empty() {
            self.add(subject, skos::PREF_LABEL, Literal::new_language_tagged_literal_unchecked(en, "en"));
        }
    }

    /// A count or offset.
    pub(super) fn number(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, number: usize) {
        self.add(subject, predicate, Literal::new_typed_literal(number.to_string(), xsd::INTEGER));
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.flush();
    }
}
