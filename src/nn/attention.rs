//! Luong attention (Luong, Pham and Manning 2015, section 3.1): dot, general and concat.
//!
//! With s a decoder state and m an encoder output (one row of the memory bank):
//!
//! ```text
//! dot      s · m
//! general  (W_align s) · m
//! concat   v_align · tanh(W_align_source s + W_align_memory m)
//! ```
//!
//! Each is computed from a *query* (of the state alone) and a *key* (of the memory alone), so that keys are
//! made once a sentence: dot s, m; general s, W_alignᵀ m; concat W_align_source s, W_align_memory m.
//!
//! `concat_without_tanh` leaves the tanh out. Then v·W_align_source s is the same number for every source
//! position, the softmax removes it, and the weights do not depend on the decoder state at all.
//!
//! `none` does not attend (Sutskever, Vinyals and Le 2014): at every step the context is the state that the encoder ended
//! in, [its forward half after the last token; its backward half after the first one]. There are no scores and no weights.

use std::borrow::Cow;

use ndarray::linalg::general_mat_mul;
use ndarray::{
    Array1, Array2, Array3, ArrayView2, ArrayView3, ArrayViewD, ArrayViewMut2, ArrayViewMutD, Axis, s,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::functional::{softmax_rows_backward_in_place, softmax_rows_in_place, tanh};
use super::layout::{flatten, product, unflatten};
use super::{Linear, Parameters, Rng, join};

/// The score of padding: its weight is exactly 0 after the softmax.
pub const MASKED_SCORE: f32 = -1e9;

/// Which score function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttentionType {
    /// s · m.
    Dot,
    /// (W s) · m.
    General,
    /// v · tanh(W s + U m).
    Concat,
    /// v · (W s + U m).
    ConcatWithoutTanh,
    /// No score: the context is the encoder's last state.
    None,
}

impl AttentionType {
    /// All five.
    pub const ALL: [Self; 5] = [Self::Dot, Self::General, Self::Concat, Self::ConcatWithoutTanh, Self::None];

    /// The names of [`Self::ALL`].
    const NAMES: [&'static str; Self::ALL.len()] = {
        let mut names = [""; Self::ALL.len()];
        let mut index = 0;
        while index < names.len() {
            names[index] = Self::ALL[index].name();
            index += 1;
        }
        names
    };

    /// Its name as configs, manifests and the page spell it; the command line has hyphens for underscores.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::General => "general",
            Self::Concat => "concat",
            Self::ConcatWithoutTanh => "concat_without_tanh",
            Self::None => "none",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|attention| attention.name() == name)
    }

    /// What it computes, in a few signs.
    pub fn formula(self) -> &'static str {
        match self {
            Self::Dot => "s · m",
            Self::General => "(W s) · m",
            Self::Concat => "v · tanh(W s + U m)",
            Self::ConcatWithoutTanh => "v · (W s + U m)",
            Self::None => "no score: the context is the encoder's last state",
        }
    }
}

impl Serialize for AttentionType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for AttentionType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = Cow::<str>::deserialize(deserializer)?;
        Self::named(&name).ok_or_else(|| de::Error::unknown_variant(&name, &Self::NAMES))
    }
}

/// A score function with its parameters.
#[derive(Debug, Clone, PartialEq)]
pub enum Attention {
    /// No parameters.
    Dot,
    /// One matrix.
    General {
        /// [d_model, d_model].
        w_align: Linear,
    },
    /// Two matrices and a vector.
    Concat(Box<Concat>),
    /// No parameters, no scores.
    None {
        /// How many numbers of an encoder output are its forward half: all of them where nothing reads backward.
        forward: usize,
    },
}

/// The parameters of concat.
#[derive(Debug, Clone, PartialEq)]
pub struct Concat {
    /// [d_model, d_model], for the decoder state.
    pub w_align_source: Linear,
    /// [d_model, d_model], for the memory.
    pub w_align_memory: Linear,
    /// [1, d_model].
    pub v_align: Linear,
    /// False for the form without tanh.
    pub with_tanh: bool,
}

