//! One run of a model on a text, and everything that was to be seen in it.

use ndarray::{Array2, ArrayView1, Axis, s};
use web_time::Instant;

use crate::batch::Sequences;
use crate::checkpoint::Checkpoint;
use crate::decoder::{DecoderStep, Memory};
use crate::error::Error;
use crate::nn::Recurrent;
use crate::nn::recurrent::{DirectedLayer, DirectionRun, LayerRun};
use crate::search::{self, SearchOptions};
use crate::tokens::Tokenizer;
use crate::trace::{Candidate, Direction, LayerTrace, Signal, Timings, Trace};

impl Checkpoint {
    /// Runs the model on `text` and records what it does.
    ///
    /// # Errors
    /// [`Error::EmptyInput`], [`Error::InputTooLong`], [`Error::SearchOption`] and
    /// [`Error::TokenOutOfRange`] (of the prefix).
    pub fn run(&self, text: &str, options: &SearchOptions) -> Result<Trace, Error> {
        options.validate(self.metadata.target.len())?;
        let source = self.metadata.source_tokens(text)?;
        let model = &self.model;

        let started = Instant::now();
        let ids: Vec<usize> = source.iter().map(|token| token.id).collect();
        let encoder = model.encoder.forward(&Sequences::new(&[ids])?, None);
        let memory = model.decoder.memory(encoder.memory.index_axis(Axis(0), 0).to_owned());
        let encoded = Instant::now();

        // A beam only finds the ids: recording them is a greedy run with all of them forced.
        let prefix = if options.beam == 1 {
            options.prefix.clone()
        } else {
            search::beam(model, &memory, options).ids
        };
        let mut recorder = Recorder::new(&self.metadata.target, options.candidates);
        let hypothesis = search::greedy(model, &memory, &prefix, |step, log_probabilities| {
            recorder.record(step, log_probabilities);
        });
        let decoded = Instant::now();

        let (output, target) = self.metadata.target.decode(&hypothesis.ids);
        Ok(Trace {
            input: text.to_string(),
            output,
            source,
            target,
            complete: hypothesis.complete,
            encoder: layer_traces(&model.encoder.rnn, &[&encoder.rnn.layers]),
            decoder: recorder.layer_traces(&model.decoder.rnn),
            scores: recorder.stack(|step| &step.scores),
            weights: recorder.stack(|step| &step.weights),
            context: recorder.stack(|step| &step.context),
            candidates: recorder.candidates,
            log_probabilities: hypothesis.log_probabilities,
            timings: Timings::between(started, encoded, decoded),
        })
    }

    /// The encoder's outputs for source ids, ready to be attended to.
    ///
    /// # Errors
    /// [`Error::SequenceLength`] for no ids, [`Error::TokenOutOfRange`] for an unknown one.
    pub fn memory(&self, ids: &[usize]) -> Result<Memory, Error> {
        let source = Sequences::new(&[ids])?;
        source.check(self.metadata.model.n_src_words)?;
        let run = self.model.encoder.forward(&source, None);
        Ok(self.model.decoder.memory(run.memory.index_axis(Axis(0), 0).to_owned()))
    }
}

/// Keeps every step of a greedy run.
struct Recorder<'a> {
    tokenizer: &'a Tokenizer,
    count: usize,
    steps: Vec<DecoderStep>,
    candidates: Vec<Vec<Candidate>>,
}

impl<'a> Recorder<'a> {
    fn new(tokenizer: &'a Tokenizer, count: usize) -> Self {
        Self { tokenizer, count, steps: Vec::new(), candidates: Vec::new() }
    }

    fn record(&mut self, step: &DecoderStep, log_probabilities: ArrayView1<f32>) {
        self.steps.push(step.clone());
        let ids = search::top(log_probabilities, self.count);
        let candidate =
            |id| Candidate { id, text: self.tokenizer.piece(id), log_probability: log_probabilities[id] };
        self.candidates.push(ids.into_iter().map(candidate).collect());
    }

    /// One row of each step: [steps, columns].
    fn stack(&self, of_step: impl Fn(&DecoderStep) -> &Array2<f32>) -> Array2<f32> {
        let columns = self.steps.first().map_or(0, |step| of_step(step).ncols());
        let mut rows = Array2::zeros((self.steps.len(), columns));
        for (mut row, step) in rows.rows_mut().into_iter().zip(&self.steps) {
            row.assign(&of_step(step).row(0));
        }
        rows
    }

    fn layer_traces(&self, stack: &Recurrent) -> Vec<LayerTrace> {
        let steps: Vec<&Vec<LayerRun>> = self.steps.iter().map(|step| &step.rnn.layers).collect();
        layer_traces(stack, &steps)
    }
}

/// The signals of a stack that ran over one sentence in one or several runs, one after the other.
fn layer_traces(stack: &Recurrent, runs: &[&Vec<LayerRun>]) -> Vec<LayerTrace> {
    let mut traces = Vec::new();
    for (index, layer) in stack.layers.iter().enumerate() {
        for (k, direction) in layer.iter().enumerate() {
            let runs: Vec<&DirectionRun> = runs.iter().map(|layers| &layers[index].directions[k]).collect();
            traces.push(LayerTrace {
                layer: index,
                direction: if direction.reverse { Direction::Backward } else { Direction::Forward },
                signals: signals(direction, &runs),
            });
        }
    }
    traces
}

fn signals(layer: &DirectedLayer, runs: &[&DirectionRun]) -> Vec<Signal> {
    let units = layer.units();
    let (names, gates) = (layer.rnn_type.signals(), layer.rnn_type.gates().len());
    let of_signal = |(index, &name): (usize, &&'static str)| {
        let columns = s![.., index * units..(index + 1) * units];
        let values = match index {
            _ if index < gates => joined(runs, |run| run.gates.slice(columns)),
            // The last is h; what stands between the gates and it is c.
            _ if index + 1 < names.len() => joined(runs, |run| run.cell.view()),
            _ => joined(runs, |run| run.hidden.view()),
        };
        Signal { name, values }
    };
    names.iter().enumerate().map(of_signal).collect()
}

/// The rows of every run, one below the other.
fn joined<'a>(
    runs: &[&'a DirectionRun],
    of_run: impl Fn(&'a DirectionRun) -> ndarray::ArrayView2<'a, f32>,
) -> Array2<f32> {
    let views: Vec<_> = runs.iter().map(|run| of_run(run)).collect();
    let rows = views.iter().map(|view| view.nrows()).sum();
    let columns = views.first().map_or(0, |view| view.ncols());
    let mut joined = Array2::zeros((rows, columns));
    let mut first = 0;
    for view in views {
        joined.slice_mut(s![first..first + view.nrows(), ..]).assign(&view);
        first += view.nrows();
    }
    joined
}
