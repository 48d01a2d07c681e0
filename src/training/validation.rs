//! How good a model is on pairs that it does not learn from.

use super::batches::Batch;
use super::loss::cross_entropy;
use crate::seq2seq::Seq2Seq;

/// What teacher forcing on a data set gave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Validation {
    /// Cross-entropy in nats a token, without label smoothing.
    pub loss: f64,
    /// Share of the tokens that are the model's first choice given the true tokens before them.
    pub token_accuracy: f64,
    /// Share of the sentences that greedy search gets right to the last token.
    ///
    /// Greedy search reads what it has emitted. It emits the whole target exactly if, given the true tokens
    /// before it, every token is the first choice: as soon as one is not, search and target differ. So one
    /// pass with teacher forcing knows what as many searches would find.
    pub exact_match: f64,
}

/// Runs `model` over `batches`, dropout off.
pub fn validate(model: &Seq2Seq, batches: &[Batch]) -> Validation {
    let (mut sum, mut tokens, mut correct, mut exact, mut sentences) = (0.0, 0, 0, 0, 0);
    for batch in batches {
        let run = model.forward(&batch.source, &batch.input, None);
        let loss = cross_entropy(run.logits.view(), &batch.output, 0.0);
        sum += loss.sum;
        tokens += loss.tokens;
        let by_sentence = run.logits.axis_chunks_iter(ndarray::Axis(0), batch.output.packing().padded());
        let targets = batch.output.ids().rows().into_iter().zip(batch.output.packing().lengths());
        for (logits, (targets, &length)) in by_sentence.zip(targets) {
            let first_choice = |logits: ndarray::ArrayView1<f32>, target: usize| {
                let of_target = logits[target];
                let beats = |(word, &logit): (usize, &f32)| {
                    logit > of_target || (logit == of_target && word < target)
                };
                !logits.iter().enumerate().any(beats)
            };
            let pairs = logits.rows().into_iter().zip(targets).take(length);
            let hits = pairs.filter(|(logits, target)| first_choice(*logits, **target)).count();
            correct += hits;
            exact += usize::from(hits == length);
            sentences += 1;
        }
    }
    let share = |part: usize, whole: usize| part as f64 / whole as f64;
    Validation {
        loss: sum / tokens as f64,
        token_accuracy: share(correct, tokens),
        exact_match: share(exact, sentences),
    }
}
