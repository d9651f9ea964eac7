//! Random graph patterns.

use super::dice::Dice;
use super::vocabulary::{GRAPHS, NODES, PREDICATES, Profile};
use super::witness::Witness;
use oxigraph::model::{GraphName, Quad, Term};

/// Variables of patterns: few, so that they are shared.
const VARIABLES: [&str; 6] = ["?a", "?b", "?c", "?d", "?e", "?f"];

/// Writes patterns; knows how large the query has become.
pub(crate) struct Patterns<'a> {
    pub dice: &'a mut Dice,
    pub profile: Profile,
    /// Whether values that a query computes may stand in place of those of the graph.
    pub computed: bool,
    /// How many patterns of triples may still be written: more would take oxigraph too long.
    triples: usize,
    fresh: usize,
    variables: usize,
    pub(crate) witness: Witness<'a>,
}

impl<'a> Patterns<'a> {
    /// Of patterns over these quads; `union` where the default graph is the union of all.
    pub(crate) fn new(dice: &'a mut Dice, profile: Profile, quads: &'a [Quad], union: bool) -> Self {
        let triples = dice.between(1, if quads.len() > 25 { 5 } else { 7 });
        let variables = dice.between(2, VARIABLES.len());
        let computed = profile == Profile::Mixed || dice.percent(40);
        Self { dice, profile, computed, triples, fresh: 0, variables, witness: Witness::new(quads, union) }
    }

    /// A variable that patterns use.
    pub(crate) fn variable(&mut self) -> String {
        // Those that were computed now and then.
        if self.fresh > 0 && self.dice.percent(20) {
            return format!("?v{}", self.dice.below(self.fresh));
        }
        VARIABLES[self.dice.below(self.variables)].to_owned()
    }

    /// A variable that nothing uses yet.
    pub(crate) fn fresh(&mut self) -> String {
        self.fresh += 1;
        format!("?v{}", self.fresh - 1)
    }

    /// A group, with its braces.
    pub(crate) fn group(&mut self, depth: usize) -> String {
        let count = self.dice.weighted(&[2, 40, 35, 20, 5]);
        let mut parts: Vec<String> = Vec::new();
        for at in 0..count {
            // What comes first is mostly triples: OPTIONAL, MINUS and FILTER then have something to work on.
            let part = if at == 0 && self.dice.percent(80) { self.block() } else { self.part(depth) };
            parts.push(part);
        }
        format!("{{ {} }}", parts.join(" "))
    }

    fn part(&mut self, depth: usize) -> String {
        if depth == 0 {
            return match self.dice.weighted(&[50, 25, 10, 15]) {
                0 => self.block(),
                1 => self.filter(0),
                2 => self.bind(),
                _ => self.values(),
            };
        }
        let depth = depth - 1;
        match self.dice.weighted(&[20, 18, 14, 8, 16, 14, 6, 6, 5, 8, 3]) {
            0 => self.block(),
            1 => format!("OPTIONAL {}", self.group(depth)),
            2 => {
                let branches: Vec<String> = (0..self.dice.between(2, 3)).map(|_| self.group(depth)).collect();
                branches.join(" UNION ")
            }
            3 => format!("MINUS {}", self.group(depth)),
            4 => {
                let graph = self.witness.named(self.dice);
                let name = match &graph {
                    Some(graph) if self.dice.percent(80) => self.term(&graph.clone().into(), 35),
                    _ if self.dice.percent(60) => self.variable(),
                    _ => self.dice.word(&GRAPHS).to_owned(),
                };
                let outside = std::mem::replace(&mut self.witness.graph, graph.map(GraphName::from));
                let text = format!("GRAPH {name} {}", self.group(depth));
                self.witness.graph = outside;
                text
            }
            5 => self.filter(depth),
            6 => self.bind(),
            7 => self.values(),
            8 => format!("{{ {} }}", self.subselect(depth)),
            9 => {
                let not = if self.dice.percent(50) { "NOT " } else { "" };
                format!("FILTER({not}EXISTS {})", self.group(depth))
            }
            _ => self.group(depth),
        }
    }

    fn filter(&mut self, depth: usize) -> String {
        if depth > 0 && self.dice.percent(8) {
            let not = if self.dice.percent(50) { "NOT " } else { "" };
            let operator = if self.dice.percent(50) { "||" } else { "&&" };
            return format!("FILTER({} {operator} {not}EXISTS {})", self.condition(1), self.group(depth - 1));
        }
        let deep = self.dice.between(0, 3);
        format!("FILTER({})", self.condition(deep))
    }

