//! The model on its laid-out weights.

use ndarray::ArrayViewMut1;

use super::cell::{Cell, Scratch, Signals, set_zeros};
use super::matrix::{Matrix, Numbers};
use super::maxima::Maxima;
use super::plan::Plan;
use crate::nn::Attention;
use crate::nn::few_rows::dot;
use crate::nn::functional::{softmax_in_place, tanh};
use crate::seq2seq::Seq2Seq;

/// A model that is ready to run on one sentence at a time. Weights are laid out once; [`Workspace`] has everything that
/// a run changes.
#[derive(Debug, Clone)]
pub struct Engine {
    pub(super) d_model: usize,
    pub(super) words: usize,
    /// The rate of dropout in training.
    pub(super) dropout: f32,
    source_embedding: Matrix,
    /// Layer by layer, forward before backward.
    pub(super) encoder: Vec<Vec<Cell>>,
    /// `None` where the generator's matrix is the embedding.
    target_embedding: Option<Matrix>,
    pub(super) decoder: Vec<Cell>,
    score: Score,
    /// [d_model, 2·d_model].
    w_context: Matrix,
    context_tanh: bool,
    /// [n_tgt_words, d_model].
    generator: Matrix,
    generator_bias: Option<Vec<f32>>,
}

/// The score functions of [`Attention`].
#[derive(Debug, Clone)]
enum Score {
    Dot,
    /// W_alignᵀ, which makes keys of the memory. In 32 bits: a file's 8 bits are those of the rows of W_align.
    General(Matrix),
    Concat {
        of_state: Matrix,
        of_memory: Matrix,
        v: Vec<f32>,
        with_tanh: bool,
    },
}

/// What a run of an [`Engine`] writes. It grows to what the longest text so far has needed and is used again.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    /// Number of source tokens.
    pub(super) src: usize,
    /// What each cell of the encoder did.
    pub(super) encoder: Vec<Vec<Signals>>,
    /// Encoder outputs: [src, d_model].
    pub(super) memory: Vec<f32>,
    /// The attention's keys: [src, d_model].
    keys: Vec<f32>,
    /// What each cell of the decoder did in the last step, a row for each hypothesis.
    pub(super) decoder: Vec<Signals>,
    /// [rows, src].
    pub(super) scores: Vec<f32>,
    /// [rows, src].
    pub(super) weights: Vec<f32>,
    /// [context; state]: [rows, 2·d_model].
    pub(super) joined: Vec<f32>,
    /// [rows, n_tgt_words].
    pub(super) logits: Vec<f32>,
    /// Of the logits of the last step of a greedy search.
    pub(super) maxima: Maxima,
    /// Input of a layer.
    input: Vec<f32>,
    queries: Vec<f32>,
    output: Vec<f32>,
    scratch: Scratch,
}

impl Engine {
    /// Lays the weights of `model` out.
    pub fn new(model: &Seq2Seq, numbers: Numbers) -> Self {
        let config = model.config();
        let matrix = |weight: &ndarray::Array2<f32>| Matrix::new(weight.view(), numbers);
        let cell = |direction| Cell::new(direction, numbers);
        let decoder = &model.decoder;
        let embedding = &decoder.input_embedding.weight;
        Self {
            d_model: config.d_model,
            words: config.n_tgt_words,
            dropout: config.dropout,
            source_embedding: matrix(&model.encoder.input_embedding.weight),
            encoder: model.encoder.rnn.layers.iter().map(|layer| layer.iter().map(cell).collect()).collect(),
            target_embedding: model.generator.as_ref().map(|_| matrix(embedding)),
            decoder: decoder.rnn.layers.iter().flatten().map(cell).collect(),
            score: match &decoder.attention {
                Attention::Dot => Score::Dot,
                Attention::General { w_align } => {
                    Score::General(Matrix::new(w_align.weight.t(), Numbers::F32))
                }
                Attention::Concat(concat) => Score::Concat {
                    of_state: matrix(&concat.w_align_source.weight),
                    of_memory: matrix(&concat.w_align_memory.weight),
                    v: concat.v_align.weight.row(0).to_vec(),
                    with_tanh: concat.with_tanh,
                },
            },
            w_context: matrix(&decoder.w_context.weight),
            context_tanh: decoder.context_tanh,
            generator: matrix(model.generator.as_ref().map_or(embedding, |generator| &generator.weight)),
            generator_bias: model
                .generator
                .as_ref()
                .and_then(|generator| Some(generator.bias.as_ref()?.to_vec())),
        }
    }

