//! Node-link JSON, as `networkx.node_link_graph(data, edges="edges")` and D3 read it.

use super::format::Format;
use super::names::ids;
use super::sheet::{self, Sheet};
use crate::analyse::network::{Network, Value};
use crate::language::{Message, message};
use serde_json::{Map, json};
use std::io::{self, Write};

/// Node-link JSON.
pub(super) struct NodeLink;

impl Format for NodeLink {
    fn name(&self) -> &'static str {
        "node-link"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn about(&self) -> Message {
        message!("node-link JSON: NetworkX, D3, programs of your own")
    }

    fn write(&self, network: &Network, _: usize, out: &mut dyn Write) -> io::Result<()> {
        let ids = ids(network);
        let actors = sheet::actors(network, &["id", "label"]);
        let relations = sheet::relations(network, &["source", "target", "weight", "key"]);
        let node = |(at, actor): (usize, &crate::analyse::network::Actor)| {
            let mut node = Map::from_iter([("id".to_owned(), json!(ids[at])), ("label".to_owned(), json!(actor.label))]);
            node.extend(values(&actors, at));
            node
        };
        let edge = |(at, relation): (usize, &crate::analyse::network::Relation)| {
            let ends =
                [("source", json!(ids[relation.source])), ("target", json!(ids[relation.target])), ("weight", number(relation.weight))];
            let mut edge: Map<String, serde_json::Value> = ends.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            edge.extend(values(&relations, at));
            edge
        };
        let document = json!({
            "directed": network.directed,
            "multigraph": false,
            "graph": { "name": network.name },
            "nodes": network.actors.iter().enumerate().map(node).collect::<Vec<_>>(),
            "edges": network.relations.iter().enumerate().map(edge).collect::<Vec<_>>(),
        });
        serde_json::to_writer_pretty(&mut *out, &document)?;
        writeln!(out)
    }
}

/// The values of a row by the names of their columns.
pub(super) fn values(sheet: &Sheet, row: usize) -> impl Iterator<Item = (String, serde_json::Value)> {
    sheet.cells(row).map(|(_, column, value)| {
        let value = match value {
            Value::Text(words) => json!(words),
            Value::Whole(whole) => json!(whole),
            Value::Number(value) => json!(value),
        };
        (column.name.clone(), value)
    })
}

/// A weight, without a fraction where it has none.
fn number(weight: f64) -> serde_json::Value {
    // Up to here every whole number has a double of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if weight.fract() == 0.0 && weight.abs() < EXACT { json!(weight as i64) } else { json!(weight) }
}
