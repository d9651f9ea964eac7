//! Plans that `examples/generate` makes, in every notation, level and year: what is read of them against the truth that they were made from.

#[path = "../examples/generate/generator/mod.rs"]
mod generator;

use fengong::document::Metadata;
use fengong::evaluate::{DifferenceKind, Gold, Score, score};
use fengong::graph::{DEFAULT_BASE, Names};
use fengong::lexicon::{Extent, Lexicon};
use fengong::reader::{Reader, Reading};
use fengong::report::records;
use fengong::text::Source;
use generator::{Generator, Plan, Size};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// Which plans are looked at: seed, how many, how large.
const PLANS: &[(u64, u64, Size)] = &[(1, 600, Size::Small), (2, 20, Size::Founding)];

/// A plan as the program takes it: read with its metadata, and its annotation.
fn read(reader: &Reader, plan: &Plan) -> Result<(Gold, Reading)> {
    let metadata: Metadata = serde_json::from_value(serde_json::to_value(&plan.metadata)?)?;
    let gold: Gold = serde_json::from_value(serde_json::to_value(&plan.gold)?)?;
    Ok((gold, reader.read(Source::from_text(&plan.name, &plan.text), metadata)))
}

#[test]
fn what_was_made_is_read() -> Result {
    let (generator, reader, names) = (Generator::new()?, Reader::new(None)?, Names::new(DEFAULT_BASE)?);
    let mut all = Score::default();
    let mut told = String::new();
    let (mut deadlines, mut read_deadlines) = (0, 0);
    for (seed, count, size) in PLANS {
        for number in 0..*count {
            let plan = generator.plan(*seed, number, *size);
            let (gold, reading) = read(&reader, &plan)?;
            assert_eq!(gold.misplaced(&reading.document.source).len(), 0, "{}", plan.name);
            let records = records(&reading, &names);
            let score = score(&gold, &reading.document.source, &records);
            all.units += score.units;
            all.groups += score.groups;
            for one in &score.differences {
                let what = if one.what == DifferenceKind::Missed { "missed" } else { "wrong" };
                let (name, notation, kind) = (&plan.name, plan.gold.notation, one.kind.as_str());
                writeln!(told, "{name} ({notation}), line {}: {what} {kind} {} in 「{}」", one.line, one.name, one.clause)?;
            }
            for (at, assignment) in plan.gold.assignments.iter().enumerate() {
                let Some(deadline) = &assignment.deadline else { continue };
                deadlines += 1;
                let found = records.get(at).and_then(|record| record.deadline.as_ref()).map(|deadline| deadline.text);
                if found == Some(deadline.as_str()) {
                    read_deadlines += 1;
                } else {
                    writeln!(told, "{} ({}): the deadline {deadline} is read as {found:?}", plan.name, plan.gold.notation)?;
                }
            }
        }
    }
    let (units, groups) = (all.units.f1(), all.groups.f1());
    assert!(units >= 0.999 && groups >= 0.999, "{told}units {units:.4} {:?}, groups {groups:.4} {:?}", all.units, all.groups);
    assert!(deadlines > 500 && f64::from(read_deadlines) >= 0.99 * f64::from(deadlines), "{told}{read_deadlines} of {deadlines} deadlines");
    Ok(())
}

#[test]
fn a_plan_depends_on_its_seed_and_number_alone() -> Result {
    let (one, other) = (Generator::new()?, Generator::new()?);
    let words =
        |plan: Plan| -> Result<String> { Ok(format!("{}{}{}", plan.text, serde_json::to_string(&plan.gold)?, plan.metadata.title)) };
    let backwards: Vec<String> = (0..40).rev().map(|number| words(other.plan(7, number, Size::Small))).collect::<Result<_>>()?;
    let mut different = BTreeSet::new();
    for (number, before) in (0..40).zip(backwards.into_iter().rev()) {
        let plan = words(one.plan(7, number, Size::Small))?;
        assert_eq!(plan, before, "plan {number}");
        different.insert(plan);
        different.insert(words(one.plan(8, number, Size::Small))?);
    }
    assert_eq!(different.len(), 80, "plans differ, and so do seeds");
    Ok(())
}

