//! From the algebra of a query to a plan: variables become numbers, terms become ids, and what the executor cannot do is set apart.

use super::batch::{Slot, UNBOUND};
use super::context::Shared;
use super::error::EngineError;
use super::expression::Expr;
use super::graphs::Named;
use super::plan::{Aggregate, End, InGraph, Node, Path, Pattern};
use oxigraph::model::{NamedNode, Term, TermRef, Variable};
use rustc_hash::FxHashMap;
use spargebra::algebra::{AggregateFunction, GraphPattern as Algebra, PropertyPathExpression};
use spargebra::term::{GroundTerm, GroundTermPattern, NamedNodePattern};
use sparopt::algebra::{AggregateExpression, GraphPattern, OrderExpression};
use std::collections::BTreeSet;

/// Why a node is not done here.
pub(super) enum Refusal {
    /// The executor has no such node.
    Unsupported,
    /// The query fails.
    Error(EngineError),
}

impl From<EngineError> for Refusal {
    fn from(error: EngineError) -> Self {
        Self::Error(error)
    }
}

/// The way from algebra to plan.
pub(super) struct Lowering {
    pub(super) context: Shared,
    /// Where patterns are looked for.
    pub(super) active: InGraph,
    /// How many branches were written for patterns in `GRAPH`.
    pub(super) written: usize,
    /// Whether relative IRIs are made absolute, which only spareval knows how to.
    pub(super) has_base: bool,
    scope: FxHashMap<Variable, Slot>,
    names: Vec<Variable>,
}

impl Lowering {
    pub(super) fn new(context: &Shared, has_base: bool) -> Self {
        Self { context: context.clone(), active: InGraph::Default, written: 0, has_base, scope: FxHashMap::default(), names: Vec::new() }
    }

    /// The number of a variable in the scope.
    pub(super) fn slot(&mut self, variable: &Variable) -> Slot {
        if let Some(slot) = self.scope.get(variable) {
            return *slot;
        }
        let slot = self.fresh(variable.clone());
        self.scope.insert(variable.clone(), slot);
        slot
    }

    pub(super) fn fresh(&mut self, variable: Variable) -> Slot {
        self.names.push(variable);
        Slot::try_from(self.names.len() - 1).unwrap_or(Slot::MAX)
    }

    /// The names of the variables by their numbers.
    pub(super) fn names(&self) -> &[Variable] {
        &self.names
    }

    /// The plan of a query.
    pub(super) fn query(&mut self, pattern: &GraphPattern) -> Result<Node, EngineError> {
        match self.lower(pattern) {
            Ok(node) => Ok(node),
            Err(Refusal::Error(error)) => Err(error),
            // Not in a graph, whatever is refused is set apart.
            Err(Refusal::Unsupported) => {
                let pattern = self.restored(pattern)?;
                Ok(self.foreign(pattern))
            }
        }
    }

    /// A node, or its pattern set apart for spareval; in many graphs at once that is for whoever asks to do.
    pub(super) fn lower(&mut self, pattern: &GraphPattern) -> Result<Node, Refusal> {
        match (self.try_lower(pattern), self.active) {
            (Err(Refusal::Unsupported), InGraph::Default) => {
                let pattern = self.restored(pattern)?;
                Ok(self.foreign(pattern))
            }
            (Err(Refusal::Unsupported), InGraph::One(graph)) => match self.context.term(graph)? {
                Some(Term::NamedNode(name)) => {
                    let inner = Box::new(self.restored(pattern)?);
                    Ok(self.foreign(Algebra::Graph { name: name.into(), inner }))
                }
                _ => Err(Refusal::Unsupported),
            },
            (node, _) => node,
        }
    }

    fn foreign(&mut self, pattern: Algebra) -> Node {
        let mut visible = BTreeSet::new();
        pattern.on_in_scope_variable(|variable| _ = visible.insert(variable.clone()));
        let variables = visible.into_iter().map(|variable| (variable.clone(), self.slot(&variable))).collect();
        Node::Foreign { pattern: Box::new(pattern), variables }
    }

