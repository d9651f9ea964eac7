//! Plans written as N-Quads while they are read: the same statements as the graph in memory holds, each once.

use fengong::document::Metadata;
use fengong::graph::{DEFAULT_BASE, Graph, Names, Stream};
use fengong::reader::{Reader, Reading};
use fengong::text::Source;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// The founding plan, and one with names and words that must be escaped.
fn readings(reader: &Reader) -> Result<Vec<Reading>> {
    let founding = reader.read_file(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/plans/hubao-yinyu-2012-2020.txt"))?;
    let odd = "2019年重点工作分工方案\n一、交通\n（一）“路\\网”\t建设\"一期\"。建设\u{7F}公路\u{1}。（省交通运输厅牵头，甲\"乙公司、省财政厅及相关市州配合，2020年底前完成）\n";
    let metadata = Metadata { id: Some("奇怪 <id>".to_owned()), ..Metadata::default() };
    Ok(vec![founding, reader.read(Source::from_text("odd", odd), metadata)])
}

fn streamed(reader: &Reader, names: &Names, readings: &[Reading]) -> Result<Vec<u8>> {
    let mut stream = Stream::new(reader, names, Vec::new());
    readings.iter().try_for_each(|reading| stream.plan(reading))?;
    Ok(stream.finish()?)
}

#[test]
fn the_stream_says_what_the_graph_holds() -> Result {
    let (reader, names) = (Reader::new(None)?, Names::new(DEFAULT_BASE)?);
    let readings = readings(&reader)?;
    let lines = streamed(&reader, &names, &readings)?;
    let parsed: Vec<Quad> = RdfParser::from_format(RdfFormat::NQuads).for_slice(&lines).collect::<std::result::Result<_, _>>()?;
    // The blank nodes of the ontology have other names in each reading of it.
    let told = |quads: &[Quad]| -> Vec<String> {
        let named = quads.iter().filter(|quad| !quad.subject.is_blank_node() && !quad.object.is_blank_node());
        named.map(ToString::to_string).collect()
    };
    let graph = Graph::build(&reader, &readings, names)?.sorted_quads()?;
    let (streamed, held) = (told(&parsed), told(&graph));
    let (once, all): (BTreeSet<&String>, BTreeSet<&String>) = (streamed.iter().collect(), held.iter().collect());
    assert_eq!(once.symmetric_difference(&all).next(), None);
    assert_eq!(once.len(), streamed.len(), "a statement stands twice");
    Ok(())
}

#[test]
fn the_same_plans_give_the_same_lines() -> Result {
    let (reader, names) = (Reader::new(None)?, Names::new(DEFAULT_BASE)?);
    let lines = || streamed(&reader, &names, &readings(&reader)?);
    assert_eq!(lines()?, lines()?);
    Ok(())
}
