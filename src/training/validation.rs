//! How good a model is on pairs that it does not learn from.

use ndarray::Array2;

use super::batches::Batch;
use super::loss::cross_entropy;
use crate::batch::Sequences;
use crate::joint::Joint;
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
    let mut tally = Tally::default();
    for batch in batches {
        tally.add(&model.forward(&batch.source, &batch.input, None).logits, &batch.output);
    }
    tally.shares()
}

/// [`validate`] of each head of `model`; the trunk runs once for all.
pub fn validate_heads(model: &Joint, batches: &[Batch]) -> Vec<Validation> {
    let mut tallies: Vec<Tally> = model.heads().map(|_| Tally::default()).collect();
    for batch in batches {
        model.forward(&batch.source, &batch.input, |head, logits| tallies[head].add(&logits, &batch.output));
    }
    tallies.iter().map(Tally::shares).collect()
}

/// What has been counted so far.
#[derive(Default)]
struct Tally {
    sum: f64,
    tokens: usize,
    correct: usize,
    exact: usize,
    sentences: usize,
}

impl Tally {
    /// Takes in the logits [batch·tgt, words] of a batch.
    fn add(&mut self, logits: &Array2<f32>, output: &Sequences) {
        let loss = cross_entropy(logits.view(), output, 0.0);
        self.sum += loss.sum;
        self.tokens += loss.tokens;
        let by_sentence = logits.axis_chunks_iter(ndarray::Axis(0), output.packing().padded());
        let targets = output.ids().rows().into_iter().zip(output.packing().lengths());
        for (logits, (targets, &length)) in by_sentence.zip(targets) {
            // A logit that is no number is no choice, and nothing is chosen beside it.
            let first_choice = |logits: ndarray::ArrayView1<f32>, target: usize| {
                let of_target = logits[target];
                let is_beaten = |(word, &logit): (usize, &f32)| {
                    logit < of_target || (logit == of_target && word >= target)
                };
                logits.iter().enumerate().all(is_beaten)
            };
            let pairs = logits.rows().into_iter().zip(targets).take(length);
            let hits = pairs.filter(|(logits, target)| first_choice(*logits, **target)).count();
            self.correct += hits;
            self.exact += usize::from(hits == length);
            self.sentences += 1;
        }
    }

    fn shares(&self) -> Validation {
        let share = |part: usize, whole: usize| part as f64 / whole as f64;
        Validation {
            loss: self.sum / self.tokens as f64,
            token_accuracy: share(self.correct, self.tokens),
            exact_match: share(self.exact, self.sentences),
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::config::ModelConfig;
    use crate::nn::{AttentionType, Parameters, RnnType};
    use crate::tokens::{END, SpecialIds};
    use crate::training::{Pair, Purpose, generator};

    /// A model whose logits are the bias of its generator whatever it reads.
    fn constant(bias: &[f32]) -> Seq2Seq {
        let config = ModelConfig {
            n_src_words: 6,
            n_tgt_words: bias.len(),
            d_model: 4,
            encoder_layers: 1,
            decoder_layers: 1,
            bidirectional: true,
            rnn_type: RnnType::Lstm,
            attention: AttentionType::Dot,
            context_tanh: false,
            recurrent_bias: true,
            special_ids: SpecialIds::default(),
            generator_bias: true,
            tied_embeddings: false,
            dropout: 0.0,
        };
        let mut model = Seq2Seq::new(config, &mut generator(1, Purpose::Initialisation, 0, 0)).unwrap();
        for (name, mut values) in model.parameters_mut() {
            match &*name {
                "generator.weight" => values.fill(0.0),
                "generator.bias" => values.iter_mut().zip(bias).for_each(|(value, bias)| *value = *bias),
                _ => {}
            }
        }
        model
    }

    fn batch(targets: &[&[usize]]) -> Batch {
        let pair = |target: &&[usize]| Pair { source: vec![4, 5], target: target.to_vec() };
        Batch::new(&targets.iter().map(pair).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn tokens_and_sentences_are_counted_apart_and_batches_together() {
        // Always the end token: of three sentences the empty one is right, and of all the end tokens.
        let mut bias = [0.0; 6];
        bias[END] = 1.0;
        let found = validate(&constant(&bias), &[batch(&[&[4, 5], &[]]), batch(&[&[4, 4, 4]])]);
        assert_eq!(found.exact_match, 1.0 / 3.0);
        assert_eq!(found.token_accuracy, 3.0 / 8.0);
        let total = (5.0 + 1.0_f64.exp()).ln();
        assert!((found.loss - (total - 3.0 / 8.0)).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn of_equal_logits_the_first_is_chosen_as_in_greedy_search() {
        let found = validate(&constant(&[0.0, 0.0, 0.0, 0.0, 1.0, 1.0]), &[batch(&[&[4], &[5]])]);
        assert_eq!(found.token_accuracy, 1.0 / 4.0);
    }

    #[test]
    fn a_model_whose_numbers_are_none_gets_nothing_right() {
        let nothing = validate(&constant(&[f32::NAN; 6]), &[batch(&[&[4], &[]])]);
        assert_eq!((nothing.exact_match, nothing.token_accuracy), (0.0, 0.0));
        assert!(nothing.loss.is_nan());
        let mut one = [0.0; 6];
        one[5] = f32::NAN;
        assert_eq!(validate(&constant(&one), &[batch(&[&[]])]).exact_match, 0.0);
    }
}
