//! Stardog: a database below the address, and a name for all of its graphs.

use super::{Habits, Paths, Profile, Union};

pub(super) const PROFILE: Profile = Profile {
    name: "stardog",
    servers: &["stardog"],
    header: "sd-connection-string",
    paths: Paths { ends: &["/query"], query: Some("/query"), signed_query: None, update: Some("/update"), graphs: Some("") },
    union: Union::Parameters(&[("default-graph-uri", "tag:stardog:api:context:all"), ("named-graph-uri", "tag:stardog:api:context:named")]),
    own_graphs: &[],
    has_default_graph: true,
    part: 64 << 20,
    habits: Habits { joins_bytes: false, blank_prefix: "" },
};
