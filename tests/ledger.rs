//! The ledger as documents: whole, the same bytes run after run, and read back by the programs that read such files.

use calamine::{Data, Reader as _, Xlsx};
use fengong::analyse::Ledger;
use fengong::document::Metadata;
use fengong::graph::{DEFAULT_BASE, Graph, Names};
use fengong::office::{Block, Document, Register, docx, markdown, workbook};
use fengong::reader::Reader;
use fengong::text::Source;
use std::error::Error;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Graph and ledger of some plans, each with its name and text.
fn graph(plans: &[(&str, &str)]) -> Result<(Graph, Ledger)> {
    let reader = Reader::new(None)?;
    let read = |(id, text): &(&str, &str)| {
        reader.read(Source::from_text(id, *text), Metadata { id: Some((*id).to_owned()), ..Metadata::default() })
    };
    let readings: Vec<_> = plans.iter().map(read).collect();
    let graph = Graph::build(&reader, &readings, Names::new(DEFAULT_BASE)?)?;
    let ledger = Ledger::of(&graph)?;
    Ok((graph, ledger))
}

fn register(plans: &[(&str, &str)]) -> Result<Register> {
    let (graph, ledger) = graph(plans)?;
    Ok(Register::of(&graph, &ledger, None)?)
}

static FOUNDING: LazyLock<(Graph, Ledger)> = LazyLock::new(|| {
    let reader = Reader::new(None).expect("the tables of the program can be read");
    let plan = concat!(env!("CARGO_MANIFEST_DIR"), "/data/plans/hubao-yinyu-2012-2020.txt");
    let reading = reader.read_file(Path::new(plan)).expect("the founding plan can be read");
    let graph = Graph::build(&reader, &[reading], Names::new(DEFAULT_BASE).expect("an IRI")).expect("a graph");
    let ledger = Ledger::of(&graph).expect("a ledger");
    (graph, ledger)
});

fn founding(unit: Option<&str>) -> Result<Register> {
    let (graph, ledger) = &*FOUNDING;
    let Some(unit) = unit else { return Ok(Register::of(graph, ledger, None)?) };
    let at = ledger.parties.iter().position(|party| party.name == unit).ok_or("the unit")?;
    let tasks = ledger.duties.iter().filter(|duty| duty.party == at).map(|duty| duty.task).collect();
    Ok(Register::of(graph, &ledger.with_tasks(&tasks), Some(&ledger.parties[at].iri))?)
}

fn book(bytes: &[u8]) -> Result<Xlsx<Cursor<&[u8]>>> {
    Ok(Xlsx::new(Cursor::new(bytes))?)
}

/// The rows of a sheet as words, from its head on.
fn rows(bytes: &[u8], sheet: &str) -> Result<Vec<Vec<String>>> {
    let range = book(bytes)?.worksheet_range(sheet)?;
    Ok(range.rows().skip(2).map(|row| row.iter().map(ToString::to_string).collect()).collect())
}

fn column(rows: &[Vec<String>], head: &str) -> Vec<String> {
    let at = rows[0].iter().position(|cell| cell == head).unwrap_or_else(|| panic!("no column {head} in {:?}", rows[0]));
    rows[1..].iter().map(|row| row[at].clone()).collect()
}

/// A member of an archive.
fn member(bytes: &[u8], name: &str) -> Result<String> {
    let mut text = String::new();
    zip::ZipArchive::new(Cursor::new(bytes))?.by_name(name)?.read_to_string(&mut text)?;
    Ok(text)
}

#[test]
fn the_workbook_of_the_founding_plan_has_every_task_and_a_sheet_for_every_unit() -> Result {
    let bytes = workbook(&founding(None)?)?;
    let all = rows(&bytes, "任务台账")?;
    let heads =
        "序号 章节 任务 具体内容 牵头单位 配合单位 涉及盟市 完成时限 责任人 进展情况 完成比例 更新日期 办结日期 存在问题 备注 任务标识";
    assert_eq!(all[0].join(" "), heads);
    assert_eq!(all.len(), 51);
    let (_, ledger) = &*FOUNDING;
    assert_eq!(column(&all, "任务标识"), ledger.tasks.iter().map(|task| task.iri.clone()).collect::<Vec<_>>());
    assert_eq!(column(&all, "具体内容"), ledger.tasks.iter().map(|task| task.text.clone()).collect::<Vec<_>>());
    assert_eq!(column(&all, "章节")[5], "二、空间布局\n（二）六大产业带");
    assert_eq!(column(&all, "涉及盟市")[7], "包头市、鄂尔多斯市、呼和浩特市（托克托县）、乌海市");
    assert!(column(&all, "进展情况").iter().all(String::is_empty), "what is filled in is empty");
    let names = book(&bytes)?.sheet_names();
    assert_eq!((names.len(), names[1].as_str()), (35, "统计"), "all, counts, 32 units, the hidden one");
    let water = rows(&bytes, "自治区水利厅")?;
    assert_eq!(column(&water, "角色").iter().filter(|role| *role == "牵头").count(), 5);
    assert_eq!(water.len(), 17);
    let counts = rows(&bytes, "统计")?;
    let of_water = counts.iter().find(|row| row[1] == "自治区水利厅").ok_or("the unit is counted")?;
    assert_eq!(of_water[2..5].join(" "), "5 11 16");
    Ok(())
}

