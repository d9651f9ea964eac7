//! Figures: what they show is what the plan says, whatever its names are and however large it is.

mod hostile;
mod places;

use fengong::analyse::{self, Duty, Ledger, Party, Plan, Role, Scope, Task};
use fengong::document::Metadata;
use fengong::draw::{self, Backbone, Columns, Diagram, Figure, Selection, Setting, Supporters};
use fengong::graph::{DEFAULT_BASE, Graph, Names};
use fengong::language::Language;
use fengong::reader::Reader;
use fengong::text::Source;
use quick_xml::Reader as XmlReader;
use quick_xml::events::Event;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

const PLAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans/hubao-yinyu-2012-2020.txt");

static FOUNDING: LazyLock<(Graph, Ledger)> = LazyLock::new(|| {
    let reader = Reader::new(None).expect("the tables of the program can be read");
    let readings = vec![reader.read_file(Path::new(PLAN)).expect("the founding plan can be read")];
    let graph = Graph::build(&reader, &readings, Names::new(DEFAULT_BASE).expect("an IRI")).expect("the graph can be built");
    let ledger = Ledger::of(&graph).expect("the graph can be asked");
    (graph, ledger)
});

fn selection(backbone: Backbone) -> Selection {
    Selection { backbone, least: 1, unit: None, directed: true, units: 60 }
}

fn setting(ledger: &Ledger) -> Setting {
    Setting::of(ledger, Language::En)
}

fn caption(diagram: &Diagram) -> String {
    diagram.caption.lines.join("\n")
}

// ---- what is shown ----

#[test]
fn the_ledger_is_the_plan() {
    let (_, ledger) = &*FOUNDING;
    let units = ledger.parties.iter().filter(|party| party.is_unit).count();
    assert_eq!((ledger.tasks.len(), units, ledger.duties.len()), (50, 32, 315));
    assert!(ledger.tasks.iter().enumerate().all(|(at, task)| task.order == at + 1));
    let chapters: BTreeSet<_> = (0..50).map(|task| ledger.chapter(task).map(|at| ledger.sections[at].number.as_str())).collect();
    assert_eq!(chapters.len(), 10);
    assert_eq!(ledger.sections[ledger.chapter(6).expect("a chapter")].title, "空间布局");
    let leads = |name: &str| {
        let party = ledger.parties.iter().position(|party| party.name == name);
        ledger.duties.iter().filter(|duty| Some(duty.party) == party && duty.role == Role::Lead).count()
    };
    assert_eq!((leads("自治区发展改革委"), leads("自治区水利厅"), leads("自治区财政厅")), (14, 5, 0));
}

#[test]
fn many_plans_that_name_the_same_units_are_read_in_time() -> Result {
    let reader = Reader::new(None)?;
    let text = "山东省重点工作分工方案\n\n（一）加强节水。推进灌区改造。（省水利厅牵头，省财政厅配合）\n（二）加强环保。治理大气污染。（省财政厅牵头，省水利厅配合）\n";
    let named = |at: usize| Metadata { id: Some(format!("plan{at}")), ..Metadata::default() };
    let plan = |at: usize| reader.read(Source::from_text("plan", text), named(at));
    let readings: Vec<_> = (0..60).map(plan).collect();
    let graph = Graph::build(&reader, &readings, Names::new(DEFAULT_BASE)?)?;
    let begun = Instant::now();
    let ledger = Ledger::of(&graph)?;
    assert_eq!((ledger.plans.len(), ledger.tasks.len(), ledger.parties.len(), ledger.duties.len()), (60, 120, 2, 240));
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    Ok(())
}

