//! Comma-separated values (RFC 4180) in which no cell is taken for a formula.

use crate::analyse::network::Value;
use std::io::{self, Write};

/// A file of comma-separated values that is being written.
pub struct Spreadsheet<W: Write>(csv::Writer<W>);

impl<W: Write> Spreadsheet<W> {
    /// Begins a file with its head.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn new(out: W, head: impl IntoIterator<Item = impl AsRef<str>>) -> io::Result<Self> {
        let mut sheet = Self(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out));
        sheet.row(head.into_iter().map(|name| words(name.as_ref())))?;
        Ok(sheet)
    }

    /// Writes a row of cells; words among them must have passed [`words`].
    ///
    /// # Errors
    /// Where writing fails.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) -> io::Result<()> {
        self.0.write_record(cells.into_iter().map(String::into_bytes)).map_err(io::Error::other)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Words as a cell: with an apostrophe before what a spreadsheet would take for a formula, as OWASP advises
/// (<https://owasp.org/www-community/attacks/CSV_Injection>), and without NUL, at which some readers stop.
pub fn words(words: &str) -> String {
    let words = words.replace('\0', "\u{fffd}");
    if words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) { format!("'{words}") } else { words }
}

/// A value as a cell; none is an empty one. Numbers are no words and stay as they are.
pub fn cell(value: Option<&Value>) -> String {
    match value {
        Some(Value::Text(text)) => words(text),
        Some(number) => number.to_string(),
        None => String::new(),
    }
}
