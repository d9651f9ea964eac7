//! CX2, the format of Cytoscape and `NDEx` (<https://cytoscape.org/cx/cx2/specification/cytoscape-exchange-format-specification-(version-2)/>).

use super::format::Format;
use super::names::ids;
use super::node_link::values;
use super::sheet::{self, Sheet};
use crate::analyse::network::{Column, ColumnKind, Network};
use crate::language::{Message, message};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// CX2.
pub(super) struct Cx2;

impl Format for Cx2 {
    fn name(&self) -> &'static str {
        "cx2"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["cx2"]
    }

    fn about(&self) -> Message {
        message!("CX2: Cytoscape, Cytoscape Web, NDEx")
    }

    fn write(&self, network: &Network, _: usize, out: &mut dyn Write) -> io::Result<()> {
        let iris = ids(network);
        let actors = sheet::actors(network, &["name", "iri", "id"]);
        let relations = sheet::relations(network, &["weight", "id", "s", "t"]);
        let nodes = network.actors.iter().enumerate().map(|(at, actor)| {
            let mut told = Map::from_iter([("name".to_owned(), json!(actor.label)), ("iri".to_owned(), json!(iris[at]))]);
            told.extend(values(&actors, at));
            json!({ "id": at, "v": told })
        });
        let edges = network.relations.iter().enumerate().map(|(at, relation)| {
            let mut told = Map::from_iter([("weight".to_owned(), json!(relation.weight))]);
            told.extend(values(&relations, at));
            json!({ "id": at, "s": relation.source, "t": relation.target, "v": told })
        });
        let mut aspects = vec![
            ("attributeDeclarations", json!([declarations(&actors, &relations)])),
            ("networkAttributes", json!([{ "name": network.name, "directed": network.directed }])),
            ("nodes", Value::Array(nodes.collect())),
        ];
        let edges: Vec<Value> = edges.collect();
        if !edges.is_empty() {
            aspects.push(("edges", Value::Array(edges)));
        }
        let count = |(name, elements): &(&str, Value)| json!({ "name": name, "elementCount": elements.as_array().map_or(0, Vec::len) });
        let about: Vec<Value> = aspects.iter().map(count).collect();
        let mut document = vec![json!({ "CXVersion": "2.0", "hasFragments": false }), json!({ "metaData": about })];
        document.extend(aspects.into_iter().map(|(name, elements)| json!({ name: elements })));
        document.push(json!({ "status": [{ "success": true }] }));
        serde_json::to_writer_pretty(&mut *out, &document)?;
        writeln!(out)
    }
}

fn declarations(actors: &Sheet, relations: &Sheet) -> Value {
    let kind = |column: &Column| match column.kind {
        ColumnKind::Text => "string",
        ColumnKind::Whole => "long",
        ColumnKind::Number => "double",
    };
    let declared = |own: &[(&str, &str)], sheet: &Sheet| {
        let own = own.iter().map(|(name, kind)| ((*name).to_owned(), json!({ "d": kind })));
        own.chain(sheet.columns.iter().map(|column| (column.name.clone(), json!({ "d": kind(column) })))).collect::<Map<_, _>>()
    };
    json!({
        "networkAttributes": { "name": { "d": "string" }, "directed": { "d": "boolean" } },
        "nodes": declared(&[("name", "string"), ("iri", "string")], actors),
        "edges": declared(&[("weight", "double")], relations),
    })
}
