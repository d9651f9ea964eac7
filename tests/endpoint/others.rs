//! Every command that asks plans asks servers of others, and gives the same bytes.

use super::backend::Result;
use super::commands::{run, same};
use super::started::{Started, oxigraph, virtuoso};
use fengong::graph::remote::Ask;
use fengong::query::{CATALOGUE, Format, ParameterKind, find_query};
use fengong::remote::{Address, Server, Settings};
use std::process::Command;

/// Puts the plan on a server.
fn pushed(started: Started) -> Result<Started> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
    command.args(["push", "--endpoint", &started.url]).env("NETRC", "/dev/null");
    if !started.user.is_empty() {
        command.env("FENGONG_USER", started.user).env("FENGONG_PASSWORD", started.password);
    }
    let said = command.output()?;
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    Ok(started)
}

#[test]
#[ignore = "runs the programs of others"]
fn every_named_query_is_answered_by_oxigraph_as_here() -> Result {
    let server = pushed(oxigraph()?)?;
    // Marks of what was pushed are no statements of the plan, and counted by the query `vocabulary`.
    let settings = Settings::new(Address::read(&server.url)?);
    Server::connect(&settings)?.update("CLEAR GRAPH <https://w3id.org/fengong/id/graph/pushed>", &Ask::default())?;
    for (name, _) in CATALOGUE {
        let named = find_query(name).ok_or("a query")?;
        let needed = named.parameters.iter().filter(|parameter| parameter.default.is_none());
        let given: Vec<String> = needed
            .map(|parameter| {
                let value = match (parameter.kind, parameter.name) {
                    (ParameterKind::Unit, "other") => "财政厅",
                    (ParameterKind::Unit, _) => "发改委",
                    (ParameterKind::Place, _) => "包头",
                    (ParameterKind::Topic, _) => "水资源",
                    (ParameterKind::Industry, _) => "煤炭",
                    (ParameterKind::Text, "name") => "自然资源厅",
                    (ParameterKind::Text, _) => "试点",
                    (ParameterKind::Integer, _) => "2",
                    (ParameterKind::Date, _) => "2026-11-20",
                };
                format!("{}={value}", parameter.name)
            })
            .collect();
        let given: Vec<&str> = given.iter().map(String::as_str).collect();
        same(&server.url, &[&["query", name, "--format", Format::Json.name()], given.as_slice()].concat(), "")?;
    }
    Ok(())
}

#[test]
#[ignore = "runs the programs of others"]
fn every_command_gives_the_same_of_oxigraph_as_of_the_plan() -> Result {
    every_command_gives_the_same(&pushed(oxigraph()?)?, true)
}

#[test]
#[ignore = "runs the programs of others"]
fn every_command_gives_the_same_of_virtuoso_as_of_the_plan() -> Result {
    every_command_gives_the_same(&pushed(virtuoso()?)?, false)
}

/// Virtuoso makes points of its own of places, in single precision, and has classes of its own: with it whatever shows these is left out (`is_exact`).
fn every_command_gives_the_same(server: &Started, is_exact: bool) -> Result {
    let folder = tempfile::tempdir()?;
    let workbook = folder.path().join("台账.xlsx");
    let workbook = workbook.to_str().ok_or("a path")?;
    assert_eq!(run(folder.path(), &["ledger", "-o", workbook], "")?.0, Some(0));
    let script = "SELECT ?u ?l { ?u a fg:Unit ; fg:shortName ?l } ORDER BY ?u LIMIT 3\n.why 1\n.describe 水利厅\n.find 节水\n\
                  .schema fg:Unit\n.run ledger 水利厅\n.why 包头市 稀土\n水利厅牵头哪些任务\n水利厅\n.draw cooperation -o net.svg\n\
                  .ledger --unit 水利厅\n.analyse --top 3\n.export -o net.gexf\n.queries\n";
    let mut commands: Vec<Vec<&str>> = vec![
        vec!["query", "-e", "SELECT * { GRAPH ?g { ?s fg:lead ?o } } ORDER BY ?g ?s ?o"],
        vec!["query", "-e", "CONSTRUCT { ?p fg:develops ?i } { ?p fg:develops ?i }"],
        vec!["query", "-e", "ASK { ?x a fg:BorderPort }"],
        vec!["query", "ledger", "unit=没有的单位"],
        vec!["ask", "哪些单位涉及水资源？"],
        vec!["ask", "Who works most with the finance department?", "--format", "csv"],
        vec!["ask", "--examples"],
        vec!["ask", "天气怎么样"],
        vec!["why", "包头市", "稀土"],
        vec!["why", "水利厅"],
        vec!["why", "水利厅", "水资源"],
        vec!["why", "四（三）"],
        vec!["draw", "query", "cooperation", "-o", "net.svg"],
        vec!["draw", "query", "-e", "CONSTRUCT { ?p fg:develops ?i } { ?p fg:develops ?i }", "-o", "net.html"],
        vec!["draw", "responsibility", "--topic", "水资源", "-o", "water.html"],
        vec!["draw", "place", "--place", "包头市", "-o", "place.svg"],
        vec!["analyse", "--chain", "教育厅", "呼和浩特海关"],
        vec!["analyse", "--materialise", "net.trig", "-o", "net.md"],
        vec!["export", "--only-plan", "-o", "plan.jsonld"],
        vec!["export", "--query", "cooperation", "-p", "least=3", "-o", "net.cx2"],
        vec!["export", "--network", "together", "--topic", "水资源", "--measures", "-o", "net.graphml"],
        vec!["ledger", "-o", "台账.md"],
        vec!["ledger", "--unit", "工信厅", "-o", "台账.md"],
        vec!["progress", workbook, "--format", "json"],
    ];
    if is_exact {
        commands.push(vec!["export", "-o", "plan.ttl"]);
        commands.push(vec!["export", "--network", "place-industry", "-o", "net.gexf"]);
    }
    for kind in ["cooperation", "responsibility", "matrix", "plan", "zones", "ports", "place", "map"] {
        commands.push(vec!["draw", kind, "-o", "figure.svg"]);
    }
    for network in ["lead-support", "together", "unit-task", "unit-topic", "place-industry"] {
        commands.push(vec!["analyse", "--network", network, "--format", "json"]);
    }
    for network in ["lead-support", "unit-topic"] {
        commands.push(vec!["export", "--network", network, "-o", "net.gexf"]);
    }
    for arguments in commands {
        same(&server.url, &arguments, "")?;
    }
    same(&server.url, &["repl"], script)
}
