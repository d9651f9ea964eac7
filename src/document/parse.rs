//! Text → document.

use super::front;
use super::model::{Block, Document, Section};
use super::numbering::{Marker, Style};
use crate::diagnostic::NO_TITLE;
use crate::text::punctuation::{is_close, is_colon, is_comma, is_han, is_open, is_semicolon, is_stop};
use crate::text::{Source, Span};

/// The longest first sentence that is the heading of a numbered paragraph, in characters.
const LONGEST_HEADING: usize = 40;
/// The same for a paragraph without number, which must also have no comma: 推进民航建设。
const LONGEST_BARE_HEADING: usize = 25;

/// Words of labels: a line that has one and a colon assigns, and is no heading.
#[rustfmt::skip]
const ASSIGNS: &[&str] = &[
    "牵头", "负责", "责任单位", "配合单位", "参与单位", "责任部门", "参与部门", "配合部门", "落实单位", "落实部门",
    "时限", "期限", "完成时间", "办结时间", "责任人", "分管领导", "责任领导", "包联领导", "包保领导", "市领导", "县领导",
];

/// Reads the structure of a plan. Never fails: what has no number is a paragraph without section.
///
/// ```
/// use fengong::{document, text::Source};
///
/// let document = document::parse(Source::from_text("plan", "工作方案\n一、能源\n（一）煤炭。加快建设。（省能源局牵头）\n"));
/// assert_eq!(document.title().as_deref(), Some("工作方案"));
/// assert_eq!(document.sections[1].path, "一（一）");
/// assert_eq!(document.heading(1), Some("煤炭"));
/// ```
pub fn parse(source: Source) -> Document {
    let text = source.folded();
    let pieces = pieces(text);
    let first =
        pieces.iter().position(|piece| Marker::read(piece.of(text)).is_some()).unwrap_or_else(|| front_of_unnumbered(text, &pieces));
    let front = front::read(text, &pieces[..first]);
    let mut tree = Tree::default();
    for piece in &pieces[first..] {
        tree.add(text, *piece);
    }
    let Tree { sections, mut blocks, .. } = tree;
    take_back_headings(text, &sections, &mut blocks);
    let mut diagnostics = Vec::new();
    if front.title.is_empty() {
        let span = pieces.first().copied().unwrap_or(Span::new(0, 0));
        diagnostics.push(NO_TITLE.at(span, "no title was found before the first number", "第一个编号之前没有找到标题"));
    }
    Document { front, sections, blocks, diagnostics, source }
}

/// Without any number the front is the lines before the first that may assign; of an outline, whose last lines assign, the first line.
fn front_of_unnumbered(text: &str, pieces: &[Span]) -> usize {
    let outlined = pieces.iter().any(|piece| piece.of(text).trim_end_matches(is_stop).ends_with("负责"));
    if outlined {
        return 1.min(pieces.len());
    }
    let may_assign = |piece: &Span| {
        let words = piece.of(text);
        words.chars().next_back().is_some_and(is_close) || words.contains(['\t', '|']) || words.starts_with("序号")
    };
    pieces.iter().position(may_assign).unwrap_or(pieces.len())
}

/// The paragraphs: lines without the white space around them, and parts of a long line that open with a number of their own.
fn pieces(text: &str) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let span = Span::new(from, from + line.len()).trimmed(text);
        from += line.len();
        if span.is_empty() {
            continue;
        }
        if pieces.last().is_some_and(|last: &Span| goes_on(text, *last, span)) {
            pieces.last_mut().into_iter().for_each(|last| last.end = span.end);
        } else {
            split_at_numbers(text, span, &mut pieces);
        }
    }
    pieces
}

/// Whether a line closes the bracket that the line before left open: a line end inside a clause. A line with a number of its own begins
/// anew, and so does one that opens a bracket first.
fn goes_on(text: &str, before: Span, line: Span) -> bool {
    let words = before.of(text);
    let open = words.matches(is_open).count() > words.matches(is_close).count();
    open && line.of(text).chars().find(|c| is_open(*c) || is_close(*c)).is_some_and(is_close) && Marker::read(line.of(text)).is_none()
}

