//! **formats**: from the bytes of a file, whatever it was made with, to the text that later stages read.
//!
//! A file is told by its content first (magic bytes, the members of an archive), then by the ending of its
//! name. Offsets refer to the text that comes out, which `fengong text` prints. In it a paragraph is a line,
//! and so is a row of a table, its cells joined by TAB characters.

mod archive;
mod cells;
mod csv;
mod docx;
mod grid;
mod guard;
mod html;
mod layout;
mod markdown;
mod merged;
mod ofd;
mod pdf;
mod xlsx;
mod xml;

pub(crate) use cells::{CellSheet, cell_sheets};
pub(crate) use guard::silently;

use super::encoding::{DecodeError, decode};
use crate::language::{Message, Speak, message};
use archive::Archive;

/// The most bytes that one member of an archive may unpack to.
const LARGEST_MEMBER: u64 = 64 * 1024 * 1024;
/// The most bytes that all members that are read may unpack to.
const LARGEST_UNPACKED: u64 = 256 * 1024 * 1024;
/// How many times its packed size a member of more than a mebibyte may unpack to.
const LARGEST_RATIO: u64 = 200;
/// How deep XML elements may lie in each other.
const DEEPEST: usize = 256;

/// Why a file of a known format gives no text.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum FormatError {
    /// The bytes are no text.
    Decode(#[from] DecodeError),
    /// A container of an old or other program.
    Unsupported {
        /// What it is.
        what: Message,
    },
    /// The archive or one of its members is damaged.
    Archive {
        /// What is wrong, and in which member.
        cause: String,
    },
    /// A member that the format demands is not there.
    Missing {
        /// The format.
        format: &'static str,
        /// The member.
        member: String,
    },
    /// More than the program unpacks.
    Limit {
        /// What is too large.
        what: Message,
        /// The limit that it passes.
        limit: Message,
    },
    /// XML that is not well-formed, or declares entities of its own.
    Xml {
        /// The member.
        member: String,
        /// Where.
        at: u64,
        /// What is wrong.
        cause: Message,
    },
    /// A workbook or PDF that its parser refuses.
    Damaged {
        /// The format.
        format: &'static str,
        /// What the parser said.
        cause: Message,
    },
    /// A password is needed.
    Encrypted,
    /// Pictures of pages.
    Scan {
        /// How many pages it has.
        pages: usize,
    },
    /// The format is whole, and nothing is written in it.
    Empty,
}

impl Speak for FormatError {
    fn message(&self) -> Message {
        match self {
            Self::Decode(cause) => message!("{cause}; save the plan as plain text (UTF-8 or GB18030)", cause => cause.message()),
            Self::Unsupported { what } => {
                message!("this is {what}, which is not read; save it as .docx, .xlsx or plain text", what => what.clone())
            }
            Self::Archive { cause } => message!(
                "the archive is damaged ({cause}); fetch the file again, or open it in its own program and save it anew",
                cause = cause
            ),
            Self::Missing { format, member } => {
                message!("the {format} file has no {member}; open it in its own program and save it anew", format = format, member = member)
            }
            Self::Limit { what, limit } => message!(
                "{what} passes the limit of {limit}; it is no plan, or it is made to exhaust memory: save the plan as plain text",
                what => what.clone(),
                limit => limit.clone()
            ),
            Self::Xml { member, at, cause } => message!(
                "{member} is damaged at byte {at} ({cause}); open the file in its own program and save it anew",
                member = member,
                at = at,
                cause => cause.clone()
            ),
            Self::Damaged { format, cause } => message!(
                "the {format} file is damaged ({cause}); open it in its own program and save it anew",
                format = format,
                cause => cause.clone()
            ),
            Self::Encrypted => message!("the PDF is encrypted; take the password off and try again"),
            Self::Scan { pages } => message!("none of the PDF's {pages} page(s) has text: it is a scan and needs OCR first", pages = pages),
            Self::Empty => message!("the file has no text"),
        }
    }
}

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Plain,
    Markdown,
    Html,
    Csv,
    Docx,
    Xlsx,
    Ofd,
    Pdf,
}

/// Whether bytes are a workbook of Excel since 2007, told by their content.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    matches!(detect("", bytes), Ok(Format::Xlsx))
}

/// Reads the text out of the bytes of a file called `name`; gives it with the name of its encoding.
///
/// # Errors
/// [`FormatError`] where the bytes are damaged, too large, or hold no text.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<(String, &'static str), FormatError> {
    let of_markup = |convert: fn(&str) -> String| {
        let (text, encoding) = decode(bytes)?;
        Ok((convert(&text), encoding))
    };
    let (text, encoding) = match detect(name, bytes)? {
        Format::Plain => return Ok(decode(bytes)?),
        Format::Markdown => of_markup(markdown::text),
        Format::Csv => of_markup(csv::text),
        Format::Html => html::decode(bytes).and_then(|(page, encoding)| Ok((html::text(&page)?, encoding))),
        Format::Docx => docx::text(bytes).map(utf8),
        Format::Xlsx => xlsx::text(bytes).map(utf8),
        Format::Ofd => ofd::text(bytes).map(utf8),
        Format::Pdf => pdf::text(bytes).map(utf8),
    }?;
    if text.trim().is_empty() { Err(FormatError::Empty) } else { Ok((text, encoding)) }
}

fn utf8(text: String) -> (String, &'static str) {
    (text, "UTF-8")
}

/// Tells the format: the content decides where it has a mark, then the ending of the name.
fn detect(name: &str, bytes: &[u8]) -> Result<Format, FormatError> {
    if bytes.starts_with(b"PK\x03\x04") {
        let archive = Archive::open(bytes)?;
        let known = [("word/document.xml", Format::Docx), ("xl/workbook.xml", Format::Xlsx), ("OFD.xml", Format::Ofd)];
        let found = known.into_iter().find(|(member, _)| archive.has(member));
        return found.map(|(_, format)| format).ok_or(FormatError::Unsupported { what: message!("an archive of an unknown kind") });
    }
    if bytes[..bytes.len().min(1024)].windows(5).any(|window| window == b"%PDF-") {
        return Ok(Format::Pdf);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        let what = message!("a file of Word, Excel or WPS before 2007 (.doc, .xls, .wps), or an encrypted one");
        return Err(FormatError::Unsupported { what });
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err(FormatError::Unsupported { what: message!("rich text (.rtf)") });
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_ascii_lowercase();
    let start = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        return Ok(Format::Html);
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    Ok(match ending.as_str() {
        "html" | "htm" | "shtml" | "xhtml" => Format::Html,
        "md" | "markdown" => Format::Markdown,
        "csv" => Format::Csv,
        _ => Format::Plain,
    })
}

/// One line of a table: cells without line ends or outer white space, joined by TAB; empty cells at the end left out.
fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    cells.join("\t").trim_end_matches('\t').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_before_the_ending() {
        assert!(matches!(detect("plan.txt", b"%PDF-1.7\n"), Ok(Format::Pdf)));
        assert!(matches!(detect("plan.txt", b"\xEF\xBB\xBF\r\n<!DOCTYPE html><p>"), Ok(Format::Html)));
        assert!(matches!(detect("plan.MD", b"# x"), Ok(Format::Markdown)));
        assert!(matches!(detect("plan.docx", b"no archive"), Ok(Format::Plain)), "text under a wrong name is read as text");
        assert!(matches!(detect("a.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), Err(FormatError::Unsupported { .. })));
    }
}
