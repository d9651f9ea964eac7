//! The sentences behind a row of the last answer.

use super::session::{Fault, Session};
use crate::cli::Failure;
use crate::cli::why::Marks;
use fengong::graph::Graph;
use fengong::graph::vocab::fg;
use fengong::language::message;
use fengong::query::{Evidence, Thing};
use oxigraph::model::{NamedNode, NamedNodeRef, Term};
use std::collections::{BTreeMap, BTreeSet};

/// Classes of which the plans say something in words.
const SAID_OF: &[NamedNodeRef<'_>] = &[
    fg::PARTY,
    fg::UNIT,
    fg::GROUP,
    fg::PLACE,
    fg::INDUSTRY,
    fg::TOPIC,
    fg::PROJECT,
    fg::DEPOSIT,
    fg::NAMED_THING,
    fg::PERSON_CLASS,
    fg::ASSIGNMENT,
    fg::LINK,
];

/// Shows the sentences behind a row, or behind the first few.
pub(super) fn of_rows(session: &mut Session, number: Option<usize>) -> Result<(), Fault> {
    const FEW: usize = 10;
    let count = session.last.as_ref().map_or(0, |last| if last.row(1).is_some() { last.count() } else { 0 });
    let numbers = match number {
        _ if count == 0 => return Err(Failure::usage(message!("there is no row: ask for some first")).into()),
        Some(number) if !(1..=count).contains(&number) => {
            return Err(
                Failure::usage(message!("there is no row {number}: the last answer has {count}", number = number, count = count)).into()
            );
        }
        Some(number) => number..=number,
        None => 1..=count.min(FEW),
    };
    let mut text = String::new();
    for at in numbers {
        let evidence = of_row(session, at)?;
        if number.is_none() {
            text.push_str(&format!("{}\n", session.say(&message!("row {number}", number = at))));
        }
        if evidence.is_empty() {
            text.push_str(&format!("{}\n", session.say(&message!("the row names nothing that the plans say in words"))));
            continue;
        }
        text.push_str(&sentences(&evidence, Marks::of(session.screen.colours)));
    }
    session.put(&text)
}

/// The evidence behind a row: of the things that it names, and that the query names, what is said in the tasks that the row names; without
/// such a task, what links the things, or else what is said of each where all are spoken of. A row of nothing but a task has all that it says.
fn of_row(session: &Session, number: usize) -> Result<Vec<Evidence>, Fault> {
    let Some((_, row)) = session.last.as_ref().and_then(|last| last.row(number)) else { return Ok(Vec::new()) };
    let index = session.names()?.0;
    let mut tasks: Option<BTreeSet<NamedNode>> = None;
    let mut things: Vec<NamedNode> = Vec::new();
    for term in row.iter().flatten() {
        let meant: Vec<&Thing> = match term {
            Term::NamedNode(node) => index.thing(node).into_iter().collect(),
            // A number would be that of many things.
            Term::Literal(literal) if literal.value().parse::<f64>().is_err() => {
                index.names().filter(|(name, _)| *name == literal.value()).map(|(_, thing)| thing).collect()
            }
            _ => Vec::new(),
        };
        let of_term: BTreeSet<NamedNode> = meant.iter().filter(|thing| thing.is_a(fg::TASK)).map(|thing| thing.node.clone()).collect();
        if of_term.is_empty() {
            things.extend(meant.iter().filter(|thing| is_said_of(thing)).map(|thing| thing.node.clone()));
        } else {
            let narrowed: BTreeSet<NamedNode> = tasks.iter().flatten().filter(|task| of_term.contains(task)).cloned().collect();
            tasks = Some(if narrowed.is_empty() { of_term } else { narrowed });
        }
    }
    things.extend(session.about.iter().filter(|node| index.thing(node).is_some_and(is_said_of)).cloned());
    things.dedup();
    let Some(tasks) = tasks else {
        let names: Vec<String> = things.iter().map(|node| node.as_str().to_owned()).collect();
        let together = said_of(session, &names);
        return Ok(if together.is_empty() {
            names.iter().flat_map(|name| said_of(session, std::slice::from_ref(name))).collect()
        } else {
            together
        });
    };
    let said: BTreeSet<Evidence> = things.iter().flat_map(|node| said_of(session, &[node.as_str().to_owned()])).collect();
    let there: Vec<Evidence> = said.into_iter().filter(|piece| tasks.contains(piece.task())).collect();
    if !there.is_empty() {
        return Ok(there);
    }
    Ok(tasks.iter().flat_map(|task| said_of(session, &[task.as_str().to_owned()])).collect())
}

