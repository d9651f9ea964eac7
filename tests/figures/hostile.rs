//! A ledger with names that mean something to the languages that figures are written in.

use fengong::analyse::{Duty, Ledger, Party, Plan, Role, Section, Task};
use fengong::draw::{self, Backbone, Columns, Figure, Selection, Setting, Supporters};
use fengong::language::Language;

/// Names that end a string, a label, an element or a statement where they are not escaped, and odd ones.
pub(crate) const NAMES: [&str; 12] = [
    "\"quoted\" \"",
    "back\\slash\\n \\N \\",
    "</TABLE>> ]; } digraph {",
    "<b>bold & &amp; &#39;</b>",
    "line\nbreak\r\nand\ttab",
    "",
    "   ",
    "👩‍👩‍👧 水利🌊厅",
    "\u{0}\u{7}control\u{1b}[31m\u{fffe}\u{ffff}",
    "]]> <!-- --> </script><script>alert(1)</script>",
    "非常长的名称非常长的名称非常长的名称非常长的名称非常长的名称非常长的名称非常长的名称非常长的名称非常长的名称非常长的名称非常长的名称",
    "Averyveryveryveryveryveryveryveryveryveryverylongwordwithoutanyplacetobreakit",
];

/// One task a name, led by the unit of the name and supported by the two units after it.
pub(crate) fn ledger() -> Ledger {
    let count = NAMES.len();
    let parties = NAMES
        .iter()
        .enumerate()
        .map(|(at, name)| Party { iri: format!("u{at}"), name: (*name).to_owned(), family: (*name).to_owned(), is_unit: true })
        .collect();
    let sections = NAMES.iter().enumerate().map(|(at, name)| Section {
        iri: format!("s{at}"),
        number: (*name).to_owned(),
        title: (*name).to_owned(),
        within: None,
    });
    let tasks = NAMES.iter().enumerate().map(|(at, name)| Task {
        iri: format!("t{at}"),
        plan: "p".to_owned(),
        order: at + 1,
        number: (*name).to_owned(),
        title: (*name).to_owned(),
        text: (*name).to_owned(),
        clause: (*name).to_owned(),
        section: Some(at),
        has_twin: true,
    });
    let duty =
        |task: usize, step: usize| Duty { task, role: if step == 0 { Role::Lead } else { Role::Support }, party: (task + step) % count };
    Ledger {
        plans: vec![Plan {
            iri: "p".to_owned(),
            title: NAMES[2].to_owned(),
            name: NAMES[2].to_owned(),
            issuer: NAMES[3].to_owned(),
            issued: NAMES[0].to_owned(),
        }],
        sections: sections.collect(),
        tasks: tasks.collect(),
        parties,
        duties: (0..count).flat_map(|task| (0..3).map(move |step| duty(task, step))).collect(),
    }
}

/// Every kind of figure of a ledger, with its name.
pub(crate) fn figures(ledger: &Ledger) -> Vec<(&'static str, Figure)> {
    let setting = Setting::of(ledger, Language::Zh);
    let selection = Selection { backbone: Backbone::All, least: 1, unit: None, directed: true, units: 60 };
    let arrows: Vec<draw::Arrow> = NAMES
        .windows(2)
        .map(|pair| draw::Arrow {
            from: pair[0].to_owned(),
            to: pair[1].to_owned(),
            label: pair[0].to_owned(),
            weight: 1.0,
            group: pair[1].to_owned(),
        })
        .collect();
    vec![
        ("cooperation", Figure::Diagram(draw::cooperation(ledger, &selection, &setting))),
        ("responsibility", Figure::Diagram(draw::responsibility(ledger, &Supporters::All, &setting))),
        ("matrix", Figure::Matrix(draw::heat(ledger, Columns::Chapters, &setting))),
        ("units", Figure::Matrix(draw::heat(ledger, Columns::Units, &setting))),
        ("plan", Figure::Diagram(draw::outline(ledger, &setting))),
        ("query", Figure::Diagram(draw::result(&arrows, NAMES[2], &setting))),
    ]
}
