//! A request, and whether it may be repeated.

use super::address::Address;
use std::time::Duration;
use ureq::http::Method;

/// A request.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub method: Method,
    pub to: Address,
    /// What may be answered, in MIME types.
    pub accept: &'static str,
    /// The MIME type of the body.
    pub content_type: &'static str,
    pub body: Vec<u8>,
    pub repeat: Repeat,
}

/// Whether a request may be sent again where it is not known what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// It changes nothing, or the same however often it is sent.
    Safely,
    /// It may have been carried through.
    Never,
}

/// How often a request is sent at most.
pub(super) const ATTEMPTS: usize = 3;
/// The longest that a server may ask to wait before the next attempt.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long to wait before another attempt: as the server says in `Retry-After` (seconds), else a little, twice as long each time.
pub(super) fn pause(attempt: usize, retry_after: Option<&str>) -> Duration {
    let asked = retry_after.and_then(|words| words.trim().parse().ok()).map(Duration::from_secs);
    asked.unwrap_or(Duration::from_millis(100 << (2 * attempt.min(4)))).min(PATIENCE)
}

/// Whether a status says that the server could do it later.
pub(super) const fn is_later(status: u16) -> bool {
    matches!(status, 429 | 502..=504)
}

/// Names and values as a form, `application/x-www-form-urlencoded`.
pub(super) fn form(fields: &[(&str, &str)]) -> Vec<u8> {
    let mut body = String::new();
    for (name, value) in fields {
        if !body.is_empty() {
            body.push('&');
        }
        body.push_str(name);
        body.push('=');
        body.extend(percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC));
    }
    body.into_bytes()
}

/// The MIME type of a form.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_servers_are_heard_within_reason() {
        assert!(pause(1, None) > pause(0, None));
        assert_eq!(pause(0, Some(" 2 ")), Duration::from_secs(2));
        assert_eq!(pause(0, Some("86400")), PATIENCE);
        assert_eq!(pause(0, Some("Fri, 31 Dec 1999 23:59:59 GMT")), pause(0, None));
    }

    #[test]
    fn forms_hold_any_words() {
        assert_eq!(form(&[("query", "ASK {} #水&"), ("b", "")]), b"query=ASK%20%7B%7D%20%23%E6%B0%B4%26&b=");
    }
}
