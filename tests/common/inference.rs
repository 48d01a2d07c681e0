//! That the fast path computes what the oracle computes: run natively and in WebAssembly.

use ndarray::{Array2, ArrayView1};
use rand::{RngExt, SeedableRng};
use seqscope::checkpoint::{Checkpoint, Precision};
use seqscope::inference::{Engine, Numbers, Workspace, matrix::Activations, matrix::Matrix};
use seqscope::nn::{AttentionType, Rng};
use seqscope::search::SearchOptions;
use seqscope::tokens::{CharacterVocabulary, Tokenizer};
use seqscope::trace::Trace;

use super::random::{RNN_TYPES, random_model};

/// Random shapes, among them ones that fill no panel and no group of inputs, and sums of many rows.
pub fn products_equal_the_plain_ones() {
    let mut rng = Rng::seed_from_u64(1);
    let mut activations = Activations::default();
    for case in 0..120 {
        let outputs = [1, 3, 31, 32, 33, 64, 100][case % 7];
        let (inputs, rows) = (rng.random_range(1..150), rng.random_range(1..5));
        let mut random = |rows, columns, scale: f32| {
            Array2::from_shape_simple_fn((rows, columns), || rng.random_range(-scale..=scale))
        };
        let (weight, x) = (random(outputs, inputs, 0.5), random(rows, inputs, 2.0));
        let before = random(rows, outputs, 1.0);
        for numbers in [Numbers::F32, Numbers::I8] {
            let matrix = Matrix::new(weight.view(), numbers);
            // What it holds: in 8 bits the rounded weights.
            let mut held = Array2::zeros((outputs, inputs));
            for (row, mut values) in held.rows_mut().into_iter().enumerate() {
                matrix.copy_row(row, values.as_slice_mut().unwrap());
            }
            for (held, weight) in held.rows().into_iter().zip(weight.rows()) {
                let allowed = if numbers == Numbers::F32 { 0.0 } else { magnitude(weight) / 254.0 + 1e-7 };
                assert!(magnitude((&held - &weight).view()) <= allowed, "{numbers:?}");
            }
            let mut y = before.clone();
            matrix.add_product(x.as_slice().unwrap(), y.as_slice_mut().unwrap(), &mut activations);
            let expected = &before + &x.dot(&held.t());
            for ((row, column), found) in y.indexed_iter() {
                let row_sum = held.row(column).fold(0.0, |sum, value| sum + value.abs());
                let allowed = matrix.bound(magnitude(x.row(row)), row_sum) + 1e-5;
                let error = (found - expected[(row, column)]).abs();
                assert!(error <= allowed, "{numbers:?} {outputs}×{inputs}: {error}, expected ≤ {allowed}");
            }
        }
    }
}

fn magnitude(values: ArrayView1<f32>) -> f32 {
    values.fold(0.0, |largest: f32, value| largest.max(value.abs()))
}

/// A checkpoint with odd sizes, as a file of `precision` holds it.
fn checkpoint(case: u64, precision: Precision) -> Checkpoint {
    let rnn_type = RNN_TYPES[case as usize % 3];
    let attention = AttentionType::ALL[case as usize / 3 % 4];
    let mut checkpoint = super::checkpoint(rnn_type, attention, case);
    let config = &mut checkpoint.metadata.model;
    config.encoder_layers = 1 + case as usize % 2;
    config.decoder_layers = 1 + case as usize / 2 % 3;
    config.bidirectional = !case.is_multiple_of(5);
    config.d_model =
        if config.bidirectional { [6, 34, 70][case as usize % 3] } else { [7, 33][case as usize % 2] };
    config.context_tanh = case % 4 == 1;
    config.tied_embeddings = case % 3 == 1;
    config.generator_bias = !config.tied_embeddings && case.is_multiple_of(2);
    config.n_tgt_words = 4 + 37;
    let letters = (0..37).map(|k| char::from_u32(0x4e00 + k).unwrap());
    checkpoint.metadata.target = Tokenizer::Characters(CharacterVocabulary::new(letters));
    checkpoint.model = random_model(config.clone(), 0.4, case);
    Checkpoint::from_bytes(&checkpoint.to_bytes(precision).unwrap()).unwrap()
}

