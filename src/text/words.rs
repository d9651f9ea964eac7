//! Words that are sought in texts, as `fg:matches` has them: `水利 工程|项目 -规划 "in use"`.
//!
//! A text matches where it has all words that are separated by white space; of words with `|` between them one is enough, of a word behind
//! `-` there must be none, and what stands in quotes is one word with its spaces. Case, width (`ＧＤＰ`) and traditional characters do not
//! count.

use super::fold::{folded, forms};

/// Words that are sought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Each must be met.
    all: Vec<Word>,
}

/// A word, or words of which one is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// Folded.
    any: Vec<String>,
    /// Whether none must be there.
    absent: bool,
}

/// Characters that begin and end what is one word.
const QUOTES: [(char, char); 3] = [('"', '"'), ('“', '”'), ('「', '」')];

impl Words {
    /// Reads what is sought: there is nothing that cannot be read. Without a word, every text matches.
    pub fn new(sought: &str) -> Self {
        let mut all: Vec<Word> = Vec::new();
        let mut rest = sought.trim_start();
        // Whether the next word is another choice for the last one.
        let mut choice = false;
        while let Some(first) = rest.chars().next() {
            if first == '|' || first == '｜' {
                choice = !all.is_empty();
                rest = rest[first.len_utf8()..].trim_start();
                continue;
            }
            let (absent, after) = match rest.strip_prefix('-') {
                Some(after) if !choice && after.starts_with(|c: char| !c.is_whitespace()) => (true, after),
                _ => (false, rest),
            };
            let (word, after) = next(after);
            let word = folded(word);
            match all.last_mut() {
                _ if word.is_empty() => {}
                Some(last) if choice => last.any.push(word),
                _ => all.push(Word { any: vec![word], absent }),
            }
            choice = false;
            rest = after.trim_start();
        }
        Self { all }
    }

    /// Whether a text matches.
    pub fn are_in(&self, text: &str) -> bool {
        let text = folded(text);
        self.all.iter().all(|word| word.any.iter().any(|word| text.contains(word.as_str())) != word.absent)
    }

    /// The characters of a word that stands in every text that matches, each in all forms that count as it: for an index to look up. Of several
    /// words the longest; nothing where there is none.
    pub fn certain(&self) -> Option<Vec<Vec<char>>> {
        let words = self.all.iter().filter(|word| !word.absent).filter_map(|word| match word.any.as_slice() {
            [only] => Some(only),
            _ => None,
        });
        let longest = words.max_by_key(|word| word.chars().filter(|c| !c.is_ascii()).count())?;
        Some(forms(longest))
    }
}

/// The word at the beginning of a text that does not begin with white space, and what follows it.
fn next(text: &str) -> (&str, &str) {
    for (open, close) in QUOTES {
        if let Some(inside) = text.strip_prefix(open)
            && let Some((word, after)) = inside.split_once(close)
        {
            return (word, after);
        }
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '|' || c == '｜').unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::Words;

    fn matches(sought: &str, text: &str) -> bool {
        Words::new(sought).are_in(text)
    }

    #[test]
    fn all_words_one_of_several_none_of_some() {
        let text = "推进海勃湾水利枢纽工程建设，完善GDP统计";
        for sought in ["水利", "水利 工程", "水利　工程", "水务|水利", "水务 | 水利 工程", "水利 -规划", "", " | ", "-", "水利 -"]
        {
            let expected = !matches!(sought, "-" | "水利 -");
            assert_eq!(matches(sought, text), expected, "{sought}");
        }
        for sought in ["水务", "水利 水务", "工程 水利厅", "水利 -工程", "-水利", "\"水利 枢纽\""] {
            assert!(!matches(sought, text), "{sought}");
        }
        assert!(matches("\"work in progress\"", "All work in progress") && matches("-\"in work\"", "All work in progress"));
        assert!(matches("“水利枢纽” 「工程」", text));
        // A quote that is not closed, and a hyphen inside a word, are characters like others.
        assert!(matches("\"水", "\"水") && !matches("\"水", "水") && matches("a-b", "A-B"));
    }

    #[test]
    fn case_width_and_traditional_characters_do_not_count() {
        for (sought, text) in
            [("gdp", "完善ＧＤＰ統計"), ("ＧＤＰ 统计", "gdp統計"), ("經濟 發展", "经济发展"), ("经济", "經濟發展"), ("École", "école")]
        {
            assert!(matches(sought, text), "{sought} {text}");
        }
    }

    /// Whatever matches has the certain word in one of its forms.
    #[test]
    fn the_certain_word_is_in_what_matches() {
        let forms = Words::new("gdp 經濟 -规划 一|二三四五").certain().unwrap_or_default();
        assert_eq!(forms.len(), 2);
        for (form, both) in forms.iter().zip([['经', '經'], ['济', '濟']]) {
            assert!(both.iter().all(|c| form.contains(c)), "{form:?}");
        }
        assert_eq!(Words::new("-规划 一|二").certain(), None);
    }
}
