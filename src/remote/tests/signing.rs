//! Who asks: told to the server that it is meant for, as it wants it, and to nobody else.

use super::super::{Address, ConnectError, Credentials, Server, Settings};
use super::fake::{Fake, Outcome, ROWS, Seen, answer, json, rows};
use crate::graph::remote::BackendError;
use std::io::Write;

const SECRET: &str = "geheim";

fn challenge(nonce: &str, stale: bool) -> String {
    let stale = if stale { ", stale=true" } else { "" };
    let header = format!("WWW-Authenticate: Digest realm=\"SPARQL\", nonce=\"{nonce}\", qop=\"auth\", algorithm=SHA-256{stale}\r\n");
    answer("401 Unauthorized", &header, "")
}

/// A field of a signature of Digest.
fn field<'s>(seen: &'s Seen, name: &str) -> Option<&'s str> {
    let (_, from) = seen.header("authorization")?.split_once(&format!("{name}="))?;
    from.split([',', ' ']).next().map(|value| value.trim_matches('"'))
}

#[test]
fn digest_counts_its_answers_and_takes_new_nonces() -> Outcome {
    // The third answer to a nonce comes too late.
    let fake = Fake::new(|number, seen, out| {
        let said = match (number, field(seen, "nonce"), field(seen, "nc")) {
            (0, None, _) => challenge("one", false),
            (_, Some("one"), Some("00000003")) => challenge("two", true),
            (_, Some("one" | "two"), Some(_)) => json(ROWS),
            _ => answer("400 Bad", "", "not expected"),
        };
        out.write_all(said.as_bytes())
    })?;
    let server = fake.known(SECRET)?;
    for _ in 0..4 {
        assert_eq!(rows(&server)?.len(), 2);
    }
    let seen = fake.seen();
    let counts: Vec<_> = seen.iter().map(|seen| (field(seen, "nonce"), field(seen, "nc"))).collect();
    let of = |nonce, count| (Some(nonce), Some(count));
    let expected =
        [(None, None), of("one", "00000001"), of("one", "00000002"), of("one", "00000003"), of("two", "00000001"), of("two", "00000002")];
    assert_eq!(counts, expected);
    assert_eq!(field(&seen[1], "uri"), Some("/sparql"));
    assert!(seen.iter().all(|seen| !seen.head.contains(SECRET)));
    Ok(())
}

#[test]
fn a_wrong_password_is_said_once() -> Outcome {
    for said in
        [challenge("one", false), answer("401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n", ""), answer("401 No", "", "")]
    {
        let fake = Fake::saying(said)?;
        let outcome = rows(&fake.known(SECRET)?);
        let Err(error @ BackendError::Denied { status: 401, given: true, .. }) = outcome else { return Err(format!("{outcome:?}").into()) };
        assert!(error.to_string().contains("does not take the user name and password") && !error.to_string().contains(SECRET));
        assert_eq!(fake.seen().len(), 2);
        assert_eq!(rows(&fake.server()?), Err(BackendError::Denied { place: fake.url.clone(), status: 401, given: false }));
    }
    Ok(())
}

#[test]
fn basic_is_said_beforehand_once_it_was_asked_for() -> Outcome {
    let fake = Fake::new(|_, seen, out| {
        let said = if seen.header("authorization") == Some("Basic bGk6Z2VoZWlt") {
            json(ROWS)
        } else {
            answer("401 Unauthorized", "WWW-Authenticate: Negotiate, Basic realm=\"x\"\r\n", "")
        };
        out.write_all(said.as_bytes())
    })?;
    let server = fake.known(SECRET)?;
    assert_eq!((rows(&server)?.len(), rows(&server)?.len()), (2, 2));
    assert_eq!(fake.seen().len(), 3);
    Ok(())
}

#[test]
fn credentials_do_not_follow_to_another_host() -> Outcome {
    let other = Fake::saying(json(ROWS))?;
    let to = other.url.clone();
    let fake = Fake::new(move |_, _, out| out.write_all(answer("302 Found", &format!("Location: {to}\r\n"), "").as_bytes()))?;
    let credentials = Credentials::Token(SECRET.to_owned());
    let server = Server::connect(&Settings { credentials, ..fake.settings("graphdb")? })?;
    assert_eq!(rows(&server)?.len(), 2);
    assert_eq!(fake.seen()[0].header("authorization"), Some("Bearer geheim"));
    let [led] = &other.seen()[..] else { return Err("one request".into()) };
    assert_eq!(led.header("authorization"), None);
    assert!(led.body.starts_with("query=") && led.head.starts_with("POST "));
    // To the same host, they do.
    let fake = Fake::new(|_, seen, out| {
        let said = if seen.head.starts_with("POST /there ") { json(ROWS) } else { answer("307 Moved", "Location: /there\r\n", "") };
        out.write_all(said.as_bytes())
    })?;
    let credentials = Credentials::Token(SECRET.to_owned());
    assert_eq!(rows(&Server::connect(&Settings { credentials, ..fake.settings("graphdb")? })?)?.len(), 2);
    assert_eq!(fake.seen()[1].header("authorization"), Some("Bearer geheim"));
    // Round and round is no way.
    let fake = Fake::saying(answer("302 Found", "Location: /sparql\r\n", ""))?;
    let outcome = rows(&fake.server()?);
    assert!(matches!(outcome, Err(BackendError::Refused { status: 302, .. })), "{outcome:?}");
    Ok(())
}

#[test]
fn secrets_are_shown_nowhere() -> Outcome {
    let credentials = Credentials::Password { user: "li".to_owned(), password: SECRET.to_owned() };
    let proxy = Some(format!("http://li:{SECRET}@127.0.0.1:1"));
    let settings = Settings { credentials, proxy, ..Settings::new(Address::read("http://server.example/sparql")?) };
    let failed = Server::connect(&settings);
    let said = format!("{settings:?} {failed:?} {}", failed.as_ref().err().map(ToString::to_string).unwrap_or_default());
    assert!(failed.is_err() && !said.contains(SECRET) && said.contains("(proxy 127.0.0.1:1)"), "{said}");
    // What is no proxy of HTTP is not passed by.
    let proxy = Some(format!("socks5://li:{SECRET}@127.0.0.1:1"));
    let failed = Server::connect(&Settings { proxy, ..settings });
    assert!(failed.is_err_and(|error| matches!(&error, ConnectError::Settings(_)) && !error.to_string().contains(SECRET)));
    Ok(())
}