/// What one batch observed. `src` and `tgt` are the padded lengths.
#[derive(Debug, Clone)]
pub struct AttentionRun {
    queries: Array3<f32>,
    keys: Array3<f32>,
    /// Concat's tanh(W s + U m), for each sentence [tgt·src, d_model]; empty for the others.
    hidden: Vec<Array2<f32>>,
    /// [batch, tgt, src]; [`MASKED_SCORE`] on padding. [batch, tgt, 0] without attention.
    pub scores: Array3<f32>,
    /// [batch, tgt, src]; rows sum to 1, 0 on padding. [batch, tgt, 0] without attention.
    pub weights: Array3<f32>,
    /// [batch, tgt, d_model]: weights · memory, or the state that the encoder ended in.
    pub context: Array3<f32>,
}

/// What some states made of one sentence.
#[derive(Debug, Clone)]
pub struct Attended {
    /// [rows, src]; [rows, 0] without attention.
    pub scores: Array2<f32>,
    /// [rows, src]; rows sum to 1. [rows, 0] without attention.
    pub weights: Array2<f32>,
    /// [rows, d_model].
    pub context: Array2<f32>,
}

impl Attention {
    /// All 0, for encoder outputs of which `forward` numbers are of the forward direction.
    pub fn zeros(attention_type: AttentionType, d_model: usize, forward: usize) -> Self {
        let linear = |outputs| Linear::zeros(d_model, outputs, false);
        match attention_type {
            AttentionType::Dot => Self::Dot,
            AttentionType::General => Self::General { w_align: linear(d_model) },
            AttentionType::Concat | AttentionType::ConcatWithoutTanh => Self::Concat(Box::new(Concat {
                w_align_source: linear(d_model),
                w_align_memory: linear(d_model),
                v_align: linear(1),
                with_tanh: attention_type == AttentionType::Concat,
            })),
            AttentionType::None => Self::None { forward },
        }
    }

    /// Which of them it is.
    pub fn attention_type(&self) -> AttentionType {
        match self {
            Self::Dot => AttentionType::Dot,
            Self::General { .. } => AttentionType::General,
            Self::Concat(concat) if concat.with_tanh => AttentionType::Concat,
            Self::Concat(_) => AttentionType::ConcatWithoutTanh,
            Self::None { .. } => AttentionType::None,
        }
    }

    /// As PyTorch starts its `nn.Linear`s.
    pub fn initialise(&mut self, rng: &mut Rng) {
        match self {
            Self::Dot | Self::None { .. } => {}
            Self::General { w_align } => w_align.initialise(rng),
            Self::Concat(concat) => {
                concat.w_align_source.initialise(rng);
                concat.w_align_memory.initialise(rng);
                concat.v_align.initialise(rng);
            }
        }
    }

    /// What the scores need of the memory: [rows, d_model] → [rows, d_model], or [rows, 0] without attention.
    pub fn keys(&self, memory: ArrayView2<f32>) -> Array2<f32> {
        match self {
            Self::None { .. } => Array2::zeros((memory.nrows(), 0)),
            Self::Dot => memory.to_owned(),
            Self::General { w_align } => product(memory, w_align.weight.view()),
            Self::Concat(concat) => concat.w_align_memory.forward(memory),
        }
    }

    /// What the scores need of decoder states: [rows, d_model] → [rows, d_model], or [rows, 0] without attention.
    pub fn queries(&self, states: ArrayView2<f32>) -> Array2<f32> {
        match self {
            Self::None { .. } => Array2::zeros((states.nrows(), 0)),
            Self::Dot | Self::General { .. } => states.to_owned(),
            Self::Concat(concat) => concat.w_align_source.forward(states),
        }
    }

    /// Scores of one sentence: queries [tgt, d_model], keys [src, d_model] → [tgt, src], or [tgt, 0] without attention.
    pub fn scores(&self, queries: ArrayView2<f32>, keys: ArrayView2<f32>) -> Array2<f32> {
        match self {
            Self::None { .. } => Array2::zeros((queries.nrows(), 0)),
            Self::Dot | Self::General { .. } => queries.dot(&keys.t()),
            Self::Concat(concat) => concat.scores(&concat.hidden(queries, keys), queries.nrows()),
        }
    }

