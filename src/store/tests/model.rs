//! Statements without a pattern, the same every time, and what a snapshot must answer for a set of them.

use crate::store::{Adjacency, Builder, Direction, GraphFilter, Id, Snapshot, View};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{BlankNode, GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers without a pattern, the same every time.
pub(in crate::store) struct Numbers(u64);

impl Numbers {
    pub(in crate::store) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    /// A number below another.
    pub(in crate::store) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end.max(1)
    }
}

fn iri(number: u64) -> NamedNode {
    NamedNode::new_unchecked(format!("http://a.example/{}/{number}", ["x", "task", "水"][(number % 3) as usize]))
}

fn subject(numbers: &mut Numbers) -> NamedOrBlankNode {
    match numbers.below(8) {
        0 => BlankNode::new_unchecked(format!("b{}", numbers.below(5))).into(),
        _ => iri(numbers.below(40)).into(),
    }
}

fn object(numbers: &mut Numbers) -> Term {
    let number = numbers.below(12);
    match numbers.below(9) {
        0 => Literal::new_simple_literal(format!("第{}项 a\u{0}b", numbers.below(200))).into(),
        1 => Literal::new_language_tagged_literal_unchecked(format!("水利工作{number}"), ["zh", "en"][numbers.below(2) as usize]).into(),
        2 => Literal::new_typed_literal(number.to_string(), xsd::INTEGER).into(),
        3 => Literal::new_typed_literal(format!("0{number}"), xsd::INTEGER).into(),
        4 => Literal::new_typed_literal(format!("2012-01-{:02}", number + 1), xsd::DATE).into(),
        5 => Literal::new_typed_literal(number.is_multiple_of(2).to_string(), xsd::BOOLEAN).into(),
        6 => Literal::new_typed_literal(format!("{number}.50"), iri(number % 2)).into(),
        _ => subject(numbers).into(),
    }
}

fn graph(numbers: &mut Numbers, graphs: u64) -> GraphName {
    match numbers.below(graphs) {
        0 => GraphName::DefaultGraph,
        1 => BlankNode::new_unchecked("g").into(),
        number => NamedNode::new_unchecked(format!("http://a.example/graph/{number}")).into(),
    }
}

/// A statement with one of few terms at each place, so that many are the same.
pub(in crate::store) fn quad(numbers: &mut Numbers, graphs: u64) -> Quad {
    let predicate = iri(100 + numbers.below(4));
    Quad::new(subject(numbers), predicate, object(numbers), graph(numbers, graphs))
}

/// A set of statements, by what they look like.
#[derive(Clone, Default)]
pub(in crate::store) struct Model(pub(in crate::store) BTreeMap<String, Quad>);

impl Model {
    pub(in crate::store) fn add(&mut self, quad: &Quad) {
        self.0.insert(quad.to_string(), quad.clone());
    }

    pub(in crate::store) fn drop_graph(&mut self, graph: &GraphName) {
        self.0.retain(|_, quad| quad.graph_name != *graph);
    }

    pub(in crate::store) fn graphs(&self) -> BTreeMap<String, u64> {
        let mut graphs = BTreeMap::new();
        for quad in self.0.values() {
            *graphs.entry(quad.graph_name.to_string()).or_default() += 1;
        }
        graphs
    }

    /// Compares the statements.
    pub(in crate::store) fn compare_statements(&self, snapshot: &Snapshot) {
        assert_eq!(snapshot.len(), self.0.len() as u64);
        assert_eq!(listed(snapshot, [None; 3], GraphFilter::All), self.0.keys().cloned().collect::<Vec<_>>());
    }

    /// Compares everything that a snapshot can be asked.
    pub(in crate::store) fn compare(&self, snapshot: &Snapshot, seed: u64) {
        self.compare_statements(snapshot);
        let graphs = snapshot.graphs().expect("graphs").into_iter().map(|(id, count)| (graph_name(snapshot, id).to_string(), count));
        assert_eq!(graphs.collect::<BTreeMap<_, _>>(), self.graphs());
        let pairs: u64 = snapshot.predicates().map(|predicate| predicate.pairs).sum();
        assert!(pairs >= snapshot.len());
        let mut numbers = Numbers::new(seed);
        for quad in self.0.values().take(25) {
            self.compare_patterns(snapshot, quad, &mut numbers);
        }
        for _ in 0..10 {
            let absent = quad(&mut numbers, 9);
            self.compare_patterns(snapshot, &absent, &mut numbers);
        }
        for statistics in snapshot.predicates() {
            for direction in [Direction::Forward, Direction::Backward] {
                self.compare_adjacency(snapshot, statistics.id(), direction, &View::Union);
                let some: Vec<Id> =
                    snapshot.graphs().expect("graphs").into_iter().map(|(id, _)| id).filter(|_| numbers.below(2) == 0).collect();
                self.compare_adjacency(snapshot, statistics.id(), direction, &View::Graphs(some.into()));
            }
        }
    }

