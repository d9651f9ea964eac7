//! Where a server is: a URL without credentials.

use crate::language::{Message, Speak, message};
use oxiri::Iri;
use ureq::http::Uri;

/// The URL of a server, as a user wrote it and as it may be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    url: String,
    origin: Origin,
}

/// Whom credentials are meant for: scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    scheme: String,
    host: String,
    port: u16,
}

/// Why a URL is none of a server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub enum AddressError {
    /// It holds a user name or a password; what it is without them.
    Credentials(String),
    /// It is no URL of HTTP: what was written.
    NoUrl(String),
}

impl Speak for AddressError {
    fn message(&self) -> Message {
        match self {
            Self::Credentials(url) => message!(
                "the URL holds a user name or password, which others could read; write {url}, and the rest into FENGONG_USER and FENGONG_PASSWORD or ~/.netrc",
                url = url
            ),
            Self::NoUrl(url) => {
                message!(
                    "{url} is no URL of a server; one begins with http:// or https:// and a host, such as http://localhost:7878/",
                    url = url
                )
            }
        }
    }
}

impl Address {
    /// Reads a URL.
    ///
    /// # Errors
    /// [`AddressError`] where it is none of HTTP or HTTPS, or holds credentials. The message holds none of them.
    pub fn read(url: &str) -> Result<Self, AddressError> {
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if let Some((_, host)) = authority.rsplit_once('@') {
            return Err(AddressError::Credentials(format!("{scheme}://{host}{path}")));
        }
        let wrong = || AddressError::NoUrl(url.to_owned());
        let uri: Uri = url.parse().map_err(|_| wrong())?;
        let is_http = matches!(uri.scheme_str(), Some("http" | "https"));
        if !is_http || uri.host().is_none_or(str::is_empty) || url.contains('#') {
            return Err(wrong());
        }
        Ok(Self { url: url.to_owned(), origin: Origin::of(&uri).ok_or_else(wrong)? })
    }

    /// The URL.
    pub fn as_str(&self) -> &str {
        &self.url
    }

    /// The host, without port.
    pub fn host(&self) -> &str {
        &self.origin.host
    }

    /// Whether it is reached by TLS.
    pub fn is_secure(&self) -> bool {
        self.origin.scheme == "https"
    }

    /// Whether it is this machine.
    pub fn is_loopback(&self) -> bool {
        let host = self.origin.host.trim_matches(['[', ']']);
        host == "localhost" || host.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
    }

    pub(super) const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The path, without what follows `?`.
    pub(super) fn path(&self) -> &str {
        let after = self.url.find("://").map_or(0, |at| at + 3);
        let path = self.url[after..].find('/').map_or("", |at| &self.url[after + at..]);
        path.split('?').next().unwrap_or_default()
    }

    /// The same server with another path.
    pub(super) fn with_path(&self, path: &str) -> Self {
        let after = self.url.find("://").map_or(0, |at| at + 3);
        let end = self.url[after..].find(['/', '?']).map_or(self.url.len(), |at| after + at);
        Self { url: format!("{}{path}", &self.url[..end]), origin: self.origin.clone() }
    }

    /// The same with parameters more, each written as in a form.
    pub(super) fn with(&self, parameters: &[(&str, &str)]) -> String {
        let mut url = self.url.clone();
        for (name, value) in parameters {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(name);
            if !value.is_empty() {
                url.push('=');
                url.extend(percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC));
            }
        }
        url
    }

    /// Where a redirect leads.
    pub(super) fn follow(&self, location: &str) -> Option<Self> {
        let to = Iri::parse(self.url.as_str()).ok()?.resolve(location).ok()?;
        Self::read(to.as_str().split('#').next()?).ok()
    }
}

impl Origin {
    fn of(uri: &Uri) -> Option<Self> {
        let scheme = uri.scheme_str()?.to_ascii_lowercase();
        let port = uri.port_u16().unwrap_or(if scheme == "https" { 443 } else { 80 });
        Some(Self { host: uri.host()?.to_ascii_lowercase(), scheme, port })
    }

    /// Whether what is meant for one may be told to the other: the same, or the same host by TLS.
    pub(super) fn trusts(&self, other: &Self) -> bool {
        self == other
            || (self.host == other.host && self.scheme == "http" && other.scheme == "https" && (self.port, other.port) == (80, 443))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_refused_and_not_repeated() {
        let error = Address::read("http://dba:secret@host:8890/sparql");
        assert_eq!(error, Err(AddressError::Credentials("http://host:8890/sparql".to_owned())));
        assert!(error.is_err_and(|error| !error.to_string().contains("secret")));
        for url in ["host:8890/sparql", "ftp://host/", "http://", "http:///sparql", "http://host/a b", "http://host/#x", ""] {
            assert_eq!(Address::read(url), Err(AddressError::NoUrl(url.to_owned())), "{url}");
        }
    }

    #[test]
    fn paths_and_parameters() -> Result<(), AddressError> {
        let address = Address::read("http://Host:8890/sparql?x=1")?;
        assert_eq!((address.path(), address.host()), ("/sparql", "host"));
        assert_eq!(address.with_path("/update").as_str(), "http://Host:8890/update");
        assert_eq!(address.with(&[("graph", "urn:a&b"), ("flag", "")]), "http://Host:8890/sparql?x=1&graph=urn%3Aa%26b&flag");
        assert_eq!(Address::read("http://host:1")?.path(), "");
        assert!(Address::read("http://[::1]:1/")?.is_loopback() && Address::read("http://127.0.0.2/")?.is_loopback());
        assert!(!Address::read("http://127.0.0.1.example/")?.is_loopback());
        Ok(())
    }

    #[test]
    fn credentials_stay_with_their_host() -> Result<(), AddressError> {
        let here = Address::read("http://host/sparql")?;
        let to = |location: &str| here.follow(location).is_some_and(|to| here.origin().trusts(to.origin()));
        assert!(to("/other") && to("http://host:80/x") && to("https://host/sparql"));
        assert!(!to("http://other/sparql") && !to("http://host:8080/") && !to("https://host:444/"));
        let secure = Address::read("https://host/sparql")?;
        assert!(!secure.origin().trusts(here.origin()));
        Ok(())
    }
}
