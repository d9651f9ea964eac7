//! Why a query has no rows: the first of its patterns that matches nothing.

use super::lexer::{TokenKind, lex};
use super::prefixes::Prefixes;
use super::run::Query;
use super::stop::Stop;
use super::{Answer, QueryError};
use crate::graph::Graph;
use crate::language::Message;
use crate::message;
use spargebra::algebra::GraphPattern;
use std::time::{Duration, Instant};

/// Why a query has no rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// One pattern matches nothing, whatever stands beside it.
    Alone(String),
    /// A pattern matches nothing together with those before it.
    Together(String),
    /// The patterns match, but no row passes the conditions.
    Conditions,
}

impl Reason {
    /// What is said of it.
    pub fn message(&self) -> Message {
        match self {
            Self::Alone(pattern) => message!("nothing in the graph matches 「{pattern}」", pattern = pattern),
            Self::Together(pattern) => {
                message!("each pattern matches by itself, but 「{pattern}」 nothing together with those before it", pattern = pattern)
            }
            Self::Conditions => message!("the patterns match, but no row passes the conditions (FILTER, MINUS, HAVING, LIMIT)"),
        }
    }
}

/// How long is looked for a reason.
const PATIENCE: Duration = Duration::from_millis(800);

/// Finds the first pattern that keeps a SELECT, CONSTRUCT or ASK from having an answer. Nothing where the patterns are such that none of
/// them alone decides (UNION), or where it takes too long to tell.
pub fn why_empty(graph: &Graph, prefixes: &Prefixes, query: &Query) -> Option<Reason> {
    let (spargebra::Query::Select { pattern, .. } | spargebra::Query::Construct { pattern, .. } | spargebra::Query::Ask { pattern, .. }) =
        query.algebra()
    else {
        return None;
    };
    let mut needed = Vec::new();
    let mut conditions = false;
    gather(within(pattern, &mut conditions), &mut needed, &mut conditions);
    let until = Instant::now() + PATIENCE;
    for single in &needed {
        if !matches(graph, std::slice::from_ref(single), until).ok()? {
            return Some(Reason::Alone(written(single, prefixes)));
        }
    }
    for end in 2..=needed.len() {
        if !matches(graph, &needed[..end], until).ok()? {
            return Some(Reason::Together(written(&needed[end - 1], prefixes)));
        }
    }
    (conditions && !needed.is_empty()).then_some(Reason::Conditions)
}

/// The patterns that every row needs, in the order of the query, and whether anything else can take rows away.
fn gather(pattern: &GraphPattern, needed: &mut Vec<GraphPattern>, conditions: &mut bool) {
    match pattern {
        GraphPattern::Bgp { patterns } => {
            needed.extend(patterns.iter().map(|triple| GraphPattern::Bgp { patterns: vec![triple.clone()] }));
        }
        GraphPattern::Path { .. } | GraphPattern::Values { .. } => needed.push(pattern.clone()),
        GraphPattern::Join { left, right } => {
            gather(left, needed, conditions);
            gather(right, needed, conditions);
        }
        GraphPattern::LeftJoin { left, .. } => gather(left, needed, conditions),
        GraphPattern::Minus { left, .. } => {
            *conditions = true;
            gather(left, needed, conditions);
        }
        GraphPattern::Filter { inner, .. } | GraphPattern::Slice { inner, .. } => {
            *conditions = true;
            gather(inner, needed, conditions);
        }
        GraphPattern::Graph { name, inner } => {
            let from = needed.len();
            gather(inner, needed, conditions);
            for inside in &mut needed[from..] {
                *inside = GraphPattern::Graph { name: name.clone(), inner: Box::new(inside.clone()) };
            }
        }
        GraphPattern::Extend { inner, .. } => gather(inner, needed, conditions),
        // A SELECT inside has variables of its own, and of a UNION no branch is needed: each is one pattern.
        whole => needed.push(whole.clone()),
    }
}

/// What stands inside the outermost SELECT.
fn within<'p>(pattern: &'p GraphPattern, conditions: &mut bool) -> &'p GraphPattern {
    match pattern {
        GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::Group { inner, .. } => within(inner, conditions),
        GraphPattern::Slice { inner, .. } | GraphPattern::Filter { inner, .. } => {
            *conditions = true;
            within(inner, conditions)
        }
        whole => whole,
    }
}

fn matches(graph: &Graph, patterns: &[GraphPattern], until: Instant) -> Result<bool, QueryError> {
    let all = patterns.iter().cloned().reduce(|left, right| GraphPattern::Join { left: Box::new(left), right: Box::new(right) });
    let Some(pattern) = all else { return Ok(true) };
    let query = Query::of(spargebra::Query::Ask { dataset: None, pattern, base_iri: None });
    let left = until.saturating_duration_since(Instant::now());
    Ok(matches!(query.run_until(graph, &Stop::new(), Some(left))?, Answer::Boolean(true)))
}

/// A pattern as a query would have it, its IRIs written short.
fn written(pattern: &GraphPattern, prefixes: &Prefixes) -> String {
    match pattern {
        GraphPattern::Union { .. } => return "{ … } UNION { … }".to_owned(),
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } | GraphPattern::Graph { .. } => {}
        _ => return "{ SELECT … }".to_owned(),
    }
    let long = pattern.to_string();
    let mut short = String::new();
    let mut end = 0;
    for token in lex(&long) {
        short.push_str(&long[end..token.span.start]);
        match token.kind {
            TokenKind::Iri => {
                let iri = token.of(&long).trim_matches(['<', '>']);
                short.push_str(&prefixes.written(iri).replace("rdf:type", "a"));
            }
            // The parser's name for what stands between the steps of a path.
            _ if token.of(&long).starts_with("_:") => short.push_str("[]"),
            _ => short.push_str(token.of(&long)),
        }
        end = token.span.end;
    }
    short.push_str(&long[end..]);
    short.trim().trim_end_matches('.').trim_end().to_owned()
}