    /// Reads the source: fills the encoder's part of `workspace` and prepares the attention over it.
    ///
    /// # Panics
    /// Where an id is not in the source vocabulary.
    pub fn encode(&self, ids: &[usize], workspace: &mut Workspace) {
        self.encode_with(ids, None, workspace);
    }

    /// [`Engine::encode`], with what `plan` changes.
    pub(super) fn encode_with(&self, ids: &[usize], mut plan: Option<&mut Plan>, workspace: &mut Workspace) {
        let Workspace { src, encoder, memory, keys, input, scratch, .. } = workspace;
        *src = ids.len();
        encoder.resize_with(self.encoder.len(), Vec::new);
        embed(&self.source_embedding, ids, input);
        for (index, (layer, signals)) in self.encoder.iter().zip(encoder).enumerate() {
            signals.resize_with(layer.len(), Signals::default);
            if let Some(plan) = plan.as_deref_mut() {
                plan.drop_out(input, ids.len() * self.d_model);
            }
            for (direction, (cell, signals)) in layer.iter().zip(&mut *signals).enumerate() {
                let change = plan.as_deref().and_then(|plan| plan.encoder(index, direction));
                cell.read(input, change, signals, scratch);
            }
            // The next layer reads [forward; backward].
            input.clear();
            for step in 0..ids.len() {
                for (cell, signals) in layer.iter().zip(&*signals) {
                    input.extend_from_slice(&signals.hidden[step * cell.units..][..cell.units]);
                }
            }
        }
        memory.clone_from(input);
        keys.clear();
        match &self.score {
            Score::Dot => keys.extend_from_slice(memory),
            Score::General(matrix) | Score::Concat { of_memory: matrix, .. } => {
                keys.resize(memory.len(), 0.0);
                matrix.add_product(memory, keys, &mut scratch.activations);
            }
        }
    }

    /// Puts the decoder before its first step, with `rows` hypotheses.
    pub fn start(&self, rows: usize, workspace: &mut Workspace) {
        self.start_with(rows, None, workspace);
    }

    /// [`Engine::start`], with what `plan` changes.
    pub(super) fn start_with(&self, rows: usize, plan: Option<&mut Plan>, workspace: &mut Workspace) {
        if let Some(plan) = plan {
            plan.start();
        }
        workspace.decoder.resize_with(self.decoder.len(), Signals::default);
        for (cell, signals) in self.decoder.iter().zip(&mut workspace.decoder) {
            signals.start(rows, 0, cell.units, cell.cell_units());
        }
    }

    /// One step of the decoder: each hypothesis reads its token. Leaves the logits in `workspace`.
    ///
    /// # Panics
    /// Where an id is not in the target vocabulary, or there are other hypotheses than before.
    pub fn step(&self, tokens: &[usize], workspace: &mut Workspace) {
        self.step_with(tokens, None, workspace);
    }

