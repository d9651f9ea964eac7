//! Which literals hold some words, without reading them all.
//!
//! Words are cut into groups of characters that stand side by side: of two characters where one of them is not ASCII, since a Chinese word
//! has often no more; of three where all are. For each group there is a list of the blocks of terms (sixteen each) that have it. What is
//! sought can only be in the blocks that have all of its groups, and these are read. Blocks instead of terms make the lists a third as
//! long, for terms that are sorted share much.

mod reader;
mod writer;

pub(super) use reader::{candidates, candidates_like};
pub(super) use writer::TextWriter;

/// Segments with fewer literals have no lists: reading them all takes milliseconds.
pub(super) const FEWEST: u64 = if cfg!(test) { 100 } else { 20_000 };

/// Calls `f` with each group of characters, as a number. Different groups can have the same number, so that lists may name too many blocks.
fn each_gram(text: &str, mut f: impl FnMut(u32)) {
    let mut before = ['\0'; 2];
    for (at, now) in text.chars().enumerate() {
        let [first, last] = before;
        if at > 0 && !(last.is_ascii() && now.is_ascii()) {
            f(pair(last, now));
        } else if at > 1 && first.is_ascii() && last.is_ascii() && now.is_ascii() {
            f(u32::from(first) << 14 | u32::from(last) << 7 | u32::from(now));
        }
        before = [last, now];
    }
}

/// The number of a pair; those of the first plane have numbers of their own.
const fn pair(first: char, second: char) -> u32 {
    (first as u32).wrapping_mul(0x1_0000) ^ (first as u32 >> 16).wrapping_mul(0x9E37_79B1) ^ second as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_into_groups() {
        let grams = |text: &str| {
            let mut grams = Vec::new();
            each_gram(text, |gram| grams.push(gram));
            grams
        };
        assert_eq!(grams("水利").len(), 1);
        assert!(grams("水").is_empty());
        assert!(grams("ab").is_empty());
        assert_eq!(grams("abc"), grams("xabc")[1..]);
        assert_eq!(grams("水利a"), [pair('水', '利'), pair('利', 'a')]);
        assert_eq!(grams("a水bcd").len(), 3);
        // What a part has, the whole has.
        for text in ["第12号水利工程abc", "𠀀𠀁水ab"] {
            let whole = grams(text);
            for (from, _) in text.char_indices() {
                for (to, _) in text.char_indices().filter(|(to, _)| *to > from) {
                    assert!(grams(&text[from..to]).iter().all(|gram| whole.contains(gram)));
                }
            }
        }
    }
}
