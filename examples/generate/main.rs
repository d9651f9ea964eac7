//! `cargo run --release --example generate -- --plans 10000 --seed 1 --to DIR`: plans that were never issued, with the truth about them.
//!
//! Each is `NAME.txt`, `NAME.meta.json` and `NAME.json`, the annotation that `fengong eval --docs DIR` takes. Plan `k` of a seed is always the
//! same, however many are asked for.

mod generator;

use clap::{Parser, ValueEnum};
use generator::{Generator, Plan, Size};
use rayon::prelude::*;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// Write made-up work-division plans, with the truth about them
#[derive(Debug, Parser)]
struct Arguments {
    /// How many
    #[arg(long, value_name = "N", default_value_t = 100)]
    plans: u64,
    /// The number that chance begins with
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How large they are
    #[arg(long, value_enum, default_value_t = Sizes::Small)]
    size: Sizes,
    /// The directory for the files, made where it is missing
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

/// Sizes, as they are asked for.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Sizes {
    /// Three to eight tasks, about a thousand statements
    Small,
    /// Fifty tasks in ten chapters, as the plan that comes with the program
    Founding,
}

fn main() -> Result<(), Box<dyn Error>> {
    let Arguments { plans, seed, size, to } = Arguments::parse();
    let size = match size {
        Sizes::Small => Size::Small,
        Sizes::Founding => Size::Founding,
    };
    let generator = Generator::new()?;
    fs::create_dir_all(&to).map_err(|error| format!("{}: {error}", to.display()))?;
    (0..plans).into_par_iter().try_for_each(|number| write(&to, &generator.plan(seed, number, size)))?;
    Ok(())
}

/// Writes the three files of a plan.
fn write(folder: &Path, plan: &Plan) -> Result<(), String> {
    let json = |value: serde_json::Result<String>| value.map(|words| words + "\n").map_err(|error| error.to_string());
    let files = [
        (format!("{}.txt", plan.name), plan.text.clone()),
        (format!("{}.meta.json", plan.name), json(serde_json::to_string_pretty(&plan.metadata))?),
        (format!("{}.json", plan.name), json(serde_json::to_string_pretty(&plan.gold))?),
    ];
    for (name, words) in files {
        let path = folder.join(name);
        fs::write(&path, words).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}
