//! A server inside of the process: queries are written down, read again, and answered by the engine from a graph at hand.

use fengong::document::Metadata;
use fengong::graph::{Ask, Backend, BackendError, DEFAULT_BASE, Graph, Limits, Names};
use fengong::query::Query;
use fengong::reader::Reader;
use fengong::text::Source;
use oxigraph::sparql::{QueryResults, QuerySolutionIter};
use std::error::Error;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

/// What a test ends with.
pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// What reads plans, once for all tests.
pub(crate) static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(None).expect("the tables of the program"));

/// The founding plan at hand.
pub(crate) static LOCAL: LazyLock<Graph> = LazyLock::new(|| {
    let text = include_str!("../../data/plans/hubao-yinyu-2012-2020.txt");
    let metadata: Metadata =
        serde_json::from_str(include_str!("../../data/plans/hubao-yinyu-2012-2020.meta.json")).expect("what is known of the plan");
    let reading = READER.read(Source::from_text("hubao-yinyu-2012-2020.txt", text), metadata);
    Graph::build(&READER, &[reading], names()).expect("a graph")
});

/// The names of data.
pub(crate) fn names() -> Names {
    Names::new(DEFAULT_BASE).expect("an IRI")
}

/// How a server misbehaves, and what it was asked.
#[derive(Debug, Default)]
pub(crate) struct Manners {
    /// How long it thinks before each answer.
    pub(crate) thinks: Duration,
    /// How many rows it gives at most; an answer of as many may be one that goes on.
    pub(crate) most: Option<u64>,
    /// Whether it leaves the last row of each answer out, and says nothing.
    pub(crate) forgets: bool,
    /// How many queries it was asked.
    pub(crate) asked: AtomicU64,
    /// The texts of the queries.
    pub(crate) texts: Mutex<Vec<String>>,
}

/// The server.
pub(crate) struct Engine {
    graph: Graph,
    manners: Arc<Manners>,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Engine")
    }
}

impl Backend for Engine {
    fn place(&self) -> &str {
        "test://engine"
    }

    fn profile(&self) -> &'static str {
        "engine"
    }

    fn query(&self, query: &spargebra::Query, ask: &Ask) -> std::result::Result<QueryResults<'static>, BackendError> {
        self.manners.asked.fetch_add(1, Ordering::Relaxed);
        let text = query.to_string();
        self.manners.texts.lock().expect("texts").push(text.clone());
        let until = Instant::now() + self.manners.thinks;
        while Instant::now() < until {
            if ask.stop.as_ref().is_some_and(fengong::engine::Stop::is_pulled) {
                return Err(BackendError::Stopped);
            }
            if ask.deadline.is_some_and(|deadline| Instant::now() > deadline) {
                return Err(BackendError::TimedOut { place: self.place().to_owned(), after: self.manners.thinks });
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        let refused = |words: String| BackendError::Refused { place: self.place().to_owned(), status: 400, words };
        let answer =
            Query::parse(&self.graph, &text).and_then(|query| query.run(&self.graph)).map_err(|error| refused(error.to_string()))?;
        let QueryResults::Solutions(rows) = answer else { return Ok(answer) };
        let variables = rows.variables().to_vec();
        let mut rows = rows.collect::<std::result::Result<Vec<_>, _>>().map_err(|error| refused(error.to_string()))?;
        if let Some(most) = self.manners.most.filter(|most| rows.len() as u64 >= *most) {
            return Err(BackendError::Cut { place: self.place().to_owned(), rows: most });
        }
        if self.manners.forgets {
            rows.pop();
        }
        Ok(QueryResults::Solutions(QuerySolutionIter::new(variables.into(), rows.into_iter().map(Ok))))
    }
}

/// The founding plan on a server of some manners.
pub(crate) fn served(manners: Manners, limits: Limits) -> (Graph, Arc<Manners>) {
    served_of(&LOCAL, manners, limits)
}

/// A graph on a server of some manners.
pub(crate) fn served_of(graph: &Graph, manners: Manners, limits: Limits) -> (Graph, Arc<Manners>) {
    let manners = Arc::new(manners);
    let engine = Engine { graph: graph.clone(), manners: Arc::clone(&manners) };
    (Graph::remote(Arc::new(engine), limits, &READER, names()), manners)
}
