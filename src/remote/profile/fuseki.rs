//! Apache Jena Fuseki: a data set below the address. Whether its default graph is the union depends on how the data set is set up.

use super::{Habits, Paths, Profile, Union};

pub(super) const PROFILE: Profile = Profile {
    name: "fuseki",
    servers: &["apache jena fuseki", "fuseki", "jetty fuseki"],
    header: "fuseki-request-id",
    paths: Paths {
        ends: &["/sparql", "/query"],
        query: Some("/query"),
        signed_query: None,
        update: Some("/update"),
        graphs: Some("/data"),
    },
    union: Union::Unknown,
    own_graphs: &[],
    has_default_graph: true,
    part: 64 << 20,
    habits: Habits { joins_bytes: false, blank_prefix: "" },
};
