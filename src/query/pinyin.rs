//! Finding Chinese names by how they are typed with Latin letters: by the initials of their syllables (`slt` for 水利厅), or by
//! whole syllables (`shuilit`).

use pinyin::{ToPinyin, ToPinyinMulti};

/// The letters with which each character may begin, as sets of 26 bits. A character of several readings (长: chang, zhang) has all of
/// their letters; one that is no letter and has no reading has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Initials(Box<[u32]>);

impl Initials {
    /// The initials of a name.
    pub(super) fn of(name: &str) -> Self {
        Self(name.chars().map(letters).collect())
    }

    /// Where the typed letters, in lower case, are the initials of characters one after the other: the first such place.
    pub(super) fn find(&self, typed: &str) -> Option<usize> {
        let typed: Vec<u32> = typed.chars().map(letters).collect();
        if typed.is_empty() || typed.contains(&0) {
            return None;
        }
        self.0.windows(typed.len()).position(|part| part.iter().zip(&typed).all(|(may, is)| may & is != 0))
    }

    /// Whether typed letters spell a part of the name, whose initials these are, each character by its syllable or by the beginning of it:
    /// `shuilit`, `shuil`, `slting`.
    pub(super) fn spell(&self, name: &str, typed: &str) -> bool {
        let first = typed.chars().next().map_or(0, letters);
        let mut places = (0..self.0.len()).filter(|place| self.0[*place] & first != 0).peekable();
        if places.peek().is_none() {
            return false;
        }
        let characters: Vec<char> = name.chars().collect();
        places.any(|place| spells_from(&characters[place..], typed))
    }
}

/// Whether typed letters are pinyin initials of a part of the name.
pub fn initials_match(name: &str, typed: &str) -> bool {
    typed.bytes().all(|byte| byte.is_ascii_lowercase()) && Initials::of(name).find(typed).is_some()
}

fn letters(c: char) -> u32 {
    let bit = |c: char| 1 << (u32::from(c.to_ascii_lowercase()) - u32::from('a'));
    if c.is_ascii_alphabetic() {
        return bit(c);
    }
    match c.to_pinyin_multi() {
        Some(readings) => readings
            .into_iter()
            .filter_map(|reading| reading.plain().chars().next())
            .filter(char::is_ascii)
            .map(bit)
            .fold(0, |all, one| all | one),
        None => c.to_pinyin().and_then(|reading| reading.plain().chars().next()).filter(char::is_ascii).map_or(0, bit),
    }
}

fn spells_from(characters: &[char], typed: &str) -> bool {
    if typed.is_empty() {
        return true;
    }
    let Some((first, rest)) = characters.split_first() else { return false };
    if let Some(after) = typed.strip_prefix(first.to_ascii_lowercase()) {
        return spells_from(rest, after);
    }
    let Some(readings) = first.to_pinyin_multi() else { return false };
    readings.into_iter().any(|reading| {
        let same = reading.plain().bytes().zip(typed.bytes()).take_while(|(a, b)| a == b).count();
        (1..=same).rev().any(|taken| spells_from(rest, &typed[taken..]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_find_a_name_from_any_of_its_characters() {
        let name = Initials::of("自治区水利厅");
        assert_eq!((name.find("slt"), name.find("zzqslt"), name.find("slj")), (Some(3), Some(0), None));
        assert_eq!(name.find(""), None);
        assert_eq!(name.find("水"), Some(3), "by sound");
    }

    #[test]
    fn characters_of_several_readings_are_found_by_each() {
        assert!(Initials::of("长春市").find("ccs").is_some() && Initials::of("重庆市").find("cqs").is_some());
        assert!(Initials::of("西藏").find("xz").is_some());
    }

    #[test]
    fn syllables_may_be_whole_or_begun() {
        let spells = |name: &str, typed: &str| Initials::of(name).spell(name, typed);
        assert!(spells("自治区水利厅", "shuili") && spells("自治区水利厅", "shuilit") && spells("自治区水利厅", "slting"));
        assert!(!spells("自治区水利厅", "shuil1") && !spells("自治区水利厅", "shuiwu"));
        assert!(spells("GDP核算", "gdphe"));
    }
}
