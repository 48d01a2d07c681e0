//! The class that answers what a reader asks who stops at one text.

use wasm_bindgen::prelude::*;

use crate::checkpoint::Checkpoint;

/// A loaded checkpoint with its backward passes. Slower and larger than [`super::Model`], which runs every key press.
#[wasm_bindgen]
pub struct Study {
    pub(super) checkpoint: Checkpoint,
}

#[wasm_bindgen]
impl Study {
    /// Reads a `.safetensors` checkpoint: the file of a single model, or of a trunk with that of a head beside it. Throws an
    /// `Error` that says what is wrong with the bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8], head: Option<Vec<u8>>) -> Result<Study, JsError> {
        let files: Vec<&[u8]> = std::iter::once(bytes).chain(head.as_deref()).collect();
        Ok(Self { checkpoint: Checkpoint::from_files(&files)? })
    }
}
