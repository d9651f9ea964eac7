//! Long words in lines: broken where a reader would break them, and in lines of about the same length.

use super::metrics::width;

/// What a line does not begin with.
const CLOSING: &str = "。，、；：！？）」』》〉】〕”’…·—％%.,;:!?)]}";
/// What a line does not end with.
const OPENING: &str = "（「『《〈【〔“‘([{";
/// Behind these a break is welcome.
const WELCOME: &str = "、，；。：·—-）》」/";

/// What is not broken: a Chinese character with its punctuation, or a Latin word.
struct Atom {
    words: String,
    width: f64,
    /// Whether a space stands before it.
    spaced: bool,
}

/// Words in at most `lines` lines of at most `most` widths of a Chinese character, as even as their punctuation allows; what does not fit
/// is left out behind an ellipsis. Blank words have no lines.
pub fn fold(words: &str, most: f64, lines: usize) -> Vec<String> {
    let (most, lines) = (if most.is_finite() { most.max(1.0) } else { 1.0e6 }, lines.max(1));
    let atoms = atoms(words, most, most * (lines + 1) as f64);
    let greedy = greedily(&atoms, most);
    if greedy.len() > lines {
        let begin = greedy[lines - 1].0;
        let mut folded: Vec<String> = greedy[..lines - 1].iter().map(|line| joined(&atoms[line.0..line.1])).collect();
        folded.push(shortened(&atoms[begin..], most));
        return folded;
    }
    evenly(&atoms, most, greedy.len()).into_iter().map(|(begin, end)| joined(&atoms[begin..end])).collect()
}

/// Words in as many lines as they need, each filled as far as it goes: for paragraphs.
pub(super) fn wrap(words: &str, most: f64) -> Vec<String> {
    let atoms = atoms(words, most.max(1.0), f64::INFINITY);
    greedily(&atoms, most).into_iter().map(|(begin, end)| joined(&atoms[begin..end])).collect()
}

/// The atoms of the words, none wider than a line, as many as `enough` widths hold.
fn atoms(words: &str, most: f64, enough: f64) -> Vec<Atom> {
    let mut atoms: Vec<Atom> = Vec::new();
    let (mut spaced, mut glued, mut before, mut total) = (false, false, ' ', 0.0);
    for c in words.chars() {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        let wide = width(c.encode_utf8(&mut [0; 4]), 1.0);
        let same_word = !spaced && !is_square(c) && !is_square(before) && !is_joint(before);
        let joins = !spaced && (glued || CLOSING.contains(c) || same_word);
        total += wide;
        match atoms.last_mut() {
            Some(last) if joins && last.width + wide <= most => {
                last.words.push(c);
                last.width += wide;
            }
            _ if total > enough => break,
            _ => atoms.push(Atom { words: c.to_string(), width: wide, spaced: spaced && !atoms.is_empty() }),
        }
        (spaced, glued, before) = (false, OPENING.contains(c), c);
    }
    atoms
}

/// Whether a character may be parted from the next as Chinese is.
fn is_square(c: char) -> bool {
    width(c.encode_utf8(&mut [0; 4]), 1.0) >= 1.0
}

/// Whether a Latin word may be broken behind it.
fn is_joint(c: char) -> bool {
    matches!(c, '-' | '/')
}

fn greedily(atoms: &[Atom], most: f64) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let (mut begin, mut filled) = (0, 0.0);
    for (place, atom) in atoms.iter().enumerate() {
        let wide = atom.width + if place > begin { space(atom) } else { 0.0 };
        if place > begin && filled + wide > most + 1e-9 {
            lines.push((begin, place));
            (begin, filled) = (place, atom.width);
        } else {
            filled += wide;
        }
    }
    if begin < atoms.len() {
        lines.push((begin, atoms.len()));
    }
    lines
}

/// The breaks into so many lines that cost least, where a line costs what it differs from the mean, and a break behind punctuation or
/// before a bracket is worth a difference of some characters.
fn evenly(atoms: &[Atom], most: f64, lines: usize) -> Vec<(usize, usize)> {
    if lines <= 1 {
        return if atoms.is_empty() { Vec::new() } else { vec![(0, atoms.len())] };
    }
    let mean = atoms.iter().map(|atom| atom.width + space(atom)).sum::<f64>() / lines as f64;
    // best[line][end]: the least cost of the first `end` atoms in `line` lines, and where the last of them begins.
    let mut best = vec![vec![(f64::INFINITY, 0); atoms.len() + 1]; lines + 1];
    best[0][0] = (0.0, 0);
    for line in 1..=lines {
        for end in 1..=atoms.len() {
            let mut filled = 0.0;
            for begin in (0..end).rev() {
                let first = &atoms[begin];
                if filled + first.width > most + 1e-9 {
                    break;
                }
                let cost = best[line - 1][begin].0 + (filled + first.width - mean).powi(2) - worth(atoms, end);
                if cost < best[line][end].0 {
                    best[line][end] = (cost, begin);
                }
                filled += first.width + space(first);
            }
        }
    }
    if best[lines][atoms.len()].0.is_infinite() {
        return greedily(atoms, most);
    }
    let mut folded = Vec::new();
    let mut end = atoms.len();
    for line in (1..=lines).rev() {
        let begin = best[line][end].1;
        folded.push((begin, end));
        end = begin;
    }
    folded.reverse();
    folded
}

