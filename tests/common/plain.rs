//! The model in plain loops and 64 bits, straight from its equations, with a place to step in wherever a number is made.

use std::collections::HashMap;

use ndarray::{Array2, ArrayD, Ix1, Ix2};
use seqscope::checkpoint::Checkpoint;
use seqscope::config::ModelConfig;
use seqscope::nn::{AttentionType, Parameters, RnnType};
use seqscope::search::longest_output;
use seqscope::tokens::{END, START};
use seqscope::trace::Trace;

/// One layer in one direction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    pub encoder: bool,
    pub layer: usize,
    pub reverse: bool,
}

type OfGate<'a> = dyn Fn(Place, &str, usize, f64) -> f64 + 'a;
type OfHidden<'a> = dyn Fn(Place, usize, f64) -> f64 + 'a;
type OfRow<'a> = dyn Fn(usize, Vec<f64>) -> Vec<f64> + 'a;
type OfDropout<'a> = dyn FnMut(&mut [f64]) + 'a;

/// What steps in; by default nobody does.
pub struct Hooks<'a> {
    /// Place, gate, unit and what the model computed.
    pub gate: Box<OfGate<'a>>,
    /// Place, unit and h.
    pub hidden: Box<OfHidden<'a>>,
    /// Step and attention weights.
    pub row: Box<OfRow<'a>>,
    /// Whatever dropout is on, in the order in which it comes.
    pub dropout: Box<OfDropout<'a>>,
}

impl Default for Hooks<'_> {
    fn default() -> Self {
        Self {
            gate: Box::new(|_, _, _, value| value),
            hidden: Box::new(|_, _, value| value),
            row: Box::new(|_, weights| weights),
            dropout: Box::new(|_| ()),
        }
    }
}

/// What there was to be seen; signals as in a trace, each step by step.
#[derive(Default)]
pub struct Seen {
    pub ids: Vec<usize>,
    pub encoder: Vec<Vec<Vec<Vec<f64>>>>,
    pub decoder: Vec<Vec<Vec<Vec<f64>>>>,
    pub scores: Vec<Vec<f64>>,
    pub weights: Vec<Vec<f64>>,
    pub context: Vec<Vec<f64>>,
    pub log_probabilities: Vec<f64>,
}

pub struct Plain {
    config: ModelConfig,
    parameters: HashMap<String, ArrayD<f64>>,
}

#[derive(Clone)]
struct State {
    hidden: Vec<f64>,
    cell: Vec<f64>,
}

