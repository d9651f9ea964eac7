//! Measures as statements of a graph of their own, so that queries can ask for them.

use super::{Measure, MeasureKind, Measured};
use crate::analyse::Narrowing;
use crate::analyse::network::{Network, Value};
use crate::graph::vocab::{dcterms, fg, rdf, xsd};
use crate::graph::{Names, run};
use crate::text::sha256;
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};

/// What a network was made from.
pub struct Origin<'o> {
    /// The IRIs of its plans.
    pub plans: &'o [String],
    /// What the tasks were narrowed to, such as the topic 水资源; empty where all are taken.
    pub scope: &'o [Narrowing],
    /// The title of the network, in Chinese and in English.
    pub title: (String, String),
}

/// States the measures of a network in a graph named by it, with the run that took them: one `fg:Position` for each actor.
pub fn statements(names: &Names, origin: &Origin<'_>, network: &Network, measured: &Measured) -> Vec<Quad> {
    let node = network_node(names, origin, network);
    let mut stated = Stated { graph: node.clone().into(), quads: Vec::new() };
    stated.add(&node, rdf::TYPE, fg::NETWORK);
    stated.add(&node, fg::PROJECTION, Literal::from(network.name.as_str()));
    for (title, language) in [(&origin.title.0, "zh"), (&origin.title.1, "en")] {
        stated.add(&node, dcterms::TITLE, Literal::new_language_tagged_literal_unchecked(title, language));
    }
    for (measure, value) in &measured.whole {
        stated.measure(&node, measure, value);
    }
    for thing in origin.scope.iter().flat_map(|narrowing| &narrowing.things) {
        stated.add(&node, fg::SCOPE, thing.clone());
    }
    let plans: Vec<NamedNode> = origin.plans.iter().map(NamedNode::new_unchecked).collect();
    stated.quads.extend(run(names, &node, &plans));
    let columns = || measured.columns.iter();
    for (at, (actor, values)) in network.actors.iter().zip(&measured.actors).enumerate() {
        // An actor that a query named by words alone is nothing that a statement could be about.
        let Ok(actor) = NamedNode::new(&actor.id) else { continue };
        let position = Names::part(&node, "position", &(at + 1).to_string());
        stated.add(&position, rdf::TYPE, fg::POSITION);
        stated.add(&position, fg::POSITION_OF, actor);
        stated.add(&position, fg::IN_NETWORK, node.clone());
        for (measure, value) in columns().zip(values).filter_map(|(measure, value)| Some((measure, value.as_ref()?))) {
            stated.measure(&position, measure, value);
        }
    }
    stated.quads
}

/// The network of one plan is named after it; that of several after their names' hash, since together they are too long. What its tasks were narrowed to
/// follows with its kind, so that a topic and a section of one name are two, and two names of one thing are one.
fn network_node(names: &Names, origin: &Origin<'_>, network: &Network) -> NamedNode {
    let name: Vec<String> =
        std::iter::once(network.name.clone()).chain(origin.scope.iter().map(|narrowing| narrowing.name(names))).collect();
    match origin.plans {
        [plan] => Names::part(&NamedNode::new_unchecked(plan), "network", &name.join("-")),
        plans => names.thing("network", &format!("{}-{}", name.join("-"), &sha256(plans.join("\n"))[..8])),
    }
}

struct Stated {
    graph: GraphName,
    quads: Vec<Quad>,
}

impl Stated {
    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        let subject = NamedOrBlankNode::from(subject.clone());
        self.quads.push(Quad::new(subject, predicate, object, self.graph.clone()));
    }

    fn measure(&mut self, subject: &NamedNode, measure: &Measure, value: &Value) {
        let literal = match (value, measure.kind) {
            (Value::Text(words), _) => Literal::from(words.as_str()),
            (Value::Whole(number), MeasureKind::Flag) => Literal::from(*number != 0),
            (Value::Whole(number), _) => Literal::new_typed_literal(number.to_string(), xsd::INTEGER),
            (Value::Number(number), _) => Literal::from(*number),
        };
        self.add(subject, measure.property, literal);
    }
}
