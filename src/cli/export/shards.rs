//! `fengong export --shards N`: the graph in several packed files, for the loaders of other engines.

use crate::cli::Failure;
use crate::cli::output::readable_by_others;
use fengong::graph::{Graph, ShardsError, write_shards};
use fengong::language::{Language, Speak, message};
use oxigraph::model::GraphName;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Writes the files into a new directory, which is there whole or not at all.
pub(super) fn write(graph: &Graph, only_plan: bool, count: usize, directory: &Path, language: Language) -> Result<(), Failure> {
    let unwritable = |error: io::Error| {
        Failure::usage(
            message!("{path}: {cause}; choose another place with --output", path = directory.display(), cause => error.message()),
        )
    };
    let is_free =
        fs::read_dir(directory).map_or_else(|error| error.kind() == io::ErrorKind::NotFound, |mut entries| entries.next().is_none());
    if !is_free {
        return Err(Failure::usage(message!(
            "{path} is there already; name a directory that is new or empty with --output",
            path = directory.display()
        )));
    }
    let folder = directory.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = tempfile::Builder::new().prefix(".fengong-").tempdir_in(folder).map_err(|error| unwritable(error.kind().into()))?;
    let plans: Vec<GraphName> = graph.plans().map_err(Failure::finding)?.into_iter().map(GraphName::NamedNode).collect();
    let shards = write_shards(graph, |name| !only_plan || plans.contains(name), count, beside.path()).map_err(|error| match error {
        ShardsError::Io(error) => unwritable(error.kind().into()),
        error => Failure::finding(error),
    })?;
    readable_by_others(beside.path(), 0o755).map_err(unwritable)?;
    fs::rename(beside.path(), directory).map_err(unwritable)?;
    // It is in its place: there is nothing left to clear away.
    let _ = beside.keep();
    let message = message!("files: {files}; statements: {quads}; {path}", files = count, quads = shards.quads, path = directory.display());
    writeln!(io::stderr(), "{}", message.say(language)).map_err(Failure::usage)
}
