//! A diagram as a typed graph of graphviz-rust. All quoting happens here.

use graphviz_rust::dot_structures::{Attribute, Edge, EdgeTy, Graph, GraphAttributes, Id, Node, NodeId, Stmt, Subgraph, Vertex};
use graphviz_rust::printer::{DotPrinter, PrinterContext};

/// A directed diagram with its attributes.
#[derive(Debug, Clone)]
pub struct Diagram {
    statements: Vec<Stmt>,
}

/// Attributes of a node, an edge or the whole: names with values that may hold any characters.
pub(super) type Attributes<'a> = &'a [(&'static str, String)];

impl Diagram {
    pub(super) fn new(graph: Attributes<'_>, nodes: Attributes<'_>, edges: Attributes<'_>) -> Self {
        let statements = vec![
            Stmt::GAttribute(GraphAttributes::Graph(attributes(graph))),
            Stmt::GAttribute(GraphAttributes::Node(attributes(nodes))),
            Stmt::GAttribute(GraphAttributes::Edge(attributes(edges))),
        ];
        Self { statements }
    }

    pub(super) fn node(&mut self, id: &str, attributes_of_node: Attributes<'_>) {
        self.statements.push(node(id, attributes_of_node));
    }

    pub(super) fn edge(&mut self, from: &str, to: &str, attributes_of_edge: Attributes<'_>) {
        let end = |id: &str| Vertex::N(NodeId(quoted(id), None));
        self.statements.push(Stmt::Edge(Edge { ty: EdgeTy::Pair(end(from), end(to)), attributes: attributes(attributes_of_edge) }));
    }

    /// Nodes in a frame of their own.
    pub(super) fn frame(&mut self, name: &str, graph: Attributes<'_>, nodes: &[(String, Vec<(&'static str, String)>)]) {
        let mut statements = vec![Stmt::GAttribute(GraphAttributes::Graph(attributes(graph)))];
        statements.extend(nodes.iter().map(|(id, attributes)| node(id, attributes)));
        self.statements.push(Stmt::Subgraph(Subgraph { id: quoted(&format!("cluster_{name}")), stmts: statements }));
    }

    /// The diagram in the DOT language.
    pub fn to_dot(&self) -> String {
        let graph = Graph::DiGraph { id: Id::Plain("fengong".to_owned()), strict: false, stmts: self.statements.clone() };
        // No line may be broken inside a list of attributes: one statement a line.
        let mut dot = graph.print(&mut PrinterContext::new(true, 2, "\n".to_owned(), usize::MAX));
        dot.push('\n');
        dot
    }
}

fn node(id: &str, attributes_of_node: Attributes<'_>) -> Stmt {
    Stmt::Node(Node { id: NodeId(quoted(id), None), attributes: attributes(attributes_of_node) })
}

fn attributes(pairs: Attributes<'_>) -> Vec<Attribute> {
    pairs.iter().map(|(name, value)| Attribute(Id::Plain((*name).to_owned()), quoted(value))).collect()
}

/// Any words as a quoted identifier: in DOT only the quotation mark needs a backslash before it, and a backslash of the
/// words is doubled so that it stays one and begins no escape; `\n` of the words becomes a line break.
fn quoted(words: &str) -> Id {
    let mut out = String::with_capacity(words.len() + 2);
    out.push('"');
    for c in words.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' | '\0' => {}
            c => out.push(c),
        }
    }
    out.push('"');
    Id::Escaped(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_words_stay_inside_their_quotation_marks() {
        let mut diagram = Diagram::new(&[], &[], &[]);
        diagram.node("a\"b\\", &[("label", "<b>\n}; \"[x]\\".to_owned())]);
        let dot = diagram.to_dot();
        assert!(dot.contains(r#""a\"b\\""#), "{dot}");
        assert!(dot.contains(r#"label="<b>\n}; \"[x]\\""#), "{dot}");
    }
}
