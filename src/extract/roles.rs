//! The words of a clause → which list of names has which role.

use super::Grammar;
use super::deadline::{self, Deadline};
use super::grammar::Label;
use super::person::{self, PersonList};
use crate::lexicon::Role;
use crate::text::Span;
use crate::text::punctuation::{is_close, is_colon, is_comma, is_enumeration, is_open, is_semicolon, is_stop};

/// A list of names with its role, before the names are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RoleList {
    /// The role.
    pub role: Role,
    /// The words of the list, in the text that the clause was cut from.
    pub list: Span,
}

/// What the words of a clause say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Reading {
    /// The lists in the order of the words.
    pub lists: Vec<RoleList>,
    /// By when.
    pub deadline: Option<Deadline>,
    /// Who answers for it.
    pub persons: Vec<PersonList>,
    /// Words that fit no rule.
    pub left_over: Vec<Span>,
}

/// Divides the words of a clause by the words of roles.
///
/// Read are, in any mixture: 「X牵头，Y、Z配合」; 「牵头单位：X；配合单位：Y」, also run on without a
/// separator; 「X会同Y负责」, in which X leads and Y supports; names before a comma that take the role of
/// the words after it (「财政部，税务总局负责」). A deadline may stand before, between and after them, with a label of its own or without.
pub(super) fn read(grammar: &Grammar, text: &str, clause: Span) -> Reading {
    let mut reading = Reading::default();
    let mut pending: Option<Span> = None;
    let mut label: Option<(Label, Span)> = None;
    // The words behind 完成时限：.
    let mut until: Option<Span> = None;
    for part in parts(grammar, text, clause) {
        match part {
            Part::Label(next, words) => {
                left_over(&mut reading, pending.take());
                limit(text, until.take(), &mut reading);
                label = Some((next, words));
            }
            Part::Words(words) => {
                // 「列第一位者为牵头单位，下同」 names nobody.
                let (words, stated) = without_convention(grammar, text, words);
                if stated || words.of(text) == "下同" {
                    continue;
                }
                let behind_deadline = matches!(label, Some((Label::Deadline, _)));
                let words = if behind_deadline {
                    words
                } else {
                    let Some(words) = undated(grammar, text, words, &mut reading) else { continue };
                    words
                };
                if suffixed(grammar, text, words, &mut pending, &mut reading) {
                    continue;
                }
                match label {
                    Some((Label::Role(role), _)) => reading.lists.push(RoleList { role, list: words }),
                    Some((label @ (Label::Person | Label::Leader), called)) => {
                        let after = reading.lists.len().checked_sub(1).filter(|_| label == Label::Person);
                        answerable(grammar, text, words, called, after, &mut reading);
                    }
                    Some((Label::Deadline, _)) if !grammar.is_named_party(words.of(text)) => {
                        until = Some(Span::new(until.map_or(words.start, |span| span.start), words.end));
                    }
                    Some((Label::Deadline, _)) | None => {
                        pending = Some(Span::new(pending.map_or(words.start, |span| span.start), words.end));
                    }
                }
            }
        }
    }
    limit(text, until, &mut reading);
    left_over(&mut reading, pending);
    reading
}

/// What a part says besides a deadline: nothing of 「2020年底前完成」 and 「2020年底前出台办法」, the names of 「2020年底前省财政厅牵头」.
fn undated(grammar: &Grammar, text: &str, words: Span, reading: &mut Reading) -> Option<Span> {
    let names = |rest: &Span| grammar.suffixes(rest.of(text)).next().is_some() || grammar.ends_like_party(rest.of(text));
    let whole = || deadline::read(text, words).or_else(|| deadline::several(text, words)).map(|found| (found, None));
    let opening = || deadline::opening(text, words).map(|(found, rest)| (found, Some(rest).filter(names)));
    let reached = || deadline::reached(text, words).filter(|_| !names(&words)).map(|found| (found, None));
    let Some((found, rest)) = whole().or_else(opening).or_else(reached) else { return Some(words) };
    reading.deadline = deadline::either(reading.deadline, Some(found));
    rest
}

/// Who stands behind 责任人：; a plan may name units there (责任人：县教育局), and they are responsible. Other words (待定) name nobody.
fn answerable(grammar: &Grammar, text: &str, words: Span, called: Span, after: Option<usize>, reading: &mut Reading) {
    let label: String = called.of(text).chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(persons) = person::read(grammar, text, words, Some(&label)) {
        reading.persons.push(PersonList { persons, after });
    } else if super::names::divide(grammar, text, words).names.iter().all(|name| grammar.is_named_party(name.of(text))) {
        reading.lists.push(RoleList { role: Role::Responsible, list: words });
    }
}

