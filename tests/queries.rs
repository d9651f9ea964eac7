//! Every named query over the founding plan: the columns that it promises, and as many rows as the plan has of what it asks.

use fengong::graph::{DEFAULT_BASE, Graph, Names};
use fengong::query::{self, CATALOGUE, Format, Query, find_query};
use fengong::reader::Reader;
use fengong::store::Store;
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::sync::LazyLock;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

static GRAPH: LazyLock<Graph> = LazyLock::new(|| {
    let reader = Reader::new(None).expect("the tables of the program can be read");
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans/hubao-yinyu-2012-2020.txt");
    let reading = reader.read_file(Path::new(plan)).expect("the founding plan can be read");
    Graph::build(&reader, &[reading], Names::new(DEFAULT_BASE).expect("an IRI")).expect("a graph")
});

/// Name, parameters, rows.
type Case = (&'static str, &'static [(&'static str, &'static str)], usize);

const CASES: &[Case] = &[
    ("belts", &[], 6),
    ("chapter-leads", &[], 36),
    ("clusters", &[], 4),
    ("cooperation", &[], 107),
    ("cooperation", &[("least", "6")], 12),
    ("deadlines", &[], 0),
    ("divisions", &[], 42),
    ("evidence-check", &[], 0),
    ("function-families", &[], 8),
    ("groups", &[], 50),
    ("industry", &[("industry", "煤炭")], 18),
    ("late", &[], 0),
    ("leads", &[], 14),
    ("ledger", &[("unit", "水利厅")], 16),
    ("named-things", &[], 7),
    ("names", &[], 15),
    ("open", &[], 0),
    ("partners", &[("unit", "水利厅")], 14),
    ("place", &[("place", "包头")], 22),
    ("place-industries", &[], 105),
    ("plans", &[], 1),
    ("ports", &[], 6),
    ("positions", &[], 0),
    ("progress", &[], 0),
    ("projects", &[], 20),
    ("search", &[("text", "试点")], 5),
    ("seldom-lead", &[], 24),
    ("seldom-lead", &[("most", "0")], 18),
    ("successors", &[], 31),
    ("tasks", &[], 50),
    ("tasks-without-place", &[], 15),
    ("today", &[("name", "自然资源厅")], 101),
    ("together", &[("unit", "水利厅"), ("other", "财政厅")], 7),
    ("topic-sentences", &[("topic", "水资源")], 37),
    ("topic-units", &[("topic", "水资源")], 65),
    ("topics", &[], 90),
    ("units", &[], 32),
    ("vocabulary", &[], 161),
    ("water", &[], 65),
    ("zones", &[], 18),
];

fn csv(name: &str, parameters: &[(&str, &str)]) -> Result<String> {
    csv_of(&GRAPH, name, parameters)
}

fn csv_of(graph: &Graph, name: &str, parameters: &[(&str, &str)]) -> Result<String> {
    let named = find_query(name).ok_or_else(|| format!("there is no query {name}"))?;
    let given: Vec<(String, String)> = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let mut out = Vec::new();
    query::write(Query::named(graph, &named, &given)?.run(graph)?, Format::Csv, graph.names(), None, &mut out)?;
    Ok(String::from_utf8(out)?)
}

#[test]
fn every_named_query_gives_its_columns_and_as_many_rows_as_the_plan_has() -> Result {
    let mut wrong = Vec::new();
    for (name, parameters, rows) in CASES {
        let text = csv(name, parameters)?;
        let mut lines = text.lines();
        let columns: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
        assert_eq!(Some(columns), find_query(name).map(|named| named.columns), "{name}");
        let found = lines.count();
        if found != *rows {
            wrong.push(format!("{name} {parameters:?}: {found} rows, expected {rows}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    Ok(())
}

#[test]
fn every_named_query_is_among_the_cases() {
    let cases: BTreeSet<&str> = CASES.iter().map(|(name, _, _)| *name).collect();
    assert_eq!(cases, CATALOGUE.iter().map(|(name, _)| *name).collect::<BTreeSet<_>>());
}

#[test]
fn the_same_question_gives_the_same_bytes() -> Result {
    for (name, parameters, _) in CASES {
        assert_eq!(csv(name, parameters)?, csv(name, parameters)?, "{name}");
    }
    Ok(())
}

#[test]
fn the_answers_say_what_the_plan_says() -> Result {
    let ledger = csv("ledger", &[("unit", "水利厅")])?;
    let leads = ledger.lines().filter(|line| line.contains(",牵头,")).count();
    assert_eq!(leads, 5, "{ledger}");
    let zones = csv("zones", &[])?;
    assert_eq!(zones.lines().filter(|line| line.contains("沙漠和沙地生态治理区")).count(), 9);
    let water = csv("water", &[])?;
    assert!(water.lines().nth(1).is_some_and(|line| line.starts_with("自治区发展改革委")), "the unit with most such tasks comes first");
    Ok(())
}

/// The plan's statements in a directory, taken in piece by piece, give every query the answer that the plan gives; so they do once more when
/// the pieces are one.
#[test]
fn every_named_query_answers_over_a_store_as_over_the_plan() -> Result {
    let directory = tempfile::tempdir()?;
    let store = Store::create(&directory.path().join("plan.store"))?;
    let quads = GRAPH.sorted_quads()?;
    for piece in quads.chunks(quads.len() / 5 + 1) {
        let mut writer = store.writer()?;
        for quad in piece {
            writer.add(quad.as_ref())?;
        }
        writer.commit()?;
    }
    let reader = Reader::new(None)?;
    for _ in 0..2 {
        let graph = Graph::stored(Store::open(store.path())?.snapshot(), &reader, GRAPH.names().clone());
        assert_eq!(graph.len()?, GRAPH.len()?);
        for (name, parameters, _) in CASES {
            let sorted = |rows: &str| rows.lines().map(str::to_owned).collect::<BTreeSet<String>>();
            let (here, there) = (csv(name, parameters)?, csv_of(&graph, name, parameters)?);
            assert_eq!(sorted(&here), sorted(&there), "{name}");
            assert_eq!(here.lines().count(), there.lines().count(), "{name}");
        }
        store.optimise()?;
    }
    Ok(())
}
