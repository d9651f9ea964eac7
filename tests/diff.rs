//! What changed between two plans: a plan and its next version after a reform, whose differences were written down by hand; copies of the
//! founding plan with known mutations; plans of two provinces; hostile and empty ones.

use serde_json::Value;
use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use unicode_width::UnicodeWidthStr;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

const OLD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/diff/2016/plan.txt");
const NEW: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/diff/2020/plan.txt");
const FOUNDING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans/hubao-yinyu-2012-2020.txt");

fn fengong(arguments: &[&str]) -> Result<Output> {
    Ok(Command::new(env!("CARGO_BIN_EXE_fengong")).env("LC_ALL", "C").args(arguments).output()?)
}

fn said(arguments: &[&str]) -> Result<String> {
    let output = fengong(arguments)?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(String::from_utf8(output.stdout)?) } else { Err(told.into()) }
}

fn json(from: &str, to: &str, more: &[&str]) -> Result<Value> {
    Ok(serde_json::from_str(&said(&[&["diff", from, to, "--format", "json"], more].concat())?)?)
}

fn words(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn all(value: &Value) -> Vec<&Value> {
    value.as_array().map(|values| values.iter().collect()).unwrap_or_default()
}

/// A pair of tasks and what differs, as one line.
fn pair(value: &Value) -> String {
    let party = |party: &Value| format!("{} {}", words(&party["role"]), words(&party["name"]));
    let told = |change: &Value| match words(&change["what"]).as_str() {
        "party-gained" => format!("+{}", party(&change["party"])),
        "party-lost" => format!("-{}", party(&change["party"])),
        what @ ("role" | "succeeded") => format!("{what}:{}>{}", party(&change["from"]), party(&change["to"])),
        "deadline" => format!("{}>{}", words(&change["from"]["date"]), words(&change["to"]["date"])),
        what => what.to_owned(),
    };
    let changes: Vec<String> = all(&value["changes"]).into_iter().map(told).collect();
    format!("{}>{} {}: {}", words(&value["from"]["number"]), words(&value["to"]["number"]), words(&value["matched"]), changes.join(", "))
}

/// The numbers of tasks that one plan alone has, with that of the task that they are a part of.
fn lone(value: &Value) -> Vec<String> {
    let part = |lone: &Value| words(&lone["part_of"]["task"]["number"]);
    all(value).into_iter().map(|lone| format!("{}{}", words(&lone["task"]["number"]), part(lone))).collect()
}

fn unit(value: &Value) -> String {
    let names = |of: &Value| all(of).into_iter().map(|named| words(&named["name"])).collect::<Vec<_>>().join("+");
    let tasks = |of: &Value| all(of).into_iter().map(|task| words(&task["number"])).collect::<Vec<_>>().join(" ");
    let leads = format!("{}>{}", value["leads_from"], value["leads_to"]);
    let kind = words(&value["kind"]);
    format!(
        "{kind} {}>{} {leads} +{} -{}",
        names(&value["from"]),
        names(&value["to"]),
        tasks(&value["leads_gained"]),
        tasks(&value["leads_lost"])
    )
}

/// Writes a version of the founding plan into a folder of its own, with what is known of it beside the text.
fn version(folder: &Path, name: &str, change: impl Fn(String) -> String) -> Result<String> {
    let path = folder.join(name).join("plan.txt");
    fs::create_dir_all(path.parent().ok_or("no folder")?)?;
    fs::write(&path, change(fs::read_to_string(FOUNDING)?))?;
    fs::copy(Path::new(FOUNDING).with_extension("meta.json"), path.with_extension("meta.json"))?;
    Ok(path.to_string_lossy().into_owned())
}

fn written(folder: &Path, name: &str, text: &str) -> Result<String> {
    let path: PathBuf = folder.join(name);
    fs::write(&path, text)?;
    Ok(path.to_string_lossy().into_owned())
}

#[test]
fn the_differences_of_two_versions_are_those_that_were_written_down() -> Result {
    let found = json(OLD, NEW, &[])?;
    let changed: Vec<String> = all(&found["changed"]).into_iter().map(pair).collect();
    assert_eq!(
        changed,
        [
            "一（一）>一（一） words: succeeded:lead 省环保厅>lead 省生态环境厅, 2017>2021-06",
            "一（二）>一（二） heading: words, succeeded:lead 省环保厅>lead 省生态环境厅",
            "二（一）>二（一） similarity: heading, words",
            "二（二）>二（三） words: number, succeeded:lead 省旅游局>lead 省文化旅游厅, succeeded:support 省文化厅>lead 省文化旅游厅, \
             +support 省财政厅",
            "二（三）>二（四） words: number, role:support 省商务厅>lead 省商务厅, -lead 省农牧厅, +support 省财政厅",
            "三（二）>四（二） words: number, succeeded:support 省环保厅>support 省生态环境厅",
        ]
    );
    let moved: Vec<String> = all(&found["moved"]).into_iter().map(pair).collect();
    assert_eq!(moved, ["三（一）>四（一） words: number"]);
    assert_eq!(lone(&found["added"]), ["二（五）", "三（一）"]);
    assert_eq!(lone(&found["split_off"]), ["二（二）二（一）"], "二（二） was cut from 二（一）");
    assert_eq!(lone(&found["removed"]), ["一（四）", "二（四）"], "二（四） is reworded beyond recognition");
    let sections: Vec<String> = all(&found["sections"])
        .into_iter()
        .map(|one| format!("{}>{}", words(&one["from"]["number"]), words(&one["to"]["number"])))
        .collect();
    assert_eq!(sections, ["三>四", ">三"]);
    assert_eq!(
        found["counts"],
        serde_json::json!({"unchanged": 1, "changed": 6, "moved": 1, "added": 2, "removed": 2, "split_off": 1, "merged_in": 0})
    );
    let units: BTreeSet<String> = all(&found["units"]).into_iter().map(unit).collect();
    let expected = [
        "renamed 省环保厅>省生态环境厅 2>2 + -",
        "merged 省文化厅+省旅游局>省文化旅游厅 1>1 + -",
        "renamed 省金融办>省地方金融监管局 1>1 +二（五） -二（四）",
        "kept 省商务厅>省商务厅 0>3 +二（二） 二（四） 三（一） -",
        "kept 省财政厅>省财政厅 1>1 + -",
        "kept 省发展改革委>省发展改革委 1>1 + -",
        "removed 省农牧厅> 1>0 + -二（三）",
        "removed 省公安厅> 1>0 + -一（四）",
        "added >省交通运输厅 0>0 + -",
    ];
    assert_eq!(units, expected.map(str::to_owned).into());
    let renamed = all(&found["units"]).into_iter().find(|one| one["from"][0]["name"] == "省环保厅").ok_or("not told")?;
    assert_eq!(renamed["reforms"][0]["year"], "2018");
    Ok(())
}

#[test]
fn what_one_way_adds_the_other_way_removes() -> Result {
    let (there, back) = (json(OLD, NEW, &[])?, json(NEW, OLD, &[])?);
    for (one, other) in [("added", "removed"), ("split_off", "merged_in")] {
        assert_eq!((lone(&there[one]), lone(&there[other])), (lone(&back[other]), lone(&back[one])));
    }
    for found in [&there, &back] {
        for list in ["changed", "moved", "added", "removed", "split_off", "merged_in"] {
            assert_eq!(found["counts"][list], all(&found[list]).len(), "what is counted is what is listed: {list}");
        }
    }
    assert_eq!((&back["counts"]["merged_in"], &back["counts"]["split_off"]), (&1.into(), &0.into()));
    let pairs = |found: &Value, from: &str, to: &str| -> BTreeSet<String> {
        let both = ["changed", "moved"].into_iter().flat_map(|kind| all(&found[kind]));
        both.map(|pair| format!("{}>{}", words(&pair[from]["number"]), words(&pair[to]["number"]))).collect()
    };
    assert_eq!(pairs(&there, "from", "to"), pairs(&back, "to", "from"));
    let kinds: BTreeSet<String> = all(&back["units"]).into_iter().map(unit).collect();
    assert!(kinds.contains("renamed 省生态环境厅>省环保厅 2>2 + -"), "{kinds:#?}");
    assert!(kinds.contains("split 省文化旅游厅>省文化厅+省旅游局 1>1 + -"), "{kinds:#?}");
    Ok(())
}

#[test]
fn every_change_shows_the_words_of_both_plans() -> Result {
    let (old, new) = (fs::read_to_string(OLD)?, fs::read_to_string(NEW)?);
    let found = json(OLD, NEW, &[])?;
    for pair in all(&found["changed"]) {
        for (side, plan) in [("from", &old), ("to", &new)] {
            let task = &pair[side];
            assert!(plan.contains(&words(&task["clause"])) && plan.contains(&words(&task["text"])), "{task}");
        }
        for change in all(&pair["changes"]).into_iter().filter(|change| change["what"] == "words") {
            let side = |left_out: &str| -> String {
                let pieces = all(&change["words"]).into_iter().filter_map(Value::as_object).flatten();
                pieces.filter(|(kind, _)| *kind != left_out).map(|(_, piece)| words(piece)).collect()
            };
            assert_eq!((side("inserted"), side("deleted")), (words(&pair["from"]["text"]), words(&pair["to"]["text"])));
        }
    }
    let text = said(&["diff", OLD, NEW])?;
    assert!(text.contains("{+加快+}推进城镇污水处理设施提标改造，{+基本+}消除城市{+建成区+}黑臭水体"), "{text}");
    assert!(text.contains("（省旅游局牵头，省文化厅配合）") && text.contains("（省文化和旅游厅牵头，省财政厅配合）"), "{text}");
    Ok(())
}

#[test]
fn the_founding_plan_does_not_differ_from_itself() -> Result {
    let output = fengong(&["diff", FOUNDING, FOUNDING, "--exit-code"])?;
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout)?;
    assert!(
        text.ends_with("Tasks: 50 unchanged, 0 changed, 0 moved, 0 added, 0 removed, 0 split off, 0 merged in.\nNothing differs.\n"),
        "{text}"
    );
    let folder = tempfile::tempdir()?;
    let other = version(folder.path(), "typeset", |text| text.replace('，', ", ").replace('（', "("))?;
    let found = json(FOUNDING, &other, &[])?;
    assert_eq!((&found["counts"]["unchanged"], &found["sections"]), (&50.into(), &serde_json::json!([])), "{found:#}");
    Ok(())
}

