//! Documents and workbooks of Office, written part by part.

use super::Result;
use super::plans::TASKS;
use std::io::{Cursor, Read, Write};

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A zip archive of texts.
pub(crate) fn archive(members: &[(&str, &str)]) -> Result<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default())?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// The archive with one member written anew.
pub(crate) fn replaced(bytes: &[u8], member: &str, change: impl Fn(&str) -> String) -> Result<Vec<u8>> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut members = Vec::new();
    for at in 0..old.len() {
        let mut file = old.by_index(at)?;
        let name = file.name()?.into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let text = if name == member { change(&text) } else { text };
        members.push((name, text));
    }
    archive(&members.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// The archive with some characters of one member cut out and put in again elsewhere; `below` gives numbers below a limit.
pub(crate) fn torn(bytes: &[u8], mut below: impl FnMut(usize) -> usize) -> Result<Vec<u8>> {
    let names: Vec<String> = zip::ZipArchive::new(Cursor::new(bytes))?.file_names().flatten().map(std::borrow::Cow::into_owned).collect();
    let member = &names[below(names.len())];
    let numbers = [below(1 << 20), below(40), below(1 << 20)];
    replaced(bytes, member, |xml| {
        let mut characters: Vec<char> = xml.chars().collect();
        let at = numbers[0] % characters.len().max(1);
        let cut: Vec<char> = characters.drain(at..(at + numbers[1]).min(xml.chars().count())).collect();
        let to = numbers[2] % (characters.len() + 1);
        characters.splice(to..to, cut);
        characters.into_iter().collect()
    })
}

/// A paragraph of Word, with a level where Word numbers it.
pub(crate) fn paragraph(level: Option<usize>, words: &str) -> String {
    let numbered = |level| format!("<w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>");
    format!("<w:p>{}<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>", level.map_or_else(String::new, numbered))
}

/// A document of Word around its body, with other parts beside.
pub(crate) fn document(body: &str, parts: &[(&str, &str)]) -> Result<Vec<u8>> {
    let document = format!("<w:document xmlns:w=\"{WORD}\"><w:body>{body}</w:body></w:document>");
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    archive(&[&[("[Content_Types].xml", types), ("word/document.xml", &document)], parts].concat())
}

/// The small plan with numbers that Word generates.
pub(crate) fn numbered() -> Result<Vec<u8>> {
    let tasks = TASKS.iter().map(|(_, heading, words, clause)| paragraph(Some(1), &format!("{heading}。{words}{clause}")));
    let body = paragraph(None, "某省水利重点工作分工方案") + &paragraph(Some(0), "主要任务") + &tasks.collect::<String>();
    let level = |at: usize, text: &str| {
        let format = "<w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/>";
        format!("<w:lvl w:ilvl=\"{at}\">{format}<w:lvlText w:val=\"{text}\"/></w:lvl>")
    };
    let numbering = format!(
        "<w:numbering xmlns:w=\"{WORD}\"><w:abstractNum w:abstractNumId=\"0\">{}{}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>",
        level(0, "%1、"),
        level(1, "（%2）")
    );
    document(&body, &[("word/numbering.xml", &numbering)])
}

/// A document with a paragraph for each line.
pub(crate) fn docx(lines: &[&str]) -> Result<Vec<u8>> {
    document(&lines.iter().map(|line| paragraph(None, line)).collect::<String>(), &[])
}

/// A cell of a workbook.
pub(crate) enum Cell {
    Empty,
    /// Words in the table of strings that all sheets share.
    Shared(&'static str),
    /// Words in the sheet itself.
    Inline(String),
    Number(f64),
    /// A day, counted from the end of 1899.
    Day(u32),
}

/// A sheet: its name, its attributes in the workbook, its rows, and the ranges that are merged.
pub(crate) struct Sheet {
    pub(crate) name: &'static str,
    pub(crate) attributes: &'static str,
    pub(crate) rows: Vec<Vec<Cell>>,
    pub(crate) merged: &'static [&'static str],
}

/// A workbook of sheets.
pub(crate) fn xlsx(sheets: &[Sheet]) -> Result<Vec<u8>> {
    let mut strings: Vec<&str> = Vec::new();
    let parts: Vec<(String, String)> = sheets
        .iter()
        .enumerate()
        .map(|(at, sheet)| (format!("xl/worksheets/sheet{}.xml", at + 1), worksheet(sheet, &mut strings)))
        .collect();
    let each = |write: &dyn Fn(usize) -> String| (1..=sheets.len()).map(write).collect::<String>();
    let entry = |at: usize| {
        let sheet = &sheets[at - 1];
        format!("<sheet name=\"{}\" sheetId=\"{at}\" r:id=\"rId{at}\" {}/>", sheet.name, sheet.attributes)
    };
    let workbook = format!("<workbook xmlns=\"{SHEET}\" xmlns:r=\"{RELATIONS}\"><sheets>{}</sheets></workbook>", each(&entry));
    let relation = |at| format!("<Relationship Id=\"rId{at}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{at}.xml\"/>");
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{}\
         <Relationship Id=\"rIdS\" Type=\"{RELATIONS}/sharedStrings\" Target=\"sharedStrings.xml\"/>\
         <Relationship Id=\"rIdT\" Type=\"{RELATIONS}/styles\" Target=\"styles.xml\"/></Relationships>",
        each(&relation)
    );
    let root = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let items: String = strings.iter().map(|words| format!("<si><t>{words}</t></si>")).collect();
    let styles =
        format!("<styleSheet xmlns=\"{SHEET}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>");
    let strings = format!("<sst xmlns=\"{SHEET}\">{items}</sst>");
    let fixed = [
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
        ("_rels/.rels", &root),
        ("xl/workbook.xml", &workbook),
        ("xl/_rels/workbook.xml.rels", &relations),
        ("xl/sharedStrings.xml", &strings),
        ("xl/styles.xml", &styles),
    ];
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, xml)| (name.as_str(), xml.as_str())).collect();
    archive(&[&fixed, parts.as_slice()].concat())
}

