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
    /// Reads a `.safetensors` checkpoint. Throws an `Error` that says what is wrong with the bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Study, JsError> {
        Ok(Self { checkpoint: Checkpoint::from_bytes(bytes)? })
    }
}
