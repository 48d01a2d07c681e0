//! The directory that a recipe is made in: which of its stages are done, and a log of each.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::stage::Stage;
use crate::messages::{log_to, say};
use crate::{files, interruption};

/// What has been done.
const RECORD: &str = "recipe.json";
/// The logs, by stage.
const LOGS: &str = "logs";
/// What a training goes on from, in its directory.
const STATE: &str = "checkpoint.safetensors";

/// A recipe in the making.
pub struct Kitchen {
    directory: PathBuf,
    record: Record,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Record {
    /// All of them, in their order.
    stages: Vec<Stage>,
    /// How many are done.
    done: usize,
}

impl Kitchen {
    /// The recipe of `stages` in `directory`: a new one, or one that was begun with the same stages.
    pub fn open(directory: &Path, stages: Vec<Stage>) -> Result<Self> {
        let path = directory.join(RECORD);
        let record = if path.exists() {
            let found: Record =
                serde_json::from_slice(&files::read(&path)?).with_context(|| path.display().to_string())?;
            if let Some((name, was, is)) = first_difference(&found.stages, &stages) {
                bail!(
                    "{}: a recipe with other stages was begun here; {name}: expected `{is}`, found `{was}`",
                    path.display()
                );
            }
            found
        } else {
            Record { stages, done: 0 }
        };
        fs::create_dir_all(directory.join(LOGS)).with_context(|| directory.display().to_string())?;
        let directory = directory.canonicalize().with_context(|| directory.display().to_string())?;
        let kitchen = Self { directory, record };
        kitchen.write_record()?;
        Ok(kitchen)
    }

    fn write_record(&self) -> Result<()> {
        let record = format!("{}\n", serde_json::to_string_pretty(&self.record)?);
        files::write(&self.directory.join(RECORD), record.as_bytes())
    }

    /// Does what is left to do. `run` runs the program with arguments, in the directory of the recipe.
    pub fn finish(&mut self, run: impl Fn(&[String]) -> Result<ExitCode>) -> Result<ExitCode> {
        std::env::set_current_dir(&self.directory).with_context(|| self.directory.display().to_string())?;
        while let Some(stage) = self.record.stages.get(self.record.done) {
            let arguments = with_beginning(stage);
            let log = Path::new(LOGS).join(format!("{}.log", stage.name.replace(' ', "-")));
            let file = OpenOptions::new().create(true).append(true).open(&log);
            log_to(Some(file.with_context(|| log.display().to_string())?));
            let (number, all) = (self.record.done + 1, self.record.stages.len());
            say(format_args!("stage {number} of {all}, {}: seqscope {}", stage.name, arguments.join(" ")));
            let code = run(&arguments).with_context(|| stage.name.clone())?;
            if code != ExitCode::SUCCESS || interruption::is_asked() {
                return Ok(ExitCode::from(interruption::EXIT_CODE));
            }
            log_to(None);
            self.record.done += 1;
            self.write_record()?;
        }
        say(format_args!("{}: all {} stages are done", self.directory.display(), self.record.done));
        Ok(ExitCode::SUCCESS)
    }
}

/// A training goes on from its state; what is left of one that has none yet is replaced.
fn with_beginning(stage: &Stage) -> Vec<String> {
    let mut arguments = stage.arguments.clone();
    if let Some(directory) = stage.option("--out").filter(|_| stage.is_training()) {
        let has_state = Path::new(directory).join(STATE).exists();
        arguments.push(if has_state { "--resume" } else { "--overwrite" }.to_string());
    }
    arguments
}

/// The name of the first stage that is not the same, and its command there and here.
fn first_difference(found: &[Stage], expected: &[Stage]) -> Option<(String, String, String)> {
    let longest = found.len().max(expected.len());
    let place = (0..longest).find(|&place| found.get(place) != expected.get(place))?;
    let name = expected.get(place).or(found.get(place)).map_or_else(String::new, |stage| stage.name.clone());
    let command = |stages: &[Stage]| {
        stages.get(place).map_or_else(|| "nothing".to_string(), |stage| stage.arguments.join(" "))
    };
    Some((name, command(found), command(expected)))
}