    fn compare_patterns(&self, snapshot: &Snapshot, quad: &Quad, numbers: &mut Numbers) {
        let ids = [quad.subject.clone().into(), quad.predicate.clone().into(), quad.object.clone()]
            .map(|term: Term| snapshot.id_of(term.as_ref()).expect("terms can be looked up"));
        let bound: [bool; 3] = std::array::from_fn(|_| numbers.below(2) == 0);
        // What is not known is in no statement, so that there is nothing to be asked.
        if (0..3).any(|at| bound[at] && ids[at].is_none()) {
            return;
        }
        let pattern: [Option<Id>; 3] = std::array::from_fn(|at| ids[at].filter(|_| bound[at]));
        let fits = |other: &&Quad| {
            (!bound[0] || other.subject == quad.subject)
                && (!bound[1] || other.predicate == quad.predicate)
                && (!bound[2] || other.object == quad.object)
        };
        let expected = |keep: &dyn Fn(&Quad) -> bool| -> Vec<String> {
            self.0.values().filter(fits).filter(|quad| keep(quad)).map(ToString::to_string).collect()
        };
        assert_eq!(listed(snapshot, pattern, GraphFilter::All), expected(&|_| true), "{pattern:?}");
        assert_eq!(listed(snapshot, pattern, GraphFilter::Named), expected(&|quad| !quad.graph_name.is_default_graph()), "{pattern:?}");
        let graph = match &quad.graph_name {
            GraphName::DefaultGraph => Some(Id::DEFAULT_GRAPH),
            GraphName::NamedNode(node) => snapshot.id_of(node.as_ref().into()).expect("terms can be looked up"),
            GraphName::BlankNode(node) => snapshot.id_of(node.as_ref().into()).expect("terms can be looked up"),
        };
        if let Some(graph) = graph {
            let one = expected(&|other| other.graph_name == quad.graph_name);
            assert_eq!(listed(snapshot, pattern, GraphFilter::One(graph)), one, "{pattern:?}");
        }
        let union: BTreeSet<String> = self.0.values().filter(fits).map(|quad| triple(quad).to_string()).collect();
        assert_eq!(listed(snapshot, pattern, GraphFilter::Union), union.into_iter().collect::<Vec<_>>(), "{pattern:?}");
    }

    fn compare_adjacency(&self, snapshot: &Snapshot, predicate: Id, direction: Direction, view: &View) {
        let adjacency = snapshot.adjacency(predicate, direction, view).expect("an adjacency");
        let name = snapshot.term(predicate).expect("a term").to_string();
        let id = |term: Term| snapshot.id_of(term.as_ref()).expect("terms can be looked up").expect("a term that is stated");
        let mut expected = BTreeSet::new();
        for quad in self.0.values().filter(|quad| quad.predicate.to_string() == name) {
            let graph = match &quad.graph_name {
                GraphName::DefaultGraph => Id::DEFAULT_GRAPH,
                GraphName::NamedNode(node) => id(node.clone().into()),
                GraphName::BlankNode(node) => id(node.clone().into()),
            };
            if let View::Graphs(graphs) = view
                && !graphs.contains(&graph)
            {
                continue;
            }
            let (subject, object) = (id(quad.subject.clone().into()).0, id(quad.object.clone()).0);
            expected.insert(if direction == Direction::Forward { (subject, object) } else { (object, subject) });
        }
        assert!(adjacency.pairs() >= expected.len() as u64);
        compare_lookups(&adjacency, &expected);
        for limit in [1, 7, 1000] {
            for range in [0..u32::MAX, 0..0, 13..60, 30..Id::INLINE] {
                compare_scan(&adjacency, &expected, range, limit);
            }
        }
        let split = adjacency.split(3).expect("the keys can be cut");
        let (mut keys, mut values) = (Vec::new(), Vec::new());
        for range in split {
            let mut scan = adjacency.scan(range);
            while scan.next(&mut keys, &mut values, 1000).expect("a scan") {}
        }
        assert!(keys.into_iter().zip(values).eq(expected.iter().copied()));
    }
}

