//! A list of names → the names.

use super::Grammar;
use crate::text::Span;
use crate::text::punctuation::{is_close, is_comma, is_enumeration, is_han, is_open, is_semicolon, is_stop};

/// Conjunctions that may divide two names, the longer first.
const CONJUNCTIONS: &[&str] = &["等以及", "以及", "等和", "等及", "等与", "和", "及", "与", "、", "等"];

/// What may follow 等 at the end of an open list without naming anybody; 等有关部门 names a group.
const OPEN_TAILS: &[&str] = &["", "部门", "单位", "部门和单位", "部门单位"];

/// The names of a list, and whether it ended with 等 and so names not all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Names<'t> {
    /// The names, in order.
    pub names: Vec<Span>,
    /// What each name shares with the one after it, written out: 管委会 for the first of 杨凌示范区、西咸新区管委会.
    pub shared: Vec<&'t str>,
    /// Whether the list says that there are others.
    pub open: bool,
}

/// Divides a list at enumeration commas, and at conjunctions where both sides are parties.
///
/// 「财政厅、经济和信息化委和呼和浩特海关及相关盟市」 has four names: the first 和 stands inside a name,
/// whose left part 经济 is no unit, and so does that in 呼和浩特. 「商务部等和各省级人民政府」 and
/// 「省财政厅等相关部门」 go on behind an open end; 「各区、县级市」 is one group.
pub(super) fn divide<'t>(grammar: &Grammar, text: &'t str, list: Span) -> Names<'t> {
    let (list, open) = without_open_end(text, list);
    let mut found = Names { names: Vec::new(), shared: Vec::new(), open };
    let mut depth = 0_usize;
    let mut from = list.start;
    for (at, c) in list.of(text).char_indices() {
        if is_open(c) {
            depth += 1;
        } else if is_close(c) {
            depth = depth.saturating_sub(1);
        } else if depth == 0
            && separates(c)
            && !(c.is_whitespace() && inside_name(grammar, text, Span::new(from, list.end), list.start + at))
        {
            conjoined(grammar, text, Span::new(from, list.start + at).trimmed(text), &mut found);
            from = list.start + at + c.len_utf8();
        }
    }
    conjoined(grammar, text, Span::new(from, list.end).trimmed(text), &mut found);
    found.names = joined_groups(grammar, text, &found.names);
    found.shared = shared_suffixes(grammar, text, &found.names);
    found
}

fn separates(c: char) -> bool {
    is_enumeration(c) || is_comma(c) || is_semicolon(c) || is_stop(c) || c.is_whitespace()
}

/// Whether a space at `at` stands inside the name of a department: 「县交通 运输局、…」, but not 「省财政厅 省水利厅」.
fn inside_name(grammar: &Grammar, text: &str, rest: Span, at: usize) -> bool {
    let left = text[rest.start..at].trim_start();
    let right = text[at..rest.end].trim_start();
    let right = &right[..right.find(separates).unwrap_or(right.len())];
    let whole = format!("{left}{right}");
    let unlevelled = |words: &str| grammar.level_prefix(words).map_or(0, |level| level.prefix.len());
    let is_department = |words: &str| grammar.is_department(&words[unlevelled(words)..]);
    let left_is_whole = is_department(left) && grammar.ends_like_unit(left);
    !left.contains(separates) && is_department(&whole) && !left_is_whole && !right.is_empty()
}

/// 「教育部、财政部等」, 「教育部、财政部等部门」
fn without_open_end(text: &str, list: Span) -> (Span, bool) {
    let words = list.of(text);
    match words.rfind('等') {
        Some(at) if at > 0 && OPEN_TAILS.contains(&words[at + '等'.len_utf8()..].trim()) => {
            (Span::new(list.start, list.start + at).trimmed(text), true)
        }
        _ => (list, false),
    }
}

fn conjoined(grammar: &Grammar, text: &str, piece: Span, found: &mut Names<'_>) {
    if piece.is_empty() {
        return;
    }
    let words = piece.of(text);
    // Leftmost first; the rest is divided again. What stands in brackets divides nothing: 各县（市、区）党委和政府.
    let mut depth = 0_usize;
    for (at, c) in words.char_indices() {
        depth = if is_open(c) { depth + 1 } else { depth.saturating_sub(usize::from(is_close(c))) };
        if at == 0 || depth > 0 {
            continue;
        }
        let Some(conjunction) = CONJUNCTIONS.iter().find(|word| words[at..].starts_with(**word)) else { continue };
        let (left, right) = (&words[..at], words[at + conjunction.len()..].trim_start());
        if grammar.is_listed(left) && (grammar.ends_like_party(right) || grammar.is_listed(right)) {
            found.open |= conjunction.starts_with('等');
            found.names.push(Span::new(piece.start, piece.start + at).trimmed(text));
            return conjoined(grammar, text, Span::new(piece.end - right.len(), piece.end).trimmed(text), found);
        }
    }
    found.names.push(piece);
}

