//! Terms as bytes that sort.
//!
//! The key of a term is its kind and its content; two terms are the same exactly if their keys are. The content is
//! - of a blank node its label, of an IRI the IRI, of a simple literal its value;
//! - of a literal with a language its value, a zero byte, the tag;
//! - of a typed literal its value, a zero byte, and one byte for a datatype of [`KNOWN`] (its place there, from 1), else the IRI.
//!
//! The zero byte sorts before all others, so within one kind keys sort as the values do (unless a value itself has a zero byte).

use super::error::StoreError;
use oxigraph::model::vocab::xsd;
use oxigraph::model::{BlankNode, Literal, NamedNode, Term, TermRef};

/// What a term is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// A blank node.
    Blank = 0,
    /// An IRI.
    Iri = 1,
    /// A literal of `xsd:string`.
    Simple = 2,
    /// A literal with a language.
    Language = 3,
    /// A literal of another datatype.
    Typed = 4,
    /// An integer that its number tells.
    Integer = 5,
    /// A day that its number tells.
    Date = 6,
    /// A truth value that its number tells.
    Boolean = 7,
}

/// The number of kinds that a dictionary can hold.
pub(super) const KINDS: usize = 5;

impl Kind {
    /// The kind of a place in the order of kinds.
    pub(super) const fn at(index: usize) -> Option<Self> {
        Some(match index {
            0 => Self::Blank,
            1 => Self::Iri,
            2 => Self::Simple,
            3 => Self::Language,
            4 => Self::Typed,
            _ => return None,
        })
    }

    /// Whether it is one of literals.
    pub const fn is_literal(self) -> bool {
        !matches!(self, Self::Blank | Self::Iri)
    }
}

/// Datatypes that are written as one byte: part of the format, only to be added to at the end, to at most 31.
const KNOWN: [&str; 29] = [
    "http://www.w3.org/2001/XMLSchema#integer",
    "http://www.w3.org/2001/XMLSchema#decimal",
    "http://www.w3.org/2001/XMLSchema#double",
    "http://www.w3.org/2001/XMLSchema#float",
    "http://www.w3.org/2001/XMLSchema#boolean",
    "http://www.w3.org/2001/XMLSchema#date",
    "http://www.w3.org/2001/XMLSchema#dateTime",
    "http://www.w3.org/2001/XMLSchema#dateTimeStamp",
    "http://www.w3.org/2001/XMLSchema#time",
    "http://www.w3.org/2001/XMLSchema#gYear",
    "http://www.w3.org/2001/XMLSchema#gYearMonth",
    "http://www.w3.org/2001/XMLSchema#gMonth",
    "http://www.w3.org/2001/XMLSchema#gMonthDay",
    "http://www.w3.org/2001/XMLSchema#gDay",
    "http://www.w3.org/2001/XMLSchema#duration",
    "http://www.w3.org/2001/XMLSchema#dayTimeDuration",
    "http://www.w3.org/2001/XMLSchema#yearMonthDuration",
    "http://www.w3.org/2001/XMLSchema#int",
    "http://www.w3.org/2001/XMLSchema#long",
    "http://www.w3.org/2001/XMLSchema#short",
    "http://www.w3.org/2001/XMLSchema#byte",
    "http://www.w3.org/2001/XMLSchema#nonNegativeInteger",
    "http://www.w3.org/2001/XMLSchema#positiveInteger",
    "http://www.w3.org/2001/XMLSchema#unsignedInt",
    "http://www.w3.org/2001/XMLSchema#unsignedLong",
    "http://www.w3.org/2001/XMLSchema#anyURI",
    "http://www.opengis.net/ont/geosparql#wktLiteral",
    "http://www.opengis.net/ont/geosparql#geoJSONLiteral",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON",
];

