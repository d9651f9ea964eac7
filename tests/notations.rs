//! Short plans, one for each way in which plans write who does what and for each trap: every name and every role is read, and nothing
//! else. `tests/plans/NAME.txt` is the plan, `NAME.json` its gold annotation, `fengong eval --docs tests/plans --misses` the same by hand.

use fengong::document::Metadata;
use fengong::evaluate::{Gold, Score, score};
use fengong::graph::{DEFAULT_BASE, Names};
use fengong::reader::Reader;
use fengong::report;
use fengong::text::Source;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Every plan, and what it is about.
#[rustfmt::skip]
const PLANS: &[(&str, &str)] = &[
    ("autonomous-prefecture", "prefix of an autonomous prefecture"),
    ("bare-lists", "a list that begins bare stays bare; a space inside a name"),
    ("by-duty", "X、Y按职责分工负责; ministries beside 国家…局"),
    ("committees", "a committee and the government beside it; bureaus after an office of the government; kinds of units"),
    ("conjunctions", "和, 及, 与 inside names and between them"),
    ("deadlines", "deadlines before, in, after the clause, and in a line of their own"),
    ("deadlines-in-words", "deadlines in brackets of their own and in the words of the task, and dates that are none"),
    ("deadlines-lines", "deadlines in lines of their own before and after the clause, and run on with its labels"),
    ("deadlines-of-the-year", "deadlines that leave the year out, which the title names"),
    ("deadlines-periods", "periods, quarters and halves of a year as deadlines"),
    ("deadlines-table", "a column of deadlines, some of them days of a spreadsheet"),
    ("each-leads", "X、Y分别牵头"),
    ("first-leads", "列第一位者为牵头单位，下同"),
    ("groups", "unspecific parties"),
    ("groups-city", "groups of a city: 各区、县级市, 市有关部门, 各镇街"),
    ("groups-county", "groups of a county: 县各有关单位, 各乡镇"),
    ("half-width", "half-width punctuation throughout"),
    ("inherit-banner", "prefix of a banner"),
    ("inherit-district", "prefix of a district of a city"),
    ("inherit-league", "prefixes of league, banner and autonomous region"),
    ("inherit-party", "organs of the party committee: 市委组织部、宣传部、财政局"),
    ("inherit-region", "prefix of an autonomous region"),
    ("labels-in-brackets", "（牵头单位：X；责任单位：Y；配合单位：Z）"),
    ("labels-in-sentences", "责任单位： at the end of a paragraph without brackets"),
    ("labels-own-lines", "牵头单位：… each label in a line of its own"),
    ("labels-run-on", "labels that follow each other without a separator"),
    ("lead-assesses", "牵头考核单位：X"),
    ("lead-carries-out", "X牵头落实"),
    ("lead-others-by-duty", "X牵头，Y等按职责分工负责"),
    ("lead-support", "X牵头，Y配合"),
    ("ledger-brackets", "a ledger: 【unit】 over items"),
    ("ledger-colons", "a ledger: unit and colon over items, some with a clause of their own"),
    ("ledger-numbered", "a ledger: numbered units with the number of their items, 牵头任务 and 配合任务 between"),
    ("ledger-none", "headings that end like units, one unit, units with nothing under them: no ledger"),
    ("market-regulation", "市场监管局 under 市"),
    ("narrative", "narrative: 由X会同Y负责 in sentences, the task before or after its clause"),
    ("narrative-joint", "会同 and names that go on in a sentence; names alone in a bracket; a sentence that ends in 负责"),
    ("nested-brackets", "nested and half-width brackets and punctuation"),
    ("not-inheriting", "league of youth, development zones, universities and enterprises"),
    ("nothing-assigned", "a document that assigns nothing"),
    ("numbering", "第X条, 1.（1）①, 专栏"),
    ("offices", "offices of a bureau, towns of the grassland, an office of a prefecture"),
    ("one-line", "a whole plan as one line"),
    ("open-lists", "等, 等部门, 等单位, 等有关部门"),
    ("outline", "an outline whose last line is the clause, without brackets"),
    ("persons", "responsible persons behind their units"),
    ("persons-labelled", "责任人, 负责人, 分管领导 with labels: run on, in lines of their own, in brackets"),
    ("persons-table", "columns of 分管领导 and 责任人"),
    ("regulation", "a regulation, whose sentences assign nothing"),
    ("responsible", "X、Y负责; ministries of the State Council"),
    ("responsible-with-support", "X负责，Y配合"),
    ("running", "由X牵头，Y配合 in running text without brackets"),
    ("several-in-a-paragraph", "several clauses in one paragraph, each after its sentence"),
    ("shared-suffix", "南宁、柳州市人民政府"),
    ("table-bars", "a table, its cells joined by |"),
    ("table-one-column", "a table with one column of units"),
    ("table-tabs", "a table, its cells joined by TAB"),
    ("table-two-heads", "a table whose head has two lines, rows that begin with empty cells"),
    ("together-with", "X会同Y负责"),
    ("towns", "towns, streets, zones and named enterprises inherit no prefix; towns share their ending"),
    ("traditional", "traditional characters"),
    ("traditional-labels", "traditional characters, labels and prefixes"),
    ("traps", "words of roles that assign nothing"),
    ("unclosed-bracket", "a bracket that is not closed"),
    ("vertical", "organs of the vertical line inherit no prefix"),
];