    fn bind(&mut self) -> String {
        let value = if self.computed { self.any(2) } else { self.any(0) };
        // Most often under a name of its own; a name that is in scope already is refused, and the case drawn again.
        let name = if self.dice.percent(85) { self.fresh() } else { self.variable() };
        format!("BIND({value} AS {name})")
    }

    fn values(&mut self) -> String {
        let mut names = vec![self.variable()];
        if self.dice.percent(40) {
            let other = self.variable();
            if !names.contains(&other) {
                names.push(other);
            }
        }
        let rows: Vec<String> = (0..self.dice.between(0, 3))
            .map(|_| {
                let cells: Vec<String> = names.iter().map(|_| self.cell()).collect();
                format!("({})", cells.join(" "))
            })
            .collect();
        format!("VALUES ({}) {{ {} }}", names.join(" "), rows.join(" "))
    }

    fn cell(&mut self) -> String {
        if self.dice.percent(50)
            && let Some(value) = self.witness.value(self.dice)
        {
            return value;
        }
        match self.dice.weighted(&[20, 50, 30]) {
            0 => "UNDEF".to_owned(),
            1 => self.dice.word(&NODES).to_owned(),
            _ => self.profile.literal(self.dice),
        }
    }

    /// Patterns of triples in a row.
    fn block(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..self.dice.weighted(&[0, 45, 35, 20]) {
            if self.triples == 0 {
                break;
            }
            self.triples -= 1;
            text.push_str(&self.triple());
            text.push(' ');
        }
        text
    }

    fn term(&mut self, term: &Term, constants: usize) -> String {
        self.witness.term(self.dice, term, &VARIABLES[..self.variables], constants)
    }

    /// One pattern of a triple, with a path now and then.
    pub(crate) fn triple(&mut self) -> String {
        if self.dice.percent(75)
            && let Some(quad) = self.witness.quad(self.dice)
        {
            return self.matching(quad);
        }
        let subject = match self.dice.weighted(&[75, 20, 5]) {
            0 => self.variable(),
            1 => self.dice.word(&NODES).to_owned(),
            _ => "[]".to_owned(),
        };
        let predicate = match self.dice.weighted(&[62, 10, 28]) {
            0 => self.dice.word(&PREDICATES).to_owned(),
            1 => self.variable(),
            _ => self.path(2),
        };
        let object = match self.dice.weighted(&[65, 20, 12, 3]) {
            0 => self.variable(),
            1 => self.dice.word(&NODES).to_owned(),
            2 => self.profile.literal(self.dice),
            _ => format!("[ {} {} ]", self.dice.word(&PREDICATES), self.variable()),
        };
        format!("{subject} {predicate} {object} .")
    }

    /// A pattern that matches a quad.
    fn matching(&mut self, quad: &Quad) -> String {
        let subject = self.term(&quad.subject.clone().into(), 20);
        let object = self.term(&quad.object, 25);
        let predicate = quad.predicate.to_string();
        // A path through the predicate matches too, the other way with ends exchanged.
        match self.dice.weighted(&[60, 8, 6, 5, 5, 4, 4, 8]) {
            0 => format!("{subject} {predicate} {object} ."),
            1 => format!("{subject} {} {object} .", self.term(&quad.predicate.clone().into(), 10)),
            2 => format!("{subject} ({predicate}|{}) {object} .", self.path(1)),
            3 => format!("{subject} ({predicate})+ {object} ."),
            4 => format!("{subject} ({predicate}|{})* {object} .", self.path(0)),
            5 => format!("{subject} ({predicate}/({})*) {object} .", self.path(1)),
            6 => format!("{subject} (({})?/{predicate}) {object} .", self.path(1)),
            _ => format!("{object} (^{predicate}) {subject} ."),
        }
    }

    fn path(&mut self, depth: usize) -> String {
        let predicate = self.dice.word(&PREDICATES);
        if depth == 0 {
            return predicate.to_owned();
        }
        let depth = depth - 1;
        match self.dice.weighted(&[8, 20, 16, 12, 14, 14, 10, 10]) {
            0 => predicate.to_owned(),
            1 => format!("({}/{})", self.path(depth), self.path(depth)),
            2 => format!("({}|{})", self.path(depth), self.path(depth)),
            3 => format!("(^{})", self.path(depth)),
            4 => format!("({})*", self.path(depth)),
            5 => format!("({})+", self.path(depth)),
            6 => format!("({})?", self.path(depth)),
            _ => {
                let members: Vec<String> = (0..self.dice.between(1, 2))
                    .map(|_| format!("{}{}", if self.dice.percent(30) { "^" } else { "" }, self.dice.word(&PREDICATES)))
                    .collect();
                format!("!({})", members.join("|"))
            }
        }
    }

