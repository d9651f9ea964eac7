//! What differs, as a report in Markdown that can be pasted into a document: headings and tables of GitHub Flavored Markdown.

use super::difference::{Comparison, Difference, Lone, Pair, Piece, SectionChange, TaskRef};
use super::labels::{Line, change_line, counts, notes, reform, role_name, section_name, task_name, unit_heads, unit_row};
use crate::language::{Language, Message, message};
use crate::text::escape::{markdown as escaped, markdown_line};
use std::fmt::Write;

/// Writes a comparison in Markdown, in a language; `told` says which part of the plans is compared. Deleted and inserted words are marked by `<del>`
/// and `<ins>`; what the plans say is escaped.
pub fn markdown(comparison: &Comparison, told: Option<&str>, language: Language) -> String {
    let mut report = Report { out: String::new(), language };
    report.head(1, &message!("What changed between two plans"));
    let sides = [(message!("A"), &comparison.from), (message!("B"), &comparison.to)];
    let side = |(name, side): (Message, &super::Side)| {
        vec![name.say(language), escaped(&side.title), escaped(&side.file), side.tasks.to_string(), side.units.to_string()]
    };
    report.table(&[message!("side"), message!("plan"), message!("file"), message!("tasks"), message!("units")], &sides.map(side));
    told.into_iter().for_each(|told| report.words(&markdown_line(told)));
    report.paragraph(&counts(comparison));
    notes(comparison).iter().for_each(|note| report.paragraph(note));
    report.pairs(&message!("Changed tasks"), &comparison.changed);
    report.pairs(&message!("Moved or renumbered tasks"), &comparison.moved);
    report.lone(&message!("Added tasks"), &comparison.added, None);
    report.lone(&message!("Removed tasks"), &comparison.removed, None);
    report.lone(&message!("Tasks of B that were split off"), &comparison.split_off, Some(&message!("split off from (A)")));
    report.lone(&message!("Tasks of A that were merged in"), &comparison.merged_in, Some(&message!("merged into (B)")));
    report.sections(&comparison.sections);
    report.units(comparison);
    for (head, gained) in [(message!("Places"), &comparison.places), (message!("Topics"), &comparison.topics)] {
        report.things(&head, &gained.gained, &gained.lost);
    }
    report.out
}

struct Report {
    out: String,
    language: Language,
}

impl Report {
    fn head(&mut self, level: usize, head: &Message) {
        let gap = if self.out.is_empty() { "" } else { "\n" };
        // Writing to a string cannot fail.
        let _ = writeln!(self.out, "{gap}{} {}\n", "#".repeat(level), head.say(self.language));
    }

    fn paragraph(&mut self, words: &Message) {
        self.words(&words.say(self.language));
    }

    /// A paragraph that is Markdown already.
    fn words(&mut self, words: &str) {
        let _ = writeln!(self.out, "\n{words}");
    }

    /// A table; its cells are Markdown already.
    fn table(&mut self, heads: &[Message], rows: &[Vec<String>]) {
        let heads: Vec<String> = heads.iter().map(|head| head.say(self.language)).collect();
        self.rows(&heads, rows);
    }

    fn rows(&mut self, heads: &[String], rows: &[Vec<String>]) {
        let _ = writeln!(self.out, "| {} |\n|{}", heads.join(" | "), "---|".repeat(heads.len()));
        for row in rows {
            let _ = writeln!(self.out, "| {} |", row.join(" | "));
        }
    }

    fn pairs(&mut self, head: &Message, pairs: &[Pair]) {
        if pairs.is_empty() {
            return;
        }
        self.head(2, head);
        let row = |pair: &Pair| {
            let changes = pair.changes.iter().map(|change| {
                let Line { name, pieces, is_marked } = change_line(change, self.language);
                let words = |piece: &Piece| if is_marked { marked(piece) } else { escaped(piece.words()) };
                let words = pieces.iter().map(words).collect::<String>();
                message!("{name}: {words}", name = name, words = words).say(self.language)
            });
            let changes = changes.collect::<Vec<_>>().join("<br>");
            vec![name(&pair.from), name(&pair.to), format!("{:.2}", pair.similarity), changes, clause(&pair.from), clause(&pair.to)]
        };
        let rows: Vec<Vec<String>> = pairs.iter().map(row).collect();
        let heads = [
            message!("task in A"),
            message!("task in B"),
            message!("similarity"),
            message!("changes"),
            message!("clause in A"),
            message!("clause in B"),
        ];
        self.table(&heads, &rows);
    }

