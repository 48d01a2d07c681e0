//! Models of other people: the files that PyTorch writes, turned into a checkpoint of ours.
//!
//! Importing is a conversion. [`inspect`] says what the files hold and what they cannot say, [`convert`] writes the
//! `.safetensors` that the rest of the crate runs as it runs any other, so nothing of this is code that a first map needs.
//! Files are data: nothing in them is executed, and nothing is allocated that they do not hold.

mod check;
mod conversion;
mod error;
mod exported;
mod files;
mod given;
mod infer;
mod inspection;
mod kind;
mod known;
mod names;
mod ours;
mod pickle;
mod recognise;
mod scoring;
mod settings;
mod source;
mod stack;
mod tensor;
pub mod vocabulary;
mod writing;

pub use check::{Check, CheckedRun};
pub use conversion::{TASK, convert, inspect};
pub use error::Error;
pub use given::{NamedBytes, Vocabularies};
pub use inspection::{Finding, Guess, Inspection};
pub use kind::OtherFile;
pub use settings::{AlignOrder, ContextOrder, Scored, Settings, TextForm, TextSettings};
pub use vocabulary::Vocabulary;
