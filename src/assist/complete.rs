//! Suggestions for a place of a query: what SPARQL allows there, and what the graph has.

use super::place::{Expected, Place, place};
use super::probe::{Found, Probe};
use super::suggestion::{Completion, Suggestion};
use crate::graph::vocab::fg;
use crate::graph::{Graph, local};
use crate::language::{Message, Speak};
use crate::query::lexer::{FUNCTIONS, Token, TokenKind, lex};
use crate::query::{NameIndex, Prefixes, QueryError, Schema, Thing, Used, initials_match, well_known};
use oxigraph::model::{NamedNode, Term};
use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

/// Knows a graph, and helps to write queries for it.
#[derive(Clone)]
pub struct Assistant {
    graph: Graph,
    known: Arc<OnceLock<Known>>,
}

/// What is read of the whole graph, once.
#[derive(Debug, Default)]
struct Known {
    index: NameIndex,
    schema: Schema,
    /// Why nothing could be read.
    failed: Option<Message>,
}

/// What is known of a graph whose names have not come yet.
static NOTHING: OnceLock<Known> = OnceLock::new();
/// How long is waited before it is looked whether they have.
const BEAT: Duration = Duration::from_millis(2);

/// How long someone who types waits for suggestions at most.
pub const PATIENCE: Duration = Duration::from_millis(70);

/// How many suggestions are made at most.
const MOST: usize = 200;
/// Keywords that begin a query.
const BEGINNINGS: &[&str] = &["SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE"];
/// Keywords in a group of patterns.
const PATTERNS: &[&str] =
    &["FILTER", "OPTIONAL", "BIND", "UNION", "MINUS", "VALUES", "FILTER NOT EXISTS {", "FILTER EXISTS {", "GRAPH", "SELECT", "SERVICE"];
/// Keywords behind the pattern of a query.
const MODIFIERS: &[&str] = &["ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET", "VALUES", "WHERE"];

impl Assistant {
    /// Begins to read the names and the schema of a graph in another thread.
    pub fn new(graph: Graph) -> Self {
        let assistant = Self { graph, known: Arc::default() };
        // Whoever interrupts a question of theirs does not mean this.
        let reader = Self { graph: assistant.graph.clone().interrupted_by(None), known: Arc::clone(&assistant.known) };
        // Should no thread be had, whoever first asks reads them.
        let _ = thread::Builder::new().name("names".to_owned()).spawn(move || _ = reader.known());
        assistant
    }

    /// The graph.
    pub const fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The names in the graph; waits until they are read.
    pub fn index(&self) -> &NameIndex {
        &self.known().index
    }

    /// What the graph is made of; waits until it is read.
    pub fn schema(&self) -> &Schema {
        &self.known().schema
    }

    /// The names and the schema, for who does not wait for a server: nothing where it has not sent them within a time. Of a graph at hand they are
    /// waited for.
    pub fn within(&self, patience: Duration) -> Option<(&NameIndex, &Schema)> {
        self.known_by(Instant::now() + patience).map(|known| (&known.index, &known.schema))
    }

    /// Why the names could not be read, where they could not: then there are none.
    pub fn failed(&self) -> Option<&Message> {
        self.known.get()?.failed.as_ref()
    }

    fn known(&self) -> &Known {
        self.known.get_or_init(|| {
            let read = || -> Result<Known, QueryError> {
                Ok(Known { index: NameIndex::build(&self.graph)?, schema: Schema::of(&self.graph)?, failed: None })
            };
            // Without names there are only fewer suggestions.
            read().unwrap_or_else(|error| Known { failed: Some(error.message()), ..Known::default() })
        })
    }

    fn known_by(&self, until: Instant) -> Option<&Known> {
        if self.graph.server().is_none() {
            return Some(self.known());
        }
        while self.known.get().is_none() && Instant::now() < until {
            thread::sleep(BEAT);
        }
        self.known.get()
    }

