//! The stages from text to resolved entities as one: made once, it reads any number of plans.

use crate::document::{self, Document, Metadata, MetadataError};
use crate::extract::{self, Extraction, Grammar};
use crate::language::{Message, Speak, message};
use crate::lexicon::{Lexicon, LexiconError};
use crate::resolve::{Resolution, Resolver};
use crate::text::{ReadError, Source};
use std::path::Path;
use std::sync::Arc;

/// All tables compiled for reading.
#[derive(Debug)]
pub struct Reader {
    grammar: Grammar,
    resolver: Resolver,
}

/// What was read from one plan.
#[derive(Debug)]
pub struct Reading {
    /// Short name of the plan in IRIs.
    pub id: String,
    /// What is known beside the text.
    pub metadata: Metadata,
    /// The document.
    pub document: Document,
    /// Its tasks.
    pub extraction: Extraction,
    /// What its names mean.
    pub resolution: Resolution,
}

/// Why a plan was not read.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub enum PlanError {
    /// The file is unreadable or no text.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The metadata beside it is wrong.
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    /// The text assigns nothing.
    NoAssignment {
        /// The file.
        name: String,
    },
}

impl Speak for PlanError {
    fn message(&self) -> Message {
        match self {
            Self::Read(error) => error.message(),
            Self::Metadata(error) => error.message(),
            Self::NoAssignment { name } => message!(
                "{name}: no clause that assigns anything was found (…牵头, …配合, 责任单位：…); is it a work-division plan?",
                name = name
            ),
        }
    }
}

impl Reader {
    /// Compiles the tables of the program with those of `extra`, a directory of the user's.
    ///
    /// # Errors
    /// [`LexiconError`] where a table of the user cannot be read.
    pub fn new(extra: Option<&Path>) -> Result<Self, LexiconError> {
        let mut lexicon = Lexicon::builtin()?;
        if let Some(directory) = extra {
            lexicon.extend(directory)?;
        }
        Ok(Self { grammar: Grammar::new(&lexicon), resolver: Resolver::new(lexicon) })
    }

    /// The tables, for what outlives the reader.
    pub(crate) fn shared_lexicon(&self) -> Arc<Lexicon> {
        self.resolver.shared_lexicon()
    }

    /// The tables.
    pub fn lexicon(&self) -> &Lexicon {
        self.resolver.lexicon()
    }

    /// The stage that resolves names.
    pub const fn resolver(&self) -> &Resolver {
        &self.resolver
    }

    /// Reads a file with the metadata beside it.
    ///
    /// # Errors
    /// [`PlanError`] where the file is unreadable, no text, or assigns nothing.
    pub fn read_file(&self, path: &Path) -> Result<Reading, PlanError> {
        let reading = self.read(Source::read(path)?, Metadata::beside(path)?);
        if reading.extraction.tasks.is_empty() {
            return Err(PlanError::NoAssignment { name: path.display().to_string() });
        }
        Ok(reading)
    }

    /// Reads a text. Never fails: a text that assigns nothing gives a reading without tasks.
    pub fn read(&self, source: Source, metadata: Metadata) -> Reading {
        let id = metadata.id.clone().unwrap_or_else(|| source.hash()[..16].to_owned());
        let document = document::parse(source);
        let extraction = extract::extract(&document, &self.grammar);
        let resolution = self.resolver.resolve(&document, &extraction, &metadata);
        Reading { id, metadata, document, extraction, resolution }
    }
}

impl Reading {
    /// The title in one line.
    pub fn title(&self) -> String {
        self.metadata.title.clone().or_else(|| self.document.title()).unwrap_or_else(|| self.id.clone())
    }

    /// Puts the beginning of the hash of its text into its id, which tells it from other plans of the same id.
    pub fn tell_apart(&mut self) {
        self.id = format!("{}-{}", self.id, &self.document.source.hash()[..8]);
    }

    /// The number of the task's section with those around it: 二（二）.
    pub fn number(&self, task: usize) -> Option<&str> {
        self.extraction.tasks[task].section.map(|section| self.document.sections[section].path.as_str())
    }
}
