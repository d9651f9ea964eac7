//! From the characters of a question to its words.
//!
//! In: a question. Out: its words one after the other, each a word of the table of questions, a name, a number of a task or chapter, a
//! year, or a pause; or the words that are none of these. Chinese has no spaces: of all ways to divide the question the one with the
//! fewest unknown characters is taken, and of those the one with the fewest words. A word of the table wins over a name of the same
//! length. Left out: guessing. What is neither a word nor a name stays unknown, and a question with an unknown word is not answered.

use super::fold::{Folded, key};
use super::names::{Candidate, Kind, Names, PART_OF_HEADING};
use super::numerals::{Numeral, numeral};
use super::polar::without_alternatives;
use crate::lexicon::{Lexicon, Wording};
use std::collections::HashMap;

/// One word of a question.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    /// What it is.
    pub(super) sense: Sense,
    /// The words, as they were written.
    pub(super) words: String,
    /// Whether it follows the word before without space or comma.
    pub(super) joined: bool,
}

/// What a word is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sense {
    /// A word of the table.
    Word(Wording),
    /// A name.
    Name(Vec<Candidate>),
    /// A number: of a task, a chapter, a year, or of how many.
    Number(Numeral),
    /// A comma.
    Pause,
}

/// The words that questions may hold.
#[derive(Debug)]
pub(super) struct Vocabulary {
    words: HashMap<String, Wording>,
    /// The names.
    pub(super) names: Names,
    longest: usize,
}

/// How much of a heading a question may hold.
const LONGEST_HEADING: usize = 40;
/// What an unknown character costs against one more word.
const UNKNOWN: u32 = 100;
/// What a word costs; a name of many characters a little less.
const WORD: u32 = 10;

impl Vocabulary {
    /// Folds the table of words and takes the names.
    pub(super) fn new(lexicon: &Lexicon, names: Names) -> Self {
        let rows = lexicon.questions.iter().flat_map(|row| row.words.iter().map(move |word| (key(word), row.means)));
        let words: HashMap<String, Wording> = rows.collect();
        let longest = words.keys().map(|word| word.chars().count()).max().unwrap_or_default().max(names.longest);
        Self { words, names, longest }
    }

    /// The words of a question, and whether 不 within one of them asks for yes or no.
    ///
    /// # Errors
    /// The words that are not known, as they were written.
    pub(super) fn read(&self, question: &str) -> Result<(Vec<Token>, bool), Vec<String>> {
        let mut folded = Folded::new(question);
        let polar = without_alternatives(&mut folded);
        let pieces = self.divide(&folded.chars);
        let unknown = unknown(&folded, question, &pieces);
        if !unknown.is_empty() {
            return Err(unknown);
        }
        let mut tokens: Vec<Token> = Vec::new();
        let mut end = 0;
        for (from, to, sense) in pieces {
            let Some(sense) = sense else { continue };
            let comma = sense == Sense::Pause;
            tokens.push(Token { sense, words: folded.original(question, from, to).to_owned(), joined: from == end && from > 0 });
            end = if comma { usize::MAX } else { to };
        }
        Ok((tokens, polar))
    }

    /// 产业布局 is 产业 and 布局, though a topic has it among its terms.
    fn is_two_words(&self, text: &str, candidates: &[Candidate]) -> bool {
        let quoted = candidates.iter().all(|candidate| candidate.kind == Kind::Words || candidate.is_bare());
        let word = |part: &str| self.words.get(part).is_some_and(|word| *word != Wording::Filler);
        quoted && text.char_indices().skip(1).any(|(at, _)| word(&text[..at]) && word(&text[at..]))
    }

