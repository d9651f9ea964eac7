//! A server: where it is, what it is, and how it is asked and written to.

use super::address::Address;
use super::credentials::Credentials;
use super::dataset::{Found, parameters};
use super::profile::{Places, Profile};
use super::request::{FORM, Repeat, Request, form};
use super::results::{ACCEPT_ROWS, ACCEPT_STATEMENTS, check, read, restored};
use super::rewrite::for_virtuoso;
use super::waiting::send;
use super::wire::Wire;
use crate::graph::remote::{Ask, Backend, BackendError};
use crate::language::{Message, Speak, message};
use oxigraph::model::NamedNode;
use oxigraph::sparql::{QueryEvaluationError, QueryResults};
use spargebra::Query;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use ureq::http::Method;

/// How long it is waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For a connection, and for the address of a name.
    pub connect: Duration,
    /// For the first byte of an answer, and then for each next one.
    pub silence: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), silence: Duration::from_secs(300) }
    }
}

/// What has to be known to reach a server.
#[derive(Clone)]
pub struct Settings {
    /// Where it answers queries, or where it stands.
    pub endpoint: Address,
    /// Where it takes updates, where that is not known by the profile.
    pub update: Option<Address>,
    /// Where it has its graphs (SPARQL 1.1 Graph Store Protocol), likewise.
    pub graphs: Option<Address>,
    /// What it is; without it, it is asked.
    pub profile: Option<&'static Profile>,
    /// Who asks.
    pub credentials: Credentials,
    /// The certificates of authorities, in PEM, in the place of those that browsers know.
    pub authorities: Option<Vec<u8>>,
    /// A proxy on the way, as a URL.
    pub proxy: Option<String>,
    /// How long it is waited.
    pub limits: Limits,
}

/// A proxy may have a password of its own.
impl fmt::Debug for Settings {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut about = out.debug_struct("Settings");
        about.field("endpoint", &self.endpoint).field("credentials", &self.credentials).field("proxy", &self.proxy.is_some());
        about.field("profile", &self.profile.map(|profile| profile.name)).field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Settings {
    /// The settings of a server that everyone may ask.
    pub fn new(endpoint: Address) -> Self {
        let (credentials, limits) = (Credentials::None, Limits::default());
        Self { endpoint, update: None, graphs: None, profile: None, credentials, authorities: None, proxy: None, limits }
    }
}

/// A server of SPARQL. Any number of threads can ask it.
pub struct Server {
    wire: Arc<Wire>,
    profile: &'static Profile,
    places: Places,
    found: Mutex<Option<Found>>,
}

/// Why a server cannot be asked.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum ConnectError {
    /// The certificates or the proxy cannot be used.
    Settings(String),
    /// It does not answer.
    Server(#[from] BackendError),
}

impl Speak for ConnectError {
    fn message(&self) -> Message {
        match self {
            Self::Settings(cause) => {
                message!("the certificates of SSL_CERT_FILE, or the proxy of the environment, cannot be used: {cause}", cause = cause)
            }
            Self::Server(error) => error.message(),
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut about = out.debug_struct("Server");
        about.field("place", &self.said()).field("profile", &self.profile.name).finish_non_exhaustive()
    }
}

impl Server {
    /// Looks what a server is, unless it is known, and how it is asked.
    ///
    /// # Errors
    /// [`ConnectError`] where nobody answers, or nobody who may not know who asks.
    pub fn connect(settings: &Settings) -> Result<Self, ConnectError> {
        const PATIENCE: Duration = Duration::from_secs(30);
        let endpoint = &settings.endpoint;
        let wire = Arc::new(Wire::new(settings, endpoint.as_str()).map_err(ConnectError::Settings)?);
        let profile = match settings.profile {
            Some(profile) => profile,
            None => {
                let ask = Ask { deadline: Some(Instant::now() + PATIENCE), ..Ask::default() };
                let (head, _) = send(&wire, query_to(endpoint.clone(), ACCEPT_ROWS, &[("query", "ASK {}")]), &ask)?;
                Profile::recognise(endpoint, &head)
            }
        };
        let mut places = profile.places(endpoint, wire.is_known());
        places.update = settings.update.clone().unwrap_or(places.update);
        places.graphs = settings.graphs.clone().or(places.graphs);
        Ok(Self { wire, profile, places, found: Mutex::new(None) })
    }

    /// What is known of servers of its kind.
    pub(super) const fn described(&self) -> &'static Profile {
        self.profile
    }

    /// Where it is, as it is said.
    pub(super) fn said(&self) -> &str {
        self.wire.place()
    }

    /// How many bytes of statements it takes at once.
    pub(super) const fn part(&self) -> usize {
        self.profile.part
    }

