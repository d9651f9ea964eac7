//! What differs from server to server: one small file each, each a [`Profile`].

mod fuseki;
mod generic;
mod graphdb;
mod oxigraph;
mod stardog;
mod virtuoso;

use super::address::Address;
use super::waiting::Head;

/// What is known of a kind of server.
#[derive(Debug, PartialEq, Eq)]
pub struct Profile {
    /// The name on the command line.
    pub name: &'static str,
    /// What its name in the header `Server` begins with, in lower case.
    pub(super) servers: &'static [&'static str],
    /// A header that only it sends.
    pub(super) header: &'static str,
    /// Where it answers, below where it stands: queries, queries of those who say who they are, updates, graphs. Nothing stands for the URL that
    /// was given, and, of graphs, for nowhere.
    pub(super) paths: Paths,
    /// What makes the default graph the union of all.
    pub(super) union: Union,
    /// Graphs of its own, which nobody means who wants all: beginnings of their IRIs.
    pub(super) own_graphs: &'static [&'static str],
    /// Whether a statement may stand outside of all named graphs.
    pub(super) has_default_graph: bool,
    /// How many bytes of statements it takes at once.
    pub(super) part: usize,
    /// What of a query it does wrongly, and is asked in another way.
    pub(super) habits: Habits,
}

/// Where a server answers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Paths {
    /// How the path of its queries may end; the rest of the path is where it stands.
    pub ends: &'static [&'static str],
    pub query: Option<&'static str>,
    pub signed_query: Option<&'static str>,
    pub update: Option<&'static str>,
    pub graphs: Option<&'static str>,
}

/// What makes the default graph of a query that names none the union of all named graphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Union {
    /// Nothing: it is that already.
    Already,
    /// Parameters of the request.
    Parameters(&'static [(&'static str, &'static str)]),
    /// It is found out, and where the default graph is another, all graphs are named.
    Unknown,
}

/// What a server does in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Habits {
    /// Words that are joined by constants beyond ASCII come out damaged, and a path may not end in a blank node.
    pub joins_bytes: bool,
    /// The labels of blank nodes begin with this, which none may.
    pub blank_prefix: &'static str,
}

/// Where one server answers.
#[derive(Debug, Clone)]
pub(super) struct Places {
    pub query: Address,
    pub update: Address,
    pub graphs: Option<Address>,
}

impl Profile {
    /// All of them.
    pub const ALL: &[&Self] =
        &[&virtuoso::PROFILE, &oxigraph::PROFILE, &fuseki::PROFILE, &graphdb::PROFILE, &stardog::PROFILE, &generic::PROFILE];

    /// The profile of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().copied().find(|profile| profile.name == name)
    }

    /// The profile of a server that answered: by what it says of itself, then by the path of its URL.
    pub(super) fn recognise(endpoint: &Address, head: &Head) -> &'static Self {
        let server = head.header("server").unwrap_or_default().to_ascii_lowercase();
        let says = |profile: &&&Self| {
            profile.servers.iter().any(|name| server.starts_with(name))
                || (!profile.header.is_empty() && head.headers.contains_key(profile.header))
        };
        let by_path = || Self::ALL.iter().find(|profile| profile.name == "graphdb" && endpoint.path().contains("/repositories/"));
        Self::ALL.iter().find(says).or_else(by_path).copied().unwrap_or(&generic::PROFILE)
    }

    /// Where it answers, by the URL that was given.
    pub(super) fn places(&self, endpoint: &Address, is_known: bool) -> Places {
        let path = endpoint.path().trim_end_matches('/');
        let base = self.paths.ends.iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path);
        let at = |below: Option<&str>| below.map(|below| endpoint.with_path(&format!("{base}{below}")));
        let query = if is_known { self.paths.signed_query.or(self.paths.query) } else { self.paths.query };
        Places {
            query: at(query).unwrap_or_else(|| endpoint.clone()),
            update: at(self.paths.update).unwrap_or_else(|| endpoint.clone()),
            graphs: at(self.paths.graphs),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::error::Error;

    #[test]
    fn urls_are_known_in_every_form_that_people_write() -> Result<(), Box<dyn Error>> {
        let places = |name: &str, url: &str, is_known: bool| -> Result<[String; 3], Box<dyn Error>> {
            let places = Profile::named(name).ok_or("no such profile")?.places(&Address::read(url)?, is_known);
            Ok([places.query, places.update, places.graphs.ok_or("no graphs")?].map(|place| place.as_str().to_owned()))
        };
        let virtuoso = ["http://h:8890/sparql-auth", "http://h:8890/sparql-auth", "http://h:8890/sparql-graph-crud-auth"];
        for url in ["http://h:8890", "http://h:8890/", "http://h:8890/sparql", "http://h:8890/sparql-auth/"] {
            assert_eq!(places("virtuoso", url, true)?, virtuoso, "{url}");
        }
        assert_eq!(places("virtuoso", "http://h:8890/", false)?[0], "http://h:8890/sparql");
        for url in ["http://h:7878", "http://h:7878/query"] {
            assert_eq!(places("oxigraph", url, false)?, ["http://h:7878/query", "http://h:7878/update", "http://h:7878/store"]);
        }
        for url in ["http://h:3030/ds", "http://h:3030/ds/", "http://h:3030/ds/sparql", "http://h:3030/ds/query"] {
            assert_eq!(places("fuseki", url, false)?, ["http://h:3030/ds/query", "http://h:3030/ds/update", "http://h:3030/ds/data"]);
        }
        let graphdb = places("graphdb", "http://h:7200/repositories/r", false)?;
        assert_eq!(graphdb[1..], ["http://h:7200/repositories/r/statements", "http://h:7200/repositories/r/rdf-graphs/service"]);
        let any = Profile::named("generic").ok_or("no generic")?.places(&Address::read("http://h/x")?, true);
        assert_eq!((any.query.as_str(), any.update.as_str(), any.graphs.is_none()), ("http://h/x", "http://h/x", true));
        Ok(())
    }
}
