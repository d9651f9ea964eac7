//! Pages of government sites: bytes → the article alone, a block element a line, a row of a table its cells joined by TAB.
//!
//! **Which element is the article.** Each candidate (the elements that such sites keep articles in, and any `div`, `section`
//! or `td`) is scored by its characters less three for each character of a link; navigation scores below nothing. The
//! smallest candidate that keeps [`KEPT`] of the best score is the article, and of elements named for it that keeps
//! [`KEPT_OF_KNOWN`]; a title that stands outside is put before it.

mod tree;

use super::FormatError;
use super::merged::{Repeats, Table};
use crate::text::encoding::{self, DecodeError};
use ego_tree::Tree;
use ego_tree::iter::Edge;
use std::collections::HashMap;
use tree::{Content, Node, attribute, name, words};

/// What a character of a link costs.
const LINK: i64 = 3;
/// Per cent of the best score that an element needs to be the article.
const KEPT: i64 = 95;
/// The same for an element whose name says that it holds the article: around a short one, dates and buttons weigh much.
const KEPT_OF_KNOWN: i64 = 60;
/// The most characters of a cell of a table of words; a longer one is a page arranged by a table.
const LONGEST_CELL: usize = 800;

/// The characters of a page: a byte order mark, valid UTF-8, what the page says of itself, or the detector.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, &'static str), FormatError> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let label = start.split_once("charset=").map(|(_, rest)| rest.trim_start_matches(['"', '\'', ' ']));
    let label = label.and_then(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').next());
    let decoded: Result<_, DecodeError> = match label {
        Some(label) if std::str::from_utf8(bytes).is_err() => encoding::decode_as(label, bytes),
        _ => encoding::decode(bytes),
    };
    Ok(decoded?)
}

/// The article of a page.
pub(super) fn text(page: &str) -> Result<String, FormatError> {
    let page = tree::parse(page);
    let article = article(&page);
    let mut writer = Writer::default();
    if let Some(title) = title(&page, article) {
        writer.out.push_str(&title);
        writer.out.push('\n');
    }
    writer.write(article);
    writer.end_line();
    writer.repeats.check()?;
    Ok(writer.out)
}

/// The element with most text and least links.
fn article(page: &Tree<Content>) -> Node<'_> {
    let root = page.root();
    // Characters and link characters before each open element, so that one walk counts all.
    let (mut all, mut linked, mut links, mut skipped) = (0_i64, 0_i64, 0_usize, 0_usize);
    let mut begun = HashMap::new();
    let mut scores: Vec<(i64, i64, Node<'_>)> = Vec::new();
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) => {
                skipped += usize::from(is_skipped(node));
                links += usize::from(is(node, &["a"]));
                begun.insert(node.id(), (all, linked));
                if let Some(words) = words(node).filter(|_| skipped == 0) {
                    let count = words.chars().filter(|c| !c.is_whitespace()).count() as i64;
                    all += count;
                    linked += if links > 0 { count } else { 0 };
                }
            }
            Edge::Close(node) => {
                if skipped == 0 && is_candidate(node) {
                    let (all_before, linked_before) = begun[&node.id()];
                    scores.push((all - all_before - LINK * (linked - linked_before), all - all_before, node));
                }
                skipped -= usize::from(is_skipped(node));
                links -= usize::from(is(node, &["a"]));
            }
        }
    }
    let best = scores.iter().map(|(score, ..)| *score).max().unwrap_or(0);
    let smallest = |is_kept: &dyn Fn(i64, Node<'_>) -> bool| {
        scores.iter().filter(|(score, _, node)| is_kept(*score, *node)).min_by_key(|(_, all, _)| *all).map(|(.., node)| *node)
    };
    let known = smallest(&|score, node| is_known(node) && score * 100 >= best * KEPT_OF_KNOWN);
    known.or_else(|| smallest(&|score, _| score * 100 >= best * KEPT)).unwrap_or(root)
}

/// The title, where it stands outside the article: what the site names so, or the first `h1`.
fn title(page: &Tree<Content>, article: Node<'_>) -> Option<String> {
    let inside = |node: Node<'_>| node.ancestors().any(|above| above.id() == article.id());
    let heading = page.root().descendants().find(|node| name(*node) == "h1");
    if heading.is_some_and(inside) {
        return None;
    }
    let named = page.root().descendants().find_map(|node| {
        attribute(node, "name").filter(|named| name(node) == "meta" && named.eq_ignore_ascii_case("ArticleTitle"))?;
        attribute(node, "content")
    });
    let shown = || heading.map(|node| node.descendants().filter_map(words).collect::<String>());
    let title = named.map(str::to_owned).or_else(shown)?;
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    // Many articles begin with their title as a paragraph.
    let opening: String = article.descendants().filter_map(words).take(200).collect();
    let bare = |words: &str| words.split_whitespace().collect::<String>();
    (!title.is_empty() && !bare(&opening).contains(&bare(&title))).then_some(title)
}

fn is(node: Node<'_>, names: &[&str]) -> bool {
    names.contains(&name(node))
}

fn is_candidate(node: Node<'_>) -> bool {
    is_known(node) || is(node, &["article", "main", "body", "div", "section", "td"])
}

