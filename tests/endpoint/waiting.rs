//! Nobody waits for a slow server longer than they want to.

use super::backend::{LOCAL, Manners, Result, served};
use fengong::assist::Assistant;
use fengong::graph::{BackendError, GraphError, Limits};
use fengong::query::{Prefixes, Query, QueryError, Stop, find_things};
use std::sync::Arc;
use std::time::{Duration, Instant};

const LONG: Duration = Duration::from_secs(20);
/// Far more than it takes, and far less than the server would.
const SOON: Duration = Duration::from_secs(2);

fn slow() -> Manners {
    Manners { thinks: LONG, ..Manners::default() }
}

#[test]
fn a_query_ends_when_it_is_stopped_or_its_time_is_over() -> Result {
    let (remote, _) = served(slow(), Limits::default());
    let query = Query::parse(&remote, "SELECT * { ?s ?p ?o }")?;
    let begun = Instant::now();
    let limit = Duration::from_millis(50);
    assert!(matches!(query.run_until(&remote, &Stop::new(), Some(limit)), Err(QueryError::TimedOut(_))));
    let stop = Stop::new();
    let pulled = stop.clone();
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        pulled.pull();
    });
    assert!(matches!(query.run_until(&remote, &stop, None), Err(QueryError::Cancelled)));
    assert!(begun.elapsed() < SOON);
    // The limit of the server holds for what has none.
    let (remote, _) = served(slow(), Limits { time: Some(Duration::from_millis(50)), ..Limits::default() });
    assert!(matches!(query.run(&remote), Err(QueryError::Server(BackendError::TimedOut { .. }))));
    assert!(begun.elapsed() < SOON);
    Ok(())
}

#[test]
fn whatever_is_asked_beside_queries_can_be_interrupted() -> Result {
    let (remote, _) = served(slow(), Limits::default());
    let stop = Stop::new();
    let pulled = stop.clone();
    let remote = remote.interrupted_by(Some(Arc::new(move || pulled.is_pulled())));
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        stop.pull();
    });
    let begun = Instant::now();
    assert!(matches!(find_things(&remote, "水利厅", &[]), Err(GraphError::Server(BackendError::Stopped))));
    assert!(matches!(remote.at_hand(), Err(GraphError::Server(BackendError::Stopped))));
    assert!(matches!(Query::parse(&remote, "ASK {}")?.run(&remote), Err(QueryError::Cancelled)));
    assert!(begun.elapsed() < SOON);
    Ok(())
}

#[test]
fn completion_keeps_its_time_whether_names_have_come_or_not() -> Result {
    let prefixes = Prefixes::of(LOCAL.names());
    let patience = Duration::from_millis(70);
    let (remote, _) = served(slow(), Limits::default());
    let assistant = Assistant::new(remote);
    let begun = Instant::now();
    let complete = |text: &str| assistant.complete(&prefixes, text, text.len(), patience).suggestions;
    assert!(complete("SELECT ?t { ?t fg:lead slt").is_empty(), "the names are still on their way");
    assert!(complete("SEL").iter().any(|suggestion| suggestion.text == "SELECT"), "what SPARQL has needs no names");
    assert!(complete("SELECT ?task { ?t").iter().any(|suggestion| suggestion.text == "?task"));
    assert!(assistant.within(Duration::ZERO).is_none());
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    Ok(())
}

#[test]
fn completion_gives_the_same_as_at_hand_once_the_names_are_there() -> Result {
    let prefixes = Prefixes::of(LOCAL.names());
    let (remote, _) = served(Manners::default(), Limits::default());
    let (there, here) = (Assistant::new(remote), Assistant::new(LOCAL.clone()));
    let patience = Duration::from_secs(20);
    for text in [
        "SELECT ?t { ?t fg:lead slt",
        "SELECT ?t { ?t fg:lead unit:",
        "SELECT ?t { ?t a fg:Task ; fg:",
        "SELECT ?t { ?p a fg:BorderPort . ?t fg:concernsPlace ?p ; fg:lead ",
        "SELECT ?t { ?t fg:concernsPlace bts",
        "ASK { ?x a fg:",
        "SELECT ?x { ?x ^fg:",
    ] {
        let [there, here] = [&there, &here].map(|assistant| assistant.complete(&prefixes, text, text.len(), patience).suggestions);
        assert_eq!(there, here, "{text}");
        assert!(!here.is_empty(), "{text}");
    }
    Ok(())
}