    /// What could be written at a byte of a text, found within a limit of time.
    pub fn complete(&self, prefixes: &Prefixes, text: &str, cursor: usize, limit: Duration) -> Completion {
        let asked = Instant::now();
        // Names at hand that are still being read are waited for, and only then the time begins; those of a server only within the time.
        let known = self.known_by(asked + limit).unwrap_or_else(|| NOTHING.get_or_init(Known::default));
        let until = if self.graph.server().is_some() { asked } else { Instant::now() } + limit;
        let tokens: Vec<Token> = lex(text).into_iter().filter(|token| token.span.start < cursor).collect();
        let typed = tokens.last().filter(|token| token.span.end >= cursor && is_being_typed(text, &tokens, token));
        if typed.is_some_and(|token| token.kind == TokenKind::Comment) {
            return Completion { from: cursor, suggestions: Vec::new() };
        }
        let from = typed.map_or(cursor, |token| token.span.start);
        let before = &tokens[..tokens.len() - usize::from(typed.is_some())];
        let prefixes = prefixes.with_declared_in(text);
        let at = At { graph: &self.graph, known, prefixes: &prefixes, text, typed: &text[from..cursor], place: place(text, before), until };
        let mut seen = HashSet::new();
        let mut suggestions = at.suggest();
        suggestions.retain(|suggestion| seen.insert(suggestion.text.clone()));
        suggestions.truncate(MOST);
        Completion { from, suggestions }
    }
}

/// Whether the token before the cursor is one that goes on, rather than a mark that is complete.
fn is_being_typed(text: &str, tokens: &[Token], token: &Token) -> bool {
    match token.kind {
        TokenKind::Opening | TokenKind::Closing | TokenKind::Text => false,
        // A question mark that stands apart begins a variable; behind a name it is an operator of paths.
        TokenKind::Mark => {
            let apart = tokens.len() < 2
                || tokens[tokens.len() - 2].span.end < token.span.start
                || tokens[tokens.len() - 2].kind == TokenKind::Opening;
            matches!(token.of(text), "?" | "$") && apart
        }
        _ => true,
    }
}

/// The things among some terms.
fn nodes_of(terms: &[Term]) -> impl Iterator<Item = &NamedNode> {
    terms.iter().filter_map(|term| if let Term::NamedNode(node) = term { Some(node) } else { None })
}

/// A place with what is known of it.
struct At<'a> {
    graph: &'a Graph,
    known: &'a Known,
    prefixes: &'a Prefixes,
    text: &'a str,
    typed: &'a str,
    place: Place,
    until: Instant,
}

