//! What differs, for people at a terminal: a summary, then one part for each kind of thing, no wider than the terminal.

use super::difference::{Change, Comparison, Difference, Lone, Pair, Piece, SectionChange};
use super::labels::{Line, change_line, counts, notes, section_name, step_name, task_name, unit_heads, unit_row};
use crate::language::{Language, Message, message};
use crate::query::draw_table;
use unicode_width::UnicodeWidthChar;

/// What a stretch of text is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Nothing in particular.
    Plain,
    /// The head of a part.
    Head,
    /// What the first plan alone has.
    Deleted,
    /// What the second plan alone has.
    Inserted,
    /// What stands beside the matter.
    Dim,
}

/// The widest that lines become, in columns: longer ones are hard to follow.
const WIDEST: usize = 140;

/// Writes a comparison as text of a width in columns, in a language; `ink` gives words the colour of what they are, or leaves them as they are.
pub fn text(comparison: &Comparison, width: usize, language: Language, ink: impl Fn(Ink, &str) -> String) -> String {
    let mut writer = Writer { out: String::new(), width: width.clamp(40, WIDEST), language, ink };
    writer.summary(comparison);
    let heading = |count: usize, head: Message| (count > 0).then_some(head);
    let parts: [(Option<Message>, &[Pair]); 2] = [
        (heading(comparison.changed.len(), message!("Changed tasks")), &comparison.changed),
        (heading(comparison.moved.len(), message!("Moved or renumbered tasks")), &comparison.moved),
    ];
    for (head, pairs) in parts {
        head.into_iter().for_each(|head| writer.head(&head));
        pairs.iter().for_each(|pair| writer.pair(pair));
    }
    let lone = [
        (message!("Added tasks"), &comparison.added, Ink::Inserted),
        (message!("Removed tasks"), &comparison.removed, Ink::Deleted),
        (message!("Tasks of B that were split off"), &comparison.split_off, Ink::Inserted),
        (message!("Tasks of A that were merged in"), &comparison.merged_in, Ink::Deleted),
    ];
    for (head, tasks, ink) in lone.into_iter().filter(|(_, tasks, _)| !tasks.is_empty()) {
        writer.head(&head);
        tasks.iter().for_each(|lone| writer.lone(lone, ink));
    }
    if !comparison.sections.is_empty() {
        writer.head(&message!("Sections"));
        comparison.sections.iter().for_each(|change| writer.section(change));
    }
    writer.units(comparison);
    let gained = [(message!("Places"), &comparison.places), (message!("Topics"), &comparison.topics)];
    for (head, gained) in gained.into_iter().filter(|(_, gained)| !gained.gained.is_empty() || !gained.lost.is_empty()) {
        writer.head(&head);
        gained.gained.iter().for_each(|thing| writer.thing(thing, true));
        gained.lost.iter().for_each(|thing| writer.thing(thing, false));
    }
    writer.out
}

struct Writer<F> {
    out: String,
    width: usize,
    language: Language,
    ink: F,
}

impl<F: Fn(Ink, &str) -> String> Writer<F> {
    fn say(&self, message: &Message) -> String {
        message.say(self.language)
    }

    fn summary(&mut self, comparison: &Comparison) {
        for (name, side) in [(message!("A"), &comparison.from), (message!("B"), &comparison.to)] {
            let name = self.say(&name);
            let size = message!("{tasks} tasks, {units} units", tasks = side.tasks, units = side.units);
            let size = self.say(&size);
            self.line(&name, 6, &[(Ink::Plain, side.title.clone())]);
            let file = if side.file.is_empty() { String::new() } else { format!("{}  ", side.file) };
            self.line("", 6, &[(Ink::Dim, file + &size)]);
        }
        self.out.push('\n');
        let counts = self.say(&counts(comparison));
        self.line("", 0, &[(Ink::Plain, counts)]);
        for note in notes(comparison) {
            let note = self.say(&note);
            self.line("", 0, &[(Ink::Plain, note)]);
        }
    }

    fn head(&mut self, head: &Message) {
        let head = (self.ink)(Ink::Head, &self.say(head));
        self.out.push_str(&format!("\n{head}\n"));
    }

    fn pair(&mut self, pair: &Pair) {
        let (from, to) = (task_name(&pair.from), task_name(&pair.to));
        let name = if from == to { from } else { format!("{from} → {to}") };
        let (step, similarity) = (step_name(pair.matched), format!("{:.2}", pair.similarity));
        let found = message!("({how}, similarity {similarity})", how => step, similarity = similarity);
        let found = format!("  {}", self.say(&found));
        self.line("  ", 2, &[(Ink::Plain, name), (Ink::Dim, found)]);
        let mut clauses = false;
        for change in &pair.changes {
            let Line { name, pieces, is_marked } = change_line(change, self.language);
            let pieces: Vec<(Ink, String)> = pieces.iter().map(|piece| if is_marked { marked(piece) } else { inked(piece) }).collect();
            self.line(&format!("    {name}"), 16, &pieces);
            clauses |= !matches!(
                change,
                Change::Number { .. } | Change::Section { .. } | Change::Heading { .. } | Change::Words { .. } | Change::Clause { .. }
            );
        }
        if clauses {
            for (name, task) in [(message!("A"), &pair.from), (message!("B"), &pair.to)] {
                let name = format!("    {}", self.say(&name));
                self.line(&name, 16, &[(Ink::Dim, task.clause.trim().to_owned())]);
            }
        }
    }

