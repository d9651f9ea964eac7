//! How a plan is laid out: where the clauses stand beside what they assign.

use super::dice::Dice;
use super::lists::{Habit, list};
use super::notations::{Given, Notation, narrative, second_label};
use super::numbering::Scheme;
use super::tables::Subject;
use super::truth::{Clause, Role, Script};

/// A layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// （一）heading。body。（clause）
    Bracketed,
    /// The number and the heading in a line of their own, the clause at the end of the body.
    Headed,
    /// …。责任单位：X、Y at the end of the paragraph, without brackets.
    Trailing,
    /// 牵头单位：… each label in a line of its own.
    Lines,
    /// 由X牵头，Y配合。 in sentences.
    Narrative,
    /// X牵头，Y配合 as the last line of an item, without brackets.
    Outline,
    /// Several clauses in a paragraph.
    Several,
    /// Items under the names of those who do them.
    Ledger,
    /// Cells joined by tabs or bars.
    Table,
}

impl Layout {
    pub(crate) fn any(dice: &mut Dice) -> Self {
        dice.weighted(&[
            (Self::Bracketed, 44),
            (Self::Headed, 8),
            (Self::Trailing, 5),
            (Self::Lines, 11),
            (Self::Narrative, 8),
            (Self::Outline, 3),
            (Self::Several, 5),
            (Self::Ledger, 7),
            (Self::Table, 9),
        ])
    }

    /// Whether paragraphs with numbers follow each other, so that there can be chapters.
    pub(crate) fn has_chapters(self) -> bool {
        !matches!(self, Self::Ledger | Self::Table)
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Bracketed => "in brackets",
            Self::Headed => "in brackets, under headings",
            Self::Trailing => "labels at the end of paragraphs",
            Self::Lines => "labels in lines of their own",
            Self::Narrative => "in sentences",
            Self::Outline => "the last line of an item",
            Self::Several => "several in a paragraph",
            Self::Ledger => "a ledger by department",
            Self::Table => "a table",
        }
    }
}

/// A task before it is written.
#[derive(Debug)]
pub(crate) struct Task<'a> {
    pub subject: &'a Subject,
    pub heading: String,
    pub body: String,
    pub given: Given,
}

/// Writes tasks in one layout.
#[derive(Debug)]
pub(crate) struct Writer<'a> {
    pub layout: Layout,
    pub notation: Notation,
    pub habit: Habit,
    pub scheme: Scheme,
    /// White space before each paragraph.
    pub indent: &'static str,
    /// What stands after a heading on the line of its body.
    pub after_heading: &'a str,
}

impl Writer<'_> {
    /// A task with its number.
    pub(crate) fn task(&self, script: &mut Script, dice: &mut Dice, number: usize, task: &Task<'_>) {
        let (label, Task { subject, heading, body, given }) = (self.scheme.task.label(number), task);
        let first = script.gold.assignments.is_empty();
        let (indent, topic) = (self.indent, subject.topic);
        match self.layout {
            Layout::Headed => script.write(&format!("{indent}{label}{heading}\n{indent}{body}")),
            Layout::Lines | Layout::Outline => script.write(&format!("{indent}{label}{heading}\n{indent}{body}\n{indent}")),
            Layout::Several => script.write(&format!("{indent}{label}{heading}。")),
            _ => script.write(&format!("{indent}{label}{heading}{}{body}", self.after_heading)),
        }
        match self.layout {
            Layout::Bracketed | Layout::Headed => {
                let clause = self.notation.clause(dice, self.habit, given, first);
                bracketed(script, heading, topic, clause);
                script.write(if dice.percent(8) { "。\n" } else { "\n" });
            }
            Layout::Trailing => {
                let notation = if self.notation == Notation::Labels { Notation::Labels } else { Notation::ResponsibleLabel };
                script.assign(heading, topic, notation.clause(dice, Habit { open: 0, ..self.habit }, given, first));
                script.write("\n");
            }
            Layout::Lines => self.lines(script, dice, task),
            Layout::Narrative => {
                let (clause, end) = narrative(dice, self.habit, given);
                script.assign(heading, topic, clause);
                script.write(&format!("{end}。\n"));
            }
            Layout::Outline => {
                let habit = Habit { open: 0, conjunctions: 0, ..self.habit };
                let given = Given { deadline: None, ..given.clone() };
                script.assign(heading, topic, Notation::LeadSupport.clause(dice, habit, &given, first));
                script.write("\n");
            }
            Layout::Several => self.several(script, dice, task),
            Layout::Ledger | Layout::Table => {}
        }
    }

    /// 「牵头单位：X」, 「配合单位：Y」, 「完成时限：…」, a line each.
    fn lines(&self, script: &mut Script, dice: &mut Dice, task: &Task<'_>) {
        let (given, indent) = (&task.given, self.indent);
        let habit = Habit { open: 0, conjunctions: 0, ..self.habit };
        let lead = list(dice, habit, &given.leads);
        let mut clause = Clause { words: format!("牵头单位：{}", lead.words), lists: vec![(Role::Lead, lead)], ..Clause::default() };
        if !given.helpers.is_empty() {
            let (label, role) = second_label(dice);
            let help = list(dice, habit, &given.helpers);
            clause.words.push_str(&format!("\n{indent}{label}：{}", help.words));
            clause.lists.push((role, help));
        }
        clause.deadline = given.deadline.clone();
        let limit = given.deadline.as_ref().map(|deadline| format!("完成时限：{deadline}\n"));
        let limit_first = dice.percent(25);
        if let Some(limit) = limit.as_ref().filter(|_| limit_first) {
            script.write(&format!("{limit}{indent}"));
        }
        script.assign(&task.heading, task.subject.topic, clause);
        script.write("\n");
        if let Some(limit) = limit.filter(|_| !limit_first) {
            script.write(&format!("{indent}{limit}"));
        }
    }

    /// 「…（X牵头，Y配合）；…（Z牵头）。」: each sentence of the body with a clause of its own.
    fn several(&self, script: &mut Script, dice: &mut Dice, task: &Task<'_>) {
        let sentences: Vec<&str> = task.body.split_terminator('。').collect();
        for (at, sentence) in sentences.iter().enumerate() {
            script.write(sentence);
            // Each who helps leads one.
            let mut given = task.given.clone();
            if let Some(other) =
                given.helpers.iter().position(|party| !party.bare.is_empty() && party.manner != super::parties::Manner::Group)
                && at > 0
            {
                let turn = (other + at - 1) % given.helpers.len();
                if given.helpers[turn].manner != super::parties::Manner::Group {
                    let next = given.helpers.remove(turn);
                    let before = std::mem::replace(&mut given.leads, vec![next]);
                    given.helpers.splice(0..0, before);
                }
            }
            given.deadline = None;
            let notation = if self.notation == Notation::FirstLeads { Notation::LeadSupport } else { self.notation };
            let clause = notation.clause(dice, self.habit, &given, false);
            bracketed(script, &task.heading, task.subject.topic, clause);
            script.write(if at + 1 == sentences.len() { "。\n" } else { "；" });
        }
    }
}

fn bracketed(script: &mut Script, heading: &str, topic: &'static str, clause: Clause) {
    script.write("（");
    script.assign(heading, topic, clause);
    script.write("）");
}
