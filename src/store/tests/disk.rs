//! Stores in a directory: built in pieces, dropped from, merged, opened again.

use super::model::{Model, Numbers, quad};
use crate::store::{Builder, Loading, Snapshot, Store, StoreError};
use oxigraph::io::RdfFormat;
use oxigraph::model::{GraphName, GraphNameRef, NamedNode};
use std::fs;
use std::io::Read;

/// Hands out a few bytes at a time.
pub(super) struct Slowly<'a>(pub(super) &'a [u8], pub(super) usize);

impl Read for Slowly<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let mut few = self.0.get(..self.1.min(self.0.len())).unwrap_or_default();
        let read = few.read(buffer)?;
        self.0 = &self.0[read..];
        Ok(read)
    }
}

/// Changes a store and its model in some way.
pub(super) fn change(store: &Store, model: &mut Model, numbers: &mut Numbers, graphs: u64) -> Result<(), StoreError> {
    let mut after = model.clone();
    let mut writer = store.writer()?;
    if numbers.below(2) == 0 {
        writer = writer.with_memory(0);
    }
    for _ in 0..=numbers.below(3) {
        match numbers.below(5) {
            0 => {
                let graph = quad(numbers, graphs).graph_name;
                writer.drop_graph(graph.as_ref())?;
                after.drop_graph(&graph);
            }
            1 => {
                for _ in 0..numbers.below(40) {
                    let quad = quad(numbers, graphs);
                    writer.add(quad.as_ref())?;
                    after.add(&quad);
                }
            }
            _ => {
                let mut lines = String::new();
                for _ in 0..numbers.below(80) {
                    let mut quad = quad(numbers, graphs);
                    // Blank nodes of another document would be others.
                    while quad.to_string().contains("_:") {
                        quad = super::model::quad(numbers, graphs);
                    }
                    lines.push_str(&format!("{quad} .\n"));
                    after.add(&quad);
                }
                let loading = Loading::new(RdfFormat::NQuads, GraphNameRef::DefaultGraph);
                writer.load(Slowly(lines.as_bytes(), 3000), &loading)?;
            }
        }
    }
    if numbers.below(6) > 0 {
        writer.commit()?;
        *model = after;
    }
    Ok(())
}

fn files(store: &Store) -> Vec<String> {
    let names = fs::read_dir(store.path()).expect("a directory").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().expect("a name")).collect();
    names.sort();
    names
}

#[test]
fn a_store_is_the_set_of_what_was_committed() {
    for seed in 0..15 {
        let mut numbers = Numbers::new(seed);
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("store");
        let mut store = Store::create(&path).expect("a store");
        let mut model = Model::default();
        let graphs = 1 + seed % 5;
        for round in 0..8 {
            change(&store, &mut model, &mut numbers, graphs).expect("a change");
            match numbers.below(5) {
                0 => store.optimise().expect("an optimised store"),
                1 => store = Store::open(&path).expect("a store"),
                2 => {
                    let copy = store.backup(&directory.path().join(format!("copy{round}"))).expect("a copy");
                    model.compare(&copy.snapshot(), seed);
                }
                _ => {}
            }
            model.compare(&store.snapshot(), seed + round);
            store.verify().expect("whole files");
            let info = store.info().expect("what it is made of");
            assert_eq!(info.quads, model.0.len() as u64);
            let mut named: Vec<String> = info.segments.into_iter().map(|segment| segment.file).collect();
            named.extend(["lock".to_owned(), "manifest.json".to_owned()]);
            named.sort();
            assert_eq!(files(&store), named);
        }
        store.optimise().expect("an optimised store");
        let info = store.info().expect("what it is made of");
        assert!(info.segments.len() <= 1);
        let snapshot = Store::open(&path).expect("a store").snapshot();
        model.compare(&snapshot, seed);
        // Nothing is left of terms that are used no more.
        let mut builder = Builder::new();
        for quad in model.0.values() {
            builder.add(quad.as_ref()).expect("room");
        }
        let anew = Snapshot::empty().with(builder).expect("a snapshot");
        assert_eq!(snapshot.end(), anew.end());
    }
}

