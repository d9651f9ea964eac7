//! What became of departments: the table holds only names that the other tables know, and plans get the reforms that came after them.

use fengong::document::Metadata;
use fengong::graph::{DEFAULT_BASE, Graph, Names};
use fengong::lexicon::{Extent, Lexicon};
use fengong::query::{self, Format, Query, find_query};
use fengong::reader::Reader;
use fengong::text::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn graph_of(text: &str, year: Option<i32>) -> Result<Graph> {
    let reader = Reader::new(None)?;
    let metadata = Metadata { id: Some("x".to_owned()), year, division: Some("150000".to_owned()), ..Metadata::default() };
    let reading = reader.read(Source::from_bytes("x", text.as_bytes())?, metadata);
    Ok(Graph::build(&reader, &[reading], Names::new(DEFAULT_BASE)?)?)
}

fn founding_plan() -> Result<Graph> {
    let reader = Reader::new(None)?;
    let reading = reader.read_file(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans/hubao-yinyu-2012-2020.txt")))?;
    Ok(Graph::build(&reader, &[reading], Names::new(DEFAULT_BASE)?)?)
}

fn csv(graph: &Graph, query: &Query) -> Result<Vec<String>> {
    let mut out = Vec::new();
    query::write(query.run(graph)?, Format::Csv, graph.names(), None, &mut out)?;
    Ok(String::from_utf8(out)?.lines().skip(1).map(str::to_owned).collect())
}

fn ask(graph: &Graph, sparql: &str) -> Result<Vec<String>> {
    csv(graph, &Query::parse(graph, sparql)?)
}

/// `fg:succeededBy`, by full names, with the year.
fn successions(graph: &Graph) -> Result<BTreeSet<String>> {
    let rows = ask(
        graph,
        "SELECT DISTINCT ?a ?b ?y { ?x fg:succeededBy ?z ; skos:prefLabel ?a . ?z skos:prefLabel ?b .
         ?c org:originalOrganization ?x ; org:resultingOrganization ?z ; dcterms:date ?d BIND(STR(?d) AS ?y) }",
    )?;
    Ok(rows.into_iter().collect())
}

#[test]
fn the_table_names_only_departments_and_bodies_that_are_known() -> Result {
    let lexicon = Lexicon::builtin()?;
    let bodies: BTreeSet<&str> = lexicon.bodies.iter().map(|body| body.name).collect();
    let mut departments: BTreeSet<String> = BTreeSet::new();
    for row in &lexicon.departments {
        departments.insert(row.stem.to_owned());
        departments.extend(row.endings.iter().filter(|ending| **ending != "-").map(|ending| row.canonical(ending)));
    }
    let levels = ["central", "province", "municipality", "local", "all"];
    let provinces: BTreeSet<&str> = lexicon.divisions.iter().map(|row| row.code).filter(|code| code.ends_with("0000")).collect();
    assert!(lexicon.successions.len() > 80);
    for row in &lexicon.successions {
        let told = format!("{} → {}, {}", row.from, row.to, row.event);
        let known = |name: &str| if row.is_central() { bodies.contains(name) } else { departments.contains(name) };
        assert!(known(row.from), "{told}: from");
        assert!(row.to == "-" || known(row.to.trim_start_matches("党委")), "{told}: to");
        assert!((2008..=2024).contains(&row.year), "{told}: year");
        assert!(!row.event.is_empty(), "{told}: event");
        assert!(!row.level.is_empty(), "{told}: level");
        assert!(row.level.iter().all(|level| levels.contains(level) || provinces.contains(level)), "{told}: level");
    }
    Ok(())
}

#[test]
fn no_department_is_its_own_successor() -> Result {
    let lexicon = Lexicon::builtin()?;
    let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in lexicon.successions.iter().filter(|row| row.extent != Extent::Part && row.to != "-") {
        next.entry(row.from).or_default().insert(row.to);
    }
    for start in next.keys() {
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&str> = vec![start];
        while let Some(name) = open.pop() {
            for to in next.get(name).into_iter().flatten() {
                assert_ne!(to, start, "{start} comes back");
                if reached.insert(to) {
                    open.push(to);
                }
            }
        }
    }
    Ok(())
}

