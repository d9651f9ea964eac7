//! What a graph holds: how much, and what tells it from others.

use super::PushError;
use crate::graph::Graph;
use oxigraph::model::{NamedNode, NamedOrBlankNode, Quad, Term};
use sha2::{Digest, Sha256};
use std::io::Write;

/// What a graph holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Content {
    pub statements: u64,
    /// As N-Triples.
    pub bytes: usize,
    /// Of these, statements with blank nodes.
    pub blank_bytes: usize,
    sum: [u64; 4],
}

/// A statement as a line of N-Triples.
pub(super) fn line(quad: &Quad, line: &mut Vec<u8>) {
    line.clear();
    // Writing into memory does not fail.
    let _ = writeln!(line, "{} {} {} .", quad.subject, quad.predicate, quad.object);
}

/// Whether a statement has a blank node.
pub(super) const fn is_blank(quad: &Quad) -> bool {
    matches!(quad.subject, NamedOrBlankNode::BlankNode(_)) || matches!(quad.object, Term::BlankNode(_))
}

impl Content {
    /// Goes through a graph once.
    pub(super) fn of(graph: &Graph, name: &NamedNode) -> Result<Self, PushError> {
        let mut content = Self { statements: 0, bytes: 0, blank_bytes: 0, sum: [0; 4] };
        let mut text = Vec::new();
        for quad in graph.quads(None, None, None, Some(name.into())) {
            let quad = quad?;
            line(&quad, &mut text);
            content.statements += 1;
            content.bytes += text.len();
            content.blank_bytes += if is_blank(&quad) { text.len() } else { 0 };
            content.add(&text);
        }
        Ok(content)
    }

    /// The SHA-256 of each line are added up, so that the order in which statements stand does not matter.
    fn add(&mut self, line: &[u8]) {
        let hash = Sha256::digest(line);
        for (lane, bytes) in self.sum.iter_mut().zip(hash.chunks_exact(8)) {
            *lane = bytes.iter().fold(0_u64, |number, byte| (number << 8) | u64::from(*byte)).wrapping_add(*lane);
        }
    }

    /// What tells it from others: the number of statements, and the sum of the digests of their lines.
    pub(super) fn digest(&self) -> String {
        let sum: String = self.sum.iter().map(|lane| format!("{lane:016x}")).collect();
        format!("{}:{sum}", self.statements)
    }
}
