//! Where oxigraph is known to differ from SPARQL 1.1: queries are put so that it answers as the standard says, or left out.

use oxigraph::model::vocab::xsd;
use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term};
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression, PropertyPathExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern, Variable};

/// The query with alternatives of paths as unions, sequences as joins, and negated sets as conditions: in paths, oxigraph drops the duplicates of
/// alternatives, which section 18.4 keeps, and gives a negated set once between ends that are bound already, however many predicates pair them, so that
/// its count follows from the order of joins.
pub(crate) fn standard(query: &Query) -> Query {
    let mut query = query.clone();
    let (Query::Select { pattern, .. } | Query::Construct { pattern, .. } | Query::Describe { pattern, .. } | Query::Ask { pattern, .. }) =
        &mut query;
    each(pattern, &mut |pattern| {
        let GraphPattern::Group { inner, aggregates, .. } = pattern else { return };
        if aggregates.iter().any(|(_, aggregate)| matches!(aggregate, AggregateExpression::CountSolutions { distinct: true })) {
            // Rows are told apart by variables; oxigraph looks at blank nodes too.
            let mut variables = Vec::new();
            inner.on_in_scope_variable(|variable| variables.push(variable.clone()));
            variables.sort_unstable();
            variables.dedup();
            let rows = std::mem::take(inner);
            **inner = GraphPattern::Project { inner: rows, variables };
        }
    });
    name_blank_nodes(pattern);
    let mut fresh = 0;
    each_path(pattern, &mut |path| {
        if let GraphPattern::Path { subject, path: steps, object } = path {
            *path = unfolded(subject, steps, object, &mut fresh);
        }
    });
    query
}

fn unfolded(subject: &TermPattern, path: &PropertyPathExpression, object: &TermPattern, fresh: &mut usize) -> GraphPattern {
    use PropertyPathExpression as P;
    match path {
        P::NamedNode(name) => {
            let pattern = TriplePattern { subject: subject.clone(), predicate: name.clone().into(), object: object.clone() };
            GraphPattern::Bgp { patterns: vec![pattern] }
        }
        P::Reverse(path) => unfolded(object, path, subject, fresh),
        P::Alternative(left, right) => GraphPattern::Union {
            left: Box::new(unfolded(subject, left, object, fresh)),
            right: Box::new(unfolded(subject, right, object, fresh)),
        },
        P::Sequence(first, second) => {
            *fresh += 1;
            let middle = TermPattern::Variable(Variable::new_unchecked(format!("middle{fresh}")));
            let left = Box::new(unfolded(subject, first, &middle, fresh));
            let right = Box::new(unfolded(&middle, second, object, fresh));
            GraphPattern::Project { inner: Box::new(GraphPattern::Join { left, right }), variables: variables(subject, object) }
        }
        P::NegatedPropertySet(names) => {
            *fresh += 1;
            let predicate = Variable::new_unchecked(format!("predicate{fresh}"));
            let pattern = TriplePattern { subject: subject.clone(), predicate: predicate.clone().into(), object: object.clone() };
            let named = names.iter().map(|name| name.clone().into()).collect();
            let is_named = Expression::In(Box::new(predicate.into()), named);
            let inner = Box::new(GraphPattern::Bgp { patterns: vec![pattern] });
            let inner = Box::new(GraphPattern::Filter { expr: Expression::Not(Box::new(is_named)), inner });
            GraphPattern::Project { inner, variables: variables(subject, object) }
        }
        P::ZeroOrMore(_) | P::OneOrMore(_) | P::ZeroOrOne(_) => {
            GraphPattern::Path { subject: subject.clone(), path: path.clone(), object: object.clone() }
        }
    }
}

/// The variables at the ends, each once.
fn variables(subject: &TermPattern, object: &TermPattern) -> Vec<Variable> {
    let mut variables: Vec<Variable> = [subject, object].into_iter().filter_map(variable).collect();
    variables.dedup();
    variables
}

fn variable(term: &TermPattern) -> Option<Variable> {
    if let TermPattern::Variable(variable) = term { Some(variable.clone()) } else { None }
}

