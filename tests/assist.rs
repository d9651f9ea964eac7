//! Completion over the founding plan: the place in the query, the data, names in Chinese and by pinyin.

use fengong::assist::{Assistant, Suggestion};
use fengong::graph::{DEFAULT_BASE, Graph, Names};
use fengong::query::Prefixes;
use fengong::reader::Reader;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Duration;

static ASSISTANT: LazyLock<Assistant> = LazyLock::new(|| {
    let reader = Reader::new(None).expect("the tables of the program can be read");
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans/hubao-yinyu-2012-2020.txt");
    let reading = reader.read_file(Path::new(plan)).expect("the founding plan can be read");
    Assistant::new(Graph::build(&reader, &[reading], Names::new(DEFAULT_BASE).expect("an IRI")).expect("a graph"))
});

/// The suggestions at `|`.
fn at(text: &str) -> Vec<Suggestion> {
    let cursor = text.find('|').expect("a cursor");
    let whole = text.replacen('|', "", 1);
    let prefixes = Prefixes::of(ASSISTANT.graph().names());
    // A limit that no machine reaches: what is tested is what is found, not how fast.
    ASSISTANT.complete(&prefixes, &whole, cursor, Duration::from_secs(20)).suggestions
}

fn texts(text: &str) -> Vec<String> {
    at(text).into_iter().map(|suggestion| suggestion.text).collect()
}

#[test]
fn a_unit_is_found_by_its_name_by_another_and_by_pinyin() {
    for typed in ["水利", "自治区水利厅", "slt", "shuili", "unit:水利", "unit:slt", "unit:内蒙古自治区水"] {
        let found = at(&format!("SELECT ?t {{ ?t fg:lead {typed}| }}"));
        assert_eq!(found.first().map(|first| first.text.as_str()), Some("unit:内蒙古自治区水利厅"), "{typed}");
        assert!(found[0].note.starts_with("自治区水利厅"), "{typed}: {}", found[0].note);
    }
    // The written form that the plan has beside the usual one.
    assert_eq!(texts("ASK { ?t fg:assignedTo 经济信息化委| }"), ["unit:内蒙古自治区经济和信息化委"]);
}

#[test]
fn only_what_can_stand_there_is_suggested() {
    let leads = texts("SELECT ?t { ?t fg:lead unit:| }");
    assert_eq!(leads.len(), 14, "the units that lead: {leads:?}");
    let ports = texts("SELECT ?t { ?p a fg:BorderPort . ?t fg:concernsPlace ?p ; fg:lead | }");
    assert!(!ports.is_empty() && ports.len() < 10, "those that lead a task with a border port: {ports:?}");
    assert!(texts("SELECT ?t { ?t fg:lead 包头| }").is_empty(), "a city leads nothing");
    assert!(texts("SELECT ?t { ?t fg:concernsPlace 包头| }").contains(&"division:150200-包头市".to_owned()));
}

#[test]
fn the_function_of_texts_is_offered_where_an_expression_can_stand() {
    for typed in ["fg:ma", "fg:matches", ""] {
        let found = texts(&format!("SELECT ?t {{ ?t fg:text ?x FILTER({typed}|"));
        assert!(found.contains(&"fg:matches(".to_owned()), "{typed}: {found:?}");
    }
    assert!(!texts("SELECT ?t { ?t fg:ma|").contains(&"fg:matches(".to_owned()));
}

#[test]
fn a_code_is_shown_with_its_name() {
    let places = at("SELECT ?t { ?t fg:concernsPlace bts| }");
    let found = places.iter().find(|place| place.text == "division:150200-包头市").expect("Baotou");
    assert!(found.note.starts_with("包头市"), "{}", found.note);
}

#[test]
fn the_properties_are_those_that_the_data_have() {
    let of_tasks = texts("SELECT * { ?t a fg:Task ; fg:| }");
    for has in ["fg:lead", "fg:support", "fg:text", "fg:concernsTopic"] {
        assert!(of_tasks.contains(&has.to_owned()), "{has}");
    }
    for other in ["fg:within", "fg:quote", "fg:shortName", "fg:deadline"] {
        assert!(!of_tasks.contains(&other.to_owned()), "{other}: no task of this plan has it");
    }
    let of_units = texts("SELECT * { ?t fg:lead ?u . ?u fg:| }");
    assert!(of_units.contains(&"fg:shortName".to_owned()) && !of_units.contains(&"fg:lead".to_owned()));
    let through_a_path = texts("SELECT * { ?t fg:lead/fg:| }");
    assert_eq!(through_a_path, of_units);
    assert!(texts("SELECT * { unit:内蒙古自治区水利厅 ^fg:| }").contains(&"fg:lead".to_owned()));
    assert_eq!(texts("SELECT * { ?t a fg:Task ; 牵头| }")[0], "fg:lead");
    assert_eq!(texts("SELECT * { ?t a fg:Task ; qt| }")[0], "fg:lead");
}

#[test]
fn classes_are_found_by_name_and_label() {
    assert_eq!(texts("SELECT * { ?z a fg:Eco| }"), ["fg:EcologicalZone"]);
    assert_eq!(texts("SELECT * { ?z a 生态| }"), ["fg:EcologicalZone"]);
    assert!(texts("SELECT * { ?t fg:lead ?u . ?u a | }").contains(&"fg:Unit".to_owned()));
    assert!(!texts("SELECT * { ?t fg:lead ?u . ?u a | }").contains(&"fg:Port".to_owned()));
}

#[test]
fn keywords_variables_and_prefixes_stand_where_they_can() {
    assert_eq!(texts("SEL|"), ["SELECT"]);
    assert_eq!(texts("sel|"), ["select"]);
    assert_eq!(texts("SELECT ?| { ?t fg:lead ?unit ; fg:order ?n }"), ["?t", "?unit", "?n"]);
    assert_eq!(texts("SELECT * { ?t fg:lead ?u . OPT| }"), ["OPTIONAL"]);
    assert!(texts("SELECT * { ?t fg:lead ?u . FILTER(STRL| }").contains(&"STRLEN(".to_owned()));
    assert_eq!(texts("SELECT * { ?t fg:lead ?u } ORD|"), ["ORDER BY"]);
    assert_eq!(texts("SELECT * { ?t fg:lead ?u } ORDER BY ?|"), ["?t", "?u"]);
    assert_eq!(texts("PREFIX foa|"), ["foaf:"]);
    assert_eq!(texts("PREFIX foaf: |"), ["<http://xmlns.com/foaf/0.1/>"]);
    assert!(texts("SELECT * { ?t fg:lead ?u . # OPT|").is_empty(), "a comment");
    assert!(texts("SELECT * { ?t fg:lead ?u } LIMIT 1|").contains(&"100".to_owned()));
}

#[test]
fn strings_that_the_data_have_are_suggested_in_quotes() {
    assert!(texts("SELECT * { ?u fg:shortName \"水利| }").iter().any(|text| text.starts_with("\"自治区水利厅\"")));
}

#[test]
fn text_that_is_no_query_gets_no_suggestions_and_no_panic() {
    for text in ["}|", "|}", "SELECT * { ?t ] |", "'''|", "<|", "\\|", "SELECT * { ?t fg:lead ^|", "水|", "?|", "a|", "[] |"] {
        at(text);
    }
}
