//! What stands outside the clause: deadlines in a bracket beside it or in the words of the task, lines of deadlines and people.

use super::clause::brackets;
use super::deadline::{self, Deadline};
use super::grammar::Label;
use super::person::PersonList;
use super::{Grammar, roles};
use crate::text::Span;
use crate::text::punctuation::{is_comma, is_semicolon, is_stop};

/// What a line beside a clause adds to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Aside {
    /// By when.
    pub deadline: Option<Deadline>,
    /// Who answers for it.
    pub persons: Vec<PersonList>,
}

impl Aside {
    /// Both lines as one.
    pub(super) fn and(mut self, later: Self) -> Self {
        self.persons.extend(later.persons);
        Self { deadline: self.deadline.or(later.deadline), ..self }
    }
}

/// A line that says by when or who answers, and nothing else: 「完成时限：2019年6月底前。」, 「责任人：张三」
///
/// 「完成时限：2019年6月底前。各单位要……」 is a paragraph, whose first sentence may be about anything.
pub(super) fn line(grammar: &Grammar, text: &str, line: Span) -> Option<Aside> {
    let words = line.of(text).trim_end_matches(is_stop);
    let (start, _, label) = roles::labels(grammar, words).next()?;
    if start > 0 || matches!(label, Label::Role(_)) || words.contains(is_stop) {
        return None;
    }
    let reading = roles::read(grammar, text, Span::new(line.start, line.start + words.len()));
    let aside = reading.lists.is_empty() && reading.left_over.is_empty() && (reading.deadline.is_some() || !reading.persons.is_empty());
    // 责任人 in a line of its own stands behind the units of the line before.
    let behind = |list: PersonList| PersonList { after: Some(0).filter(|_| label == Label::Person), ..list };
    aside.then(|| Aside { deadline: reading.deadline, persons: reading.persons.into_iter().map(behind).collect() })
}

/// A bracket of its own beside a clause, and where it ends: （省财政厅负责）（2019年6月底前完成）, （2019年6月底前完成）。（省财政厅负责）.
pub(super) fn beside(text: &str, paragraph: Span, clause: Span) -> Option<(Deadline, usize)> {
    let blank = |from: usize, to: usize| text[from..to].chars().all(|c| c.is_whitespace() || is_stop(c) || is_comma(c) || is_semicolon(c));
    let beside = |bracket: &Span| match bracket.start >= clause.end {
        true => blank(clause.end, bracket.start),
        false => bracket.end <= clause.start && blank(bracket.end, clause.start),
    };
    let read = |(outer, inner): &(Span, Span)| deadline::read_bare(text, inner.trimmed(text)).map(|deadline| (deadline, outer.end));
    brackets(text, paragraph).iter().filter(|(outer, _)| beside(outer)).find_map(read)
}

/// The one deadline that the words of a task name: in brackets of its own, or at either end of a sentence.
///
/// 「2020年底前，基本建成……」 is one, 「……，2020年底前完成。」 and 「……（2020年底前完成）」. Where the words name further dates with 前, none is that of the whole.
/// 「到2020年，全省达到60%」 is an aim, 「2020年以来」 and 「2019年前三季度」 look back.
pub(super) fn in_words(text: &str, stretches: &[Span]) -> Option<Deadline> {
    let mut found: Vec<Deadline> = Vec::new();
    for stretch in stretches {
        found.extend(brackets(text, *stretch).iter().filter_map(|(_, inner)| deadline::read_bare(text, inner.trimmed(text))));
        found.extend(sentences(text, *stretch).filter_map(|sentence| opens(text, sentence).or_else(|| closes(text, sentence))));
    }
    let first = *found.first()?;
    let limits = stretches.iter().flat_map(|stretch| deadline::all(stretch.of(text)));
    let others =
        limits.filter(|(_, _, rest)| rest.starts_with('前') && !rest.starts_with("前三季度")).map(|(_, period, _)| Some(period.until));
    let one = found.iter().map(|other| other.until).chain(others).all(|until| until == first.until);
    one.then_some(first)
}

