//! OFD (GB/T 33190), the national format of fixed pages: bytes → paragraphs, rebuilt from the places of the text.
//!
//! `OFD.xml` names the documents, each document its pages, each page its objects. A `TextCode` stands at X and Y inside the
//! boundary of its object, moved by the object's matrix; `DeltaX` are the steps between its characters.

use super::FormatError;
use super::archive::Archive;
use super::layout::{Page, Piece, paragraphs};
use super::xml::{Attributes, Node, walk};

/// The text of all pages of all documents.
pub(super) fn text(bytes: &[u8]) -> Result<String, FormatError> {
    let mut archive = Archive::open(bytes)?;
    let mut pages = Vec::new();
    for root in roots(&archive.required("ofd", "OFD.xml")?)? {
        let document = resolve("", &root);
        let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
        for page in page_members(&document, &archive.required("ofd", &document)?)? {
            let member = resolve(folder, &page);
            let pieces = pieces(&member, &archive.required("ofd", &member)?)?;
            pages.push(Page { pieces, rules: Vec::new() });
        }
    }
    if pages.iter().all(|page: &Page| page.pieces.is_empty()) {
        return Err(FormatError::Empty);
    }
    paragraphs(pages)
}

/// Where the documents begin: the words of `DocRoot`.
fn roots(xml: &[u8]) -> Result<Vec<String>, FormatError> {
    let (mut roots, mut inside) = (Vec::<String>::new(), false);
    walk("OFD.xml", xml, |node| match node {
        Node::Open("DocRoot", _) => {
            inside = true;
            roots.push(String::new());
        }
        Node::Close("DocRoot") => inside = false,
        Node::Text(words) if inside => roots.iter_mut().last().into_iter().for_each(|root| root.push_str(words.trim())),
        _ => {}
    })?;
    Ok(roots)
}

/// The pages of a document in order.
fn page_members(member: &str, xml: &[u8]) -> Result<Vec<String>, FormatError> {
    let mut pages = Vec::new();
    walk(member, xml, |node| {
        if let Node::Open("Page", attributes) = node {
            pages.extend(attributes.get("BaseLoc").map(str::to_owned));
        }
    })?;
    Ok(pages)
}

/// A place in the archive: from its root where it begins with `/`, else from the folder of what names it.
fn resolve(folder: &str, place: &str) -> String {
    let whole = if place.starts_with('/') || folder.is_empty() { place.to_owned() } else { format!("{folder}/{place}") };
    let mut parts = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A text object that is open.
#[derive(Default)]
struct Object {
    corner: (f64, f64),
    matrix: [f64; 6],
    size: f64,
    /// Where the last code began: a code may leave out X or Y.
    at: (f64, f64),
}

/// The pieces of a page.
fn pieces(member: &str, xml: &[u8]) -> Result<Vec<Piece>, FormatError> {
    let (mut pieces, mut object, mut code) = (Vec::new(), None::<Object>, None::<(Vec<f64>, String)>);
    walk(member, xml, |node| match node {
        Node::Open("TextObject", attributes) => object = Some(open(&attributes)),
        Node::Close("TextObject") => object = None,
        Node::Open("TextCode", attributes) => {
            if let Some(object) = &mut object {
                object.at = (attributes.number("X").unwrap_or(object.at.0), attributes.number("Y").unwrap_or(object.at.1));
                code = Some((steps(attributes.get("DeltaX").unwrap_or_default()), String::new()));
            }
        }
        Node::Text(words) => code.iter_mut().for_each(|(_, code)| code.push_str(words)),
        Node::Close("TextCode") => {
            if let (Some(object), Some((steps, words))) = (&object, code.take()) {
                pieces.extend(piece(object, &steps, words));
            }
        }
        _ => {}
    })?;
    Ok(pieces)
}

fn open(attributes: &Attributes) -> Object {
    let boundary = numbers(attributes.get("Boundary").unwrap_or_default());
    let matrix = numbers(attributes.get("CTM").unwrap_or_default()).try_into().unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    let corner = (boundary.first().copied().unwrap_or(0.0), boundary.get(1).copied().unwrap_or(0.0));
    Object { corner, matrix, size: attributes.number("Size").unwrap_or(0.0), at: (0.0, 0.0) }
}

fn piece(object: &Object, steps: &[f64], words: String) -> Option<Piece> {
    let [a, b, c, d, e, f] = object.matrix;
    let (x, y) = object.at;
    let size = object.size * a.hypot(b);
    let count = words.chars().count();
    let last = words.chars().next_back()?;
    // Without steps a character is as wide as the font says; a full square is near enough for Chinese, half of it for Latin.
    let advance = |c: char| if c.is_ascii() { object.size * 0.5 } else { object.size };
    let width = if steps.is_empty() {
        words.chars().map(advance).sum::<f64>()
    } else {
        steps.iter().take(count.saturating_sub(1)).sum::<f64>() + advance(last)
    };
    Some(Piece { x: object.corner.0 + a * x + c * y + e, y: object.corner.1 + b * x + d * y + f, width: width * a.hypot(b), size, words })
}

fn numbers(list: &str) -> Vec<f64> {
    list.split_ascii_whitespace().filter_map(|number| number.parse().ok()).collect()
}

/// The steps of `3.2 3.2` and of its short form `g 2 3.2`: a count and a value.
fn steps(list: &str) -> Vec<f64> {
    let (mut steps, mut words) = (Vec::new(), list.split_ascii_whitespace());
    while let Some(word) = words.next() {
        let number = |word: Option<&str>| word.and_then(|word| word.parse::<f64>().ok()).unwrap_or(0.0);
        if word == "g" {
            let count = words.next().and_then(|word| word.parse::<usize>().ok()).unwrap_or(0).min(10_000);
            steps.extend(std::iter::repeat_n(number(words.next()), count));
        } else {
            steps.push(number(Some(word)));
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_steps() {
        assert_eq!(resolve("Doc_0", "Pages/./Page_0/../Page_1/Content.xml"), "Doc_0/Pages/Page_1/Content.xml");
        assert_eq!(resolve("Doc_0", "/Doc_1/Document.xml"), "Doc_1/Document.xml");
        assert_eq!(steps("1 g 2 3.5 4"), [1.0, 3.5, 3.5, 4.0]);
    }
}
