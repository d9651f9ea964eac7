//! Named queries: those of the program, and those that the user has saved.

use super::Failure;
use super::output::deliver;
use etcetera::{BaseStrategy, choose_base_strategy};
use fengong::language::{Speak, message};
use fengong::query::{CATALOGUE, NamedQuery, find_query};
use std::fs;
use std::path::PathBuf;

/// The query of a name. Those of the program outweigh those of the user, which cannot have their names.
pub(super) fn find(name: &str) -> Option<NamedQuery> {
    find_query(name).or_else(|| read(name))
}

/// All queries, in the order of their names, those of the program first.
pub(super) fn all() -> Vec<NamedQuery> {
    let own = CATALOGUE.iter().filter_map(|(name, _)| find_query(name));
    own.chain(saved_names().iter().filter_map(|name| read(name))).collect()
}

/// Saves a query under a name, for this and later runs.
pub(super) fn save(name: &str, text: &str, replace: bool) -> Result<PathBuf, Failure> {
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if !is_name(name) {
        return Err(Failure::usage(message!("「{name}」 is no name for a query; use letters, digits, - and _", name = name)));
    }
    if find_query(name).is_some() {
        return Err(Failure::usage(message!("「{name}」 is a query of the program; choose another name", name = name)));
    }
    let folder = folder().ok_or_else(|| Failure::usage(message!("there is no home directory in which queries could be saved")))?;
    let path = folder.join(format!("{name}.rq"));
    if !replace && fs::read_to_string(&path).is_ok_and(|other| other != text) {
        return Err(Failure::usage(message!(
            "there is another query 「{name}」; put --replace before its name to replace it",
            name = name
        )));
    }
    let unwritable = |error: std::io::Error| message!("{path}: {cause}", path = folder.display(), cause => error.message());
    fs::create_dir_all(&folder).map_err(|error| Failure::usage(unwritable(error)))?;
    deliver(Some(&path), |out| out.write_all(text.as_bytes()).map_err(Failure::usage))?;
    Ok(path)
}

/// Where the user's queries are.
fn folder() -> Option<PathBuf> {
    choose_base_strategy().ok().map(|places| places.config_dir().join("fengong").join("queries"))
}

fn saved_names() -> Vec<String> {
    let Some(files) = folder().and_then(|folder| fs::read_dir(folder).ok()) else { return Vec::new() };
    let stem = |file: fs::DirEntry| file.file_name().to_str().and_then(|name| name.strip_suffix(".rq")).map(str::to_owned);
    let mut names: Vec<String> = files.flatten().filter_map(stem).filter(|name| find_query(name).is_none()).collect();
    names.sort();
    names
}

/// A query of the user. Its words stay for as long as the program runs, as those of the program do.
fn read(name: &str) -> Option<NamedQuery> {
    if name.contains(['/', '\\', '.']) {
        return None;
    }
    let text = fs::read_to_string(folder()?.join(format!("{name}.rq"))).ok()?;
    let mut query = NamedQuery::read(Box::leak(name.to_owned().into_boxed_str()), Box::leak(text.into_boxed_str()));
    if query.title == ("", "") {
        // A query that does not explain itself shows its first line.
        let first = query.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        query.title = (first, first);
    }
    Some(query)
}