#[test]
fn the_same_plan_gives_the_same_bytes_whenever_they_are_made() -> Result {
    for unit in [None, Some("自治区水利厅")] {
        let register = founding(unit)?;
        let (first, document) = (workbook(&register)?, docx(&Document::of(&register))?);
        // The resolution of times in archives is two seconds, in properties one.
        std::thread::sleep(std::time::Duration::from_millis(2100));
        let again = founding(unit)?;
        assert!(workbook(&again)? == first && docx(&Document::of(&again))? == document, "{unit:?}");
    }
    Ok(())
}

const HOSTILE: &str = "某县2022年重点工作分工方案
一、总则
（一）=1+1。=SUM(A1)做事<b>&\"。（县[水]利:局?牵头，县财政局、县历史研究所局历史研究所局历史研究所局历史研究所局历史研究所局办公室配合）
（二）-治水。+加固@堤防|渠道。（县财政局负责，2022年底前完成）
";

#[test]
fn cells_that_look_like_formulas_are_words_and_names_of_sheets_are_names_that_excel_takes() -> Result {
    let register = register(&[("x", HOSTILE)])?;
    let bytes = workbook(&register)?;
    let all = rows(&bytes, "任务台账")?;
    assert_eq!(column(&all, "具体内容"), register.entries.iter().map(|entry| entry.text.clone()).collect::<Vec<_>>());
    assert!(column(&all, "具体内容")[0].starts_with('='), "{all:?}");
    assert_eq!(column(&all, "负责单位"), ["", "县财政局"]);
    assert_eq!(column(&all, "完成时限"), ["", "2022年底前完成"]);
    assert!(!member(&bytes, "xl/worksheets/sheet1.xml")?.contains("<f>"), "no formula stands among the tasks");
    for name in book(&bytes)?.sheet_names() {
        assert!(name.encode_utf16().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\']), "{name}");
    }
    let range = book(&bytes)?.worksheet_range("任务台账")?;
    assert_eq!(range.get_value((3, 0)), Some(&Data::Float(1.0)));
    Ok(())
}

/// The values of an attribute, with what XML escapes.
fn attributes(xml: &str, name: &str) -> Vec<String> {
    let begin = format!(" {name}=\"");
    let values = xml.split(begin.as_str()).skip(1).filter_map(|rest| rest.split('"').next());
    values
        .map(|value| value.replace("&apos;", "'").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
        .collect()
}

#[test]
fn units_of_hostile_names_have_sheets_that_links_and_formulas_find() -> Result {
    let hostile = [
        "任务台账",
        "统计",
        "台账底稿",
        "History",
        "history",
        "A局",
        "a局",
        "甲/乙\\丙",
        "[财政厅]",
        "水:利*厅?",
        "'引号'",
        "单'引号",
        "\"双\"&<局>",
        "",
        "   ",
        "=1+1",
        "A1",
        "2013年",
        "TRUE",
        "换\n行\u{1}\u{FFFF}",
        "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
        "自治区重大工程项目推进工作领导小组办公室及其成员单位联席会议",
        "自治区重大工程项目推进工作领导小组办公室及其成员单位联席会议办公室",
        "一个恰好有三十个字后面跟着一个撇号的单位名称真是不容易起啊'x",
        "R1C1",
        "a!b",
        "#REF!",
        "水利厅 ",
        " 水利厅",
    ];
    let mut register = founding(None)?;
    register.title = format!("{}\u{1}\u{FFFE}&1", register.title);
    for (unit, name) in register.units.iter_mut().zip(hostile) {
        unit.name = name.to_owned();
    }
    let bytes = workbook(&register)?;
    let book_xml = member(&bytes, "xl/workbook.xml")?;
    let names: Vec<String> =
        book_xml.split("<sheet ").skip(1).filter_map(|sheet| attributes(&format!(" {sheet}"), "name").first().cloned()).collect();
    assert_eq!(names.len(), register.units.iter().filter(|unit| unit.is_unit).count() + 3);
    let mut seen = std::collections::BTreeSet::new();
    for name in &names {
        assert!((1..=31).contains(&name.encode_utf16().count()), "{name}");
        assert!(!name.contains(|c: char| "[]:*?/\\".contains(c) || c.is_control()), "{name}");
        assert!(!name.starts_with('\'') && !name.ends_with('\'') && name.trim() == name, "{name}");
        assert!(seen.insert(name.to_lowercase()) && name.to_lowercase() != "history", "{name}");
    }
    // WPS takes no names of ranges but those that are built in.
    let defined: Vec<&str> = book_xml.split("<definedName name=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(!defined.is_empty() && defined.iter().all(|name| name.starts_with("_xlnm.")), "{defined:?}");
    let quoted = |name: &str| format!("'{}'!", name.replace('\'', "''"));
    let mut links = 0;
    for at in 1..=names.len() {
        let sheet = member(&bytes, &format!("xl/worksheets/sheet{at}.xml"))?;
        for place in attributes(&sheet, "location") {
            assert!(names.iter().any(|name| place == format!("{}A1", quoted(name))), "{place}");
            links += 1;
        }
    }
    assert!(links > names.len(), "{links}");
    let formulas = member(&bytes, "xl/worksheets/sheet2.xml")?
        .replace("&apos;", "'")
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    let own = names.iter().filter(|name| !["任务台账", "统计", "台账底稿"].contains(&name.as_str()));
    for name in own {
        assert!(formulas.contains(&format!("COUNTIFS({}", quoted(name))), "{name}");
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes[..]))?;
    for at in 0..archive.len() {
        let (mut text, mut file) = (String::new(), archive.by_index(at)?);
        file.read_to_string(&mut text)?;
        let refused = |c: char| matches!(c, '\0'..='\u{8}' | '\u{B}'..='\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
        assert!(!text.contains(refused), "part {at} holds a character that XML has not");
    }
    assert_eq!(book(&bytes)?.sheet_names(), names);
    Ok(())
}

#[test]
fn plans_of_one_title_are_told_apart_everywhere() -> Result {
    let plan = "节水行动分工方案\n\n一、农业\n（一）灌区。推进灌区改造。（省水利厅牵头，省财政厅配合）\n";
    let register = register(&[("old", plan), ("new", &plan.replace("推进", "全面推进"))])?;
    let plans: std::collections::BTreeSet<&str> = register.entries.iter().map(|entry| entry.plan.as_str()).collect();
    assert_eq!(plans, ["节水行动分工方案（new）", "节水行动分工方案（old）"].into());
    assert_eq!(column(&rows(&workbook(&register)?, "任务台账")?, "文件").len(), 2);
    let text = markdown(&Document::of(&register));
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with('#')).collect();
    assert_eq!(
        headings,
        ["# 任务台账（2份文件）", "## 节水行动分工方案（new）", "### 一、农业", "## 节水行动分工方案（old）", "### 一、农业"],
        "headings nest"
    );
    let document = docx(&Document::of(&register))?;
    let body = member(&document, "word/document.xml")?;
    assert!(body.contains("\"Heading1\"") && body.contains("\"Heading2\""));
    assert_eq!(body.matches("<w:tr>").count(), body.matches("<w:cantSplit/>").count(), "no row is cut by the end of a page");
    Ok(())
}

#[test]
fn columns_that_nothing_stands_in_are_left_out_of_documents() -> Result {
    let plan =
        "节水方案\n\n（一）灌区。推进包头市灌区改造。（自治区水利厅牵头）\n（二）城镇。降低漏损。（自治区财政厅牵头，自治区水利厅配合）\n";
    let (graph, ledger) = graph(&[("a", plan)])?;
    let at = ledger.parties.iter().position(|party| party.name.ends_with("财政厅")).ok_or("the unit")?;
    let tasks = ledger.duties.iter().filter(|duty| duty.party == at).map(|duty| duty.task).collect();
    let register = Register::of(&graph, &ledger.with_tasks(&tasks), Some(&ledger.parties[at].iri))?;
    for block in Document::of(&register).blocks {
        if let Block::Table { heads, rows, .. } = block {
            assert!(!heads.iter().any(|head| head.starts_with("涉及")), "{heads:?}");
            let empty = |at: usize| rows.iter().all(|row| row[at].is_empty());
            assert!((0..heads.len()).all(|at| !empty(at)), "{heads:?} {rows:?}");
        }
    }
    Ok(())
}

#[test]
fn the_sheet_is_made_for_filling_in_and_for_printing() -> Result {
    let bytes = workbook(&founding(None)?)?;
    let sheet = member(&bytes, "xl/worksheets/sheet1.xml")?;
    for part in [
        "<dataValidation type=\"list\"",
        "未启动,推进中,滞后,逾期,已完成,已终止",
        "<dataValidation type=\"decimal\"",
        "<dataValidation type=\"date\"",
        "<autoFilter ref=\"A3:P53\"/>",
        "state=\"frozen\"",
        "orientation=\"landscape\"",
        "paperSize=\"8\"",
        "fitToHeight=\"0\"",
        "第 &amp;P 页，共 &amp;N 页",
        "hidden=\"1\"",
        "<hyperlink ",
    ] {
        assert!(sheet.contains(part), "{part}");
    }
    let book = member(&bytes, "xl/workbook.xml")?;
    assert!(book.contains("_xlnm.Print_Titles") && book.contains("$3:$3") && book.contains("state=\"veryHidden\""), "{book}");
    Ok(())
}

#[test]
fn several_plans_stand_in_one_workbook_with_a_column_for_the_file() -> Result {
    let other = "某市2023年水利工作分工方案\n一、防洪\n（一）修堤。加固江堤。（市水利局牵头）\n";
    let bytes = workbook(&register(&[("x", HOSTILE), ("y", other)])?)?;
    let all = rows(&bytes, "任务台账")?;
    assert_eq!(column(&all, "文件"), ["某县2022年重点工作分工方案", "某县2022年重点工作分工方案", "某市2023年水利工作分工方案"]);
    Ok(())
}

#[test]
fn a_document_for_a_unit_has_its_tasks_by_role_and_its_partners() -> Result {
    let document = Document::of(&founding(Some("自治区水利厅"))?);
    assert_eq!(document.title, "自治区水利厅任务清单");
    let headings: Vec<&str> = document
        .blocks
        .iter()
        .filter_map(|block| if let Block::Heading { words, .. } = block { Some(words.as_str()) } else { None })
        .collect();
    assert_eq!(headings, ["一、牵头任务（5项）", "二、配合任务（11项）", "三、合作单位（13个）"]);
    let xml = member(&docx(&document)?, "word/document.xml")?;
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 3);
    assert!(xml.contains("w:orient=\"landscape\"") && xml.contains("全国节水型社会建设示范区"));
    let styles = member(&docx(&document)?, "word/styles.xml")?;
    assert!(styles.contains("w:eastAsia=\"仿宋\"") && styles.contains("w:eastAsia=\"宋体\""));
    assert!(member(&docx(&document)?, "word/footer1.xml")?.contains(" PAGE "));
    Ok(())
}

#[test]
fn words_stay_words_in_documents_and_in_markdown() -> Result {
    let document = Document::of(&register(&[("x", HOSTILE)])?);
    let xml = member(&docx(&document)?, "word/document.xml")?;
    assert!(xml.contains("&lt;b&gt;&amp;") && !xml.contains("<b>"), "{xml}");
    let text = markdown(&document);
    assert!(text.contains("&lt;b&gt;&amp;") && text.contains("堤防&#124;渠道"), "{text}");
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
    let bars = |line: &str| line.matches('|').count();
    assert!(lines.len() >= 4 && lines.iter().all(|line| bars(line) == bars(lines[0])), "{text}");
    Ok(())
}

fn fengong(arguments: &[&str]) -> Result<Output> {
    Ok(Command::new(env!("CARGO_BIN_EXE_fengong")).args(arguments).env("LC_ALL", "C").output()?)
}

#[test]
fn the_command_writes_by_the_ending_and_refuses_what_it_does_not_know() -> Result {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    for (name, begins) in [("a.xlsx", &b"PK"[..]), ("a.docx", b"PK"), ("a.md", b"# ")] {
        let output = fengong(&["ledger", "--unit", "水利厅", "-o", &path(name)])?;
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(std::fs::read(path(name))?.starts_with(begins), "{name}");
    }
    let output = fengong(&["ledger", "-o", &path("a.pdf")])?;
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr)?.contains("known are .xlsx, .docx, .md, .markdown; or choose the form with --format"));
    assert!(!folder.path().join("a.pdf").exists());
    let output = fengong(&["ledger", "--unit", "水力厅"])?;
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr)?.contains("水利厅"));
    let output = String::from_utf8(fengong(&["ledger", "--topic", "水资源", "--section", "四"])?.stdout)?;
    assert!(output.contains("共4项任务") && output.contains("主题：水资源，章节：四"), "{output}");
    Ok(())
}
