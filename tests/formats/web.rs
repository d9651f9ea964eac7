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
