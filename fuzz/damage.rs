//! A store, and what may happen to the bytes of its files.
//!
//! The checksums are found as `docs/store-format.md` tells, not by the code of the store: so a mistake there would be seen here.

use fengong::store::{Direction, GraphFilter, Id, Snapshot, Store, StoreError, View};
use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// Bytes of the tail of a segment.
const TAIL: usize = 32;
/// Longs of the head.
const HEAD: usize = 28;
/// Bytes that one checksum covers.
const BLOCK: usize = 1 << 16;

/// A good store of two segments.
pub(crate) struct Good {
    directory: TempDir,
    /// Every file but the lock, and its bytes; the first segment first, the manifest last.
    files: Vec<(PathBuf, Vec<u8>)>,
    statements: Vec<String>,
}

impl Good {
    /// Makes it, in a directory for passing things.
    pub(crate) fn new() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("store");
        let store = Store::create(&path).expect("a store");
        for part in 0..2 {
            let mut writer = store.writer().expect("a writer");
            (0..200 / (part * 9 + 1)).for_each(|at| writer.add(quad(part, at).as_ref()).expect("room"));
            writer.commit().expect("a commit");
        }
        let mut paths: Vec<_> = fs::read_dir(&path).expect("a directory").map(|entry| entry.expect("an entry").path()).collect();
        paths.retain(|path| !path.ends_with("lock"));
        paths.sort();
        assert_eq!(paths.len(), 3, "two segments and the manifest");
        let statements = everything(&store.snapshot()).expect("a good store");
        assert_eq!(statements.len(), 220);
        let files = paths.into_iter().map(|path| (path.clone(), fs::read(path).expect("a file"))).collect();
        Self { directory, files, statements }
    }

    /// The bytes of its first segment.
    pub(crate) fn segment(&self) -> &[u8] {
        &self.files[0].1
    }

    /// Changes bytes of one file and asks for everything: the answer is an error, or what was written.
    ///
    /// The first byte tells the file, the second whether it is cut; then each five are a place and what is added to the byte there.
    pub(crate) fn changed(&self, edits: &[u8]) {
        let [file, cut, edits @ ..] = edits else { return };
        let (path, good) = &self.files[usize::from(*file) % self.files.len()];
        let mut bad = good.clone();
        for edit in edits.as_chunks::<5>().0 {
            let at = u32::from_le_bytes([edit[0], edit[1], edit[2], edit[3]]) as usize % bad.len();
            bad[at] = bad[at].wrapping_add(edit[4]);
        }
        if *cut > 127 {
            bad.truncate(bad.len() * usize::from(cut - 128) / 127);
        }
        fs::write(path, &bad).expect("a file that can be written");
        let answer = Store::open(&self.store()).and_then(|store| everything(&store.snapshot()));
        let verified = Store::open(&self.store()).and_then(|store| store.verify());
        fs::write(path, good).expect("a file that can be written");
        match answer {
            Ok(statements) => assert!(statements == self.statements, "another answer"),
            Err(StoreError::Damaged { .. } | StoreError::Version { .. }) => assert!(bad != *good, "an error without damage"),
            Err(other) => panic!("damage told as something else: {other}"),
        }
        assert_eq!(verified.is_ok(), bad == *good, "verifying sees every byte");
    }

    /// Puts a segment in the place of the first, with checksums that fit, asks for everything and merges: an error or an answer.
    pub(crate) fn sealed(&self, segment: &[u8]) {
        let mut bytes = segment.to_vec();
        let (path, _) = &self.files[0];
        let (manifest_path, manifest) = self.files.last().expect("a manifest");
        let Some(head) = seal(&mut bytes) else { return };
        fs::write(path, &bytes).expect("a file that can be written");
        fs::write(manifest_path, manifest_with(manifest, bytes.len(), head)).expect("a file that can be written");
        if let Ok(store) = Store::open(&self.store()) {
            let _ = everything(&store.snapshot());
            let _ = store.verify();
            let _ = store.optimise();
        }
        self.restore();
    }

    fn store(&self) -> PathBuf {
        self.directory.path().join("store")
    }

    fn restore(&self) {
        for entry in fs::read_dir(self.store()).expect("a directory").flatten() {
            if !entry.path().ends_with("lock") {
                fs::remove_file(entry.path()).expect("a file that can be removed");
            }
        }
        for (path, bytes) in &self.files {
            fs::write(path, bytes).expect("a file that can be written");
        }
    }
}

