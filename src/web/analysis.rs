//! What is derived about a run, as JavaScript sees it.

use ndarray::ArrayView2;
use wasm_bindgen::prelude::*;

use super::study::Study;
use super::tensor::{integers, list, numbers, object, tensor};
use crate::analysis::{self, DropoutSite, PaddedSentence, Place, Reading};
use crate::error::Error;
use crate::trace::{Component, Direction};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What one layer's gates are made of before σ or tanh; columns are blocks of units in the order of `gates` (LSTM i, f,
    g, o; GRU r, z, n; RNN h), rows are steps. Each gate is σ or tanh of the sum of all four, but a GRU's
    n = tanh(input + bias + r ⊙ (recurrent + recurrentBias)). */
export interface Terms {
    gates: string[];
    input: Tensor; recurrent: Tensor;
    bias: Float32Array; recurrentBias: Float32Array;
}
/** What came of one way to read a text. `weights` is [target, longest] while the decoder emits what it finds for the text
    alone, `logProbability` is that of the same output, and differences are the largest absolute ones from the text
    alone: `memoryDifferences` of each token's encoder output, `logProbabilityDifference` of a token's ln p. */
export interface Reading {
    output: string; weights: Tensor;
    logProbability: number; logProbabilityDifference: number;
    memoryDifference: number; memoryDifferences: Float32Array;
}
/** One text of a batch: by itself; packed and masked in the batch; without packing; without the mask. */
export interface PaddedSentence {
    tokens: string[];
    alone: Reading; batched: Reading; unpacked: Reading; unmasked: Reading;
}
/** `ids` is [batch, longest] with 0 on padding; `packed` has (text, token) of each packed row, `batchSizes` how many rows
    each step has. */
export interface PaddedBatch {
    ids: number[][]; lengths: number[];
    batchSizes: number[]; packed: [number, number][];
    sentences: PaddedSentence[];
}
/** What dropout kept at one site, 1 or 0: [steps, dModel]. `above` is the layer that reads it, where `place` is "between". */
export interface DropoutSite {
    component: "encoder" | "decoder"; place: "embedding" | "between" | "output"; above?: number;
    kept: Tensor;
}
/** Numbers are dropped with probability `p`; the others are multiplied with `scale`. */
export interface DropoutMasks { p: number; scale: number; sites: DropoutSite[] }
"#;

#[wasm_bindgen]
impl Study {
    /// The terms of the gates of one layer and direction while the model reads `text` and emits `ids`. Throws an `Error`
    /// where the model has no such layer or the text or the ids cannot be run.
    #[wasm_bindgen(unchecked_return_type = "Terms")]
    pub fn terms(
        &self,
        text: &str,
        #[wasm_bindgen(unchecked_param_type = "number[]")] ids: JsValue,
        #[wasm_bindgen(unchecked_param_type = "\"encoder\" | \"decoder\"")] component: &str,
        layer: usize,
        #[wasm_bindgen(unchecked_param_type = "\"forward\" | \"backward\"")] direction: &str,
    ) -> Result<JsValue, JsError> {
        let place = Place { component: component_of(component)?, layer, direction: direction_of(direction)? };
        let terms = self.checkpoint.terms(text, &ids_of(ids)?, place)?;
        Ok(object([
            ("gates", list(terms.gates.iter().copied())),
            ("input", tensor(&terms.input)),
            ("recurrent", tensor(&terms.recurrent)),
            ("bias", numbers(&terms.bias.to_vec())),
            ("recurrentBias", numbers(&terms.recurrent_bias.to_vec())),
        ]))
    }

    /// Reads two to five texts one by one and as a padded batch, with and without packing and mask.
    #[wasm_bindgen(unchecked_return_type = "PaddedBatch")]
    pub fn padding(&self, texts: Vec<String>) -> Result<JsValue, JsError> {
        let batch = self.checkpoint.padding(&texts)?;
        Ok(object([
            ("ids", list(batch.ids.rows().into_iter().map(integers))),
            ("lengths", integers(&batch.lengths)),
            ("batchSizes", integers(&batch.batch_sizes)),
            ("packed", list(batch.packed.iter().map(|(text, token)| integers([text, token])))),
            ("sentences", list(batch.sentences.iter().map(sentence))),
        ]))
    }

