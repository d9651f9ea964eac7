//! XML of the formats that are made of it: well-formed whatever the names are. quick-xml escapes.

use crate::text::escape::is_xml;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::io::{self, Write};

/// A document that is being written.
pub(super) struct Xml<W: Write>(Writer<W>);

/// Attributes of an element, by their names.
type Attributes<'a> = &'a [(&'a str, &'a str)];

impl<W: Write> Xml<W> {
    /// Begins a document.
    pub(super) fn new(out: W) -> io::Result<Self> {
        let mut xml = Self(Writer::new_with_indent(out, b' ', 2));
        xml.0.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(xml)
    }

    /// Begins an element.
    pub(super) fn open(&mut self, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
        self.0.write_event(Event::Start(element(name, attributes)))
    }

    /// Ends an element.
    pub(super) fn close(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element without anything in it.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) -> io::Result<()> {
        self.0.write_event(Event::Empty(element(name, attributes)))
    }

    /// An element of words.
    pub(super) fn words(&mut self, name: &str, attributes: Attributes<'_>, words: &str) -> io::Result<()> {
        self.0.write_event(Event::Start(element(name, attributes)))?;
        self.0.write_event(Event::Text(BytesText::new(&clean(words))))?;
        self.close(name)
    }

    /// Ends the document.
    pub(super) fn finish(self) -> io::Result<()> {
        let mut out = self.0.into_inner();
        writeln!(out)?;
        out.flush()
    }
}

fn element<'a>(name: &'a str, attributes: Attributes<'_>) -> BytesStart<'a> {
    let mut element = BytesStart::new(name);
    for (name, value) in attributes {
        element.push_attribute((*name, clean(value).as_str()));
    }
    element
}

/// Words with the replacement character in the place of those that XML 1.0 cannot hold, not even escaped
/// (<https://www.w3.org/TR/xml/#charsets>).
fn clean(words: &str) -> String {
    words.chars().map(|c| if is_xml(c) { c } else { '\u{fffd}' }).collect()
}
