//! Lowering of what stands in `GRAPH`.
//!
//! In `GRAPH ?g` patterns carry the graph as a variable more, which every node hands on: a part that binds it holds in that graph, one that
//! does not holds in all ([`Lowering::settled`] makes it bound where that matters: below what would otherwise mix the graphs).

use super::batch::Slot;
use super::context::Context;
use super::error::EngineError;
use super::expression::Expr;
use super::graphs::{MOST, Named, restored};
use super::lower::{Lowering, Refusal};
use super::plan::{InGraph, Node};
use oxigraph::model::{Term, Variable};
use spargebra::algebra::GraphPattern as Algebra;
use sparopt::algebra::GraphPattern;

impl Lowering {
    /// What stands in a `GRAPH`.
    pub(super) fn named(&mut self, named: &Named, inner: &GraphPattern) -> Result<Node, Refusal> {
        match named {
            Named::One(node) => {
                let id = self.context.known(node.as_ref().into())?;
                match id.filter(|id| self.context.named_graphs().is_ok_and(|named| named.contains(id))) {
                    Some(id) => self.within(InGraph::One(id), inner),
                    None => Ok(Node::Nothing),
                }
            }
            Named::Each { variable, inside } => match self.each_graph(variable, *inside, inner) {
                Err(Refusal::Unsupported) => self.one_by_one(variable, inner),
                node => node,
            },
        }
    }

    /// A pattern in a graph.
    fn within(&mut self, graph: InGraph, inner: &GraphPattern) -> Result<Node, Refusal> {
        let outside = std::mem::replace(&mut self.active, graph);
        let node = self.lower(inner);
        self.active = outside;
        node
    }

    /// A pattern in all named graphs at once.
    fn each_graph(&mut self, variable: &Variable, inside: bool, inner: &GraphPattern) -> Result<Node, Refusal> {
        let name = self.slot(variable);
        if !inside {
            let node = self.within(InGraph::Of(name), inner)?;
            return Ok(self.bound(node, name)?);
        }
        // The pattern speaks of the variable, which it may not see bound: the graph has another one, and is compared afterwards.
        let graph = self.fresh(variable.clone());
        let node = self.within(InGraph::Of(graph), inner)?;
        let inner = Box::new(self.bound(node, graph)?);
        if inner.binds().certain.contains(&name) {
            return Ok(Node::Filter { inner, condition: Expr::same(name, graph) });
        }
        // An inner SELECT may have it as a column that is nowhere bound.
        let rows = self.context.named_graphs()?.iter().map(|id| vec![*id, *id]).collect();
        Ok(Node::Join(vec![*inner, Node::Values { slots: vec![graph, name], rows }]))
    }

    /// A pattern in one named graph after the other.
    fn one_by_one(&mut self, variable: &Variable, inner: &GraphPattern) -> Result<Node, Refusal> {
        let graphs = self.context.named_graphs()?;
        self.written += graphs.len();
        if self.written > MOST {
            return Err(Refusal::Unsupported);
        }
        let slot = self.slot(variable);
        let mut branches = Vec::with_capacity(graphs.len());
        for id in graphs.iter() {
            let node = self.within(InGraph::One(*id), inner)?;
            branches.push(Node::Join(vec![Node::Values { slots: vec![slot], rows: vec![vec![*id]] }, node]));
        }
        Ok(if branches.is_empty() { Node::Nothing } else { Node::Union(branches) })
    }

    /// A pattern for spareval, with each `GRAPH` as it is to be read.
    pub(super) fn restored(&self, pattern: &GraphPattern) -> Result<Algebra, EngineError> {
        written_out(&self.context, pattern.into())
    }

    /// The variable of the graph, where patterns are looked for in each.
    pub(super) const fn graph_slot(&self) -> Option<Slot> {
        if let InGraph::Of(slot) = self.active { Some(slot) } else { None }
    }

    /// A node with the graph bound in each row, where some may bind it; for `others` that bind it, or speak of it, in any case.
    pub(super) fn settled(&self, node: Node, others: bool) -> Result<Node, EngineError> {
        match self.graph_slot() {
            Some(slot) if others || node.binds().possible.contains(&slot) => self.bound(node, slot),
            _ => Ok(node),
        }
    }

    /// A node with a graph bound in each row: where it is not, the row holds in all.
    fn bound(&self, node: Node, slot: Slot) -> Result<Node, EngineError> {
        if matches!(node, Node::Nothing) || node.binds().certain.contains(&slot) {
            return Ok(node);
        }
        let rows = self.context.named_graphs()?.iter().map(|id| vec![*id]).collect();
        let graphs = Node::Values { slots: vec![slot], rows };
        Ok(match node {
            Node::Join(mut parts) => {
                parts.push(graphs);
                Node::Join(parts)
            }
            node => Node::Join(vec![node, graphs]),
        })
    }

    /// Whether a node may bind the graph.
    pub(super) fn may_bind_graph(&self, node: &Node) -> bool {
        self.graph_slot().is_some_and(|slot| node.binds().possible.contains(&slot))
    }

    /// Whether an expression speaks of the graph, as an `EXISTS` in it does.
    pub(super) fn speaks_of_graph(&self, expression: &Expr) -> bool {
        self.graph_slot().is_some_and(|slot| expression.slots().contains(&slot))
    }
}

/// A pattern whose `GRAPH`s are marked, with each as spareval is to read it.
pub(super) fn written_out(context: &Context, pattern: Algebra) -> Result<Algebra, EngineError> {
    let graphs = context.named_graphs()?;
    let mut names = Vec::new();
    for id in graphs.iter().take(MOST + 1) {
        match context.term(*id)? {
            Some(Term::NamedNode(name)) => names.push(name),
            // A query cannot name it.
            _ => return Ok(restored(pattern, None)),
        }
    }
    Ok(restored(pattern, (names.len() <= MOST).then_some(&names)))
}
