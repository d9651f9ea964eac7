//! Words with places on pages → lines → paragraphs; what PDF and OFD have in common.
//!
//! A line goes on in the next one where it is full and ends no sentence, or ends one in a paragraph that began indented
//! while the next line stands at the margin. Page numbers and what is printed again on page after page are dropped.
//! Wide gaps in a line are the borders of columns: TAB.

use super::FormatError;
use super::grid::{Rule, take_tables};
use super::merged::Repeats;
use crate::text::punctuation::{is_han, is_stop};
use std::collections::{HashMap, HashSet};

/// How many lines of a header or footer are looked for.
const HEADER: usize = 3;

/// A run of characters on a page.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Left edge.
    pub(super) x: f64,
    /// Base line, counted downwards.
    pub(super) y: f64,
    /// Width.
    pub(super) width: f64,
    /// Size of the characters.
    pub(super) size: f64,
    /// The characters.
    pub(super) words: String,
}

/// What stands on a page: text, and the lines that borders of tables are made of.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) pieces: Vec<Piece>,
    pub(super) rules: Vec<Rule>,
}

/// A line of a page.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) words: String,
    /// Whether it is a row of a table that is drawn with lines.
    pub(super) ruled: bool,
    /// Its columns with an empty cell over several rows: at the top of a page the words of such a cell stand on the page before.
    pub(super) waits: Vec<usize>,
}

/// The paragraphs of all pages, each a line.
pub(super) fn paragraphs(pages: Vec<Page>) -> Result<String, FormatError> {
    let mut out = String::new();
    // The last line, and the edge of its page.
    let mut last: Option<(Line, f64)> = None;
    let mut indented = false;
    let mut repeats = Repeats::default();
    let mut pages: Vec<Vec<Line>> = pages.into_iter().map(|page| lines_and_rows(page, &mut repeats)).collect();
    repeats.check()?;
    drop_running_lines(&mut pages);
    pages.iter_mut().for_each(drop_page_number);
    drop_running_lines(&mut pages);
    drop_repeated_heads(&mut pages);
    join_rows(&mut pages);
    for lines in pages {
        let free = || lines.iter().filter(|line| !line.ruled);
        let margin = free().map(|line| line.left).fold(f64::INFINITY, f64::min);
        let edge = free().map(|line| line.right).fold(f64::NEG_INFINITY, f64::max);
        for line in lines {
            let at_margin = line.left < margin + line.size * 0.7;
            let goes_on = last.as_ref().is_some_and(|(last, edge)| {
                let full = last.right > edge - last.size * 2.0;
                let alike = (last.size - line.size).abs() < last.size * 0.1;
                let ends = last.words.ends_with(|c: char| is_stop(c) || matches!(c, '：' | ':' | '）' | ')'));
                let rows = [last, &line].iter().any(|line| line.ruled || line.words.contains('\t'));
                full && alike && at_margin && !rows && (!ends || indented)
            });
            if !goes_on {
                if last.is_some() {
                    out.push('\n');
                }
                indented = line.left > margin + line.size * 1.2 && line.words.contains(is_han);
            } else if out.ends_with(|c: char| c.is_ascii_alphanumeric()) && line.words.starts_with(|c: char| c.is_ascii_alphanumeric()) {
                out.push(' ');
            }
            out.push_str(&line.words);
            last = Some((line, edge));
        }
    }
    if !out.is_empty() {
        out.push('\n');
    }
    Ok(out)
}

/// The lines of a page and the rows of its tables, from top to bottom.
fn lines_and_rows(mut page: Page, repeats: &mut Repeats) -> Vec<Line> {
    let mut rows = take_tables(&page.rules, &mut page.pieces, repeats);
    rows.extend(lines(page.pieces));
    rows.sort_by(|a, b| a.y.total_cmp(&b.y));
    rows
}

