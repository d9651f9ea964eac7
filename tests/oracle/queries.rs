//! Random queries.

use super::dice::Dice;
use super::patterns::Patterns;
use super::vocabulary::{GRAPHS, NODES, PREDICATES, Profile};
use oxigraph::model::Quad;

/// A query about these quads, without prefixes; where the default graph is the union of all, without FROM.
pub(crate) fn query(dice: &mut Dice, profile: Profile, quads: &[Quad], union: bool) -> String {
    let depth = dice.between(0, 3);
    let kind = dice.weighted(&[62, 20, 7, 8, 3]);
    let dataset = if !union && dice.percent(8) { dataset(dice) } else { String::new() };
    let mut patterns = Patterns::new(dice, profile, quads, union);
    match kind {
        0 => select(&mut patterns, depth, &dataset),
        1 => {
            let text = patterns.grouped(depth).replacen(" WHERE ", &format!(" {dataset}WHERE "), 1);
            let order = if patterns.dice.percent(20) { format!(" ORDER BY {}", keys(&mut patterns)) } else { String::new() };
            format!("{text}{order}{}", slice(patterns.dice, 10))
        }
        2 => format!("ASK {dataset}{}", patterns.group(depth)),
        3 => construct(&mut patterns, depth, &dataset),
        _ => {
            let what = if patterns.dice.percent(50) { patterns.variable() } else { patterns.dice.word(&NODES).to_owned() };
            format!("DESCRIBE {what} {dataset}WHERE {}", patterns.group(depth))
        }
    }
}

fn select(patterns: &mut Patterns<'_>, depth: usize, dataset: &str) -> String {
    let pattern = patterns.group(depth);
    let distinct = match patterns.dice.weighted(&[68, 26, 6]) {
        0 => "",
        1 => "DISTINCT ",
        _ => "REDUCED ",
    };
    let mut names: Vec<String> = Vec::new();
    if patterns.dice.percent(40) {
        names.push("*".to_owned());
    } else {
        for _ in 0..patterns.dice.between(1, 3) {
            let name = patterns.variable();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        if patterns.computed && patterns.dice.percent(30) {
            let value = patterns.any(3);
            names.push(format!("({value} AS {})", patterns.fresh()));
        }
    }
    let order = if patterns.dice.percent(25) { format!(" ORDER BY {}", keys(patterns)) } else { String::new() };
    let percent = if distinct == "REDUCED " { 0 } else { 20 };
    format!("SELECT {distinct}{} {dataset}WHERE {pattern}{order}{}", names.join(" "), slice(patterns.dice, percent))
}

fn keys(patterns: &mut Patterns<'_>) -> String {
    let mut keys: Vec<String> = Vec::new();
    for _ in 0..patterns.dice.between(1, 3) {
        let key = if patterns.dice.percent(75) { patterns.variable() } else { patterns.any(1) };
        keys.push(match patterns.dice.below(3) {
            0 => format!("DESC({key})"),
            _ => format!("ASC({key})"),
        });
    }
    keys.join(" ")
}

fn slice(dice: &mut Dice, percent: usize) -> String {
    if !dice.percent(percent) {
        return String::new();
    }
    let (limit, offset) = (dice.below(8), dice.below(5));
    match dice.below(3) {
        0 => format!(" LIMIT {limit}"),
        1 => format!(" OFFSET {offset}"),
        _ => format!(" LIMIT {limit} OFFSET {offset}"),
    }
}

fn construct(patterns: &mut Patterns<'_>, depth: usize, dataset: &str) -> String {
    let pattern = patterns.group(depth);
    let mut template = String::new();
    for _ in 0..patterns.dice.between(1, 3) {
        let subject = match patterns.dice.weighted(&[75, 10, 15]) {
            0 => patterns.variable(),
            1 => patterns.dice.word(&NODES).to_owned(),
            _ => "_:new".to_owned(),
        };
        let predicate = if patterns.dice.percent(75) { patterns.dice.word(&PREDICATES).to_owned() } else { patterns.variable() };
        let object = match patterns.dice.weighted(&[70, 20, 10]) {
            0 => patterns.variable(),
            1 => patterns.profile.literal(patterns.dice),
            _ => "_:new".to_owned(),
        };
        template.push_str(&format!("{subject} {predicate} {object} . "));
    }
    format!("CONSTRUCT {{ {template}}} {dataset}WHERE {pattern}")
}

fn dataset(dice: &mut Dice) -> String {
    let mut clauses = String::new();
    for _ in 0..dice.between(1, 3) {
        let named = if dice.percent(50) { "NAMED " } else { "" };
        clauses.push_str(&format!("FROM {named}{} ", dice.word(&GRAPHS)));
    }
    clauses
}
