//! A trace as a plain JavaScript object, as the TypeScript types say.

use js_sys::{Array, Float32Array, Object, Reflect};
use ndarray::Array2;
use serde::Serialize;
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

/// The whole trace; every tensor is copied out of the module's memory.
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
    set(&object, "scores", &tensor(&trace.scores));
    set(&object, "weights", &tensor(&trace.weights));
    set(&object, "context", &tensor(&trace.context));
    set(&object, "encoder", &layers(&trace.encoder));
    set(&object, "decoder", &layers(&trace.decoder));
    Ok(object)
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

fn layers(traces: &[LayerTrace]) -> JsValue {
    let layers = Array::new();
    for trace in traces {
        let signals = Array::new();
        for signal in &trace.signals {
            let object = Object::new();
            set(&object, "name", &signal.name.into());
            set(&object, "values", &tensor(&signal.values));
            signals.push(&object);
        }
        let layer = Object::new();
        let direction = match trace.direction {
            Direction::Forward => "forward",
            Direction::Backward => "backward",
        };
        set(&layer, "layer", &(trace.layer as f64).into());
        set(&layer, "direction", &direction.into());
        set(&layer, "signals", &signals);
        layers.push(&layer);
    }
    layers.into()
}

fn tensor(values: &Array2<f32>) -> JsValue {
    let data = match values.as_slice() {
        Some(row_major) => Float32Array::from(row_major),
        None => Float32Array::from(values.iter().copied().collect::<Vec<_>>().as_slice()),
    };
    let shape: Array = values.shape().iter().map(|&length| JsValue::from(length as f64)).collect();
    let object = Object::new();
    set(&object, "data", &data);
    set(&object, "shape", &shape);
    object.into()
}

fn set(object: &JsValue, key: &str, value: &JsValue) {
    // Setting a property of a plain object that was made here cannot fail.
    let _ = Reflect::set(object, &key.into(), value);
}
