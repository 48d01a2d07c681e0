//! Keeps what an engine did, step by step, and makes a trace of it.

use ndarray::{Array2, ArrayView1, s};

use super::cell::{Cell, Signals};
use super::engine::{Engine, Workspace};
use super::run::Output;
use crate::checkpoint::Metadata;
use crate::nn::functional::log_sum_exp;
use crate::nn::{RnnType, gru, lstm};
use crate::search;
use crate::tokens::Token;
use crate::trace::{Candidate, Direction, LayerTrace, Signal, Timings, Trace};

/// What the decoder did in all steps so far; every list grows by a row a step.
pub(super) struct Recorder<'a> {
    engine: &'a Engine,
    /// Candidates of a step.
    count: usize,
    layers: Vec<Signals>,
    scores: Vec<f32>,
    weights: Vec<f32>,
    context: Vec<f32>,
    /// Ids with ln p.
    candidates: Vec<Vec<(usize, f32)>>,
    log_probabilities: Vec<f32>,
}

impl<'a> Recorder<'a> {
    pub fn new(engine: &'a Engine, count: usize) -> Self {
        Self {
            engine,
            count,
            layers: vec![Signals::default(); engine.decoder.len()],
            scores: Vec::new(),
            weights: Vec::new(),
            context: Vec::new(),
            candidates: Vec::new(),
            log_probabilities: Vec::new(),
        }
    }

    /// Takes in a step of one hypothesis in which `id` was taken.
    pub fn record(&mut self, id: usize, workspace: &Workspace) {
        for (all, step) in self.layers.iter_mut().zip(&workspace.decoder) {
            all.gates.extend_from_slice(&step.gates);
            all.cell.extend_from_slice(&step.cell);
            all.hidden.extend_from_slice(&step.hidden);
        }
        self.scores.extend_from_slice(&workspace.scores);
        self.weights.extend_from_slice(&workspace.weights);
        self.context.extend_from_slice(&workspace.joined[..self.engine.d_model]);
        let logits = &workspace.logits;
        let log_sum = log_sum_exp(logits);
        let best = search::top(ArrayView1::from(logits), self.count);
        self.candidates.push(best.into_iter().map(|id| (id, logits[id] - log_sum)).collect());
        self.log_probabilities.push(logits[id] - log_sum);
    }

    /// The trace of the whole run; `workspace` still has what the encoder did.
    pub fn into_trace(
        self,
        metadata: &Metadata,
        text: &str,
        source: Vec<Token>,
        output: Output,
        workspace: &Workspace,
        timings: Timings,
    ) -> Trace {
        let steps = self.log_probabilities.len();
        let candidate = |&(id, log_probability): &(usize, f32)| Candidate {
            id,
            text: metadata.target.piece(id),
            log_probability,
        };
        let encoder = self.engine.encoder.iter().zip(&workspace.encoder).enumerate();
        let encoder = encoder.flat_map(|(layer, (cells, signals))| {
            cells.iter().zip(signals).map(move |(cell, signals)| layer_trace(layer, cell, signals))
        });
        let decoder = self.engine.decoder.iter().zip(&self.layers).enumerate();
        let decoder = decoder.map(|(layer, (cell, signals))| layer_trace(layer, cell, signals));
        let (text_of_output, target) = metadata.target.decode(&output.ids);
        Trace {
            input: text.to_string(),
            output: text_of_output,
            source,
            target,
            complete: output.complete,
            encoder: encoder.collect(),
            decoder: decoder.collect(),
            scores: rows(steps, self.scores),
            weights: rows(steps, self.weights),
            context: rows(steps, self.context),
            candidates: self.candidates.iter().map(|step| step.iter().map(candidate).collect()).collect(),
            log_probabilities: self.log_probabilities,
            timings,
        }
    }
}

fn layer_trace(layer: usize, cell: &Cell, signals: &Signals) -> LayerTrace {
    let names: &[&'static str] = match cell.rnn_type {
        RnnType::Rnn => &[],
        RnnType::Gru => &gru::GATES,
        RnnType::Lstm => &lstm::GATES,
    };
    let steps = signals.hidden.len() / cell.units;
    let view = |values: &[f32]| rows(steps, values.to_vec());
    let gates = view(&signals.gates);
    let mut all: Vec<Signal> = names
        .iter()
        .enumerate()
        .map(|(block, name)| {
            let columns = s![.., block * cell.units..(block + 1) * cell.units];
            Signal { name, values: gates.slice(columns).to_owned() }
        })
        .collect();
    if cell.rnn_type == RnnType::Lstm {
        all.push(Signal { name: "c", values: view(&signals.cell) });
    }
    all.push(Signal { name: "h", values: view(&signals.hidden) });
    let direction = if cell.reverse { Direction::Backward } else { Direction::Forward };
    LayerTrace { layer, direction, signals: all }
}

/// `values` as an array of `steps` rows.
fn rows(steps: usize, values: Vec<f32>) -> Array2<f32> {
    let columns = values.len().checked_div(steps).unwrap_or(0);
    Array2::from_shape_vec((steps, columns), values)
        .unwrap_or_else(|_| unreachable!("every step has left a row of the same length"))
}