fn worth(atoms: &[Atom], end: usize) -> f64 {
    let (Some(before), Some(after)) = (atoms[..end].last(), atoms.get(end)) else { return 0.0 };
    let (last, first) = (before.words.chars().next_back().unwrap_or(' '), after.words.chars().next().unwrap_or(' '));
    // Names of units begin with the region that they are of.
    let region = joined(&atoms[end.saturating_sub(3)..end]) == "自治区";
    if WELCOME.contains(last) || region {
        9.0
    } else if OPENING.contains(first) {
        6.0
    } else if last.is_ascii_digit() && !after.spaced {
        // 2020|年
        -9.0
    } else {
        0.0
    }
}

fn space(atom: &Atom) -> f64 {
    if atom.spaced { width(" ", 1.0) } else { 0.0 }
}

fn joined(atoms: &[Atom]) -> String {
    let mut line = String::new();
    for (place, atom) in atoms.iter().enumerate() {
        if place > 0 && atom.spaced {
            line.push(' ');
        }
        line.push_str(&atom.words);
    }
    line
}

fn shortened(atoms: &[Atom], most: f64) -> String {
    let mut line = String::new();
    let mut filled = width("…", 1.0);
    for c in joined(atoms).chars() {
        filled += width(c.encode_utf8(&mut [0; 4]), 1.0);
        if filled > most + 1e-9 {
            break;
        }
        line.push(c);
    }
    let kept = line.trim_end_matches(|c: char| OPENING.contains(c) || WELCOME.contains(c) || c.is_whitespace()).len();
    line.truncate(kept);
    line.push('…');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_even() {
        assert_eq!(fold("一二三四五六七八九十一二三四五六七八九十", 12.0, 3), ["一二三四五六七八九十", "一二三四五六七八九十"]);
        assert_eq!(fold("水利厅", 12.0, 2), ["水利厅"]);
        assert_eq!(fold("一二三四五六七八九十一二三", 12.0, 2).iter().map(|line| line.chars().count()).max(), Some(7));
    }

    #[test]
    fn blank_words_have_no_lines_and_nothing_panics() {
        for words in ["", " ", "\n\t"] {
            assert!(fold(words, 12.0, 2).is_empty());
        }
        for (most, lines) in [(0.0, 0), (-1.0, 1), (f64::NAN, 1), (f64::INFINITY, 2), (1.0, 1)] {
            assert!(!fold("（（、、water 水利）", most, lines).is_empty());
        }
    }

    #[test]
    fn punctuation_is_where_a_line_ends() {
        assert_eq!(fold("高效开发利用资源、优化水资源配置", 12.0, 2), ["高效开发利用资源、", "优化水资源配置"]);
        assert_eq!(fold("内蒙古自治区住房城乡建设厅（局）", 14.0, 2), ["内蒙古自治区", "住房城乡建设厅（局）"]);
        assert_eq!(fold("计划到2020年建成", 6.0, 3), ["计划到", "2020年建成"]);
    }

    #[test]
    fn no_line_begins_with_what_closes_or_ends_with_what_opens() {
        let words = "加强（水资源）管理、节约《用水》，推动「灌区」节水；发展：现代（农业）。";
        for most in 2..20 {
            for line in fold(words, f64::from(most), 40).into_iter().chain(wrap(words, f64::from(most))) {
                assert!(width(&line, 1.0) <= f64::from(most) + 1e-9, "{line} in {most}");
                if most > 3 {
                    assert!(!line.starts_with(|c| CLOSING.contains(c)), "{line} in {most}");
                    assert!(!line.ends_with(|c| OPENING.contains(c)), "{line} in {most}");
                }
            }
        }
    }

    #[test]
    fn latin_words_stay_whole_where_a_line_holds_them() {
        assert_eq!(fold("Department of Water Resources", 9.0, 4), ["Department of", "Water Resources"]);
        assert!(fold("Donaudampfschifffahrt", 4.0, 9).len() > 2);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis() {
        let folded = fold(&"水".repeat(100), 10.0, 2);
        assert_eq!(folded, ["水".repeat(10), format!("{}…", "水".repeat(9))]);
        assert_eq!(fold(&"水".repeat(1_000_000), 10.0, 1).len(), 1);
    }
}
