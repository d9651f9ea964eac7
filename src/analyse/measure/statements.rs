//! Measures as statements of a graph of their own, so that queries can ask for them.

use super::{Measure, MeasureKind, Measured};
use crate::analyse::network::{Network, Value};
use crate::graph::Names;
use crate::graph::vocab::{dcterms, fg, prov, rdf, rdfs, xsd};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use sha2::{Digest, Sha256};

/// What a network was made from.
pub struct Origin<'o> {
    /// The IRIs of its plans.
    pub plans: &'o [String],
    /// What the user narrowed the tasks to, such as 水资源; empty where all are taken.
    pub subject: &'o [String],
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
    stated.run(names, origin, &node);
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

/// The network of one plan is named after it; that of several after their names' hash, since together they are too long.
fn network_node(names: &Names, origin: &Origin<'_>, network: &Network) -> NamedNode {
    let name: Vec<&str> = std::iter::once(network.name.as_str()).chain(origin.subject.iter().map(String::as_str)).collect();
    match origin.plans {
        [plan] => Names::part(&NamedNode::new_unchecked(plan), "network", &name.join("-")),
        plans => {
            let hash = Sha256::digest(plans.join("\n"));
            let hash: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
            names.thing("network", &format!("{}-{hash}", name.join("-")))
        }
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

    fn run(&mut self, names: &Names, origin: &Origin<'_>, node: &NamedNode) {
        let run = NamedNode::new_unchecked(format!("{}#run", node.as_str()));
        let version = env!("CARGO_PKG_VERSION");
        let program = names.thing("software", &format!("fengong-{version}"));
        self.add(node, prov::WAS_GENERATED_BY, run.clone());
        self.add(&run, rdf::TYPE, prov::ACTIVITY);
        for plan in origin.plans {
            let plan = NamedNode::new_unchecked(plan);
            self.add(node, prov::WAS_DERIVED_FROM, plan.clone());
            self.add(&run, prov::USED, plan);
        }
        self.add(&run, prov::WAS_ASSOCIATED_WITH, program.clone());
        self.add(&program, rdf::TYPE, prov::SOFTWARE_AGENT);
        self.add(&program, rdfs::LABEL, Literal::from(format!("fengong {version}")));
    }
}
