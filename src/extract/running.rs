//! Clauses in running text, which no bracket and no label sets off.
//!
//! | rule | example | near miss |
//! |---|---|---|
//! | agent | …工作，**由**省公安厅、省法院**负责**建立 | 由于财政负责…; 本办法由省财政厅负责解释 |
//! | lead | 省农业农村厅**牵头**制定方案 | 支持企业牵头组建联盟; 各牵头单位要抓紧 |
//! | joint | 省住房和城乡建设厅**会同**省发展改革委**负责**推进… | 督查室会同有关部门开展督查 |
//! | going on | …牵头，**会同**省水利厅; …，省供销社、河北农业大学**参与** | 引导社会资本参与 |
//! | whole line | 教育部、财政部等按职责分工负责 | 省财政厅、经济责任审计负责 |
//!
//! Wherever a name could be an ordinary word, nothing is read: every word before the role must be a party beyond doubt.

use super::Grammar;
use super::clause::{Found, Setting};
use super::names;
use super::roles::{self, Reading, RoleList};
use crate::lexicon::Role;
use crate::text::Span;
use crate::text::punctuation::{is_close, is_comma, is_enumeration, is_han, is_open, is_semicolon, is_stop};

/// What no clause in running text goes without.
const ROLES: &[&str] = &["牵头", "负责", "主办", "会同"];
/// What follows words that would be a role, but are part of another word or say nothing of who does the task.
const NO_ROLE: &[&str] = &["的", "单位", "部门", "人", "作用", "解释", "同志", "责任", "机制"];

/// The clauses of a stretch of a paragraph.
pub(super) fn find(grammar: &Grammar, text: &str, stretch: Span, found: &mut Vec<Found>) {
    if let Some(reading) = whole_line(grammar, text, stretch) {
        found.push(Found { span: stretch.trimmed(text), setting: Setting::Running, reading });
        return;
    }
    let mut from = stretch.start;
    for sentence in stretch.of(text).split_inclusive(|c| is_stop(c) || is_semicolon(c) || c == '\n') {
        let span = Span::new(from, from + sentence.len());
        from = span.end;
        if ROLES.iter().any(|word| sentence.contains(word)) {
            Sentence { grammar, text, parts: parts(text, span) }.read(found);
        }
    }
}

/// A sentence divided at its commas.
struct Sentence<'a> {
    grammar: &'a Grammar,
    text: &'a str,
    parts: Vec<Span>,
}

/// Lists with their roles, and one past the last word of a role.
struct Said {
    lists: Vec<RoleList>,
    end: usize,
}

