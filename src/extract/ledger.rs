//! Ledgers by department: a heading that is a unit's name, and numbered items under it, which are that unit's.
//!
//! 「一、市发展改革委（牵头12项）」, 「【市水利局】」 or 「省财政厅：」, then 「1.推进……」. The form is read only where the document shows
//! it: two headings or more, and more of them than others of their kind.

use super::Grammar;
use super::names;
use crate::document::{Document, Section, Style};
use crate::lexicon::Role;
use crate::text::Span;
use crate::text::punctuation::{is_close, is_colon, is_open};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Whose the items under a heading are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Owner {
    /// The heading, with what it says of the number of items.
    pub heading: Span,
    /// The unit in it, or the list of several.
    pub unit: Span,
    /// The role that the heading says, or that one between it and the items says (（二）配合任务).
    pub role: Role,
}

/// An item of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its paragraphs.
    pub blocks: Range<usize>,
    /// Whose it is.
    pub owner: Owner,
}

/// The items of a document that is a ledger, in order; of any other, none.
pub(super) fn find(grammar: &Grammar, document: &Document) -> Vec<Entry> {
    let ledger = Ledger { grammar, document, text: document.source.folded(), heading_lines: heading_lines(document) };
    let mut numbered = ledger.numbered();
    numbered.extend(ledger.unnumbered());
    let entries: Vec<Vec<Entry>> = numbered.into_iter().map(|(owner, stretch)| ledger.entries(owner, stretch)).collect();
    if entries.iter().filter(|entries| !entries.is_empty()).count() < 2 {
        return Vec::new();
    }
    let mut entries: Vec<Entry> = entries.into_iter().flatten().collect();
    entries.sort_by_key(|entry| entry.blocks.start);
    // A heading within another's items is none.
    let mut end = 0;
    entries.retain(|entry| {
        let follows = entry.blocks.start >= end;
        end = if follows { entry.blocks.end } else { end };
        follows
    });
    entries
}

struct Ledger<'a> {
    grammar: &'a Grammar,
    document: &'a Document,
    text: &'a str,
    heading_lines: Vec<Option<Span>>,
}

/// A heading, and the stretch of the text up to the next.
type Part = (Owner, Span);

