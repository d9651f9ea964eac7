//! What is said where a query has no answer: a name that the graph does not know, or the first pattern that matches nothing.

use fengong::graph::Graph;
use fengong::graph::vocab::fg;
use fengong::language::{Message, Speak, message};
use fengong::query::{NameIndex, Prefixes, Query, Reason, Schema, Unknown, unknown_names, why_empty};

/// Why a query has no answer; empty where that cannot be told. `text` is what the query was read from.
pub(super) fn why(graph: &Graph, schema: &Schema, index: &NameIndex, prefixes: &Prefixes, query: &Query, text: &str) -> Vec<Message> {
    let asks_progress = ["fg:Progress", "fg:reportsOn"].iter().any(|term| text.contains(term));
    if asks_progress {
        match graph.has(fg::REPORTS_ON) {
            Ok(true) => {}
            Ok(false) => {
                return vec![message!(
                    "no ledger that was filled in was read; add one by --with FILE.xlsx, or .load FILE.xlsx in the REPL"
                )];
            }
            Err(error) => return vec![error.message()],
        }
    }
    let unknown: Vec<Message> = unknown_names(graph, schema, index, prefixes, text).iter().map(Unknown::message).collect();
    if unknown.is_empty() { why_empty(graph, prefixes, query).as_ref().map(Reason::message).into_iter().collect() } else { unknown }
}
