//! **ask**: questions in Chinese and English, without SPARQL.
//!
//! There is no model in it but a grammar over the tables and the names of the graph, one stage a file:
//!
//! 1. `fold`, `polar`: the question in the one form in which words are compared;
//! 2. `names`, `units`: by which names it can speak of the things of the graph;
//! 3. `words`, `numerals`: the characters become words of the table `questions.tsv`, names and numbers;
//! 4. `phrases`, `lists`: names become things, lists become one phrase;
//! 5. `roles`: which unit has which role, the part in which order counts;
//! 6. `exceptions`, `amounts`, `asked`, `things`, `conditions`, `tasks`, `shapes`: what is asked (`meaning`);
//! 7. `patterns`, `sparql`, `ranking`: the query for it; `reading`: what was understood, in plain words.
//!
//! A question is answered only if every word of it was used. Otherwise [`AskError`] tells the words that were not understood, the names
//! that are like them, and questions that are.

mod amounts;
mod asked;
mod conditions;
mod error;
mod examples;
mod exceptions;
mod fold;
mod lists;
mod meaning;
mod names;
mod numerals;
mod patterns;
mod phrases;
mod polar;
mod ranking;
mod reading;
mod roles;
mod shapes;
mod sparql;
mod tasks;
mod things;
mod words;

pub use error::AskError;
pub use sparql::HEADS;

use crate::graph::Graph;
use crate::language::Message;
use crate::lexicon::{Lexicon, Wording};
use crate::query::{QueryError, nearest_names};
use examples::Examples;
use names::{Candidate, Names};
use oxigraph::model::NamedNode;
use patterns::Patterns;
use words::{Sense, Token, Vocabulary};

/// What can be asked of a graph, made ready once for any number of questions.
#[derive(Debug)]
pub struct Asker {
    vocabulary: Vocabulary,
    patterns: Patterns,
    examples: Examples,
}

/// A question that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// The query that answers it; its first column is the answer. The prefixes of the program need no declaration.
    pub sparql: String,
    /// What was understood, in plain words.
    pub reading: Message,
}

impl Asker {
    /// Reads the names of a graph, with the forms of them that the tables know.
    ///
    /// # Errors
    /// [`QueryError`] where the graph cannot be asked.
    pub fn new(graph: &Graph, lexicon: &Lexicon) -> Result<Self, QueryError> {
        let names = Names::build(graph, lexicon)?;
        let examples = Examples::new(graph, &names, lexicon)?;
        Ok(Self { vocabulary: Vocabulary::new(lexicon, names), patterns: Patterns::new(graph.names()), examples })
    }

    /// Understands a question, or tells why not.
    ///
    /// # Errors
    /// [`AskError::Refused`] with the words that were not understood and the nearest questions that are.
    pub fn understand(&self, question: &str) -> Result<Understood, AskError> {
        self.meaning(question).map_err(|why| self.refused(question, why))
    }

    /// The questions that can be asked, one of each kind, with names of the graph: in Chinese and in English.
    pub fn examples(&self) -> impl Iterator<Item = (&str, &str)> {
        self.examples.all()
    }

    /// The thing that a name stands for, in any form that questions may use; nothing where it is no name, or that of several things.
    pub fn thing_called(&self, name: &str) -> Option<NamedNode> {
        let candidates = self.vocabulary.names.get(&fold::key(name))?.iter().filter(|candidate| !candidate.is_bare());
        let candidates: Vec<&Candidate> = candidates.collect();
        let best = candidates.iter().map(|candidate| candidate.rank).min()?;
        let mut nodes: Vec<&NamedNode> =
            candidates.iter().filter(|candidate| candidate.rank == best).filter_map(|candidate| candidate.node.as_ref()).collect();
        nodes.dedup();
        match nodes.as_slice() {
            [node] => Some((*node).clone()),
            _ => None,
        }
    }

    fn meaning(&self, question: &str) -> Result<Understood, AskError> {
        let (tokens, polar) = self.vocabulary.read(question).map_err(AskError::Words)?;
        if tokens.is_empty() {
            return Err(AskError::Empty);
        }
        let english = is_english(question);
        let starts_as_yes = polar || (english && starts_as_yes(question));
        let tokens = without_auxiliaries(&tokens);
        let items = phrases::phrases(&self.vocabulary, &tokens)?;
        let question = shapes::understand(items, question, english, starts_as_yes)?;
        Ok(Understood { sparql: sparql::query(&question, &self.patterns), reading: reading::reading(&question) })
    }

    fn refused(&self, question: &str, why: AskError) -> AskError {
        let names = match &why {
            AskError::Words(words) => {
                let labels = || self.vocabulary.names.labels.iter().map(|(label, _)| label.as_str());
                let mut names: Vec<String> =
                    words.iter().filter(|word| word.chars().count() > 1).flat_map(|word| nearest_names(word, labels(), 2)).collect();
                names.dedup();
                names
            }
            _ => Vec::new(),
        };
        AskError::Refused { why: Box::new(why), names, questions: self.examples.nearest(question, is_english(question)) }
    }
}

/// Whether a question is more English than Chinese: by its words, since names may be of either.
fn is_english(question: &str) -> bool {
    let words = question.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).count();
    words > 1 || (words > 0 && question.is_ascii())
}

/// Does, is, are: an English question that begins so asks for yes or no.
fn starts_as_yes(question: &str) -> bool {
    let first = question.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    matches!(first.as_str(), "does" | "do" | "did" | "is" | "are" | "was" | "were" | "has" | "have")
}

/// Without the do of English questions, which is a verb only where no other stands behind it: what does U do.
fn without_auxiliaries(tokens: &[Token]) -> Vec<Token> {
    use Wording::{Become, Call, Concern, Cooperate, Cover, Develop, Lead, Mean, Mention, Succeed, Support, Take, Together, Trade, Within};
    let verb = |token: &Token| {
        token.word().is_some_and(|word| {
            matches!(
                word,
                Become
                    | Call
                    | Concern
                    | Cooperate
                    | Cover
                    | Develop
                    | Lead
                    | Mean
                    | Mention
                    | Succeed
                    | Support
                    | Take
                    | Together
                    | Trade
                    | Within
            )
        })
    };
    // What does U do about floods: about is no verb.
    let about = |token: &Token| ["about", "regarding", "concerning"].contains(&token.words.to_lowercase().as_str());
    let last = tokens.iter().rposition(|token| verb(token) && !about(token));
    let is_do = |token: &Token| token.sense == Sense::Word(Take) && token.words.eq_ignore_ascii_case("do");
    let kept = tokens.iter().enumerate().filter(|(at, token)| !(is_do(token) && last.is_some_and(|last| last > *at)));
    kept.map(|(_, token)| token.clone()).collect()
}