/// Whether it is what the editors of such sites (TRS, UCAP) put articles into.
fn is_known(node: Node<'_>) -> bool {
    let mut classes = attribute(node, "class").into_iter().flat_map(str::split_ascii_whitespace);
    attribute(node, "id").is_some_and(|id| matches!(id, "zoom" | "UCAP-CONTENT"))
        || classes.any(|class| matches!(class, "TRS_Editor" | "TRS_UEDITOR" | "pages_content"))
}

/// What shows no words of the article.
fn is_skipped(node: Node<'_>) -> bool {
    let hidden = attribute(node, "style").is_some_and(|style| style.replace(' ', "").to_ascii_lowercase().contains("display:none"));
    let names = ["head", "script", "style", "noscript", "nav", "footer", "aside", "button", "select", "template", "iframe", "svg"];
    hidden || is(node, &names)
}

fn is_block(node: Node<'_>) -> bool {
    let names = [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "tr",
        "caption",
        "blockquote",
        "pre",
        "hr",
        "center",
        "br",
        "address",
        "figure",
    ];
    is(node, &names)
}

/// Whether a table only arranges the page: one with a table in it, without two cells side by side, or with an article in a cell.
fn is_arrangement(table: Node<'_>) -> bool {
    let inner = || table.descendants().skip(1);
    let is_cell = |node: &Node<'_>| is(*node, &["td", "th"]);
    let length = |cell: Node<'_>| cell.descendants().filter_map(words).map(|words| words.trim().chars().count()).sum::<usize>();
    inner().any(|node| name(node) == "table")
        || !inner().any(|node| name(node) == "tr" && node.children().filter(is_cell).nth(1).is_some())
        || inner().filter(is_cell).any(|cell| length(cell) > LONGEST_CELL)
}

/// Writes lines with white space as a browser shows it.
#[derive(Default)]
struct Writer {
    out: String,
    line: String,
    /// The tables that are open; nothing for those that only arrange the page.
    tables: Vec<Option<Table>>,
    repeats: Repeats,
    /// How deep inside cells of a table of words.
    cell: usize,
}

impl Writer {
    fn write(&mut self, root: Node<'_>) {
        let mut skipped = 0_usize;
        for edge in root.traverse() {
            match edge {
                Edge::Open(node) => {
                    skipped += usize::from(is_skipped(node));
                    if skipped == 0 {
                        self.open(node);
                    }
                }
                Edge::Close(node) => {
                    if skipped == 0 {
                        self.close(node);
                    }
                    skipped -= usize::from(is_skipped(node));
                }
            }
        }
    }

    fn open(&mut self, node: Node<'_>) {
        let in_table = matches!(self.tables.last(), Some(Some(_)));
        match name(node) {
            "" => self.words(words(node).unwrap_or_default()),
            "table" => {
                self.end_line();
                self.tables.push(if is_arrangement(node) { None } else { Some(Table::default()) });
            }
            "td" | "th" if in_table => self.cell += 1,
            "td" | "th" => self.end_line(),
            _ if is_block(node) => self.end_line(),
            _ => {}
        }
    }

    fn close(&mut self, node: Node<'_>) {
        let table = self.tables.last_mut().and_then(Option::as_mut);
        match (name(node), table) {
            ("td" | "th", Some(table)) => {
                self.cell = self.cell.saturating_sub(1);
                let number = |name| attribute(node, name).and_then(|number| number.trim().parse::<usize>().ok()).unwrap_or(1);
                // No rows are all the rows that there are.
                let below = number("rowspan").checked_sub(1).unwrap_or(usize::MAX);
                table.add(&self.line, number("colspan"), below, &mut self.repeats);
                self.line.clear();
            }
            ("tr", Some(table)) => {
                self.line = table.end_row(&mut self.repeats);
                self.end_line();
            }
            ("table", _) => {
                self.tables.pop();
                self.end_line();
            }
            ("td" | "th", None) => self.end_line(),
            _ if is_block(node) => self.end_line(),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        for c in words.chars() {
            let space = c.is_ascii_whitespace() || c == '\u{A0}';
            if !space {
                self.line.push(c);
            } else if !self.line.is_empty() && !self.line.ends_with([' ', '\t']) {
                self.line.push(' ');
            }
        }
    }

    /// Ends the line; inside a cell only a space is left of it.
    fn end_line(&mut self) {
        if self.cell > 0 {
            return self.words(" ");
        }
        let line = self.line.trim_end_matches([' ', '\t', '\u{3000}']);
        if !line.trim().is_empty() {
            self.out.push_str(line);
            self.out.push('\n');
        }
        self.line.clear();
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_article_is_taken_and_the_rest_left() {
        let page = "<html><head><title>t</title></head><body><div class=nav><a href=/>首页</a><a href=/b>政务公开</a></div>\
            <h1>某市分工方案</h1><div id=zoom><p>一、总体&nbsp;要求&amp;目标</p><p>（一）建设平台。<br>（市财政局牵头）</p>\
            <table><tr><td><p>任务</p><p>说明</p></td><td>单位</td></tr></table><script>var a</script></div><div><a href=/c>打印本页</a></div></body></html>";
        assert_eq!(
            super::text(page).ok().as_deref(),
            Some("某市分工方案\n一、总体 要求&目标\n（一）建设平台。\n（市财政局牵头）\n任务 说明\t单位\n")
        );
    }
}
