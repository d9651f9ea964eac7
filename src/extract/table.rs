//! Tables: a head that names roles, and rows whose cells name the parties.
//!
//! A text that comes from a table keeps one of three shapes, all of which are read: cells joined by tabs
//! or bars in a line, one cell a line that ends in a bar, and cells divided by white space.

use super::Grammar;
use super::deadline::{self, Deadline};
use super::grammar::Label;
use super::person::{self, PersonList};
use super::roles::RoleList;
use crate::lexicon::Role;
use crate::text::Span;

/// A row that assigns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// What is to be done.
    pub body: Span,
    /// From the first cell of a role to the last.
    pub clause: Span,
    /// The cells of roles.
    pub lists: Vec<RoleList>,
    /// By when.
    pub deadline: Option<Deadline>,
    /// Who answers for it.
    pub persons: Vec<PersonList>,
}

/// A table: where it stands, and its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    /// From its head to its last row.
    pub span: Span,
    /// The rows that assign, in order.
    pub rows: Vec<Row>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Role(Role),
    /// By when.
    Deadline,
    /// Who answers in the unit of the column before, or above the units; with the head.
    Person {
        leader: bool,
        head: Span,
    },
    /// A number, a remark: nothing that is read.
    Other,
    /// Words that may be the task.
    Task,
}

/// How the cells of a table are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Cells joined in a line by a tab or a bar.
    Joined(char),
    /// One cell a line, which ends in a bar.
    CellPerLine,
    /// Cells divided by white space; the roles are the last columns.
    Spaced,
}

/// All tables of a text.
pub(super) fn find(grammar: &Grammar, text: &str) -> Vec<Table> {
    let lines = lines(text);
    let mut tables = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match read(grammar, text, &lines, at) {
            Some((table, next)) => {
                tables.push(table);
                at = next;
            }
            None => at += 1,
        }
    }
    tables
}

fn lines(text: &str) -> Vec<Span> {
    let mut from = 0;
    let spans = text.split('\n').map(|line| {
        let span = Span::new(from, from + line.len());
        from += line.len() + 1;
        trimmed(text, span)
    });
    spans.filter(|line| !line.trimmed(text).is_empty()).collect()
}

/// A line without the white space around it; tabs at its ends are empty cells.
fn trimmed(text: &str, line: Span) -> Span {
    let words = line.of(text);
    if !words.trim().contains('\t') && !words.starts_with('\t') {
        return line.trimmed(text);
    }
    let blank = |c: char| c.is_whitespace() && c != '\t';
    let start = line.start + (words.len() - words.trim_start_matches(blank).len());
    Span::new(start, line.start + words.trim_end_matches(blank).len())
}

/// The table whose head begins at a line, and the line after it.
fn read(grammar: &Grammar, text: &str, lines: &[Span], at: usize) -> Option<(Table, usize)> {
    let words = lines[at].of(text);
    let shape = match words {
        _ if words.contains('\t') => Shape::Joined('\t'),
        _ if words.trim_matches('|').contains('|') => Shape::Joined('|'),
        _ if words.ends_with('|') => Shape::CellPerLine,
        _ if words.starts_with("序号") => Shape::Spaced,
        _ => return None,
    };
    let (columns, first) = head(grammar, text, lines, at, shape)?;
    let mut rows = Vec::new();
    let mut next = first;
    while next < lines.len() {
        let Some((cells, after)) = cells(text, lines, next, shape, &columns) else {
            if is_banner(grammar, text, lines, next, shape, &columns) {
                next += 1;
                continue;
            }
            break;
        };
        // A head that is written again, as at the top of a page, assigns nothing.
        if lines[next].of(text) != words {
            rows.extend(row(grammar, text, &cells, &columns));
        }
        next = after;
    }
    let span = Span::new(lines[at].start, lines[next - 1].end);
    (!rows.is_empty()).then_some((Table { span, rows }, next))
}

/// Whether a line is one cell across the whole table, the heading of the rows below it.
fn is_banner(grammar: &Grammar, text: &str, lines: &[Span], at: usize, shape: Shape, columns: &[Column]) -> bool {
    let words = lines[at].of(text);
    shape == Shape::Joined('\t')
        && !words.contains('\t')
        && words.chars().count() <= 40
        && at + 1 < lines.len()
        && cells(text, lines, at + 1, shape, columns).is_some()
        && head(grammar, text, lines, at + 1, shape).is_none()
}