/// Puts together what one quantifier governs: 各区、县级市; 各市、县人民政府; 各盟行政公署、市人民政府.
fn joined_groups(grammar: &Grammar, text: &str, names: &[Span]) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for name in names {
        let governed = joined.last().is_some_and(|last| {
            let between = text[last.end..name.start].chars();
            let adjacent = between.clone().count() == 1 && between.clone().all(is_enumeration);
            // 各地区、各部门 are two, each with a quantifier.
            let whole = || grammar.whole_groups.contains(&text[last.start..name.end]) && !grammar.is_group(name.of(text));
            adjacent && (grammar.is_open_group(last.of(text)) && grammar.is_locality(name.of(text)) || whole())
        });
        match joined.last_mut().filter(|_| governed) {
            Some(last) => last.end = name.end,
            None => joined.push(*name),
        }
    }
    joined
}

/// Endings that two names may share: 南宁、柳州市人民政府.
const SHARED: &[&str] = &["管理委员会", "管委会", "人民政府", "行政公署", "行署", "政府"];
/// The same after the names of towns and streets: 三台子、明廉街道办事处; 江南、马路镇人民政府.
const OF_TOWNS: &[&str] = &["街道办事处", "街道办", "街道", "镇人民政府", "乡人民政府", "镇政府", "乡政府", "行委"];

const KINDS_OF_TOWNS: &[&str] = &["街道", "镇", "乡"];

fn shared_suffixes<'t>(grammar: &Grammar, text: &'t str, names: &[Span]) -> Vec<&'t str> {
    let mut shared = vec![""; names.len()];
    for at in (0..names.len().saturating_sub(1)).rev() {
        let (name, next) = (names[at].of(text), names[at + 1].of(text));
        let adjacent = text[names[at].end..names[at + 1].start].chars().all(|c| is_enumeration(c) || c == '和');
        if !adjacent {
            continue;
        }
        let ending =
            |endings: &[&str]| endings.iter().find(|ending| next.ends_with(**ending)).map(|ending| &next[next.len() - ending.len()..]);
        let of_next = ending(OF_TOWNS).or(Some(shared[at + 1]).filter(|shared| !shared.is_empty() && OF_TOWNS.contains(shared)));
        // 江南镇、马路镇、渠江镇人民政府: the middle one hands on what it shares.
        let handed_on = [name, next].iter().all(|name| KINDS_OF_TOWNS.iter().any(|kind| name.ends_with(kind))).then_some(shared[at + 1]);
        if let Some(of_town) = town(grammar, name, of_next).or(handed_on) {
            shared[at] = of_town;
            continue;
        }
        let whole = if shared[at + 1].is_empty() { ending(SHARED) } else { Some(shared[at + 1]) };
        let Some(ending) = whole.filter(|_| name.ends_with('区') || !grammar.is_party(name) || grammar.division_prefix(name) == Some(name))
        else {
            continue;
        };
        // 南宁 shares 市人民政府 with 柳州市人民政府, 南宁市 only 人民政府.
        let after_place = grammar.short_division_prefix(next).map(|place| &next[place.len()..]).filter(|rest| rest.ends_with(ending));
        let of_place = || {
            // 钦州 is no autonomous prefecture: with the next one's 市 it is a division's name.
            let kind = after_place.and_then(|rest| rest.chars().next())?;
            let whole = format!("{name}{kind}");
            (grammar.division_prefix(&whole) == Some(whole.as_str())).then_some(after_place).flatten()
        };
        shared[at] = match grammar.division_prefix(name) == Some(name) {
            true => of_place().unwrap_or(ending),
            false if name.ends_with('区') => ending,
            false => "",
        };
    }
    shared
}

/// What the name of a town or street shares with the next, which ends so: all of it where the name stands bare, 人民政府 after 江南镇.
fn town<'t>(grammar: &Grammar, name: &str, ending: Option<&'t str>) -> Option<&'t str> {
    let ending = ending?;
    if KINDS_OF_TOWNS.iter().any(|kind| name.ends_with(kind)) {
        return KINDS_OF_TOWNS.iter().find_map(|kind| ending.strip_prefix(kind));
    }
    let bare = (2..=4).contains(&name.chars().count()) && name.chars().all(is_han);
    (bare && !grammar.is_party(name) && !grammar.is_department(name)).then_some(ending)
}

