//! What a query answers, and when two answers are the same.

use oxigraph::model::{BlankNode, Literal, Term, Triple, Variable};
use rustc_hash::FxHashMap;
use std::fmt;

/// What the variables stand for in one solution.
pub(crate) type Row = Vec<Option<Term>>;

/// What a query answers, held whole.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// Of ASK.
    Boolean(bool),
    /// Of SELECT, in the order in which they came.
    Rows { variables: Vec<Variable>, rows: Vec<Row> },
    /// Of CONSTRUCT and DESCRIBE, each triple once.
    Graph(Vec<Triple>),
}

/// How two terms are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Equality {
    /// The same characters and the same datatype.
    Term,
    /// The same, or two numbers of one datatype with one value: what a query has reckoned may be written in several ways.
    Value,
}

impl Answer {
    /// A graph of triples that may come several times.
    pub(crate) fn graph(mut triples: Vec<Triple>) -> Self {
        triples.sort_unstable_by_key(ToString::to_string);
        triples.dedup();
        Self::Graph(triples)
    }

    /// Whether it has no rows, or no triples.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Boolean(_) => false,
            Self::Rows { rows, .. } => rows.is_empty(),
            Self::Graph(triples) => triples.is_empty(),
        }
    }

    /// The same answer, its columns in another order; a variable that it does not have is unbound.
    pub(crate) fn in_columns(&self, wanted: &[Variable]) -> Self {
        let Self::Rows { variables, rows } = self else { return self.clone() };
        let places: Vec<Option<usize>> = wanted.iter().map(|name| variables.iter().position(|variable| variable == name)).collect();
        let rows = rows.iter().map(|row| places.iter().map(|place| place.and_then(|place| row[place].clone())).collect()).collect();
        Self::Rows { variables: wanted.to_vec(), rows }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => writeln!(f, "{value}"),
            Self::Rows { variables, rows } => {
                let names: Vec<String> = variables.iter().map(ToString::to_string).collect();
                writeln!(f, "{} rows of ({})", rows.len(), names.join(" "))?;
                let mut lines: Vec<String> = rows.iter().map(|row| written(row)).collect();
                lines.sort_unstable();
                for line in lines.iter().take(20) {
                    writeln!(f, "  {line}")?;
                }
                if lines.len() > 20 { writeln!(f, "  …") } else { Ok(()) }
            }
            Self::Graph(triples) => {
                writeln!(f, "{} triples", triples.len())?;
                let mut lines: Vec<String> = triples.iter().map(ToString::to_string).collect();
                lines.sort_unstable();
                lines.iter().take(20).try_for_each(|line| writeln!(f, "  {line} ."))
            }
        }
    }
}

fn written(row: &[Option<Term>]) -> String {
    let cells: Vec<String> = row.iter().map(|cell| cell.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string)).collect();
    cells.join("  ")
}

/// Whether two bags of rows are the same, blank nodes and all: both come from one graph, whose blank nodes have names.
pub(crate) fn same_bag(left: &[Row], right: &[Row]) -> bool {
    left.len() == right.len() && contained(left, right)
}

/// Whether each row of one bag stands in another, as often at least.
pub(crate) fn contained(part: &[Row], whole: &[Row]) -> bool {
    let mut counts: FxHashMap<&[Option<Term>], usize> = FxHashMap::default();
    for row in whole {
        *counts.entry(row).or_default() += 1;
    }
    part.iter().all(|row| match counts.get_mut(row.as_slice()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    })
}

/// The rows of a graph, for comparing.
pub(crate) fn rows_of(triples: &[Triple]) -> Vec<Row> {
    let row =
        |triple: &Triple| vec![Some(triple.subject.clone().into()), Some(triple.predicate.clone().into()), Some(triple.object.clone())];
    triples.iter().map(row).collect()
}

/// A search for which blank node is which is given up after so many steps.
const STEPS: usize = 200_000;

/// Whether two bags of rows are the same but for the names of blank nodes; `ordered` where their order counts. Where many blank nodes look
/// alike and the search does not end, they are taken for the same.
pub(crate) fn isomorphic(left: &[Row], right: &[Row], ordered: bool, equality: Equality) -> bool {
    if left.len() != right.len() {
        return false;
    }
    // Rows with few partners first: the search then hardly ever goes back.
    let partners = |at: usize| -> Vec<usize> {
        let places = if ordered { at..at + 1 } else { 0..right.len() };
        places.filter(|place| alike(&left[at], &right[*place], equality)).collect()
    };
    let mut searched: Vec<(usize, Vec<usize>)> = (0..left.len()).map(|at| (at, partners(at))).collect();
    searched.sort_by_key(|(_, partners)| partners.len());
    Search { left, right, equality, used: vec![false; right.len()], names: Names::default(), left_steps: STEPS }.go(&searched)
}

