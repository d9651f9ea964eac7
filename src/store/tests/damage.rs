//! Bytes that are not those that were written: every answer is an error or right.

use super::model::{Model, Numbers, listed, quad};
use crate::store::{Direction, GraphFilter, Id, Snapshot, Store, StoreError, View};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn store_of(path: &Path, seed: u64, count: u64) -> (Store, Model) {
    let store = Store::create(path).expect("a store");
    let mut numbers = Numbers::new(seed);
    let mut model = Model::default();
    for part in 0..2 {
        let mut writer = store.writer().expect("a writer");
        for _ in 0..(if part == 0 { count } else { count / 20 }) {
            let quad = quad(&mut numbers, 3);
            writer.add(quad.as_ref()).expect("room");
            model.add(&quad);
        }
        writer.commit().expect("a commit");
    }
    (store, model)
}

fn segments(path: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(path).expect("a directory").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<_> = all.filter(|path| path.extension().is_some_and(|ending| ending == "segment")).collect();
    files.sort();
    files
}

/// Asks for everything, and stops at the first error; answers must be those of the model, where there is one.
fn ask_all(snapshot: &Snapshot, model: Option<&Model>) -> Result<(), StoreError> {
    let quads = snapshot.quads(None, None, None, GraphFilter::All).collect::<Result<Vec<_>, _>>()?;
    let mut objects = BTreeSet::new();
    for [subject, predicate, object, graph] in &quads {
        for id in [subject, predicate, graph].into_iter().filter(|id| **id != Id::DEFAULT_GRAPH) {
            snapshot.term(*id)?;
            snapshot.kind(*id)?;
        }
        let object = snapshot.term(*object)?;
        snapshot.id_of(object.as_ref())?;
        objects.insert(object.to_string());
    }
    snapshot.characteristic_sets()?;
    let mut cursor = snapshot.terms_in_order(0..u32::MAX);
    while cursor.next()?.is_some() {}
    for statistics in snapshot.predicates() {
        for direction in [Direction::Forward, Direction::Backward] {
            let adjacency = snapshot.adjacency(statistics.id(), direction, &View::Union)?;
            let (mut keys, mut values) = (Vec::new(), Vec::new());
            let mut scan = adjacency.scan(0..u32::MAX);
            while scan.next(&mut keys, &mut values, 100)? {}
            let mut gathered = Vec::new();
            for (key, value) in keys.iter().zip(&values).take(50) {
                adjacency.gather(Id(*key), &mut gathered)?;
                adjacency.contains(Id(*key), Id(*value))?;
            }
            if let Some(slices) = adjacency.clean() {
                (0..slices.keys.len()).for_each(|at| gathered.extend_from_slice(slices.run(at)));
            }
            adjacency.split(3)?;
        }
    }
    let found = snapshot.candidates("水利")?.map_or(0, |found| found.len());
    if let Some(model) = model {
        assert_eq!(listed(snapshot, [None; 3], GraphFilter::All), model.0.keys().cloned().collect::<Vec<_>>());
        assert_eq!(found, objects.iter().filter(|object| object.starts_with("\"水利")).count());
    }
    Ok(())
}

fn check(path: &Path, model: &Model) -> Result<(), StoreError> {
    ask_all(&Store::open(path)?.snapshot(), Some(model))
}

#[test]
fn changed_bytes_of_a_segment_are_an_error_or_do_not_matter() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("store");
    let (_, model) = store_of(&path, 5, 1500);
    let files = segments(&path);
    assert_eq!(files.len(), 2);
    check(&path, &model).expect("what was written");
    let mut numbers = Numbers::new(17);
    let mut told = 0;
    for round in 0..600 {
        let file = &files[round % 2];
        let good = fs::read(file).expect("a file");
        let mut bad = good.clone();
        match numbers.below(4) {
            0 => bad.truncate(numbers.below(good.len() as u64) as usize),
            1 => {
                let at = numbers.below(good.len() as u64) as usize;
                let end = (at + numbers.below(200) as usize).min(good.len());
                bad[at..end].fill(numbers.below(256) as u8);
            }
            2 => bad.extend_from_slice(&good[..numbers.below(100) as usize + 1]),
            _ => {
                let at = numbers.below(good.len() as u64) as usize;
                bad[at] ^= 1 << numbers.below(8);
            }
        }
        fs::write(file, &bad).expect("a file that can be written");
        match check(&path, &model) {
            Ok(()) => assert!(bad == good || Store::open(&path).expect("a store").verify().is_ok()),
            Err(StoreError::Damaged { .. } | StoreError::Version { .. }) => told += 1,
            Err(other) => panic!("{other}"),
        }
        assert!(bad == good || Store::open(&path).and_then(|store| store.verify()).is_err(), "verifying sees every byte");
        fs::write(file, &good).expect("a file that can be written");
    }
    assert!(told > 300, "{told}");
    check(&path, &model).expect("what was written");
}

