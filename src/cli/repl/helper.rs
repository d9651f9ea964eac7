//! What the editor of lines asks while one types: completion, hints, colours, whether a query is whole.

use super::completion;
use super::screen::Screen;
use super::session::Session;
use super::statement::{Kind, is_command, kind};
use fengong::assist::{Assistant, Completion, Paint, Suggestion, Whole, paint, partner, whole};
use fengong::language::Language;
use fengong::query::Prefixes;
use fengong::query::lexer::{TokenKind, lex};
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hint, Hinter, HistoryHinter};
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Result};
use std::borrow::Cow;
use std::time::Duration;

/// Serves the editor of lines.
pub(super) struct Helper {
    assistant: Assistant,
    prefixes: Prefixes,
    screen: Screen,
    language: Language,
    patience: Duration,
    history: HistoryHinter,
}

impl Helper {
    pub(super) fn new(session: &Session) -> Self {
        Self {
            assistant: session.assistant.clone(),
            prefixes: session.prefixes.clone(),
            screen: session.screen,
            language: session.settings.language,
            patience: session.settings.patience,
            history: HistoryHinter::new(),
        }
    }

    /// Takes over what a statement may have changed.
    pub(super) fn follow(&mut self, session: &Session) {
        self.assistant = session.assistant.clone();
        self.prefixes = session.prefixes.clone();
        self.language = session.settings.language;
    }

    /// What could be written at a byte of the text.
    pub(super) fn suggest(&self, text: &str, cursor: usize) -> Completion {
        if is_command(text) || text.trim() == "." {
            return completion::complete(&self.assistant, &self.prefixes, text, cursor, self.patience);
        }
        self.assistant.complete(&self.prefixes, text, cursor, self.patience)
    }

    /// What the thing at the cursor is called, where its IRI does not say so.
    fn name_at(&self, text: &str, cursor: usize) -> Option<String> {
        let tokens = lex(text);
        let at = tokens.iter().find(|token| token.span.start < cursor && cursor <= token.span.end)?;
        let node = self.prefixes.expand(at.of(text)).filter(|_| matches!(at.kind, TokenKind::PrefixedName | TokenKind::Iri))?;
        let (index, schema) = self.assistant.within(Duration::ZERO)?;
        match index.thing(&node) {
            Some(thing) => (!thing.speaks_for_itself()).then(|| thing.label.clone()),
            None => schema.label(node.as_str()).map(|(zh, en)| format!("{zh} {en}")),
        }
    }
}

impl rustyline::Helper for Helper {}

impl Completer for Helper {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> Result<(usize, Vec<Pair>)> {
        let Completion { from, suggestions } = self.suggest(line, pos);
        let mut listed = candidates(&line[from..pos], suggestions);
        make_room(&mut listed, line[..pos].matches('\n').count(), self.screen);
        Ok((from, listed))
    }
}

/// Keeps the end of a list visible: behind it the editor writes an input of several lines again, over as many rows of the list as lines
/// stand before the cursor. So many empty rows are added, as wide as the screen, so that each candidate has a row of its own.
fn make_room(listed: &mut Vec<Pair>, lines: usize, screen: Screen) {
    if lines == 0 || listed.len() < 2 {
        return;
    }
    let row = " ".repeat(screen.size().0.saturating_sub(3));
    // What all share stays what it is.
    let shared = listed[0].replacement.clone();
    listed.extend((0..lines).map(|_| Pair { display: row.clone(), replacement: shared.clone() }));
}

/// Suggestions as the editor takes them. It puts the beginning that all of them share in the place of what was typed; where that does not
/// go on what was typed (水利 for `unit:…水利厅`, `unit:…水务局`), it would take away what was asked for: then what was typed stands among them.
fn candidates(typed: &str, suggestions: Vec<Suggestion>) -> Vec<Pair> {
    // More than fit on a screen help nobody: typing on finds the others.
    const MOST: usize = 60;
    let goes_on = suggestions.iter().all(|suggestion| suggestion.text.starts_with(typed));
    let several = suggestions.len() > 1;
    let head = (several && !goes_on).then(|| Pair { display: format!("{typed} →"), replacement: typed.to_owned() });
    let pair = |suggestion: Suggestion| {
        let display =
            if suggestion.note.is_empty() { suggestion.text.clone() } else { format!("{}  {}", suggestion.text, suggestion.note) };
        Pair { display, replacement: suggestion.text }
    };
    head.into_iter().chain(suggestions.into_iter().take(MOST).map(pair)).collect()
}

/// A hint behind what was typed.
pub(super) struct Advice {
    words: String,
    /// Whether the words go on what was typed, and can be taken over.
    is_taken: bool,
}

