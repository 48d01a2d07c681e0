//! Recipes: from nothing to shipped models, as lists of stages.
//!
//! A stage is a command of this program with its arguments, so that any of them can be run by hand too. What has been
//! done is written down after each stage; a stage that was interrupted is done again, a training goes on where it was.

mod dates;
mod kitchen;
mod languages;
mod memory;
mod stage;

pub use dates::dates;
pub use kitchen::Kitchen;
pub use languages::{CHINESE, FRENCH, Translation};
pub use memory::{RECALL, REPEAT};
pub use stage::{Scale, Stage};
