//! By when: 2020年底前, 2019年6月30日前完成, 2019—2021年, 每年12月底前, 持续推进.

use super::date::{Date, Period};
use crate::text::Span;
use crate::text::punctuation::{is_comma, is_enumeration, is_stop};

/// A deadline 完成时限, as its words say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// The words.
    pub span: Span,
    /// Where the period that they name begins, if they name one.
    pub from: Option<Date>,
    /// The date by which all is done, or the end of the period. It is kept as written, also if no calendar has it; words
    /// that name no date (按国家部署) leave it out.
    pub until: Option<Date>,
    /// Comes again each year (每年12月底前), or never ends (持续推进).
    pub recurring: bool,
}

/// How what has no end goes on, longer words first, alone or before one of [`GOES_ON`]: 持续推进, 长期.
const STANDING: &[&str] = &["常态化", "分年度", "按年度", "贯穿全年", "全年", "持续", "长期", "常态", "常年", "逐年"];
/// What goes on.
const GOES_ON: &[&str] = &["推进", "坚持", "实施", "开展", "深化", "落实", "加强", "用力", "执行", "完善", "推动", "优化", "巩固", "进行"];
/// Those of [`STANDING`] that say by themselves that there is no end.
const STANDS_ALONE: &[&str] = &["常态化", "持续", "长期", "贯穿全年"];
/// What comes again, before the time of the year or month, if one is named.
const EVERY: &[&str] = &["每年度", "每年", "每半年", "每季度", "每月"];
/// What may stand before the date.
const BEFORE: &[&str] = &["时限：", "时限:", "于", "在", "到", "力争", "确保", "争取"];
/// What makes a date the last moment.
const BOUNDS: &[&str] = &["之前", "以前", "前", "之内", "以内", "内", "期间", "为止", "止"];
/// How what is to be done is done.
const MANNERS: &[&str] = &["力争", "基本", "全部", "全面", "初步", "按时", "如期", "并"];
/// That it is done, and nothing more: 2020年底前出台办法 says what.
const DONE: &[&str] = &[
    "完成",
    "取得明显成效",
    "取得阶段性成效",
    "取得实质性进展",
    "取得突破",
    "见效",
    "落实到位",
    "到位",
    "完成并持续推进",
    "完成并长期坚持",
    "持续推进",
    "长期坚持",
];

/// What is reached in a year, as the words after it say.
const REACHED: &[&str] = &["取得", "完成", "建成", "实现", "达到", "出台", "基本", "全面", "全部", "初步", "力争", "见效", "见成效"];
/// What begins in a year.
const BEGINS: &[&str] = &["起", "启动", "开始", "开工", "试点"];

/// Reads words that are a deadline and nothing else.
///
/// 「2020年底前」 and 「2019年6月30日前完成」 are read; 「2020年省级财政」 is none, nor is 「年底」, which says only with more
/// words (年底前) that it is meant so.
pub(super) fn read(text: &str, part: Span) -> Option<Deadline> {
    let words = part.of(text).trim_end_matches(is_stop).trim();
    let known = Deadline { span: part, from: None, until: None, recurring: true };
    if is_standing(words) {
        return Some(known);
    }
    if is_scheduled(words) {
        return Some(known.once());
    }
    let words = without_lead_in(words);
    if let Some(rest) = EVERY.iter().find_map(|every| words.strip_prefix(every)) {
        let rest = rest.trim_start_matches(['底', '末', '初']);
        let (until, rest) = Period::read(rest).map_or((None, rest), |(period, rest)| (Some(period.until), rest));
        return tail(rest).is_some().then_some(Deadline { until, ..known });
    }
    let (period, rest) = Period::read(words)?;
    let bound = tail(rest)?;
    let year = period.until.year.is_some();
    (year || bound || period.until.month.is_some()).then_some(Deadline { from: period.from, until: Some(period.until), ..known }.once())
}

