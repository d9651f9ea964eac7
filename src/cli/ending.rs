//! In which form a file is written or read, by its ending: the same for every command.

use super::Failure;
use super::output::is_special;
use fengong::graph::rdf;
use fengong::language::{Message, message};
use std::path::Path;

/// A form with the endings that tell it, in lower case and without the dot; the first is the usual one. Of two forms with one ending the first has it.
pub(crate) type Endings<F> = (F, &'static [&'static str]);

/// The form that was asked for (`--format`), or that the ending of the output tells; the usual one on standard output, a pipe or a device.
///
/// # Errors
/// [`Failure`] where the ending tells none, or there is no ending.
pub(crate) fn chosen<F: Copy>(asked: Option<F>, output: Option<&Path>, usual: F, forms: &[Endings<F>]) -> Result<F, Failure> {
    match (asked, output) {
        (Some(form), _) => Ok(form),
        (None, None) => Ok(usual),
        (None, Some(path)) if is_special(path) => Ok(usual),
        (None, Some(path)) if path.is_dir() => {
            Err(Failure::usage(message!("{path} is a directory; name a file", path = path.display())))
        }
        (None, Some(path)) => of_file(path, forms).ok_or_else(|| {
            let (path, known) = (path.display(), known(forms));
            Failure::usage(
                message!("{path}: the ending tells no form; known are {known}; or choose the form with --format", path = path, known => known),
            )
        }),
    }
}

/// The form that the ending of a file tells, if it does.
pub(crate) fn of_file<F: Copy>(path: &Path, forms: &[Endings<F>]) -> Option<F> {
    let ending = path.extension()?.to_str()?.to_lowercase();
    forms.iter().find(|(_, endings)| endings.contains(&ending.as_str())).map(|(form, _)| *form)
}

/// The form of RDF that the ending of a file tells.
///
/// # Errors
/// [`Failure`] where it tells none.
pub(crate) fn of_rdf(path: &Path) -> Result<rdf::Format, Failure> {
    let forms: Vec<Endings<rdf::Format>> = rdf::Format::ALL.iter().map(|format| (*format, format.endings())).collect();
    of_file(path, &forms).ok_or_else(|| {
        let (path, known) = (path.display(), known(&forms));
        Failure::usage(message!("{path}: the ending tells no form of RDF; known are {known}", path = path, known => known))
    })
}

/// All endings, each once.
fn known<F>(forms: &[Endings<F>]) -> Message {
    let mut all: Vec<&str> = Vec::new();
    for ending in forms.iter().flat_map(|(_, endings)| *endings) {
        if !all.contains(ending) {
            all.push(ending);
        }
    }
    Message::list(all.iter().map(|ending| format!(".{ending}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMS: &[Endings<char>] = &[('t', &["txt"]), ('m', &["md", "markdown"]), ('x', &["xml"]), ('r', &["rdf", "xml"])];

    fn told(asked: Option<char>, output: Option<&str>) -> Result<char, String> {
        chosen(asked, output.map(Path::new), 't', FORMS).map_err(|failure| match failure {
            Failure::Usage(message) => message.to_string(),
            other => format!("{other:?}"),
        })
    }

    #[test]
    fn what_is_asked_for_outweighs_the_ending_and_the_ending_what_is_usual() {
        assert_eq!(told(Some('r'), Some("a.md")), Ok('r'));
        assert_eq!(told(None, Some("a.b.Markdown")), Ok('m'));
        assert_eq!(told(None, Some("a.xml")), Ok('x'), "the first that has it");
        assert_eq!((told(None, None), told(None, Some("/dev/null"))), (Ok('t'), Ok('t')));
    }

    #[test]
    fn a_refusal_names_every_ending_once() {
        for path in ["a.docx", "a", "台账", ".md", "a."] {
            let said = told(None, Some(path)).expect_err("no form");
            assert_eq!(
                said,
                format!("{path}: the ending tells no form; known are .txt, .md, .markdown, .xml, .rdf; or choose the form with --format")
            );
        }
    }
}
