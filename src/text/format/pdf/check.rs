//! What a PDF may ask of its parser, checked before it: the parser goes as deep as arrays lie in each other, and paints a form
//! as often as other forms name it.

use super::super::{DEEPEST, FormatError};
use crate::language::{Message, message};
use std::collections::HashMap;
use unpdf::parser::backend::{ContentOp, ObjectId, PaintedXObject, PdfBackend, PdfValue, ResourceScope};

/// The most operations of a page, those of its forms counted as often as they are painted.
const MOST_OPERATIONS: u64 = 2_000_000;
/// How deep forms are painted in each other; the parser stops there too.
const DEEPEST_FORM: usize = 32;

/// Checks the objects of a file, outside of their streams.
pub(super) fn objects(bytes: &[u8]) -> Result<(), FormatError> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = find(rest, b"endobj").map_or(rest.len(), |at| at + b"endobj".len());
        let (object, after) = rest.split_at(end);
        let stream = [b"stream\r".as_slice(), b"stream\n"].into_iter().filter_map(|word| find(object, word)).min();
        nesting(&message!("the PDF"), &object[..stream.unwrap_or(object.len())])?;
        rest = after;
    }
    Ok(())
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

/// Checks how deep arrays and dictionaries lie in each other; brackets in strings and comments are none.
fn nesting(what: &Message, bytes: &[u8]) -> Result<(), FormatError> {
    let (mut depth, mut string, mut comment, mut escaped) = (0_usize, 0_usize, false, false);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\n' | b'\r' => comment = false,
            _ if comment => {}
            b'\\' if string > 0 => escaped = true,
            b'(' => string += 1,
            b')' => string = string.saturating_sub(1),
            _ if string > 0 => {}
            b'%' => comment = true,
            b'[' => depth += 1,
            b'<' if bytes.get(at + 1) == Some(&b'<') => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b'>' if bytes.get(at + 1) == Some(&b'>') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            let what = message!("the nesting of {name}", name => what.clone());
            return Err(FormatError::Limit { what, limit: message!("{count} elements", count = DEEPEST) });
        }
    }
    Ok(())
}

/// Decodes the content of a page or form, and checks it first.
pub(super) fn operations(backend: &dyn PdfBackend, content: &[u8]) -> Result<Vec<ContentOp>, FormatError> {
    nesting(&message!("the PDF's content"), content)?;
    // What cannot be decoded paints nothing.
    Ok(backend.decode_content(content).unwrap_or_default())
}

/// Checks how much the operations of a page paint with all forms.
pub(super) fn painted(backend: &dyn PdfBackend, scope: ResourceScope, operations: &[ContentOp]) -> Result<(), FormatError> {
    let mut forms = Forms { backend, known: HashMap::new() };
    match forms.count(scope, operations, 0)? {
        0..=MOST_OPERATIONS => Ok(()),
        _ => Err(FormatError::Limit {
            what: message!("what a page of the PDF paints"),
            limit: message!("{count} operations", count = MOST_OPERATIONS),
        }),
    }
}

/// How many operations each form paints.
struct Forms<'a> {
    backend: &'a dyn PdfBackend,
    known: HashMap<ObjectId, u64>,
}

impl Forms<'_> {
    fn count(&mut self, scope: ResourceScope, painted: &[ContentOp], depth: usize) -> Result<u64, FormatError> {
        let mut count = painted.len() as u64;
        for operation in painted.iter().filter(|operation| operation.operator == "Do" && depth < DEEPEST_FORM) {
            let Some(PdfValue::Name(name)) = operation.operands.first() else { continue };
            let Some(PaintedXObject::Form(form)) = self.backend.xobject(scope, name) else { continue };
            let inner = match self.known.get(&form.id) {
                Some(inner) => *inner,
                None => {
                    // A form that paints itself is not painted again.
                    self.known.insert(form.id, 0);
                    let content = operations(self.backend, form.content.as_deref().unwrap_or_default())?;
                    let inner = self.count(ResourceScope::form(scope.page, form.id), &content, depth + 1)?;
                    self.known.insert(form.id, inner);
                    inner
                }
            };
            count = count.saturating_add(inner);
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_brackets_that_nest_count() {
        let open = "[".repeat(DEEPEST + 1);
        assert!(objects(format!("1 0 obj {open}").as_bytes()).is_err());
        assert!(objects(format!("1 0 obj {}", "<< /A ".repeat(DEEPEST + 1)).as_bytes()).is_err());
        for harmless in [format!("({open}\\) {open})"), format!("%{open}\n"), "[ ] ".repeat(DEEPEST + 1), format!("stream\n{open}")] {
            assert!(objects(format!("1 0 obj {harmless} endobj").as_bytes()).is_ok(), "{harmless}");
        }
    }
}
