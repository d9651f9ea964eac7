//! The ontology defines every term that the program uses, in both languages, and uses none that nobody defines.

use fengong::graph::vocab::{SUPERCLASSES, fg};
use fengong::graph::{ALIGNMENT, CORE};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedOrBlankNode, Quad, Term};
use std::collections::BTreeSet;
use std::error::Error;

const SHAPES: &str = include_str!("../ontology/shapes.ttl");
const SUBCLASS: &str = "http://www.w3.org/2000/01/rdf-schema#subClassOf";

fn quads(turtle: &str) -> Result<Vec<Quad>, Box<dyn Error>> {
    Ok(RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle.as_bytes()).collect::<Result<_, _>>()?)
}

/// The languages in which a term has a property.
fn languages(quads: &[Quad], term: &str, property: &str) -> BTreeSet<String> {
    let of_term = quads.iter().filter(|quad| matches!(&quad.subject, NamedOrBlankNode::NamedNode(node) if node.as_str() == term));
    let values = of_term.filter(|quad| quad.predicate.as_str() == property);
    values.filter_map(|quad| if let Term::Literal(literal) = &quad.object { literal.language().map(str::to_owned) } else { None }).collect()
}

#[test]
fn every_term_in_use_is_defined_in_chinese_and_english() -> Result<(), Box<dyn Error>> {
    let core = quads(CORE)?;
    let both = BTreeSet::from(["en".to_owned(), "zh".to_owned()]);
    for term in fg::ALL {
        for property in ["http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#definition"] {
            assert_eq!(languages(&core, term.as_str(), property), both, "{} of {}", property, term.as_str());
        }
    }
    Ok(())
}

#[test]
fn no_term_is_named_that_is_not_defined() -> Result<(), Box<dyn Error>> {
    let defined: BTreeSet<&str> = fg::ALL.iter().map(|term| term.as_str()).collect();
    for (file, turtle) in [("core", CORE), ("alignment", ALIGNMENT), ("shapes", SHAPES)] {
        for quad in quads(turtle)? {
            let subject = match &quad.subject {
                NamedOrBlankNode::NamedNode(node) => Some(node.as_str()),
                NamedOrBlankNode::BlankNode(_) => None,
            };
            let object = if let Term::NamedNode(node) = &quad.object { Some(node.as_str()) } else { None };
            for iri in [subject, Some(quad.predicate.as_str()), object].into_iter().flatten() {
                assert!(!iri.starts_with(fg::NAMESPACE) || defined.contains(iri), "{file}: {iri}");
            }
        }
    }
    Ok(())
}

#[test]
fn the_classes_stated_with_a_thing_are_those_of_the_ontology() -> Result<(), Box<dyn Error>> {
    let mut stated: BTreeSet<(String, String)> = BTreeSet::new();
    for quad in quads(CORE)?.into_iter().chain(quads(ALIGNMENT)?) {
        if let (NamedOrBlankNode::NamedNode(narrow), SUBCLASS, Term::NamedNode(wide)) = (quad.subject, quad.predicate.as_str(), quad.object)
        {
            stated.insert((narrow.into_string(), wide.into_string()));
        }
    }
    for (narrow, wider) in SUPERCLASSES {
        for wide in *wider {
            let direct = stated.contains(&(narrow.as_str().to_owned(), wide.as_str().to_owned()));
            assert!(direct, "{} is under {}", narrow.as_str(), wide.as_str());
        }
    }
    Ok(())
}