    /// [`Engine::step`], with what `plan` changes.
    pub(super) fn step_with(&self, tokens: &[usize], mut plan: Option<&mut Plan>, workspace: &mut Workspace) {
        let Workspace { src, decoder, scores, weights, joined, logits, input, output, scratch, .. } =
            workspace;
        let (d_model, src) = (self.d_model, *src);
        embed(self.target_embedding.as_ref().unwrap_or(&self.generator), tokens, input);
        for (layer, (cell, signals)) in self.decoder.iter().zip(decoder).enumerate() {
            if let Some(plan) = plan.as_deref_mut() {
                plan.drop_out(input, d_model);
            }
            let change = plan.as_deref().and_then(|plan| plan.decoder(layer));
            cell.step(input, change, signals, scratch);
            input.clone_from(&signals.hidden);
        }
        let states = &*input;
        let queries = match &self.score {
            Score::Dot | Score::General(_) => states,
            Score::Concat { of_state, .. } => {
                set_zeros(&mut workspace.queries, states.len());
                of_state.add_product(states, &mut workspace.queries, &mut scratch.activations);
                &workspace.queries
            }
        };
        scores.clear();
        for query in queries.chunks_exact(d_model) {
            scores.extend(workspace.keys.chunks_exact(d_model).map(|key| self.score.of(query, key)));
        }
        weights.clone_from(scores);
        let given = plan.as_deref().and_then(Plan::row);
        set_zeros(joined, tokens.len() * 2 * d_model);
        let rows = weights.chunks_exact_mut(src).zip(joined.chunks_exact_mut(2 * d_model));
        for ((weights, joined), state) in rows.zip(states.chunks_exact(d_model)) {
            match given {
                Some(given) => weights.copy_from_slice(given),
                None => softmax_in_place(ArrayViewMut1::from(&mut *weights)),
            }
            let (context, of_state) = joined.split_at_mut(d_model);
            of_state.copy_from_slice(state);
            for (&weight, memory) in weights.iter().zip(workspace.memory.chunks_exact(d_model)) {
                context.iter_mut().zip(memory).for_each(|(context, memory)| *context += weight * memory);
            }
        }
        set_zeros(output, states.len());
        self.w_context.add_product(joined, output, &mut scratch.activations);
        if self.context_tanh {
            output.iter_mut().for_each(|output| *output = tanh(*output));
        }
        if let Some(plan) = plan {
            plan.drop_out(output, d_model);
            plan.next_step();
        }
        match &self.generator_bias {
            Some(bias) => {
                logits.clear();
                tokens.iter().for_each(|_| logits.extend_from_slice(bias));
            }
            None => set_zeros(logits, tokens.len() * self.words),
        }
        self.generator.add_product(output, logits, &mut scratch.activations);
    }

    /// Keeps the hypotheses `rows` of the last step, in that order.
    pub fn select(&self, rows: &[usize], workspace: &mut Workspace) {
        let selected = |values: &[f32], width: usize| -> Vec<f32> {
            rows.iter().flat_map(|&row| &values[row * width..(row + 1) * width]).copied().collect()
        };
        for (cell, signals) in self.decoder.iter().zip(&mut workspace.decoder) {
            signals.hidden = selected(&signals.hidden, cell.units);
            signals.cell = selected(&signals.cell, cell.cell_units());
        }
    }
}

impl Score {
    fn of(&self, query: &[f32], key: &[f32]) -> f32 {
        match self {
            Self::Dot | Self::General(_) => dot(query, key),
            Self::Concat { v, with_tanh, .. } => {
                // Lanes, so that tanh is computed for eight units at once.
                let mut sums = [0.0_f32; 8];
                let (queries, rest_of_query) = query.as_chunks::<8>();
                let (keys, rest_of_key) = key.as_chunks::<8>();
                let (vs, rest_of_v) = v.as_chunks::<8>();
                let hidden = |query: f32, key: f32| if *with_tanh { tanh(query + key) } else { query + key };
                for ((query, key), v) in queries.iter().zip(keys).zip(vs) {
                    for lane in 0..8 {
                        sums[lane] += v[lane] * hidden(query[lane], key[lane]);
                    }
                }
                let rest = rest_of_query.iter().zip(rest_of_key).zip(rest_of_v);
                sums.iter().sum::<f32>() + rest.map(|((query, key), v)| v * hidden(*query, *key)).sum::<f32>()
            }
        }
    }
}

/// The rows of an embedding: [ids, d_model].
fn embed(embedding: &Matrix, ids: &[usize], rows: &mut Vec<f32>) {
    set_zeros(rows, ids.len() * embedding.inputs());
    for (row, &id) in rows.chunks_exact_mut(embedding.inputs()).zip(ids) {
        embedding.copy_row(id, row);
    }
}