#[test]
fn a_reader_goes_on_with_the_state_that_it_has() {
    let directory = tempfile::tempdir().expect("a directory");
    let store = Store::create(directory.path()).expect("a store");
    let mut numbers = Numbers::new(3);
    let mut model = Model::default();
    change(&store, &mut model, &mut numbers, 3).expect("a change");
    let other = Store::open(directory.path()).expect("a store");
    let (old, old_model) = (other.snapshot(), model.clone());
    for _ in 0..6 {
        change(&store, &mut model, &mut numbers, 3).expect("a change");
    }
    store.optimise().expect("an optimised store");
    old_model.compare(&old, 1);
    old_model.compare(&other.snapshot(), 1);
    model.compare(&other.refresh().expect("the new state"), 1);
}

#[test]
fn only_one_writes_at_a_time() {
    let directory = tempfile::tempdir().expect("a directory");
    let store = Store::create(directory.path()).expect("a store");
    let writer = store.writer().expect("a writer");
    assert!(matches!(Store::open(directory.path()).expect("a store").writer(), Err(StoreError::Locked(_))));
    drop(writer);
    assert!(store.writer().is_ok());
}

#[test]
fn what_is_no_store_is_told() {
    let directory = tempfile::tempdir().expect("a directory");
    assert!(matches!(Store::open(directory.path()), Err(StoreError::NotAStore(_))));
    assert!(matches!(Store::open(&directory.path().join("none")), Err(StoreError::Io { .. })));
    fs::write(directory.path().join("notes.txt"), "mine").expect("a file");
    assert!(matches!(Store::create(directory.path()), Err(StoreError::Io { .. })));
    assert_eq!(fs::read_to_string(directory.path().join("notes.txt")).ok().as_deref(), Some("mine"));
}

#[test]
fn files_of_others_stay() {
    let directory = tempfile::tempdir().expect("a directory");
    let store = Store::create(directory.path()).expect("a store");
    fs::write(directory.path().join("notes.segment"), "mine").expect("a file");
    fs::write(directory.path().join("00000099.segment"), "left by a crash").expect("a file");
    drop(store.writer().expect("a writer"));
    assert_eq!(files(&store), ["lock", "manifest.json", "notes.segment"]);
}

#[test]
fn a_graph_is_replaced_within_one_commit() {
    let directory = tempfile::tempdir().expect("a directory");
    let store = Store::create(directory.path()).expect("a store");
    let graph: GraphName = NamedNode::new_unchecked("http://a.example/graph/2").into();
    let mut numbers = Numbers::new(8);
    let mut model = Model::default();
    for _ in 0..5 {
        let mut writer = store.writer().expect("a writer");
        for _ in 0..2 {
            writer.drop_graph(graph.as_ref()).expect("a graph that can be dropped");
            model.drop_graph(&graph);
            for _ in 0..30 {
                let quad = quad(&mut numbers, 4);
                writer.add(quad.as_ref()).expect("room");
                model.add(&quad);
            }
        }
        writer.commit().expect("a commit");
        model.compare(&store.snapshot(), 2);
    }
}

#[test]
fn the_same_input_makes_the_same_bytes() {
    let make = |memory: usize| {
        let directory = tempfile::tempdir().expect("a directory");
        let store = Store::create(directory.path()).expect("a store");
        let mut numbers = Numbers::new(21);
        let mut lines = String::new();
        for _ in 0..3000 {
            lines.push_str(&format!("{} .\n", quad(&mut numbers, 3)));
        }
        let mut writer = store.writer().expect("a writer").with_memory(memory);
        let loading = Loading::new(RdfFormat::NQuads, GraphNameRef::DefaultGraph);
        writer.load(Slowly(lines.as_bytes(), 10_000), &loading).expect("RDF");
        writer.commit().expect("a commit");
        let file = store.info().expect("what it is made of").segments[0].file.clone();
        fs::read(directory.path().join(file)).expect("a file")
    };
    assert!(make(1 << 30) == make(1 << 30));
    assert!(make(0) == make(0));
}