#[test]
fn every_notation_level_and_year_is_made() -> Result {
    let generator = Generator::new()?;
    let (mut notations, mut years, mut issuers) = (BTreeMap::<_, usize>::new(), BTreeSet::new(), BTreeSet::new());
    for number in 0..1500 {
        let plan = generator.plan(3, number, Size::Small);
        let tasks = plan.gold.assignments.len();
        *notations.entry(plan.gold.notation).or_default() += 1;
        years.insert(plan.metadata.year);
        issuers.insert(plan.metadata.division.map_or("", |code| &code[..2]));
        assert!((1..=24).contains(&tasks), "{}: {tasks} tasks", plan.name);
    }
    assert_eq!(notations.len(), 16, "{notations:?}");
    assert!(notations.values().all(|count| *count >= 5), "{notations:?}");
    assert_eq!(years, (2010..=2026).collect());
    assert_eq!(issuers.len(), 32, "the State Council and 31 provinces: {issuers:?}");
    Ok(())
}

/// What the plans call departments of a province is what they were called in the year of the plan.
#[test]
fn names_fit_their_time() -> Result {
    let generator = Generator::new()?;
    let mut seen = BTreeMap::<&str, (i32, i32)>::new();
    for number in 0..3000 {
        let plan = generator.plan(4, number, Size::Small);
        for identity in plan.gold.units.values().filter(|identity| identity.contains("0000/") || identity.starts_with("central/")) {
            let office = identity.split_once('/').map_or("", |(_, office)| office);
            for watched in ["环保厅", "生态环境厅", "卫生厅", "卫生健康委", "国土资源厅", "自然资源厅", "扶贫办", "乡村振兴局", "农业部"]
            {
                if office == watched {
                    let years = seen.entry(watched).or_insert((plan.metadata.year, plan.metadata.year));
                    *years = (years.0.min(plan.metadata.year), years.1.max(plan.metadata.year));
                }
            }
        }
    }
    let expected = [
        ("环保厅", (2010, 2017)),
        ("生态环境厅", (2018, 2026)),
        ("卫生厅", (2010, 2013)),
        ("卫生健康委", (2018, 2026)),
        ("国土资源厅", (2010, 2017)),
        ("自然资源厅", (2018, 2026)),
        ("扶贫办", (2010, 2020)),
        ("乡村振兴局", (2021, 2023)),
        ("农业部", (2010, 2017)),
    ];
    assert_eq!(seen, expected.into_iter().collect());
    // The years of ministries are those of the reforms.
    let ministries: Vec<&str> = include_str!("../examples/generate/generator/tables/ministries.tsv").lines().collect();
    for row in Lexicon::builtin()?.successions.iter().filter(|row| row.is_central() && row.extent == Extent::Whole && row.year > 2010) {
        let until = |line: &&&str| line.split('\t').nth(1).is_some_and(|name| name == row.from);
        if let Some(line) = ministries.iter().find(until) {
            assert_eq!(line.split('\t').nth(3), Some((row.year - 1).to_string().as_str()), "{}", row.from);
        }
    }
    Ok(())
}

/// Over plans of many governments and years, a department of a government is one unit, and no two are one.
#[test]
fn a_unit_is_one_thing_over_all_plans() -> Result {
    let (generator, reader, names) = (Generator::new()?, Reader::new(None)?, Names::new(DEFAULT_BASE)?);
    let (mut nodes, mut things) = (BTreeMap::<String, BTreeSet<String>>::new(), BTreeMap::<String, BTreeSet<String>>::new());
    let mut plans_of = BTreeMap::<String, usize>::new();
    for number in 0..1200 {
        let plan = generator.plan(9, number, Size::Small);
        let (_, reading) = read(&reader, &plan)?;
        let mut of_plan = BTreeSet::new();
        for record in records(&reading, &names) {
            for unit in record.lead.iter().chain(&record.support).chain(&record.responsible) {
                let Some(identity) = plan.gold.units.get(unit.name) else { continue };
                nodes.entry(identity.clone()).or_default().insert(unit.iri.clone());
                things.entry(unit.iri.clone()).or_default().insert(identity.clone());
                of_plan.insert(identity.clone());
            }
        }
        of_plan.into_iter().for_each(|identity| *plans_of.entry(identity).or_default() += 1);
    }
    let mut told = String::new();
    for (identity, nodes) in nodes.iter().filter(|(_, nodes)| nodes.len() > 1) {
        writeln!(told, "{identity} is {nodes:?}")?;
    }
    for (node, identities) in things.iter().filter(|(_, identities)| identities.len() > 1) {
        writeln!(told, "{node} is {identities:?}")?;
    }
    assert_eq!(told, "");
    assert!(plans_of.values().filter(|plans| **plans > 1).count() > 500, "the same units in several plans");
    Ok(())
}
