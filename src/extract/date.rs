//! Dates and periods as plans write them: 2020年底, 2019年6月30日, 2023年第三季度, 2019—2021年, 上半年.

use crate::document::chinese_number;

/// A date as it is written: to the day, the month or the year. Its parts may be in no calendar (9月31日).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Date {
    /// The year, where one is named.
    pub year: Option<u16>,
    /// The month.
    pub month: Option<u8>,
    /// The day.
    pub day: Option<u8>,
}

impl Date {
    /// Whether a calendar has it: there is no 9月31日 and no 13月.
    pub fn is_possible(&self) -> bool {
        let longest = match self.month {
            None => return self.day.is_none(),
            Some(1 | 3 | 5 | 7 | 8 | 10 | 12) => 31,
            Some(4 | 6 | 9 | 11) => 30,
            Some(2) if self.year.is_none_or(|year| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) => 29,
            Some(2) => 28,
            Some(_) => return false,
        };
        self.day.is_none_or(|day| (1..=longest).contains(&day))
    }

    /// The form of XSD: `2020-12-31`, `2020-12` or `2020`; `None` where no year is named or no calendar has the date.
    pub fn value(&self) -> Option<String> {
        let year = self.year.filter(|_| self.is_possible())?;
        Some(match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (Some(month), None) => format!("{year:04}-{month:02}"),
            _ => format!("{year:04}"),
        })
    }
}

/// A date, or a period with its first and its last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    /// Where it begins, if the words say so.
    pub from: Option<Date>,
    /// Where it ends.
    pub until: Date,
}

/// What stands between the two ends of a period.
const DASHES: &[char] = &['—', '－', '-', '–', '―', '─', '～', '~', '至', '到'];
/// The year of the plan.
const THIS_YEAR: &[&str] = &["今年", "本年", "当年"];
/// The end of the year of the plan, or all of it.
const YEAR_ENDS: &[&str] = &["全年", "年底", "年末", "年终", "年内"];
/// Parts of a year with their first and last month, the longer words first.
const PARTS: &[(&str, u8, u8)] = &[
    ("前三季度", 1, 9),
    ("一季度", 1, 3),
    ("二季度", 4, 6),
    ("三季度", 7, 9),
    ("四季度", 10, 12),
    ("1季度", 1, 3),
    ("2季度", 4, 6),
    ("3季度", 7, 9),
    ("4季度", 10, 12),
    ("上半年", 1, 6),
    ("下半年", 7, 12),
];
/// Five-year plans with their last year.
const FIVE_YEARS: &[(&str, u16)] = &[("十一五", 2010), ("十二五", 2015), ("十三五", 2020), ("十四五", 2025), ("十五五", 2030)];

impl Period {
    /// The date or period that `words` begin with, and the words after it.
    ///
    /// A year must be one of our time, and words without a year must name a month or a part of a year: 「9000年」 and 「3个月」 are none.
    pub(super) fn read(words: &str) -> Option<(Self, &str)> {
        if !words.starts_with(may_begin) {
            return None;
        }
        if let Some(found) = five_years(words) {
            return Some(found);
        }
        let (first, rest) = Moment::read(words)?;
        let second = rest.strip_prefix(DASHES).and_then(|rest| {
            let rest = rest.trim_start_matches(DASHES).trim_start();
            Moment::read(rest).or_else(|| Moment::day(rest).filter(|_| first.date.day.is_some()))
        });
        match second {
            Some((second, after)) if second.bare.is_none() => Some((first.to(&second)?, after)),
            _ if first.bare.is_none() => Some((first.alone(), rest)),
            _ => None,
        }
    }
}

/// Whether a date or a period may begin with a character: most words are none at their first.
fn may_begin(c: char) -> bool {
    let digit = c.is_ascii_digit() || ('０'..='９').contains(&c) || "〇零一二三四五六七八九十".contains(c);
    digit || c.is_whitespace() || matches!(c, '今' | '本' | '当' | '全' | '年' | '前' | '上' | '下' | '第' | '“' | '「' | '"')
}

/// 「十四五」末, “十四五”期间
fn five_years(words: &str) -> Option<(Period, &str)> {
    let rest = words.trim_start_matches(['“', '「', '"']);
    let (name, last) = FIVE_YEARS.iter().find(|(name, _)| rest.starts_with(name))?;
    let rest = rest[name.len()..].trim_start_matches(['”', '」', '"']).trim_start_matches("规划");
    let year = |year| Date { year: Some(year), ..Date::default() };
    if let Some(rest) = ["期末", "末期", "末"].iter().find_map(|end| rest.strip_prefix(end)) {
        return Some((Period { from: None, until: year(*last) }, rest));
    }
    let rest = ["期间", "时期", "期内"].iter().find_map(|all| rest.strip_prefix(all))?;
    Some((Period { from: Some(year(last - 4)), until: year(*last) }, rest))
}

/// One end of a period.
#[derive(Debug, Clone, Copy, Default)]
struct Moment {
    date: Date,
    /// The first month of a part of the year, whose last month is that of the date.
    first: Option<u8>,
    /// A number whose unit stands with the other end: 2019 in 2019—2021年.
    bare: Option<u16>,
}

