//! Ending early, so that what has been done is saved.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

/// The exit code of what was interrupted and saved.
pub const EXIT_CODE: u8 = 130;

static ASKED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From the first call on, the first SIGINT or SIGTERM asks the program to save and end, and a second one ends it at once.
pub fn listen() -> io::Result<()> {
    let asked = Arc::new(AtomicBool::new(false));
    if ASKED.set(Arc::clone(&asked)).is_ok() {
        for signal in [SIGINT, SIGTERM] {
            // In this order: the first signal finds the flag not set yet.
            flag::register_conditional_shutdown(signal, i32::from(EXIT_CODE), Arc::clone(&asked))?;
            flag::register(signal, Arc::clone(&asked))?;
        }
    }
    Ok(())
}

/// Whether the program was asked to save and end.
pub fn is_asked() -> bool {
    ASKED.get().is_some_and(|asked| asked.load(Ordering::Relaxed))
}
