//! The ledger as rows: one a task, with all that an office wants to see of it, and the part of every unit.

use super::places::places;
use crate::analyse::{Ledger, Plan, Role, rows, text};
use crate::graph::Graph;
use crate::query::QueryError;
use crate::text::sha256;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The tasks of some plans, or of one unit in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// What the whole is called.
    pub title: String,
    /// Which plans it is made from, who issued them and when, and how many tasks it has: sentences.
    pub about: Vec<String>,
    /// The plans that have a task in it.
    pub plans: Vec<Plan>,
    /// The unit that it is for; without one it is for all.
    pub unit: Option<String>,
    /// The heading of the column of places.
    pub places: &'static str,
    /// The tasks, in the order of the documents.
    pub entries: Vec<Entry>,
    /// The parties, those first that lead or answer for most; groups last.
    pub units: Vec<UnitPart>,
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its IRI.
    pub iri: String,
    /// The IRI of its plan.
    pub plan_iri: String,
    /// The name of its plan: its title, with what tells it apart where another has the same.
    pub plan: String,
    /// The sections that hold it, the outermost first, each with its number and heading.
    pub section: Vec<String>,
    /// Its own number and heading.
    pub task: String,
    /// What is to be done.
    pub text: String,
    /// Who leads, in the order of the text.
    pub lead: Vec<String>,
    /// Who is responsible.
    pub responsible: Vec<String>,
    /// Who supports.
    pub support: Vec<String>,
    /// The divisions that its words name.
    pub places: Vec<String>,
    /// By when, in the words of the plan; empty where it does not say.
    pub deadline: String,
    /// The strongest role of the unit that the register is for.
    pub part: Option<Role>,
}

/// What a party has to do, by the places of the tasks in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitPart {
    /// Its IRI.
    pub iri: String,
    /// What it is called.
    pub name: String,
    /// Whether it is a particular unit, not a group such as 相关盟市.
    pub is_unit: bool,
    /// What it leads.
    pub lead: Vec<usize>,
    /// What it is responsible for.
    pub responsible: Vec<usize>,
    /// What it supports.
    pub support: Vec<usize>,
    /// With whom it has tasks in common and how many, the most first.
    pub partners: Vec<(String, usize)>,
}

/// A part of the register, as a sheet or a heading has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet<'r> {
    /// The role.
    pub role: Role,
    /// The tasks, by their places.
    pub tasks: &'r [usize],
}

const DEADLINES: &str = "SELECT DISTINCT ?t ?words WHERE { ?t fg:deadlineWords ?words } ORDER BY ?t ?words";

impl Register {
    /// Makes the register of a ledger, which may be a part of the plans of `graph`; for the unit of an IRI, if one is named.
    ///
    /// # Errors
    /// [`QueryError`] where the graph cannot be asked.
    pub fn of(graph: &Graph, ledger: &Ledger, unit: Option<&str>) -> Result<Self, QueryError> {
        let mut deadlines: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in rows(graph, DEADLINES)? {
            deadlines.entry(text(&row, "t")).or_default().push(text(&row, "words"));
        }
        let (places, heading) = places(graph, ledger)?;
        let with_tasks: BTreeSet<&str> = ledger.tasks.iter().map(|task| task.plan.as_str()).collect();
        let plans: Vec<Plan> = ledger.plans.iter().filter(|plan| with_tasks.contains(plan.iri.as_str())).cloned().collect();
        let entries: Vec<Entry> = (0..ledger.tasks.len())
            .zip(places)
            .map(|(at, places)| {
                let deadline = deadlines.get(&ledger.tasks[at].iri).map(|words| words.join("；"));
                Entry { places, deadline: deadline.unwrap_or_default(), ..entry(ledger, at, unit) }
            })
            .collect();
        let unit = unit.and_then(|unit| ledger.parties.iter().find(|party| party.iri == unit)).map(|party| party.name.clone());
        let title = match (&unit, plans.as_slice()) {
            (Some(unit), _) => format!("{unit}任务清单"),
            (None, [plan]) => format!("{}任务台账", plan.name),
            (None, plans) => format!("任务台账（{}份文件）", plans.len()),
        };
        let about = about(&plans, entries.len());
        Ok(Self { title, about, plans, unit, places: heading, entries, units: units(ledger) })
    }

