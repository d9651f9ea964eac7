//! What a server wants to know of whoever asks: Basic (RFC 7617), Digest (RFC 7616), or a token (RFC 6750).

use super::address::Origin;
use super::credentials::Credentials;
use http_auth::{PasswordClient, PasswordParams};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use ureq::http::HeaderMap;
use ureq::http::header::WWW_AUTHENTICATE;

/// Answers what one server asks, and remembers what it asked: from the second request on it is answered beforehand.
pub(super) struct Authoriser {
    credentials: Credentials,
    origin: Origin,
    /// What was asked last, with the count of answers to it.
    asked: Mutex<Option<PasswordClient>>,
}

/// What is to be done after a request was denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Denial {
    /// It can be asked again: there is something new to say.
    New,
    /// There is nothing more to say.
    Final,
}

impl fmt::Debug for Authoriser {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Authoriser").field("credentials", &self.credentials).field("origin", &self.origin).finish_non_exhaustive()
    }
}

impl Authoriser {
    pub(super) const fn new(credentials: Credentials, origin: Origin) -> Self {
        Self { credentials, origin, asked: Mutex::new(None) }
    }

    /// Whether there is anything to say.
    pub(super) fn is_known(&self) -> bool {
        self.credentials != Credentials::None
    }

    /// What is said with a request to `origin`; nothing to others than the server that it is meant for.
    pub(super) fn say(&self, origin: &Origin, method: &str, uri: &str) -> Option<String> {
        if !self.origin.trusts(origin) {
            return None;
        }
        match &self.credentials {
            Credentials::None => None,
            Credentials::Token(token) => Some(format!("Bearer {token}")),
            Credentials::Password { user, password } => {
                let parameters = PasswordParams { username: user, password, uri, method, body: None };
                self.asked().as_mut()?.respond(&parameters).ok()
            }
        }
    }

    /// Learns from a denial. `said` is whether the request had said who asks; a nonce of an earlier one may have grown old.
    pub(super) fn learn(&self, headers: &HeaderMap, said: bool, attempt: usize) -> Denial {
        if !matches!(self.credentials, Credentials::Password { .. }) {
            return Denial::Final;
        }
        let mut builder = PasswordClient::builder();
        for challenge in headers.get_all(WWW_AUTHENTICATE) {
            builder = builder.challenges(challenge.to_str().unwrap_or_default());
        }
        // Who denies and does not say what is wanted is told in the way that all know.
        let asked = builder.build().or_else(|_| PasswordClient::try_from("Basic realm=\"\""));
        let Ok(asked) = asked else { return Denial::Final };
        let is_stale = matches!(&asked, PasswordClient::Digest(digest) if digest.stale());
        let is_basic = matches!(asked, PasswordClient::Basic(_));
        *self.asked() = Some(asked);
        // The first answer may have been to an old question; a second one that is denied is wrong, unless the server says that it was only late.
        let again = if said { (attempt == 0 && !is_basic) || (is_stale && attempt < 3) } else { attempt == 0 };
        if again { Denial::New } else { Denial::Final }
    }

    fn asked(&self) -> MutexGuard<'_, Option<PasswordClient>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
