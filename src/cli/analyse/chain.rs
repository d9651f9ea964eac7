//! The shortest chain between two units, told with the tasks along it.

use super::Form;
use crate::cli::Failure;
use crate::cli::output::{table_width, write_json};
use fengong::analyse::measure::{between, chain};
use fengong::analyse::network::Network;
use fengong::analyse::{Geography, Ledger};
use fengong::export::spreadsheet::{Spreadsheet, words};
use fengong::language::{Language, message};
use fengong::query::draw_table;
use fengong::text::escape::markdown as escaped;
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::Write;

/// A step from one actor to the next, and a task that joins them.
#[derive(Serialize)]
pub(super) struct Step<'s> {
    step: usize,
    from: &'s str,
    from_role: String,
    to: &'s str,
    to_role: String,
    plan: &'s str,
    number: &'s str,
    task: &'s str,
    iri: &'s str,
    /// The words that assign the task, where units are joined.
    #[serde(skip_serializing_if = "Option::is_none")]
    clause: Option<&'s str>,
    /// The words that tie a place to an industry.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    /// The number for people; with the plan where there are several.
    #[serde(skip)]
    numbered: String,
}

/// The steps of the shortest chain, a row for each task. `geography` tells the words that join places and industries, where these are the actors.
pub(super) fn steps<'s>(
    network: &'s Network,
    ledger: &'s Ledger,
    geography: Option<&Geography>,
    ends: [usize; 2],
) -> Result<Vec<Step<'s>>, Failure> {
    let name = |actor: usize| network.actors[actor].label.as_str();
    let [from, to] = ends;
    if from == to {
        return Err(Failure::usage(message!("--chain: {unit} is both ends; name two units", unit = name(from))));
    }
    let Some(found) = chain(network, from, to) else {
        return Err(Failure::finding(message!("no chain joins {from} and {to}", from = name(from), to = name(to))));
    };
    let mut steps = Vec::new();
    for (at, pair) in found.windows(2).enumerate() {
        let relations = between(network, pair[0], pair[1]);
        let tasks: BTreeSet<usize> = relations.iter().flat_map(|at| network.relations[*at].tasks.iter().copied()).collect();
        for task in tasks {
            let about = &ledger.tasks[task];
            steps.push(Step {
                step: at + 1,
                from: name(pair[0]),
                from_role: role(ledger, task, &network.actors[pair[0]].id),
                to: name(pair[1]),
                to_role: role(ledger, task, &network.actors[pair[1]].id),
                plan: &about.plan,
                number: &about.number,
                task: &about.title,
                iri: &about.iri,
                clause: geography.is_none().then_some(about.clause.as_str()),
                words: geography.map(|geography| tying(geography, task, [&network.actors[pair[0]].id, &network.actors[pair[1]].id])),
                numbered: ledger.number_of(task),
            });
        }
    }
    Ok(steps)
}

/// The words of a task that say that a place is to develop an industry, whichever of the two comes first.
fn tying(geography: &Geography, task: usize, ends: [&str; 2]) -> String {
    let joins = |place: &str, industry: &str| (place, industry) == (ends[0], ends[1]) || (place, industry) == (ends[1], ends[0]);
    let said = geography
        .develops
        .iter()
        .filter(|said| joins(&geography.places[said.subject].iri, &geography.industries[said.object].iri))
        .flat_map(|statement| &statement.said)
        .filter(|said| said.task == task);
    said.flat_map(|said| &said.words).map(String::as_str).collect::<Vec<_>>().join("；")
}

/// The roles of a party in a task, as the vocabulary names them; empty for what is no party.
fn role(ledger: &Ledger, task: usize, party: &str) -> String {
    let duties = ledger.duties_of(task).iter().filter(|duty| ledger.parties[duty.party].iri == party);
    duties.map(|duty| duty.role.name()).collect::<Vec<_>>().join(" ")
}

/// Writes the steps.
pub(super) fn write(steps: &[Step<'_>], form: Form, language: Language, out: &mut dyn Write) -> Result<(), Failure> {
    let say = |role: &str| match role {
        "lead" => message!("leads").say(language),
        "responsible" => message!("is responsible").say(language),
        "support" => message!("supports").say(language),
        other => other.to_owned(),
    };
    let is_tied = steps.iter().any(|step| step.words.is_some());
    let row = |step: &Step<'_>, told: bool| {
        let role = |role: &str| if told { role.split(' ').map(say).collect::<Vec<_>>().join("、") } else { role.to_owned() };
        let quoted = step.words.as_deref().or(step.clause).unwrap_or_default();
        let words = [step.from, &role(&step.from_role), step.to, &role(&step.to_role), &step.numbered, step.task, quoted];
        std::iter::once(step.step.to_string()).chain(words.map(str::to_owned)).collect::<Vec<String>>()
    };
    match form {
        Form::Json => write_json(&steps, out),
        Form::Csv => {
            // As the measures are told: in Chinese for people, else for programs.
            let is_chinese = language == Language::Zh;
            let heads = if is_chinese {
                ["步", "自", "自方角色", "至", "至方角色", "编号", "任务", if is_tied { "依据" } else { "分工表述" }]
            } else {
                ["step", "from", "from_role", "to", "to_role", "number", "task", if is_tied { "words" } else { "clause" }]
            };
            let mut sheet = Spreadsheet::new(out, heads).map_err(Failure::usage)?;
            let defused = |step| row(step, is_chinese).into_iter().map(|cell| words(&cell));
            steps.iter().try_for_each(|step| sheet.row(defused(step))).map_err(Failure::usage)?;
            sheet.finish().map_err(Failure::usage)
        }
        Form::Table => {
            let heads = [
                message!("step"),
                message!("from"),
                message!("role"),
                message!("to"),
                message!("role"),
                message!("number"),
                message!("task"),
                if is_tied { message!("words") } else { message!("clause") },
            ];
            let rows: Vec<_> = steps.iter().map(|step| row(step, true)).collect();
            let heads = heads.map(|head| head.say(language));
            out.write_all(draw_table(&heads, &rows, table_width()).as_bytes()).map_err(Failure::usage)
        }
        Form::Markdown => {
            let mut text = String::new();
            for of_step in steps.chunk_by(|one, other| one.step == other.step) {
                let Some(first) = of_step.first() else { continue };
                text.push_str(&format!("{}. {} — {}\n", first.step, escaped(first.from), escaped(first.to)));
                for step in of_step {
                    let row: Vec<String> = row(step, true).iter().map(|cell| escaped(cell)).collect();
                    let [_, from, from_role, to, to_role, number, task, quoted] = row.as_slice() else { continue };
                    let roles = [(from, from_role), (to, to_role)].into_iter().filter(|(_, role)| !role.is_empty());
                    let roles: Vec<String> = roles.map(|(name, role)| format!("{name}（{role}）")).collect();
                    let told = [format!("{number} {task}"), roles.join("、"), quoted.clone()];
                    let told: Vec<String> = told.into_iter().filter(|words| !words.is_empty()).collect();
                    text.push_str(&format!("   - {}\n", told.join("：")));
                }
            }
            out.write_all(text.as_bytes()).map_err(Failure::usage)
        }
    }
}
