//! Files that are either the old ones or the new ones, never half of one.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Writes beside `path` first and then moves the file there.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let beside = path.with_extension("part");
    fs::write(&beside, bytes).with_context(|| beside.display().to_string())?;
    fs::rename(&beside, path).with_context(|| path.display().to_string())
}

/// The whole file.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| path.display().to_string())
}
