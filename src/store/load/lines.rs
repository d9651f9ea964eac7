//! N-Triples and N-Quads, a line at a time.
//!
//! Most lines are plain: terms without escapes, with spaces between. Of these a term that was seen before is only looked up, as the bytes
//! that it is written in; a new one is checked as oxttl would. Every line that is not plain is left to oxttl, so that it alone says what is
//! right, and what is wrong where.

use super::labels::Labels;
use super::{Batches, Loading};
use crate::store::builder::Builder;
use crate::store::error::StoreError;
use crate::store::id::Id;
use crate::store::term::{Kind, push_datatype};
use memchr::{memchr, memchr2, memrchr};
use oxigraph::io::{RdfFormat, RdfParseError, RdfParser};
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{GraphName, GraphNameRef, Literal, NamedNode, NamedOrBlankNodeRef, TermRef};
use std::io::{ErrorKind, Read};

/// How many bytes are read at a time.
const CHUNK: usize = 1 << 20;

/// Reads lines into a builder.
pub(super) struct Lines<'b> {
    builder: &'b mut Builder,
    labels: Labels,
    quads: bool,
    default_graph: GraphName,
    graph: u32,
    line: u64,
    count: u64,
    /// The subject of the line before, as it is written, and its number.
    subject: (Vec<u8>, u32),
    predicates: Predicates,
    /// A tag and a datatype that were found to be right.
    language: Vec<u8>,
    datatype: Vec<u8>,
    key: Vec<u8>,
}

/// The predicates as they are written, and which comes after which.
#[derive(Default)]
struct Predicates {
    known: Vec<Predicate>,
    last: usize,
}

struct Predicate {
    written: Vec<u8>,
    number: u32,
    next: usize,
}

/// How many predicates are remembered.
const REMEMBERED: usize = 1000;

impl<'b> Lines<'b> {
    pub(super) fn new(builder: &'b mut Builder, loading: &Loading, labels: Labels) -> Result<Self, StoreError> {
        Ok(Self {
            graph: builder.graph(loading.graph.as_ref())?,
            builder,
            labels,
            quads: loading.format == RdfFormat::NQuads,
            default_graph: loading.graph.clone(),
            line: 0,
            count: 0,
            subject: (Vec::new(), 0),
            predicates: Predicates::default(),
            language: Vec::new(),
            datatype: Vec::new(),
            key: Vec::new(),
        })
    }

    /// Reads to the end, and says how many statements there are.
    pub(super) fn read(mut self, mut reader: impl Read, batches: &mut impl Batches) -> Result<u64, StoreError> {
        let mut buffer = vec![0; CHUNK];
        let mut filled = 0;
        loop {
            if filled == buffer.len() {
                // One line is longer than what is read at a time.
                buffer.resize(buffer.len() * 2, 0);
            }
            let read = match reader.read(buffer.get_mut(filled..).unwrap_or_default()) {
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(StoreError::Read(error)),
            };
            let before = filled;
            filled += read;
            if read == 0 {
                self.lines(buffer.get(..filled).unwrap_or_default())?;
                return Ok(self.count);
            }
            let Some(end) = memrchr(b'\n', &buffer[before..filled]).map(|at| before + at + 1) else { continue };
            self.lines(&buffer[..end])?;
            buffer.copy_within(end..filled, 0);
            filled -= end;
            if batches.check(self.builder)? {
                self.forget()?;
            }
        }
    }

    /// Forgets the numbers of a builder that is gone.
    fn forget(&mut self) -> Result<(), StoreError> {
        self.subject.0.clear();
        self.predicates = Predicates::default();
        self.graph = self.builder.graph(self.default_graph.as_ref())?;
        Ok(())
    }

    /// Reads whole lines.
    fn lines(&mut self, mut rest: &[u8]) -> Result<(), StoreError> {
        // A carriage return ends a line too, and must not stand within a literal.
        let returns = memchr(b'\r', rest).is_some();
        while !rest.is_empty() {
            self.line += 1;
            let end = memchr(b'\n', rest).unwrap_or(rest.len());
            let (line, after) = rest.split_at(end);
            rest = after.get(1..).unwrap_or_default();
            let line = if returns { line.strip_suffix(b"\r").unwrap_or(line) } else { line };
            if line.is_empty() || ((!returns || memchr(b'\r', line).is_none()) && self.plain(line)?) {
                continue;
            }
            self.other(line)?;
        }
        Ok(())
    }