/// The columns that a head names, and the line after it; `None` where no column is a role's.
fn head(grammar: &Grammar, text: &str, lines: &[Span], at: usize, shape: Shape) -> Option<(Vec<Column>, usize)> {
    let (heads, next): (Vec<Span>, usize) = match shape {
        Shape::Joined(mark) => two_lines(text, lines, at, mark).unwrap_or_else(|| (divided(text, lines[at], mark), at + 1)),
        Shape::CellPerLine => {
            let of_head = lines[at..].iter().take_while(|line| line.of(text).ends_with('|') && !is_number(bare(line.of(text))));
            let heads: Vec<Span> = of_head.copied().collect();
            let next = at + heads.len();
            (heads, next)
        }
        Shape::Spaced => (spaced_heads(text, lines[at]), at + 1),
    };
    let columns: Vec<Column> = heads.iter().map(|head| column(grammar, text, *head)).collect();
    let roles = columns.iter().filter(|column| matches!(column, Column::Role(_))).count();
    // The words of a head are short; a row of a table without head is none.
    let short = heads.iter().all(|head| head.of(text).chars().count() <= 16);
    (roles > 0 && columns.len() > roles && short).then_some((columns, next))
}

/// A head of two lines: 责任单位 across two columns, and below it, after empty cells, 牵头单位 and 配合单位.
fn two_lines(text: &str, lines: &[Span], at: usize, mark: char) -> Option<(Vec<Span>, usize)> {
    let (upper, lower) = (divided(text, lines[at], mark), divided(text, *lines.get(at + 1)?, mark));
    let below = lower.first().is_some_and(|cell| cell.is_empty()) && lower.len() <= upper.len();
    // Names of columns are short, and stand under a name or beside it.
    let short = lower.iter().all(|cell| cell.of(text).chars().count() <= 8) && lower.iter().filter(|cell| !cell.is_empty()).count() > 1;
    (below && short && mark == '\t').then(|| {
        let under = |column: usize| lower.get(column).copied().filter(|cell| !cell.is_empty());
        let heads = (0..upper.len()).map(|column| under(column).unwrap_or(upper[column])).collect();
        (heads, at + 2)
    })
}

/// 「序号 工 作 任 务 牵头负责部门」: single characters with spaces between them are one word.
fn spaced_heads(text: &str, line: Span) -> Vec<Span> {
    let mut heads: Vec<Span> = Vec::new();
    let mut from = line.start;
    for word in line.of(text).split_whitespace() {
        let start = from + text[from..].find(word).unwrap_or_default();
        let span = Span::new(start, start + word.len());
        from = span.end;
        let single = |span: Span| span.of(text).chars().count() == 1;
        match heads
            .last_mut()
            .filter(|last| single(span) && (single(**last) || last.of(text).split_whitespace().all(|part| part.chars().count() == 1)))
        {
            Some(last) => last.end = span.end,
            None => heads.push(span),
        }
    }
    heads
}

fn column(grammar: &Grammar, text: &str, cell: Span) -> Column {
    let head: String = bare(cell.of(text)).chars().filter(|c| !c.is_whitespace()).collect();
    let leader = head.ends_with("领导");
    let person = leader || ["责任人", "负责人", "牵头人"].iter().any(|word| head.ends_with(word));
    let label = grammar.labels(&head).find(|(start, end, _)| *start == 0 && *end == head.len()).map(|(_, _, label)| label);
    let named = label.and_then(|label| if let Label::Role(role) = label { Some(role) } else { None });
    let shaped = || {
        let body = ["单位", "部门", "主体", "处室", "机构"].iter().any(|word| head.ends_with(word));
        let role = match &head {
            _ if head.contains("牵头") || head.contains("主办") => Some(Role::Lead),
            _ if ["配合", "协办", "协同", "参与", "协助", "参加"].iter().any(|word| head.contains(word)) => Some(Role::Support),
            _ if ["责任", "负责", "落实", "承办", "实施"].iter().any(|word| head.contains(word)) => Some(Role::Responsible),
            _ => None,
        };
        role.filter(|_| body)
    };
    match named.or_else(shaped).filter(|_| !person) {
        Some(role) => Column::Role(role),
        None if person => Column::Person { leader, head: cell },
        None if label == Some(Label::Deadline) || ["时限", "期限", "时间", "日期"].contains(&head.as_str()) => Column::Deadline,
        None if head.ends_with("联系人")
            || ["序号", "编号", "时限", "时间", "备注", "进度", "日期"].iter().any(|word| head.contains(word)) =>
        {
            Column::Other
        }
        None => Column::Task,
    }
}

