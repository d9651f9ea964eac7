//! Documents of RDF against what oxrdfio reads in them.

use super::disk::Slowly;
use super::model::{Numbers, listed};
use crate::store::{Builder, GraphFilter, Loading, Snapshot, Store, StoreError};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphNameRef, NamedNode};

fn loaded(words: &[u8], format: RdfFormat) -> Result<Vec<String>, StoreError> {
    let mut builder = Builder::new();
    builder.load(Slowly(words, 7), &Loading::new(format, GraphNameRef::DefaultGraph))?;
    Ok(listed(&Snapshot::empty().with(builder)?, [None; 3], GraphFilter::All))
}

fn parsed(words: &[u8], format: RdfFormat) -> Result<Vec<String>, String> {
    let quads = RdfParser::from_format(format).for_slice(words).map(|quad| quad.map(|quad| quad.to_string()));
    let mut quads = quads.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
    quads.sort();
    quads.dedup();
    Ok(quads)
}

const PIECES: [&str; 44] = [
    "<http://a.example/a>",
    "<http://a.example/p>",
    "<http://a.example/水>",
    "<http://a.example/\\u6C34>",
    "<relative>",
    "<http://a.example/a b>",
    "<http://a.example/{x}>",
    "<>",
    "_:a",
    "_:b1",
    "_:a.b",
    "_:水",
    "_:-a",
    "_:a-",
    "_:g7",
    "_:x_g7",
    "_:l0_a",
    "\"\"",
    "\"水利\"",
    "\"a\\\"b\\n\\u6C34\"",
    "\"a\tb\"",
    "\"x\"@zh",
    "\"x\"@zh-Hans",
    "\"x\"@ZH",
    "\"x\"@",
    "\"x\"@toolongsubtag",
    "\"1\"^^<http://www.w3.org/2001/XMLSchema#integer>",
    "\"01\"^^<http://www.w3.org/2001/XMLSchema#integer>",
    "\"x\"^^<http://www.w3.org/2001/XMLSchema#string>",
    "\"x\"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>",
    "\"2012-01-01\"^^<http://www.w3.org/2001/XMLSchema#date>",
    "\"x\"^^<http://a.example/d>",
    "\"x\"^^<d>",
    "\"x\"^^",
    "\"unended",
    "'x'",
    "42",
    "#comment",
    ".",
    ". .",
    "\r",
    "\u{0}",
    "a",
    "\u{FEFF}",
];

fn line(numbers: &mut Numbers, wild: bool) -> String {
    if wild {
        let pieces = (0..=numbers.below(6)).map(|_| PIECES[numbers.below(44) as usize]);
        return pieces.collect::<Vec<_>>().join([" ", "", "\t"][numbers.below(3) as usize]);
    }
    let subject = PIECES[[0, 2, 8, 9, 10, 11, 14, 15, 16][numbers.below(9) as usize]];
    let predicate = PIECES[[0, 1, 2, 3][numbers.below(4) as usize]];
    let object = PIECES[[0, 3, 9, 10, 17, 18, 19, 20, 21, 22, 23, 26, 27, 28, 30, 31][numbers.below(16) as usize]];
    let space = [" ", "\t", "  ", ""][numbers.below(4) as usize];
    let end = [".", " .", " . ", " . # words", " .\r"][numbers.below(5) as usize];
    format!("{subject}{space}{predicate} {object}{end}")
}

