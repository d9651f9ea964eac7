//! How similar two texts are: the coefficient of Dice over pairs of neighbouring characters.

use rustc_hash::FxHashMap;

/// The pairs of neighbouring characters of a text, each with how often it stands there.
///
/// Counted are letters, digits and Chinese characters as [`bare`] gives them, so that neither punctuation nor line breaks make texts differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    pairs: Vec<((char, char), usize)>,
    total: usize,
}

impl Profile {
    /// The pairs of a text.
    pub fn of(words: &str) -> Self {
        let characters: Vec<char> = bare(words).collect();
        let mut all: Vec<(char, char)> = characters.windows(2).map(|pair| (pair[0], pair[1])).collect();
        all.sort_unstable();
        let pairs = all.chunk_by(|one, other| one == other).map(|same| (same[0], same.len())).collect();
        Self { pairs, total: all.len() }
    }

    /// How many pairs there are.
    pub const fn total(&self) -> usize {
        self.total
    }
}

/// The letters, digits and Chinese characters of a text, full-width ones as half-width ones, capitals as small letters.
pub(super) fn bare(words: &str) -> impl Iterator<Item = char> {
    words.chars().map(half_width).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// A text as it is compared for equality: without white space, every variant of a punctuation mark as one.
pub(super) fn plain(words: &str) -> String {
    use crate::text::punctuation as mark;
    let one = |c: char| match half_width(c) {
        c if mark::is_open(c) => '(',
        c if mark::is_close(c) => ')',
        c if mark::is_comma(c) => ',',
        c if mark::is_enumeration(c) => '、',
        c if mark::is_semicolon(c) => ';',
        c if mark::is_colon(c) => ':',
        '“' | '”' | '「' | '」' | '『' | '』' => '"',
        '‘' | '’' => '\'',
        '—' | '–' | '－' | '―' | '─' | '~' | '～' => '-',
        c => c,
    };
    words.chars().filter(|c| !c.is_whitespace() && *c != '\u{FEFF}').map(one).collect()
}

/// A full-width form of ASCII as ASCII.
fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// How many pairs two texts have in common, each as often as both have it.
fn common(one: &Profile, other: &Profile) -> usize {
    let (mut here, mut there, mut shared) = (one.pairs.as_slice(), other.pairs.as_slice(), 0);
    while let (Some((left, many)), Some((right, others))) = (here.first(), there.first()) {
        if left == right {
            shared += many.min(others);
        }
        if left <= right {
            here = &here[1..];
        }
        if right <= left {
            there = &there[1..];
        }
    }
    shared
}

/// 2·|A∩B| ÷ (|A|+|B|) of the pairs of two texts: 1 where they are the same, 0 where they have none in common or none at all
/// (L. R. Dice, Measures of the Amount of Ecologic Association Between Species, Ecology 26 (1945), p. 298; T. Sørensen 1948; over pairs of
/// characters: G. W. Adamson and J. Boreham, Information Storage and Retrieval 10 (1974), p. 253).
pub fn dice(one: &Profile, other: &Profile) -> f64 {
    share(2 * common(one, other), one.total + other.total)
}

/// |A∩B| ÷ |A|: the share of the pairs of `part` that `whole` holds.
pub fn contained(part: &Profile, whole: &Profile) -> f64 {
    share(common(part, whole), part.total)
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Texts by the pairs that they hold, to find those that have some in common without comparing each with each.
#[derive(Debug, Default)]
pub(super) struct Index {
    texts: FxHashMap<(char, char), Vec<(usize, usize)>>,
}

impl Index {
    /// An index of some texts, each under a number.
    pub(super) fn of<'p>(texts: impl IntoIterator<Item = (usize, &'p Profile)>) -> Self {
        let mut index = Self::default();
        for (at, profile) in texts {
            for (pair, many) in &profile.pairs {
                index.texts.entry(*pair).or_default().push((at, *many));
            }
        }
        index
    }

    /// The texts that have a pair in common with another, by their numbers, with how many.
    pub(super) fn alike(&self, other: &Profile) -> Vec<(usize, usize)> {
        let mut shared: FxHashMap<usize, usize> = FxHashMap::default();
        for (pair, many) in &other.pairs {
            for (at, theirs) in self.texts.get(pair).into_iter().flatten() {
                *shared.entry(*at).or_default() += many.min(theirs);
            }
        }
        let mut shared: Vec<(usize, usize)> = shared.into_iter().collect();
        shared.sort_unstable();
        shared
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_coefficient_is_that_of_dice() {
        let of = Profile::of;
        // 推动 动节 节水 against 推动 动治 治水: one of three and three.
        assert!((dice(&of("推动节水"), &of("推动治水")) - 1.0 / 3.0).abs() < 1e-12);
        assert!((dice(&of("节水节水节水"), &of("节水")) - 2.0 / 6.0).abs() < 1e-12, "each pair counts as often as both have it");
        assert!((contained(&of("节水"), &of("推动节水")) - 1.0).abs() < 1e-12);
        assert_eq!((dice(&of("水"), &of("水")), dice(&of(""), &of("")), dice(&of("节水"), &of("治沙"))), (0.0, 0.0, 0.0));
    }

    #[test]
    fn punctuation_does_not_count_for_similarity_but_digits_are_not_lost_for_equality() {
        assert!((dice(&Profile::of("节水、治沙；ＧＤＰ"), &Profile::of("节水治沙gdp")) - 1.0).abs() < 1e-12);
        assert_eq!(plain("推进（节水），\n 建设３．５万亩"), plain("推进(节水)，建设3.5万亩"));
        assert_ne!(plain("3.5万亩"), plain("35万亩"));
        assert_ne!(plain("节水、治沙"), plain("节水，治沙"));
    }

    #[test]
    fn the_index_finds_what_comparing_each_with_each_finds() {
        let texts = ["推动节水", "推动治水", "口岸建设", ""].map(Profile::of);
        let index = Index::of(texts.iter().enumerate());
        for text in &texts {
            let expected: Vec<(usize, usize)> =
                texts.iter().enumerate().map(|(at, other)| (at, common(text, other))).filter(|(_, many)| *many > 0).collect();
            assert_eq!(index.alike(text), expected);
        }
    }
}
