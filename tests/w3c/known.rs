//! The tests that are known not to pass, with the reason: `known.tsv`.

use std::collections::BTreeMap;
use std::error::Error;

const KNOWN: &str = include_str!("known.tsv");

/// Test and executor to reason.
pub(crate) type Known = BTreeMap<(String, String), String>;

/// Reads the list: test, executor, reason; a line that begins with `#` is a comment, the first line names the columns.
pub(crate) fn known() -> Result<Known, Box<dyn Error>> {
    let mut found = Known::new();
    for (at, line) in KNOWN.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [test, executor, reason] = fields[..] else { return Err(format!("known.tsv, line {}: not three fields", at + 1).into()) };
        if found.insert((test.to_owned(), executor.to_owned()), reason.to_owned()).is_some() {
            return Err(format!("known.tsv, line {}: {test} stands twice for {executor}", at + 1).into());
        }
    }
    Ok(found)
}