    /// Reads a plain line; false if it is none.
    fn plain(&mut self, line: &[u8]) -> Result<bool, StoreError> {
        let written = &self.subject.0;
        let (subject, rest) = if !written.is_empty() && line.starts_with(written) {
            (self.subject.1, &line[written.len()..])
        } else {
            let Some((subject, rest)) = self.node(line)? else { return Ok(false) };
            let written = &line[..line.len() - rest.len()];
            self.subject.0.clear();
            self.subject.0.extend_from_slice(written);
            self.subject.1 = subject;
            (subject, rest)
        };
        let Some((predicate, rest)) = self.predicate(blank(rest))? else { return Ok(false) };
        let Some((object, rest)) = self.object(blank(rest))? else { return Ok(false) };
        let rest = blank(rest);
        let (graph, rest) = match rest {
            [b'.', ..] => (self.graph, rest),
            _ if !self.quads => return Ok(false),
            _ => match self.node(rest)? {
                Some((graph, rest)) => (graph, blank(rest)),
                None => return Ok(false),
            },
        };
        let [b'.', rest @ ..] = rest else { return Ok(false) };
        if !blank(rest).is_empty() {
            return Ok(false);
        }
        self.builder.add_numbers(subject, predicate, object, graph)?;
        self.count += 1;
        Ok(true)
    }