/// The same with checksums that fit: what is read must be looked at, not only compared.
#[test]
fn nonsense_with_fitting_checksums_is_never_a_panic() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("store");
    let (_, model) = store_of(&path, 6, 600);
    let file = segments(&path).remove(0);
    let good = fs::read(&file).expect("a file");
    let mut numbers = Numbers::new(23);
    let mut told = 0;
    for _ in 0..1500 {
        let mut bad = good.clone();
        for _ in 0..=numbers.below(3) {
            let at = numbers.below(good.len() as u64 - 32) as usize;
            let end = (at + numbers.below(9) as usize).min(good.len() - 32);
            bad[at..end].fill([0, 1, 0x7F, 0xFF][numbers.below(4) as usize]);
        }
        seal(&mut bad);
        fs::write(&file, &bad).expect("a file that can be written");
        // The head is another one now, which the manifest tells.
        if let Ok(bytes) = crate::store::bytes::Bytes::map(&file)
            && let Ok(segment) = crate::store::segment::Segment::open(bytes)
        {
            let link = crate::store::chain::Link { segment: segment.into(), masks: [].into() };
            if let Ok(snapshot) = Snapshot::of(vec![link.clone()]) {
                told += usize::from(ask_all(&snapshot, None).is_err());
                let _ = crate::store::merge::merge(&[link], crate::store::segment::output::Output::memory());
            }
        }
    }
    assert!(told > 100, "{told}");
    fs::write(&file, &good).expect("a file that can be written");
    check(&path, &model).expect("what was written");
}

/// Puts checksums that fit into a segment, as far as its parts can be found.
fn seal(bytes: &mut [u8]) {
    use crate::store::segment::layout::{HEAD_WORDS, Head, TAIL};
    let Some(tail) = bytes.len().checked_sub(TAIL) else { return };
    let head_at = tail - HEAD_WORDS * 8;
    let mut words = [0; HEAD_WORDS];
    for (word, chunk) in words.iter_mut().zip(bytes[head_at..tail].as_chunks::<8>().0) {
        *word = u64::from_le_bytes(*chunk);
    }
    let head = Head::from_words(&words);
    let (at, len) = (head.sums.offset as usize, head.sums.len as usize);
    if at > bytes.len() || at.saturating_add(len) > bytes.len() {
        return;
    }
    let sums: Vec<u8> = bytes[..at].chunks(crate::store::bytes::BLOCK).flat_map(|block| crc32fast::hash(block).to_le_bytes()).collect();
    if sums.len() != len {
        return;
    }
    bytes[at..at + len].copy_from_slice(&sums);
    words[HEAD_WORDS - 1] = u64::from(crc32fast::hash(&sums));
    for (word, chunk) in words.iter().zip(bytes[head_at..tail].as_chunks_mut::<8>().0) {
        *chunk = word.to_le_bytes();
    }
    let sum = crc32fast::hash(&bytes[head_at..tail]).to_le_bytes();
    bytes[tail + 16..tail + 20].copy_from_slice(&sum);
}

#[test]
fn a_missing_file_is_told() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("store");
    store_of(&path, 7, 100);
    let file = segments(&path).remove(0);
    fs::remove_file(&file).expect("a file that can be removed");
    match Store::open(&path) {
        Err(StoreError::Io { path, .. }) => assert_eq!(path, file),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("a store without a file"),
    }
}
