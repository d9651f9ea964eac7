//! Questions to many plans: what is one thing over all of them and what is not, and what the named queries for a corpus say.

use fengong::document::Metadata;
use fengong::graph::{DEFAULT_BASE, Graph, Names};
use fengong::query::{self, Format, Query, find_query};
use fengong::reader::Reader;
use fengong::text::Source;
use std::error::Error;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Name, code of the division, year, text.
type Plan = (&'static str, Option<&'static str>, Option<i32>, &'static str);

fn graph_of(plans: &[Plan]) -> Result<Graph> {
    let reader = Reader::new(None)?;
    let readings = plans.iter().map(|(id, division, year, text)| {
        let division = division.map(str::to_owned);
        let metadata = Metadata { id: Some((*id).to_owned()), title: Some((*id).to_owned()), year: *year, division, ..Metadata::default() };
        reader.read(Source::from_text(id, *text), metadata)
    });
    Ok(Graph::build(&reader, &readings.collect::<Vec<_>>(), Names::new(DEFAULT_BASE)?)?)
}

fn csv(graph: &Graph, query: &Query) -> Result<Vec<String>> {
    let mut out = Vec::new();
    query::write(query.run(graph)?, Format::Csv, graph.names(), None, &mut out)?;
    Ok(String::from_utf8(out)?.lines().skip(1).map(str::to_owned).collect())
}

fn named(graph: &Graph, name: &str, parameters: &[(&str, &str)]) -> Result<Vec<String>> {
    let query = find_query(name).ok_or("no such query")?;
    let given: Vec<(String, String)> = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    csv(graph, &Query::named(graph, &query, &given)?)
}

fn ask(graph: &Graph, sparql: &str) -> Result<Vec<String>> {
    csv(graph, &Query::parse(graph, sparql)?)
}

/// The units that lead in each plan, as their IRIs end.
fn leads(graph: &Graph) -> Result<Vec<String>> {
    let rows = ask(graph, "SELECT DISTINCT ?plan ?unit { ?t fg:inPlan/dcterms:title ?plan ; fg:lead ?unit } ORDER BY ?plan ?unit")?;
    Ok(rows.into_iter().map(|row| row.replace("https://w3id.org/fengong/id/", "")).collect())
}

#[test]
fn a_unit_is_one_over_plans_where_its_name_says_which() -> Result {
    let graph = graph_of(&[
        ("a", Some("620000"), Some(2020), "方案\n一、甲。（省财政厅牵头）\n二、乙。（财政厅牵头）\n三、丙。（团省委牵头）\n"),
        ("b", Some("620100"), Some(2021), "方案\n一、甲。（省财政厅牵头）\n二、乙。（市财政局牵头）\n三、丙。（甘肃省财政厅牵头）\n"),
        ("c", Some("430000"), Some(2021), "方案\n一、甲。（省财政厅牵头）\n二、乙。（团省委牵头）\n三、丙。（长沙海关牵头）\n"),
        ("d", Some("430100"), Some(2021), "方案\n一、甲。（市财政局牵头）\n二、乙。（长沙海关牵头）\n三、丙。（省财政厅牵头）\n"),
    ])?;
    assert_eq!(
        leads(&graph)?,
        [
            "a,unit/甘肃省团委",
            "a,unit/甘肃省财政厅",
            "b,unit/兰州市财政局",
            "b,unit/甘肃省财政厅",
            "c,unit/湖南省团委",
            "c,unit/湖南省财政厅",
            "c,unit/长沙海关",
            "d,unit/湖南省财政厅",
            "d,unit/长沙市财政局",
            "d,unit/长沙海关",
        ]
    );
    assert_eq!(named(&graph, "undecided", &[])?, [""; 0]);
    // However it is written, it has one short name at home.
    assert_eq!(ask(&graph, "SELECT DISTINCT ?short { unit:甘肃省财政厅 fg:shortName ?short }")?, ["省财政厅"]);
    Ok(())
}

#[test]
fn divisions_of_one_name_are_told_apart_by_what_they_lie_in() -> Result {
    let text = "方案\n一、甲。（鼓楼区人民政府牵头）\n二、乙。（鼓楼区财政局牵头）\n";
    let graph = graph_of(&[
        ("fuzhou", Some("350100"), Some(2020), text),
        ("nanjing", Some("320100"), Some(2020), text),
        ("of-nanjing", Some("320106"), Some(2020), "方案\n一、甲。（区财政局牵头）\n"),
        ("whole", Some("350000"), Some(2020), "方案\n一、甲。（福州市鼓楼区财政局牵头）\n"),
        ("elsewhere", Some("620000"), Some(2020), text),
    ])?;
    assert_eq!(
        leads(&graph)?,
        [
            "elsewhere,plan/elsewhere/unit/鼓楼区人民政府",
            "elsewhere,plan/elsewhere/unit/鼓楼区财政局",
            "fuzhou,unit/福州市鼓楼区人民政府",
            "fuzhou,unit/福州市鼓楼区财政局",
            "nanjing,unit/南京市鼓楼区人民政府",
            "nanjing,unit/南京市鼓楼区财政局",
            "of-nanjing,unit/南京市鼓楼区财政局",
            "whole,unit/福州市鼓楼区财政局",
        ]
    );
    assert_eq!(
        named(&graph, "undecided", &[])?,
        ["鼓楼区人民政府,单位,鼓楼区人民政府,1,1,elsewhere", "鼓楼区财政局,单位,鼓楼区财政局,1,1,elsewhere"]
    );
    Ok(())
}

#[test]
fn what_a_name_leaves_open_stays_within_its_plan_and_is_listed() -> Result {
    let text = "某省方案\n一、甲。（省环保厅牵头，清河镇人民政府配合）\n二、乙。（省环保厅牵头，城投公司配合）\n";
    let graph = graph_of(&[("one", None, Some(2015), text), ("other", None, Some(2015), text)])?;
    assert_eq!(leads(&graph)?, ["one,plan/one/unit/省环保厅", "other,plan/other/unit/省环保厅"]);
    let rows = named(&graph, "undecided", &[])?;
    assert!(rows.contains(&"省环保厅,单位,省环保厅,2,2,one".to_owned()), "{rows:#?}");
    assert!(rows.contains(&"清河镇人民政府,单位,清河镇人民政府,1,2,other".to_owned()), "{rows:#?}");
    assert_eq!(rows.len(), 6, "{rows:#?}");
    // What became of it is known within the plan as well.
    let later = ask(&graph, "SELECT ?u ?l { ?u fg:succeededBy ?l . ?u fg:onlyIn ?plan . ?l fg:onlyIn ?plan } ORDER BY ?u ?l")?;
    assert_eq!(later.len(), 2, "{later:#?}");
    assert!(later[0].ends_with("plan/one/unit/省生态环境厅"), "{later:#?}");
    Ok(())
}

#[test]
fn plans_of_the_state_council_name_ministries_by_half_their_names() -> Result {
    let text = "方案\n国办发〔2020〕7号\n一、甲。（发展改革委牵头，国资委、人民银行配合）\n";
    let graph = graph_of(&[("one", None, None, text), ("b", None, None, "方案\n一、甲。（国家发展改革委牵头）\n")])?;
    assert_eq!(leads(&graph)?, ["b,unit/国家发展和改革委员会", "one,unit/国家发展和改革委员会"]);
    assert_eq!(ask(&graph, "SELECT ?t { ?t fg:support unit:国务院国有资产监督管理委员会 }")?.len(), 1);
    Ok(())
}

/// Four plans of two provinces, before and after a reform.
fn corpus() -> Result<Graph> {
    graph_of(&[
        (
            "甘肃2015",
            Some("620000"),
            Some(2015),
            "方案\n一、推进农业节水。推广滴灌。（省水利厅牵头，省财政厅、省农牧厅配合）\n二、治理污染。建设污水处理厂。（省环保厅牵头，省财政厅配合）\n三、整治扬尘。（省环保厅负责）\n",
        ),
        (
            "甘肃2020",
            Some("620000"),
            Some(2020),
            "方案\n一、推进农业节水。（省农业农村厅牵头，省水利厅、省财政厅配合）\n二、治理污染。建设污水处理厂。（省生态环境厅牵头，省水利厅配合）\n",
        ),
        ("长沙2021", Some("430100"), Some(2021), "方案\n1.推进农业节水！推广喷灌。（市水利局、市财政局牵头，市妇联配合）\n"),
        ("湖南2022", Some("430000"), Some(2022), "方案\n（一）推进 农业节水。（省水利厅牵头，省财政厅配合）\n"),
        ("国务院2022", None, Some(2022), "方案\n国办发〔2022〕1号\n一、办好教育。（教育部牵头，妇联配合）\n"),
    ])
}

#[test]
fn who_leads_on_a_topic_is_told_by_function_over_provinces_and_years() -> Result {
    let graph = corpus()?;
    assert_eq!(
        named(&graph, "topic-leaders", &[("topic", "节水")])?,
        [
            "水利,3,0,3,2,2015,2022,湖南省水利厅、甘肃省水利厅、长沙市水利局（1）",
            "农业农村,1,0,1,1,2020,2020,甘肃省农业农村厅（1）",
            "财政,1,0,1,1,2021,2021,长沙市财政局（1）",
        ]
    );
    assert_eq!(named(&graph, "topic-leaders", &[("topic", "铁路")])?, [""; 0]);
    Ok(())
}

#[test]
fn the_work_of_a_unit_is_followed_through_a_reform() -> Result {
    let graph = corpus()?;
    let rows = named(&graph, "through-reforms", &[("unit", "甘肃省生态环境厅")])?;
    let figures: Vec<String> = rows.iter().map(|row| row.splitn(11, ',').take(10).collect::<Vec<_>>().join(",")).collect();
    assert_eq!(
        figures,
        [
            "甘肃省环保厅,前身,,2018,1,2015,2015,1,1,0",
            "甘肃省生态环境厅,本单位,2018,,1,2020,2020,1,0,0",
            "甘肃省水利厅,划来部分职责,,,2,2015,2020,1,0,2",
        ]
    );
    assert!(rows[0].contains("环境保护×2"), "{rows:#?}");
    Ok(())
}

#[test]
fn pairs_that_work_together_in_every_province_are_marked() -> Result {
    let graph = corpus()?;
    assert_eq!(named(&graph, "constant-pairs", &[])?, ["财政,水利,2,2,是,4,4"]);
    let all = named(&graph, "constant-pairs", &[("least", "1")])?;
    assert!(all.contains(&"群团,水利,1,2,,1,1".to_owned()), "{all:#?}");
    assert!(!all.iter().any(|row| row.contains("教育")), "the State Council has no province: {all:#?}");
    Ok(())
}

#[test]
fn one_task_under_different_leads_is_found_by_its_title() -> Result {
    let graph = corpus()?;
    assert_eq!(
        named(&graph, "differing-leads", &[])?,
        ["推进农业节水,4,2,水利×3（2015—2022，如湖南省水利厅）、农业农村×1（2020—2020，如甘肃省农业农村厅）"]
    );
    assert_eq!(named(&graph, "differing-leads", &[("least", "5")])?, [""; 0]);
    Ok(())
}
