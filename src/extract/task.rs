//! What one clause assigns: the task with its words, and the parties with their roles.

use super::clause::{self, Found, Setting};
use super::ledger::{Entry, Owner};
use super::person::{Person, PersonList};
use super::roles::Reading;
use super::table::{self, Table};
use super::timing::Aside;
use super::{Deadline, Grammar, ledger, party, timing};
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Document};
use crate::lexicon::Role;
use crate::text::Span;

/// Everything that the text assigns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extraction {
    /// The tasks in the order of the text.
    pub tasks: Vec<Task>,
    /// The paragraphs after the last task, which assign nothing by a clause.
    pub closing: Vec<Span>,
    /// What could not be placed.
    pub diagnostics: Vec<Diagnostic>,
}

/// A task 任务: what one clause assigns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// 1, 2, 3… in the order of the text.
    pub order: usize,
    /// The section that it lies in.
    pub section: Option<usize>,
    /// Its heading: its own, or that of its section, or the first words of its text.
    pub title: Span,
    /// Its words, without number, heading and clause.
    pub body: Span,
    /// The clause that assigns it.
    pub clause: Clause,
}

/// A clause of responsibility 分工表述.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Its words, with the brackets.
    pub span: Span,
    /// Who is assigned, in the order of the words.
    pub parties: Vec<Party>,
    /// By when.
    pub deadline: Option<Deadline>,
    /// Who answers for the task, where it is of no one party: 分管领导.
    pub persons: Vec<Person>,
    /// Whether it says that there are others (等).
    pub open: bool,
}

/// Whether a party is a particular unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartyKind {
    /// 单位
    Unit,
    /// 泛指单位
    Group,
}

/// Somebody who is assigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The words that name it.
    pub span: Span,
    /// The name with the inherited prefix written out: 自治区环保厅.
    pub name: String,
    /// The prefix that it inherited.
    pub inherited: Option<String>,
    /// Its role.
    pub role: Role,
    /// Unit or group.
    pub kind: PartyKind,
    /// Who answers for the task in it: 县住建局（陈志强）.
    pub persons: Vec<Person>,
}

/// Document → tasks.
pub fn extract(document: &Document, grammar: &Grammar) -> Extraction {
    let convention = grammar.convention(document.source.folded());
    let mut stage = Stage {
        document,
        grammar,
        convention,
        regulates: regulates(document),
        tasks: Vec::new(),
        diagnostics: Vec::new(),
        waiting: 0,
        last_block: None,
        last_clause: None,
        held: None,
        owner: None,
    };
    let entries = ledger::find(grammar, document);
    let (mut entries, mut before) = (entries.iter().peekable(), 0);
    let tables = table::find(grammar, document.source.folded());
    let mut waiting = tables.iter().peekable();
    for at in 0..document.blocks.len() {
        let block = document.blocks[at].span;
        if let Some(entry) = entries.peek().filter(|entry| entry.blocks.start == at) {
            (stage.owner, stage.waiting, before) = (Some(entry.owner), at, stage.tasks.len());
        }
        if let Some(table) = waiting.next_if(|table| table.span.start < block.end) {
            stage.table(at, table);
        }
        if tables.iter().any(|table| table.span.overlaps(block)) {
            stage.waiting = at + 1;
        } else {
            stage.block(at);
        }
        if let Some(entry) = entries.next_if(|entry| entry.blocks.end == at + 1) {
            stage.close(entry, before);
        }
    }
    stage.set_deadlines();
    let after = stage.waiting;
    let closing = match stage.tasks.is_empty() {
        true => Vec::new(),
        false => document.blocks[after..].iter().filter(|block| !block.numbered).map(|block| block.span).collect(),
    };
    Extraction { tasks: stage.tasks, closing, diagnostics: stage.diagnostics }
}

