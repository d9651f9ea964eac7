//! Whether an answer is right, given the reference: bags of rows, and what ORDER BY, LIMIT and REDUCED leave open.

use super::executors::{Answer, Equality, Executor, Oxigraph, Row, contained, isomorphic, rows_of, same_bag};
use super::order::demanded;
use super::standard::{in_doubt, merged, standard, written_out};
use oxigraph::model::{GraphName, NamedNode, Quad, Variable};
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern, OrderExpression};
use std::cmp::Ordering;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a query's answer may differ in, read off its algebra.
#[derive(Debug, Default)]
struct Latitude {
    /// OFFSET and LIMIT.
    slice: Option<(usize, Option<usize>)>,
    reduced: bool,
    /// The keys of ORDER BY that are variables of the answer, up to the first that is not; whether they descend.
    keys: Vec<(Variable, bool)>,
}

fn latitude(pattern: &GraphPattern) -> Latitude {
    let mut found = Latitude::default();
    let mut names: &[Variable] = &[];
    let mut at = pattern;
    loop {
        at = match at {
            // What is inside the projection is the pattern's own affair, but for its order.
            GraphPattern::Slice { inner, start, length } if names.is_empty() => {
                found.slice = Some((*start, *length));
                inner
            }
            GraphPattern::Distinct { inner } if names.is_empty() => inner,
            GraphPattern::Reduced { inner } if names.is_empty() => {
                found.reduced = true;
                inner
            }
            GraphPattern::Project { inner, variables } if names.is_empty() => {
                names = variables;
                inner
            }
            GraphPattern::OrderBy { expression, .. } => {
                for key in expression {
                    let (OrderExpression::Asc(Expression::Variable(name)) | OrderExpression::Desc(Expression::Variable(name))) = key else {
                        break;
                    };
                    if !names.contains(name) {
                        break;
                    }
                    found.keys.push((name.clone(), matches!(key, OrderExpression::Desc(_))));
                }
                return found;
            }
            _ => return found,
        }
    }
}

/// The query whose answer is to be asked of the reference: without LIMIT and OFFSET, which may take any rows.
pub(crate) fn asked(query: &Query) -> Query {
    match query {
        Query::Select { dataset, pattern: GraphPattern::Slice { inner, .. }, base_iri } => {
            Query::Select { dataset: dataset.clone(), pattern: inner.as_ref().clone(), base_iri: base_iri.clone() }
        }
        _ => query.clone(),
    }
}

/// What is wrong with an answer, of spareval or another; the reference is that to [`asked`].
pub(crate) fn fault(query: &Query, answer: &Answer, reference: &Answer, spareval: bool) -> Option<String> {
    match (answer, reference) {
        (Answer::Boolean(answer), Answer::Boolean(reference)) => (answer != reference).then(|| "true is false".to_owned()),
        (Answer::Graph(answer), Answer::Graph(reference)) => {
            let same = isomorphic(&rows_of(answer), &rows_of(reference), false, Equality::Term);
            (!same).then(|| "other triples".to_owned())
        }
        (Answer::Rows { variables, rows }, Answer::Rows { variables: wanted, rows: whole }) => {
            let Query::Select { pattern, .. } = query else { return Some("rows to what is no SELECT".to_owned()) };
            if variables != wanted {
                return Some("other columns, or in another order".to_owned());
            }
            let latitude = latitude(pattern);
            wrong_rows(&latitude, rows, whole).or_else(|| wrong_order(&latitude, variables, rows, whole, spareval))
        }
        _ => Some("an answer of another form".to_owned()),
    }
}

fn wrong_rows(latitude: &Latitude, rows: &[Row], whole: &[Row]) -> Option<String> {
    if latitude.reduced {
        // Any number of equal rows, from one up to all.
        let each = |part: &[Row], of: &[Row]| part.iter().all(|row| of.contains(row));
        let fine = each(rows, whole) && (latitude.slice.is_some() || each(whole, rows)) && rows.len() <= whole.len();
        return (!fine).then(|| "other rows".to_owned());
    }
    let Some((start, length)) = latitude.slice else { return (!same_bag(rows, whole)).then(|| "other rows".to_owned()) };
    let left = whole.len().saturating_sub(start);
    let count = length.map_or(left, |length| length.min(left));
    if rows.len() != count {
        return Some(format!("{} rows, not {count}", rows.len()));
    }
    (!contained(rows, whole)).then(|| "rows that the query without LIMIT does not have".to_owned())
}

/// At most so many rows are compared each with each.
const MANY: usize = 300;

