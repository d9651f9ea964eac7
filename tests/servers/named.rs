//! Every named query, asked here and of a server that has the same plan: the same rows.

use super::push;
use super::started::{Result, Started, oxigraph, virtuoso};
use fengong::graph::remote::{Ask, Backend};
use fengong::graph::{DEFAULT_BASE, Graph, Names};
use fengong::query::{CATALOGUE, ParameterKind, Query, find_query};
use fengong::reader::Reader;
use oxigraph::model::Term;
use oxigraph::model::vocab::xsd;
use oxigraph::sparql::QueryResults;
use std::collections::BTreeMap;
use std::path::Path;

/// Rows as words, and how often each came.
type Rows = BTreeMap<String, usize>;

fn rows(results: QueryResults<'static>) -> Result<Rows> {
    let mut rows = Rows::new();
    match results {
        QueryResults::Boolean(answer) => _ = rows.insert(answer.to_string(), 1),
        QueryResults::Graph(triples) => {
            for triple in triples {
                *rows.entry(triple?.to_string()).or_default() += 1;
            }
        }
        QueryResults::Solutions(solutions) => {
            for row in solutions {
                let terms: Vec<String> = row?.values().iter().map(|term| term.as_ref().map_or("-".to_owned(), word)).collect();
                *rows.entry(terms.join(" ")).or_default() += 1;
            }
        }
    }
    Ok(rows)
}

/// A term without what SPARQL leaves open: in which order words are joined, and whether what was joined has a language.
fn word(term: &Term) -> String {
    let Term::Literal(literal) = term else { return term.to_string() };
    if literal.datatype() != xsd::STRING && literal.language().is_none() {
        return literal.to_string();
    }
    let mut words: Vec<&str> = literal.value().split('、').collect();
    words.sort_unstable();
    words.join("、")
}

/// What is asked for where a parameter has no value of its own.
const fn value(kind: ParameterKind, is_other: bool) -> &'static str {
    match kind {
        ParameterKind::Unit if is_other => "财政厅",
        ParameterKind::Unit => "水利厅",
        ParameterKind::Place => "包头",
        ParameterKind::Topic => "水资源",
        ParameterKind::Industry => "煤炭",
        ParameterKind::Text => "试点",
        ParameterKind::Integer => "1",
        ParameterKind::Date => "2026-11-20",
    }
}

/// The named queries whose rows differ, each with what is different.
fn different(started: &Started) -> Result<BTreeMap<&'static str, String>> {
    let (status, said) = push(started, started.password, &[])?;
    assert_eq!(status, Some(0), "{said}");
    let reader = Reader::new(None)?;
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/plans/hubao-yinyu-2012-2020.txt");
    let graph = Graph::build(&reader, &[reader.read_file(&plan)?], Names::new(DEFAULT_BASE)?)?;
    let server = started.server()?;
    // Here there are none.
    server.update("CLEAR GRAPH <https://w3id.org/fengong/id/graph/pushed>", &Ask::default())?;
    let mut different = BTreeMap::new();
    for (name, _) in CATALOGUE {
        let named = find_query(name).ok_or("no such query")?;
        let given: Vec<(String, String)> = named
            .parameters
            .iter()
            .filter(|parameter| parameter.default.is_none())
            .map(|parameter| {
                (
                    parameter.name.to_owned(),
                    if parameter.name == "name" { "自然资源厅" } else { value(parameter.kind, parameter.name == "other") }.to_owned(),
                )
            })
            .collect();
        let query = Query::named(&graph, &named, &given)?;
        let here = rows(query.run(&graph)?)?;
        match server.query(query.algebra(), &Ask::default()).map_err(Into::into).and_then(rows) {
            Ok(there) if there == here => {}
            Ok(there) => {
                let count = |rows: &Rows| rows.values().sum::<usize>();
                let only = |one: &Rows, other: &Rows| one.keys().find(|row| !other.contains_key(*row)).cloned().unwrap_or_default();
                let (mine, its) = (only(&here, &there), only(&there, &here));
                different
                    .insert(*name, format!("{} rows here, {} there; only here: {mine}; only there: {its}", count(&here), count(&there)));
            }
            Err(error) => _ = different.insert(*name, error.to_string()),
        }
    }
    Ok(different)
}

#[test]
#[ignore = "runs the programs of others"]
fn oxigraph_gives_the_rows_of_every_named_query() -> Result {
    let different = different(&oxigraph()?)?;
    assert!(different.is_empty(), "{different:#?}");
    Ok(())
}

#[test]
#[ignore = "runs the programs of others"]
fn virtuoso_gives_the_rows_of_every_named_query() -> Result {
    let different = different(&virtuoso()?)?;
    assert!(different.is_empty(), "{different:#?}");
    Ok(())
}
