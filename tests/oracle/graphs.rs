//! Random graphs.

use super::dice::Dice;
use super::vocabulary::{BLANKS, GRAPHS, NODES, PREDICATES, PREFIXES, Profile};
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{GraphName, Quad};
use std::error::Error;

/// Quads that a case asks about, each once.
pub(crate) fn quads(dice: &mut Dice, profile: Profile) -> Result<Vec<Quad>, Box<dyn Error + Send + Sync>> {
    let count = match dice.below(20) {
        0 => 0,
        1..=4 => dice.between(1, 5),
        5..=16 => dice.between(6, 25),
        _ => dice.between(26, 60),
    };
    let nodes = dice.between(3, NODES.len() - 1);
    let blanks = if dice.percent(70) { dice.below(BLANKS.len() + 1) } else { 0 };
    let predicates = dice.between(1, PREDICATES.len());
    let links = dice.between(20, 80);
    let named = dice.percent(70);
    let mut text = String::from("@prefix ex: <http://e/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n");
    let mut statements: Vec<String> = Vec::new();
    for _ in 0..count {
        let node = |dice: &mut Dice| {
            let at = dice.below(nodes + blanks);
            if at < nodes { NODES[at] } else { BLANKS[at - nodes] }
        };
        let (subject, predicate) = (node(dice), PREDICATES[dice.below(predicates)]);
        let object = if dice.percent(links) {
            if dice.percent(3) { dice.word(&PREDICATES).to_owned() } else { node(dice).to_owned() }
        } else {
            profile.literal(dice)
        };
        // The same triple in several graphs is what the union of graphs must not count twice.
        let triple = match statements.last().and_then(|last| last.split_once("{ ")) {
            Some((_, again)) if dice.percent(20) => again.to_owned(),
            _ => format!("{subject} {predicate} {object} }}"),
        };
        let graph = if named && dice.percent(60) { GRAPHS[dice.below(3)] } else { "" };
        statements.push(format!("{graph} {{ {triple}"));
    }
    text.push_str(&statements.join("\n"));
    let mut quads: Vec<Quad> = RdfParser::from_format(RdfFormat::TriG).for_slice(text.as_bytes()).collect::<Result<_, _>>()?;
    quads.sort_unstable_by_key(ToString::to_string);
    quads.dedup();
    dice.shuffle(&mut quads);
    Ok(quads)
}

/// The same in a default graph that is the union of all graphs: a triple counts once.
pub(crate) fn union(quads: &[Quad]) -> Vec<Quad> {
    let named = quads.iter().filter(|quad| quad.graph_name != GraphName::DefaultGraph).cloned();
    let default = quads.iter().map(|quad| Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() });
    let mut all: Vec<Quad> = named.chain(default).collect();
    all.sort_unstable_by_key(ToString::to_string);
    all.dedup();
    all
}

/// As N-Quads.
pub(crate) fn written(quads: &[Quad]) -> String {
    let mut writer = RdfSerializer::from_format(RdfFormat::NQuads).for_writer(Vec::new());
    for quad in quads {
        if writer.serialize_quad(quad).is_err() {
            return String::new();
        }
    }
    writer.finish().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// A query as it is run.
pub(crate) fn with_prefixes(query: &str) -> String {
    format!("{PREFIXES}{query}")
}
