//! Answers as someone at a terminal wants them: rows with numbers, IRIs short and with their names, statements as Turtle.

use super::session::{Fault, Session};
use fengong::graph::rdf;
use fengong::language::{Language, Message, message};
use fengong::query::{Answer, Format, QueryError, Row, TableWriter, chinese_heads};
use oxigraph::model::{GraphName, Quad, Term, Triple, Variable};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::rc::Rc;
use std::time::Duration;

/// An answer that was shown, and can be come back to.
#[derive(Debug)]
pub(super) enum Shown {
    /// Of ASK.
    Boolean(bool),
    /// Of SELECT.
    Rows {
        variables: Vec<Variable>,
        rows: Vec<Row>,
        /// Whether there are more than these.
        more: bool,
    },
    /// Of CONSTRUCT and DESCRIBE.
    Graph {
        triples: Vec<Triple>,
        /// Whether there are more than these.
        more: bool,
    },
}

impl Shown {
    /// The number of rows or statements; of a no it is none.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::Boolean(answer) => usize::from(*answer),
            Self::Rows { rows, .. } => rows.len(),
            Self::Graph { triples, .. } => triples.len(),
        }
    }

    /// The row of a number, from 1, with its columns.
    pub(super) fn row(&self, number: usize) -> Option<(&[Variable], &Row)> {
        match self {
            Self::Rows { variables, rows, .. } => Some((variables, rows.get(number.checked_sub(1)?)?)),
            _ => None,
        }
    }
}

/// Writes an answer in the form that is set, row by row as it comes. Gives how many there were, and what is kept of them to come back to.
pub(super) fn write(
    session: &Session,
    answer: Answer,
    format: Format,
    width: Option<u16>,
    out: impl Write,
) -> Result<(usize, Shown), Fault> {
    let (answer, kept) = kept(answer);
    let mut out = WholeLines { out, last: b'\n' };
    let answer = if format == Format::Table { answer.headed(&chinese(session)) } else { answer };
    let count = fengong::query::write(answer, format, session.graph().names(), width, &mut out)?;
    out.end()?;
    Ok((count, kept()))
}

/// Knows whether what was written ends with its line: JSON and XML do not.
struct WholeLines<W> {
    out: W,
    last: u8,
}

impl<W: Write> WholeLines<W> {
    fn end(&mut self) -> io::Result<()> {
        if self.last != b'\n' {
            self.out.write_all(b"\n")?;
        }
        self.out.flush()
    }
}

impl<W: Write> Write for WholeLines<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.last = bytes[..count].last().copied().unwrap_or(self.last);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// An answer of which the first rows are kept while it is written.
fn kept(answer: Answer) -> (Answer, Box<dyn FnOnce() -> Shown>) {
    match answer {
        Answer::Boolean(answer) => (Answer::Boolean(answer), Box::new(move || Shown::Boolean(answer))),
        Answer::Rows { variables, rows } => {
            let (rows, kept) = tee(rows);
            let heads = variables.clone();
            let shown = move || {
                let rows = kept.take();
                Shown::Rows { variables: heads, more: rows.len() >= KEPT, rows }
            };
            (Answer::Rows { variables, rows }, Box::new(shown))
        }
        Answer::Graph(triples) => {
            let (triples, kept) = tee(triples);
            let shown = move || {
                let triples = kept.take();
                Shown::Graph { more: triples.len() >= KEPT, triples }
            };
            (Answer::Graph(triples), Box::new(shown))
        }
    }
}

/// How many rows are kept of an answer that is written on.
const KEPT: usize = 10_000;

/// Rows or statements, one after the other.
pub(super) type Items<T> = Box<dyn Iterator<Item = Result<T, QueryError>>>;

fn tee<T: Clone + 'static>(items: Items<T>) -> (Items<T>, Rc<RefCell<Vec<T>>>) {
    let kept = Rc::new(RefCell::new(Vec::new()));
    let keeping = Rc::clone(&kept);
    let passed = items.inspect(move |item| {
        let mut keeping = keeping.borrow_mut();
        if let (Ok(item), true) = (item, keeping.len() < KEPT) {
            keeping.push(item.clone());
        }
    });
    (Box::new(passed), kept)
}

/// Reads an answer up to the limit of rows. Without a limit the rest of very many rows is given too, to be written as they come.
pub(super) fn read(session: &Session, answer: Answer) -> Result<(Shown, Option<Items<Row>>), Fault> {
    let limit = session.settings.limit;
    Ok(match answer {
        Answer::Boolean(answer) => (Shown::Boolean(answer), None),
        Answer::Rows { variables, mut rows } => {
            let kept = rows.by_ref().take(limit.unwrap_or(KEPT)).collect::<Result<Vec<_>, _>>()?;
            let next = rows.next().transpose()?;
            let more = next.is_some();
            let rest: Option<Items<Row>> =
                next.filter(|_| limit.is_none()).map(|next| Box::new(std::iter::once(Ok(next)).chain(rows)) as _);
            (Shown::Rows { variables, rows: kept, more }, rest)
        }
        Answer::Graph(mut triples) => {
            let kept = triples.by_ref().take(limit.unwrap_or(usize::MAX)).collect::<Result<Vec<_>, _>>()?;
            (Shown::Graph { triples: kept, more: triples.next().transpose()?.is_some() }, None)
        }
    })
}

