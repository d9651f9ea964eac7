//! A graph in several files of about one size, for loaders that read many at once: N-Quads, packed by gzip.
//!
//! A named graph stands whole in one file, so that a plan is one file's matter. Only a graph that is larger than a file should be is cut, by its
//! subjects; what has blank nodes stays together, since a label means nothing in another file.

use super::store::{Graph, GraphError};
use crate::language::{Message, Speak, message};
use flate2::{Compression, GzBuilder};
use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::cmp::Reverse;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// What was written: the file `shards.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shards {
    /// All statements.
    pub quads: u64,
    /// The files, in the order of their numbers.
    pub shards: Vec<Shard>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shard {
    /// Its name.
    pub file: String,
    /// How many statements it has.
    pub quads: u64,
    /// Its length in bytes, packed.
    pub bytes: u64,
    /// The SHA-256 of these bytes.
    pub sha256: String,
}

/// Why files could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum ShardsError {
    /// The graph cannot be read.
    Graph(#[from] GraphError),
    /// The system refuses.
    Io(#[from] io::Error),
}

impl Speak for ShardsError {
    fn message(&self) -> Message {
        match self {
            Self::Graph(error) => error.message(),
            Self::Io(error) => message!("the files could not be written: {cause}", cause => error.message()),
        }
    }
}

/// Where statements of a graph go: to the first of its files, and by their subjects to as many after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    first: usize,
    files: usize,
}

/// Writes `count` files and `shards.json` into an empty directory. The same statements give the same bytes, whatever they are stored in.
///
/// Statements are written to the directory as they are read and packed one file after the other, two at a time on two cores: memory is that of these
/// files, unpacked.
///
/// # Errors
/// [`ShardsError`] where the graph cannot be read, or the directory not written.
pub fn write_shards(graph: &Graph, wanted: impl Fn(&GraphName) -> bool, count: usize, directory: &Path) -> Result<Shards, ShardsError> {
    let mut sizes: FxHashMap<GraphName, u64> = FxHashMap::default();
    for quad in graph.quads(None, None, None, None) {
        let quad = quad?;
        if wanted(&quad.graph_name) {
            *sizes.entry(quad.graph_name).or_default() += 1;
        }
    }
    let places = deal(sizes, count);
    let raw = |file: usize| directory.join(format!(".part-{file}"));
    let serializer = || RdfSerializer::from_format(RdfFormat::NQuads);
    let open = |file: usize| Ok(serializer().for_writer(BufWriter::with_capacity(1 << 16, File::create(raw(file))?)));
    let mut files = (0..count).map(open).collect::<io::Result<Vec<_>>>()?;
    for quad in graph.quads(None, None, None, None) {
        let quad = quad?;
        if let Some(place) = places.get(&quad.graph_name) {
            files[place.first + part(&quad, place.files)].serialize_quad(&quad)?;
        }
    }
    for file in files {
        file.finish()?.flush()?;
    }
    let shards = (0..count).into_par_iter().map(|file| {
        let name = format!("part-{:04}.nq.gz", file + 1);
        let shard = pack(&raw(file), &directory.join(&name), name);
        fs::remove_file(raw(file))?;
        shard
    });
    let shards = shards.collect::<io::Result<Vec<_>>>()?;
    let shards = Shards { quads: shards.iter().map(|shard| shard.quads).sum(), shards };
    let mut json = serde_json::to_vec_pretty(&shards).map_err(io::Error::from)?;
    json.push(b'\n');
    fs::write(directory.join("shards.json"), json)?;
    Ok(shards)
}

