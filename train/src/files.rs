//! Files that are either the old ones or the new ones, never half of one.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Writes beside `path` first and then moves the file there.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let beside = path.with_added_extension("part");
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // A full disk is no better for half a file. What counts is why the write failed.
        let _ = fs::remove_file(&beside);
    }
    written.with_context(|| path.display().to_string())
}

/// The whole file.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| path.display().to_string())
}