#[test]
fn of_a_mutated_copy_exactly_the_mutations_are_told() -> Result {
    let folder = tempfile::tempdir()?;
    let mutated = version(folder.path(), "mutated", |text| {
        let swapped = text.replacen("（自治区水利厅牵头，自治区发展改革委、", "（自治区发展改革委牵头，自治区水利厅、", 1);
        assert_ne!(swapped, text);
        let lines: Vec<&str> = swapped.lines().filter(|line| !line.contains("国家综合能源基地。")).collect();
        lines.join("\n")
    })?;
    let found = json(FOUNDING, &mutated, &[])?;
    assert_eq!(lone(&found["removed"]), ["一（一）"]);
    assert_eq!(lone(&found["added"]), Vec::<String>::new());
    let changed: Vec<String> = all(&found["changed"]).into_iter().map(pair).collect();
    assert_eq!(
        changed,
        ["一（二）>一（二） words: role:lead 自治区水利厅>support 自治区水利厅, role:support 自治区发展改革委>lead 自治区发展改革委"]
    );
    assert_eq!((&found["counts"]["unchanged"], &found["counts"]["moved"]), (&48.into(), &0.into()));
    let leads: BTreeSet<String> = all(&found["units"]).into_iter().filter(|one| one["leads_from"] != one["leads_to"]).map(unit).collect();
    assert_eq!(leads.len(), 3, "{leads:#?}");
    assert_eq!(fengong(&["diff", FOUNDING, &mutated, "--exit-code"])?.status.code(), Some(1));
    assert_eq!(fengong(&["diff", FOUNDING, &mutated])?.status.code(), Some(0));
    Ok(())
}

