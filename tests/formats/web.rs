//! Pages of government sites, and ledgers of cells divided by commas.

use super::plans::gb18030;

/// A page with navigation, scripts and a footer around the lines of a plan, in the encoding of old sites.
pub(crate) fn html(lines: &[&str]) -> Vec<u8> {
    let paragraphs: String = lines.iter().map(|line| format!("<p>　　{}</p>", line.trim_start_matches('\u{3000}'))).collect();
    let noise: String = (1..30).map(|at| format!("<li><a href=\"/{at}\">栏目{at}牵头单位</a></li>")).collect();
    gb18030(&format!(
        "<html><head><meta charset=\"gb2312\"><title>某省人民政府</title><script>var x='（省财政厅负责）';</script></head>\
         <body><ul>{noise}</ul><div id=\"zoom\">{paragraphs}</div><div>版权所有 联系我们</div></body></html>"
    ))
}

/// A ledger of two tasks.
pub(crate) fn csv() -> String {
    "任务,内容,牵头单位\n节水灌溉,\"推进灌区节水改造，建设高标准农田。\",省水利厅\n饮水安全,\"巩固饮水安全成果。\",省卫生健康委\n"
        .to_owned()
}

/// A page of a portal of today: navigation, the bar to share, the article with a table, links to other plans, a footer.
pub(crate) fn portal(lines: &[&str], table: &str) -> Vec<u8> {
    let navigation: String = (1..30).map(|at| format!("<li><a href=\"/{at}.htm\">栏目{at}</a></li>")).collect();
    let related: String =
        (2015..2024).map(|year| format!("<li><a href=\"/{year}\">{year}年水利要点分工（省水利厅负责）</a></li>")).collect();
    let paragraphs: String =
        lines.iter().map(|line| format!("<p style=\"text-indent:2em\"><span style=\"font-family:仿宋\">{line}</span></p>\n")).collect();
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><meta name=\"ArticleTitle\" content=\"关于印发水利重点工作分工方案的通知\">\
         <title>某省人民政府</title></head><body><div class=\"header\"><ul>{navigation}</ul></div>\
         <div class=\"article\"><h1>关于印发<br>水利重点工作分工方案的通知</h1><div class=\"pages-date\">2024-06-01 来源：省政府办公厅\
         【字体：<a>大</a> <a>小</a>】<div class=\"share\"><a>微信</a></div></div>\
         <div class=\"pages_content\" id=\"UCAP-CONTENT\">{paragraphs}{table}</div><div>责任编辑：张三</div></div>\
         <div><h2>相关链接</h2><ul>{related}</ul></div>\
         <div class=\"footer\">主办：省政府办公厅 承办：省大数据局负责</div></body></html>"
    )
    .into_bytes()
}

/// A page of the time when tables arranged pages, in GBK.
pub(crate) fn arranged(lines: &[&str]) -> Vec<u8> {
    let menu: String = (1..20).map(|at| format!("<TR><TD><A href=a{at}.htm>栏目{at}</A></TD></TR>")).collect();
    let body: String = lines[1..].iter().map(|line| format!("　　{line}<BR>")).collect();
    gb18030(&format!(
        "<HTML><HEAD><META http-equiv=Content-Type content=\"text/html; charset=gb2312\"></HEAD><BODY><TABLE><TR><TD><IMG src=a.gif></TD></TR>\
         <TR><TD><TABLE><TR><TD><TABLE>{menu}</TABLE></TD><TD><TABLE><TR><TD><B>{}</B></TD></TR>\
         <TR><TD>2008-06-01&nbsp;【<A href=#>关闭</A>】</TD></TR><TR><TD>{body}</TD></TR></TABLE></TD></TR></TABLE></TD></TR>\
         <TR><TD>版权所有　某省人民政府办公厅</TD></TR></TABLE></BODY></HTML>",
        lines[0]
    ))
}
