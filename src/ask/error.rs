//! Why a question was not answered: in what words, and what can be asked instead.

use crate::graph::GraphError;
use crate::language::{Message, Speak};
use crate::message;
use std::fmt;

/// Why a question was not answered.
#[derive(Debug)]
pub enum AskError {
    /// Words that are neither words of questions nor names.
    Words(Vec<String>),
    /// The words are known, but not what they ask together.
    Shape(Vec<String>),
    /// A name that stands for several things.
    Ambiguous {
        /// The name.
        words: String,
        /// What it may stand for.
        names: Vec<String>,
    },
    /// Nothing was asked.
    Empty,
    /// The graph cannot be read.
    Graph(GraphError),
    /// One of the others, with what can be done.
    Refused {
        /// Why.
        why: Box<Self>,
        /// The names of the graph that are most like the words.
        names: Vec<String>,
        /// Questions that can be asked.
        questions: Vec<String>,
    },
}

impl Speak for AskError {
    fn message(&self) -> Message {
        match self {
            Self::Words(words) => message!("not understood: {words}", words = quoted(words)),
            Self::Shape(words) if words.is_empty() => message!("the words are known, but not what is asked for"),
            Self::Shape(words) => message!("the words are known, but not how these belong to the question: {words}", words = quoted(words)),
            Self::Ambiguous { words, names } => {
                message!("「{words}」 may be any of {names}; write the whole name", words = words, names = names.join("、"))
            }
            Self::Empty => message!("the question is empty"),
            Self::Graph(error) => message!("{cause}", cause = error),
            Self::Refused { why, names, questions } => {
                let why = if names.is_empty() {
                    why.message()
                } else {
                    message!("{why}\nnames in the graph that are like it: {names}", why => why.message(), names = names.join("、"))
                };
                if questions.is_empty() {
                    return why;
                }
                message!("{why}\nquestions that are understood:\n  {questions}", why => why, questions = questions.join("\n  "))
            }
        }
    }
}

fn quoted(words: &[String]) -> String {
    words.iter().map(|word| format!("「{word}」")).collect::<Vec<_>>().join(" ")
}

impl fmt::Display for AskError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(out)
    }
}

impl std::error::Error for AskError {}

impl From<GraphError> for AskError {
    fn from(error: GraphError) -> Self {
        Self::Graph(error)
    }
}