#[test]
fn versions_of_one_file_name_stay_apart_and_the_same_bytes_come_out_twice() -> Result {
    let folder = tempfile::tempdir()?;
    for format in ["text", "markdown", "json", "turtle", "trig", "nquads", "jsonld"] {
        let path = folder.path().join(format).to_string_lossy().into_owned();
        said(&["diff", OLD, NEW, "--format", format, "-o", &path])?;
        assert_eq!(fs::read_to_string(&path)?, said(&["diff", OLD, NEW, "--format", format])?, "{format}");
    }
    let found = json(OLD, NEW, &[])?;
    assert_ne!(found["from"]["iri"], found["to"]["iri"]);
    // The IRIs are those that the plans have together elsewhere, so that the comparison can be asked beside them.
    let diff = folder.path().join("diff.ttl").to_string_lossy().into_owned();
    said(&["diff", OLD, NEW, "-o", &diff])?;
    let asked = "SELECT ?title ?a ?b { ?c fg:changeKind 'succeeded' ; fg:fromTask/dcterms:title ?title ; \
                 fg:fromParty/fg:shortName ?a ; fg:toParty/fg:shortName ?b ; fg:evidence/fg:quote ?q } GROUP BY ?title ?a ?b ORDER BY ?title ?a";
    let rows = said(&["query", "--plan", OLD, NEW, "--with", &diff, "-e", asked, "--format", "csv"])?;
    assert!(rows.contains("全域旅游,省旅游局,省文化旅游厅") && rows.lines().count() == 6, "{rows}");
    Ok(())
}

