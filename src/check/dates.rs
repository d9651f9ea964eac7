//! Dates that are in no calendar, and deadlines before the plan.

use super::year;
use crate::diagnostic::{Diagnostic, IMPOSSIBLE_DATE, PAST_DEADLINE};
use crate::extract::Date;
use crate::reader::Reading;
use crate::text::Span;

/// How many years back a deadline is taken for a slip; 「2000年底前建成的小区」 is history.
const LONGEST_PAST: i32 = 5;

/// All dates of the paragraphs.
pub(super) fn check(reading: &Reading, found: &mut Vec<Diagnostic>) {
    let text = reading.document.source.folded();
    for block in &reading.document.blocks {
        for (span, date) in dates(text, block.span) {
            let words = span.of(text);
            if !date.is_possible() {
                let (en, zh) = (format!("「{words}」 is no date of the calendar"), format!("「{words}」不是日历上的日期"));
                found.push(IMPOSSIBLE_DATE.at(span, en, zh));
            } else if is_deadline(&text[span.end..block.span.end])
                && let (Some(of_plan), Some(year)) = (year(reading), date.year)
                && (of_plan - LONGEST_PAST..of_plan).contains(&i32::from(year))
            {
                let (en, zh) = (
                    format!("「{words}」 was over when the plan was issued in {of_plan}"),
                    format!("方案印发于{of_plan}年，「{words}」已经过去"),
                );
                found.push(PAST_DEADLINE.at(span, en, zh));
            }
        }
    }
}

/// Whether the words after a date make it one by which something is to be done: 底前, 前完成, but not 前三季度.
fn is_deadline(after: &str) -> bool {
    let rest = after.trim_start_matches(['年', '底', '末', '初']);
    ["前，", "前完成", "前）", "前。", "以前", "之前", "前基本", "前实现", "前全面", "前建成"].iter().any(|word| rest.starts_with(word))
}

/// 「2019年9月31日」, 「9月31日」, 「2019年13月」 and 「2019年」. A month follows its year at once; 「3月」 alone may be three months.
fn dates(text: &str, stretch: Span) -> Vec<(Span, Date)> {
    let words = stretch.of(text);
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = words[from..].find(|c: char| c.is_ascii_digit()).map(|at| from + at) {
        let mut rest = &words[at..];
        let year = part(&mut rest, "年", 4);
        let month = part(&mut rest, "月", 2);
        let day = if month.is_some() { part(&mut rest, "日", 2) } else { None };
        let end = words.len() - rest.len();
        if year.is_some() || day.is_some() {
            let narrow = |part: Option<u16>| part.map(|part| part as u8);
            found.push((Span::new(at, end).shifted(stretch.start), Date { year, month: narrow(month), day: narrow(day) }));
        }
        from = words[at..].find(|c: char| !c.is_ascii_digit()).map_or(words.len(), |digits| (at + digits).max(end));
    }
    found
}

/// A number of at most `longest` digits (a year has all four) before its word.
fn part(rest: &mut &str, word: &str, longest: usize) -> Option<u16> {
    let digits = rest.find(|c: char| !c.is_ascii_digit())?;
    let after = rest[digits..].strip_prefix(word)?;
    let fits = if longest == 4 { digits == 4 } else { (1..=longest).contains(&digits) };
    let value = rest[..digits].parse().ok().filter(|_| fits)?;
    *rest = after;
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_that_no_calendar_has_are_impossible() {
        for (text, possible) in [
            ("2019年9月31日前", false),
            ("9月31日前完成", false),
            ("2019年2月29日", false),
            ("2020年2月29日", true),
            ("2月29日", true),
            ("2019年13月底前", false),
            ("6月30日", true),
            ("2000年底前", true),
        ] {
            let dates = dates(text, Span::new(0, text.len()));
            assert_eq!(dates.iter().map(|(_, date)| date.is_possible()).collect::<Vec<_>>(), [possible], "{text}");
        }
        for text in ["5月龄", "12345年", "增长20%", "3个月", "13月"] {
            assert_eq!(dates(text, Span::new(0, text.len())), [], "{text}");
        }
    }

    #[test]
    fn what_follows_tells_a_deadline() {
        for (after, deadline) in [("底前，建成", true), ("年底前完成", true), ("前三季度", false), ("以来", false)] {
            assert_eq!(is_deadline(after), deadline, "{after}");
        }
    }
}
