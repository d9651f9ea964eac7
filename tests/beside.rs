//! What stands in the graph beside who is assigned what: by when, and who answers for it, each as exactly as the plan says.

use fengong::document::Metadata;
use fengong::graph::{DEFAULT_BASE, Graph, Names};
use fengong::query::{self, Format, Query};
use fengong::reader::Reader;
use fengong::text::Source;
use std::error::Error;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

const PLAN: &str = "2022年重点工程责任分工
一、修缮剧场。（2022年第三季度，县文化局（局长丁少华）牵头，县财政局配合）
二、新建水厂。（分管领导：杜鹏；牵头单位：县水利局；完成时限：2021—2023年）
三、改造车站。（县交通局负责，9月31日前完成）
四、植树造林。（县林业局负责，持续推进）
五、疏浚河道。（县水利局负责，10月底前）
";

fn ask(sparql: &str) -> Result<Vec<String>> {
    let reader = Reader::new(None)?;
    let metadata = Metadata { id: Some("x".to_owned()), ..Metadata::default() };
    let reading = reader.read(Source::from_text("x", PLAN), metadata);
    let graph = Graph::build(&reader, &[reading], Names::new(DEFAULT_BASE)?)?;
    let mut out = Vec::new();
    query::write(Query::parse(&graph, sparql)?.run(&graph)?, Format::Csv, graph.names(), None, &mut out)?;
    Ok(String::from_utf8(out)?.lines().skip(1).map(str::to_owned).collect())
}

#[test]
fn a_deadline_has_its_words_and_as_much_of_a_date_as_they_give() -> Result {
    let rows = ask("SELECT ?order ?words (STR(?f) AS ?from) (STR(?u) AS ?until) (DATATYPE(?u) AS ?type) {
        ?t fg:order ?order ; fg:deadlineWords ?words OPTIONAL { ?t fg:deadlineFrom ?f } OPTIONAL { ?t fg:deadline ?u } } ORDER BY ?order")?;
    let xsd = "http://www.w3.org/2001/XMLSchema#";
    assert_eq!(
        rows,
        [
            format!("1,2022年第三季度,2022-07,2022-09,{xsd}gYearMonth"),
            format!("2,2021—2023年,2021,2023,{xsd}gYear"),
            "3,9月31日前完成,,,".to_owned(),
            "4,持续推进,,,".to_owned(),
            format!("5,10月底前,,2022-10,{xsd}gYearMonth"),
        ]
    );
    Ok(())
}

#[test]
fn a_person_answers_in_the_assignment_of_a_unit_or_for_the_task_and_the_words_are_shown() -> Result {
    let people = "?link rdf:subject ?s ; rdf:predicate fg:person ; rdf:object ?p ; fg:task/fg:order ?order ; fg:called ?called .
        ?link fg:evidence/fg:quote ?words . ?s fg:person ?p . ?p a prov:Person ; skos:prefLabel ?name .";
    let rows = ask(&format!(
        "SELECT ?order ?name ?called ?unit ?words {{ {people} OPTIONAL {{ ?s fg:party/skos:prefLabel ?unit }} }} ORDER BY ?order"
    ))?;
    assert_eq!(rows, ["1,丁少华,局长,县文化局,丁少华", "2,杜鹏,分管领导,,杜鹏"]);
    Ok(())
}
