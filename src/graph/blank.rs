//! Names of blank nodes that are the same run after run: numbers in the order in which the nodes are met.
//!
//! Parsers and the engine of queries name nodes without a name at random, and two files may use one name for different nodes.

use crate::text::sha256;
use oxigraph::model::{BlankNode, GraphName, NamedOrBlankNode, Quad, Term, Triple};
use rustc_hash::FxHashMap;

/// Blank nodes with the names that they are given.
#[derive(Debug)]
pub(crate) struct BlankNames {
    prefix: String,
    only_random: bool,
    given: FxHashMap<BlankNode, BlankNode>,
}

impl BlankNames {
    /// Names for the nodes of a file, by what stands in it: other files have others, and the same file has the same wherever it lies.
    pub(crate) fn of_file(bytes: &[u8]) -> Self {
        let hash = &sha256(bytes)[..16];
        // Names of nothing but hexadecimal digits are those that are made at random.
        Self { prefix: format!("x{hash}n"), only_random: false, given: FxHashMap::default() }
    }

    /// Names for the nodes of an answer that the query made; those of the graph keep theirs.
    pub(crate) fn of_answer() -> Self {
        Self { prefix: "n".to_owned(), only_random: true, given: FxHashMap::default() }
    }

    /// A statement of a graph.
    pub(crate) fn quad(&mut self, quad: Quad) -> Quad {
        let Quad { subject, predicate, object, graph_name } = quad;
        // In the order in which they are written.
        let (subject, object) = (self.subject(subject), self.term(object));
        let graph_name = match graph_name {
            GraphName::BlankNode(node) => self.node(node).into(),
            other => other,
        };
        Quad { subject, predicate, object, graph_name }
    }

    /// A statement.
    pub(crate) fn triple(&mut self, triple: Triple) -> Triple {
        Triple { subject: self.subject(triple.subject), predicate: triple.predicate, object: self.term(triple.object) }
    }

    /// A term of an answer.
    pub(crate) fn term(&mut self, term: Term) -> Term {
        match term {
            Term::BlankNode(node) => self.node(node).into(),
            other => other,
        }
    }

    fn subject(&mut self, subject: NamedOrBlankNode) -> NamedOrBlankNode {
        match subject {
            NamedOrBlankNode::BlankNode(node) => self.node(node).into(),
            other @ NamedOrBlankNode::NamedNode(_) => other,
        }
    }

    fn node(&mut self, node: BlankNode) -> BlankNode {
        if self.only_random && node.as_ref().unique_id().is_none() {
            return node;
        }
        let next = self.given.len() + 1;
        let prefix = &self.prefix;
        self.given.entry(node).or_insert_with(|| BlankNode::new_unchecked(format!("{prefix}{next}"))).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_numbered_as_they_are_met_and_never_look_random() {
        let mut names = BlankNames::of_file(b"a");
        let (one, other) = (BlankNode::default(), BlankNode::default());
        let said: Vec<String> =
            [&one, &other, &one].into_iter().map(|node| names.node(node.clone())).map(|node| node.as_str().to_owned()).collect();
        assert!(said[0].ends_with("n1") && said[1].ends_with("n2") && said[0] == said[2], "{said:?}");
        assert_eq!(names.node(one.clone()).as_ref().unique_id(), None);
        assert_ne!(BlankNames::of_file(b"b").node(one.clone()), names.node(one), "another file has other nodes");
    }

    #[test]
    fn an_answer_keeps_the_names_of_the_graph() {
        let mut names = BlankNames::of_answer();
        let own = BlankNode::new_unchecked("x1n1");
        assert_eq!(names.node(own.clone()), own);
        assert_eq!(names.node(BlankNode::default()).as_str(), "n1");
    }
}
