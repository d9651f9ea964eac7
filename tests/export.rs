//! `fengong export` of networks, as a user runs it: which format is written, where, and what is told of what cannot be.

use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn export(folder: &Path, arguments: &[&str]) -> Result<Output> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
    Ok(command.current_dir(folder).args(["--lang", "en", "export"]).args(arguments).stdin(Stdio::null()).output()?)
}

/// What was written to standard output, and what was told beside it.
fn done(folder: &Path, arguments: &[&str]) -> Result<(String, String)> {
    let output = export(folder, arguments)?;
    let told = String::from_utf8(output.stderr)?;
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {told}");
    Ok((String::from_utf8(output.stdout)?, told))
}

/// Nothing is written, and one line tells why.
#[track_caller]
fn refused(folder: &Path, arguments: &[&str], status: i32, words: &[&str]) -> Result {
    let before = names(folder)?;
    let output = export(folder, arguments)?;
    let told = String::from_utf8(output.stderr)?;
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {told}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    assert!(words.iter().all(|word| told.contains(word)), "{arguments:?}: {words:?} are not in {told}");
    assert_eq!(names(folder)?, before, "{arguments:?}");
    Ok(())
}

fn names(folder: &Path) -> Result<Vec<String>> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect::<Result<_>>()?;
    names.sort();
    Ok(names)
}