#[test]
fn units_are_followed_over_several_reforms_and_told_apart_from_those_that_stay() -> Result {
    let folder = tempfile::tempdir()?;
    let plan = |name: &str, year: u16, clauses: [&str; 3]| -> Result<String> {
        written(folder.path(), &format!("{name}.meta.json"), &format!("{{\"year\": {year}}}"))?;
        let [one, two, three] = clauses;
        let text = format!(
            "物流工作分工方案\n\n（一）铁路。建设港口铁路专用线。（{one}）\n（二）港口。完善集疏运体系。（{two}）\n（三）药品。推进冷链建设。（{three}）\n"
        );
        written(folder.path(), &format!("{name}.txt"), &text)
    };
    let old = plan("a", 2012, ["铁道部牵头，交通运输部配合", "交通运输部牵头，水利部配合", "卫生部牵头，国家人口和计划生育委员会配合"])?;
    let new = plan("b", 2019, ["国家铁路局牵头，交通运输部配合", "交通运输部牵头，自然资源部配合", "国家卫生健康委员会牵头"])?;
    let found = json(&old, &new, &[])?;
    let changed: Vec<String> = all(&found["changed"]).into_iter().map(pair).collect();
    assert_eq!(
        changed,
        [
            "（一）>（一） words: succeeded:lead 铁道部>lead 国家铁路局",
            "（二）>（二） words: -support 水利部, +support 自然资源部",
            "（三）>（三） words: succeeded:lead 卫生部>lead 国家卫生健康委, succeeded:support 国家人口计生委>lead 国家卫生健康委",
        ],
        "水利部 handed over only a part of its duties"
    );
    let units: BTreeSet<String> = all(&found["units"]).into_iter().map(unit).collect();
    let expected = [
        "reorganised 交通运输部+铁道部>交通运输部+国家铁路局 2>2 + -",
        "merged 卫生部+国家人口计生委>国家卫生健康委 1>1 + -",
        "removed 水利部> 0>0 + -",
        "added >自然资源部 0>0 + -",
    ];
    assert_eq!(units, expected.map(str::to_owned).into());
    let new = all(&found["units"]).into_iter().find(|one| one["to"][0]["name"] == "自然资源部").ok_or("not told")?;
    let handed = &new["reforms"][0];
    assert_eq!((&handed["from"], &handed["part"]), (&"水利部".into(), &true.into()), "{new}");
    Ok(())
}

