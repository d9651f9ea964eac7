//! The tasks of a plan as records for other programs, without the graph.

use crate::extract::{PartyKind, Task};
use crate::graph::Names;
use crate::lexicon::Role;
use crate::reader::Reading;
use serde::Serialize;

/// One task, as a line of JSON. Offsets are characters from the start of the text.
#[derive(Debug, Serialize)]
pub struct TaskRecord<'r> {
    /// 1, 2, 3… in the order of the document.
    pub order: usize,
    /// The number of its section with those around it.
    pub number: Option<&'r str>,
    /// Its heading.
    pub title: &'r str,
    /// Its words, without number, heading and clause.
    pub text: &'r str,
    /// First character of `text`.
    pub begin: usize,
    /// One past its last character.
    pub end: usize,
    /// The words that assign it.
    pub clause: ClauseRecord<'r>,
    /// Who leads.
    pub lead: Vec<UnitRecord<'r>>,
    /// Who supports.
    pub support: Vec<UnitRecord<'r>>,
    /// Who is responsible.
    pub responsible: Vec<UnitRecord<'r>>,
    /// Unspecific parties.
    pub groups: Vec<GroupRecord<'r>>,
    /// By when.
    pub deadline: Option<DeadlineRecord<'r>>,
    /// Who answers for it, where the plan names people.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<PersonRecord<'r>>,
}

/// The words of a clause.
#[derive(Debug, Serialize)]
pub struct ClauseRecord<'r> {
    /// First character.
    pub begin: usize,
    /// One past the last.
    pub end: usize,
    /// The words.
    pub text: &'r str,
}

/// A unit in a task.
#[derive(Debug, Serialize)]
pub struct UnitRecord<'r> {
    /// The name as written, an inherited prefix written out.
    pub name: &'r str,
    /// The unit.
    pub iri: String,
}

/// A group in a task.
#[derive(Debug, Serialize)]
pub struct GroupRecord<'r> {
    /// The name as written.
    pub name: &'r str,
    /// Its role.
    pub role: Role,
}

/// A deadline.
#[derive(Debug, Serialize)]
pub struct DeadlineRecord<'r> {
    /// The words.
    pub text: &'r str,
    /// `2020-12-31`, `2020-12` or `2020`, where a year is named: the end of a period.
    pub date: Option<String>,
    /// The beginning of a period, in the same form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Comes again each year, or never ends.
    pub recurring: bool,
}

/// A person in a task.
#[derive(Debug, Serialize)]
pub struct PersonRecord<'r> {
    /// The name.
    pub name: &'r str,
    /// What the plan calls them: 副局长, 责任人, 分管领导.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub called: Option<&'r str>,
    /// The unit or group in which they answer for the task, where that is clear.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<&'r str>,
}

/// The people of a task, those of its parties first.
fn persons(task: &Task) -> Vec<PersonRecord<'_>> {
    let of_parties =
        task.clause.parties.iter().flat_map(|party| party.persons.iter().map(move |person| (person, Some(party.name.as_str()))));
    let all = of_parties.chain(task.clause.persons.iter().map(|person| (person, None)));
    all.map(|(person, party)| PersonRecord { name: &person.name, called: person.called.as_deref(), party }).collect()
}

/// The tasks of a plan, in order; `names` gives the IRIs of units.
pub fn records<'r>(reading: &'r Reading, names: &Names) -> Vec<TaskRecord<'r>> {
    let source = &reading.document.source;
    let tasks = reading.extraction.tasks.iter().enumerate();
    let plan = names.thing("plan", &reading.id);
    tasks
        .map(|(at, task)| {
            let of_role = |role: Role| {
                let parties = task.clause.parties.iter().zip(&reading.resolution.parties[at]);
                let units = parties.filter_map(|(party, unit)| unit.filter(|_| party.role == role).map(|unit| (party, unit)));
                units
                    .map(|(party, unit)| UnitRecord {
                        name: &party.name,
                        iri: names.unit(&plan, &reading.resolution.units[unit]).into_string(),
                    })
                    .collect()
            };
            let groups = task.clause.parties.iter().filter(|party| party.kind == PartyKind::Group);
            let (begin, end) = source.characters(task.body);
            let (clause_begin, clause_end) = source.characters(task.clause.span);
            TaskRecord {
                order: task.order,
                number: reading.number(at),
                title: source.words(task.title),
                text: source.words(task.body),
                begin,
                end,
                clause: ClauseRecord { begin: clause_begin, end: clause_end, text: source.words(task.clause.span) },
                lead: of_role(Role::Lead),
                support: of_role(Role::Support),
                responsible: of_role(Role::Responsible),
                groups: groups.map(|party| GroupRecord { name: &party.name, role: party.role }).collect(),
                deadline: task.clause.deadline.map(|deadline| DeadlineRecord {
                    text: source.words(deadline.span),
                    date: deadline.value(),
                    from: deadline.from_value(),
                    recurring: deadline.recurring,
                }),
                persons: persons(task),
            }
        })
        .collect()
}

/// The tasks as a table for people.
pub fn table(records: &[TaskRecord<'_>], width: Option<u16>) -> String {
    let names = |units: &[UnitRecord<'_>]| units.iter().map(|unit| unit.name).collect::<Vec<_>>().join("、");
    let heads = ["序号", "章节", "任务", "牵头", "配合", "负责", "泛指"].map(str::to_owned);
    let rows: Vec<Vec<String>> = records
        .iter()
        .map(|record| {
            let groups = record.groups.iter().map(|group| group.name).collect::<Vec<_>>().join("、");
            let number = record.number.unwrap_or_default().to_owned();
            vec![
                record.order.to_string(),
                number,
                record.title.to_owned(),
                names(&record.lead),
                names(&record.support),
                names(&record.responsible),
                groups,
            ]
        })
        .collect();
    crate::query::draw_table(&heads, &rows, width)
}