    /// Looks again what its default graph is: there are other graphs now.
    pub(super) fn forget_default_graph(&self) {
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// What its default graph was found to be.
    pub(super) const fn found(&self) -> &Mutex<Option<Found>> {
        &self.found
    }

    /// Whether graphs can be sent to it as files.
    pub const fn takes_graphs(&self) -> bool {
        self.places.graphs.is_some()
    }

    /// A query as a request.
    pub(super) fn request(&self, query: &Query, text: &str, parameters: &[(&str, &str)]) -> Request {
        let accept = match query {
            Query::Select { .. } | Query::Ask { .. } => ACCEPT_ROWS,
            Query::Construct { .. } | Query::Describe { .. } => ACCEPT_STATEMENTS,
        };
        let fields: Vec<_> = std::iter::once(("query", text)).chain(parameters.iter().copied()).collect();
        query_to(self.places.query.clone(), accept, &fields)
    }

    /// Sends a query and reads the answer.
    pub(super) fn ask(&self, query: &Query, request: Request, ask: &Ask) -> Result<QueryResults<'static>, BackendError> {
        let (head, incoming) = send(&self.wire, request, ask)?;
        read(self.said(), query, &head, incoming, self.profile.habits)
    }

    /// Changes what the server holds (SPARQL 1.1 Update). It is sent once only: nobody knows whether one without an answer was carried through.
    ///
    /// # Errors
    /// [`BackendError`] where it was not carried through, or it is not known whether it was.
    pub fn update(&self, update: &str, ask: &Ask) -> Result<(), BackendError> {
        let (to, body, repeat) = (self.places.update.clone(), update.as_bytes().to_vec(), Repeat::Never);
        self.change(Request { method: Method::POST, to, accept: "*/*", content_type: "application/sparql-update", body, repeat }, ask)
    }

    /// Puts statements (N-Triples) into a graph, in the place of what it holds or beside it (SPARQL 1.1 Graph Store Protocol). Those that are added
    /// may be sent twice, which is the same as once where they have no blank nodes.
    ///
    /// # Errors
    /// [`BackendError`] where the server did not take them.
    pub fn send_graph(&self, graph: &NamedNode, statements: Vec<u8>, replace: bool, ask: &Ask) -> Result<(), BackendError> {
        let unknown =
            || BackendError::Unsupported { place: self.said().to_owned(), what: message!("it is not known where it takes graphs") };
        let graphs = self.places.graphs.as_ref().ok_or_else(unknown)?;
        let place = Address::read(&graphs.with(&[("graph", graph.as_str())])).map_err(|error| self.garbled(&error.to_string()))?;
        let method = if replace { Method::PUT } else { Method::POST };
        let repeat = Repeat::Safely;
        self.change(Request { method, to: place, accept: "*/*", content_type: "application/n-triples", body: statements, repeat }, ask)
    }

    fn change(&self, request: Request, ask: &Ask) -> Result<(), BackendError> {
        let (head, mut incoming) = send(&self.wire, request, ask)?;
        check(self.said(), &head, &mut incoming)?;
        incoming.finish()
    }

    /// That an answer is none of the kind that was asked for.
    pub(super) fn garbled(&self, cause: &str) -> BackendError {
        BackendError::Garbled { place: self.said().to_owned(), cause: cause.to_owned() }
    }

    /// What went wrong among the rows.
    pub(super) fn failed(&self, error: QueryEvaluationError) -> BackendError {
        match error {
            QueryEvaluationError::Cancelled => BackendError::Stopped,
            QueryEvaluationError::Dataset(cause) => match cause.downcast::<BackendError>() {
                Ok(error) => *error,
                Err(cause) => self.garbled(&cause.to_string()),
            },
            other => self.garbled(&other.to_string()),
        }
    }
}

/// A query goes as a form, which every server takes; long ones too.
fn query_to(to: Address, accept: &'static str, fields: &[(&str, &str)]) -> Request {
    Request { method: Method::POST, to, accept, content_type: FORM, body: form(fields), repeat: Repeat::Safely }
}

impl Backend for Server {
    fn place(&self) -> &str {
        self.said()
    }

    fn query(&self, query: &Query, ask: &Ask) -> Result<QueryResults<'static>, BackendError> {
        let parameters = parameters(self, query, ask)?;
        let parameters: Vec<(&str, &str)> = parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
        if !self.profile.habits.joins_bytes {
            return self.ask(query, self.request(query, &query.to_string(), &parameters), ask);
        }
        let unsupported = |what| BackendError::Unsupported { place: self.said().to_owned(), what };
        let (asked, marked) = for_virtuoso(query).map_err(unsupported)?;
        let results = self.ask(&asked, self.request(&asked, &asked.to_string(), &parameters), ask)?;
        Ok(restored(results, marked))
    }

    fn profile(&self) -> &'static str {
        self.profile.name
    }

    fn is_own_graph(&self, graph: &str) -> bool {
        self.profile.own_graphs.iter().any(|begin| graph.starts_with(begin))
    }

    fn has_default_graph(&self) -> bool {
        self.profile.has_default_graph
    }
}
