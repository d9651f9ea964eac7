//! Opening a store, and what concerns it as a whole.

use super::fault;
use super::info::{SegmentInfo, StoreInfo};
use super::manifest::{self, Manifest, Record, sync_directory};
use super::writer::Writer;
use crate::store::bytes::Bytes;
use crate::store::chain::Link;
use crate::store::error::StoreError;
use crate::store::segment::Segment;
use crate::store::snapshot::Snapshot;
use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

/// The file that is locked by whoever writes.
const LOCK: &str = "lock";

/// A store in a directory.
#[derive(Clone)]
pub struct Store(Arc<Shared>);

struct Shared {
    path: PathBuf,
    state: RwLock<State>,
}

/// A state of a store: what it is made of, opened.
#[derive(Clone)]
pub(super) struct State {
    pub(super) manifest: Manifest,
    pub(super) snapshot: Snapshot,
}

impl State {
    /// Reads the present state of a directory. What is open already in `before` is not opened again.
    pub(super) fn read(directory: &Path, before: Option<&Self>) -> Result<Self, StoreError> {
        let mut manifest = Manifest::read(directory)?;
        loop {
            match Self::open(directory, &manifest, before) {
                // Someone may have replaced the files since the manifest was read.
                Err(StoreError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {
                    let now = Manifest::read(directory)?;
                    if now == manifest {
                        let file = manifest.segments.iter().map(|record| Manifest::path_of(directory, record)).find(|path| !path.exists());
                        return Err(StoreError::Io { path: file.unwrap_or_else(|| directory.to_owned()), source });
                    }
                    manifest = now;
                }
                other => return other,
            }
        }
    }

    fn open(directory: &Path, manifest: &Manifest, before: Option<&Self>) -> Result<Self, StoreError> {
        let mut links: Vec<Link> = Vec::new();
        for record in &manifest.segments {
            let open = before.and_then(|before| before.segment(record));
            let segment = match open {
                Some(segment) => segment,
                None => Arc::new(open_segment(directory, record)?),
            };
            if links.last().map_or(0, |link| link.segment.end()) != segment.base() {
                return Err(segment.bytes().damaged(0));
            }
            links.push(Link { segment, masks: record.masks.as_slice().into() });
        }
        Ok(Self { manifest: manifest.clone(), snapshot: Snapshot::of(links)? })
    }

    /// The segment of a file, if it is open.
    fn segment(&self, record: &Record) -> Option<Arc<Segment>> {
        let open = self.manifest.segments.iter().zip(self.snapshot.links());
        open.filter(|(known, _)| known.file == record.file && known.head == record.head).map(|(_, link)| link.segment.clone()).next()
    }
}

fn open_segment(directory: &Path, record: &Record) -> Result<Segment, StoreError> {
    let bytes = Bytes::map(&Manifest::path_of(directory, record))?;
    if bytes.len() as u64 != record.bytes {
        return Err(bytes.damaged(bytes.len().min(usize::try_from(record.bytes).unwrap_or(usize::MAX))));
    }
    let segment = Segment::open(bytes)?;
    if segment.head_sum() != record.head {
        return Err(segment.bytes().damaged(0));
    }
    Ok(segment)
}

impl Store {
    /// Opens the store of a directory.
    ///
    /// # Errors
    /// [`StoreError`] if there is none, or it is damaged or of another version.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let state = State::read(path, None)?;
        Ok(Self(Arc::new(Shared { path: path.to_owned(), state: RwLock::new(state) })))
    }

    /// Makes a store without a statement in a directory that is not there or empty.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the system refuses, or there is something already.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(path).map_err(StoreError::io(path))?;
        let _lock = lock(path)?;
        let mut names = fs::read_dir(path).map_err(StoreError::io(path))?.filter_map(Result::ok).map(|entry| entry.file_name());
        if names.any(|name| name != LOCK) {
            return Err(StoreError::io(path)(ErrorKind::AlreadyExists.into()));
        }
        Manifest::new().write(path)?;
        Self::open(path)
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// The state as this program knows it: what was there when it was opened, or what was last written or read anew by it.
    pub fn snapshot(&self) -> Snapshot {
        self.state().snapshot
    }

