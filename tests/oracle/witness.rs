//! Patterns of triples that match: each is drawn from a quad, and variables keep standing for what they stood for.
//!
//! Patterns drawn without the graph have hardly ever an answer when there are several of them.

use super::dice::Dice;
use oxigraph::model::{GraphName, NamedNode, Quad, Term};
use rustc_hash::FxHashMap;

/// What variables could stand for, all at once.
pub(crate) struct Witness<'a> {
    quads: &'a [Quad],
    union: bool,
    /// The graph where patterns look at the moment; nothing for the default graph.
    pub(crate) graph: Option<GraphName>,
    values: FxHashMap<&'static str, Term>,
}

impl<'a> Witness<'a> {
    pub(crate) fn new(quads: &'a [Quad], union: bool) -> Self {
        Self { quads, union, graph: None, values: FxHashMap::default() }
    }

    /// A quad where patterns look at the moment.
    pub(crate) fn quad(&self, dice: &mut Dice) -> Option<&'a Quad> {
        let seen = |quad: &&Quad| match &self.graph {
            None => self.union || quad.graph_name == GraphName::DefaultGraph,
            Some(graph) => quad.graph_name == *graph,
        };
        let seen: Vec<&Quad> = self.quads.iter().filter(seen).collect();
        // Rather one about what variables stand for already: patterns then hang together.
        let known = |quad: &&&Quad| self.values.values().any(|value| *value == Term::from(quad.subject.clone()) || *value == quad.object);
        let joined: Vec<&Quad> = seen.iter().filter(known).copied().collect();
        let from = if joined.is_empty() || dice.percent(20) { seen } else { joined };
        if from.is_empty() { None } else { Some(*dice.pick(&from)) }
    }

    /// A named graph that is not empty.
    pub(crate) fn named(&self, dice: &mut Dice) -> Option<NamedNode> {
        let mut names: Vec<NamedNode> = Vec::new();
        for quad in self.quads {
            if let GraphName::NamedNode(name) = &quad.graph_name {
                names.push(name.clone());
            }
        }
        if names.is_empty() { None } else { Some(dice.pick(&names).clone()) }
    }

    /// A term in a pattern: a variable of these that stands for it, or a new one that does from now on, or itself.
    pub(crate) fn term(&mut self, dice: &mut Dice, term: &Term, variables: &[&'static str], constants: usize) -> String {
        if dice.percent(constants) && !matches!(term, Term::BlankNode(_)) {
            return term.to_string();
        }
        let known: Vec<&'static str> = variables.iter().copied().filter(|name| self.values.get(name) == Some(term)).collect();
        if !known.is_empty() {
            return dice.word(&known).to_owned();
        }
        let free: Vec<&'static str> = variables.iter().copied().filter(|name| !self.values.contains_key(name)).collect();
        if free.is_empty() {
            // Nothing else to be had: most often no match, now and then all the same.
            return if matches!(term, Term::BlankNode(_)) || dice.percent(30) { dice.word(variables).to_owned() } else { term.to_string() };
        }
        let name = dice.word(&free);
        self.values.insert(name, term.clone());
        name.to_owned()
    }

    /// What a variable stands for, as a constant.
    pub(crate) fn value(&self, dice: &mut Dice) -> Option<String> {
        let mut values: Vec<String> =
            self.values.values().filter(|value| !matches!(value, Term::BlankNode(_))).map(ToString::to_string).collect();
        values.sort_unstable();
        if values.is_empty() { None } else { Some(dice.pick(&values).clone()) }
    }
}
