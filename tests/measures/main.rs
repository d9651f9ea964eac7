//! Every measure against `NetworkX` and igraph, on the founding plan and on random networks.
//!
//! Run with `cargo test --test measures -- --ignored`. Needed: `python3` with networkx, scipy and igraph. What is missing is a failure.

use fengong::analyse::Ledger;
use fengong::analyse::measure::{Material, Measured, cuts, measure};
use fengong::analyse::network::{Actor, Network, Projection, Relation, Value, project};
use fengong::document::Metadata;
use fengong::graph::{DEFAULT_BASE, Graph, Names};
use fengong::reader::Reader;
use fengong::text::Source;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;
use std::error::Error;
use std::process::Command;

/// Where the table that the check prints stands.
const TOLD: &str = "docs/measures.md";

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn founding() -> Result<(Graph, Ledger)> {
    let reader = Reader::new(None)?;
    let text = std::fs::read_to_string("data/plans/hubao-yinyu-2012-2020.txt")?;
    let metadata: Metadata = serde_json::from_str(&std::fs::read_to_string("data/plans/hubao-yinyu-2012-2020.meta.json")?)?;
    let reading = reader.read(Source::from_text("hubao-yinyu-2012-2020.txt", &text), metadata);
    let graph = Graph::build(&reader, &[reading], Names::new(DEFAULT_BASE)?)?;
    let ledger = Ledger::of(&graph)?;
    Ok((graph, ledger))
}

/// Numbers that look random, and are the same each time: D. Lehmer's generator with the constants of Park and Miller.
struct Dice(u64);

impl Dice {
    fn next(&mut self, sides: usize) -> usize {
        self.0 = self.0 * 48271 % 2_147_483_647;
        usize::try_from(self.0).unwrap_or_default() % sides
    }
}

/// A random network; of two modes where `first` says how many actors the first has.
fn random(name: &str, actors: usize, relations: usize, directed: bool, first: Option<usize>, seed: u64) -> Network {
    let mut dice = Dice(seed);
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    while pairs.len() < relations {
        let pair = match first {
            Some(first) => (dice.next(first), first + dice.next(actors - first)),
            None => (dice.next(actors), dice.next(actors)),
        };
        if pair.0 != pair.1 {
            pairs.insert(if directed { pair } else { (pair.0.min(pair.1), pair.0.max(pair.1)) });
        }
    }
    let actor = |at: usize| Actor {
        id: format!("https://example.org/{at}"),
        label: at.to_string(),
        second_mode: first.is_some_and(|first| at >= first),
        values: Vec::new(),
    };
    let relation = |(source, target): (usize, usize)| Relation {
        source,
        target,
        weight: (1 + dice.next(9)) as f64 / 2.0,
        tasks: Vec::new(),
        values: Vec::new(),
    };
    Network {
        name: name.to_owned(),
        directed,
        two_mode: first.is_some(),
        actor_columns: Vec::new(),
        actors: (0..actors).map(actor).collect(),
        relation_columns: Vec::new(),
        relations: pairs.into_iter().map(relation).collect(),
    }
}

fn number(value: Option<&Value>) -> Json {
    match value {
        None => Json::Null,
        Some(Value::Text(words)) => json!(words),
        Some(Value::Whole(number)) => json!(number),
        Some(Value::Number(number)) => json!(number),
    }
}

/// A network with all its measures, for the check.
fn case(network: &Network, topics: Option<&Network>) -> Map<String, Json> {
    let material = Material::new(network, topics);
    let Measured { whole, columns, actors } = measure(&material, |_| true);
    let whole: Map<String, Json> = whole.iter().map(|(measure, value)| (measure.name.to_owned(), number(Some(value)))).collect();
    let column = |at: usize| actors.iter().map(|row| number(row[at].as_ref())).collect::<Vec<_>>();
    let of_actors: Map<String, Json> =
        columns.iter().enumerate().map(|(at, measure)| (measure.name.to_owned(), column(at).into())).collect();
    let edges: Vec<Json> = network.relations.iter().map(|relation| json!([relation.source, relation.target, relation.weight])).collect();
    let labels: Vec<&str> = network.actors.iter().map(|actor| actor.label.as_str()).collect();
    let made = json!({
        "name": network.name, "n": network.actors.len(), "first": network.first_mode(), "directed": network.directed,
        "two_mode": network.two_mode, "labels": labels, "edges": edges, "whole": whole, "actors": of_actors,
        "bridges": cuts(&material.both).bridges,
    });
    made.as_object().cloned().unwrap_or_default()
}

