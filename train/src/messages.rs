//! What the program says besides its results.

use std::fmt::Display;
use std::fs::File;
use std::io::{Write, stderr};
use std::sync::{Mutex, PoisonError};

/// The log of what is being done now.
static LOG: Mutex<Option<File>> = Mutex::new(None);

/// What is said from now on is said in this file too.
pub fn log_to(file: Option<File>) {
    *LOG.lock().unwrap_or_else(PoisonError::into_inner) = file;
}

/// Writes a line to standard error. A training goes on when nobody reads it any more.
pub fn say(message: impl Display) {
    let _ = writeln!(stderr(), "{message}");
    if let Some(log) = LOG.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
        let _ = writeln!(log, "{message}");
    }
}

/// Arguments that are right one by one but not together.
#[derive(Debug)]
pub struct WrongUsage(pub String);

impl WrongUsage {
    /// What an error says, which is the user's.
    pub fn of(error: impl Display) -> Self {
        Self(error.to_string())
    }
}

impl Display for WrongUsage {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for WrongUsage {}