#[test]
fn lines_are_read_as_oxttl_reads_them() {
    let mut numbers = Numbers::new(12);
    let (mut right, mut wrong) = (0, 0);
    for round in 0..6000 {
        let mut words = String::new();
        let lines = 1 + numbers.below(5);
        let wild = numbers.below(lines + 3);
        for at in 0..lines {
            words.push_str(&line(&mut numbers, at == wild));
            words.push_str(["\n", "\n", "\n\n", "\r\n"][numbers.below(4) as usize]);
        }
        let mut words = words.into_bytes();
        if numbers.below(10) == 0 {
            let at = numbers.below(words.len() as u64) as usize;
            words[at] = numbers.below(256) as u8;
        }
        for format in [RdfFormat::NTriples, RdfFormat::NQuads] {
            // Blank nodes whose labels look like made-up ones get others.
            let renamed = |quads: Vec<String>| -> Vec<String> {
                let mut quads: Vec<String> = quads
                    .into_iter()
                    .map(|quad| quad.replace("_:x_g7", "_:x_x_g7").replace("_:g7", "_:x_g7").replace("_:l0_a", "_:l0_l0_a"))
                    .collect();
                quads.sort();
                quads
            };
            match (loaded(&words, format), parsed(&words, format)) {
                (Ok(loaded), Ok(parsed)) => {
                    assert_eq!(loaded, renamed(parsed), "{round}: {}", String::from_utf8_lossy(&words));
                    right += 1;
                }
                (Err(StoreError::Rdf { .. }), Err(_)) => wrong += 1,
                (loaded, parsed) => panic!("{round}: {loaded:?} {parsed:?} of {:?}", String::from_utf8_lossy(&words)),
            }
        }
    }
    assert!(right > 3000 && wrong > 1000, "{right} {wrong}");
}

#[test]
fn what_is_wrong_is_told_with_line_and_column() {
    let words = "<http://a/a> <http://a/p> \"x\" .\n\n# words\n<http://a/a> <http://a/p> <http://a/a b> .\n";
    match loaded(words.as_bytes(), RdfFormat::NTriples) {
        Err(StoreError::Rdf { line, column, what }) => assert_eq!((line, column > 25, what.is_empty()), (4, true, false), "{what}"),
        other => panic!("{other:?}"),
    }
    match loaded("@prefix a: <http://a/> .\na:a a:p a:b ; ; a:c .".as_bytes(), RdfFormat::Turtle) {
        Err(StoreError::Rdf { line: 2, .. }) => {}
        other => panic!("{other:?}"),
    }
}

#[test]
fn blank_nodes_of_two_documents_are_different_and_the_same_in_every_run() {
    let documents = [("_:a <http://a/p> [ <http://a/q> _:b ] .", RdfFormat::Turtle), ("_:a <http://a/p> _:b .\n", RdfFormat::NTriples)];
    let load = || {
        let directory = tempfile::tempdir().expect("a directory");
        let store = Store::create(directory.path()).expect("a store");
        for _ in 0..2 {
            for (words, format) in documents {
                let mut writer = store.writer().expect("a writer");
                writer.load(words.as_bytes(), &Loading::new(format, GraphNameRef::DefaultGraph)).expect("RDF");
                writer.commit().expect("a commit");
            }
        }
        listed(&store.snapshot(), [None; 3], GraphFilter::All)
    };
    let once = load();
    assert_eq!(once.len(), 6);
    assert_eq!(once, load());
}

#[test]
fn statements_without_a_graph_get_the_one_that_is_asked_for() {
    let graph = NamedNode::new_unchecked("http://a/g");
    let load = |words: &str, format| {
        let mut builder = Builder::new();
        builder.load(words.as_bytes(), &Loading::new(format, graph.as_ref().into())).expect("RDF");
        listed(&Snapshot::empty().with(builder).expect("a snapshot"), [None; 3], GraphFilter::All)
    };
    let expected = ["<http://a/a> <http://a/p> <http://a/b> <http://a/g>", "<http://a/a> <http://a/p> <http://a/b> <http://a/h>"];
    let lines = "<http://a/a> <http://a/p> <http://a/b> .\n<http://a/a> <http://a/p> <http://a/b> <http://a/h> .\n";
    assert_eq!(load(lines, RdfFormat::NQuads), expected);
    assert_eq!(load("PREFIX a: <http://a/> a:a a:p a:b . GRAPH a:h { a:a a:p a:b }", RdfFormat::TriG), expected);
}

#[test]
fn a_line_can_be_longer_than_what_is_read_at_a_time() {
    let long = "水".repeat(700_000);
    let words = format!("<http://a/a> <http://a/p> \"{long}\" .\n<http://a/a> <http://a/p> \"x\" .");
    let mut builder = Builder::new();
    let loading = Loading::new(RdfFormat::NTriples, GraphNameRef::DefaultGraph);
    assert_eq!(builder.load(words.as_bytes(), &loading).expect("RDF"), 2);
    assert_eq!(Snapshot::empty().with(builder).expect("a snapshot").len(), 2);
}
