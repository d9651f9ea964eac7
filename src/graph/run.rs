//! The run of the program that made something out of plans, in the words of PROV-O.

use super::iri::Names;
use super::vocab::{prov, rdf, rdfs};
use oxigraph::model::{Literal, NamedNode, Quad};

/// States that `made`, which names its graph, was derived from some plans by a run of this program.
pub(crate) fn run(names: &Names, made: &NamedNode, plans: &[NamedNode]) -> Vec<Quad> {
    let run = NamedNode::new_unchecked(format!("{}#run", made.as_str()));
    let version = env!("CARGO_PKG_VERSION");
    let program = names.thing("software", &format!("fengong-{version}"));
    let state = |subject: &NamedNode, predicate, object: NamedNode| Quad::new(subject.clone(), predicate, object, made.clone());
    let mut quads = vec![state(made, prov::WAS_GENERATED_BY, run.clone()), state(&run, rdf::TYPE, prov::ACTIVITY.into_owned())];
    for plan in plans {
        quads.push(state(made, prov::WAS_DERIVED_FROM, plan.clone()));
        quads.push(state(&run, prov::USED, plan.clone()));
    }
    quads.push(state(&run, prov::WAS_ASSOCIATED_WITH, program.clone()));
    quads.push(state(&program, rdf::TYPE, prov::SOFTWARE_AGENT.into_owned()));
    quads.push(Quad::new(program, rdfs::LABEL, Literal::new_simple_literal(format!("fengong {version}")), made.clone()));
    quads
}