/// Breadth and depth of each unit of the ledger, counted from its duties and the statements of topics, not from the networks.
fn counted(graph: &Graph, ledger: &Ledger, network: &Network) -> Result<Json> {
    let concerns: Vec<(String, String)> = graph
        .quads(None, None, None, None)
        .collect::<std::result::Result<Vec<_>, _>>()?
        .into_iter()
        .filter(|quad| quad.predicate == fengong::graph::vocab::fg::CONCERNS_TOPIC)
        .map(|quad| (quad.subject.to_string(), quad.object.to_string()))
        .collect();
    let of = |actor: &Actor, leads_only: bool| -> BTreeSet<usize> {
        let duties = ledger.duties.iter().filter(|duty| ledger.parties[duty.party].iri == actor.id);
        duties.filter(|duty| !leads_only || duty.role.name() != "support").map(|duty| duty.task).collect()
    };
    let topics = |tasks: &BTreeSet<usize>| {
        let names: BTreeSet<String> = tasks.iter().map(|task| format!("<{}>", ledger.tasks[*task].iri)).collect();
        concerns.iter().filter(|(task, _)| names.contains(task)).map(|(_, topic)| topic).collect::<BTreeSet<_>>().len()
    };
    let each = |value: &dyn Fn(&Actor) -> Json| network.actors.iter().map(value).collect::<Vec<_>>();
    Ok(json!({
        "breadth": each(&|actor| json!(topics(&of(actor, false)))),
        "lead_breadth": each(&|actor| json!(topics(&of(actor, true)))),
        "depth": each(&|actor| json!(of(actor, true).len())),
        "lead_share": each(&|actor| json!(of(actor, true).len() as f64 / of(actor, false).len() as f64)),
    }))
}

fn cases() -> Result<Vec<Json>> {
    let (graph, ledger) = founding()?;
    let topics = project(&graph, &ledger, Projection::UnitTopic)?;
    let mut cases = Vec::new();
    for projection in Projection::ALL {
        let network = project(&graph, &ledger, *projection)?;
        let known = (!network.two_mode).then_some(&topics);
        let mut made = case(&network, known);
        if network.two_mode {
            // What is known of units is compared where the actors are units.
            if let Some(actors) = made.get_mut("actors").and_then(Json::as_object_mut) {
                actors.remove("lead_share");
            }
        } else {
            made.insert("counted".to_owned(), counted(&graph, &ledger, &network)?);
        }
        made.insert("told".to_owned(), json!(true));
        cases.push(made.into());
    }
    for seed in 1..=6 {
        cases.push(case(&random(&format!("sparse {seed}"), 60, 90, false, None, seed), None).into());
        cases.push(case(&random(&format!("dense {seed}"), 40, 400, false, None, seed * 7), None).into());
        cases.push(case(&random(&format!("directed {seed}"), 50, 160, true, None, seed * 11), None).into());
        cases.push(case(&random(&format!("parts {seed}"), 80, 60, false, None, seed * 13), None).into());
        cases.push(case(&random(&format!("two-mode {seed}"), 50, 90, false, Some(20), seed * 17), None).into());
        cases.push(case(&random(&format!("small {seed}"), 11, 8 + 6 * usize::try_from(seed)?, false, None, seed * 19), None).into());
    }
    Ok(cases)
}

#[test]
#[ignore = "runs the programs of others"]
fn every_measure_is_that_of_networkx_and_igraph() -> Result {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("cases.json");
    std::fs::write(&path, serde_json::to_vec(&cases()?)?)?;
    let output = Command::new("python3").arg("tests/measures/check.py").arg(&path).output()?;
    let (table, said) = (String::from_utf8(output.stdout)?, String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    // The table of the documentation is what was measured; the last digits of differences depend on the other's version.
    let told = std::fs::read_to_string(TOLD)?;
    for line in table.lines().filter(|line| line.contains(" | `")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let same = |known: &str| {
            let known: Vec<&str> = known.split('|').map(str::trim).collect();
            known.len() == cells.len() && known[1..=4] == cells[1..=4]
        };
        assert!(told.lines().any(same), "{TOLD} does not tell: {line}\nThe whole table:\n{table}");
    }
    Ok(())
}
