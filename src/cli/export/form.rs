//! The formats of `fengong export`: those of RDF and those of networks.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use fengong::export::{FORMATS, Format, format_named};
use fengong::graph::rdf;
use fengong::language::{Message, message};

/// A format.
#[derive(Debug, Clone, Copy)]
pub(super) enum Form {
    /// Of RDF.
    Rdf(rdf::Format),
    /// Of networks.
    Network(&'static dyn Format),
}

impl PartialEq for Form {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

/// The names of the formats.
pub(super) fn forms() -> impl TypedValueParser<Value = Form> {
    let values = Form::all().map(|form| PossibleValue::new(form.name()).help(form.about().words()));
    PossibleValuesParser::new(values).try_map(|name| Form::named(&name).ok_or("no format"))
}

impl Form {
    /// All formats.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        rdf::Format::ALL.iter().copied().map(Self::Rdf).chain(FORMATS.iter().copied().map(Self::Network))
    }

    fn named(name: &str) -> Option<Self> {
        rdf::Format::named(name).map(Self::Rdf).or_else(|| format_named(name).map(Self::Network))
    }

    /// The name on the command line.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Rdf(format) => format.name(),
            Self::Network(format) => format.name(),
        }
    }

    /// The endings of files that tell it.
    pub(super) fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Rdf(format) => format.endings(),
            Self::Network(format) => format.endings(),
        }
    }

    /// Whether it keeps what is told of things beside their names.
    pub(super) fn keeps_attributes(self) -> bool {
        matches!(self, Self::Rdf(_)) || matches!(self, Self::Network(format) if format.keeps_attributes())
    }

    /// What it is, and what opens it.
    pub(super) fn about(self) -> Message {
        match self {
            Self::Network(format) => format.about(),
            Self::Rdf(rdf::Format::Turtle) => message!("RDF that people read: triple stores, Protégé, rdflib"),
            Self::Rdf(rdf::Format::TriG) => message!("Turtle with named graphs: triple stores, rdflib"),
            Self::Rdf(rdf::Format::NTriples) => message!("RDF line by line: triple stores, rdflib, Raptor"),
            Self::Rdf(rdf::Format::NQuads) => {
                message!("RDF line by line with named graphs, for any number of plans: triple stores, rdflib")
            }
            Self::Rdf(rdf::Format::RdfXml) => message!("RDF as XML: Protégé, older tools"),
            Self::Rdf(rdf::Format::JsonLd) => message!("RDF as JSON with named graphs: programs of the web, rdflib"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::ending::{Endings, of_file};
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn each_format_has_a_name_of_its_own_and_each_ending_tells_one() {
        let names: BTreeSet<&str> = Form::all().map(Form::name).collect();
        assert_eq!(names.len(), Form::all().count());
        let forms: Vec<Endings<Form>> = Form::all().map(|form| (form, form.endings())).collect();
        let told = |ending: &str| of_file(Path::new(&format!("a.{ending}")), &forms);
        for form in Form::all() {
            assert_eq!(Form::named(form.name()), Some(form));
            for ending in form.endings() {
                assert!(told(ending) == Some(form), "{ending}");
            }
        }
        assert_eq!(told("JSON").map(Form::name), Some("node-link"));
        assert_eq!(told("jsonld").map(Form::name), Some("jsonld"));
        assert!(told("docx").is_none());
    }
}
