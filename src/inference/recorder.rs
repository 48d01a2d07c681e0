//! Keeps what an engine did, step by step, and makes a trace of it.

use ndarray::Array2;

use super::cell::{Cell, Signals};
use super::engine::Engine;
use super::output::Output;
use super::workspace::Workspace;
use crate::checkpoint::Metadata;
use crate::nn::functional::log_sum_exp_from;
use crate::tokens::Token;
use crate::trace::{Candidate, Direction, LayerTrace, Signal, Timings, Trace};

/// What the decoder did in all steps so far; every list grows by a row a step, in room that is set aside before.
pub(super) struct Recorder<'a> {
    engine: &'a Engine,
    /// Candidates of a step.
    count: usize,
    layers: Vec<Recorded>,
    scores: Vec<f32>,
    weights: Vec<f32>,
    context: Vec<f32>,
    /// Ids with ln p.
    candidates: Vec<Vec<(usize, f32)>>,
    log_probabilities: Vec<f32>,
}

impl<'a> Recorder<'a> {
    /// With room for `steps` steps over `src` source tokens and `count` candidates of each.
    pub fn new(engine: &'a Engine, src: usize, steps: usize, count: usize) -> Self {
        Self {
            engine,
            count,
            layers: engine.trunk.cells.decoder.iter().map(|cell| Recorded::of(cell, steps)).collect(),
            scores: Vec::with_capacity(steps * src),
            weights: Vec::with_capacity(steps * src),
            context: Vec::with_capacity(steps * engine.trunk.d_model),
            candidates: Vec::with_capacity(steps),
            log_probabilities: Vec::with_capacity(steps),
        }
    }

    /// Takes in a step of one hypothesis in which `id` was taken; `workspace` has looked for the maxima of its logits.
    pub fn record(&mut self, id: usize, workspace: &Workspace) {
        for (recorded, step) in self.layers.iter_mut().zip(&workspace.decoder) {
            recorded.append(step);
        }
        self.scores.extend_from_slice(&workspace.scores);
        self.weights.extend_from_slice(&workspace.weights);
        self.context.extend_from_slice(&workspace.joined[..self.engine.trunk.d_model]);
        let Workspace { logits, maxima, .. } = workspace;
        let highest = maxima.highest();
        let log_sum = log_sum_exp_from(logits, highest);
        let log_probability = |id: usize| (logits[id] - highest) - log_sum;
        let best = maxima.top(logits, self.count);
        self.candidates.push(best.into_iter().map(|id| (id, log_probability(id))).collect());
        self.log_probabilities.push(log_probability(id));
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
        let encoder = self.engine.trunk.cells.encoder.iter().zip(&workspace.encoder).enumerate();
        let encoder = encoder.flat_map(|(layer, (cells, signals))| {
            cells.iter().zip(signals).map(move |(cell, signals)| {
                let mut recorded = Recorded::of(cell, workspace.src);
                recorded.append(signals);
                recorded.into_layer_trace(layer)
            })
        });
        let decoder = self.layers.into_iter().enumerate();
        let decoder = decoder.map(|(layer, recorded)| recorded.into_layer_trace(layer));
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

/// The signals of a cell over time, each in a list of its own as a trace has them.
struct Recorded {
    units: usize,
    direction: Direction,
    /// The gates, then c where there is one, then h: [steps, units] each.
    signals: Vec<(&'static str, Vec<f32>)>,
}

impl Recorded {
    /// With room for `steps` steps.
    fn of(cell: &Cell, steps: usize) -> Self {
        Self {
            units: cell.units,
            direction: if cell.reverse { Direction::Backward } else { Direction::Forward },
            signals: cell
                .rnn_type
                .signals()
                .iter()
                .map(|&name| (name, Vec::with_capacity(steps * cell.units)))
                .collect(),
        }
    }

    /// Takes in one or several steps.
    fn append(&mut self, steps: &Signals) {
        let gates = self.signals.len() - 1 - usize::from(!steps.cell.is_empty());
        let (gates, states) = self.signals.split_at_mut(gates);
        if !gates.is_empty() {
            for step in steps.gates.chunks_exact(gates.len() * self.units) {
                for ((_, all), gate) in gates.iter_mut().zip(step.chunks_exact(self.units)) {
                    all.extend_from_slice(gate);
                }
            }
        }
        let of_steps = [&steps.cell, &steps.hidden].into_iter().filter(|values| !values.is_empty());
        for ((_, all), values) in states.iter_mut().zip(of_steps) {
            all.extend_from_slice(values);
        }
    }

    fn into_layer_trace(self, layer: usize) -> LayerTrace {
        let signal = |(name, values): (&'static str, Vec<f32>)| Signal {
            name,
            values: rows(values.len() / self.units, values),
        };
        LayerTrace {
            layer,
            direction: self.direction,
            signals: self.signals.into_iter().map(signal).collect(),
        }
    }
}

/// `values` as an array of `steps` rows.
fn rows(steps: usize, values: Vec<f32>) -> Array2<f32> {
    let columns = values.len().checked_div(steps).unwrap_or(0);
    // Every step has left a row of the same length.
    Array2::from_shape_vec((steps, columns), values).unwrap_or_else(|_| unreachable!())
}
