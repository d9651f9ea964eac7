//! A graph large enough for what small ones do not reach: batches that end, an index of the text, the sizes that choose an order of joins.

use super::compare::{Asked, Verdict, compare};
use super::dice::Dice;
use super::executors::Oxigraph;
use super::graphs::{union, with_prefixes};
use super::subjects::{History, Subject};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedOrBlankNode, Quad, Term};
use spargebra::SparqlParser;
use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write;
use std::time::Duration;

const QUADS: usize = 32_000;
const SUBJECTS: usize = 4000;
/// Of these, words are made: few, so that two together stand in many.
const CHARACTERS: [&str; 24] = [
    "水", "利", "厅", "自", "治", "区", "发", "展", "改", "革", "委", "能", "源", "煤", "炭", "a", "b", "A", " ", "、", "0", "口", "岸",
    "包",
];

type Result<T = ()> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

fn node(at: usize) -> NamedNode {
    NamedNode::new_unchecked(format!("http://e/n{at}"))
}

fn words(dice: &mut Dice, most: usize) -> String {
    (0..dice.between(2, most)).map(|_| dice.word(&CHARACTERS)).collect()
}

fn quads(dice: &mut Dice) -> Vec<Quad> {
    let mut quads = BTreeSet::new();
    for _ in 0..QUADS {
        let at = dice.below(SUBJECTS);
        let (predicate, object): (&str, Term) = match dice.weighted(&[70, 10, 8, 8, 4]) {
            0 => ("label", Literal::new_simple_literal(words(dice, 10)).into()),
            1 => ("label", Literal::new_language_tagged_literal_unchecked(words(dice, 6), "zh").into()),
            2 => ("size", Literal::from(i64::try_from(dice.below(300)).unwrap_or_default()).into()),
            // A tree with a few links across it.
            3 => ("within", node(at / 3).into()),
            _ => ("beside", node(dice.below(SUBJECTS)).into()),
        };
        let graph = match dice.below(4) {
            0 => GraphName::DefaultGraph,
            graph => NamedNode::new_unchecked(format!("http://e/g{graph}")).into(),
        };
        let predicate = NamedNode::new_unchecked(format!("http://e/{predicate}"));
        quads.insert(Quad::new(NamedOrBlankNode::from(node(at)), predicate, object, graph).to_string());
    }
    // Text has a total order, so that the same quads come in the same order.
    let text: String = quads.into_iter().fold(String::new(), |mut text, quad| {
        _ = writeln!(text, "{quad} .");
        text
    });
    let parser = oxigraph::io::RdfParser::from_format(oxigraph::io::RdfFormat::NQuads);
    parser.for_slice(text.as_bytes()).filter_map(std::result::Result::ok).collect()
}

