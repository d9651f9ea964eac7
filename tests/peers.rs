//! What leaves the program opens elsewhere: read by the programs of others, which must be installed.
//!
//! Run with `cargo test --test peers -- --ignored`. Needed: `rapper` (raptor2-utils), `python3` with rdflib, pyshacl and sarif-tools, `dot` (graphviz).
//! A program that is missing is a failure.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

#[path = "figures/hostile.rs"]
mod hostile;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// The kinds of figures that need no further words.
const KINDS: [&str; 8] = ["cooperation", "responsibility", "matrix", "plan", "place", "zones", "ports", "map"];

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

/// What Graphviz makes of a figure in the DOT language.
fn graphviz(dot: &str, format: &str) -> Result<Vec<u8>> {
    let mut child = Command::new("dot").arg(format).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (mut input, dot) = (child.stdin.take().ok_or("no input")?, dot.to_owned());
    let writing = std::thread::spawn(move || input.write_all(dot.as_bytes()));
    let output = child.wait_with_output()?;
    writing.join().map_err(|_| "the writer failed")??;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() && !said.contains("rror") { Ok(output.stdout) } else { Err(said.into()) }
}

#[test]
#[ignore = "runs the programs of others"]
fn graphviz_draws_every_kind_of_figure_whatever_its_names_are() -> Result {
    for (kind, figure) in hostile::figures(&hostile::ledger()) {
        let svg = graphviz(&fengong::draw::dot(&figure, None), "-Tsvg").map_err(|error| format!("{kind}: {error}"))?;
        let svg = String::from_utf8(svg)?;
        assert!(svg.contains("&lt;b&gt;bold &amp; &amp;amp; &amp;#39;") || svg.contains("script"), "{kind}: the words are as they were");
        assert!(!svg.contains("<script"), "{kind}");
    }
    Ok(())
}

#[test]
#[ignore = "runs the programs of others"]
fn graphviz_draws_every_kind_of_figure_of_the_founding_plan() -> Result {
    let folder = tempfile::tempdir()?;
    for kind in KINDS {
        let dot = String::from_utf8(fengong(&["draw", kind])?)?;
        let parts = |svg: &str| svg.matches("class=\"node\"").count();
        assert!(parts(&String::from_utf8(graphviz(&dot, "-Tsvg")?)?) > 0, "{kind}");
        for (ending, begins) in [("pdf", &b"%PDF"[..]), ("png", b"\x89PNG"), ("svg", b"<?xml")] {
            let path = folder.path().join(format!("{kind}.{ending}"));
            fengong(&["draw", kind, "-o", &path.to_string_lossy()])?;
            assert!(std::fs::read(&path)?.starts_with(begins), "{kind}.{ending}");
        }
    }
    Ok(())
}

#[test]
#[ignore = "runs the programs of others"]
fn graphviz_is_stopped_when_its_time_is_over() -> Result {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
    let output = command.args(["--lang", "en", "draw", "cooperation", "--format", "pdf", "--timeout", "0.001"]).output()?;
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr)?.contains("--timeout"));
    Ok(())
}

#[test]
#[ignore = "runs the programs of others"]
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
#[ignore = "runs the programs of others"]
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
#[ignore = "runs the programs of others"]
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
#[ignore = "runs the programs of others"]
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
#[ignore = "runs the programs of others"]
fn graphviz_draws_the_cooperation_with_every_unit_on_it() -> Result {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("net.svg").to_string_lossy().into_owned();
    fengong(&["draw", "cooperation", "--output", &path])?;
    let svg = std::fs::read_to_string(&path)?;
    assert!(svg.contains("<svg") && svg.trim_end().ends_with("</svg>"));
    assert_eq!(svg.matches("class=\"node\"").count(), 32);
    assert!(svg.contains("自治区水利厅") && svg.contains("by graphviz"), "it is not drawn by Graphviz");
    Ok(())
}

#[test]
#[ignore = "runs the programs of others"]
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
    assert!(svg.contains("省&quot;引号\\厅") && svg.contains("某某某某某某"), "{svg}");
    Ok(())
}