    /// Attends from `states` [rows, d_model] to one sentence: its memory [src, d_model] and the [`Self::keys`] of it.
    pub fn attend(
        &self,
        states: ArrayView2<f32>,
        memory: ArrayView2<f32>,
        keys: ArrayView2<f32>,
    ) -> Attended {
        let scores = self.scores(self.queries(states).view(), keys);
        let mut weights = scores.clone();
        let context = if let Self::None { forward } = self {
            let ended = ended_in(memory, *forward);
            Array2::from_shape_fn(states.dim(), |(_, unit)| ended[unit])
        } else {
            softmax_rows_in_place(weights.view_mut());
            weights.dot(&memory)
        };
        Attended { scores, weights, context }
    }

    /// Attends from every state of a batch to the first `lengths[b]` rows of its memory.
    ///
    /// states [batch, tgt, d_model], memory [batch, src, d_model].
    pub fn forward(
        &self,
        states: ArrayView3<f32>,
        memory: ArrayView3<f32>,
        lengths: &[usize],
    ) -> AttentionRun {
        if let Self::None { forward } = self {
            return without_attention(states.dim(), memory, lengths, *forward);
        }
        let (batch, tgt, d_model) = states.dim();
        let src = memory.dim().1;
        let queries = unflatten(self.queries(flatten(&states).view()), tgt); // [batch, tgt, d_model]
        let keys = unflatten(self.keys(flatten(&memory).view()), src); // [batch, src, d_model]
        let mut hidden = Vec::new();
        let mut scores = Array3::from_elem((batch, tgt, src), MASKED_SCORE);
        let mut context = Array3::zeros((batch, tgt, d_model));
        for (sentence, &length) in lengths.iter().enumerate() {
            let queries = queries.index_axis(Axis(0), sentence); // [tgt, d_model]
            let keys = keys.slice(s![sentence, ..length, ..]); // [length, d_model]
            let mut scores = scores.slice_mut(s![sentence, .., ..length]); // [tgt, length]
            match self {
                Self::Dot | Self::General { .. } => {
                    general_mat_mul(1.0, &queries, &keys.t(), 0.0, &mut scores);
                }
                Self::Concat(concat) => {
                    let of_sentence = concat.hidden(queries, keys);
                    scores.assign(&concat.scores(&of_sentence, tgt));
                    hidden.push(of_sentence);
                }
                Self::None { .. } => unreachable!("it has no scores"),
            }
        }
        let mut weights = scores.clone();
        for (sentence, &length) in lengths.iter().enumerate() {
            let mut weights = weights.index_axis_mut(Axis(0), sentence);
            softmax_rows_in_place(weights.view_mut());
            let memory = memory.slice(s![sentence, ..length, ..]);
            let mut context = context.index_axis_mut(Axis(0), sentence);
            general_mat_mul(1.0, &weights.slice(s![.., ..length]), &memory, 0.0, &mut context);
        }
        AttentionRun { queries, keys, hidden, scores, weights, context }
    }