impl Advice {
    const fn seen(words: String) -> Self {
        Self { words, is_taken: false }
    }
}

impl Hint for Advice {
    fn display(&self) -> &str {
        &self.words
    }

    fn completion(&self) -> Option<&str> {
        self.is_taken.then_some(self.words.as_str())
    }
}

impl Hinter for Helper {
    type Hint = Advice;

    fn hint(&self, line: &str, pos: usize, context: &Context<'_>) -> Option<Advice> {
        if pos < line.len() || line.is_empty() {
            return None;
        }
        let history = || self.history.hint(line, pos, context).map(|words| Advice { words, is_taken: true });
        if is_command(line) {
            return completion::hint(line, self.language).map(Advice::seen).or_else(&history);
        }
        history().or_else(|| self.name_at(line, pos).map(|name| Advice::seen(format!("  ← {name}"))))
    }
}

impl Highlighter for Helper {
    fn highlight<'l>(&self, line: &'l str, pos: usize) -> Cow<'l, str> {
        if !self.screen.colours || kind(line) != Kind::Sparql {
            return Cow::Borrowed(line);
        }
        let pair = partner(line, pos);
        let mut out = String::with_capacity(line.len() * 2);
        let mut end = 0;
        for (span, paint) in paint(line) {
            let belongs = pair.is_some_and(|(one, other)| span == one || span == other);
            out.push_str(&line[end..span.start]);
            match if belongs { "1;36;7" } else { code(paint) } {
                "" => out.push_str(span.of(line)),
                code => out.push_str(&format!("\u{1b}[{code}m{}\u{1b}[0m", span.of(line))),
            }
            end = span.end;
        }
        out.push_str(&line[end..]);
        Cow::Owned(out)
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if self.screen.colours { Cow::Owned(format!("\u{1b}[2m{hint}\u{1b}[0m")) } else { Cow::Borrowed(hint) }
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        // Any character may end a string or open a bracket.
        self.screen.colours
    }
}

/// The colour of a kind of words: keywords blue, things green, variables cyan, strings yellow, what is wrong red.
const fn code(paint: Paint) -> &'static str {
    match paint {
        Paint::Keyword => "1;34",
        Paint::Function => "34",
        Paint::Variable => "36",
        Paint::Iri => "32",
        Paint::Text => "33",
        Paint::Number => "35",
        Paint::Comment => "2",
        Paint::Bracket => "",
        Paint::Wrong => "31",
    }
}

