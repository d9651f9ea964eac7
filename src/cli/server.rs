//! Which server is meant, and who asks it: from the command line, the environment and netrc.

use super::Failure;
use clap::builder::PossibleValuesParser;
use fengong::language::{Message, Speak, message};
use fengong::remote::{Address, Credentials, Profile, Server, Settings, of_netrc};
use std::env;
use std::fs;
use std::path::PathBuf;

/// The names of profiles, for an argument.
pub(crate) fn profiles() -> PossibleValuesParser {
    PossibleValuesParser::new(Profile::ALL.iter().map(|profile| profile.name))
}

/// The server of some settings; without a profile it is asked what it is.
pub(crate) fn open(settings: &Settings) -> Result<Server, Failure> {
    Server::connect(settings).map_err(Failure::usage)
}

/// How the server of a URL is reached, and as whom.
pub(crate) fn settings(endpoint: &str, profile: Option<&str>) -> Result<Settings, Failure> {
    let endpoint = Address::read(endpoint).map_err(Failure::usage)?;
    let profile = profile.and_then(Profile::named);
    let credentials = credentials(&endpoint)?;
    let authorities = if endpoint.is_secure() { authorities()? } else { None };
    let proxy = if endpoint.is_loopback() { None } else { proxy(&endpoint) };
    Ok(Settings { profile, credentials, authorities, proxy, ..Settings::new(endpoint) })
}

/// A variable of the environment that is set and not empty.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Who asks: `FENGONG_TOKEN`, or `FENGONG_USER` with `FENGONG_PASSWORD`, or what netrc has for the host.
fn credentials(endpoint: &Address) -> Result<Credentials, Failure> {
    if let Some(token) = variable("FENGONG_TOKEN") {
        return Ok(Credentials::Token(token));
    }
    match (variable("FENGONG_USER"), variable("FENGONG_PASSWORD")) {
        (Some(user), Some(password)) => Ok(Credentials::Password { user, password }),
        (None, None) => netrc(endpoint),
        (Some(_), None) => Err(Failure::usage(message!("FENGONG_USER is set, and FENGONG_PASSWORD is not; set both or none"))),
        (None, Some(_)) => Err(Failure::usage(message!("FENGONG_PASSWORD is set, and FENGONG_USER is not; set both or none"))),
    }
}

/// What the file of `NETRC`, or `~/.netrc`, has for a host. Where nobody named the file, it need not be there.
fn netrc(endpoint: &Address) -> Result<Credentials, Failure> {
    let named = variable("NETRC").map(PathBuf::from);
    let path = named.clone().or_else(|| etcetera::home_dir().ok().map(|home| home.join(".netrc")));
    let Some(path) = path.filter(|path| named.is_some() || path.exists()) else { return Ok(Credentials::None) };
    let wrong = |cause: Message| Failure::usage(message!("{path}: {cause}", path = path.display(), cause => cause));
    let text = fs::read_to_string(&path).map_err(|error| wrong(error.message()))?;
    of_netrc(&text, endpoint.host()).map_err(|error| wrong(error.message()))
}

/// The certificates of the authorities that `SSL_CERT_FILE` names, in the place of those that browsers know.
fn authorities() -> Result<Option<Vec<u8>>, Failure> {
    let Some(path) = variable("SSL_CERT_FILE") else { return Ok(None) };
    let wrong = |error: std::io::Error| Failure::usage(message!("{path}: {cause}", path = path, cause => error.message()));
    fs::read(&path).map(Some).map_err(wrong)
}

/// The proxy on the way to a host, as curl finds it: `https_proxy` or `http_proxy`, then `all_proxy`, also in capitals, unless `no_proxy` names the host.
fn proxy(endpoint: &Address) -> Option<String> {
    let either = |name: &str| variable(name).or_else(|| variable(&name.to_ascii_uppercase()));
    if either("no_proxy").is_some_and(|hosts| is_among(endpoint.host(), &hosts)) {
        return None;
    }
    either(if endpoint.is_secure() { "https_proxy" } else { "http_proxy" }).or_else(|| either("all_proxy"))
}

/// Whether a host is one of a list: by its name, or as a part of a domain (`example.org`, `.example.org`); `*` is all.
fn is_among(host: &str, hosts: &str) -> bool {
    hosts
        .split([',', ' '])
        .map(|name| name.trim_start_matches('.').to_ascii_lowercase())
        .filter(|name| !name.is_empty())
        .any(|name| name == "*" || host == name || host.strip_suffix(name.as_str()).is_some_and(|before| before.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_known_by_name_and_domain() {
        let hosts = "localhost, .Example.org,gov.cn";
        for (host, is) in [("a.example.org", true), ("example.org", true), ("gov.cn", true), ("notgov.cn", false), ("org", false)] {
            assert_eq!(is_among(host, hosts), is, "{host}");
        }
        assert!(is_among("any", "*") && !is_among("any", ""));
    }
}
