//! Plans that are a ledger by department: the unit as a heading, and under it what is its own.

use super::dice::Dice;
use super::layouts::Task;
use super::lists::{Habit, List, list};
use super::numbering::Mark;
use super::parties::Party;
use super::truth::{Clause, Role, Script};

/// The form of the headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heading {
    /// 一、市水利局（牵头2项）
    Counted,
    /// 一、市水利局
    Numbered,
    /// 【市水利局】
    Bracketed,
    /// 市水利局：
    Colon,
}

impl Heading {
    pub(crate) fn any(dice: &mut Dice) -> Self {
        dice.weighted(&[(Self::Counted, 40), (Self::Numbered, 25), (Self::Bracketed, 20), (Self::Colon, 15)])
    }
}

/// Writes the items of units, each unit with some.
pub(crate) fn write(script: &mut Script, dice: &mut Dice, heading: Heading, habit: Habit, units: &[(Party, Vec<Task<'_>>)]) {
    let leads = heading == Heading::Counted && dice.percent(60);
    for (at, (unit, tasks)) in units.iter().enumerate() {
        let name = unit.name.as_str();
        let words = match heading {
            Heading::Counted => format!("{name}（{}{}项）", if leads { "牵头" } else { "负责" }, tasks.len()),
            _ => name.to_owned(),
        };
        let (before, after) = match heading {
            Heading::Counted | Heading::Numbered => (Mark::Chinese.label(at + 1), "\n"),
            Heading::Bracketed => ("【".to_owned(), "】\n"),
            Heading::Colon => (String::new(), "：\n"),
        };
        script.write(&before);
        let offset = script.characters();
        script.write(&words);
        script.write(after);
        let own = || List { units: vec![(unit.name.clone(), unit.identity.clone())], ..List::default() };
        let role = if leads { Role::Lead } else { Role::Responsible };
        for (number, task) in tasks.iter().enumerate() {
            script.write(&format!("{}{}。{}", Mark::Arabic.label(number + 1), task.heading, task.body));
            let topic = task.subject.topic;
            // An item that only says who helps is completed by its heading.
            if !task.given.helpers.is_empty() && dice.percent(25) {
                let help = list(dice, Habit { open: 0, conjunctions: 0, ..habit }, &task.given.helpers);
                let words = format!("配合单位：{}", help.words);
                script.write("（");
                let lists = vec![(role, own()), (Role::Support, help)];
                script.assign(&task.heading, topic, Clause { words, lists, ..Clause::default() });
                script.write("）\n");
            } else {
                script.write("\n");
                let clause = Clause { words: words.clone(), lists: vec![(role, own())], ..Clause::default() };
                script.enter(&task.heading, topic, clause, offset);
            }
        }
    }
}