fn limit(text: &str, words: Option<Span>, reading: &mut Reading) {
    reading.deadline = deadline::either(reading.deadline, words.map(|words| deadline::labelled(text, words)));
}

fn left_over(reading: &mut Reading, words: Option<Span>) {
    reading.left_over.extend(words);
}

/// Reads 「…X牵头」: the role of the words at the end goes to the names before them, those held back included.
fn suffixed(grammar: &Grammar, text: &str, words: Span, pending: &mut Option<Span>, reading: &mut Reading) -> bool {
    let piece = words.of(text);
    let mut from = 0;
    let mut found = false;
    for (start, end, role) in grammar.suffixes(piece) {
        let after = piece[end..].chars().next();
        // 「牵头」 ends a list only before a separator or the end: in 「牵头组建联盟」 it is a verb of the text. Only who is known beyond doubt
        // is responsible for what a verb says: 「区城投集团负责建设运营」.
        let goes_on = after.is_some_and(|c| !is_enumeration(c) && !c.is_whitespace());
        let does = || role == Role::Responsible && begins_task(&piece[end..]) && grammar.is_named_party(piece[from..start].trim());
        if start < from || (goes_on && !does()) {
            continue;
        }
        let begin = pending.take().map_or(words.start + from, |span| span.start);
        let list = Span::new(begin, words.start + start).trimmed(text);
        push(grammar, text, list, role, reading);
        found = true;
        if goes_on {
            return found;
        }
        from = end + after.map_or(0, char::len_utf8);
    }
    if found && from < piece.len() {
        *pending = Some(Span::new(words.start + from, words.end).trimmed(text)).filter(|span| !span.is_empty());
    }
    found
}

/// The words before a convention in brackets, 「…、市儿童医院（排在第一位的为牵头单位，下同）」; or whether they are nothing but a convention.
fn without_convention(grammar: &Grammar, text: &str, words: Span) -> (Span, bool) {
    let Some(at) = grammar.convention(words.of(text)) else { return (words, false) };
    let bracket = text[words.start..words.start + at].char_indices().next_back().filter(|(_, c)| is_open(*c));
    match bracket.filter(|(open, _)| *open > 0) {
        Some((open, _)) => (Span::new(words.start, words.start + open).trimmed(text), false),
        None => (words, true),
    }
}

/// Whether the words after 负责 say what is to be done: 建设运营, but not 解释, 人 or 制.
fn begins_task(after: &str) -> bool {
    const VERBS: &[&str] =
        &["建设", "运营", "实施", "推进", "落实", "组织", "制定", "建立", "开展", "做好", "提供", "牵头", "协调", "管理"];
    VERBS.iter().any(|verb| after.starts_with(verb))
}

/// A list before the words of its role; 会同 divides it into who leads and who supports.
fn push(grammar: &Grammar, text: &str, list: Span, role: Role, reading: &mut Reading) {
    let list = without_case(grammar, text, without_agent(text, list));
    if list.is_empty() {
        return;
    }
    let words = list.of(text);
    let infix = grammar.infixes(words).find(|(start, end, _)| {
        let (left, right) = (&words[..*start], &words[*end..]);
        // 行署商务局 is one name.
        let other = || super::names::divide(grammar, right, Span::new(0, right.len())).names;
        let begins = right.chars().count() > 2 && other().first().is_some_and(|name| grammar.is_named_party(name.of(right)));
        !right.is_empty() && (grammar.ends_like_unit(left) || grammar.is_proper(left)) && (begins || end - start > '商'.len_utf8())
    });
    match infix {
        Some((start, end, lead)) if role != Role::Support => {
            reading.lists.push(RoleList { role: lead, list: Span::new(list.start, list.start + start) });
            reading.lists.push(RoleList { role: Role::Support, list: Span::new(list.start + end, list.end) });
        }
        _ => reading.lists.push(RoleList { role, list }),
    }
}

/// The list without 由 before it, and without the case for which it holds: 「由省水利厅牵头」, 「涉及尾矿库的，由安全监管总局」.
fn without_agent(text: &str, list: Span) -> Span {
    let words = list.of(text);
    let agent = words.match_indices('由').rfind(|(at, _)| words[..*at].chars().next_back().is_none_or(is_comma));
    let skip = agent.map_or(0, |(at, agent)| at + agent.len());
    Span::new(list.start + skip, list.end).trimmed(text)
}

/// 「物业部分由市住建局」: what stands before 由 is no party, what follows is one beyond doubt.
fn without_case(grammar: &Grammar, text: &str, list: Span) -> Span {
    let agent = list.of(text).rmatch_indices('由').map(|(at, agent)| Span::new(list.start + at + agent.len(), list.end)).next();
    let named = |list: &Span| {
        let names = super::names::divide(grammar, text, *list).names;
        !names.is_empty() && names.iter().all(|name| grammar.is_named_party(name.of(text)))
    };
    agent.filter(named).unwrap_or(list)
}

