//! A trace as JSON, as docs/trace.md says; the page writes and reads the same.

use ndarray::Array2;
use seqscope::checkpoint::Metadata;
use seqscope::nn::{AttentionType, RnnType};
use seqscope::tokens::Token;
use seqscope::trace::{Candidate, Direction, LayerTrace, Trace};
use serde::Serialize;

/// What the file says that it is.
const FORMAT: &str = "seqscope-trace";
/// Of the schema, docs/trace.schema.json.
const VERSION: u32 = 1;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TraceFile<'a> {
    format: &'static str,
    version: u32,
    task: &'a str,
    attention: AttentionType,
    rnn: RnnType,
    unit: &'static str,
    input: &'a str,
    output: &'a str,
    complete: bool,
    source: Vec<TokenRecord<'a>>,
    target: Vec<TokenRecord<'a>>,
    encoder: Vec<LayerRecord<'a>>,
    decoder: Vec<LayerRecord<'a>>,
    scores: TensorRecord<'a>,
    weights: TensorRecord<'a>,
    context: TensorRecord<'a>,
    candidates: Vec<Vec<CandidateRecord<'a>>>,
    log_probabilities: &'a [f32],
    log_probability: f32,
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
struct LayerRecord<'a> {
    layer: usize,
    direction: &'static str,
    signals: Vec<SignalRecord<'a>>,
}

#[derive(Serialize)]
struct SignalRecord<'a> {
    name: &'a str,
    values: TensorRecord<'a>,
}

#[derive(Serialize)]
struct TensorRecord<'a> {
    shape: &'a [usize],
    data: Vec<f32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CandidateRecord<'a> {
    id: usize,
    text: &'a str,
    log_probability: f32,
}

impl<'a> TraceFile<'a> {
    pub fn of(trace: &'a Trace, metadata: &'a Metadata) -> Self {
        Self {
            format: FORMAT,
            version: VERSION,
            task: &metadata.task,
            attention: metadata.model.attention,
            rnn: metadata.model.rnn_type,
            unit: if metadata.source.is_of_characters() { "characters" } else { "pieces" },
            input: &trace.input,
            output: &trace.output,
            complete: trace.complete,
            source: tokens(&trace.source, &trace.input, metadata.source.unknown()),
            target: tokens(&trace.target, &trace.output, metadata.target.unknown()),
            encoder: trace.encoder.iter().map(layer).collect(),
            decoder: trace.decoder.iter().map(layer).collect(),
            scores: tensor(&trace.scores),
            weights: tensor(&trace.weights),
            context: tensor(&trace.context),
            candidates: trace.candidates.iter().map(|step| step.iter().map(candidate).collect()).collect(),
            log_probabilities: &trace.log_probabilities,
            log_probability: trace.log_probability(),
        }
    }
}

/// Places count UTF-16 units, as JavaScript does.
fn tokens<'a>(tokens: &'a [Token], text: &str, unknown: usize) -> Vec<TokenRecord<'a>> {
    let units = |to: usize| text.get(..to).map_or(0, |part| part.encode_utf16().count());
    let record = |token: &'a Token| TokenRecord {
        id: token.id,
        text: &token.text,
        start: units(token.span.start),
        end: units(token.span.end),
        known: token.id != unknown,
    };
    tokens.iter().map(record).collect()
}

fn layer(layer: &LayerTrace) -> LayerRecord<'_> {
    LayerRecord {
        layer: layer.layer,
        direction: match layer.direction {
            Direction::Forward => "forward",
            Direction::Backward => "backward",
        },
        signals: layer
            .signals
            .iter()
            .map(|signal| SignalRecord { name: signal.name, values: tensor(&signal.values) })
            .collect(),
    }
}

fn tensor(values: &Array2<f32>) -> TensorRecord<'_> {
    TensorRecord { shape: values.shape(), data: values.iter().copied().collect() }
}

fn candidate(candidate: &Candidate) -> CandidateRecord<'_> {
    CandidateRecord { id: candidate.id, text: &candidate.text, log_probability: candidate.log_probability }
}