#[test]
fn units_of_two_governments_are_compared_by_function() -> Result {
    let folder = tempfile::tempdir()?;
    let plan = |of: &str| {
        format!(
            "{of}节水行动分工方案\n\n（一）农业节水。推进灌区改造。（省水利厅牵头，省财政厅、省农业农村厅配合）\n（二）城镇节水。降低管网漏损。（省住房城乡建设厅牵头，省财政厅配合）\n"
        )
    };
    let one = written(folder.path(), "a.txt", &plan("江苏省"))?;
    let other = written(folder.path(), "b.txt", &plan("甘肃省").replace("省财政厅、省农业农村厅配合", "省农业农村厅、省审计厅配合"))?;
    let found = json(&one, &other, &[])?;
    assert_eq!(found["across_governments"], true);
    let changed: Vec<String> = all(&found["changed"]).into_iter().map(pair).collect();
    assert_eq!(changed, ["（一）>（一） words: -support 江苏省财政厅, +support 省审计厅"], "{found:#}");
    let kinds: Vec<String> = all(&found["units"]).into_iter().map(|one| words(&one["kind"])).collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "counterpart").count(), 4, "{kinds:?}");
    assert!(said(&["diff", &one, &other])?.contains("different governments"));
    Ok(())
}

#[test]
fn only_what_is_asked_for_is_told() -> Result {
    let found = json(OLD, NEW, &["--section", "一"])?;
    assert_eq!(all(&found["changed"]).len(), 2);
    assert_eq!((lone(&found["added"]), lone(&found["removed"])), (vec![], vec!["一（四）".to_owned()]));
    assert_eq!((&found["from"]["tasks"], &found["to"]["tasks"]), (&4.into(), &3.into()));
    let told = said(&["diff", OLD, NEW, "--section", "一"])?;
    assert!(told.starts_with("Only tasks of section 一, and what they are matched with: 4 of 10 tasks of A, 3 of 11 of B."), "{told}");
    assert!(told.contains("4 tasks, ") && !told.contains("10 tasks, "), "{told}");
    let report = said(&["diff", OLD, NEW, "--section", "一", "--format", "markdown"])?;
    assert!(report.contains("4 of 10 tasks of A"), "{report}");
    // 省环保厅 is in both sections of the old plan: what became of it is the same in each.
    for section in ["一", "三"] {
        let found = json(OLD, NEW, &["--section", section])?;
        let units: Vec<String> = all(&found["units"]).into_iter().map(unit).collect();
        assert!(units.iter().any(|unit| unit.starts_with("renamed 省环保厅>省生态环境厅")), "{units:?}");
    }
    let strict = json(OLD, NEW, &["--similarity", "1"])?;
    assert!(all(&strict["changed"]).into_iter().all(|pair| pair["matched"] != "similarity"));
    Ok(())
}

#[test]
fn what_became_of_units_is_called_by_the_reforms_of_the_data() -> Result {
    let text = said(&["diff", OLD, NEW, "--lang", "zh", "--format", "markdown"])?;
    assert!(text.contains("| 省环保厅 → 省生态环境厅 | 改为（2018年地方机构改革） |"), "{text}");
    assert!(text.contains("| 省文化厅、省旅游局 → 省文化旅游厅 | 合并（2018年地方机构改革） |"), "{text}");
    assert!(text.contains("机构沿革：牵头 省环保厅 → 省生态环境厅"), "{text}");
    assert!(!text.contains("更名"), "an office that takes over another is no new name: {text}");
    Ok(())
}