/// Blank nodes of a pattern as the variables that they are: a projection lets variables through by name.
fn name_blank_nodes(pattern: &mut GraphPattern) {
    let name = |term: &mut TermPattern| {
        if let TermPattern::BlankNode(node) = term {
            *term = TermPattern::Variable(Variable::new_unchecked(format!("blank{}", node.as_str())));
        }
    };
    each(pattern, &mut |pattern| match pattern {
        GraphPattern::Bgp { patterns } => {
            for pattern in patterns {
                name(&mut pattern.subject);
                name(&mut pattern.object);
            }
        }
        GraphPattern::Path { subject, object, .. } => {
            name(subject);
            name(object);
        }
        _ => {}
    });
}

/// A query without FROM and FROM NAMED, and the quads that these let it see: oxigraph counts a triple as often as it stands in graphs of FROM,
/// but the default graph is their merge, a set. With them the graphs of FROM NAMED, which are there even if they are empty.
pub(crate) fn merged(query: &Query, quads: &[Quad]) -> Option<(Query, Vec<Quad>, Vec<NamedNode>)> {
    let mut query = query.clone();
    let (Query::Select { dataset, .. } | Query::Construct { dataset, .. } | Query::Describe { dataset, .. } | Query::Ask { dataset, .. }) =
        &mut query;
    let seen = dataset.take()?;
    let among = |names: &[NamedNode], quad: &Quad| matches!(&quad.graph_name, GraphName::NamedNode(name) if names.contains(name));
    let named = seen.named.unwrap_or_default();
    let default = quads.iter().filter(|quad| among(&seen.default, quad));
    let mut visible: Vec<Quad> = default.map(|quad| Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() }).collect();
    visible.extend(quads.iter().filter(|quad| among(&named, quad)).cloned());
    Some((query, visible, named))
}

/// The query with each `GRAPH` that a variable names written out for the graphs there are, as section 18.6 defines it, and none for a graph that
/// is not there: oxigraph only has the name of the graph beside each pattern of a triple.
pub(crate) fn written_out(query: &Query, graphs: &[NamedNode]) -> Query {
    let mut query = query.clone();
    let (Query::Select { pattern, .. } | Query::Construct { pattern, .. } | Query::Describe { pattern, .. } | Query::Ask { pattern, .. }) =
        &mut query;
    let nothing = GraphPattern::Values { variables: Vec::new(), bindings: Vec::new() };
    each(pattern, &mut |pattern| {
        let GraphPattern::Graph { name, inner } = pattern else { return };
        let variable = match name {
            NamedNodePattern::NamedNode(name) if graphs.contains(name) => return,
            NamedNodePattern::NamedNode(_) => {
                *pattern = nothing.clone();
                return;
            }
            NamedNodePattern::Variable(variable) => variable.clone(),
        };
        let in_one = |graph: &NamedNode| {
            let left = Box::new(GraphPattern::Graph { name: graph.clone().into(), inner: inner.clone() });
            let bindings = vec![vec![Some(graph.clone().into())]];
            GraphPattern::Join { left, right: Box::new(GraphPattern::Values { variables: vec![variable.clone()], bindings }) }
        };
        let union = |left, right| GraphPattern::Union { left: Box::new(left), right: Box::new(right) };
        *pattern = graphs.iter().map(in_one).reduce(union).unwrap_or_else(|| nothing.clone());
    });
    query
}

/// Whether a query has a path of no step from or to a term that may be no node of the graph where the path runs. The term is an answer by
/// section 18.4 (and the W3C's tests `property-path#zero_or_more_set_start` and so on), but none to oxigraph. In EXISTS a variable may stand for such
/// a term. Neither can be compared what is summed up of numbers that the order of rows rounds in another way.
pub(crate) fn in_doubt(query: &Query, quads: &[Quad], union: bool) -> bool {
    let (Query::Select { pattern, .. } | Query::Construct { pattern, .. } | Query::Describe { pattern, .. } | Query::Ask { pattern, .. }) =
        query;
    let mut found = false;
    // Whatever graph it is: the term must be a node of each, which is to ask for more than is needed.
    each_path(&mut pattern.clone(), &mut |path| {
        let GraphPattern::Path { subject, path, object } = path else { return };
        for end in [subject, object] {
            let term: Term = match end {
                TermPattern::NamedNode(node) => node.clone().into(),
                TermPattern::Literal(literal) => literal.clone().into(),
                _ => continue,
            };
            found |= may_be_empty(path) && !(query.dataset().is_none() && is_node(&term, quads, union) && !in_graph(pattern));
        }
    });
    found || may_be_empty_in_exists(pattern) || sums_by_order(query, quads) || of_graphs_in_doubt(query, pattern, quads)
}