/// Reads a deadline with the year, month or 前 that it takes to be one where no label says so: 2020年底前完成, 持续推进,
/// but not 2019年 in （2019年）, which may be said of anything.
pub(super) fn read_bare(text: &str, part: Span) -> Option<Deadline> {
    const LIMITS: &[&str] = &["前", "完成", "底", "末", "内"];
    read(text, part).filter(|deadline| deadline.recurring || LIMITS.iter().any(|limit| part.of(text).contains(limit)))
}

/// Reads the words behind 完成时限：, whatever they are. Where they name several dates none of them is that of the task.
pub(super) fn labelled(text: &str, words: Span) -> Deadline {
    let whole = read(text, words).or_else(|| whole_year(text, words));
    whole.unwrap_or_else(|| {
        let mut found = all(words.of(text)).map(|(_, period, _)| period);
        let first = found.next();
        let only = first.filter(|first| found.all(|other| other.until == first.until));
        let recurring = words.of(text).starts_with('每') || only.is_none() && words.of(text).split(is_comma).any(is_standing);
        Deadline { span: words, from: only.and_then(|only| only.from), until: only.map(|only| only.until), recurring }
    })
}

/// 年底, 全年 behind a label.
fn whole_year(text: &str, words: Span) -> Option<Deadline> {
    let (period, rest) = Period::read(words.of(text).trim())?;
    rest.is_empty().then_some(Deadline { span: words, from: period.from, until: Some(period.until), recurring: false })
}

/// A deadline that opens a part and ends in 前, and the words after it: 「2020年底前省财政厅牵头」, 「于6月底前出台办法」, 「年内制定规划」.
///
/// 「2020年制定规划」 is none, nor is 「年前三名」.
pub(super) fn opening(text: &str, part: Span) -> Option<(Deadline, Span)> {
    let words = without_lead_in(part.of(text));
    let (period, rest) = Period::read(words)?;
    let bounded = BOUNDS.iter().filter(|bound| bound.ends_with('前')).find_map(|bound| rest.strip_prefix(*bound));
    let after = bounded.filter(|after| !after.starts_with(['一', '二', '两', '三', '几', '列', '期'])).or(words.strip_prefix("年内"))?;
    let (start, end) = (part.end - words.len(), part.end - after.len());
    let deadline = Deadline { span: Span::new(start, end), from: None, until: Some(period.until), recurring: false };
    Some((deadline, Span::new(end, part.end).trimmed(text)))
}

/// Several deadlines in a row, of which none is that of the whole: 2020年底前、2021年底前, 每年6月底、12月底前.
pub(super) fn several(text: &str, part: Span) -> Option<Deadline> {
    let recurring = part.of(text).starts_with('每');
    let mut pieces = part.of(text).split(is_enumeration).map(|piece| read(piece, Span::new(0, piece.len())));
    let dated = pieces.by_ref().take(2).flatten().count() == 2 && pieces.all(|piece| piece.is_some());
    dated.then_some(Deadline { span: part, from: None, until: None, recurring })
}

/// A part of a clause that begins with a year and says what is reached in it: 「2020年取得阶段性成效」, 「2022年底建成」. 「2021年启动」 and
/// 「2021年起实施」 begin, and name no end. 「2020年省级财政」 is none.
pub(super) fn reached(text: &str, part: Span) -> Option<Deadline> {
    let (period, rest) = Period::read(without_lead_in(part.of(text)))?;
    period.until.year?;
    let until = Some(period.until).filter(|_| REACHED.iter().any(|verb| rest.starts_with(verb)));
    let begins = BEGINS.iter().any(|verb| rest.starts_with(verb));
    (until.is_some() || begins).then_some(Deadline { span: part, from: period.from, until, recurring: false })
}