/// Whether a document is a regulation 管理办法: its sentences say what units do at all times, 「具体比例由财政局会同住建局确定」, and assign no
/// tasks. Its brackets and labels are read.
fn regulates(document: &Document) -> bool {
    const KINDS: &[&str] = &["办法", "条例", "规定", "规则", "章程", "细则"];
    let title = document.title().unwrap_or_default();
    let title = title.split(['（', '(']).next().unwrap_or_default().trim_end_matches("的通知").trim_end_matches(['》', '〉']);
    KINDS.iter().any(|kind| title.ends_with(kind))
}

struct Stage<'a> {
    document: &'a Document,
    grammar: &'a Grammar,
    /// Where the text says that the first unit listed leads.
    convention: Option<usize>,
    /// Whether it is a regulation, whose sentences say what units do at all times and assign no tasks.
    regulates: bool,
    tasks: Vec<Task>,
    diagnostics: Vec<Diagnostic>,
    /// The first block that no clause has taken yet.
    waiting: usize,
    /// The block of the last clause, if that clause was the whole of it.
    last_block: Option<usize>,
    /// The block of the last clause, or of a line of its deadline after it.
    last_clause: Option<usize>,
    /// A deadline or people in lines of their own before the clause that they belong to: the first line, the last one, what they say.
    held: Option<(usize, usize, Aside)>,
    /// The unit under whose heading the text stands, in a ledger.
    owner: Option<Owner>,
}

