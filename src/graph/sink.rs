//! Where statements are collected: in batches for a store, as lines of N-Quads, or as numbers of a store's builder.

use super::iri::digits;
use super::numbers::Numbers;
use super::vocab::{SUPERCLASSES, rdf, skos, xsd};
use oxigraph::model::{GraphName, Literal, LiteralRef, NamedNode, NamedNodeRef, Quad, Term};
use std::sync::mpsc::SyncSender;

/// The statements of one named graph, handed on while they are made.
#[derive(Debug)]
pub(super) struct Sink {
    graph: GraphName,
    out: Out,
}

/// Where statements go.
#[derive(Debug)]
pub(super) enum Out {
    /// Into a channel, some at once.
    Batches(Vec<Quad>, SyncSender<Vec<Quad>>),
    /// Into a buffer, as lines of N-Quads.
    Lines(Lines),
    /// Into a builder of a store, as numbers.
    Numbers(Box<Numbers>),
}

/// The object of a statement, before it is a term: most are written down or numbered at once.
#[derive(Clone, Copy)]
enum Object<'a> {
    Iri(&'a str),
    /// A term of a vocabulary.
    Constant(NamedNodeRef<'static>),
    Words(&'a str),
    Number(usize),
    Term(&'a Term),
}

/// Lines of N-Quads (W3C, RDF 1.1 N-Quads), and the end that all lines of one graph share.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// The lines.
    pub text: Vec<u8>,
    end: Vec<u8>,
}

/// How many statements go on at once.
const BATCH: usize = 512;

impl Out {
    /// Into a channel.
    pub(super) fn batches(out: SyncSender<Vec<Quad>>) -> Self {
        Self::Batches(Vec::with_capacity(BATCH), out)
    }
}

impl Lines {
    /// Lines that go on in a buffer.
    pub(super) fn after(text: Vec<u8>) -> Self {
        Self { text, end: Vec::new() }
    }

    fn subject(&mut self, subject: &str, predicate: NamedNodeRef<'static>) {
        self.iri(subject);
        self.text.push(b' ');
        self.iri(predicate.as_str());
        self.text.push(b' ');
    }

    fn iri(&mut self, iri: &str) {
        self.text.push(b'<');
        self.text.extend_from_slice(iri.as_bytes());
        self.text.push(b'>');
    }

    /// A string in quotation marks, with what must be escaped escaped.
    fn string(&mut self, words: &str) {
        self.text.push(b'"');
        let mut rest = words.as_bytes();
        while let Some(at) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20 | 0x7F)) {
            self.text.extend_from_slice(&rest[..at]);
            match rest[at] {
                b'"' => self.text.extend_from_slice(b"\\\""),
                b'\\' => self.text.extend_from_slice(b"\\\\"),
                b'\n' => self.text.extend_from_slice(b"\\n"),
                b'\r' => self.text.extend_from_slice(b"\\r"),
                b'\t' => self.text.extend_from_slice(b"\\t"),
                other => self.text.extend_from_slice(format!("\\u{other:04X}").as_bytes()),
            }
            rest = &rest[at + 1..];
        }
        self.text.extend_from_slice(rest);
        self.text.push(b'"');
    }

    fn term(&mut self, term: &Term) {
        match term {
            Term::NamedNode(node) => self.iri(node.as_str()),
            Term::Literal(literal) => {
                self.string(literal.value());
                if let Some(language) = literal.language() {
                    self.text.push(b'@');
                    self.text.extend_from_slice(language.as_bytes());
                } else if literal.datatype() != xsd::STRING {
                    self.text.extend_from_slice(b"^^");
                    self.iri(literal.datatype().as_str());
                }
            }
            other => self.text.extend_from_slice(other.to_string().as_bytes()),
        }
    }

    fn number(&mut self, number: usize) {
        self.text.push(b'"');
        self.text.extend_from_slice(digits(number, &mut [0; 20]).as_bytes());
        self.text.extend_from_slice(b"\"^^<http://www.w3.org/2001/XMLSchema#integer>");
    }

    fn close(&mut self) {
        self.text.extend_from_slice(&self.end);
    }
}

impl Sink {
    pub(super) fn new(graph: NamedNode, mut out: Out) -> Self {
        match &mut out {
            Out::Lines(lines) => lines.end = format!(" {graph} .\n").into_bytes(),
            Out::Numbers(numbers) => numbers.begin(&graph),
            Out::Batches(..) => {}
        }
        Self { graph: graph.into(), out }
    }