#[test]
fn the_units_of_the_founding_plan_have_become_those_of_today() -> Result {
    let graph = founding_plan()?;
    let found = successions(&graph)?;
    for (before, after, year) in [
        ("国土资源厅", "自然资源厅", 2018),
        ("环保厅", "生态环境厅", 2018),
        ("农牧业厅", "农牧厅", 2018),
        ("林业厅", "林草局", 2018),
        ("经济和信息化委", "工业和信息化厅", 2018),
        ("文化厅", "文化旅游厅", 2018),
        ("旅游局", "文化旅游厅", 2018),
        ("能源开发局", "能源局", 2018),
        ("质监局", "市场监管局", 2018),
        ("卫生厅", "卫生计生委", 2014),
        ("人口计生委", "卫生计生委", 2014),
        ("卫生计生委", "卫生健康委", 2018),
        ("金融办", "地方金融监管局", 2018),
        ("地方金融监管局", "党委金融办", 2024),
    ] {
        let row = format!("内蒙古自治区{before},内蒙古自治区{after},{year}");
        assert!(found.contains(&row), "{row} is not among {found:#?}");
    }
    assert!(!found.iter().any(|row| row.starts_with("内蒙古自治区水利厅")), "水利厅 goes on");
    let units = ask(&graph, "SELECT (COUNT(DISTINCT ?u) AS ?n) { ?u a fg:Unit }")?;
    assert_eq!(units, ["32"], "only units that the plan names are units of it");
    let without = ask(&graph, "SELECT ?n { ?u a fg:Unit ; skos:prefLabel ?n FILTER NOT EXISTS { ?u fg:function ?f } }")?;
    assert_eq!(without, Vec::<String>::new(), "every unit has a function");
    Ok(())
}

#[test]
fn every_later_unit_is_named_once_and_every_change_is_whole() -> Result {
    let graph = founding_plan()?;
    for nothing in [
        "SELECT ?u { ?u a fg:LaterUnit ; a fg:Unit }",
        "SELECT ?u { ?u a fg:LaterUnit ; fg:shortName ?a, ?b FILTER(?a != ?b) }",
        "SELECT ?u { { ?u fg:succeededBy+ ?u } UNION { ?x fg:succeededBy|fg:handedPartTo ?u FILTER NOT EXISTS { ?u fg:shortName ?s } } }",
        "SELECT ?c { ?c a org:ChangeEvent FILTER NOT EXISTS { ?x org:changedBy ?c . ?c org:originalOrganization ?x ;
           org:resultingOrganization ?y ; dcterms:date ?d ; fg:reform ?r } }",
        "SELECT ?u { ?u a fg:LaterUnit ; fg:function ?f FILTER NOT EXISTS { ?f a fg:Function } }",
    ] {
        assert_eq!(ask(&graph, nothing)?, Vec::<String>::new(), "{nothing}");
    }
    Ok(())
}

#[test]
fn only_reforms_after_a_plan_are_told() -> Result {
    let plan = "（一）治理沙地。（自治区自然资源厅牵头，自治区林草局、国土资源厅配合）";
    assert_eq!(successions(&graph_of(plan, Some(2020))?)?, BTreeSet::new(), "2018 was before the plan");
    let told = successions(&graph_of(plan, None)?)?;
    assert_eq!(told, BTreeSet::from(["内蒙古自治区国土资源厅,内蒙古自治区自然资源厅,2018".to_owned()]), "without a year, all are");
    // A department that a plan of the very year names ended later in it.
    let of_the_year = successions(&graph_of("（一）治理沙地。（自治区国土资源厅牵头，自治区财政厅配合）", Some(2018))?)?;
    assert_eq!(of_the_year.len(), 1);
    Ok(())
}

#[test]
fn endings_follow_the_level_and_ministries_have_their_own_names() -> Result {
    let plan = "（一）治理沙地。（包头市国土资源局牵头，国土资源部、包头市环保局、江苏省国土资源厅、上海市农业局配合）";
    let told = successions(&graph_of(plan, Some(2013))?)?;
    for row in [
        "包头市国土资源局,包头市自然资源局,2019",
        "国土资源部,自然资源部,2018",
        "包头市环保局,包头市生态环境局,2019",
        "江苏省国土资源厅,江苏省自然资源厅,2018",
    ] {
        assert!(told.contains(row), "{row} is not among {told:#?}");
    }
    Ok(())
}

#[test]
fn a_department_of_today_finds_the_tasks_of_those_before_it() -> Result {
    let graph = founding_plan()?;
    let named = find_query("today").ok_or("there is no query today")?;
    let today = |name: &str| csv(&graph, &Query::named(&graph, &named, &[("name".to_owned(), name.to_owned())])?);
    let land = today("自然资源厅")?;
    assert_eq!(land.iter().filter(|row| row.starts_with("自治区自然资源厅,自治区国土资源厅,整体,")).count(), 25);
    assert_eq!(today("林业和草原局")?, today("林草局")?);
    assert!(today("卫生健康委员会")?.iter().any(|row| row.contains("自治区卫生厅")));
    assert!(today("水利厅")?.iter().all(|row| row.starts_with("自治区水利厅,自治区水利厅,整体,")));
    Ok(())
}