impl Sentence<'_> {
    fn read(&self, found: &mut Vec<Found>) {
        let mut at = 0;
        while at < self.parts.len() {
            let Some((start, mut said, mut next)) = self.open(at) else {
                at += 1;
                continue;
            };
            self.go_on(&mut said, &mut next);
            let particular = |list: &RoleList| {
                names::divide(self.grammar, self.text, list.list).names.iter().any(|name| !self.grammar.is_group(name.of(self.text)))
            };
            // 各牵头单位要…，各配合单位…: where nobody in particular is named, nothing is assigned.
            if said.lists.iter().any(particular) {
                let reading = Reading { lists: said.lists, ..Reading::default() };
                found.push(Found { span: Span::new(start, said.end), setting: Setting::Running, reading });
            }
            at = next;
        }
    }

    /// A clause that begins in a part, after 由 or with its first name: where, what it says, and the part after it.
    fn open(&self, at: usize) -> Option<(usize, Said, usize)> {
        let part = self.parts[at];
        let agents = part.of(self.text).match_indices('由').map(|(by, agent)| (part.start + by, part.start + by + agent.len()));
        for (start, from) in agents {
            // 「由甲，乙负责」: names may fill parts of their own.
            if let Some(said) = self.jointly(Span::new(from, part.end)) {
                return Some((start, said, at + 1));
            }
            let names_end = (at..self.parts.len()).find(|end| !self.is_names(Span::new(from, self.parts[*end].end)))?;
            let last = Span::new(from, self.parts[names_end].end);
            if let Some(said) = self.said(last, self.parts[names_end].start.max(from), true) {
                return Some((start, said, names_end + 1));
            }
        }
        let said = self.said(part, part.start, false)?;
        Some((part.start, said, at + 1))
    }

    /// What follows the opening in the same sentence: supporters, those together with whom it is done.
    fn go_on(&self, said: &mut Said, next: &mut usize) {
        let mut names_from = None;
        for at in *next..self.parts.len() {
            let part = self.parts[at];
            let words = part.of(self.text);
            if self.open(at).is_some_and(|(_, other, _)| words.contains('由') || other.lists.iter().any(|list| list.role == Role::Lead)) {
                return;
            }
            let from = names_from.unwrap_or(part.start);
            let joint = ["会同", "联合"].iter().find(|word| words.starts_with(**word)).map(|word| part.start + word.len());
            if let Some(list) = joint.and_then(|start| self.names_at(Span::new(start, part.end))) {
                said.lists.push(RoleList { role: Role::Support, list });
                (said.end, *next) = (list.end, at + 1);
            } else if let Some(more) =
                self.said(Span::new(from, part.end), part.start, false).or_else(|| self.ends(Span::new(from, part.end)))
            {
                said.lists.extend(more.lists);
                (said.end, *next, names_from) = (more.end, at + 1, None);
            } else {
                names_from = self.is_names(part).then_some(from);
            }
        }
    }

    /// 「有关县人民政府具体落实」: responsible, where nothing follows.
    fn ends(&self, words: Span) -> Option<Said> {
        let (start, end, role) = self.grammar.suffixes(words.of(self.text)).last()?;
        let adverb = ["具体", "分别", "共同"].iter().find(|adverb| words.of(self.text)[..start].ends_with(**adverb));
        let list = Span::new(words.start, words.start + start - adverb.map_or(0, |adverb| adverb.len()));
        (words.start + end == words.end && (self.is_names(list) || self.is_like_names(list)))
            .then(|| Said { lists: vec![RoleList { role, list }], end: words.end })
    }

    /// The names at the beginning of `words` with the role that follows them at `from` or later; after 由 (`agent`) they may be
    /// responsible for what follows.
    fn said(&self, words: Span, from: usize, agent: bool) -> Option<Said> {
        for (start, end, role) in self.grammar.suffixes(words.of(self.text)) {
            let (list, end) = (Span::new(words.start, words.start + start), words.start + end);
            let after = self.text[end..words.end].trim_end_matches(is_ending);
            if list.end <= from || NO_ROLE.iter().any(|word| after.starts_with(word)) {
                continue;
            }
            if let Some(lists) = self.joint(list).filter(|_| role != Role::Support) {
                return Some(Said { lists, end });
            }
            let allowed = match role {
                Role::Lead | Role::Support => true,
                // 「…，省财政厅、市场监管局负责。」 ends its sentence; 「省财政厅负责…」 may say anything.
                Role::Responsible => agent || (after.is_empty() && self.parts.last().is_some_and(|last| last.end == words.end)),
            };
            if allowed && (self.is_names(list) || (agent && role == Role::Lead && self.is_like_names(list))) {
                return Some(Said { lists: vec![RoleList { role, list }], end });
            }
        }
        None
    }

    /// 会同 and 商 after a name; in 「工业和信息化部、商务部」 a name begins with it.
    fn infixes(&self, words: Span) -> impl Iterator<Item = (usize, usize, Role)> {
        let begins_name = move |start: usize| words.of(self.text)[..start].trim_end().ends_with(|c| is_enumeration(c) || is_comma(c));
        self.grammar.infixes(words.of(self.text)).filter(move |(start, _, _)| !begins_name(*start))
    }

    /// 「甲会同乙」 before the word of a role: who leads, and who supports.
    fn joint(&self, list: Span) -> Option<Vec<RoleList>> {
        self.infixes(list).find_map(|(start, end, role)| {
            let (left, right) = (Span::new(list.start, list.start + start), Span::new(list.start + end, list.end));
            let lists = vec![RoleList { role, list: left }, RoleList { role: Role::Support, list: right }];
            (self.is_names(left) && self.is_names(right)).then_some(lists)
        })
    }

    /// 「甲会同乙、丙研究确定」 after 由: who leads, and with whom, whatever they do.
    fn jointly(&self, words: Span) -> Option<Said> {
        self.infixes(words).find_map(|(start, end, role)| {
            let left = Span::new(words.start, words.start + start);
            let right = self.names_at(Span::new(words.start + end, words.end)).filter(|_| self.is_names(left))?;
            let lists = vec![RoleList { role, list: left }, RoleList { role: Role::Support, list: right }];
            Some(Said { lists, end: right.end })
        })
    }

    /// The names with which the words begin, as far as they go: 「省商务厅、海口综合保税区管委会于9月底前提出方案」.
    fn names_at(&self, words: Span) -> Option<Span> {
        // Each end is tried: a text without commas must not cost the square of its length.
        const LONGEST: usize = 300;
        const GROUPS: &[&str] = &["部门", "单位", "政府", "企业", "市县", "县区", "盟市", "市州"];
        let ends = words.of(self.text).char_indices().take(LONGEST).map(|(at, c)| words.start + at + c.len_utf8());
        let whole = |list: &Span| {
            let last = list.of(self.text).trim_end_matches(is_ending).trim_end_matches('等');
            (self.grammar.ends_like_unit(last) || GROUPS.iter().any(|noun| last.ends_with(noun))) && self.is_names(*list)
        };
        let shaped = |list: &Span| {
            let last = list.of(self.text);
            GROUPS.iter().any(|noun| last.ends_with(noun)) && self.is_like_names(*list)
        };
        let begun: Vec<Span> = ends.map(|end| Span::new(words.start, end)).collect();
        // As far as names are known; where one is not, no further than its first possible end.
        let known = begun.iter().rev().find(|list| whole(list)).copied();
        let end = known.map_or(words.start, |list| list.end);
        let listed = known.is_none() || self.text[end..words.end].starts_with(['、', '和', '及', '与']);
        begun.iter().find(|list| list.end > end && listed && shaped(list)).copied().or(known)
    }

    /// Whether the words are a list of names, of which one is a party beyond doubt and the others may be: 「省交通运输厅、海口美兰国际机场」.
    fn is_like_names(&self, list: Span) -> bool {
        let names = names::divide(self.grammar, self.text, list).names;
        let like =
            |words: &str| (3..=14).contains(&words.chars().count()) && words.chars().all(is_han) && !words.contains(['的', '要', '由']);
        let known =
            |name: &Span| self.grammar.is_named_party(name.of(self.text)) || self.grammar.division_prefix(name.of(self.text)).is_some();
        names.len() > 1 && names.iter().any(known) && names.iter().all(|name| known(name) || like(name.of(self.text)))
    }

    /// Whether the words are names of parties and nothing else.
    fn is_names(&self, list: Span) -> bool {
        let list = Span::new(list.start, list.start + list.of(self.text).trim_end_matches(is_ending).len());
        let names = names::divide(self.grammar, self.text, list).names;
        !names.is_empty() && names.iter().all(|name| self.grammar.is_named_party(name.of(self.text)))
    }
}

