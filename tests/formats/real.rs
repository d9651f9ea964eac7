//! What documents hold in life beside the plan: revisions, boxes, contents, merged cells, and the pages around an article.

use super::office::{document, paragraph};
use super::plans::{assigned, lines, plain, text};
use super::{Result, pages, web};

/// The rows of a table with a head of two lines, a heading across it, and a unit that holds for two rows.
const TABLE: &str = "序号\t工作任务\t责任分工\n序号\t工作任务\t牵头单位\t配合单位\n一、水利\n\
    1\t修建水库\t省水利厅\t省财政厅 省自然资源厅\n2\t打井抗旱\t省水利厅\t省应急厅\n";

const OF_TABLE: [&str; 5] = ["1 Lead 省水利厅", "1 Support 省财政厅", "1 Support 省自然资源厅", "2 Lead 省水利厅", "2 Support 省应急厅"];

/// A cell of Word with its properties.
fn cell(properties: &str, paragraphs: &[&str]) -> String {
    let paragraphs: String = paragraphs.iter().map(|words| paragraph(None, words)).collect();
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>")
}

#[test]
fn merged_cells_of_word_hold_for_their_rows() -> Result {
    let (first, below) = ("<w:vMerge w:val=\"restart\"/>", "<w:vMerge/>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let table = [
        row(&[cell(first, &["序号"]), cell(first, &["工作任务"]), cell("<w:gridSpan w:val=\"2\"/>", &["责任分工"])]),
        row(&[cell(below, &[""]), cell(below, &[""]), cell("", &["牵头单位"]), cell("", &["配合单位"])]),
        row(&[cell("<w:gridSpan w:val=\"4\"/>", &["一、水利"])]),
        row(&[cell("", &["1"]), cell("", &["修建水库"]), cell(first, &["省水利厅"]), cell("", &["省财政厅", "省自然资源厅"])]),
        row(&[cell("", &["2"]), cell("", &["打井抗旱"]), cell(below, &[""]), cell("", &["省应急厅"])]),
    ];
    let document = document(&format!("<w:tbl>{}</w:tbl>", table.concat()), &[])?;
    assert_eq!(text("plan.docx", &document)?, TABLE);
    assert_eq!(assigned("plan.docx", &document)?, OF_TABLE);
    Ok(())
}

#[test]
fn revisions_boxes_and_contents_of_word() -> Result {
    let run = |words: &str| format!("<w:r><w:t>{words}</w:t></w:r>");
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"21\"><w:name w:val=\"toc 1\"/></w:style></w:styles>";
    let note = "<w:r><w:footnoteReference w:id=\"2\"/></w:r>";
    let boxed = format!(
        "<w:r><mc:AlternateContent xmlns:mc=\"mc\"><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice>\
         <mc:Fallback><w:txbxContent>{0}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>",
        paragraph(None, "联系人：张三")
    );
    let body = [
        format!("<w:p><w:pPr><w:pStyle w:val=\"21\"/></w:pPr>{}<w:r><w:tab/><w:t>3</w:t></w:r></w:p>", run("一、任务")),
        "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\" w:pos=\"420\"/></w:tabs></w:pPr>".to_owned() + &run("（一）修渠。") + note,
        format!("<w:del>{}</w:del>", "<w:r><w:delText>（林业厅负责）</w:delText></w:r>"),
        format!("<w:ins>{}</w:ins></w:p>", run("（水利厅负责）")),
        // The end of this paragraph was deleted: the next one goes on with it.
        format!("<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>{}</w:p><w:p>{}</w:p>", run("（二）打"), run("井。（应急厅负责）")),
        format!("<w:p>{boxed}{}</w:p>", run("附件")),
    ];
    let document = document(&body.concat(), &[("word/styles.xml", styles)])?;
    assert_eq!(text("plan.docx", &document)?, "（一）修渠。（水利厅负责）\n（二）打井。（应急厅负责）\n联系人：张三\n附件\n");
    Ok(())
}

#[test]
fn of_a_portal_only_the_article_is_read() -> Result {
    let table = "<table><tr><td rowspan=2>序号</td><td rowspan=\"2\">工作任务</td><td colspan=2>责任分工</td></tr><tr><td>牵头单位</td>\
        <td>配合单位</td></tr><tr><td colspan=4>一、水利</td></tr><tr><td>1</td><td>修建水库</td><td rowspan=2>省水利厅</td>\
        <td><p>省财政厅</p><p>省自然资源厅</p></td></tr><tr><td>2</td><td>打井抗旱</td><td>省应急厅</td></tr></table>";
    let plan = plain();
    let page = web::portal(&lines(&plan), table);
    assert_eq!(text("plan.html", &page)?, format!("关于印发水利重点工作分工方案的通知\n{plan}{TABLE}"));
    assert_eq!(assigned("plan.html", &page)?.len(), 9 + OF_TABLE.len());
    Ok(())
}

#[test]
fn a_page_arranged_by_tables_is_its_lines() -> Result {
    let plan = plain();
    let page = web::arranged(&lines(&plan));
    assert_eq!(assigned("plan.html", &page)?, assigned("plan.txt", plan.as_bytes())?);
    let text = text("plan.html", &page)?;
    assert!(text.starts_with("某省水利重点工作分工方案\n") && !text.contains("栏目") && !text.contains("版权"), "{text}");
    Ok(())
}

#[test]
fn a_table_drawn_on_pages_is_its_rows() -> Result {
    let head = [Some("序号"), Some("工作任务"), Some("牵头单位"), Some("配合单位")];
    let first: &[&[Option<&str>]] = &[
        &head,
        &[Some("1"), Some("修建水库，加固堤防"), Some("省水利厅"), Some("省财政厅、自然资源厅")],
        &[Some("2"), Some("打井抗旱"), None, Some("省应急厅")],
        &[Some("3"), Some("开展河湖清四乱行动"), Some("省生态环境厅"), Some("省公安厅、")],
    ];
    // What is merged here began on the page before.
    let third: &[&[Option<&str>]] = &[
        &head,
        &[Some("5"), Some("防沙治沙"), Some(""), Some("省财政厅")],
        &[Some("6"), Some("退耕还林"), None, Some("")],
        &[Some("7"), Some("保护湿地"), Some(""), Some("省气象局")],
    ];
    // The last row is broken by the end of the page, and the head is printed again.
    let second: &[&[Option<&str>]] =
        &[&head, &[Some(""), Some("常态化"), Some(""), Some("司法厅")], &[Some("4"), Some("植树造林"), Some("省林草局"), Some("")]];
    let leaves = pages::ruled("某省重点任务分工表", &[40.0, 82.0, 82.0, 82.0], &[first, second, third]);
    let expected = "某省重点任务分工表\n序号\t工作任务\t牵头单位\t配合单位\n1\t修建水库，加固堤防\t省水利厅\t省财政厅、自然资源厅\n\
         2\t打井抗旱\t省水利厅\t省应急厅\n3\t开展河湖清四乱行动常态化\t省生态环境厅\t省公安厅、司法厅\n4\t植树造林\t省林草局\n5\t防沙治沙\t省林草局\t省财政厅\n6\t退耕还林\t省林草局\n7\t保护湿地\t\t省气象局\n";
    for (name, bytes) in
        [("upright.pdf", pages::pdf(&leaves, false)), ("turned.pdf", pages::pdf(&leaves, true)), ("table.ofd", pages::ofd(&leaves)?)]
    {
        assert_eq!(text(name, &bytes)?, expected, "{name}");
    }
    Ok(())
}
