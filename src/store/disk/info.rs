//! What a store is made of, for people.

/// What a store is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreInfo {
    /// The version of its format.
    pub version: u64,
    /// How many times it was changed.
    pub commits: u64,
    /// How many statements it has.
    pub quads: u64,
    /// How many terms its dictionaries have.
    pub terms: u64,
    /// How many graphs have statements, the default graph among them.
    pub graphs: u64,
    /// How many predicates it has.
    pub predicates: u64,
    /// The bytes of its files.
    pub bytes: u64,
    /// Its segments, oldest first.
    pub segments: Vec<SegmentInfo>,
}

/// One segment of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentInfo {
    /// The name of its file.
    pub file: String,
    /// The bytes of the file.
    pub bytes: u64,
    /// How many statements are in it.
    pub quads: u64,
    /// How many of them count.
    pub counting: u64,
    /// How many terms it has.
    pub terms: u64,
}
