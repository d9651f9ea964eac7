//! Long texts a screen at a time, with the pager of the system.

use super::screen::Screen;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use unicode_width::UnicodeWidthStr;

/// Shows a text: as it is where it fits on the screen or nobody looks, else with `PAGER`, or `less`, if there is one.
pub(super) fn page(text: &str, screen: Screen) -> io::Result<()> {
    let (columns, lines) = screen.size();
    let tall: usize = text.lines().map(|line| line.width().div_ceil(columns.max(1)).max(1)).sum();
    if screen.is_terminal && tall + 2 > lines && with_pager(text) {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Hands a text to the pager; whether there is one.
fn with_pager(text: &str) -> bool {
    let pager = std::env::var("PAGER").ok().filter(|pager| !pager.trim().is_empty()).unwrap_or_else(|| "less".to_owned());
    let Some((program, arguments)) =
        shlex::split(&pager).and_then(|words| words.split_first().map(|(one, rest)| (one.clone(), rest.to_vec())))
    else {
        return false;
    };
    let mut command = Command::new(&program);
    command.args(arguments).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        // Colours as they are, no folding of wide tables, the text stays on the screen.
        command.env("LESS", "-RSX");
    }
    command.env("LESSCHARSET", "utf-8");
    let Ok(mut child) = command.spawn() else { return false };
    if let Some(mut input) = child.stdin.take() {
        // Whoever leaves the pager before the end has seen enough.
        let _ = input.write_all(text.as_bytes());
    }
    child.wait().is_ok()
}
