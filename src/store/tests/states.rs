//! Snapshots in memory, built in pieces.

use super::model::{Model, Numbers, build};
use crate::store::{Builder, GraphFilter, Id, Kind, Queryable, Snapshot};
use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term};
use spareval::{QueryEvaluator, QueryResults};
use std::cmp::Ordering;

#[test]
fn snapshots_and_what_they_give_go_to_other_threads() {
    fn goes<T: Clone + Send + Sync + 'static>() {}
    goes::<Snapshot>();
    goes::<crate::store::Adjacency>();
}

#[test]
fn nothing_is_in_an_empty_snapshot() {
    Model::default().compare(&Snapshot::empty(), 1);
    let still = Snapshot::empty().with(Builder::new()).expect("a snapshot");
    Model::default().compare(&still, 1);
}

#[test]
fn a_snapshot_is_the_set_of_what_was_added() {
    for seed in 0..25 {
        let mut numbers = Numbers::new(seed);
        let mut model = Model::default();
        let mut snapshot = Snapshot::empty();
        let graphs = 1 + seed % 5;
        for _ in 0..=seed % 6 {
            let count = numbers.below(150);
            snapshot = snapshot.with(build(&mut model, &mut numbers, count, graphs)).expect("a snapshot");
            model.compare(&snapshot, seed);
        }
    }
}

#[test]
fn many_statements_are_sorted_by_their_digits() {
    let mut numbers = Numbers::new(99);
    let mut model = Model::default();
    let snapshot = Snapshot::empty().with(build(&mut model, &mut numbers, 4000, 3)).expect("a snapshot");
    model.compare(&snapshot, 1);
    let sets = snapshot.characteristic_sets().expect("sets");
    let subjects: std::collections::BTreeSet<_> = model.0.values().map(|quad| quad.subject.to_string()).collect();
    assert_eq!(sets.iter().map(|set| set.subjects).sum::<u64>(), subjects.len() as u64);
}

#[test]
fn terms_come_in_order_and_compare_as_their_texts() {
    let mut numbers = Numbers::new(5);
    let mut model = Model::default();
    let mut snapshot = Snapshot::empty();
    for _ in 0..3 {
        snapshot = snapshot.with(build(&mut model, &mut numbers, 60, 2)).expect("a snapshot");
    }
    let mut cursor = snapshot.terms_in_order(7..u32::MAX);
    let mut next = 7;
    let mut scratch = Vec::new();
    while let Some(term) = cursor.next().expect("a term") {
        assert_eq!(term.id.0, next);
        assert_eq!(Some(snapshot.parts_of_term(term.id, &mut scratch).expect("a term")), term.parts());
        assert_eq!(snapshot.kind(term.id).expect("a kind"), term.kind);
        assert_eq!(snapshot.with_text(term.id, |text| text.as_bytes() == term.text()).ok(), Some(true));
        next += 1;
    }
    assert_eq!(next, snapshot.end());
    let mut compared = 0;
    for a in 0..next {
        for b in 0..next {
            let (a, b) = (Id(a), Id(b));
            if snapshot.same_order(a, b) {
                let text = |id| snapshot.with_text(id, ToOwned::to_owned).expect("a text");
                assert!(text(a).cmp(&text(b)) != a.cmp(&b).reverse() || a.cmp(&b) == Ordering::Equal);
                compared += 1;
            }
        }
    }
    assert!(compared > 500);
    let literals: u32 = snapshot.ids_of_kind(Kind::Language).iter().map(|range| range.end - range.start).sum();
    assert!(literals > 5);
}

#[test]
fn spareval_gets_the_same_answers() {
    let iri = |name: &str| NamedNode::new_unchecked(format!("http://a.example/{name}"));
    let mut builder = Builder::new();
    for (subject, object, graph) in [("a", "b", "g"), ("b", "c", "g"), ("a", "b", "h"), ("c", "d", "")] {
        let graph = if graph.is_empty() { GraphName::DefaultGraph } else { iri(graph).into() };
        builder.add(Quad::new(iri(subject), iri("p"), iri(object), graph).as_ref()).expect("room");
    }
    builder.add(Quad::new(iri("a"), iri("n"), Literal::from(7), iri("g")).as_ref()).expect("room");
    let snapshot = Snapshot::empty().with(builder).expect("a snapshot");
    let rows = |query: &str, default: GraphFilter| {
        let query = spargebra::SparqlParser::new().parse_query(query).expect("SPARQL");
        let results = QueryEvaluator::new().prepare(&query).execute(Queryable::new(snapshot.clone(), default)).expect("an answer");
        let QueryResults::Solutions(solutions) = results else { panic!("no rows") };
        solutions.map(|row| row.expect("a row").iter().map(|(_, term)| term.clone()).collect::<Vec<Term>>()).collect::<Vec<_>>()
    };
    assert_eq!(rows("SELECT * { ?s ?p ?o }", GraphFilter::Union).len(), 4);
    assert_eq!(rows("SELECT * { ?s ?p ?o }", GraphFilter::One(Id::DEFAULT_GRAPH)).len(), 1);
    assert_eq!(rows("SELECT * { GRAPH ?g { ?s ?p ?o } }", GraphFilter::Union).len(), 4);
    assert_eq!(rows("SELECT ?g { GRAPH ?g {} }", GraphFilter::Union).len(), 2);
    assert_eq!(rows("SELECT * { <http://a.example/a> <http://a.example/p>+ ?o }", GraphFilter::Union).len(), 3);
    assert_eq!(
        rows("SELECT (?n + 1 AS ?m) { ?s <http://a.example/n> ?n FILTER(?n = 7) }", GraphFilter::Union),
        [[Term::from(Literal::from(8))]]
    );
    assert_eq!(rows("SELECT * { VALUES ?x { <http://nowhere.example/> } ?s ?p ?o }", GraphFilter::Union).len(), 4);
}
