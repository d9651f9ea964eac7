//! Every name in the graph, made ready to be found while one types: by the words, by their beginning or middle, by pinyin.

use super::lookup::NAMES;
use super::pinyin::Initials;
use crate::graph::vocab::{dcterms, fg, rdf, rdfs};
use crate::graph::{Graph, GraphError, local};
use oxigraph::model::{NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use std::collections::HashMap;

/// All names with the things that bear them.
#[derive(Debug, Default)]
pub struct NameIndex {
    things: Vec<Thing>,
    names: Vec<Name>,
    places: HashMap<NamedNode, u32>,
}

/// A thing that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// Its IRI.
    pub node: NamedNode,
    /// What it is mostly called: its short name, or its label in Chinese, or another.
    pub label: String,
    /// Its classes, in order.
    pub classes: Vec<NamedNode>,
    rank: u8,
}

#[derive(Debug)]
struct Name {
    thing: u32,
    words: Box<str>,
    initials: Initials,
}

/// How a name was found; the better one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// The words are the name.
    Whole,
    /// The name begins with them.
    Beginning,
    /// The name holds them.
    Inside,
    /// They are pinyin initials from its beginning.
    Initials,
    /// They are pinyin initials from its middle, or syllables.
    Pinyin,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<'i> {
    /// The thing.
    pub thing: &'i Thing,
    /// The name that matched.
    pub name: &'i str,
    /// How.
    pub by: Match,
}

/// The predicates whose values are names, in the order in which they serve as label: the short name first.
const LABELS: &[NamedNodeRef<'_>] = &[fg::SHORT_NAME, NAMES[0], dcterms::TITLE, rdfs::LABEL, NAMES[2], fg::NUMBER];

impl NameIndex {
    /// Reads all names of a graph. The order of what is found does not depend on that of the store.
    ///
    /// # Errors
    /// [`GraphError`] where the store cannot be read.
    pub fn build(graph: &Graph) -> Result<Self, GraphError> {
        let graph = &graph.of_names()?;
        let mut index = Self::default();
        let mut known: HashMap<NamedNode, u32> = HashMap::new();
        for (place, predicate) in LABELS.iter().enumerate() {
            for quad in graph.quads(None, Some(*predicate), None, None) {
                let quad = quad?;
                let (NamedOrBlankNode::NamedNode(node), Term::Literal(label)) = (quad.subject, quad.object) else { continue };
                let foreign = label.language().is_some_and(|language| !language.starts_with("zh"));
                let rank = (place as u8) * 2 + u8::from(foreign);
                let at = *known.entry(node).or_insert_with_key(|node| {
                    index.things.push(Thing { node: node.clone(), label: String::new(), classes: Vec::new(), rank: u8::MAX });
                    (index.things.len() - 1) as u32
                });
                let thing = &mut index.things[at as usize];
                if (rank, label.value()) < (thing.rank, thing.label.as_str()) {
                    (thing.rank, thing.label) = (rank, label.value().to_owned());
                }
                index.names.push(Name { thing: at, initials: Initials::of(label.value()), words: label.value().into() });
            }
        }
        for quad in graph.quads(None, Some(rdf::TYPE), None, None) {
            let quad = quad?;
            if let (NamedOrBlankNode::NamedNode(node), Term::NamedNode(class)) = (quad.subject, quad.object)
                && let Some(at) = known.get(&node)
            {
                index.things[*at as usize].classes.push(class);
            }
        }
        for thing in &mut index.things {
            thing.classes.sort();
            thing.classes.dedup();
        }
        index.places = known;
        index.names.sort_by(|a, b| (&a.words, &index.things[a.thing as usize].node).cmp(&(&b.words, &index.things[b.thing as usize].node)));
        index.names.dedup_by(|a, b| a.words == b.words && a.thing == b.thing);
        Ok(index)
    }

    /// The things whose names match what was typed, each once by its best name: whole names first, then the better match, then the
    /// shorter name. `wanted` says which things are looked for.
    pub fn find<'i>(&'i self, typed: &str, most: usize, wanted: impl Fn(&Thing) -> bool) -> Vec<Hit<'i>> {
        let typed = typed.trim().to_lowercase();
        if typed.is_empty() {
            return Vec::new();
        }
        let mut best: HashMap<u32, Hit<'i>> = HashMap::new();
        // The names are in order: many things may have one name, as the tasks of many plans do, which is looked at once.
        let mut last: (&str, Option<Match>) = ("", None);
        for name in &self.names {
            if last.0 != &*name.words {
                last = (&name.words, name.matched(&typed));
            }
            let Some(by) = last.1 else { continue };
            let thing = &self.things[name.thing as usize];
            let hit = Hit { thing, name: &name.words, by };
            match best.get_mut(&name.thing) {
                Some(other) if order(&hit) < order(other) => *other = hit,
                Some(_) => {}
                None if wanted(thing) => _ = best.insert(name.thing, hit),
                None => {}
            }
        }
        let mut hits: Vec<Hit<'i>> = best.into_values().collect();
        hits.sort_by(|a, b| order(a).cmp(&order(b)));
        hits.truncate(most);
        hits
    }

    /// Every name with the thing that bears it, in the order of the names.
    pub fn names(&self) -> impl Iterator<Item = (&str, &Thing)> {
        self.names.iter().map(|name| (&*name.words, &self.things[name.thing as usize]))
    }

    /// The thing with an IRI, if it has a name.
    pub fn thing(&self, node: &NamedNode) -> Option<&Thing> {
        self.places.get(node).map(|at| &self.things[*at as usize])
    }

    /// The things, in no order that holds.
    pub fn things(&self) -> &[Thing] {
        &self.things
    }
}