/// A statement with terms of every kind.
fn quad(part: u32, at: u32) -> Quad {
    let iri = |number: u32| NamedNode::new_unchecked(format!("http://a.example/{}/{number}", ["x", "task", "水"][(number % 3) as usize]));
    let object: Term = match at % 7 {
        0 => Literal::new_simple_literal(format!("第{at}项 水利")).into(),
        1 => Literal::new_language_tagged_literal_unchecked(format!("水利工作{at}"), "zh").into(),
        2 => Literal::from(i64::from(at)).into(),
        3 => Literal::new_typed_literal(format!("0{at}"), oxigraph::model::vocab::xsd::INTEGER).into(),
        4 => Literal::new_typed_literal(format!("2012-01-{:02}", at % 28 + 1), oxigraph::model::vocab::xsd::DATE).into(),
        5 => oxigraph::model::BlankNode::new_unchecked(format!("b{}", at % 5)).into(),
        _ => iri(at % 40).into(),
    };
    let graph = if at.is_multiple_of(4) { GraphName::DefaultGraph } else { iri(1000 + at % 2).into() };
    Quad::new(iri(at % 40 + part), iri(100 + at % 4), object, graph)
}

/// All statements as lines, sorted, found on every way on which a snapshot can be asked.
fn everything(snapshot: &Snapshot) -> Result<Vec<String>, StoreError> {
    let mut lines = Vec::new();
    for quad in snapshot.quads(None, None, None, GraphFilter::All) {
        let mut line = String::new();
        for id in quad?.into_iter().filter(|id| *id != Id::DEFAULT_GRAPH) {
            let term = snapshot.term(id)?;
            snapshot.kind(id)?;
            snapshot.id_of(term.as_ref())?;
            line.push_str(&term.to_string());
            line.push(' ');
        }
        lines.push(line);
    }
    snapshot.characteristic_sets()?;
    snapshot.graphs()?;
    snapshot.candidates("水利")?;
    let mut cursor = snapshot.terms_in_order(0..u32::MAX);
    while cursor.next()?.is_some() {}
    for statistics in snapshot.predicates() {
        for direction in [Direction::Forward, Direction::Backward] {
            let adjacency = snapshot.adjacency(statistics.id(), direction, &View::Union)?;
            let (mut keys, mut values, mut gathered) = (Vec::new(), Vec::new(), Vec::new());
            let mut scan = adjacency.scan(0..u32::MAX);
            while scan.next(&mut keys, &mut values, 100)? {}
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
    lines.sort_unstable();
    Ok(lines)
}

/// Puts checksums that fit into a segment; its head's, or nothing where it has no place for them.
fn seal(bytes: &mut [u8]) -> Option<u32> {
    let tail = bytes.len().checked_sub(TAIL)?;
    let head = tail.checked_sub(HEAD * 8)?;
    bytes[tail..tail + 8].copy_from_slice(&(head as u64).to_le_bytes());
    bytes[tail + 8..tail + 16].copy_from_slice(&((HEAD * 8) as u64).to_le_bytes());
    let long = |bytes: &[u8], at: usize| u64::from_le_bytes(bytes[head + at * 8..][..8].try_into().expect("eight bytes"));
    // The last of the sections, which lies before the checksum of it.
    let (at, len) = (usize::try_from(long(bytes, HEAD - 3)).ok()?, usize::try_from(long(bytes, HEAD - 2)).ok()?);
    if at.checked_add(len)? > head {
        return None;
    }
    let sums: Vec<u8> = bytes[..at].chunks(BLOCK).flat_map(|block| crc32fast::hash(block).to_le_bytes()).collect();
    bytes.get_mut(at..at + len).filter(|place| place.len() == sums.len())?.copy_from_slice(&sums);
    bytes[tail - 8..tail].copy_from_slice(&u64::from(crc32fast::hash(&sums)).to_le_bytes());
    let sum = crc32fast::hash(&bytes[head..tail]);
    bytes[tail + 16..tail + 20].copy_from_slice(&sum.to_le_bytes());
    Some(sum)
}

/// The manifest, when its first segment has another length and head.
fn manifest_with(manifest: &[u8], bytes: usize, head: u32) -> Vec<u8> {
    let words = std::str::from_utf8(manifest).expect("JSON");
    let mut told = String::new();
    for line in words.lines().filter(|line| !line.starts_with("crc32 ")) {
        told.push_str(line);
        told.push('\n');
    }
    let mut replace = |key: &str, value: String| {
        let at = told.find(key).expect("a key of the manifest") + key.len();
        let end = at + told[at..].find(|c: char| !c.is_ascii_digit() && c != ' ').expect("more after a number");
        told.replace_range(at..end, &value);
    };
    replace("\"bytes\":", bytes.to_string());
    replace("\"head\":", head.to_string());
    let sum = crc32fast::hash(told.as_bytes());
    format!("{told}crc32 {sum:08x}\n").into_bytes()
}