/// An answer as text.
pub(super) fn draw(session: &Session, shown: &Shown) -> String {
    match shown {
        Shown::Boolean(answer) => session.say(&if *answer { message!("yes") } else { message!("no") }) + "\n",
        Shown::Rows { rows, .. } if rows.is_empty() => String::new(),
        Shown::Rows { variables, rows, .. } => {
            let mut text = Vec::new();
            // Writing to memory cannot fail.
            let _ = table(session, variables, rows.iter().cloned().map(Ok), &mut text);
            String::from_utf8_lossy(&text).into_owned()
        }
        Shown::Graph { triples, .. } => turtle(session, triples),
    }
}

/// Writes rows with their numbers as a table, as they come. Gives how many there were.
pub(super) fn table(
    session: &Session,
    variables: &[Variable],
    rows: impl Iterator<Item = Result<Row, QueryError>>,
    out: impl Write,
) -> Result<usize, Fault> {
    let heads = std::iter::once("#".to_owned()).chain(heads(session, variables)).collect();
    let width = u16::try_from(session.screen.size().0).ok();
    let mut table = TableWriter::new(out, heads, width, true);
    let mut count = 0;
    for row in rows {
        count += 1;
        let row = row?;
        let cells = row.iter().map(|term| term.as_ref().map(|term| cell(session, term)).unwrap_or_default());
        table.row(std::iter::once(count.to_string()).chain(cells).collect())?;
    }
    table.finish()?;
    Ok(count)
}

/// What stands above the columns of the last query.
pub(super) fn heads(session: &Session, variables: &[Variable]) -> Vec<String> {
    let chinese = chinese(session);
    let head = |variable: &Variable| {
        let head = chinese.iter().find(|(column, _)| *column == variable.as_str());
        head.map_or_else(|| variable.as_str().to_owned(), |(_, head)| (*head).to_owned())
    };
    variables.iter().map(head).collect()
}

/// The columns of the last query with their heads, where the user reads Chinese.
fn chinese(session: &Session) -> Vec<(&str, &str)> {
    match &session.query {
        Some(text) if session.settings.language == Language::Zh => {
            chinese_heads(text).into_iter().chain(session.heads.iter().copied()).collect()
        }
        _ => Vec::new(),
    }
}

/// Statements as Turtle for people: thing by thing, with what each is called.
fn turtle(session: &Session, triples: &[Triple]) -> String {
    let mut of_thing: BTreeMap<String, Vec<Quad>> = BTreeMap::new();
    for triple in triples {
        of_thing.entry(triple.subject.to_string()).or_default().push(triple.clone().in_graph(GraphName::DefaultGraph));
    }
    let (mut heads, mut bodies) = (BTreeSet::new(), String::new());
    for quads in of_thing.into_values() {
        let label = quads.first().map(|quad| cell(session, &quad.subject.clone().into()));
        let mut written = Vec::new();
        // Writing to memory cannot fail.
        let _ = rdf::write(quads, rdf::Format::Turtle, session.graph().names(), &mut written);
        let written = String::from_utf8_lossy(&written);
        let (head, body): (Vec<&str>, Vec<&str>) = written.lines().partition(|line| line.starts_with("@prefix "));
        heads.extend(head.into_iter().map(|head| format!("{head}\n")));
        let name = label.as_deref().and_then(|label| label.split_once(' ')).map(|(_, name)| format!("# {name}\n"));
        bodies.push_str(&format!("\n{}{}\n", name.unwrap_or_default(), body.join("\n")));
    }
    heads.into_iter().collect::<String>() + &bodies
}

/// A term with what it is called, where it does not say so itself.
pub(super) fn cell(session: &Session, term: &Term) -> String {
    let short = session.prefixes.term(term);
    let Term::NamedNode(node) = term else { return short };
    let Some((index, schema)) = session.assistant.within(Duration::ZERO) else { return short };
    let label = match index.thing(node) {
        Some(thing) => Some(thing.label.as_str()).filter(|_| !thing.speaks_for_itself()),
        None => schema.label(node.as_str()).map(|(zh, en)| match session.settings.language {
            Language::Zh => zh.as_str(),
            Language::En => en.as_str(),
        }),
    };
    match label {
        Some(label) if !short.contains(label) => format!("{short} {label}"),
        _ => short,
    }
}

/// What stands under an answer: how many rows, how long it took, what was left out and how to see it.
pub(super) fn foot(session: &Session, shown: &Shown, took: Duration, cut: bool) -> String {
    let mut said: Vec<Message> = Vec::new();
    match shown {
        Shown::Boolean(_) => {}
        Shown::Rows { rows, more: false, .. } => said.push(message!("{rows} row(s)", rows = rows.len())),
        Shown::Rows { rows, .. } => said.push(message!("the first {rows} rows; .limit 0 shows all", rows = rows.len())),
        Shown::Graph { triples, more: false } => said.push(message!("{statements} statement(s)", statements = triples.len())),
        Shown::Graph { triples, .. } => {
            said.push(message!("the first {statements} statements; .limit 0 shows all", statements = triples.len()));
        }
    }
    if session.settings.timing {
        let milliseconds = took.as_secs_f64() * 1000.0;
        let digits = usize::from(milliseconds < 10.0);
        said.push(message!("{milliseconds} ms", milliseconds = format!("{milliseconds:.digits$}")));
    }
    if cut && matches!(shown, Shown::Rows { .. }) && session.settings.format == Format::Table {
        said.push(message!(".row N shows a row in full, .why N the sentences behind it"));
    }
    said.iter().map(|message| session.say(message)).collect::<Vec<_>>().join(" · ")
}