    /// The number of an IRI or blank node at the front.
    fn node<'l>(&mut self, rest: &'l [u8]) -> Result<Option<(u32, &'l [u8])>, StoreError> {
        match rest {
            [b'<', rest @ ..] => self.iri(rest),
            [b'_', b':', rest @ ..] => {
                let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
                let end = rest.iter().position(|byte| !plain(byte)).unwrap_or(rest.len());
                let (label, rest) = rest.split_at(end);
                // A label may hold full stops and letters of any script, and not begin with a hyphen.
                if !matches!(rest, [b' ' | b'\t', ..]) || matches!(label, [] | [b'-', ..]) {
                    return Ok(None);
                }
                let number = if self.labels.stays(label) {
                    self.builder.terms().intern(Kind::Blank, label)?
                } else {
                    let label = self.labels.written(str::from_utf8(label).unwrap_or_default());
                    self.builder.terms().intern(Kind::Blank, label.as_bytes())?
                };
                Ok(Some((number, rest)))
            }
            _ => Ok(None),
        }
    }

    /// The number of an IRI whose first bracket is gone.
    #[inline]
    fn iri<'l>(&mut self, rest: &'l [u8]) -> Result<Option<(u32, &'l [u8])>, StoreError> {
        let Some(end) = memchr(b'>', rest) else { return Ok(None) };
        let (iri, rest) = (&rest[..end], &rest[end + 1..]);
        let terms = self.builder.terms();
        match terms.find(Kind::Iri, iri) {
            Ok(number) => Ok(Some((number, rest))),
            Err(unknown) if is_iri(iri) => Ok(Some((terms.add(unknown, Kind::Iri, iri)?, rest))),
            Err(_) => Ok(None),
        }
    }

    /// The number of the predicate at the front: likely the one that came last time after the one before.
    fn predicate<'l>(&mut self, rest: &'l [u8]) -> Result<Option<(u32, &'l [u8])>, StoreError> {
        let Predicates { known, last } = &mut self.predicates;
        let next = known.get(*last).map_or(0, |last| last.next);
        if let Some(likely) = known.get(next)
            && let Some(after) = rest.strip_prefix(likely.written.as_slice())
        {
            *last = next;
            return Ok(Some((likely.number, after)));
        }
        let [b'<', iri @ ..] = rest else { return Ok(None) };
        let Some((number, after)) = self.iri(iri)? else { return Ok(None) };
        let Predicates { known, last } = &mut self.predicates;
        let at = match known.iter().position(|predicate| predicate.number == number) {
            Some(at) => at,
            None if known.len() < REMEMBERED => {
                known.push(Predicate { written: rest[..rest.len() - after.len()].to_vec(), number, next: 0 });
                known.len() - 1
            }
            None => return Ok(Some((number, after))),
        };
        if let Some(last) = known.get_mut(*last) {
            last.next = at;
        }
        *last = at;
        Ok(Some((number, after)))
    }

    /// The number of the object at the front.
    fn object<'l>(&mut self, rest: &'l [u8]) -> Result<Option<(u32, &'l [u8])>, StoreError> {
        let [b'"', rest @ ..] = rest else { return self.node(rest) };
        let Some(end) = memchr2(b'"', b'\\', rest) else { return Ok(None) };
        let (value, rest) = (&rest[..end], &rest[end..]);
        match rest {
            [b'"', b'@', rest @ ..] => self.language(value, rest),
            [b'"', b'^', b'^', b'<', rest @ ..] => self.typed(value, rest),
            [b'"', rest @ ..] => self.literal(Kind::Simple, value, value, rest, |_| true),
            _ => Ok(None),
        }
    }

    fn language<'l>(&mut self, value: &[u8], rest: &'l [u8]) -> Result<Option<(u32, &'l [u8])>, StoreError> {
        let end = rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-').unwrap_or(rest.len());
        let (tag, rest) = rest.split_at(end);
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        key.extend_from_slice(value);
        key.push(0);
        key.extend(tag.iter().map(u8::to_ascii_lowercase));
        let found = self.literal(Kind::Language, value, &key, rest, |lines| lines.is_language(tag));
        self.key = key;
        found
    }

    fn typed<'l>(&mut self, value: &[u8], rest: &'l [u8]) -> Result<Option<(u32, &'l [u8])>, StoreError> {
        let Some(end) = memchr(b'>', rest) else { return Ok(None) };
        let (datatype, rest) = (&rest[..end], &rest[end + 1..]);
        if let Some(id) = Id::of_typed(value, datatype) {
            return Ok(Some((id.0, rest)));
        }
        if datatype == xsd::STRING.as_str().as_bytes() {
            return self.literal(Kind::Simple, value, value, rest, |_| true);
        }
        if datatype == rdf::LANG_STRING.as_str().as_bytes() {
            return Ok(None);
        }
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        key.extend_from_slice(value);
        push_datatype(&mut key, datatype);
        let found = self.literal(Kind::Typed, value, &key, rest, |lines| lines.is_datatype(datatype));
        self.key = key;
        found
    }

    /// The number of a literal; one that is new must be UTF-8, and what follows its value must be right.
    #[inline]
    fn literal<'l>(
        &mut self,
        kind: Kind,
        value: &[u8],
        key: &[u8],
        rest: &'l [u8],
        right: impl FnOnce(&mut Self) -> bool,
    ) -> Result<Option<(u32, &'l [u8])>, StoreError> {
        match self.builder.terms().find(kind, key) {
            Ok(number) => Ok(Some((number, rest))),
            Err(unknown) if str::from_utf8(value).is_ok() && right(self) => Ok(Some((self.builder.terms().add(unknown, kind, key)?, rest))),
            Err(_) => Ok(None),
        }
    }

    fn is_language(&mut self, tag: &[u8]) -> bool {
        if tag == self.language {
            return true;
        }
        let right = str::from_utf8(tag).is_ok_and(|tag| Literal::new_language_tagged_literal("", tag).is_ok());
        if right {
            self.language = tag.to_vec();
        }
        right
    }

    fn is_datatype(&mut self, datatype: &[u8]) -> bool {
        if datatype == self.datatype {
            return true;
        }
        let right = is_iri(datatype);
        if right {
            self.datatype = datatype.to_vec();
        }
        right
    }

    /// Leaves a line to oxttl.
    fn other(&mut self, line: &[u8]) -> Result<(), StoreError> {
        let format = if self.quads { RdfFormat::NQuads } else { RdfFormat::NTriples };
        for quad in RdfParser::from_format(format).for_slice(line) {
            let quad = quad.map_err(|error| {
                let place = error.location().map(|place| place.start);
                let column = place.map_or(1, |place| place.column + 1);
                StoreError::Rdf { line: self.line, column, what: RdfParseError::from(error).to_string() }
            })?;
            let subject = match quad.subject.as_ref() {
                NamedOrBlankNodeRef::NamedNode(node) => self.builder.number(node.into())?,
                NamedOrBlankNodeRef::BlankNode(node) => self.labelled(node.as_str())?,
            };
            let predicate = self.builder.number(quad.predicate.as_ref().into())?;
            let object = match quad.object.as_ref() {
                TermRef::BlankNode(node) => self.labelled(node.as_str())?,
                object => self.builder.number(object)?,
            };
            let graph = match quad.graph_name.as_ref() {
                GraphNameRef::DefaultGraph => self.graph,
                GraphNameRef::NamedNode(node) => self.builder.number(node.into())?,
                GraphNameRef::BlankNode(node) => self.labelled(node.as_str())?,
            };
            self.builder.add_numbers(subject, predicate, object, graph)?;
            self.count += 1;
        }
        Ok(())
    }

    fn labelled(&mut self, label: &str) -> Result<u32, StoreError> {
        let label = self.labels.written(label);
        self.builder.terms().intern(Kind::Blank, label.as_bytes())
    }
}

/// What follows spaces.
#[inline]
const fn blank(mut rest: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', after @ ..] = rest {
        rest = after;
    }
    rest
}

fn is_iri(iri: &[u8]) -> bool {
    str::from_utf8(iri).is_ok_and(|iri| NamedNode::new(iri).is_ok())
}