impl Stage<'_> {
    fn text(&self) -> &str {
        self.document.source.folded()
    }

    fn block(&mut self, at: usize) {
        let block = &self.document.blocks[at];
        let mut all = clause::find(self.grammar, self.text(), block.body);
        all.retain(|found| found.setting != Setting::Running || !self.regulates);
        if all.is_empty() {
            self.line_beside(at);
        }
        let mut from = block.body.start;
        // Where the words of a clause end at the latest: where the next one begins.
        let limits: Vec<usize> = all.iter().skip(1).map(|next| next.span.start).chain([block.body.end]).collect();
        for (found, limit) in all.into_iter().zip(limits) {
            let limit = limit.max(found.span.end);
            let setting = found.setting;
            let Some(mut clause) = self.clause(found) else { continue };
            let mut own = Span::new(from, clause.span.start).trimmed(self.text());
            from = clause.span.end;
            // 「由甲牵头，于年底前制定办法」: in running text the task may follow its clause.
            if setting == Setting::Running && self.is_blank(own) {
                own = self.rest_of_sentence(clause.span.end, limit);
                from = own.end;
            }
            if clause.deadline.is_none() {
                clause.deadline = self.deadline_beside(setting, Span::new(block.body.start, limit), clause.span, &mut from);
            }
            let alone = self.is_blank(own) && block.title.is_none();
            if let Some((first, _, aside)) = self.held.take_if(|(_, last, _)| *last + 1 == at && alone) {
                clause.deadline = clause.deadline.or(aside.deadline);
                clause.persons.extend(aside.persons.into_iter().flat_map(|list| list.persons));
                let start = self.document.blocks[first].span.start;
                own = Span::new(start, start);
            }
            if alone && setting == Setting::Labelled && self.continues(at, &clause) {
                self.join(clause);
            } else {
                self.task(at, own, clause);
            }
            self.waiting = at + 1;
            self.last_block = (alone && setting == Setting::Labelled).then_some(at);
            self.last_clause = Some(at);
        }
    }

    /// A deadline in a bracket beside a clause, or at the beginning of the words that go on after one in running text.
    fn deadline_beside(&self, setting: Setting, paragraph: Span, clause: Span, from: &mut usize) -> Option<Deadline> {
        if let Some((deadline, end)) = timing::beside(self.text(), paragraph, clause) {
            *from = end.max(*from);
            return Some(deadline);
        }
        let after = (setting == Setting::Running).then(|| self.rest_of_sentence(clause.end, paragraph.end))?;
        timing::begins(self.text(), after)
    }

    /// 「完成时限：…」 or 「责任人：…」 in a line of its own belongs to the clause in the line before, or else to that in the line after.
    fn line_beside(&mut self, at: usize) {
        let block = &self.document.blocks[at];
        let Some(aside) = timing::line(self.grammar, self.text(), block.body).filter(|_| !block.numbered) else { return };
        let follows = at > 0 && self.last_clause == Some(at - 1);
        let free = |task: &Task| aside.deadline.is_none() || task.clause.deadline.is_none();
        match self.tasks.last_mut().filter(|task| follows && free(task)) {
            Some(task) => {
                task.clause.deadline = task.clause.deadline.or(aside.deadline);
                for list in aside.persons {
                    task.clause.answered_by(list);
                }
                self.waiting = at + 1;
                self.last_block = self.last_block.map(|_| at);
                self.last_clause = Some(at);
            }
            None => {
                let before = self.held.take().filter(|(_, last, _)| *last + 1 == at);
                self.held = Some(before.map_or((at, at, aside.clone()), |(first, _, earlier)| (first, at, earlier.and(aside))));
            }
        }
    }

    /// Where no clause says by when, the words of the task may; a year that is left out is that of the plan.
    fn set_deadlines(&mut self) {
        let (text, year) = (self.document.source.folded(), self.document.year());
        for task in &mut self.tasks {
            let title = Some(task.title).filter(|title| !title.overlaps(task.body));
            let words: Vec<Span> = title.into_iter().chain([task.body]).collect();
            let deadline = task.clause.deadline.or_else(|| timing::in_words(text, &words));
            task.clause.deadline = deadline.map(|deadline| deadline.in_year(year));
        }
    }

    fn rest_of_sentence(&self, from: usize, limit: usize) -> Span {
        let words = Span::new(from, limit).of(self.text());
        let end = words.find(crate::text::punctuation::is_stop).unwrap_or(words.len());
        let skipped = end - words[..end].trim_start_matches(crate::text::punctuation::is_comma).len();
        Span::new(from + skipped, from + end).trimmed(self.text())
    }

    /// Each row of a table that assigns is a task.
    fn table(&mut self, at: usize, table: &Table) {
        for row in &table.rows {
            let reading = Reading { lists: row.lists.clone(), deadline: row.deadline, persons: row.persons.clone(), ..Reading::default() };
            let Some(clause) = self.clause(Found { span: row.clause, setting: Setting::Labelled, reading }) else { continue };
            let (section, title) = (self.document.blocks[at].section, self.first_words(row.body));
            self.tasks.push(Task { order: self.tasks.len() + 1, section, title, body: row.body, clause });
        }
    }

    /// The end of an item of a ledger: where no clause in it assigned anything, its heading does.
    fn close(&mut self, entry: &Entry, before: usize) {
        self.owner = None;
        self.waiting = entry.blocks.end;
        if self.tasks.len() > before {
            return;
        }
        let source = &self.document.source;
        let blocks = &self.document.blocks[entry.blocks.clone()];
        let aside = self.held.take_if(|(first, ..)| entry.blocks.contains(first));
        let (first, last) = (&blocks[0], aside.as_ref().map_or(entry.blocks.len(), |(first, ..)| first - entry.blocks.start));
        let body = Span::new(first.body.start, blocks[..last].last().map_or(first.body.start, |last| last.body.end)).trimmed(self.text());
        let title = first.title.unwrap_or_else(|| self.first_words(body));
        let body = if self.is_blank(body) { title } else { body };
        let parties = party::owning(self.grammar, source, entry.owner);
        let deadline = aside.as_ref().and_then(|(_, _, aside)| aside.deadline);
        let mut clause = Clause { span: entry.owner.heading, parties, deadline, persons: Vec::new(), open: false };
        aside.into_iter().flat_map(|(_, _, aside)| aside.persons).for_each(|list| clause.answered_by(list));
        self.tasks.push(Task { order: self.tasks.len() + 1, section: first.section, title, body, clause });
    }

    /// Whether a labelled line goes on where the line before left off: 「牵头单位：X」, then 「配合单位：Y」.
    fn continues(&self, at: usize, clause: &Clause) -> bool {
        let before = self.last_block.is_some_and(|last| last + 1 == at);
        let new = |task: &Task| clause.parties.iter().all(|party| task.clause.parties.iter().all(|other| other.role != party.role));
        before && self.tasks.last().is_some_and(new)
    }

    fn join(&mut self, clause: Clause) {
        if let Some(task) = self.tasks.last_mut() {
            task.clause.span.end = clause.span.end;
            task.clause.parties.extend(clause.parties);
            task.clause.deadline = task.clause.deadline.or(clause.deadline);
            task.clause.persons.extend(clause.persons);
            task.clause.open |= clause.open;
        }
    }

    /// What a clause says; `None` where nothing in it is a party after all.
    fn clause(&mut self, found: Found) -> Option<Clause> {
        party::clause(self.grammar, &self.document.source, self.convention, self.owner, found, &mut self.diagnostics)
    }

    fn is_blank(&self, span: Span) -> bool {
        span.of(self.text()).chars().all(|c| c.is_whitespace() || crate::text::punctuation::is_division(c))
    }

    fn task(&mut self, at: usize, own: Span, clause: Clause) {
        let block = &self.document.blocks[at];
        let earlier = self.earlier_blocks(at);
        let (body, heading) = match earlier.first() {
            Some(first) if !self.is_blank(first.body) => {
                (Span::new(first.body.start, own.end.max(first.body.start)), first.title.or(block.title))
            }
            Some(_) if block.section.is_none() && block.title.is_none() => self.outlined(block, &earlier, own),
            _ => (own, block.title),
        };
        let body = body.trimmed(self.text());
        let heading = heading.or_else(|| block.section.and_then(|section| self.document.sections[section].title));
        let title = heading.unwrap_or_else(|| self.first_words(body));
        // 「1.推进项目建设。（…牵头）」: of one sentence, the heading is all that is said.
        let body = if self.is_blank(body) { title } else { body };
        self.tasks.push(Task { order: self.tasks.len() + 1, section: block.section, title, body, clause });
    }

    /// The words and heading of a task in an outline without numbers, whose lines are all short: the last line that is indented less than
    /// the clause is the heading, the lines after it are the words.
    fn outlined(&self, block: &Block, earlier: &[&Block], own: Span) -> (Span, Option<Span>) {
        let text = self.text();
        let indent = |span: Span| {
            let line = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
            text[line..span.start].chars().count()
        };
        let heading = earlier.iter().rposition(|line| indent(line.span) < indent(block.span));
        let first = earlier.get(heading.map_or(0, |at| at + 1)).map_or(own.start, |line| line.span.start);
        (Span::new(first, own.end.max(first)), heading.map(|at| earlier[at].span))
    }

    /// The paragraphs of the same section since the last clause: they belong to the task whose clause comes last.
    fn earlier_blocks(&self, at: usize) -> Vec<&Block> {
        let section = self.document.blocks[at].section;
        self.document.blocks.get(self.waiting..at).unwrap_or_default().iter().filter(|block| block.section == section).collect()
    }

    fn first_words(&self, body: Span) -> Span {
        let words = body.of(self.text());
        let end = words.find(crate::text::punctuation::is_division).unwrap_or(words.len());
        Span::new(body.start, body.start + end)
    }
}

impl Clause {
    /// People in a line behind the clause: 责任人 of the one unit that was named last in its role, others of the task.
    fn answered_by(&mut self, list: PersonList) {
        let last = self.parties.last().map(|party| party.role).filter(|_| list.after.is_some());
        let mut named = self.parties.iter_mut().filter(|party| Some(party.role) == last);
        match (named.next(), named.next()) {
            (Some(party), None) if party.kind == PartyKind::Unit => party.persons.extend(list.persons),
            _ => self.persons.extend(list.persons),
        }
    }
}
