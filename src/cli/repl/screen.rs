//! Where a session is shown: a terminal with its width and colours, or a file.

use std::io::{self, IsTerminal};

/// What the output can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Screen {
    /// Whether someone looks at it.
    pub(super) is_terminal: bool,
    /// Whether it shows colours.
    pub(super) colours: bool,
}

/// What a stretch of text is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// What was looked for.
    Found,
    /// What stands beside the matter: notes, hints, times.
    Dim,
    /// A mistake.
    Error,
    /// The prompt.
    Prompt,
}

impl Screen {
    /// The terminal at standard input and output. Colours are left out where `NO_COLOR` is set (no-color.org) or the terminal has none.
    pub(super) fn of_terminal() -> Self {
        let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let able = std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        Self { is_terminal, colours: is_terminal && wanted && able }
    }

    /// Words in a colour, where there are any.
    pub(super) fn ink(self, ink: Ink, words: &str) -> String {
        let code = match ink {
            Ink::Found => "1;33",
            Ink::Dim => "2",
            Ink::Error => "1;31",
            Ink::Prompt => "1;32",
        };
        if self.colours { format!("\u{1b}[{code}m{words}\u{1b}[0m") } else { words.to_owned() }
    }

    /// Columns and lines.
    pub(super) fn size(self) -> (usize, usize) {
        let size = if self.is_terminal { terminal_size::terminal_size() } else { None };
        size.map_or((120, 40), |(width, height)| (usize::from(width.0), usize::from(height.0)))
    }
}
