//! Plans → lines of N-Quads, one plan after the other, without a store: memory is that of the largest plan.

use super::iri::Names;
use super::known::Known;
use super::sink::{Lines, Out};
use super::{ontology, plan, reference};
use crate::reader::{Reader, Reading};
use std::io::{self, Write};

/// Writes plans as N-Quads while they are read: the statements of each plan in the order in which they are made, then those of
/// the reference data that the plans name and of the ontology.
#[derive(Debug)]
pub struct Stream<'a, W> {
    reader: &'a Reader,
    names: &'a Names,
    known: Known,
    buffer: Vec<u8>,
    out: W,
}

impl<'a, W: Write> Stream<'a, W> {
    /// A stream into `out`.
    pub fn new(reader: &'a Reader, names: &'a Names, out: W) -> Self {
        Self { reader, names, known: Known::default(), buffer: Vec::new(), out }
    }

    /// Writes a plan.
    ///
    /// # Errors
    /// Those of the output.
    pub fn plan(&mut self, reading: &Reading) -> io::Result<()> {
        self.known.add(self.reader.resolver(), reading);
        let out = self.take();
        self.buffer = plan::state(self.names, self.reader.lexicon(), reading, out).into_lines();
        self.flush()
    }

    /// Writes what the plans name of the reference data, and the ontology; returns the output.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(mut self) -> io::Result<W> {
        let (out, known) = (self.take(), std::mem::take(&mut self.known));
        self.buffer = reference::state(self.names, self.reader.lexicon(), &self.reader.resolver().gazetteer, known, out).into_lines();
        self.flush_once()?;
        self.buffer = ontology::state(self.take()).into_lines();
        self.flush_once()?;
        self.end()
    }

    /// Ends with the plans alone; returns the output.
    ///
    /// # Errors
    /// Those of the output.
    pub fn end(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }

    fn take(&mut self) -> Out {
        Out::Lines(Lines::after(std::mem::take(&mut self.buffer)))
    }

    /// Writes the lines in their order, each once: reference data meet the same thing on several ways.
    fn flush_once(&mut self) -> io::Result<()> {
        let mut lines: Vec<&[u8]> = self.buffer.split_inclusive(|byte| *byte == b'\n').collect();
        lines.sort_unstable();
        lines.dedup();
        self.buffer = lines.concat();
        self.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}
