//! PDF with text: bytes → paragraphs, rebuilt from the places of the text; fonts without Unicode tables (GBK-EUC-H) included.

mod check;
mod rules;

use super::FormatError;
use super::grid::Rule;
use super::guard::guarded;
use super::layout::{Page, Piece, paragraphs};
use crate::language::message;

use unpdf::parser::backend::{PdfBackend, RawBackend, ResourceScope};
use unpdf::parser::{LayoutAnalyzer, TextSpan};

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
        let what = message!("the PDF's {count} pages", count = numbers.len());
        return Err(FormatError::Limit { what, limit: message!("{count} pages", count = MOST_PAGES) });
    }
    if numbers.is_empty() {
        return Err(FormatError::Damaged { format: "PDF", cause: message!("it has no pages") });
    }
    let analyzer = LayoutAnalyzer::new(&backend);
    let mut pages = Vec::new();
    for (number, id) in &numbers {
        let content = check::operations(&backend, &backend.page_content(*id).unwrap_or_default())?;
        check::painted(&backend, ResourceScope::page(*id), &content)?;
        let spans = analyzer.extract_page_spans(*number).map_err(failure)?;
        pages.push(page(spans, rules::rules(&content)));
    }
    if pages.iter().all(|page| page.pieces.is_empty()) {
        return Err(FormatError::Scan { pages: numbers.len() });
    }
    paragraphs(pages)
}

/// A page as it is read: pages that lie on their side are turned. Text along another direction than most is a seal or a watermark.
fn page(mut spans: Vec<TextSpan>, rules: Vec<Rule>) -> Page {
    spans.retain(|span| !span.text.trim().is_empty());
    let direction = |span: &TextSpan| span.direction.map(f32::round);
    let along = |way: &[f32; 2]| spans.iter().filter(|span| direction(span) == *way).map(|span| span.text.len()).sum::<usize>();
    let ways = [[-1.0, 0.0], [0.0, -1.0], [0.0, 1.0], [1.0, 0.0]];
    let way = ways.into_iter().max_by_key(along).unwrap_or([1.0, 0.0]);
    let [c, s] = way.map(f64::from);
    let turned = |x: f64, y: f64| (c * x - s * y, s * x + c * y);
    let pieces = spans.into_iter().filter(|span| direction(span) == way).map(|span| {
        let (x, y, width, size) = (f64::from(span.x), -f64::from(span.y), f64::from(span.width), f64::from(span.font_size));
        // The parser places turned text by the box around it: there its base line is an edge, and its length is not told.
        let (x, width) = match way {
            [1.0, _] => (x, width),
            [-1.0, _] => (x + width, width),
            [_, up] => {
                (x + if up > 0.0 { size } else { 0.0 }, span.text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum::<f64>() * size)
            }
        };
        let (x, y) = turned(x, y);
        Piece { x, y, width, size, words: span.text }
    });
    let pieces = pieces.collect();
    let rules = rules.into_iter().flat_map(|rule| Rule::of_path(&rule.ends().map(|(x, y)| turned(x, y))));
    Page { pieces, rules: rules.collect() }
}

fn failure(error: unpdf::Error) -> FormatError {
    match error {
        unpdf::Error::Encrypted | unpdf::Error::InvalidPassword => FormatError::Encrypted,
        other => FormatError::Damaged { format: "PDF", cause: message!("{cause}", cause = other) },
    }
}
