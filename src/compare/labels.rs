//! What is said of differences, the same in every form for people.

use super::difference::{Change, Comparison, Deadline, Named, PartyRef, Piece, Reform, SectionRef, Step, TaskRef, UnitChange, UnitKind};
use super::matching::MOST_CANDIDATES;
use crate::analyse::Role;
use crate::language::{Language, Message, message};

/// How many characters around a difference are shown of what is the same.
const AROUND: usize = 16;

/// The counts of a comparison, as a sentence.
pub(super) fn counts(comparison: &Comparison) -> Message {
    let counts = &comparison.counts;
    message!(
        "Tasks: {unchanged} unchanged, {changed} changed, {moved} moved, {added} added, {removed} removed, {split} split off, {merged} merged in.",
        unchanged = counts.unchanged,
        changed = counts.changed,
        moved = counts.moved,
        added = counts.added,
        removed = counts.removed,
        split = counts.split_off,
        merged = counts.merged_in
    )
}

/// What has to be known to read a comparison.
pub(super) fn notes(comparison: &Comparison) -> Vec<Message> {
    let mut notes = Vec::new();
    if comparison.across_governments {
        notes.push(message!(
            "The plans are of different governments: their own units are compared by function, and clauses only by who is named."
        ));
    }
    if comparison.bounded > 0 {
        notes.push(message!(
            "{tasks} tasks are like so many of the other plan that each was compared with no more than the {most} that are most like it; of the same words, each with the next.",
            tasks = comparison.bounded,
            most = MOST_CANDIDATES
        ));
    }
    if comparison.is_empty() {
        notes.push(message!("Nothing differs."));
    }
    notes
}

/// A task by its number and heading.
pub(super) fn task_name(task: &TaskRef) -> String {
    let number = if task.number.is_empty() { format!("#{}", task.order) } else { task.number.clone() };
    format!("{number} {}", task.title.trim())
}

/// A section by its number and heading.
pub(super) fn section_name(section: &SectionRef) -> String {
    format!("{} {}", section.number, section.title).trim().to_owned()
}

/// What a role is called.
pub(super) const fn role_name(role: Role) -> Message {
    match role {
        Role::Lead => message!("lead"),
        Role::Responsible => message!("responsible"),
        Role::Support => message!("support"),
    }
}

/// What became of a unit.
pub(super) fn kind_name(kind: UnitKind) -> Message {
    match kind {
        UnitKind::Kept => message!("same unit"),
        UnitKind::Renamed => message!("became another"),
        UnitKind::Merged => message!("merged"),
        UnitKind::Split => message!("split"),
        UnitKind::Reorganised => message!("reorganised"),
        UnitKind::Counterpart => message!("same function"),
        UnitKind::Removed => message!("only in A"),
        UnitKind::Added => message!("only in B"),
    }
}

/// How a pair was found.
pub(super) fn step_name(step: Step) -> Message {
    match step {
        Step::Words => message!("same words"),
        Step::Heading => message!("same number and heading"),
        Step::Similarity => message!("similar words"),
        Step::Part => message!("the one holds the other"),
    }
}

/// A reform in words.
pub(super) fn reform(reform: &Reform) -> Message {
    let Reform { reform, from, to, part, .. } = reform;
    if *part {
        message!("{from} handed duties to {to} ({reform})", from = from, to = to, reform = reform)
    } else {
        message!("{from} became {to} ({reform})", from = from, to = to, reform = reform)
    }
}

/// The heads of the table of units.
pub(super) fn unit_heads(language: Language) -> Vec<String> {
    let heads = [
        message!("unit"),
        message!("what became of it"),
        message!("leads A→B"),
        message!("supports A→B"),
        message!("leads gained"),
        message!("leads lost"),
    ];
    heads.iter().map(|head| head.say(language)).collect()
}

