//! The boundary to JavaScript: bytes and strings in, plain records and typed arrays out, errors as `Error`.
//!
//! The only code that names a browser type. It translates and paints; it computes nothing about the model.

mod colour;
mod gradients;
mod model;
mod paint;
mod trace;

pub use gradients::rank_correlation;
pub use model::Model;
pub use paint::{paint_matrix, scale_stops};

use wasm_bindgen::prelude::*;

/// Turns a panic, which would be a fault of ours, into a readable message in the console.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** Numbers in row-major order with the length of each axis. */
export interface Tensor { data: Float32Array; shape: number[] }
/** A piece of text; `start` and `end` count UTF-16 units of the text it stands in. */
export interface Token { id: number; text: string; start: number; end: number; known: boolean }
/** One gate or state over time: `values` is [steps, units]. */
export interface Signal { name: string; values: Tensor }
/** LSTM signals are i, f, g, o, c, h; GRU r, z, n, h; RNN h. */
export interface Layer { layer: number; direction: "forward" | "backward"; signals: Signal[] }
/** A token that could have been emitted at a step, with ln p. */
export interface Candidate { id: number; text: string; logProbability: number }
/** What one run observed; `scores` and `weights` are [target, source], `context` is [target, dModel]. */
export interface Trace {
    input: string; output: string; complete: boolean;
    source: Token[]; target: Token[];
    encoder: Layer[]; decoder: Layer[];
    scores: Tensor; weights: Tensor; context: Tensor;
    candidates: Candidate[][];
    logProbabilities: number[]; logProbability: number;
    timings: { encode: number; decode: number };
}
/** An output without its trace. */
export interface Output { output: string; ids: number[]; complete: boolean }
/** What a model is. `quality` holds measured shares by name. */
export interface ModelInfo {
    task: string;
    rnnType: "lstm" | "gru" | "rnn";
    attention: "dot" | "general" | "concat" | "concat_without_tanh";
    dModel: number; encoderLayers: number; decoderLayers: number; bidirectional: boolean;
    parameters: number;
    quality: Record<string, number>;
    data: { source: string; licence: string };
}
/** How to run: width of the beam (1 is greedy), ids to start the output with, candidates a step. */
export interface RunOptions { beam?: number; prefix?: number[]; candidates?: number }
/** attention and gate go from 0 to the limit, signed from minus the limit to the limit. */
export type Scale = "attention" | "gate" | "signed";
"#;