fn compare_lookups(adjacency: &Adjacency, expected: &BTreeSet<(u32, u32)>) {
    let keys: BTreeSet<u32> = expected.iter().map(|pair| pair.0).chain([0, 5, Id::INLINE + 7, Id::DEFAULT_GRAPH.0]).collect();
    for key in &keys {
        let mut out = vec![42];
        let count = adjacency.gather(Id(*key), &mut out).expect("values");
        let values: Vec<u32> = expected.iter().filter(|pair| pair.0 == *key).map(|pair| pair.1).collect();
        assert_eq!((count, &out[1..]), (values.len(), values.as_slice()));
        assert!(adjacency.degree(Id(*key)).expect("a degree") >= values.len() as u64);
        for value in values.iter().copied().chain([3, Id::INLINE + 3]) {
            let there = adjacency.contains(Id(*key), Id(value)).expect("an answer");
            assert_eq!(there, expected.contains(&(*key, value)));
        }
    }
    if let Some(slices) = adjacency.clean() {
        let mut pairs = Vec::new();
        for (at, key) in slices.keys.iter().enumerate() {
            let run = if slices.starts.is_empty() { at..at + 1 } else { slices.starts[at] as usize..slices.starts[at + 1] as usize };
            pairs.extend(slices.values[run].iter().map(|value| (*key, *value)));
        }
        assert!(pairs.iter().eq(expected.iter()));
    }
}

fn compare_scan(adjacency: &Adjacency, expected: &BTreeSet<(u32, u32)>, range: std::ops::Range<u32>, limit: usize) {
    let mut scan = adjacency.scan(range.clone());
    let (mut keys, mut values) = (Vec::new(), Vec::new());
    loop {
        let before = values.len();
        let more = scan.next(&mut keys, &mut values, limit).expect("a scan");
        assert!(keys.len() == values.len() && values.len() - before <= limit);
        if !more {
            break;
        }
    }
    let found: Vec<_> = keys.into_iter().zip(values).collect();
    let wanted: Vec<_> = expected.iter().copied().filter(|pair| range.contains(&pair.0)).collect();
    assert_eq!(found, wanted, "{range:?} {limit}");
}

fn graph_name(snapshot: &Snapshot, id: Id) -> GraphName {
    if id == Id::DEFAULT_GRAPH {
        return GraphName::DefaultGraph;
    }
    match snapshot.term(id).expect("a term") {
        Term::NamedNode(node) => node.into(),
        Term::BlankNode(node) => node.into(),
        Term::Literal(literal) => panic!("{literal} names no graph"),
    }
}

fn triple(quad: &Quad) -> Quad {
    Quad { graph_name: GraphName::DefaultGraph, ..quad.clone() }
}

/// The statements of a pattern as they look, sorted.
pub(in crate::store) fn listed(snapshot: &Snapshot, [s, p, o]: [Option<Id>; 3], graphs: GraphFilter) -> Vec<String> {
    let term = |id: Id| snapshot.term(id).expect("a term");
    let mut found: Vec<String> = snapshot
        .quads(s, p, o, graphs)
        .map(|quad| {
            let [s, p, o, g] = quad.expect("a statement");
            let subject: NamedOrBlankNode = match term(s) {
                Term::NamedNode(node) => node.into(),
                Term::BlankNode(node) => node.into(),
                Term::Literal(literal) => panic!("{literal} is no subject"),
            };
            let Term::NamedNode(predicate) = term(p) else { panic!("no predicate") };
            Quad::new(subject, predicate, term(o), graph_name(snapshot, g)).to_string()
        })
        .collect();
    found.sort();
    found
}

/// A builder of some statements, which are added to the model too.
pub(in crate::store) fn build(model: &mut Model, numbers: &mut Numbers, count: u64, graphs: u64) -> Builder {
    let mut builder = Builder::new();
    if numbers.below(3) == 0 {
        let graph = graph(numbers, graphs);
        builder.replace_graph(graph.as_ref());
        model.drop_graph(&graph);
    }
    for _ in 0..count {
        let quad = quad(numbers, graphs);
        builder.add(quad.as_ref()).expect("room for a statement");
        model.add(&quad);
    }
    builder
}
