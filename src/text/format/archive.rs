//! Zip archives, unpacked within limits: bytes of an archive → the bytes of one member.

use super::{FormatError, LARGEST_MEMBER, LARGEST_RATIO, LARGEST_UNPACKED};
use crate::language::{Message, message};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Below this size a member is unpacked at any ratio: regular XML packs well.
const SMALL: u64 = 1024 * 1024;

/// An archive. What was unpacked so far is counted, so that many members together stay within the limit too.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    unpacked: u64,
}

impl<'a> Archive<'a> {
    /// Opens the archive; unpacks nothing.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, FormatError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| FormatError::Archive { cause: error.to_string() })?;
        Ok(Self { zip, unpacked: 0 })
    }

    /// Whether it has a member of this name.
    pub(super) fn has(&self, member: &str) -> bool {
        self.zip.index_for_name(member).is_some()
    }

    /// Unpacks a member; `None` where there is none of this name. The sizes that the archive declares are not trusted.
    pub(super) fn member(&mut self, member: &str) -> Result<Option<Vec<u8>>, FormatError> {
        self.zip.index_for_name(member).map(|index| self.unpack(index)).transpose()
    }

    /// Unpacks a member that must be there.
    pub(super) fn required(&mut self, format: &'static str, member: &str) -> Result<Vec<u8>, FormatError> {
        self.member(member)?.ok_or_else(|| FormatError::Missing { format, member: member.to_owned() })
    }

    /// Unpacks every member once, for a parser that unpacks for itself and knows no limits.
    pub(super) fn check(&mut self) -> Result<(), FormatError> {
        (0..self.zip.len()).try_for_each(|index| self.unpack(index).map(drop))
    }

    fn unpack(&mut self, index: usize) -> Result<Vec<u8>, FormatError> {
        let damaged = |cause: String| FormatError::Archive { cause };
        let member = self.zip.by_index(index).map_err(|error| damaged(error.to_string()))?;
        let name = member.name().map_or_else(|_| format!("member {index}"), std::borrow::Cow::into_owned);
        let packed = member.compressed_size();
        let most = LARGEST_MEMBER.min(packed.saturating_mul(LARGEST_RATIO).max(SMALL));
        let mut bytes = Vec::new();
        member.take(most + 1).read_to_end(&mut bytes).map_err(|error| damaged(format!("{name}: {error}")))?;
        let limit = |what: Message, limit: String| Err(FormatError::Limit { what, limit: message!("{limit}", limit = limit) });
        let size = bytes.len() as u64;
        if size > LARGEST_MEMBER {
            return limit(message!("the unpacked {name}", name = name), format!("{} MiB", LARGEST_MEMBER >> 20));
        }
        if size > most {
            return limit(message!("the packing of {name}", name = name), format!("{LARGEST_RATIO}:1"));
        }
        self.unpacked += size;
        if self.unpacked > LARGEST_UNPACKED {
            return limit(message!("the unpacked archive"), format!("{} MiB", LARGEST_UNPACKED >> 20));
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    #[test]
    fn a_bomb_is_refused_and_the_limit_named() -> Result<(), Box<dyn std::error::Error>> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("word/document.xml", SimpleFileOptions::default())?;
        zip.write_all(&vec![b' '; 8 << 20])?;
        let bytes = zip.finish()?.into_inner();
        let error = Archive::open(&bytes)?.member("word/document.xml").expect_err("8 MiB of spaces pack to some kilobytes");
        assert!(error.to_string().contains("200:1"), "{error}");
        Ok(())
    }
}
