//! What `fengong check` finds in a plan full of slips, in the founding plan, and nowhere else.

use fengong::check::check;
use fengong::diagnostic::{Diagnostic, RULES};
use fengong::document::Metadata;
use fengong::reader::{Reader, Reading};
use fengong::text::Source;
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Every finding as line, code, words.
fn found(file: &str) -> Result<Vec<(usize, &'static str, String)>> {
    let reader = Reader::new(None)?;
    let reading = reader.read_file(&Path::new(env!("CARGO_MANIFEST_DIR")).join(file))?;
    Ok(check(&reader, &reading).iter().map(|diagnostic| told(diagnostic, &reading)).collect())
}

fn told(diagnostic: &Diagnostic, reading: &Reading) -> (usize, &'static str, String) {
    let source = &reading.document.source;
    (source.line_and_column(diagnostic.span.start).0, diagnostic.rule.code, source.words(diagnostic.span).to_owned())
}

fn codes(text: &str) -> Result<Vec<&'static str>> {
    let reader = Reader::new(None)?;
    let reading = reader.read(Source::from_text("plan", text), Metadata::default());
    Ok(check(&reader, &reading).iter().map(|diagnostic| diagnostic.rule.code).collect())
}

#[test]
fn the_founding_plan_has_three_slips() -> Result {
    let expected = [
        (57, "misspelt-place", "荣城"),
        (59, "unit-under-two-names", "内蒙古民航机场集团"),
        (60, "unit-under-two-names", "自治区经济信息化委"),
    ];
    let found = found("data/plans/hubao-yinyu-2012-2020.txt")?;
    assert_eq!(found, expected.map(|(line, code, words)| (line, code, words.to_owned())));
    Ok(())
}

#[test]
fn each_slip_is_found_where_it_stands() -> Result {
    let expected = [
        (6, "misspelt-place", "荣城"),
        (6, "past-deadline", "2018年"),
        (7, "misspelt-place", "锦阳"),
        (7, "impossible-date", "9月31日"),
        (7, "unit-twice", "交通运输厅"),
        (8, "skipped-number", "（四）"),
        (8, "unclosed-bracket", "（"),
        (9, "repeated-number", "（四）"),
        (9, "impossible-date", "2020年2月30日"),
        (9, "no-lead", "（省财政厅、省发展和改革委配合）"),
        (9, "unit-under-two-names", "省发展和改革委"),
        (11, "unopened-bracket", "）"),
        (11, "several-leads", "（省教育厅、省财政厅牵头，省发展改革委配合）"),
        (12, "lead-not-addressed", "省卫生健康委"),
        (12, "empty-clause", "配合单位"),
        (13, "former-place", "崇文区"),
        (13, "similar-unit", "省财正厅"),
        (14, "unknown-unit", "某某"),
        (15, "words-without-role", "另行通知"),
        (16, "clause-without-task", "（省教育厅牵头，省财政厅配合）"),
        (17, "unknown-place", "无此地"),
    ];
    let found = found("tests/check/slips.txt")?;
    assert_eq!(found, expected.map(|(line, code, words)| (line, code, words.to_owned())));
    let missing: Vec<&str> = RULES.iter().map(|rule| rule.code).filter(|code| found.iter().all(|(_, other, _)| other != code)).collect();
    assert_eq!(missing, ["no-title"], "every kind of finding has a slip of its own");
    Ok(())
}

#[test]
fn what_only_looks_like_a_slip_is_none() -> Result {
    let head = "2019年重点工作分工方案\n某政办发〔2019〕8号\n一、交通\n";
    for sound in [
        // The level is written out where it is needed.
        "（一）甲项。内容。（国家发展改革委牵头，财政部配合）\n（二）乙项。内容。（发展改革委牵头，财政部配合）\n",
        // A period that is over, and a deadline within the plan's year.
        "（一）甲项。2018年以来，成效明显，2019年底前完成。（省水利厅牵头，省财政厅配合）\n",
        // Numbers in brackets of a sentence.
        "（一）甲项。包括：1）建设；2）改造。（省水利厅牵头，省财政厅配合）\n",
        // Numbers that run on from one section to the next.
        "1.甲项。内容。（省水利厅牵头）\n二、水利\n2.乙项。内容。（省水利厅牵头）\n",
        // A second name in brackets; buildings of long ago.
        "（一）甲项。改造2000年底前建成的小区。（市教育局（市体育局）牵头）\n（二）乙项。内容。（市教育局牵头）\n",
        // A list in which other things than places stand; a route between known ones.
        "（一）甲项。建设成都、产业园，成都-重庆铁路。（省水利厅牵头，省财政厅配合）\n",
        // 教育局 and 体育局 are two departments.
        "（一）甲项。内容。（市教育局牵头，市体育局配合）\n（二）乙项。内容。（市教育局牵头，市财政局配合）\n",
        // Several leads, each of its part.
        "（一）甲项。内容。（省水利厅、省财政厅分别牵头）\n（二）乙项。内容。（省水利厅牵头）\n（三）丙项。内容。（省水利厅牵头）\n",
        // Only one responsible unit: it leads.
        "（一）甲项。内容。（省水利厅负责）\n（二）乙项。内容。（省水利厅牵头）\n",
    ] {
        assert_eq!(codes(&format!("{head}{sound}"))?, Vec::<&str>::new(), "{sound}");
    }
    Ok(())
}

#[test]
fn our_own_plans_have_nothing_absurd() -> Result {
    // What was written on purpose into the plans of the notations: clauses that only support or name many, open brackets, names of no table,
    // deadlines that no calendar has.
    let meant: BTreeSet<&str> =
        ["impossible-date", "no-lead", "several-leads", "no-title", "unclosed-bracket", "unknown-unit", "words-without-role"].into();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans"))? {
        let path = entry?.path();
        if path.extension().is_none_or(|ending| ending != "txt") {
            continue;
        }
        let reader = Reader::new(None)?;
        let reading = reader.read(Source::read(&path)?, Metadata::beside(&path)?);
        for diagnostic in check(&reader, &reading) {
            assert!(meant.contains(diagnostic.rule.code), "{}: {:?}", path.display(), told(&diagnostic, &reading));
        }
    }
    Ok(())
}