impl Ledger<'_> {
    /// Numbered headings: of sections side by side in the same style, more than half are units, and two at least.
    fn numbered(&self) -> Vec<Part> {
        let sections = &self.document.sections;
        let owners: Vec<Option<Owner>> = self.heading_lines.iter().map(|line| self.owner((*line)?)).collect();
        let mut counts: FxHashMap<(Option<usize>, Style), (usize, usize)> = FxHashMap::default();
        for (owner, section) in owners.iter().zip(sections) {
            let (units, all) = counts.entry((section.parent, section.style)).or_default();
            *units += usize::from(owner.is_some());
            *all += 1;
        }
        let is_ledger =
            |section: &Section| counts.get(&(section.parent, section.style)).is_some_and(|(units, all)| *units >= 2 && units * 2 > *all);
        let parts = owners.iter().zip(sections).filter_map(|(owner, section)| Some(((*owner)?, section)));
        parts
            .filter(|(_, section)| is_ledger(section))
            .map(|(owner, section)| (owner, Span::new(owner.heading.end, section.span.end)))
            .collect()
    }

    /// Headings without numbers, 【市水利局】 and 省财政厅：, the first of which may stand before the first number.
    fn unnumbered(&self) -> Vec<Part> {
        let blocks = self.document.blocks.iter().filter(|block| !block.numbered).map(|block| block.span);
        let lines = self.document.front.preamble.iter().copied().chain(blocks);
        let marked: Vec<Span> = lines.filter(|line| is_marked(line.of(self.text))).collect();
        let owners: Vec<Owner> = marked.iter().filter_map(|line| self.owner(*line)).collect();
        if owners.len() < 2 || owners.len() * 2 <= marked.len() {
            return Vec::new();
        }
        let next = |owner: &Owner| marked.get(marked.partition_point(|line| line.start <= owner.heading.start));
        let end = |owner: &Owner| next(owner).map_or(self.text.len(), |line| line.start);
        owners.iter().map(|owner| (*owner, Span::new(owner.heading.end, end(owner)))).collect()
    }

    /// The unit of a heading, or several that own its items together; 区域布局 and 水利 are none, nor is a group.
    fn owner(&self, line: Span) -> Option<Owner> {
        let heading = unmarked(self.text, line);
        let words = heading.of(self.text);
        let (unit, remark) = match words.strip_suffix(is_close).and_then(|rest| rest.rsplit_once(is_open)) {
            Some((unit, remark)) if !self.grammar.ends_like_unit(remark) => (unit.trim_end(), Some(remark)),
            _ => (words, None),
        };
        let counted = remark.is_none_or(|remark| remark.contains(['项', '件', '个', '条']) || role_of(remark).is_some());
        let unit = Span::new(heading.start, heading.start + unit.len());
        if !counted || !self.grammar.ends_like_unit(unit.of(self.text)) {
            return None;
        }
        let names = names::divide(self.grammar, self.text, unit).names;
        let known = |words: &str| self.grammar.ends_like_unit(words) && self.grammar.is_named_party(words) && !self.grammar.is_group(words);
        let known = !names.is_empty() && names.iter().all(|name| known(name.of(self.text)));
        let role = remark.and_then(role_of).unwrap_or(Role::Responsible);
        // 「市水利局、市林业局」 may be a list of any kind; with a role behind it they own what follows.
        let said = names.len() == 1 || remark.and_then(role_of).is_some();
        (known && said).then_some(Owner { heading, unit, role })
    }

    /// The items between a heading and the next.
    fn entries(&self, owner: Owner, stretch: Span) -> Vec<Entry> {
        let sections = &self.document.sections;
        let from = sections.partition_point(|section| section.span.start < stretch.start);
        let to = sections.partition_point(|section| section.span.start < stretch.end);
        let mut entries = Vec::new();
        for at in (from..to).filter(|at| sections[*at].parent.is_none_or(|parent| parent < from)) {
            self.entry(at, owner, stretch, &mut entries);
        }
        entries
    }

    /// An item, or those under it where it is but a heading: 「（一）牵头任务」, 「（一）能源方面」.
    fn entry(&self, section: usize, owner: Owner, stretch: Span, entries: &mut Vec<Entry>) {
        let (sections, blocks) = (&self.document.sections, &self.document.blocks);
        let span = sections[section].span;
        let inside = (section + 1..sections.len()).take_while(|at| sections[*at].span.start < span.end);
        let children: Vec<usize> = inside.filter(|at| sections[*at].parent == Some(section)).collect();
        if let Some(line) = self.heading_lines[section].filter(|_| !children.is_empty()) {
            let role = sub_heading(line.of(self.text)).unwrap_or(owner.role);
            children.into_iter().for_each(|child| self.entry(child, Owner { role, ..owner }, stretch, entries));
            return;
        }
        let first = blocks.partition_point(|block| block.span.start < span.start);
        let last = blocks.partition_point(|block| block.span.end <= span.end.min(stretch.end));
        if first < last {
            entries.push(Entry { blocks: first..last, owner });
        }
    }
}

/// For each section, the line that is its heading and nothing more, if there is one.
fn heading_lines(document: &Document) -> Vec<Option<Span>> {
    let mut lines = vec![None; document.sections.len()];
    for block in document.blocks.iter().filter(|block| block.numbered) {
        let line = match block.title {
            Some(title) => block.body.is_empty().then_some(title),
            None => Some(block.body),
        };
        if let Some(section) = block.section {
            lines[section] = line;
        }
    }
    lines
}

/// Whether a line without number is set off as a heading: 【…】, or a few words and a colon.
fn is_marked(words: &str) -> bool {
    const LONGEST: usize = 20;
    let bracketed = words.starts_with('【') && words.ends_with('】') && words.matches('【').count() == 1;
    bracketed || words.ends_with(is_colon) && words.chars().count() <= LONGEST
}

/// The words without 【】 or colon.
fn unmarked(text: &str, line: Span) -> Span {
    let words = line.of(text);
    let inner = words.strip_prefix('【').and_then(|rest| rest.strip_suffix('】'));
    let start = if inner.is_some() { line.start + '【'.len_utf8() } else { line.start };
    let words = inner.unwrap_or(words).trim_end_matches(is_colon);
    Span::new(start, start + words.len()).trimmed(text)
}

/// What 牵头12项 says; 牵头和配合12项 says both, and neither.
fn role_of(remark: &str) -> Option<Role> {
    let supports = ["配合", "参与", "协助", "协办"].iter().any(|word| remark.contains(word));
    match (remark.contains("牵头"), supports) {
        (true, false) => Some(Role::Lead),
        (false, true) => Some(Role::Support),
        (false, false) if remark.contains("负责") || remark.contains("责任") => Some(Role::Responsible),
        _ => None,
    }
}

