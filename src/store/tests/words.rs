//! Words that are looked up among many literals.

use super::model::Numbers;
use crate::store::{Builder, Id, Snapshot, Store};
use oxigraph::model::{GraphName, Literal, NamedNode, Quad};
use std::collections::BTreeSet;

const WORDS: [&str; 16] = ["水利", "煤炭", "工程", "第", "号", "建设", "abc", "Ordos", "水", "利", "𠀀", "𠀁", "é", " ", "2012", "一体化"];

fn literal(numbers: &mut Numbers) -> Literal {
    let value: String = (0..=numbers.below(6)).map(|_| WORDS[numbers.below(16) as usize]).collect();
    let value = format!("{value}{}", numbers.below(100_000));
    if numbers.below(2) == 0 { Literal::new_simple_literal(value) } else { Literal::new_language_tagged_literal_unchecked(value, "zh") }
}

fn builder(numbers: &mut Numbers, count: u64, values: &mut BTreeSet<String>) -> Builder {
    let mut builder = Builder::new();
    let iri = |name: &str| NamedNode::new_unchecked(format!("http://a.example/{name}"));
    for _ in 0..count {
        let literal = literal(numbers);
        values.insert(literal.to_string());
        builder.add(Quad::new(iri("水利"), iri("p"), literal, GraphName::DefaultGraph).as_ref()).expect("room");
    }
    builder
}

fn compare(snapshot: &Snapshot, values: &BTreeSet<String>) {
    let lexical = |literal: &str| literal[1..].rsplit_once('"').map(|(value, _)| value.to_owned()).unwrap_or_default();
    for needle in
        ["水利", "利煤", "第2", "abc", "bcO", "Ordos", "𠀀𠀁", "é水", "2012", "777", "一体化工", "一体化工程abc", "程a", "没有这个"]
    {
        let found = snapshot.candidates(needle).expect("an answer").expect("words that can be looked up");
        assert!(found.is_sorted());
        let found: BTreeSet<String> = found.iter().map(|id| snapshot.term(*id).expect("a term").to_string()).collect();
        let expected: BTreeSet<String> = values.iter().filter(|value| lexical(value).contains(needle)).cloned().collect();
        assert!(found == expected, "{needle}: {} and {}", found.len(), expected.len());
    }
    for needle in ["", "水", "ab", "1"] {
        assert_eq!(snapshot.candidates(needle).expect("an answer"), None::<Vec<Id>>, "{needle}");
    }
}

#[test]
fn words_are_found_where_they_are() {
    let mut numbers = Numbers::new(4);
    let mut values = BTreeSet::new();
    let few = Snapshot::empty().with(builder(&mut numbers, 90, &mut values)).expect("a snapshot");
    compare(&few, &values);
    // More than enough for lists, and a segment without them.
    let many = few.with(builder(&mut numbers, 6000, &mut values)).expect("a snapshot");
    compare(&many, &values);
}

#[test]
fn merging_keeps_the_lists() {
    let directory = tempfile::tempdir().expect("a directory");
    let store = Store::create(directory.path()).expect("a store");
    let mut numbers = Numbers::new(5);
    let mut values = BTreeSet::new();
    let iri = |name: &str| NamedNode::new_unchecked(format!("http://a.example/{name}"));
    for _ in 0..2 {
        let mut writer = store.writer().expect("a writer");
        for _ in 0..3000 {
            let literal = literal(&mut numbers);
            values.insert(literal.to_string());
            writer.add(Quad::new(iri("s"), iri("p"), literal, GraphName::DefaultGraph).as_ref()).expect("room");
        }
        writer.commit().expect("a commit");
    }
    store.optimise().expect("an optimised store");
    compare(&store.snapshot(), &values);
    store.verify().expect("whole files");
}
