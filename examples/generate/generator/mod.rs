//! Work-division plans that were never issued, any number of them, each with the truth about it: who is assigned what.
//!
//! A plan is put together from parts (a government and a year, its departments in that year, subjects, sentences, a notation, a layout) by
//! chance, and everything about it is written down while it is made. Nothing here knows how plans are read: of the program it takes the
//! tables of names alone. Plan `k` of a seed is always the same.

mod atlas;
mod authority;
mod dice;
mod front;
mod layouts;
mod ledger;
mod lists;
mod notations;
mod numbering;
mod offices;
mod parties;
mod sentences;
mod table;
mod tables;
mod truth;

use atlas::Atlas;
use authority::{Authority, Tier};
use dice::Dice;
use fengong::lexicon::{Lexicon, LexiconError};
use layouts::{Layout, Task, Writer};
use lists::Habit;
use notations::{Given, Notation};
use numbering::Scheme;
use offices::Offices;
use parties::{Parties, Party, group};
use sentences::Sentences;
use serde::Serialize;
use tables::{Ministry, Subject};
use truth::{Gold, Script};

/// How large plans are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    /// Three to eight tasks: about a thousand statements.
    Small,
    /// Ten chapters of five tasks, as the plan that comes with the program.
    Founding,
}

/// What plans are made of: compiled once.
#[derive(Debug)]
pub(crate) struct Generator {
    tables: Tables,
}

/// The tables.
#[derive(Debug)]
struct Tables {
    atlas: Atlas,
    offices: Offices,
    ministries: Vec<Ministry>,
    subjects: Vec<Subject>,
    /// Pairs of a root and an industry under it.
    industries: Vec<(&'static str, &'static str)>,
}

/// A plan with what is known of it.
#[derive(Debug)]
pub(crate) struct Plan {
    /// A name for its files.
    pub name: String,
    pub text: String,
    pub metadata: Metadata,
    pub gold: Gold,
}

/// What stands beside a plan.
#[derive(Debug, Serialize)]
pub(crate) struct Metadata {
    pub id: String,
    pub title: String,
    pub issuer: String,
    pub year: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub division: Option<&'static str>,
    pub origin: String,
}

impl Generator {
    /// Compiles the tables.
    ///
    /// # Errors
    /// Where a table of the program is broken.
    pub(crate) fn new() -> Result<Self, LexiconError> {
        let lexicon = Lexicon::builtin()?;
        let tables = Tables {
            atlas: Atlas::new(&lexicon),
            offices: Offices::new(&lexicon),
            ministries: tables::ministries(),
            subjects: tables::subjects(),
            industries: sentences::industries(&lexicon),
        };
        Ok(Self { tables })
    }

    /// Plan number `number` of a seed.
    pub(crate) fn plan(&self, seed: u64, number: u64, size: Size) -> Plan {
        let mut dice = Dice::new(seed, number);
        let authority = Authority::any(&mut dice, &self.tables.atlas, size == Size::Founding);
        Draft::new(&self.tables, &authority, size, &mut dice).write(format!("generated-{seed}-{number:06}"), dice)
    }
}

/// What is decided of a plan before it is written.
struct Draft<'a> {
    tables: &'a Tables,
    authority: &'a Authority,
    parties: Parties,
    sentences: Sentences<'a>,
    subjects: Vec<&'a Subject>,
    size: Size,
    layout: Layout,
    notation: Notation,
    habit: Habit,
    /// In how many of a hundred cases a task has a deadline.
    dated: usize,
}

impl<'a> Draft<'a> {
    fn new(tables: &'a Tables, authority: &'a Authority, size: Size, dice: &mut Dice) -> Self {
        let parties = Parties::new(tables, authority, dice);
        let can_lead = |subject: &&Subject| subject.lead.iter().any(|function| parties.of(function).next().is_some());
        let possible: Vec<&Subject> = tables.subjects.iter().filter(can_lead).collect();
        let count = if size == Size::Founding { 10 } else { dice.weighted(&[(1, 70), (2, 30)]) };
        let subjects = dice.some(&possible, count);
        let mut layout = Layout::any(dice);
        // A ledger needs departments of its own government.
        if layout == Layout::Ledger && authority.tier == Tier::Central {
            layout = Layout::Bracketed;
        }
        Self {
            tables,
            authority,
            sentences: Sentences::new(tables, authority, dice),
            parties,
            subjects,
            size,
            layout,
            notation: Notation::any(dice),
            habit: Habit::any(dice),
            dated: *dice.pick(&[0, 0, 30, 80]),
        }
    }