/// Divides a line where a number stands after the end of a sentence, or right after the short heading of an outer number:
/// documents that lost their line ends are one long line.
///
/// 「…建设。（二）水利」 and 「一、总则（一）目标」 divide; 「按照（一）、（二）项」 does not, nor 「：（1）…；（2）…」, whose parts are one sentence.
fn split_at_numbers(text: &str, line: Span, pieces: &mut Vec<Span>) {
    let words = line.of(text);
    let mut from = 0;
    let mut ended = false;
    let mut heading = open_heading(words, 0);
    for (at, c) in words.char_indices() {
        let in_heading = heading
            .filter(|heading| (heading.words..=heading.limit).contains(&at) && words[heading.words..at].chars().all(is_heading_character));
        if at > from && (ended || in_heading.is_some()) && opens_number(c) {
            let marker = Marker::read(&words[at..]).filter(|marker| marker.style != Style::Article);
            if marker.is_some_and(|marker| ended || in_heading.is_some_and(|heading| at > heading.words && marker.style > heading.style)) {
                pieces.push(Span::new(from, at).shifted(line.start).trimmed(text));
                from = at;
                heading = open_heading(words, at);
            }
        }
        ended = is_stop(c) || is_close(c) || (ended && c.is_whitespace());
    }
    pieces.push(Span::new(from, words.len()).shifted(line.start).trimmed(text));
}

fn opens_number(c: char) -> bool {
    matches!(c, '0'..='9' | '（' | '(' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '第' | '①'..='⑨')
}

/// A heading that began with a number: its style, where its words begin, and how far they may reach.
#[derive(Clone, Copy)]
struct OpenHeading {
    style: Style,
    words: usize,
    limit: usize,
}

fn open_heading(text: &str, from: usize) -> Option<OpenHeading> {
    const LONGEST: usize = 24;
    let marker = Marker::read(&text[from..])?;
    let words = from + marker.len;
    let limit = text[words..].char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| words + at);
    Some(OpenHeading { style: marker.style, words, limit })
}

/// What a heading that runs into the next number consists of: no punctuation ends it.
fn is_heading_character(c: char) -> bool {
    is_han(c) || c.is_whitespace() || matches!(c, '、' | '“' | '”' | '《' | '》')
}

/// A section whose heading stands alone and that holds one paragraph: the paragraph's first sentence is no heading of its own.
fn take_back_headings(text: &str, sections: &[Section], blocks: &mut [Block]) {
    for at in 1..blocks.len() {
        let section = blocks[at].section;
        let of_section = |other: Option<&Block>| other.is_some_and(|other| other.section == section && !other.numbered);
        let after_heading = blocks[at - 1].numbered && blocks[at - 1].section == section && blocks[at - 1].body.is_empty();
        let has_children = sections.iter().any(|child| child.parent == section && section.is_some());
        if !blocks[at].numbered && after_heading && !of_section(blocks.get(at + 1)) && !has_children {
            blocks[at].title = None;
            blocks[at].body = blocks[at].span.trimmed(text);
        }
    }
}

/// Sections and blocks as they grow.
#[derive(Default)]
struct Tree {
    sections: Vec<Section>,
    blocks: Vec<Block>,
    open: Vec<usize>,
}

impl Tree {
    fn add(&mut self, text: &str, piece: Span) {
        let words = piece.of(text);
        let marker = Marker::read(words);
        let rest = Span::new(piece.start + marker.as_ref().map_or(0, |marker| marker.len), piece.end);
        let heading = heading(text, rest, marker.is_some());
        let body = Span::new(heading.map_or(rest.start, |(_, after)| after), piece.end).trimmed(text);
        let numbered = marker.is_some();
        if let Some(marker) = marker {
            self.open_section(&marker, heading.map(|(title, _)| title), piece);
        }
        for section in &self.open {
            self.sections[*section].span.end = piece.end;
        }
        let section = self.open.last().copied();
        self.blocks.push(Block { section, numbered, title: heading.map(|(title, _)| title), body, span: piece });
    }

    /// A style that is open already closes down to it; a new style opens inside, unless it is an outer one.
    fn open_section(&mut self, marker: &Marker<'_>, title: Option<Span>, piece: Span) {
        let style = |at: &usize| self.sections[*at].style;
        let keep = match self.open.iter().position(|at| style(at) == marker.style) {
            Some(depth) => depth,
            None => self.open.iter().rposition(|at| style(at) < marker.style).map_or(0, |depth| depth + 1),
        };
        self.open.truncate(keep);
        let parent = self.open.last().copied();
        let path = parent.map_or(String::new(), |at| self.sections[at].path.clone()) + marker.label;
        self.open.push(self.sections.len());
        self.sections.push(Section { style: marker.style, ordinal: marker.ordinal, path, title, parent, span: piece });
    }
}

