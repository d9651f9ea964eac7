//! `fg:matches(?text, "words")`, for spareval: whether a text has the words that are sought ([`Words`]).

use crate::graph::vocab::fg;
use crate::text::Words;
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, Term};
use spareval::QueryEvaluator;
use std::sync::Mutex;

/// An evaluator that knows `fg:matches`.
pub(super) fn with_matches(evaluator: QueryEvaluator) -> QueryEvaluator {
    // The words are mostly the same for all rows.
    let last: Mutex<Option<(String, Words)>> = Mutex::new(None);
    evaluator.with_custom_function(fg::MATCHES.into_owned(), move |arguments| {
        let [text, sought] = arguments else { return None };
        let (text, sought) = (string(text)?, string(sought)?);
        let mut last = last.lock().ok()?;
        let known = match last.take() {
            Some((known, words)) if known == sought => (known, words),
            _ => (sought.to_owned(), Words::new(sought)),
        };
        Some(Literal::from(last.insert(known).1.are_in(text)).into())
    })
}

/// The text of a simple literal, or of one with a language.
pub(super) fn string(term: &Term) -> Option<&str> {
    match term {
        Term::Literal(literal) if literal.datatype() == xsd::STRING || literal.datatype() == rdf::LANG_STRING => Some(literal.value()),
        _ => None,
    }
}
