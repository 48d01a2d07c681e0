//! A trace as a plain JavaScript object, as the TypeScript types say.

use js_sys::{Array, ArrayBuffer, Float32Array, JsString, Object};
use ndarray::Array2;
use serde::Serialize;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use crate::checkpoint::Metadata;
use crate::tasks::dates::{self, Note};
use crate::tokens::Token;
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
    note: Option<Note>,
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

/// What a trunk's encoder did for a text, as JavaScript has it: the next head of the trunk hands it on.
pub struct EncoderLayers {
    input: String,
    layers: JsValue,
    buffer: ArrayBuffer,
}

impl EncoderLayers {
    /// Whether they are of `input` and still there: their buffer has not been moved, and nothing is about to be written
    /// over it.
    fn are_of(&self, input: &str, room: Option<&ArrayBuffer>) -> bool {
        self.input == input && self.buffer.byte_length() > 0 && room != Some(&self.buffer)
    }
}

/// The whole trace of a model. Its tensors are copied out of the module's memory into one buffer, `room` where that is large
/// enough, but for those of the encoder that `kept` has from another head.
pub fn to_js(
    trace: &Trace,
    metadata: &Metadata,
    room: Option<ArrayBuffer>,
    kept: &mut Option<EncoderLayers>,
) -> Result<JsValue, JsError> {
    let Timings { encode, decode } = trace.timings;
    let record = TraceRecord {
        input: &trace.input,
        output: &trace.output,
        complete: trace.complete,
        source: token_records(&trace.source, &trace.input, metadata.source.unknown()),
        target: token_records(&trace.target, &trace.output, metadata.target.unknown()),
        candidates: trace.candidates.iter().map(|step| step.iter().map(candidate_record).collect()).collect(),
        log_probabilities: &trace.log_probabilities,
        log_probability: trace.log_probability(),
        timings: TimingsRecord { encode, decode },
        note: if metadata.task == dates::TASK { Note::of(&trace.input, &trace.output) } else { None },
    };
    let object = record.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?;
    let encoder = kept.take().filter(|kept| kept.are_of(&trace.input, room.as_ref()));
    let mut numbers = Numbers::of(trace, encoder.is_none(), room);
    let mut names = Names::default();
    let object: TraceObject = object.unchecked_into();
    object.set_scores(&numbers.tensor(&trace.scores));
    object.set_weights(&numbers.tensor(&trace.weights));
    object.set_context(&numbers.tensor(&trace.context));
    let encoder = encoder.unwrap_or_else(|| EncoderLayers {
        input: trace.input.clone(),
        layers: layers(&trace.encoder, &mut numbers, &mut names),
        buffer: numbers.all.buffer(),
    });
    object.set_encoder(&encoder.layers);
    object.set_decoder(&layers(&trace.decoder, &mut numbers, &mut names));
    *kept = Some(encoder);
    Ok(object.into())
}

/// Spans in bytes become spans in UTF-16 units, in which JavaScript counts.
fn token_records<'a>(tokens: &'a [Token], text: &str, unknown: usize) -> Vec<TokenRecord<'a>> {
    // Tokens begin in order, but two pieces of one typed character, as of œ, cover the same.
    let mut units = 0;
    let mut byte = 0;
    tokens
        .iter()
        .map(|token| {
            let start = units + utf16_length(text, byte, token.span.start);
            let end = start + utf16_length(text, token.span.start, token.span.end);
            (byte, units) = (token.span.start, start);
            TokenRecord { id: token.id, text: &token.text, start, end, known: token.id != unknown }
        })
        .collect()
}

fn utf16_length(text: &str, from: usize, to: usize) -> usize {
    text.get(from..to).map_or(0, |part| part.encode_utf16().count())
}

fn candidate_record(candidate: &Candidate) -> CandidateRecord<'_> {
    CandidateRecord { id: candidate.id, text: &candidate.text, log_probability: candidate.log_probability }
}

/// One buffer for the numbers of all tensors, in the order in which they come.
struct Numbers {
    all: Float32Array,
    /// How many have been given out.
    used: u32,
}

impl Numbers {
    /// For the tensors of `trace`, with those of its encoder or without, in `room` or in a buffer of its own.
    fn of(trace: &Trace, with_encoder: bool, room: Option<ArrayBuffer>) -> Self {
        let of_encoder = if with_encoder { count(&trace.encoder) } else { 0 };
        let others = trace.scores.len() + trace.weights.len() + trace.context.len();
        let all = (of_encoder + count(&trace.decoder) + others) as u32;
        let bytes = all * size_of::<f32>() as u32;
        let all = match room.filter(|room| room.byte_length() >= bytes) {
            Some(room) => Float32Array::new_with_byte_offset_and_length(&room, 0, all),
            None => Float32Array::new_with_length(all),
        };
        Self { all, used: 0 }
    }

    /// The next tensor, with the numbers and the shape of `values`.
    #[inline(never)]
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
        object.set_shape(&array_of(rows as u32, columns as u32));
        object
    }
}

/// The numbers of all signals.
fn count(layers: &[LayerTrace]) -> usize {
    layers.iter().flat_map(|layer| &layer.signals).map(|signal| signal.values.len()).sum()
}

/// Names of signals as JavaScript strings, each made once: every layer and direction has the same few.
#[derive(Default)]
struct Names(Vec<(&'static str, JsString)>);

impl Names {
    fn get(&mut self, name: &'static str) -> &JsString {
        let place = self.0.iter().position(|&(known, _)| known == name).unwrap_or_else(|| {
            self.0.push((name, name.into()));
            self.0.len() - 1
        });
        &self.0[place].1
    }
}

// Twice in the module would be more to fetch, for nothing; so for a tensor.
#[inline(never)]
fn layers(traces: &[LayerTrace], numbers: &mut Numbers, names: &mut Names) -> JsValue {
    let layers = Array::new();
    for trace in traces {
        let signals = Array::new();
        for signal in &trace.signals {
            let object = new::<SignalObject>();
            object.set_name(names.get(signal.name));
            object.set_values(&numbers.tensor(&signal.values));
            signals.push(&object);
        }
        let layer = new::<LayerObject>();
        layer.set_layer(trace.layer as u32);
        layer.set_direction(names.get(match trace.direction {
            Direction::Forward => "forward",
            Direction::Backward => "backward",
        }));
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
    fn set_direction(this: &LayerObject, direction: &JsString);
    #[wasm_bindgen(method, setter)]
    fn set_signals(this: &LayerObject, signals: &Array);

    type SignalObject;
    #[wasm_bindgen(method, setter)]
    fn set_name(this: &SignalObject, name: &JsString);
    #[wasm_bindgen(method, setter)]
    fn set_values(this: &SignalObject, values: &TensorObject);

    /// `Array::of2` would first make a value of each number.
    #[wasm_bindgen(js_namespace = Array, js_name = of)]
    fn array_of(first: u32, second: u32) -> Array;

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
