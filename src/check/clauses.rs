//! What single clauses lack: a task, a lead, names; and units named twice.

use crate::diagnostic::{CLAUSE_WITHOUT_TASK, Diagnostic, EMPTY_CLAUSE, NO_LEAD, SEVERAL_LEADS, UNIT_TWICE};
use crate::extract::{Party, PartyKind, Task};
use crate::lexicon::Role;
use crate::reader::Reading;
use crate::text::Span;
use crate::text::punctuation::{is_close, is_colon, is_division, is_open};

/// The words that stand before names with a colon, of which an empty one is a slip.
const LABELS: &[&str] =
    &["牵头单位", "责任单位", "配合单位", "参与单位", "落实部门", "牵头部门", "责任部门", "配合部门", "主办单位", "协办单位"];

/// Each clause by itself, and beside the others of its plan.
pub(super) fn check(reading: &Reading, found: &mut Vec<Diagnostic>) {
    let text = reading.document.source.folded();
    let tasks = &reading.extraction.tasks;
    let led = tasks.iter().filter(|task| leads(task).next().is_some()).count();
    let jointly = tasks.iter().filter(|task| leads(task).count() > 1).count();
    for (at, task) in tasks.iter().enumerate() {
        let clause = task.clause.span;
        if task.body.of(text).chars().all(|c| c.is_whitespace() || is_division(c)) && task.title.is_empty() {
            found.push(CLAUSE_WITHOUT_TASK.at(clause, "no words of a task stand before this clause", "此处分工表述之前没有任务内容"));
        }
        let responsible = task.clause.parties.iter().filter(|party| party.role == Role::Responsible).count();
        let unled = leads(task).next().is_none() && responsible != 1;
        // A plan in which all tasks but a few have a lead means these to have one, too; others share some tasks out.
        if unled && (led * 10 >= tasks.len() * 9 || responsible == 0) {
            found.push(NO_LEAD.at(clause, "nobody leads this task", "此项任务没有牵头单位"));
        }
        // Joint leads are a slip only where they are rare.
        if leads(task).count() > 1 && jointly * 4 < led && !clause.of(text).contains("分别") {
            let names: Vec<&str> = leads(task).map(|party| party.name.as_str()).collect();
            let (en, zh) = (format!("{} lead this task together", names.join(" and ")), format!("{}同为牵头单位", names.join("、")));
            found.push(SEVERAL_LEADS.at(clause, en, zh));
        }
        twice(reading, at, found);
    }
    empty(reading, text, found);
}

fn leads(task: &Task) -> impl Iterator<Item = &Party> {
    task.clause.parties.iter().filter(|party| party.role == Role::Lead)
}

/// A unit that stands in one clause a second time, under whatever name.
fn twice(reading: &Reading, at: usize, found: &mut Vec<Diagnostic>) {
    let parties = &reading.extraction.tasks[at].clause.parties;
    let units = &reading.resolution.parties[at];
    for later in 1..parties.len() {
        let Some(unit) = units[later] else { continue };
        let earlier = (0..later).find(|earlier| units[*earlier] == Some(unit) && parties[*earlier].span != parties[later].span);
        if earlier.is_some() && parties[later].kind == PartyKind::Unit {
            let name = &parties[later].name;
            let (en, zh) = (format!("「{name}」 is named in this clause before"), format!("「{name}」在此处分工表述中已经出现"));
            found.push(UNIT_TWICE.at(parties[later].span, en, zh));
        }
    }
}

/// 「牵头单位：」 at the end of its line or bracket, or before the next label.
fn empty(reading: &Reading, text: &str, found: &mut Vec<Diagnostic>) {
    let table = |span: Span| span.of(text).contains(['\t', '|']);
    for block in reading.document.blocks.iter().filter(|block| !table(block.span)) {
        for label in LABELS {
            for (at, _) in block.span.of(text).match_indices(label) {
                let start = block.span.start + at;
                let rest = &text[start + label.len()..];
                let Some(colon) = rest.chars().next().filter(|c| is_colon(*c)) else { continue };
                let after = rest[colon.len_utf8()..].trim_start_matches([' ', '\u{3000}']);
                let named_below = after.starts_with(['\n', '\r']) && !after.trim_start().is_empty();
                let nobody = after.is_empty()
                    || after.starts_with(|c| is_division(c) || is_close(c))
                    || LABELS.iter().any(|next| after.starts_with(next));
                if nobody && !named_below && !after.starts_with(is_open) {
                    let span = Span::new(start, start + label.len());
                    found.push(EMPTY_CLAUSE.at(span, format!("nobody is named after 「{label}」"), format!("「{label}」后没有单位")));
                }
            }
        }
    }
}
