//! The statements of a graph in parts that a server takes at once.

use super::PushError;
use super::content::{is_blank, line};
use crate::graph::{Graph, Quads};
use oxigraph::model::NamedNode;

/// The parts, one after the other. All statements with blank nodes stand in the first, since a node has its name within one request only.
pub(super) struct Parts<'g> {
    graph: &'g Graph,
    name: &'g NamedNode,
    most: usize,
    rest: Option<Quads>,
    /// A line that found no room.
    left: Vec<u8>,
}

impl<'g> Parts<'g> {
    pub(super) const fn new(graph: &'g Graph, name: &'g NamedNode, most: usize) -> Self {
        Self { graph, name, most, rest: None, left: Vec::new() }
    }

    /// The next part, in N-Triples, and how many statements it has.
    pub(super) fn next_part(&mut self) -> Result<Option<(Vec<u8>, u64)>, PushError> {
        let (mut part, mut statements, mut text) = (Vec::new(), 0, Vec::new());
        let (graph, name) = (self.graph, self.name);
        let all = || graph.quads(None, None, None, Some(name.into()));
        if self.rest.is_none() {
            for quad in all() {
                let quad = quad?;
                if is_blank(&quad) {
                    line(&quad, &mut text);
                    part.extend_from_slice(&text);
                    statements += 1;
                }
            }
        }
        if !self.left.is_empty() {
            part.append(&mut self.left);
            statements += 1;
        }
        let rest = self.rest.get_or_insert_with(all);
        for quad in rest {
            let quad = quad?;
            if is_blank(&quad) {
                continue;
            }
            line(&quad, &mut text);
            if statements > 0 && part.len() + text.len() > self.most {
                self.left = text;
                break;
            }
            part.extend_from_slice(&text);
            statements += 1;
        }
        Ok((statements > 0).then_some((part, statements)))
    }
}