#[test]
fn a_part_of_the_plan_has_its_own_tasks_units_and_sections() -> Result {
    let (graph, ledger) = &*FOUNDING;
    let chapter = Scope { section: Some("二".to_owned()), ..Scope::default() };
    let kept = chapter.tasks(graph, ledger)?;
    assert_eq!(kept, (4..12).collect(), "tasks 5 to 12 stand in the second chapter");
    let part = ledger.with_tasks(&kept);
    assert_eq!(part.tasks.len(), 8);
    assert_eq!(part.sections.iter().map(|section| section.number.as_str()).collect::<Vec<_>>(), ["二", "二（二）"]);
    for (new, old) in kept.iter().enumerate() {
        let names = |ledger: &Ledger, task: usize| -> Vec<(Role, String)> {
            ledger.duties_of(task).iter().map(|duty| (duty.role, ledger.parties[duty.party].name.clone())).collect()
        };
        assert_eq!(names(&part, new), names(ledger, *old));
    }
    let heading = Scope { section: Some("六大产业带".to_owned()), ..Scope::default() };
    assert_eq!(heading.tasks(graph, ledger)?.len(), 6);
    Ok(())
}

/// Counted by hand from the clauses: 水利厅 leads tasks 2, 17, 18, 20 and 31, and 农牧业厅 supports all of them but the first.
#[test]
fn ties_are_the_tasks_that_one_leads_and_the_other_supports() {
    let (_, ledger) = &*FOUNDING;
    let network = analyse::cooperation(ledger, false);
    let name = |at| network.node_weight(at).map(|unit| unit.name.as_str()).unwrap_or_default();
    let between = |a: &str, b: &str| {
        network.edge_indices().find_map(|edge| {
            let (from, to) = network.edge_endpoints(edge)?;
            let tie = &network[edge];
            let orders = |tasks: &BTreeSet<usize>| tasks.iter().map(|task| task + 1).collect::<Vec<_>>();
            match (name(from) == a && name(to) == b, name(from) == b && name(to) == a) {
                (true, _) => Some((orders(&tie.forward), orders(&tie.backward))),
                (_, true) => Some((orders(&tie.backward), orders(&tie.forward))),
                _ => None,
            }
        })
    };
    assert_eq!(between("自治区水利厅", "自治区农牧业厅"), Some((vec![17, 18, 20, 31], vec![10, 25])));
    assert_eq!(between("自治区财政厅", "自治区水利厅").map(|(leads, _)| leads), Some(vec![]), "财政厅 never leads");
    assert!(network.edge_indices().all(|edge| network[edge].tasks() > 0));
}

#[test]
fn the_backbone_keeps_every_unit_and_says_what_it_leaves_out() {
    let (_, ledger) = &*FOUNDING;
    let backbone = draw::cooperation(ledger, &selection(Backbone::Strongest(2)), &setting(ledger));
    let all = draw::cooperation(ledger, &selection(Backbone::All), &setting(ledger));
    assert_eq!((backbone.nodes.len(), all.nodes.len()), (32, 32));
    assert!(backbone.edges.len() < 50 && backbone.edges.len() < all.edges.len());
    let said = format!("{} of {} ties", backbone.edges.len(), all.edges.len());
    assert!(caption(&backbone).contains(&said), "{said}: {}", caption(&backbone));
    assert!(caption(&backbone).contains("one of the 2 strongest of one of its units"));
    // Who leads most comes first and is written largest.
    assert!(backbone.nodes[0].note.head.contains("发展改革委"));
    assert!(backbone.nodes.iter().all(|node| node.label[0].size <= backbone.nodes[0].label[0].size));
    // The tasks behind the tie of most tasks are told.
    let thickest = backbone.edges.iter().max_by(|a, b| a.width.total_cmp(&b.width)).expect("an edge");
    assert!(thickest.note.lines.iter().any(|line| line.contains("新材料")), "{:?}", thickest.note);
}

#[test]
fn without_direction_arrows_go_and_those_who_lead_together_are_joined() {
    let (_, ledger) = &*FOUNDING;
    let lines = draw::cooperation(ledger, &Selection { directed: false, ..selection(Backbone::All) }, &setting(ledger));
    assert!(lines.edges.iter().all(|edge| edge.arrows == draw::Arrows::None));
    let two = Ledger {
        duties: [(0, Role::Lead, 0), (0, Role::Lead, 1)].map(|(task, role, party)| Duty { task, role, party }).to_vec(),
        ..large(2, 1)
    };
    assert_eq!(draw::cooperation(&two, &Selection { directed: false, ..selection(Backbone::All) }, &setting(&two)).edges.len(), 1);
    assert_eq!(draw::cooperation(&two, &selection(Backbone::All), &setting(&two)).edges.len(), 0);
}

