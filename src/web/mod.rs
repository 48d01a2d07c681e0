//! The boundary to JavaScript: bytes and strings in, plain records and typed arrays out, errors as `Error`.
//!
//! The only code that names a browser type. It translates and paints; it computes nothing about the model.
//!
//! It is built four times, each time with one of the features: `page` runs and paints at every key press, `analysis`
//! answers questions about one text and is fetched when the first is asked, `pictures` draws what a reader saves, `import`
//! reads models that a reader has trained.

#[cfg(feature = "analysis")]
mod analysis;
#[cfg(feature = "page")]
mod beam_tree;
#[cfg(feature = "analysis")]
mod gradients;
#[cfg(feature = "import")]
mod import;
#[cfg(feature = "page")]
mod model;
#[cfg(feature = "page")]
mod options;
#[cfg(feature = "page")]
mod paint;
#[cfg(feature = "pictures")]
mod pictures;
#[cfg(feature = "analysis")]
mod sampling;
#[cfg(feature = "analysis")]
mod study;
#[cfg(feature = "analysis")]
mod tensor;
#[cfg(feature = "page")]
mod trace;

#[cfg(feature = "analysis")]
pub use analysis::{gru_memory_parts, lstm_memory_parts};
#[cfg(feature = "analysis")]
pub use gradients::rank_correlation;
#[cfg(feature = "import")]
pub use import::Import;
#[cfg(feature = "page")]
pub use model::Model;
#[cfg(feature = "page")]
pub use paint::{paint_matrix, scale_stops};
#[cfg(feature = "pictures")]
pub use pictures::{gates_svg, map_svg, shades};
#[cfg(feature = "analysis")]
pub use study::Study;

use wasm_bindgen::prelude::*;

/// Turns a panic, which would be a fault of ours, into a readable message in the console.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
}

#[wasm_bindgen(typescript_custom_section)]
const TENSOR: &str = r#"
/** Numbers in row-major order with the length of each axis. */
export interface Tensor { data: Float32Array; shape: number[] }
"#;

#[cfg(feature = "page")]
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** A piece of text; `start` and `end` count UTF-16 units of the text it stands in. */
export interface Token { id: number; text: string; start: number; end: number; known: boolean }
/** One gate or state over time: `values` is [steps, units]. */
export interface Signal { name: string; values: Tensor }
/** LSTM signals are i, f, g, o, c, h; GRU r, z, n, h; RNN h. */
export interface Layer { layer: number; direction: "forward" | "backward"; signals: Signal[] }
/** A token that could have been emitted at a step, with ln p. */
export interface Candidate { id: number; text: string; logProbability: number }
/** What one run observed; `scores` and `weights` are [target, source], without attention [target, 0]; `context` is [target, dModel]. */
export interface Trace {
    input: string; output: string; complete: boolean;
    source: Token[]; target: Token[];
    encoder: Layer[]; decoder: Layer[];
    scores: Tensor; weights: Tensor; context: Tensor;
    candidates: Candidate[][];
    logProbabilities: number[]; logProbability: number;
    timings: { encode: number; decode: number };
    /** Of a date: a year that the models do not know, or no day of the calendar, was typed or written. */
    note: "unknownYear" | "noSuchDay" | null;
}
/** An output without its trace. */
export interface Output { output: string; ids: number[]; complete: boolean }
/** What a model is. `quality` holds measured shares by name. */
export interface ModelInfo {
    task: string;
    rnnType: "lstm" | "gru" | "rnn";
    attention: "dot" | "general" | "concat" | "concat_without_tanh" | "none";
    dModel: number; encoderLayers: number; decoderLayers: number; bidirectional: boolean;
    parameters: number;
    quality: Record<string, number>;
    data: { source: string; licence: string };
}
/**
 * A gate or candidate that has the same value, from -1 to 1, at every step: LSTM i, f, g, o; GRU r, z, n. Where layer,
 * direction or unit is left out, all of them.
 */
export interface Hold {
    component: "encoder" | "decoder"; layer?: number; direction?: "forward" | "backward";
    gate: string; unit?: number; value: number;
}
/** Units whose h is 0 after each step; where layer, direction or unit is left out, all of them. */
export interface Silence {
    component: "encoder" | "decoder"; layer?: number; direction?: "forward" | "backward"; unit?: number;
}
/** Attention weights of one step of the decoder, one for each source token; they are divided by their sum. */
export interface EditedRow { step: number; weights: number[] | Float32Array }
/**
 * How to run: width of the beam (1 is greedy), ids to start the output with, candidates a step; and what if: gates held,
 * units silenced, rows of the attention edited, dropout left on with a seed. The numbers of a trace are written to `room`
 * where that is large enough, over what stands there, and else to a new buffer, which takes longer. Heads of one trunk that
 * run the same text one after the other have what its encoder did once: their traces have the same array there.
 */
export interface RunOptions {
    beam?: number; prefix?: number[]; candidates?: number;
    holds?: Hold[]; silenced?: Silence[]; rows?: EditedRow[]; dropout?: number;
    room?: ArrayBuffer;
}
/**
 * A token that a beam weighed behind those of its parent (null for a first token): ln p of it and of all up to it, whether
 * it was among the best of its step, whether it ends its output, and the attention weights of its step.
 */
export interface BeamNode {
    parent: number | null; step: number; id: number; text: string;
    logProbability: number; total: number; kept: boolean; complete: boolean;
    weights: Float32Array;
}
/** Every node after its parent; `best` is the one in which the best output ends. */
export interface BeamTree { nodes: BeamNode[]; best: number }
/** attention and gate go from 0 to the limit, signed from minus the limit to the limit. */
export type Scale = "attention" | "gate" | "signed";
"#;
