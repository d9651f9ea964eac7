//! Title, number, recipients and preamble: what stands before the first numbered paragraph.

use super::model::Front;
use crate::text::Span;
use crate::text::punctuation::{is_colon, is_comma, is_enumeration, is_semicolon, is_stop};

/// What the title of a plan may end in.
const KINDS: &[&str] = &[
    "方案",
    "通知",
    "意见",
    "计划",
    "规划",
    "要点",
    "办法",
    "措施",
    "分工",
    "分工表",
    "分解",
    "分解表",
    "清单",
    "决定",
    "行动",
    "纲要",
    "细则",
    "安排",
    "任务",
    "任务表",
    "报告",
    "批复",
    "台账",
    "一览表",
];

/// The longest line that may be part of a title, in characters.
const LONGEST_TITLE_LINE: usize = 60;

/// Reads the lines before the first number.
pub(super) fn read(text: &str, lines: &[Span]) -> Front {
    let mut front = Front::default();
    let mut taken = vec![false; lines.len()];
    if let Some(at) = lines.iter().position(|line| is_document_number(line.of(text))) {
        front.document_number = Some(lines[at]);
        taken[at] = true;
    }
    if let Some(at) = lines.iter().position(|line| is_address(line.of(text))) {
        front.recipients = Some(lines[at]);
        taken[at] = true;
    }
    if let Some(range) = title(text, lines) {
        front.title = lines[range.clone()].to_vec();
        taken[range].fill(true);
    }
    front.preamble = lines.iter().zip(taken).filter(|(_, taken)| !taken).map(|(line, _)| *line).collect();
    front
}

/// The lines of the title: neighbouring lines without a stop whose last one ends in a kind of document.
/// The plan's own title comes after that of the notice that sends it out, so the last one that is no notice wins.
fn title(text: &str, lines: &[Span]) -> Option<std::ops::Range<usize>> {
    let mut found: Vec<(std::ops::Range<usize>, bool)> = Vec::new();
    let mut from = 0;
    for (at, line) in lines.iter().enumerate() {
        let words = line.of(text);
        let broken_off = at > from && text[lines[at - 1].end..line.start].matches('\n').count() > 1;
        if broken_off {
            from = at;
        }
        if !could_be_title(words) {
            from = at + 1;
        } else if KINDS.iter().any(|kind| bare(words).ends_with(kind)) {
            found.push((from..at + 1, bare(words).ends_with("通知")));
            from = at + 1;
        }
    }
    let last = found.iter().rposition(|(_, notice)| !notice).or(found.len().checked_sub(1))?;
    Some(found.swap_remove(last).0)
}

/// The line without a remark in brackets at its end: …分工方案（试行）.
fn bare(words: &str) -> &str {
    words.strip_suffix(['）', ')']).and_then(|rest| rest.rsplit_once(['（', '('])).map_or(words, |(title, _)| title)
}

fn could_be_title(words: &str) -> bool {
    let last = words.chars().next_back().unwrap_or('。');
    words.chars().count() <= LONGEST_TITLE_LINE
        && !words.contains('。')
        && !is_document_number(words)
        && ![is_stop(last), is_colon(last), is_semicolon(last), matches!(last, '，' | ',' | '、')].contains(&true)
}

/// 内政办发〔2013〕61号
fn is_document_number(words: &str) -> bool {
    let bracketed_year = ["〔", "［", "[", "【"]
        .iter()
        .any(|open| words.split_once(open).is_some_and(|(_, rest)| rest.chars().take(4).filter(char::is_ascii_digit).count() == 4));
    bracketed_year && words.ends_with('号') && words.chars().count() <= 30
}

/// 各盟行政公署、市人民政府，…： or the recipients one by one, 省财政厅、省水利厅：
fn is_address(words: &str) -> bool {
    let Some(list) = words.strip_suffix(is_colon) else { return false };
    let kinds = words.starts_with('各') || words.contains("、各") || words.contains("，各") || words.contains("人民政府");
    let mut names = list.split(|c| is_enumeration(c) || is_comma(c) || is_semicolon(c)).map(str::trim);
    let by_name = list.contains(is_enumeration) && names.all(|name| name.chars().count() >= 3 && name.ends_with(BODIES));
    (kinds || by_name) && !words.contains('。') && !words.contains("如下")
}

/// What the names of recipients end in.
const BODIES: &[char] = &['厅', '局', '委', '办', '部', '院', '会', '署', '团', '司', '府', '行', '心', '社'];

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Span> {
        let mut at = 0;
        text.split('\n')
            .map(|line| {
                let span = Span::new(at, at + line.len()).trimmed(text);
                at += line.len() + 1;
                span
            })
            .filter(|span| !span.is_empty())
            .collect()
    }

    #[test]
    fn the_plans_title_is_told_from_the_notices() {
        let text = "某省人民政府办公厅关于印发2019年重点工作分工方案的通知\n某政办发〔2019〕3号\n各市人民政府，省直各部门：\n　　现印发给你们，请执行。\n\n2019年重点工作\n分工方案（试行）\n　　为落实会议精神，制定本方案：\n";
        let front = read(text, &lines(text));
        let title: Vec<&str> = front.title.iter().map(|line| line.of(text)).collect();
        assert_eq!(title, ["2019年重点工作", "分工方案（试行）"]);
        assert_eq!(front.document_number.map(|span| span.of(text)), Some("某政办发〔2019〕3号"));
        assert_eq!(front.recipients.map(|span| span.of(text)), Some("各市人民政府，省直各部门："));
        assert_eq!(front.preamble.last().map(|span| span.of(text)), Some("为落实会议精神，制定本方案："));
    }

    #[test]
    fn a_notice_alone_gives_its_title() {
        let text = "关于分解下达年度任务的通知\n各单位：\n";
        assert_eq!(read(text, &lines(text)).title.first().map(|line| line.of(text)), Some("关于分解下达年度任务的通知"));
        let named = "关于分解任务的通知\n省财政厅、省水利厅，省教育厅：\n目标、任务：\n";
        assert_eq!(read(named, &lines(named)).recipients.map(|span| span.of(named)), Some("省财政厅、省水利厅，省教育厅："));
        assert_eq!(read("没有标题的一句话。", &lines("没有标题的一句话。")).title, []);
    }
}