/// What follows a clause in running text: 「于2020年底前制定办法」, 「2020年底前完成，……」.
pub(super) fn begins(text: &str, words: Span) -> Option<Deadline> {
    let first = words.of(text).find(|c: char| is_comma(c) || is_semicolon(c)).map_or(words.end, |at| words.start + at);
    let part = Span::new(words.start, first).trimmed(text);
    deadline::read_bare(text, part).or_else(|| deadline::opening(text, part).map(|(deadline, _)| deadline))
}

/// 「2020年底前，基本建成……」
fn opens(text: &str, sentence: Span) -> Option<Deadline> {
    let (deadline, rest) = deadline::opening(text, sentence)?;
    rest.of(text).starts_with(is_comma).then_some(deadline)
}

/// 「……，2020年底前完成。」
fn closes(text: &str, sentence: Span) -> Option<Deadline> {
    let words = sentence.of(text).trim_end_matches(|c: char| is_stop(c) || is_semicolon(c));
    let last = words.rfind(is_comma).map(|at| at + words[at..].chars().next().map_or(0, char::len_utf8))?;
    let part = Span::new(sentence.start + last, sentence.start + words.len()).trimmed(text);
    deadline::read(text, part).filter(|deadline| deadline.is_dated() && part.of(text).ends_with("前完成"))
}

fn sentences(text: &str, stretch: Span) -> impl Iterator<Item = Span> {
    let mut from = stretch.start;
    let parts = stretch.of(text).split_inclusive(|c: char| is_stop(c) || is_semicolon(c) || matches!(c, '\n' | '\r'));
    parts.map(move |part| {
        let span = Span::new(from, from + part.len());
        from = span.end;
        span.trimmed(text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    fn whole(text: &str) -> Span {
        Span::new(0, text.len())
    }

    #[test]
    fn a_line_of_its_own_says_by_when() {
        let grammar = Grammar::new(&Lexicon::builtin().expect("tables"));
        let read =
            |text: &'static str| line(&grammar, text, whole(text)).and_then(|aside| aside.deadline).map(|deadline| deadline.span.of(text));
        assert_eq!(read("完成时限：2019年6月底前。"), Some("2019年6月底前"));
        assert_eq!(read("完成时间:按省里统一部署"), Some("按省里统一部署"));
        for text in ["完成时限：", "完成时限要合理", "完成时限：2019年。各单位要抓紧。", "责任单位：省财政厅", "明确完成时限：年底"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_bracket_beside_the_clause_is_its_deadline() {
        let read = |text: &'static str| {
            let at = text.find("（省").unwrap_or_default();
            let clause = Span::new(at, at + "（省财政厅负责）".len());
            beside(text, whole(text), clause).map(|(deadline, _)| deadline.span.of(text))
        };
        assert_eq!(read("落实资金。（省财政厅负责）（2019年6月底前完成）"), Some("2019年6月底前完成"));
        assert_eq!(read("落实资金（2019年6月底前完成）。（省财政厅负责）"), Some("2019年6月底前完成"));
        assert_eq!(read("落实资金（2019年）。（省财政厅负责）"), None);
        assert_eq!(read("落实资金（2019年6月底前完成）和人员。（省财政厅负责）"), None);
    }

    #[test]
    fn the_words_of_a_task_name_one_deadline_or_none() {
        let read = |text: &'static str| in_words(text, &[whole(text)]).map(|deadline| deadline.span.of(text));
        assert_eq!(read("2020年底前，基本建成平台。"), Some("2020年底前"));
        assert_eq!(read("加快建设。2020年底前，基本建成平台；完善制度。"), Some("2020年底前"));
        assert_eq!(read("建成平台（2020年底前完成），完善制度。"), Some("2020年底前完成"));
        assert_eq!(read("建成平台，2020年6月底前完成。"), Some("2020年6月底前完成"));
        for text in [
            "2020年底前，建成平台；2021年底前，实现联网。",
            "2020年底前，建成平台，2021年底前实现联网。",
            "到2020年，覆盖60%。",
            "2020年以来，成效明显。",
            "2019年前三季度，增长5%。",
            "建成平台，2020年底前，联网。",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
