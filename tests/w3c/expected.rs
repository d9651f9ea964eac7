//! What is expected: the files of results, in all their forms.

use super::executors::Answer;
use super::files::Files;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Graph, Literal, NamedNode, NamedNodeRef, Term, TermRef, TripleRef, Variable};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsParser, QueryResultsSerializer, SliceQueryResultsParserOutput};
use std::error::Error;

const RS: &str = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#";

/// What a test expects.
pub(crate) struct Expected {
    pub answer: Answer,
    /// Whether the order of the rows counts.
    pub ordered: bool,
    /// The form in which the answer is to be compared: TSV, CSV and JSON are written and read again first.
    pub format: Option<QueryResultsFormat>,
}

/// What a file of results says.
pub(crate) fn expected(files: &Files, iri: &str) -> Result<Expected, Box<dyn Error>> {
    let extension = iri.rsplit('.').next().unwrap_or_default();
    let Some(format) = QueryResultsFormat::from_extension(extension) else { return of_graph(&files.graph(iri)?) };
    let answer = read(&files.bytes(iri)?, format).map_err(|error| format!("{iri}: {error}"))?;
    Ok(Expected { answer, ordered: false, format: (format != QueryResultsFormat::Xml).then_some(format) })
}

/// An answer as it comes back when it was written in a format.
pub(crate) fn through(answer: &Answer, format: QueryResultsFormat) -> Result<Answer, Box<dyn Error>> {
    let serializer = QueryResultsSerializer::from_format(format);
    let bytes = match answer {
        Answer::Boolean(value) => serializer.serialize_boolean_to_writer(Vec::new(), *value)?,
        Answer::Rows { variables, rows } => {
            let mut writer = serializer.serialize_solutions_to_writer(Vec::new(), variables.clone())?;
            for row in rows {
                let bound = variables.iter().zip(row).filter_map(|(variable, term)| Some((variable.as_ref(), term.as_ref()?.as_ref())));
                writer.serialize(bound)?;
            }
            writer.finish()?
        }
        Answer::Graph(_) => return Err("a graph is no table".into()),
    };
    read(&bytes, format)
}

fn read(bytes: &[u8], format: QueryResultsFormat) -> Result<Answer, Box<dyn Error>> {
    if format == QueryResultsFormat::Csv {
        return read_csv(bytes);
    }
    match QueryResultsParser::from_format(format).for_slice(bytes)? {
        SliceQueryResultsParserOutput::Boolean(value) => Ok(Answer::Boolean(value)),
        SliceQueryResultsParserOutput::Solutions(solutions) => {
            let variables = solutions.variables().to_vec();
            let mut rows = Vec::new();
            for solution in solutions {
                let solution = solution?;
                rows.push(variables.iter().map(|variable| solution.get(variable).cloned()).collect());
            }
            Ok(Answer::Rows { variables, rows })
        }
    }
}

/// CSV tells no kinds of terms: a cell is a string, a blank node where it looks like one, or unbound where it is empty.
fn read_csv(bytes: &[u8]) -> Result<Answer, Box<dyn Error>> {
    let mut reader = csv::Reader::from_reader(bytes);
    let variables = reader.headers()?.iter().map(Variable::new).collect::<Result<Vec<_>, _>>()?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let cell = |cell: &str| match cell.strip_prefix("_:") {
            Some(name) => oxigraph::model::BlankNode::new(name).ok().map(Term::from),
            None if cell.is_empty() => None,
            None => Some(Literal::new_simple_literal(cell).into()),
        };
        rows.push(record?.iter().map(cell).collect());
    }
    Ok(Answer::Rows { variables, rows })
}

/// A graph is a set of results written as RDF, or what CONSTRUCT is to give.
fn of_graph(graph: &Graph) -> Result<Expected, Box<dyn Error>> {
    let Some(set) = graph.subject_for_predicate_object(rdf::TYPE, rs("ResultSet").as_ref()) else {
        return Ok(Expected { answer: Answer::Graph(graph.iter().map(TripleRef::into_owned).collect()), ordered: false, format: None });
    };
    if let Some(TermRef::Literal(value)) = graph.object_for_subject_predicate(set, rs("boolean").as_ref()) {
        return Ok(Expected { answer: Answer::Boolean(value.value() == "true"), ordered: false, format: None });
    }
    let mut names: Vec<&str> = Vec::new();
    for name in graph.objects_for_subject_predicate(set, rs("resultVariable").as_ref()) {
        names.extend(text(name));
    }
    let variables = names.iter().map(|name| Variable::new(*name)).collect::<Result<Vec<_>, _>>()?;
    let mut rows = Vec::new();
    for solution in graph.objects_for_subject_predicate(set, rs("solution").as_ref()) {
        let solution = node(solution)?;
        let mut row = vec![None; names.len()];
        for binding in graph.objects_for_subject_predicate(solution, rs("binding").as_ref()) {
            let binding = node(binding)?;
            let name = graph.object_for_subject_predicate(binding, rs("variable").as_ref()).and_then(text);
            let place = names.iter().position(|known| Some(*known) == name).ok_or("a variable that is none of the results")?;
            row[place] = graph.object_for_subject_predicate(binding, rs("value").as_ref()).map(TermRef::into_owned);
        }
        let index = graph.object_for_subject_predicate(solution, rs("index").as_ref()).and_then(text);
        rows.push((index.map(str::parse::<u64>).transpose()?, row));
    }
    let ordered = !rows.is_empty() && rows.iter().all(|(index, _)| index.is_some());
    if ordered {
        rows.sort_by_key(|(index, _)| *index);
    }
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    Ok(Expected { answer: Answer::Rows { variables, rows }, ordered, format: None })
}

fn node(term: TermRef<'_>) -> Result<oxigraph::model::NamedOrBlankNodeRef<'_>, Box<dyn Error>> {
    match term {
        TermRef::BlankNode(node) => Ok(node.into()),
        TermRef::NamedNode(node) => Ok(node.into()),
        _ => Err("a node was expected".into()),
    }
}

fn text(term: TermRef<'_>) -> Option<&str> {
    if let TermRef::Literal(literal) = term { Some(literal.value()) } else { None }
}

fn rs(name: &str) -> NamedNode {
    NamedNodeRef::new_unchecked(&format!("{RS}{name}")).into_owned()
}
