//! Where statements are collected: in batches for a store, or as lines of N-Quads.

use super::vocab::{SUPERCLASSES, rdf, skos, xsd};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
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

    fn subject(&mut self, subject: &str, predicate: NamedNodeRef<'_>) {
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
        let (mut digits, mut first, mut rest) = ([0_u8; 20], 20, number);
        loop {
            first -= 1;
            digits[first] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.text.extend_from_slice(&digits[first..]);
        self.text.extend_from_slice(b"\"^^<http://www.w3.org/2001/XMLSchema#integer>");
    }

    fn close(&mut self) {
        self.text.extend_from_slice(&self.end);
    }
}

impl Sink {
    pub(super) fn new(graph: NamedNode, mut out: Out) -> Self {
        if let Out::Lines(lines) = &mut out {
            lines.end = format!(" {graph} .\n").into_bytes();
        }
        Self { graph: graph.into(), out }
    }

    /// A statement.
    pub(super) fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        if let Out::Lines(lines) = &mut self.out {
            lines.subject(subject.as_str(), predicate);
            lines.term(&object.into());
            lines.close();
        } else {
            self.quad(Quad::new(subject.clone(), predicate.into_owned(), object, GraphName::DefaultGraph));
        }
    }

    /// A statement that is made already; it goes into the graph of this sink.
    pub(super) fn quad(&mut self, quad: Quad) {
        match &mut self.out {
            Out::Batches(quads, _) => {
                quads.push(Quad { graph_name: self.graph.clone(), ..quad });
                if quads.len() == BATCH {
                    self.flush();
                }
            }
            Out::Lines(lines) => {
                lines.text.extend_from_slice(format!("{} {} ", quad.subject, quad.predicate).as_bytes());
                lines.term(&quad.object);
                lines.close();
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
        match &mut self.out {
            Out::Lines(lines) => std::mem::take(&mut lines.text),
            Out::Batches(..) => Vec::new(),
        }
    }

    /// A link between two things.
    pub(super) fn link(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: &NamedNode) {
        if let Out::Lines(lines) = &mut self.out {
            lines.subject(subject.as_str(), predicate);
            lines.iri(object.as_str());
            lines.close();
        } else {
            self.add(subject, predicate, object.clone());
        }
    }

    /// A link to a term of a vocabulary.
    pub(super) fn term(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, term: NamedNodeRef<'_>) {
        if let Out::Lines(lines) = &mut self.out {
            lines.subject(subject.as_str(), predicate);
            lines.iri(term.as_str());
            lines.close();
        } else {
            self.add(subject, predicate, term.into_owned());
        }
    }

    /// The class of a thing, with the classes above it.
    pub(super) fn class(&mut self, subject: &NamedNode, class: NamedNodeRef<'_>) {
        let wider = SUPERCLASSES.iter().filter(|(narrow, _)| *narrow == class).flat_map(|(_, wider)| *wider);
        for class in std::iter::once(&class).chain(wider) {
            self.term(subject, rdf::TYPE, *class);
        }
    }

    /// Words as they are.
    pub(super) fn words(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, words: &str) {
        if let Out::Lines(lines) = &mut self.out {
            lines.subject(subject.as_str(), predicate);
            lines.string(words);
            lines.close();
        } else {
            self.add(subject, predicate, Literal::new_simple_literal(words));
        }
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
        if let Out::Lines(lines) = &mut self.out {
            lines.subject(subject.as_str(), predicate);
            lines.number(number);
            lines.close();
        } else {
            self.add(subject, predicate, Literal::new_typed_literal(number.to_string(), xsd::INTEGER));
        }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.flush();
    }
}
