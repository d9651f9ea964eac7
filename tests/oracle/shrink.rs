//! Makes what fails smaller: the quads, then the query by its algebra, for as long as it still fails.
//!
//! A smaller query is written and read again before it is tried, so that what is printed is what failed.

use oxigraph::model::Quad;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression, PropertyPathExpression};
use spargebra::term::TriplePattern;
use spargebra::{Query, SparqlParser};

/// At most so many smaller cases are tried.
const TRIES: usize = 4000;

/// The smallest quads and query found that still fail.
pub(crate) fn shrink(quads: Vec<Quad>, query: Query, fails: &mut dyn FnMut(&[Quad], &Query) -> bool) -> (Vec<Quad>, Query) {
    let (mut quads, mut query) = (quads, query);
    let mut left = TRIES;
    loop {
        let fewer = fewer_quads(&quads, &mut |quads| {
            left = left.saturating_sub(1);
            left > 0 && fails(quads, &query)
        });
        let changed = fewer.len() < quads.len();
        quads = fewer;
        let smaller = smaller(&query).into_iter().find(|candidate| {
            left = left.saturating_sub(1);
            left > 0 && fails(&quads, candidate)
        });
        match smaller {
            Some(smaller) => query = smaller,
            None if changed && left > 0 => {}
            None => return (quads, query),
        }
    }
}

fn fewer_quads(quads: &[Quad], fails: &mut dyn FnMut(&[Quad]) -> bool) -> Vec<Quad> {
    let mut kept = quads.to_vec();
    let mut size = kept.len().div_ceil(2);
    while size > 0 {
        let mut at = 0;
        while at < kept.len() {
            let mut without = kept.clone();
            without.drain(at..(at + size).min(kept.len()));
            if fails(&without) {
                kept = without;
            } else {
                at += size;
            }
        }
        size /= 2;
    }
    kept
}

/// Smaller queries, the smallest first, as they are read when they are written.
fn smaller(query: &Query) -> Vec<Query> {
    let mut found: Vec<Query> = Vec::new();
    match query {
        Query::Select { dataset, pattern, base_iri } => {
            let made = |pattern| Query::Select { dataset: dataset.clone(), pattern, base_iri: base_iri.clone() };
            if dataset.is_some() {
                found.push(Query::Select { dataset: None, pattern: pattern.clone(), base_iri: base_iri.clone() });
            }
            found.extend(patterns(pattern).into_iter().map(made));
        }
        Query::Ask { dataset, pattern, base_iri } => {
            let made = |pattern| Query::Ask { dataset: dataset.clone(), pattern, base_iri: base_iri.clone() };
            found.extend(patterns(pattern).into_iter().map(made));
            found.push(Query::Select { dataset: dataset.clone(), pattern: pattern.clone(), base_iri: base_iri.clone() });
        }
        Query::Construct { template, dataset, pattern, base_iri } => {
            let made = |template: Vec<TriplePattern>, pattern| Query::Construct {
                template,
                dataset: dataset.clone(),
                pattern,
                base_iri: base_iri.clone(),
            };
            found.push(Query::Select { dataset: dataset.clone(), pattern: pattern.clone(), base_iri: base_iri.clone() });
            found.extend(without_one(template).into_iter().map(|template| made(template, pattern.clone())));
            found.extend(patterns(pattern).into_iter().map(|pattern| made(template.clone(), pattern)));
        }
        Query::Describe { .. } => {}
    }
    let read = |query: Query| SparqlParser::new().parse_query(&query.to_string()).ok();
    let own = query.to_string();
    let mut seen: Vec<Query> = Vec::new();
    for query in found.into_iter().filter_map(read) {
        if query.to_string().len() < own.len() && !seen.contains(&query) {
            seen.push(query);
        }
    }
    seen.sort_by_key(|query| query.to_string().len());
    seen
}

fn without_one<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    let without = |at: usize| items.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, item)| item.clone()).collect();
    (0..items.len()).map(without).collect()
}

