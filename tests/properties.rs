//! What holds for every model and every batch.

#![allow(clippy::unwrap_used, reason = "a batch that cannot be made fails the test, as it should")]

use crate::common;

use common::random::{RNN_TYPES, WORDS, config, random_model, started};
use ndarray::{Array2, Array3, Axis, s};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rand::{RngExt, SeedableRng};
use seqscope::batch::Sequences;
use seqscope::nn::attention::AttentionRun;
use seqscope::nn::{Attention, AttentionType, Parameters, Rng, RnnType};
use seqscope::seq2seq::Seq2Seq;
use seqscope::tokens::END;

/// Sums are taken in another order when a batch has another shape. This is absolute; the models below keep
/// scores and logits within ±100.
const TOLERANCE: f32 = 2e-5;

/// A model and a batch for it.
#[derive(Debug, Clone)]
struct Case {
    model: Seq2Seq,
    /// Source words and decoder input of each sentence.
    sentences: Vec<(Vec<usize>, Vec<usize>)>,
}

impl Case {
    fn run(&self, extra_padding: (usize, usize)) -> Observed {
        Observed::of(&self.model, &self.sentences, extra_padding)
    }

    fn one_by_one(&self) -> Vec<Observed> {
        self.sentences
            .iter()
            .map(|one| Observed::of(&self.model, std::slice::from_ref(one), (0, 0)))
            .collect()
    }
}

/// All that a run of a batch shows, with what back-propagation says of it.
struct Observed {
    lengths: Vec<(usize, usize)>,
    memory: Array3<f32>,
    scores: Array3<f32>,
    weights: Array3<f32>,
    context: Array3<f32>,
    logits: Array3<f32>,
    gradients: Seq2Seq,
}

impl Observed {
    /// `extra_padding`: steps behind the longest source and behind the longest target.
    fn of(model: &Seq2Seq, sentences: &[(Vec<usize>, Vec<usize>)], extra_padding: (usize, usize)) -> Self {
        let (sources, inputs): (Vec<_>, Vec<_>) = sentences.iter().cloned().unzip();
        let padded = |sentences: &[Vec<usize>], extra| {
            let longest = sentences.iter().map(Vec::len).max().unwrap();
            Sequences::padded(sentences, longest + extra).unwrap()
        };
        let (source, input) = (padded(&sources, extra_padding.0), padded(&inputs, extra_padding.1));
        let run = model.forward(&source, &input, None);
        let logits = run.logits_by_sentence();
        // A loss whose gradient is known at every logit, and 0 at those of padding.
        let tgt = input.ids().ncols();
        let slope = Array2::from_shape_fn(run.logits.dim(), |(row, word)| {
            let (sentence, step) = (row / tgt, row % tgt);
            let inputs = &sentences[sentence].1;
            if step < inputs.len() {
                (inputs[step] as f32 + 2.0 * word as f32 + step as f32).sin()
            } else {
                0.0
            }
        });
        let mut gradients = model.zeros_like();
        model.backward(&run, &slope, &mut gradients);
        let lengths =
            sources.iter().zip(&inputs).map(|(source, input)| (source.len(), input.len())).collect();
        let AttentionRun { scores, weights, context, .. } = run.decoder.head.attention;
        Self { lengths, memory: run.encoder.memory, scores, weights, context, logits, gradients }
    }

    /// What was observed of one sentence, without its padding: memory, scores, weights, context, logits.
    fn sentence(&self, index: usize) -> [Array2<f32>; 5] {
        let (src, tgt) = self.lengths[index];
        // Without attention there are no columns.
        let attended = src.min(self.scores.dim().2);
        [
            self.memory.slice(s![index, ..src, ..]).to_owned(),
            self.scores.slice(s![index, ..tgt, ..attended]).to_owned(),
            self.weights.slice(s![index, ..tgt, ..attended]).to_owned(),
            self.context.slice(s![index, ..tgt, ..]).to_owned(),
            self.logits.slice(s![index, ..tgt, ..]).to_owned(),
        ]
    }
}

fn assert_close(
    what: &str,
    found: &Array2<f32>,
    expected: &Array2<f32>,
    tolerance: f32,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(found.dim(), expected.dim(), "shape of {}", what);
    for (found, expected) in found.iter().zip(expected) {
        prop_assert!((found - expected).abs() <= tolerance, "{}: {} instead of {}", what, found, expected);
    }
    Ok(())
}

