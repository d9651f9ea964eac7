//! A graph on a server answers as the same graph at hand: the library's side, with a server inside of the process.

mod backend;
mod commands;
mod http;
mod others;
#[allow(dead_code, reason = "the tests of the client need more of it")]
#[path = "../servers/started.rs"]
mod started;
mod waiting;

use backend::{LOCAL, Manners, READER, Result, served, served_of};
use fengong::analyse::measure::{Material, measure};
use fengong::analyse::network::{Projection, Value, project, topics};
use fengong::analyse::{Geography, Ledger};
use fengong::ask::Asker;
use fengong::graph::vocab::{fg, rdf, skos};
use fengong::graph::{BackendError, Graph, GraphError, Limits};
use fengong::office::{Document, Register, markdown};
use fengong::query::{
    self, CATALOGUE, Carrier, Format, NameIndex, ParameterKind, Prefixes, Query, QueryError, Schema, Stop, find_query, find_things,
    label_of, search_tasks, unknown_names, why, why_empty,
};
use oxigraph::model::{GraphName, NamedNode, Quad};
use std::sync::atomic::Ordering;

fn written(graph: &Graph, name: &str, given: &[(String, String)]) -> Result<String> {
    let named = find_query(name).ok_or("a query")?;
    let mut out = Vec::new();
    query::write(Query::named(graph, &named, given)?.run(graph)?, Format::Json, graph.names(), None, &mut out)?;
    Ok(String::from_utf8(out)?)
}

#[test]
fn every_named_query_gives_the_same_in_few_questions() -> Result {
    let (remote, manners) = served(Manners::default(), Limits::default());
    for (name, _) in CATALOGUE {
        let named = find_query(name).ok_or("a query")?;
        let value = |kind| match kind {
            ParameterKind::Unit => "水利厅",
            ParameterKind::Place => "包头",
            ParameterKind::Topic => "水资源",
            ParameterKind::Industry => "煤炭",
            ParameterKind::Text => "自然资源厅",
            ParameterKind::Integer => "2",
            ParameterKind::Date => "2026-11-20",
        };
        let needed = named.parameters.iter().filter(|parameter| parameter.default.is_none());
        let given: Vec<(String, String)> = needed.map(|parameter| (parameter.name.to_owned(), value(parameter.kind).to_owned())).collect();
        let before = manners.asked.load(Ordering::Relaxed);
        assert_eq!(written(&remote, name, &given)?, written(&LOCAL, name, &given)?, "{name}");
        let asked = manners.asked.load(Ordering::Relaxed) - before;
        assert!(asked <= 3, "{name} took {asked} questions: the names once, and the query");
    }
    Ok(())
}

#[test]
fn things_are_found_by_every_kind_of_name() -> Result {
    let (remote, manners) = served(Manners::default(), Limits::default());
    for name in
        ["水利厅", "发改委", "工信厅", "环保部门", "包头", "煤炭", "水资源", "water resources", "内蒙古自治区水利厅", "海关", "没有的"]
    {
        assert_eq!(find_things(&remote, name, &[])?, find_things(&LOCAL, name, &[])?, "{name}");
        assert_eq!(find_things(&remote, name, &[fg::PARTY])?, find_things(&LOCAL, name, &[fg::PARTY])?, "{name}");
    }
    let asked = manners.asked.load(Ordering::Relaxed);
    assert!(asked <= 6, "{asked} questions: those that hold the words, until one needs all names, which are fetched once");
    // By their IRIs also things that have no name.
    let link = LOCAL.quads(None, Some(rdf::TYPE), Some(fg::LINK.into()), None).next().ok_or("a link")??.subject;
    let iri = link.to_string().trim_matches(['<', '>']).to_owned();
    for classes in [&[][..], &[fg::LINK][..], &[fg::PARTY][..]] {
        assert_eq!(find_things(&remote, &iri, classes)?, find_things(&LOCAL, &iri, classes)?);
    }
    let unit = LOCAL.names().thing("unit", "内蒙古自治区水利厅");
    assert_eq!(label_of(&remote, &unit)?.as_deref(), Some("内蒙古自治区水利厅"));
    Ok(())
}

