//! Terms on their way into a segment, each once, numbered as they come.

use super::error::StoreError;
use super::term::Kind;
use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Terms, each once.
#[derive(Default)]
pub(super) struct Interner {
    /// The contents, in pieces of [`PIECE`]: what grows in one piece is copied again and again. A longer content has a piece of its own, and is
    /// followed by as many empty ones as it is longer.
    pieces: Vec<Vec<u8>>,
    terms: Vec<Place>,
    /// Half of the hash of each term, and its number.
    table: HashTable<(u32, u32)>,
}

/// How many bytes are in one piece: a power of two, so that an offset is the number of the piece and the place in it.
const PIECE: usize = 1 << PIECE_BITS;
const PIECE_BITS: u32 = 20;

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

    const fn piece(self) -> usize {
        (self.offset >> PIECE_BITS) as usize
    }

    const fn start(self) -> usize {
        self.offset as usize & (PIECE - 1)
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
        self.pieces.iter().map(Vec::capacity).sum::<usize>()
            + self.terms.capacity() * size_of::<Place>()
            + self.table.capacity() * 9 * 8 / 7
    }

    /// The content of a term.
    #[inline]
    pub(super) fn content(&self, number: u32) -> &[u8] {
        self.terms.get(number as usize).map_or(&[], |place| self.at(*place))
    }

    #[inline]
    fn at(&self, place: Place) -> &[u8] {
        let start = place.start();
        self.pieces.get(place.piece()).and_then(|piece| piece.get(start..start + place.len())).unwrap_or_default()
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
        self.terms.get(number as usize).is_some_and(|place| place.kind() == kind as usize && self.at(*place) == content)
    }

    /// Adds a term that is not known.
    ///
    /// # Errors
    /// [`StoreError::Full`] beyond four gigabytes of terms, or half a gigabyte of one.
    pub(super) fn add(&mut self, unknown: Unknown, kind: Kind, content: &[u8]) -> Result<u32, StoreError> {
        let number = u32::try_from(self.terms.len()).map_err(|_| StoreError::Full)?;
        let len = u32::try_from(content.len()).ok().filter(|len| *len < 1 << LEN_BITS).ok_or(StoreError::Full)?;
        let offset = self.put(content)?;
        self.terms.push(Place { offset, kind_and_len: (kind as u32) << LEN_BITS | len });
        self.table.insert_unique(whole(unknown.0), (unknown.0, number), |(half, _)| whole(*half));
        Ok(number)
    }

    /// Puts a content behind the others, and says where it is.
    fn put(&mut self, content: &[u8]) -> Result<u32, StoreError> {
        let has_room = self.pieces.last().is_some_and(|piece| piece.capacity() > 0 && piece.len() + content.len() <= PIECE);
        if !has_room {
            // What is small does not take a whole piece.
            let room = if self.pieces.is_empty() { content.len() } else { PIECE.max(content.len()) };
            self.pieces.push(Vec::with_capacity(room));
        }
        let at = self.pieces.len() - 1;
        let Some(piece) = self.pieces.last_mut() else { return Err(StoreError::Full) };
        let offset = u32::try_from((at << PIECE_BITS) + piece.len()).map_err(|_| StoreError::Full)?;
        piece.extend_from_slice(content);
        self.pieces.extend(std::iter::repeat_with(Vec::new).take(content.len().saturating_sub(1) / PIECE));
        Ok(offset)
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

    /// Adds all terms of another without a look at whether they are known, and says the number of the first. They are not found here:
    /// looking up each among millions takes longer than to tell at the end, when they are sorted, which are the same.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub(super) fn append(&mut self, other: &Self) -> Result<u32, StoreError> {
        let count = |interner: &Self| u32::try_from(interner.terms.len()).map_err(|_| StoreError::Full);
        let first = count(self)?;
        first.checked_add(count(other)?).ok_or(StoreError::Full)?;
        self.terms.reserve(other.terms.len());
        for place in &other.terms {
            let offset = self.put(other.at(*place))?;
            self.terms.push(Place { offset, ..*place });
        }
        Ok(first)
    }

    /// Forgets all terms, and keeps the room for others.
    pub(super) fn clear(&mut self) {
        self.pieces.truncate(1);
        self.pieces.iter_mut().for_each(Vec::clear);
        self.terms.clear();
        self.table.clear();
    }

    /// Whether there is hardly room for more: places of contents have 32 bits, and a document may add some more before it is asked again.
    pub(super) const fn is_nearly_full(&self) -> bool {
        self.pieces.len() > 3 << (30 - PIECE_BITS)
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

    #[test]
    fn contents_of_every_length_are_found_again() {
        let lengths = [0, 1, PIECE - 1, PIECE, 0, PIECE + 1, 3, 2 * PIECE, 2 * PIECE + 5, 7];
        let content = |at: usize| vec![u8::try_from(at).unwrap_or_default(); lengths[at]];
        let mut terms = Interner::default();
        for _ in 0..2 {
            let numbers: Vec<_> = (0..lengths.len()).map(|at| terms.intern(Kind::Simple, &content(at)).ok()).collect();
            assert_eq!(numbers[..4], [Some(0), Some(1), Some(2), Some(3)]);
            assert_eq!(numbers[4], Some(0), "nothing twice is the same");
            for (at, number) in numbers.into_iter().enumerate() {
                assert_eq!(terms.content(number.unwrap_or(u32::MAX)), content(at), "{at}");
            }
            terms.clear();
            assert_eq!(terms.len(), 0);
        }
    }
}
