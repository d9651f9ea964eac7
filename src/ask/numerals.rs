//! Numbers in questions: of tasks, of chapters, of years, of how many.
//!
//! In: the folded characters from some place on. Out: how many characters a number takes, and what it is: 任务20 and 第二十项任务 are
//! the task with this place in the document, 第四章 and chapter 4 a chapter, 2015年 a year, 三个 a number. Left out: numbers of sections
//! as a plan writes them (四（三）), which are names.

/// A number and what it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numeral {
    /// The place of a task in its document.
    Task(u32),
    /// A chapter.
    Chapter(u32),
    /// A year by whose end something is to be done, or in which.
    Year(u32),
    /// A year before whose end something is to be done.
    Before(u32),
    /// How many.
    Plain(u32),
}

/// What may stand before a number, what after it, and what it then is.
type NumeralShape = (&'static [&'static str], &'static [&'static str], fn(u32) -> Numeral);

/// The shapes; within each the longer words first.
const SHAPES: &[NumeralShape] = &[
    (&["第"], &["章节", "章里", "章", "部分", "大部分", "大项"], Numeral::Chapter),
    (&["chapter no ", "chapter ", "section ", "part "], &[""], Numeral::Chapter),
    (&["第"], &["项重点任务", "项任务", "个任务", "条任务", "号任务", "项工作", "项", "条"], Numeral::Task),
    (&["任务第", "任务编号", "任务序号", "任务", "第"], &["号任务"], Numeral::Task),
    (&["任务第", "任务编号", "任务序号", "任务"], &["项", "号", "条", ""], Numeral::Task),
    (&["task number ", "task no ", "task #", "task "], &[""], Numeral::Task),
    (&[""], &["号任务"], Numeral::Task),
    (&[""], &["年底前", "年末前", "年底以前", "年前", "年以前", "年之前"], Numeral::Before),
    (&["before ", "by the end of ", "by "], &[""], Numeral::Before),
    (&[""], &["年底", "年内", "年"], Numeral::Year),
    (&[""], &["个", "项", "家", "名", "位", ""], Numeral::Plain),
];

/// The number that begins here.
pub(super) fn numeral(chars: &[char]) -> Option<(usize, Numeral)> {
    SHAPES.iter().find_map(|(before, after, make)| {
        before.iter().find_map(|before| {
            let from = begins(chars, before)?;
            let (digits, value) = number(&chars[from..])?;
            let rest = &chars[from + digits..];
            // 任务一共: the number is part of another word; 任务20 and 任务一项 are not.
            if before.starts_with("任务") && !chars[from].is_ascii_digit() && after.contains(&"") {
                return None;
            }
            let length = after.iter().find_map(|after| begins(rest, after))?;
            let numeral = make(value);
            let sensible = match numeral {
                Numeral::Year(year) | Numeral::Before(year) => (1900..2200).contains(&year),
                Numeral::Plain(_) => true,
                Numeral::Task(value) | Numeral::Chapter(value) => value > 0,
            };
            sensible.then_some((from + digits + length, numeral))
        })
    })
}

fn begins(chars: &[char], words: &str) -> Option<usize> {
    let length = words.chars().count();
    (chars.len() >= length && words.chars().zip(chars).all(|(a, b)| a == *b)).then_some(length)
}

/// A number in digits, in Chinese (二十三), or an English word up to ten: how many characters, and its value.
fn number(chars: &[char]) -> Option<(usize, u32)> {
    const ENGLISH: &[&str] = &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let digits: String = chars.iter().take_while(|c| c.is_ascii_digit()).collect();
    if !digits.is_empty() {
        return Some((digits.len(), digits.parse().ok()?));
    }
    if let Some(at) =
        ENGLISH.iter().position(|word| begins(chars, word).is_some_and(|end| chars.get(end).is_none_or(|c| !c.is_alphanumeric())))
    {
        return Some((ENGLISH[at].len(), at as u32 + 1));
    }
    let (mut value, mut length, mut digit) = (0, 0, None);
    for c in chars {
        match "零一二三四五六七八九".chars().position(|other| other == *c) {
            Some(of) if digit.is_none() => digit = Some(of as u32),
            None if *c == '两' && digit.is_none() => digit = Some(2),
            None if *c == '十' => value += digit.take().unwrap_or(1) * 10,
            None if *c == '百' && digit.is_some() => value += digit.take().unwrap_or(1) * 100,
            _ => break,
        }
        length += 1;
    }
    (length > 0).then_some((length, value + digit.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Option<(usize, Numeral)> {
        numeral(&words.chars().collect::<Vec<_>>())
    }

    #[test]
    fn numbers_say_what_they_count() {
        assert_eq!(read("任务20由谁"), Some((4, Numeral::Task(20))));
        assert_eq!(read("第二十三项任务"), Some((7, Numeral::Task(23))));
        assert_eq!(read("task 5"), Some((6, Numeral::Task(5))));
        assert_eq!(read("第四章"), Some((3, Numeral::Chapter(4))));
        assert_eq!(read("chapter four"), Some((12, Numeral::Chapter(4))));
        assert_eq!(read("2015年底前"), Some((7, Numeral::Before(2015))));
        assert_eq!(read("2015年"), Some((5, Numeral::Year(2015))));
        assert_eq!(read("三个单位"), Some((2, Numeral::Plain(3))));
        assert_eq!(read("任务最多"), None);
        assert_eq!(read("some"), None);
    }
}