/// Whether two rows are the same where neither has a blank node.
fn alike(left: &[Option<Term>], right: &[Option<Term>], equality: Equality) -> bool {
    left.len() == right.len()
        && left.iter().zip(right).all(|pair| match pair {
            (Some(Term::BlankNode(_)), Some(Term::BlankNode(_))) | (None, None) => true,
            (Some(left), Some(right)) => same_term(left, right, equality),
            _ => false,
        })
}

fn same_term(left: &Term, right: &Term, equality: Equality) -> bool {
    left == right
        || match (left, right, equality) {
            (Term::Literal(left), Term::Literal(right), Equality::Value) => {
                left.datatype() == right.datatype() && number(left).zip(number(right)).is_some_and(|(left, right)| left == right)
            }
            _ => false,
        }
}

/// The value of a number; exact enough for the numbers of tests.
fn number(literal: &Literal) -> Option<f64> {
    let name = literal.datatype().as_str().strip_prefix("http://www.w3.org/2001/XMLSchema#")?;
    let numeric = ["integer", "decimal", "double", "float"].contains(&name);
    if numeric { literal.value().parse().ok() } else { None }
}

/// Which blank node of one side is which of the other, both ways.
#[derive(Default)]
struct Names {
    there: FxHashMap<BlankNode, BlankNode>,
    back: FxHashMap<BlankNode, BlankNode>,
}

struct Search<'a> {
    left: &'a [Row],
    right: &'a [Row],
    equality: Equality,
    used: Vec<bool>,
    names: Names,
    left_steps: usize,
}

impl Search<'_> {
    fn go(&mut self, rest: &[(usize, Vec<usize>)]) -> bool {
        let Some(((at, partners), rest)) = rest.split_first() else { return true };
        for &place in partners {
            if self.left_steps == 0 {
                return true;
            }
            self.left_steps -= 1;
            if self.used[place] {
                continue;
            }
            let Some(learned) = self.unify(*at, place) else { continue };
            self.used[place] = true;
            if self.go(rest) {
                return true;
            }
            self.used[place] = false;
            self.forget(&learned);
        }
        false
    }

    /// Takes two rows for the same: the names that this gave, or nothing where they cannot be.
    fn unify(&mut self, at: usize, place: usize) -> Option<Vec<BlankNode>> {
        debug_assert!(alike(&self.left[at], &self.right[place], self.equality));
        let mut learned = Vec::new();
        for pair in self.left[at].iter().zip(&self.right[place]) {
            let (Some(Term::BlankNode(left)), Some(Term::BlankNode(right))) = pair else { continue };
            match (self.names.there.get(left), self.names.back.get(right)) {
                (None, None) => {
                    self.names.there.insert(left.clone(), right.clone());
                    self.names.back.insert(right.clone(), left.clone());
                    learned.push(left.clone());
                }
                (Some(there), Some(back)) if there == right && back == left => {}
                _ => {
                    self.forget(&learned);
                    return None;
                }
            }
        }
        Some(learned)
    }

    fn forget(&mut self, learned: &[BlankNode]) {
        for left in learned {
            if let Some(right) = self.names.there.remove(left) {
                self.names.back.remove(&right);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Equality, Row, contained, isomorphic, same_bag};
    use oxigraph::model::vocab::xsd;
    use oxigraph::model::{BlankNode, Literal, Term};

    fn blank(name: &str) -> Option<Term> {
        Some(BlankNode::new_unchecked(name).into())
    }

    fn decimal(value: &str) -> Option<Term> {
        Some(Literal::new_typed_literal(value, xsd::DECIMAL).into())
    }

    #[test]
    fn blank_nodes_are_matched_as_a_whole() {
        let path: Vec<Row> = vec![vec![blank("a"), blank("b")], vec![blank("b"), blank("c")]];
        let renamed: Vec<Row> = vec![vec![blank("y"), blank("z")], vec![blank("x"), blank("y")]];
        let fork: Vec<Row> = vec![vec![blank("x"), blank("y")], vec![blank("x"), blank("z")]];
        assert!(isomorphic(&path, &renamed, false, Equality::Term));
        assert!(!isomorphic(&path, &renamed, true, Equality::Term));
        assert!(!isomorphic(&path, &fork, false, Equality::Term));
    }

    #[test]
    fn numbers_are_compared_by_value_only_on_demand() {
        let (left, right): (Vec<Row>, Vec<Row>) = (vec![vec![decimal("2.0")]], vec![vec![decimal("2")]]);
        assert!(!isomorphic(&left, &right, true, Equality::Term));
        assert!(isomorphic(&left, &right, true, Equality::Value));
    }

    #[test]
    fn bags_count() {
        let (once, twice): (Vec<Row>, Vec<Row>) = (vec![vec![blank("a")], vec![None]], vec![vec![blank("a")], vec![blank("a")]]);
        assert!(!same_bag(&once, &twice));
        assert!(!contained(&twice, &once));
        assert!(contained(&once[..1], &twice));
    }
}
