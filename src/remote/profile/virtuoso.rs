//! `OpenLink` Virtuoso. Queries go as forms: a body of `application/sparql-query` is never answered. Who says who they are, by Digest, asks and writes
//! at addresses of their own. All graphs together are what a query without FROM sees, those of the server's own too.

use super::{Habits, Paths, Profile, Union};

pub(super) const PROFILE: Profile = Profile {
    name: "virtuoso",
    servers: &["virtuoso"],
    header: "",
    paths: Paths {
        ends: &["/sparql", "/sparql-auth"],
        query: Some("/sparql"),
        signed_query: Some("/sparql-auth"),
        update: Some("/sparql-auth"),
        graphs: Some("/sparql-graph-crud-auth"),
    },
    union: Union::Already,
    own_graphs: &[
        "http://www.openlinksw.com/",
        "http://localuriqaserver/",
        "http://localhost:8890/",
        "http://www.w3.org/ns/ldp#",
        "http://www.w3.org/2002/07/owl#",
        "urn:activitystreams-owl:map",
        "urn:core:services:sparql",
        "urn:rules.skos",
        "virtrdf-label",
        "facets",
    ],
    has_default_graph: false,
    part: 4 << 20,
    habits: Habits { joins_bytes: true, blank_prefix: "nodeID://" },
};
