//! The options of a search that commands share, and a search that keeps the output only.

use anyhow::Result;
use clap::Args;
use ndarray::Array2;
use seqscope::checkpoint::Checkpoint;
use seqscope::error::Error;
use seqscope::search::{self, Hypothesis, MAX_SOURCE_TOKENS, SearchOptions};
use seqscope::tokens::{END, Token};

use crate::run;

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

/// What [`Checkpoint::run`] finds for `text`, without a record of what happened on the way.
pub fn search(checkpoint: &Checkpoint, text: &str, options: &SearchOptions) -> Result<Hypothesis, Error> {
    options.validate(checkpoint.metadata.target.len())?;
    let memory = checkpoint.memory(&ids(&source_tokens(checkpoint, text)?))?;
    Ok(match options.beam {
        1 => search::greedy(&checkpoint.model, &memory, &options.prefix, |_, _| {}),
        _ => search::beam(&checkpoint.model, &memory, options),
    })
}

/// The weights of the attention, [tgt, src], where the model is made to write `output`: ids without the end token.
pub fn forced_attention(
    checkpoint: &Checkpoint,
    source: &[usize],
    output: &[usize],
) -> Result<Array2<f32>, Error> {
    let memory = checkpoint.memory(source)?;
    let mut weights = Array2::zeros((output.len(), memory.len()));
    let mut rows = weights.rows_mut().into_iter();
    // The end token is forced too, or the search would go on; its row has no place.
    let prefix = [output, &[END]].concat();
    search::greedy(&checkpoint.model, &memory, &prefix, |step, _| {
        if let Some(mut row) = rows.next() {
            row.assign(&step.weights.row(0));
        }
    });
    Ok(weights)
}

/// The source tokens of `text`, neither none nor too many.
pub fn source_tokens(checkpoint: &Checkpoint, text: &str) -> Result<Vec<Token>, Error> {
    let tokens = checkpoint.metadata.source.encode(text);
    match tokens.len() {
        0 => Err(Error::EmptyInput),
        found if found > MAX_SOURCE_TOKENS => Err(Error::InputTooLong { found, limit: MAX_SOURCE_TOKENS }),
        _ => Ok(tokens),
    }
}

/// The ids of tokens.
pub fn ids(tokens: &[Token]) -> Vec<usize> {
    tokens.iter().map(|token| token.id).collect()
}