impl Grammar {
    /// Whether the words are a whole party: a unit by its ending or its name, or a group.
    fn is_party(&self, words: &str) -> bool {
        !words.is_empty() && (self.ends_like_unit(words) || self.is_proper(words) || self.is_group(words))
    }

    /// The same, and departments whose names have no ending that tells a unit: 妇联, 省残联, 科协.
    fn is_listed(&self, words: &str) -> bool {
        let own = self.level_prefix(words).map_or(words, |level| &words[level.prefix.len()..]);
        self.is_party(words) || self.is_department(own) && own.ends_with(['联', '协'])
    }

    /// Whether the words, or the last of them, are a party.
    pub(super) fn ends_like_party(&self, words: &str) -> bool {
        self.is_party(words) || words.rsplit(['、', '和', '及']).next().is_some_and(|last| self.is_party(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn a_shared_ending_is_written_out_for_each() {
        let grammar = Grammar::new(&Lexicon::builtin().expect("tables"));
        for (words, expected) in [
            ("南宁、柳州市人民政府", ["市人民政府", ""]),
            ("杨凌示范区、西咸新区管委会", ["管委会", ""]),
            ("南宁市、柳州市人民政府", ["人民政府", ""]),
            ("省财政厅、柳州市人民政府", ["", ""]),
            ("三台子、明廉街道办事处", ["街道办事处", ""]),
            ("江南镇、渠江镇人民政府", ["人民政府", ""]),
            ("县财政局、渠江镇人民政府", ["", ""]),
            ("萍乡、新余市人民政府", ["市人民政府", ""]),
            ("马路乡、新余市人民政府", ["", ""]),
            ("钦州、防城港市人民政府", ["市人民政府", ""]),
        ] {
            assert_eq!(divide(&grammar, words, Span::new(0, words.len())).shared, expected, "{words}");
        }
    }

    #[test]
    fn conjunctions_divide_names_and_not_their_insides() {
        let grammar = Grammar::new(&Lexicon::builtin().expect("tables"));
        let cases: &[(&str, &[&str], bool)] = &[
            (
                "自治区发展改革委、经济和信息化委、环保厅和内蒙古电力监管办及相关盟市",
                &["自治区发展改革委", "经济和信息化委", "环保厅", "内蒙古电力监管办", "相关盟市"],
                false,
            ),
            ("财政厅、经济和信息化委和呼和浩特海关", &["财政厅", "经济和信息化委", "呼和浩特海关"], false),
            ("住房和城乡建设厅与人力资源和社会保障厅", &["住房和城乡建设厅", "人力资源和社会保障厅"], false),
            ("质监局和人民银行呼和浩特中心支行及相关盟市", &["质监局", "人民银行呼和浩特中心支行", "相关盟市"], false),
            ("县教育局、妇联及总工会", &["县教育局", "妇联", "总工会"], false),
            ("县总工会、科协和各街道", &["县总工会", "科协", "各街道"], false),
            ("县民政局、残联和县妇联", &["县民政局", "残联", "县妇联"], false),
            ("县物流采购联和县工商联", &["县物流采购联和县工商联"], false),
            ("自治区财政厅、各盟行政公署、市人民政府", &["自治区财政厅", "各盟行政公署、市人民政府"], false),
            ("各地区、各部门", &["各地区", "各部门"], false),
            ("各盟行政公署、市财政局", &["各盟行政公署", "市财政局"], false),
            ("教育部、财政部等部门", &["教育部", "财政部"], true),
            ("省财政厅、省法院等有关部门", &["省财政厅", "省法院", "有关部门"], true),
            ("农业农村部、商务部等和各有关省级人民政府", &["农业农村部", "商务部", "各有关省级人民政府"], true),
            ("省发展改革委、省财政厅等省级相关部门，各设区市政府", &["省发展改革委", "省财政厅", "省级相关部门", "各设区市政府"], true),
            ("省乡村 振兴局、县 财政局，省财政厅 省水利厅", &["省乡村 振兴局", "县 财政局", "省财政厅", "省水利厅"], false),
            ("各省、自治区、直辖市人民政府", &["各省、自治区、直辖市人民政府"], false),
            ("市科协，各区、县级市", &["市科协", "各区、县级市"], false),
            ("各市、县、区政府", &["各市、县、区政府"], false),
        ];
        for (words, expected, open) in cases {
            let names = divide(&grammar, words, Span::new(0, words.len()));
            assert_eq!(names.names.iter().map(|name| name.of(words)).collect::<Vec<_>>(), *expected, "{words}");
            assert_eq!(names.open, *open, "{words}");
        }
    }
}
