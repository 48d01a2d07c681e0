//! Files of sentence pairs: input, tab, reference, and where there are more a tab and a reference for each.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use flate2::read::MultiGzDecoder;

use crate::files;

/// What a file that gzip wrote begins with.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// The lines of a file.
pub struct PairFile {
    path: PathBuf,
    pub lines: Vec<Line>,
}

pub struct Line {
    pub input: String,
    /// At least one.
    pub references: Vec<String>,
}

impl PairFile {
    /// Reads a file, as it is or compressed by gzip. Empty columns behind the first reference are no references:
    /// tables whose lines differ in their number are filled up with them.
    pub fn read(path: &Path) -> Result<Self> {
        let mut bytes = files::read(path)?;
        if bytes.starts_with(GZIP) {
            let mut plain = Vec::new();
            MultiGzDecoder::new(&*bytes)
                .read_to_end(&mut plain)
                .with_context(|| format!("{}: expected a whole gzip file", path.display()))?;
            bytes = plain;
        }
        let mut file = Self { path: path.to_path_buf(), lines: Vec::new() };
        let bytes = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        ensure!(!bytes.is_empty(), "{}: expected at least one pair", path.display());
        for (index, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
            let line = parse(line).with_context(|| file.line_name(index))?;
            file.lines.push(line);
        }
        Ok(file)
    }

    /// How a message names the line.
    pub fn line_name(&self, index: usize) -> String {
        format!("{}:{}", self.path.display(), index + 1)
    }
}

fn parse(line: &[u8]) -> Result<Line> {
    let line = str::from_utf8(line.strip_suffix(b"\r").unwrap_or(line)).context("expected UTF-8")?;
    let mut columns = line.split('\t');
    match (columns.next(), columns.next()) {
        (Some(input), Some(reference)) if !reference.is_empty() => {
            let more = columns.filter(|column| !column.is_empty());
            let references = [reference].into_iter().chain(more).map(str::to_string).collect();
            Ok(Line { input: input.to_string(), references })
        }
        _ => bail!("expected input, tab, reference, found {line:?}"),
    }
}
