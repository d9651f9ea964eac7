//! A figure → bytes: DOT and SVG by ourselves, pictures by the Graphviz that is installed.

use super::dot::dot;
use super::figure::Figure;
use crate::language::{Message, Speak, message};
use std::io::{self, Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// A kind of picture that Graphviz makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// SVG.
    Svg,
    /// PDF.
    Pdf,
    /// PNG.
    Png,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum RenderError {
    /// No `dot` on the path.
    NoGraphviz,
    /// `dot` cannot be run.
    Start(io::Error),
    /// `dot` refused, in its own words.
    Refused(String),
    /// `dot` was not ready in time.
    TooLong(Duration),
    /// There is no font with Chinese characters.
    NoFont,
}

impl Speak for RenderError {
    fn message(&self) -> Message {
        match self {
            Self::NoGraphviz => message!(
                "Graphviz is not installed (there is no `dot`): install it (apt install graphviz fonts-noto-cjk), or ask for --format svg or html, which need none"
            ),
            Self::Start(cause) => message!("Graphviz failed: {cause}", cause => cause.message()),
            Self::Refused(said) => message!("Graphviz failed: {cause}", cause = said),
            Self::TooLong(limit) => message!(
                "Graphviz was not ready after {seconds} seconds: draw less (--topic, --section, --unit, --min), or give it longer (--timeout)",
                seconds = limit.as_secs_f64()
            ),
            Self::NoFont => message!(
                "no font with Chinese characters is installed, the picture would show boxes: install one (apt install fonts-noto-cjk), or ask for --format svg or html"
            ),
        }
    }
}

/// How often it is looked whether Graphviz is ready.
const TICK: Duration = Duration::from_millis(5);

/// Whether Graphviz is installed.
pub fn graphviz_is_installed() -> bool {
    Command::new("dot")
        .arg("-V")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The bytes of a picture by Graphviz, which is stopped after a time; `font` is one with Chinese characters.
///
/// # Errors
/// [`RenderError`] where Graphviz is missing, refuses or takes too long.
pub fn graphviz(figure: &Figure, picture: Picture, font: Option<&str>, limit: Duration) -> Result<Vec<u8>, RenderError> {
    // Somewhat denser than common screens, so that words of 9 points stay sharp.
    let (format, density, begins) = match picture {
        Picture::Svg => ("-Tsvg", "-Gdpi=72", &b"<?xml"[..]),
        Picture::Pdf => ("-Tpdf", "-Gdpi=72", &b"%PDF"[..]),
        Picture::Png => ("-Tpng", "-Gdpi=120", &b"\x89PNG"[..]),
    };
    let mut child = Command::new("dot")
        .args([format, density])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| if error.kind() == io::ErrorKind::NotFound { RenderError::NoGraphviz } else { RenderError::Start(error) })?;
    // Each pipe has a thread of its own: a full one would stop the others. They are waited for no longer than the limit either, since what
    // is called `dot` may leave a process behind that keeps them open.
    let dot = dot(figure, font);
    let input = child.stdin.take();
    thread::spawn(move || input.map(|mut input| input.write_all(dot.as_bytes())));
    let (output, errors) = (reading(child.stdout.take()), reading(child.stderr.take()));
    let end = Instant::now() + limit;
    let left = || end.saturating_duration_since(Instant::now());
    let ended = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Ok(status),
            Ok(None) if left().is_zero() => break Err(RenderError::TooLong(limit)),
            Ok(None) => thread::sleep(TICK),
            Err(error) => break Err(RenderError::Start(error)),
        }
    };
    let status = ended.inspect_err(|_| {
        let _ = child.kill();
        let _ = child.wait();
    })?;
    let drawn = output.recv_timeout(left().max(TICK)).map_err(|_| RenderError::TooLong(limit))?;
    let said = errors.recv_timeout(left().max(TICK)).unwrap_or_default();
    if status.success() && drawn.starts_with(begins) {
        return Ok(drawn);
    }
    let said = String::from_utf8_lossy(&said).into_owned();
    Err(RenderError::Refused(said.lines().next().unwrap_or("no output").to_owned()))
}

fn reading(pipe: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What could be read before an error is still worth saying; nobody waits any more for what comes too late.
        let _ = pipe.map(|mut pipe| pipe.read_to_end(&mut bytes));
        let _ = send.send(bytes);
    });
    receive
}
