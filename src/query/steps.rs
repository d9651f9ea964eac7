//! How the engine went about a query: its steps as a tree.

use super::prefixes::Prefixes;
use crate::engine;
use std::time::Duration;

/// A step of the engine with what it is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it does.
    pub name: String,
    /// How many rows were expected to come out of it, where that is known.
    pub expected: Option<f64>,
    /// How many rows came out of it.
    pub rows: u64,
    /// How long it took with all that is in it, in seconds.
    pub seconds: f64,
    /// Who did it.
    pub by: Carrier,
    /// The steps that it takes its rows from.
    pub children: Vec<Step>,
}

/// Who carries a step through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// The engine of the program.
    Engine,
    /// spareval, to which it leaves what it has no form for.
    Spareval,
    /// The server that holds the graph.
    Server,
}

impl Carrier {
    /// What it is called in the table of steps.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Engine => "fengong",
            Self::Spareval => "spareval",
            Self::Server => "server",
        }
    }
}

/// A line of a tree of steps.
#[derive(Debug, Clone, PartialEq)]
pub struct StepLine {
    /// The step with its IRIs written short, behind its branch of the tree.
    pub step: String,
    /// How many rows were expected, where that is known.
    pub expected: Option<f64>,
    /// How many rows came.
    pub rows: u64,
    /// How long it took, in milliseconds.
    pub milliseconds: f64,
    /// Who carried it through.
    pub executor: &'static str,
}

impl From<engine::Step> for Step {
    fn from(step: engine::Step) -> Self {
        Self {
            name: step.name,
            expected: Some(step.expected),
            rows: step.rows,
            seconds: step.time.as_secs_f64(),
            by: if step.foreign { Carrier::Spareval } else { Carrier::Engine },
            children: step.children.into_iter().map(Self::from).collect(),
        }
    }
}

impl Step {
    /// A query that spareval carried through whole.
    pub(super) fn whole() -> Self {
        Self { name: "spareval".to_owned(), expected: None, rows: 0, seconds: 0.0, by: Carrier::Spareval, children: Vec::new() }
    }

    /// A query that a server carried through; how many rows it expected it does not say.
    pub(super) fn on_server(place: &str, rows: u64, took: Duration) -> Self {
        Self { name: place.to_owned(), expected: None, rows, seconds: took.as_secs_f64(), by: Carrier::Server, children: Vec::new() }
    }

    /// The tree, a line a step.
    pub fn lines(&self, prefixes: &Prefixes) -> Vec<StepLine> {
        let mut lines = Vec::new();
        self.add_to(&mut lines, "", "", prefixes);
        lines
    }

    fn add_to(&self, lines: &mut Vec<StepLine>, branch: &str, margin: &str, prefixes: &Prefixes) {
        lines.push(StepLine {
            step: format!("{branch}{}", shorten(&self.name, prefixes)),
            expected: self.expected,
            rows: self.rows,
            milliseconds: self.seconds * 1000.0,
            executor: self.by.name(),
        });
        for (at, child) in self.children.iter().enumerate() {
            let (own, inner) = if at + 1 == self.children.len() { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            child.add_to(lines, &format!("{margin}{own}"), &format!("{margin}{inner}"), prefixes);
        }
    }
}

/// The IRIs in some words written short.
fn shorten(words: &str, prefixes: &Prefixes) -> String {
    let mut short = String::new();
    let mut rest = words;
    while let Some((before, from)) = rest.split_once('<') {
        short.push_str(before);
        match from.split_once('>') {
            Some((iri, after)) if iri.contains(':') && !iri.contains(' ') => {
                short.push_str(&prefixes.short(iri));
                rest = after;
            }
            _ => {
                short.push('<');
                rest = from;
            }
        }
    }
    short + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{DEFAULT_BASE, Names};

    #[test]
    fn the_steps_are_a_tree_with_short_names() {
        let step = |name: &str, children: Vec<Step>| Step {
            name: name.to_owned(),
            expected: Some(3.0),
            rows: 2,
            seconds: 0.0005,
            by: Carrier::Engine,
            children,
        };
        let tree = step("group", vec![step("?t <https://w3id.org/fengong/ns#lead> ?u", Vec::new())]);
        let lines = tree.lines(&Prefixes::of(&Names::new(DEFAULT_BASE).expect("an IRI")));
        assert_eq!((lines[0].step.as_str(), lines[0].rows, lines[0].milliseconds), ("group", 2, 0.5));
        assert_eq!(lines[1].step, "└─ ?t fg:lead ?u");
    }
}
