//! `fg:matches` in queries: both executors, with and without the lists of the store, give the texts that [`Words`] says.

use fengong::engine::{Executor, Options, Results, evaluate};
use fengong::store::{Builder, Snapshot};
use fengong::text::Words;
use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term};
use spargebra::SparqlParser;
use std::collections::BTreeSet;
use std::error::Error;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

const SOUGHT: [&str; 9] = ["水利", "经济 發展", "gdp", "水利 -工程", "工程|經濟 水", "\"水利 工程\"", "", "-水", "ＧＤＰ 经济"];

/// Texts of parts in any order, one in ten with a language.
fn texts(count: usize) -> Vec<Literal> {
    const PARTS: [&str; 9] = ["水利", "經濟", "经济", "发展", "發展", "GDP", "ｇｄｐ", "工程", " "];
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default() % below
    };
    let text = |at: usize| {
        let parts: String = (0..next(6)).map(|_| PARTS[next(PARTS.len())]).collect();
        let text = format!("{parts}{at}");
        if at.is_multiple_of(10) { Literal::new_language_tagged_literal_unchecked(text, "zh") } else { Literal::new_simple_literal(text) }
    };
    (0..count).map(text).collect()
}

/// The texts in two commits, with a number and an IRI beside them.
fn snapshot(texts: &[Literal]) -> Result<Snapshot> {
    let text = NamedNode::new("http://e/text")?;
    let mut state = Snapshot::empty();
    for (at, part) in texts.chunks(texts.len() / 3 * 2).enumerate() {
        let mut builder = Builder::new();
        for literal in part {
            let subject = NamedNode::new(format!("http://e/{}", literal.value().len()))?;
            builder.add(Quad::new(subject, text.clone(), literal.clone(), GraphName::DefaultGraph).as_ref())?;
        }
        for other in [Term::from(Literal::from(7)), NamedNode::new("http://e/水利")?.into()] {
            builder
                .add(Quad::new(NamedNode::new(format!("http://e/other{at}"))?, text.clone(), other, GraphName::DefaultGraph).as_ref())?;
        }
        state = state.with(builder)?;
    }
    Ok(state)
}

fn found(snapshot: &Snapshot, executor: Executor, query: &str) -> Result<BTreeSet<String>> {
    let query = SparqlParser::new().with_prefix("fg", "https://w3id.org/fengong/ns#")?.parse_query(query)?;
    let options = Options { executor, ..Options::default() };
    let Results::Rows { rows, .. } = evaluate(snapshot, &query, &options)? else { return Err("no rows".into()) };
    rows.map(|row| Ok(row?.into_iter().flatten().map(|term| term.to_string()).collect::<Vec<_>>().join(" "))).collect()
}

#[test]
fn texts_that_match_are_found_by_both_executors() -> Result {
    for count in [300, 50_000] {
        let texts = texts(count);
        let snapshot = snapshot(&texts)?;
        for sought in SOUGHT {
            let words = Words::new(sought);
            let expected: BTreeSet<String> =
                texts.iter().filter(|text| words.are_in(text.value())).map(|text| Term::from(text.clone()).to_string()).collect();
            let literal = Literal::new_simple_literal(sought);
            let queries = [
                format!("SELECT DISTINCT ?l {{ ?s <http://e/text> ?l FILTER(fg:matches(?l, {literal})) }}"),
                format!("SELECT DISTINCT ?l {{ ?s <http://e/text> ?l VALUES ?w {{ {literal} }} FILTER(fg:matches(?l, ?w)) }}"),
                format!("SELECT DISTINCT ?l {{ ?s <http://e/text> ?l BIND(fg:matches(?l, {literal}) AS ?m) FILTER(?m) }}"),
            ];
            for (at, query) in queries.iter().enumerate() {
                for executor in [Executor::Vectorised, Executor::Spareval] {
                    if executor == Executor::Spareval && (count > 1000 || at == 1) {
                        continue;
                    }
                    assert_eq!(found(&snapshot, executor, query)?, expected, "{executor:?}: {query}");
                }
            }
        }
    }
    Ok(())
}

#[test]
fn what_is_no_text_is_an_error() -> Result {
    let snapshot = snapshot(&texts(300))?;
    for executor in [Executor::Vectorised, Executor::Spareval] {
        let query =
            "SELECT ?s (COALESCE(fg:matches(?l, \"水利\"), \"error\") AS ?m) { ?s <http://e/text> ?l FILTER(!isLITERAL(?l) || ?l = 7) }";
        let found = found(&snapshot, executor, query)?;
        assert!(found.len() == 2 && found.iter().all(|row| row.ends_with("\"error\"")), "{found:?}");
        let none = "SELECT ?m { VALUES (?a ?b) { (\"水\" 1) (\"水\" \"水\") } BIND(fg:matches(?a, ?b) AS ?m) }";
        assert_eq!(self::found(&snapshot, executor, none)?.len(), 2, "an error, and true");
    }
    Ok(())
}
