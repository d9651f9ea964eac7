//! Where results go: standard output, or a file that is whole or not there.

use super::{Failure, language};
use fengong::language::{Speak, message};
use serde::Serialize;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Lets `write` make the output, and delivers it whole to `path`, or to standard output without one. A file is written beside and renamed.
///
/// # Errors
/// [`Failure`] where `write` fails or the place cannot be written; then nothing was written, and an old file is still there.
pub(crate) fn deliver<T>(path: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> Result<T, Failure>) -> Result<T, Failure> {
    let mut output = Vec::new();
    let value = write(&mut output)?;
    match path {
        Some(path) => to_file(path, &output)?,
        None => {
            let mut out = UntilClosed(io::stdout().lock());
            let failed = |error: io::Error| Failure::usage(message!("standard output: {cause}", cause => error.message()));
            out.write_all(&output).and_then(|()| out.flush()).map_err(failed)?;
        }
    }
    Ok(value)
}

/// The same for an output that is too large to be made first: a file is still whole or not there, standard output is written as it comes.
///
/// # Errors
/// [`Failure`] where `write` fails or the place cannot be written.
pub(crate) fn deliver_stream(path: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>) -> Result<(), Failure> {
    match path {
        Some(path) => beside(path, |file| write(file)),
        None => write(&mut UntilClosed(io::stdout().lock())),
    }
}

/// Whether files are called as they were asked for; where they are not, it is told in any case how they are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Called {
    AsAsked,
    Otherwise,
}

/// Delivers several files that belong together: none is put in its place before all are written whole. Devices and pipes, which cannot be taken back,
/// come last.
///
/// # Errors
/// [`Failure`] where one cannot be written; the old files are still there.
pub(crate) fn deliver_together(files: &[(PathBuf, Vec<u8>)], called: Called) -> Result<(), Failure> {
    let mut begun = Vec::new();
    let (special, ordinary): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| is_special(path));
    for (path, bytes) in ordinary {
        let mut file = begin(path)?;
        file.write_all(bytes).map_err(|error| unwritable(path, &error))?;
        begun.push((file, path));
    }
    for (file, path) in begun {
        match called {
            Called::AsAsked => finish(file, path)?,
            Called::Otherwise => {
                put(file, path)?;
                tell_of_file(path);
            }
        }
    }
    special.into_iter().try_for_each(|(path, bytes)| to_file(path, bytes))
}

/// Writes a value as JSON that people can read.
///
/// # Errors
/// [`Failure`] where `out` cannot be written.
pub(crate) fn write_json(value: &impl Serialize, out: &mut dyn Write) -> Result<(), Failure> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(io::Error::from).and_then(|()| writeln!(out)).map_err(Failure::usage)
}

fn to_file(path: &Path, output: &[u8]) -> Result<(), Failure> {
    beside(path, |file| file.write_all(output).map_err(|error| unwritable(path, &error)))
}

/// Only the kind of an error: its own words name the temporary file.
fn unwritable(path: &Path, error: &io::Error) -> Failure {
    let kind = io::Error::from(error.kind());
    Failure::usage(message!("{path}: {cause}; choose another place with --output", path = path.display(), cause => kind.message()))
}

/// Writes a file beside `path` and renames it.
fn beside(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<(), Failure>) -> Result<(), Failure> {
    if is_special(path) {
        let mut file = fs::OpenOptions::new().write(true).open(path).map_err(|error| unwritable(path, &error))?;
        write(&mut file)?;
        return file.flush().map_err(|error| unwritable(path, &error));
    }
    let mut beside = begin(path)?;
    write(&mut beside)?;
    finish(beside, path)
}

/// Whether a path is a device or a pipe, as /dev/stdout may be: it is written to, and never replaced by a file.
pub(crate) fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir())
}

/// Begins a file beside `path`; it vanishes unless it is finished.
pub(crate) fn begin(path: &Path) -> Result<NamedTempFile, Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if is_special(path) {
        return Err(Failure::usage(message!("{path} is no ordinary file; name another", path = path.display())));
    }
    if path.is_dir() {
        return Err(Failure::usage(message!("{path} is a directory; name a file", path = path.display())));
    }
    if !folder.is_dir() {
        return Err(Failure::usage(message!(
            "{path}: {folder} is no directory; make it, or choose another place with --output",
            path = path.display(),
            folder = folder.display()
        )));
    }
    tempfile::Builder::new().prefix(".fengong-").tempfile_in(folder).map_err(|error| unwritable(path, &error))
}

/// Puts a file that was begun in its place, and tells so to whoever looks.
pub(crate) fn finish(beside: NamedTempFile, path: &Path) -> Result<(), Failure> {
    put(beside, path)?;
    if io::stderr().is_terminal() {
        tell_of_file(path);
    }
    Ok(())
}

/// Tells that a file was written.
fn tell_of_file(path: &Path) {
    eprintln!("{}", message!("written to {path}", path = path.display()).say(language::spoken()));
}

fn put(mut beside: NamedTempFile, path: &Path) -> Result<(), Failure> {
    let unwritable = |error: io::Error| unwritable(path, &error);
    beside.flush().map_err(unwritable)?;
    readable_by_others(beside.path(), 0o644).map_err(unwritable)?;
    beside.persist(path).map_err(|error| unwritable(error.error))?;
    Ok(())
}

/// Standard output until its reader has seen enough: a closed pipe (`| head`) ends the program, and is no failure.
pub(super) struct UntilClosed<W>(pub(super) W);

impl<W: Write> Write for UntilClosed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        end_if_closed(self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        end_if_closed(self.0.flush())
    }
}

fn end_if_closed<T>(result: io::Result<T>) -> io::Result<T> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        other => other,
    }
}

/// Temporary files are private; a result has the permissions that a file usually has.
#[cfg(unix)]
pub(super) fn readable_by_others(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
pub(super) fn readable_by_others(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

/// The width for tables, in columns: that of the terminal, or of a page where the output is none.
pub(crate) fn table_width() -> Option<u16> {
    const PAGE: u16 = 140;
    let terminal = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
    Some(terminal.map_or(PAGE, |(width, _)| width.0))
}