/// Smaller patterns in place of one.
fn patterns(pattern: &GraphPattern) -> Vec<GraphPattern> {
    use GraphPattern as P;
    let inside = |inner: &GraphPattern, make: &dyn Fn(Box<GraphPattern>) -> GraphPattern| -> Vec<GraphPattern> {
        patterns(inner).into_iter().map(|inner| make(Box::new(inner))).collect()
    };
    let both = |left: &GraphPattern, right: &GraphPattern, make: &dyn Fn(Box<P>, Box<P>) -> P| -> Vec<P> {
        let mut found = vec![left.clone(), right.clone()];
        found.extend(patterns(left).into_iter().map(|left| make(Box::new(left), Box::new(right.clone()))));
        found.extend(patterns(right).into_iter().map(|right| make(Box::new(left.clone()), Box::new(right))));
        found
    };
    match pattern {
        P::Bgp { patterns } => without_one(patterns).into_iter().map(|patterns| P::Bgp { patterns }).collect(),
        P::Path { subject, path, object } => {
            let made = |path| P::Path { subject: subject.clone(), path, object: object.clone() };
            std::iter::once(P::Bgp { patterns: Vec::new() }).chain(paths(path).into_iter().map(made)).collect()
        }
        P::Join { left, right } => both(left, right, &|left, right| P::Join { left, right }),
        P::Lateral { left, right } => both(left, right, &|left, right| P::Lateral { left, right }),
        P::Union { left, right } => both(left, right, &|left, right| P::Union { left, right }),
        P::Minus { left, right } => both(left, right, &|left, right| P::Minus { left, right }),
        P::LeftJoin { left, right, expression } => {
            let mut found = both(left, right, &|left, right| P::LeftJoin { left, right, expression: expression.clone() });
            if let Some(expression) = expression {
                let made = |expression| P::LeftJoin { left: left.clone(), right: right.clone(), expression };
                found.push(made(None));
                found.extend(expressions(expression).into_iter().map(|expression| made(Some(expression))));
            }
            found
        }
        P::Filter { expr, inner } => {
            let mut found = vec![inner.as_ref().clone()];
            found.extend(inside(inner, &|inner| P::Filter { expr: expr.clone(), inner }));
            found.extend(expressions(expr).into_iter().map(|expr| P::Filter { expr, inner: inner.clone() }));
            found
        }
        P::Graph { name, inner } => {
            let mut found = vec![inner.as_ref().clone()];
            found.extend(inside(inner, &|inner| P::Graph { name: name.clone(), inner }));
            found
        }
        P::Extend { inner, variable, expression } => {
            let mut found = vec![inner.as_ref().clone()];
            found.extend(inside(inner, &|inner| P::Extend { inner, variable: variable.clone(), expression: expression.clone() }));
            let made = |expression| P::Extend { inner: inner.clone(), variable: variable.clone(), expression };
            found.extend(expressions(expression).into_iter().map(made));
            found
        }
        P::Values { variables, bindings } => {
            let made = |bindings| P::Values { variables: variables.clone(), bindings };
            let mut found: Vec<P> = vec![P::Bgp { patterns: Vec::new() }];
            found.extend(without_one(bindings).into_iter().map(made));
            found
        }
        P::OrderBy { inner, expression } => {
            let mut found = vec![inner.as_ref().clone()];
            found.extend(inside(inner, &|inner| P::OrderBy { inner, expression: expression.clone() }));
            let fewer = without_one(expression).into_iter().filter(|keys| !keys.is_empty());
            found.extend(fewer.map(|expression| P::OrderBy { inner: inner.clone(), expression }));
            for (at, key) in expression.iter().enumerate() {
                let (OrderExpression::Asc(value) | OrderExpression::Desc(value)) = key;
                for value in expressions(value) {
                    let mut keys = expression.clone();
                    keys[at] =
                        if matches!(key, OrderExpression::Asc(_)) { OrderExpression::Asc(value) } else { OrderExpression::Desc(value) };
                    found.push(P::OrderBy { inner: inner.clone(), expression: keys });
                }
            }
            found
        }
        P::Project { inner, variables } => {
            let mut found = inside(inner, &|inner| P::Project { inner, variables: variables.clone() });
            let fewer = without_one(variables).into_iter().filter(|variables| !variables.is_empty());
            found.extend(fewer.map(|variables| P::Project { inner: inner.clone(), variables }));
            found
        }
        P::Distinct { inner } => kept(inner, inside(inner, &|inner| P::Distinct { inner })),
        P::Reduced { inner } => kept(inner, inside(inner, &|inner| P::Reduced { inner })),
        // Which rows come first must stay what the order says: nothing between LIMIT and ORDER BY is taken away.
        P::Slice { inner, start, length } => kept(inner, inside_order(inner, &|inner| P::Slice { inner, start: *start, length: *length })),
        P::Group { inner, variables, aggregates } => {
            let made = |inner, variables, aggregates| P::Group { inner, variables, aggregates };
            let mut found = inside(inner, &|inner| made(inner, variables.clone(), aggregates.clone()));
            found.extend(without_one(variables).into_iter().map(|fewer| made(inner.clone(), fewer, aggregates.clone())));
            found.extend(without_one(aggregates).into_iter().map(|fewer| made(inner.clone(), variables.clone(), fewer)));
            for (at, (name, aggregate)) in aggregates.iter().enumerate() {
                let AggregateExpression::FunctionCall { name: function, expr, distinct } = aggregate else { continue };
                for expr in expressions(expr) {
                    let call = AggregateExpression::FunctionCall { name: function.clone(), expr, distinct: *distinct };
                    let mut changed = aggregates.clone();
                    changed[at] = (name.clone(), call);
                    found.push(made(inner.clone(), variables.clone(), changed));
                }
            }
            found
        }
        P::Service { inner, .. } => vec![inner.as_ref().clone()],
    }
}

