//! Ontotext `GraphDB`, and Eclipse RDF4J, whose addresses it has: the default graph is all that the repository holds.

use super::{Habits, Paths, Profile, Union};

pub(super) const PROFILE: Profile = Profile {
    name: "graphdb",
    servers: &["graphdb", "rdf4j"],
    header: "",
    paths: Paths {
        ends: &["/statements"],
        query: Some(""),
        signed_query: None,
        update: Some("/statements"),
        graphs: Some("/rdf-graphs/service"),
    },
    union: Union::Already,
    own_graphs: &[],
    has_default_graph: true,
    part: 64 << 20,
    habits: Habits { joins_bytes: false, blank_prefix: "" },
};