    /// The year in which the first of the plans was issued, for dates in files that must not be those of the run; 1980 where none is known.
    pub fn year(&self) -> u16 {
        let years = self.plans.iter().filter_map(|plan| plan.issued.get(..4)?.parse::<u16>().ok());
        years.filter(|year| (1980..=9999).contains(year)).min().unwrap_or(1980)
    }

    /// The part of the unit that the register is for.
    pub fn part(&self) -> Option<&UnitPart> {
        self.units.iter().find(|part| Some(&part.name) == self.unit.as_ref())
    }
}

impl Entry {
    /// A mark that is the same as long as the words and the parties of the task are, whatever white space is between them: the first 16 digits of a
    /// SHA-256.
    pub fn fingerprint(&self) -> String {
        let lists = [&self.lead, &self.responsible, &self.support].map(|names| names.join("、"));
        fingerprint([&self.task, &self.text, &lists[0], &lists[1], &lists[2]].map(String::as_str))
    }
}

/// The mark of the words of a row.
pub(crate) fn fingerprint<'w>(cells: impl IntoIterator<Item = &'w str>) -> String {
    let cells: String = cells.into_iter().map(|cell| squeezed(cell) + "\0").collect();
    sha256(cells)[..16].to_owned()
}

/// Words without white space, by which cells are compared.
pub(crate) fn squeezed(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace()).collect()
}

impl UnitPart {
    /// Its tasks by role, the strongest first.
    pub fn sheets(&self) -> [Sheet<'_>; 3] {
        [(Role::Lead, &self.lead), (Role::Responsible, &self.responsible), (Role::Support, &self.support)]
            .map(|(role, tasks)| Sheet { role, tasks })
    }

    /// How many different tasks it has.
    pub fn tasks(&self) -> usize {
        self.sheets().iter().flat_map(|sheet| sheet.tasks).collect::<BTreeSet<_>>().len()
    }
}

fn about(plans: &[Plan], tasks: usize) -> Vec<String> {
    let mut about: Vec<String> = plans
        .iter()
        .map(|plan| {
            let issued = if plan.issued.is_empty() { String::new() } else { format!("{}印发", day(&plan.issued)) };
            let is_new = |words: &&str| !words.is_empty() && !plan.name.contains(words);
            let by: Vec<&str> = [plan.issuer.as_str(), &issued].into_iter().filter(is_new).collect();
            let by = if by.is_empty() { String::new() } else { format!("（{}）", by.join("，")) };
            format!("依据：{}{by}", plan.name)
        })
        .collect();
    about.push(format!("共{tasks}项任务"));
    about
}

/// `2013-05-06` as 2013年5月6日, as far as it goes.
fn day(written: &str) -> String {
    let marks = written.split('-').zip(["年", "月", "日"]);
    marks.map(|(number, mark)| format!("{}{mark}", number.trim_start_matches('0'))).collect()
}