    /// A statement.
    pub(super) fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'static>, object: impl Into<Term>) {
        if let Out::Batches(..) = &self.out {
            self.batch(Quad::new(subject.clone(), predicate.into_owned(), object, self.graph.clone()));
        } else {
            self.state(subject, predicate, Object::Term(&object.into()));
        }
    }

    /// A statement that is made already; it goes into the graph of this sink.
    pub(super) fn quad(&mut self, quad: Quad) {
        match &mut self.out {
            Out::Batches(..) => self.batch(Quad { graph_name: self.graph.clone(), ..quad }),
            Out::Lines(lines) => {
                lines.text.extend_from_slice(format!("{} {} ", quad.subject, quad.predicate).as_bytes());
                lines.term(&quad.object);
                lines.close();
            }
            Out::Numbers(numbers) => numbers.quad(&quad),
        }
    }

    fn state(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'static>, object: Object<'_>) {
        match &mut self.out {
            Out::Lines(lines) => {
                lines.subject(subject.as_str(), predicate);
                match object {
                    Object::Iri(iri) => lines.iri(iri),
                    Object::Constant(term) => lines.iri(term.as_str()),
                    Object::Words(words) => lines.string(words),
                    Object::Number(number) => lines.number(number),
                    Object::Term(term) => lines.term(term),
                }
                lines.close();
            }
            Out::Numbers(numbers) => {
                let mut room = [0; 20];
                let object = match object {
                    Object::Iri(iri) => NamedNodeRef::new_unchecked(iri).into(),
                    Object::Constant(term) => return numbers.constant(subject, predicate, term),
                    Object::Words(words) => LiteralRef::new_simple_literal(words).into(),
                    Object::Number(number) => LiteralRef::new_typed_literal(digits(number, &mut room), xsd::INTEGER).into(),
                    Object::Term(term) => term.as_ref(),
                };
                numbers.add(subject, predicate, object);
            }
            Out::Batches(..) => {
                let object = match object {
                    Object::Iri(iri) => NamedNode::new_unchecked(iri).into(),
                    Object::Constant(term) => term.into_owned().into(),
                    Object::Words(words) => Literal::new_simple_literal(words).into(),
                    Object::Number(number) => Literal::new_typed_literal(number.to_string(), xsd::INTEGER).into(),
                    Object::Term(term) => term.clone(),
                };
                self.batch(Quad::new(subject.clone(), predicate.into_owned(), object, self.graph.clone()));
            }
        }
    }

    fn batch(&mut self, quad: Quad) {
        if let Out::Batches(quads, _) = &mut self.out {
            quads.push(quad);
            if quads.len() == BATCH {
                self.flush();
            }
        }
    }

    fn flush(&mut self) {
        if let Out::Batches(quads, out) = &mut self.out {
            // Who receives has gone only after an error of its own, which it reports.
            let _ = out.send(std::mem::take(quads));
        }
    }

    /// The lines, of a sink that made lines.
    pub(super) fn into_lines(mut self) -> Vec<u8> {
        if let Out::Lines(lines) = &mut self.out { std::mem::take(&mut lines.text) } else { Vec::new() }
    }

    /// The numbers, of a sink that made numbers.
    pub(super) fn into_numbers(mut self) -> Numbers {
        if let Out::Numbers(numbers) = &mut self.out { std::mem::take(&mut **numbers) } else { Numbers::default() }
    }

    /// A link between two things.
    pub(super) fn link(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'static>, object: &NamedNode) {
        self.state(subject, predicate, Object::Iri(object.as_str()));
    }

    /// A link to a term of a vocabulary.
    pub(super) fn term(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'static>, term: NamedNodeRef<'static>) {
        self.state(subject, predicate, Object::Constant(term));
    }

    /// The class of a thing, with the classes above it.
    pub(super) fn class(&mut self, subject: &NamedNode, class: NamedNodeRef<'static>) {
        let wider = SUPERCLASSES.iter().filter(|(narrow, _)| *narrow == class).flat_map(|(_, wider)| *wider);
        for class in std::iter::once(&class).chain(wider) {
            self.term(subject, rdf::TYPE, *class);
        }
    }

    /// Words as they are.
    pub(super) fn words(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'static>, words: &str) {
        self.state(subject, predicate, Object::Words(words));
    }

    /// Words in Chinese.
    pub(super) fn chinese(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'static>, words: &str) {
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
    pub(super) fn number(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'static>, number: usize) {
        self.state(subject, predicate, Object::Number(number));
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.flush();
    }
}
