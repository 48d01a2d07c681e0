//! Files that are either the old ones or the new ones, never half of one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// Writes beside `path` first and then moves the file there; when it returns, the disk has it. A link stays one: the
/// file that it leads to is replaced. What is no file, such as a FIFO or a device, is written to.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    // A link may lead to what is not there yet.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let is_other = fs::symlink_metadata(&place).is_ok_and(|found| !found.is_file());
    let written = if is_other { write_into(&place, bytes) } else { replace(&place, bytes) };
    written.with_context(|| path.display().to_string())
}

fn write_into(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
    file.write_all(bytes)?;
    // Only files can be asked to be on the disk.
    if file.metadata()?.is_file() { file.sync_all() } else { Ok(()) }
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_added_extension("part");
    let write = || {
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        // Without this a crash of the machine could leave a file that has the name and not the contents.
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    let written = write();
    if written.is_err() {
        // A full disk is no better for half a file. What counts is why the write failed.
        let _ = fs::remove_file(&beside);
    }
    written?;
    sync_directory(path)
}

/// Sees to it that the new name of `path` is on the disk as well.
#[cfg(unix)]
fn sync_directory(path: &Path) -> io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
}

/// Windows keeps names without being asked, and opens no directories.
#[cfg(not(unix))]
fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}

/// The whole file.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| path.display().to_string())
}

/// The whole file as text, which has to be UTF-8.
pub fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}