/// The evidence sentence by sentence, in the order of the text: what each says, and the sentence with all the words that say it marked.
pub(super) fn sentences(evidence: &[Evidence], marks: Marks) -> String {
    // Where a sentence begins tells it from others.
    let mut of_sentence: BTreeMap<(&str, usize, usize), Vec<&Evidence>> = BTreeMap::new();
    for piece in evidence {
        let begin = piece.begin - piece.before.chars().count().min(piece.begin);
        of_sentence.entry((&piece.plan, piece.order, begin)).or_default().push(piece);
    }
    let mut text = String::new();
    let (mut plan, mut task) = (None, None);
    for ((title, order, begin), pieces) in of_sentence {
        let first = pieces[0];
        if plan.replace(title) != Some(title) {
            text.push_str(&format!("《{title}》\n"));
        }
        if task.replace((title, order)) != Some((title, order)) {
            text.push_str(&format!("\n{} {}（任务 {order}）\n", first.number, first.title));
        }
        let mut said: Vec<&str> = pieces.iter().map(|piece| piece.statement.as_str()).collect();
        said.dedup();
        let mut seen = BTreeSet::new();
        said.retain(|statement| seen.insert(*statement));
        let whole: Vec<char> = format!("{}{}{}", first.before, first.words, first.after).chars().collect();
        let stretches = pieces.iter().map(|piece| (piece.begin - begin, piece.end - begin)).collect();
        text.push_str(&format!("  {}\n    {}\n", said.join("；"), marked(&whole, stretches, marks)));
        let (from, to) = (begin, begin + whole.len());
        text.push_str(&format!("    [{from}, {to})\n"));
    }
    text
}

/// The characters of a sentence with some stretches marked; those that touch or overlap are one.
fn marked(sentence: &[char], mut stretches: Vec<(usize, usize)>, Marks(open, close): Marks) -> String {
    stretches.sort_unstable();
    let mut out = String::new();
    let mut end = 0;
    for (from, to) in stretches.into_iter().map(|(from, to)| (from.min(sentence.len()), to.min(sentence.len()))) {
        if from > end || out.is_empty() {
            if !out.is_empty() {
                out.push_str(close);
            }
            out.extend(&sentence[end..from.max(end)]);
            out.push_str(open);
            end = from.max(end);
        }
        if to > end {
            out.extend(&sentence[end..to]);
            end = to;
        }
    }
    if !out.is_empty() {
        out.push_str(close);
    }
    out.extend(&sentence[end..]);
    out
}

/// Whether the plans say something of a thing in words.
fn is_said_of(thing: &Thing) -> bool {
    SAID_OF.iter().any(|class| thing.is_a(*class))
}

/// Where sentences are looked for, in many small questions: a small graph of a server is fetched, and asked here.
pub(super) fn graph(session: &Session) -> Graph {
    const SMALL: u64 = 100_000;
    let graph = session.graph();
    let is_small = graph.server().is_some() && graph.len().is_ok_and(|statements| statements <= SMALL);
    if is_small { graph.at_hand().unwrap_or_else(|_| graph.clone()) } else { graph.clone() }
}

fn said_of(session: &Session, names: &[String]) -> Vec<Evidence> {
    // A name of which nothing is said leaves the others.
    if names.is_empty() { Vec::new() } else { fengong::query::why(&graph(session), names).unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_that_overlap_are_marked_as_one() {
        let sentence: Vec<char> = "推进水资源节约和节水".chars().collect();
        let marked = |stretches: &[(usize, usize)]| marked(&sentence, stretches.to_vec(), Marks::of(false));
        assert_eq!(marked(&[(2, 5), (2, 7), (8, 10)]), "推进【水资源节约】和【节水】");
        assert_eq!(marked(&[(0, 2), (2, 4)]), "【推进水资】源节约和节水");
        assert_eq!(marked(&[(0, 10)]), "【推进水资源节约和节水】");
    }
}