fn is_ending(c: char) -> bool {
    is_stop(c) || is_semicolon(c) || is_comma(c) || c.is_whitespace()
}

/// The parts of a sentence between commas; one in brackets divides nothing.
fn parts(text: &str, sentence: Span) -> Vec<Span> {
    let mut parts = Vec::new();
    let (mut from, mut depth) = (sentence.start, 0_usize);
    for (at, c) in sentence.of(text).char_indices() {
        let at = sentence.start + at;
        match c {
            _ if is_open(c) => depth += 1,
            _ if is_close(c) => depth = depth.saturating_sub(1),
            _ if depth == 0 && (is_comma(c) || is_semicolon(c) || is_stop(c)) => {
                parts.push(Span::new(from, at).trimmed(text));
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(Span::new(from, sentence.end).trimmed(text));
    parts.retain(|part| !part.is_empty());
    parts
}

/// The last line of an outline: 「教育部、人力资源社会保障部等按职责分工负责」, a paragraph of names and the words of their role, and nothing else.
fn whole_line(grammar: &Grammar, text: &str, paragraph: Span) -> Option<Reading> {
    let words = paragraph.trimmed(text).of(text).trim_end_matches(is_stop);
    if words.contains(is_stop) || words.trim_start_matches('由').contains('由') {
        return None;
    }
    let reading = roles::read(grammar, text, paragraph);
    if reading.lists.is_empty() || !reading.left_over.is_empty() {
        return None;
    }
    let names: Vec<Span> = reading.lists.iter().flat_map(|list| names::divide(grammar, text, list.list).names).collect();
    let known = names.iter().filter(|name| grammar.is_named_party(name.of(text))).count();
    // 「征收论证由区房产局」 ends like a unit, too.
    let like_unit = |words: &str| grammar.ends_like_unit(words) && !words.contains(['由', '的']);
    let shaped = names.iter().all(|name| grammar.is_named_party(name.of(text)) || like_unit(name.of(text)));
    // A lead and others beside it are shape enough; one list needs names that are known.
    let enough = if reading.lists.len() > 1 { known > 0 } else { known * 2 > names.len() };
    (shaped && enough).then_some(reading)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    fn lists(grammar: &Grammar, words: &str) -> Vec<Vec<(Role, String)>> {
        let mut found = Vec::new();
        find(grammar, words, Span::new(0, words.len()), &mut found);
        let of_clause = |clause: &Found| clause.reading.lists.iter().map(|list| (list.role, list.list.of(words).to_owned())).collect();
        found.iter().map(of_clause).collect()
    }

    #[test]
    fn clauses_of_running_text_are_read() {
        use Role::{Lead, Responsible, Support};
        let grammar = Grammar::new(&Lexicon::builtin().expect("tables"));
        type Case = (&'static str, &'static [&'static [(Role, &'static str)]]);
        let cases: &[Case] = &[
            (
                "由省生态环境厅牵头，会同省水利厅、省自然资源厅，于2019年9月底前修订完成实施方案。",
                &[&[(Lead, "省生态环境厅"), (Support, "省水利厅、省自然资源厅")]],
            ),
            (
                "标准的评估工作，由省生态环境厅、省市场监管局共同负责，省水利厅配合。",
                &[&[(Responsible, "省生态环境厅、省市场监管局"), (Support, "省水利厅")]],
            ),
            ("由工业和信息化部、商务部负责，财政部配合。", &[&[(Responsible, "工业和信息化部、商务部"), (Support, "财政部")]]),
            ("水库的水量调度由省水利厅负责，保定市人民政府配合做好巡查。", &[&[(Responsible, "省水利厅"), (Support, "保定市人民政府")]]),
            ("由省水利厅、省财政厅分别牵头组织实施，2020年5月底前完成。", &[&[(Lead, "省水利厅、省财政厅")]]),
            ("省水利厅会同省财政厅、省教育厅负责推进改造。", &[&[(Lead, "省水利厅"), (Support, "省财政厅、省教育厅")]]),
            (
                "省农业农村厅牵头制定减量方案，省供销合作总社、河北农业大学参与。",
                &[&[(Lead, "省农业农村厅"), (Support, "省供销合作总社、河北农业大学")]],
            ),
            (
                "联合执法机制由省公安厅、省财政厅负责建立，省法院配合做好移送。",
                &[&[(Responsible, "省公安厅、省财政厅"), (Support, "省法院")]],
            ),
            (
                "征收论证由区房产局牵头，区司法局配合；土地出让，由区财政局负责。",
                &[&[(Lead, "区房产局"), (Support, "区司法局")], &[(Responsible, "区财政局")]],
            ),
            (
                "县交通 运输局、县发改局分别牵头，县 财政局、国网安化县供电公司配合",
                &[&[(Lead, "县交通 运输局、县发改局"), (Support, "县 财政局、国网安化县供电公司")]],
            ),
            (
                "污染防治由省交通运输厅牵头负责，有关县（市、区）人民政府具体落实。",
                &[&[(Lead, "省交通运输厅"), (Responsible, "有关县（市、区）人民政府")]],
            ),
        ];
        for (words, expected) in cases {
            let read = lists(&grammar, words);
            let read: Vec<Vec<(Role, &str)>> =
                read.iter().map(|clause| clause.iter().map(|(role, list)| (*role, list.as_str())).collect()).collect();
            assert_eq!(read, expected.iter().map(|clause| clause.to_vec()).collect::<Vec<_>>(), "{words}");
        }
    }

    #[test]
    fn ordinary_sentences_assign_nothing() {
        let grammar = Grammar::new(&Lexicon::builtin().expect("tables"));
        for words in [
            "支持龙头企业牵头组建创新联合体，引导社会资本参与。",
            "本办法由省财政厅负责解释。",
            "各牵头单位要切实负责，各配合单位要主动参与。",
            "领导小组办公室设在区房产局，负责日常协调。",
            "牵头单位负责联合体的日常运行。",
            "省财政厅负责人出席会议。",
            "发挥党组织牵头作用，由于财政负责的事项较多。",
            "鼓励行业协会牵头制定公约。",
        ] {
            assert_eq!(lists(&grammar, words), Vec::<Vec<(Role, String)>>::new(), "{words}");
        }
    }
}
