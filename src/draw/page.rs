//! A picture as a page: one file that any browser shows without a network, in which one can search, zoom, and read what is behind
//! each part.
//!
//! A diagram in DOT is laid out by the browser with the Graphviz that the page brings along (`vendor/viz-js`); a finished SVG is shown as
//! it is, and then the page is small. What the page holds of the plan is data, never code: JSON that its script reads and shows as text.

mod part;

pub use part::{Part, parts};

use super::place::PlaceError;
use super::svg::svg;
use super::{Figure, dot};
use crate::language::{Language, Message, message};
use crate::text::escape::xml as escaped;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What a page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source<'a> {
    /// A diagram in DOT, whose parts carry their identifiers as `id`. The browser lays it out, with the engine that its `layout` names.
    Dot(&'a str),
    /// A finished SVG, whose parts are `<g id="…">`.
    Svg(&'a str),
}

/// What the script of a page is given.
#[derive(Serialize)]
struct Data<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    dot: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    svg: Option<&'a str>,
    parts: &'a [Part],
    words: Words,
}

/// What the script says.
#[derive(Clone, Serialize)]
struct Words {
    failed: String,
    found: String,
    nothing: String,
    more: String,
}

const PAGE: &str = include_str!("page/page.html");
const STYLE: &str = include_str!("page/page.css");
const VIZ: &str = include_str!("../../vendor/viz-js/viz-global.js");

/// The script, of a file for each thing that it does, so that their names stay their own.
const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("page/camera.js"),
    include_str!("page/parts.js"),
    include_str!("page/panel.js"),
    include_str!("page/search.js"),
    include_str!("page/page.js"),
    "})();\n"
);

/// The page of a figure. What has its places is drawn by ourselves, and the page is small; the rest is laid out by the browser, which
/// bends its edges better.
///
/// # Errors
/// [`PlaceError`] where we are to draw it ourselves and cannot.
pub fn page(figure: &Figure, language: Language) -> Result<String, PlaceError> {
    let title = &figure.caption().title;
    Ok(if figure.is_placed() {
        page_of(title, Source::Svg(&svg(figure)?), &parts(figure), language)
    } else {
        page_of(title, Source::Dot(&dot(figure, None)), &parts(figure), language)
    })
}

/// The page of a picture: its title, what is shown, and what is told of its parts, such as [`parts`] gives for a figure.
pub fn page_of(title: &str, source: Source<'_>, parts: &[Part], language: Language) -> String {
    let say = |words: Message| words.say(language);
    let (dot, svg) = match source {
        Source::Dot(dot) => (Some(dot), None),
        Source::Svg(svg) => (None, Some(svg)),
    };
    let words = Words {
        failed: say(message!("the picture could not be laid out: {cause}")),
        found: say(message!("{count} found")),
        nothing: say(message!("nothing has this name")),
        more: say(message!("{count} more: click to see all")),
    };
    // The script is parsed before Graphviz is, so that the reader is told to wait.
    let viz = if dot.is_some() { element(VIZ) } else { String::new() };
    filled(PAGE, &|name| match name {
        "language" => if language == Language::Zh { "zh-Hans" } else { "en" }.to_owned(),
        "policy" => policy(dot.is_some()),
        "title" => escaped(title),
        "style" => STYLE.to_owned(),
        "data" => embedded(&Data { title, dot, svg, parts, words: words.clone() }),
        "script" => element(SCRIPT),
        "viz" => viz.clone(),
        "no-script" => escaped(&say(message!("This page draws its picture with JavaScript, which is switched off in this browser."))),
        "wait" => escaped(&say(message!("Laying out the picture …"))),
        "search" => escaped(&say(message!("Search names and words"))),
        "hint" => escaped(&say(message!("Point at a line or a box to see what is behind it; click to keep it open."))),
        "closer" => escaped(&say(message!("Zoom in"))),
        "farther" => escaped(&say(message!("Zoom out"))),
        "fit" => escaped(&say(message!("Fit"))),
        "save" => escaped(&say(message!("Save as SVG"))),
        "print" => escaped(&say(message!("Print"))),
        "close" => escaped(&say(message!("Close"))),
        _ => String::new(),
    })
}