impl Moment {
    fn read(words: &str) -> Option<(Self, &str)> {
        if let Some(found) = numeric(words) {
            return Some(found);
        }
        let mut rest = words;
        let mut moment = Self::default();
        let this_year = THIS_YEAR.iter().find_map(|word| rest.strip_prefix(*word));
        if let Some(after) = this_year {
            rest = after;
        } else if let Some((year, after)) = number(rest, &["年"]) {
            moment.date.year = Some(year).filter(|year| (1990..2100).contains(year));
            moment.date.year?;
            rest = after;
        }
        let dated = moment.date.year.is_some() || this_year.is_some();
        if dated {
            // 2019年年底前, 2019年底前, 2021年度, 2021年全年
            rest = ["年底", "年末", "年终", "年内", "全年", "度"].iter().find_map(|word| rest.strip_prefix(*word)).unwrap_or(rest);
        } else if let Some(after) = YEAR_ENDS.iter().find_map(|word| rest.strip_prefix(*word)) {
            return Some((moment, after));
        }
        rest = rest.trim_start();
        let ordinal = rest.strip_prefix('第').unwrap_or(rest);
        if let Some((part, first, last)) = PARTS.iter().find(|(part, ..)| ordinal.starts_with(part)) {
            moment.first = Some(*first);
            moment.date.month = Some(*last);
            return Some((moment, ordinal[part.len()..].trim_start_matches(['底', '末'])));
        }
        if let Some((month, after)) = number(rest, &["月份", "月"]) {
            moment.date.month = Some(u8::try_from(month).ok()?);
            rest = ["上旬", "中旬", "下旬"].iter().find_map(|third| after.strip_prefix(third)).unwrap_or(after);
        }
        if let Some((day, after)) = number(rest, &["日", "号"])
            && moment.date.month.is_some()
        {
            moment.date.day = Some(u8::try_from(day).ok()?);
            rest = after;
        } else if let Some((bare, after)) = digits(rest)
            && after.trim_start().starts_with(DASHES)
        {
            moment.bare = Some(bare);
            rest = after.trim_start();
        } else if !dated && moment.date.month.is_none() {
            return None;
        }
        // 年中 is the middle of a year; 6月中完成 would be read like 6月完成.
        Some((moment, rest.trim_start_matches(['底', '末', '初', '中'])))
    }

    /// 30日 in 6月1日至30日.
    fn day(words: &str) -> Option<(Self, &str)> {
        let (day, rest) = number(words, &["日", "号"])?;
        let date = Date { day: Some(u8::try_from(day).ok()?), ..Date::default() };
        Some((Self { date, ..Self::default() }, rest))
    }

    fn alone(self) -> Period {
        Period { from: self.first.map(|first| Date { month: Some(first), ..self.date }), until: self.date }
    }

    /// From this end to the other, each taking from the other what it leaves out: 2020年1—6月, 2019—2021年.
    fn to(mut self, last: &Self) -> Option<Period> {
        let mut until = last.date;
        if let Some(bare) = self.bare {
            let small = u8::try_from(bare).ok();
            match (until.day, until.month) {
                (Some(_), _) if self.date.month.is_some() => self.date.day = Some(small?),
                (_, Some(_)) if self.date.month.is_none() => self.date.month = Some(small?),
                (None, None) if self.date.year.is_none() => self.date.year = Some(bare).filter(|year| (1990..2100).contains(year)),
                _ => return None,
            }
        }
        if last.date.day.is_some() && until.month.is_none() {
            until.month = self.date.month;
        }
        until.year = until.year.or(self.date.year);
        // 1月—2021年3月 begins in a year that is not told.
        let from = Some(self.first.map_or(self.date, |first| Date { month: Some(first), ..self.date }));
        let ordered = |from: &Date| {
            from.year.is_none_or(|year| until.year.is_some_and(|last| (year, from.month) <= (last, until.month.or(from.month))))
                && (from.year.is_some() || until.year.is_none())
        };
        Some(Period { from: from.filter(ordered), until })
    }
}

/// 2020-12-31, 2020.6, 2020/6/30: years of four digits, and nothing after that makes it another number.
fn numeric(words: &str) -> Option<(Moment, &str)> {
    let (year, rest) = digits(words).filter(|(year, _)| (1990..2100).contains(year))?;
    let mark = rest.chars().next().filter(|c| matches!(c, '-' | '.' | '/' | '．'))?;
    let two = |rest| digits(rest).filter(|(value, _)| *value < 100);
    let (month, rest) = two(&rest[mark.len_utf8()..]).filter(|(month, _)| (1..=12).contains(month))?;
    let day = rest.strip_prefix(mark).and_then(two);
    let (day, rest) = day.map_or((None, rest), |(day, rest)| (Some(day as u8), rest));
    let whole = rest.chars().next().is_none_or(|c| !c.is_ascii_digit() && !matches!(c, '年' | '月' | '%' | '.' | '-' | '万' | '亿'));
    let date = Date { year: Some(year), month: Some(month as u8), day };
    whole.then_some((Moment { date, ..Moment::default() }, rest))
}

