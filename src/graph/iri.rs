//! Readable, stable IRIs: the same plan gives the same names, run after run.

use super::vocab::PREFIXES;
use crate::language::{Message, Speak, message};
use crate::lexicon::Division;
use crate::resolve::Unit;
use oxigraph::model::{IriParseError, NamedNode};
use std::fmt::Write;

/// The base of all IRIs of data unless the user names another.
pub const DEFAULT_BASE: &str = "https://w3id.org/fengong/id/";

/// Kinds of things that have a prefix of their own: `unit:内蒙古自治区水利厅`, `topic:water`.
const KINDS: &[&str] =
    &["change", "cluster", "comparison", "division", "function", "gbt4754", "industry", "plan", "port", "region", "topic", "unit"];

/// Makes the IRIs under one base.
#[derive(Debug, Clone)]
pub struct Names {
    base: String,
}

/// Why data cannot stand under a base.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub struct BaseError {
    base: String,
    cause: IriParseError,
}

impl Speak for BaseError {
    fn message(&self) -> Message {
        message!("{base} is no absolute IRI: {cause}", base = self.base, cause = self.cause)
    }
}

impl Names {
    /// Names under `base`, which gets a slash or number sign at its end if it has none.
    ///
    /// # Errors
    /// [`BaseError`] where `base` is no absolute IRI.
    pub fn new(base: &str) -> Result<Self, BaseError> {
        let base = if base.ends_with(['/', '#']) { base.to_owned() } else { format!("{base}/") };
        match NamedNode::new(base.as_str()) {
            Ok(_) => Ok(Self { base }),
            Err(cause) => Err(BaseError { base, cause }),
        }
    }

    /// The base.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The prefixes that queries need not declare and exports write: those of the vocabularies, and one for each kind of data.
    pub fn prefixes(&self) -> Vec<(String, String)> {
        let vocabularies = PREFIXES.iter().map(|(prefix, iri)| ((*prefix).to_owned(), (*iri).to_owned()));
        let data = KINDS.iter().map(|kind| ((*kind).to_owned(), format!("{}{kind}/", self.base)));
        let mut all: Vec<_> = vocabularies.chain(data).chain([("id".to_owned(), self.base.clone())]).collect();
        all.sort();
        all
    }

    /// The thing called `name` among those of its kind: `unit/内蒙古自治区水利厅`.
    pub fn thing(&self, kind: &str, name: &str) -> NamedNode {
        let mut iri = joined(&[&self.base, kind, "/"], name.len());
        escape(name, &mut iri);
        NamedNode::new_unchecked(iri)
    }

    /// A division, by its code and its name: `division/150100-呼和浩特市`.
    pub(super) fn division(&self, division: &Division) -> NamedNode {
        self.thing("division", &joined(&[division.code, "-", division.name], 0))
    }

    /// A unit that a plan names: the same in all plans, or one that is known only within the plan.
    pub(crate) fn unit(&self, plan: &NamedNode, unit: &Unit) -> NamedNode {
        self.unit_called(&unit.name, (!unit.is_decided).then_some(plan))
    }

    /// The unit of a name, the same in all plans, or within one plan.
    pub(super) fn unit_called(&self, name: &str, only_in: Option<&NamedNode>) -> NamedNode {
        only_in.map_or_else(|| self.thing("unit", name), |plan| Self::part(plan, "unit", name))
    }

    /// The comparison of two plans, by the last parts of their IRIs, which are escaped already: `comparison/a..b`.
    pub(crate) fn comparison(&self, from: &str, to: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{}comparison/{from}..{to}", self.base))
    }

    /// A part of another thing: `plan/…/task/7`.
    pub fn part(of: &NamedNode, kind: &str, name: &str) -> NamedNode {
        let mut iri = joined(&[of.as_str(), "/", kind, "/"], name.len());
        escape(name, &mut iri);
        NamedNode::new_unchecked(iri)
    }

    /// The stretch of a plan's text between two characters, as RFC 5147 and NIF name it: `plan/…#char=120,126`.
    pub fn stretch(plan: &NamedNode, begin: usize, end: usize) -> NamedNode {
        let (mut first, mut last) = Default::default();
        let iri = joined(&[plan.as_str(), "#char=", digits(begin, &mut first), ",", digits(end, &mut last)], 0);
        NamedNode::new_unchecked(iri)
    }
}

/// Parts one after the other, with room for so many bytes more: names are made by the million, and `format!` takes several times as long.
pub(super) fn joined(parts: &[&str], more: usize) -> String {
    let mut whole = String::with_capacity(parts.iter().map(|part| part.len()).sum::<usize>() + more);
    parts.iter().for_each(|part| whole.push_str(part));
    whole
}

/// A number in decimal digits, which are put into the room given.
pub(super) fn digits(number: usize, room: &mut [u8; 20]) -> &str {
    let (mut first, mut rest) = (room.len(), number);
    loop {
        first -= 1;
        room[first] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    std::str::from_utf8(&room[first..]).unwrap_or_default()
}

/// The last part of an IRI, decoded, for people to read.
pub(crate) fn local(iri: &str) -> &str {
    iri.rsplit(['/', '#']).next().unwrap_or(iri)
}

/// Characters that an IRI cannot hold, or that would divide it, are percent-encoded; Chinese stays readable (RFC 3987).
fn escape(name: &str, iri: &mut String) {
    let mut rest = name;
    while let Some(at) = rest.find(|c: char| !is_plain(c)) {
        iri.push_str(&rest[..at]);
        let after = at + rest[at..].chars().next().map_or(0, char::len_utf8);
        for byte in rest[at..after].bytes() {
            // Writing to a string cannot fail.
            let _ = write!(iri, "%{byte:02X}");
        }
        rest = &rest[after..];
    }
    iri.push_str(rest);
}

fn is_plain(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~');
    }
    // The ideographs, of which names are made, without a look into tables.
    matches!(c, '\u{4E00}'..='\u{9FFF}') || (!c.is_control() && !c.is_whitespace() && !is_private(c))
}

const fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFF0}'..='\u{FFFF}' | '\u{F0000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_readable_and_valid() -> Result<(), Box<dyn std::error::Error>> {
        let names = Names::new(DEFAULT_BASE)?;
        assert_eq!(names.thing("unit", "内蒙古自治区水利厅").as_str(), "https://w3id.org/fengong/id/unit/内蒙古自治区水利厅");
        for hostile in ["a b", "x<y>", "\"引号\"", "斜/杠", "井#号", "问?号", "百%分", "{}|\\^`", "换\n行", "\u{E000}", "😀"]
        {
            let iri = names.thing("unit", hostile);
            NamedNode::new(iri.as_str()).map_err(|error| format!("{hostile}: {error}"))?;
            assert_eq!(iri.as_str().matches('/').count(), 6, "{hostile}");
        }
        assert!(Names::new("no base").is_err());
        assert_eq!(Names::new("http://example.org/x")?.base(), "http://example.org/x/");
        Ok(())
    }
}