    /// A query inside: its answer depends on nothing but the graph.
    fn subselect(&mut self, depth: usize) -> String {
        match self.dice.weighted(&[40, 35, 25]) {
            0 => {
                let distinct = if self.dice.percent(40) { "DISTINCT " } else { "" };
                let mut names: Vec<String> = (0..self.dice.between(1, 2)).map(|_| self.variable()).collect();
                names.dedup();
                format!("SELECT {distinct}{} WHERE {}", names.join(" "), self.group(depth))
            }
            1 => self.grouped(depth),
            // The first rows are the same rows each time only where the order is total: strings tell all but blank nodes apart.
            _ => {
                let name = self.variable();
                let direction = self.dice.word(&["ASC", "DESC"]);
                let (limit, offset) = (self.dice.between(0, 4), self.dice.below(3));
                format!(
                    "SELECT {name} WHERE {{ {} FILTER(!BOUND({name}) || !isBLANK({name})) }} ORDER BY {direction}(STR({name})) \
                     STR(DATATYPE({name})) LANG({name}) isIRI({name}) LIMIT {limit} OFFSET {offset}",
                    self.group(depth)
                )
            }
        }
    }

    /// A SELECT with groups and aggregates.
    pub(crate) fn grouped(&mut self, depth: usize) -> String {
        let before = self.fresh;
        let pattern = self.group(depth);
        let mut keys: Vec<String> = Vec::new();
        let mut names: Vec<String> = Vec::new();
        for _ in 0..self.dice.weighted(&[25, 55, 20]) {
            if self.computed && self.dice.percent(20) {
                let value = self.any(1);
                let name = self.fresh();
                keys.push(format!("({value} AS {name})"));
                names.push(name);
            } else {
                let name = self.variable();
                if !names.contains(&name) {
                    keys.push(name.clone());
                    names.push(name);
                }
            }
        }
        let mut select = names.clone();
        for _ in 0..self.dice.between(1, 3) {
            let aggregate = self.aggregate(&names);
            let name = self.fresh();
            select.push(format!("({aggregate} AS {name})"));
        }
        let having = if self.dice.percent(25) {
            let operator = self.dice.word(&[">", "<=", "=", "!="]);
            let number = self.dice.below(4);
            let what = self.dice.word(&["COUNT(*)", "COUNT(?a)", "SUM(?b)", "COUNT(DISTINCT ?c)", "MAX(STR(?a))"]);
            format!(" HAVING({what} {operator} {number})")
        } else {
            String::new()
        };
        let by = if keys.is_empty() { String::new() } else { format!(" GROUP BY {}", keys.join(" ")) };
        debug_assert!(self.fresh > before);
        format!("SELECT {} WHERE {pattern}{by}{having}", select.join(" "))
    }

    /// An aggregate whose value does not depend on the order of rows: so SAMPLE only of a key of the group, of `GROUP_CONCAT` the length,
    /// and MIN and MAX of terms of the graph only where no two terms have one place in the order.
    fn aggregate(&mut self, keys: &[String]) -> String {
        let distinct = if self.dice.percent(35) { "DISTINCT " } else { "" };
        let least = self.dice.word(&["MIN", "MAX"]);
        let sum = self.dice.word(&["SUM", "AVG"]);
        match self.dice.weighted(&[16, 4, 20, 20, 14, 14, 8, 6]) {
            0 => "COUNT(*)".to_owned(),
            1 => "COUNT(DISTINCT *)".to_owned(),
            2 => format!("COUNT({distinct}{})", self.variable()),
            3 => format!("{sum}({distinct}{})", self.variable()),
            4 if !self.computed => format!("{least}({distinct}{})", self.variable()),
            4 | 5 => format!("{least}({distinct}STR({}))", self.variable()),
            6 => {
                let separator = self.dice.word(&["", "; SEPARATOR=\"\"", "; SEPARATOR=\"、\""]);
                format!("STRLEN(GROUP_CONCAT({distinct}STR({}){separator}))", self.variable())
            }
            7 if !keys.is_empty() => format!("SAMPLE({})", self.dice.pick(keys)),
            _ => format!("{sum}({})", self.number(2)),
        }
    }
}
