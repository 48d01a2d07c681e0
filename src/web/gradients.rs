//! Gradients, occlusion and their correlation for JavaScript.

use js_sys::Float64Array;
use ndarray::ArrayView2;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::analysis::direction_of;
use super::study::Study;
use super::tensor::{list, object, tensor};
use crate::analysis::correlation::{Correlation, RowCorrelations, row_correlations};
use crate::analysis::gradient_norms::{GradientNorms, gradient_norms};
use crate::analysis::input_gradients::{InputGradients, input_gradients};
use crate::analysis::occlusion::{Occlusion, occlusion};
use crate::seq2seq::Seq2Seq;
use crate::training::{Purpose, generator};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/**
 * Frobenius norms of derivatives of the state after the token `last`, one for each source token t, 0 for tokens read
 * after it: ∂h/∂x_t, ∂h/∂h_t; for LSTM ∂c/∂c_t along every path; and the part that only the forget gates (LSTM) or
 * the update gates (GRU) carry straight through.
 */
export interface GradientNorms {
    last: number;
    input: Float64Array; hidden: Float64Array;
    cell: Float64Array | null; carry: Float64Array | null;
}
/**
 * ln p of each output token with the whole source, and what it loses without each source token:
 * `differences` is [target, source], positive where the token helped.
 */
export interface Occlusion { logProbabilities: number[]; differences: Tensor }
/** Norm of ∂ ln p(output token) / ∂(source embedding), and its product with the embedding; both [target, source]. */
export interface InputGradients { norms: Tensor; products: Tensor }
/** Kendall's τ-b and Pearson's r: means over the rows where they are defined, and row by row; null where not. */
export interface RankCorrelation {
    kendall: number | null; pearson: number | null;
    perRow: { kendall: number | null; pearson: number | null }[];
}
"#;

#[wasm_bindgen]
impl Study {
    /// How far back a layer of the encoder remembers: derivatives of its state after the token `last`, by default
    /// the last one in the direction's order of reading. With a seed they are those of the model as a training with that
    /// seed begins. Throws an `Error` for text, a layer, a direction or a token that there is not.
    #[wasm_bindgen(js_name = gradientNorms, unchecked_return_type = "GradientNorms")]
    pub fn gradient_norms(
        &self,
        text: &str,
        layer: u32,
        #[wasm_bindgen(unchecked_param_type = "\"forward\" | \"backward\"")] direction: &str,
        last: Option<u32>,
        #[wasm_bindgen(js_name = initialSeed)] initial_seed: Option<u32>,
    ) -> Result<JsValue, JsError> {
        let direction = direction_of(direction)?;
        let source = self.source_ids(text)?;
        let last = last.map(|last| last as usize);
        let trained = &self.checkpoint.model;
        let initial = match initial_seed {
            Some(seed) => Some(Seq2Seq::new(
                trained.config().clone(),
                &mut generator(seed.into(), Purpose::Initialisation, 0, 0),
            )?),
            None => None,
        };
        let model = initial.as_ref().unwrap_or(trained);
        let GradientNorms { last, input, hidden, cell, carry } =
            gradient_norms(model, &source, layer as usize, direction, last)?;
        let or_null = |norms: Option<Vec<f64>>| norms.map_or(JsValue::NULL, |norms| doubles(&norms));
        Ok(object([
            ("last", (last as u32).into()),
            ("input", doubles(&input)),
            ("hidden", doubles(&hidden)),
            ("cell", or_null(cell)),
            ("carry", or_null(carry)),
        ]))
    }

    /// What each source token is worth to each token of the output `ids`: each is left out in turn. Throws an
    /// `Error` for text of one token, and for ids that are not in the vocabulary.
    #[wasm_bindgen(unchecked_return_type = "Occlusion")]
    pub fn occlusion(
        &self,
        text: &str,
        #[wasm_bindgen(unchecked_param_type = "ArrayLike<number>")] ids: &[u32],
    ) -> Result<JsValue, JsError> {
        let model = &self.checkpoint.model;
        let Occlusion { log_probabilities, differences } =
            occlusion(model, &self.source_ids(text)?, &widened(ids))?;
        Ok(object([
            ("logProbabilities", list(log_probabilities.iter().copied())),
            ("differences", tensor(&differences)),
        ]))
    }

    /// How much ln p of each token of the output `ids` moves with each source embedding. Throws an `Error` for text
    /// without tokens, and for ids that are not in the vocabulary.
    #[wasm_bindgen(js_name = inputGradients, unchecked_return_type = "InputGradients")]
    pub fn input_gradients(
        &self,
        text: &str,
        #[wasm_bindgen(unchecked_param_type = "ArrayLike<number>")] ids: &[u32],
    ) -> Result<JsValue, JsError> {
        let model = &self.checkpoint.model;
        let InputGradients { norms, products } =
            input_gradients(model, &self.source_ids(text)?, &widened(ids))?;
        Ok(object([("norms", tensor(&norms)), ("products", tensor(&products))]))
    }

    fn source_ids(&self, text: &str) -> Result<Vec<usize>, JsError> {
        Ok(self.checkpoint.metadata.source_ids(text)?)
    }
}

#[derive(Serialize)]
struct CorrelationRecord {
    kendall: Option<f64>,
    pearson: Option<f64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RankCorrelationRecord {
    kendall: Option<f64>,
    pearson: Option<f64>,
    per_row: Vec<CorrelationRecord>,
}

/// How far the rows of two matrices [rows, columns] agree. Throws an `Error` where an array has another length.
#[wasm_bindgen(js_name = rankCorrelation, unchecked_return_type = "RankCorrelation")]
pub fn rank_correlation(a: &[f32], b: &[f32], rows: u32, columns: u32) -> Result<JsValue, JsError> {
    let matrix = |values| matrix(values, rows, columns);
    let RowCorrelations { rows, mean } = row_correlations(matrix(a)?, matrix(b)?)?;
    let record = RankCorrelationRecord {
        kendall: mean.kendall,
        pearson: mean.pearson,
        per_row: rows
            .into_iter()
            .map(|Correlation { kendall, pearson }| CorrelationRecord { kendall, pearson })
            .collect(),
    };
    Ok(record.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

fn matrix(values: &[f32], rows: u32, columns: u32) -> Result<ArrayView2<'_, f32>, JsError> {
    let (expected, found) = (u64::from(rows) * u64::from(columns), values.len());
    let refused = || JsError::new(&format!("values: expected {expected} of them, found {found}"));
    // `from_shape` takes more numbers than it needs.
    if expected != found as u64 {
        return Err(refused());
    }
    ArrayView2::from_shape((rows as usize, columns as usize), values).map_err(|_| refused())
}

fn widened(ids: &[u32]) -> Vec<usize> {
    ids.iter().map(|&id| id as usize).collect()
}

fn doubles(values: &[f64]) -> JsValue {
    Float64Array::from(values).into()
}