    /// Tasks of one plan; with `part`, the heading of the task of the other plan that holds their words.
    fn lone(&mut self, head: &Message, tasks: &[Lone], part: Option<&Message>) {
        if tasks.is_empty() {
            return;
        }
        self.head(2, head);
        let row = |lone: &Lone| {
            let parties = lone.parties.iter().map(|party| format!("{} {}", role_name(party.role).say(self.language), escaped(&party.name)));
            let mut cells = vec![name(&lone.task), escaped(&lone.task.text), parties.collect::<Vec<_>>().join("<br>"), clause(&lone.task)];
            cells.extend(lone.part_of.as_ref().map(|part| format!("{} ({:.0}%)", name(&part.task), part.share * 100.0)));
            cells
        };
        let rows: Vec<Vec<String>> = tasks.iter().map(row).collect();
        let mut heads = vec![message!("task"), message!("words"), message!("units and roles"), message!("clause")];
        heads.extend(part.cloned());
        self.table(&heads, &rows);
    }

    fn sections(&mut self, changes: &[SectionChange]) {
        if changes.is_empty() {
            return;
        }
        self.head(2, &message!("Sections"));
        let name = |section: Option<&super::SectionRef>| section.map_or_else(|| "—".to_owned(), |section| escaped(&section_name(section)));
        let rows: Vec<Vec<String>> = changes.iter().map(|change| vec![name(change.from.as_ref()), name(change.to.as_ref())]).collect();
        self.table(&[message!("section in A"), message!("section in B")], &rows);
    }

    fn units(&mut self, comparison: &Comparison) {
        if comparison.units.is_empty() {
            return;
        }
        self.head(2, &message!("Units (leads: tasks that a unit leads or is responsible for)"));
        let rows: Vec<Vec<String>> =
            comparison.units.iter().map(|change| unit_row(change, self.language).iter().map(|cell| escaped(cell)).collect()).collect();
        self.rows(&unit_heads(self.language), &rows);
        let steps: std::collections::BTreeSet<_> = comparison.units.iter().flat_map(|change| &change.reforms).collect();
        if !steps.is_empty() {
            self.out.push('\n');
        }
        for step in steps {
            let _ = writeln!(self.out, "- {}", escaped(&reform(step).say(self.language)));
        }
    }

    fn things(&mut self, head: &Message, gained: &[Difference], lost: &[Difference]) {
        if gained.is_empty() && lost.is_empty() {
            return;
        }
        self.head(2, head);
        let row = |mark: &str, thing: &Difference| vec![mark.to_owned(), escaped(&thing.name), escaped(&thing.tasks.join(" "))];
        let [added, removed] = [message!("only in B"), message!("only in A")].map(|mark| mark.say(self.language));
        let rows: Vec<Vec<String>> =
            gained.iter().map(|thing| row(&added, thing)).chain(lost.iter().map(|thing| row(&removed, thing))).collect();
        self.table(&[message!("where"), message!("name"), message!("tasks")], &rows);
    }
}

fn name(task: &TaskRef) -> String {
    escaped(&task_name(task))
}

fn clause(task: &TaskRef) -> String {
    escaped(&task.clause)
}

fn marked(piece: &Piece) -> String {
    match piece {
        Piece::Same(words) => escaped(words),
        Piece::Deleted(words) => format!("<del>{}</del>", escaped(words)),
        Piece::Inserted(words) => format!("<ins>{}</ins>", escaped(words)),
    }
}
