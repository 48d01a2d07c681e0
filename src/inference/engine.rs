//! The model on its laid-out weights.

use std::sync::Arc;

use ndarray::ArrayViewMut1;

use super::cell::set_zeros;
use super::matrix::{Matrix, Numbers};
use super::plan::Plan;
use super::score::Score;
use super::trunk::Trunk;
use super::weights::{OfFile, OfModel, Weights};
use super::workspace::Workspace;
use crate::checkpoint::{HeadFile, ModelFile};
use crate::config::ModelConfig;
use crate::nn::functional::{softmax_in_place, tanh};
use crate::seq2seq::Seq2Seq;

/// A model that is ready to run on one sentence at a time. Weights are laid out once; [`Workspace`] has everything that
/// a run changes.
///
/// Engines that are heads of one trunk ([`Engine::with_head`]) have its weights once, and where they run the same text in
/// the same [`Workspace`], one after the other, the trunk reads it once and writes once what their outputs begin with. What
/// each computes is bit for bit what it computes alone.
#[derive(Debug, Clone)]
pub struct Engine {
    pub(super) trunk: Arc<Trunk>,
    score: Score,
    /// [d_model, 2·d_model].
    w_context: Matrix,
    context_tanh: bool,
}

impl Engine {
    /// Lays the weights of `model` out.
    pub fn new(model: &Seq2Seq, numbers: Numbers) -> Self {
        let (config, weights) = (model.config(), OfModel::new(model, numbers));
        Self::on(Arc::new(Trunk::new(config, &weights)), config, &weights)
    }

    /// Lays the weights of `file` out as they are stored: what has 8 or 4 bits in 8, with the same values, all else in 32.
    pub fn read(file: &ModelFile) -> Self {
        let (config, weights) = (&file.metadata.model, OfFile(file.tensors()));
        Self::on(Arc::new(Trunk::new(config, &weights)), config, &weights)
    }

    /// Another head on the trunk of this one.
    pub fn with_head(&self, file: &HeadFile) -> Self {
        Self::on(Arc::clone(&self.trunk), &file.model, &OfFile(file.tensors()))
    }

    fn on(trunk: Arc<Trunk>, config: &ModelConfig, weights: &impl Weights) -> Self {
        Self {
            trunk,
            score: Score::new(config, weights),
            w_context: weights.matrix("decoder.W_context.weight"),
            context_tanh: config.context_tanh,
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
    pub(super) fn encode_with(&self, ids: &[usize], plan: Option<&mut Plan>, workspace: &mut Workspace) {
        let trunk = &self.trunk;
        // Kept for the other heads, where there are any.
        let is_kept = plan.is_none() && Arc::strong_count(trunk) > 1;
        if !(is_kept && workspace.memo.is_of(trunk.number, ids)) {
            workspace.memo.clear();
            trunk.encode(ids, plan, workspace);
            if is_kept {
                workspace.memo.begin(trunk.number, ids);
            }
        }
        let Workspace { memory, keys, scratch, .. } = workspace;
        keys.clear();
        match &self.score {
            Score::None { .. } => {}
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
        if rows == 1 && plan.is_none() {
            workspace.memo.start();
        } else {
            workspace.memo.leave();
        }
        if let Some(plan) = plan {
            plan.start();
        }
        self.trunk.start(rows, workspace);
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
        if !workspace.recall(tokens) {
            self.trunk.advance(tokens, plan.as_deref_mut(), workspace);
            workspace.keep(tokens);
        }
        self.attend(tokens.len(), plan, workspace);
        self.trunk.generate(workspace);
    }

    /// From the states of `rows` hypotheses to what the generator reads.
    fn attend(&self, rows: usize, plan: Option<&mut Plan>, workspace: &mut Workspace) {
        self.look(rows, plan.as_deref(), workspace);
        let Workspace { joined, output, scratch, .. } = workspace;
        let d_model = self.trunk.d_model;
        set_zeros(output, rows * d_model);
        self.w_context.add_product(joined, output, &mut scratch.activations);
        if self.context_tanh {
            output.iter_mut().for_each(|output| *output = tanh(*output));
        }
        if let Some(plan) = plan {
            plan.drop_out(output, d_model);
            plan.next_step();
        }
    }

    /// Leaves scores, weights and [context; state] of `rows` hypotheses.
    fn look(&self, rows: usize, plan: Option<&Plan>, workspace: &mut Workspace) {
        let Workspace { src, scores, weights, joined, input, scratch, .. } = workspace;
        let (d_model, src) = (self.trunk.d_model, *src);
        let states = &*input;
        scores.clear();
        set_zeros(joined, rows * 2 * d_model);
        let queries = match &self.score {
            &Score::None { forward } => {
                weights.clear();
                let (first, last) = (&workspace.memory[..d_model], &workspace.memory[(src - 1) * d_model..]);
                for (joined, state) in joined.chunks_exact_mut(2 * d_model).zip(states.chunks_exact(d_model))
                {
                    let (context, of_state) = joined.split_at_mut(d_model);
                    context[..forward].copy_from_slice(&last[..forward]);
                    context[forward..].copy_from_slice(&first[forward..]);
                    of_state.copy_from_slice(state);
                }
                return;
            }
            Score::Dot | Score::General(_) => states,
            Score::Concat { of_state, .. } => {
                set_zeros(&mut workspace.queries, states.len());
                of_state.add_product(states, &mut workspace.queries, &mut scratch.activations);
                &workspace.queries
            }
        };
        for query in queries.chunks_exact(d_model) {
            scores.extend(workspace.keys.chunks_exact(d_model).map(|key| self.score.of(query, key)));
        }
        weights.clone_from(scores);
        let given = plan.and_then(Plan::row);
        let of_rows = weights.chunks_exact_mut(src).zip(joined.chunks_exact_mut(2 * d_model));
        for ((weights, joined), state) in of_rows.zip(states.chunks_exact(d_model)) {
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
    }

    /// Whether it attends: without attention there are no scores, no weights and no rows to edit.
    pub(super) fn attends(&self) -> bool {
        !matches!(self.score, Score::None { .. })
    }

    /// Keeps the hypotheses `rows` of the last step, in that order.
    pub fn select(&self, rows: &[usize], workspace: &mut Workspace) {
        workspace.memo.leave();
        self.trunk.select(rows, workspace);
    }
}
