//! What leaves the program opens elsewhere: read by the programs of others, which must be installed.
//!
//! Run with `cargo test --features peers`. Needed: `rapper` (raptor2-utils), `python3` with rdflib, pyshacl and sarif-tools, `dot` (graphviz).
//! A program that is missing is a failure.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::process::{Command, Output};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn fengong(arguments: &[&str]) -> Result<Vec<u8>> {
    finished("fengong", &Command::new(env!("CARGO_BIN_EXE_fengong")).args(arguments).output()?)
}

fn finished(name: &str, output: &Output) -> Result<Vec<u8>> {
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(output.stdout.clone()) } else { Err(format!("{name}: {}: {said}", output.status).into()) }
}

fn exported(folder: &Path, format: &str) -> Result<String> {
    let path = folder.join(format!("plan.{format}")).to_string_lossy().into_owned();
    fengong(&["export", "--format", format, "--output", &path])?;
    Ok(path)
}

fn run(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program).args(arguments).output().map_err(|error| format!("{program} is needed: {error}"))?;
    Ok(String::from_utf8(finished(program, &output)?)?)
}

#[test]
fn raptor_reads_as_many_statements_as_were_written() -> Result {
    let folder = tempfile::tempdir()?;
    let lines = |path: &str| std::fs::read_to_string(path).map(|text| text.lines().count());
    let triples = lines(&exported(folder.path(), "ntriples")?)?;
    let quads = lines(&exported(folder.path(), "nquads")?)?;
    for (format, parser, written) in
        [("turtle", "turtle", triples), ("rdfxml", "rdfxml", triples), ("ntriples", "ntriples", triples), ("nquads", "nquads", quads)]
    {
        let path = exported(folder.path(), format)?;
        let read = run("rapper", &["-q", "-i", parser, "-o", "ntriples", &path])?;
        assert_eq!(read.lines().count(), written, "{format}");
    }
    Ok(())
}

#[test]
fn rdflib_reads_the_same_graph_in_every_form() -> Result {
    let folder = tempfile::tempdir()?;
    let mut paths: BTreeMap<&str, String> = BTreeMap::new();
    for (format, of_rdflib) in
        [("turtle", "turtle"), ("rdfxml", "xml"), ("ntriples", "nt"), ("nquads", "nquads"), ("trig", "trig"), ("jsonld", "json-ld")]
    {
        paths.insert(of_rdflib, exported(folder.path(), format)?);
    }
    let program = r#"
import json, sys, rdflib
paths = json.loads(sys.argv[1])
def triples(f):
    g = rdflib.Graph(); g.parse(paths[f], format=f); return set(g)
def quads(f):
    d = rdflib.Dataset(); d.parse(paths[f], format=f)
    return {(s, p, o, getattr(c, "identifier", c)) for s, p, o, c in d.quads()}
nt = triples("nt")
assert nt and all(triples(f) == nt for f in ("turtle", "xml")), "one graph"
nq = quads("nquads")
assert quads("trig") == nq, "trig"
jl = quads("json-ld")
assert jl == nq, (len(jl), len(nq), list(jl - nq)[:3], list(nq - jl)[:3])
print(len(nt), len(nq))
"#;
    let counts = run("python3", &["-c", program, &serde_json::to_string(&paths)?])?;
    let counts: Vec<usize> = counts.split_whitespace().map(str::parse).collect::<std::result::Result<_, _>>()?;
    assert!(counts.iter().all(|count| *count > 20_000), "{counts:?}");
    Ok(())
}

#[test]
fn the_graph_keeps_to_its_shapes() -> Result {
    let folder = tempfile::tempdir()?;
    let path = exported(folder.path(), "ntriples")?;
    let shapes = concat!(env!("CARGO_MANIFEST_DIR"), "/ontology/shapes.ttl");
    let program = r#"
import sys, rdflib, pyshacl
data = rdflib.Graph(); data.parse(sys.argv[1], format="nt")
shapes = rdflib.Graph(); shapes.parse(sys.argv[2])
conforms, _, report = pyshacl.validate(data, shacl_graph=shapes)
assert conforms, report[:2000]
task = next(data.subjects(rdflib.RDF.type, rdflib.URIRef("https://w3id.org/fengong/ns#Task")))
data.remove((task, rdflib.URIRef("https://w3id.org/fengong/ns#order"), None))
conforms, _, _ = pyshacl.validate(data, shacl_graph=shapes)
assert not conforms, "a task without its order must be found"
"#;
    run("python3", &["-c", program, &path, shapes])?;
    Ok(())
}

#[test]
fn sarif_tools_read_the_findings() -> Result {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("findings.sarif").to_string_lossy().into_owned();
    let found = Command::new(env!("CARGO_BIN_EXE_fengong")).args(["check", "--format", "sarif", "--output", &path]).status()?;
    assert_eq!(found.code(), Some(1));
    let summary = run("sarif", &["summary", &path])?;
    assert!(summary.contains("warning: 3") && summary.contains("misspelt-place"), "{summary}");
    Ok(())
}

#[test]
fn graphviz_draws_the_cooperation_with_every_unit_on_it() -> Result {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("net.svg").to_string_lossy().into_owned();
    fengong(&["draw", "cooperation", "--output", &path])?;
    let svg = std::fs::read_to_string(&path)?;
    assert!(svg.contains("<svg") && svg.trim_end().ends_with("</svg>"));
    let units = svg.matches("https://w3id.org/fengong/id/unit/").count();
    assert!(units >= 32, "{units} titles of units");
    let words = run("dot", &["-V"]);
    assert!(words.is_ok(), "{words:?}");
    Ok(())
}

#[test]
fn graphviz_takes_names_however_hostile() -> Result {
    let folder = tempfile::tempdir()?;
    let plan = folder.path().join("hostile.txt");
    let long = "某".repeat(20);
    std::fs::write(
        &plan,
        format!("分工方案\n一、总则\n（一）任务。做事。（省\"引号\\厅、省<b>&{{}}|局、省{long}局牵头，省财政厅配合）\n"),
    )?;
    let path = folder.path().join("net.svg").to_string_lossy().into_owned();
    fengong(&["draw", "cooperation", "--plan", &plan.to_string_lossy(), "--output", &path])?;
    let svg = std::fs::read_to_string(&path)?;
    assert!(svg.contains("省&quot;引号\\厅") && svg.contains(&long), "{svg}");
    Ok(())
}
