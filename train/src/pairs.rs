//! Pair files to measure on: input, tab, reference, and where there are more a tab and a reference for each.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::data::pairs::{self, Line};

/// The lines of a file.
pub struct PairFile {
    path: PathBuf,
    /// Each has at least one target.
    pub lines: Vec<Line>,
}

impl PairFile {
    /// Reads a file, as it is or compressed by gzip. An empty column is no reference: tables whose lines have
    /// different numbers of references are filled up with them.
    pub fn read(path: &Path) -> Result<Self> {
        let mut file = Self { path: path.to_path_buf(), lines: pairs::read(path)? };
        for index in 0..file.lines.len() {
            file.lines[index].targets.retain(|target| !target.is_empty());
            let has_one = !file.lines[index].targets.is_empty();
            ensure!(has_one, "{}: expected a reference, found an empty one", file.line_name(index));
        }
        Ok(file)
    }

    /// How a message names the line.
    pub fn line_name(&self, index: usize) -> String {
        format!("{}:{}", self.path.display(), index + 1)
    }
}
