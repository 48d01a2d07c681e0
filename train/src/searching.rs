//! The options of a search that commands share, and runs of many sentences at once that keep their results only.

use std::cmp::Reverse;

use anyhow::Result;
use clap::Args;
use ndarray::{Array2, s};
use seqscope::batch::Sequences;
use seqscope::checkpoint::Checkpoint;
use seqscope::decoder::Memory;
use seqscope::search::{self, Hypothesis, SearchOptions};
use seqscope::tokens::{START, Token};

use crate::{parallel, run};

/// How to search.
#[derive(Args)]
pub struct SearchArguments {
    /// Width of the beam; 1 is greedy search.
    #[arg(long, default_value_t = 1, value_parser = run::beam)]
    beam: usize,
    /// α of the length normalisation ((5 + length) / 6)^α that a beam's outputs are compared by; 0 for none.
    #[arg(long, default_value_t = SearchOptions::default().length_penalty, value_parser = length_penalty)]
    length_penalty: f32,
}

fn length_penalty(text: &str) -> Result<f32, String> {
    let number = text.parse().ok().filter(|number| (0.0..=10.0).contains(number));
    number.ok_or_else(|| "expected a number from 0 to 10".to_string())
}

impl SearchArguments {
    /// The options, without candidates.
    pub fn options(&self) -> SearchOptions {
        SearchOptions {
            beam: self.beam,
            length_penalty: self.length_penalty,
            candidates: 0,
            ..SearchOptions::default()
        }
    }
}

/// Sentences that are searched at once: the weights are read once a step for all of them.
const BATCH: usize = 64;

/// What [`Checkpoint::run`] finds for each of `sources`, the ids of texts, without a record of what happened on the
/// way.
pub fn search(
    checkpoint: &Checkpoint,
    sources: &[Vec<usize>],
    options: &SearchOptions,
) -> Result<Vec<Hypothesis>> {
    options.validate(checkpoint.metadata.target.len())?;
    by_length(sources, |batch, source| {
        let encoded = checkpoint.model.encoder.forward(source, None).memory;
        let of_sentence = |(row, &index): (usize, &usize)| {
            let of_sentence = encoded.slice(s![row, ..sources[index].len(), ..]);
            checkpoint.model.decoder.memory(of_sentence.to_owned())
        };
        let memories: Vec<Memory> = batch.iter().enumerate().map(of_sentence).collect();
        Ok(search::search_all(&checkpoint.model, &memories, options))
    })
}

/// For each of `sources` the weights of the attention, [tgt, src], where the model is made to write the output beside
/// it: ids without the end token.
pub fn forced_attention(
    checkpoint: &Checkpoint,
    sources: &[Vec<usize>],
    outputs: &[Vec<usize>],
) -> Result<Vec<Array2<f32>>> {
    by_length(sources, |batch, source| {
        // At each step the decoder reads what stands before.
        let read = |&index: &usize| {
            let output = &outputs[index];
            [&[START], &output[..output.len().saturating_sub(1)]].concat()
        };
        let input = Sequences::new(&batch.iter().map(read).collect::<Vec<_>>())?;
        let memory = checkpoint.model.encoder.forward(source, None).memory;
        let lengths = source.packing().lengths();
        let run = checkpoint.model.decoder.forward(&input, memory.view(), lengths, None);
        let of_sentence = |(row, &index): (usize, &usize)| {
            run.attention.weights.slice(s![row, ..outputs[index].len(), ..lengths[row]]).to_owned()
        };
        Ok(batch.iter().enumerate().map(of_sentence).collect())
    })
}

/// `work` on batches of sources of about the same length, on all cores: the indices of a batch and the batch. Its
/// results come in the order of the sources.
fn by_length<T: Send>(
    sources: &[Vec<usize>],
    work: impl Fn(&[usize], &Sequences) -> Result<Vec<T>> + Sync,
) -> Result<Vec<T>> {
    let mut order: Vec<usize> = (0..sources.len()).collect();
    // The longest first, so that no core is left alone with them at the end.
    order.sort_by_key(|&index| Reverse(sources[index].len()));
    let batches: Vec<&[usize]> = order.chunks(BATCH).collect();
    let results = parallel::map(batches.len(), |batch| {
        let batch = batches[batch];
        let of_batch: Vec<&Vec<usize>> = batch.iter().map(|&index| &sources[index]).collect();
        work(batch, &Sequences::new(&of_batch)?)
    })?;
    let mut results: Vec<(usize, T)> = order.iter().copied().zip(results.into_iter().flatten()).collect();
    results.sort_by_key(|(index, _)| *index);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}

/// The ids of tokens.
pub fn ids(tokens: &[Token]) -> Vec<usize> {
    tokens.iter().map(|token| token.id).collect()
}