    /// Reads what others have written since.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read.
    pub fn refresh(&self) -> Result<Snapshot, StoreError> {
        let state = State::read(self.path(), Some(&self.state()))?;
        self.put(state.clone());
        Ok(state.snapshot)
    }

    /// The present state.
    pub(super) fn state(&self) -> State {
        self.0.state.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Makes a state the present one.
    pub(super) fn put(&self, state: State) {
        *self.0.state.write().unwrap_or_else(std::sync::PoisonError::into_inner) = state;
    }

    /// Begins to write; until that is over nobody else can.
    ///
    /// # Errors
    /// [`StoreError::Locked`] if somebody writes already; [`StoreError`] if the store cannot be read.
    pub fn writer(&self) -> Result<Writer, StoreError> {
        let lock = lock(self.path())?;
        let state = State::read(self.path(), Some(&self.state()))?;
        self.put(state.clone());
        Writer::new(self.clone(), lock, state)
    }

    /// What it is made of.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if that cannot be read.
    pub fn info(&self) -> Result<StoreInfo, StoreError> {
        let State { manifest, snapshot } = self.state();
        let mut segments = Vec::new();
        for (record, link) in manifest.segments.iter().zip(snapshot.links()) {
            let head = link.segment.head();
            segments.push(SegmentInfo {
                file: record.file.clone(),
                bytes: record.bytes,
                quads: head.quads,
                counting: link.quads()?,
                terms: head.terms,
            });
        }
        Ok(StoreInfo {
            version: manifest::VERSION,
            commits: manifest.commits,
            quads: snapshot.len(),
            terms: segments.iter().map(|segment| segment.terms).sum(),
            graphs: snapshot.graphs()?.len() as u64,
            predicates: snapshot.predicates().count() as u64,
            bytes: segments.iter().map(|segment| segment.bytes).sum(),
            segments,
        })
    }

    /// Compares every byte with its checksum.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] at the first place where it differs.
    pub fn verify(&self) -> Result<(), StoreError> {
        let state = self.state();
        State::read(self.path(), None)?;
        state.snapshot.links().iter().try_for_each(|link| link.segment.bytes().verify())
    }

    /// Makes one segment of all, without what does not count any more: as small and as fast as it can be.
    ///
    /// # Errors
    /// [`StoreError`] if somebody else writes, or it cannot be read or written.
    pub fn optimise(&self) -> Result<(), StoreError> {
        self.writer()?.optimise()
    }

    /// Writes the present state into another directory, which is not there or empty, comparing every byte with its checksum.
    ///
    /// # Errors
    /// [`StoreError`] if it cannot be read or written; then the other directory holds no store.
    pub fn backup(&self, to: &Path) -> Result<Self, StoreError> {
        let State { manifest, snapshot } = self.state();
        fs::create_dir_all(to).map_err(StoreError::io(to))?;
        let lock = lock(to)?;
        let mut names = fs::read_dir(to).map_err(StoreError::io(to))?.filter_map(Result::ok).map(|entry| entry.file_name());
        if names.any(|name| name != LOCK) {
            return Err(StoreError::io(to)(ErrorKind::AlreadyExists.into()));
        }
        for (record, link) in manifest.segments.iter().zip(snapshot.links()) {
            // From the open file, which stays even if a writer removes its name.
            let bytes = link.segment.bytes();
            bytes.verify()?;
            let path = Manifest::path_of(to, record);
            let copied = || {
                fault::point()?;
                let mut file = File::create_new(&path)?;
                file.write_all(bytes.raw(0, bytes.len()).unwrap_or_default())?;
                file.sync_all()
            };
            copied().map_err(StoreError::io(&path))?;
        }
        sync_directory(to)?;
        manifest.write(to)?;
        drop(lock);
        Self::open(to)
    }
}

/// Locks a directory against other writers, until the file is closed.
fn lock(directory: &Path) -> Result<File, StoreError> {
    let path = directory.join(LOCK);
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(StoreError::io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked(directory.to_owned())),
        Err(TryLockError::Error(error)) => Err(StoreError::io(&path)(error)),
    }
}
