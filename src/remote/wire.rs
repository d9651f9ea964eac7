//! Requests over HTTP: sent, repeated where that is safe, signed, and led on.

use super::address::Address;
use super::authorise::{Authoriser, Denial};
use super::request::{ATTEMPTS, Repeat, Request, is_later, pause};
use super::server::{Limits, Settings};
use super::words::said;
use crate::graph::remote::BackendError;
use std::io;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use ureq::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use ureq::http::{self, HeaderMap};
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::{Agent, Body, Proxy, ProxyProtocol};

/// What speaks HTTP with one server.
pub(super) struct Wire {
    agent: Agent,
    authoriser: Authoriser,
    limits: Limits,
    place: String,
    /// The proxy on the way, without its credentials.
    by: Option<String>,
}

/// The head of an answer, and what follows.
pub(super) struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Body,
}

/// How often it is followed to where a server leads.
const STEPS: usize = 5;
/// For servers that hold a connection open for as long as they like.
const FOREVER: Duration = Duration::from_secs(24 * 3600);

impl Wire {
    /// What is wrong with certificates or proxy is told in the words of the library.
    pub(super) fn new(settings: &Settings, place: &str) -> Result<Self, String> {
        let mut tls = TlsConfig::builder();
        if let Some(pem) = &settings.authorities {
            let certificates = parse_pem(pem).filter_map(|item| match item {
                Ok(PemItem::Certificate(certificate)) => Some(Ok(certificate)),
                Ok(_) => None,
                Err(error) => Some(Err(error.to_string())),
            });
            let certificates = certificates.collect::<Result<Vec<_>, _>>()?;
            tls = tls.root_certs(RootCerts::Specific(Arc::new(certificates)));
        }
        let proxy = settings.proxy.as_deref().map(Proxy::new).transpose().map_err(|error| error.to_string())?;
        // Without this, the way would be one without any proxy.
        if proxy.as_ref().is_some_and(|proxy| !matches!(proxy.protocol(), ProxyProtocol::Http | ProxyProtocol::Https)) {
            return Err("SOCKS".to_owned());
        }
        let by = proxy.as_ref().map(|proxy| format!("{}:{}", proxy.host(), proxy.port()));
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(concat!("fengong/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(settings.limits.connect))
            .timeout_resolve(Some(settings.limits.connect))
            .tls_config(tls.build())
            .proxy(proxy)
            .build()
            .new_agent();
        let authoriser = Authoriser::new(settings.credentials.clone(), settings.endpoint.origin().clone());
        Ok(Self { agent, authoriser, limits: settings.limits, place: place.to_owned(), by })
    }

    /// Whether credentials are at hand.
    pub(super) fn is_known(&self) -> bool {
        self.authoriser.is_known()
    }

    pub(super) const fn limits(&self) -> Limits {
        self.limits
    }

    /// Where the server is, as it is said.
    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// Sends a request and waits for the head of the answer, until `end`, or until nobody waits any more.
    ///
    /// # Errors
    /// [`BackendError`] where there is none. A status of 4xx or 5xx is an answer, unless it says that it wants to know who asks.
    pub(super) fn exchange(&self, request: &Request, end: Option<Instant>, given_up: &dyn Fn() -> bool) -> Result<Reply, BackendError> {
        let (mut to, mut attempt, mut denials, mut steps) = (request.to.clone(), 0, 0, 0);
        loop {
            let left = end.map_or(FOREVER, |end| end.saturating_duration_since(Instant::now()));
            if given_up() || left.is_zero() {
                return Err(BackendError::Stopped);
            }
            let (reply, signed) = self.once(request, &to, left);
            attempt += 1;
            let may_repeat = request.repeat == Repeat::Safely && attempt < ATTEMPTS;
            let reply = match reply {
                Ok(reply) => reply,
                Err(error) if may_repeat && is_of_connection(&error) => {
                    wait(pause(attempt, None).min(left), given_up);
                    continue;
                }
                Err(error) => return Err(self.failed(&error)),
            };
            let header = |name| reply.headers.get(name).and_then(|value| value.to_str().ok());
            match reply.status {
                401 => {
                    if self.authoriser.learn(&reply.headers, signed, denials) == Denial::Final {
                        return Err(BackendError::Denied { place: self.place.clone(), status: 401, given: self.is_known() });
                    }
                    denials += 1;
                    attempt -= 1;
                }
                status if is_later(status) && may_repeat => {
                    let pause = pause(attempt, header(RETRY_AFTER));
                    if pause >= left {
                        return Ok(reply);
                    }
                    wait(pause, given_up);
                }
                status @ (301 | 302 | 307 | 308) => {
                    let Some(location) = header(LOCATION) else { return Ok(reply) };
                    let next = to.follow(location).filter(|next| self.may_follow(request, &to, next, status));
                    steps += 1;
                    attempt -= 1;
                    to = match next {
                        Some(next) if steps <= STEPS => next,
                        _ => {
                            let words = format!("Location: {}", said(location));
                            return Err(BackendError::Refused { place: self.place.clone(), status, words });
                        }
                    };
                }
                _ => return Ok(reply),
            }
        }
    }

    /// A query may be led anywhere but out of TLS. What changes something goes only where the server itself asks for the same request, and to itself.
    fn may_follow(&self, request: &Request, from: &Address, to: &Address, status: u16) -> bool {
        let stays_secret = to.is_secure() || !from.is_secure();
        let is_same = matches!(status, 307 | 308) && from.origin().trusts(to.origin());
        stays_secret && (request.repeat == Repeat::Safely || is_same)
    }

    /// Sends it once; also whether it said who asks.
    fn once(&self, request: &Request, to: &Address, left: Duration) -> (Result<Reply, ureq::Error>, bool) {
        let uri = to.as_str().parse::<http::Uri>();
        let path = uri.as_ref().ok().and_then(http::Uri::path_and_query).map_or("/", |path| path.as_str());
        let signature = self.authoriser.say(to.origin(), request.method.as_str(), path);
        let signed = signature.is_some();
        let mut builder = http::Request::builder().method(request.method.clone()).uri(to.as_str()).header(ACCEPT, request.accept);
        builder = builder.header(CONTENT_TYPE, request.content_type);
        if let Some(signature) = signature {
            builder = builder.header(AUTHORIZATION, signature);
        }
        let sent = builder.body(request.body.as_slice()).map_err(ureq::Error::from).and_then(|request| {
            let request = self.agent.configure_request(request).timeout_global(Some(left)).build();
            self.agent.run(request)
        });
        let reply = sent.map(|response| {
            let (parts, body) = response.into_parts();
            Reply { status: parts.status.as_u16(), headers: parts.headers, body }
        });
        (reply, signed)
    }

    /// What went wrong, with what is to be done about certificates that nobody here knows, and with the proxy.
    fn cause(&self, cause: &str) -> String {
        let mut said = cause.to_owned();
        if cause.contains("UnknownIssuer") {
            said.push_str(" (SSL_CERT_FILE)");
        }
        if let Some(by) = &self.by {
            said.push_str(&format!(" (proxy {by})"));
        }
        said
    }

    /// Why a request brought no answer.
    fn failed(&self, error: &ureq::Error) -> BackendError {
        let place = self.place.clone();
        match error {
            ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => {
                BackendError::TimedOut { place, after: self.limits.connect }
            }
            // That of the whole ends at the same time as the waiting for it, which knows what was asked for.
            ureq::Error::Timeout(_) => BackendError::Stopped,
            ureq::Error::Protocol(_) | ureq::Error::LargeResponseHeader(..) => BackendError::Garbled { place, cause: error.to_string() },
            ureq::Error::Io(error) => BackendError::Unreachable { place, cause: self.cause(&error.to_string()) },
            error => BackendError::Unreachable { place, cause: self.cause(&error.to_string()) },
        }
    }
}

/// Whether the connection failed, and not what was said over it.
fn is_of_connection(error: &ureq::Error) -> bool {
    match error {
        ureq::Error::Io(error) => error.kind() != io::ErrorKind::InvalidData,
        ureq::Error::ConnectionFailed => true,
        _ => false,
    }
}

/// Waits, as long as somebody waits for it.
fn wait(pause: Duration, given_up: &dyn Fn() -> bool) {
    const BEAT: Duration = Duration::from_millis(50);
    let end = Instant::now() + pause;
    while !given_up() {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        thread::sleep(left.min(BEAT));
    }
}
