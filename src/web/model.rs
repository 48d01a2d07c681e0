//! The class that loads a checkpoint and runs text.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::trace::EncoderLayers;
use super::{beam_tree, options, trace};
use crate::checkpoint::{DataSource, HeadFile, Metadata, ModelFile};
use crate::config::ModelConfig;
use crate::inference::{Engine, Workspace};
use crate::nn::{AttentionType, RnnType};

/// A loaded checkpoint, ready to run.
#[wasm_bindgen]
pub struct Model {
    shared: Rc<Shared>,
    engine: Engine,
    config: ModelConfig,
    quality: BTreeMap<String, f64>,
    parameters: usize,
}

/// What the heads of a trunk have together.
struct Shared {
    /// That of the first head; the trunk's part of it is that of all.
    metadata: Metadata,
    /// The trunk's id; none of the file of a single model.
    trunk: Option<String>,
    /// Number of the trunk's.
    parameters: usize,
    workspace: RefCell<Workspace>,
    /// What the encoder did for the last text that no intervention changed.
    encoder: RefCell<Option<EncoderLayers>>,
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
    quality: &'a BTreeMap<String, f64>,
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
    /// Reads a `.safetensors` checkpoint: the file of a single model, or of a trunk with that of a head beside it. Throws an
    /// `Error` that says what is wrong with the bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: &[u8], head: Option<Vec<u8>>) -> Result<Model, JsError> {
        let files: Vec<&[u8]> = std::iter::once(bytes).chain(head.as_deref()).collect();
        let file = ModelFile::read_files(&files)?;
        let parameters = file.parameter_count();
        Ok(Self {
            engine: Engine::read(&file),
            config: file.metadata.model.clone(),
            quality: file.metadata.quality.clone(),
            parameters,
            shared: Rc::new(Shared {
                parameters: parameters - file.head_parameter_count(),
                trunk: file.trunk,
                metadata: file.metadata,
                workspace: RefCell::default(),
                encoder: RefCell::default(),
            }),
        })
    }

    /// Another head on the trunk of this model, which both then have together: its weights, and what it did for the last
    /// text, so that run one after the other they take less time than two models. Throws an `Error` that says what is wrong
    /// with the bytes, or that this model is a single file and has no trunk.
    #[wasm_bindgen(js_name = withHead)]
    pub fn with_head(&self, head: &[u8]) -> Result<Model, JsError> {
        let Shared { trunk, parameters, .. } = &*self.shared;
        let Some(trunk) = trunk else {
            return Err(JsError::new("a head: expected a model of a trunk and a head, found a single model"));
        };
        let file = HeadFile::read(head, &self.config, trunk)?;
        Ok(Self {
            shared: Rc::clone(&self.shared),
            engine: self.engine.with_head(&file),
            parameters: parameters + file.parameter_count(),
            config: file.model,
            quality: file.quality,
        })
    }

    /// Sizes, choices and measured quality.
    #[wasm_bindgen(getter, unchecked_return_type = "ModelInfo")]
    pub fn info(&self) -> Result<JsValue, JsError> {
        let Self { config, shared, .. } = self;
        let info = ModelInfo {
            task: &shared.metadata.task,
            rnn_type: config.rnn_type,
            attention: config.attention,
            d_model: config.d_model,
            encoder_layers: config.encoder_layers,
            decoder_layers: config.decoder_layers,
            bidirectional: config.bidirectional,
            parameters: self.parameters,
            quality: &self.quality,
            data: &shared.metadata.data,
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
        let Shared { metadata, workspace, encoder, .. } = &*self.shared;
        let workspace = &mut workspace.borrow_mut();
        let trace = self.engine.run_with(metadata, text, &options, &interventions, workspace)?;
        // Only heads of a trunk have something to hand on, and only what none of them has changed.
        let is_shared = Rc::strong_count(&self.shared) > 1 && interventions.is_none();
        let mut kept = encoder.take().filter(|_| is_shared);
        let trace = trace::to_js(&trace, metadata, room, &mut kept);
        encoder.replace(kept.filter(|_| is_shared));
        trace
    }

    /// The output for `text` without a trace: what [`Model::run`] finds, sooner. Throws as it does.
    #[wasm_bindgen(unchecked_return_type = "Output")]
    pub fn search(
        &mut self,
        text: &str,
        #[wasm_bindgen(unchecked_optional_param_type = "RunOptions")] options: JsValue,
    ) -> Result<JsValue, JsError> {
        let (options, interventions) = options::read(options)?;
        let Shared { metadata, workspace, .. } = &*self.shared;
        let source = metadata.source_ids(text)?;
        let workspace = &mut workspace.borrow_mut();
        let output = self.engine.search_with(&source, &options, &interventions, workspace)?;
        let (text, _) = metadata.target.decode(&output.ids);
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
        let Shared { metadata, workspace, .. } = &*self.shared;
        let workspace = &mut workspace.borrow_mut();
        let tree = self.engine.beam_tree(metadata, text, &options, &interventions, workspace)?;
        beam_tree::to_js(&tree, metadata)
    }
}