/// Plans that are not yet read rightly, and why. One that is read rightly must leave the list.
#[rustfmt::skip]
const KNOWN_GAPS: &[(&str, &str)] = &[
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans")
}

fn plan(name: &str) -> Result<(Gold, Source)> {
    Ok((Gold::read(&folder().join(format!("{name}.json")))?, Source::read(&folder().join(format!("{name}.txt")))?))
}

fn read(name: &str, reader: &Reader) -> Result<Score> {
    let (gold, source) = plan(name)?;
    let reading = reader.read(source, Metadata::default());
    Ok(score(&gold, &reading.document.source, &report::records(&reading, &Names::new(DEFAULT_BASE)?)))
}

#[test]
fn every_notation_is_read_and_no_trap_is() -> Result {
    let reader = Reader::new(None)?;
    let mut told = String::new();
    for (name, about) in PLANS {
        // A panic of the reader is a gap as well, and names its plan.
        let Ok(score) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read(name, &reader))) else {
            if KNOWN_GAPS.iter().all(|(gap, _)| gap != name) {
                writeln!(told, "{name} ({about}): the reader panics")?;
            }
            continue;
        };
        let score = score?;
        let gap = KNOWN_GAPS.iter().find(|(gap, _)| gap == name);
        match (score.units.is_perfect() && score.groups.is_perfect(), gap) {
            (true, Some(_)) => writeln!(told, "{name} is read rightly now: take it off KNOWN_GAPS")?,
            (false, None) => {
                writeln!(told, "{name} ({about}):")?;
                for one in &score.differences {
                    writeln!(told, "  line {}: {:?} {} {} in 「{}」", one.line, one.what, one.kind.as_str(), one.name, one.clause)?;
                }
            }
            (true, None) | (false, Some(_)) => {}
        }
    }
    assert!(told.is_empty(), "\n{told}");
    Ok(())
}

/// The truth about one assignment that the score leaves out: by when, and who answers for it.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct Beside {
    /// The words of the deadline.
    deadline: Option<String>,
    /// The date, or the end of the period.
    until: Option<String>,
    /// The beginning of the period.
    from: Option<String>,
    /// The people.
    persons: Vec<Answering>,
}

#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
struct Answering {
    name: String,
    called: Option<String>,
    party: Option<String>,
}

#[derive(Deserialize)]
struct Truth {
    assignments: Vec<Beside>,
}

#[test]
fn every_deadline_and_every_person_is_read_and_nothing_else_is_one() -> Result {
    let (reader, names) = (Reader::new(None)?, Names::new(DEFAULT_BASE)?);
    let mut told = String::new();
    for (name, _) in PLANS.iter().filter(|(name, _)| KNOWN_GAPS.iter().all(|(gap, _)| gap != name)) {
        let truth: Truth = serde_json::from_slice(&std::fs::read(folder().join(format!("{name}.json")))?)?;
        let reading = reader.read(plan(name)?.1, Metadata::default());
        let records = report::records(&reading, &names);
        let read: Vec<Beside> = records.iter().map(beside).collect();
        for at in 0..read.len().max(truth.assignments.len()) {
            let (read, truth) = (read.get(at), truth.assignments.get(at));
            if read != truth {
                writeln!(told, "{name}, assignment {}: {read:?} where {truth:?} is right", at + 1)?;
            }
        }
    }
    assert!(told.is_empty(), "\n{told}");
    Ok(())
}

fn beside(task: &report::TaskRecord<'_>) -> Beside {
    let (deadline, owned) = (task.deadline.as_ref(), |words: &str| words.to_owned());
    let person = |person: &report::PersonRecord<'_>| Answering {
        name: person.name.to_owned(),
        called: person.called.map(owned),
        party: person.party.map(owned),
    };
    Beside {
        deadline: deadline.map(|deadline| deadline.text.to_owned()),
        until: deadline.and_then(|deadline| deadline.date.clone()),
        from: deadline.and_then(|deadline| deadline.from.clone()),
        persons: task.persons.iter().map(person).collect(),
    }
}

#[test]
fn the_table_names_every_plan_once() -> Result {
    let mut files = BTreeSet::new();
    for entry in std::fs::read_dir(folder())? {
        files.insert(entry?.file_name().to_string_lossy().into_owned());
    }
    let declared: BTreeSet<String> = PLANS.iter().flat_map(|(name, _)| [format!("{name}.txt"), format!("{name}.json")]).collect();
    assert_eq!(declared.len(), 2 * PLANS.len(), "a plan is named twice");
    assert_eq!(files, declared);
    for (gap, why) in KNOWN_GAPS {
        assert!(PLANS.iter().any(|(name, _)| name == gap), "{gap} is no plan");
        assert!(!why.is_empty(), "{gap} has no reason");
    }
    Ok(())
}

#[test]
fn every_annotation_stands_in_its_plan() -> Result {
    for (name, _) in PLANS {
        let (gold, source) = plan(name)?;
        assert!(gold.misplaced(&source).is_empty(), "{name}: {:?}", gold.misplaced(&source));
        assert!(gold.complete, "{name}");
    }
    Ok(())
}
