//! Pages in a browser: opened from the disk in Chromium, which has no network, they are looked at, searched and pointed at.
//!
//! Run with `cargo test --test page -- --ignored`. Needed: `chromium`, `chromedriver`, and `python3` with selenium. What is missing is a
//! failure. With `FENGONG_PICTURES=FOLDER` the screens are kept there.

use fengong::draw::{Caption, Diagram, Edge, Figure, Layout, Line, Node, Note, Source, page, page_of, parts};
use fengong::language::Language;
use std::error::Error;
use std::path::Path;
use std::process::Command;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

const HOSTILE: &str = "</script><img src=x onerror=alert(1)><!-- ]]> \"&'\\";

/// Writes a page and looks at it with one of the looks of `look.py`.
fn looked_at(look: &str, html: &str, known: &serde_json::Value) -> Result {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("page.html");
    std::fs::write(&path, html)?;
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page/look.py");
    let mut command = Command::new("python3");
    let output = command.arg(program).arg(look).arg(&path).arg(known.to_string()).output().map_err(|error| format!("python3: {error}"))?;
    let said = [output.stdout, output.stderr].concat();
    if output.status.success() { Ok(()) } else { Err(format!("{look}: {}", String::from_utf8_lossy(&said)).into()) }
}

/// A page of the founding plan as the program writes it, and the parts that it was given.
fn drawn(arguments: &[&str]) -> Result<(String, Vec<serde_json::Value>)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
    let output = command.arg("draw").args(arguments).args(["--format", "html", "--lang", "zh"]).output()?;
    let html = String::from_utf8(output.stdout)?;
    let data = html.split_once("id=\"ui-data\">").and_then(|(_, from)| from.split_once("</script>")).ok_or("no data")?.0;
    let data: serde_json::Value = serde_json::from_str(data)?;
    let parts = data["parts"].as_array().ok_or("no parts")?.clone();
    Ok((html, parts))
}

/// Two things of one name, joined.
fn hostile() -> Figure {
    let caption = Caption { title: HOSTILE.to_owned(), ..Caption::default() };
    let mut diagram = Diagram::new(Layout::Layered { layers: 80.0, things: 10.0 }, caption);
    for id in ["a", "b"] {
        let mut node = Node::new(id, vec![Line::new(HOSTILE, 13.0)]);
        node.note.lines = vec![HOSTILE.to_owned()];
        diagram.nodes.push(node);
    }
    diagram.edges.push(Edge { note: Note::new(HOSTILE, vec![HOSTILE.to_owned()]), ..Edge::new(0, 1) });
    Figure::Diagram(diagram)
}

#[test]
#[ignore = "runs the programs of others"]
fn a_diagram_is_drawn_searched_pointed_at_and_zoomed() -> Result {
    let (html, parts) = drawn(&["cooperation"])?;
    let of = |letter: char| parts.iter().filter(move |part| part["id"].as_str().is_some_and(|id| id.starts_with(letter)));
    let (nodes, edges) = (of('n').count(), of('e').count());
    assert!(nodes > 15 && edges > 30, "{nodes} {edges}");
    let named = |words: &str| of('n').filter(|part| format!("{} {} {}", part["head"], part["also"], part["lines"]).contains(words)).count();
    let tie = of('e').max_by_key(|part| part["lines"].as_array().map_or(0, Vec::len)).ok_or("no edge")?;
    let known = serde_json::json!({
        "nodes": nodes, "edges": edges, "search": "水利", "found": named("水利"), "many": "厅", "all": named("厅"), "tie": tie,
    });
    looked_at("diagram", &html, &known)
}

#[test]
#[ignore = "runs the programs of others"]
fn in_every_kind_of_figure_every_part_is_found() -> Result {
    for kind in ["cooperation", "responsibility", "matrix", "plan", "place", "zones", "ports", "map"] {
        let (html, parts) = drawn(&[kind])?;
        looked_at("kind", &html, &serde_json::json!({ "kind": kind, "parts": parts }))?;
    }
    Ok(())
}

#[test]
#[ignore = "runs the programs of others"]
fn a_cell_shows_its_tasks_and_stands_out_with_its_heads() -> Result {
    let (html, parts) = drawn(&["matrix"])?;
    assert!(html.len() < 500_000, "{} bytes: Graphviz is not needed", html.len());
    let cell = parts.iter().filter(|part| part["id"].as_str().is_some_and(|id| id.starts_with('x')));
    let cell = cell.max_by_key(|part| part["lines"].as_array().map_or(0, Vec::len)).ok_or("no cell")?;
    looked_at("heat-map", &html, &serde_json::json!({ "cell": cell }))
}

#[test]
#[ignore = "runs the programs of others"]
fn hostile_names_are_only_words() -> Result {
    let known = serde_json::json!({"name": HOSTILE});
    looked_at("hostile", &page(&hostile(), Language::En)?, &known)?;
    // A picture that holds more than a picture is shown without it.
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 90 30'><script>document.title='run'</script>\
        <g id='n0' class='node' onclick='document.title=1'><a href='javascript:document.title=1'><text y='20'>x</text></a></g></svg>";
    looked_at("active", &page_of(HOSTILE, Source::Svg(svg), &parts(&hostile()), Language::En), &known)
}

#[test]
#[ignore = "runs the programs of others"]
fn what_cannot_be_laid_out_is_told() -> Result {
    let html = page_of("图", Source::Dot("digraph {\na -> -> b }"), &[], Language::En);
    looked_at("failure", &html, &serde_json::json!({"words": "the picture could not be laid out: syntax error in line 2"}))
}

#[test]
#[ignore = "runs the programs of others"]
fn a_browser_without_scripts_says_so() -> Result {
    let html = page_of("图", Source::Svg("<svg/>"), &[], Language::Zh);
    looked_at("no-script", &html, &serde_json::json!({"words": "本页用 JavaScript 绘图，而此浏览器已将其关闭。"}))
}
