//! XML as a run of tags and texts: bytes of a member → one call for each.
//!
//! Names lose their prefixes. Document types are refused, and so are entities other than the five of XML itself:
//! nothing is ever expanded.

use super::{DEEPEST, FormatError};
use crate::language::{Message, message};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// What stands next in the XML.
#[derive(Debug)]
pub(super) enum Node<'a> {
    /// An element begins.
    Open(&'a str, Attributes),
    /// An element ends.
    Close(&'a str),
    /// Characters.
    Text(&'a str),
}

/// The attributes of an element, by local name.
#[derive(Debug, Default)]
pub(super) struct Attributes(Vec<(String, String)>);

impl Attributes {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value as a number.
    pub(super) fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.trim().parse().ok()
    }
}

/// Calls `visit` for every tag and text of `bytes`; `member` is what messages call them.
pub(super) fn walk(member: &str, bytes: &[u8], mut visit: impl FnMut(Node<'_>)) -> Result<(), FormatError> {
    let fail = |at: u64, cause: Message| FormatError::Xml { member: member.to_owned(), at, cause };
    let (text, _) = encoding_rs::UTF_8.decode_with_bom_removal(bytes);
    let mut reader = Reader::from_str(&text);
    let mut depth = 0_usize;
    loop {
        let event = reader.read_event().map_err(|error| fail(reader.error_position(), message!("{cause}", cause = error)))?;
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth > DEEPEST {
                    let what = message!("the nesting of {name}", name = member);
                    return Err(FormatError::Limit { what, limit: message!("{count} elements", count = DEEPEST) });
                }
                visit(Node::Open(tag.local_name().as_ref(), attributes(&tag)));
            }
            Event::Empty(tag) => {
                visit(Node::Open(tag.local_name().as_ref(), attributes(&tag)));
                visit(Node::Close(tag.local_name().as_ref()));
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                visit(Node::Close(tag.local_name().as_ref()));
            }
            Event::Text(words) => visit(Node::Text(&words.xml10_content())),
            Event::CData(words) => visit(Node::Text(&words.xml10_content())),
            Event::GeneralRef(reference) => {
                let here = reader.buffer_position();
                let name = reference.xml10_content();
                let character = reference.resolve_char_ref().map_err(|error| fail(here, message!("{cause}", cause = error)))?;
                match (character, quick_xml::escape::resolve_predefined_entity(&name)) {
                    (Some(character), _) => visit(Node::Text(character.encode_utf8(&mut [0; 4]))),
                    (None, Some(words)) => visit(Node::Text(words)),
                    (None, None) => return Err(fail(here, message!("the entity &{name}; is not expanded", name = name))),
                }
            }
            Event::DocType(_) => return Err(fail(reader.buffer_position(), message!("a document type is not read"))),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof if depth > 0 => return Err(fail(reader.buffer_position(), message!("it ends too early"))),
            Event::Eof => return Ok(()),
        }
    }
}

fn attributes(tag: &BytesStart<'_>) -> Attributes {
    let pair = |attribute: quick_xml::events::attributes::Attribute<'_>| {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned();
        let name: &str = attribute.key.local_name().into_inner();
        Some((name.to_owned(), value))
    };
    Attributes(tag.attributes().flatten().filter_map(pair).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_not_expanded() {
        let words = |xml: &str| {
            let mut words = String::new();
            let add = |node: Node<'_>| {
                if let Node::Text(text) = node {
                    words.push_str(text);
                }
            };
            walk("a.xml", xml.as_bytes(), add).map(|()| words)
        };
        assert_eq!(words("<a>水&amp;土&#x4E00;</a>").ok().as_deref(), Some("水&土一"));
        assert!(words("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>").is_err());
        assert!(words("<a>&b;</a>").is_err());
        assert!(words("<a><b>").is_err());
    }
}
