//! OFD (GB/T 33190), the national format of fixed pages: bytes → paragraphs, rebuilt from the places of the text.
//!
//! `OFD.xml` names the documents, each document its pages, each page its objects. A `TextCode` stands at X and Y inside the
//! boundary of its object, moved by the object's matrix; `DeltaX` are the steps between its characters.

use super::FormatError;
use super::archive::Archive;
use super::grid::{Point, Rule};
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
            pages.push(read_page(&member, &archive.required("ofd", &member)?)?);
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

/// Points in a millimetre.
const POINTS: f64 = 72.0 / 25.4;

/// An object that is open.
#[derive(Default)]
struct Object {
    corner: (f64, f64),
    matrix: [f64; 6],
    size: f64,
    /// Where the last code began: a code may leave out X or Y.
    at: (f64, f64),
}

/// The text of a page and its lines.
fn read_page(member: &str, xml: &[u8]) -> Result<Page, FormatError> {
    let (mut page, mut object, mut code) = (Page::default(), None::<Object>, None::<(Vec<f64>, String)>);
    // The path that is open: where it stands, whether it is a filled shape, and its words.
    let (mut path, mut data) = (None::<(Object, bool)>, None::<String>);
    walk(member, xml, |node| match node {
        Node::Open("TextObject", attributes) => object = Some(open(&attributes)),
        Node::Close("TextObject") => object = None,
        Node::Open("TextCode", attributes) => {
            if let Some(object) = &mut object {
                object.at = (attributes.number("X").unwrap_or(object.at.0), attributes.number("Y").unwrap_or(object.at.1));
                code = Some((steps(attributes.get("DeltaX").unwrap_or_default()), String::new()));
            }
        }
        Node::Open("PathObject", attributes) => {
            let shape = attributes.get("Fill") == Some("true") && attributes.get("Stroke") == Some("false");
            path = Some((open(&attributes), shape));
        }
        Node::Close("PathObject") => path = None,
        Node::Open("AbbreviatedData", _) => data = path.is_some().then(String::new),
        Node::Close("AbbreviatedData") => {
            if let (Some((object, shape)), Some(data)) = (&path, data.take()) {
                for part in parts(object, &data) {
                    match shape {
                        true => page.rules.extend(Rule::of_shape(&part)),
                        false => page.rules.extend(Rule::of_path(&part)),
                    }
                }
            }
        }
        Node::Text(words) => {
            code.iter_mut().for_each(|(_, code)| code.push_str(words));
            data.iter_mut().for_each(|data| data.push_str(words));
        }
        Node::Close("TextCode") => {
            if let (Some(object), Some((steps, words))) = (&object, code.take()) {
                page.pieces.extend(piece(object, &steps, words));
            }
        }
        _ => {}
    })?;
    Ok(page)
}

fn open(attributes: &Attributes) -> Object {
    let boundary = numbers(attributes.get("Boundary").unwrap_or_default());
    let matrix = numbers(attributes.get("CTM").unwrap_or_default()).try_into().unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    let corner = (boundary.first().copied().unwrap_or(0.0), boundary.get(1).copied().unwrap_or(0.0));
    Object { corner, matrix, size: attributes.number("Size").unwrap_or(0.0), at: (0.0, 0.0) }
}

impl Object {
    /// A point of the object as one of the page.
    fn placed(&self, x: f64, y: f64) -> Point {
        let [a, b, c, d, e, f] = self.matrix;
        ((self.corner.0 + a * x + c * y + e) * POINTS, (self.corner.1 + b * x + d * y + f) * POINTS)
    }
}

fn piece(object: &Object, steps: &[f64], words: String) -> Option<Piece> {
    let [a, b, ..] = object.matrix;
    let (x, y) = object.placed(object.at.0, object.at.1);
    let scale = a.hypot(b) * POINTS;
    let count = words.chars().count();
    let last = words.chars().next_back()?;
    // Without steps a character is as wide as the font says; a full square is near enough for Chinese, half of it for Latin.
    let advance = |c: char| if c.is_ascii() { object.size * 0.5 } else { object.size };
    let width = if steps.is_empty() {
        words.chars().map(advance).sum::<f64>()
    } else {
        steps.iter().take(count.saturating_sub(1)).sum::<f64>() + advance(last)
    };
    Some(Piece { x, y, width: width * scale, size: object.size * scale, words })
}

/// The parts of a path as the points that they go through: `M 0 0 L 100 0 C`. What is curved is no border.
fn parts(object: &Object, data: &str) -> Vec<Vec<Point>> {
    let (mut parts, mut words) = (Vec::<Vec<Point>>::new(), data.split_ascii_whitespace());
    let number = |words: &mut std::str::SplitAsciiWhitespace<'_>| words.next().and_then(|word| word.parse::<f64>().ok());
    while let Some(word) = words.next() {
        match word {
            "S" | "M" | "L" => {
                let (Some(x), Some(y)) = (number(&mut words), number(&mut words)) else { break };
                if word != "L" {
                    parts.push(Vec::new());
                }
                parts.last_mut().into_iter().for_each(|part| part.push(object.placed(x, y)));
            }
            "C" => parts.last_mut().into_iter().for_each(|part| part.extend(part.first().copied())),
            "Q" | "B" | "A" => drop(parts.pop()),
            _ => {}
        }
    }
    parts
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
