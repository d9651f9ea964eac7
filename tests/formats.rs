//! One plan in the forms that a desk has it in: each gives the same assignments, and damaged files give an error or a text, never a panic.

use fengong::document::Metadata;
use fengong::reader::Reader;
use fengong::text::Source;
use std::error::Error;
use std::io::{Cursor, Write};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Number, heading, words, clause.
const TASKS: &[(&str, &str, &str, &str)] = &[
    ("（一）", "节水灌溉", "推进灌区节水改造，建设高标准农田。", "（省水利厅牵头，省财政厅、农业农村厅及相关市县配合）"),
    ("（二）", "饮水安全", "巩固农村饮水安全成果。", "（省水利厅牵头，省卫生健康委、乡村振兴局配合）"),
    ("（三）", "河湖治理", "全面推行河长制。", "（省水利厅、生态环境厅按职责分工负责）"),
];

/// Who is assigned what, in order.
fn assigned(name: &str, bytes: &[u8]) -> Result<Vec<String>> {
    let reading = Reader::new(None)?.read(Source::from_bytes(name, bytes)?, Metadata::default());
    let tasks = reading.extraction.tasks.iter();
    let parties =
        tasks.flat_map(|task| task.clause.parties.iter().map(move |party| format!("{} {:?} {}", task.order, party.role, party.name)));
    Ok(parties.collect())
}

fn plain() -> String {
    let tasks = TASKS.iter().map(|(number, heading, words, clause)| format!("{number}{heading}。{words}{clause}\n"));
    format!("某省水利重点工作分工方案\n一、主要任务\n{}", tasks.collect::<String>())
}

fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

fn archive(members: &[(&str, &str)]) -> Result<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default())?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// A document of Word whose numbers Word generates.
fn docx() -> Result<Vec<u8>> {
    let main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let paragraph = |level: Option<usize>, words: &str| {
        let numbered = level
            .map_or(String::new(), |level| format!("<w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>"));
        format!("<w:p>{numbered}<w:r><w:t>{words}</w:t></w:r></w:p>")
    };
    let tasks: String =
        TASKS.iter().map(|(_, heading, words, clause)| paragraph(Some(1), &format!("{heading}。{words}{clause}"))).collect();
    let body = paragraph(None, "某省水利重点工作分工方案") + &paragraph(Some(0), "主要任务") + &tasks;
    let level = |at: usize, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:numbering xmlns:w=\"{main}\"><w:abstractNum w:abstractNumId=\"0\">{}{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>",
        level(0, "%1、"),
        level(1, "（%2）")
    );
    archive(&[
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
        ("word/document.xml", &format!("<w:document xmlns:w=\"{main}\"><w:body>{body}</w:body></w:document>")),
        ("word/numbering.xml", &numbering),
    ])
}

/// A document of the official format, one line of text an object.
fn ofd() -> Result<Vec<u8>> {
    let space = "http://www.ofdspec.org/2016";
    let lines = plain();
    let objects: String = lines
        .lines()
        .enumerate()
        .map(|(at, line)| format!("<ofd:TextObject ID=\"{}\" Boundary=\"20 {} 170 6\" Font=\"1\" Size=\"4\"><ofd:TextCode X=\"0\" Y=\"4\" DeltaX=\"g {} 4\">{line}</ofd:TextCode></ofd:TextObject>", at + 10, 20 + at * 8, line.chars().count()))
        .collect();
    archive(&[
        (
            "OFD.xml",
            &format!("<ofd:OFD xmlns:ofd=\"{space}\"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"),
        ),
        (
            "Doc_0/Document.xml",
            &format!(
                "<ofd:Document xmlns:ofd=\"{space}\"><ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages></ofd:Document>"
            ),
        ),
        (
            "Doc_0/Pages/Page_0/Content.xml",
            &format!("<ofd:Page xmlns:ofd=\"{space}\"><ofd:Content><ofd:Layer ID=\"2\">{objects}</ofd:Layer></ofd:Content></ofd:Page>"),
        ),
    ])
}

fn html() -> Vec<u8> {
    let tasks: String = plain().lines().map(|line| format!("<p>　　{line}</p>")).collect();
    let noise: String = (1..30).map(|at| format!("<li><a href=\"/{at}\">栏目{at}牵头单位</a></li>")).collect();
    gb18030(&format!(
        "<html><head><meta charset=\"gb2312\"><title>某省人民政府</title><script>var x='（省财政厅负责）';</script></head><body><ul>{noise}</ul><div id=\"zoom\">{tasks}</div><div>版权所有 联系我们</div></body></html>"
    ))
}

fn csv() -> String {
    let row = |(_, heading, words, lead): (&str, &str, &str, &str)| format!("{heading},\"{words}\",{lead}\n");
    let rows = [("", "节水灌溉", "推进灌区节水改造，建设高标准农田。", "省水利厅"), ("", "饮水安全", "巩固饮水安全成果。", "省卫生健康委")];
    format!("任务,内容,牵头单位\n{}", rows.into_iter().map(row).collect::<String>())
}

#[test]
fn each_form_gives_the_same_assignments() -> Result {
    let expected = assigned("plan.txt", plain().as_bytes())?;
    assert_eq!(expected.len(), 9, "{expected:?}");
    let markdown = plain()
        .replacen("某省", "# 某省", 1)
        .replace("一、主要任务", "## 一、主要任务")
        .replace("（一）节水灌溉。", "（一）**节水灌溉**。");
    for (name, bytes) in [
        ("plan.md", markdown.into_bytes()),
        ("plan.html", html()),
        ("plan.docx", docx()?),
        ("plan.ofd", ofd()?),
        ("plan.gbk.txt", gb18030(&plain())),
    ] {
        assert_eq!(assigned(name, &bytes)?, expected, "{name}");
    }
    Ok(())
}

#[test]
fn a_ledger_of_cells_gives_its_rows_in_either_encoding() -> Result {
    let expected = ["1 Lead 省水利厅", "2 Lead 省卫生健康委"];
    assert_eq!(assigned("plan.csv", format!("\u{FEFF}{}", csv()).as_bytes())?, expected);
    assert_eq!(assigned("plan.csv", &gb18030(&csv()))?, expected);
    Ok(())
}

#[test]
fn numbers_that_word_generates_are_written_out() -> Result {
    let source = Source::from_bytes("plan.docx", &docx()?)?;
    assert!(source.text().contains("一、主要任务") && source.text().contains("（三）河湖治理"), "{}", source.text());
    Ok(())
}

#[test]
fn damaged_files_give_an_error_or_a_text() -> Result {
    for (name, bytes) in [("plan.docx", docx()?), ("plan.ofd", ofd()?), ("plan.html", html()), ("plan.csv", gb18030(&csv()))] {
        for cut in (0..bytes.len()).step_by(bytes.len() / 23 + 1) {
            let _ = Source::from_bytes(name, &bytes[..cut]);
            let mut flipped = bytes.clone();
            flipped[cut] ^= 0x55;
            let _ = Source::from_bytes(name, &flipped);
        }
    }
    Ok(())
}

#[test]
fn what_cannot_be_read_says_so() -> Result {
    for (name, bytes, words) in [
        ("old.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0\0\0".as_slice(), "docx"),
        ("scan.pdf", b"%PDF-1.4\n%%EOF".as_slice(), "scan.pdf"),
    ] {
        let error = Source::from_bytes(name, bytes).expect_err("no text in it").to_string();
        assert!(error.contains(words), "{error}");
    }
    Ok(())
}
