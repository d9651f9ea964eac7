//! DOT → picture, by the Graphviz that is installed.

use super::dot::Diagram;
use crate::language::{Message, Speak, message};
use graphviz_rust::cmd::{CommandArg, Format};
use std::io;

/// A kind of picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// The DOT language itself; needs no Graphviz.
    Dot,
    /// SVG.
    Svg,
    /// PDF.
    Pdf,
    /// PNG.
    Png,
}

impl Speak for RenderError {
    fn message(&self) -> Message {
        match self {
            Self::NoGraphviz => message!(
                "Graphviz is not installed (there is no `dot`): install it (apt install graphviz fonts-noto-cjk), or ask for --format dot"
            ),
            Self::Graphviz(cause) => message!("Graphviz failed: {cause}", cause => cause.message()),
        }
    }
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum RenderError {
    /// No `dot` on the path.
    NoGraphviz,
    /// `dot` refused.
    Graphviz(io::Error),
}

/// The bytes of the picture.
///
/// # Errors
/// [`RenderError`] where a picture is asked for and Graphviz is missing or fails.
pub fn render(diagram: &Diagram, picture: Picture) -> Result<Vec<u8>, RenderError> {
    let format = match picture {
        Picture::Dot => return Ok(diagram.to_dot().into_bytes()),
        Picture::Svg => Format::Svg,
        Picture::Pdf => Format::Pdf,
        Picture::Png => Format::Png,
    };
    graphviz_rust::exec_dot(diagram.to_dot(), vec![CommandArg::Format(format)]).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => RenderError::NoGraphviz,
        _ => RenderError::Graphviz(error),
    })
}
