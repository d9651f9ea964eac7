//! From bytes to characters: UTF-8, UTF-16 with a byte order mark, and the Chinese legacy encodings.

use crate::language::{Message, Speak, message};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, UTF_8};

/// Why bytes are not a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub enum DecodeError {
    /// No byte at all, or nothing but white space.
    Empty,
    /// NUL bytes: a binary file.
    Binary {
        /// Offset of the first NUL.
        at: usize,
    },
    /// No encoding fits.
    Unreadable {
        /// The best guess.
        encoding: &'static str,
        /// How many replacement characters it gave.
        broken: usize,
    },
}

impl Speak for DecodeError {
    fn message(&self) -> Message {
        match self {
            Self::Empty => message!("the file is empty"),
            Self::Binary { at } => message!("the file is binary, not text (a NUL byte at byte {at})", at = at),
            Self::Unreadable { encoding, broken } => message!(
                "the file is neither UTF-8 nor a Chinese encoding that fits: as {encoding}, {broken} characters are broken",
                encoding = encoding,
                broken = broken
            ),
        }
    }
}

/// Decodes the bytes of a plan and says which encoding they were in.
///
/// A byte order mark decides; then valid UTF-8; then a detector that is told to expect Chinese
/// (GB18030, GBK, Big5). The mark itself is not part of the text.
///
/// # Errors
/// [`DecodeError`] where the bytes are empty, binary or in no encoding that fits.
pub fn decode(bytes: &[u8]) -> Result<(String, &'static str), DecodeError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return checked(encoding, &bytes[mark..]);
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(DecodeError::Binary { at });
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return nonblank(text.to_owned(), UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    // GBK is a subset of GB18030, and the detector names only the former.
    let encoding = if guess == encoding_rs::GBK { GB18030 } else { guess };
    checked(encoding, bytes)
}

/// Decodes bytes that say of themselves what they are in (`charset=gb2312`); where that does not fit, as [`decode`] does.
pub(super) fn decode_as(label: &str, bytes: &[u8]) -> Result<(String, &'static str), DecodeError> {
    let named = Encoding::for_label(label.as_bytes()).map(|named| if named == encoding_rs::GBK { GB18030 } else { named });
    named.and_then(|encoding| checked(encoding, bytes).ok()).map_or_else(|| decode(bytes), Ok)
}

fn checked(encoding: &'static Encoding, bytes: &[u8]) -> Result<(String, &'static str), DecodeError> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    if let Some(at) = text.bytes().position(|byte| byte == 0) {
        return Err(DecodeError::Binary { at });
    }
    let broken = text.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    // A byte or two lost in a long copy is no reason to refuse it; a guess that is wrong breaks far more.
    if broken * 200 > text.chars().count() {
        return Err(DecodeError::Unreadable { encoding: encoding.name(), broken });
    }
    nonblank(text.into_owned(), encoding)
}

fn nonblank(text: String, encoding: &'static Encoding) -> Result<(String, &'static str), DecodeError> {
    if text.trim().is_empty() {
        return Err(DecodeError::Empty);
    }
    Ok((text, encoding.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCE: &str = "　　（二） 全国节水型社会建设示范区。实施最严格的水资源管理制度。（自治区水利厅牵头，相关盟市配合）\r\n";

    #[test]
    fn the_encodings_of_chinese_offices_give_the_same_characters() {
        let (gb, _, _) = GB18030.encode(SENTENCE);
        let marked = [b"\xEF\xBB\xBF".as_slice(), SENTENCE.as_bytes()].concat();
        let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(SENTENCE.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for (bytes, name) in [(SENTENCE.as_bytes(), "UTF-8"), (&gb, "gb18030"), (&marked, "UTF-8"), (&utf16, "UTF-16LE")] {
            assert_eq!(decode(bytes), Ok((SENTENCE.to_owned(), name)));
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(decode(b""), Err(DecodeError::Empty));
        assert_eq!(decode(" \u{3000}\r\n".as_bytes()), Err(DecodeError::Empty));
        assert_eq!(decode(b"\x7fELF\x02\0\0"), Err(DecodeError::Binary { at: 5 }));
        let noise: Vec<u8> = (0..4000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8 | 0x80).collect();
        assert!(matches!(decode(&noise), Err(DecodeError::Unreadable { .. })), "{:?}", decode(&noise));
    }
}
