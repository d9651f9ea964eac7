//! The words that assign, in every way in which plans write them.

use super::dice::Dice;
use super::lists::{Habit, List, list};
use super::parties::{Manner, Party};
use super::truth::{Clause, Role};

/// How a clause says who does what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notation {
    /// X牵头，Y配合
    LeadSupport,
    /// 牵头单位：X；配合单位：Y
    Labels,
    /// 责任单位：X、Y
    ResponsibleLabel,
    /// X、Y负责; X、Y按职责分工负责
    Responsible,
    /// X牵头，Y等按职责分工负责
    OthersByDuty,
    /// X会同Y负责
    Together,
    /// X负责，Y配合
    ResponsibleSupport,
    /// X牵头落实，Y配合
    CarriesOut,
    /// X、Y分别牵头
    Each,
    /// X、Y负责, where it is said once that the first one listed leads
    FirstLeads,
}

/// Who is given a task, and by when.
#[derive(Debug, Clone, Default)]
pub(crate) struct Given {
    pub leads: Vec<Party>,
    pub helpers: Vec<Party>,
    pub deadline: Option<String>,
}

impl Notation {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::LeadSupport => "X牵头，Y配合",
            Self::Labels => "牵头单位：X；配合单位：Y",
            Self::ResponsibleLabel => "责任单位：X、Y",
            Self::Responsible => "X、Y负责",
            Self::OthersByDuty => "X牵头，Y按职责分工负责",
            Self::Together => "X会同Y负责",
            Self::ResponsibleSupport => "X负责，Y配合",
            Self::CarriesOut => "X牵头落实，Y配合",
            Self::Each => "X、Y分别牵头",
            Self::FirstLeads => "列第一位者为牵头单位，下同",
        }
    }

    /// The main way of a plan.
    pub(crate) fn any(dice: &mut Dice) -> Self {
        dice.weighted(&[
            (Self::LeadSupport, 38),
            (Self::Labels, 18),
            (Self::ResponsibleLabel, 8),
            (Self::Responsible, 10),
            (Self::OthersByDuty, 8),
            (Self::Together, 4),
            (Self::ResponsibleSupport, 4),
            (Self::CarriesOut, 4),
            (Self::Each, 2),
            (Self::FirstLeads, 4),
        ])
    }

    /// The words in the bracket. `first` says that it is the plan's first clause.
    pub(crate) fn clause(self, dice: &mut Dice, habit: Habit, given: &Given, first: bool) -> Clause {
        let mut clause = Clause::default();
        match self {
            Self::Labels => labels(dice, habit, given, &mut clause),
            Self::ResponsibleLabel => {
                let all = list(dice, habit, &given.all());
                clause.words = format!("责任单位：{}", all.words);
                clause.lists.push((Role::Responsible, all));
                label_deadline(given, &mut clause);
            }
            _ => {
                self.suffixes(dice, habit, given, &mut clause);
                if self != Self::FirstLeads {
                    plain_deadline(dice, given, &mut clause);
                } else if first {
                    clause.words.push_str("。列第一位者为牵头单位，下同");
                }
            }
        }
        clause
    }

    /// 「X牵头，Y配合」 and its like.
    fn suffixes(self, dice: &mut Dice, habit: Habit, given: &Given, clause: &mut Clause) {
        let closed = Habit { open: 0, ..habit };
        let whole = |dice: &mut Dice| list(dice, habit, &given.all());
        match self {
            Self::Responsible => {
                let all = whole(dice);
                let by_duty = all.units.len() > 1 && dice.percent(35);
                clause.words = format!("{}{}", all.words, if by_duty { "按职责分工负责" } else { "负责" });
                clause.lists.push((Role::Responsible, all));
            }
            Self::FirstLeads => {
                let all = whole(dice);
                clause.words = format!("{}负责", all.words);
                let (lead, rest) = divided(&all);
                clause.sole = rest.units.is_empty() && rest.groups.is_empty();
                clause.lists = vec![(Role::Lead, lead), (Role::Responsible, rest)];
            }
            Self::Together if !given.helpers.is_empty() => {
                let (lead, help) = (list(dice, closed, &given.leads[..1]), list(dice, habit, &given.helpers));
                clause.words = format!("{}会同{}负责", lead.words, help.words);
                clause.lists = vec![(Role::Lead, lead), (Role::Support, help)];
            }
            _ => {
                let (role, verb, other, others) = match self {
                    Self::ResponsibleSupport | Self::Together => (Role::Responsible, "负责", Role::Support, "配合"),
                    Self::CarriesOut => (Role::Lead, *dice.pick(&["牵头落实", "牵头负责"]), Role::Support, "配合"),
                    Self::Each if given.leads.len() > 1 => (Role::Lead, "分别牵头", Role::Support, "配合"),
                    Self::OthersByDuty => (Role::Lead, "牵头", Role::Responsible, "按职责分工负责"),
                    _ => (Role::Lead, "牵头", Role::Support, dice.weighted(&[("配合", 85), ("参与", 10), ("协同配合", 5)])),
                };
                let (lead, help) = (list(dice, closed, &given.leads), list(dice, habit, &given.helpers));
                clause.words = format!("{}{verb}", lead.words);
                if !help.words.is_empty() {
                    clause.words.push_str(&format!("，{}{others}", help.words));
                }
                clause.lists = vec![(role, lead), (other, help)];
            }
        }
    }
}