/// Questions of the kinds that the product is asked.
fn queries(dice: &mut Dice) -> Vec<String> {
    let (few, more) = (words(dice, 2), words(dice, 3));
    let (low, at) = (dice.below(300), dice.below(SUBJECTS));
    vec![
        format!("SELECT ?s ?l {{ ?s ex:label ?l FILTER(CONTAINS(?l, \"{few}\")) }}"),
        format!("SELECT ?s {{ ?s ex:label ?l FILTER(CONTAINS(STR(?l), \"{more}\") && STRSTARTS(?l, \"水\")) }}"),
        format!("SELECT ?s ?l {{ ?s ex:label ?l FILTER(CONTAINS(?l, \"{few}\"@zh)) }}"),
        format!("SELECT ?s ?l {{ ?s ex:label ?l FILTER(REGEX(?l, \"{few}.*a\", \"i\")) }}"),
        format!("SELECT (COUNT(?s) AS ?n) {{ ?s ex:label ?l FILTER(! CONTAINS(LCASE(?l), LCASE(\"{few}\"))) }}"),
        format!("SELECT ?s ?t {{ ?s ex:label ?l . ?s ex:within ?t . ?t ex:label ?m FILTER(STRENDS(?m, \"{few}\")) }}"),
        format!("SELECT ?l (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) {{ ?s ex:label ?l }} GROUP BY ?l HAVING(COUNT(*) > 1)"),
        format!("SELECT ?t (SUM(?z) AS ?n) (MAX(?z) AS ?m) {{ ?s ex:within ?t ; ex:size ?z FILTER(?z >= {low}) }} GROUP BY ?t"),
        "SELECT ?s ?z { ?s ex:size ?z } ORDER BY DESC(?z) ?s LIMIT 25".to_owned(),
        "SELECT ?s ?l { ?s ex:label ?l } ORDER BY ?l LIMIT 40 OFFSET 9000".to_owned(),
        "SELECT DISTINCT ?z { ?s ex:size ?z } ORDER BY ?z".to_owned(),
        format!("SELECT ?x {{ ex:n{at} ex:within+ ?x }}"),
        format!("SELECT ?x {{ ?x ex:within* ex:n{} }}", at / 100),
        format!("SELECT ?x ?y {{ ?x (ex:within|ex:beside)/ex:within ?y . ?x ex:size {low} }}"),
        "SELECT ?a ?b (COUNT(*) AS ?n) { ?a ex:within ?t . ?b ex:within ?t FILTER(?a != ?b) } GROUP BY ?a ?b HAVING(COUNT(*) > 1)"
            .to_owned(),
        format!("SELECT ?s ?z ?l {{ ?s ex:within ?t OPTIONAL {{ ?s ex:size ?z FILTER(?z < {low}) }} OPTIONAL {{ ?s ex:beside ?l }} }}"),
        "SELECT ?s { ?s ex:within ?t FILTER NOT EXISTS { ?s ex:size ?z } }".to_owned(),
        "SELECT ?s { ?s ex:within ?t MINUS { ?t ex:size ?z } }".to_owned(),
        format!("SELECT ?g ?s {{ GRAPH ?g {{ ?s ex:size ?z FILTER(?z = {low}) }} }}"),
        "SELECT ?s { GRAPH ex:g1 { ?s ex:within ?t } GRAPH ex:g2 { ?s ex:beside ?u } }".to_owned(),
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g".to_owned(),
        "SELECT ?g ?s ?z { GRAPH ?g { ?s ex:within ?t . ?t ex:size ?z } }".to_owned(),
        format!("SELECT ?g ?h ?s {{ GRAPH ?g {{ ?s ex:size {low} }} GRAPH ?h {{ ?s ex:within ?t }} FILTER(?g != ?h) }}"),
        format!("SELECT ?g ?x {{ GRAPH ?g {{ ex:n{at} ex:within+ ?x }} }}"),
        "SELECT ?g ?s { GRAPH ?g { { SELECT ?s { ?s ex:size ?z } ORDER BY DESC(?z) STR(?s) LIMIT 3 } } }".to_owned(),
        "SELECT ?g (COUNT(?s) AS ?n) { GRAPH ?g { ?s ex:within ?t MINUS { ?t ex:size ?z } } } GROUP BY ?g".to_owned(),
        format!("SELECT ?g ?n {{ GRAPH ?g {{ SELECT (COUNT(*) AS ?n) {{ ?s ex:size ?z FILTER(?z = {low}) }} }} }}"),
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }".to_owned(),
        "SELECT ?p (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o } GROUP BY ?p".to_owned(),
        format!("SELECT ?s ?o {{ VALUES ?s {{ ex:n{at} ex:n{} ex:none }} ?s ?p ?o }}", at / 2),
        format!("ASK {{ ?s ex:label ?l FILTER(CONTAINS(?l, \"{more}\") && STRLEN(?l) > 9) }}"),
        format!("SELECT ?x ?y ?z {{ ?x ex:beside ?y . ?y ex:beside ?z . ?x ex:size ?n FILTER(?n > {low}) }}"),
        format!("SELECT ?x (STRLEN(?l) AS ?n) {{ {{ ?x ex:label ?l }} UNION {{ ?l ^ex:label ?x }} FILTER(?x = ex:n{at}) }}"),
    ]
}

/// Compares the answers; what differs is an error with the query.
pub(crate) fn run(seed: u64) -> Result<usize> {
    let mut dice = Dice::new(seed, u64::MAX);
    let quads = quads(&mut dice);
    let labels = quads.iter().filter(|quad| matches!(&quad.object, Term::Literal(label) if label.datatype() != xsd::INTEGER)).count();
    assert!(labels > 20_000, "an index of the text is made only of many literals: {labels}");
    let subjects = [Subject::new(&quads, &History::default())?, Subject::new(&quads, &History::in_pieces())?];
    let mut compared = 0;
    for with_union in [false, true] {
        let seen = if with_union { union(&quads) } else { quads.clone() };
        let reference = Oxigraph::new(&seen)?.within(500_000, Duration::from_secs(60));
        for query in queries(&mut dice) {
            let parsed = SparqlParser::new().parse_query(&with_prefixes(&query)).map_err(|error| format!("{query}: {error}"))?;
            for executor in subjects.iter().flat_map(|subject| subject.executors(with_union)) {
                let about = Asked { quads: &quads, union: with_union, reference: &reference };
                match compare(&parsed, about, executor.as_ref()) {
                    Verdict::Same(_) => compared += 1,
                    Verdict::Nothing => {}
                    Verdict::Differs(difference) => {
                        let (name, union) = (executor.name(), if with_union { " over the union" } else { "" });
                        let told = format!("expected: {}got: {}", difference.expected, difference.got);
                        return Err(format!("seed {seed}, {name}{union}: {}\n{query}\n{told}", difference.what).into());
                    }
                }
            }
        }
    }
    Ok(compared)
}
