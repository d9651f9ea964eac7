//! Which words of two texts differ.

use super::difference::Piece;
use crate::text::punctuation::is_division;
use similar::{Algorithm, DiffTag, capture_diff_slices};

/// The most words that are compared one by one: the time grows with their number times that of the differences.
const FINE: usize = 8_000;
/// What two differences have in common between them is too little to be read where it is no longer than this, in characters.
const CRUMB: usize = 1;

/// The stretches that two texts have in common and those that one of them has alone (E. W. Myers, An O(ND) Difference Algorithm and Its
/// Variations, Algorithmica 1 (1986), p. 251), by characters of Chinese and by whole numbers and words of other scripts. Texts with very much
/// that differs are compared by clauses. The pieces of the first text, put together, are that text; so are those of the second.
pub fn pieces(from: &str, to: &str) -> Vec<Piece> {
    let (old, new) = (tokens(from), tokens(to));
    let before = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let after = old[before..].iter().rev().zip(new[before..].iter().rev()).take_while(|(one, other)| one == other).count();
    let (old_middle, new_middle) = (&old[before..old.len() - after], &new[before..new.len() - after]);
    let mut found = Collector::default();
    found.same(&old[..before].concat());
    if old_middle.len() + new_middle.len() <= FINE {
        found.compare(old_middle, new_middle);
    } else {
        let (old_text, new_text) = (old_middle.concat(), new_middle.concat());
        let (old_clauses, new_clauses): (Vec<&str>, Vec<&str>) =
            (old_text.split_inclusive(is_division).collect(), new_text.split_inclusive(is_division).collect());
        if old_clauses.len() + new_clauses.len() <= FINE {
            found.compare(&old_clauses, &new_clauses);
        } else {
            found.differ(&old_text, &new_text);
        }
    }
    found.same(&old[old.len() - after..].concat());
    found.finish()
}

/// Single characters, but numbers and words of letters whole: 2015 is not half 2016.
fn tokens(words: &str) -> Vec<&str> {
    let joins = |c: char| c.is_ascii_alphanumeric() || ('０'..='９').contains(&c);
    let mut found = Vec::new();
    let mut rest = words;
    while let Some(first) = rest.chars().next() {
        let end = if joins(first) { rest.find(|c| !joins(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
        found.push(&rest[..end]);
        rest = &rest[end..];
    }
    found
}

/// Stretches in turn: what is the same, then what differs.
#[derive(Debug, Default)]
struct Collector {
    runs: Vec<(String, String, String)>,
}

impl Collector {
    fn compare(&mut self, old: &[&str], new: &[&str]) {
        for op in capture_diff_slices(Algorithm::Myers, old, new) {
            let (from, to) = (old[op.old_range()].concat(), new[op.new_range()].concat());
            match op.tag() {
                DiffTag::Equal => self.same(&from),
                _ => self.differ(&from, &to),
            }
        }
    }

    fn same(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        match self.runs.last_mut() {
            Some((same, deleted, inserted)) if deleted.is_empty() && inserted.is_empty() => same.push_str(words),
            _ => self.runs.push((words.to_owned(), String::new(), String::new())),
        }
    }

    /// Words that differ; a crumb that lies between them and what differed before goes to both.
    fn differ(&mut self, from: &str, to: &str) {
        let last = self.runs.len().saturating_sub(1);
        let is_crumb = last > 0 && self.runs.get(last).is_some_and(|(same, ..)| same.chars().count() <= CRUMB);
        if is_crumb && self.runs[last].1.is_empty() && self.runs[last].2.is_empty() {
            let (crumb, ..) = self.runs.remove(last);
            let (_, deleted, inserted) = &mut self.runs[last - 1];
            deleted.push_str(&crumb);
            inserted.push_str(&crumb);
        }
        if self.runs.is_empty() {
            self.runs.push(<_>::default());
        }
        if let Some((_, deleted, inserted)) = self.runs.last_mut() {
            deleted.push_str(from);
            inserted.push_str(to);
        }
    }

    fn finish(self) -> Vec<Piece> {
        let of_run = |(same, deleted, inserted)| [Piece::Same(same), Piece::Deleted(deleted), Piece::Inserted(inserted)];
        let is_some = |piece: &Piece| !piece.words().is_empty();
        self.runs.into_iter().flat_map(of_run).filter(is_some).collect()
    }
}

impl Piece {
    /// The words.
    pub fn words(&self) -> &str {
        match self {
            Self::Same(words) | Self::Deleted(words) | Self::Inserted(words) => words,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(from: &str, to: &str) -> String {
        let pieces = pieces(from, to);
        let side = |left_out: fn(&Piece) -> bool| pieces.iter().filter(|piece| !left_out(piece)).map(Piece::words).collect::<String>();
        assert_eq!(side(|piece| matches!(piece, Piece::Inserted(_))), from);
        assert_eq!(side(|piece| matches!(piece, Piece::Deleted(_))), to);
        let mark = |piece: &Piece| match piece {
            Piece::Same(words) => words.clone(),
            Piece::Deleted(words) => format!("[-{words}-]"),
            Piece::Inserted(words) => format!("{{+{words}+}}"),
        };
        pieces.iter().map(mark).collect()
    }

    #[test]
    fn the_words_that_differ_are_marked() {
        assert_eq!(marked("统筹煤炭开发", "统筹煤电开发"), "统筹煤[-炭-]{+电+}开发");
        assert_eq!(marked("2015年底前", "2016年底前"), "[-2015-]{+2016+}年底前");
        assert_eq!(marked("开发", "有序开发利用"), "{+有序+}开发{+利用+}");
        assert_eq!(
            (marked("", ""), marked("", "水"), marked("水", ""), marked("水", "水")),
            (<_>::default(), "{+水+}".into(), "[-水-]".into(), "水".into())
        );
    }

    #[test]
    fn one_character_in_common_does_not_tear_a_difference() {
        assert_eq!(marked("推进甲的乙建设", "推进丙的丁建设"), "推进[-甲的乙-]{+丙的丁+}建设");
        assert_eq!(marked("推进甲等的乙建设", "推进丙等的丁建设"), "推进[-甲-]{+丙+}等的[-乙-]{+丁+}建设");
    }

    #[test]
    fn texts_without_end_are_compared_by_clauses_or_not_at_all() {
        let long = |word: &str| word.repeat(30_000);
        assert_eq!(pieces(&long("甲"), &long("乙")).len(), 2);
        let clauses = |word: char| (0..500).map(|at| format!("第{word}{at}项推进节水灌溉示范工程建设，")).collect::<String>();
        let (one, other) = (clauses('甲'), clauses('乙') + "完善制度。");
        let pieces = pieces(&format!("{one}完善制度。始"), &format!("{other}终"));
        assert!(pieces.contains(&Piece::Same("完善制度。".to_owned())), "{pieces:?}");
    }
}