#[test]
fn of_one_unit_only_its_ties_are_drawn() {
    let (_, ledger) = &*FOUNDING;
    let water = ledger.parties.iter().find(|party| party.name == "自治区水利厅").expect("the unit").iri.clone();
    let one = draw::cooperation(ledger, &Selection { unit: Some(water.clone()), ..selection(Backbone::Strongest(2)) }, &setting(ledger));
    let place = one.nodes.iter().position(|node| node.id == water).expect("the unit is drawn");
    assert!(one.edges.iter().all(|edge| edge.from == place || edge.to == place));
    assert_eq!(one.nodes.len(), one.edges.len() + 1);
}

#[test]
fn every_assignment_that_is_asked_for_is_a_line() {
    let (graph, ledger) = &*FOUNDING;
    let leads = draw::responsibility(ledger, &Supporters::None, &setting(ledger));
    assert_eq!((leads.edges.len(), leads.frames.len()), (50, 10));
    let water = Scope { topic: Some(topic(graph, "水资源")), ..Scope::default() };
    let part = ledger.with_tasks(&water.tasks(graph, ledger).expect("the graph can be asked"));
    let touched = draw::responsibility(&part, &Supporters::All, &setting(&part));
    // As the query `water` counts: 65 assignments of 12 units in 12 tasks.
    assert_eq!((touched.edges.len(), part.tasks.len()), (65, 12));
    let tasks: BTreeMap<&str, f64> =
        touched.nodes.iter().filter(|node| node.frame.is_some()).map(|node| (node.id.as_str(), node.at.unwrap_or_default().1)).collect();
    let heights: Vec<f64> = part.tasks.iter().map(|task| tasks[task.iri.as_str()]).collect();
    assert!(heights.windows(2).all(|pair| pair[0] < pair[1]), "tasks stand in the order of the plan");
}

fn topic(graph: &Graph, name: &str) -> oxigraph::model::NamedNode {
    fengong::query::find_things(graph, name, &[fengong::graph::vocab::fg::TOPIC]).expect("the graph can be asked")[0].node.clone()
}

#[test]
fn the_cells_of_a_heat_map_add_up() {
    let (_, ledger) = &*FOUNDING;
    let map = draw::heat(ledger, Columns::Chapters, &setting(ledger));
    assert_eq!((map.rows.len(), map.columns.len()), (32, 10));
    let sum: usize = map.cells.iter().map(|cell| cell.words.parse::<usize>().unwrap_or_default()).sum();
    assert_eq!(sum, 265, "50 leads and 215 supports of units");
    let units = draw::heat(ledger, Columns::Units, &setting(ledger));
    let at = |row: usize, column: usize| units.cells.iter().find(|cell| (cell.row, cell.column) == (row, column)).map(|cell| &cell.words);
    for row in 0..32 {
        assert_eq!(at(row, row), None, "a unit is not beside itself");
        assert!((0..32).all(|column| at(row, column) == at(column, row)));
    }
}

#[test]
fn the_outline_has_every_task_and_section_once() {
    let (_, ledger) = &*FOUNDING;
    let tree = draw::outline(ledger, &setting(ledger));
    assert_eq!((tree.nodes.len(), tree.edges.len()), (1 + 15 + 50, 15 + 50));
    let node = tree.nodes.iter().find(|node| node.note.head.contains("三大重点生态治理区")).expect("the task");
    assert!(node.note.lines.iter().any(|line| line.contains("磴口县")), "the words of the task are told");
    assert!(node.label.iter().any(|line| line.words == "lead：发展改革委"), "{:?}", node.label);
}

// ---- in which words ----

