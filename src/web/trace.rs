//! A trace as a plain JavaScript object, as the TypeScript types say.

use js_sys::{Array, Float32Array, Object};
use ndarray::Array2;
use serde::Serialize;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use crate::tokens::{Token, UNKNOWN};
use crate::trace::{Candidate, Direction, LayerTrace, Timings, Trace};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TraceRecord<'a> {
    input: &'a str,
    output: &'a str,
    complete: bool,
    source: Vec<TokenRecord<'a>>,
    target: Vec<TokenRecord<'a>>,
    candidates: Vec<Vec<CandidateRecord<'a>>>,
    log_probabilities: &'a [f32],
    log_probability: f32,
    timings: TimingsRecord,
}

#[derive(Serialize)]
struct TokenRecord<'a> {
    id: usize,
    text: &'a str,
    start: usize,
    end: usize,
    known: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CandidateRecord<'a> {
    id: usize,
    text: &'a str,
    log_probability: f32,
}

#[derive(Serialize)]
struct TimingsRecord {
    encode: f64,
    decode: f64,
}

/// The whole trace. All tensors are copied out of the module's memory at once: each is a part of one array.
pub fn to_js(trace: &Trace) -> Result<JsValue, JsError> {
    let Timings { encode, decode } = trace.timings;
    let record = TraceRecord {
        input: &trace.input,
        output: &trace.output,
        complete: trace.complete,
        source: token_records(&trace.source, &trace.input),
        target: token_records(&trace.target, &trace.output),
        candidates: trace.candidates.iter().map(|step| step.iter().map(candidate_record).collect()).collect(),
        log_probabilities: &trace.log_probabilities,
        log_probability: trace.log_probability(),
        timings: TimingsRecord { encode, decode },
    };
    let object = record.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?;
    let mut numbers = Numbers::of(trace);
    let object: TraceObject = object.unchecked_into();
    object.set_scores(&numbers.tensor(&trace.scores));
    object.set_weights(&numbers.tensor(&trace.weights));
    object.set_context(&numbers.tensor(&trace.context));
    object.set_encoder(&layers(&trace.encoder, &mut numbers));
    object.set_decoder(&layers(&trace.decoder, &mut numbers));
    Ok(object.into())
}

/// Spans in bytes become spans in UTF-16 units, in which JavaScript counts.
fn token_records<'a>(tokens: &'a [Token], text: &str) -> Vec<TokenRecord<'a>> {
    let mut units = 0;
    let mut byte = 0;
    tokens
        .iter()
        .map(|token| {
            let start = units + utf16_length(text, byte, token.span.start);
            units = start + utf16_length(text, token.span.start, token.span.end);
            byte = token.span.end;
            TokenRecord { id: token.id, text: &token.text, start, end: units, known: token.id != UNKNOWN }
        })
        .collect()
}

fn utf16_length(text: &str, from: usize, to: usize) -> usize {
    text.get(from..to).map_or(0, |part| part.encode_utf16().count())
}

fn candidate_record(candidate: &Candidate) -> CandidateRecord<'_> {
    CandidateRecord { id: candidate.id, text: &candidate.text, log_probability: candidate.log_probability }
}

/// One array for the numbers of all tensors, in the order in which they come.
struct Numbers {
    all: Float32Array,
    /// How many have been given out.
    used: u32,
}

impl Numbers {
    /// Room for the tensors of `trace`.
    fn of(trace: &Trace) -> Self {
        let layers = trace.encoder.iter().chain(&trace.decoder);
        let of_signals: usize =
            layers.flat_map(|layer| &layer.signals).map(|signal| signal.values.len()).sum();
        let all = of_signals + trace.scores.len() + trace.weights.len() + trace.context.len();
        Self { all: Float32Array::new_with_length(all as u32), used: 0 }
    }

    /// The next tensor, with the numbers and the shape of `values`.
    fn tensor(&mut self, values: &Array2<f32>) -> TensorObject {
        let begin = self.used;
        self.used += values.len() as u32;
        let data = self.all.subarray(begin, self.used);
        match values.as_slice() {
            Some(row_major) => data.copy_from(row_major),
            None => data.copy_from(&values.iter().copied().collect::<Vec<_>>()),
        }
        let (rows, columns) = values.dim();
        let object = new::<TensorObject>();
        object.set_data(&data);
        object.set_shape(&Array::of2(&(rows as u32).into(), &(columns as u32).into()));
        object
    }
}

fn layers(traces: &[LayerTrace], numbers: &mut Numbers) -> JsValue {
    let layers = Array::new();
    for trace in traces {
        let signals = Array::new();
        for signal in &trace.signals {
            let object = new::<SignalObject>();
            object.set_name(signal.name);
            object.set_values(&numbers.tensor(&signal.values));
            signals.push(&object);
        }
        let layer = new::<LayerObject>();
        layer.set_layer(trace.layer as u32);
        layer.set_direction(match trace.direction {
            Direction::Forward => "forward",
            Direction::Backward => "backward",
        });
        layer.set_signals(&signals);
        layers.push(&layer);
    }
    layers.into()
}

// Setters of named properties: `Reflect::set` would make a string of the name each time.
#[wasm_bindgen]
extern "C" {
    type TraceObject;
    #[wasm_bindgen(method, setter)]
    fn set_scores(this: &TraceObject, tensor: &TensorObject);
    #[wasm_bindgen(method, setter)]
    fn set_weights(this: &TraceObject, tensor: &TensorObject);
    #[wasm_bindgen(method, setter)]
    fn set_context(this: &TraceObject, tensor: &TensorObject);
    #[wasm_bindgen(method, setter)]
    fn set_encoder(this: &TraceObject, layers: &JsValue);
    #[wasm_bindgen(method, setter)]
    fn set_decoder(this: &TraceObject, layers: &JsValue);

    type LayerObject;
    #[wasm_bindgen(method, setter)]
    fn set_layer(this: &LayerObject, layer: u32);
    #[wasm_bindgen(method, setter)]
    fn set_direction(this: &LayerObject, direction: &str);
    #[wasm_bindgen(method, setter)]
    fn set_signals(this: &LayerObject, signals: &Array);

    type SignalObject;
    #[wasm_bindgen(method, setter)]
    fn set_name(this: &SignalObject, name: &str);
    #[wasm_bindgen(method, setter)]
    fn set_values(this: &SignalObject, values: &TensorObject);

    type TensorObject;
    #[wasm_bindgen(method, setter)]
    fn set_data(this: &TensorObject, data: &Float32Array);
    #[wasm_bindgen(method, setter)]
    fn set_shape(this: &TensorObject, shape: &Array);
}

/// A plain object, to be given the properties of `T`.
fn new<T: JsCast>() -> T {
    Object::new().unchecked_into()
}
