//! Ledgers in the programs of offices and of those who work on their files, which must be installed.
//!
//! Run with `cargo test --test peers_office -- --ignored`. Needed: `soffice` (libreoffice-calc, libreoffice-writer), `pdftotext` (poppler-utils),
//! `python3` with openpyxl, python-docx, rdflib and pyshacl. A program that is missing is a failure.

use calamine::{Data, Reader as _, Xlsx};
use std::error::Error;
use std::io::Cursor;
use std::path::Path;
use std::process::{Command, Output};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn fengong(arguments: &[&str]) -> Result<Output> {
    Ok(Command::new(env!("CARGO_BIN_EXE_fengong")).args(arguments).env("LC_ALL", "C").output()?)
}

fn written(folder: &Path, name: &str, arguments: &[&str]) -> Result<String> {
    let path = folder.join(name).to_string_lossy().into_owned();
    let output = fengong(&[&["ledger"], arguments, &["-o", &path]].concat())?;
    assert!(output.status.success(), "{output:?}");
    Ok(path)
}

fn run(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program).args(arguments).output().map_err(|error| format!("{program} is needed: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(String::from_utf8(output.stdout)?) } else { Err(format!("{program}: {said}").into()) }
}

/// Lets `LibreOffice` save a file in another form; a profile of its own keeps tests that run at once apart.
fn converted(folder: &Path, file: &str, form: &str) -> Result<String> {
    let into = folder.join("converted");
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    run("soffice", &[&profile, "--headless", "--convert-to", form, "--outdir", &into.to_string_lossy(), file])?;
    let stem = Path::new(file).file_stem().ok_or("a name")?;
    let path = into.join(stem).with_extension(form);
    assert!(path.is_file(), "{} was not made", path.display());
    Ok(path.to_string_lossy().into_owned())
}

#[test]
#[ignore = "runs the programs of others"]
fn openpyxl_reads_the_same_cells_and_what_may_be_filled_in() -> Result {
    let folder = tempfile::tempdir()?;
    let path = written(folder.path(), "a.xlsx", &[])?;
    let program = r#"
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
sheet = book["任务台账"]
kinds = sorted(v.type for v in sheet.data_validations.dataValidation)
assert kinds == ["date", "date", "decimal", "list"], kinds
assert sheet.freeze_panes and sheet.auto_filter.ref and sheet.print_title_rows == "$3:$3", sheet.print_title_rows
assert sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr.fitToPage
links = [cell.hyperlink.location for row in book["统计"] for cell in row if cell.hyperlink]
assert len(links) == 33 and all(link.split("!")[0].strip("'") in book.sheetnames for link in links), links
assert book["台账底稿"].sheet_state == "veryHidden"
json.dump([[c if c is None or isinstance(c, str) else float(c) for c in row] for row in sheet.iter_rows(values_only=True)], sys.stdout)
"#;
    let read: Vec<Vec<Option<serde_json::Value>>> = serde_json::from_str(&run("python3", &["-c", program, &path])?)?;
    let bytes = std::fs::read(&path)?;
    let range = Xlsx::new(Cursor::new(bytes.as_slice()))?.worksheet_range("任务台账")?;
    let mut cells = 0;
    for (row, read) in range.rows().zip(&read) {
        for (cell, read) in row.iter().zip(read) {
            let same = match (cell, read) {
                (Data::Empty, read) => read.is_none(),
                (Data::Float(number), Some(read)) => read.as_f64() == Some(*number),
                (cell, Some(read)) => read.as_str() == Some(&cell.to_string()),
                _ => false,
            };
            assert!(same, "{cell:?} {read:?}");
            cells += usize::from(read.is_some());
        }
    }
    assert!(cells > 300, "{cells}");
    Ok(())
}

#[test]
#[ignore = "runs the programs of others"]
fn libreoffice_prints_ledgers_with_their_heads_on_each_page() -> Result {
    let folder = tempfile::tempdir()?;
    let text = |path: &str| run("pdftotext", &["-layout", path, "-"]);
    let book = text(&converted(folder.path(), &written(folder.path(), "a.xlsx", &[])?, "pdf")?)?;
    let pages: Vec<&str> = book.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    let counts = pages.iter().position(|page| page.contains("牵头已完成")).ok_or("the counts")?;
    let of_tasks = &pages[..counts];
    assert!(of_tasks.len() > 3, "the tasks take several pages: {}", of_tasks.len());
    for page in of_tasks {
        assert!(page.contains("具体内容") && page.contains("进展情况") && page.contains("备注"), "{page}");
    }
    assert!(book.contains(&format!("第 1 页，共 {} 页", pages.len())), "pages are numbered");
    // A sign of Chinese is as wide as its font is large. What is left out are the feet, which LibreOffice makes smaller with the sheet.
    let boxes = run("pdftotext", &["-bbox", &converted(folder.path(), &format!("{}/a.xlsx", folder.path().display()), "pdf")?, "-"])?;
    let edge = |line: &str, name: &str| line.split(&format!("{name}=\"")).nth(1)?.split('"').next()?.parse::<f64>().ok();
    let mut sizes: Vec<f64> = Vec::new();
    for line in boxes.lines().filter(|line| line.contains("<word ")) {
        let words = line.split('>').nth(1).and_then(|rest| rest.split('<').next()).unwrap_or_default();
        let is_chinese = words.chars().count() > 2 && words.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        if let (true, Some(from), Some(to), Some(bottom)) = (is_chinese, edge(line, "xMin"), edge(line, "xMax"), edge(line, "yMax"))
            && bottom < 550.0
        {
            sizes.push((to - from) / words.chars().count() as f64);
        }
    }
    let least = sizes.iter().copied().fold(f64::INFINITY, f64::min);
    assert!(sizes.len() > 1000 && least >= 8.0, "words are large enough on paper: {least} of {}", sizes.len());
    let unit = text(&converted(folder.path(), &written(folder.path(), "b.docx", &["--unit", "水利厅"])?, "pdf")?)?;
    let pages: Vec<&str> = unit.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    assert!(unit.contains("自治区水利厅任务清单") && unit.replace(' ', "").contains("三、合作单位（13个）"), "{unit}");
    assert!(pages.len() > 2 && pages.iter().all(|page| page.contains("序号")), "the heads come again: {unit}");
    Ok(())
}

#[test]
#[ignore = "runs the programs of others"]
fn python_docx_finds_headings_and_tables() -> Result {
    let folder = tempfile::tempdir()?;
    let path = written(folder.path(), "a.docx", &["--unit", "水利厅"])?;
    let program = r#"
import sys, docx
document = docx.Document(sys.argv[1])
styles = [p.style.name for p in document.paragraphs if p.text]
assert styles[0] == "Title" and styles.count("Heading 1") == 3, styles
sizes = [(len(t.rows), len(t.columns)) for t in document.tables]
assert [rows for rows, _ in sizes] == [6, 12, 14], sizes
assert document.tables[0].cell(0, 0).text == "序号"
section = document.sections[0]
assert section.page_width > section.page_height
assert document.core_properties.title == "自治区水利厅任务清单"
"#;
    run("python3", &["-c", program, &path])?;
    Ok(())
}

/// Fills twenty tasks in as a person would, in a way that is none of ours: dates, percentages, words; a column more, a row more, and sorted backwards.
const FILL: &str = r#"
import datetime, sys, openpyxl
from copy import copy
book = openpyxl.load_workbook(sys.argv[1])
sheet = book["任务台账"]
head = {cell.value: cell.column for cell in sheet[3]}
for task in range(1, 21):
    row = task + 3
    done = task % 4 == 0
    sheet.cell(row, head["进展情况"]).value = "已完成" if done else "推进中"
    sheet.cell(row, head["完成比例"]).value = 1 if done else task / 25
    sheet.cell(row, head["更新日期"]).value = datetime.date(2026, 11, 20) if task % 2 else "2026年11月20日"
    sheet.cell(row, head["责任人"]).value = f"负责人{task}"
rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
for at, values in enumerate(reversed(rows)):
    for column, value in enumerate(values, 1):
        sheet.cell(at + 4, column).value = value
sheet.insert_cols(3)
sheet.cell(3, 3).value = "联系电话"
sheet.insert_rows(6)
book.save(sys.argv[2])
"#;

#[test]
#[ignore = "runs the programs of others"]
fn what_others_fill_in_and_save_again_is_read() -> Result {
    let folder = tempfile::tempdir()?;
    let path = written(folder.path(), "a.xlsx", &[])?;
    let filled = folder.path().join("filled.xlsx").to_string_lossy().into_owned();
    run("python3", &["-c", FILL, &path, &filled])?;
    let again = converted(folder.path(), &filled, "xlsx")?;
    assert_ne!(std::fs::read(&filled)?, std::fs::read(&again)?);
    for path in [&filled, &again] {
        let output = fengong(&["progress", path, "--format", "json"])?;
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let told: serde_json::Value = serde_json::from_slice(&output.stdout)?;
        assert_eq!(
            (&told["statuses"]["已完成"], &told["statuses"]["推进中"], &told["untold"]),
            (&5.into(), &15.into(), &30.into()),
            "{path}"
        );
        let tasks = told["tasks"].as_array().ok_or("tasks")?;
        for (at, task) in tasks.iter().enumerate().take(20) {
            let number = at + 1;
            let percent = if number % 4 == 0 { 100.0 } else { (number * 4) as f64 };
            assert_eq!(task["percent"].as_f64(), Some(percent), "{path}: {number}");
            assert_eq!((&task["asOf"], &task["inCharge"]), (&"2026-11-20".into(), &format!("负责人{number}").into()));
        }
    }
    let rows = String::from_utf8(fengong(&["query", "progress", "--with", &again, "--format", "csv"])?.stdout)?;
    assert_eq!(rows.lines().filter(|line| line.contains("2026-11-20")).count(), 20, "{rows}");
    Ok(())
}

#[test]
#[ignore = "runs the programs of others"]
fn what_is_filled_in_shows_on_the_other_sheets() -> Result {
    let folder = tempfile::tempdir()?;
    let path = written(folder.path(), "a.xlsx", &[])?;
    let filled = folder.path().join("filled.xlsx").to_string_lossy().into_owned();
    run("python3", &["-c", FILL, &path, &filled])?;
    // openpyxl moves cells without what refers to them, so that only what it fills in without moving is looked at.
    let plain = FILL.split("rows = ").next().unwrap_or_default().to_owned() + "\nbook.save(sys.argv[2])\n";
    run("python3", &["-c", &plain, &path, &filled])?;
    let bytes = std::fs::read(converted(folder.path(), &filled, "xlsx")?)?;
    let mut book = Xlsx::new(Cursor::new(bytes.as_slice()))?;
    let counts = book.worksheet_range("统计")?;
    let stands: Vec<(String, String)> = counts
        .rows()
        .filter_map(|row| {
            Some((row.iter().rposition(|cell| matches!(cell, Data::String(words) if words == "已完成" || words == "推进中"))?, row))
        })
        .map(|(at, row)| (row[at].to_string(), row[at + 1].to_string()))
        .collect();
    assert_eq!(stands, [("推进中".to_owned(), "15".to_owned()), ("已完成".to_owned(), "5".to_owned())]);
    Ok(())
}

#[test]
#[ignore = "runs the programs of others"]
fn progress_keeps_to_its_shapes() -> Result {
    let folder = tempfile::tempdir()?;
    let path = written(folder.path(), "a.xlsx", &[])?;
    let filled = folder.path().join("filled.xlsx").to_string_lossy().into_owned();
    run("python3", &["-c", FILL, &path, &filled])?;
    let graph = folder.path().join("all.nt").to_string_lossy().into_owned();
    assert!(fengong(&["export", "--format", "ntriples", "--with", &filled, "-o", &graph])?.status.success());
    let shapes = concat!(env!("CARGO_MANIFEST_DIR"), "/ontology/shapes.ttl");
    let program = r#"
import sys, rdflib, pyshacl
data = rdflib.Graph(); data.parse(sys.argv[1], format="nt")
shapes = rdflib.Graph(); shapes.parse(sys.argv[2])
fg = rdflib.Namespace("https://w3id.org/fengong/ns#")
assert len(set(data.subjects(rdflib.RDF.type, fg.Progress))) == 20
conforms, _, report = pyshacl.validate(data, shacl_graph=shapes)
assert conforms, report[:2000]
one = next(data.subjects(rdflib.RDF.type, fg.Progress))
data.set((one, fg.percentDone, rdflib.Literal("120", datatype=rdflib.XSD.decimal)))
conforms, _, _ = pyshacl.validate(data, shacl_graph=shapes)
assert not conforms, "120 % must be found"
"#;
    run("python3", &["-c", program, &graph, shapes])?;
    Ok(())
}
