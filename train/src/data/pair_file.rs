//! Files of sentence pairs.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

use crate::files;

/// A source and its translations, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub source: String,
    pub targets: Vec<String>,
}

/// Reads `source, tab, target` lines, gzipped or not; a line may have several targets. A last column that says whom the
/// pair is from, as in the files of manythings.org/anki, is not a target and is left out.
pub fn read(path: &Path) -> Result<Vec<Line>> {
    let bytes = files::read(path)?;
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        MultiGzDecoder::new(&bytes[..])
            .read_to_end(&mut unpacked)
            .with_context(|| format!("{}: cannot be unpacked", path.display()))?;
        unpacked
    } else {
        bytes
    };
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    let line = |(index, line): (usize, &[u8])| {
        let name = || format!("{}:{}", path.display(), index + 1);
        let line = str::from_utf8(line.strip_suffix(b"\r").unwrap_or(line))
            .with_context(|| format!("{}: expected UTF-8", name()))?;
        let mut columns = line.split('\t').map(str::to_string);
        let source = columns.next().unwrap_or_default();
        let mut targets: Vec<String> = columns.collect();
        if targets.len() > 1 && targets.last().is_some_and(|column| is_attribution(column)) {
            targets.pop();
        }
        if targets.is_empty() {
            bail!("{}: expected source, tab, target, found {line:?}", name());
        }
        Ok(Line { source, targets })
    };
    let lines = bytes.split(|&byte| byte == b'\n').enumerate();
    let lines: Vec<_> = if bytes.is_empty() { Vec::new() } else { lines.map(line).collect::<Result<_>>()? };
    ensure!(!lines.is_empty(), "{}: expected at least one pair", path.display());
    Ok(lines)
}

/// Whether a column names the licence and the authors of its pair, such as "CC-BY 2.0 (France) Attribution: tatoeba.org
/// #2877272 (CM) & #1158250 (Wittydev)".
fn is_attribution(column: &str) -> bool {
    let licences = ["CC-BY", "CC BY", "CC0"];
    column.contains("Attribution: ") || licences.iter().any(|licence| column.starts_with(licence))
}

/// The first 16 hexadecimal digits of the SHA-256 of all lines, in their order.
pub fn digest(lines: &[Line]) -> String {
    let mut hash = Sha256::new();
    for line in lines {
        hash.update(&line.source);
        line.targets.iter().for_each(|target| hash.update(format!("\t{target}")));
        hash.update("\n");
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// A file of pairs to measure on: input, tab, reference, and where there are more a tab and a reference for each.
pub struct PairFile {
    path: PathBuf,
    /// Each has at least one target.
    pub lines: Vec<Line>,
}

impl PairFile {
    /// Reads a file, as it is or compressed by gzip. An empty column is no reference: tables whose lines have
    /// different numbers of references are filled up with them.
    pub fn read(path: &Path) -> Result<Self> {
        let mut file = Self { path: path.to_path_buf(), lines: read(path)? };
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
