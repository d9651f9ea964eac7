//! Comparisons of plans in the programs of others: RDF that rdflib reads and the shapes allow, Markdown that renders as it is meant.
//!
//! Run with `cargo test --test peers_diff -- --ignored`. Needed: `python3` with rdflib, pyshacl and markdown-it-py. A program that is missing is a failure.

use std::error::Error;
use std::process::Command;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

const OLD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/diff/2016/plan.txt");
const NEW: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/diff/2020/plan.txt");

fn run(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program).args(arguments).output().map_err(|error| format!("{program} is needed: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(String::from_utf8(output.stdout)?) } else { Err(format!("{program}: {said}").into()) }
}

fn fengong(arguments: &[&str]) -> Result<String> {
    run(env!("CARGO_BIN_EXE_fengong"), &[&["--lang", "en"], arguments].concat())
}

#[test]
#[ignore = "runs the programs of others"]
fn a_comparison_beside_its_plans_conforms_to_the_shapes() -> Result {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (plans, turtle, broken) = (path("plans.ttl"), path("diff.ttl"), path("broken.ttl"));
    fengong(&["export", "--plan", OLD, NEW, "-o", &plans])?;
    fengong(&["diff", OLD, NEW, "-o", &turtle])?;
    let wrong = std::fs::read_to_string(&turtle)?.replacen("\"task-removed\"", "\"no-such-kind\"", 1);
    std::fs::write(&broken, wrong)?;
    let program = "
import sys, rdflib, pyshacl
shapes, plans, good, bad = sys.argv[1:]
fg = rdflib.Namespace('https://w3id.org/fengong/ns#')
for path in (good, bad):
    data = rdflib.Graph().parse(plans).parse(path)
    conforms, _, text = pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(shapes), inference='none')
    kinds = sorted(str(k) for k in data.objects(None, fg.changeKind))
    print(conforms, len(kinds), kinds.count('succeeded'), kinds.count('task-split-off'))
    if path == good and not conforms: print(text)
";
    let shapes = concat!(env!("CARGO_MANIFEST_DIR"), "/ontology/shapes.ttl");
    let said = run("python3", &["-c", program, shapes, &plans, &turtle, &broken])?;
    let lines: Vec<&str> = said.lines().collect();
    // 16 changes of tasks and 1 of a number alone, 3 added, 2 removed, 2 sections, 9 units.
    assert_eq!(lines, ["True 33 5 1", "False 33 5 1"], "{said}");
    Ok(())
}

#[test]
#[ignore = "runs the programs of others"]
fn every_form_of_rdf_holds_the_same_statements() -> Result {
    let folder = tempfile::tempdir()?;
    let mut counts = Vec::new();
    for (format, parser) in
        [("turtle", "turtle"), ("trig", "trig"), ("ntriples", "nt"), ("nquads", "nquads"), ("rdfxml", "xml"), ("jsonld", "json-ld")]
    {
        let path = folder.path().join(format).to_string_lossy().into_owned();
        fengong(&["diff", OLD, NEW, "--format", format, "-o", &path])?;
        let program = "import sys, rdflib; print(len(rdflib.Dataset(default_union=True).parse(sys.argv[1], format=sys.argv[2])))";
        counts.push(run("python3", &["-c", program, &path, parser])?);
    }
    assert!(counts.iter().all(|count| *count == counts[0]) && counts[0].trim().parse::<usize>()? > 200, "{counts:?}");
    Ok(())
}

#[test]
#[ignore = "runs the programs of others"]
fn markdown_renders_into_tables_of_the_right_rows() -> Result {
    let folder = tempfile::tempdir()?;
    let hostile = std::fs::read_to_string(NEW)?.replace("母基金", "|母*基*金<b>`x`</b>_a_|");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    std::fs::write(path("hostile.txt"), hostile)?;
    std::fs::copy(NEW.replace("plan.txt", "plan.meta.json"), path("hostile.meta.json"))?;
    fengong(&["diff", OLD, &path("hostile.txt"), "-o", &path("report.md")])?;
    let program = "
import sys, re, html
from markdown_it import MarkdownIt
page = MarkdownIt('commonmark', {'html': True}).enable('table').render(open(sys.argv[1], encoding='utf-8').read())
for table in re.findall('<table>.*?</table>', page, re.S):
    rows = [re.findall('<t[hd][^>]*>(.*?)</t[hd]>', row, re.S) for row in re.findall('<tr>.*?</tr>', table, re.S)]
    print(len(rows) - 1, 'x', ' '.join(sorted({str(len(row)) for row in rows})))
text = html.unescape(re.sub('<(?!/?(ins|del))[^>]*>', '', page))
print('|母*基*金<b>`x`</b>_a_|' in text, '<ins>基本</ins>' in page)
";
    let said = run("python3", &["-c", program, &path("report.md")])?;
    // Plans, changed, moved, added, removed, split off, sections, units, topics.
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        ["2 x 5", "6 x 6", "1 x 6", "2 x 4", "2 x 4", "1 x 5", "2 x 2", "9 x 6", "4 x 3", "True True"]
    );
    Ok(())
}
