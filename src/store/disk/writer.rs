//! Changing a store.

use super::fault;
use super::manifest::{self, Manifest, Record, is_of_store, sync_directory};
use super::policy::{self, Size};
use super::store::{State, Store};
use crate::store::builder::Builder;
use crate::store::chain::{Link, graph_ids, mask};
use crate::store::error::StoreError;
use crate::store::load::{self, Batches, Loading};
use crate::store::merge::merge;
use crate::store::segment::output::Output;
use crate::store::snapshot::Snapshot;
use oxigraph::model::{GraphName, GraphNameRef, QuadRef};
use std::fs::{self, File};
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

/// The memory that statements may take before they are written to a file of their own, unless something else is said: 1 GiB.
const MEMORY: usize = 1 << 30;
/// How many statements are added before a look at the memory that they take.
const BETWEEN_LOOKS: usize = 4096;

/// Changes a store. Nothing is changed until [`Self::commit`], and then everything at once; a writer that is dropped changes nothing, and
/// so should one that told an error be.
pub struct Writer {
    store: Store,
    before: State,
    builder: Builder,
    work: Work,
    documents: u64,
    dropped: bool,
    /// Held as long as this lives.
    lock: File,
}

/// What is written before the commit.
struct Work {
    directory: PathBuf,
    next_file: u64,
    memory: usize,
    /// What is there already, without what is dropped.
    base: Snapshot,
    /// What was written so far, and the names of the files. Terms and statements of one can stand in another too.
    batches: Vec<(Link, String)>,
}

impl Work {
    /// A new file, and its name.
    fn output(&mut self, durable: bool) -> Result<(Output, String), StoreError> {
        let name = manifest::file_name(self.next_file);
        self.next_file += 1;
        let path = self.directory.join(&name);
        fault::point().map_err(StoreError::io(&path))?;
        Ok((Output::file(&path, durable)?, name))
    }

    /// Removes a file that is not needed; if it stays, the next writer removes it.
    fn remove(&self, name: &str) {
        let _ = fs::remove_file(self.directory.join(name));
    }

    /// Writes what a builder has to a file.
    fn write(&mut self, builder: Builder) -> Result<(), StoreError> {
        if builder.is_empty() {
            return Ok(());
        }
        let first = self.batches.last().map_or_else(|| self.base.end(), |(link, _)| link.segment.end());
        let (out, name) = self.output(false)?;
        match builder.write(&self.base, first, out) {
            Ok(Some(segment)) => self.batches.push((Link { segment: Arc::new(segment), masks: [].into() }, name)),
            Ok(None) => self.remove(&name),
            Err(error) => {
                // On a full disk the part of it would be in the way of others.
                self.remove(&name);
                return Err(error);
            }
        }
        Ok(())
    }

    /// All segments, those before and those that were written.
    fn links(&self) -> Vec<Link> {
        self.base.links().iter().chain(self.batches.iter().map(|(link, _)| link)).cloned().collect()
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        for (_, name) in &self.batches {
            self.remove(name);
        }
    }
}

impl Batches for Work {
    fn check(&mut self, builder: &mut Builder) -> Result<bool, StoreError> {
        // Sorting them takes about as much again.
        if builder.memory() < self.memory / 2 && !builder.is_nearly_full() {
            return Ok(false);
        }
        self.write(std::mem::take(builder))?;
        Ok(true)
    }
}

impl Writer {
    pub(super) fn new(store: Store, lock: File, before: State) -> Result<Self, StoreError> {
        let directory = store.path().to_owned();
        let State { manifest, snapshot } = &before;
        let names = fs::read_dir(&directory).map_err(StoreError::io(&directory))?;
        for name in names.filter_map(|entry| entry.ok()?.file_name().into_string().ok()) {
            if is_of_store(&name) && !manifest.segments.iter().any(|record| record.file == name) {
                // Where the system does not let go of a file that someone reads, it stays until the next time.
                let _ = fs::remove_file(directory.join(name));
            }
        }
        // A file that could not be removed must not be in the way of a new one.
        let mut next_file = manifest.next_file;
        while directory.join(manifest::file_name(next_file)).exists() {
            next_file += 1;
        }
        let work = Work { directory, next_file, memory: MEMORY, base: snapshot.clone(), batches: Vec::new() };
        Ok(Self { builder: Builder::new(), work, documents: manifest.documents, dropped: false, store, before, lock })
    }

    /// Says how many bytes of memory statements may take before they are written to a file of their own, which costs a merge at the end.
    #[must_use]
    pub fn with_memory(mut self, bytes: usize) -> Self {
        self.work.memory = bytes;
        self
    }

    /// Adds a statement.
    ///
    /// # Errors
    /// [`StoreError`] if there are too many terms, or a file cannot be written.
    pub fn add(&mut self, quad: QuadRef<'_>) -> Result<(), StoreError> {
        self.builder.add(quad)?;
        if self.builder.len().is_multiple_of(BETWEEN_LOOKS) {
            self.work.check(&mut self.builder)?;
        }
        Ok(())
    }

    /// Adds the statements of a builder, which others filled: they are written to a file of their own.
    ///
    /// # Errors
    /// [`StoreError`] if there are too many terms, or a file cannot be written.
    pub fn take(&mut self, builder: Builder) -> Result<(), StoreError> {
        self.work.write(std::mem::take(&mut self.builder))?;
        self.work.write(builder)
    }

