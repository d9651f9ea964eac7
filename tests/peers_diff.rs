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
fn shapes_refuse_changes_and_positions_that_do_not_tell_what_they_must() -> Result {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (plans, changes, network) = (path("plans.ttl"), path("diff.ttl"), path("net.ttl"));
    fengong(&["export", "--plan", OLD, NEW, "-o", &plans])?;
    fengong(&["diff", OLD, NEW, "-o", &changes])?;
    fengong(&["analyse", "--plan", OLD, NEW, "--materialise", &network, "-o", &path("report.md")])?;
    let program = "
import sys, rdflib, pyshacl
shapes, plans, changes, network = sys.argv[1:]
shapes = rdflib.Graph().parse(shapes)
plans = open(plans, encoding='utf-8').read()
changes, network = (open(path, encoding='utf-8').read() for path in (changes, network))
def conforms(more):
    data = rdflib.Graph().parse(data=plans, format='turtle').parse(data=more, format='turtle')
    return pyshacl.validate(data, shacl_graph=shapes, inference='none')[0]
print(conforms(changes), conforms(network))
for old, new in [('\"party-gained\"', '\"party-lost\"'), ('\"task-added\"', '\"task-removed\"'), ('\"unit-added\"', '\"unit-kept\"'),
                 ('fg:toRole fg:Lead', 'fg:toRole fg:Unit'), ('\"section-added\"', '\"section-renamed\"')]:
    assert old in changes, old
    print(conforms(changes.replace(old, new)), end=' ')
for old, new in [('a fg:Position ;', 'a fg:Position ; fg:degree -1 ;'), ('fg:positionOf', 'fg:pageRank 2.0e0 ; fg:positionOf'), ('fg:inNetwork', 'fg:inSection')]:
    assert old in network, old
    print(conforms(network.replace(old, new, 1)), end=' ')
";
    let shapes = concat!(env!("CARGO_MANIFEST_DIR"), "/ontology/shapes.ttl");
    let said = run("python3", &["-c", program, shapes, &plans, &changes, &network])?;
    assert_eq!(said.split_whitespace().collect::<Vec<_>>(), [vec!["True"; 2], vec!["False"; 8]].concat());
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
