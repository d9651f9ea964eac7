//! **lexicon**: what the program knows of the world and of the language of plans.
//!
//! Every table is a tab-separated file under `data/lexicon/`, compiled into the binary and read by
//! a non-programmer: `#` begins a comment, the first row names the columns, `|` divides several
//! values in one cell. A directory given by the user adds rows to the tables of the same names.
//! No table knows of any one plan.

mod phrases;
mod questions;
mod rows;
mod shelf;
mod table;

pub use phrases::{Hit, Phrases};
pub use questions::{English, Example, Wording, Words};
pub use rows::{
    Body, Cluster, Department, Developing, DevelopingKind, Division, DivisionLevel, Ending, Extent, Function, Group, GroupKind, Industry,
    IndustryClass, Label, LabelKind, Landmark, Level, Notation, NotationForm, Port, PortKind, Position, Region, Role, Succession, Topic,
    Vertical, Zone, ZoneKind,
};
pub use shelf::{Shapes, Shelf, levels};
pub use table::LexiconError;

use std::path::Path;
use table::{add, builtin};

/// All tables.
#[derive(Debug, Clone)]
pub struct Lexicon {
    /// Administrative divisions of the whole country, GB/T 2260.
    pub divisions: Vec<Division>,
    /// Short forms of divisions that are also ordinary words or shared by several divisions.
    pub ambiguous_places: Vec<rows::Ambiguous>,
    /// Plains, ranges, rivers, macro regions, countries.
    pub regions: Vec<Region>,
    /// Border ports, seaports, river ports.
    pub ports: Vec<Port>,
    /// City clusters known nationally.
    pub clusters: Vec<Cluster>,
    /// Endings that make the name of something else out of a place's name (机场, 煤田, 海关).
    pub landmarks: Vec<Landmark>,
    /// Endings of planned areas that a plan itself names (生态治理区, 产业带, 城市群).
    pub zones: Vec<Zone>,
    /// The scheme of industries and products.
    pub industries: Vec<Industry>,
    /// The national classification of industries, GB/T 4754-2017.
    pub industry_classes: Vec<IndustryClass>,
    /// The scheme of policy themes.
    pub topics: Vec<Topic>,
    /// Words by which a plan says that a place develops an industry.
    pub developing: Vec<Developing>,
    /// Function classes of departments.
    pub functions: Vec<Function>,
    /// Departments of government: stem and endings.
    pub departments: Vec<Department>,
    /// What became of departments in the reforms.
    pub successions: Vec<Succession>,
    /// Units with a name of their own.
    pub bodies: Vec<Body>,
    /// Shapes of names that carry their own jurisdiction.
    pub vertical: Vec<Vertical>,
    /// What a unit's name may end in.
    pub endings: Vec<Ending>,
    /// Level prefixes that are inherited through a list.
    pub levels: Vec<Level>,
    /// Words of unspecific parties.
    pub groups: Vec<Group>,
    /// The words that assign.
    pub notations: Vec<Notation>,
    /// Labels that name no units.
    pub labels: Vec<Label>,
    /// The words of questions.
    pub questions: Vec<Words>,
    /// Established English names.
    pub english: Vec<English>,
    /// Questions that can be asked.
    pub examples: Vec<Example>,
}

macro_rules! tables {
    ($($field:ident $file:literal),* $(,)?) => {
        impl Lexicon {
            /// The tables that are compiled in.
            ///
            /// # Errors
            /// [`LexiconError`] if a table of the program is broken, which its tests exclude.
            pub fn builtin() -> Result<Self, LexiconError> {
                Ok(Self { $($field: builtin($file, include_str!(concat!("../../data/lexicon/", $file)))?),* })
            }

            /// The texts of the tables that are compiled in, with the names of their files.
            pub fn texts() -> &'static [(&'static str, &'static str)] {
                &[$(($file, include_str!(concat!("../../data/lexicon/", $file)))),*]
            }

            /// Adds the rows of the tables found in `directory`; tables that are not there stay as they are.
            ///
            /// # Errors
            /// [`LexiconError`] where the directory or a table cannot be read, or holds a file that is no table's.
            pub fn extend(&mut self, directory: &Path) -> Result<(), LexiconError> {
                table::check_names(directory, &[$($file),*])?;
                $(add(&mut self.$field, directory, $file)?;)*
                Ok(())
            }
        }
    };
}

tables! {
    divisions "divisions.tsv",
    ambiguous_places "ambiguous-places.tsv",
    regions "regions.tsv",
    ports "ports.tsv",
    clusters "city-clusters.tsv",
    landmarks "landmarks.tsv",
    zones "zones.tsv",
    industries "industries.tsv",
    industry_classes "gbt4754.tsv",
    topics "topics.tsv",
    developing "developing.tsv",
    functions "functions.tsv",
    departments "departments.tsv",
    successions "successions.tsv",
    bodies "bodies.tsv",
    vertical "vertical.tsv",
    endings "unit-endings.tsv",
    levels "levels.tsv",
    groups "groups.tsv",
    notations "notations.tsv",
    labels "labels.tsv",
    questions "questions.tsv",
    english "english.tsv",
    examples "example-questions.tsv",
}
