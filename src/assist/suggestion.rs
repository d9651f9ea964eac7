//! What could be written at a place.

/// Suggestions for a place of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completion {
    /// The byte from which on a suggestion replaces the text up to the place.
    pub from: usize,
    /// The suggestions, the best first.
    pub suggestions: Vec<Suggestion>,
}

/// A suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What is written.
    pub text: String,
    /// What it is called, for people; empty where the text says it.
    pub note: String,
}

impl Suggestion {
    /// A text that needs no note.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), note: String::new() }
    }

    /// A text with a note.
    pub fn noted(text: impl Into<String>, note: impl Into<String>) -> Self {
        Self { text: text.into(), note: note.into() }
    }
}