    fn try_lower(&mut self, pattern: &GraphPattern) -> Result<Node, Refusal> {
        Ok(match pattern {
            GraphPattern::QuadPattern { subject, predicate, object, graph_name: None } => {
                let predicate = match predicate {
                    NamedNodePattern::NamedNode(node) => self.known(node.as_ref().into())?,
                    NamedNodePattern::Variable(variable) => End::Var(self.slot(variable)),
                };
                let (subject, object) = (self.end(subject)?, self.end(object)?);
                if [subject, predicate, object].contains(&End::Nowhere) {
                    return Ok(Node::Nothing);
                }
                self.distinct_ends(subject, predicate, object)
            }
            GraphPattern::Path { subject, path, object, graph_name: None } => {
                let (subject, object) = (self.path_end(subject)?, self.path_end(object)?);
                self.path(subject, path, object)?
            }
            GraphPattern::Join { left, right, .. } => {
                let mut parts = Vec::new();
                for part in [left, right] {
                    match self.lower(part)? {
                        Node::Join(inner) => parts.extend(inner),
                        node => parts.push(node),
                    }
                }
                Node::Join(parts)
            }
            GraphPattern::LeftJoin { left, right, expression, .. } => {
                let (left, right) = (self.lower(left)?, Box::new(self.lower(right)?));
                let condition = if expression.effective_boolean_value() == Some(true) { None } else { Some(self.expression(expression)?) };
                let in_graph = self.may_bind_graph(&right) || condition.as_ref().is_some_and(|condition| self.speaks_of_graph(condition));
                Node::Optional { left: Box::new(self.settled(left, in_graph)?), right, condition }
            }
            GraphPattern::Filter { expression, inner } => {
                let inner = self.lower(inner)?;
                let condition = self.expression(expression)?;
                // A condition in a graph is of the graph of the row.
                let inner = if self.speaks_of_graph(&condition) { self.settled(inner, true)? } else { inner };
                Node::Filter { condition, inner: Box::new(inner) }
            }
            GraphPattern::Union { inner } => {
                let mut branches = Vec::new();
                for branch in inner {
                    match self.lower(branch)? {
                        Node::Union(inner) => branches.extend(inner),
                        node => branches.push(node),
                    }
                }
                Node::Union(branches)
            }
            GraphPattern::Extend { inner, variable, expression } => {
                let inner = self.lower(inner)?;
                let expression = self.expression(expression)?;
                let inner = if self.speaks_of_graph(&expression) { self.settled(inner, true)? } else { inner };
                Node::Extend { slot: self.slot(variable), inner: Box::new(inner), expression }
            }
            GraphPattern::Minus { left, right, .. } => {
                let (left, right) = (self.lower(left)?, Box::new(self.lower(right)?));
                let in_graph = self.may_bind_graph(&right);
                let left = if in_graph { self.settled(left, true)? } else { left };
                Node::Minus { left: Box::new(left), right, graph: if in_graph { self.graph_slot() } else { None } }
            }
            GraphPattern::Values { variables, bindings } => self.values(variables, bindings)?,
            GraphPattern::OrderBy { inner, expression } => {
                let inner = Box::new(self.lower(inner)?);
                let mut keys = Vec::new();
                for key in expression {
                    let (expression, descending) = match key {
                        OrderExpression::Asc(expression) => (expression, false),
                        OrderExpression::Desc(expression) => (expression, true),
                    };
                    let sparopt::algebra::Expression::Variable(variable) = expression else { return Err(Refusal::Unsupported) };
                    keys.push((self.slot(variable), descending));
                }
                Node::Order { inner, keys, limit: None }
            }
            GraphPattern::Project { inner, variables } => {
                let slots: Vec<Slot> = variables.iter().map(|variable| self.slot(variable)).collect();
                let own = variables.iter().cloned().zip(slots.iter().copied()).collect();
                let outer = std::mem::replace(&mut self.scope, own);
                let inner = self.lower(inner);
                self.scope = outer;
                let inner = Box::new(inner?);
                let mut slots = slots;
                slots.extend(self.graph_slot().filter(|slot| self.may_bind_graph(&inner) && !slots.contains(slot)));
                Node::Project { inner, slots }
            }
            GraphPattern::Distinct { inner } | GraphPattern::Reduced { inner } => {
                let inner = self.lower(inner)?;
                Node::Distinct { inner: Box::new(self.settled(inner, false)?) }
            }
            GraphPattern::Slice { inner, start, length } => {
                let inner = self.lower(inner)?;
                let each = self.graph_slot().filter(|_| self.may_bind_graph(&inner));
                let mut inner = self.settled(inner, false)?;
                if each.is_none() {
                    limit(&mut inner, length.map(|length| start.saturating_add(length)));
                }
                Node::Slice { inner: Box::new(inner), start: *start, length: *length, each }
            }
            GraphPattern::Group { inner, variables, aggregates } => {
                let inner = self.lower(inner)?;
                let mut keys: Vec<Slot> = variables.iter().map(|variable| self.slot(variable)).collect();
                let mut lowered = Vec::new();
                for (variable, aggregate) in aggregates {
                    let slot = self.slot(variable);
                    lowered.push(match aggregate {
                        // Which of the columns make a solution, spareval knows.
                        AggregateExpression::CountSolutions { distinct: true } => return Err(Refusal::Unsupported),
                        AggregateExpression::CountSolutions { distinct: false } => Aggregate { slot, of: None, distinct: false },
                        AggregateExpression::FunctionCall { name: AggregateFunction::Custom(_), .. } => return Err(Refusal::Unsupported),
                        AggregateExpression::FunctionCall { name, expr, distinct } => {
                            Aggregate { slot, of: Some((name.clone(), self.expression(expr)?)), distinct: *distinct }
                        }
                    });
                }
                let spoken = lowered.iter().filter_map(|aggregate| aggregate.of.as_ref()).any(|(_, expr)| self.speaks_of_graph(expr));
                let each = self.graph_slot().filter(|_| spoken || self.may_bind_graph(&inner));
                let inner = Box::new(if each.is_some() { self.settled(inner, spoken)? } else { inner });
                // Without keys there is a group in each graph, of no row too.
                let graphs = if each.is_some() && keys.is_empty() { self.context.named_graphs()?.to_vec() } else { Vec::new() };
                keys.extend(each);
                Node::Group { inner, keys, aggregates: lowered, graphs }
            }
            GraphPattern::Service { name, inner, .. } => match Named::of(name) {
                Some(named) => self.named(&named, inner)?,
                None => return Err(Refusal::Unsupported),
            },
            // Each GRAPH was made a node before, so that no pattern has a name of its own.
            GraphPattern::QuadPattern { .. } | GraphPattern::Path { .. } | GraphPattern::Graph { .. } | GraphPattern::Lateral { .. } => {
                return Err(Refusal::Unsupported);
            }
        })
    }

