//! Files that are cut, altered, locked or made to exhaust memory: each gives an error that says what is wrong, or a text.

use super::office::{self, Cell, Sheet, archive, document, paragraph};
use super::plans::{gb18030, lines, plain};
use super::{Result, ledger, pages, web};
use fengong::text::Source;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// The fixtures of all formats.
fn fixtures() -> Result<Vec<(&'static str, Vec<u8>)>> {
    let plan = plain();
    let lines = lines(&plan);
    Ok(vec![
        ("plan.docx", office::numbered()?),
        ("plan.xlsx", ledger()?),
        ("plan.ofd", pages::ofd(&pages::set(&lines, None))?),
        ("plan.pdf", pages::pdf(&pages::set(&lines, Some("某省人民政府文件")), false)),
        (
            "table.pdf",
            pages::pdf(
                &pages::ruled("分工表", &[82.0, 82.0], &[&[&[Some("任务"), Some("牵头单位")], &[Some("修渠"), Some("省水利厅")]]]),
                true,
            ),
        ),
        ("plan.html", web::html(&lines)),
        ("plan.csv", gb18030(&web::csv())),
        ("plan.md", plan.clone().into_bytes()),
        ("plan.txt", gb18030(&plan)),
    ])
}

/// The longest that a damaged file of some kilobytes may take; the tests run unoptimised, beside others.
const PATIENCE: Duration = Duration::from_secs(10);

fn read(name: &str, bytes: &[u8], what: &str) {
    let begin = Instant::now();
    let _ = Source::from_bytes(name, bytes);
    assert!(begin.elapsed() < PATIENCE, "{name} {what}: {:?}", begin.elapsed());
}

/// Numbers that look random and are the same in each run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap_or(0)
    }
}

#[test]
fn cut_files_give_an_error_or_a_text() -> Result {
    for (name, bytes) in fixtures()? {
        for part in 0..50 {
            read(name, &bytes[..bytes.len() * part / 50], &format!("cut after {part}/50"));
        }
    }
    Ok(())
}

#[test]
fn altered_files_give_an_error_or_a_text() -> Result {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for (name, bytes) in fixtures()? {
        for round in 0..100 {
            // Of archives half the rounds alter what is packed: else the checksums find it all.
            if round % 2 == 1 && bytes.starts_with(b"PK") {
                read(name, &office::torn(&bytes, |limit| random.below(limit))?, &format!("torn, round {round}"));
                continue;
            }
            let mut altered = bytes.clone();
            for _ in 0..=random.below(8) {
                let at = random.below(altered.len());
                altered[at] ^= 1 << random.below(8);
            }
            read(name, &altered, &format!("altered, round {round}"));
        }
    }
    Ok(())
}

#[test]
fn what_cannot_be_read_says_so() -> Result {
    for (name, bytes, words) in [
        ("old.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0\0\0".to_vec(), "docx"),
        ("cut.pdf", b"%PDF-1.4\n%%EOF".to_vec(), "cut.pdf"),
        ("scan.pdf", pages::scan(3), "none of the PDF's 3 page(s) has text: it is a scan"),
        ("locked.pdf", pages::encrypted(), "encrypted"),
    ] {
        let error = Source::from_bytes(name, &bytes).expect_err("no text in it").to_string();
        assert!(error.contains(words), "{error}");
    }
    Ok(())
}

/// A workbook with one sheet of these rows and merged ranges.
fn sheet(rows: Vec<Vec<Cell>>, merged: &'static [&'static str]) -> Result<Vec<u8>> {
    office::xlsx(&[Sheet { name: "台账", attributes: "", rows, merged }])
}

/// Words of so many bytes that a packer makes little of.
fn noise(bytes: usize) -> String {
    let mut random = Random(1);
    let mut words = String::with_capacity(bytes);
    while words.len() < bytes {
        let _ = write!(words, "{:x}", random.below(usize::MAX));
    }
    words
}

#[test]
fn what_is_made_to_exhaust_memory_passes_a_limit_that_the_message_names() -> Result {
    let far = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    let far = office::replaced(&sheet(vec![vec![Cell::Number(1.0)]], &[])?, "xl/worksheets/sheet1.xml", |xml| {
        let (before, rest) = xml.split_once("<sheetData>").unwrap_or_default();
        let (_, after) = rest.split_once("</sheetData>").unwrap_or_default();
        format!("{before}<sheetData>{far}</sheetData>{after}")
    })?;
    let shared: &'static str = noise(1 << 20).leak();
    let shared = sheet((0..300).map(|_| vec![Cell::Shared(shared)]).collect(), &[])?;
    let mut rows: Vec<Vec<Cell>> = (0..40).map(|_| vec![Cell::Empty, Cell::Number(1.0)]).collect();
    rows[0][0] = Cell::Inline(noise(1 << 20));
    let merged = sheet(rows, &["A1:A40"])?;
    let cell = |properties: &str, words: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(None, words));
    let below = format!("<w:tr>{}</w:tr>", cell("<w:vMerge/>", "")).repeat(40);
    let first = cell("<w:vMerge w:val=\"restart\"/>", &noise(1 << 20));
    let docx = document(&format!("<w:tbl><w:tr>{first}</w:tr>{below}</w:tbl>"), &[])?;
    let deep = document(&"<w:sdt>".repeat(300), &[])?;
    for (name, bytes, limit) in [
        ("packed.docx", archive(&[("word/document.xml", &" ".repeat(8 << 20))])?, "200:1"),
        ("packed.xlsx", archive(&[("xl/workbook.xml", "<workbook/>"), ("xl/a.xml", &" ".repeat(8 << 20))])?, "200:1"),
        ("packed.ofd", archive(&[("OFD.xml", &" ".repeat(8 << 20))])?, "200:1"),
        ("far.xlsx", far, "16000000 cells"),
        ("shared.xlsx", shared, "256 MiB"),
        ("merged.xlsx", merged, "16 MiB"),
        ("merged.docx", docx, "16 MiB"),
        ("deep.docx", deep, "256 elements"),
        ("nested.pdf", pages::nested(), "256 elements"),
        ("doubled.pdf", pages::doubled(), "2000000 operations"),
    ] {
        let error = Source::from_bytes(name, &bytes).expect_err(name).to_string();
        assert!(error.contains(limit) && error.contains("limit"), "{name}: {error}");
    }
    Ok(())
}

#[test]
fn entities_are_never_expanded() -> Result {
    let entities = "<!DOCTYPE a [<!ENTITY b '水水水水水水'><!ENTITY c '&b;&b;&b;&b;'>]>";
    for (name, bytes, member) in [
        ("plan.docx", office::numbered()?, "word/document.xml"),
        ("plan.ofd", pages::ofd(&pages::set(&[plain().as_str()], None))?, "OFD.xml"),
        ("plan.xlsx", ledger()?, "xl/worksheets/sheet1.xml"),
    ] {
        let bytes = office::replaced(&bytes, member, |xml| {
            let at = xml.rfind("</").unwrap_or(0);
            format!("{entities}{}&c;{}", &xml[..at], &xml[at..])
        })?;
        // A parser may refuse the document or pass over the entity.
        if let Ok(source) = Source::from_bytes(name, &bytes) {
            assert!(!source.text().contains("水水水水水水"), "{name}");
        }
    }
    Ok(())
}