    /// Forgets what is stated in a graph, before and by this writer so far.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read, or a file cannot be written.
    pub fn drop_graph(&mut self, graph: GraphNameRef<'_>) -> Result<(), StoreError> {
        self.drop_graphs(&[graph.into_owned()])
    }

    /// The same with several graphs.
    ///
    /// # Errors
    /// As [`Self::drop_graph`].
    pub fn drop_graphs(&mut self, graphs: &[GraphName]) -> Result<(), StoreError> {
        for graph in graphs {
            if self.builder.has_graph(graph.as_ref())? {
                self.work.write(std::mem::take(&mut self.builder))?;
            }
        }
        let mut links = self.work.links();
        let ids = graph_ids(&links, graphs)?;
        mask(&mut links, &ids)?;
        let batches = links.split_off(self.work.base.links().len());
        for ((link, _), masked) in self.work.batches.iter_mut().zip(batches) {
            *link = masked;
        }
        self.work.base = Snapshot::of(links)?;
        self.dropped = true;
        Ok(())
    }

    /// Adds the statements of a document, and says how many it has. Its blank nodes are others than those that are there.
    ///
    /// # Errors
    /// [`StoreError::Rdf`] where it is not of its form, [`StoreError`] if it cannot be read or a file cannot be written. Then statements
    /// may have been taken in: drop the writer.
    pub fn load(&mut self, reader: impl Read, loading: &Loading) -> Result<u64, StoreError> {
        let loading = Loading { document: self.documents, ..loading.clone() };
        self.documents += 1;
        load::load(&mut self.builder, reader, &loading, &mut self.work)
    }

    /// Makes what was done the present state of the store, whole, and says what that is.
    ///
    /// # Errors
    /// [`StoreError`] if a file cannot be read or written; then the state before stays.
    pub fn commit(mut self) -> Result<Snapshot, StoreError> {
        self.work.write(std::mem::take(&mut self.builder))?;
        if self.work.batches.is_empty() && !self.dropped && self.documents == self.before.manifest.documents {
            return Ok(self.before.snapshot.clone());
        }
        let links = self.work.links();
        let mut sizes = Vec::with_capacity(links.len());
        for link in &links {
            sizes.push(Size { counting: link.quads()?, stored: link.segment.head().quads });
        }
        let from = policy::merged_from(&sizes, self.before.manifest.segments.len());
        self.replace(links, from)
    }

    /// The same, and goes on writing: nobody else comes in between.
    ///
    /// # Errors
    /// As [`Self::commit`].
    pub fn commit_and_go_on(self) -> Result<Self, StoreError> {
        let (store, memory) = (self.store.clone(), self.work.memory);
        // The lock is that of the file that both have open.
        let lock = self.lock.try_clone().map_err(StoreError::io(store.path()))?;
        self.commit()?;
        let state = store.state();
        Self::new(store, lock, state).map(|writer| writer.with_memory(memory))
    }

    /// Makes one segment of all.
    pub(super) fn optimise(self) -> Result<(), StoreError> {
        let links = self.work.links();
        let as_it_is = match links.as_slice() {
            [] => true,
            [only] => only.masks.is_empty(),
            _ => false,
        };
        if as_it_is { Ok(()) } else { self.replace(links, 0).map(drop) }
    }

    /// Makes one segment of those from a place on, and that the present state.
    fn replace(mut self, mut links: Vec<Link>, from: usize) -> Result<Snapshot, StoreError> {
        let mut manifest = self.before.manifest.clone();
        manifest.segments.truncate(from);
        for (record, link) in manifest.segments.iter_mut().zip(&links) {
            record.masks = link.masks.to_vec();
        }
        let merged = links.split_off(from.min(links.len()));
        let last = match (merged.as_slice(), self.work.batches.last()) {
            ([], _) => None,
            // What was written just now, and is all there is to be merged.
            ([only], Some((_, name))) if only.masks.is_empty() && self.work.batches.len() == 1 => {
                let path = self.work.directory.join(name);
                fault::point().and_then(|()| File::options().write(true).open(&path)?.sync_all()).map_err(StoreError::io(&path))?;
                Some((only.segment.clone(), name.clone()))
            }
            _ => {
                let (out, name) = self.work.output(true)?;
                match merge(&merged, out) {
                    Ok(Some(segment)) => Some((Arc::new(segment), name)),
                    none => {
                        self.work.remove(&name);
                        none?.map(|segment| (Arc::new(segment), name))
                    }
                }
            }
        };
        if let Some((segment, file)) = last {
            let bytes = segment.bytes().len() as u64;
            manifest.segments.push(Record { file, bytes, head: segment.head_sum(), masks: Vec::new() });
            links.push(Link { segment, masks: [].into() });
        }
        manifest.commits += 1;
        manifest.documents = self.documents;
        manifest.next_file = self.work.next_file;
        let snapshot = Snapshot::of(links)?;
        sync_directory(&self.work.directory)?;
        // From here on a manifest may name what was written: whatever fails, it is left to the next writer.
        let batches = std::mem::take(&mut self.work.batches).into_iter().map(|(_, name)| name);
        manifest.write(&self.work.directory)?;
        let before = std::mem::take(&mut self.before.manifest.segments).into_iter().map(|record| record.file);
        for file in before.chain(batches) {
            if !manifest.segments.iter().any(|record| record.file == file) {
                self.work.remove(&file);
            }
        }
        self.store.put(State { manifest: Manifest::clone(&manifest), snapshot: snapshot.clone() });
        Ok(snapshot)
    }
}
