//! `seqscope recipe`: from nothing to the shipped models.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};

use crate::interruption;
use crate::options::checked;
use crate::recipes::{CHINESE, FRENCH, Kitchen, RECALL, REPEAT, Scale, Stage, Translation, dates};

/// Makes the models of a task as they are shipped, from nothing.
///
/// The directory gets models/, the files with their manifest as `publish` writes them, a directory for each training,
/// the log of each stage in logs/, and recipe.json, which says what is done. The same command goes on where it was
/// interrupted, at whatever moment that was, and ends with the same bytes; so does another run on the same kind of
/// processor.
#[derive(Args)]
pub struct RecipeArguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Six models that read dates: an LSTM with dot, general, concat and concat without tanh, a GRU and an RNN with
    /// general.
    Dates(Place),
    /// Three models that translate English to French: heads with dot, general and concat on one trunk.
    EnFr(Language),
    /// Three models that translate English to Chinese, likewise.
    EnZh(Language),
    /// Three models that recall a number, without attention: an RNN, a GRU and an LSTM.
    Recall(Place),
    /// Four models that repeat a word: an LSTM without attention, and with dot, general and concat.
    Repeat(Place),
}

#[derive(Args)]
struct Language {
    /// The sentence pairs, such as fra.txt or cmn.txt of manythings.org/anki: English, tab, translation on each line.
    #[arg(long)]
    pairs: PathBuf,
    /// A file of texts: none of the words, phrases and nouns that are learned beside the pairs reads as one of its lines.
    #[arg(long)]
    never: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

impl Language {
    fn stages(&self, translation: &Translation) -> Result<Vec<Stage>> {
        let never = self.never.as_deref().map(found).transpose()?;
        Ok(translation.stages(&found(&self.pairs)?, never.as_deref(), Scale(self.place.steps_scale)))
    }
}

#[derive(Args)]
struct Place {
    /// The directory to make them in.
    #[arg(long)]
    out: PathBuf,
    /// Makes every training so many times as long, to try a recipe out. Where it is below 1, less is measured too.
    #[arg(long, default_value_t = 1.0, value_parser = factor)]
    steps_scale: f64,
}

fn factor(text: &str) -> Result<f64, String> {
    checked(text, |&factor| factor > 0.0 && factor <= 100.0, "a number above 0, at most 100")
}

/// `run` runs the program with arguments.
pub fn recipe(arguments: &RecipeArguments, run: impl Fn(&[String]) -> Result<ExitCode>) -> Result<ExitCode> {
    let (place, stages) = match &arguments.task {
        Task::Dates(place) => (place, dates(Scale(place.steps_scale))),
        Task::EnFr(language) => (&language.place, language.stages(&FRENCH)?),
        Task::EnZh(language) => (&language.place, language.stages(&CHINESE)?),
        Task::Recall(place) => (place, RECALL.stages(Scale(place.steps_scale))),
        Task::Repeat(place) => (place, REPEAT.stages(Scale(place.steps_scale))),
    };
    interruption::listen()?;
    Kitchen::open(&place.out, stages)?.finish(run)
}

/// The file from wherever the stages are run.
fn found(path: &Path) -> Result<PathBuf> {
    path.canonicalize().with_context(|| path.display().to_string())
}