fn assert_same_sentence(found: [Array2<f32>; 5], expected: [Array2<f32>; 5]) -> Result<(), TestCaseError> {
    let names = ["memory", "scores", "weights", "context", "logits"];
    for ((what, found), expected) in names.iter().zip(found).zip(expected) {
        assert_close(what, &found, &expected, TOLERANCE)?;
    }
    Ok(())
}

/// Each parameter's gradient, relative to its largest magnitude.
fn assert_same_gradients(found: &Seq2Seq, expected: &Seq2Seq) -> Result<(), TestCaseError> {
    for ((name, found), (_, expected)) in found.parameters().into_iter().zip(expected.parameters()) {
        let largest = expected.iter().fold(1.0_f32, |largest, value| largest.max(value.abs()));
        for (found, expected) in found.iter().zip(&expected) {
            let difference = (found - expected).abs();
            prop_assert!(difference <= 1e-4 * largest, "{}: {} instead of {}", name, found, expected);
        }
    }
    Ok(())
}

prop_compose! {
    fn cases()(
        rnn_type in select(&RNN_TYPES[..]),
        attention in select(&AttentionType::ALL[..]),
        layers in 1..=2_usize,
        bidirectional in any::<bool>(),
        half_d_model in 1..=4_usize,
        context_tanh in any::<bool>(),
        seed in any::<u64>(),
        sentences in vec((vec(END + 1..WORDS, 1..=6), vec(END + 1..WORDS, 0..=5)), 1..=4),
    ) -> Case {
        let mut config = config(rnn_type, layers, bidirectional, attention, 2 * half_d_model);
        config.context_tanh = context_tanh;
        let model = random_model(config, 1.0, seed);
        let sentences = sentences.into_iter().map(|(source, words)| (source, started(&words))).collect();
        Case { model, sentences }
    }
}

fn random_array(shape: (usize, usize, usize), rng: &mut Rng) -> Array3<f32> {
    Array3::from_shape_simple_fn(shape, || rng.random_range(-1.0..=1.0))
}

