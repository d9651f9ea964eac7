//! What is said where a query has no answer: data that it needs and that were not read, a name that the graph does not know, or the first pattern
//! that matches nothing.

use fengong::analyse::network::Projection;
use fengong::graph::vocab::fg;
use fengong::graph::{Graph, GraphError};
use fengong::language::{Message, Speak, message};
use fengong::query::{NameIndex, NamedQuery, Need, Prefixes, Query, Reason, Schema, Unknown, unknown_names, why_empty};

/// What a named query needs, and the graph does not have.
pub(super) struct Missing {
    query: &'static str,
    need: Need,
    /// The network that was asked for, where measures are needed.
    network: String,
}

impl Missing {
    /// What a query needs and a graph does not have, with the parameters that were given.
    ///
    /// # Errors
    /// [`GraphError`] where the store cannot be read.
    pub(super) fn of(named: &NamedQuery, graph: &Graph, given: &[(String, String)]) -> Result<Option<Self>, GraphError> {
        let Some(need) = named.needs else { return Ok(None) };
        let value = |name: &str| {
            let given = given.iter().rev().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
            let default = || named.parameters.iter().find(|parameter| parameter.name == name).and_then(|parameter| parameter.default);
            given.or_else(default).unwrap_or_default()
        };
        let network = if let Need::Measures { network } = need { value(network).to_owned() } else { String::new() };
        Ok((!need.is_met(graph, value)?).then_some(Self { query: named.name, need, network }))
    }

    /// What is to be added to the command.
    pub(super) fn on_command_line(&self) -> Message {
        match self.need {
            Need::Progress => message!(
                "{query} asks ledgers that were filled in, and none was read: add --with 台账.xlsx (fengong ledger -o 台账.xlsx writes one to fill in)",
                query = self.query
            ),
            Need::Measures { .. } if Projection::named(&self.network).is_none() => self.no_network(),
            Need::Measures { .. } => message!(
                "{query} asks measures of the network {network}, and none were read: take them by fengong analyse --network {network} --materialise net.trig, and add --with net.trig",
                query = self.query,
                network = self.network
            ),
        }
    }

    /// What is to be done before in the REPL.
    pub(super) fn in_session(&self) -> Message {
        match self.need {
            Need::Progress => {
                message!("{query} asks ledgers that were filled in, and none was read: .load 台账.xlsx reads one", query = self.query)
            }
            Need::Measures { .. } if Projection::named(&self.network).is_none() => self.no_network(),
            Need::Measures { .. } => message!(
                "{query} asks measures of the network {network}, and none were taken: .analyse --network {network} --materialise takes them",
                query = self.query,
                network = self.network
            ),
        }
    }
}

impl Missing {
    fn no_network(&self) -> Message {
        let known = Message::list(Projection::ALL.iter().map(|projection| projection.name()));
        message!("{query}: there is no network {network}; there are {known}", query = self.query, network = self.network, known => known)
    }
}

/// Why a query has no answer; empty where that cannot be told. `text` is what the query was read from.
pub(super) fn why(graph: &Graph, schema: &Schema, index: &NameIndex, prefixes: &Prefixes, query: &Query, text: &str) -> Vec<Message> {
    let asks_progress = ["fg:Progress", "fg:reportsOn", "fg:lists"].iter().any(|term| text.contains(term));
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