#[test]
fn what_is_looked_at_as_a_whole_is_fetched_once_and_is_the_same_graph() -> Result {
    let (remote, manners) = served(Manners::default(), Limits::default());
    assert_eq!(remote.len()?, LOCAL.len()?);
    assert_eq!(remote.sorted_quads()?, LOCAL.sorted_quads()?);
    assert_eq!(remote.named_graphs()?, LOCAL.named_graphs()?);
    let asked = manners.asked.swap(0, Ordering::Relaxed);
    assert!(asked <= 8, "{asked} questions: counts, each of three graphs, what is in no graph");
    for graph in [&remote, &*LOCAL].map(Graph::at_hand) {
        let graph = graph?;
        let ledger = Ledger::of(&graph)?;
        assert_eq!(ledger, Ledger::of(&LOCAL)?);
        let register = Register::of(&graph, &ledger, None)?;
        assert_eq!(markdown(&Document::of(&register)), markdown(&Document::of(&Register::of(&LOCAL, &ledger, None)?)));
        for kind in Projection::ALL.iter().copied() {
            let (there, here) = (project(&graph, &ledger, kind)?, project(&LOCAL, &ledger, kind)?);
            assert_eq!(there.actors, here.actors, "{}", kind.name());
            let measured = |graph: &Graph, network| -> Result<Vec<Vec<Option<Value>>>> {
                Ok(measure(&Material::new(network, topics(graph, &ledger, kind)?.as_ref()), |_| true).actors)
            };
            assert_eq!(measured(&graph, &there)?, measured(&LOCAL, &here)?);
        }
        assert_eq!(Geography::of(&graph, &ledger)?.places, Geography::of(&LOCAL, &ledger)?.places);
    }
    // Each time it is asked only whether the counts are the same.
    let asked = manners.asked.load(Ordering::Relaxed);
    assert!(asked <= 2, "{asked} questions where nothing changed");
    Ok(())
}

#[test]
fn a_graph_that_changed_is_fetched_anew() -> Result {
    let graph = Graph::build(&READER, &[], backend::names())?;
    let (remote, _) = served_of(&graph, Manners::default(), Limits::default());
    let before = remote.at_hand()?.len()?;
    let thing = |name: &str| graph.names().thing("unit", name);
    graph.add([Quad::new(thing("甲"), fg::SHORT_NAME, thing("乙"), thing("x"))])?;
    assert_eq!(remote.at_hand()?.len()?, before + 1);
    // What stands in no named graph is a part of it too.
    graph.add([Quad::new(thing("丙"), fg::SHORT_NAME, thing("丁"), GraphName::DefaultGraph)])?;
    graph.add([Quad::new(thing("戊"), fg::SHORT_NAME, thing("己"), thing("x"))])?;
    assert_eq!(remote.sorted_quads()?, graph.sorted_quads()?);
    let outside = remote.quads(None, None, None, Some(GraphName::DefaultGraph.as_ref())).collect::<std::result::Result<Vec<_>, _>>()?;
    assert_eq!(outside.len(), 1);
    Ok(())
}

#[test]
fn statements_are_asked_for_by_any_part_of_them() -> Result {
    let (remote, _) = served(Manners::default(), Limits::default());
    let unit = LOCAL.names().thing("unit", "内蒙古自治区水利厅");
    let plan = LOCAL.plans()?.remove(0);
    let patterns = [
        (Some(&unit), None, None, None),
        (Some(&unit), Some(skos::PREF_LABEL), None, None),
        (None, Some(fg::LEAD), Some(&unit), None),
        (None, None, Some(&unit), Some(&plan)),
        (Some(&unit), Some(rdf::TYPE), None, Some(&plan)),
        (None, Some(fg::LEAD), None, Some(&unit)),
    ];
    for (subject, predicate, object, graph) in patterns {
        let all = |of: &Graph| -> Result<Vec<String>> {
            let quads = of.quads(
                subject.map(|node| node.as_ref().into()),
                predicate,
                object.map(|node| node.as_ref().into()),
                graph.map(|node| node.as_ref().into()),
            );
            let mut all = quads
                .map(|quad| quad.map(|quad| format!("{} {} {}", quad.subject, quad.predicate, quad.object)))
                .collect::<std::result::Result<Vec<_>, _>>()?;
            all.sort();
            all.dedup();
            let holds = of.holds(
                subject.map(|node| node.as_ref().into()),
                predicate,
                object.map(|node| node.as_ref().into()),
                graph.map(|node| node.as_ref().into()),
            )?;
            assert_eq!(holds, !all.is_empty());
            Ok(all)
        };
        assert_eq!(all(&remote)?, all(&LOCAL)?);
    }
    let whole = LOCAL.quads(Some(unit.as_ref().into()), None, None, None).next().ok_or("a statement")??;
    let found: Vec<_> = remote
        .quads(Some(whole.subject.as_ref()), Some(whole.predicate.as_ref()), Some(whole.object.as_ref()), None)
        .collect::<std::result::Result<_, _>>()?;
    assert_eq!(found.len(), 1);
    Ok(())
}

