//! Units × chapters, or units × units, as a heat map: what a dense network is best read as.

use super::setting::Setting;
use super::words::{common_level, count_of_tasks, families, level_left_out, task_lines, without};
use crate::analyse::{Ledger, Role, alike};
use crate::draw::caption::{Key, Mark};
use crate::draw::diagram::Note;
use crate::draw::matrix::{Cell, Head, HeatMap};
use crate::draw::style::{fill, shade};
use crate::language::{Message, message};
use std::collections::{BTreeMap, BTreeSet};

/// What stands in the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Columns {
    /// The chapters of the plan.
    Chapters,
    /// The units again: how many tasks two have in common.
    Units,
}

/// The tasks of a pair, and those of them in which the row leads.
#[derive(Default)]
struct Pair {
    tasks: BTreeSet<usize>,
    led: BTreeSet<usize>,
}

/// The heat map of the units in the tasks of a ledger.
pub fn heat(ledger: &Ledger, columns: Columns, setting: &Setting) -> HeatMap {
    let units: Vec<usize> = (0..ledger.parties.len()).filter(|at| ledger.parties[*at].is_unit).collect();
    let chapters: Vec<Option<usize>> = {
        let mut seen = Vec::new();
        for task in 0..ledger.tasks.len() {
            let chapter = ledger.chapter(task);
            if !seen.contains(&chapter) {
                seen.push(chapter);
            }
        }
        seen
    };
    let pairs = match columns {
        Columns::Chapters => by_chapter(ledger, &units, &chapters),
        Columns::Units => by_unit(ledger, &units),
    };
    let width = if columns == Columns::Chapters { chapters.len() } else { units.len() };
    let profile = |row: usize| (0..width).map(|column| pairs.get(&(row, column)).map_or(0.0, |pair| pair.tasks.len() as f64)).collect();
    let profiles: Vec<Vec<f64>> = (0..units.len()).map(profile).collect();
    let order = alike(&profiles);
    let level = common_level(units.iter().map(|at| ledger.parties[*at].name.as_str()));
    let unit_head = |row: usize| {
        let party = &ledger.parties[units[row]];
        let fill = fill(&party.family);
        Head { words: without(&party.name, level).to_owned(), fill, apart: false, note: Note::new(party.name.clone(), Vec::new()) }
    };
    let rows: Vec<Head> = order.iter().map(|row| unit_head(*row)).collect();
    let column_order: Vec<usize> = if columns == Columns::Chapters { (0..width).collect() } else { order.clone() };
    let heads: Vec<Head> = match columns {
        Columns::Units => rows.clone(),
        Columns::Chapters => of_chapters(ledger, &chapters, setting),
    };
    // The diagonal of units × units is the tasks of one unit, and would outshine what two have in common.
    let common = |pair: &(&(usize, usize), &Pair)| columns == Columns::Chapters || pair.0.0 != pair.0.1;
    let most = pairs.iter().filter(common).map(|(_, pair)| pair.tasks.len()).max().unwrap_or(1).max(1);
    let mut cells = Vec::new();
    for (row, old_row) in order.iter().enumerate() {
        for (column, old_column) in column_order.iter().enumerate() {
            let Some(pair) = pairs.get(&(*old_row, *old_column)).filter(|pair| !pair.tasks.is_empty()) else { continue };
            if columns == Columns::Units && old_row == old_column {
                continue;
            }
            cells.push(Cell {
                row,
                column,
                shade: strength(pair.tasks.len(), most),
                words: pair.tasks.len().to_string(),
                marked: !pair.led.is_empty(),
                note: note(ledger, pair, &rows[row], &heads[column], setting),
            });
        }
    }
    let shown = match columns {
        Columns::Chapters => {
            message!("Units and the chapters of the plan: in each cell the number of tasks that the unit leads, answers for or supports.")
        }
        Columns::Units => message!("Units and units: in each cell the number of tasks that both have a part in."),
    };
    let mut lines = vec![
        shown,
        message!(
            "Units stand beside those whose work is alike: {units} units, {tasks} tasks.",
            units = units.len(),
            tasks = ledger.tasks.len()
        ),
    ];
    lines.extend(level_left_out(level));
    let colours = families(units.iter().map(|at| ledger.parties[*at].family.as_str()), setting);
    let head = match columns {
        Columns::Chapters => message!("Tasks of units by chapter"),
        Columns::Units => message!("Tasks that units have in common"),
    };
    let caption = setting.caption(&head, &lines, vec![scale(most, columns, setting), colours]);
    HeatMap { rows, columns: heads, cells, caption }
}