fn wrong_order(latitude: &Latitude, variables: &[Variable], rows: &[Row], whole: &[Row], spareval: bool) -> Option<String> {
    let keys: Vec<(usize, bool)> = latitude
        .keys
        .iter()
        .filter_map(|(name, descending)| Some((variables.iter().position(|variable| variable == name)?, *descending)))
        .collect();
    if keys.is_empty() {
        return None;
    }
    let order = |left: &Row, right: &Row| first_demand(&keys, left, right);
    let whole = &whole[..whole.len().min(MANY)];
    let total = whole.iter().enumerate().all(|(at, left)| whole[at..].iter().all(|right| order(left, right).is_some()));
    // spareval's order of literals that cannot be compared goes round in circles (10, "2", 8): what it then gives is any order.
    if !total && spareval {
        return None;
    }
    let checked = &rows[..rows.len().min(MANY)];
    for (at, left) in checked.iter().enumerate() {
        if checked[at + 1..].iter().any(|right| order(left, right) == Some(Ordering::Greater)) {
            return Some("not in the order that ORDER BY demands".to_owned());
        }
    }
    // With LIMIT, the rows must be those at their places of the whole, or others with equal keys; that can be told where each two rows of
    // the whole are in an order or equal.
    let (start, _) = latitude.slice?;
    if total && whole.len() < MANY {
        let mut sorted: Vec<&Row> = whole.iter().collect();
        sorted.sort_by(|left, right| order(left, right).unwrap_or(Ordering::Equal));
        let meant = sorted.iter().skip(start);
        if rows.iter().zip(meant).any(|(row, meant)| order(row, meant) != Some(Ordering::Equal)) {
            return Some("not the first rows in the order of ORDER BY".to_owned());
        }
    }
    None
}

fn first_demand(keys: &[(usize, bool)], left: &Row, right: &Row) -> Option<Ordering> {
    for (place, descending) in keys {
        let order = demanded(left[*place].as_ref(), right[*place].as_ref())?;
        let order = if *descending { order.reverse() } else { order };
        if order.is_ne() {
            return Some(order);
        }
    }
    Some(Ordering::Equal)
}

/// How a comparison ended.
#[derive(Debug, Clone)]
pub(crate) enum Verdict {
    /// The answers are the same as far as the query says what they are; whether they are empty.
    Same(bool),
    /// There is nothing to compare: the reference gives up or disagrees with itself, or CONSTRUCT takes any rows by LIMIT.
    Nothing,
    /// The answers differ.
    Differs(Difference),
}

/// How an answer differs from that of the reference.
#[derive(Debug, Clone)]
pub(crate) struct Difference {
    pub what: String,
    pub expected: String,
    pub got: String,
}

/// What a query is asked about.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) quads: &'a [Quad],
    /// Whether the default graph is the union of all.
    pub(crate) union: bool,
    /// Oxigraph with the same.
    pub(crate) reference: &'a Oxigraph,
}

/// Asks the reference, and then whether an executor answers as it does.
pub(crate) fn compare(query: &Query, about: Asked<'_>, executor: &dyn Executor) -> Verdict {
    let Asked { quads, union, reference } = about;
    let mut reference = reference.clone();
    if let Query::Construct { pattern, .. } | Query::Describe { pattern, .. } = query
        && latitude(pattern).slice.is_some()
    {
        return Verdict::Nothing;
    }
    let mut asked = asked(query);
    if in_doubt(&asked, quads, union) {
        return Verdict::Nothing;
    }
    asked = standard(&asked);
    let mut graphs: Vec<NamedNode> = Vec::new();
    if let Some((without, visible, named)) = merged(&asked, quads) {
        let Ok(store) = Oxigraph::new(&visible).and_then(|store| store.with_graphs(&named)) else { return Verdict::Nothing };
        (asked, reference, graphs) = (without, store.limited_as(&reference), named);
    } else {
        for quad in quads {
            if let GraphName::NamedNode(name) = &quad.graph_name {
                graphs.push(name.clone());
            }
        }
    }
    // spareval itself is compared with oxigraph, whose decisions it shares.
    if !executor.is_spareval() {
        graphs.sort_unstable();
        graphs.dedup();
        asked = written_out(&asked, &graphs);
    }
    let Some(Ok(expected)) = guarded(|| reference.answer(&asked)) else { return Verdict::Nothing };
    let (what, got) = match guarded(|| executor.answer(query)) {
        Some(Ok(answer)) => match fault(query, &answer, &expected, executor.is_spareval()) {
            // Between two ends that are bound already, spareval gives a negated set once however many predicates pair them; which ends
            // are bound depends on its order of joins, and so its answers differ from its own.
            Some(_) if executor.is_spareval() && has_negated_set(query) => return Verdict::Nothing,
            Some(what) => (what, answer.to_string()),
            None => return Verdict::Same(expected.is_empty()),
        },
        Some(Err(error)) => ("an error".to_owned(), error),
        // The sort of the standard library panics where an order goes round in circles, as spareval's does.
        None if executor.is_spareval() && is_ordered(query) => return Verdict::Nothing,
        None => ("a panic".to_owned(), String::new()),
    };
    // Where oxigraph's own evaluation of the query as it is written differs from that of the query as it is optimised, one is wrong, and
    // which it is cannot be told here.
    match guarded(|| reference.as_written().answer(&asked)) {
        Some(Ok(again)) if fault(&asked, &again, &expected, true).is_none() => {}
        _ => return Verdict::Nothing,
    }
    Verdict::Differs(Difference { what, expected: expected.to_string(), got })
}

fn has_negated_set(query: &Query) -> bool {
    query.to_string().contains("!(<")
}

fn is_ordered(query: &Query) -> bool {
    query.to_string().contains("ORDER BY")
}

/// What comes of work that may panic.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}
