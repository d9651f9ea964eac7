//! `oxigraph serve`. It has a default graph of its own, and a parameter that makes it the union.

use super::{Habits, Paths, Profile, Union};

pub(super) const PROFILE: Profile = Profile {
    name: "oxigraph",
    servers: &["oxigraph"],
    header: "",
    paths: Paths { ends: &["/query"], query: Some("/query"), signed_query: None, update: Some("/update"), graphs: Some("/store") },
    union: Union::Parameters(&[("union-default-graph", "")]),
    own_graphs: &[],
    has_default_graph: true,
    part: 64 << 20,
    habits: Habits { joins_bytes: false, blank_prefix: "" },
};