/// A term, its words borrowed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Parts<'a> {
    /// A blank node with its label.
    Blank(&'a str),
    /// An IRI.
    Iri(&'a str),
    /// A literal of `xsd:string`.
    Simple(&'a str),
    /// A literal with a language.
    Language {
        /// The lexical form.
        value: &'a str,
        /// The tag, in small letters.
        language: &'a str,
    },
    /// A literal of another datatype.
    Typed {
        /// The lexical form.
        value: &'a str,
        /// The IRI of the datatype.
        datatype: &'a str,
    },
}

impl<'a> Parts<'a> {
    /// What `STR()` gives: the IRI, the lexical form, the label of a blank node.
    pub const fn text(self) -> &'a str {
        match self {
            Self::Blank(text) | Self::Iri(text) | Self::Simple(text) => text,
            Self::Language { value, .. } | Self::Typed { value, .. } => value,
        }
    }

    /// The term.
    pub fn term(self) -> Term {
        match self {
            Self::Blank(label) => BlankNode::new_unchecked(label).into(),
            Self::Iri(iri) => NamedNode::new_unchecked(iri).into(),
            Self::Simple(value) => Literal::new_simple_literal(value).into(),
            Self::Language { value, language } => Literal::new_language_tagged_literal_unchecked(value, language).into(),
            Self::Typed { value, datatype } => Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into(),
        }
    }

    /// The parts of the term of a key; nothing if no term has this key.
    pub(super) fn of_key(kind: Kind, content: &'a [u8]) -> Option<Self> {
        let words = str::from_utf8(content).ok()?;
        Some(match kind {
            Kind::Blank => Self::Blank(words),
            Kind::Iri => Self::Iri(words),
            Kind::Simple => Self::Simple(words),
            Kind::Language => {
                let (value, language) = words.rsplit_once('\0')?;
                Self::Language { value, language }
            }
            Kind::Typed => {
                let (value, datatype) = words.rsplit_once('\0')?;
                let datatype = match datatype.as_bytes() {
                    [code @ 1..=31] => KNOWN.get(usize::from(*code) - 1)?,
                    _ => datatype,
                };
                Self::Typed { value, datatype }
            }
            Kind::Integer | Kind::Date | Kind::Boolean => return None,
        })
    }
}

/// The lexical form within the content of a key.
pub(super) fn text_of_key(kind: Kind, content: &[u8]) -> Option<&[u8]> {
    match kind {
        Kind::Language | Kind::Typed => memchr::memrchr(0, content).and_then(|end| content.get(..end)),
        _ => Some(content),
    }
}

/// Appends what follows the value of a typed literal in its key.
pub(super) fn push_datatype(out: &mut Vec<u8>, datatype: &[u8]) {
    out.push(0);
    match KNOWN.iter().position(|known| known.as_bytes() == datatype).and_then(|at| u8::try_from(at + 1).ok()) {
        Some(code) => out.push(code),
        None => out.extend_from_slice(datatype),
    }
}

/// Puts the content of a term's key into `out` and tells its kind.
///
/// # Errors
/// [`StoreError::Term`] for a language or datatype with a zero byte, which only unchecked terms can have.
pub(super) fn write_key(term: TermRef<'_>, out: &mut Vec<u8>) -> Result<Kind, StoreError> {
    out.clear();
    let literal = match term {
        TermRef::NamedNode(node) => {
            out.extend_from_slice(node.as_str().as_bytes());
            return Ok(Kind::Iri);
        }
        TermRef::BlankNode(node) => {
            out.extend_from_slice(node.as_str().as_bytes());
            return Ok(Kind::Blank);
        }
        TermRef::Literal(literal) => literal,
    };
    out.extend_from_slice(literal.value().as_bytes());
    let refused = || StoreError::Term(term.to_string());
    if let Some(language) = literal.language() {
        if language.contains('\0') {
            return Err(refused());
        }
        out.push(0);
        out.extend_from_slice(language.as_bytes());
        return Ok(Kind::Language);
    }
    let datatype = literal.datatype();
    if datatype == xsd::STRING {
        return Ok(Kind::Simple);
    }
    // A datatype of one control character would be taken for a code.
    if datatype.as_str().bytes().any(|byte| byte < 0x20) {
        return Err(refused());
    }
    push_datatype(out, datatype.as_str().as_bytes());
    Ok(Kind::Typed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_come_back_and_keys_sort_as_values() {
        let wkt = NamedNode::new_unchecked("http://www.opengis.net/ont/geosparql#wktLiteral");
        let terms: Vec<Term> = vec![
            BlankNode::new_unchecked("b").into(),
            NamedNode::new_unchecked("http://a/水").into(),
            Literal::new_simple_literal("").into(),
            Literal::new_simple_literal("a\0b").into(),
            Literal::new_language_tagged_literal_unchecked("a\0b", "zh").into(),
            Literal::new_language_tagged_literal_unchecked("", "zh-hans").into(),
            Literal::new_typed_literal("POINT(1 2)", wkt).into(),
            Literal::new_typed_literal("1.0", xsd::DECIMAL).into(),
            Literal::new_typed_literal("x", NamedNode::new_unchecked("http://a/type")).into(),
        ];
        let mut key = Vec::new();
        for term in &terms {
            let kind = write_key(term.as_ref(), &mut key).expect("a term of RDF");
            assert_eq!(Parts::of_key(kind, &key).map(Parts::term).as_ref(), Some(term));
        }
        let key_of = |value: &str, language: &str| {
            let mut key = Vec::new();
            let literal = Literal::new_language_tagged_literal_unchecked(value, language);
            write_key(literal.as_ref().into(), &mut key).map(|_| key).expect("a term of RDF")
        };
        assert!(key_of("a", "zh") < key_of("ab", "en"));
    }

    #[test]
    fn what_no_rdf_has_is_refused() {
        let mut key = Vec::new();
        for term in [
            Literal::new_language_tagged_literal_unchecked("a", "z\0h"),
            Literal::new_typed_literal("a", NamedNode::new_unchecked("\u{1}")),
        ] {
            assert!(matches!(write_key(term.as_ref().into(), &mut key), Err(StoreError::Term(_))));
        }
    }
}