/// Every date in running words with its year, and the words after it.
pub(super) fn all(words: &str) -> impl Iterator<Item = (usize, Period, &str)> {
    let mut last = ' ';
    let starts = words.char_indices().filter(move |(_, c)| {
        let first = is_digit(*c) && !is_digit(last);
        last = *c;
        first
    });
    let mut from = 0;
    starts.filter_map(move |(at, _)| {
        let (period, rest) = Period::read(&words[at..]).filter(|(period, _)| at >= from && period.until.year.is_some())?;
        from = words.len() - rest.len();
        Some((at, period, rest))
    })
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn without_lead_in(words: &str) -> &str {
    BEFORE.iter().find_map(|word| words.strip_prefix(word)).map_or(words, without_lead_in)
}

/// 持续推进, 并长期坚持, 全年持续推进; not 持续推进改革, which says what, nor 全年.
fn is_standing(words: &str) -> bool {
    let words = words.trim().trim_start_matches('并');
    let rest = STANDING.iter().find_map(|how| words.strip_prefix(how));
    STANDS_ALONE.contains(&words) || rest.is_some_and(|rest| GOES_ON.contains(&rest) || !rest.is_empty() && is_standing(rest))
}

/// 按国家统一部署推进, 根据上级要求完成: somebody else says by when. 按职责分工落实 says who.
fn is_scheduled(words: &str) -> bool {
    const BY: &[&str] = &["按", "根据", "依据"];
    const SCHEDULE: &[&str] = &["部署", "要求", "安排", "进度", "时限", "节点", "计划", "规定时间"];
    const DOES: &[&str] = &["推进", "完成", "落实", "实施", "开展", ""];
    let rest = BY.iter().find_map(|by| words.strip_prefix(by)).filter(|rest| !rest.contains("职责") && !rest.contains("分工"));
    rest.is_some_and(|rest| DOES.iter().filter_map(|does| rest.strip_suffix(does)).any(|rest| SCHEDULE.iter().any(|s| rest.ends_with(s))))
}

/// What may follow the date of a deadline that says nothing else; whether it makes the date the last moment.
fn tail(rest: &str) -> Option<bool> {
    let rest = rest.trim_start();
    let bounded = BOUNDS.iter().find_map(|bound| rest.strip_prefix(bound));
    let mut done = bounded.unwrap_or(rest).trim_start_matches(is_comma).trim_start();
    while let Some(after) = MANNERS.iter().find_map(|manner| done.strip_prefix(manner)) {
        done = after;
    }
    let ends = done.is_empty() || DONE.contains(&done);
    ends.then_some(bounded.is_some() || !done.is_empty())
}

impl Deadline {
    const fn once(self) -> Self {
        Self { recurring: false, ..self }
    }

    /// The value in the form of XSD: `2020-12-31` or `2020-12` or `2020`; `None` where no year is named, where it comes again, or where
    /// no calendar has the date.
    pub fn value(&self) -> Option<String> {
        self.until.filter(|_| !self.recurring).and_then(|until| until.value())
    }

    /// The same of the beginning of a period.
    pub fn from_value(&self) -> Option<String> {
        self.from.filter(|_| self.value().is_some()).and_then(|from| from.value())
    }

    /// The deadline with the year of the plan where its words leave the year out: 6月30日前, 年底前.
    pub(super) fn in_year(self, year: Option<u16>) -> Self {
        let dated = |date: Date| Date { year: date.year.or(year.filter(|_| !self.recurring)), ..date };
        Self { from: self.from.map(dated), until: self.until.map(dated), ..self }
    }

    /// Whether it names a date.
    pub(super) const fn is_dated(&self) -> bool {
        self.until.is_some() && !self.recurring
    }
}

/// The deadline of a clause that names one and then another: a date says more than that it goes on (2020年底前，持续推进).
pub(super) fn either(first: Option<Deadline>, second: Option<Deadline>) -> Option<Deadline> {
    match (first, second) {
        (Some(first), Some(second)) if !first.is_dated() && second.is_dated() => Some(second),
        (first, second) => first.or(second),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(words: &str) -> Span {
        Span::new(0, words.len())
    }

    #[test]
    fn dates_and_standing_duties_are_told_from_running_text() {
        let value = |words: &str| read(words, whole(words)).map(|deadline| (deadline.value(), deadline.recurring));
        for (words, expected) in [
            ("2020年底前", (Some("2020"), false)),
            ("2019年6月30日前完成", (Some("2019-06-30"), false)),
            ("2019年6月底前", (Some("2019-06"), false)),
            ("力争2019年6月底前全部完成", (Some("2019-06"), false)),
            ("2023年第三季度", (Some("2023-09"), false)),
            ("每年12月底前", (None, true)),
            ("每年", (None, true)),
            ("每季度末", (None, true)),
            ("2019年年底前", (Some("2019"), false)),
            ("持续推进", (None, true)),
            ("全年持续推进", (None, true)),
            ("按国家统一部署推进", (None, false)),
            ("年底前完成", (None, false)),
            ("上半年", (None, false)),
            ("9月31日前", (None, false)),
        ] {
            assert_eq!(value(words), Some((expected.0.map(str::to_owned), expected.1)), "{words}");
        }
        for words in
            ["2020年省级财政", "省财政厅", "9000年底前", "年底", "每年安排资金", "2020年底前出台办法", "持续推进改革", "按职责分工落实"]
        {
            assert_eq!(value(words), None, "{words}");
        }
    }

    #[test]
    fn the_words_behind_a_label_are_kept_whatever_they_are() {
        for (words, expected, recurring) in [
            ("2020年底前完成，并长期坚持", Some("2020"), false),
            ("2020年6月底前出台办法，2021年底前完成", None, false),
            ("按国家统一部署", None, false),
            ("2020年底取得进展，持续推进", Some("2020"), false),
            ("每年6月底、12月底前", None, true),
        ] {
            let deadline = labelled(words, whole(words));
            assert_eq!((deadline.value().as_deref(), deadline.recurring, deadline.span), (expected, recurring, whole(words)), "{words}");
        }
    }

    #[test]
    fn a_year_that_is_left_out_is_that_of_the_plan() {
        let value = |words: &str| labelled(words, whole(words)).in_year(Some(2021)).value();
        for (words, expected) in [("年底前", Some("2021")), ("6月30日前", Some("2021-06-30")), ("每年6月底前", None), ("持续推进", None)]
        {
            assert_eq!(value(words).as_deref(), expected, "{words}");
        }
        let half = "上半年";
        assert_eq!(labelled(half, whole(half)).in_year(Some(2021)).from_value().as_deref(), Some("2021-01"));
    }

    #[test]
    fn a_date_in_no_calendar_is_kept_without_a_value() {
        let words = "2019年9月31日前";
        let deadline = read(words, whole(words)).expect("a deadline");
        assert_eq!((deadline.until.and_then(|until| until.day), deadline.value()), (Some(31), None));
    }

    #[test]
    fn a_year_and_what_is_reached_in_it_are_a_deadline() {
        let value = |words: &'static str| reached(words, whole(words)).map(|deadline| deadline.value());
        assert_eq!(value("2020年取得阶段性成效"), Some(Some("2020".to_owned())));
        assert_eq!(value("2021年起实施"), Some(None));
        for words in ["2020年省级财政", "2020年度考核办", "取得成效", "6月完成任务"] {
            assert_eq!(value(words), None, "{words}");
        }
    }

    #[test]
    fn several_deadlines_in_a_row_have_no_value() {
        let value = |words: &'static str| several(words, whole(words)).map(|deadline| (deadline.value(), deadline.recurring));
        assert_eq!(value("2020年底前、2021年底前"), Some((None, false)));
        assert_eq!(value("每年6月底、12月底前"), Some((None, true)));
        assert_eq!(value("省财政厅、省水利厅"), None);
        assert_eq!(value("2020年底前"), None);
    }

    #[test]
    fn a_date_with_前_opens_other_words() {
        let rest = |words: &'static str| opening(words, whole(words)).map(|(deadline, rest)| (deadline.span.of(words), rest.of(words)));
        assert_eq!(rest("2020年底前省财政厅牵头"), Some(("2020年底前", "省财政厅牵头")));
        assert_eq!(rest("于6月底前出台办法"), Some(("6月底前", "出台办法")));
        assert_eq!(rest("年内制定规划"), Some(("年内", "制定规划")));
        for words in ["2020年省财政厅牵头", "2020年前三名", "年度计划", "省财政厅牵头"] {
            assert_eq!(rest(words), None, "{words}");
        }
    }
}