/// Whether a query asks in a graph that its dataset names and no statement is in, which the standard has as an empty one and a store as none; or for an
/// alternative of a path in whatever graph, of which oxigraph loses the name.
fn of_graphs_in_doubt(query: &Query, pattern: &GraphPattern, quads: &[Quad]) -> bool {
    let is_there = |name: &NamedNode| quads.iter().any(|quad| quad.graph_name == GraphName::NamedNode(name.clone()));
    let named = query.dataset().and_then(|dataset| dataset.named.as_deref()).unwrap_or_default();
    if named.iter().any(|name| !is_there(name)) && in_graph(pattern) {
        return true;
    }
    let mut found = false;
    each(&mut pattern.clone(), &mut |pattern| {
        if let GraphPattern::Graph { name: NamedNodePattern::Variable(_), inner } = pattern {
            each_path(inner, &mut |path| {
                found |= matches!(path, GraphPattern::Path { path, .. } if has_alternative(path));
            });
        }
    });
    found
}

fn has_alternative(path: &PropertyPathExpression) -> bool {
    use PropertyPathExpression as P;
    match path {
        P::Alternative(..) => true,
        P::Sequence(left, right) => has_alternative(left) || has_alternative(right),
        P::Reverse(path) | P::ZeroOrMore(path) | P::OneOrMore(path) | P::ZeroOrOne(path) => has_alternative(path),
        P::NamedNode(_) | P::NegatedPropertySet(_) => false,
    }
}

/// Whether EXISTS has a path that may be of no step, with a variable at an end.
fn may_be_empty_in_exists(pattern: &GraphPattern) -> bool {
    let mut found = false;
    let mut is_in_doubt = |pattern: &mut GraphPattern| {
        if let GraphPattern::Path { subject, path, object } = pattern {
            found |= may_be_empty(path) && [subject, object].iter().any(|end| matches!(end, TermPattern::Variable(_)));
        }
    };
    each(&mut pattern.clone(), &mut |pattern| match pattern {
        GraphPattern::Filter { expr: expression, .. }
        | GraphPattern::Extend { expression, .. }
        | GraphPattern::LeftJoin { expression: Some(expression), .. } => each_exists(expression, &mut is_in_doubt),
        GraphPattern::OrderBy { expression, .. } => {
            for key in expression {
                let (OrderExpression::Asc(value) | OrderExpression::Desc(value)) = key;
                each_exists(value, &mut is_in_doubt);
            }
        }
        GraphPattern::Group { aggregates, .. } => {
            for (_, aggregate) in aggregates {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    each_exists(expr, &mut is_in_doubt);
                }
            }
        }
        _ => {}
    });
    found
}

/// Whether large integers may be summed up with floating-point numbers: which are rounded, and whether one overflows before, is a matter of their order, which
/// SPARQL leaves open.
fn sums_by_order(query: &Query, quads: &[Quad]) -> bool {
    let words = query.to_string();
    let of = |wanted: &dyn Fn(&Literal) -> bool| {
        quads.iter().any(|quad| if let Term::Literal(literal) = &quad.object { wanted(literal) } else { false })
    };
    (words.contains("SUM(") || words.contains("AVG("))
        && (words.contains("#float") || words.contains("#double") || of(&|literal| matches!(literal.datatype(), xsd::FLOAT | xsd::DOUBLE)))
        && of(&|literal| literal.value().len() > 8 && literal.value().bytes().skip(1).all(|byte| byte.is_ascii_digit()))
}

fn is_node(term: &Term, quads: &[Quad], union: bool) -> bool {
    let here = |quad: &&Quad| union || quad.graph_name == GraphName::DefaultGraph;
    quads.iter().filter(here).any(|quad| *term == quad.object || *term == Term::from(quad.subject.clone()))
}

fn may_be_empty(path: &PropertyPathExpression) -> bool {
    use PropertyPathExpression as P;
    match path {
        P::ZeroOrMore(_) | P::ZeroOrOne(_) => true,
        P::Reverse(path) | P::OneOrMore(path) => may_be_empty(path),
        P::Sequence(left, right) | P::Alternative(left, right) => may_be_empty(left) || may_be_empty(right),
        P::NamedNode(_) | P::NegatedPropertySet(_) => false,
    }
}