/// The cells of the row at a line, and the line after it.
fn cells(text: &str, lines: &[Span], at: usize, shape: Shape, columns: &[Column]) -> Option<(Vec<Span>, usize)> {
    match shape {
        Shape::Joined(mark) => {
            let mut cells = divided(text, lines[at], mark);
            while cells.len() > columns.len() && cells.last().is_some_and(|cell| cell.is_empty()) {
                cells.pop();
            }
            let broken = if cells.len() < columns.len() { broken_row(text, lines, at, mark, columns.len()) } else { None };
            broken.or_else(|| (cells.len() > 1 && cells.len() <= columns.len()).then_some((cells, at + 1)))
        }
        Shape::CellPerLine => {
            let row = lines.get(at..at + columns.len())?;
            row.iter()
                .all(|line| line.of(text).ends_with('|'))
                .then(|| (row.iter().map(|line| without_bar(text, *line)).collect(), at + columns.len()))
        }
        Shape::Spaced => {
            let words: Vec<&str> = lines[at].of(text).split_whitespace().collect();
            let roles = columns.iter().rev().take_while(|column| matches!(column, Column::Role(_))).count();
            if words.len() < roles + 2 || !is_number(words[0]) || roles == 0 {
                return None;
            }
            Some((spaced_cells(text, lines[at], columns.len(), roles), at + 1))
        }
    }
}

/// A row that a line end inside one of its cells divides: 「| 7 | 改造小区12个；」, then 「同步推进 | 建设局 | … |」. It begins with its number, and
/// only with the lines after it has all cells.
fn broken_row(text: &str, lines: &[Span], at: usize, mark: char, columns: usize) -> Option<(Vec<Span>, usize)> {
    const MOST: usize = 6;
    let open = mark != '|' || !lines[at].of(text).ends_with('|');
    let numbered = divided(text, lines[at], mark).first().is_some_and(|cell| is_number(cell.of(text)));
    let ends = at + 1..(at + MOST).min(lines.len());
    let rows = ends.map(|end| (divided(text, Span::new(lines[at].start, lines[end].end), mark), end + 1));
    // The next row has a number of its own.
    let whole = |lines_after: &[Span]| {
        lines_after.iter().all(|line| divided(text, *line, mark).first().is_none_or(|cell| !is_number(cell.of(text))))
    };
    rows.take_while(|(cells, next)| cells.len() <= columns && whole(&lines[at + 1..*next]))
        .filter(|(cells, _)| open && numbered && cells.len() == columns)
        .last()
}

/// The number, the words between, and the last cells, one for each role.
fn spaced_cells(text: &str, line: Span, columns: usize, roles: usize) -> Vec<Span> {
    let mut rest = line;
    let mut last = Vec::new();
    for _ in 0..roles {
        let at = rest.of(text).rfind(char::is_whitespace).unwrap_or_default();
        last.push(Span::new(rest.start + at, rest.end).trimmed(text));
        rest = Span::new(rest.start, rest.start + at).trimmed(text);
    }
    let number = rest.of(text).find(char::is_whitespace).unwrap_or_default();
    let mut cells = vec![Span::new(rest.start, rest.start + number), Span::new(rest.start + number, rest.end).trimmed(text)];
    cells.resize(columns - roles, Span::new(rest.end, rest.end));
    cells.extend(last.into_iter().rev());
    cells
}

fn row(grammar: &Grammar, text: &str, cells: &[Span], columns: &[Column]) -> Option<Row> {
    let of = |cell: &Span| cell.of(text);
    let pairs = || cells.iter().zip(columns);
    let lists: Vec<RoleList> = pairs()
        .filter_map(|(cell, column)| match column {
            Column::Role(role) if !of(cell).trim().is_empty() => Some(RoleList { role: *role, list: *cell }),
            _ => None,
        })
        .collect();
    let body = pairs().filter(|(_, column)| **column == Column::Task).map(|(cell, _)| *cell).max_by_key(|cell| cell.len())?;
    let (first, last) = (lists.first()?.list, lists.last()?.list);
    let limit = pairs().find(|(cell, column)| **column == Column::Deadline && !cell.is_empty() && !matches!(of(cell), "-" | "—" | "/"));
    let deadline = limit.map(|(cell, _)| deadline::labelled(text, *cell));
    let persons = persons(grammar, text, pairs());
    (!body.is_empty()).then(|| Row { body, clause: Span::new(first.start, last.end), lists, deadline, persons })
}