/// Takes off the head of a table where it is printed again over the rows of a later page.
fn drop_repeated_heads(pages: &mut [Vec<Line>]) {
    let mut seen: HashSet<String> = HashSet::new();
    for lines in pages {
        let again = lines.iter().take(HEADER).take_while(|line| line.ruled && seen.contains(&line.words)).count();
        lines.drain(..again);
        seen.extend(lines.iter().filter(|line| line.ruled && line.words.contains('\t')).map(|line| line.words.clone()));
    }
}

/// Lets a table go on over the end of a page: a row that is broken there is joined, its other half has no number; and a cell
/// merged over rows holds for those on the next page too.
fn join_rows(pages: &mut [Vec<Line>]) {
    for at in 1..pages.len() {
        let (before, after) = pages.split_at_mut(at);
        let Some(last) = before[at - 1].last_mut().filter(|line| line.ruled) else { continue };
        let page = &mut after[0];
        let mut above: Vec<String> = last.words.split('\t').map(str::to_owned).collect();
        let is_half = |line: &Line| line.ruled && line.words.starts_with('\t') && !line.waits.contains(&0);
        if page.first().is_some_and(is_half) && !last.words.starts_with('\t') {
            for (column, more) in page.remove(0).words.split('\t').enumerate() {
                above.resize(above.len().max(column + 1), String::new());
                above[column].push_str(more);
            }
            last.words = above.join("\t");
        }
        for line in page.iter_mut().take_while(|line| line.ruled && !line.waits.is_empty()) {
            let mut cells: Vec<&str> = line.words.split('\t').collect();
            for column in line.waits.iter().filter(|column| **column < above.len()) {
                cells.resize(cells.len().max(column + 1), "");
                cells[*column] = &above[*column];
            }
            line.words = cells.join("\t");
        }
    }
}

/// Takes off the headers and footers: the outermost lines that stand on several pages alike and at the same height. Of the head
/// of a table that goes on over pages the first is left.
fn drop_running_lines(pages: &mut [Vec<Line>]) {
    // Heights are counted in halves of a character; pages from one program have them exactly alike.
    let key = |line: &Line| {
        let cells = line.words.split('\t').filter(|cell| !is_page_number(cell));
        (cells.collect::<Vec<_>>().join("\t"), (line.y / line.size * 2.0).round() as i64)
    };
    for at_top in [true, false] {
        for _ in 0..HEADER {
            let outermost = |lines: &[Line]| if at_top { lines.first().map(key) } else { lines.last().map(key) };
            let mut counts: HashMap<(String, i64), usize> = HashMap::new();
            for found in pages.iter().filter_map(|lines| outermost(lines)) {
                *counts.entry(found).or_default() += 1;
            }
            // Left and right pages may differ, and the first may have none: so a third is enough.
            counts.retain(|(words, _), count| *count >= 2 && *count * 3 >= pages.len() && !words.is_empty());
            let mut heads = HashSet::new();
            for lines in pages.iter_mut() {
                let Some(found) = outermost(lines).filter(|found| counts.contains_key(found)) else { continue };
                if !found.0.contains('\t') || !heads.insert(found) {
                    lines.remove(if at_top { 0 } else { lines.len() - 1 });
                }
            }
        }
    }
}

/// Takes off the number of a page, at its foot or else at its top.
fn drop_page_number(lines: &mut Vec<Line>) {
    if lines.last().is_some_and(|line| is_page_number(&line.words)) {
        lines.pop();
    } else if lines.first().is_some_and(|line| is_page_number(&line.words)) {
        lines.remove(0);
    }
}

/// The lines of a page from top to bottom.
pub(super) fn lines(mut pieces: Vec<Piece>) -> Vec<Line> {
    pieces.retain(|piece| {
        piece.x.is_finite() && piece.y.is_finite() && piece.width.is_finite() && piece.size > 0.0 && piece.size.is_finite()
    });
    pieces.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Piece>> = Vec::new();
    for piece in pieces {
        match rows.last_mut().filter(|row| piece.y - row[0].y < row[0].size.min(piece.size) * 0.5) {
            Some(row) => row.push(piece),
            None => rows.push(vec![piece]),
        }
    }
    rows.into_iter().map(line).filter(|line| !line.words.is_empty()).collect()
}