/// The heading that opens a paragraph and the byte after it: a first sentence that is short, or a whole line that is.
fn heading(text: &str, rest: Span, numbered: bool) -> Option<(Span, usize)> {
    let words = rest.of(text);
    let stop = words.char_indices().find(|(_, c)| is_stop(*c));
    let (title, after) = match stop {
        Some((at, c)) => (&words[..at], at + c.len_utf8()),
        None => (words, words.len()),
    };
    let assigns = title.contains(is_colon) && ASSIGNS.iter().any(|word| title.contains(word))
        || title.ends_with("负责")
        // The last line of an outline: 市民政局牵头. A number before it makes it a heading: （一）发挥企业牵头.
        || !numbered && (title.ends_with("牵头") || title.ends_with("牵头落实"))
        || title.contains(['（', '(']) && (title.contains("牵头") || title.trim_end_matches(is_close).ends_with("负责"));
    let comma = title.contains(|c| is_comma(c) || is_semicolon(c));
    let (longest, comma_allowed) = if numbered { (LONGEST_HEADING, true) } else { (LONGEST_BARE_HEADING, false) };
    // An unnumbered line without a stop is a heading only if it is no list item that ends in a comma.
    let fits = !title.trim().is_empty() && title.chars().count() <= longest && !assigns && (comma_allowed || !comma);
    fits.then(|| (Span::new(rest.start, rest.start + title.len()).trimmed(text), rest.start + after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths_and_headings(text: &str) -> Vec<(String, Option<String>)> {
        let document = parse(Source::from_text("test", text));
        (0..document.sections.len()).map(|at| (document.sections[at].path.clone(), document.heading(at).map(str::to_owned))).collect()
    }

    fn some(path: &str, heading: &str) -> (String, Option<String>) {
        (path.to_owned(), Some(heading.to_owned()))
    }

    #[test]
    fn sections_nest_by_the_style_of_their_numbers() {
        let text = "一、甲\n（一）乙。正文很长。\n1.丙。正文。\n（二）丁。正文。\n二、戊\n1.己。正文。\n";
        let expected = [
            some("一", "甲"),
            some("一（一）", "乙"),
            some("一（一）1", "丙"),
            some("一（二）", "丁"),
            some("二", "戊"),
            some("二1", "己"),
        ];
        assert_eq!(paths_and_headings(text), expected);
    }

    #[test]
    fn a_text_that_lost_its_line_ends_is_divided_at_its_numbers() {
        let text = "一、总则（一）甲项。按照（一）、（二）项办理。（省水利厅牵头）（二）乙项。正文。二、附则 （一）丙。正文。";
        let paths: Vec<String> = paths_and_headings(text).into_iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["一", "一（一）", "一（二）", "二", "二（一）"]);
    }

    #[test]
    fn an_unnumbered_paragraph_has_a_heading_only_if_its_first_sentence_is_short_and_whole() {
        let text = "一、交通\n推进民航建设。加快机场迁建。\n完善公路网络，加快推进高速公路建设。提高等级。\n";
        let document = parse(Source::from_text("test", text));
        let titles: Vec<Option<&str>> = document.blocks[1..].iter().map(|block| block.title.map(|title| title.of(text))).collect();
        assert_eq!(titles, [Some("推进民航建设"), None]);
    }

    #[test]
    fn a_line_that_says_who_leads_is_no_heading() {
        let text = "（一）宣传政策\n发放明白卡。\n市民政局牵头\n（二）支持企业牵头\n组建联盟。\n推进民航建设\n";
        let document = parse(Source::from_text("test", text));
        let titles: Vec<Option<&str>> = document.blocks.iter().map(|block| block.title.map(|title| title.of(text))).collect();
        assert_eq!(titles, [Some("宣传政策"), Some("发放明白卡"), None, Some("支持企业牵头"), Some("组建联盟"), Some("推进民航建设")]);
    }

    #[test]
    fn any_text_gives_a_document() {
        for text in ["。", "（", "一、", "（一）", "\u{3000}\n\n", "1.\r\n2.", "abc", "（（（", "第条"] {
            let document = parse(Source::from_text("odd", text));
            assert!(document.blocks.iter().all(|block| block.span.end <= text.len()), "{text}");
        }
    }
}
