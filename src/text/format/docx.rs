//! Word documents (Office Open XML): bytes → a line for each paragraph, with the numbers that Word itself writes before it.
//!
//! Plans are often numbered by Word (一、（一）1.), so that the numbers stand only in `word/numbering.xml`. They are counted
//! here and written out. A row of a table is a line, its cells joined by TAB; a cell merged over rows is written in each.
//! What was deleted or moved away under revision, and tables of contents, are left out.

mod numbering;

use super::FormatError;
use super::archive::Archive;
use super::merged::{self, Repeats};
use super::xml::{Attributes, Node, walk};
use numbering::Numbering;

/// The text of the body.
pub(super) fn text(bytes: &[u8]) -> Result<String, FormatError> {
    let mut archive = Archive::open(bytes)?;
    let mut numbering = Numbering::default();
    if let Some(xml) = archive.member("word/numbering.xml")? {
        numbering.read(&xml)?;
    }
    if let Some(xml) = archive.member("word/styles.xml")? {
        numbering.read_styles(&xml)?;
    }
    let mut body = Body { numbering, ..Body::default() };
    walk("word/document.xml", &archive.required("docx", "word/document.xml")?, |node| body.take(&node))?;
    body.repeats.check()?;
    Ok(body.text)
}

/// A paragraph that is being read.
#[derive(Default)]
struct Paragraph {
    words: String,
    style: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    /// Whether its end was deleted under revision, so that the next paragraph goes on with it.
    goes_on: bool,
}

/// A table that is being read: its rows so far, and the cell that is open.
#[derive(Default)]
struct Table {
    rows: merged::Table,
    cell: String,
    columns: usize,
    /// Whether the cell goes on from the row above.
    from_above: bool,
}

/// What is open at this point of the body. Text boxes put paragraphs into paragraphs, and cells hold tables.
#[derive(Default)]
struct Body {
    text: String,
    numbering: Numbering,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    repeats: Repeats,
    /// Words of paragraphs whose end was deleted.
    before: String,
    /// How many elements that are left out are open.
    skipped: usize,
    /// Whether characters are words here (`w:t`).
    words: bool,
    /// Whether what is read is a property of a former revision (`w:pPrChange`).
    former: bool,
    /// Whether what is read is a property of a paragraph (`w:pPr`).
    properties: bool,
}

impl Body {
    fn take(&mut self, node: &Node<'_>) {
        match node {
            Node::Open("del", _) if self.properties && self.skipped == 0 => {
                self.skipped += 1;
                self.property(|paragraph| paragraph.goes_on = true);
            }
            Node::Open(name, _) if is_left_out(name) => self.skipped += 1,
            Node::Close(name) if is_left_out(name) => self.skipped = self.skipped.saturating_sub(1),
            _ if self.skipped > 0 => {}
            Node::Open(name, attributes) => self.open(name, attributes),
            Node::Close(name) => self.close(name),
            Node::Text(words) if self.words => self.write(words),
            Node::Text(_) => {}
        }
    }

    fn write(&mut self, words: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.words.push_str(words);
        }
    }

    fn open(&mut self, name: &str, attributes: &Attributes) {
        match name {
            "p" => self.paragraphs.push(Paragraph::default()),
            "t" => self.words = true,
            // A TAB character would be taken for the border of a cell.
            "tab" if attributes.get("pos").is_none() => self.write(" "),
            "br" | "cr" => self.write("\n"),
            "noBreakHyphen" => self.write("-"),
            "tbl" => self.tables.push(Table::default()),
            "tc" => self.cell(|table| (table.cell, table.columns, table.from_above) = (String::new(), 1, false)),
            "gridSpan" => self.cell(|table| table.columns = attributes.number("val").unwrap_or(1)),
            "vMerge" => self.cell(|table| table.from_above = attributes.get("val") != Some("restart")),
            "pPr" => self.properties = true,
            "pPrChange" => self.former = true,
            _ if self.former => {}
            "pStyle" => self.property(|paragraph| paragraph.style = attributes.get("val").map(str::to_owned)),
            "numId" => self.property(|paragraph| paragraph.list = attributes.get("val").map(str::to_owned)),
            "ilvl" => self.property(|paragraph| paragraph.level = attributes.number("val")),
            _ => {}
        }
    }

    fn property(&mut self, set: impl FnOnce(&mut Paragraph)) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            set(paragraph);
        }
    }

    fn cell(&mut self, set: impl FnOnce(&mut Table)) {
        if let Some(table) = self.tables.last_mut() {
            set(table);
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "t" => self.words = false,
            "pPr" => self.properties = false,
            "pPrChange" => self.former = false,
            "p" => self.paragraph(),
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    match table.from_above {
                        true => table.rows.go_on(table.columns, &mut self.repeats),
                        false => table.rows.add(&table.cell, table.columns, 0, &mut self.repeats),
                    }
                }
            }
            "tr" => {
                let line = self.tables.last_mut().map(|table| table.rows.end_row(&mut self.repeats)).unwrap_or_default();
                // The rows of a table inside a cell are words of that cell.
                let outer = self.tables.len().checked_sub(2).map(|outer| &mut self.tables[outer].cell);
                let target = outer.unwrap_or(&mut self.text);
                target.push_str(&line);
                target.push('\n');
            }
            "tbl" => {
                self.tables.pop();
            }
            _ => {}
        }
    }

    fn paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let style = paragraph.style.as_deref();
        if self.numbering.is_of_contents(style) {
            return;
        }
        if paragraph.goes_on {
            return self.before.push_str(&paragraph.words);
        }
        let words = std::mem::take(&mut self.before) + &paragraph.words;
        // An empty paragraph takes no number: Word shows it, but it numbers nothing.
        let number = match words.trim().is_empty() {
            true => String::new(),
            false => self.numbering.number(style, paragraph.list.as_deref(), paragraph.level),
        };
        let target = self.tables.last_mut().map_or(&mut self.text, |table| &mut table.cell);
        target.push_str(&number);
        target.push_str(words.trim_end());
        target.push('\n');
    }
}

/// Deleted and moved words, and what stands twice for old programs.
fn is_left_out(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "Fallback" | "instrText")
}