    /// An expression, where the executor has it.
    fn expression(&mut self, expression: &sparopt::algebra::Expression) -> Result<Expr, Refusal> {
        Expr::lower(self, expression)
    }

    fn known(&self, term: TermRef<'_>) -> Result<End, EngineError> {
        Ok(self.context.known(term)?.map_or(End::Nowhere, End::Is))
    }

    fn end(&mut self, end: &GroundTermPattern) -> Result<End, EngineError> {
        match end {
            GroundTermPattern::NamedNode(node) => self.known(node.as_ref().into()),
            GroundTermPattern::Literal(literal) => self.known(literal.as_ref().into()),
            GroundTermPattern::Variable(variable) => Ok(End::Var(self.slot(variable))),
        }
    }

    /// An end of a path: a path of no step leads from any term to itself, whether the store knows it or not.
    fn path_end(&mut self, end: &GroundTermPattern) -> Result<End, EngineError> {
        match end {
            GroundTermPattern::NamedNode(node) => Ok(End::Is(self.context.intern(&node.clone().into())?)),
            GroundTermPattern::Literal(literal) => Ok(End::Is(self.context.intern(&literal.clone().into())?)),
            GroundTermPattern::Variable(variable) => Ok(End::Var(self.slot(variable))),
        }
    }

    /// A pattern whose variables are all different: one that stands twice is compared with itself afterwards.
    fn distinct_ends(&mut self, subject: End, predicate: End, object: End) -> Node {
        let mut conditions = Vec::new();
        let mut apart = |this: &mut Self, end: End, others: &[End]| match end {
            End::Var(slot) if others.contains(&end) => {
                let other = this.fresh(this.names[slot as usize].clone());
                conditions.push(Expr::same(slot, other));
                End::Var(other)
            }
            end => end,
        };
        let predicate = apart(self, predicate, &[subject]);
        let object = apart(self, object, &[subject, predicate]);
        let mut node = Node::Pattern(Pattern { subject, predicate, object, graph: self.active });
        for condition in conditions {
            node = Node::Filter { inner: Box::new(node), condition };
        }
        node
    }