/// A row of the table of units.
pub(super) fn unit_row(change: &UnitChange, language: Language) -> Vec<String> {
    let names = |of: &[Named]| of.iter().map(|named| named.name.as_str()).collect::<Vec<_>>().join("、");
    let (from, to) = (names(&change.from), names(&change.to));
    let name = match (from.is_empty(), to.is_empty()) {
        (true, _) => to,
        (_, true) => from,
        _ if from == to => from,
        _ => format!("{from} → {to}"),
    };
    let tasks = |tasks: &[TaskRef]| tasks.iter().map(TaskRef::label).collect::<Vec<_>>().join(" ");
    // Where duties alone were handed over, a sentence tells which; of whole units the names tell, and only the reform is added.
    let (parts, wholes): (Vec<&Reform>, Vec<&Reform>) = change.reforms.iter().partition(|step| step.part);
    let mut reforms: Vec<String> = Vec::new();
    for step in wholes {
        if !reforms.contains(&step.reform) {
            reforms.push(step.reform.clone());
        }
    }
    let kind = kind_name(change.kind);
    let kind = if reforms.is_empty() { kind } else { message!("{kind} ({reforms})", kind => kind, reforms => Message::list(reforms)) };
    let became: Vec<String> = std::iter::once(kind.say(language)).chain(parts.into_iter().map(|step| reform(step).say(language))).collect();
    vec![
        name,
        Message::list(became).say(language),
        format!("{} → {}", change.leads_from, change.leads_to),
        format!("{} → {}", change.supports_from, change.supports_to),
        tasks(&change.leads_gained),
        tasks(&change.leads_lost),
    ]
}

/// Pieces of which what is the same is cut to what stands around the differences.
pub(super) fn in_short(pieces: &[Piece]) -> Vec<Piece> {
    let last = pieces.len().saturating_sub(1);
    let cut = |(at, piece): (usize, &Piece)| {
        let Piece::Same(words) = piece else { return piece.clone() };
        let characters: Vec<char> = words.chars().collect();
        let (head, tail) = (if at == 0 { 0 } else { AROUND }, if at == last { 0 } else { AROUND });
        if characters.len() <= head + tail + 2 {
            return piece.clone();
        }
        let part = |part: &[char]| part.iter().collect::<String>();
        Piece::Same(format!("{}…{}", part(&characters[..head]), part(&characters[characters.len() - tail..])))
    };
    pieces.iter().enumerate().map(cut).collect()
}

/// A deadline by its words; a sign where there is none.
pub(super) fn deadline_words(deadline: Option<&Deadline>) -> String {
    deadline.map_or_else(|| "—".to_owned(), |deadline| deadline.words.trim().to_owned())
}

/// One line of a change.
pub(super) struct Line {
    /// What it is.
    pub name: String,
    /// The words of it.
    pub pieces: Vec<Piece>,
    /// Whether marks must tell which words are deleted and inserted; otherwise the name or an arrow does.
    pub is_marked: bool,
}

/// What a change is, and the words of it.
pub(super) fn change_line(change: &Change, language: Language) -> Line {
    let arrow = |from: String, to: String| vec![Piece::Deleted(from), Piece::Same(" → ".to_owned()), Piece::Inserted(to)];
    let party = |party: &PartyRef| format!("{} {}", role_name(party.role).say(language), party.name);
    let (name, pieces) = match change {
        Change::Number { from, to } => (message!("number"), arrow(or_none(from), or_none(to))),
        Change::Section { from, to } => {
            let name = |section: &Option<SectionRef>| section.as_ref().map_or_else(|| "—".to_owned(), section_name);
            (message!("section"), arrow(name(from), name(to)))
        }
        Change::Heading { words } => (message!("heading"), words.clone()),
        Change::Words { words } => (message!("words"), in_short(words)),
        Change::Clause { words } => (message!("clause"), in_short(words)),
        Change::PartyGained { party: gained } => (message!("gained"), vec![Piece::Inserted(party(gained))]),
        Change::PartyLost { party: lost } => (message!("lost"), vec![Piece::Deleted(party(lost))]),
        Change::Role { from, to } if from.name == to.name => {
            let [old, new] = [from, to].map(|party| role_name(party.role).say(language));
            (message!("role"), [vec![Piece::Same(format!("{} ", from.name))], arrow(old, new)].concat())
        }
        Change::Role { from, to } => (message!("role"), arrow(party(from), party(to))),
        Change::Succeeded { from, to } if from.role == to.role => {
            let role = format!("{} ", role_name(from.role).say(language));
            (message!("successor"), [vec![Piece::Same(role)], arrow(from.name.clone(), to.name.clone())].concat())
        }
        Change::Succeeded { from, to } => (message!("successor"), arrow(party(from), party(to))),
        Change::Deadline { from, to } => (message!("deadline"), arrow(deadline_words(from.as_ref()), deadline_words(to.as_ref()))),
    };
    let is_marked = matches!(change, Change::Heading { .. } | Change::Words { .. } | Change::Clause { .. });
    Line { name: name.say(language), pieces, is_marked }
}

fn or_none(words: &str) -> String {
    if words.is_empty() { "—".to_owned() } else { words.to_owned() }
}