impl Given {
    /// All of them, those who lead first.
    pub(crate) fn all(&self) -> Vec<Party> {
        self.leads.iter().chain(&self.helpers).cloned().collect()
    }
}

/// The first unit of a list, and the others.
fn divided(all: &List) -> (List, List) {
    let (first, rest) = all.units.split_at(1.min(all.units.len()));
    let lead = List { units: first.to_vec(), ..List::default() };
    (lead, List { units: rest.to_vec(), groups: all.groups.clone(), ..List::default() })
}

fn labels(dice: &mut Dice, habit: Habit, given: &Given, clause: &mut Clause) {
    let closed = Habit { open: 0, conjunctions: 0, ..habit };
    let lead = list(dice, closed, &given.leads);
    clause.words = format!("牵头单位：{}", lead.words);
    clause.lists.push((Role::Lead, lead));
    if !given.helpers.is_empty() {
        let (label, role) = second_label(dice);
        let help = list(dice, closed, &given.helpers);
        clause.words.push_str(&format!("；{label}：{}", help.words));
        clause.lists.push((role, help));
    }
    label_deadline(given, clause);
}

/// The label of those beside the lead, and their role.
pub(crate) fn second_label(dice: &mut Dice) -> (&'static str, Role) {
    dice.weighted(&[(("配合单位", Role::Support), 55), (("责任单位", Role::Responsible), 35), (("参与单位", Role::Support), 10)])
}

fn label_deadline(given: &Given, clause: &mut Clause) {
    if let Some(deadline) = &given.deadline {
        clause.words.push_str(&format!("；完成时限：{deadline}"));
        clause.deadline = Some(deadline.clone());
    }
}

/// 「2021年9月底前，X牵头」 or 「X牵头；2021年9月底前完成」
fn plain_deadline(dice: &mut Dice, given: &Given, clause: &mut Clause) {
    let Some(deadline) = &given.deadline else { return };
    let dated = deadline.ends_with('前');
    if dated && dice.percent(50) {
        clause.words = format!("{deadline}，{}", clause.words);
        clause.deadline = Some(deadline.clone());
    } else {
        let deadline = if dated { format!("{deadline}完成") } else { deadline.clone() };
        clause.words.push_str(&format!("{}{deadline}", dice.pick(&["；", "，"])));
        clause.deadline = Some(deadline);
    }
}

/// 「由X牵头，Y配合」: a clause of running text, and what may follow it up to the end of the sentence.
pub(crate) fn narrative(dice: &mut Dice, habit: Habit, given: &Given) -> (Clause, String) {
    let plain = Habit { open: 0, conjunctions: 0, shares: false, ..habit };
    let units = |parties: &[Party]| -> Vec<Party> { parties.iter().filter(|party| party.manner != Manner::Group).cloned().collect() };
    let (lead, help) = (list(dice, plain, &given.leads), list(dice, plain, &units(&given.helpers)));
    let alone = help.words.is_empty();
    let deadline = given.deadline.as_ref().filter(|deadline| deadline.ends_with('前'));
    let end = deadline.map_or(String::new(), |deadline| format!("，{deadline}完成"));
    let kind = dice.below(4);
    let words = match kind {
        _ if alone => format!("由{}牵头", lead.words),
        0 => format!("由{}牵头，{}配合", lead.words, help.words),
        1 => format!("由{}牵头，会同{}", lead.words, help.words),
        2 => format!("由{}负责，{}配合", lead.words, help.words),
        _ => format!("{}会同{}负责", lead.words, help.words),
    };
    let role = if kind == 2 && !alone { Role::Responsible } else { Role::Lead };
    let end = if kind == 1 && !alone && end.is_empty() { "，抓紧组织实施".to_owned() } else { end };
    (Clause { words, lists: vec![(role, lead), (Role::Support, help)], ..Clause::default() }, end)
}
