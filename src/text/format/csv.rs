//! CSV ledgers (RFC 4180, also with `;` or TAB): characters → a line for each row, cells joined by TAB.

use super::row;

/// The rows as lines.
pub(super) fn text(csv: &str) -> String {
    let first = csv.lines().next().unwrap_or_default();
    let count = |mark: char| first.matches(mark).count();
    // The mark that the first row has most of; the comma where none leads.
    let mark = ['\t', ';', ','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(',');
    rows(csv, mark).iter().map(|cells| row(cells.iter().map(String::as_str)) + "\n").filter(|line| line != "\n").collect()
}

/// The cells of each row. A quote opens a cell in quotes only at its beginning; one that never closes ends with the file.
fn rows(csv: &str, mark: char) -> Vec<Vec<String>> {
    let (mut rows, mut cells, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = csv.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\n' if !quoted => {
                cells.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut cells));
            }
            c if c == mark && !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    rows.push(cells);
    rows
}

#[cfg(test)]
mod tests {
    #[test]
    fn quotes_hold_commas_line_ends_and_quotes() {
        assert_eq!(
            super::text("任务,单位\r\n\"建\"\"智慧\"\"水网\",\"水利厅,\n财政厅\"\r\n,\r\n"),
            "任务\t单位\n建\"智慧\"水网\t水利厅, 财政厅\n"
        );
    }
}
