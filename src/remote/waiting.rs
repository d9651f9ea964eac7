//! Waiting for a server: the request runs in a thread of its own, so that whoever waits can be stopped at any time.
//!
//! A thread that nobody waits for any more ends with the next bytes that it gets, or with the limit of its connection.

use super::request::Request;
use super::wire::Wire;
use crate::graph::remote::{Ask, BackendError};
use crate::language::message;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};
use ureq::http::HeaderMap;
use ureq::http::header::TRANSFER_ENCODING;

/// How long it is waited before it is looked whether to stop.
const BEAT: Duration = Duration::from_millis(10);
/// How many bytes are handed over at once, at most.
const CHUNK: usize = 64 * 1024;

/// The head of an answer.
#[derive(Debug)]
pub(super) struct Head {
    pub status: u16,
    pub headers: HeaderMap,
    /// Whether HTTP tells where the body ends, so that one that is cut is seen.
    pub is_framed: bool,
}

impl Head {
    /// A header, where it is of ASCII.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// What the thread says.
enum Said {
    Head(Head),
    Bytes(Vec<u8>),
    End,
}

type Out = SyncSender<Result<Said, BackendError>>;

/// What follows the head: bytes as they come.
pub(super) struct Incoming {
    said: Receiver<Result<Said, BackendError>>,
    bytes: Vec<u8>,
    at: usize,
    is_over: bool,
    ended: Arc<AtomicBool>,
    given_up: Arc<AtomicBool>,
    wire: Arc<Wire>,
    ask: Ask,
    begun: Instant,
}

/// Sends a request; gives the head of the answer, and what follows it.
pub(super) fn send(wire: &Arc<Wire>, request: Request, ask: &Ask) -> Result<(Head, Incoming), BackendError> {
    let given_up = Arc::new(AtomicBool::new(false));
    let (out, said) = sync_channel(8);
    let mut incoming = Incoming {
        said,
        bytes: Vec::new(),
        at: 0,
        is_over: false,
        ended: Arc::default(),
        given_up: given_up.clone(),
        wire: wire.clone(),
        ask: ask.clone(),
        begun: Instant::now(),
    };
    let (wire, end) = (wire.clone(), ask.deadline);
    // Should no thread be had, the receiver finds the channel closed.
    let _ = thread::Builder::new().name("server".to_owned()).spawn(move || {
        if let Err(error) = tell(&wire, &request, end, &given_up, &out) {
            let _ = out.send(Err(error));
        }
    });
    loop {
        match incoming.next()? {
            Some(Said::Head(head)) => return Ok((head, incoming)),
            Some(_) => {}
            None => return Err(incoming.broken()),
        }
    }
}

fn tell(wire: &Wire, request: &Request, end: Option<Instant>, given_up: &AtomicBool, out: &Out) -> Result<(), BackendError> {
    let reply = wire.exchange(request, end, &|| given_up.load(Ordering::Relaxed))?;
    let is_framed = reply.body.content_length().is_some() || reply.headers.contains_key(TRANSFER_ENCODING);
    let _ = out.send(Ok(Said::Head(Head { status: reply.status, headers: reply.headers, is_framed })));
    let mut reader = reply.body.into_reader();
    let mut chunk = vec![0; CHUNK];
    loop {
        let read = match reader.read(&mut chunk) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                let why = message!("the connection ended before the answer did ({cause})", cause = error);
                return Err(BackendError::Broken { place: wire.place().to_owned(), why });
            }
        };
        let said = if read == 0 { Said::End } else { Said::Bytes(chunk[..read].to_vec()) };
        // Where nobody listens any more it ends.
        if out.send(Ok(said)).is_err() || read == 0 {
            return Ok(());
        }
    }
}

impl Incoming {
    /// What the thread says next; nothing once it has ended. Only the time that is spent here counts as silence of the server.
    fn next(&mut self) -> Result<Option<Said>, BackendError> {
        let since = Instant::now();
        while !self.is_over {
            match self.said.recv_timeout(BEAT) {
                Ok(_) if self.is_to_stop() => {}
                Ok(Ok(Said::End)) => {
                    self.is_over = true;
                    self.ended.store(true, Ordering::Relaxed);
                    return Ok(None);
                }
                Ok(Ok(said)) => return Ok(Some(said)),
                // The thread ends a little before or after the time that was given.
                Ok(Err(BackendError::Stopped)) => return Err(self.stop()),
                Ok(Err(error)) => {
                    self.is_over = true;
                    return Err(error);
                }
                Err(RecvTimeoutError::Disconnected) => {
                    self.is_over = true;
                    return Err(self.broken());
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            if self.is_to_stop() {
                return Err(self.stop());
            }
            let silence = self.wire.limits().silence;
            if since.elapsed() > silence {
                self.is_over = true;
                self.given_up.store(true, Ordering::Relaxed);
                return Err(BackendError::TimedOut { place: self.wire.place().to_owned(), after: silence });
            }
        }
        Ok(None)
    }

    fn is_to_stop(&self) -> bool {
        self.is_stopped() || self.ask.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    fn is_stopped(&self) -> bool {
        self.ask.stop.as_ref().is_some_and(crate::engine::Stop::is_pulled)
    }

    fn stop(&mut self) -> BackendError {
        self.is_over = true;
        self.given_up.store(true, Ordering::Relaxed);
        if self.is_stopped() {
            return BackendError::Stopped;
        }
        let after = self.ask.deadline.map_or(self.wire.limits().silence, |end| end.saturating_duration_since(self.begun));
        BackendError::TimedOut { place: self.wire.place().to_owned(), after }
    }

    /// That the answer ended too early.
    pub(super) fn broken(&self) -> BackendError {
        BackendError::Broken { place: self.wire.place().to_owned(), why: message!("it ends in the middle") }
    }

    /// Tells later whether all that was sent has been read.
    pub(super) fn ended(&self) -> Arc<AtomicBool> {
        self.ended.clone()
    }

    /// Up to so many bytes of it as words, for what a server says of an error.
    pub(super) fn words(&mut self, most: usize) -> Result<String, BackendError> {
        let mut bytes = Vec::new();
        while bytes.len() < most
            && let Some(said) = self.next()?
        {
            if let Said::Bytes(more) = said {
                bytes.extend(more);
            }
        }
        bytes.truncate(most);
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Whether the server was told who asks.
    pub(super) fn is_known(&self) -> bool {
        self.wire.is_known()
    }

    /// Reads to the end, and forgets it.
    pub(super) fn finish(&mut self) -> Result<(), BackendError> {
        while self.next()?.is_some() {}
        Ok(())
    }
}

/// What goes wrong is an error of its own in the error.
impl Read for Incoming {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.bytes.len() {
            match self.next() {
                Ok(Some(Said::Bytes(bytes))) => (self.bytes, self.at) = (bytes, 0),
                Ok(Some(_)) => {}
                Ok(None) => return Ok(0),
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        let taken = buffer.len().min(self.bytes.len() - self.at);
        buffer[..taken].copy_from_slice(&self.bytes[self.at..self.at + taken]);
        self.at += taken;
        Ok(taken)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        self.given_up.store(true, Ordering::Relaxed);
    }
}