fn entry(ledger: &Ledger, at: usize, unit: Option<&str>) -> Entry {
    let task = &ledger.tasks[at];
    let mut above: Vec<usize> = ledger.sections_of(at).collect();
    above.reverse();
    let mut before = "";
    let mut section = Vec::new();
    for place in above {
        let found = &ledger.sections[place];
        section.push(numbered(own_number(&found.number, before), &found.title));
        before = &found.number;
    }
    let names = |role: Role| {
        let of_role = ledger.duties_of(at).iter().filter(|duty| duty.role == role);
        of_role.map(|duty| ledger.parties[duty.party].name.clone()).collect()
    };
    let mine = ledger.duties_of(at).iter().filter(|duty| unit == Some(ledger.parties[duty.party].iri.as_str()));
    let plan = ledger.plans.iter().find(|plan| plan.iri == task.plan);
    Entry {
        iri: task.iri.clone(),
        plan_iri: task.plan.clone(),
        plan: plan.map_or(&task.plan, |plan| &plan.name).clone(),
        section,
        task: numbered(own_number(&task.number, before), &task.title),
        text: if task.text.is_empty() { task.title.clone() } else { task.text.clone() },
        lead: names(Role::Lead),
        responsible: names(Role::Responsible),
        support: names(Role::Support),
        places: Vec::new(),
        deadline: String::new(),
        part: mine.map(|duty| duty.role).min(),
    }
}

/// The last part of a number that is a whole path: 「（二）」 of 「二（二）」 below 「二」.
fn own_number<'n>(number: &'n str, above: &str) -> &'n str {
    number.strip_prefix(above).unwrap_or(number)
}

/// A number before a heading, with the mark between them that documents write.
fn numbered(number: &str, title: &str) -> String {
    match number.chars().last() {
        None => title.to_owned(),
        Some('）' | ')' | '章' | '节' | '条' | '、' | '.') => format!("{number}{title}"),
        Some(last) if last.is_ascii_digit() => format!("{number}. {title}"),
        Some(_) => format!("{number}、{title}"),
    }
}

fn units(ledger: &Ledger) -> Vec<UnitPart> {
    let mut units: Vec<UnitPart> = ledger
        .parties
        .iter()
        .enumerate()
        .map(|(at, party)| {
            let of = |role: Role| ledger.duties.iter().filter(|duty| duty.party == at && duty.role == role).map(|duty| duty.task).collect();
            let tasks: BTreeSet<usize> = ledger.duties.iter().filter(|duty| duty.party == at).map(|duty| duty.task).collect();
            UnitPart {
                iri: party.iri.clone(),
                name: party.name.clone(),
                is_unit: party.is_unit,
                lead: of(Role::Lead),
                responsible: of(Role::Responsible),
                support: of(Role::Support),
                partners: partners(ledger, at, &tasks),
            }
        })
        .collect();
    units.sort_by_key(|unit| {
        (!unit.is_unit, Reverse(unit.lead.len() + unit.responsible.len()), Reverse(unit.support.len()), unit.name.clone())
    });
    units
}

fn partners(ledger: &Ledger, party: usize, tasks: &BTreeSet<usize>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let beside = |duty: &&crate::analyse::Duty| duty.party != party && ledger.parties[duty.party].is_unit;
    for duty in tasks.iter().flat_map(|task| ledger.duties_of(*task)).filter(beside) {
        counts.entry(duty.party).or_default().insert(duty.task);
    }
    let mut partners: Vec<(String, usize)> =
        counts.into_iter().map(|(party, tasks)| (ledger.parties[party].name.clone(), tasks.len())).collect();
    partners.sort_by_key(|(name, tasks)| (Reverse(*tasks), name.clone()));
    partners
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_before_headings_as_documents_write_them() {
        assert_eq!(numbered(own_number("二（二）", "二"), "产业带"), "（二）产业带");
        assert_eq!(numbered(own_number("二", ""), "空间布局"), "二、空间布局");
        assert_eq!(numbered(own_number("二（二）", "二（二）"), "新能源"), "新能源");
        assert_eq!((numbered("3", "治水"), day("2013-05-06"), day("2013")), ("3. 治水".into(), "2013年5月6日".into(), "2013年".into()));
    }

    #[test]
    fn the_mark_of_a_row_takes_no_notice_of_white_space() {
        assert_eq!(fingerprint(["水 利", "厅\n"]), fingerprint(["水利", "厅"]));
        assert_ne!(fingerprint(["水利", "厅"]), fingerprint(["水", "利厅"]));
    }
}