fn worksheet(sheet: &Sheet, strings: &mut Vec<&'static str>) -> String {
    let mut cell = |row: usize, (column, cell): (usize, &Cell)| {
        let place = format!("{}{}", char::from(b'A' + u8::try_from(column).unwrap_or(0)), row + 1);
        match cell {
            Cell::Empty => String::new(),
            Cell::Shared(words) => {
                let at = strings.iter().position(|known| known == words).unwrap_or_else(|| {
                    strings.push(words);
                    strings.len() - 1
                });
                format!("<c r=\"{place}\" t=\"s\"><v>{at}</v></c>")
            }
            Cell::Inline(words) => format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{words}</t></is></c>"),
            Cell::Number(number) => format!("<c r=\"{place}\"><v>{number}</v></c>"),
            Cell::Day(day) => format!("<c r=\"{place}\" s=\"1\"><v>{day}</v></c>"),
        }
    };
    let mut rows = String::new();
    for (at, row) in sheet.rows.iter().enumerate() {
        let cells: String = row.iter().enumerate().map(|entry| cell(at, entry)).collect();
        rows.push_str(&format!("<row r=\"{}\">{cells}</row>", at + 1));
    }
    let merged: String = sheet.merged.iter().map(|range| format!("<mergeCell ref=\"{range}\"/>")).collect();
    let merged = if merged.is_empty() { merged } else { format!("<mergeCells>{merged}</mergeCells>") };
    format!("<worksheet xmlns=\"{SHEET}\"><sheetData>{rows}</sheetData>{merged}</worksheet>")
}

/// A workbook with a paragraph a row.
pub(crate) fn column(lines: &[&str]) -> Result<Vec<u8>> {
    let rows = lines.iter().map(|line| vec![Cell::Inline((*line).to_owned())]).collect();
    xlsx(&[Sheet { name: "Sheet1", attributes: "", rows, merged: &[] }])
}