    fn lone(&mut self, lone: &Lone, ink: Ink) {
        self.line(if ink == Ink::Inserted { "+ " } else { "- " }, 2, &[(ink, task_name(&lone.task))]);
        if let Some(part) = &lone.part_of {
            let (whole, share) = (task_name(&part.task), format!("{:.0}%", part.share * 100.0));
            let told = if ink == Ink::Inserted {
                message!("split off from {task} of A, which holds {share} of its words", task = whole, share = share)
            } else {
                message!("merged into {task} of B, which holds {share} of its words", task = whole, share = share)
            };
            let told = self.say(&told);
            self.line("    ", 4, &[(Ink::Plain, told)]);
        }
        if !lone.task.text.trim().starts_with(lone.task.title.trim()) || lone.task.text.trim() != lone.task.title.trim() {
            self.line("    ", 4, &[(Ink::Plain, lone.task.text.trim().to_owned())]);
        }
        self.line("    ", 4, &[(Ink::Dim, lone.task.clause.trim().to_owned())]);
    }

    fn section(&mut self, change: &SectionChange) {
        match (&change.from, &change.to) {
            (Some(from), Some(to)) => {
                let pieces = [Piece::Deleted(section_name(from)), Piece::Same(" → ".to_owned()), Piece::Inserted(section_name(to))];
                self.line("  ", 2, &pieces.iter().map(inked).collect::<Vec<_>>());
            }
            (Some(from), None) => self.line("- ", 2, &[(Ink::Deleted, section_name(from))]),
            (None, Some(to)) => self.line("+ ", 2, &[(Ink::Inserted, section_name(to))]),
            (None, None) => {}
        }
    }

    fn units(&mut self, comparison: &Comparison) {
        if comparison.units.is_empty() {
            return;
        }
        self.head(&message!("Units (leads: tasks that a unit leads or is responsible for)"));
        let rows: Vec<Vec<String>> = comparison.units.iter().map(|change| unit_row(change, self.language)).collect();
        let table = draw_table(&unit_heads(self.language), &rows, u16::try_from(self.width).ok());
        self.out.push_str(&table);
    }

    fn thing(&mut self, thing: &Difference, gained: bool) {
        let (mark, ink) = if gained { ("+ ", Ink::Inserted) } else { ("- ", Ink::Deleted) };
        self.line(mark, 2, &[(ink, thing.name.clone()), (Ink::Dim, format!("  {}", thing.tasks.join(" ")))]);
    }

    /// A line that begins with `name`, its words from column `indent` on, in as many lines as the width needs.
    fn line(&mut self, name: &str, indent: usize, pieces: &[(Ink, String)]) {
        let wide = |words: &str| words.chars().map(|c| c.width().unwrap_or(0)).sum::<usize>();
        self.out.push_str(name);
        let mut column = wide(name);
        if column < indent {
            self.out.push_str(&" ".repeat(indent - column));
            column = indent;
        }
        for (ink, words) in pieces {
            let mut run = String::new();
            let mut characters = words.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }).peekable();
            let mut before = ' ';
            while let Some(c) = characters.next() {
                // A word of letters or a number goes to the next line whole, if it fits there.
                let begins = c.is_ascii_alphanumeric() && !before.is_ascii_alphanumeric();
                // No further than a line goes: words without end would be read again and again.
                let rest = || characters.clone().take_while(char::is_ascii_alphanumeric).take(self.width).count();
                let word = if begins { rest() } else { self.width };
                let needed = if word + indent < self.width { word + 1 } else { c.width().unwrap_or(0) };
                before = c;
                // No line begins with a mark that closes something.
                let closes = characters.peek().is_some_and(|next| is_closing(*next)) && column + needed + 2 > self.width;
                if column + needed > self.width || (closes && !is_closing(c)) {
                    self.flush(*ink, &mut run);
                    self.out.push('\n');
                    self.out.push_str(&" ".repeat(indent));
                    column = indent;
                    if c == ' ' {
                        continue;
                    }
                }
                run.push(c);
                column += c.width().unwrap_or(0);
            }
            self.flush(*ink, &mut run);
        }
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        self.out.push('\n');
    }

    fn flush(&mut self, ink: Ink, run: &mut String) {
        if !run.is_empty() {
            self.out.push_str(&(self.ink)(ink, run));
            run.clear();
        }
    }
}

const fn is_closing(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '、' | '：' | '）' | '》' | '」' | '”' | ',' | '.' | ';' | ')')
}

/// A piece in its colour.
fn inked(piece: &Piece) -> (Ink, String) {
    let ink = match piece {
        Piece::Same(_) => Ink::Plain,
        Piece::Deleted(_) => Ink::Deleted,
        Piece::Inserted(_) => Ink::Inserted,
    };
    (ink, piece.words().to_owned())
}

/// A piece with marks that are seen without colours too, as `git diff --word-diff` writes them.
fn marked(piece: &Piece) -> (Ink, String) {
    let (ink, words) = inked(piece);
    match ink {
        Ink::Deleted => (ink, format!("[-{words}-]")),
        Ink::Inserted => (ink, format!("{{+{words}+}}")),
        _ => (ink, words),
    }
}