    /// The cheapest division; a piece without sense is a space or an unknown character.
    fn divide(&self, chars: &[char]) -> Vec<(usize, usize, Option<Sense>)> {
        let mut best: Vec<(u32, usize, Option<Sense>)> = vec![(u32::MAX, 0, None); chars.len() + 1];
        best[0].0 = 0;
        for from in 0..chars.len() {
            let cost = best[from].0;
            if cost == u32::MAX {
                continue;
            }
            // Of divisions that cost the same the one whose first words are longer is taken: 一共|有, not 一|共有.
            let mut offer = |to: usize, price: u32, sense: Option<Sense>| {
                if cost + price <= best[to].0 {
                    best[to] = (cost + price, from, sense);
                }
            };
            match chars[from] {
                ' ' => offer(from + 1, 0, None),
                ',' | '(' | ')' | '[' | ']' | ':' | ';' => offer(from + 1, WORD, Some(Sense::Pause)),
                '、' => offer(from + 1, WORD, Some(Sense::Word(Wording::And))),
                c if c.is_ascii_alphanumeric() => {
                    let rest = chars[from..].iter().take_while(|c| c.is_ascii_alphanumeric()).count();
                    offer(from + rest, UNKNOWN * 3, None);
                }
                _ => offer(from + 1, UNKNOWN, None),
            }
            if chars[from] == ' ' || !begins_word(chars, from) {
                continue;
            }
            if let Some((length, number)) = numeral(&chars[from..])
                && ends_word(chars, from + length)
            {
                offer(from + length, WORD, Some(Sense::Number(number)));
            }
            let longest = self.longest.max(LONGEST_HEADING).min(chars.len() - from);
            let mut text = String::new();
            let mut headings = Vec::new();
            for (at, c) in chars[from..from + longest].iter().enumerate() {
                text.push(*c);
                let to = from + at + 1;
                if !ends_word(chars, to) {
                    continue;
                }
                if let Some(word) = self.words.get(&text) {
                    offer(to, WORD, Some(Sense::Word(*word)));
                } else if let Some(candidates) = self.names.get(&text).filter(|candidates| !self.is_two_words(&text, candidates)) {
                    // Words of the text and parts of headings win only where no name of a thing fits as well.
                    let rank = candidates.iter().map(|candidate| u32::from(candidate.rank)).min().unwrap_or_default();
                    offer(to, WORD + rank, Some(Sense::Name(candidates.to_vec())));
                } else if at + 1 >= PART_OF_HEADING && (at + 1 == PART_OF_HEADING || !headings.is_empty()) {
                    if headings.is_empty() {
                        headings = self.names.headings_with(&text);
                    } else {
                        headings.retain(|(heading, _)| heading.contains(&text));
                    }
                    if let Some(candidates) = Names::part_of_heading(&headings) {
                        offer(to, WORD + WORD / 2, Some(Sense::Name(candidates)));
                    }
                }
            }
        }
        let mut pieces = Vec::new();
        let mut to = chars.len();
        while to > 0 {
            let (_, from, sense) = best[to].clone();
            pieces.push((from, to, sense));
            to = from;
        }
        pieces.reverse();
        pieces
    }
}

fn begins_word(chars: &[char], at: usize) -> bool {
    !chars[at].is_ascii_alphanumeric() || at == 0 || !chars[at - 1].is_ascii_alphanumeric()
}

fn ends_word(chars: &[char], at: usize) -> bool {
    at == chars.len() || !chars[at].is_ascii_alphanumeric() || !chars[at - 1].is_ascii_alphanumeric()
}

/// The unknown words; a name or small word that runs into one without a space belongs to it: 公安厅, where only 公安 is known, and 会议.
fn unknown(folded: &Folded, question: &str, pieces: &[(usize, usize, Option<Sense>)]) -> Vec<String> {
    let is_unknown = |piece: &(usize, usize, Option<Sense>)| piece.2.is_none() && folded.chars[piece.0] != ' ';
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        if !is_unknown(&pieces[at]) {
            at += 1;
            continue;
        }
        let mut from = pieces[at].0;
        let latin = folded.chars[from].is_ascii();
        if let Some((start, end, Some(Sense::Name(_) | Sense::Word(Wording::Filler | Wording::Charge)))) =
            at.checked_sub(1).map(|before| &pieces[before])
            && *end == from
            && !latin
        {
            from = *start;
        }
        while at + 1 < pieces.len() && is_unknown(&pieces[at + 1]) {
            at += 1;
        }
        let words = folded.original(question, from, pieces[at].1).to_owned();
        if !found.contains(&words) {
            found.push(if words.is_empty() { folded.chars[from..pieces[at].1].iter().collect() } else { words });
        }
        at += 1;
    }
    found
}

impl Token {
    /// The word of the table that it is.
    pub(super) const fn word(&self) -> Option<Wording> {
        match self.sense {
            Sense::Word(word) => Some(word),
            _ => None,
        }
    }

    /// Whether it may be a name of a kind.
    pub(super) fn may_be(&self, wanted: impl Fn(Kind) -> bool) -> bool {
        matches!(&self.sense, Sense::Name(candidates) if candidates.iter().any(|candidate| !candidate.is_bare() && wanted(candidate.kind)))
    }
}
