//! Any other server: what its default graph is, is found out, and statements go to it by SPARQL Update, unless other addresses are given.

use super::{Habits, Paths, Profile, Union};

pub(super) const PROFILE: Profile = Profile {
    name: "generic",
    servers: &[],
    header: "",
    paths: Paths { ends: &[], query: None, signed_query: None, update: None, graphs: None },
    union: Union::Unknown,
    own_graphs: &[],
    has_default_graph: true,
    part: 256 << 10,
    habits: Habits { joins_bytes: false, blank_prefix: "" },
};