fn kept(inner: &GraphPattern, mut more: Vec<GraphPattern>) -> Vec<GraphPattern> {
    more.insert(0, inner.clone());
    more
}

fn inside_order(inner: &GraphPattern, make: &dyn Fn(Box<GraphPattern>) -> GraphPattern) -> Vec<GraphPattern> {
    match inner {
        GraphPattern::Project { inner, variables } => {
            inside_order(inner, &|inner| make(Box::new(GraphPattern::Project { inner, variables: variables.clone() })))
        }
        GraphPattern::Distinct { inner } => inside_order(inner, &|inner| make(Box::new(GraphPattern::Distinct { inner }))),
        GraphPattern::OrderBy { inner, expression } => {
            let made = |inner| make(Box::new(GraphPattern::OrderBy { inner: Box::new(inner), expression: expression.clone() }));
            patterns(inner).into_iter().map(made).collect()
        }
        _ => patterns(inner).into_iter().map(|inner| make(Box::new(inner))).collect(),
    }
}

fn paths(path: &PropertyPathExpression) -> Vec<PropertyPathExpression> {
    use PropertyPathExpression as P;
    let one = |inner: &P, make: &dyn Fn(Box<P>) -> P| -> Vec<P> {
        std::iter::once(inner.clone()).chain(paths(inner).into_iter().map(|inner| make(Box::new(inner)))).collect()
    };
    let two = |left: &P, right: &P, make: &dyn Fn(Box<P>, Box<P>) -> P| -> Vec<P> {
        let mut found = vec![left.clone(), right.clone()];
        found.extend(paths(left).into_iter().map(|left| make(Box::new(left), Box::new(right.clone()))));
        found.extend(paths(right).into_iter().map(|right| make(Box::new(left.clone()), Box::new(right))));
        found
    };
    match path {
        P::NamedNode(_) => Vec::new(),
        P::Reverse(inner) => one(inner, &P::Reverse),
        P::ZeroOrMore(inner) => one(inner, &P::ZeroOrMore),
        P::OneOrMore(inner) => one(inner, &P::OneOrMore),
        P::ZeroOrOne(inner) => one(inner, &P::ZeroOrOne),
        P::Sequence(left, right) => two(left, right, &P::Sequence),
        P::Alternative(left, right) => two(left, right, &P::Alternative),
        P::NegatedPropertySet(names) => {
            without_one(names).into_iter().filter(|names| !names.is_empty()).map(P::NegatedPropertySet).collect()
        }
    }
}