impl At<'_> {
    fn suggest(&self) -> Vec<Suggestion> {
        match &self.place.expected {
            Expected::Beginning => self.keywords(BEGINNINGS),
            Expected::Prefix => self.prefixes(),
            Expected::Namespace(prefix) => self.namespace(prefix),
            Expected::Projection if self.typed.is_empty() => {
                [self.keywords(&["*", "DISTINCT", "WHERE", "FROM"]), self.variables()].concat()
            }
            Expected::Projection => [self.keywords(&["*", "DISTINCT", "WHERE", "FROM"]), self.variables(), self.functions()].concat(),
            Expected::Thing => [self.variables(), self.things(|_| true)].concat(),
            Expected::Subject if self.typed.is_empty() => [self.variables(), self.keywords(PATTERNS)].concat(),
            Expected::Subject => [self.keywords(PATTERNS), self.variables(), self.things(|_| true)].concat(),
            Expected::Predicate { subject, path, inverse } => self.properties(subject, path, *inverse),
            Expected::Object { subject, predicate } => self.objects(subject, predicate),
            Expected::TripleEnd => self.keywords(PATTERNS),
            Expected::Expression if self.is_name() => [self.own_functions(), self.things(|_| true)].concat(),
            Expected::Expression => {
                [self.variables(), self.functions(), self.keywords(&["EXISTS {", "NOT EXISTS {", "IN (", "NOT IN ("])].concat()
            }
            Expected::Modifier => self.keywords(MODIFIERS),
            Expected::By => self.keywords(&["BY"]),
            Expected::Key => [self.variables(), self.keywords(&["DESC(", "ASC("])].concat(),
            Expected::Number => ["10", "20", "50", "100"]
                .iter()
                .filter(|number| number.starts_with(self.typed))
                .map(|number| Suggestion::plain(*number))
                .collect(),
            Expected::NewName => Vec::new(),
        }
    }

    /// Whether what is typed is the name of a thing, rather than a word of SPARQL.
    fn is_name(&self) -> bool {
        !self.typed.is_empty() && (!self.typed.is_ascii() || self.typed.contains(':'))
    }

    fn keywords(&self, words: &[&str]) -> Vec<Suggestion> {
        let typed = self.typed.to_ascii_uppercase();
        let small = !typed.is_empty() && self.typed == self.typed.to_ascii_lowercase();
        let fitting = words.iter().filter(|word| word.starts_with(&typed) && **word != typed);
        fitting.map(|word| Suggestion::plain(if small { word.to_ascii_lowercase() } else { (*word).to_owned() })).collect()
    }

    fn functions(&self) -> Vec<Suggestion> {
        let typed = self.typed.to_ascii_lowercase();
        // Of all functions the most used ones, until something is typed.
        const USUAL: &[&str] =
            &["CONTAINS", "STRSTARTS", "REGEX", "STR", "LANG", "BOUND", "COALESCE", "COUNT", "GROUP_CONCAT", "MAX", "MIN", "SUM"];
        let offered = if typed.is_empty() { USUAL } else { FUNCTIONS };
        let fitting = offered.iter().filter(|word| word.to_ascii_lowercase().starts_with(&typed));
        let known = fitting.map(|word| Suggestion::plain(format!("{word}(")));
        known.chain(self.own_functions()).collect()
    }

    /// The functions that the engine has beside those of SPARQL, as the prefixes of the query write them.
    fn own_functions(&self) -> Vec<Suggestion> {
        let name = self.prefixes.written(fg::MATCHES.as_str());
        let fitting = Some(name).filter(|name| name.starts_with(self.typed));
        fitting.map(|name| Suggestion::noted(format!("{name}("), "?text, \"水利 工程|项目 -规划\")")).into_iter().collect()
    }

    /// The variables of the whole text, in the order in which they come.
    fn variables(&self) -> Vec<Suggestion> {
        let mut seen = BTreeSet::new();
        let tokens = lex(self.text);
        let names = tokens.iter().filter(|token| token.kind == TokenKind::Variable).map(|token| token.of(self.text));
        let fitting = names.filter(|name| name.starts_with(self.typed) && *name != self.typed && seen.insert(*name));
        fitting.map(Suggestion::plain).collect()
    }

    fn prefixes(&self) -> Vec<Suggestion> {
        let typed = self.typed.trim_end_matches(':');
        let declared = self.prefixes.iter().map(|(prefix, namespace)| (prefix.to_owned(), namespace.to_owned()));
        let all = declared.chain(well_known().map(|(prefix, namespace)| (prefix.to_owned(), namespace.to_owned())));
        let fitting = all.filter(|(prefix, _)| prefix.starts_with(typed));
        fitting.map(|(prefix, namespace)| Suggestion::noted(format!("{prefix}:"), namespace)).collect()
    }

    fn namespace(&self, prefix: &str) -> Vec<Suggestion> {
        let known = self.prefixes.namespace(prefix.trim_end_matches(':')).map(|namespace| format!("<{namespace}>"));
        known.into_iter().filter(|namespace| namespace.starts_with(self.typed)).map(Suggestion::plain).collect()
    }

    /// The probe that comes first leaves time for what comes after it.
    fn first_probe(&self) -> Probe<'_> {
        let now = Instant::now();
        Probe { until: now + self.until.saturating_duration_since(now) / 2, ..self.probe() }
    }

    fn probe(&self) -> Probe<'_> {
        Probe { graph: self.graph, prefixes: self.prefixes, triples: &self.place.triples, until: self.until }
    }

    /// The properties that what the query says of the subject really has; all of the graph, where it says nothing, or nothing that holds.
    fn properties(&self, subject: &str, path: &str, inverse: bool) -> Vec<Suggestion> {
        let schema = &self.known.schema;
        let probe = self.probe();
        let found = self.first_probe().properties(subject, path, inverse).unwrap_or(Found { terms: Vec::new(), whole: false });
        let mut has: HashSet<&NamedNode> = nodes_of(&found.terms).collect();
        if !found.whole && !inverse && !has.is_empty() {
            // Too many to look through: what was not met yet is asked for by name, as long as there is time.
            let others = schema.properties.iter().map(|used| &used.node).filter(|property| !has.contains(property));
            let in_time = others.take_while(|_| Instant::now() < self.until);
            let more: Vec<&NamedNode> = in_time.filter(|property| probe.has_property(subject, path, property) == Some(true)).collect();
            has.extend(more);
        }
        let fitting: Vec<&Used> = schema.properties.iter().filter(|used| has.is_empty() || has.contains(&used.node)).collect();
        let mut suggestions = self.of_schema(&fitting);
        if "a".starts_with(self.typed) && !inverse && self.typed.is_empty() {
            suggestions.insert(0, Suggestion::noted("a", "rdf:type"));
        }
        suggestions
    }

    /// Classes or properties that fit what is typed: by their written name, their local name, their label, or its pinyin.
    fn of_schema(&self, all: &[&Used]) -> Vec<Suggestion> {
        let typed = self.typed.to_lowercase();
        let rank = |used: &Used| -> Option<u8> {
            let (name, (zh, en)) = (local(used.node.as_str()).to_lowercase(), &used.label);
            let written = self.prefixes.written(used.node.as_str()).to_lowercase();
            let ways = [
                written.starts_with(&typed),
                name.starts_with(&typed),
                zh.starts_with(&typed) || en.to_lowercase().starts_with(&typed),
                zh.contains(&typed) || en.to_lowercase().contains(&typed) || name.contains(&typed),
                initials_match(zh, &typed),
            ];
            ways.iter().position(|way| *way).map(|way| way as u8)
        };
        let mut fitting: Vec<(u8, &Used)> = all.iter().filter_map(|used| Some((rank(used)?, *used))).collect();
        fitting.sort_by_key(|(rank, _)| *rank);
        let note = |used: &Used| [used.label.0.as_str(), used.label.1.as_str()].join(" ").trim().to_owned();
        fitting.into_iter().map(|(_, used)| Suggestion::noted(self.prefixes.written(used.node.as_str()), note(used))).collect()
    }

    fn objects(&self, subject: &str, predicate: &str) -> Vec<Suggestion> {
        if self.typed.starts_with(['?', '$']) {
            return self.variables();
        }
        let found = self.first_probe().objects(subject, predicate).unwrap_or(Found { terms: Vec::new(), whole: false });
        let met: HashSet<&NamedNode> = nodes_of(&found.terms).collect();
        if predicate == "a" || predicate == "rdf:type" {
            let classes = self.known.schema.classes.iter();
            return self.of_schema(&classes.filter(|used| met.is_empty() || met.contains(&used.node)).collect::<Vec<_>>());
        }
        let values = self.values(&found.terms);
        if self.typed.is_empty() || self.typed.starts_with(['"', '\'']) {
            return [values, self.variables()].concat();
        }
        let mut fitting = self.things(|thing| met.contains(&thing.node));
        if !found.whole {
            fitting.extend(self.unmet(&met, |thing| self.probe().is_object(subject, predicate, &thing.node)));
        }
        fitting.extend(values);
        if fitting.is_empty() && found.terms.is_empty() {
            // The query so far has no answer, or says nothing that the graph knows: any thing of the name is better than none.
            fitting = self.things(|_| true);
        }
        fitting
    }

    /// Things of the name that was typed which the sample did not meet, but which are of a class with those that it met: each is asked for as
    /// long as there is time, and given the benefit of the doubt after.
    fn unmet(&self, met: &HashSet<&NamedNode>, is_there: impl Fn(&Thing) -> Option<bool>) -> Vec<Suggestion> {
        const ASKED: usize = 30;
        let index = &self.known.index;
        let classes: HashSet<&NamedNode> = met.iter().filter_map(|node| index.thing(node)).flat_map(|thing| &thing.classes).collect();
        let asked = std::cell::Cell::new(0);
        self.things(|thing| {
            if met.contains(&thing.node) || !thing.classes.iter().any(|class| classes.contains(class)) || asked.get() == ASKED {
                return false;
            }
            asked.set(asked.get() + 1);
            Instant::now() >= self.until || is_there(thing) != Some(false)
        })
    }

    /// The terms that begin as what is typed, or the strings that hold it.
    fn values(&self, terms: &[Term]) -> Vec<Suggestion> {
        let inner = self.typed.trim_start_matches(['"', '\'']);
        let quoted = inner.len() < self.typed.len();
        let fitting = terms.iter().filter_map(|term| match term {
            Term::NamedNode(node) if !quoted => {
                let written = self.prefixes.written(node.as_str());
                let label = self.known.index.thing(node).map(|thing| thing.label.clone()).unwrap_or_default();
                written.starts_with(self.typed).then(|| Suggestion { note: self.unless_it_says_so(&written, label), text: written })
            }
            Term::Literal(literal) if self.typed.is_empty() || quoted && literal.value().contains(inner) => {
                let is_short = literal.value().chars().count() <= 60;
                is_short.then(|| Suggestion::plain(literal.to_string()))
            }
            _ => None,
        });
        fitting.take(MOST).collect()
    }

    /// Things by their names, by pinyin, or by the beginning of the name that is written behind a prefix.
    fn things(&self, wanted: impl Fn(&Thing) -> bool) -> Vec<Suggestion> {
        let (namespace, name) = match self.typed.split_once(':') {
            Some((prefix, name)) if !prefix.starts_with('<') => (self.prefixes.namespace(prefix), name),
            _ => (None, self.typed.trim_start_matches('<')),
        };
        if name.is_empty() && namespace.is_none() || self.typed.starts_with(['?', '$', '"', '\'']) {
            return Vec::new();
        }
        let index = &self.known.index;
        let inside = |thing: &Thing| namespace.is_none_or(|namespace| thing.node.as_str().starts_with(namespace));
        if name.is_empty() {
            let mut all: Vec<&Thing> = index.things().iter().filter(|thing| inside(thing) && wanted(thing)).collect();
            all.sort_by(|a, b| a.label.cmp(&b.label));
            return all.into_iter().take(MOST).map(|thing| self.thing(thing, None)).collect();
        }
        let hits = index.find(name, MOST, |thing| inside(thing) && wanted(thing));
        hits.into_iter().map(|hit| self.thing(hit.thing, Some(hit.name))).collect()
    }

    fn thing(&self, thing: &Thing, by: Option<&str>) -> Suggestion {
        let text = self.prefixes.written(thing.node.as_str());
        let class = thing.classes.iter().rev().find_map(|class| self.known.schema.label(class.as_str())).map(|(zh, _)| format!("（{zh}）"));
        let name =
            by.filter(|name| !thing.label.contains(*name)).map_or_else(|| thing.label.clone(), |name| format!("{}，{name}", thing.label));
        Suggestion { note: format!("{name}{}", class.unwrap_or_default()), text }
    }

    fn unless_it_says_so(&self, written: &str, label: String) -> String {
        if written.contains(&label) { String::new() } else { label }
    }
}
