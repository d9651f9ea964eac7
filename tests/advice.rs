//! What is said of a query that asks for what is not there.

use fengong::graph::{DEFAULT_BASE, Graph, Names};
use fengong::query::{NameIndex, Prefixes, Query, Schema, unknown_names, why_empty};
use fengong::reader::Reader;
use std::path::Path;
use std::sync::LazyLock;

static GRAPH: LazyLock<Graph> = LazyLock::new(|| {
    let reader = Reader::new(None).expect("the tables of the program can be read");
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans/hubao-yinyu-2012-2020.txt");
    let reading = reader.read_file(Path::new(plan)).expect("the founding plan can be read");
    Graph::build(&reader, &[reading], Names::new(DEFAULT_BASE).expect("an IRI")).expect("a graph")
});

#[test]
fn an_empty_answer_names_the_first_pattern_that_matches_nothing() {
    let cases = [
        (
            "SELECT ?t { ?t a fg:Task ; fg:lead unit:内蒙古自治区水利厅 ; fg:deadline ?d }",
            "nothing in the graph matches 「?t fg:deadline ?d」",
        ),
        (
            "SELECT ?t { ?t fg:concernsPlace port:策克口岸 . ?t fg:lead unit:内蒙古自治区水利厅 }",
            "each pattern matches by itself, but 「?t fg:lead unit:内蒙古自治区水利厅」 nothing together with those before it",
        ),
        ("SELECT ?t { ?t fg:order ?n . FILTER(?n > 99) }", "no row passes the conditions"),
        ("SELECT ?t { ?t fg:lead/fg:covers ?x }", "each pattern matches by itself, but 「[] fg:covers ?x」"),
        ("SELECT ?t { ?t a fg:Task { SELECT ?t { ?t fg:deadline ?d } } }", "nothing in the graph matches 「{ SELECT … }」"),
        ("ASK { ?t a fg:Tusk }", "nothing in the graph matches 「?t a fg:Tusk」"),
    ];
    let prefixes = Prefixes::of(GRAPH.names());
    for (text, expected) in cases {
        let query = Query::parse(&GRAPH, text).expect("SPARQL");
        let reason = why_empty(&GRAPH, &prefixes, &query).map(|reason| reason.message().to_string()).unwrap_or_default();
        assert!(reason.contains(expected), "{text}: {reason}");
    }
}

#[test]
fn names_that_the_graph_does_not_know_are_told_with_the_nearest() {
    let schema = Schema::of(&GRAPH).expect("a schema");
    let index = NameIndex::build(&GRAPH).expect("names");
    let prefixes = Prefixes::of(GRAPH.names());
    let cases = [
        ("SELECT * { ?t fg:leads ?u }", "the graph has no property fg:leads; the nearest: fg:lead"),
        ("SELECT * { ?t a fg:Unitt }", "the graph has no class fg:Unitt; the nearest: fg:Unit"),
        ("SELECT * { ?t skos:prefLable ?u }", "the graph has no property skos:prefLable; the nearest: skos:prefLabel"),
        ("SELECT * { ?t fg:lead unit:自治区水利厅 }", "unit:自治区水利厅 is not in the graph; the nearest: unit:内蒙古自治区水利厅"),
        ("PREFIX f: <https://w3id.org/fengong/ns#> SELECT * { ?t f:supports ?u }", "the graph has no property f:supports; the nearest: "),
    ];
    for (text, expected) in cases {
        let unknown = unknown_names(&GRAPH, &schema, &index, &prefixes, text);
        let said: Vec<String> = unknown.iter().map(|unknown| unknown.message().to_string()).collect();
        assert!(said.len() == 1 && said[0].starts_with(expected), "{text}: {said:?}");
    }
    for (name, text) in fengong::query::CATALOGUE {
        let unknown = unknown_names(&GRAPH, &schema, &index, &prefixes, text);
        let told: Vec<&str> =
            unknown.iter().map(|unknown| unknown.written.as_str()).filter(|name| !name.starts_with("fg:deadline")).collect();
        // Some queries ask for what other plans have.
        assert!(told.iter().all(|name| ["fg:responsible", "fg:person", "fg:called"].contains(name)), "{name}: {told:?}");
    }
    let typed = "SELECT * { ?s ?p \"1\"^^xsd:nothing . FILTER(fg:f(?s)) GRAPH fg:nowhere { ?a ?b ?c } }";
    assert_eq!(unknown_names(&GRAPH, &schema, &index, &prefixes, typed), []);
}
