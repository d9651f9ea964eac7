//! By when: 2020年底前, 2019年6月30日前完成, 每年12月底前, 持续推进.

use crate::text::Span;

/// A deadline 完成时限, as its words say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The words.
    pub span: Span,
    /// The last year, where one is named.
    pub year: Option<u16>,
    /// The month.
    pub month: Option<u8>,
    /// The day.
    pub day: Option<u8>,
    /// Comes again each year (每年12月底前), or never ends (持续推进).
    pub recurring: bool,
}

/// Words that stand for no end.
const STANDING: &[&str] = &["持续推进", "长期坚持", "长期", "持续实施", "常态化推进", "持续", "长期推进", "按年度推进"];
/// What may stand before the date.
const BEFORE: &[&str] = &["完成时限：", "完成时限:", "时限：", "于", "在", "力争", "确保"];
/// What may follow the date.
const AFTER: &[&str] = &["前完成", "前取得明显成效", "前", "完成", "之前", "以前", "内完成", "持续推进", "前基本完成", "内"];

/// Reads a part of a clause that is a deadline and nothing else.
///
/// 「2020年底前」 and 「2019年6月30日前完成」 are read; 「2020年省级财政」 is none.
pub(super) fn read(text: &str, part: Span) -> Option<Deadline> {
    let words = part.of(text);
    if STANDING.contains(&words) {
        return Some(Deadline { span: part, year: None, month: None, day: None, recurring: true });
    }
    let mut rest = BEFORE.iter().find_map(|word| words.strip_prefix(word)).unwrap_or(words);
    let recurring = rest.starts_with("每年");
    rest = rest.strip_prefix("每年").unwrap_or(rest);
    let year = number(&mut rest, "年").filter(|year| (1990..2100).contains(year));
    // 2019年年底前
    rest = if year.is_some() { rest.strip_prefix("年").unwrap_or(rest) } else { rest };
    let month = number(&mut rest, "月").filter(|month| (1..=12).contains(month));
    let day = number(&mut rest, "日").filter(|day| (1..=31).contains(day));
    rest = rest.trim_start_matches(['底', '末', '初']);
    if year.is_none() && month.is_none() {
        return None;
    }
    let ends = rest.is_empty() || AFTER.contains(&rest.trim_end_matches('。'));
    ends.then_some(Deadline { span: part, year, month: month.map(|m| m as u8), day: day.map(|d| d as u8), recurring })
}

fn number(rest: &mut &str, unit: &str) -> Option<u16> {
    let digits = rest.find(|c: char| !c.is_ascii_digit())?;
    let after = rest[digits..].strip_prefix(unit)?;
    let value = rest[..digits].parse().ok()?;
    *rest = after;
    Some(value)
}

impl Deadline {
    /// The value in the form of XSD: `2020-12-31` or `2020-12` or `2020`; `None` where no year is named.
    pub fn value(&self) -> Option<String> {
        let year = self.year?;
        Some(match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (Some(month), None) => format!("{year:04}-{month:02}"),
            _ => format!("{year:04}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_standing_duties_are_told_from_running_text() {
        let value = |words: &str| read(words, Span::new(0, words.len())).map(|deadline| (deadline.value(), deadline.recurring));
        for (words, expected) in [
            ("2020年底前", (Some("2020"), false)),
            ("2019年6月30日前完成", (Some("2019-06-30"), false)),
            ("2019年6月底前", (Some("2019-06"), false)),
            ("每年12月底前", (None, true)),
            ("2019年年底前", (Some("2019"), false)),
            ("持续推进", (None, true)),
        ] {
            assert_eq!(value(words), Some((expected.0.map(str::to_owned), expected.1)), "{words}");
        }
        for words in ["2020年省级财政", "省财政厅", "9000年底前", "年底"] {
            assert_eq!(value(words), None, "{words}");
        }
    }
}
