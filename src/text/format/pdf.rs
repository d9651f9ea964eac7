//! PDF with text: bytes → paragraphs, rebuilt from the places of the text; fonts without Unicode tables (GBK-EUC-H) included.

mod check;
mod rules;

use super::FormatError;
use super::guard::guarded;
use super::layout::{Page, Piece, paragraphs};

use unpdf::parser::LayoutAnalyzer;
use unpdf::parser::backend::{PdfBackend, RawBackend, ResourceScope};

/// The most pages that are read.
const MOST_PAGES: usize = 5000;

/// The text of all pages in order.
pub(super) fn text(bytes: &[u8]) -> Result<String, FormatError> {
    guarded("PDF", || read(bytes))
}

fn read(bytes: &[u8]) -> Result<String, FormatError> {
    check::objects(bytes)?;
    let backend = RawBackend::load_bytes(bytes).map_err(failure)?;
    let numbers = backend.pages();
    if numbers.len() > MOST_PAGES {
        return Err(FormatError::Limit { what: format!("the PDF's {} pages", numbers.len()), limit: format!("{MOST_PAGES} pages") });
    }
    if numbers.is_empty() {
        return Err(FormatError::Damaged { format: "PDF", cause: "it has no pages".to_owned() });
    }
    let analyzer = LayoutAnalyzer::new(&backend);
    let mut pages = Vec::new();
    for (number, id) in &numbers {
        let content = check::operations(&backend, &backend.page_content(*id).unwrap_or_default())?;
        check::painted(&backend, ResourceScope::page(*id), &content)?;
        let spans = analyzer.extract_page_spans(*number).map_err(failure)?;
        // Text along another direction is a seal or a watermark.
        let level = spans.into_iter().filter(|span| !span.is_rotated() && !span.text.trim().is_empty());
        pages.push(Page { pieces: level.map(piece).collect(), rules: rules::rules(&content) });
    }
    if pages.iter().all(|page| page.pieces.is_empty()) {
        return Err(FormatError::Scan { pages: numbers.len() });
    }
    paragraphs(pages)
}

fn piece(span: unpdf::parser::TextSpan) -> Piece {
    let (x, y, width, size) = (f64::from(span.x), -f64::from(span.y), f64::from(span.width), f64::from(span.font_size));
    Piece { x, y, width, size, words: span.text }
}

fn failure(error: unpdf::Error) -> FormatError {
    match error {
        unpdf::Error::Encrypted | unpdf::Error::InvalidPassword => FormatError::Encrypted,
        other => FormatError::Damaged { format: "PDF", cause: other.to_string() },
    }
}