enum Part {
    /// With its words, without the colon.
    Label(Label, Span),
    Words(Span),
}

/// The clause divided at commas, semicolons and stops, and before and after every label with its colon.
fn parts(grammar: &Grammar, text: &str, clause: Span) -> Vec<Part> {
    let words = clause.of(text);
    let mut parts = Vec::new();
    let mut from = 0;
    for (start, end, label) in labels(grammar, words) {
        separated(text, Span::new(clause.start + from, clause.start + start), &mut parts);
        let phrase = words[start..end].trim_end_matches(is_colon).trim_end().len();
        parts.push(Part::Label(label, Span::new(start, start + phrase).shifted(clause.start)));
        from = end;
    }
    separated(text, Span::new(clause.start + from, clause.end), &mut parts);
    parts
}

/// Labels with their colon: start, the byte after the colon, what stands behind.
pub(super) fn labels(grammar: &Grammar, words: &str) -> impl Iterator<Item = (usize, usize, Label)> {
    grammar.labels(words).filter_map(|(start, end, label)| {
        let rest = words[end..].trim_start();
        // At the beginning of a line a semicolon is a colon mistyped: 「责任单位；县财政局」.
        let opens = words[..start].trim().is_empty();
        let colon = rest.chars().next().filter(|c| is_colon(*c) || (opens && is_semicolon(*c)))?;
        Some((start, words.len() - rest.len() + colon.len_utf8(), label))
    })
}

fn separated(text: &str, span: Span, parts: &mut Vec<Part>) {
    let mut from = span.start;
    let mut depth = 0_usize;
    let close = |from: usize, to: usize, parts: &mut Vec<Part>| {
        let words = Span::new(from, to).trimmed(text);
        if !words.is_empty() {
            parts.push(Part::Words(words));
        }
    };
    for (at, c) in span.of(text).char_indices() {
        let at = span.start + at;
        if is_open(c) {
            depth += 1;
        } else if is_close(c) {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && (is_comma(c) || is_semicolon(c) || is_stop(c) || matches!(c, '\n' | '\r')) {
            close(from, at, parts);
            from = at + c.len_utf8();
        }
    }
    close(from, span.end, parts);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    fn lists(words: &str) -> Vec<(Role, &str)> {
        let lexicon = Lexicon::builtin().expect("tables");
        let reading = read(&Grammar::new(&lexicon), words, Span::new(0, words.len()));
        reading.lists.iter().map(|list| (list.role, list.list.of(words))).collect()
    }

    #[test]
    fn each_notation_gives_its_roles() {
        use Role::{Lead, Responsible, Support};
        let cases: &[(&str, &[(Role, &str)])] = &[
            (
                "自治区水利厅牵头，自治区发展改革委、环保厅及相关盟市配合",
                &[(Lead, "自治区水利厅"), (Support, "自治区发展改革委、环保厅及相关盟市")],
            ),
            ("牵头单位：省科技厅；配合单位：省财政厅、省教育厅", &[(Lead, "省科技厅"), (Support, "省财政厅、省教育厅")]),
            ("牵头单位：省科技厅 配合单位：省财政厅", &[(Lead, "省科技厅"), (Support, "省财政厅")]),
            ("责任单位:市教育局,市财政局", &[(Responsible, "市教育局"), (Responsible, "市财政局")]),
            ("财政部、税务总局负责", &[(Responsible, "财政部、税务总局")]),
            ("财政部，税务总局负责", &[(Responsible, "财政部，税务总局")]),
            ("教育部牵头，财政部等按职责分工负责", &[(Lead, "教育部"), (Responsible, "财政部等")]),
            ("商务部会同财政部负责", &[(Lead, "商务部"), (Support, "财政部")]),
            ("由公安部、司法部分别牵头", &[(Lead, "公安部、司法部")]),
            ("区财政局配合；区水利局负责建设运营", &[(Support, "区财政局"), (Responsible, "区水利局")]),
            ("省水利厅牵头、省财政厅参与", &[(Lead, "省水利厅"), (Support, "省财政厅")]),
        ];
        for (words, expected) in cases {
            assert_eq!(lists(words), *expected, "{words}");
        }
    }

    #[test]
    fn words_of_roles_inside_a_sentence_assign_nothing() {
        for words in ["支持企业牵头组建创新联合体", "各牵头单位要抓紧制定实施方案", "以下简称《规划》", "省财政厅负责解释"]
        {
            assert_eq!(lists(words), [], "{words}");
        }
    }
}