/// Whether anything in a pattern is looked for in a named graph.
fn in_graph(pattern: &GraphPattern) -> bool {
    let mut found = false;
    each(&mut pattern.clone(), &mut |pattern| found |= matches!(pattern, GraphPattern::Graph { .. }));
    found
}

/// Looks at each path.
fn each_path(pattern: &mut GraphPattern, look: &mut dyn FnMut(&mut GraphPattern)) {
    each(pattern, &mut |pattern| {
        if matches!(pattern, GraphPattern::Path { .. }) {
            look(pattern);
        }
    });
}

/// Looks at each pattern, those of EXISTS too, what is inside first.
fn each(pattern: &mut GraphPattern, look: &mut dyn FnMut(&mut GraphPattern)) {
    use GraphPattern as P;
    match pattern {
        P::Bgp { .. } | P::Path { .. } | P::Values { .. } => {}
        P::Join { left, right } | P::Lateral { left, right } | P::Union { left, right } | P::Minus { left, right } => {
            each(left, look);
            each(right, look);
        }
        P::LeftJoin { left, right, expression } => {
            each(left, look);
            each(right, look);
            expression.iter_mut().for_each(|expression| each_exists(expression, look));
        }
        P::Filter { expr, inner } => {
            each_exists(expr, look);
            each(inner, look);
        }
        P::Extend { inner, expression, .. } => {
            each_exists(expression, look);
            each(inner, look);
        }
        P::OrderBy { inner, expression } => {
            for key in expression {
                let (OrderExpression::Asc(value) | OrderExpression::Desc(value)) = key;
                each_exists(value, look);
            }
            each(inner, look);
        }
        P::Group { inner, aggregates, .. } => {
            for (_, aggregate) in aggregates {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    each_exists(expr, look);
                }
            }
            each(inner, look);
        }
        P::Graph { inner, .. }
        | P::Project { inner, .. }
        | P::Distinct { inner }
        | P::Reduced { inner }
        | P::Slice { inner, .. }
        | P::Service { inner, .. } => each(inner, look),
    }
    look(pattern);
}

fn each_exists(expression: &mut Expression, look: &mut dyn FnMut(&mut GraphPattern)) {
    use Expression as E;
    match expression {
        E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_) => {}
        E::Exists(pattern) => each(pattern, look),
        E::Or(left, right)
        | E::And(left, right)
        | E::Equal(left, right)
        | E::SameTerm(left, right)
        | E::Greater(left, right)
        | E::GreaterOrEqual(left, right)
        | E::Less(left, right)
        | E::LessOrEqual(left, right)
        | E::Add(left, right)
        | E::Subtract(left, right)
        | E::Multiply(left, right)
        | E::Divide(left, right) => {
            each_exists(left, look);
            each_exists(right, look);
        }
        E::UnaryPlus(inner) | E::UnaryMinus(inner) | E::Not(inner) => each_exists(inner, look),
        E::In(value, members) => {
            each_exists(value, look);
            members.iter_mut().for_each(|member| each_exists(member, look));
        }
        E::If(condition, yes, no) => [condition, yes, no].into_iter().for_each(|part| each_exists(part, look)),
        E::Coalesce(parts) | E::FunctionCall(_, parts) => parts.iter_mut().for_each(|part| each_exists(part, look)),
    }
}

#[cfg(test)]
mod tests {
    use super::{in_doubt, standard};
    use oxigraph::model::{GraphName, NamedNode, Quad};
    use spargebra::SparqlParser;
    use std::error::Error;

    #[test]
    fn alternatives_become_unions_and_ends_off_the_graph_are_left_out() -> Result<(), Box<dyn Error>> {
        let parse = |text: &str| SparqlParser::new().parse_query(text);
        let query = parse("SELECT * { ?a (<http://e/p>|<http://e/q>/<http://e/r>) ?b }")?;
        assert!(standard(&query).to_string().contains("UNION"), "{}", standard(&query));
        let node = NamedNode::new("http://e/a")?;
        let quads = [Quad::new(node.clone(), node.clone(), node, GraphName::DefaultGraph)];
        assert!(!in_doubt(&parse("SELECT * { <http://e/a> <http://e/p>* ?b }")?, &quads, false));
        assert!(in_doubt(&parse("SELECT * { <http://e/b> <http://e/p>* ?b }")?, &quads, false));
        assert!(in_doubt(&parse("SELECT * { FILTER EXISTS { ?b (<http://e/q>/<http://e/p>?) 1 } }")?, &quads, false));
        Ok(())
    }
}