    fn write(self, name: String, mut dice: Dice) -> Plan {
        let dice = &mut dice;
        let notation = if matches!(self.layout, Layout::Bracketed | Layout::Headed | Layout::Several) {
            self.notation.name()
        } else {
            self.layout.name()
        };
        let mut script = Script::new(notation);
        let title = front::title(self.tables, self.authority, &self.subjects, self.layout == Layout::Ledger, dice);
        let about = if self.subjects.len() > 2 || self.layout == Layout::Ledger { "年度重点" } else { self.subjects[0].name };
        front::write(&mut script, self.tables, self.authority, &title, about, dice);
        match self.layout {
            Layout::Ledger => self.ledger(&mut script, dice),
            Layout::Table => {
                let mut tasks: Vec<Task<'_>> = Vec::new();
                for at in 0..self.count(dice) {
                    let task = self.task(dice, self.subjects[at % self.subjects.len()], 1);
                    // Each line of a table has a task of its own, as long as there are others.
                    if !tasks.iter().any(|other| other.heading == task.heading) || at > 10 {
                        tasks.push(task);
                    }
                }
                table::write(&mut script, dice, self.habit, &tasks);
            }
            _ => self.chapters(&mut script, dice),
        }
        front::close(&mut script, self.authority, dice);
        let Script { text, gold, .. } = script;
        let metadata = Metadata {
            id: name.clone(),
            title,
            issuer: self.authority.issuer(&self.tables.atlas),
            year: self.authority.year,
            division: self.authority.division.map(|at| self.tables.atlas.divisions[at].code),
            origin: "由 examples/generate 生成的测试方案，并非真实文件".to_owned(),
        };
        Plan { name, text, metadata, gold }
    }

    /// How many tasks there are.
    fn count(&self, dice: &mut Dice) -> usize {
        if self.size == Size::Founding { 50 } else { dice.between(3, 8) }
    }

    /// Numbered paragraphs, in chapters where there are several subjects.
    fn chapters(&self, script: &mut Script, dice: &mut Dice) {
        let chapters = self.layout.has_chapters() && (self.subjects.len() > 1 || dice.percent(30));
        let sections = chapters && self.size == Size::Founding && dice.percent(30);
        let scheme = Scheme::any(dice, chapters, sections);
        let writer = Writer {
            layout: self.layout,
            notation: self.notation,
            habit: self.habit,
            scheme,
            indent: if dice.percent(70) { "　　" } else { "" },
            after_heading: dice.word(&["。", "。", "。", " ", "："]),
        };
        let count = self.count(dice).max(self.subjects.len());
        let (mut number, mut before) = (0, 0);
        for (at, subject) in self.subjects.iter().enumerate() {
            let of_chapter = (count - before).div_ceil(self.subjects.len() - at);
            before += of_chapter;
            if let Some(mark) = scheme.chapter {
                let heading = subject.with(dice.word(&["推进", "加快", "着力抓好", "全面加强"]));
                script.write(&format!("{}{}{heading}\n", writer.indent, mark.label(at + 1)));
                number = if scheme.goes_on { number } else { 0 };
            }
            let headings = dice.some(&subject.headings, of_chapter);
            for place in 0..of_chapter {
                if let Some(mark) = scheme.section.filter(|_| place % 3 == 0) {
                    script.write(&format!(
                        "{}{}{}\n",
                        writer.indent,
                        mark.label(place / 3 + 1),
                        subject.pilots[place / 3 % subject.pilots.len()]
                    ));
                    number = 0;
                }
                number += 1;
                let sentences = match (self.layout, self.size) {
                    (Layout::Several, _) => dice.between(2, 3),
                    (_, Size::Small) => dice.between(3, 5),
                    (_, Size::Founding) => dice.between(5, 12),
                };
                let mut task = self.task(dice, subject, sentences);
                if let Some(heading) = headings.get(place) {
                    task.heading = (*heading).to_owned();
                }
                writer.task(script, dice, number, &task);
            }
        }
    }

