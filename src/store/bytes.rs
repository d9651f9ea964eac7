//! The bytes of a segment, in memory or mapped from a file, never touched without a look at whether they are those that were written.
//!
//! A file has a checksum for each block of 64 KiB. A block is compared with its own the first time that anything in it is read, so that
//! opening costs nothing, and what is damaged is told as an error where it would be used.

use super::error::StoreError;
use memmap2::Mmap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// The bytes that one checksum is for.
pub(super) const BLOCK: usize = 1 << 16;

/// Where the bytes are.
enum Place {
    /// In memory, eight at a time so that columns of numbers lie as they must.
    Memory(Vec<u64>),
    /// In a file.
    Mapped(Mmap),
}

/// The bytes of a segment.
pub(super) struct Bytes {
    place: Place,
    len: usize,
    path: PathBuf,
    checks: Option<Checks>,
}

/// Which blocks have been compared with their checksums.
struct Checks {
    /// The checksums, four bytes each, one block after another.
    sums: Vec<u32>,
    seen: Vec<AtomicU64>,
    left: AtomicUsize,
    covered: usize,
}

impl Bytes {
    /// Bytes in memory, which need no checksums.
    pub(super) const fn memory(words: Vec<u64>, len: usize) -> Self {
        Self { place: Place::Memory(words), len, path: PathBuf::new(), checks: None }
    }

    /// The bytes of a file; nothing is checked until [`Self::expect`] tells the checksums.
    ///
    /// # Errors
    /// [`StoreError::Io`] if the file cannot be opened or mapped.
    pub(super) fn map(path: &Path) -> Result<Self, StoreError> {
        let file = File::open(path).map_err(StoreError::io(path))?;
        let mapped = map(&file).map_err(StoreError::io(path))?;
        Ok(Self { len: mapped.len(), place: Place::Mapped(mapped), path: path.to_owned(), checks: None })
    }

    /// Tells the checksums of the blocks of the first `covered` bytes.
    pub(super) fn expect(&mut self, sums: Vec<u32>, covered: usize) {
        let seen = (0..sums.len().div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        self.checks = Some(Checks { left: AtomicUsize::new(sums.len()), sums, seen, covered });
    }

    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// The file, empty for what stands in memory.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Says that the bytes at a place cannot be right.
    #[cold]
    pub(super) fn damaged(&self, offset: usize) -> StoreError {
        StoreError::Damaged { path: self.path.clone(), offset: offset as u64 }
    }

    fn all(&self) -> &[u8] {
        match &self.place {
            Place::Memory(words) => bytemuck::cast_slice(words),
            Place::Mapped(mapped) => mapped,
        }
    }

    /// Bytes that no checksum has been compared for.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if there are not so many.
    pub(super) fn raw(&self, offset: usize, len: usize) -> Result<&[u8], StoreError> {
        let end = offset.checked_add(len).filter(|end| *end <= self.len);
        end.and_then(|end| self.all().get(offset..end)).ok_or_else(|| self.damaged(offset))
    }

    /// Some bytes.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if there are not so many, or if they are not those that were written.
    #[inline]
    pub(super) fn get(&self, offset: usize, len: usize) -> Result<&[u8], StoreError> {
        let bytes = self.raw(offset, len)?;
        if let Some(checks) = &self.checks
            && checks.left.load(Ordering::Relaxed) > 0
            && len > 0
        {
            self.check(checks, offset / BLOCK, (offset + len - 1) / BLOCK)?;
        }
        Ok(bytes)
    }

    /// Compares blocks with their checksums, where that was not yet done.
    fn check(&self, checks: &Checks, first: usize, last: usize) -> Result<(), StoreError> {
        for block in first..=last {
            let Some(word) = checks.seen.get(block / 64) else { return Err(self.damaged(block * BLOCK)) };
            let bit = 1u64 << (block % 64);
            if word.load(Ordering::Relaxed) & bit != 0 {
                continue;
            }
            let start = block * BLOCK;
            let bytes = self.raw(start, BLOCK.min(checks.covered.saturating_sub(start)))?;
            if checks.sums.get(block) != Some(&crc32fast::hash(bytes)) {
                return Err(self.damaged(start));
            }
            if word.fetch_or(bit, Ordering::Relaxed) & bit == 0 {
                checks.left.fetch_sub(1, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    /// Compares every block with its checksum, again if it was done before.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] at the first block that differs.
    pub(super) fn verify(&self) -> Result<(), StoreError> {
        let Some(checks) = &self.checks else { return Ok(()) };
        for (block, sum) in checks.sums.iter().enumerate() {
            let start = block * BLOCK;
            let bytes = self.raw(start, BLOCK.min(checks.covered.saturating_sub(start)))?;
            if crc32fast::hash(bytes) != *sum {
                return Err(self.damaged(start));
            }
        }
        Ok(())
    }

    /// A column of numbers.
    ///
    /// # Errors
    /// As [`Self::get`], and if it does not lie at a multiple of four.
    #[inline]
    pub(super) fn u32s(&self, offset: usize, count: usize) -> Result<&[u32], StoreError> {
        let bytes = self.get(offset, count.checked_mul(4).ok_or_else(|| self.damaged(offset))?)?;
        bytemuck::try_cast_slice(bytes).map_err(|_| self.damaged(offset))
    }

    /// A column of long numbers.
    ///
    /// # Errors
    /// As [`Self::get`], and if it does not lie at a multiple of eight.
    #[inline]
    pub(super) fn u64s(&self, offset: usize, count: usize) -> Result<&[u64], StoreError> {
        let bytes = self.get(offset, count.checked_mul(8).ok_or_else(|| self.damaged(offset))?)?;
        bytemuck::try_cast_slice(bytes).map_err(|_| self.damaged(offset))
    }
}

/// Maps a file that was opened.
#[allow(unsafe_code, reason = "a file is mapped in no other way; what makes it sound is said beside it")]
fn map(file: &File) -> std::io::Result<Mmap> {
    // SAFETY: the bytes of a map must not change while it is borrowed. A segment is written to a file of its own, which is renamed into
    // place when it is whole, and never written to again; when no manifest names it, it is removed, which leaves a map what it is.
    unsafe { Mmap::map(file) }
}
