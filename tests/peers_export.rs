//! Networks that are exported open in the tools that people use: read by them, with the same nodes, edges, weights and attributes in each format.
//!
//! Run with `cargo test --test peers_export -- --ignored`. Needed: `python3` with networkx, igraph, pandas and ndex2; `node` with graphology,
//! graphology-gexf, graphology-graphml and @neo4j-cypher/language-support (where `NODE_PATH` says). A program that is missing is a failure.

use fengong::analyse::network::{Actor, Cell, Column, Network, Projection, Relation, Value, of_rows};
use fengong::export::FORMATS;
use std::error::Error;
use std::path::Path;
use std::process::Command;

#[path = "figures/hostile.rs"]
#[allow(dead_code, reason = "only the names are used here")]
mod hostile;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn run(command: &mut Command) -> Result<String> {
    let output = command.output().map_err(|error| format!("{command:?} is needed: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(String::from_utf8(output.stdout)?) } else { Err(format!("{command:?}: {said}").into()) }
}

/// What a file of a format is called: where two formats have one ending, their names tell them apart.
fn endings() -> impl Iterator<Item = (&'static str, String)> {
    FORMATS.iter().map(|format| match (format.name(), format.endings().first()) {
        (name @ ("csv" | "neo4j"), _) => (name, format!("{name}.csv")),
        (name, Some(ending)) => (name, (*ending).to_owned()),
        (name, None) => (name, format!("{name}.csv")),
    })
}

/// The two files of a format have their parts before the last dot: `NAME.csv-nodes.csv`.
fn write(network: &Network, folder: &Path, name: &str) -> Result {
    for (format, (_, ending)) in FORMATS.iter().zip(endings()) {
        for part in 0..format.parts().len().max(1) {
            let mut bytes = Vec::new();
            format.write(network, part, &mut bytes)?;
            let file = match format.parts().get(part) {
                Some(part) => format!("{name}.{}-{part}.csv", format.name()),
                None => format!("{name}.{ending}"),
            };
            std::fs::write(folder.join(file), bytes)?;
        }
    }
    Ok(())
}

/// All that Python's tools read of a network; gives the numbers of nodes and edges.
fn in_python(folder: &Path, name: &str) -> Result<(usize, usize)> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/export/read.py");
    let said = run(Command::new("python3").arg(script).arg(folder).arg(name))?;
    let counts: Vec<usize> = said.split_whitespace().map(str::parse).collect::<std::result::Result<_, _>>()?;
    Ok((counts[0], counts[1]))
}

fn in_node(folder: &Path, names: &[&str]) -> Result {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/export/read.js");
    let said = run(Command::new("node").arg(script).arg(folder).args(names))?;
    assert_eq!(said.trim(), names.len().to_string());
    Ok(())
}

#[test]
#[ignore = "runs the programs of others"]
fn every_network_of_the_founding_plan_is_the_same_in_every_tool() -> Result {
    let folder = tempfile::tempdir()?;
    let names: Vec<&str> = Projection::ALL.iter().map(|kind| kind.name()).collect();
    for name in &names {
        for (format, ending) in endings() {
            let path = folder.path().join(format!("{name}.{ending}"));
            let arguments = ["export", "--network", name, "--format", format, "--output"];
            run(Command::new(env!("CARGO_BIN_EXE_fengong")).args(arguments).arg(&path))?;
        }
        let (nodes, edges) = in_python(folder.path(), name)?;
        assert!(nodes >= 32 && edges >= 90, "{name}: {nodes} {edges}");
    }
    in_node(folder.path(), &names)
}

#[test]
#[ignore = "runs the programs of others"]
fn the_answer_of_a_query_is_the_same_in_every_tool() -> Result {
    let folder = tempfile::tempdir()?;
    for (name, query) in
        [("named", ["--query", "cooperation"]), ("stated", ["-e", "CONSTRUCT { ?p fg:develops ?i } { ?p fg:develops ?i }"])]
    {
        for (format, ending) in endings() {
            let path = folder.path().join(format!("{name}.{ending}"));
            run(Command::new(env!("CARGO_BIN_EXE_fengong")).arg("export").args(query).args(["--format", format, "--output"]).arg(&path))?;
        }
        let (nodes, edges) = in_python(folder.path(), name)?;
        assert!(nodes > 30 && edges > 90, "{name}: {nodes} {edges}");
    }
    in_node(folder.path(), &["named", "stated"])
}

/// Actors of all hostile names, each twice, joined in a circle, with the same names as what is told of them.
fn circle(directed: bool, two_mode: bool) -> Network {
    let names: Vec<&str> = hostile::NAMES.iter().copied().chain(hostile::NAMES).chain(["=1+1", "-1", "@a", "+1", "\t=1"]).collect();
    let half = names.len() / 2;
    let actors = names.iter().enumerate().map(|(at, name)| Actor {
        id: format!("u{at}"),
        label: (*name).to_owned(),
        second_mode: two_mode && at >= half,
        values: vec![Value::words(name), (at % 3 > 0).then_some(Value::Number(at as f64 / 8.0)), Value::count(at)],
    });
    let ends = |at: usize| match (two_mode, directed, (at + 1) % names.len()) {
        (true, ..) => (at % half, half + at / 2),
        (false, false, 0) => (0, at),
        (_, _, next) => (at, next),
    };
    let relation = |at: usize| Relation {
        source: ends(at).0,
        target: ends(at).1,
        weight: 0.5 + at as f64,
        tasks: Vec::new(),
        values: vec![Value::words(names[at]), Value::count(at)],
    };
    Network {
        name: hostile::NAMES[2].to_owned(),
        directed,
        two_mode,
        actor_columns: vec![Column::text("words"), Column::number("share"), Column::whole("place")],
        actors: actors.collect(),
        relation_columns: vec![Column::text("words"), Column::whole("place")],
        relations: (0..if two_mode { half } else { names.len() }).map(relation).collect(),
    }
}

#[test]
#[ignore = "runs the programs of others"]
fn networks_open_whatever_their_names_are() -> Result {
    let folder = tempfile::tempdir()?;
    let mut loose = circle(true, false);
    loose.relations.clear();
    let columns = ["source", "target", "weight", "label", "group", "单位", "share"].map(str::to_owned);
    let cells: Vec<Vec<Option<Cell>>> = hostile::NAMES
        .windows(2)
        .map(|pair| {
            let cell = |words: &str| Some(Cell { id: words.replace(char::is_control, ""), label: words.to_owned() });
            vec![cell(pair[0]), cell(pair[1]), cell("1.5"), cell(pair[0]), cell(pair[1]), cell("3"), cell("0.25")]
        })
        .collect();
    let asked = of_rows("odd columns", &columns, &cells).map_err(|error| format!("{error:?}"))?;
    let cases = [
        ("directed", circle(true, false)),
        ("undirected", circle(false, false)),
        ("modes", circle(false, true)),
        ("loose", loose),
        ("asked", asked),
    ];
    for (name, network) in &cases {
        write(network, folder.path(), name)?;
        assert_eq!(in_python(folder.path(), name)?, (network.actors.len(), network.relations.len()));
    }
    in_node(folder.path(), &cases.each_ref().map(|(name, _)| *name))
}