#[test]
fn no_name_breaks_a_figure() -> Result {
    let ledger = hostile::ledger();
    for (kind, figure) in hostile::figures(&ledger) {
        let dot = draw::dot(&figure, None);
        assert_eq!(dot, draw::dot(&figure, None), "{kind}");
        assert!(dot.lines().count() >= 3 && !dot.contains('\u{7}'), "{kind}");
        let svg = draw::svg(&figure)?;
        well_formed(&svg).map_err(|error| format!("{kind}: {error}"))?;
        let page = draw::page(&figure, Language::Zh)?;
        assert_eq!(page.matches("<script>alert").count(), 0, "{kind}");
    }
    Ok(())
}

/// Reads a document to its end.
fn well_formed(xml: &str) -> Result {
    let mut reader = XmlReader::from_str(xml);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event()? {
            Event::Eof => return Ok(()),
            Event::DocType(_) => return Err("a document type".into()),
            _ => {}
        }
    }
}

#[test]
fn captions_are_in_the_language_of_the_reader() {
    let (_, ledger) = &*FOUNDING;
    for (language, shown, legend) in
        [(Language::Zh, "单位共 32 个，画出 32 个", "颜色：单位职能"), (Language::En, "Shown:", "Colour: function of the unit")]
    {
        let diagram = draw::cooperation(ledger, &selection(Backbone::All), &Setting::of(ledger, language));
        assert!(caption(&diagram).contains(shown) && diagram.caption.legend[0].head == legend);
        assert!(caption(&diagram).contains("（内蒙古自治区人民政府办公厅，2013）"));
    }
}

// ---- how much ----

/// A plan of so many units and tasks, each led by one unit and supported by six others.
fn large(units: usize, tasks: usize) -> Ledger {
    let parties =
        (0..units).map(|at| Party { iri: format!("u{at:04}"), name: format!("单位{at}"), family: String::new(), is_unit: true });
    let task = |at: usize| Task {
        iri: format!("t{at}"),
        plan: "p".to_owned(),
        order: at + 1,
        number: String::new(),
        title: format!("任务{at}"),
        text: String::new(),
        clause: String::new(),
        section: None,
        has_twin: false,
    };
    let mut duties: Vec<Duty> = Vec::new();
    for task in 0..tasks {
        let mut parts: Vec<usize> = (0..7).map(|step| (task * task + step * step * 31 + step * task) % units).collect();
        parts.sort_unstable();
        parts.dedup();
        let role = |at: usize| if at == task % parts.len() { Role::Lead } else { Role::Support };
        duties.extend(parts.iter().enumerate().map(|(at, party)| Duty { task, role: role(at), party: *party }));
    }
    duties.sort_unstable();
    let plan =
        Plan { iri: "p".to_owned(), title: "方案".to_owned(), name: "方案".to_owned(), issuer: String::new(), issued: String::new() };
    Ledger { plans: vec![plan], sections: Vec::new(), tasks: (0..tasks).map(task).collect(), parties: parties.collect(), duties }
}

#[test]
fn of_many_units_those_that_work_most_with_others_are_drawn_and_the_caption_says_so() {
    let ledger = large(200, 2000);
    let diagram = draw::cooperation(&ledger, &selection(Backbone::Strongest(2)), &setting(&ledger));
    assert!(diagram.nodes.len() <= 60 && diagram.edges.len() <= 120, "{} {}", diagram.nodes.len(), diagram.edges.len());
    assert!(caption(&diagram).contains("Of 200 units the 60"), "{}", caption(&diagram));
    draw::svg(&Figure::Diagram(diagram)).expect("it can be drawn");
}

#[test]
fn a_plan_of_500_tasks_is_refused_before_graphviz_is_asked_and_told_what_can_be_drawn() -> Result {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("plan.txt");
    let mut text = "某省重点工作分工方案\n\n一、工作\n".to_owned();
    for task in 1..=500 {
        text.push_str(&format!("（{task}）推进第{task}项改革。（省发展改革委牵头，省财政厅、省水利厅配合）\n"));
    }
    std::fs::write(&path, text)?;
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
        command.args(["--lang", "en", "draw"]).args(arguments).arg("--plan").arg(&path).output()
    };
    for kind in ["responsibility", "plan"] {
        let output = run(&[kind])?;
        let said = String::from_utf8(output.stderr)?;
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("more than the 160 that can be read") && said.contains("--section") && said.contains("--limit"), "{said}");
        assert!(output.stdout.is_empty());
    }
    for arguments in [&["cooperation"][..], &["matrix"], &["plan", "--limit", "600"]] {
        assert!(run(arguments)?.status.success(), "{arguments:?}");
    }
    Ok(())
}

