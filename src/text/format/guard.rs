//! Parsers of others, which may panic on damaged bytes: a panic in them becomes an error and prints nothing.

use super::FormatError;
use crate::language::message;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// Whether a panic of this thread is one that is caught here.
    static CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Runs a parser, and makes an error of its panics.
pub(super) fn guarded<T>(format: &'static str, parse: impl FnOnce() -> Result<T, FormatError>) -> Result<T, FormatError> {
    silently(parse).unwrap_or_else(|_| Err(FormatError::Damaged { format, cause: message!("its parts contradict each other") }))
}

/// Runs what may panic; a panic prints nothing and becomes an error.
pub(crate) fn silently<T>(work: impl FnOnce() -> T) -> std::thread::Result<T> {
    keep_quiet();
    let outer = CAUGHT.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    CAUGHT.set(outer);
    result
}

/// Puts a hook before the one that is there, once for the process: it passes on every panic but those that are caught here.
fn keep_quiet() {
    static PUT: Once = Once::new();
    // Hooks cannot be changed by a thread that unwinds; a message is then the lesser evil.
    if !std::thread::panicking() {
        PUT.call_once(|| {
            let before = panic::take_hook();
            panic::set_hook(Box::new(move |about| {
                if !CAUGHT.get() {
                    before(about);
                }
            }));
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    /// Run by the test below in a process of its own, since hooks and their output belong to the whole process.
    #[test]
    #[ignore = "run by panics_print_nothing"]
    fn panics_here_and_in_another_thread() {
        let inside = guarded::<()>("PDF", || panic!("a caught panic"));
        assert!(inside.is_err_and(|error| error.to_string().contains("contradict")));
        assert!(guarded::<()>("PDF", || Err(FormatError::Empty)).is_err());
        assert!(std::thread::spawn(|| panic!("a panic of others")).join().is_err());
        assert!(panic::catch_unwind(|| panic!("a later panic")).is_err());
    }

    #[test]
    fn panics_print_nothing() -> Result<(), Box<dyn std::error::Error>> {
        let name = "text::format::guard::tests::panics_here_and_in_another_thread";
        let run = Command::new(std::env::current_exe()?).args(["--exact", name, "--ignored", "--nocapture"]).output()?;
        let printed = String::from_utf8(run.stderr)?;
        assert!(run.status.success(), "{printed}");
        assert!(printed.contains("a panic of others") && printed.contains("a later panic"), "{printed}");
        assert!(!printed.contains("a caught panic"), "{printed}");
        Ok(())
    }
}