    fn ledger(&self, script: &mut Script, dice: &mut Dice) {
        let (units, items) = if self.size == Size::Founding { (12, 4) } else { (2, 2) };
        let heading = ledger::Heading::any(dice);
        let led = |function: &str| self.tables.subjects.iter().filter(|subject| subject.lead.contains(&function)).collect::<Vec<_>>();
        let departments = self.parties.departments();
        let possible: Vec<_> =
            departments.into_iter().map(|(function, party)| (party, led(function))).filter(|(_, led)| !led.is_empty()).collect();
        let chosen = dice.some(&possible, units.min(possible.len()));
        let mut ledger: Vec<(Party, Vec<Task<'_>>)> = Vec::new();
        for (party, led) in chosen {
            let subject = *dice.pick(&led);
            let count = dice.between(1, items);
            let headings = dice.some(&subject.headings, count);
            let tasks = headings.into_iter().map(|heading| {
                let mut task = self.task(dice, subject, 2);
                task.heading = heading.to_owned();
                task.given.helpers.retain(|helper| helper.identity != party.identity);
                task
            });
            let tasks = tasks.collect();
            ledger.push((party.clone(), tasks));
        }
        ledger::write(script, dice, heading, self.habit, &ledger);
    }

    /// A task of a subject, with a body of some sentences.
    fn task(&self, dice: &mut Dice, subject: &'a Subject, sentences: usize) -> Task<'a> {
        let heading = (*dice.pick(&subject.headings)).to_owned();
        let body = self.sentences.body(dice, subject, sentences);
        Task { subject, heading, body, given: self.given(dice, subject) }
    }

    /// Who is given a task: one that leads or two, those who help, governments and groups.
    fn given(&self, dice: &mut Dice, subject: &Subject) -> Given {
        let mut given = Given::default();
        let leading: Vec<&Party> = subject.lead.iter().flat_map(|function| self.parties.of(function)).collect();
        // The usual one, as a rule.
        let lead = if dice.percent(80) { leading[0] } else { *dice.pick(&leading) };
        given.leads.push(lead.clone());
        let mut helping: Vec<&Party> = subject.help.iter().flat_map(|function| self.parties.of(function)).collect();
        helping.retain(|party| party.identity != given.leads[0].identity);
        let count = dice.weighted(&[(0, 6), (1, 16), (2, 24), (3, 24), (4, 16), (5, 9), (6, 5)]);
        // The first of a subject help most often.
        let mut helpers = dice.some(&helping[..helping.len().min(count * 2 + 2)], count);
        if dice.percent(18) && !helpers.is_empty() {
            given.leads.push(helpers.remove(0).clone());
        }
        given.helpers = helpers.into_iter().cloned().collect();
        if dice.percent(12) && !self.parties.governments.is_empty() {
            let governments = dice.weighted(&[(1, 50), (2, 40), (3, 10)]);
            given.helpers.extend(dice.some(&self.parties.governments, governments));
        } else if dice.percent(45) {
            let groups = if dice.percent(70) { self.parties.locality_groups } else { self.parties.department_groups };
            given.helpers.push(group(dice.word(groups)));
        }
        if dice.percent(self.dated) {
            given.deadline = Some(self.deadline(dice));
        }
        given
    }

    fn deadline(&self, dice: &mut Dice) -> String {
        let year = self.authority.year + i32::try_from(dice.below(3)).unwrap_or_default();
        match dice.below(10) {
            0..5 => format!("{year}年{}月底前", dice.between(1, 12)),
            5..7 => format!("{year}年底前"),
            7..9 => format!("{year}年{}月{}日前", dice.between(1, 12), dice.between(1, 28)),
            _ => (*dice.pick(&["持续推进", "长期坚持"])).to_owned(),
        }
    }
}