    /// What dropout keeps in the training run that reads `text`, emits `ids` and draws its random numbers from `seed`.
    #[wasm_bindgen(js_name = dropoutMasks, unchecked_return_type = "DropoutMasks")]
    pub fn dropout_masks(
        &self,
        text: &str,
        #[wasm_bindgen(unchecked_param_type = "number[]")] ids: JsValue,
        seed: u32,
    ) -> Result<JsValue, JsError> {
        let masks = self.checkpoint.dropout_masks(text, &ids_of(ids)?, seed.into())?;
        let site = |mask: &analysis::SiteMask| {
            let (component, place, above) = match mask.site {
                DropoutSite::Embedding(component) => (component, "embedding", JsValue::UNDEFINED),
                DropoutSite::Between { component, above } => (component, "between", (above as u32).into()),
                DropoutSite::Output => (Component::Decoder, "output", JsValue::UNDEFINED),
            };
            let component = match component {
                Component::Encoder => "encoder",
                Component::Decoder => "decoder",
            };
            object([
                ("component", component.into()),
                ("place", place.into()),
                ("above", above),
                ("kept", tensor(&mask.kept)),
            ])
        };
        Ok(object([
            ("p", masks.p.into()),
            ("scale", masks.scale.into()),
            ("sites", list(masks.sites.iter().map(site))),
        ]))
    }
}

/// The parts of what an LSTM's c holds after token `last`, from the gates of its layer, each [steps, units]: [steps,
/// units], whose sum over steps is c. Tokens that `direction` has not read by then have 0. Throws an `Error` where the
/// gates differ in length or there is no token `last`.
#[wasm_bindgen(js_name = lstmMemoryParts, unchecked_return_type = "Tensor")]
pub fn lstm_memory_parts(
    i: &[f32],
    f: &[f32],
    g: &[f32],
    units: usize,
    last: usize,
    #[wasm_bindgen(unchecked_param_type = "\"forward\" | \"backward\"")] direction: &str,
) -> Result<JsValue, JsError> {
    let (i, f, g) = (gate("i", i, units)?, gate("f", f, units)?, gate("g", g, units)?);
    Ok(tensor(&analysis::lstm_parts(i, f, g, last, direction_of(direction)?)?))
}

/// The same of a GRU's h. z is PyTorch's: the share that is kept.
#[wasm_bindgen(js_name = gruMemoryParts, unchecked_return_type = "Tensor")]
pub fn gru_memory_parts(
    z: &[f32],
    n: &[f32],
    units: usize,
    last: usize,
    #[wasm_bindgen(unchecked_param_type = "\"forward\" | \"backward\"")] direction: &str,
) -> Result<JsValue, JsError> {
    let (z, n) = (gate("z", z, units)?, gate("n", n, units)?);
    Ok(tensor(&analysis::gru_parts(z, n, last, direction_of(direction)?)?))
}

fn sentence(sentence: &PaddedSentence) -> JsValue {
    object([
        ("tokens", list(sentence.tokens.iter().map(|token| token.text.as_str()))),
        ("alone", reading(&sentence.alone)),
        ("batched", reading(&sentence.batched)),
        ("unpacked", reading(&sentence.unpacked)),
        ("unmasked", reading(&sentence.unmasked)),
    ])
}

fn reading(reading: &Reading) -> JsValue {
    object([
        ("output", reading.output.as_str().into()),
        ("weights", tensor(&reading.weights)),
        ("logProbability", reading.log_probability().into()),
        ("logProbabilityDifference", reading.log_probability_difference.into()),
        ("memoryDifference", reading.memory_difference().into()),
        ("memoryDifferences", numbers(&reading.memory_differences)),
    ])
}

/// [steps, units] of the numbers of a gate.
fn gate<'a>(what: &'static str, values: &'a [f32], units: usize) -> Result<ArrayView2<'a, f32>, Error> {
    let steps = values.len().checked_div(units).unwrap_or(0);
    // A view by itself would leave a last step that is not whole out.
    match ArrayView2::from_shape((steps, units), values) {
        Ok(view) if view.len() == values.len() => Ok(view),
        _ => Err(Error::Request {
            what: what.to_string(),
            expected: format!("a number for each of {units} units at each step"),
            found: values.len().to_string(),
        }),
    }
}

fn ids_of(ids: JsValue) -> Result<Vec<usize>, JsError> {
    let wrong = || JsError::new("ids: expected an array of ids");
    if js_sys::Array::is_array(&ids) {
        return serde_wasm_bindgen::from_value(ids).map_err(|_| wrong());
    }
    Err(wrong())
}

fn component_of(name: &str) -> Result<Component, Error> {
    match name {
        "encoder" => Ok(Component::Encoder),
        "decoder" => Ok(Component::Decoder),
        _ => Err(unknown("component", "encoder or decoder", name)),
    }
}

pub(super) fn direction_of(name: &str) -> Result<Direction, Error> {
    match name {
        "forward" => Ok(Direction::Forward),
        "backward" => Ok(Direction::Backward),
        _ => Err(unknown("direction", "forward or backward", name)),
    }
}

fn unknown(what: &'static str, expected: &str, found: &str) -> Error {
    Error::Request { what: what.to_string(), expected: expected.to_string(), found: found.to_string() }
}