#[test]
fn sentences_questions_searches_and_names_are_the_same() -> Result {
    let (remote, manners) = served(Manners::default(), Limits::default());
    for names in [&["水利厅"][..], &["包头市", "稀土"], &["水利厅", "水资源"], &["四（三）"], &["水资源"]] {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let before = manners.asked.load(Ordering::Relaxed);
        assert_eq!(why(&remote, &names)?, why(&LOCAL, &names)?, "{names:?}");
        let asked = manners.asked.load(Ordering::Relaxed) - before;
        assert!(asked <= 20, "{names:?} took {asked} questions");
    }
    let (there, here) = (Asker::new(&remote, READER.lexicon())?, Asker::new(&LOCAL, READER.lexicon())?);
    assert_eq!(there.examples().collect::<Vec<_>>(), here.examples().collect::<Vec<_>>());
    for question in
        ["哪些单位涉及水资源？", "水利厅牵头哪些任务", "Who works most with the finance department?", "鄂尔多斯发展什么产业", "天气怎么样"]
    {
        let understood = [&there, &here].map(|asker| asker.understand(question).map_err(|error| error.to_string()));
        assert_eq!(understood[0], understood[1], "{question}");
    }
    let words = ["节水".to_owned()];
    assert_eq!(search_tasks(&remote, &words)?, search_tasks(&LOCAL, &words)?);
    let (index, local) = (NameIndex::build(&remote)?, NameIndex::build(&LOCAL)?);
    assert_eq!(index.names().collect::<Vec<_>>(), local.names().collect::<Vec<_>>());
    let (schema, of_local) = (Schema::of(&remote)?, Schema::of(&LOCAL)?);
    assert_eq!((&schema.classes, &schema.properties), (&of_local.classes, &of_local.properties));
    let prefixes = Prefixes::of(LOCAL.names());
    let text = "SELECT * { ?t fg:leads unit:内蒙古自治区水务厅 ; a fg:Tusk ; fg:lead ?u }";
    assert_eq!(unknown_names(&remote, &schema, &index, &prefixes, text), unknown_names(&LOCAL, &of_local, &local, &prefixes, text));
    let empty = Query::parse(&LOCAL, "SELECT * { ?t fg:lead ?u . ?u fg:text ?x }")?;
    assert_eq!(why_empty(&remote, &prefixes, &empty), why_empty(&LOCAL, &prefixes, &empty));
    Ok(())
}

#[test]
fn long_answers_that_are_cut_are_fetched_part_by_part() -> Result {
    let (remote, _) = served(Manners { most: Some(1000), ..Manners::default() }, Limits::default());
    assert_eq!(remote.sorted_quads()?, LOCAL.sorted_quads()?);
    assert_eq!(find_things(&remote, "发改委", &[])?, find_things(&LOCAL, "发改委", &[])?);
    // A query of the user is not asked in parts: without an order these would not be those of one answer.
    let all = Query::parse(&remote, "SELECT * { ?s ?p ?o }")?;
    assert!(matches!(all.run(&remote), Err(QueryError::Server(BackendError::Cut { rows: 1000, .. }))));
    Ok(())
}

#[test]
fn what_is_not_whole_is_no_copy() -> Result {
    let (remote, _) = served(Manners { forgets: true, ..Manners::default() }, Limits::default());
    assert!(remote.at_hand().is_err());
    let few = Limits { fetch: 1000, ..Limits::default() };
    let (remote, manners) = served(Manners::default(), few);
    let Err(error) = remote.at_hand() else { return Err("more was fetched than may be".into()) };
    assert!(matches!(error, GraphError::TooLarge { limit: 1000, .. }), "{error}");
    assert!(error.to_string().contains("--fetch-limit"), "{error}");
    assert_eq!(manners.asked.load(Ordering::Relaxed), 1, "it was counted, and nothing fetched");
    Ok(())
}

#[test]
fn nothing_is_added_and_no_plan_is_shown() -> Result {
    let (remote, _) = served(Manners::default(), Limits::default());
    let node = NamedNode::new("https://example.org/x")?;
    let quad = Quad::new(node.clone(), node.clone(), node.clone(), node.clone());
    for refused in [remote.add([quad.clone()]).map(drop), remote.replace(&[quad])] {
        assert!(matches!(refused, Err(GraphError::ReadOnly { .. })));
    }
    assert!(!remote.holds(Some(node.as_ref().into()), None, None, None)?);
    let step = Query::parse(&remote, "SELECT * { ?t a fg:Task }")?.explain_until(&remote, &Stop::new(), None)?;
    assert_eq!((step.rows, step.by, step.expected, step.children.len()), (50, Carrier::Server, None, 0));
    assert_eq!(step.name, "test://engine");
    let (graph, other) = (remote.server().ok_or("a server")?, LOCAL.server());
    assert_eq!((graph.place(), graph.profile(), other.is_none()), ("test://engine", "engine", true));
    Ok(())
}
