//! The class that loads a checkpoint and runs text.

use std::cell::OnceCell;

use js_sys::{Array, Object, Reflect};
use serde::de::Error;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::trace::to_js;
use crate::checkpoint::{Checkpoint, DataSource, Metadata};
use crate::inference::{Engine, Numbers, Workspace};
use crate::nn::{AttentionType, Parameters, RnnType};
use crate::search::SearchOptions;

/// A loaded checkpoint, ready to run.
#[wasm_bindgen]
pub struct Model {
    pub(super) metadata: Metadata,
    parameters: usize,
    pub(super) engine: Engine,
    pub(super) workspace: Workspace,
    /// The file, for what the engine has no weights for.
    bytes: Box<[u8]>,
    /// The same model in ndarray, once something asks for it: it takes four times the room of the file.
    checkpoint: OnceCell<Checkpoint>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ModelInfo<'a> {
    task: &'a str,
    rnn_type: RnnType,
    attention: AttentionType,
    d_model: usize,
    encoder_layers: usize,
    decoder_layers: usize,
    bidirectional: bool,
    parameters: usize,
    quality: &'a std::collections::BTreeMap<String, f64>,
    data: &'a DataSource,
}

/// The fields of [`RunOptions`].
const OPTIONS: [&str; 3] = ["beam", "prefix", "candidates"];

#[derive(Deserialize)]
#[serde(default)]
struct RunOptions {
    beam: usize,
    prefix: Vec<usize>,
    candidates: usize,
}

impl Default for RunOptions {
    fn default() -> Self {
        let SearchOptions { beam, prefix, candidates, .. } = SearchOptions::default();
        Self { beam, prefix, candidates }
    }
}

/// An output without its trace.
#[derive(Serialize)]
struct OutputRecord<'a> {
    output: &'a str,
    ids: &'a [usize],
    complete: bool,
}

impl RunOptions {
    fn search_options(self) -> SearchOptions {
        let Self { beam, prefix, candidates } = self;
        SearchOptions { beam, prefix, candidates, ..SearchOptions::default() }
    }

    fn from_js(options: JsValue) -> Result<Self, JsError> {
        if options.is_undefined() {
            return Ok(Self::default());
        }
        let named = |error: serde_wasm_bindgen::Error| {
            let error = js_sys::Error::from(JsValue::from(error));
            JsError::new(&format!("options: {}", error.message()))
        };
        // serde-wasm-bindgen would ask what is no object for its iterator, and say only that it could not.
        let prefix = Reflect::get(&options, &"prefix".into()).unwrap_or_default();
        if !prefix.is_undefined() && !Array::is_array(&prefix) {
            return Err(JsError::new("options: prefix: expected an array of ids"));
        }
        let read: Self = serde_wasm_bindgen::from_value(options.clone()).map_err(named)?;
        // serde-wasm-bindgen asks an object for the fields of a struct and never sees the others, so a misspelt
        // option would be passed over.
        for name in Object::keys(&options.into()).iter().filter_map(|name| name.as_string()) {
            if !OPTIONS.contains(&name.as_str()) {
                return Err(named(Error::unknown_field(&name, &OPTIONS)));
            }
        }
        Ok(read)
    }
}

impl Model {
    /// The model with its backward passes, for what is asked less often than a key is pressed.
    pub(super) fn checkpoint(&self) -> Result<&Checkpoint, JsError> {
        match self.checkpoint.get() {
            Some(checkpoint) => Ok(checkpoint),
            None => {
                let checkpoint = Checkpoint::from_bytes(&self.bytes)?;
                Ok(self.checkpoint.get_or_init(|| checkpoint))
            }
        }
    }
}

#[wasm_bindgen]
impl Model {
    /// Reads a `.safetensors` checkpoint. Throws an `Error` that says what is wrong with the bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8]) -> Result<Model, JsError> {
        let Checkpoint { metadata, model } = Checkpoint::from_bytes(bytes)?;
        let numbers = if Checkpoint::has_8_bits(bytes) { Numbers::I8 } else { Numbers::F32 };
        Ok(Self {
            metadata,
            parameters: model.parameter_count(),
            engine: Engine::new(&model, numbers),
            workspace: Workspace::default(),
            bytes: bytes.into(),
            checkpoint: OnceCell::new(),
        })
    }

    /// Sizes, choices and measured quality.
    #[wasm_bindgen(getter, unchecked_return_type = "ModelInfo")]
    pub fn info(&self) -> Result<JsValue, JsError> {
        let Metadata { model: config, .. } = &self.metadata;
        let info = ModelInfo {
            task: &self.metadata.task,
            rnn_type: config.rnn_type,
            attention: config.attention,
            d_model: config.d_model,
            encoder_layers: config.encoder_layers,
            decoder_layers: config.decoder_layers,
            bidirectional: config.bidirectional,
            parameters: self.parameters,
            quality: &self.metadata.quality,
            data: &self.metadata.data,
        };
        Ok(info.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
    }

    /// Runs `text` and returns what was observed. Throws an `Error` for text or options that cannot be run.
    #[wasm_bindgen(unchecked_return_type = "Trace")]
    pub fn run(
        &mut self,
        text: &str,
        #[wasm_bindgen(unchecked_optional_param_type = "RunOptions")] options: JsValue,
    ) -> Result<JsValue, JsError> {
        let options = RunOptions::from_js(options)?.search_options();
        to_js(&self.engine.run(&self.metadata, text, &options, &mut self.workspace)?)
    }

    /// The output for `text` without a trace: what [`Model::run`] finds, sooner. Throws as it does.
    #[wasm_bindgen(unchecked_return_type = "Output")]
    pub fn search(
        &mut self,
        text: &str,
        #[wasm_bindgen(unchecked_optional_param_type = "RunOptions")] options: JsValue,
    ) -> Result<JsValue, JsError> {
        let options = RunOptions::from_js(options)?.search_options();
        let source: Vec<usize> =
            self.metadata.source_tokens(text)?.into_iter().map(|token| token.id).collect();
        let output = self.engine.search(&source, &options, &mut self.workspace)?;
        let (text, _) = self.metadata.target.decode(&output.ids);
        let record = OutputRecord { output: &text, ids: &output.ids, complete: output.complete };
        Ok(record.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
    }
}
