//! How near two names are.

use pinyin::ToPinyin;

/// Whether two names of one length differ in just one character.
pub(super) fn differ_in_one(one: &str, other: &str) -> bool {
    let mut differing = 0;
    let (mut left, mut right) = (one.chars(), other.chars());
    loop {
        match (left.next(), right.next()) {
            (None, None) => return differing == 1,
            (Some(a), Some(b)) => differing += usize::from(a != b),
            _ => return false,
        }
    }
}

/// Whether one name is another with one character left out: 发展改委 and 发展改革委.
pub(super) fn lacks_one(short: &str, long: &str) -> bool {
    let (short, long): (Vec<char>, Vec<char>) = (short.chars().collect(), long.chars().collect());
    let same = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    short.len() + 1 == long.len() && short[same..] == long[same + 1..]
}

/// How a name sounds: its syllables without tones, characters that have none as they are.
pub(super) fn sound(name: &str) -> String {
    name.chars().map(|c| c.to_pinyin().map_or_else(|| c.to_string(), |syllable| syllable.plain().to_owned()) + " ").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_one_character() {
        assert!(differ_in_one("荣城", "荣成") && sound("荣城") == sound("荣成"));
        assert!(!differ_in_one("荣成", "荣成") && !differ_in_one("荣城", "荣成市") && !differ_in_one("包头", "荣成"));
        assert!(lacks_one("发展改委", "发展改革委") && !lacks_one("发展委", "发展改革委") && !lacks_one("教育厅", "水利厅"));
        assert_ne!(sound("包头"), sound("荣成"));
    }
}
