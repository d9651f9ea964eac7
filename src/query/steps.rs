//! How the engine went about a query: its steps as a tree.

use super::prefixes::Prefixes;
use serde::Deserialize;

/// A step of the engine with what it is made of.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Step {
    /// What it does.
    pub name: String,
    /// How many rows came out of it.
    #[serde(rename = "number of results", default)]
    pub rows: Option<u64>,
    /// How long it took with all that is in it, in seconds.
    #[serde(rename = "duration in seconds", default)]
    pub seconds: Option<f64>,
    /// The steps that it takes its rows from.
    #[serde(default)]
    pub children: Vec<Step>,
}

#[derive(Deserialize)]
struct Explanation {
    plan: Step,
}

impl Step {
    /// Reads the explanation of a query.
    ///
    /// # Errors
    /// Where the engine writes it in a form that is not known here.
    pub fn read(json: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(json).map(|explanation: Explanation| explanation.plan)
    }

    /// The tree, a line a step: rows, milliseconds, and the step with its IRIs written short.
    pub fn lines(&self, prefixes: &Prefixes) -> Vec<(u64, f64, String)> {
        let mut lines = Vec::new();
        self.add_to(&mut lines, "", "", prefixes);
        lines
    }

    fn add_to(&self, lines: &mut Vec<(u64, f64, String)>, branch: &str, margin: &str, prefixes: &Prefixes) {
        let name = shorten(&self.name, prefixes);
        lines.push((self.rows.unwrap_or_default(), self.seconds.unwrap_or_default() * 1000.0, format!("{branch}{name}")));
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
    fn the_steps_are_read_as_the_engine_writes_them() {
        let json = br#"{"planning duration in seconds":0.1,"plan":{"name":"Project(?t)","number of results":2,"duration in seconds":0.0005,
            "children":[{"name":"QuadPattern(?t <https://w3id.org/fengong/ns#lead> ?u)","number of results":2,"children":[]}]}}"#;
        let lines = Step::read(json).expect("an explanation").lines(&Prefixes::of(&Names::new(DEFAULT_BASE).expect("an IRI")));
        assert_eq!(lines[0], (2, 0.5, "Project(?t)".to_owned()));
        assert_eq!(lines[1].2, "└─ QuadPattern(?t fg:lead ?u)");
    }
}