fn line(mut pieces: Vec<Piece>) -> Line {
    pieces.sort_by(|a, b| a.x.total_cmp(&b.x));
    let size = pieces.iter().map(|piece| piece.size).fold(0.0, f64::max);
    let y = pieces.iter().map(|piece| piece.y).fold(f64::INFINITY, f64::min);
    let mut line = Line { left: f64::INFINITY, right: f64::NEG_INFINITY, y, size, words: String::new(), ruled: false, waits: Vec::new() };
    for piece in &pieces {
        let words = piece.words.trim();
        if words.is_empty() {
            continue;
        }
        let gap = piece.x - line.right;
        if gap > size * 1.8 && !line.words.is_empty() {
            line.words.push('\t');
        } else if gap > size * 0.2 && line.words.ends_with(|c: char| c.is_ascii_alphanumeric()) && words.starts_with(|c: char| c.is_ascii())
        {
            line.words.push(' ');
        }
        // Indentation by spaces is room, not words.
        let lead = piece.words.chars().take_while(|c| c.is_whitespace()).map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum::<f64>();
        line.left = line.left.min(piece.x + lead * piece.size);
        line.right = line.right.max(piece.x + piece.width);
        line.words.push_str(words);
    }
    line
}

/// `— 3 —`, `- 3 -`, `3`, `第3页`, `第 3 页 共 9 页`, `3/9`.
fn is_page_number(line: &str) -> bool {
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let other =
        |c: char| !(c.is_ascii_digit() || c.is_whitespace() || matches!(c, '—' | '－' | '-' | '–' | '─' | '·' | '/' | '第' | '页' | '共'));
    (1..=8).contains(&digits) && !line.contains(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(x: f64, y: f64, words: &str) -> Piece {
        Piece { x, y, width: words.chars().count() as f64 * 10.0, size: 10.0, words: words.to_owned() }
    }

    fn text(pages: Vec<Vec<Piece>>) -> String {
        paragraphs(pages.into_iter().map(|pieces| Page { pieces, rules: Vec::new() }).collect()).expect("nothing is repeated")
    }

    #[test]
    fn full_lines_go_on_over_pages_and_page_numbers_go() {
        let first = vec![
            piece(20.0, 10.0, "（一）建设平台。加快"),
            piece(0.0, 25.0, "建设政务云平台，完善。"),
            piece(0.0, 40.0, "（水利厅牵头，"),
            piece(70.0, 40.2, "市财政局"),
            piece(40.0, 90.0, "— 1 —"),
        ];
        let second =
            vec![piece(0.0, 10.0, "配合）"), piece(20.0, 25.0, "（二）培育企业。"), piece(0.0, 40.0, "任务"), piece(80.0, 40.0, "单位")];
        assert_eq!(
            text(vec![first, second]),
            "（一）建设平台。加快建设政务云平台，完善。（水利厅牵头，市财政局配合）\n（二）培育企业。\n任务\t单位\n"
        );
    }

    #[test]
    fn headers_go_and_the_first_head_of_a_table_stays() {
        let page = |number: usize, task: &str| {
            let table = [piece(0.0, 20.0, "任务"), piece(80.0, 20.0, "单位"), piece(0.0, 35.0, task), piece(80.0, 35.0, "水利厅")];
            let footer = [piece(0.0, 95.0, "gov.cn"), piece(200.0, 95.0, &format!("{number}/3"))];
            [[piece(30.0, 5.0, "某省人民政府文件")].as_slice(), &table, &footer].concat()
        };
        let pages = vec![page(1, "修渠"), page(2, "打井"), page(3, "治河")];
        assert_eq!(text(pages), "任务\t单位\n修渠\t水利厅\n打井\t水利厅\n治河\t水利厅\n");
    }
}