    /// Adds to `grads` and returns (∂loss/∂states, ∂loss/∂memory), given ∂loss/∂context
    /// [batch, tgt, d_model] and what [`Self::forward`] was given and returned.
    pub fn backward(
        &self,
        states: ArrayView3<f32>,
        memory: ArrayView3<f32>,
        lengths: &[usize],
        run: &AttentionRun,
        grad_context: ArrayView3<f32>,
        grads: &mut Self,
    ) -> (Array3<f32>, Array3<f32>) {
        if let Self::None { forward } = self {
            let grad_memory = without_attention_backward(memory.dim(), lengths, grad_context, *forward);
            return (Array3::zeros(states.dim()), grad_memory);
        }
        let mut grad_queries = Array3::<f32>::zeros(states.dim());
        let mut grad_keys = Array3::<f32>::zeros(memory.dim());
        let mut grad_memory = Array3::<f32>::zeros(memory.dim());
        for (sentence, &length) in lengths.iter().enumerate() {
            let weights = run.weights.slice(s![sentence, .., ..length]); // [tgt, length]
            let grad_context = grad_context.index_axis(Axis(0), sentence); // [tgt, d_model]
            let memory = memory.slice(s![sentence, ..length, ..]); // [length, d_model]
            let mut grad_memory = grad_memory.slice_mut(s![sentence, ..length, ..]);
            general_mat_mul(1.0, &weights.t(), &grad_context, 0.0, &mut grad_memory);
            let mut grad_scores = grad_context.dot(&memory.t()); // first of the weights, then of the scores
            softmax_rows_backward_in_place(weights, grad_scores.view_mut());

            let mut grad_queries = grad_queries.index_axis_mut(Axis(0), sentence);
            let mut grad_keys = grad_keys.slice_mut(s![sentence, ..length, ..]);
            match (self, &mut *grads) {
                (Self::Concat(concat), Self::Concat(grads)) => {
                    let hidden = &run.hidden[sentence];
                    concat.scores_backward(hidden, &grad_scores, grad_queries, grad_keys, grads);
                }
                _ => {
                    let queries = run.queries.index_axis(Axis(0), sentence);
                    let keys = run.keys.slice(s![sentence, ..length, ..]);
                    general_mat_mul(1.0, &grad_scores, &keys, 0.0, &mut grad_queries);
                    general_mat_mul(1.0, &grad_scores.t(), &queries, 0.0, &mut grad_keys);
                }
            }
        }

        let (tgt, src) = (states.dim().1, memory.dim().1);
        match (self, grads) {
            (Self::General { w_align }, Self::General { w_align: grads }) => {
                let grad_keys = grad_keys.view();
                let grad_keys = flatten(&grad_keys);
                general_mat_mul(1.0, &flatten(&memory).t(), &grad_keys, 1.0, &mut grads.weight);
                grad_memory += &unflatten(product(grad_keys.view(), w_align.weight.t()), src);
                (grad_queries, grad_memory)
            }
            (Self::Concat(concat), Self::Concat(grads)) => {
                let (grad_queries, grad_keys) = (grad_queries.view(), grad_keys.view());
                let (grad_queries, grad_keys) = (flatten(&grad_queries), flatten(&grad_keys));
                let of_states = &mut grads.w_align_source;
                let of_memory = &mut grads.w_align_memory;
                let grad_states =
                    concat.w_align_source.backward(flatten(&states).view(), grad_queries.view(), of_states);
                let through_keys =
                    concat.w_align_memory.backward(flatten(&memory).view(), grad_keys.view(), of_memory);
                grad_memory += &unflatten(through_keys, src);
                (unflatten(grad_states, tgt), grad_memory)
            }
            _ => {
                grad_memory += &grad_keys;
                (grad_queries, grad_memory)
            }
        }
    }
}

/// The state that the encoder ended in, of its outputs [src, d_model]: the first `forward` numbers after the last token,
/// the others after the first one, which a backward direction reads last.
fn ended_in(memory: ArrayView2<f32>, forward: usize) -> Array1<f32> {
    let mut ended = memory.row(memory.nrows() - 1).to_owned();
    ended.slice_mut(s![forward..]).assign(&memory.slice(s![0, forward..]));
    ended
}

/// [`Attention::forward`] of `none`: every step of a sentence has the same context.
fn without_attention(
    (batch, tgt, d_model): (usize, usize, usize),
    memory: ArrayView3<f32>,
    lengths: &[usize],
    forward: usize,
) -> AttentionRun {
    let mut context = Array3::zeros((batch, tgt, d_model));
    for (sentence, &length) in lengths.iter().enumerate() {
        let ended = ended_in(memory.slice(s![sentence, ..length, ..]), forward);
        context
            .index_axis_mut(Axis(0), sentence)
            .rows_mut()
            .into_iter()
            .for_each(|mut row| row.assign(&ended));
    }
    let nothing = Array3::zeros((batch, tgt, 0));
    AttentionRun {
        queries: nothing.clone(),
        keys: Array3::zeros((batch, memory.dim().1, 0)),
        hidden: Vec::new(),
        scores: nothing.clone(),
        weights: nothing,
        context,
    }
}