#[test]
fn ties_of_everyone_with_everyone_are_refused_before_graphviz_is_asked_and_told_what_can_be_drawn() -> Result {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("plan.txt");
    let cities = ["济南", "青岛", "淄博", "枣庄", "东营", "烟台", "潍坊", "济宁", "泰安", "威海", "日照", "临沂", "德州", "聊城"];
    let mut text = "山东省重点工作分工方案\n\n一、工作\n".to_owned();
    for (at, lead) in cities.iter().enumerate() {
        let others: Vec<String> = cities.iter().filter(|city| *city != lead).map(|city| format!("{city}市政府")).collect();
        text.push_str(&format!("（{}）推进改革。（{lead}市政府牵头，{}配合）\n", at + 1, others.join("、")));
    }
    std::fs::write(&path, text)?;
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
        command.args(["--lang", "en", "draw", "cooperation", "--limit", "40"]).args(arguments).arg("--plan").arg(&path).output()
    };
    let output = run(&["--all"])?;
    let said = String::from_utf8(output.stderr)?;
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("91 ties, more than the 80 that can be told apart") && said.contains("--min"), "{said}");
    assert!(output.stdout.is_empty());
    assert!(run(&[])?.status.success(), "the strongest of each");
    Ok(())
}

#[test]
fn two_runs_give_the_same_bytes() {
    let (_, ledger) = &*FOUNDING;
    let bytes = || -> Vec<String> {
        hostile::figures(ledger).iter().flat_map(|(_, figure)| [draw::dot(figure, None), draw::svg(figure).unwrap_or_default()]).collect()
    };
    assert!(bytes() == bytes());
}

/// What the README shows is what the program draws; of the figures that need no layout of Graphviz every byte.
#[test]
fn the_gallery_is_what_the_program_draws() -> Result {
    let gallery = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/gallery");
    let mut compared = 0;
    for line in std::fs::read_to_string(gallery.join("draw.sh"))?.lines().filter_map(|line| line.strip_prefix("figure ")) {
        let words: Vec<&str> = line.split_whitespace().collect();
        assert!(gallery.join(format!("{}.png", words[0])).is_file() && gallery.join(format!("{}.svg", words[0])).is_file(), "{line}");
        if matches!(words[1], "cooperation" | "query") {
            continue;
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
        let output = command.args(["--lang", "zh", "draw"]).args(&words[1..]).args(["--format", "svg"]).output()?;
        let shown = std::fs::read(gallery.join(format!("{}.svg", words[0])))?;
        assert!(output.stdout == shown, "{line}: run docs/gallery/draw.sh");
        compared += 1;
    }
    assert!(compared >= 8);
    Ok(())
}

/// What is called `dot` may be a script that ends and leaves a process behind which keeps its output open.
#[cfg(unix)]
#[test]
fn a_graphviz_that_never_ends_its_output_is_given_up() -> Result {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir()?;
    let dot = folder.path().join("dot");
    std::fs::write(&dot, "#!/bin/sh\n/bin/sleep 4 & echo x; exit 0\n")?;
    std::fs::set_permissions(&dot, std::fs::Permissions::from_mode(0o755))?;
    let picture = folder.path().join("net.svg");
    let mut command = Command::new(env!("CARGO_BIN_EXE_fengong"));
    command.args(["--lang", "en", "draw", "cooperation", "--timeout", "0.3", "-o"]).arg(&picture).env("PATH", folder.path());
    let output = command.output()?;
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr)?.contains("not ready after 0.3 seconds"));
    assert!(!picture.exists());
    Ok(())
}
