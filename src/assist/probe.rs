//! Asking the graph what can stand at a place of a query that is not yet whole, within a limit of time.

use super::place::Triple;
use crate::graph::Graph;
use crate::query::lexer::{TokenKind, lex};
use crate::query::{Answer, Prefixes, Query, Stop};
use oxigraph::model::{NamedNode, Term};
use std::collections::BTreeSet;
use std::time::Instant;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The terms, in order.
    pub(super) terms: Vec<Term>,
    /// Whether these are all.
    pub(super) whole: bool,
}

/// Asks a graph until a point in time.
#[derive(Clone, Copy)]
pub(super) struct Probe<'g> {
    pub(super) graph: &'g Graph,
    pub(super) prefixes: &'g Prefixes,
    pub(super) triples: &'g [Triple],
    pub(super) until: Instant,
}

/// How many subjects are looked at, where there are more than can be.
const SAMPLE: usize = 400;

impl Probe<'_> {
    /// The properties of what stands as subject: those of which it is the object, where the step is turned round.
    pub(super) fn properties(&self, subject: &str, path: &str, inverse: bool) -> Option<Found> {
        let (step, from) = if path.is_empty() { (String::new(), subject) } else { (format!("{subject} {path} ?step ."), "?step") };
        let last = if inverse { format!("?value ?probed {from}") } else { format!("{from} ?probed ?value") };
        self.look(subject, &format!("{step} {last}"))
    }

    /// What can be the object of a subject and its predicate or path.
    pub(super) fn objects(&self, subject: &str, predicate: &str) -> Option<Found> {
        self.look(subject, &format!("{subject} {predicate} ?probed"))
    }

    /// Whether a thing can be the object. Nothing where the time was too short.
    pub(super) fn is_object(&self, subject: &str, predicate: &str, thing: &NamedNode) -> Option<bool> {
        let held = self.held(subject);
        self.ask(&format!("ASK {{ {held} {subject} {predicate} {thing} }}"))
    }

    /// Whether what stands as subject has a property. Nothing where the time was too short.
    pub(super) fn has_property(&self, subject: &str, path: &str, property: &NamedNode) -> Option<bool> {
        let held = self.held(subject);
        let steps = if path.is_empty() { property.to_string() } else { format!("{path}/{property}") };
        self.ask(&format!("ASK {{ {held} {subject} {steps} ?value }}"))
    }

    /// What `?probed` can be in a pattern about the subject: asked of each thing that the subject can be, where these can be listed. A corpus has
    /// too many: if half of the time does not do for all, a sample of them is asked for.
    fn look(&self, subject: &str, pattern: &str) -> Option<Found> {
        let held = self.held(subject);
        let of = |subjects: &str| format!("SELECT DISTINCT ?probed {{ {subjects} {pattern} }}");
        let Some((subjects, listed)) = self.subjects(subject, &held) else { return self.find(&of(&held)) };
        if listed {
            return self.find(&of(&subjects));
        }
        let now = Instant::now();
        let soon = Probe { until: now + self.until.saturating_duration_since(now) / 2, ..*self };
        let all = soon.find(&of(&held)).filter(|all| all.whole);
        all.or_else(|| self.find(&of(&subjects)).map(|found| Found { whole: false, ..found }))
    }

    /// The things that the query says the subject can be, as a pattern that binds it to them, and whether these are all. Nothing where it says
    /// nothing of the subject, or names it, or means what cannot be written down (a blank node).
    fn subjects(&self, subject: &str, held: &str) -> Option<(String, bool)> {
        if held.is_empty() || !subject.starts_with(['?', '$']) {
            return None;
        }
        let found = self.find(&format!("SELECT DISTINCT {subject} {{ {held} }} LIMIT {}", SAMPLE + 1))?;
        if found.terms.iter().any(|term| matches!(term, Term::BlankNode(_))) {
            return None;
        }
        let terms: Vec<String> = found.terms.iter().take(SAMPLE).map(ToString::to_string).collect();
        Some((format!("VALUES {subject} {{ {} }}", terms.join(" ")), found.whole && found.terms.len() <= SAMPLE))
    }

    fn ask(&self, query: &str) -> Option<bool> {
        let query = Query::read(self.prefixes, query).ok()?;
        match query.run_until(self.graph, &Stop::new(), Some(self.left())).ok()? {
            Answer::Boolean(answer) => Some(answer),
            _ => None,
        }
    }

    /// The triples that speak of the subject, directly or through others; what has nothing to do with it need not be asked.
    fn held(&self, subject: &str) -> String {
        let mut variables: BTreeSet<String> = BTreeSet::from([subject.to_owned()]);
        let mut held = BTreeSet::new();
        loop {
            let before = held.len();
            for (at, triple) in self.triples.iter().enumerate() {
                let of_triple = triple.iter().flat_map(|part| variables_of(part)).collect::<BTreeSet<_>>();
                if !of_triple.is_disjoint(&variables) && held.insert(at) {
                    variables.extend(of_triple);
                }
            }
            if held.len() == before {
                break;
            }
        }
        held.into_iter().map(|at| format!("{} .", self.triples[at].join(" "))).collect::<Vec<_>>().join(" ")
    }

    /// The values of `?probed`; what was found when the time was over counts. Nothing where the query so far makes none.
    fn find(&self, query: &str) -> Option<Found> {
        const MOST: usize = 5000;
        let query = Query::read(self.prefixes, query).ok()?;
        let Ok(Answer::Rows { rows, .. }) = query.run_until(self.graph, &Stop::new(), Some(self.left())) else { return None };
        let mut found = Found { terms: Vec::new(), whole: true };
        for row in rows {
            match row {
                Ok(row) => found.terms.extend(row.into_iter().flatten()),
                Err(_) => found.whole = false,
            }
            if found.terms.len() >= MOST {
                found.whole = false;
                break;
            }
        }
        found.terms.sort_by_cached_key(ToString::to_string);
        Some(found)
    }

    fn left(&self) -> std::time::Duration {
        self.until.saturating_duration_since(Instant::now())
    }
}

fn variables_of(part: &str) -> Vec<String> {
    lex(part).iter().filter(|token| token.kind == TokenKind::Variable).map(|token| token.of(part).to_owned()).collect()
}