impl Validator for Helper {
    fn validate(&self, context: &mut ValidationContext<'_>) -> Result<ValidationResult> {
        Ok(if is_entered(&self.prefixes, context.input()) { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}

/// Whether Enter ends the input: a command, a question, a query that is whole (with a semicolon behind it, if one likes) or can never be, or
/// a query that an empty line ends.
pub(super) fn is_entered(prefixes: &Prefixes, input: &str) -> bool {
    if input.trim().is_empty() || kind(input) != Kind::Sparql || input.ends_with('\n') {
        return true;
    }
    // Who forgot a brace and goes on with a command is not left waiting.
    if input.lines().next_back().is_some_and(is_command) {
        return true;
    }
    let closed = input.trim_end().strip_suffix(';');
    whole(prefixes, input) != Whole::NotYet || closed.is_some_and(|query| whole(prefixes, query) == Whole::Yes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::source::founding_plan;
    use fengong::graph::{DEFAULT_BASE, Graph, Names};
    use fengong::reader::Reader;
    use rustyline::history::DefaultHistory;

    fn helper(colours: bool) -> Helper {
        let reader = Reader::new(None).expect("the tables of the program");
        let plan = founding_plan(&reader).expect("the plan of the program");
        let graph = Graph::build(&reader, &[plan], Names::new(DEFAULT_BASE).expect("an IRI")).expect("a graph");
        let prefixes = Prefixes::of(graph.names());
        Helper {
            assistant: Assistant::new(graph),
            prefixes,
            screen: Screen { is_terminal: true, colours },
            language: Language::Zh,
            // As long as it takes: what is tested is what is found.
            patience: Duration::from_secs(20),
            history: HistoryHinter::new(),
        }
    }

    fn completed(helper: &Helper, line: &str) -> Vec<(String, String)> {
        let history = DefaultHistory::new();
        let (from, pairs) = helper.complete(line, line.len(), &Context::new(&history)).expect("completion");
        pairs.into_iter().map(|pair| (format!("{}{}", &line[..from], pair.replacement), pair.display)).collect()
    }

    #[test]
    fn what_was_typed_is_replaced_by_the_one_that_fits_and_stays_where_several_do() {
        let helper = helper(false);
        let one = completed(&helper, "SELECT * { ?t fg:lead slt");
        assert_eq!(one.len(), 1);
        assert_eq!(one[0].0, "SELECT * { ?t fg:lead unit:内蒙古自治区水利厅");
        assert!(one[0].1.contains("自治区水利厅（单位）"));
        let several = completed(&helper, "SELECT * { ?t fg:lead 厅");
        assert_eq!(several[0], ("SELECT * { ?t fg:lead 厅".to_owned(), "厅 →".to_owned()));
        assert!(several.len() > 5 && several[1..].iter().all(|(line, _)| line.starts_with("SELECT * { ?t fg:lead unit:")));
        // What goes on what was typed needs no such line.
        assert!(completed(&helper, "SELECT * { ?t fg:l").iter().all(|(_, display)| !display.contains('→')));
    }

    #[test]
    fn commands_complete_what_their_table_says_that_they_take() {
        let helper = helper(false);
        let lines = |line: &str| completed(&helper, line).into_iter().map(|(line, _)| line).filter(|done| done != line).collect::<Vec<_>>();
        assert_eq!(lines(".des"), [".describe"]);
        assert_eq!(lines(".run led"), [".run ledger"]);
        assert_eq!(lines(".run ledger "), [".run ledger unit="]);
        assert_eq!(lines(".run ledger unit=slt"), [".run ledger unit=自治区水利厅"]);
        assert_eq!(lines(".format turt"), [".format turtle"]);
        assert_eq!(lines(".timing "), [".timing on", ".timing off"]);
        assert_eq!(lines(".schema 生态"), [".schema fg:EcologicalZone"]);
        assert_eq!(lines(".describe 策克"), [".describe 策克口岸"]);
        assert_eq!(lines(".draw c"), [".draw cooperation"]);
        assert_eq!(lines(".help ti"), [".help .timeout", ".help .timing"]);
        assert!(lines(".explain SELECT * { ?t fg:lead slt").contains(&".explain SELECT * { ?t fg:lead unit:内蒙古自治区水利厅".to_owned()));
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("方案.txt"), "").expect("a file");
        let begun = format!(".load {}/方", folder.path().display());
        assert_eq!(lines(&begun), [format!("{begun}案.txt")]);
    }

    #[test]
    fn enter_ends_what_is_whole_or_can_never_be_and_an_empty_line_ends_all() {
        let helper = helper(false);
        let entered = |input: &str| is_entered(&helper.prefixes, input);
        for whole in
            [".help", "ASK { ?u a fg:Unit }", "ASK { ?u a fg:Unit } }", "水利厅牵头哪些任务", "", "ASK {\n\n", "ASK { ?u a fg:Unit };"]
        {
            assert!(entered(whole), "{whole}");
        }
        for begun in ["ASK {", "SELECT ?u", "SELECT ?u {\n  ?u a fg:Unit ;", "PREFIX ex: <http://example.org/>"] {
            assert!(!entered(begun), "{begun}");
        }
    }

    #[test]
    fn colours_change_nothing_but_colours() {
        let helper = helper(true);
        let line = "SELECT ?单位 { ?t fg:lead ?单位 . FILTER(STRLEN(\"厅\") = 1) # 注释";
        let painted = helper.highlight(line, line.find('{').unwrap_or_default());
        let mut plain = String::new();
        let mut rest = painted.as_ref();
        while let Some((before, after)) = rest.split_once('\u{1b}') {
            plain.push_str(before);
            rest = after.split_once('m').map_or("", |(_, rest)| rest);
        }
        assert_eq!(plain + rest, line);
        assert!(painted.contains("\u{1b}[1;34mSELECT\u{1b}[0m") && painted.contains("\u{1b}[33m\"厅\"\u{1b}[0m"));
        assert_eq!(helper.highlight("水利厅牵头哪些任务？", 0), "水利厅牵头哪些任务？", "a question has no keywords");
        assert_eq!(self::helper(false).highlight(line, 0), line);
    }

    #[test]
    fn hints_tell_what_a_command_takes_and_what_an_iri_is_called() {
        let helper = helper(false);
        let history = DefaultHistory::new();
        let hint = |line: &str| helper.hint(line, line.len(), &Context::new(&history));
        assert_eq!(hint(".row").map(|hint| hint.words).as_deref(), Some(" 行号"));
        let named = hint("ASK { ?x a fg:Task").expect("a hint");
        assert!(named.words.contains("任务") && named.completion().is_none(), "{}", named.words);
        assert!(hint("ASK { ?x fg:lead unit:内蒙古自治区水利厅").is_none(), "the IRI says it");
        assert!(helper.hint("ASK", 1, &Context::new(&history)).is_none());
    }
}
