//! A document as .docx (ECMA-376): A4 on its side, tables whose heads come again on each page, page numbers.
//!
//! The few parts are written here: the libraries for .docx cannot say that the head of a table is repeated.

use super::document::{Block, Document};
use crate::text::escape::xml as escaped;
use std::fmt::Write as _;
use std::io::{Cursor, Write};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The namespace of its elements.
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The namespace of relations between its parts.
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The namespace of packages.
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
/// The width between the margins of a page, in twentieths of a point: A4 on its side, less two centimetres on each side.
const WIDTH: u32 = 16_838 - 2 * 1134;

/// Writes a document. The same document gives the same bytes.
///
/// # Errors
/// Those of the archive, which has none as long as there is memory.
pub fn docx(document: &Document) -> ZipResult<Vec<u8>> {
    let relation = |id: &str, kind: &str, target: &str| format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>");
    let relations = |inside: String| format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{inside}</Relationships>");
    let root = relation("rId1", &format!("{RELATIONS}/officeDocument"), "word/document.xml")
        + &relation("rId2", &format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml");
    let own =
        relation("rId1", &format!("{RELATIONS}/styles"), "styles.xml") + &relation("rId2", &format!("{RELATIONS}/footer"), "footer1.xml");
    let parts = [
        ("[Content_Types].xml", types()),
        ("_rels/.rels", relations(root)),
        ("docProps/core.xml", properties(document)),
        ("word/_rels/document.xml.rels", relations(own)),
        ("word/document.xml", body(document)),
        ("word/footer1.xml", footer()),
        ("word/styles.xml", styles()),
    ];
    // The time of the run must not get into the file.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        archive.start_file(name, options)?;
        archive.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n")?;
        archive.write_all(xml.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn types() -> String {
    let of = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let part = |name: &str, kind: &str| format!("<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>");
    format!(
        "<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>{}{}{}{}</Types>",
        part("word/document.xml", &format!("{of}.document.main+xml")),
        part("word/styles.xml", &format!("{of}.styles+xml")),
        part("word/footer1.xml", &format!("{of}.footer+xml")),
        part("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    )
}

fn properties(document: &Document) -> String {
    let day = format!("{:04}-01-01T00:00:00Z", document.year);
    format!(
        "<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{}</dc:title><dc:language>zh-CN</dc:language>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{day}</dcterms:modified></cp:coreProperties>",
        escaped(&document.title)
    )
}

/// The fonts of a style, and its size in half points.
fn font(chinese: &str, size: u32, bold: bool) -> String {
    let bold = if bold { "<w:b/>" } else { "" };
    format!(
        "<w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"{chinese}\" w:cs=\"Times New Roman\"/>{bold}\
         <w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr>"
    )
}

fn styles() -> String {
    let style = |id: &str, name: &str, paragraph: &str, font: &str, default: bool| {
        let (default, based) = if default { (" w:default=\"1\"", "") } else { ("", "<w:basedOn w:val=\"Normal\"/>") };
        format!(
            "<w:style w:type=\"paragraph\"{default} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{based}<w:qFormat/>\
             <w:pPr>{paragraph}</w:pPr>{font}</w:style>"
        )
    };
    let kept = "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"120\"/>";
    let heading = |level: usize, size: u32| {
        let outline = format!("{kept}<w:outlineLvl w:val=\"{}\"/>", level - 1);
        style(&format!("Heading{level}"), &format!("heading {level}"), &outline, &font("黑体", size, false), false)
    };
    format!(
        "<w:styles xmlns:w=\"{WORD}\"><w:docDefaults><w:rPrDefault>{}</w:rPrDefault></w:docDefaults>{}{}{}{}{}{}\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>\
         <w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/></w:tblPr></w:style></w:styles>",
        font("仿宋", 24, false),
        style("Normal", "Normal", "<w:spacing w:line=\"360\" w:lineRule=\"auto\"/>", &font("仿宋", 24, false), true),
        style("Title", "Title", "<w:spacing w:before=\"120\" w:after=\"240\"/><w:jc w:val=\"center\"/>", &font("宋体", 40, true), false),
        heading(1, 28),
        heading(2, 24),
        style("TableText", "Table Text", "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/>", &font("宋体", 20, false), false),
        style(
            "TableHead",
            "Table Head",
            "<w:keepNext/><w:spacing w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"center\"/>",
            &font("黑体", 20, true),
            false
        ),
    )
}

/// 「— 1 —」 in the middle, as official documents number their pages.
fn footer() -> String {
    let field = |name: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {name} </w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let words = |words: &str| format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>");
    format!(
        "<w:ftr xmlns:w=\"{WORD}\"><w:p><w:pPr><w:pStyle w:val=\"TableText\"/><w:jc w:val=\"center\"/></w:pPr>{}{}{}{}{}</w:p></w:ftr>",
        words("— "),
        field("PAGE"),
        words(" / "),
        field("NUMPAGES"),
        words(" —")
    )
}

fn body(document: &Document) -> String {
    let mut xml = format!("<w:document xmlns:w=\"{WORD}\" xmlns:r=\"{RELATIONS}\"><w:body>");
    xml.push_str(&paragraph("Title", &document.title));
    for block in &document.blocks {
        match block {
            Block::Heading { level, words } => xml.push_str(&paragraph(if *level < 2 { "Heading1" } else { "Heading2" }, words)),
            Block::Paragraph(words) => xml.push_str(&paragraph("Normal", words)),
            Block::Table { heads, widths, rows } => table(heads, widths, rows, &mut xml),
        }
    }
    xml.push_str(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId2\"/>\
         <w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>\
         <w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/>\
         </w:sectPr></w:body></w:document>",
    );
    xml
}

fn paragraph(style: &str, words: &str) -> String {
    let mut xml = format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r>");
    for (at, line) in words.lines().enumerate() {
        let end = if at == 0 { "" } else { "<w:br/>" };
        // Writing to a string cannot fail.
        let _ = write!(xml, "{end}<w:t xml:space=\"preserve\">{}</w:t>", escaped(line));
    }
    xml.push_str("</w:r></w:p>");
    xml
}

fn table(heads: &[&str], widths: &[u32], rows: &[Vec<String>], xml: &mut String) {
    let whole: u32 = widths.iter().sum::<u32>().max(1);
    let widths: Vec<u32> = widths.iter().map(|width| width * WIDTH / whole).collect();
    let border = |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"808080\"/>");
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"].into_iter().map(border).collect();
    let _ = write!(
        xml,
        "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type=\"fixed\"/>\
         <w:tblCellMar><w:left w:w=\"85\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>",
        widths.iter().sum::<u32>()
    );
    for width in &widths {
        let _ = write!(xml, "<w:gridCol w:w=\"{width}\"/>");
    }
    xml.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (head, width) in heads.iter().zip(&widths) {
        let shade = "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"DDE8F3\"/>";
        xml.push_str(&cell(*width, shade, &paragraph("TableHead", head)));
    }
    xml.push_str("</w:tr>");
    for row in rows {
        // A row of few words stays on one page; one that is longer than a page is cut all the same.
        xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (words, width) in row.iter().zip(&widths) {
            xml.push_str(&cell(*width, "", &paragraph("TableText", words)));
        }
        xml.push_str("</w:tr>");
    }
    // Word wants a paragraph after a table that ends a document, and between two tables.
    xml.push_str("</w:tbl><w:p><w:pPr><w:pStyle w:val=\"TableText\"/></w:pPr></w:p>");
}

fn cell(width: u32, shade: &str, inside: &str) -> String {
    format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shade}<w:vAlign w:val=\"center\"/></w:tcPr>{inside}</w:tc>")
}
