//! A script of Cypher, the language of Neo4j, that can be run again without making anything twice.

use super::format::Format;
use super::names::ids;
use super::sheet::{self, Sheet};
use crate::analyse::network::{Network, Value};
use crate::language::{Message, message};
use std::io::{self, Write};

/// A script of Cypher.
pub(super) struct Cypher;

impl Format for Cypher {
    fn name(&self) -> &'static str {
        "cypher"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["cypher", "cql"]
    }

    fn about(&self) -> Message {
        message!("a script of Cypher: Neo4j (cypher-shell)")
    }

    fn write(&self, network: &Network, _: usize, out: &mut dyn Write) -> io::Result<()> {
        let ids = ids(network);
        let actors = sheet::actors(network, &["iri", "name"]);
        let relations = sheet::relations(network, &["weight"]);
        writeln!(out, "CREATE CONSTRAINT actor_iri IF NOT EXISTS FOR (n:Actor) REQUIRE n.iri IS UNIQUE;")?;
        let places: Vec<usize> = (0..network.actors.len()).collect();
        for of_label in places.chunk_by(|one, other| label(network, *one) == label(network, *other)) {
            let node = |at: &usize| {
                let own = format!("iri: {}, name: {}", string(&ids[*at]), string(&network.actors[*at].label));
                map(own, &actors, *at)
            };
            let label = name(&label(network, of_label[0]));
            for batch in of_label.chunks(BATCH) {
                let rows = batch.iter().map(node);
                unwind(out, rows, &format!("MERGE (n:Actor {{iri: row.iri}}) SET n:{label}, n += row;"))?;
            }
        }
        let kind = name(&relation_type(network));
        let places: Vec<usize> = (0..network.relations.len()).collect();
        for batch in places.chunks(BATCH) {
            let relationship = |at: &usize| {
                let relation = &network.relations[*at];
                let (source, target) = (string(&ids[relation.source]), string(&ids[relation.target]));
                let told = map(format!("weight: {}", real(relation.weight)), &relations, *at);
                format!("{{source: {source}, target: {target}, told: {told}}}")
            };
            let make = "MATCH (a:Actor {iri: row.source}) MATCH (b:Actor {iri: row.target})";
            unwind(out, batch.iter().map(relationship), &format!("{make} MERGE (a)-[r:{kind}]->(b) SET r += row.told;"))?;
        }
        Ok(())
    }
}

/// The most rows of one statement.
const BATCH: usize = 500;

/// A statement that does the same for each of some rows.
fn unwind(out: &mut dyn Write, rows: impl Iterator<Item = String>, make: &str) -> io::Result<()> {
    writeln!(out, "UNWIND [\n  {}\n] AS row {make}", rows.collect::<Vec<_>>().join(",\n  "))
}

/// The label of a node: its kind with a capital letter, or that of any thing.
pub(super) fn label(network: &Network, actor: usize) -> String {
    let kind = network.actor_columns.iter().position(|column| column.name == "kind");
    match kind.and_then(|kind| network.actors[actor].values[kind].as_ref()) {
        Some(Value::Text(kind)) if kind.chars().all(|c| c.is_ascii_lowercase()) && !kind.is_empty() => {
            kind[..1].to_uppercase() + &kind[1..]
        }
        _ => "Thing".to_owned(),
    }
}

/// The type of the relationships: the name of the network in capital letters with underscores.
pub(super) fn relation_type(network: &Network) -> String {
    let name: String = network.name.to_uppercase().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    if name.starts_with(char::is_alphabetic) { name } else { "RELATED".to_owned() }
}

/// A map of what a row tells, after what is told already.
fn map(mut told: String, sheet: &Sheet, row: usize) -> String {
    for (_, column, value) in sheet.cells(row) {
        let value = match value {
            Value::Text(words) => string(words),
            Value::Whole(whole) => whole.to_string(),
            Value::Number(number) => real(*number),
        };
        told.push_str(&format!(", {}: {value}", name(&column.name)));
    }
    format!("{{{told}}}")
}

/// A name, between backticks where it is not one without them.
fn name(name: &str) -> String {
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain { name.to_owned() } else { format!("`{}`", name.replace('`', "``")) }
}

/// A number that is a float for Neo4j, whole or not.
fn real(number: f64) -> String {
    let digits = number.to_string();
    if digits.contains('.') { digits } else { digits + ".0" }
}

/// A string between single quotes.
fn string(words: &str) -> String {
    let mut string = String::from("'");
    let mut characters = words.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\'' => string.push_str("\\'"),
            '\n' => string.push_str("\\n"),
            '\r' => string.push_str("\\r"),
            '\t' => string.push_str("\\t"),
            // Older versions read \u before they read strings, so that a backslash of the words must not stand before a u.
            '\\' if characters.peek() == Some(&'u') => string.push_str("\\\\' + '"),
            '\\' => string.push_str("\\\\"),
            c if c.is_control() => string.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => string.push(c),
        }
    }
    string + "'"
}