/// Deals graphs out: the largest first, each to the file that has least; what is larger than a file should be, to several of its own.
fn deal(sizes: impl IntoIterator<Item = (GraphName, u64)>, count: usize) -> FxHashMap<GraphName, Place> {
    let mut graphs: Vec<(GraphName, u64)> = sizes.into_iter().collect();
    graphs.sort_by_cached_key(|(name, size)| (Reverse(*size), name.to_string()));
    let all: u64 = graphs.iter().map(|(_, size)| size).sum();
    let (mut loads, mut free) = (vec![0_u64; count], 0);
    let mut places = FxHashMap::default();
    for (name, size) in graphs {
        // As many files as it would fill, of those that nothing stands in yet.
        let files = usize::try_from(size * count as u64 / all.max(1)).unwrap_or(count).min(count - free);
        let place = if files > 1 {
            free += files;
            Place { first: free - files, files }
        } else {
            let first = (0..count).min_by_key(|file| (loads[*file], *file)).unwrap_or_default();
            free = free.max(first + 1);
            Place { first, files: 1 }
        };
        let share = size.div_ceil(place.files as u64);
        loads[place.first..place.first + place.files].iter_mut().for_each(|load| *load += share);
        places.insert(name, place);
    }
    places
}

/// Which of the files of its graph a statement stands in.
fn part(quad: &Quad, files: usize) -> usize {
    match &quad.subject {
        NamedOrBlankNode::NamedNode(node) if !matches!(quad.object, Term::BlankNode(_)) => {
            crc32fast::hash(node.as_str().as_bytes()) as usize % files
        }
        _ => 0,
    }
}

/// Sorts the lines of a file and packs them.
fn pack(from: &Path, to: &Path, name: String) -> io::Result<Shard> {
    let bytes = fs::read(from)?;
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    lines.par_sort_unstable();
    lines.dedup();
    // No name and no time in its head: the same lines are the same bytes.
    let mut packed =
        GzBuilder::new().write(Hashed { out: BufWriter::new(File::create(to)?), hash: Sha256::new(), bytes: 0 }, Compression::default());
    lines.iter().try_for_each(|line| packed.write_all(line))?;
    let mut hashed = packed.finish()?;
    hashed.out.flush()?;
    let sha256 = hashed.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Shard { file: name, quads: lines.len() as u64, bytes: hashed.bytes, sha256 })
}

/// Bytes that are hashed on their way.
struct Hashed<W> {
    out: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, deal, part};
    use oxigraph::model::{BlankNode, GraphName, NamedNode, Quad};

    /// Where graphs are dealt to, in the order in which they are given.
    fn dealt(sizes: &[u64], count: usize) -> Vec<(usize, usize)> {
        let name = |at: usize| GraphName::from(NamedNode::new_unchecked(format!("http://a.example/{at}")));
        let places = deal(sizes.iter().enumerate().map(|(at, size)| (name(at), *size)), count);
        (0..sizes.len()).map(|at| places[&name(at)]).map(|Place { first, files }| (first, files)).collect()
    }

    #[test]
    fn the_largest_graphs_are_dealt_first_and_only_what_is_too_large_is_cut() {
        assert_eq!(dealt(&[10, 9, 8, 7], 2), [(0, 1), (1, 1), (1, 1), (0, 1)]);
        assert_eq!(dealt(&[100, 9, 8], 4), [(0, 3), (3, 1), (3, 1)]);
        assert_eq!(dealt(&[100], 4), [(0, 4)]);
        assert_eq!(dealt(&[], 4), []);
    }

    #[test]
    fn statements_of_one_subject_and_those_with_blank_nodes_stay_together() {
        let node = |number: u32| NamedNode::new_unchecked(format!("http://a.example/{number}"));
        let quad = |subject: u32, object: u32| Quad::new(node(subject), node(0), node(object), GraphName::DefaultGraph);
        assert_eq!(part(&quad(7, 1), 5), part(&quad(7, 2), 5));
        assert!((0..20).map(|subject| part(&quad(subject, 0), 5)).any(|place| place > 0));
        let blank = BlankNode::new_unchecked("b");
        let tied = (0..20).flat_map(|at| {
            [
                Quad::new(node(at), node(0), blank.clone(), GraphName::DefaultGraph),
                Quad::new(blank.clone(), node(at), node(1), GraphName::DefaultGraph),
            ]
        });
        assert!(tied.into_iter().all(|quad| part(&quad, 5) == 0));
    }
}
