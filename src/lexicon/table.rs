//! Reading one table.

use crate::language::{Message, Speak, message};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Why a table cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum LexiconError {
    /// The directory or file cannot be read.
    Io {
        /// What was to be read.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A row does not fit the table.
    Row {
        /// The table.
        name: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        cause: Message,
    },
    /// A `.tsv` file that is none of the tables.
    Unknown {
        /// The file.
        path: PathBuf,
        /// The table whose name is most like it.
        nearest: &'static str,
    },
}

impl Speak for LexiconError {
    fn message(&self) -> Message {
        match self {
            Self::Io { path, cause } => message!("lexicon {path}: {cause}", path = path.display(), cause => cause.message()),
            Self::Row { name, line, cause } => message!(
                "lexicon {name}, line {line}: {cause}; a table is tab-separated, its first row names the columns (see data/lexicon/README.md)",
                name = name,
                line = line,
                cause => cause.clone()
            ),
            Self::Unknown { path, nearest } => message!(
                "lexicon {path}: there is no table of this name; the nearest is {nearest}",
                path = path.display(),
                nearest = nearest
            ),
        }
    }
}

/// A type that is one row of a table.
pub(super) trait Row: Sized {
    /// The columns that it needs, in the order in which [`Row::read`] takes their cells.
    const COLUMNS: &'static [&'static str];

    /// Makes a row of its cells.
    fn read(cells: &[&'static str]) -> Result<Self, Message>;
}

/// A type that is one cell.
pub(super) trait Cell: Sized {
    /// Makes a value of the cell's words.
    fn read(words: &'static str) -> Result<Self, Message>;
}

impl Cell for &'static str {
    fn read(words: &'static str) -> Result<Self, Message> {
        Ok(words)
    }
}

impl Cell for Vec<&'static str> {
    fn read(words: &'static str) -> Result<Self, Message> {
        Ok(words.split('|').map(str::trim).filter(|value| !value.is_empty()).collect())
    }
}

impl Cell for Option<f64> {
    fn read(words: &'static str) -> Result<Self, Message> {
        match words {
            "" => Ok(None),
            _ => words.parse().map(Some).map_err(|_| message!("「{words}」 is no number", words = words)),
        }
    }
}

/// Declares the type of a table's rows: each field is the column of its name.
macro_rules! row {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $column:ident: $cell:ty),* $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone)]
        pub struct $name { $($(#[$doc])* pub $column: $cell),* }

        impl Row for $name {
            const COLUMNS: &'static [&'static str] = &[$(stringify!($column)),*];

            fn read(cells: &[&'static str]) -> Result<Self, Message> {
                let mut cells = cells.iter().copied();
                $(let $column = Cell::read(cells.next().unwrap_or_default())?;)*
                Ok(Self { $($column),* })
            }
        }
    };
}

/// Declares how the values of an enumeration are written in a cell.
macro_rules! words_of_cell {
    ($name:ident { $($variant:ident $word:literal),* $(,)? }) => {
        impl Cell for $name {
            fn read(words: &'static str) -> Result<Self, Message> {
                match words {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(message!("「{words}」 is none of {fitting}", words = words, fitting => Message::list([$($word),*]))),
                }
            }
        }
    };
}

pub(super) use {row, words_of_cell};

/// Reads a table: `#` begins a comment line, the first other line names the columns, cells are divided by tabs.
fn rows<T: Row>(name: &str, text: &'static str) -> Result<Vec<T>, LexiconError> {
    let error = |line: usize, cause: Message| LexiconError::Row { name: name.to_owned(), line: line + 1, cause };
    let text = text.trim_start_matches('\u{FEFF}');
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    let Some((at, head)) = lines.next() else { return Ok(Vec::new()) };
    let columns: Vec<&str> = head.split('\t').map(str::trim).collect();
    let missing = |column: &str| error(at, message!("there is no column {name}", name = column));
    let find = |column: &&str| columns.iter().position(|other| other == column).ok_or_else(|| missing(column));
    let places: Vec<usize> = T::COLUMNS.iter().map(find).collect::<Result<_, _>>()?;
    let mut cells: Vec<&'static str> = Vec::with_capacity(columns.len());
    let mut wanted: Vec<&'static str> = Vec::with_capacity(places.len());
    let mut rows = Vec::with_capacity(text.len() / 64);
    for (at, line) in lines {
        cells.clear();
        cells.extend(line.split('\t').map(str::trim));
        if cells.len() > columns.len() {
            let cause = message!("{cells} cells where the head has {columns} columns", cells = cells.len(), columns = columns.len());
            return Err(error(at, cause));
        }
        wanted.clear();
        wanted.extend(places.iter().map(|place| cells.get(*place).copied().unwrap_or_default()));
        rows.push(T::read(&wanted).map_err(|cause| error(at, cause))?);
    }
    Ok(rows)
}

/// The rows of a table that is compiled in.
pub(super) fn builtin<T: Row>(name: &str, text: &'static str) -> Result<Vec<T>, LexiconError> {
    rows(name, text)
}

/// Adds the rows of `directory/name`, if there is such a file. Tables live as long as the program, so their text is never freed.
pub(super) fn add<T: Row>(table: &mut Vec<T>, directory: &Path, name: &str) -> Result<(), LexiconError> {
    let path = directory.join(name);
    match fs::read_to_string(&path) {
        Ok(text) => {
            table.extend(rows::<T>(&path.display().to_string(), text.leak())?);
            Ok(())
        }
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(cause) => Err(LexiconError::Io { path, cause }),
    }
}

/// Refuses a misspelt table, which would otherwise be passed over in silence.
pub(super) fn check_names(directory: &Path, known: &[&'static str]) -> Result<(), LexiconError> {
    let io = |cause| LexiconError::Io { path: directory.to_owned(), cause };
    for entry in fs::read_dir(directory).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.ends_with(".tsv") && !known.contains(&name) {
            let nearest = known.iter().max_by(|a, b| strsim::jaro(a, name).total_cmp(&strsim::jaro(b, name)));
            return Err(LexiconError::Unknown { nearest: nearest.copied().unwrap_or_default(), path });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::lexicon::{Lexicon, LexiconError};
    use std::fs;

    #[test]
    fn the_tables_of_the_program_are_whole() {
        Lexicon::builtin().expect("every table compiled in can be read");
    }

    #[test]
    fn a_directory_of_the_user_adds_rows_and_misspelt_tables_are_named() -> Result<(), Box<dyn std::error::Error>> {
        let directory = tempfile::tempdir()?;
        fs::write(directory.path().join("zones.tsv"), "# 自有\nending\tkind\n循环经济走廊\tindustry-belt\n")?;
        let mut lexicon = Lexicon::builtin()?;
        let before = lexicon.zones.len();
        lexicon.extend(directory.path())?;
        assert_eq!(lexicon.zones.len(), before + 1);

        fs::write(directory.path().join("zone.tsv"), "ending\tkind\n")?;
        let error = lexicon.extend(directory.path()).expect_err("a misspelt table is refused");
        assert!(matches!(error, LexiconError::Unknown { nearest: "zones.tsv", .. }), "{error}");
        fs::remove_file(directory.path().join("zone.tsv"))?;
        fs::write(directory.path().join("zones.tsv"), "ending\tkind\n走廊\tno-such-kind\n")?;
        let error = lexicon.extend(directory.path()).expect_err("a kind that does not exist is refused");
        assert!(error.to_string().contains("zones.tsv"), "{error}");
        Ok(())
    }
}
