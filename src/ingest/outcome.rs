//! What became of the files of a corpus.

use crate::language::Message;

/// What became of a file, or of the plan of a file that is gone.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The name of the file in its corpus.
    pub file: String,
    /// The IRI of its plan, where there is one.
    pub plan: Option<String>,
    /// What happened.
    pub change: Change,
}

/// What happened to a plan.
#[derive(Debug, Clone)]
pub enum Change {
    /// It was not there.
    Added,
    /// Its words, its metadata or the rules had changed.
    Replaced,
    /// It was there as it is.
    Unchanged,
    /// Its file is gone, and so is it.
    Dropped,
    /// It was not taken in; what was there of it is still there.
    Failed(Message),
}

impl Change {
    /// The name for programs.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Replaced => "replaced",
            Self::Unchanged => "unchanged",
            Self::Dropped => "dropped",
            Self::Failed(_) => "failed",
        }
    }
}

/// How often what happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Plans that were not there.
    pub added: usize,
    /// Plans that were replaced.
    pub replaced: usize,
    /// Plans that stayed as they were.
    pub unchanged: usize,
    /// Plans that were dropped.
    pub dropped: usize,
    /// Files that were not taken in.
    pub failed: usize,
    /// Statements of the plans that were read, each as often as it was made.
    pub statements: u64,
    /// Whether it was stopped before the end.
    pub stopped: bool,
}

impl Summary {
    /// Counts one more.
    pub(super) const fn count(&mut self, change: &Change) {
        match change {
            Change::Added => self.added += 1,
            Change::Replaced => self.replaced += 1,
            Change::Unchanged => self.unchanged += 1,
            Change::Dropped => self.dropped += 1,
            Change::Failed(_) => self.failed += 1,
        }
    }
}
