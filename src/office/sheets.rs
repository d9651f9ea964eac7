//! Names of sheets that a workbook may have.

use std::collections::BTreeSet;

/// The most UTF-16 units of the name of a sheet.
const LONGEST: usize = 31;

/// A name for each sheet that Excel takes: of 31 UTF-16 units at most, without `[]:*?/\` and characters that XML has not, with no apostrophe at either end, and
/// not the same as another's or as one of `taken`, whatever the case of its letters.
pub fn sheet_names<'n>(names: impl IntoIterator<Item = &'n str>, taken: &[&str]) -> Vec<String> {
    let mut used: BTreeSet<String> = taken.iter().map(|name| name.to_lowercase()).collect();
    // Excel keeps this one for itself.
    used.insert("history".to_owned());
    names.into_iter().map(|name| unused(&clean(name), &mut used)).collect()
}

fn clean(name: &str) -> String {
    let refused = |c: char| c.is_control() || "[]:*?/\\\u{FFFE}\u{FFFF}".contains(c);
    let plain: String = name.chars().map(|c| if refused(c) { '·' } else { c }).collect();
    let plain = plain.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    if plain.is_empty() { "单位".to_owned() } else { plain.to_owned() }
}

fn unused(name: &str, used: &mut BTreeSet<String>) -> String {
    for count in 1_usize.. {
        let tail = if count == 1 { String::new() } else { format!("（{count}）") };
        let room = LONGEST - tail.encode_utf16().count();
        let candidate = shortened(name, room) + &tail;
        if used.insert(candidate.to_lowercase()) {
            return candidate;
        }
    }
    name.to_owned()
}

/// The beginning of a name that has room, without half a character, an apostrophe or a blank at its end.
fn shortened(name: &str, room: usize) -> String {
    let mut length = 0;
    let kept: String = name
        .chars()
        .take_while(|c| {
            length += c.len_utf16();
            length <= room
        })
        .collect();
    kept.trim_end_matches(|c: char| c == '\'' || c.is_whitespace()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_names_become_names_of_sheets() {
        let long = "自治区".repeat(20);
        let names =
            sheet_names(["统计", "a/b:[c]*?\\", "'x'", "", "Abc", "aBC", "History", &long, &long, &"😀".repeat(20), "换\n行"], &["统计"]);
        assert_eq!(names[..7], ["统计（2）", "a·b··c····", "x", "单位", "Abc", "aBC（2）", "History（2）"]);
        assert!(names.iter().all(|name| name.encode_utf16().count() <= LONGEST), "{names:?}");
        assert_ne!(names[7], names[8]);
        let distinct: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(distinct.len(), names.len());
        assert_eq!((names[9].chars().count(), names[10].as_str()), (15, "换·行"));
    }
}