/// A number before one of `units`, in Arabic or Chinese digits; white space between is passed over.
fn number<'t>(words: &'t str, units: &[&str]) -> Option<(u16, &'t str)> {
    let (value, rest) = digits(words).or_else(|| chinese(words))?;
    let rest = rest.trim_start_matches([' ', '\u{3000}']);
    units.iter().find_map(|unit| rest.strip_prefix(*unit)).map(|rest| (value, rest.trim_start_matches([' ', '\u{3000}'])))
}

/// One, two or four digits, half-width or full-width.
fn digits(words: &str) -> Option<(u16, &str)> {
    let value = |c: char| c.to_digit(10).or_else(|| ('０'..='９').contains(&c).then(|| c as u32 - '０' as u32));
    let end = words.find(|c| value(c).is_none()).unwrap_or(words.len());
    let count = words[..end].chars().count();
    let number = words[..end].chars().filter_map(value).fold(0, |number, digit| (number * 10 + digit) % 10_000);
    matches!(count, 1 | 2 | 4).then_some((number as u16, &words[end..]))
}

/// 十二 in 十二月, 二〇二〇 in 二〇二〇年.
fn chinese(words: &str) -> Option<(u16, &str)> {
    const DIGITS: &str = "〇一二三四五六七八九";
    let end = words.find(|c| !DIGITS.contains(c) && !matches!(c, '十' | '○' | '零')).unwrap_or(words.len());
    let digit = |c: char| DIGITS.chars().position(|digit| digit == c).or_else(|| matches!(c, '○' | '零').then_some(0));
    let year = || {
        let figures: Option<Vec<usize>> = words[..end].chars().map(digit).collect();
        figures.filter(|figures| figures.len() == 4).map(|figures| figures.iter().fold(0, |year, figure| year * 10 + *figure as u16))
    };
    let value = year().or_else(|| chinese_number(&words[..end]).and_then(|number| u16::try_from(number).ok()))?;
    Some((value, &words[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Option<(Option<String>, Option<String>, &str)> {
        Period::read(words).map(|(period, rest)| (period.from.and_then(|from| from.value()), period.until.value(), rest))
    }

    #[test]
    fn every_date_begins_as_dates_may() {
        let years = FIVE_YEARS.iter().map(|(name, _)| *name);
        let words = THIS_YEAR.iter().chain(YEAR_ENDS).copied().chain(PARTS.iter().map(|(part, ..)| *part)).chain(years);
        words.for_each(|word| assert!(word.starts_with(may_begin), "{word}"));
    }

    #[test]
    fn dates_are_as_exact_as_their_words() {
        for (words, until, rest) in [
            ("2020年底前", "2020", "前"),
            ("2019年年底前", "2019", "前"),
            ("2019年6月30日前完成", "2019-06-30", "前完成"),
            ("2019年6月底前", "2019-06", "前"),
            ("2020 年 6 月底前", "2020-06", "前"),
            ("２０２０年６月底", "2020-06", ""),
            ("二〇二〇年十二月三十一日前", "2020-12-31", "前"),
            ("2021-06-30", "2021-06-30", ""),
            ("2021.6", "2021-06", ""),
            ("“十四五”末", "2025", ""),
        ] {
            assert_eq!(read(words), Some((None, Some(until.to_owned()), rest)), "{words}");
        }
    }

    #[test]
    fn a_period_has_two_ends() {
        for (words, from, until) in [
            ("2019—2021年", "2019", "2021"),
            ("2019年至2021年", "2019", "2021"),
            ("2019-2021年", "2019", "2021"),
            ("2020年1月—6月", "2020-01", "2020-06"),
            ("2020年1－6月", "2020-01", "2020-06"),
            ("2020年9月——2021年3月", "2020-09", "2021-03"),
            ("2020年6月1日至30日", "2020-06-01", "2020-06-30"),
            ("2023年第三季度", "2023-07", "2023-09"),
            ("2023年4季度", "2023-10", "2023-12"),
            ("2024年上半年", "2024-01", "2024-06"),
            ("“十三五”期间", "2016", "2020"),
        ] {
            assert_eq!(read(words), Some((Some(from.to_owned()), Some(until.to_owned()), "")), "{words}");
        }
        // A beginning after the end is none.
        assert_eq!(read("2021—2019年"), Some((None, Some("2019".to_owned()), "")));
    }

    #[test]
    fn what_names_no_year_or_is_in_no_calendar_has_no_value() {
        for words in ["年底", "年内", "6月30日", "一季度", "9月31日", "2019年9月31日", "2019年13月", "2019年2月29日", "今年6月"]
        {
            assert_eq!(read(words), Some((None, None, "")), "{words}");
        }
        assert_eq!(Period::read("2019年9月31日").map(|(period, _)| period.until.day), Some(Some(31)));
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for words in ["9000年底前", "3个月", "3.5亿元", "12345年", "省财政厅", "十项措施", "2020.5%", "第三方", "十四五规划", "3-5家"]
        {
            assert_eq!(Period::read(words), None, "{words}");
        }
    }
}
