//! Terms on their way into a segment, each once, numbered as they come.

use super::error::StoreError;
use super::term::Kind;
use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Terms, each once.
#[derive(Default)]
pub(super) struct Interner {
    bytes: Vec<u8>,
    terms: Vec<Place>,
    /// Half of the hash of each term, and its number.
    table: HashTable<(u32, u32)>,
}

/// Where the content of a term is, and its kind in the upper three bits of the length.
#[derive(Clone, Copy)]
struct Place {
    offset: u32,
    kind_and_len: u32,
}

const LEN_BITS: u32 = 29;

impl Place {
    const fn len(self) -> usize {
        (self.kind_and_len & ((1 << LEN_BITS) - 1)) as usize
    }

    const fn kind(self) -> usize {
        (self.kind_and_len >> LEN_BITS) as usize
    }
}

/// Half a hash, which is all that is kept.
#[inline]
fn half(kind: Kind, content: &[u8]) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(content);
    hasher.write_u8(kind as u8);
    let whole = hasher.finish();
    u32::try_from((whole ^ (whole >> 32)) & u64::from(u32::MAX)).unwrap_or_default()
}

/// A whole hash out of the half, for the table.
const fn whole(half: u32) -> u64 {
    (half as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

impl Interner {
    /// How many terms there are.
    pub(super) const fn len(&self) -> usize {
        self.terms.len()
    }

    /// About how many bytes of memory they take.
    pub(super) fn memory(&self) -> usize {
        self.bytes.capacity() + self.terms.capacity() * size_of::<Place>() + self.table.capacity() * 9 * 8 / 7
    }

    /// The content of a term.
    #[inline]
    pub(super) fn content(&self, number: u32) -> &[u8] {
        let place = self.terms.get(number as usize).copied().unwrap_or(Place { offset: 0, kind_and_len: 0 });
        let start = place.offset as usize;
        self.bytes.get(start..start + place.len()).unwrap_or_default()
    }

    /// The kind of a term, as its place in the order of kinds.
    pub(super) fn kind(&self, number: u32) -> usize {
        self.terms.get(number as usize).map_or(0, |place| place.kind())
    }

    /// The number of a term, if it is known.
    #[inline]
    pub(super) fn find(&self, kind: Kind, content: &[u8]) -> Result<u32, Unknown> {
        let hash = half(kind, content);
        let same = |&(other, number): &(u32, u32)| other == hash && self.is(number, kind, content);
        self.table.find(whole(hash), same).map(|(_, number)| *number).ok_or(Unknown(hash))
    }

    #[inline]
    fn is(&self, number: u32, kind: Kind, content: &[u8]) -> bool {
        let Some(place) = self.terms.get(number as usize) else { return false };
        let start = place.offset as usize;
        place.kind() == kind as usize && place.len() == content.len() && self.bytes.get(start..start + content.len()) == Some(content)
    }

    /// Adds a term that is not known.
    ///
    /// # Errors
    /// [`StoreError::Full`] beyond four gigabytes of terms, or half a gigabyte of one.
    pub(super) fn add(&mut self, unknown: Unknown, kind: Kind, content: &[u8]) -> Result<u32, StoreError> {
        let number = u32::try_from(self.terms.len()).map_err(|_| StoreError::Full)?;
        let offset = u32::try_from(self.bytes.len()).map_err(|_| StoreError::Full)?;
        let len = u32::try_from(content.len()).ok().filter(|len| *len < 1 << LEN_BITS).ok_or(StoreError::Full)?;
        self.bytes.extend_from_slice(content);
        self.terms.push(Place { offset, kind_and_len: (kind as u32) << LEN_BITS | len });
        self.table.insert_unique(whole(unknown.0), (unknown.0, number), |(half, _)| whole(*half));
        Ok(number)
    }

    /// The number of a term, new if it was not known.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub(super) fn intern(&mut self, kind: Kind, content: &[u8]) -> Result<u32, StoreError> {
        match self.find(kind, content) {
            Ok(number) => Ok(number),
            Err(unknown) => self.add(unknown, kind, content),
        }
    }

    /// Forgets by which hashes terms are found, when no more come.
    pub(super) fn close(&mut self) {
        self.table = HashTable::new();
    }
}

/// That a term is not known: what is needed to add it.
#[derive(Clone, Copy)]
pub(super) struct Unknown(u32);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_term_has_one_number() {
        let mut terms = Interner::default();
        for round in 0..2 {
            for at in 0..1000u32 {
                let content = format!("http://a/{at}");
                assert_eq!(terms.intern(Kind::Iri, content.as_bytes()).ok(), Some(2 * at), "round {round}");
                assert_eq!(terms.intern(Kind::Simple, content.as_bytes()).ok(), Some(2 * at + 1), "round {round}");
                assert_eq!((terms.content(2 * at), terms.kind(2 * at)), (content.as_bytes(), Kind::Iri as usize));
            }
        }
        assert_eq!(terms.len(), 2000);
    }
}