/// Runs of random models of every kind, greedy, forced and with a beam.
pub fn runs_equal_the_oracles() {
    // Of 8-bit weights what a product reads is rounded too; what comes of it in these models, outputs forced.
    for (precision, numbers, tolerance) in
        [(Precision::F32, Numbers::F32, 1e-5), (Precision::I8, Numbers::I8, 5e-3)]
    {
        let mut workspace = Workspace::default();
        for case in 0..24 {
            let checkpoint = checkpoint(case, precision);
            let engine = Engine::new(&checkpoint.model, numbers);
            for text in ["3", "2021年04年05", "1年7x ", "99999999999999999999"] {
                for beam in [1, 3] {
                    let options = SearchOptions { beam, ..SearchOptions::default() };
                    let expected = checkpoint.run(text, &options).unwrap();
                    let found = engine.run(&checkpoint.metadata, text, &options, &mut workspace).unwrap();
                    if numbers == Numbers::F32 {
                        assert_close(&found, &expected, tolerance, case);
                        let ids: Vec<usize> = found.source.iter().map(|token| token.id).collect();
                        let output = engine.search(&ids, &options, &mut workspace).unwrap();
                        let target: Vec<usize> = found.target.iter().map(|token| token.id).collect();
                        assert_eq!((output.ids, output.complete), (target, found.complete));
                    }
                    let prefix = expected.target.iter().map(|token| token.id).collect();
                    let forced = SearchOptions { prefix, ..SearchOptions::default() };
                    let found = engine.run(&checkpoint.metadata, text, &forced, &mut workspace).unwrap();
                    assert_close(&found, &checkpoint.run(text, &forced).unwrap(), tolerance, case);
                }
            }
        }
    }
}

/// Two traces of the same text with the same outputs. Candidates are compared by their probabilities: two that are as
/// probable may change places.
fn assert_close(found: &Trace, expected: &Trace, tolerance: f32, case: u64) {
    assert_eq!((&found.source, &found.target), (&expected.source, &expected.target), "case {case}");
    assert_eq!((&found.output, found.complete), (&expected.output, expected.complete), "case {case}");
    let close = |what: &str, found: &Array2<f32>, expected: &Array2<f32>| {
        assert_eq!(found.dim(), expected.dim(), "case {case}: {what}");
        let error = (found - expected).fold(0.0, |largest: f32, error| largest.max(error.abs()));
        let size = expected.fold(1.0, |largest: f32, value| largest.max(value.abs()));
        assert!(error <= tolerance * size, "case {case}: {what} differs by {error}, of {size}");
    };
    close("scores", &found.scores, &expected.scores);
    close("weights", &found.weights, &expected.weights);
    close("context", &found.context, &expected.context);
    let of_steps = |values: Vec<f32>| Array2::from_shape_vec((1, values.len()), values).unwrap();
    let probabilities = |trace: &Trace| of_steps(trace.log_probabilities.clone());
    close("ln p", &probabilities(found), &probabilities(expected));
    let candidates = |trace: &Trace| {
        of_steps(trace.candidates.iter().flatten().map(|candidate| candidate.log_probability).collect())
    };
    close("ln p of candidates", &candidates(found), &candidates(expected));
    let layers = |trace: &Trace| [trace.encoder.clone(), trace.decoder.clone()].concat();
    for (found, expected) in layers(found).iter().zip(&layers(expected)) {
        assert_eq!((found.layer, found.direction), (expected.layer, expected.direction));
        assert_eq!(found.signals.len(), expected.signals.len());
        for (found, expected) in found.signals.iter().zip(&expected.signals) {
            assert_eq!(found.name, expected.name);
            close(found.name, &found.values, &expected.values);
        }
    }
}
