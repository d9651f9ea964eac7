//! What units and tasks are called in figures, and what is told of them.

use super::setting::Setting;
use crate::analyse::{Ledger, Role, UnitNode};
use crate::draw::caption::{Arrows, Key, Mark};
use crate::draw::diagram::{Line, Note};
use crate::draw::fold::fold;
use crate::draw::style::{FAMILIES, TIE, fill, width};
use crate::language::{Language, Message, message};
use std::collections::BTreeSet;

/// The most characters of the words of a task that a note holds.
const WORDS: usize = 400;

/// The level that most units of a plan have before their names, such as 自治区 of 自治区水利厅: said once below the figure, it need not stand
/// in every box.
///
/// A level of one character stays, since 市 of 市场监管局 is none.
pub(super) fn common_level<'n>(names: impl Iterator<Item = &'n str>) -> Option<&'static str> {
    const LEVELS: [&str; 3] = ["自治区", "自治州", "自治县"];
    let names: Vec<&str> = names.collect();
    LEVELS.into_iter().find(|level| {
        let (with, without): (Vec<&str>, Vec<&str>) = names.iter().partition(|name| name.starts_with(level));
        // What would be called like another unit keeps its level, and so do all.
        let clash = with.iter().filter_map(|name| name.strip_prefix(level)).any(|rest| rest.is_empty() || without.contains(&rest));
        with.len() * 2 > names.len() && !clash
    })
}

/// A name without the level that was said already.
pub(super) fn without<'n>(name: &'n str, level: Option<&str>) -> &'n str {
    level.and_then(|level| name.strip_prefix(level)).unwrap_or(name)
}

/// What is said below of the level that was left out.
pub(super) fn level_left_out(level: Option<&'static str>) -> Option<Message> {
    level.map(|level| message!("The names of units leave out \"{level}\" at their beginning.", level = level))
}

/// The lines of a unit: its name, larger the more tasks it leads, and its tasks.
pub(super) fn unit_lines(unit: &UnitNode, level: Option<&str>, setting: &Setting) -> Vec<Line> {
    // The square root keeps areas in proportion.
    let size = 10.0 + 2.6 * (unit.leads as f64).sqrt();
    let mut lines: Vec<Line> = fold(without(&unit.name, level), 12.0, 3).into_iter().map(|words| Line::new(words, size)).collect();
    let role = match (unit.leads, unit.supports) {
        (0, supports) => message!("supports {supports}", supports = supports),
        (leads, 0) => message!("leads {leads}", leads = leads),
        (leads, supports) => message!("leads {leads} · supports {supports}", leads = leads, supports = supports),
    };
    lines.push(Line::quiet(setting.say(&role), 8.0 + 0.4 * (unit.leads as f64).sqrt()));
    lines
}

/// The most characters of the words of a task that tell it from one of the same number and heading.
const TELLING: usize = 16;

/// A task in one line: number and heading, and where the one beside it has the same, the beginning of its words.
pub(super) fn task_name(ledger: &Ledger, task: usize) -> String {
    let found = &ledger.tasks[task];
    let name = format!("{} {}", found.number, found.title);
    let name = if name.trim().is_empty() { found.order.to_string() } else { name.trim().to_owned() };
    if found.text.is_empty() || !found.has_twin {
        return name;
    }
    let first: String = found.text.trim().chars().take_while(|c| !"，。；".contains(*c)).collect();
    // A whole phrase is told where it is short enough.
    if first.chars().count() <= TELLING {
        return format!("{name}：{first}");
    }
    format!("{name}：{}…", first.chars().take(TELLING).collect::<String>())
}

/// Tasks in lines, for a note.
pub(super) fn task_lines(ledger: &Ledger, tasks: &BTreeSet<usize>) -> Vec<String> {
    tasks.iter().map(|task| task_name(ledger, *task)).collect()
}

/// What is told of a task: its words, and the words that assign it.
pub(super) fn task_note(ledger: &Ledger, task: usize) -> Note {
    let found = &ledger.tasks[task];
    let text: String =
        if found.text.chars().count() > WORDS { found.text.chars().take(WORDS).chain(['…']).collect() } else { found.text.clone() };
    Note::new(task_name(ledger, task), [text, found.clause.clone()].into_iter().map(|words| words.trim().to_owned()).collect())
}

/// A number of tasks.
pub(super) fn count_of_tasks(tasks: usize) -> Message {
    if tasks == 1 { message!("1 task") } else { message!("{tasks} tasks", tasks = tasks) }
}

/// The name of a role.
pub(super) const fn role_name(role: Role) -> Message {
    match role {
        Role::Lead => message!("lead"),
        Role::Responsible => message!("responsible"),
        Role::Support => message!("support"),
    }
}

/// The part of the legend that tells colours.
pub(super) fn families<'f>(used: impl Iterator<Item = &'f str>, setting: &Setting) -> Key {
    let used: BTreeSet<&str> = used.collect();
    let mut marks: Vec<(Mark, String)> = FAMILIES
        .iter()
        .filter(|family| used.contains(family.id))
        .map(|family| {
            let name = if setting.language == Language::Zh { family.zh } else { family.en };
            (Mark::Box { fill: family.fill, border: 0.8 }, name.to_owned())
        })
        .collect();
    if used.iter().any(|id| !FAMILIES.iter().any(|family| family.id == *id)) {
        marks.push((Mark::Box { fill: fill(""), border: 0.8 }, setting.say(&message!("other"))));
    }
    Key::new(setting.say(&message!("Colour: function of the unit")), marks)
}

/// The part of the legend that tells widths of lines: the thinnest, one between, the thickest.
pub(super) fn widths(most: usize, setting: &Setting) -> Key {
    let samples: BTreeSet<usize> = [1, most.div_ceil(2), most].into_iter().filter(|tasks| *tasks > 0).collect();
    let line = |tasks: usize| Mark::Line { width: width(tasks, most), colour: TIE, arrows: Arrows::None, dashed: false };
    let marks = samples.into_iter().map(|tasks| (line(tasks), setting.say(&count_of_tasks(tasks)))).collect();
    Key::new(setting.say(&message!("Width: number of tasks")), marks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyse::Task;

    #[test]
    fn tasks_of_one_heading_are_told_apart_by_their_words() {
        let task = |order: usize, title: &str, text: &str| Task {
            iri: order.to_string(),
            plan: "p".to_owned(),
            order,
            number: "四（二）".to_owned(),
            title: title.to_owned(),
            text: text.to_owned(),
            clause: String::new(),
            section: None,
            has_twin: order < 3,
        };
        let tasks = vec![
            task(1, "节水", "以农业和高耗水行业节水为重点，提高效率。"),
            task(2, "节水", "制定规划，完善制度。"),
            task(3, "管理", "以改革为保障。"),
        ];
        let ledger = Ledger { tasks, ..Ledger::default() };
        let names: Vec<String> = (0..3).map(|at| task_name(&ledger, at)).collect();
        assert_eq!(names, ["四（二） 节水：以农业和高耗水行业节水为重点", "四（二） 节水：制定规划", "四（二） 管理"]);
    }

    #[test]
    fn a_level_is_left_out_where_most_have_it_and_no_two_become_one() {
        let level = |names: &[&str]| common_level(names.iter().copied());
        assert_eq!(level(&["自治区水利厅", "自治区环保厅", "呼铁局"]), Some("自治区"));
        assert_eq!(level(&["自治区水利厅", "水利厅", "自治区环保厅"]), None);
        assert_eq!(level(&["市场监管局", "市水务局"]), None);
        assert_eq!(without("自治区水利厅", Some("自治区")), "水利厅");
    }
}