/// What the page may do: run its own scripts and nothing else. It may load nothing from anywhere, so that no words of a plan,
/// whatever they are, can reach out of it. Graphviz is WebAssembly, which has to be allowed; styles may stand in the picture.
fn policy(viz: bool) -> String {
    let scripts = if viz { format!("{} {} 'wasm-unsafe-eval'", hash(SCRIPT), hash(VIZ)) } else { hash(SCRIPT) };
    format!("default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'")
}

/// The name by which a policy allows one script.
fn hash(script: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(script)))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let letter = char::from(LETTERS[(bits >> (18 - 6 * at) & 63) as usize]);
            out.push(if at <= three.len() { letter } else { '=' });
        }
    }
    out
}

/// A script of our own as an element: nothing of it may stand between the tags and be hashed differently.
fn element(script: &str) -> String {
    format!("<script>{script}</script>")
}

/// Data inside of a page. No `<` is left, so that nothing in them can end the element or begin a comment.
fn embedded(data: &Data<'_>) -> String {
    // Strings and lists of them always have a JSON.
    serde_json::to_string(data).unwrap_or_default().replace('<', "\\u003c")
}

/// A template with what stands for each `{{name}}`; what is filled in is not read again.
fn filled(template: &str, value: &dyn Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, (name, after))) =
        rest.split_once("{{").and_then(|(before, from)| from.split_once("}}").map(|split| (before, split)))
    {
        out.push_str(before);
        out.push_str(&value(name));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "</script><img src=x onerror=alert(1)><!-- {{data}} \"&'";

    fn hostile() -> Vec<Part> {
        vec![Part { id: "n0".to_owned(), head: HOSTILE.to_owned(), lines: vec![HOSTILE.to_owned()], ..Part::default() }]
    }

    #[test]
    fn hostile_words_stay_words() -> Result<(), Box<dyn std::error::Error>> {
        let small = page_of(HOSTILE, Source::Svg("<svg/>"), &hostile(), Language::En);
        assert!(!small.contains("<img") && !small.contains("<!--"), "{small}");
        assert_eq!(small.matches("</script>").count(), 2, "that of the data and that of the script");
        let data = small.split_once("id=\"ui-data\">").and_then(|(_, from)| from.split_once("</script>")).ok_or("no data")?.0;
        let read: serde_json::Value = serde_json::from_str(data)?;
        assert_eq!(read["parts"][0]["head"], HOSTILE);
        assert_eq!(read["svg"], "<svg/>");
        Ok(())
    }

    #[test]
    fn graphviz_is_there_only_where_something_is_to_be_laid_out() {
        let (small, large) =
            (page_of("图", Source::Svg("<svg/>"), &[], Language::Zh), page_of("图", Source::Dot("digraph{}"), &[], Language::Zh));
        assert!(small.len() < 60_000, "{}", small.len());
        assert!(large.contains(VIZ));
        assert!(!small.contains("wasm-unsafe-eval") && large.contains("wasm-unsafe-eval"));
    }

    #[test]
    fn every_place_of_the_template_is_filled_and_the_same_input_gives_the_same_bytes() {
        for language in [Language::En, Language::Zh] {
            let one = page_of("图", Source::Svg("<svg/>"), &hostile()[..0], language);
            assert!(!one.contains("{{"));
            assert_eq!(one, page_of("图", Source::Svg("<svg/>"), &[], language));
        }
    }

    #[test]
    fn scripts_can_stand_inside_a_page_as_they_are() {
        for script in [SCRIPT, VIZ] {
            let small = script.to_ascii_lowercase();
            // A parser of HTML would end the element, or change these characters and with them the hash.
            assert!(!small.contains("</script") && !small.contains("<!--") && !small.contains(['\r', '\0']));
        }
    }

    #[test]
    fn graphviz_is_the_file_that_was_published() {
        let sum = crate::text::sha256(VIZ);
        assert!(include_str!("../../vendor/viz-js/README.md").contains(&sum), "{sum}");
    }

    #[test]
    fn base64_is_padded() {
        assert_eq!([&b""[..], b"f", b"fo", b"foo", b"foob"].map(base64), ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]);
    }
}