fn by_chapter(ledger: &Ledger, units: &[usize], chapters: &[Option<usize>]) -> BTreeMap<(usize, usize), Pair> {
    let mut pairs: BTreeMap<(usize, usize), Pair> = BTreeMap::new();
    for duty in &ledger.duties {
        let row = units.iter().position(|unit| *unit == duty.party);
        let column = chapters.iter().position(|chapter| *chapter == ledger.chapter(duty.task));
        if let (Some(row), Some(column)) = (row, column) {
            let pair = pairs.entry((row, column)).or_default();
            pair.tasks.insert(duty.task);
            if duty.role != Role::Support {
                pair.led.insert(duty.task);
            }
        }
    }
    pairs
}

fn by_unit(ledger: &Ledger, units: &[usize]) -> BTreeMap<(usize, usize), Pair> {
    let mut pairs: BTreeMap<(usize, usize), Pair> = BTreeMap::new();
    for task in 0..ledger.tasks.len() {
        for one in ledger.duties_of(task) {
            for other in ledger.duties_of(task) {
                let places = [one, other].map(|duty| units.iter().position(|unit| *unit == duty.party));
                if let [Some(row), Some(column)] = places {
                    let pair = pairs.entry((row, column)).or_default();
                    pair.tasks.insert(task);
                    if one.role != Role::Support {
                        pair.led.insert(task);
                    }
                }
            }
        }
    }
    pairs
}

/// The heads of chapters, those of each plan apart from those before.
fn of_chapters(ledger: &Ledger, chapters: &[Option<usize>], setting: &Setting) -> Vec<Head> {
    let plan_of = |chapter: Option<usize>| {
        let task = (0..ledger.tasks.len()).find(|task| ledger.chapter(*task) == chapter);
        task.and_then(|task| ledger.plans.iter().find(|plan| plan.iri == ledger.tasks[task].plan))
    };
    let mut before = None;
    let head = |chapter: &Option<usize>| {
        let plan = plan_of(*chapter);
        let mut head = chapter_head(ledger, *chapter, setting);
        if ledger.plans.len() > 1 {
            head.note.lines.extend(plan.map(|plan| plan.name.clone()));
            head.apart = before.is_some() && before != plan.map(|plan| &plan.iri);
            before = plan.map(|plan| &plan.iri);
        }
        head
    };
    chapters.iter().map(head).collect()
}

fn chapter_head(ledger: &Ledger, chapter: Option<usize>, setting: &Setting) -> Head {
    let words = chapter.map_or_else(
        || setting.say(&message!("outside of chapters")),
        |at| {
            let section = &ledger.sections[at];
            if section.number.is_empty() { section.title.clone() } else { format!("{} {}", section.number, section.title) }
        },
    );
    Head { note: Note::new(words.clone(), Vec::new()), words, fill: "", apart: false }
}

fn note(ledger: &Ledger, pair: &Pair, row: &Head, column: &Head, setting: &Setting) -> Note {
    let mut lines = Vec::new();
    if !pair.led.is_empty() {
        lines.push(setting.say(&message!("leads or answers for:")));
        lines.extend(task_lines(ledger, &pair.led));
    }
    let rest: BTreeSet<usize> = pair.tasks.difference(&pair.led).copied().collect();
    if !rest.is_empty() {
        lines.push(setting.say(&message!("supports:")));
        lines.extend(task_lines(ledger, &rest));
    }
    Note::new(format!("{} × {}", row.words, column.words), lines)
}

/// How dark a cell is.
fn strength(tasks: usize, most: usize) -> u8 {
    (tasks.min(most) as f64 / most as f64 * 255.0).round() as u8
}

/// The scale of colours, and what a marked cell is.
fn scale(most: usize, columns: Columns, setting: &Setting) -> Key {
    let samples: BTreeSet<usize> = [1, most.div_ceil(2), most].into_iter().collect();
    let mut marks: Vec<(Mark, String)> = samples
        .into_iter()
        .map(|tasks| {
            let (fill, _) = shade(strength(tasks, most));
            (Mark::Box { fill, border: 0.5 }, setting.say(&count_of_tasks(tasks)))
        })
        .collect();
    let marked: Message = match columns {
        Columns::Chapters => message!("dark edge: leads or answers for one of them at least"),
        Columns::Units => message!("dark edge: the unit of the row leads or answers for one of them at least"),
    };
    marks.push((Mark::Box { fill: "#ffffff", border: 2.0 }, setting.say(&marked)));
    Key::new(setting.say(&message!("Colour of cells")), marks)
}
