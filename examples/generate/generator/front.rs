//! What stands before the first number: title, number, recipients, preamble; and what may stand at the end.

use super::Tables;
use super::authority::{Authority, Tier};
use super::dice::Dice;
use super::tables::Subject;
use super::truth::Script;

/// The title of a plan about some subjects, in one line.
pub(crate) fn title(tables: &Tables, authority: &Authority, subjects: &[&Subject], ledger: bool, dice: &mut Dice) -> String {
    let (place, year, name) = (authority.division.map_or("", |at| tables.atlas.divisions[at].name), authority.year, subjects[0].name);
    if subjects.len() > 2 {
        let period = (year - 1).div_euclid(5) * 5 + 1;
        return format!("{place}贯彻落实《{period}—{}年经济社会发展规划》重点工作分工方案", period + 4);
    }
    if ledger {
        return format!("{place}{year}年重点工作责任清单");
    }
    if authority.tier == Tier::Central {
        return format!("关于{}重点工作部门分工方案", subjects[0].with("推进"));
    }
    match dice.below(5) {
        0 => format!("{place}{}重点任务分工方案", subjects[0].with("推进")),
        1 => format!("{place}{year}年{name}工作任务分工"),
        2 => format!("{place}{name}三年行动任务分工方案（{year}—{}年）", year + 2),
        3 => format!("{place}关于{}的实施意见重点任务分工方案", subjects[0].with("加强")),
        _ => format!("{place}{year}年{name}重点工作责任分工方案"),
    }
}

/// Writes the front.
pub(crate) fn write(script: &mut Script, tables: &Tables, authority: &Authority, title: &str, about: &str, dice: &mut Dice) {
    let number = authority.document_number(&tables.atlas, dice);
    let recipients = recipients(tables, authority);
    match dice.below(10) {
        0..4 => script.write(&format!("{title}\n\n")),
        4..7 => script.write(&format!("{title}\n\n{number}\n\n{recipients}：\n\n")),
        _ => {
            let issuer = authority.issuer(&tables.atlas);
            script.write(&format!("{issuer}关于印发\n《{title}》的通知\n\n{number}\n\n{recipients}：\n"));
            script.write(&format!("　　现将《{title}》印发给你们，请结合实际认真组织实施。\n\n{title}\n\n"));
        }
    }
    let whose = match authority.prefix {
        "" => "各地区、各部门",
        "自治区" | "省" | "市" => "全面贯彻党中央、国务院决策部署",
        _ => "认真落实上级决策部署",
    };
    let aim = match authority.tier {
        Tier::Central => format!("为推动{whose}做好{about}工作，现提出以下分工。"),
        _ => format!("为{whose}，扎实做好{about}工作，制定本方案。"),
    };
    if dice.percent(70) {
        script.write(&format!("　　{aim}\n"));
    }
}

fn recipients(tables: &Tables, authority: &Authority) -> String {
    let (_, localities) = authority.groups(&tables.atlas);
    match (authority.tier, authority.prefix) {
        (Tier::Central, _) => "各省、自治区、直辖市人民政府，国务院各部委、各直属机构".to_owned(),
        (_, "自治区") => format!("{}，自治区各委、办、厅、局", localities[0]),
        (Tier::County, prefix) => format!("{}，{prefix}直各有关单位", localities[0]),
        (_, prefix) => format!("{}，{prefix}直各有关单位", localities[0]),
    }
}

/// Sentences at the end, which assign nothing.
pub(crate) fn close(script: &mut Script, authority: &Authority, dice: &mut Dice) {
    if dice.percent(35) {
        let words = dice.pick(&[
            "各地区、各部门要加强组织领导，细化工作措施，确保各项任务落到实处。",
            "各牵头单位要切实履行职责，各配合单位要主动协同，重大事项及时报告。",
            "重点任务进展情况每季度通报一次，对工作不力的予以督促整改。",
        ]);
        script.write(&format!("　　{words}\n"));
    }
    if dice.percent(25) {
        script.write(&format!("\n{}年{}月{}日\n", authority.year, dice.between(1, 12), dice.between(1, 28)));
    }
}