impl State {
    fn zero(units: usize) -> Self {
        Self { hidden: vec![0.0; units], cell: vec![0.0; units] }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

impl Plain {
    pub fn new(checkpoint: &Checkpoint) -> Self {
        let parameters = checkpoint.model.parameters().into_iter();
        Self {
            config: checkpoint.metadata.model.clone(),
            parameters: parameters.map(|(name, values)| (name, values.mapv(f64::from))).collect(),
        }
    }

    fn matrix(&self, name: &str) -> Array2<f64> {
        self.parameters[name].clone().into_dimensionality::<Ix2>().unwrap()
    }

    fn row(&self, name: &str, row: usize) -> Vec<f64> {
        self.matrix(name).row(row).to_vec()
    }

    fn times(&self, name: &str, x: &[f64]) -> Vec<f64> {
        self.matrix(name).rows().into_iter().map(|row| dot(&row.to_vec(), x)).collect()
    }

    /// W x + b of the cell at `place`.
    fn affine(&self, place: Place, suffix: &str, x: &[f64]) -> Vec<f64> {
        let component = if place.encoder { "encoder" } else { "decoder" };
        let reverse = if place.reverse { "_reverse" } else { "" };
        let name = |kind: &str| format!("{component}.rnn.{kind}_{suffix}_l{}{reverse}", place.layer);
        let bias = self.parameters[&name("bias")].clone().into_dimensionality::<Ix1>().unwrap();
        self.times(&name("weight"), x).iter().zip(&bias).map(|(product, bias)| product + bias).collect()
    }

    /// One step of a cell: its signals in the order of a trace.
    fn cell(&self, place: Place, x: &[f64], state: &mut State, hooks: &Hooks) -> Vec<Vec<f64>> {
        let (of_x, of_h) = (self.affine(place, "ih", x), self.affine(place, "hh", &state.hidden));
        let units = state.hidden.len();
        let mut signals: Vec<Vec<f64>> = Vec::new();
        let before = state.clone();
        for unit in 0..units {
            let held = |gate: &str, value: f64| (hooks.gate)(place, gate, unit, value);
            let (of_x, of_h) = (|block| of_x[block * units + unit], |block| of_h[block * units + unit]);
            let of_unit = match self.config.rnn_type {
                RnnType::Rnn => vec![(of_x(0) + of_h(0)).tanh()],
                RnnType::Gru => {
                    let r = held("r", sigmoid(of_x(0) + of_h(0)));
                    let z = held("z", sigmoid(of_x(1) + of_h(1)));
                    let n = held("n", (of_x(2) + r * of_h(2)).tanh());
                    vec![r, z, n, (1.0 - z) * n + z * before.hidden[unit]]
                }
                RnnType::Lstm => {
                    let i = held("i", sigmoid(of_x(0) + of_h(0)));
                    let f = held("f", sigmoid(of_x(1) + of_h(1)));
                    let g = held("g", (of_x(2) + of_h(2)).tanh());
                    let o = held("o", sigmoid(of_x(3) + of_h(3)));
                    state.cell[unit] = f * before.cell[unit] + i * g;
                    vec![i, f, g, o, state.cell[unit], o * state.cell[unit].tanh()]
                }
            };
            signals.resize(of_unit.len(), Vec::new());
            let h = of_unit.len() - 1;
            for (name, value) in of_unit.into_iter().enumerate() {
                let value = if name == h { (hooks.hidden)(place, unit, value) } else { value };
                signals[name].push(value);
            }
            state.hidden[unit] = signals[h][unit];
        }
        signals
    }

    fn encode(&self, ids: &[usize], hooks: &mut Hooks, seen: &mut Seen) -> Vec<Vec<f64>> {
        let embedding = |&id: &usize| self.row("encoder.input_embedding.weight", id);
        let mut input: Vec<Vec<f64>> = ids.iter().map(embedding).collect();
        let units = self.config.encoder_units();
        let directions: &[bool] = if self.config.bidirectional { &[false, true] } else { &[false] };
        for layer in 0..self.config.encoder_layers {
            input.iter_mut().for_each(|x| (hooks.dropout)(x));
            let mut output = vec![Vec::new(); ids.len()];
            for &reverse in directions {
                let mut state = State::zero(units);
                let mut steps = vec![Vec::new(); ids.len()];
                let forward: Vec<usize> = (0..ids.len()).collect();
                for t in if reverse { forward.into_iter().rev().collect() } else { forward } {
                    let place = Place { encoder: true, layer, reverse };
                    steps[t] = self.cell(place, &input[t], &mut state, hooks);
                }
                for (output, step) in output.iter_mut().zip(&steps) {
                    output.extend(step.last().unwrap());
                }
                seen.encoder.push(by_signal(&steps));
            }
            input = output;
        }
        input
    }

    fn score(&self, state: &[f64], memory: &[f64]) -> f64 {
        let weight = |name: &str| format!("decoder.attention.{name}.weight");
        match self.config.attention {
            AttentionType::None => unreachable!("nothing is scored"),
            AttentionType::Dot => dot(state, memory),
            AttentionType::General => dot(&self.times(&weight("W_align"), state), memory),
            AttentionType::Concat | AttentionType::ConcatWithoutTanh => {
                let of_state = self.times(&weight("W_align_source"), state);
                let of_memory = self.times(&weight("W_align_memory"), memory);
                let sum = of_state.iter().zip(&of_memory).map(|(state, memory)| state + memory);
                let with_tanh = self.config.attention == AttentionType::Concat;
                let hidden: Vec<f64> = sum.map(|sum| if with_tanh { sum.tanh() } else { sum }).collect();
                dot(&self.row(&weight("v_align"), 0), &hidden)
            }
        }
    }

    /// Reads `source` and writes greedily behind `prefix`.
    pub fn run(&self, source: &[usize], prefix: &[usize], mut hooks: Hooks) -> Seen {
        let mut seen = Seen::default();
        let memory = self.encode(source, &mut hooks, &mut seen);
        let layers = self.config.decoder_layers;
        let mut states = vec![State::zero(self.config.d_model); layers];
        let mut steps = vec![Vec::new(); layers];
        while seen.ids.last() != Some(&END) && seen.ids.len() < longest_output(source.len()).max(prefix.len())
        {
            let token = seen.ids.last().copied().unwrap_or(START);
            let mut x = self.row("decoder.input_embedding.weight", token);
            for layer in 0..layers {
                (hooks.dropout)(&mut x);
                let place = Place { encoder: false, layer, reverse: false };
                let signals = self.cell(place, &x, &mut states[layer], &hooks);
                x = signals.last().unwrap().clone();
                steps[layer].push(signals);
            }
            let attends = self.config.attention != AttentionType::None;
            let looked_at = if attends { &memory[..] } else { &[] };
            let scores: Vec<f64> = looked_at.iter().map(|memory| self.score(&x, memory)).collect();
            let sum: f64 = scores.iter().map(|score| score.exp()).sum();
            let weights: Vec<f64> = scores.iter().map(|score| score.exp() / sum).collect();
            let weights = if attends { (hooks.row)(seen.ids.len(), weights) } else { weights };
            let mut joined = vec![0.0; x.len()];
            if !attends {
                let forward = self.config.encoder_units();
                joined[..forward].copy_from_slice(&memory[memory.len() - 1][..forward]);
                joined[forward..].copy_from_slice(&memory[0][forward..]);
            }
            for (weight, memory) in weights.iter().zip(&memory) {
                joined.iter_mut().zip(memory).for_each(|(context, memory)| *context += weight * memory);
            }
            seen.context.push(joined.clone());
            joined.extend(&x);
            let mut output = self.times("decoder.W_context.weight", &joined);
            if self.config.context_tanh {
                output.iter_mut().for_each(|output| *output = output.tanh());
            }
            (hooks.dropout)(&mut output);
            let mut logits = self.times("generator.weight", &output);
            let bias = self.parameters["generator.bias"].iter();
            logits.iter_mut().zip(bias).for_each(|(logit, bias)| *logit += bias);
            let log_sum = logits.iter().map(|logit| logit.exp()).sum::<f64>().ln();
            let best = (0..logits.len()).max_by(|&a, &b| logits[a].total_cmp(&logits[b])).unwrap();
            let id = prefix.get(seen.ids.len()).copied().unwrap_or(best);
            seen.scores.push(scores);
            seen.weights.push(weights);
            seen.log_probabilities.push(logits[id] - log_sum);
            seen.ids.push(id);
        }
        seen.decoder = steps.iter().map(|steps| by_signal(steps)).collect();
        seen
    }
}

/// [steps][signals][units] → [signals][steps][units].
fn by_signal(steps: &[Vec<Vec<f64>>]) -> Vec<Vec<Vec<f64>>> {
    (0..steps[0].len()).map(|signal| steps.iter().map(|step| step[signal].clone()).collect()).collect()
}

#[track_caller]
fn assert_close(what: &str, found: &Array2<f32>, expected: &[Vec<f64>]) {
    assert_eq!(found.dim(), (expected.len(), expected[0].len()), "{what}");
    for (found, expected) in found.iter().zip(expected.iter().flatten()) {
        let error = (f64::from(*found) - expected).abs();
        assert!(error <= 1e-5 * expected.abs().max(1.0), "{what}: expected {expected}, found {found}");
    }
}

/// The engine's trace is what the plain loops saw, to 1e-5.
#[track_caller]
pub fn assert_seen(what: &str, trace: &Trace, seen: &Seen) {
    let ids: Vec<usize> = trace.target.iter().map(|token| token.id).collect();
    assert_eq!(ids, seen.ids, "{what}");
    assert_close(&format!("{what}: scores"), &trace.scores, &seen.scores);
    assert_close(&format!("{what}: weights"), &trace.weights, &seen.weights);
    assert_close(&format!("{what}: context"), &trace.context, &seen.context);
    let steps = Array2::from_shape_vec((1, ids.len()), trace.log_probabilities.clone()).unwrap();
    assert_close(&format!("{what}: ln p"), &steps, std::slice::from_ref(&seen.log_probabilities));
    for (of_trace, of_seen) in [(&trace.encoder, &seen.encoder), (&trace.decoder, &seen.decoder)] {
        assert_eq!(of_trace.len(), of_seen.len(), "{what}");
        for (layer, expected) in of_trace.iter().zip(of_seen) {
            assert_eq!(layer.signals.len(), expected.len(), "{what}");
            for (signal, expected) in layer.signals.iter().zip(expected) {
                let what = format!("{what}: {} of {:?} {}", signal.name, layer.direction, layer.layer);
                assert_close(&what, &signal.values, expected);
            }
        }
    }
}
