//! Plans that are a table, as the text that a table becomes: cells joined by tabs, or by bars.

use super::dice::Dice;
use super::layouts::Task;
use super::lists::{Habit, list};
use super::truth::{Clause, Role, Script};

/// Writes a table of tasks.
pub(crate) fn write(script: &mut Script, dice: &mut Dice, habit: Habit, tasks: &[Task<'_>]) {
    let bars = dice.percent(40);
    let (open, between, close) = if bars { ("| ", " | ", " |\n") } else { ("", "\t", "\n") };
    let only_responsible = dice.percent(25);
    let (second, role) = dice.weighted(&[(("配合单位", Role::Support), 60), (("责任单位", Role::Responsible), 40)]);
    let task_head = *dice.pick(&["任务", "重点任务", "工作任务", "工作内容"]);
    let roles: Vec<&str> = if only_responsible { vec!["责任单位"] } else { vec!["牵头单位", second] };
    let heads: Vec<&str> = ["序号", task_head].into_iter().chain(roles.iter().copied()).chain(["完成时限"]).collect();
    script.write(&format!("{open}{}{close}", heads.join(between)));
    if bars && dice.percent(70) {
        script.write(&format!("|{}\n", "---|".repeat(heads.len())));
    }
    let habit = Habit { open: 0, conjunctions: 0, ..habit };
    for (at, task) in tasks.iter().enumerate() {
        let body = task.body.trim_end_matches('。');
        script.write(&format!("{open}{}{between}{}：{body}{between}", at + 1, task.heading));
        let mut clause = Clause::default();
        if only_responsible {
            let all = list(dice, habit, &task.given.all());
            clause.words.clone_from(&all.words);
            clause.lists.push((Role::Responsible, all));
        } else {
            let (lead, help) = (list(dice, habit, &task.given.leads), list(dice, habit, &task.given.helpers));
            clause.words = if help.words.is_empty() { lead.words.clone() } else { format!("{}{between}{}", lead.words, help.words) };
            clause.lists = vec![(Role::Lead, lead), (role, help)];
        }
        let empty = if !only_responsible && task.given.helpers.is_empty() { between } else { "" };
        clause.deadline = task.given.deadline.clone();
        script.assign(&task.heading, task.subject.topic, clause);
        script.write(&format!("{empty}{between}{}{close}", task.given.deadline.as_deref().unwrap_or_default()));
    }
}