impl Thing {
    /// Whether it is of a class.
    pub fn is_a(&self, class: NamedNodeRef<'_>) -> bool {
        self.classes.iter().any(|other| other.as_ref() == class)
    }

    /// Whether its IRI shows what it is called: then no label need stand beside it.
    pub fn speaks_for_itself(&self) -> bool {
        local(self.node.as_str()).contains(self.label.as_str())
    }
}

fn order<'h>(hit: &Hit<'h>) -> (Match, usize, &'h str, &'h str) {
    (hit.by, hit.name.len(), hit.name, hit.thing.node.as_str())
}

impl Name {
    /// How what was typed, in lower case, matches the name.
    fn matched(&self, typed: &str) -> Option<Match> {
        let found =
            if self.words.is_ascii() || typed.is_ascii() { self.words.to_ascii_lowercase().find(typed) } else { self.words.find(typed) };
        match found {
            Some(0) if typed.len() == self.words.len() => return Some(Match::Whole),
            Some(0) => return Some(Match::Beginning),
            Some(_) => return Some(Match::Inside),
            None => {}
        }
        if !typed.bytes().all(|byte| byte.is_ascii_lowercase()) || self.words.is_ascii() {
            return None;
        }
        match self.initials.find(typed) {
            Some(0) => Some(Match::Initials),
            Some(_) => Some(Match::Pinyin),
            // Syllables have vowels, or begin with zh, ch, sh.
            None => (typed.len() > 2 && typed.contains(['a', 'e', 'i', 'o', 'u', 'h']) && self.initials.spell(&self.words, typed))
                .then_some(Match::Pinyin),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(words: &str) -> Name {
        Name { thing: 0, words: words.into(), initials: Initials::of(words) }
    }

    #[test]
    fn the_better_match_comes_first() {
        let how = |typed: &str| name("自治区水利厅").matched(typed);
        assert_eq!(how("自治区水利厅"), Some(Match::Whole));
        assert_eq!(how("自治区"), Some(Match::Beginning));
        assert_eq!(how("水利"), Some(Match::Inside));
        assert_eq!(how("zzqs"), Some(Match::Initials));
        assert_eq!(how("slt"), Some(Match::Pinyin));
        assert_eq!(how("shuili"), Some(Match::Pinyin));
        assert_eq!(how("林业"), None);
    }

    #[test]
    fn latin_names_are_found_in_either_case_and_not_by_sound() {
        assert_eq!(name("Water resources").matched("water"), Some(Match::Beginning));
        assert_eq!(name("water resources").matched("wr"), None);
    }
}
