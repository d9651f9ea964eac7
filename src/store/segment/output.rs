//! Bytes on their way into a segment, with their checksums.

use crate::store::bytes::{BLOCK, Bytes};
use crate::store::error::StoreError;
use crate::store::segment::layout::Section;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Where a segment is written to.
pub(in crate::store) enum Output {
    /// Into memory.
    Memory {
        /// The bytes, eight at a time.
        words: Vec<u64>,
        /// How many.
        len: usize,
    },
    /// Into a file that did not exist.
    File(Box<FileOutput>),
}

/// A file that is being written.
pub(in crate::store) struct FileOutput {
    file: BufWriter<File>,
    path: PathBuf,
    len: usize,
    /// The checksum of the block so far, and those of the blocks before it.
    sum: crc32fast::Hasher,
    sums: Vec<u32>,
}

impl Output {
    /// Into memory.
    pub(in crate::store) const fn memory() -> Self {
        Self::Memory { words: Vec::new(), len: 0 }
    }

    /// Into a new file.
    ///
    /// # Errors
    /// [`StoreError::Io`] if it cannot be made, as when it exists.
    pub(in crate::store) fn file(path: &Path) -> Result<Self, StoreError> {
        let file = File::create_new(path).map_err(StoreError::io(path))?;
        Ok(Self::File(Box::new(FileOutput {
            file: BufWriter::with_capacity(1 << 20, file),
            path: path.to_owned(),
            len: 0,
            sum: crc32fast::Hasher::new(),
            sums: Vec::new(),
        })))
    }

    /// How many bytes were written.
    pub(in crate::store) fn len(&self) -> usize {
        match self {
            Self::Memory { len, .. } => *len,
            Self::File(file) => file.len,
        }
    }

    /// Whether it is written into memory.
    pub(in crate::store) const fn is_memory(&self) -> bool {
        matches!(self, Self::Memory { .. })
    }

    /// Writes bytes.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the system refuses.
    pub(in crate::store) fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        match self {
            Self::Memory { words, len } => {
                let end = *len + bytes.len();
                let room = end.div_ceil(8);
                if room > words.capacity() {
                    words.reserve(room - words.len());
                }
                words.resize(room, 0);
                bytemuck::cast_slice_mut(words.as_mut_slice())[*len..end].copy_from_slice(bytes);
                *len = end;
                Ok(())
            }
            Self::File(file) => file.write(bytes),
        }
    }

    /// Writes zeros up to a multiple of eight, and says where that is.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the system refuses.
    pub(in crate::store) fn align(&mut self) -> Result<u64, StoreError> {
        let missing = self.len().next_multiple_of(8) - self.len();
        self.write(&[0; 8][..missing])?;
        Ok(self.len() as u64)
    }

    /// Writes a section of its own.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the system refuses.
    pub(in crate::store) fn section(&mut self, bytes: &[u8]) -> Result<Section, StoreError> {
        let offset = self.align()?;
        self.write(bytes)?;
        Ok(Section { offset, len: bytes.len() as u64 })
    }

    /// The checksums of all blocks so far, the last of which may not be full.
    pub(in crate::store) fn sums(&self) -> Vec<u32> {
        match self {
            Self::Memory { .. } => Vec::new(),
            Self::File(file) => {
                let mut sums = file.sums.clone();
                if !file.len.is_multiple_of(BLOCK) {
                    sums.push(file.sum.clone().finalize());
                }
                sums
            }
        }
    }

    /// Ends writing: what was written lies safely on the disk, or in memory.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the system refuses.
    pub(in crate::store) fn finish(self) -> Result<Bytes, StoreError> {
        match self {
            Self::Memory { words, len } => Ok(Bytes::memory(words, len)),
            Self::File(file) => {
                let FileOutput { file, path, .. } = *file;
                let file = file.into_inner().map_err(|error| StoreError::io(&path)(error.into_error()))?;
                file.sync_all().map_err(StoreError::io(&path))?;
                Bytes::map(&path)
            }
        }
    }
}

impl FileOutput {
    fn write(&mut self, mut bytes: &[u8]) -> Result<(), StoreError> {
        self.file.write_all(bytes).map_err(StoreError::io(&self.path))?;
        while !bytes.is_empty() {
            let room = BLOCK - self.len % BLOCK;
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.sum.update(now);
            self.len += now.len();
            if self.len.is_multiple_of(BLOCK) {
                self.sums.push(std::mem::take(&mut self.sum).finalize());
            }
            bytes = later;
        }
        Ok(())
    }
}
