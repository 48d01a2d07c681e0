//! What the heads of a trunk share: everything but the attention and W_context.

use std::sync::atomic::{AtomicU64, Ordering};

use super::cell::{Signals, set_zeros};
use super::cells::Cells;
use super::matrix::Matrix;
use super::plan::Plan;
use super::weights::Weights;
use super::workspace::Workspace;
use crate::config::ModelConfig;
use crate::tokens::SpecialIds;

/// How many there have been.
static COUNT: AtomicU64 = AtomicU64::new(0);

/// Embeddings, recurrent layers and generator.
#[derive(Debug)]
pub(super) struct Trunk {
    /// No other has the same.
    pub number: u64,
    pub d_model: usize,
    pub words: usize,
    pub special_ids: SpecialIds,
    source_embedding: Matrix,
    /// `None` where the generator's matrix is the embedding.
    target_embedding: Option<Matrix>,
    pub cells: Cells,
    /// [n_tgt_words, d_model].
    generator: Matrix,
    generator_bias: Option<Vec<f32>>,
}

impl Trunk {
    pub fn new(config: &ModelConfig, weights: &impl Weights) -> Self {
        let embedding = "decoder.input_embedding.weight";
        let has_generator = !config.tied_embeddings;
        Self {
            number: COUNT.fetch_add(1, Ordering::Relaxed),
            d_model: config.d_model,
            words: config.n_tgt_words,
            special_ids: config.special_ids,
            source_embedding: weights.matrix("encoder.input_embedding.weight"),
            target_embedding: has_generator.then(|| weights.matrix(embedding)),
            cells: Cells::new(config, weights),
            generator: weights.matrix(if has_generator { "generator.weight" } else { embedding }),
            generator_bias: config.generator_bias.then(|| weights.vector("generator.bias")),
        }
    }

    /// Reads the source: fills the encoder's part of `workspace`.
    pub fn encode(&self, ids: &[usize], mut plan: Option<&mut Plan>, workspace: &mut Workspace) {
        let Workspace { src, encoder, memory, input, scratch, .. } = workspace;
        *src = ids.len();
        encoder.resize_with(self.cells.encoder.len(), Vec::new);
        embed(&self.source_embedding, ids, input);
        for (index, (layer, signals)) in self.cells.encoder.iter().zip(encoder).enumerate() {
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
    }

    /// Puts the decoder before its first step, with `rows` hypotheses.
    pub fn start(&self, rows: usize, workspace: &mut Workspace) {
        workspace.decoder.resize_with(self.cells.decoder.len(), Signals::default);
        for (cell, signals) in self.cells.decoder.iter().zip(&mut workspace.decoder) {
            signals.start(rows, 0, cell.units, cell.cell_units());
        }
    }

    /// One step of the recurrence: leaves the states in `workspace`.
    pub fn advance(&self, tokens: &[usize], mut plan: Option<&mut Plan>, workspace: &mut Workspace) {
        let Workspace { decoder, input, scratch, .. } = workspace;
        embed(self.target_embedding.as_ref().unwrap_or(&self.generator), tokens, input);
        for (layer, (cell, signals)) in self.cells.decoder.iter().zip(decoder).enumerate() {
            if let Some(plan) = plan.as_deref_mut() {
                plan.drop_out(input, self.d_model);
            }
            let change = plan.as_deref().and_then(|plan| plan.decoder(layer));
            cell.step(input, change, signals, scratch);
            input.clone_from(&signals.hidden);
        }
    }

    /// From a head's output to the logits of each row.
    pub fn generate(&self, workspace: &mut Workspace) {
        let Workspace { logits, output, scratch, .. } = workspace;
        let rows = output.len() / self.d_model;
        match &self.generator_bias {
            Some(bias) => {
                logits.clear();
                (0..rows).for_each(|_| logits.extend_from_slice(bias));
            }
            None => set_zeros(logits, rows * self.words),
        }
        self.generator.add_product(output, logits, &mut scratch.activations);
    }

    /// Keeps the hypotheses `rows` of the last step, in that order.
    pub fn select(&self, rows: &[usize], workspace: &mut Workspace) {
        let selected = |values: &[f32], width: usize| -> Vec<f32> {
            rows.iter().flat_map(|&row| &values[row * width..(row + 1) * width]).copied().collect()
        };
        for (cell, signals) in self.cells.decoder.iter().zip(&mut workspace.decoder) {
            signals.hidden = selected(&signals.hidden, cell.units);
            signals.cell = selected(&signals.cell, cell.cell_units());
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
