//! Word documents (Office Open XML): bytes → a line for each paragraph, with the numbers that Word itself writes before it.
//!
//! Plans are often numbered by Word (一、（一）1.), so that the numbers stand only in `word/numbering.xml`. They are counted
//! here and written out. A row of a table is a line, its cells joined by TAB. What was deleted or moved away under
//! revision, and tables of contents, are left out.

mod numbering;

use super::archive::Archive;
use super::xml::{Attributes, Node, walk};
use super::{FormatError, row};
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
    Ok(body.text)
}

/// A paragraph that is being read.
#[derive(Default)]
struct Paragraph {
    words: String,
    style: Option<String>,
    list: Option<String>,
    level: Option<usize>,
}

/// A table that is being read: the cells of its row so far.
#[derive(Default)]
struct Table {
    cells: Vec<String>,
}

/// What is open at this point of the body. Text boxes put paragraphs into paragraphs, and cells hold tables.
#[derive(Default)]
struct Body {
    text: String,
    numbering: Numbering,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    /// How many elements that are left out are open.
    skipped: usize,
    /// Whether characters are words here (`w:t`).
    words: bool,
    /// Whether what is read is a property of a former revision (`w:pPrChange`).
    former: bool,
}

impl Body {
    fn take(&mut self, node: &Node<'_>) {
        match node {
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
            "tc" => self.tables.iter_mut().last().into_iter().for_each(|table| table.cells.push(String::new())),
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

    fn close(&mut self, name: &str) {
        match name {
            "t" => self.words = false,
            "pPrChange" => self.former = false,
            "p" => self.paragraph(),
            "tr" => {
                let cells = self.tables.last_mut().map(|table| std::mem::take(&mut table.cells)).unwrap_or_default();
                let line = row(cells.iter().map(String::as_str));
                // The rows of a table inside a cell are words of that cell.
                let outer = self.tables.len().checked_sub(2).and_then(|outer| self.tables[outer].cells.last_mut());
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
        if style.is_some_and(|style| style.to_ascii_lowercase().starts_with("toc")) {
            return;
        }
        // An empty paragraph takes no number: Word shows it, but it numbers nothing.
        let number = match paragraph.words.trim().is_empty() {
            true => String::new(),
            false => self.numbering.number(style, paragraph.list.as_deref(), paragraph.level),
        };
        let target = self.tables.last_mut().and_then(|table| table.cells.last_mut()).unwrap_or(&mut self.text);
        target.push_str(&number);
        target.push_str(paragraph.words.trim_end());
        target.push('\n');
    }
}

/// Deleted and moved words, and what stands twice for old programs.
fn is_left_out(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "Fallback" | "instrText")
}