    fn path(&mut self, subject: End, path: &PropertyPathExpression, object: End) -> Result<Node, Refusal> {
        let graph = self.active;
        Ok(match path {
            PropertyPathExpression::NamedNode(node) => match self.known(node.as_ref().into())? {
                End::Nowhere => Node::Nothing,
                predicate => self.distinct_ends(subject, predicate, object),
            },
            PropertyPathExpression::Reverse(inner) => self.path(object, inner, subject)?,
            PropertyPathExpression::NegatedPropertySet(nodes) => {
                let predicate = self.fresh(Variable::new_unchecked("predicate"));
                let mut named = Vec::new();
                for node in nodes {
                    if let Some(id) = self.predicate(node)? {
                        named.push(Expr::Same(Box::new(Expr::Slot(predicate)), Box::new(Expr::Constant(id))));
                    }
                }
                let inner = Box::new(self.distinct_ends(subject, End::Var(predicate), object));
                Node::Filter { inner, condition: Expr::Not(Box::new(Expr::Or(named))) }
            }
            _ => {
                let path = self.walk(path)?;
                match (subject, object) {
                    // From a node to itself: walked to another name of it, and compared.
                    (End::Var(slot), End::Var(same)) if slot == same => {
                        let other = self.fresh(self.names[slot as usize].clone());
                        let inner = Box::new(Node::Path { subject, path, object: End::Var(other), graph });
                        Node::Filter { inner, condition: Expr::same(slot, other) }
                    }
                    _ => Node::Path { subject, path, object, graph },
                }
            }
        })
    }

    fn walk(&self, path: &PropertyPathExpression) -> Result<Path, EngineError> {
        let inner = |path: &PropertyPathExpression| self.walk(path).map(Box::new);
        Ok(match path {
            PropertyPathExpression::NamedNode(node) => Path::Step(self.predicate(node)?),
            PropertyPathExpression::Reverse(path) => Path::Inverse(inner(path)?),
            PropertyPathExpression::Sequence(first, second) => Path::Sequence(inner(first)?, inner(second)?),
            PropertyPathExpression::Alternative(one, other) => Path::Alternative(inner(one)?, inner(other)?),
            PropertyPathExpression::ZeroOrMore(path) => Path::ZeroOrMore(inner(path)?),
            PropertyPathExpression::OneOrMore(path) => Path::OneOrMore(inner(path)?),
            PropertyPathExpression::ZeroOrOne(path) => Path::ZeroOrOne(inner(path)?),
            PropertyPathExpression::NegatedPropertySet(nodes) => {
                let known: Result<Vec<Option<u32>>, EngineError> = nodes.iter().map(|node| self.predicate(node)).collect();
                Path::Other(known?.into_iter().flatten().collect())
            }
        })
    }

    fn predicate(&self, node: &NamedNode) -> Result<Option<u32>, EngineError> {
        self.context.known(node.as_ref().into())
    }

    fn values(&mut self, variables: &[Variable], bindings: &[Vec<Option<GroundTerm>>]) -> Result<Node, EngineError> {
        let slots = variables.iter().map(|variable| self.slot(variable)).collect();
        let mut rows = Vec::with_capacity(bindings.len());
        for binding in bindings {
            let ids = binding.iter().map(|term| term.as_ref().map_or(Ok(UNBOUND), |term| self.context.intern(&term.clone().into())));
            rows.push(ids.collect::<Result<_, _>>()?);
        }
        Ok(Node::Values { slots, rows })
    }
}

/// Tells an order how many of its rows are asked for.
fn limit(node: &mut Node, rows: Option<usize>) {
    match node {
        Node::Order { limit, .. } => *limit = rows,
        Node::Project { inner, .. } => limit(inner, rows),
        _ => {}
    }
}
