//! Measures a model on random spellings of dates.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use seqscope::nn::AttentionType;
use seqscope::search::SearchOptions;
use seqscope::tasks::dates::{Example, Field, Split};
use seqscope::trace::Trace;
use seqscope::training::{Purpose, generator};
use serde::Serialize;

use crate::measures::outputs::{
    Compared, Found, Mistake, exact_match, mean_log_probability, mistakes, share,
};
use crate::parallel;
use crate::stored_model::StoredModel;

/// Dates, unless it is said otherwise.
pub const COUNT: u64 = 10_000;

/// What was measured on dates.
#[derive(Debug, Serialize)]
pub struct DatesEvaluation {
    pub task: String,
    pub attention: &'static str,
    pub rnn: &'static str,
    pub beam: usize,
    /// Number of sentences.
    pub count: usize,
    /// Share of the outputs that are the target to the last character.
    pub exact_match: f64,
    /// Mean of ln p of the outputs.
    pub log_probability: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alignment: Option<f64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub alignment_by_field: BTreeMap<&'static str, f64>,
    pub by_spelling: BTreeMap<&'static str, OfSpelling>,
    /// Some of the outputs that are wrong.
    pub mistakes: Vec<Mistake>,
}

#[derive(Debug, Serialize)]
pub struct OfSpelling {
    pub count: usize,
    pub exact_match: f64,
}

/// Measures on random spellings of test dates.
pub fn evaluate(
    model: &StoredModel,
    count: u64,
    seed: u64,
    options: &SearchOptions,
) -> Result<DatesEvaluation> {
    if model.metadata.task != "dates" {
        bail!("a model of the task {}: expected --pairs to measure it on", model.metadata.task);
    }
    let mut rng = generator(seed, Purpose::Data, 0, 1);
    let examples: Vec<Example> = (0..count).map(|_| Example::random(Split::Test, &mut rng)).collect();
    let runs = parallel::map_with(examples.len(), |workspace, index| {
        let source = &examples[index].source;
        let trace = model.run(source, options, workspace).with_context(|| format!("{source:?}"))?;
        Ok((Found::of(&trace), strongest(&trace)))
    })?;

    let mut spellings: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
    let mut fields: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
    for (example, (found, looked_at)) in examples.iter().zip(&runs) {
        let (count, exact) = spellings.entry(example.spelling.name()).or_default();
        *count += 1;
        *exact += usize::from(found.output == example.target);
        for output in 0..example.target.len() {
            let Some(field) = Field::of_output(output) else { continue };
            let (count, aligned) = fields.entry(name(field)).or_default();
            let looked_at = looked_at.get(output);
            let is_on_field = looked_at.and_then(|&source| example.alignment.is_on_field(output, source));
            *count += 1;
            *aligned += usize::from(is_on_field == Some(true));
        }
    }
    let (digits, aligned) =
        fields.values().fold((0, 0), |(digits, aligned), (count, hits)| (digits + count, aligned + hits));
    // What does not attend does not look anywhere.
    let attends = model.metadata.model.attention != AttentionType::None;
    let compared: Vec<Compared> = examples
        .iter()
        .zip(&runs)
        .map(|(example, (found, _))| Compared {
            input: &example.source,
            output: &found.output,
            targets: std::slice::from_ref(&example.target),
        })
        .collect();
    Ok(DatesEvaluation {
        task: model.metadata.task.clone(),
        attention: model.metadata.model.attention.name(),
        rnn: model.metadata.model.rnn_type.name(),
        beam: options.beam,
        count: examples.len(),
        exact_match: exact_match(&compared),
        log_probability: mean_log_probability(runs.iter().map(|(found, _)| found)),
        alignment: attends.then(|| share(aligned, digits)),
        alignment_by_field: fields
            .into_iter()
            .filter(|_| attends)
            .map(|(name, (count, aligned))| (name, share(aligned, count)))
            .collect(),
        by_spelling: spellings
            .into_iter()
            .map(|(name, (count, exact))| (name, OfSpelling { count, exact_match: share(exact, count) }))
            .collect(),
        mistakes: mistakes(&compared),
    })
}

/// For each output token the source token that it attends to most.
fn strongest(trace: &Trace) -> Vec<usize> {
    let of_row = |weights: ndarray::ArrayView1<f32>| {
        let (mut best, mut highest) = (0, f32::NEG_INFINITY);
        for (source, &weight) in weights.iter().enumerate() {
            if weight > highest {
                (best, highest) = (source, weight);
            }
        }
        best
    };
    trace.weights.rows().into_iter().map(of_row).collect()
}

fn name(field: Field) -> &'static str {
    match field {
        Field::Year => "year",
        Field::Month => "month",
        Field::Day => "day",
    }
}
