//! metrics.jsonl: one JSON object a line.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::files;

/// One line: a validation, or the steps since the line before or the start of the process.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Metric {
    Validation {
        step: u64,
        validation_loss: f64,
        validation_token_accuracy: f64,
        validation_exact_match: f64,
        /// By the name of its attention, where there are several heads; the figures above are the means over them.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        validation_loss_of_heads: BTreeMap<String, f64>,
        /// Time spent in the run so far, without this validation.
        #[serde(default)]
        seconds: f64,
    },
    Training {
        step: u64,
        /// Mean over the steps since the line before, nats a token.
        loss: f64,
        learning_rate: f64,
        /// The largest since the line before, before clipping.
        gradient_norm: f32,
        /// Target tokens a second, validations not counted.
        words_per_second: f64,
    },
}

impl Metric {
    /// Steps taken when it was measured.
    pub fn step(&self) -> u64 {
        match self {
            Self::Training { step, .. } | Self::Validation { step, .. } => *step,
        }
    }
}

/// The file and what is in it.
pub struct Metrics {
    file: File,
    lines: Vec<Metric>,
}

impl Metrics {
    /// A new file.
    pub fn create(path: &Path) -> Result<Self> {
        let file = File::create(path).with_context(|| path.display().to_string())?;
        Ok(Self { file, lines: Vec::new() })
    }

    /// The file of a run that goes on after `steps`. What was written later is measured again.
    pub fn resume(path: &Path, steps: u64) -> Result<Self> {
        let text = String::from_utf8_lossy(&files::read(path)?).into_owned();
        // The last line may be cut off where the run was killed.
        let lines: Vec<Metric> = text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .filter(|line: &Metric| line.step() <= steps)
            .collect();
        let mut kept = String::new();
        for line in &lines {
            kept.push_str(&serde_json::to_string(line)?);
            kept.push('\n');
        }
        files::write(path, kept.as_bytes())?;
        let file = OpenOptions::new().append(true).open(path).with_context(|| path.display().to_string())?;
        Ok(Self { file, lines })
    }

    pub fn add(&mut self, line: Metric) -> Result<()> {
        writeln!(self.file, "{}", serde_json::to_string(&line)?).context("metrics.jsonl")?;
        self.lines.push(line);
        Ok(())
    }

    pub fn lines(&self) -> &[Metric] {
        &self.lines
    }
}