/// The people of a row; 责任人 beside 责任单位 answers there.
fn persons<'c>(grammar: &Grammar, text: &str, pairs: impl Iterator<Item = (&'c Span, &'c Column)>) -> Vec<PersonList> {
    let mut found = Vec::new();
    let mut lists = 0_usize;
    for (cell, column) in pairs {
        match column {
            Column::Role(_) if !cell.of(text).trim().is_empty() => lists += 1,
            Column::Person { leader, head } => {
                let label: String = bare(head.of(text)).chars().filter(|c| !c.is_whitespace()).collect();
                let after = lists.checked_sub(1).filter(|_| !leader);
                found.extend(person::read(grammar, text, *cell, Some(&label)).map(|persons| PersonList { persons, after }));
            }
            _ => {}
        }
    }
    found
}

/// The cells of a line; the bars at its ends are no cells.
fn divided(text: &str, line: Span, mark: char) -> Vec<Span> {
    let words = line.of(text);
    let inner = if mark == '|' { words.trim_matches('|') } else { words };
    let start = line.start + (words.len() - words.trim_start_matches(if mark == '|' { '|' } else { '\0' }).len());
    let mut from = start;
    let cells = inner.split(mark).map(|cell| {
        let span = Span::new(from, from + cell.len());
        from += cell.len() + mark.len_utf8();
        span.trimmed(text)
    });
    cells.collect()
}

fn bare(words: &str) -> &str {
    words.trim().trim_end_matches('|').trim()
}

fn without_bar(text: &str, line: Span) -> Span {
    Span::new(line.start, line.start + line.of(text).trim_end_matches('|').len()).trimmed(text)
}

fn is_number(words: &str) -> bool {
    !words.is_empty()
        && words.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '、'))
        && words.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    fn rows(text: &str) -> Vec<(&str, Vec<(Role, &str)>)> {
        let grammar = Grammar::new(&Lexicon::builtin().expect("tables"));
        let tables = find(&grammar, text);
        let of_row = |row: Row| (row.body.of(text), row.lists.iter().map(|list| (list.role, list.list.of(text))).collect());
        tables.into_iter().flat_map(|table| table.rows).map(of_row).collect()
    }

    #[test]
    fn the_shapes_of_a_flattened_table_give_the_same_rows() {
        use Role::{Lead, Responsible};
        let expected = vec![("新增托位400个", vec![(Lead, "县教育局"), (Responsible, "县各有关单位")])];
        assert_eq!(rows("序号\t任务\t分管领导\t牵头单位\t责任单位\n1\t新增托位400个\t张三\t县教育局\t县各有关单位\n"), expected);
        assert_eq!(rows("| 序号 | 任务 | 牵头单位 | 责任单位 |\n| 1 | 新增托位400个 | 县教育局 | 县各有关单位 |\n"), expected);
        assert_eq!(
            rows("序号 |\n任务 |\n分 管 领导 |\n牵头责任单位 |\n责任单位 |\n1 |\n新增托位400个 |\n张 三 |\n县教育局 |\n县各有关单位 |\n"),
            expected
        );
        let broken =
            "| 序号 | 任务 | 牵头单位 | 责任单位 |\n| 1 | 新增托位；\n400个 | 县教育局 | 县各有关单位 |\n| 2 | 改造 | 县住建局 | |\n";
        let of_broken = [("新增托位；\n400个", expected[0].1.clone()), ("改造", vec![(Lead, "县住建局")])];
        assert_eq!(rows(broken), of_broken);
        let spaced = "序号 工 作 任 务 牵头负责部门\n1 铁路投资8000亿元以上 发展改革委\n2 再开工20项 水利工程 水利部\n";
        assert_eq!(rows(spaced), [("铁路投资8000亿元以上", vec![(Lead, "发展改革委")]), ("再开工20项 水利工程", vec![(Lead, "水利部")])]);
    }

    #[test]
    fn a_heading_across_the_table_and_its_head_again_do_not_end_it() {
        let text =
            "序号\t任务\t牵头单位\n一、水利\n1\t修渠\t水利厅\n二、林业\n2\t造林\t林业厅\n河湖\n序号\t牵头单位\t任务\n1\t水利厅\t治河\n";
        let lead = |task, unit| (task, vec![(Role::Lead, unit)]);
        assert_eq!(rows(text), [lead("修渠", "水利厅"), lead("造林", "林业厅"), lead("治河", "水利厅")]);
    }

    #[test]
    fn what_only_looks_like_a_table_is_none() {
        for text in ["牵头单位：甲 | 配合单位：乙\n", "序号 内容\n1 正文 结束\n", "姓名\t电话\n张三\t1\n"] {
            assert_eq!(find(&Grammar::new(&Lexicon::builtin().expect("tables")), text), [], "{text}");
        }
    }
}