/// ∂loss/∂memory [batch, src, d_model] of `none`: all that reaches it goes to the states that the encoder ended in.
fn without_attention_backward(
    shape: (usize, usize, usize),
    lengths: &[usize],
    grad_context: ArrayView3<f32>,
    forward: usize,
) -> Array3<f32> {
    let mut grad_memory = Array3::zeros(shape);
    for (sentence, &length) in lengths.iter().enumerate() {
        let grad = grad_context.index_axis(Axis(0), sentence).sum_axis(Axis(0)); // [d_model]
        let mut of_last = grad_memory.slice_mut(s![sentence, length - 1, ..forward]);
        of_last += &grad.slice(s![..forward]);
        let mut of_first = grad_memory.slice_mut(s![sentence, 0, forward..]);
        of_first += &grad.slice(s![forward..]);
    }
    grad_memory
}

impl Concat {
    /// tanh(query + key) of every pair: [tgt·src, d_model], the source positions of one query together.
    fn hidden(&self, queries: ArrayView2<f32>, keys: ArrayView2<f32>) -> Array2<f32> {
        let src = keys.nrows();
        let mut hidden = Array2::zeros((queries.nrows() * src, keys.ncols()));
        for (query, mut of_query) in queries.rows().into_iter().zip(hidden.axis_chunks_iter_mut(Axis(0), src))
        {
            of_query.assign(&keys);
            of_query += &query;
            if self.with_tanh {
                of_query.mapv_inplace(tanh);
            }
        }
        hidden
    }

    /// v_align · hidden: [tgt·src, d_model] → [tgt, src].
    fn scores(&self, hidden: &Array2<f32>, tgt: usize) -> Array2<f32> {
        let scores: Array1<f32> = hidden.dot(&self.v_align.weight.row(0));
        let src = scores.len() / tgt;
        Array2::from_shape_fn((tgt, src), |(target, source)| scores[target * src + source])
    }

    /// Given ∂loss/∂scores [tgt, src], fills ∂loss/∂queries and ∂loss/∂keys and adds to ∂loss/∂v_align.
    fn scores_backward(
        &self,
        hidden: &Array2<f32>,
        grad_scores: &Array2<f32>,
        mut grad_queries: ArrayViewMut2<f32>,
        mut grad_keys: ArrayViewMut2<f32>,
        grads: &mut Self,
    ) {
        let v = self.v_align.weight.row(0);
        let mut grad_v = grads.v_align.weight.row_mut(0);
        let src = grad_scores.ncols();
        for (target, of_query) in hidden.axis_chunks_iter(Axis(0), src).enumerate() {
            let grad_scores = grad_scores.row(target);
            grad_v += &grad_scores.dot(&of_query);
            let mut grad_query = grad_queries.row_mut(target);
            for ((hidden, mut grad_key), &grad_score) in
                of_query.rows().into_iter().zip(grad_keys.rows_mut()).zip(&grad_scores)
            {
                let with_tanh = self.with_tanh;
                ndarray::Zip::from(&mut grad_query).and(&mut grad_key).and(hidden).and(v).for_each(
                    |grad_query, grad_key, &hidden, &v| {
                        let slope = if with_tanh { 1.0 - hidden * hidden } else { 1.0 };
                        let grad = grad_score * v * slope;
                        *grad_query += grad;
                        *grad_key += grad;
                    },
                );
            }
        }
    }
}

impl Parameters for Attention {
    fn visit<'a>(&'a self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewD<'a, f32>)) {
        match self {
            Self::Dot | Self::None { .. } => {}
            Self::General { w_align } => w_align.visit(&join(prefix, "W_align"), visit),
            Self::Concat(concat) => {
                concat.w_align_source.visit(&join(prefix, "W_align_source"), visit);
                concat.w_align_memory.visit(&join(prefix, "W_align_memory"), visit);
                concat.v_align.visit(&join(prefix, "v_align"), visit);
            }
        }
    }

    fn visit_mut<'a>(&'a mut self, prefix: &str, visit: &mut dyn FnMut(String, ArrayViewMutD<'a, f32>)) {
        match self {
            Self::Dot | Self::None { .. } => {}
            Self::General { w_align } => w_align.visit_mut(&join(prefix, "W_align"), visit),
            Self::Concat(concat) => {
                concat.w_align_source.visit_mut(&join(prefix, "W_align_source"), visit);
                concat.w_align_memory.visit_mut(&join(prefix, "W_align_memory"), visit);
                concat.v_align.visit_mut(&join(prefix, "v_align"), visit);
            }
        }
    }
}
