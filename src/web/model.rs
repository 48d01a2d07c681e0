//! The class that loads a checkpoint and runs text.

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{beam_tree, options, trace};
use crate::checkpoint::{Checkpoint, DataSource, Metadata};
use crate::inference::{Engine, Numbers, Workspace};
use crate::nn::{AttentionType, Parameters, RnnType};

/// A loaded checkpoint, ready to run.
#[wasm_bindgen]
pub struct Model {
    metadata: Metadata,
    parameters: usize,
    engine: Engine,
    workspace: Workspace,
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

/// An output without its trace.
#[derive(Serialize)]
struct OutputRecord<'a> {
    output: &'a str,
    ids: &'a [usize],
    complete: bool,
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
        let room = options::room(&options)?;
        let (options, interventions) = options::read(options)?;
        let Self { engine, metadata, workspace, .. } = self;
        trace::to_js(&engine.run_with(metadata, text, &options, &interventions, workspace)?, room)
    }

    /// The output for `text` without a trace: what [`Model::run`] finds, sooner. Throws as it does.
    #[wasm_bindgen(unchecked_return_type = "Output")]
    pub fn search(
        &mut self,
        text: &str,
        #[wasm_bindgen(unchecked_optional_param_type = "RunOptions")] options: JsValue,
    ) -> Result<JsValue, JsError> {
        let (options, interventions) = options::read(options)?;
        let source: Vec<usize> =
            self.metadata.source_tokens(text)?.into_iter().map(|token| token.id).collect();
        let output = self.engine.search_with(&source, &options, &interventions, &mut self.workspace)?;
        let (text, _) = self.metadata.target.decode(&output.ids);
        let record = OutputRecord { output: &text, ids: &output.ids, complete: output.complete };
        Ok(record.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
    }

    /// Everything that the beam of [`Model::run`] weighs for `text`, as a tree. Throws as it does, and for a beam wider
    /// than 16.
    #[wasm_bindgen(js_name = beamTree, unchecked_return_type = "BeamTree")]
    pub fn beam_tree(
        &mut self,
        text: &str,
        #[wasm_bindgen(unchecked_optional_param_type = "RunOptions")] options: JsValue,
    ) -> Result<JsValue, JsError> {
        let (options, interventions) = options::read(options)?;
        let Self { engine, metadata, workspace, .. } = self;
        beam_tree::to_js(&engine.beam_tree(metadata, text, &options, &interventions, workspace)?, metadata)
    }
}