#[test]
fn the_ending_tells_the_format_and_the_usual_network_is_told() -> Result {
    let folder = tempfile::tempdir()?;
    for (file, begins) in [
        ("net.gexf", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf "),
        ("net.GraphML", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml "),
        ("net.net", "\u{feff}*Vertices 32\r\n"),
        ("net.dl", "dl n=32 format=edgelist1\r\n"),
        ("net.vna", "*node data\r\n"),
        ("net.gml", "graph [\n  directed 1\n"),
        ("net.cx2", "[\n  {\n    \"CXVersion\": \"2.0\""),
        ("net.cypher", "CREATE CONSTRAINT "),
    ] {
        let (_, told) = done(folder.path(), &["-o", file])?;
        assert!(told.starts_with("the network lead-support (Who leads "), "{told}");
        let written = std::fs::read_to_string(folder.path().join(file))?;
        assert!(written.starts_with(begins), "{file}: {}", &written[..60]);
    }
    assert_eq!(done(folder.path(), &["-o", "plan.ttl"])?.1, "");
    Ok(())
}

#[test]
fn json_is_a_network_and_jsonld_is_rdf() -> Result {
    let folder = tempfile::tempdir()?;
    let json = |arguments: &[&str]| -> Result<serde_json::Value> {
        done(folder.path(), arguments)?;
        Ok(serde_json::from_slice(&std::fs::read(folder.path().join("a.json"))?)?)
    };
    let network = json(&["--network", "salton", "-o", "a.json"])?;
    assert_eq!((&network["directed"], network["nodes"].as_array().map(Vec::len)), (&false.into(), Some(32)));
    let usual = json(&["-o", "a.json"])?;
    assert_eq!((&usual["directed"], usual["nodes"].as_array().map(Vec::len)), (&true.into(), Some(32)));
    done(folder.path(), &["-o", "a.jsonld"])?;
    let rdf: serde_json::Value = serde_json::from_slice(&std::fs::read(folder.path().join("a.jsonld"))?)?;
    assert!(rdf["@context"].is_object());
    refused(folder.path(), &["-o", "b.json", "--only-plan"], 2, &["node-link is a format of networks"])?;
    assert!(done(folder.path(), &["--network", "together"])?.0.contains("<graphml "));
    assert!(done(folder.path(), &["--only-plan"])?.0.starts_with("@prefix "));
    Ok(())
}

#[test]
fn scopes_narrow_a_network_and_tell_how_far() -> Result {
    let folder = tempfile::tempdir()?;
    let (written, told) = done(folder.path(), &["--network", "unit-task", "--topic", "水资源", "--format", "node-link"])?;
    assert_eq!(told, "Only tasks whose words touch 水资源: 12 of 50.\n");
    let network: serde_json::Value = serde_json::from_str(&written)?;
    let tasks = network["nodes"].as_array().into_iter().flatten().filter(|node| node["mode"] == 2).count();
    assert_eq!(tasks, 12);
    refused(folder.path(), &["--section", "九十九", "-o", "a.gexf"], 2, &["no section has this number"])
}

#[test]
fn two_files_are_written_both_or_none() -> Result {
    let folder = tempfile::tempdir()?;
    let (_, told) = done(folder.path(), &["--network", "together", "-o", "net.csv"])?;
    assert_eq!(told, "written to net-nodes.csv\nwritten to net-edges.csv\n");
    assert_eq!(names(folder.path())?, ["net-edges.csv", "net-nodes.csv"]);
    assert!(std::fs::read_to_string(folder.path().join("net-edges.csv"))?.starts_with("Source,Target,Type,Weight,shared,tasks\r\n"));
    std::fs::create_dir(folder.path().join("plan-relationships.csv"))?;
    refused(
        folder.path(),
        &["--network", "together", "--format", "neo4j", "-o", "plan.csv"],
        2,
        &["plan-relationships.csv is a directory"],
    )?;
    refused(folder.path(), &["--network", "together", "--format", "csv"], 2, &["two files", "net-nodes.csv"])?;
    refused(folder.path(), &["--network", "together", "--format", "csv", "-o", "."], 2, &["is a directory"])
}

#[test]
fn a_byte_order_mark_stands_where_it_is_asked_for() -> Result {
    let folder = tempfile::tempdir()?;
    let begins = |arguments: &[&str]| Ok::<_, Box<dyn Error>>(done(folder.path(), arguments)?.0.starts_with('\u{feff}'));
    assert!(begins(&["--network", "together", "--format", "matrix", "--bom", "yes"])?);
    assert!(!begins(&["--network", "together", "--format", "matrix"])?);
    assert!(begins(&["--network", "together", "--format", "pajek"])?);
    assert!(!begins(&["--network", "together", "--format", "pajek", "--bom", "no"])?);
    done(folder.path(), &["--network", "together", "-o", "a.csv", "--bom", "yes"])?;
    for file in ["a-nodes.csv", "a-edges.csv"] {
        assert!(std::fs::read(folder.path().join(file))?.starts_with(b"\xef\xbb\xbf"), "{file}");
    }
    refused(folder.path(), &["-o", "b.gexf", "--bom", "yes"], 2, &["--bom is for", "pajek", "gexf"])
}

#[test]
fn a_query_is_a_network_or_the_statements_that_it_makes() -> Result {
    let folder = tempfile::tempdir()?;
    let network = |arguments: &[&str]| -> Result<serde_json::Value> {
        Ok(serde_json::from_str(&done(folder.path(), &[arguments, &["--format", "node-link"]].concat())?.0)?)
    };
    let edges = |network: &serde_json::Value| network["edges"].as_array().cloned().unwrap_or_default();
    // Its head says which column is what.
    let strong = network(&["--query", "cooperation", "-p", "least=4"])?;
    assert_eq!(strong["graph"]["name"], "cooperation");
    assert!(
        !edges(&strong).is_empty() && edges(&strong).iter().all(|edge| edge["weight"].as_i64() >= Some(4) && edge["orders"].is_string())
    );
    let sparql = "SELECT ?source ?target (COUNT(?t) AS ?weight) { ?t fg:lead ?source ; fg:concernsTopic ?target } GROUP BY ?source ?target";
    let topics = network(&["-e", sparql])?;
    let named = |node: &serde_json::Value| node["label"] == "自治区水利厅" || node["id"].as_str().is_some_and(|id| id.ends_with("水利厅"));
    assert!(topics["nodes"].as_array().into_iter().flatten().any(named));
    std::fs::write(folder.path().join("places.rq"), "CONSTRUCT { ?p fg:develops ?i } WHERE { ?p fg:develops ?i }")?;
    let places = edges(&network(&["--query", "places.rq"])?);
    let (turtle, _) = done(folder.path(), &["--query", "places.rq", "--format", "ntriples"])?;
    assert_eq!((places.len(), turtle.lines().count()), (130, 130));
    refused(folder.path(), &["-e", sparql, "-o", "a.ttl"], 2, &["ask with CONSTRUCT"])?;
    refused(folder.path(), &["-e", "ASK { ?a ?b ?c }", "-o", "a.gexf"], 2, &["SELECT or CONSTRUCT"])?;
    refused(folder.path(), &["-e", "SELECT ?z { ?z a fg:Unit }", "-o", "a.gexf"], 1, &["no two columns"])?;
    refused(folder.path(), &["-e", "SELECT ?source ?target { ?source a fg:No ; fg:no ?target }", "-o", "a.gexf"], 1, &["no actors"])?;
    let weights = "SELECT ?source ?target (-1 AS ?weight) { ?source fg:develops ?target }";
    refused(folder.path(), &["-e", weights, "-o", "a.gexf"], 1, &["row 1", "「-1」"])
}

#[test]
fn what_does_not_go_together_is_told() -> Result {
    let folder = tempfile::tempdir()?;
    refused(folder.path(), &["--network", "together", "--format", "turtle"], 2, &["turtle is RDF", "graphml"])?;
    refused(folder.path(), &["--topic", "水资源", "-o", "a.nq"], 2, &["nquads is RDF", "--topic"])?;
    refused(folder.path(), &["--only-plan", "-o", "a.gexf"], 2, &["--only-plan is for RDF"])?;
    refused(folder.path(), &["-p", "a=b", "-o", "a.gexf"], 2, &["name it with --query"])?;
    refused(folder.path(), &["--network", "together", "--query", "cooperation", "-o", "a.gexf"], 2, &["cannot be used with"])?;
    refused(folder.path(), &["--network", "alone", "-o", "a.gexf"], 2, &["lead-support", "unit-topic"])
}

#[test]
fn the_formats_are_listed_in_the_language_of_the_user() -> Result {
    let folder = tempfile::tempdir()?;
    let (list, _) = done(folder.path(), &["--list"])?;
    for word in ["turtle", "gexf", "Gephi", "dl", "UCINET", "neo4j", "cypher cql"] {
        assert!(list.contains(word), "{word}: {list}");
    }
    let chinese = Command::new(env!("CARGO_BIN_EXE_fengong")).args(["--lang", "zh", "export", "--list"]).output()?;
    assert!(String::from_utf8(chinese.stdout)?.contains("供 neo4j-admin database import 使用的两个 CSV 文件"));
    Ok(())
}

#[test]
fn the_prompt_exports_networks_too() -> Result {
    let folder = tempfile::tempdir()?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
    command.current_dir(folder.path()).args(["repl", "--lang", "en"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let lines = ".export --network place-industry -o places.net\n.export --network together -o net.csv\n";
    child.stdin.take().ok_or("no input")?.write_all(lines.as_bytes())?;
    let output = child.wait_with_output()?;
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(names(folder.path())?, ["net-edges.csv", "net-nodes.csv", "places.net"]);
    Ok(())
}

#[test]
fn json_ld_reads_well() -> Result {
    let folder = tempfile::tempdir()?;
    let document: serde_json::Value = serde_json::from_str(&done(folder.path(), &["--format", "jsonld"])?.0)?;
    let context = &document["@context"];
    assert_eq!(context["prefLabel"]["@container"], "@language");
    assert_eq!(context["broader"]["@type"], "@id");
    assert_eq!(context["asWKT"]["@type"], "geo:wktLiteral");
    let things = |graph: &serde_json::Value| graph["@graph"].as_array().cloned().unwrap_or_default();
    let all: Vec<serde_json::Value> = document["@graph"].as_array().into_iter().flatten().flat_map(things).collect();
    let water = all.iter().find(|thing| thing["prefLabel"]["en"] == "water resources").ok_or("no topic of water")?;
    assert_eq!(water["prefLabel"]["zh"], "水资源");
    assert!(water["inScheme"].is_string() && water["definition"].is_null());
    Ok(())
}
