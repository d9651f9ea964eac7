//! One plan in the forms that a desk has it in: each gives the same assignments, and damaged files give an error or a text, never a panic.

mod damage;
mod office;
mod pages;
mod plans;
mod real;
mod web;

use office::{Cell, Sheet};
use plans::{FOUNDING, assigned, gb18030, lines, plain, tasks, text};
use std::error::Error;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// The small plan with its paragraphs indented as they are printed.
fn printed() -> String {
    plain().lines().enumerate().map(|(at, line)| if at == 0 { format!("{line}\n") } else { format!("　　{line}\n") }).collect()
}

#[test]
fn each_form_gives_the_same_assignments() -> Result {
    let expected = assigned("plan.txt", plain().as_bytes())?;
    assert_eq!(expected.len(), 9, "{expected:?}");
    let markdown = plain()
        .replacen("某省", "# 某省", 1)
        .replace("一、主要任务", "## 一、主要任务")
        .replace("（一）节水灌溉。", "（一）**节水灌溉**。");
    let printed = printed();
    let header = Some("某省人民政府文件");
    for (name, bytes) in [
        ("plan.md", markdown.into_bytes()),
        ("plan.html", web::html(&lines(&plain()))),
        ("plan.docx", office::numbered()?),
        ("plan.xlsx", office::column(&lines(&plain()))?),
        ("plan.ofd", pages::ofd(&pages::set(&lines(&printed), header))?),
        ("plan.pdf", pages::pdf(&pages::set(&lines(&printed), header), false)),
        ("plan.gbk.txt", gb18030(&plain())),
    ] {
        assert_eq!(assigned(name, &bytes)?, expected, "{name}");
    }
    Ok(())
}

#[test]
fn the_founding_plan_is_the_same_in_every_form() -> Result {
    let expected = tasks("plan.txt", FOUNDING.as_bytes())?;
    assert_eq!(expected.len(), 50);
    let (lines, header) = (lines(FOUNDING), Some("内蒙古自治区人民政府办公厅文件"));
    for (name, bytes) in [
        ("plan.docx", office::docx(&lines)?),
        ("plan.html", web::html(&lines)),
        ("plan.pdf", pages::pdf(&pages::set(&lines, header), false)),
        ("plan.ofd", pages::ofd(&pages::set(&lines, header))?),
        ("plan.xlsx", office::column(&lines)?),
        ("plan.txt", gb18030(FOUNDING)),
    ] {
        let read = tasks(name, &bytes)?;
        for (read, expected) in read.iter().zip(&expected) {
            assert_eq!(read, expected, "{name}");
        }
        assert_eq!(read.len(), expected.len(), "{name}");
    }
    Ok(())
}

#[test]
fn a_ledger_of_cells_gives_its_rows_in_either_encoding() -> Result {
    let expected = ["1 Lead 省水利厅", "2 Lead 省卫生健康委"];
    assert_eq!(assigned("plan.csv", format!("\u{FEFF}{}", web::csv()).as_bytes())?, expected);
    assert_eq!(assigned("plan.csv", &gb18030(&web::csv()))?, expected);
    Ok(())
}

/// A workbook of two ledgers: a title over the head, strings of both kinds, a unit whose merged cell holds for two rows.
fn ledger() -> Result<Vec<u8>> {
    use Cell::{Day, Empty, Number, Shared};
    let inline = |words: &str| Cell::Inline(words.to_owned());
    let head = || vec![Shared("序号"), Shared("工作任务"), Shared("牵头单位"), Shared("配合单位"), Shared("完成时限")];
    let first = vec![
        vec![inline("某省水利重点工作台账")],
        head(),
        vec![Number(1.0), inline("推进灌区节水改造"), Shared("省水利厅"), Shared("省财政厅、农业农村厅"), Day(46022)],
        vec![Number(2.0), inline("巩固农村饮水安全成果"), Empty, Shared("省卫生健康委")],
    ];
    let second = vec![head(), vec![Number(1.0), Shared("全面推行河长制"), Shared("省生态环境厅"), inline("省水利厅")]];
    let lists = vec![vec![Shared("省水利厅")], vec![Shared("省财政厅")]];
    office::xlsx(&[
        Sheet { name: "农村水利", attributes: "", rows: first, merged: &["A1:E1", "C3:C4"] },
        Sheet { name: "河湖", attributes: "", rows: second, merged: &[] },
        Sheet { name: "下拉选项", attributes: "state=\"hidden\"", rows: lists, merged: &[] },
    ])
}

#[test]
fn a_merged_cell_of_a_workbook_holds_for_its_rows() -> Result {
    let ledger = ledger()?;
    let head = "序号\t工作任务\t牵头单位\t配合单位\t完成时限\n";
    let expected = format!(
        "农村水利\n某省水利重点工作台账\n{head}1\t推进灌区节水改造\t省水利厅\t省财政厅、农业农村厅\t2025-12-31\n\
         2\t巩固农村饮水安全成果\t省水利厅\t省卫生健康委\n河湖\n{head}1\t全面推行河长制\t省生态环境厅\t省水利厅\n"
    );
    assert_eq!(text("plan.xlsx", &ledger)?, expected);
    assert_eq!(
        assigned("plan.xlsx", &ledger)?,
        [
            "1 Lead 省水利厅",
            "1 Support 省财政厅",
            "1 Support 省农业农村厅",
            "2 Lead 省水利厅",
            "2 Support 省卫生健康委",
            "3 Lead 省生态环境厅",
            "3 Support 省水利厅"
        ]
    );
    Ok(())
}

#[test]
fn lines_of_a_pdf_are_paragraphs_again() -> Result {
    let expected = "　　".to_owned() + FOUNDING.lines().find(|line| line.contains("（三） 交通运输")).unwrap_or_default().trim();
    let text = text("plan.pdf", &pages::pdf(&pages::set(&lines(FOUNDING), Some("内蒙古自治区人民政府办公厅文件")), false))?;
    assert!(text.lines().any(|line| line.trim() == expected.trim()), "{text}");
    assert!(!text.contains("人民政府办公厅文件") && !text.contains("— 2 —"), "{text}");
    Ok(())
}

#[test]
fn numbers_that_word_generates_are_written_out() -> Result {
    let text = text("plan.docx", &office::numbered()?)?;
    assert!(text.contains("一、主要任务") && text.contains("（三）河湖治理"), "{text}");
    Ok(())
}