/// How far any state's weights are from those of the first state, at any source position.
fn largest_row_difference(weights: &Array3<f32>) -> f32 {
    let first = weights.slice(s![.., ..1, ..]);
    weights
        .iter()
        .zip(first.broadcast(weights.dim()).unwrap())
        .fold(0.0, |largest, (a, b)| largest.max((a - b).abs()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn attention_rows_sum_to_1_and_are_0_on_padding(case in cases(), extra in (0..3_usize, 0..3_usize)) {
        let observed = case.run(extra);
        let attends = case.model.config().attention != AttentionType::None;
        prop_assert_eq!(observed.weights.dim().2 > 0, attends);
        for (sentence, &(src, tgt)) in observed.lengths.iter().enumerate().filter(|_| attends) {
            let weights = observed.weights.index_axis(Axis(0), sentence);
            for row in weights.slice(s![..tgt, ..]).rows() {
                prop_assert!((row.sum() - 1.0).abs() < 1e-5, "sum {}", row.sum());
                prop_assert!(row.iter().all(|weight| (0.0..=1.0 + 1e-6).contains(weight)), "row {}", row);
                prop_assert!(row.slice(s![src..]).iter().all(|&weight| weight == 0.0), "row {}", row);
            }
        }
    }

    #[test]
    fn more_padding_changes_nothing(case in cases(), extra in (0..4_usize, 0..4_usize)) {
        let (tight, loose) = (case.run((0, 0)), case.run(extra));
        for sentence in 0..case.sentences.len() {
            assert_same_sentence(loose.sentence(sentence), tight.sentence(sentence))?;
        }
        assert_same_gradients(&loose.gradients, &tight.gradients)?;
    }

    #[test]
    fn encoder_outputs_are_0_on_padding(case in cases(), extra in 0..3_usize) {
        let observed = case.run((extra, 0));
        for (sentence, &(src, _)) in observed.lengths.iter().enumerate() {
            prop_assert!(observed.memory.slice(s![sentence, src.., ..]).iter().all(|&value| value == 0.0));
        }
    }

    #[test]
    fn a_batch_equals_its_sentences_one_by_one(case in cases()) {
        let (together, alone) = (case.run((0, 0)), case.one_by_one());
        let mut sum = case.model.zeros_like();
        for (sentence, alone) in alone.iter().enumerate() {
            assert_same_sentence(together.sentence(sentence), alone.sentence(0))?;
            for ((_, mut sum), (_, gradient)) in sum.parameters_mut().into_iter().zip(alone.gradients.parameters()) {
                sum += &gradient;
            }
        }
        assert_same_gradients(&together.gradients, &sum)?;
    }

    #[test]
    fn token_by_token_is_the_same_as_all_tokens_at_once(case in cases()) {
        for (alone, (_, input)) in case.one_by_one().into_iter().zip(&case.sentences) {
            let [memory, scores, weights, context, logits] = alone.sentence(0);
            let memory = case.model.decoder.memory(memory);
            let mut state = None;
            for (step, &token) in input.iter().enumerate() {
                let found = case.model.decoder.step(&[token], state.as_ref(), &memory);
                let row = |array: &Array2<f32>| array.slice(s![step..=step, ..]).to_owned();
                assert_close("scores", &found.scores, &row(&scores), TOLERANCE)?;
                assert_close("weights", &found.weights, &row(&weights), TOLERANCE)?;
                assert_close("context", &found.context, &row(&context), TOLERANCE)?;
                let found_logits = case.model.logits(found.output.view());
                assert_close("logits", &found_logits, &row(&logits), TOLERANCE)?;
                state = Some(found.state);
            }
        }
    }

    #[test]
    fn without_its_tanh_concat_gives_every_decoder_state_the_same_row_and_with_it_not(
        seed in any::<u64>(),
        d_model in 4..=8_usize,
        src in 3..=6_usize,
    ) {
        let mut rng = Rng::seed_from_u64(seed);
        let (states, memory) = (random_array((1, 8, d_model), &mut rng), random_array((1, src, d_model), &mut rng));
        let mut attention = Attention::zeros(AttentionType::Concat, d_model, d_model);
        attention.initialise(&mut rng);
        for (_, mut values) in attention.parameters_mut() {
            values.mapv_inplace(|_| rng.random_range(-1.0..=1.0));
        }
        let with_tanh = attention.forward(states.view(), memory.view(), &[src]).weights;
        prop_assert!(largest_row_difference(&with_tanh) > 1e-3, "with tanh: {}", with_tanh);
        let Attention::Concat(concat) = &mut attention else { unreachable!() };
        concat.with_tanh = false;
        let without_tanh = attention.forward(states.view(), memory.view(), &[src]).weights;
        prop_assert!(largest_row_difference(&without_tanh) < 1e-5, "without tanh: {}", without_tanh);
    }

    #[test]
    fn lstm_gates_and_states_stay_in_range(
        case in cases(),
        scale in 0.1..30.0_f32,
        seed in any::<u64>(),
    ) {
        let mut config = case.model.config().clone();
        config.rnn_type = RnnType::Lstm;
        let model = random_model(config, scale, seed);
        let (sources, inputs): (Vec<_>, Vec<_>) = case.sentences.into_iter().unzip();
        let run = model.forward(&Sequences::new(&sources).unwrap(), &Sequences::new(&inputs).unwrap(), None);
        for (packing, rnn) in [(&run.encoder.packing, &run.encoder.rnn), (&run.decoder.recurrence.packing, &run.decoder.recurrence.rnn)] {
            for layer in &rnn.layers {
                for (direction, observed) in layer.directions.iter().enumerate() {
                    let units = observed.hidden.ncols();
                    for (row, (sequence, step)) in packing.positions().enumerate() {
                        let gates = observed.gates.row(row);
                        let [i, f, g, o] = [0, 1, 2, 3].map(|gate| gates.slice(s![gate * units..(gate + 1) * units]));
                        for gate in [i, f, o] {
                            prop_assert!(gate.iter().all(|value| (0.0..=1.0).contains(value)), "gate {}", gate);
                        }
                        prop_assert!(g.iter().all(|value| (-1.0..=1.0).contains(value)), "g {}", g);
                        let hidden = observed.hidden.row(row);
                        prop_assert!(hidden.iter().all(|value| (-1.0..=1.0).contains(value)), "h {}", hidden);
                        // Each step adds at most 1: c' = f ⊙ c + i ⊙ g.
                        let steps = if direction == 0 { step + 1 } else { packing.lengths()[sequence] - step };
                        let cell = observed.cell.row(row);
                        prop_assert!(cell.iter().all(|value| value.abs() <= steps as f32), "c {}", cell);
                    }
                }
            }
        }
    }
}
