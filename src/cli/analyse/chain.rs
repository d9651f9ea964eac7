//! The shortest chain between two units, told with the tasks along it.

use super::Form;
use super::report::escaped;
use crate::cli::Failure;
use crate::cli::output::{table_width, write_json};
use fengong::analyse::Ledger;
use fengong::analyse::measure::{between, chain};
use fengong::analyse::network::Network;
use fengong::export::spreadsheet::{Spreadsheet, words};
use fengong::language::{Language, message};
use fengong::query::draw_table;
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
    number: &'s str,
    task: &'s str,
    iri: &'s str,
    clause: &'s str,
}

/// The steps of the shortest chain, a row for each task.
pub(super) fn steps<'s>(network: &'s Network, ledger: &'s Ledger, ends: [usize; 2]) -> Result<Vec<Step<'s>>, Failure> {
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
                number: &about.number,
                task: &about.title,
                iri: &about.iri,
                clause: &about.clause,
            });
        }
    }
    Ok(steps)
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
    let heads = ["step", "from", "from_role", "to", "to_role", "number", "task", "clause"];
    let row = |step: &Step<'_>, told: bool| {
        let role = |role: &str| if told { role.split(' ').map(say).collect::<Vec<_>>().join("、") } else { role.to_owned() };
        let words = [step.from, &role(&step.from_role), step.to, &role(&step.to_role), step.number, step.task, step.clause];
        std::iter::once(step.step.to_string()).chain(words.map(str::to_owned)).collect::<Vec<String>>()
    };
    match form {
        Form::Json => write_json(&steps, out),
        Form::Csv => {
            let mut sheet = Spreadsheet::new(out, heads).map_err(Failure::usage)?;
            let defused = |step| row(step, false).into_iter().map(|cell| words(&cell));
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
                message!("clause"),
            ];
            let rows: Vec<_> = steps.iter().map(|step| row(step, true)).collect();
            let heads = heads.map(|head| head.say(language));
            out.write_all(draw_table(&heads, &rows, table_width()).as_bytes()).map_err(Failure::usage)
        }
        Form::Markdown => {
            let mut text = String::new();
            for step in steps {
                let row: Vec<String> = row(step, true).iter().map(|cell| escaped(cell)).collect();
                let [at, from, from_role, to, to_role, number, task, clause] = row.as_slice() else { continue };
                text.push_str(&format!("{at}. {from}（{from_role}）— {to}（{to_role}）：{number} {task} {clause}\n"));
            }
            out.write_all(text.as_bytes()).map_err(Failure::usage)
        }
    }
}