/// A heading between unit and items that says the role: 牵头任务, 配合事项（3项）. 牵头推进改革 is a task.
fn sub_heading(words: &str) -> Option<Role> {
    const KINDS: &[&str] = &["任务", "事项", "工作", "项目"];
    const ROLES: &[(&str, Role)] = &[
        ("牵头", Role::Lead),
        ("牵头负责", Role::Lead),
        ("主办", Role::Lead),
        ("配合", Role::Support),
        ("参与", Role::Support),
        ("协助", Role::Support),
        ("协办", Role::Support),
        ("负责", Role::Responsible),
        ("责任", Role::Responsible),
        ("承担", Role::Responsible),
    ];
    let words = words.split(is_open).next().unwrap_or(words).trim().trim_end_matches(is_colon);
    let bare = KINDS.iter().find_map(|kind| words.strip_suffix(kind)).unwrap_or(words).trim_end_matches('的');
    ROLES.iter().find(|(word, _)| *word == bare).map(|(_, role)| *role)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parse;
    use crate::lexicon::Lexicon;
    use crate::text::Source;

    fn entries(text: &str) -> Vec<(String, String, Role)> {
        let grammar = Grammar::new(&Lexicon::builtin().expect("tables"));
        let document = parse(Source::from_text("plan", text));
        let words = |entry: &Entry| document.source.words(document.blocks[entry.blocks.start].span).to_owned();
        find(&grammar, &document)
            .iter()
            .map(|entry| (words(entry), document.source.words(entry.owner.unit).to_owned(), entry.owner.role))
            .collect()
    }

    #[test]
    fn items_under_the_names_of_units_are_theirs() {
        use Role::{Lead, Responsible, Support};
        let expected = |rows: &[(&str, &str, Role)]| -> Vec<(String, String, Role)> {
            rows.iter().map(|(item, unit, role)| ((*item).to_owned(), (*unit).to_owned(), *role)).collect()
        };
        assert_eq!(
            entries("清单\n一、市发展改革委（牵头2项）\n1.编制规划。\n2.落实资金。\n二、市水利局\n1.修渠。\n三、工作要求\n1.抓紧。\n"),
            expected(&[
                ("1.编制规划。", "市发展改革委", Lead),
                ("2.落实资金。", "市发展改革委", Lead),
                ("1.修渠。", "市水利局", Responsible)
            ])
        );
        assert_eq!(
            entries("清单\n【省财政厅】\n1.拨款。\n【省水利厅】\n1.修渠。\n2.治沙。\n"),
            expected(&[
                ("1.拨款。", "省财政厅", Responsible),
                ("1.修渠。", "省水利厅", Responsible),
                ("2.治沙。", "省水利厅", Responsible)
            ])
        );
        assert_eq!(
            entries("清单\n省财政厅：\n1.拨款。\n省水利厅：\n1.修渠。\n"),
            expected(&[("1.拨款。", "省财政厅", Responsible), ("1.修渠。", "省水利厅", Responsible)])
        );
        assert_eq!(
            entries("清单\n一、市水利局、林业局（共同牵头）\n1.修渠。\n二、市教育局（负责）\n1.建校。\n"),
            expected(&[("1.修渠。", "市水利局、林业局", Lead), ("1.建校。", "市教育局", Responsible)])
        );
        assert_eq!(
            entries("清单\n一、市水利局\n（一）牵头任务\n1.修渠。\n（二）配合事项\n1.治沙。\n二、市林业局\n1.造林。\n"),
            expected(&[("1.修渠。", "市水利局", Lead), ("1.治沙。", "市水利局", Support), ("1.造林。", "市林业局", Responsible)])
        );
    }

    #[test]
    fn other_plans_are_no_ledgers() {
        for text in [
            // Fields of work, not units.
            "方案\n一、教育\n1.建校。\n二、水利\n1.修渠。\n",
            "方案\n一、区域布局\n1.建校。\n二、县域布局\n1.修渠。\n",
            // Only one is a unit, or fewer than the others.
            "方案\n一、市水利局\n1.修渠。\n二、工作要求\n1.抓紧。\n",
            "方案\n一、市水利局\n1.修渠。\n二、市林业局\n1.造林。\n三、总体要求\n1.甲。\n四、保障措施\n1.乙。\n",
            // Several units, or units with nothing under them.
            "方案\n一、市水利局、市林业局\n1.修渠。\n二、市教育局、市财政局\n1.建校。\n",
            "成员\n一、市水利局\n二、市林业局\n三、市教育局\n",
            // Duties in running text.
            "职责\n一、市水利局：负责修渠。\n二、市林业局：负责造林。\n",
            // Recipients.
            "通知\n省财政厅：\n现印发给你们。\n一、修渠\n1.抓紧。\n二、造林\n1.抓紧。\n",
        ] {
            assert_eq!(entries(text), [], "{text}");
        }
    }
}
