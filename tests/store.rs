//! A store while it is written to and when its writer is killed: readers find the state before a commit or the one after, whole.

use fengong::store::{GraphFilter, Store};
use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Term};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Tells the program that it is the one that writes, and where.
const WRITES: &str = "FENGONG_TEST_WRITES_TO";

fn iri(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("http://a.example/{name}"))
}

/// How many statements the state after so many commits has.
const fn count(commit: i64) -> i64 {
    50 + commit * 37 % 400
}

/// Replaces a graph again and again, until it is killed. Run without being told where, it does nothing.
#[test]
fn writes_until_it_is_killed() {
    let Ok(path) = std::env::var(WRITES) else { return };
    let store = Store::open(Path::new(&path)).expect("a store");
    let graph: GraphName = iri("graph").into();
    for commit in state(&store) + 1.. {
        let mut writer = store.writer().expect("a writer").with_memory(if commit % 3 == 0 { 0 } else { 1 << 30 });
        writer.drop_graph(graph.as_ref()).expect("a graph that can be dropped");
        for at in 0..count(commit) {
            let quad = Quad::new(iri(&format!("{commit}/{at}")), iri("commit"), Literal::from(commit), graph.clone());
            writer.add(quad.as_ref()).expect("room");
        }
        writer.commit().expect("a commit");
        if commit % 50 == 0 {
            store.optimise().expect("an optimised store");
        }
    }
}

/// The commit whose state a store has, after a look at whether it is that state, and whole.
fn state(store: &Store) -> i64 {
    let snapshot = store.snapshot();
    let quads = snapshot.quads(None, None, None, GraphFilter::All).collect::<Result<Vec<_>, _>>().expect("statements");
    let mut commits = quads.iter().map(|[_, _, commit, _]| commit.integer().expect("the number of a commit"));
    let commit = commits.next().unwrap_or(0);
    assert!(commits.all(|other| other == commit), "statements of several states");
    assert_eq!(quads.len() as i64, if commit == 0 { 0 } else { count(commit) });
    for [subject, ..] in quads {
        let Term::NamedNode(subject) = snapshot.term(subject).expect("a term") else { panic!("no IRI") };
        assert!(subject.as_str().starts_with(&format!("http://a.example/{commit}/")));
    }
    commit
}

#[test]
fn a_writer_that_is_killed_leaves_a_whole_state() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("store");
    Store::create(&path).expect("a store");
    let mut last = 0;
    let mut moved = 0;
    for round in 0..20u64 {
        let mut writer = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "writes_until_it_is_killed"])
            .env(WRITES, &path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a second one of this program");
        // Somebody reads all the while.
        let until = Instant::now() + Duration::from_millis(100 + round * 23);
        let reader = Store::open(&path).expect("a store");
        while Instant::now() < until {
            reader.refresh().expect("the present state");
            let now = state(&reader);
            assert!(now >= last, "{now} after {last}");
            moved += i64::from(now > last);
            last = now;
        }
        writer.kill().expect("a program that can be killed");
        writer.wait().expect("its end");
        let store = Store::open(&path).expect("a store");
        assert!(state(&store) >= last);
        store.verify().expect("whole files");
        // What it left behind is in nobody's way, and goes.
        drop(store.writer().expect("a writer"));
        let names = std::fs::read_dir(&path).expect("a directory").count();
        assert_eq!(
            names,
            store.refresh().map(|_| store.info().expect("what it is made of").segments.len() + 2).expect("the present state")
        );
    }
    assert!(moved > 5, "the writer committed nothing while it was looked at");
}
