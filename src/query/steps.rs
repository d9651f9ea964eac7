//! How the engine went about a query: its steps as a tree.

use super::prefixes::Prefixes;
use crate::engine;

/// A step of the engine with what it is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it does.
    pub name: String,
    /// How many rows were expected to come out of it.
    pub expected: f64,
    /// How many rows came out of it.
    pub rows: u64,
    /// How long it took with all that is in it, in seconds.
    pub seconds: f64,
    /// Whether spareval did it.
    pub foreign: bool,
    /// The steps that it takes its rows from.
    pub children: Vec<Step>,
}

/// A line of a tree of steps.
#[derive(Debug, Clone, PartialEq)]
pub struct StepLine {
    /// The step with its IRIs written short, behind its branch of the tree.
    pub step: String,
    /// How many rows were expected.
    pub expected: f64,
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
            expected: step.expected,
            rows: step.rows,
            seconds: step.time.as_secs_f64(),
            foreign: step.foreign,
            children: step.children.into_iter().map(Self::from).collect(),
        }
    }
}

impl Step {
    /// A query that spareval carried through whole.
    pub(super) fn whole() -> Self {
        Self { name: "spareval".to_owned(), expected: 0.0, rows: 0, seconds: 0.0, foreign: true, children: Vec::new() }
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
            executor: if self.foreign { "spareval" } else { "fengong" },
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
            expected: 3.0,
            rows: 2,
            seconds: 0.0005,
            foreign: false,
            children,
        };
        let tree = step("group", vec![step("?t <https://w3id.org/fengong/ns#lead> ?u", Vec::new())]);
        let lines = tree.lines(&Prefixes::of(&Names::new(DEFAULT_BASE).expect("an IRI")));
        assert_eq!((lines[0].step.as_str(), lines[0].rows, lines[0].milliseconds), ("group", 2, 0.5));
        assert_eq!(lines[1].step, "└─ ?t fg:lead ?u");
    }
}