#[test]
fn divisions_of_one_name_are_two_places_and_words_without_end_are_read_once() -> Result {
    let folder = tempfile::tempdir()?;
    let plan = |of: &str, word: &str| {
        format!("{of}河道整治分工方案\n\n（一）河道。整治{of}朝阳区河道，编号{word}。（市水利局牵头，市财政局配合）\n")
    };
    let one = written(folder.path(), "a.txt", &plan("北京市", "x"))?;
    let other = written(folder.path(), "b.txt", &plan("长春市", &"y".repeat(60_000)))?;
    let found = json(&one, &other, &[])?;
    let places = &found["places"];
    assert!(places["lost"].to_string().contains("division/110105") && places["gained"].to_string().contains("division/220104"), "{places}");
    let begun = std::time::Instant::now();
    assert!(said(&["diff", &one, &other])?.contains("yyyy"));
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    Ok(())
}

#[test]
fn lines_fit_the_width_and_bear_no_colours_outside_of_a_terminal() -> Result {
    for language in ["en", "zh"] {
        let text = said(&["diff", OLD, NEW, "--lang", language])?;
        assert_eq!(text.contains("有改动的任务"), language == "zh");
        assert!(text.lines().all(|line| line.width() <= 140), "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
    }
    Ok(())
}

#[test]
fn hostile_and_empty_plans_end_well() -> Result {
    let folder = tempfile::tempdir()?;
    let empty = written(folder.path(), "empty.txt", "")?;
    let nothing = written(folder.path(), "nothing.txt", "通知\n今天下雨。\n")?;
    for wrong in [&empty, &nothing, &"no-such.txt".to_owned()] {
        for pair in [[OLD, wrong.as_str()], [wrong.as_str(), OLD]] {
            let output = fengong(&["diff", pair[0], pair[1]])?;
            assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{wrong}");
            assert_eq!(String::from_utf8(output.stderr)?.lines().count(), 1);
        }
    }
    for wrong in [&["--similarity", "2"][..], &["--format", "docx"], &["-o", "x.docx"], &["--base", "no base"], &["--section", "九十"]] {
        assert_eq!(fengong(&[&["diff", OLD, NEW], wrong].concat())?.status.code(), Some(2), "{wrong:?}");
    }
    assert_eq!(fengong(&["diff", OLD])?.status.code(), Some(2));
    let hostile = "节水方案\n（一）| a | <b>*x*</b>。推进`节水`|改造\u{1b}[31m。（省水利厅牵头，省财政厅配合）\n（二）。（省水利厅牵头，省财政厅配合）\n";
    let one = written(folder.path(), "hostile.txt", hostile)?;
    let other = written(folder.path(), "other.txt", &hostile.replace("改造", "<script>改建</script>"))?;
    for format in ["text", "markdown", "json", "nquads"] {
        let text = said(&["diff", &one, &other, "--format", format])?;
        assert!(!text.contains('\u{1b}'), "{format}: {text}");
        assert!(format != "markdown" || (!text.contains("<script>") && !text.contains("<b>")), "{text}");
    }
    Ok(())
}

#[test]
fn a_thousand_tasks_are_compared_with_a_thousand() -> Result {
    let folder = tempfile::tempdir()?;
    // Words of everyday plans between characters that are drawn by a fixed rule, so that no task is like another.
    let text = |shift: usize| -> String {
        let task = |at: usize| {
            let drawn =
                |step: usize| char::from_u32(0x4E00 + ((at * 7919 + step * 104_729 + at * step * 31) % 5000) as u32).unwrap_or('一');
            let words: String =
                (0..120).map(|step| if step % 15 == 14 { "，推进建设".to_owned() } else { drawn(step).to_string() }).collect();
            format!("{at}.{words}。{}（省水利厅牵头，省财政厅配合）\n", if at.is_multiple_of(10) { "并按年度评估。" } else { "" })
        };
        "甘肃省任务分工方案\n\n".to_owned() + &(shift..1000 + shift).map(task).collect::<String>()
    };
    let one = written(folder.path(), "one.txt", &text(0))?;
    let other = written(folder.path(), "other.txt", &text(20).replace("并按年度评估", "并按季度评估"))?;
    let found = json(&one, &other, &[])?;
    assert_eq!((&found["counts"]["added"], &found["counts"]["removed"]), (&20.into(), &20.into()), "{}", found["counts"]);
    assert_eq!(found["counts"]["changed"], 98);
    Ok(())
}