/// Smaller expressions in place of one: its parts, and itself with a smaller part.
fn expressions(expression: &Expression) -> Vec<Expression> {
    use Expression as E;
    let one = |inner: &E, make: &dyn Fn(Box<E>) -> E| -> Vec<E> {
        std::iter::once(inner.clone()).chain(expressions(inner).into_iter().map(|inner| make(Box::new(inner)))).collect()
    };
    let two = |left: &E, right: &E, make: &dyn Fn(Box<E>, Box<E>) -> E| -> Vec<E> {
        let mut found = vec![left.clone(), right.clone()];
        found.extend(expressions(left).into_iter().map(|left| make(Box::new(left), Box::new(right.clone()))));
        found.extend(expressions(right).into_iter().map(|right| make(Box::new(left.clone()), Box::new(right))));
        found
    };
    let many = |parts: &[E], make: &dyn Fn(Vec<E>) -> E| -> Vec<E> {
        let mut found = parts.to_vec();
        for (at, part) in parts.iter().enumerate() {
            for smaller in expressions(part) {
                let mut changed = parts.to_vec();
                changed[at] = smaller;
                found.push(make(changed));
            }
        }
        found
    };
    match expression {
        E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_) => Vec::new(),
        E::Or(left, right) => two(left, right, &E::Or),
        E::And(left, right) => two(left, right, &E::And),
        E::Equal(left, right) => two(left, right, &E::Equal),
        E::SameTerm(left, right) => two(left, right, &E::SameTerm),
        E::Greater(left, right) => two(left, right, &E::Greater),
        E::GreaterOrEqual(left, right) => two(left, right, &E::GreaterOrEqual),
        E::Less(left, right) => two(left, right, &E::Less),
        E::LessOrEqual(left, right) => two(left, right, &E::LessOrEqual),
        E::Add(left, right) => two(left, right, &E::Add),
        E::Subtract(left, right) => two(left, right, &E::Subtract),
        E::Multiply(left, right) => two(left, right, &E::Multiply),
        E::Divide(left, right) => two(left, right, &E::Divide),
        E::UnaryPlus(inner) => one(inner, &E::UnaryPlus),
        E::UnaryMinus(inner) => one(inner, &E::UnaryMinus),
        E::Not(inner) => one(inner, &E::Not),
        E::In(value, members) => {
            let mut found = vec![value.as_ref().clone()];
            found.extend(without_one(members).into_iter().map(|members| E::In(value.clone(), members)));
            found.extend(expressions(value).into_iter().map(|value| E::In(Box::new(value), members.clone())));
            found.extend(many(members, &|members| E::In(value.clone(), members)));
            found
        }
        E::Exists(pattern) => patterns(pattern).into_iter().map(|pattern| E::Exists(Box::new(pattern))).collect(),
        E::If(condition, yes, no) => {
            let parts = [condition.as_ref().clone(), yes.as_ref().clone(), no.as_ref().clone()];
            many(&parts, &|parts| match <[E; 3]>::try_from(parts) {
                Ok([condition, yes, no]) => E::If(Box::new(condition), Box::new(yes), Box::new(no)),
                Err(_) => expression.clone(),
            })
        }
        E::Coalesce(parts) => {
            let mut found: Vec<E> = without_one(parts).into_iter().filter(|parts| !parts.is_empty()).map(E::Coalesce).collect();
            found.extend(many(parts, &|parts| E::Coalesce(parts)));
            found
        }
        E::FunctionCall(function, parts) => many(parts, &|parts| E::FunctionCall(function.clone(), parts)),
    }
}
